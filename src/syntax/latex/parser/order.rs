//! Derivatives whose order is no number: `f^{(n)}(x)`, `\frac{d^ny}{dx^n}`.

use super::Parser;
use super::entry::{Callee, Entry};
use crate::error::Error;
use crate::expression::SYMBOLIC_ORDER;
use crate::syntax::latex::sentence::leibniz::Quotient;
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// Letters that count how often something is differentiated.
const COUNTING: [&str; 8] = ["n", "m", "k", "p", "N", "i", "j", "r"];

impl Parser<'_> {
    /// Whether a label above a name, as it is spelt, may be an order: sums of counting letters and numbers, `n_plus_1`.
    pub fn is_order(&self, label: Span) -> bool {
        let parts: Vec<&str> = self.spelt(label).split('_').collect();
        let is_term = |part: &str| COUNTING.contains(&part.trim_start_matches(|digit: char| digit.is_ascii_digit()));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() % 2 == 1
            && is_term(parts[0])
            && parts[1..].chunks(2).all(|pair| matches!(pair[0], "plus" | "minus") && (is_number(pair[1]) || is_term(pair[1])))
    }

    /// Whether the letters of a label are told to count derivatives: by a factorial, or by primes on the same function.
    fn is_counted(&self, name: u32) -> bool {
        let info = self.info(name);
        let first = self.spelt(info.label).split('_').next().unwrap_or_default();
        let letter = first.trim_start_matches(|digit: char| digit.is_ascii_digit());
        !matches!(letter, "i" | "j" | "r" | "m" | "p")
            || self.spelt(info.label).contains('_')
            || self.scan.has_factorial
            || self.scan.primed.contains(self.spelt(info.base))
    }

    /// `f^{(n)}(x)`: opens the bracket of a derivative of symbolic order, if the name has one above it.
    pub fn begin_ordered(&mut self, name: u32, open: usize) -> bool {
        let info = self.info(name);
        // \phi^{(p-1)}(x): a sum above another letter of functions is an order as well.
        let is_usual =
            crate::syntax::latex::sentence::letters::DEPENDENT.contains(&self.spelt(info.base)) || self.spelt(info.base) == "varphi";
        let is_sum = self.spelt(info.label).contains("_plus_") || self.spelt(info.label).contains("_minus_");
        let is_function = self.is_function_letter(name) || self.spelt(info.base) == "y" || (is_usual && is_sum && !info.in_square);
        let is_own = self.scan.functions.contains(self.spelt(info.spelt)) || !info.subscript.range().is_empty();
        if !is_function || is_own || !self.is_order(info.label) || !self.is_counted(name) || self.bracket_has_comma(open) {
            return false;
        }
        let base = self.spelt(info.base).to_string();
        if self.scan.functions.contains(&base) || self.scan.defined.contains(&base) {
            return false;
        }
        let span = self.span();
        if self.told.insert(format!("{base}^()")) {
            note::add(&mut self.sentence.notes, span, || format!("read what stands in brackets above {base} as the order of a derivative"));
        }
        let callee = Callee::Ordered { name: info.base, order: info.label };
        self.at = open + 1;
        self.open(Entry::Call { callee, start: self.pending.len(), at: span, open });
        true
    }

    /// A derivative of the order that a label spells.
    pub fn ordered(&mut self, name: Span, order: Span, argument: NodeId, span: Span) -> NodeId {
        let spelt = self.spelt(order).to_string();
        let parts: Vec<&str> = spelt.split('_').collect();
        let mut terms = Vec::new();
        for (at, part) in parts.iter().enumerate().step_by(2) {
            let node = self.order_term(part, span);
            terms.push((node, at > 0 && parts[at - 1] == "minus"));
        }
        let order = match terms[..] {
            [(only, false)] => only,
            _ => {
                let children = self.tree.push_children(&terms);
                self.tree.push(Kind::Sum(children), span)
            }
        };
        self.partial(name, &[SYMBOLIC_ORDER, 0], &[(order, false), (argument, false)], span)
    }

    fn order_term(&mut self, part: &str, span: Span) -> NodeId {
        let letter = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let digits = &part[..part.len() - letter.len()];
        let number = (!digits.is_empty()).then(|| {
            let spelt = self.sentence.spell(digits);
            self.tree.push(Kind::Number(spelt), span)
        });
        let name = (!letter.is_empty()).then(|| self.spell_node(letter, span));
        match (number, name) {
            (Some(number), Some(name)) => {
                let children = self.tree.push_children(&[(number, false), (name, false)]);
                self.tree.push(Kind::Product(children), span)
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => self.spell_node(part, span),
        }
    }

    /// `\frac{d^ny}{dx^n}` of a name: the same letter above and below.
    pub fn symbolic_quotient(&mut self, found: &Quotient, whole: Span) -> Option<NodeId> {
        let name = found.name(&self.sentence).filter(|name| self.info(*name).primes == 0)?;
        let letter = |close: usize| match (self.kind_at(close), self.kind_at(close.wrapping_sub(1)), self.kind_at(close.wrapping_sub(3))) {
            (Word::BraceClose, Word::Name(letter), Word::Power) => Some(self.spelt(self.info(letter).spelt).to_string()),
            _ => None,
        };
        let (above, below) = (letter(found.top.start.wrapping_sub(1))?, letter(found.behind.checked_sub(2)?)?);
        let [variable] = found.variables[..] else { return None };
        let spelt = self.spelt(self.info(name).spelt).to_string();
        let is_value = self.scan.defined.contains(&spelt) || self.scan.functions.contains(&spelt);
        if above != below || is_value || self.kind_at(found.behind) == Word::Open(Bracket::Round) {
            return None;
        }
        let variable = self.name_node(variable.name, whole);
        let by = self.plain_name(variable);
        note::add(&mut self.sentence.notes, whole, || {
            format!("read this as the derivative of order {above} of an unknown function {spelt}({by})")
        });
        let order = self.spell_node(&below, whole);
        let name = self.info(name).spelt;
        self.at = found.behind;
        Some(self.partial(name, &[SYMBOLIC_ORDER, 0], &[(order, false), (variable, false)], whole))
    }

    /// `f^{(n)}` without an argument is no name.
    pub fn reject_order_alone(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt);
        let is_known = self.declared.contains(spelt) || self.scan.defined.contains(spelt);
        if !self.is_function_letter(name) || info.label.range().is_empty() || !self.is_order(info.label) || is_known {
            return Ok(());
        }
        let base = self.spelt(info.base);
        Err(Error::Unsupported {
            span: Some(self.span().range()),
            what: "whether this is a derivative whose order is a letter, or a name with a label, is not said".into(),
            hint: Some(format!("write the argument of a derivative, {base}^{{(n)}}(x), and a label as an index, {base}_n")),
        })
    }
}
