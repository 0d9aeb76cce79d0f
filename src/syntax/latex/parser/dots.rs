//! Letters with dots: derivatives by time, and their values at one.

use super::Parser;
use super::entry::{Callee, Entry};
use crate::error::Error;
use crate::letters::are_components_of_one;
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// Letters that stand for places, and no times.
const PLACES: [&str; 14] = ["x", "y", "z", "q", "p", "r", "u", "v", "w", "theta", "phi", "x_bold", "x_vec", "q_bold"];

/// So many words of a bracket are looked through for a time.
const MOST_WORDS: usize = 64;

impl Parser<'_> {
    /// `\dot x` is the derivative by time, `\dot x(0)` and `\dot x(t+h)` are its values.
    pub fn dotted(&mut self, name: u32) -> Result<Option<NodeId>, Error> {
        let (info, span) = (self.info(name), self.span());
        let spelt = self.spelt(info.spelt).to_string();
        if info.primes > 0 {
            let what = format!("what the prime behind {spelt} with its dot means is not said");
            let hint = Some("write a second derivative as \\ddot x, and give another quantity a name".into());
            return Err(Error::Unsupported { span: Some(span.range()), what, hint });
        }
        self.at += 1;
        let dotted = self.sentence.dotted_spelling(name);
        let is_variable = self.scan.variables.contains(&dotted) || self.declared.iter().any(|own| are_components_of_one(own, &dotted));
        if is_variable {
            note::add(&mut self.sentence.notes, span, || format!("read the dotted letter as a variable of its own, {dotted}"));
            return Ok(Some(self.spell_node(&dotted, span)));
        }
        // \dot z^2(t_0) is the square of a value.
        if self.kind() == Word::Power && !self.scan.defined.contains(&spelt) && self.is_raised_moment() {
            note::add(&mut self.sentence.notes, span, || format!("read the dot over {spelt} as the derivative by t"));
            self.open(Entry::NameExponent { name });
            self.at += 2;
            return Ok(None);
        }
        if self.is_raised_component() {
            return Err(Error::Unsupported {
                span: Some(span.to(self.span_at(self.mate(self.at + 1))).range()),
                what: format!("whether this is a power of {spelt}, or a function with a mark above it, is not said"),
                hint: Some(format!("write a power behind the bracket, {spelt}'(t)^n, and a mark as an index, {spelt}_n(t)")),
            });
        }
        let in_round = self.kind() == Word::Open(Bracket::Round);
        if in_round && self.bracket_has_comma(self.at) {
            return Err(Error::Unsupported {
                span: Some(span.to(self.span_at(self.mate(self.at))).range()),
                what: "by which of its arguments a function with a dot is differentiated is not said".into(),
                hint: Some(format!("write \\frac{{\\partial {spelt}}}{{\\partial a}}(a, b)")),
            });
        }
        if in_round {
            self.reject_place(&spelt, span)?;
        }
        if in_round && self.holds_quantity() {
            note::add(&mut self.sentence.notes, span, || {
                format!(
                    "read {dotted} as a function of its own, for what is in the bracket is no time: a value at a time is written |_{{t=a}}"
                )
            });
            let name = self.sentence.spell(&dotted);
            let callee = Callee::Unknown { name, order: 0, exponent: None };
            self.open(Entry::Call { callee, start: self.pending.len(), at: span, open: self.at });
            self.at += 1;
            return Ok(None);
        }
        let time = self.spell_node("t", span);
        note::add(&mut self.sentence.notes, span, || format!("read the dot over {spelt} as the derivative by t"));
        if self.scan.defined.contains(&spelt) {
            let body = self.tree.push(Kind::Name(info.spelt), span);
            return Ok(Some(self.tree.push(Kind::Derivative(body, time, info.dots), span)));
        }
        if in_round && self.holds_moment(self.at) {
            let callee = Callee::Unknown { name: info.spelt, order: info.dots, exponent: None };
            self.open(Entry::Call { callee, start: self.pending.len(), at: span, open: self.at });
            self.at += 1;
            return Ok(None);
        }
        if in_round {
            note::add(&mut self.sentence.notes, span, || {
                format!("read the bracket behind {spelt} with its dot as a factor; a value at a time is written |_{{t=a}}")
            });
        }
        let children = self.tree.push_children(&[(time, false)]);
        let letter = if spelt == "e" { self.moving_e() } else { None };
        Ok(Some(self.tree.push(Kind::Apply(letter.unwrap_or(info.spelt), info.dots, children), span)))
    }

    /// `\dot V(x)`, `\dot V(x(t))`: what V depends on changes with time, and its derivative by that is something else.
    fn reject_place(&self, spelt: &str, span: Span) -> Result<(), Error> {
        let (open, mate) = (self.at, self.mate(self.at));
        let place = match self.kind_at(open + 1) {
            Word::Name(name) if mate == open + 2 && PLACES.contains(&self.spelt(self.info(name).base)) => self.info(name).spelt,
            Word::Name(name) if self.kind_at(open + 2) == Word::Open(Bracket::Round) && self.mate(open + 2) + 1 == mate => {
                self.info(name).spelt
            }
            _ => return Ok(()),
        };
        let place = self.spelt(place);
        Err(Error::Unsupported {
            span: Some(span.to(self.span_at(mate)).range()),
            what: format!("whether the dot is the derivative by {place}, or by the time that {place} changes with, is not said"),
            hint: Some(format!("write \\frac{{d{spelt}}}{{d{place}}}, or \\frac{{d}}{{dt}}{spelt}({place}(t))")),
        })
    }

    /// `\dot\phi(J)`: whether a bracket holds a capital alone that is no time.
    fn holds_quantity(&self) -> bool {
        let Word::Name(only) = self.kind_at(self.at + 1) else { return false };
        let base = self.spelt(self.info(only).base);
        let is_capital = base.len() == 1 && base.starts_with(|letter: char| letter.is_ascii_uppercase());
        is_capital && base != "T" && self.mate(self.at) == self.at + 2
    }

    /// Whether a number stands above, and behind it a bracket with a time.
    fn is_raised_moment(&self) -> bool {
        let close = self.mate(self.at + 1);
        let open = close + 1;
        let is_number = close == self.at + 3 && matches!(self.kind_at(self.at + 2), Word::Number(_));
        let is_time = |at: usize| matches!(self.kind_at(at), Word::Name(name) if self.spelt(self.info(name).base) == "t");
        is_number && self.kind_at(open) == Word::Open(Bracket::Round) && (open + 1..self.mate(open)).take(MOST_WORDS).any(is_time)
    }

    /// `\dot\gamma^i(t)`: whether a letter stands above, and behind it the time alone.
    fn is_raised_component(&self) -> bool {
        let open = self.at + 4;
        let is_letter =
            self.kind() == Word::Power && matches!(self.kind_at(self.at + 2), Word::Name(_)) && self.mate(self.at + 1) + 1 == open;
        is_letter && crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some_and(|names| names.len() == 1)
    }

    /// Whether a bracket holds a time: a single name or number, or anything with t in it.
    fn holds_moment(&self, open: usize) -> bool {
        let inner = &self.sentence.words[open + 1..self.mate(open)];
        match inner {
            [only] => matches!(only.kind, Word::Name(_) | Word::Number(_)),
            // \dot P(T-\tau)
            several => {
                let is_time = |base: &str| matches!(base, "t" | "T" | "tau" | "s");
                let are_times = several.iter().all(|word| match word.kind {
                    Word::Name(name) => is_time(self.spelt(self.info(name).base)),
                    other => matches!(other, Word::Number(_) | Word::Plus | Word::Minus),
                });
                are_times || several.iter().any(|word| matches!(word.kind, Word::Name(name) if self.spelt(self.info(name).base) == "t"))
            }
        }
    }
}
