//! Names that may mean more than a variable or a function: indices that are summed over, differentials, operators,
//! expectations. What cannot be told from a product is told, and what would be a wrong one is refused.

use super::Parser;
use super::entry::Entry;
use crate::error::Error;
use crate::syntax::latex::words::above::STEPPING;
use crate::syntax::latex::words::commands::MATRIX;
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;

/// So many letters above a name may count its components.
const MOST_INDICES: usize = 4;

impl Parser<'_> {
    /// `V^\pi(s)`, `u^B(x, y)`: what stands above a function may tell it from others, and is then no power.
    pub fn reject_raised(&self, name: u32) -> Result<(), Error> {
        if !matches!(self.kind_at(self.at + 1), Word::Power) || self.kind() != Word::Name(name) {
            return Ok(());
        }
        let (exponent, mate) = (self.at + 3, self.mate(self.at + 2));
        let open = mate + 1;
        let is_number = mate == exponent + 1 && matches!(self.kind_at(exponent), Word::Number(_));
        let has_comma = self.kind_at(open) == Word::Open(Bracket::Round) && self.bracket_has_comma(open);
        let is_named = !is_number && self.kind_at(open) == Word::Open(Bracket::Round);
        // \hat L^i(A(S)): what begins with a value is no factor of a power.
        let is_letter = mate == exponent + 1 && matches!(self.kind_at(exponent), Word::Name(_));
        let is_value =
            is_letter && matches!(self.kind_at(open + 1), Word::Name(_)) && matches!(self.kind_at(open + 2), Word::Open(Bracket::Round));
        let is_inverse = self.is_minus_one(self.at + 2) && self.kind_at(open) == Word::Open(Bracket::Round) && !self.is_sum(open);
        let is_argument = has_comma
            || is_inverse
            || (is_named && is_value)
            || (is_named && crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some());
        if !is_argument || !self.is_call(name, open)? {
            return Ok(());
        }
        if is_inverse {
            return Err(self.inverse_of_unknown(name));
        }
        let spelt = self.spelt(self.info(name).spelt);
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(mate)).range()),
            what: format!("whether this is a power of {spelt}, or a function with a mark above it, is not said"),
            hint: Some(format!("write a power behind the bracket, {spelt}(x)^n, and a mark as an index, {spelt}_n(x)")),
        })
    }

    /// `p^\mu p_\mu`, `\sigma_{ab}\sigma^{ab}`: what counts components above one name and below another is summed over.
    pub fn reject_summed(&mut self, name: u32) -> Result<(), Error> {
        let (Word::Power, Word::BraceOpen) = (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) else { return Ok(()) };
        let mate = self.mate(self.at + 2);
        let letters: Option<Vec<&str>> = (self.at + 3..mate)
            .take(MOST_INDICES + 1)
            .map(|at| match self.kind_at(at) {
                Word::Name(index) => Some(self.spelt(self.info(index).spelt)),
                _ => None,
            })
            .collect();
        let Some(letters) = letters.filter(|letters| (1..=MOST_INDICES).contains(&letters.len())) else { return Ok(()) };
        let joined = letters.concat();
        let are_greek = letters.iter().all(|letter| letter.len() > 1 && crate::letters::greek_letter(letter).is_some());
        let counts = |word: &crate::syntax::latex::words::Word| match word.kind {
            Word::Name(other) if letters.len() > 1 => self.spelt(self.info(other).subscript).replace('_', "") == joined,
            Word::Name(other) => self.spelt(self.info(other).subscript).split('_').any(|part| part == joined),
            _ => false,
        };
        let may_count = letters.len() > 1 || matches!(letters[0], "mu" | "nu" | "rho" | "sigma" | "lambda");
        let is_known = letters.iter().any(|letter| self.declared.contains(*letter));
        if may_count && !is_known && self.sentence.words.iter().any(counts) {
            let index = letters.join(" ");
            return Err(Error::Unsupported {
                span: Some(self.span().to(self.span_at(mate)).range()),
                what: format!(
                    "{index} above {} and below another name is summed over: such sums are not read",
                    self.spelt(self.info(name).spelt)
                ),
                hint: Some("write the sum with its components: \\sum_{i=0}^{3} p_i q_i".into()),
            });
        }
        if letters.len() > 1 && are_greek {
            let (letters, span) = (letters.join(" "), self.span_at(self.at + 3).to(self.span_at(mate - 1)));
            note::add(&mut self.sentence.notes, span, || {
                format!("read {letters} as a product in an exponent; where they count components, write them as an index")
            });
        }
        Ok(())
    }

    /// `g^0`, `p^\mu`, `u_i^{n+1}`: what stands above a name may count components or steps.
    pub fn note_mark(&mut self, name: u32) {
        if !matches!(self.kind_at(self.at + 1), Word::Power) {
            return;
        }
        let (open, close) = (self.at + 2, self.mate(self.at + 2));
        let letter = |word: Word| match word {
            Word::Name(name) => Some(self.spelt(self.info(name).spelt)),
            _ => None,
        };
        let inside: Vec<Word> = (open + 1..close).take(4).map(|at| self.kind_at(at)).collect();
        let is_mark = match inside[..] {
            [Word::Number(digits)] => matches!(self.spelt(digits), "0" | "1"),
            // u^n beside t_n
            [word] if matches!(letter(word), Some("n" | "k")) => {
                let step = letter(word).unwrap_or_default();
                let is_time = |other: &crate::syntax::latex::words::Name| {
                    self.spelt(other.base) == "t" && self.spelt(other.subscript).split('_').next() == Some(step)
                };
                self.sentence.names.iter().any(is_time)
            }
            [word] => matches!(letter(word), Some("mu" | "nu")),
            [word, Word::Plus | Word::Minus, Word::Number(_)] => {
                let base = letter(self.kind()).unwrap_or_default();
                match letter(word) {
                    Some("t") => base.contains('_') || STEPPING.contains(&base),
                    // a^{L-1}, \beta^{\ell-1}: the number of a layer, or of a time.
                    Some("L" | "ell") => true,
                    Some("N") => base.contains('_'),
                    Some(step @ ("k" | "l" | "n")) => (base.contains('_') && inside[1] == Word::Plus) || self.steps_beside(base, step),
                    _ => false,
                }
            }
            _ => false,
        };
        if is_mark {
            let spelt = self.spelt(self.info(name).spelt).to_string();
            let span = self.span_at(open + 1).to(self.span_at(close - 1));
            note::add(&mut self.sentence.notes, span, || {
                format!("read what stands above {spelt} as its power; where it counts components or steps, write it as an index")
            });
        }
    }

    /// `u^{n+1}-u^n`: whether the same letter has the step itself above it as well, and is added to that or subtracted from it.
    fn steps_beside(&self, base: &str, step: &str) -> bool {
        let is_step = |at: usize| {
            let is_base = matches!(self.kind_at(at), Word::Name(name) if self.spelt(self.info(name).spelt) == base);
            let is_above = matches!(self.kind_at(at + 3), Word::Name(name) if self.spelt(self.info(name).spelt) == step);
            is_base && self.kind_at(at + 1) == Word::Power && is_above && self.kind_at(at + 4) == Word::BraceClose
        };
        let joins = |at: usize| matches!(self.kind_at(at), Word::Minus | Word::Plus);
        (0..self.end).any(|at| is_step(at) && ((at > 0 && joins(at - 1)) || joins(at + 5)))
    }

    /// `y^{(4)}-y`: a number in brackets above a letter for functions may be the order of a derivative.
    pub fn note_lone_order(&mut self, name: u32) {
        let info = self.info(name);
        let label = self.spelt(info.label).to_string();
        let base = self.spelt(info.base).to_string();
        let is_order = label.parse::<u32>().is_ok_and(|order| order > 2) && !info.in_square && info.subscript.range().is_empty();
        let is_function = matches!(&*base, "f" | "g" | "y" | "u");
        if is_order && is_function && self.scan.alone.contains(&base) && self.told.insert(format!("{base}({label})")) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read ({label}) above {base} as a label; for a derivative write {base}^{{({label})}}(x)")
            });
        }
    }

    /// `\psi^*(x)`: the conjugate of a wave function is a function of its own here, where nothing is complex.
    pub fn note_conjugate(&mut self, name: u32) {
        let spelt = self.spelt(self.info(name).spelt).to_string();
        let is_wave = matches!(self.spelt(self.info(name).base), "phi_star" | "psi_star" | "chi_star" | "Phi_star" | "Psi_star");
        if is_wave && !self.scan.functions.contains(&spelt) && self.told.insert(spelt.clone()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read {spelt} as a name of its own: everything here is real, and complex conjugates are not read")
            });
        }
    }

    /// `f^0(x)`, `T^1(A)`: nobody writes these powers of a value, so that the number is a mark, or the name that of a space.
    pub fn reject_numbered(&self, name: u32) -> Result<(), Error> {
        let is_mark = matches!(self.kind_at(self.at + 3), Word::Number(digits) if matches!(self.spelt(digits), "0" | "1"))
            && self.mate(self.at + 2) == self.at + 4;
        if !is_mark {
            return Ok(());
        }
        let spelt = self.spelt(self.info(name).spelt);
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.at + 4)).range()),
            what: format!("what the number above {spelt} means is not said: no power of a value is written so"),
            hint: Some(format!("write a mark as an index, {spelt}_1(x), or in brackets, {spelt}^{{(1)}}(x)")),
        })
    }

    /// `\partial_\mu\phi\,\partial_\mu\phi`, `(\partial_\mu\phi)^2`: a Greek index twice in one term counts components, and is summed
    /// over.
    pub fn reject_summed_operator(&self, variables: &[crate::syntax::latex::sentence::leibniz::Variable], at: usize) -> Result<(), Error> {
        let [only] = variables else { return Ok(()) };
        let letter = self.spelt(self.info(only.name).spelt);
        let is_squared = || match self.stack.last() {
            Some(Entry::Group { open }) if *open + 1 == at => self.kind_at(self.mate(*open) + 1) == Word::Power,
            _ => false,
        };
        if self.declared.contains(letter) || !crate::syntax::latex::sentence::scan::COUNTING.contains(&letter) {
            return Ok(());
        }
        // \partial_\mu j^\mu
        let is_raised = || {
            (0..self.end).any(|at| {
                let stands =
                    |inner: usize| matches!(self.kind_at(inner), Word::Name(index) if self.spelt(self.info(index).spelt) == letter);
                (self.kind_at(at), self.kind_at(at + 1)) == (Word::Power, Word::BraceOpen)
                    && (at + 2..self.mate(at + 1)).take(MOST_INDICES).any(stands)
            })
        };
        if !self.scan.summed.contains(letter) && !is_squared() && !is_raised() {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span_at(at).to(self.span_at(self.at - 1)).range()),
            what: format!("{letter} stands twice in a term and is summed over: such sums are not read"),
            hint: Some("write the sum with its components".into()),
        })
    }

    /// `(uv)^{(n)}`, `\left(x^2e^x\right)^{(20)}`: a letter or a whole number in brackets above a bracket is more likely the order of a
    /// derivative than a power.
    pub fn reject_bracketed_order(&self) -> Result<(), Error> {
        let open = self.at + 2;
        let is_order = match self.kind_at(open + 1) {
            Word::Name(name) => matches!(self.spelt(self.info(name).spelt), "n" | "k" | "m" | "p" | "r" | "i" | "j"),
            Word::Number(digits) => !self.spelt(digits).contains('.'),
            _ => false,
        };
        let is_bracketed = self.kind_at(open) == Word::Open(Bracket::Round)
            && self.mate(open) == open + 2
            && self.kind_at(open + 3) == Word::BraceClose
            && matches!(self.kind_at(self.at - 1), Word::Close(Bracket::Round | Bracket::Square) | Word::BraceClose);
        if !is_order || !is_bracketed {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(open + 3)).range()),
            what: "whether this is a power or the order of a derivative is not said".into(),
            hint: Some("write a power without brackets, and a derivative as \\frac{d^n}{dx^n}".into()),
        })
    }

    /// `f'(A)[\delta A]`: a derivative as a linear map, before what it is applied to.
    pub fn reject_map(&self, span: crate::syntax::tree::Span) -> Result<(), Error> {
        let (open, before) = (self.at, self.at - 1);
        if self.kind() != Word::Open(Bracket::Square) || self.kind_at(before) != Word::Close(Bracket::Round) {
            return Ok(());
        }
        let function = self.mate(before).checked_sub(1).map(|at| self.kind_at(at));
        let is_derivative = matches!(function, Some(Word::Name(name)) if self.info(name).primes > 0);
        let inner: Vec<Word> = (open + 1..self.mate(open)).take(3).map(|at| self.kind_at(at)).collect();
        let is_direction = match inner[..] {
            [Word::Name(name)] => {
                matches!(self.spelt(self.info(name).base), "h" | "v" | "w" | "u" | "H") || self.spelt(self.info(name).base).contains('_')
            }
            [Word::Name(sign), Word::Name(_)] => matches!(self.spelt(self.info(sign).spelt), "delta" | "d"),
            _ => false,
        };
        if !is_derivative || !is_direction {
            return Ok(());
        }
        let what = "a derivative as a linear map is not read".into();
        let hint = Some("write a product in round brackets, or with \\cdot".into());
        Err(Error::Unsupported { span: Some(span.to(self.span_at(self.mate(open))).range()), what, hint })
    }

    /// `\{x\}` and `[x]` around a name alone may be the fractional and the whole part of it, or a set.
    pub fn doubt_bracket(&mut self, bracket: Bracket) -> Result<(), Error> {
        let (open, close) = (self.at, self.mate(self.at));
        let Word::Name(name) = self.kind_at(open + 1) else { return Ok(()) };
        let in_set = matches!(self.stack.last(), Some(Entry::Elements(_)));
        if close != open + 2 || in_set || !matches!(bracket, Bracket::Square | Bracket::Curly) {
            return Ok(());
        }
        let span = self.span().to(self.span_at(close));
        if bracket == Bracket::Curly {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: "whether this is a set, a sequence or the fractional part of a number is not said".into(),
                hint: Some("write x-\\lfloor x\\rfloor for the fractional part, and leave the braces out for the number itself".into()),
            });
        }
        let spelt = self.spelt(self.info(name).spelt).to_string();
        if matches!(self.kind_at(open.wrapping_sub(1)), Word::Name(_)) || !self.told.insert(format!("[{spelt}]")) {
            return Ok(());
        }
        note::add(&mut self.sentence.notes, span, || {
            format!("read [{spelt}] as {spelt}; its whole part is written \\lfloor {spelt}\\rfloor")
        });
        Ok(())
    }

    /// `\delta x` may be one quantity, a small change of x.
    fn is_variation(&self, name: u32) -> bool {
        let spelt = self.spelt(self.info(name).spelt);
        let is_known = self.declared.contains(spelt) || self.scan.defined.contains(spelt);
        spelt == "delta" && !is_known && matches!(self.kind_at(self.at + 1), Word::Name(_))
    }

    pub fn note_variation(&mut self, name: u32) {
        if self.is_variation(name) && self.told.insert("delta".into()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                "read delta as a factor; where it makes a change of the letter behind it, give that a name of its own".into()
            });
        }
    }

    /// `u_t`, `f_x` may be meant as derivatives.
    pub fn note_subscript(&mut self, name: u32) {
        let Some(letters) = crate::syntax::latex::sentence::scan::subscripted_partial(&self.sentence, name).map(str::to_string) else {
            return;
        };
        let spelt = self.spelt(self.info(name).spelt).to_string();
        let is_own = self.declared.contains(&spelt) || self.scan.defined.contains(&spelt);
        if !is_own && self.told.insert(spelt.clone()) {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read {spelt} as a name of its own; a derivative is written \\partial_{{{letters}}}")
            });
        }
    }

    /// What is written here; nothing where a macro's preamble has it.
    fn written(&self) -> &str {
        self.text.get(self.span().range()).unwrap_or_default()
    }

    /// A lone i may be meant as the imaginary unit; everything here is real.
    pub fn note_imaginary(&mut self, name: u32) {
        let (letter, span) = (self.spelt(self.info(name).spelt), self.span());
        if letter == "e" {
            let is_factor = !matches!(self.kind_at(self.at + 1), Word::Power)
                || (self.mate(self.at + 2) == self.at + 4
                    && matches!(self.kind_at(self.at + 3), Word::Number(digits) if !self.spelt(digits).contains('.')));
            let is_upright = !self.written().starts_with('e');
            if is_factor && !is_upright && !self.declared.contains("e") && self.told.insert("e".into()) {
                note::add(&mut self.sentence.notes, span, || {
                    "read e as the number 2.718..; where it is a variable, assume something of it: e > 0".into()
                });
            }
            return;
        }
        let is_known = || self.declared.contains("i") || self.scan.defined.contains("i") || self.scan.bound.contains("i");
        let counts =
            |name: &crate::syntax::latex::words::Name| self.sentence.spelling(name.subscript).split('_').any(|part| part.contains('i'));
        if letter == "i" && !is_known() && !self.sentence.names.iter().any(counts) && self.told.insert("i".into()) {
            note::add(&mut self.sentence.notes, span, || "read i as a variable like any other: everything here is real".into());
        }
    }

    /// `loss` without a style is a product where one of its letters is known as a variable.
    fn is_told_product(&self, name: u32) -> bool {
        let info = self.info(name);
        let word = self.spelt(info.base);
        let is_bare = info.is_word && self.written().starts_with(word);
        is_bare && word.chars().any(|letter| self.declared.contains(letter.encode_utf8(&mut [0; 4]) as &str))
    }

    pub fn reject_word(&self, name: u32) -> Result<(), Error> {
        if !self.is_told_product(name) {
            return Ok(());
        }
        let word = self.spelt(self.info(name).base);
        Err(Error::Unsupported {
            span: Some(self.span().range()),
            what: format!("whether `{word}` is a word or a product of letters is not said"),
            hint: Some(format!("a name of several letters is written \\mathrm{{{word}}}; factors are set apart by spaces")),
        })
    }

    /// `E_t\lambda_{t+1}`, `E_t u'(c)`: an expectation at a time is no factor.
    pub fn reject_conditional(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        let is_mean = matches!(self.spelt(info.base), "E" | "E_bb") && self.spelt(info.subscript) == "t" && info.label.range().is_empty();
        let takes = matches!(self.kind_at(self.at + 1), Word::Name(_) | Word::Function(_) | Word::Fraction | Word::Open(_));
        let spelt = self.spelt(info.spelt);
        if !is_mean || !takes || self.declared.contains(spelt) || self.scan.defined.contains(spelt) {
            return Ok(());
        }
        let is_later = |name: &crate::syntax::latex::words::Name| self.sentence.spelling(name.subscript).contains("t_plus");
        let is_call = matches!(self.kind_at(self.at + 2), Word::Open(_)) && matches!(self.kind_at(self.at + 1), Word::Name(_));
        if !is_call && !self.sentence.names.iter().any(is_later) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().range()),
            what: "expectations and probabilities are not read".into(),
            hint: Some(format!("for a product write {}\\cdot, or declare {spelt} a variable", drawn(spelt))),
        })
    }

    /// `\mathcal{N}(0,\sigma^2)`: a distribution is no value.
    pub fn reject_distribution(&self, name: u32, round: bool) -> Result<(), Error> {
        let spelt = self.spelt(self.info(name).spelt);
        let is_distribution = matches!(spelt, "N_cal" | "U_cal" | "Bernoulli" | "Bern" | "Poisson" | "Gamma" | "Beta")
            && (spelt.ends_with("_cal") || self.info(name).is_word);
        if !round || !is_distribution || (spelt.ends_with("_cal") && !self.bracket_has_comma(self.at + 1)) {
            return Ok(());
        }
        if self.declared.contains(spelt) || self.scan.functions.contains(spelt) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(self.at + 1))).range()),
            what: "distributions are not read".into(),
            hint: Some("give the random quantity a name".into()),
        })
    }

    /// `\mathbb{E}X`, `\operatorname{Var}X`, `\operatorname{Im}z`, `\operatorname{tr}(A)`: what such letters and words stand before is
    /// no factor.
    pub fn reject_applied(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        let (base, spelt) = (self.spelt(info.base), self.spelt(info.spelt));
        let is_own = self.declared.contains(spelt) || self.scan.defined.contains(spelt) || self.scan.functions.contains(spelt);
        if is_own || !(info.is_word || base.ends_with("_bb")) {
            return Ok(());
        }
        let next = self.kind_at(self.at + 1);
        let takes = matches!(next, Word::Name(_) | Word::Function(_) | Word::Fraction | Word::Differential(_) | Word::BraceOpen);
        let is_bracket = matches!(next, Word::Open(Bracket::Round | Bracket::Square | Bracket::Curly));
        match base {
            "E_bb" | "P_bb" | "V_bb" => self.reject_expectation(name),
            "Var" | "Cov" | "Corr" | "Im" if takes => self.reject_expectation(name),
            "Tr" | "tr" | "trace" | "det" | "diag" | "rank" | "vec" | "grad" | "div" | "rot" | "curl" if takes || is_bracket => {
                Err(Error::Unsupported { span: Some(self.span().range()), what: MATRIX.into(), hint: None })
            }
            _ => Ok(()),
        }
    }

    /// `E[X]` is no product.
    pub fn reject_expectation(&self, name: u32) -> Result<(), Error> {
        let spelt = self.spelt(self.info(name).base);
        if !matches!(spelt, "E" | "E_bb" | "P" | "P_bb" | "V_bb") && !self.is_expectation(name) || self.declared.contains(spelt) {
            return Ok(());
        }
        let hint = Some(format!("for a product write {}\\cdot, or declare {spelt} a variable", drawn(spelt)));
        let what = match spelt {
            "Re" | "Im" => "complex numbers are not read".into(),
            _ => "expectations and probabilities are not read".into(),
        };
        Err(Error::Unsupported { span: Some(self.span().range()), what, hint })
    }

    /// `E(Y\mid X)`: whether an E stands before a bracket in which there is a random variable.
    pub fn is_of_random(&self, name: u32) -> bool {
        let (info, open) = (self.info(name), self.at + 1);
        let is_random = |at: usize| match self.kind_at(at) {
            Word::Name(name) => crate::letters::is_random(self.spelt(self.info(name).base)),
            _ => false,
        };
        let is_mean = self.spelt(info.base) == "E" && !self.scan.functions.contains(self.spelt(info.spelt));
        is_mean && (open..self.mate(open)).any(is_random)
    }

    /// Whether a word is the operator of a probability, or of complex numbers, whatever its brackets are.
    pub fn is_expectation(&self, name: u32) -> bool {
        let spelt = self.spelt(self.info(name).base);
        matches!(spelt, "Var" | "Cov" | "Corr" | "Pr" | "KL" | "Re" | "Im" | "E_bb" | "P_bb" | "V_bb")
            && !self.declared.contains(spelt)
            && !self.scan.functions.contains(spelt)
    }

    /// `\frac{\partial f}{\partial x}dx`: a d before what something is differentiated by is no factor.
    pub fn reject_differential(&self, name: u32) -> Result<(), Error> {
        if !self.info(name).is_d {
            return Ok(());
        }
        // d^3x is a volume.
        let is_raised = (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) == (Word::Power, Word::BraceOpen);
        let behind = self.at + 5;
        let is_volume = is_raised
            && self.mate(self.at + 2) + 1 == behind
            && matches!(self.kind_at(self.at + 3), Word::Number(digits) if matches!(self.spelt(digits), "3" | "4"))
            && matches!(self.kind_at(behind), Word::Name(_));
        if is_volume && !self.declared.contains("d") {
            return Err(self.lone_differential());
        }
        let Word::Name(of) = self.kind_at(self.at + 1) else { return Ok(()) };
        let is_joined = crate::syntax::latex::sentence::scan::is_joined(&self.sentence, self.at);
        // \frac{dc}{c}
        let is_relative = self.at > 1
            && (self.kind_at(self.at - 2), self.kind_at(self.at + 2)) == (Word::Fraction, Word::BraceClose)
            && matches!(self.kind_at(self.at + 4), Word::Name(below) if self.spelt(self.info(below).spelt) == self.spelt(self.info(of).spelt));
        // e^{-E'}dE'
        let follows_bracket = self.at > 0 && matches!(self.kind_at(self.at - 1), Word::Close(_) | Word::BraceClose);
        let is_last = self.info(of).primes > 0 && follows_bracket && matches!(self.kind_at(self.at + 2), Word::End | Word::Close(_));
        let is_known = self.scan.has_factor_d && !is_relative && !is_last && !self.scan.variables.contains(self.spelt(self.info(of).spelt));
        if !is_joined || is_known || self.declared.contains("d") {
            return Ok(());
        }
        Err(self.lone_differential())
    }

    /// The d that stands here and the name behind it are no derivative.
    pub fn lone_differential(&self) -> Error {
        let what = "a differential that stands alone is not read".into();
        let hint = Some("write the derivative as a quotient: \\frac{dy}{dx}".into());
        Error::Unsupported { span: Some(self.span().to(self.span_at(self.at + 1)).range()), what, hint }
    }

    /// `Df(x)`, `D_i f`, `D^2f`: a D before a function may be the operator of differentiation.
    pub fn reject_operator(&self, name: u32) -> Result<(), Error> {
        let info = self.info(name);
        if self.spelt(info.base) != "D" {
            return Ok(());
        }
        let spelt = self.spelt(info.spelt);
        // D^2f(x), D^\alpha u
        let is_raised = (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) == (Word::Power, Word::BraceOpen);
        let behind = if is_raised { self.mate(self.at + 2) + 1 } else { self.at + 1 };
        let is_multiple = is_raised && matches!(self.kind_at(self.at + 3), Word::Name(_));
        let Word::Name(function) = self.kind_at(behind) else { return Ok(()) };
        let is_own = self.scan.defined.contains(spelt) || self.declared.contains(spelt);
        if is_own || !(is_multiple || self.is_function_letter(function)) {
            return Ok(());
        }
        let what = "a D before a function may be a factor or the operator of differentiation".into();
        let hint = Some("write \\frac{d}{dx}f(x), or D\\cdot f(x)".into());
        Err(Error::Unsupported { span: Some(self.span().range()), what, hint })
    }

    /// `O(h^2)` says how small what is left out is.
    pub fn reject_order(&self, name: u32) -> Result<(), Error> {
        let spelt = self.spelt(self.info(name).spelt);
        let is_own = self.declared.contains(spelt) || self.scan.functions.contains(spelt) || self.scan.alone.contains(spelt);
        if !matches!(spelt, "O" | "O_cal" | "o") || is_own {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(self.at + 1))).range()),
            what: "the order of what is left out is not read".into(),
            hint: Some(format!("leave it out; for a product write {}\\cdot, or declare {spelt} a variable", drawn(spelt))),
        })
    }

    /// `\mathcal{L}\{f\}`, `\mathcal{F}^{-1}[F]`: a transform takes a function, and is no factor.
    pub fn reject_transform(&self, name: u32) -> Result<(), Error> {
        let spelt = self.spelt(self.info(name).spelt);
        if !matches!(spelt, "L_cal" | "F_cal" | "Z_cal") {
            return Ok(());
        }
        let is_raised = (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) == (Word::Power, Word::BraceOpen);
        let behind = if is_raised { self.mate(self.at + 2) + 1 } else { self.at + 1 };
        let takes = matches!(self.kind_at(behind), Word::Open(Bracket::Curly | Bracket::Square));
        if !takes || self.declared.contains(spelt) || self.scan.defined.contains(spelt) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(behind))).range()),
            what: "transforms of functions are not read".into(),
            hint: Some(format!("for a product write \\cdot, or declare {spelt} a variable")),
        })
    }
}

/// How LaTeX writes a name in one of its alphabets.
fn drawn(spelt: &str) -> String {
    match spelt.rsplit_once('_') {
        Some((letter, "bb")) => format!("\\mathbb{{{letter}}}"),
        Some((letter, "cal")) => format!("\\mathcal{{{letter}}}"),
        _ => spelt.into(),
    }
}
