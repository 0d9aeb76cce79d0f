//! What is told of a name before a bracket that may be a factor or a function.

use super::Parser;
use crate::syntax::latex::sentence::letters::CONSTANT;
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::Span;

/// Letters that change with time, before a bracket with a delay in it.
const DELAYED: [&str; 10] = ["u", "x", "y", "z", "n", "N", "p", "q", "P", "Q"];

impl Parser<'_> {
    /// `u(t-\tau)`, `u(x+h)-u(x-h)`: a letter before a time and a delay, or before two shifts, is a function, told once.
    pub fn note_delay(&mut self, name: u32) {
        let spelt = self.spelt(self.info(name).spelt);
        let is_guess = self.is_delayed(name, self.at + 1) || self.scan.applied.contains(spelt);
        if self.scan.called.contains_key(spelt) || self.is_function_letter(name) || !is_guess || !self.told.insert(spelt.to_string()) {
            return;
        }
        let (spelt, span) = (self.spelt(self.info(name).spelt).to_string(), self.span());
        self.tell_function(&spelt, span);
    }

    /// `k(x)`, `\\lambda(A)`: letters that are usually constants are told where they are read as functions.
    pub fn note_constant(&mut self, name: u32, open: usize) {
        let (info, span) = (self.info(name), self.span());
        let spelt = self.spelt(info.spelt);
        let is_usual = CONSTANT.contains(&self.spelt(info.base)) || matches!(self.spelt(info.base), "alpha" | "kappa" | "lambda" | "omega");
        if !is_usual || self.scan.functions.contains(spelt) || self.told.contains(spelt) || info.primes > 0 || self.bracket_has_comma(open)
        {
            return;
        }
        let spelt = spelt.to_string();
        if self.told.insert(format!("{spelt}()")) {
            self.tell_function(&spelt, span);
        }
    }

    fn tell_function(&mut self, spelt: &str, span: Span) {
        note::add(&mut self.sentence.notes, span, || {
            format!(
                "read `{spelt}(...)` as a function of what is in the bracket; for a product write {spelt}\\cdot, or declare {spelt} a variable"
            )
        });
    }

    /// `\sigma(y-x)`, `\Phi(r)`: a letter that is a known function may be a factor, or a function of the author's.
    pub fn note_known_letter(&mut self, name: u32, open: usize) {
        if self.letter_function(name, open).is_none() || self.info(name).primes > 0 {
            return;
        }
        let spelt = self.spelt(self.info(name).spelt);
        let words = [1, 2, 3].map(|offset| self.kind_at(open + offset));
        let argument = |word: Word| match word {
            Word::Name(name) => self.spelt(self.info(name).spelt),
            _ => "",
        };
        let (message, is_doubtful) = match spelt {
            "sigma" => {
                let is_difference = matches!(words, [Word::Name(_), Word::Minus, Word::Name(_)]) && self.mate(open) == open + 4;
                let message = "read `sigma(...)` as the logistic function; write \\sigma\\cdot for a factor, or declare sigma a variable";
                (message, is_difference && !self.scan.called.contains_key("sigma"))
            }
            "Phi" => {
                let is_place = matches!(argument(words[0]), "r" | "t" | "theta" | "phi" | "rho") && self.mate(open) == open + 2;
                ("read `Phi(...)` as the normal distribution; another function is told by defining it, Phi(r) = ...", is_place)
            }
            _ => return,
        };
        if is_doubtful && self.told.insert(message.into()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || message.into());
        }
    }

    /// `\hat p(\hat x\psi)`: a letter that functions seldom have, before a product in brackets, may be a factor.
    pub fn note_called_product(&mut self, name: u32, open: usize) {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt);
        let is_known = self.scan.functions.contains(spelt)
            || self.scan.called.contains_key(spelt)
            || self.letter_function(name, open).is_some()
            || self.is_function_letter(name)
            || crate::syntax::latex::sentence::letters::DEPENDENT.contains(&self.spelt(info.base))
            || info.is_word
            || info.primes > 0;
        let first_two = (self.kind_at(open + 1), self.kind_at(open + 2));
        // p_i(\sum_k y_k)
        let is_product =
            matches!(first_two, (Word::Name(_) | Word::Number(_), Word::Name(_)) | (Word::Bound(_), _)) && !self.bracket_has_comma(open);
        let spelt = spelt.to_string();
        if !is_known && is_product && self.told.insert(spelt.clone()) {
            let span = self.span();
            self.tell_function(&spelt, span);
        }
    }

    /// `\frac{d v}{\nu}`: a d with a space behind it may be that of a differential.
    pub fn note_factor_d(&mut self, name: u32) {
        let begins = self.at == 0 || matches!(self.kind_at(self.at - 1), Word::BraceOpen | Word::Open(_) | Word::Plus | Word::Minus);
        let is_alone = self.info(name).is_d && begins && matches!(self.kind_at(self.at + 1), Word::Name(_));
        let is_joined = crate::syntax::latex::sentence::scan::is_joined(&self.sentence, self.at);
        if is_alone && !is_joined && !self.declared.contains("d") && self.told.insert("d ".into()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                "read d as a factor, for a space stands behind it; a differential has none".into()
            });
        }
    }

    /// `f_m'(1-x^2) + xf_m`: where the letter stands without a bracket as well, what is in the bracket may be a factor.
    pub fn note_primed_call(&mut self, name: u32) {
        let spelt = self.spelt(self.info(name).spelt).to_string();
        let is_told = self.scan.functions.contains(&spelt) || self.scan.called.contains_key(&spelt);
        if !is_told && self.scan.alone.contains(&spelt) && self.is_sum(self.at + 1) && self.told.insert(format!("{spelt}' ")) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read `{spelt}'(...)` as a value of the derivative; for a product write {spelt}'\\cdot")
            });
        }
    }

    /// `cl(F)`: letters that stand side by side before a bracket may be one name.
    pub fn note_joined(&mut self, name: u32) {
        let (info, span) = (self.info(name), self.span());
        let spelt = self.spelt(info.spelt);
        let is_known = self.scan.functions.contains(spelt) || self.is_function_letter(name) || info.is_word || spelt.len() > 1;
        let Some(before) =
            self.at.checked_sub(1).filter(|at| !is_known && crate::syntax::latex::sentence::scan::is_joined(&self.sentence, *at))
        else {
            return;
        };
        let Word::Name(first) = self.kind_at(before) else { return };
        let (first, spelt) = (self.spelt(self.info(first).spelt).to_string(), spelt.to_string());
        let is_usual = crate::syntax::latex::sentence::letters::DEPENDENT.contains(&&*spelt) || DELAYED.contains(&&*spelt);
        // Two letters of which one has an index, is Greek, or is that of a differential make no word, nor does one letter twice.
        let may_be_word = first.len() == 1 && first != spelt && first != "d" && spelt != "d";
        if is_usual || !may_be_word || !self.told.insert(format!("{first}{spelt}(")) {
            return;
        }
        note::add(&mut self.sentence.notes, span, || {
            format!("read `{first}{spelt}(...)` as {first} times a function {spelt}; one name is written \\operatorname{{{first}{spelt}}}")
        });
    }

    /// Whether a bracket holds t-\tau behind a letter that changes with time.
    pub fn is_delayed(&self, name: u32, open: usize) -> bool {
        let spelt = |at: usize| match self.kind_at(at) {
            Word::Name(name) => self.spelt(self.info(name).spelt),
            _ => "",
        };
        let (first, sign, last) = (spelt(open + 1), self.kind_at(open + 2), spelt(open + 3));
        let is_short = self.mate(open) == open + 4 && matches!(sign, Word::Plus | Word::Minus);
        let base = self.spelt(self.info(name).base);
        // u(x+\Delta x), x(t+h)
        if is_short && !first.is_empty() && last.strip_prefix("Delta_") == Some(first) {
            return true;
        }
        let is_moving = DELAYED.contains(&base) || crate::syntax::latex::sentence::letters::DEPENDENT.contains(&base);
        let is_step = is_short && last == "h" && matches!(first, "t" | "x");
        if is_moving && base != first && is_step {
            return true;
        }
        self.mate(open) == open + 4
            && (spelt(open + 1), self.kind_at(open + 2)) == ("t", Word::Minus)
            && (spelt(open + 3).starts_with("tau") || matches!(spelt(open + 3), "theta" | "d" | "T" | "h" | "L" | "t_0" | "t_d"))
            && DELAYED.contains(&self.spelt(self.info(name).base))
    }

    /// A letter before a bracket that is read as a factor is told, once for each letter.
    pub fn note_product(&mut self, name: u32) {
        let (info, span) = (self.info(name), self.span());
        let spelt = self.spelt(info.spelt).to_string();
        // \pi(x) may be a policy, or a profit.
        let is_constant =
            spelt == "e" || (spelt == "pi" && crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, self.at + 1).is_none());
        if !is_constant && !self.declared.contains(&spelt) && self.told.insert(spelt.clone()) {
            let argument = if spelt == "x" { "t" } else { "x" };
            let message =
                format!("read `{spelt}(...)` as a product; a function of that name is told by defining it, {spelt}({argument}) = ...");
            note::add(&mut self.sentence.notes, span, || message);
        }
    }

    /// `S\left(\frac{d}{d'}\right)`, `\delta(x-a)`: a letter before a bracket around a fraction, and δ, may be a factor.
    pub fn note_call(&mut self, name: u32, open: usize) {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt).to_string();
        let top = self.mate(open + 2) + 1;
        let is_fraction = self.kind_at(open + 1) == Word::Fraction && self.mate(top) + 1 == self.mate(open);
        // G(\epsilon M)^2 may be a product.
        let is_power = matches!(&*spelt, "g" | "h" | "F" | "G" | "H")
            && self.kind_at(self.mate(open) + 1) == Word::Power
            && crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_none();
        // \frac{f(v+v_o)}{v-v_s}: f may be a frequency before what is no place and no time.
        let is_place = |word: &crate::syntax::latex::words::Word| match word.kind {
            Word::Name(name) => {
                matches!(self.spelt(self.info(name).base), "t" | "u" | "x" | "y" | "z" | "r" | "s" | "w" | "theta" | "tau" | "a")
            }
            _ => false,
        };
        let is_of_others = matches!(&*spelt, "f" | "F")
            && self.is_sum(open)
            && self.mate(open) - open < 16
            && !self.sentence.words[open..self.mate(open)].iter().any(is_place);
        let is_doubtful =
            is_fraction || is_power || is_of_others || (matches!(&*spelt, "delta" | "Theta" | "g" | "h" | "G" | "H") && self.is_sum(open));
        let is_own = self.scan.functions.contains(&spelt) || self.scan.called.contains_key(&spelt) || info.is_word;
        if is_doubtful && !is_own && self.letter_function(name, open).is_none() && self.told.insert(spelt.clone()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read `{spelt}(...)` as a value of a function; write {spelt}\\cdot for a factor")
            });
        }
    }
}
