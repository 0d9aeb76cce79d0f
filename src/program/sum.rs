//! Sums of the graph: like terms collected, a factor that all terms share carried outside, nothing flattened.

use super::graph::{Graph, NodeId, Value};

impl Graph {
    /// The sum of the values.
    pub fn sum(&mut self, values: impl IntoIterator<Item = Value>) -> Value {
        let mut terms = std::mem::take(&mut self.terms);
        terms.clear();
        terms.extend(values);
        let sum = self.sum_of(&mut terms);
        self.terms = terms;
        sum
    }

    fn sum_of(&mut self, terms: &mut Vec<Value>) -> Value {
        terms.sort_by_key(|term| term.node);
        terms.dedup_by(|term, kept| {
            let same = term.node == kept.node;
            if same {
                kept.factor += term.factor;
            }
            same
        });
        self.cancelled.clear();
        self.cancelled.extend(terms.iter().filter(|term| term.factor == 0.0 && term.node != NodeId::ONE).map(|term| term.node));
        // A NaN stays: it says that the sum has no value.
        terms.retain(|term| term.factor != 0.0);
        match terms[..] {
            [] => return Value::ZERO,
            [only] => return only,
            _ => {}
        }
        let size = terms[0].factor.abs();
        let all_the_same = terms.iter().all(|term| term.factor.abs() == size);
        let factor = if all_the_same { terms[0].factor } else { terms[0].factor.signum() };
        for term in terms.iter_mut() {
            term.factor = if all_the_same { term.factor.signum() * factor.signum() } else { term.factor * factor };
        }
        Value { factor, node: self.intern_sum(terms) }
    }
}
