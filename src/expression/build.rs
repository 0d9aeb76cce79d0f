//! Calls, sums and integrals over a variable, and derivatives to be taken later.

use super::arena::{Arena, Stored};
use super::hash::combine;
use super::node::{Binder, Id, Node, SYMBOLIC_ORDER, Unknown};
use crate::functions::FunctionId;
use crate::short::Short;
use smallvec::SmallVec;
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

    /// An unknown function applied to its arguments. A symbolic order that is a number is an order like any other.
    pub fn apply(&mut self, unknown: Unknown, arguments: &[Id]) -> Id {
        if let (&[order, argument], (name, &[SYMBOLIC_ORDER, _])) = (arguments, self.unknown(unknown))
            && let Some(number) = self.as_number(order).and_then(|number| number.to_i64()).filter(|number| (0..=1000).contains(number))
        {
            let unknown = self.unknown_function(name, &[number as u32]);
            return self.apply(unknown, &[argument]);
        }
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
        self.bind(binder, &[variable, lower, upper, body])
    }

    /// What binds a variable, from its parts as [`Node::Bound`](super::Node::Bound) has them. An empty sum is 0, an empty
    /// product 1.
    pub fn bind(&mut self, binder: Binder, parts: &[Id]) -> Id {
        if let &[_, range, _] = parts
            && matches!(self.node(range), Node::Or([]))
        {
            return if binder == Binder::Sum { Id::ZERO } else { Id::ONE };
        }
        self.has_binders = true;
        let seed = combine(13, binder as u64);
        self.intern_children(
            seed,
            parts,
            |stored| match stored {
                Stored::Bound(b, stretch) if b == binder => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Bound(binder, stretch),
        )
    }

    /// What binds a variable over the same range as `id` does, with another binder and body.
    pub fn rebind(&mut self, id: Id, binder: Binder, body: Id) -> Id {
        let Node::Bound(_, [limits @ .., _]) = self.node(id) else { return Id::UNDEFINED };
        let parts: SmallVec<[Id; 4]> = limits.iter().copied().chain([body]).short();
        self.bind(binder, &parts)
    }

    /// A derivative to be taken later.
    pub fn derivative(&mut self, body: Id, variable: Id) -> Id {
        self.has_derivatives = true;
        self.intern_pair(14, Stored::Derivative(body, variable), body, variable)
    }
}
