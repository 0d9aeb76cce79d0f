//! What operations between numbers of a text come to: exactly where that is rational, and judged exactly where a double would
//! have to guess, at jumps, in comparisons and beyond the range of doubles.

use super::graph::Value;
use crate::evaluate;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::exact::exact_value;
use crate::syntax::template;
use crate::syntax::tree::{Children, Kind, NodeId, Tree};
use rustc_hash::FxHashMap;

/// The constants of a text as expressions.
#[derive(Default)]
pub(super) struct Constants {
    arena: Arena,
    operations: FxHashMap<NodeId, Id>,
    buffer: Vec<Id>,
}

/// What an operation between constants is.
pub(super) enum Constant {
    /// A number, or none at all.
    Told(f64),
    /// Doubles may tell it.
    Smooth,
    /// It has a value, but which one is not certain.
    Uncertain,
}

impl Constants {
    pub(super) fn number(&mut self, number: Rational) -> Id {
        self.arena.number(number)
    }

    pub(super) fn pi(&mut self) -> Id {
        self.arena.call(FunctionId::named("pi"), &[])
    }

    pub(super) fn e(&mut self) -> Id {
        self.arena.call(FunctionId::EXP, &[Id::ONE])
    }

    pub(super) fn negate(&mut self, id: Id) -> Id {
        self.arena.negate(id)
    }

    /// What the operation at a node came to.
    pub(super) fn known(&self, node: NodeId) -> Option<Id> {
        self.operations.get(&node).copied()
    }

    /// The rational number it is.
    pub(super) fn rational(&self, id: Id) -> Option<f64> {
        self.arena.as_number(id).map(Rational::to_f64)
    }

    /// The sum of some terms, of which the marked ones are subtracted.
    pub(super) fn sum(&mut self, terms: &[(Id, bool)]) -> Id {
        self.arena.sum(terms.iter().map(|(id, minus)| (*id, signed(*minus))))
    }

    /// The product of some factors, by the marked ones of which it is divided.
    pub(super) fn product(&mut self, factors: &[(Id, bool)]) -> Id {
        self.arena.product(factors.iter().map(|(id, divide)| (*id, signed(*divide))))
    }

    /// The operation at a node; `parts` are its operands, in their order.
    pub(super) fn operation(&mut self, tree: &Tree, node: NodeId, parts: &[Id]) -> Option<Id> {
        let arena = &mut self.arena;
        let marked = |children: Children| -> Vec<(Id, bool)> {
            tree.children(children).iter().zip(parts).map(|((_, mark), part)| (*part, *mark)).collect()
        };
        let id = match (tree.node(node).kind, parts) {
            (Kind::Sum(children), _) => self.sum(&marked(children)),
            (Kind::Product(children), _) => self.product(&marked(children)),
            (Kind::Power(..), [base, exponent]) => arena.power(*base, *exponent),
            (Kind::Call(function, _), _) => template::definition(arena, function, parts, &mut self.buffer)
                .or_else(|| exact_value(arena, function, parts))
                .unwrap_or_else(|| arena.call(function, parts)),
            (Kind::Relation(relation, ..), [left, right]) => arena.relation(relation, *left, *right),
            (Kind::And(_), _) => arena.conjunction(parts),
            (Kind::Or(_), _) => arena.disjunction(parts),
            (Kind::Piecewise(_), _) => {
                let branches: Vec<(Id, Id)> = parts.chunks_exact(2).map(|branch| (branch[0], branch[1])).collect();
                arena.piecewise(&branches)
            }
            _ => return None,
        };
        self.operations.insert(node, id);
        Some(id)
    }

    /// The value of a constant; `double` is what doubles make of the last operation.
    pub(super) fn value(&self, id: Id, double: Value) -> Constant {
        if let Some(number) = self.rational(id) {
            return Constant::Told(number);
        }
        let jumps = match self.arena.node(id) {
            Node::Relation(..) | Node::And(_) | Node::Or(_) | Node::Piecewise(_) | Node::Undefined => true,
            Node::Call(function, _) => !function.row().continuous.is_empty(),
            _ => false,
        };
        let is_in_range = double.factor.is_finite() && double.factor != 0.0;
        if is_in_range && !jumps {
            return Constant::Smooth;
        }
        let value = evaluate::value(&self.arena, id, &[]);
        if value.is_nan() && is_in_range { Constant::Uncertain } else { Constant::Told(value) }
    }
}

fn signed(is_marked: bool) -> Rational {
    if is_marked { Rational::MINUS_ONE } else { Rational::ONE }
}
