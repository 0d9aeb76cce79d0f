//! Copies and comparisons by hand, so that what is done with numbers that do not fit two words stays out of all the code that has
//! to do with others.

use super::Repr;
use dashu_ratio::RBig;

impl Clone for Repr {
    #[inline]
    fn clone(&self) -> Repr {
        #[cold]
        #[inline(never)]
        fn big(big: &RBig) -> Repr {
            Repr::Big(Box::new(big.clone()))
        }
        match self {
            Repr::Small(n, d) => Repr::Small(*n, *d),
            Repr::Big(own) => big(own),
        }
    }
}

impl PartialEq for Repr {
    #[inline]
    fn eq(&self, other: &Repr) -> bool {
        #[cold]
        #[inline(never)]
        fn big(own: &RBig, other: &RBig) -> bool {
            own == other
        }
        match (self, other) {
            (Repr::Small(n, d), Repr::Small(m, e)) => n == m && d == e,
            (Repr::Big(own), Repr::Big(other)) => big(own, other),
            _ => false,
        }
    }
}
