//! `\frac{d\ln f}{d\ln x}`: a derivative by a function of one name is the quotient of two derivatives by that name.

use super::Parser;
use super::entry::Entry;
use crate::error::Error;
use crate::syntax::latex::sentence::leibniz::{Quotient, Variable, is_differential};
use crate::syntax::latex::words::{Differ, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// So many words above and below the bar are looked through for names.
const MOST_WORDS: usize = 64;

impl Parser<'_> {
    /// `\frac{\partial L}{\partial\sigma^2}`: below an order of one the square of a letter for a spread is the variable. Whether it is that; the
    /// order of the letter is then one.
    pub fn take_square(&mut self, found: &mut Quotient) -> bool {
        let [only] = &mut found.variables[..] else { return false };
        let info = self.sentence.names[only.name as usize];
        let is_spread = matches!(self.sentence.spelling(info.base), "sigma" | "tau" | "sigma_hat") && info.primes + info.dots == 0;
        if found.order.is_some() || only.order != 2 || !is_spread {
            return false;
        }
        only.order = 1;
        let (name, span) = (only.name, self.span());
        let spelt = self.spelt(self.info(name).spelt).to_string();
        note::add(&mut self.sentence.notes, span, || {
            format!("read the derivative by the square of {spelt} as that by {spelt}, over 2 {spelt}")
        });
        true
    }

    /// The derivative by a square from that by what is squared.
    pub fn over_inner(&mut self, operator: usize, node: NodeId, span: Span) -> NodeId {
        let Some((variable, _)) = self.operators[operator].variables.first().copied() else { return node };
        let two = self.sentence.spell("2");
        let two = self.tree.push(Kind::Number(two), span);
        let by = self.tree.node(variable).kind;
        let by = self.tree.push(by, span);
        let children = self.tree.push_children(&[(node, false), (two, true), (by, true)]);
        self.tree.push(Kind::Product(children), span)
    }

    /// The only name in what stands below the bar of such a quotient, whose d or ∂ stands before a function or a bracket.
    fn name_below(&self, open: usize) -> Result<Option<u32>, Error> {
        let begins = matches!(self.kind_at(open + 2), Word::Function(_) | Word::Open(_));
        if !is_differential(&self.sentence, open + 1) || !begins || self.mate(open) - open > MOST_WORDS {
            return Ok(None);
        }
        let names: Vec<u32> = (open + 2..self.mate(open))
            .filter_map(|at| match self.kind_at(at) {
                Word::Name(name) => Some(name),
                _ => None,
            })
            .filter(|name| !matches!(self.spelt(self.info(*name).spelt), "e" | "pi"))
            .collect();
        let Some(first) = names.first().copied() else { return Ok(None) };
        let is_same = |name: &u32| self.spelt(self.info(*name).spelt) == self.spelt(self.info(first).spelt);
        let is_plain = self.info(first).primes + self.info(first).dots == 0;
        if is_plain && names.iter().all(is_same) {
            return Ok(Some(first));
        }
        Err(Error::Unsupported {
            span: Some(self.span_at(open + 1).to(self.span_at(self.mate(open) - 1)).range()),
            what: "a derivative by an expression of several names is not read: what is held constant is not said".into(),
            hint: Some("give the expression below the bar a name, and write the other as a function of it".into()),
        })
    }

    /// Begins such a quotient at a fraction; whether there is one. Both signs are the same, and have no order.
    pub fn begin_by_function(&mut self) -> Result<bool, Error> {
        let top = self.at + 1;
        let bottom = self.mate(top) + 1;
        let is_partial = self.kind_at(top + 1) == Word::Differential(Differ::Partial);
        let alike =
            is_differential(&self.sentence, top + 1) && is_partial == (self.kind_at(bottom + 1) == Word::Differential(Differ::Partial));
        let is_empty = top + 2 >= self.mate(top);
        let has_order = self.kind_at(top + 2) == Word::Power;
        if !alike || is_empty || has_order {
            return Ok(false);
        }
        let Some(name) = self.name_below(bottom)? else { return Ok(false) };
        let at = self.span();
        let spelt = self.spelt(self.info(name).spelt).to_string();
        // What stands alone above the bar depends on the name: nobody asks for the derivative of a constant so.
        let mut above: Vec<String> = (top + 2..self.mate(top))
            .take(MOST_WORDS)
            .filter_map(|at| match self.kind_at(at) {
                Word::Name(other) => Some(self.spelt(self.info(other).spelt).to_string()),
                _ => None,
            })
            .filter(|other| !matches!(other.as_str(), "e" | "pi"))
            .collect();
        above.dedup();
        if let [only] = &above[..]
            && *only != spelt
        {
            self.scan.tops.insert(only);
            self.scan.differentiated.insert((only.clone(), spelt.clone()));
        }
        note::add(&mut self.sentence.notes, at, || {
            format!("read the derivative by a function of {spelt} as a quotient of two derivatives by {spelt}")
        });
        let operator = self.operator_of(&[Variable { name, order: 1 }], at, is_partial);
        self.open(Entry::ByFunctionTop { operator, at, name });
        self.at = top + 2;
        Ok(true)
    }

    /// The numerator has been read; the word is the brace of the denominator.
    pub fn below_by_function(&mut self, operator: usize, at: Span, name: u32, operand: NodeId) -> Result<NodeId, Error> {
        let is_partial = self.operators[operator].is_partial;
        let top = self.differentiated(operator, operand, at)?;
        let operator = self.operator_of(&[Variable { name, order: 1 }], at, is_partial);
        self.open(Entry::ByFunctionBottom { operator, at, top });
        self.at += 2;
        self.operand()
    }

    pub fn close_by_function(&mut self, operator: usize, whole: Span, top: NodeId, operand: NodeId) -> Result<NodeId, Error> {
        let bottom = self.differentiated(operator, operand, whole)?;
        let children = self.tree.push_children(&[(top, false), (bottom, true)]);
        Ok(self.tree.push(Kind::Product(children), whole))
    }
}
