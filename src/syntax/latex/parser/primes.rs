//! Primes: on a function, on a letter that may be a name of its own, and behind a bracket.

use super::Parser;
use super::entry::{Callee, Entry};
use crate::error::Error;
use crate::letters::is_function_letter;
use crate::syntax::latex::sentence::letters::{CONSTANT, DEPENDENT};
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// So many words behind a letter with a prime, or in a bracket, are looked through.
const MOST_FACTORS: usize = 64;

impl Parser<'_> {
    /// `f'(x)`, `y'`: a derivative where there is a function, otherwise a name.
    pub fn primed(&mut self, name: u32, round: bool) -> Result<Option<NodeId>, Error> {
        let (info, span) = (self.info(name), self.span());
        let unprimed = info.spelt;
        let spelt = self.spelt(unprimed).to_string();
        self.reject_one_sided(name)?;
        self.note_joined(name);
        if self.kind_at(self.at + 1) == Word::Power
            && self.is_minus_one(self.at + 2)
            && matches!(self.kind_at(self.mate(self.at + 2) + 1), Word::Open(_))
            && !self.declared.contains(&spelt)
        {
            return Err(self.inverse_of_unknown(name));
        }
        if self.is_raised_derivative(name) {
            self.open(Entry::NameExponent { name });
            self.at += 3;
            return Ok(None);
        }
        let is_argument = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, self.at + 1).is_some();
        let is_variable = self.declared.contains(&spelt) || (self.scan.variables.contains(&spelt) && !is_argument);
        let is_factor = round
            && !info.is_applied
            && (self.is_primed_factor(name)
                || self.is_factor_of_function(name)
                || self.is_factor_beside(name)
                || crate::syntax::latex::sentence::primed::holds_name(&self.sentence, self.at + 1, &spelt));
        if round && !is_variable && !is_factor {
            let known = match &*spelt {
                "sigma" | "Phi" | "Gamma" if !self.scan.functions.contains(&spelt) && !self.scan.defined.contains(&spelt) => {
                    crate::syntax::names::function_of_latex(&format!("\\{spelt}"))
                }
                _ => None,
            };
            // F_x'(x, y): with several arguments the index tells by which the prime is.
            let index_length = self.spelt(info.subscript).replace('_', "").len();
            let is_partial = (info.primes == 1 || info.primes as usize == index_length)
                && !info.subscript.range().is_empty()
                && self.bracket_has_comma(self.at + 1);
            let callee = match known {
                None if is_partial && !self.scan.functions.contains(&spelt) && self.lists_arguments(name, self.at + 1) => {
                    Callee::Subscripted { base: info.base, subscript: info.subscript, whole: unprimed }
                }
                Some(known) => Callee::Known(super::entry::Applied { known, name: span, base: None, exponent: None, primes: info.primes }),
                None => {
                    self.note_primed_index(name);
                    self.note_primed_call(name);
                    Callee::Unknown { name: unprimed, order: info.primes, exponent: None }
                }
            };
            self.open(Entry::Call { callee, start: self.pending.len(), at: span, open: self.at + 1 });
            self.at += 2;
            return Ok(None);
        }
        if let Some(value) = self.bare_subscripted(name).or_else(|| self.primed_function(name)) {
            return Ok(Some(value));
        }
        self.at += 1;
        let signature = self.scan.called.get(&spelt).cloned();
        if let Some([only]) = signature.as_deref() {
            let argument = self.spell_node(only, span);
            let children = self.tree.push_children(&[(argument, false)]);
            return Ok(Some(self.tree.push(Kind::Apply(unprimed, info.primes, children), span)));
        }
        if self.scan.defined.contains(&spelt) || self.scan.functions.contains(&spelt) {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: format!("it is not said by which variable {spelt} is differentiated"),
                hint: Some(format!("write \\frac{{d{spelt}}}{{dx}}")),
            });
        }
        self.at -= 1;
        self.reject_transposed(name)?;
        self.at += 1;
        let primed = self.primed_name(name);
        let base = self.spelt(primed).to_string();
        note::add(&mut self.sentence.notes, span, || {
            format!("read `{spelt}` with a prime as a name, {base}; for a derivative write its argument: {spelt}'(x)")
        });
        let node = self.tree.push(Kind::Name(primed), span);
        self.primed.insert(node, (unprimed, info.primes));
        Ok(Some(node))
    }

    /// `\varphi'^3(t)`: whether a power stands between the primes of a function and its argument.
    fn is_raised_derivative(&self, name: u32) -> bool {
        if (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) != (Word::Power, Word::BraceOpen) {
            return false;
        }
        let (open, behind) = (self.at + 2, self.mate(self.at + 2) + 1);
        let is_number = matches!(self.kind_at(open + 1), Word::Number(_)) && self.mate(open) == open + 2;
        let spelt = self.spelt(self.info(name).spelt);
        self.kind_at(behind) == Word::Open(Bracket::Round)
            && is_number
            && !self.declared.contains(spelt)
            && (crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, behind).is_some_and(|names| names.len() == 1)
                || self.scan.called.contains_key(spelt)
                || self.is_function_letter(name))
    }

    /// `F_x'(M)`: with an index that names a place the prime may say that the index is a partial derivative.
    fn note_primed_index(&mut self, name: u32) {
        let info = self.info(name);
        let (spelt, base, index) =
            (self.spelt(info.spelt).to_string(), self.spelt(info.base).to_string(), self.spelt(info.subscript).to_string());
        let is_partial = matches!(&*index, "x" | "y" | "z" | "t" | "u" | "v") && DEPENDENT.contains(&&*base) && info.primes == 1;
        if is_partial && !self.scan.functions.contains(&spelt) && self.told.insert(format!("{spelt}'(")) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!(
                    "read {spelt}' as the derivative of a function {spelt}; the partial derivative of {base} by {index} is written \\frac{{\\partial {base}}}{{\\partial {index}}}"
                )
            });
        }
    }

    /// Whether the index of a name is a list of what its bracket holds, or of x, y, z.
    fn lists_arguments(&self, name: u32, open: usize) -> bool {
        let index = self.spelt(self.info(name).subscript);
        let is_place = index.chars().all(|letter| matches!(letter, 't' | 'x' | 'y' | 'z'));
        is_place
            || crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some_and(|names| {
                let names: Vec<String> = names.iter().map(|name| self.spelt(self.info(*name).spelt).to_string()).collect();
                super::indexed::listed(index, &names).is_some()
            })
    }

    /// `f'_+(a)`: the derivative from one side.
    fn reject_one_sided(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        let is_below = matches!(self.spelt(info.subscript), "plus" | "minus") && DEPENDENT.contains(&self.spelt(info.base));
        // f'(x_0-0)
        let is_beside = self.ends_beside(self.at + 1);
        if !(is_below || is_beside) || self.scan.functions.contains(self.spelt(info.spelt)) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().range()),
            what: "a derivative from one side is not read".into(),
            hint: Some("write the derivative itself, f'(a), where both sides agree, or give what is meant a name".into()),
        })
    }

    /// `x_0-0`, `0+`: whether a bracket ends in a nought that is added or subtracted, or in a sign.
    fn ends_beside(&self, open: usize) -> bool {
        let close = self.mate(open);
        let is_sign = |at: usize| matches!(self.kind_at(at), Word::Plus | Word::Minus);
        self.kind_at(open) == Word::Open(Bracket::Round)
            && ((close == open + 3 && is_sign(close - 1))
                || (close > open + 3
                    && matches!(self.kind_at(close - 1), Word::Number(digits) if self.spelt(digits) == "0")
                    && is_sign(close - 2)))
    }

    /// `f(x_0+0)`: the limit of a function from one side.
    pub fn reject_limit_beside(&self, open: usize) -> Result<(), Error> {
        let is_place = matches!((self.kind_at(open + 1), self.mate(open) - open), (Word::Name(_), 3 | 4) | (Word::Number(_), 3));
        if !is_place || !self.ends_beside(open) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(open))).range()),
            what: "a limit from one side is not read".into(),
            hint: Some("write the value itself, f(a), where both sides agree".into()),
        })
    }

    /// `x'Ax`, `X'y`: a letter with a prime before other factors, one of which is the letter itself, is its transpose.
    fn reject_transposed(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        let letter = self.spelt(info.spelt);
        let mut at = self.at + 1;
        let is_factor = matches!(self.kind_at(at), Word::Name(_) | Word::Fraction);
        let mut repeats = letter.starts_with('X');
        while !repeats
            && at - self.at < MOST_FACTORS
            && matches!(
                self.kind_at(at),
                Word::Name(_) | Word::Open(_) | Word::Power | Word::BraceOpen | Word::Times | Word::Number(_) | Word::Fraction
            )
        {
            match self.kind_at(at) {
                Word::Name(other) => {
                    let other = self.info(other);
                    repeats = other.primes == 0 && other.dots == 0 && self.spelt(other.spelt) == letter;
                }
                Word::Open(_) | Word::BraceOpen => at = self.mate(at),
                _ => {}
            }
            at += 1;
        }
        if info.primes != 1 || !is_factor || !repeats {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().range()),
            what: format!("whether this is the transpose of {letter}, its derivative, or another letter, is not said"),
            hint: Some("only scalars are read: write the components, or the derivative as \\frac{dx}{dt}".into()),
        })
    }

    /// `\omega'(M+2m)`: a letter with a prime times a sum, unless functions have such letters or the sum holds a variable.
    fn is_primed_factor(&self, name: u32) -> bool {
        let (info, open) = (self.info(name), self.at + 1);
        let spelt = self.spelt(info.spelt);
        let holds_variable = || {
            self.sentence.words[open..self.mate(open)].iter().any(|word| match word.kind {
                Word::Name(inside) => matches!(self.spelt(self.info(inside).base), "t" | "tau" | "u" | "x" | "y" | "z"),
                _ => false,
            })
        };
        self.is_sum(open)
            && !info.is_word
            && !self.is_function_letter(name)
            && !DEPENDENT.contains(&self.spelt(info.base))
            && !matches!(spelt, "sigma" | "Phi" | "Gamma" | "varphi" | "Psi" | "Theta")
            && !self.scan.called.contains_key(spelt)
            && !self.scan.functions.contains(spelt)
            && !self.scan.defined.contains(spelt)
            && !holds_variable()
    }

    /// `y'' + y'(1-y)`: a derivative of what is a function elsewhere, before a sum that does not hold its variable.
    fn is_factor_of_function(&self, name: u32) -> bool {
        let Some(variable) = self.primed_functions.get(self.spelt(self.info(name).spelt)) else { return false };
        let open = self.at + 1;
        let is_variable = |at: usize| matches!(self.kind_at(at), Word::Name(inside) if self.spelt(self.info(inside).spelt) == variable);
        self.mate(open) - open < MOST_FACTORS && self.is_sum(open) && !(open..self.mate(open)).any(is_variable)
    }

    /// `y'(1-x^2) + xy`: a letter that stands without a bracket elsewhere, with a prime before a sum. Letters of functions stay
    /// functions.
    fn is_factor_beside(&mut self, name: u32) -> bool {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt).to_string();
        let is_told = self.scan.functions.contains(&spelt) || self.scan.defined.contains(&spelt) || self.scan.called.contains_key(&spelt);
        let is_factor = self.scan.alone.contains(&spelt)
            && self.is_sum(self.at + 1)
            && !is_told
            && !info.is_word
            && !self.is_function_letter(name)
            && !self.is_delayed(name, self.at + 1);
        if is_factor && self.told.insert(format!("{spelt}' ")) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read `{spelt}'(...)` as a product; a function of that name is told by writing its argument, {spelt}(x)")
            });
        }
        is_factor
    }

    /// A name with its primes, where they are no derivative: `x_prime`.
    pub fn primed_name(&mut self, name: u32) -> Span {
        let info = self.info(name);
        let base = format!("{}{}", self.spelt(info.base), "_prime".repeat(info.primes as usize));
        let (subscript, label) = (self.spelt(info.subscript).to_string(), self.spelt(info.label).to_string());
        self.sentence.name(&base, &subscript, &label, 0, 0, info.is_word).spelt
    }

    /// `(x^2)'`: the derivative by the one variable in the bracket.
    pub fn primed_bracket(&mut self, operand: NodeId, order: u32) -> Result<NodeId, Error> {
        self.require_value(operand)?;
        let span = self.tree.node(operand).span;
        if let Kind::Power(base, exponent) = self.tree.node(operand).kind
            && DEPENDENT.contains(&&*self.plain_name(base))
            && matches!(self.tree.node(exponent).kind, Kind::Negate(_))
        {
            if let Some(done) = self.primed_inverse(base, order)? {
                return Ok(done);
            }
            let what = format!("whether this is the inverse function of {} or its reciprocal is not said", self.plain_name(base));
            let hint = Some("give the inverse function a name".into());
            return Err(Error::Unsupported { span: Some(span.range()), what, hint });
        }
        let inside = |node: &crate::syntax::tree::Node| match node.kind {
            Kind::Name(name) if node.span.start >= span.start && node.span.end <= span.end => Some(name),
            _ => None,
        };
        let mut names: Vec<String> = self.tree.nodes().iter().filter_map(inside).map(|name| self.spelt(name).to_string()).collect();
        names.retain(|name| !matches!(name.as_str(), "e" | "pi"));
        names.sort();
        names.dedup();
        let whole = span.to(self.span());
        let indexed = self.index_behind(self.at + 1);
        let told = self.told_variable.remove(&self.mate(self.at - 1));
        let beside = if indexed.is_none() { self.variable_beside(self.mate(self.at - 1)) } else { None };
        let told = told.filter(|told| indexed.is_some() || beside.is_some() || !names.contains(&self.plain_name(*told)));
        if let Some((by, dependent)) = beside {
            self.scan.differentiated.extend(dependent.into_iter().map(|name| (name, by.clone())));
        }
        let variable = match told {
            Some(variable) => {
                self.depend(operand, variable, false, &[])?;
                variable
            }
            None => {
                let place =
                    if matches!(self.kind_at(self.at - 1), Word::Close(_)) { self.place_behind(self.mate(self.at - 1)) } else { None };
                let chosen = place.map_or_else(|| self.variable_of(&names), Ok)?;
                self.spell_node(&chosen, whole)
            }
        };
        let chosen = self.plain_name(variable);
        self.at += 1;
        if self.index_behind(self.at).as_ref() == Some(&chosen) {
            self.at = self.mate(self.at + 1) + 1;
        }
        if self.kind() == Word::Open(Bracket::Round)
            && let Some(place) = self.only_argument(self.at).filter(|place| place.split('_').next() == Some(&*chosen) && *place != chosen)
        {
            note::add(&mut self.sentence.notes, whole, || {
                format!("read the prime behind the bracket as the derivative by {chosen}, taken at {place}")
            });
            let place = self.spell_node(&place, self.span_at(self.at + 1));
            self.at += 3;
            let node = self.tree.push(Kind::Derivative(operand, variable, order), whole);
            let children = self.tree.push_children(&[(variable, false), (place, false)]);
            return Ok(self.tree.push(Kind::Evaluated(node, children), whole));
        }
        if self.kind() == Word::Open(Bracket::Round) {
            if self.only_argument(self.at).as_ref() != Some(&chosen) {
                return Err(Error::Unsupported {
                    span: Some(self.span().range()),
                    what: "whether this is a factor, or where the derivative before it is taken, is not said".into(),
                    hint: Some("write a factor with \\cdot, and a value at a point as \\left.(...)'\\right|_{x=a}".into()),
                });
            }
            self.at += 3;
        }
        note::add(&mut self.sentence.notes, whole, || format!("read the prime behind the bracket as the derivative by {chosen}"));
        Ok(self.tree.push(Kind::Derivative(operand, variable, order), whole))
    }

    /// `(f+g)'(x)`: the variable stands behind a bracket that is differentiated, or it is what the question is about. It is
    /// made before what is in the bracket, as children are.
    pub fn tell_variable(&mut self) {
        let mate = self.mate(self.at);
        if !matches!(self.kind_at(mate + 1), Word::Primes(_)) {
            return;
        }
        let declared = || self.declared.iter().next().filter(|_| self.declared.len() == 1).cloned();
        // (uv)': functions alone are those of x.
        let of_functions = || self.holds_functions(mate).then(|| "x".to_string());
        // (\tan x)'(x_0) is by x, and taken at x_0.
        let place = self.place_behind(self.at);
        if place.is_some() {
            return;
        }
        let indexed = self.index_behind(mate + 2);
        let beside = || self.variable_beside(self.at).map(|(variable, _)| variable);
        if let Some(name) = indexed.or_else(|| self.only_argument(mate + 2)).or_else(declared).or_else(of_functions).or_else(beside) {
            let variable = self.spell_node(&name, self.span_at(mate + 1));
            self.told_variable.insert(self.at, variable);
        }
    }

    /// `(x^3)'_x`: the single name in an index behind a prime.
    fn index_behind(&self, at: usize) -> Option<String> {
        match (self.kind_at(at), self.kind_at(at + 1), self.kind_at(at + 2), self.kind_at(at + 3)) {
            (Word::Subscript, Word::BraceOpen, Word::Name(name), Word::BraceClose) => Some(self.spelt(self.info(name).spelt).to_string()),
            _ => None,
        }
    }

    /// The variable of a bracket with primes whose derivative is taken at a place, `(x^2)'(x_0)`: a letter in it of which the
    /// argument behind is a value.
    fn place_behind(&self, open: usize) -> Option<String> {
        let mate = self.mate(open);
        let place = self.only_argument(mate + 2)?;
        let letter = place.split('_').next()?;
        if letter == place || mate - open > MOST_FACTORS {
            return None;
        }
        let stands = |at: usize| match (self.kind_at(at), self.kind_at(at + 1)) {
            (Word::Name(name), next) => self.spelt(self.info(name).spelt) == letter && !matches!(next, Word::Open(_)),
            _ => false,
        };
        (open + 1..mate).any(stands).then(|| letter.to_string())
    }

    /// `(x^2y)'`, `(e^{2t}u)'`: the x or t in a bracket, and the letters beside it that depend on it.
    fn variable_beside(&self, open: usize) -> Option<(String, Vec<String>)> {
        let mate = self.mate(open);
        let (mut variable, mut found) = (None, Vec::new());
        if mate - open > MOST_FACTORS {
            return None;
        }
        for at in open + 1..mate {
            let Word::Name(name) = self.kind_at(at) else { continue };
            let info = self.info(name);
            let spelt = self.spelt(info.spelt);
            let is_value = self.scan.defined.contains(spelt) || self.scan.functions.contains(spelt) || self.declared.contains(spelt);
            match self.spelt(info.base) {
                _ if info.primes + info.dots > 0 => return None,
                "x" | "t" if spelt.len() == 1 && variable.is_none_or(|other| other == spelt) => variable = Some(spelt),
                "x" | "t" => return None,
                "y" | "u" | "v" | "w" | "f" | "g" | "h" if !is_value && !matches!(self.kind_at(at + 1), Word::Open(_)) => {
                    found.push(spelt.to_string());
                }
                _ => {}
            }
        }
        variable.filter(|_| !found.is_empty()).map(|variable| (variable.to_string(), found))
    }

    /// Whether a bracket that ends at a word holds names of functions, without arguments, and beside them only constants.
    fn holds_functions(&self, mate: usize) -> bool {
        let (mut found, mut has_factor, mut are_usual) = (false, false, true);
        // (\frac{1}{1-z})' is by z, where nothing else is a function.
        let mut are_places = true;
        if mate - self.at > MOST_FACTORS {
            return false;
        }
        for at in self.at + 1..mate {
            match (self.kind_at(at), self.kind_at(at + 1)) {
                (Word::Name(_), Word::Open(_)) => return false,
                // The numbers e and pi.
                (Word::Name(name), _) if matches!(self.spelt(self.info(name).spelt), "e" | "pi") => {}
                (Word::Name(name), _) => {
                    let info = self.info(name);
                    let spelt = self.spelt(info.spelt);
                    let is_value = self.scan.defined.contains(spelt) || self.scan.functions.contains(spelt);
                    // (\lambda f)'
                    let is_factor = CONSTANT.contains(&spelt) || matches!(spelt, "alpha" | "beta" | "lambda" | "mu");
                    if is_factor && !is_value && info.primes + info.dots == 0 {
                        has_factor = true;
                        continue;
                    }
                    are_usual &= is_function_letter(self.spelt(info.base)) || matches!(spelt, "u" | "v");
                    if is_value || info.primes + info.dots > 0 || !DEPENDENT.contains(&self.spelt(info.base)) {
                        return false;
                    }
                    found = true;
                    are_places &= matches!(spelt, "z" | "w");
                }
                _ => {}
            }
        }
        found && !are_places && (are_usual || !has_factor)
    }

    /// The single name in a bracket.
    fn only_argument(&self, open: usize) -> Option<String> {
        match crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open)?[..] {
            [only] => Some(self.spelt(self.info(only).spelt).to_string()),
            _ => None,
        }
    }

    /// The variable among the names in a bracket with a prime.
    fn variable_of(&self, names: &[String]) -> Result<String, Error> {
        Ok(match names {
            [only] => only.clone(),
            // Of numbers alone, (\ln 2)', beside what is differentiated by x.
            [] if self.declared.is_empty() && self.sentence.names.iter().any(|name| self.spelt(name.spelt) == "x") => "x".to_string(),
            several if several.iter().any(|name| name == "x") && self.declared.is_empty() => "x".to_string(),
            several => match several.iter().find(|name| self.declared.contains(*name)).or_else(|| only_running(several)) {
                Some(chosen) => chosen.clone(),
                None => {
                    return Err(Error::Unsupported {
                        span: Some(self.span().range()),
                        what: "it is not said by which variable this is differentiated".into(),
                        hint: Some("write \\frac{d}{dx}(...)".into()),
                    });
                }
            },
        })
    }

    /// A letter with a prime is a name of its own only where nothing is differentiated: in the question for a derivative, y'
    /// is more likely that of y.
    pub fn check_primed(&self) -> Result<(), Error> {
        if self.declared.is_empty() || self.primed.is_empty() {
            return Ok(());
        }
        for (at, node) in self.tree.nodes().iter().enumerate() {
            let Some((base, _)) = self.primed.get(&NodeId(at as u32)) else { continue };
            let (base, name) = (self.spelt(*base), self.plain_name(NodeId(at as u32)));
            let letter = base.split('_').next().unwrap_or_default();
            if DEPENDENT.contains(&letter) && !self.declared.contains(base) && !self.declared.contains(&name) {
                return Err(Error::Unsupported {
                    span: Some(node.span.range()),
                    what: format!("it is not said by which variable {base} is differentiated"),
                    hint: Some(format!(
                        "write {base}'(x) or \\frac{{d{base}}}{{dx}}; a letter with a prime that is a variable is declared as {name}"
                    )),
                });
            }
        }
        Ok(())
    }
}

/// The one name among several that usually is a variable, beside constants.
fn only_running(names: &[String]) -> Option<&String> {
    let mut running = names.iter().filter(|name| matches!(name.as_str(), "x" | "y" | "z" | "t" | "r" | "s" | "u" | "v" | "w" | "theta"));
    let are_constant = names.iter().all(|name| {
        matches!(name.as_str(), "x" | "y" | "z" | "t" | "r" | "s" | "u" | "v" | "w" | "theta")
            || CONSTANT.contains(&name.as_str())
            || matches!(name.as_str(), "alpha" | "beta" | "lambda" | "p")
    });
    running.next().filter(|_| are_constant && running.next().is_none())
}
