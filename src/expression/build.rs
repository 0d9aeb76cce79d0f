//! Calls, sums and integrals over a variable, and derivatives to be taken later.

use super::arena::{Arena, Stored};
use super::hash::combine;
use super::node::{Binder, Id, Unknown};
use crate::functions::FunctionId;
use std::hash::{Hash, Hasher};

impl Arena {
    /// A function of the table applied to its arguments.
    pub fn call(&mut self, function: FunctionId, arguments: &[Id]) -> Id {
        let seed = combine(7, function.0 as u64);
        self.intern_children(
            seed,
            arguments,
            |stored| match stored {
                Stored::Call(f, stretch) if f == function => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Call(function, stretch),
        )
    }

    /// An unknown function applied to its arguments.
    pub fn apply(&mut self, unknown: Unknown, arguments: &[Id]) -> Id {
        let mut hasher = rustc_hash::FxHasher::default();
        let (name, orders) = self.unknown(unknown);
        (self.name(name), orders).hash(&mut hasher);
        let seed = combine(8, hasher.finish());
        self.intern_children(
            seed,
            arguments,
            |stored| match stored {
                Stored::Apply(f, stretch) if f == unknown => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Apply(unknown, stretch),
        )
    }

    /// A sum, product or integral over a bound variable, which must be a symbol.
    pub fn bound(&mut self, binder: Binder, variable: Id, lower: Id, upper: Id, body: Id) -> Id {
        let seed = combine(13, binder as u64);
        self.intern_children(
            seed,
            &[variable, lower, upper, body],
            |stored| match stored {
                Stored::Bound(b, stretch) if b == binder => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Bound(binder, stretch),
        )
    }

    /// A derivative to be taken later.
    pub fn derivative(&mut self, body: Id, variable: Id) -> Id {
        self.has_derivatives = true;
        self.intern_pair(14, Stored::Derivative(body, variable), body, variable)
    }
}
