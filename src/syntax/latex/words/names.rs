//! Names: a letter with its accents, style, subscript, label and primes is one name with one plain spelling, `\hat y_i^{(2)}`
//! is `y_hat_i__2`.

use super::commands::{self, Command};
use super::shape::Shaper;
use super::tokens::Raw;
use super::{Kind, Name, Sign};
use crate::error::Error;
use crate::letters::greek;
use crate::syntax::note;
use crate::syntax::tree::Span;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;

/// An index has at most so many words with commas between them.
const MOST_PARTS: usize = 5;

/// A letter or word with what stands over it.
pub struct Marks {
    /// The plain spelling, with the accents behind the letter.
    base: Cow<'static, str>,
    /// The subscript inside the braces of an accent: `\hat{y_i}`.
    subscript: String,
    dots: u32,
    is_word: bool,
}

impl Marks {
    /// A word without marks.
    pub fn word(base: String) -> Marks {
        Marks { base: base.into(), subscript: String::new(), dots: 0, is_word: true }
    }

    /// A letter whose marks are in its spelling.
    pub fn letter(base: String) -> Marks {
        Marks { base: base.into(), subscript: String::new(), dots: 0, is_word: false }
    }

    /// The same letter with an index, if there is one.
    pub fn indexed(self, index: Option<String>) -> Marks {
        Marks { subscript: index.unwrap_or(self.subscript), ..self }
    }

    /// Reads accents, styles and the letter under them.
    pub fn read(shaper: &mut Shaper<'_, '_>) -> Result<Marks, Error> {
        let start = shaper.at;
        let mut endings: Vec<&'static str> = Vec::new();
        let (mut closers, mut dots) = (0usize, 0);
        let mut subscript = String::new();
        let (base, is_word): (Cow<'static, str>, bool) = loop {
            match shaper.raw(shaper.at) {
                Some(Raw::Command(name)) => match commands::command(name) {
                    Some(Command::Accent(ending)) => endings.push(ending),
                    Some(Command::Dots(count)) => dots += count,
                    Some(Command::Letter(letter)) => break (letter.into(), false),
                    Some(Command::Invisible) => {}
                    Some(Command::Upright) => {
                        let Some(word) = shaper.upright_name(shaper.at) else {
                            return Err(shaper.unsupported(shaper.at, "this is no name of letters and digits"));
                        };
                        shaper.at += usize::from(shaper.raw(shaper.at + 1) == Some(Raw::Symbol('*')));
                        shaper.at = shaper.behind(shaper.at + 1) - 1;
                        let is_word = word.len() > 1;
                        break (word.into(), is_word);
                    }
                    Some(Command::Word(Kind::Differential(_))) => {
                        return Err(shaper.unsupported(shaper.at, "an accent over this sign is not read"));
                    }
                    _ => return Err(Self::several(shaper, start)),
                },
                Some(Raw::Open) => closers += 1,
                Some(Raw::Letter(letter)) => match greek(letter) {
                    Some(name) => break (name.into(), false),
                    None => break (latin(letter), false),
                },
                _ => return Err(Self::several(shaper, start)),
            }
            shaper.at += 1;
        };
        shaper.at += 1;
        let mut base = base;
        let mut is_joined = false;
        while closers > 0 {
            match shaper.raw(shaper.at) {
                Some(Raw::Close) => {
                    closers -= 1;
                    shaper.at += 1;
                }
                Some(Raw::Underscore) if subscript.is_empty() => {
                    let behind = shaper.behind(shaper.at + 1);
                    subscript = script(shaper, shaper.at + 2..behind - 1)?;
                    shaper.at = behind;
                }
                Some(Raw::Command(name)) if commands::command(name) == Some(Command::Invisible) => shaper.at += 1,
                // A word in bold is a word, and letters below one line are one quantity.
                Some(Raw::Letter(letter))
                    if letter.is_ascii_alphabetic() && matches!(endings[..], ["bold"] | ["bar"] | ["hat"]) && subscript.is_empty() =>
                {
                    is_joined |= endings != ["bold"];
                    if base.ends_with("_prime") {
                        base.to_mut().push('_');
                    }
                    base.to_mut().push(letter);
                    shaper.at += 1;
                }
                // \overline{OA'}, \bar{z'}
                Some(Raw::Prime) if dots == 0 && subscript.is_empty() => {
                    base.to_mut().push_str("_prime");
                    shaper.at += 1;
                }
                _ => return Err(Self::several(shaper, start)),
            }
        }
        if is_joined {
            let span = shaper.span(start).to(shaper.span(shaper.at - 1));
            shaper.note_once(span, format!("read {base} below one mark as one name"));
        }
        let is_word = is_word || (base.len() > 1 && commands::command(&base).is_none());
        for ending in endings.iter().rev() {
            let spelt = base.to_mut();
            spelt.push('_');
            spelt.push_str(ending);
        }
        Ok(Marks { base, subscript, dots, is_word })
    }

    fn several(shaper: &Shaper<'_, '_>, start: usize) -> Error {
        Error::Unsupported {
            span: Some(shaper.span(start).range()),
            what: "this mark belongs over a single letter, and something else stands under it".into(),
            hint: Some("name the whole with one letter".into()),
        }
    }
}

/// A letter as a text.
fn latin(letter: char) -> Cow<'static, str> {
    const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let at = match letter {
        'A'..='Z' => letter as usize - 'A' as usize,
        'a'..='z' => letter as usize - 'a' as usize + 26,
        _ => return letter.to_string().into(),
    };
    LATIN[at..at + 1].into()
}

impl Shaper<'_, '_> {
    /// Reads what stands around a letter, and adds the name to the words.
    pub fn marked(&mut self, marks: Marks, start: usize) -> Result<(), Error> {
        let Marks { mut base, mut subscript, dots, is_word } = marks;
        let (mut primes, mut label) = (0u32, String::new());
        let is_braced = self.raw(self.at) == Some(Raw::Open) && self.behind(self.at) == self.at + 3;
        // \Delta_r G, \Delta^\ddagger U: so is one with a mark on the sign, of a quantity of state.
        let mut marks_of_change = String::new();
        if base == "Delta" && matches!(self.raw(self.at), Some(Raw::Underscore | Raw::Caret)) {
            let behind = self.behind(self.at + 1);
            if matches!(self.raw(behind), Some(Raw::Letter(letter)) if letter.is_ascii_uppercase()) {
                let inner = self.at + 2..behind - 1;
                let mark = match self.raw(inner.start) {
                    Some(Raw::Command(name @ ("ddagger" | "circ"))) if inner.len() == 1 => name.to_string(),
                    _ => script(self, inner)?,
                };
                marks_of_change = format!("_{mark}");
                self.at = behind;
            }
        }
        let is_change = base == "Delta" || (base == "delta" && self.has_variations);
        if is_change && self.begins_name(self.at + usize::from(is_braced)) {
            // \Delta x is one quantity.
            let at = self.at;
            let of = Marks::read(self)?;
            let sign = base;
            base = format!("{sign}{marks_of_change}_{}", of.base).into();
            subscript = of.subscript;
            let span = self.span(start).to(self.span(at));
            self.note_once(span, format!("read {base} as one name; for a product write \\{sign}\\cdot"));
        }
        // \overline{c_p}_{air}: the index of the whole goes on with the one below the mark.
        let mut goes_on = !subscript.is_empty();
        if subscript.is_empty()
            && !is_word
            && let Some(digits) = self.digits(start)
        {
            subscript = digits;
        }
        let mut end = self.at;
        // Where reading goes on: an exponent stays behind the name, a subscript behind it belongs to the name.
        let mut exponent: Option<(usize, usize)> = None;
        let (mut is_told, mut in_square) = (false, false);
        loop {
            match self.raw(end) {
                // g\prime(z) is meant as g'(z).
                Some(Raw::Prime | Raw::Command("prime")) if exponent.is_none() => {
                    primes += 1;
                    end += 1;
                }
                Some(Raw::Underscore) if goes_on && exponent.is_none() && self.behind(end + 1) > end + 3 => {
                    let behind = self.behind(end + 1);
                    let second = script(self, end + 2..behind - 1)?;
                    let span = self.span(start).to(self.span(behind - 1));
                    self.note_once(span, format!("read the letter with an index on its index as one name, {base}_{subscript}_{second}"));
                    subscript = format!("{subscript}_{second}");
                    goes_on = false;
                    end = behind;
                }
                Some(Raw::Underscore) if subscript.is_empty() => {
                    let behind = self.behind(end + 1);
                    if behind == end + 3 && exponent.is_none() {
                        end = behind;
                        continue;
                    }
                    subscript = script(self, end + 2..behind - 1)?;
                    if let Some((_, to)) = &mut exponent {
                        self.jumps.push((end, behind));
                        *to = behind;
                        break;
                    }
                    end = behind;
                }
                Some(Raw::Caret) if exponent.is_none() => {
                    let behind = self.behind(end + 1);
                    let mut inner = end + 2..behind - 1;
                    let has_subscript = !subscript.is_empty() || self.raw(behind) == Some(Raw::Underscore);
                    let counted = self.count_primes(inner.clone());
                    // g^{[1]\prime} is the derivative of g^{[1]}.
                    if counted == 0 && self.label(inner.start..inner.end.saturating_sub(1), &base)?.is_some() {
                        let last = inner.end - 1;
                        primes += self.count_primes(last..inner.end);
                        inner.end = last + usize::from(self.count_primes(last..inner.end) == 0);
                    }
                    if inner.is_empty() {
                        end = behind;
                    } else if counted > 0 {
                        primes += counted;
                        end = behind;
                    } else if base != "e" && self.is_layer(inner.clone()) {
                        label = script(self, inner)?;
                        end = behind;
                    } else if let Some(inside) = self.label(inner.clone(), &base)? {
                        in_square = self.raw(inner.start) != Some(Raw::Symbol('('));
                        // {a^{[2]}}^{(1)}
                        label = if label.is_empty() { inside } else { format!("{label}__{inside}") };
                        end = behind;
                    } else if self.is_star(inner.clone()) {
                        base.to_mut().push_str("_star");
                        end = behind;
                    } else if self.is_transpose(inner.clone(), &base) {
                        let is_letter = inner.clone().any(|at| matches!(self.raw(at), Some(Raw::Letter('T'))));
                        let hint = Some(if is_letter {
                            "only scalars are read; for a power declare T a variable"
                        } else {
                            "only scalars are read"
                        });
                        let hint = hint.map(String::from);
                        let span = Some(self.span(end).range());
                        return Err(Error::Unsupported { span, what: "the transpose of a vector or matrix is not read".into(), hint });
                    } else if let Some(order) = self.roman_order(inner.clone(), &base) {
                        label = order;
                        end = behind;
                    } else if let Some(labels) = self.labels_above(inner.clone(), &base)? {
                        label = labels;
                        end = behind;
                    } else if let Some(word) = self.word_above(inner.clone(), &base) {
                        label = word;
                        end = behind;
                    } else if base != "e" && (self.is_mark(inner.clone(), &base) || self.is_ell(inner.clone(), &base, has_subscript)) {
                        let span = self.span(end);
                        label = script(self, inner)?;
                        self.note_once(span, format!("read {label} above {base} as a label; a power has its base in brackets, ({base})^n"));
                        end = behind;
                    } else if self.is_doubtful(inner, &base, has_subscript) && !std::mem::replace(&mut is_told, true) {
                        let span = self.span(end);
                        self.note_once(
                            span,
                            format!("read the letter above {base} as an exponent; a label is written in brackets, x^{{(l)}}"),
                        );
                    } else if self.raw(behind) == Some(Raw::Underscore) && subscript.is_empty() {
                        exponent = Some((end, behind));
                        end = behind;
                    } else {
                        break;
                    }
                }
                _ => break,
            }
        }
        let span = self.span(start).to(self.span(exponent.map_or(end, |(from, _)| from).max(start + 1) - 1));
        self.at = exponent.map_or(end, |(from, _)| from);
        let is_apart = matches!(self.raw(self.at), Some(Raw::Command("," | ":" | ";" | "thinspace")));
        let is_applied = self.raw(self.at) == Some(Raw::Command("mathopen")) && self.behind(self.at + 1) == self.at + 3;
        let name = Name { is_apart, is_applied, in_square, ..self.out.name(&base, &subscript, &label, primes, dots, is_word) };
        let at = self.out.names.len() as u32;
        self.out.names.push(name);
        self.push(Kind::Name(at), span);
        Ok(())
    }

    /// `[ES]`, `[A]_0`: a substance in square brackets is the name of its concentration. A single letter without an index is the
    /// same with brackets and without.
    pub fn concentration(&mut self) -> Result<bool, Error> {
        let start = self.at;
        let (mut word, mut at) = (String::new(), start + 1);
        loop {
            match self.raw(at) {
                Some(Raw::Letter(letter)) if letter.is_ascii_alphabetic() => word.push(letter),
                Some(Raw::Digit(digit)) => word.push(digit),
                Some(Raw::Underscore | Raw::Open | Raw::Close) if !word.is_empty() => {}
                Some(Raw::Command(name)) if word.is_empty() && commands::command(name) == Some(Command::Upright) => {
                    let Some(name) = self.upright_name(at) else { return Ok(false) };
                    word = name;
                    at = self.behind(at + 1) - 1;
                }
                Some(Raw::Symbol(']')) => break,
                _ => return Ok(false),
            }
            at += 1;
        }
        let has_index = self.raw(at + 1) == Some(Raw::Underscore);
        let is_evaluated = has_index && self.raw(self.behind(at + 2)) == Some(Raw::Caret);
        let follows_operator = match self.out.words.last().map(|word| word.kind) {
            Some(Kind::Name(name)) => {
                let name = &self.out.names[name as usize];
                name.is_word || matches!(self.out.spelling(name.base), "E" | "E_bb" | "P" | "P_bb" | "V_bb" | "f" | "g" | "h")
            }
            Some(Kind::Function(_) | Kind::Differential(_)) => true,
            _ => false,
        };
        let is_substance = word.starts_with(|first: char| first.is_ascii_uppercase()) && (word.len() > 1 || has_index);
        if !is_substance || is_evaluated || follows_operator {
            return Ok(false);
        }
        let span = self.span(start).to(self.span(at));
        note::add(&mut self.out.notes, span, || {
            format!("read [{word}] as one name, a concentration; a product has \\cdot between its factors")
        });
        self.at = at + 1;
        self.marked(Marks::word(word), start)?;
        Ok(true)
    }

    /// `{t_a}_n`, `(p_x)_k`: an index on a name that has one already. Nothing is read where there is anything else.
    pub fn twice_indexed(&mut self, bracket: char) -> Result<bool, Error> {
        let start = self.at;
        let follows = start.checked_sub(1).and_then(|before| self.raw(before));
        let is_argument = match follows {
            Some(Raw::Caret | Raw::Underscore | Raw::Close | Raw::Letter(_) | Raw::Symbol(']' | ')') | Raw::Prime) => true,
            Some(Raw::Command(name)) => {
                commands::arguments(name) > 0 || matches!(commands::command(name), Some(Command::Letter(_) | Command::Function(_)) | None)
            }
            _ => false,
        };
        if is_argument && !(bracket == '{' && follows == Some(Raw::Symbol(')'))) {
            return Ok(false);
        }
        let letter = start + 1;
        let behind_letter = match self.raw(letter) {
            Some(Raw::Command(name)) if commands::arguments(name) > 0 => self.behind(letter + 1),
            _ => letter + 1,
        };
        if !self.begins_name(letter) || self.raw(behind_letter) != Some(Raw::Underscore) {
            return Ok(false);
        }
        let close = self.behind(behind_letter + 1);
        let closes = if bracket == '{' { Raw::Close } else { Raw::Symbol(')') };
        if self.raw(close) != Some(closes) || self.raw(close + 1) != Some(Raw::Underscore) {
            return Ok(false);
        }
        let behind = self.behind(close + 2);
        let first = script(self, behind_letter + 2..close - 1)?;
        let second = script(self, close + 3..behind - 1)?;
        self.at = letter;
        let marks = Marks::read(self)?;
        self.at = behind;
        let span = self.span(start).to(self.span(behind - 1));
        let name = format!("{}_{first}_{second}", marks.base);
        self.note_once(span, format!("read the letter with an index on its index as one name, {name}"));
        self.marked(Marks { subscript: format!("{first}_{second}"), ..marks }, start)?;
        Ok(true)
    }

    pub fn begins_name(&self, at: usize) -> bool {
        match self.raw(at) {
            Some(Raw::Letter(letter)) => letter.is_ascii_alphabetic() || greek(letter).is_some(),
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_) | Command::Accent(_))),
            _ => false,
        }
    }
}

impl super::Sentence {
    /// A name from its parts.
    pub fn name(&mut self, base: &str, subscript: &str, label: &str, primes: u32, dots: u32, is_word: bool) -> Name {
        let start = self.spellings.len() as u32;
        let base = self.spell(base);
        let mut subscript_at = Span { start: base.end, end: base.end };
        if !subscript.is_empty() {
            self.spell("_");
            subscript_at = self.spell(subscript);
        }
        let mut label_at = Span { start: subscript_at.end, end: subscript_at.end };
        if !label.is_empty() {
            self.spell("__");
            label_at = self.spell(label);
        }
        let spelt = Span { start, end: self.spellings.len() as u32 };
        let is_d = self.spelling(spelt) == "d";
        Name {
            spelt,
            base,
            subscript: subscript_at,
            label: label_at,
            primes,
            dots,
            is_word,
            is_apart: false,
            is_applied: false,
            in_square: false,
            is_d,
        }
    }
}

/// The plain spelling of a subscript or label: `ij`, `i_1`, `t_minus_1`, `max`.
pub fn script(shaper: &Shaper<'_, '_>, inner: Range<usize>) -> Result<String, Error> {
    let mut text = String::new();
    // Whether what comes next must be set apart from what stands there: the names of Greek letters, words.
    let mut apart = false;
    let part = |text: &mut String, word: &str, is_word: bool, apart: &mut bool| {
        if (*apart || is_word) && !text.is_empty() && !text.ends_with('_') {
            text.push('_');
        }
        text.push_str(word);
        *apart = is_word;
    };
    let refused = |at: usize| Error::Unsupported {
        span: Some(shaper.span(at).range()),
        what: "an index is made of letters, numbers, +, - and /, and something else stands here".into(),
        hint: Some("give the quantity a name with a simple index".into()),
    };
    let mut at = inner.start;
    // Where the denominator of a fraction begins, x_{\frac12}.
    let mut denominator = 0;
    while at < inner.end {
        if at == denominator && at > 0 {
            part(&mut text, "over", true, &mut apart);
        }
        match shaper.raw(at) {
            Some(Raw::Letter(letter)) => match greek(letter) {
                Some(name) => part(&mut text, name, true, &mut apart),
                None if letter.is_ascii_alphabetic() => part(&mut text, letter.encode_utf8(&mut [0; 4]), false, &mut apart),
                None => return Err(refused(at)),
            },
            Some(Raw::Digit(digit)) => part(&mut text, digit.encode_utf8(&mut [0; 4]), false, &mut apart),
            Some(Raw::Symbol(',')) | Some(Raw::Underscore) => {
                if !text.is_empty() && !text.ends_with('_') {
                    text.push('_');
                }
                apart = false;
            }
            // B^\prime E as an index.
            Some(Raw::Caret) if shaper.count_primes(at + 2..shaper.behind(at + 1).max(at + 3) - 1) > 0 => {
                let behind = shaper.behind(at + 1);
                (at + 2..behind - 1).for_each(|_| part(&mut text, "prime", true, &mut apart));
                at = behind;
                continue;
            }
            Some(Raw::Caret) => part(&mut text, "raised", true, &mut apart),
            Some(Raw::Symbol('+')) => part(&mut text, "plus", true, &mut apart),
            Some(Raw::Symbol('/')) => part(&mut text, "over", true, &mut apart),
            Some(Raw::Symbol('|')) | Some(Raw::Command("mid" | "vert")) => part(&mut text, "given", true, &mut apart),
            // x_{(i)} is drawn apart from x_i, and may be another.
            Some(Raw::Symbol('(' | '[')) => part(&mut text, "par", true, &mut apart),
            Some(Raw::Symbol(')' | ']')) => apart = true,
            Some(Raw::Symbol(':')) => part(&mut text, "to", true, &mut apart),
            Some(Raw::Symbol(';' | '.')) => apart = true,
            Some(Raw::Symbol('-' | '−')) => part(&mut text, "minus", true, &mut apart),
            Some(Raw::Symbol('*')) => part(&mut text, "star", true, &mut apart),
            Some(Raw::Prime) => part(&mut text, "prime", true, &mut apart),
            Some(Raw::Open | Raw::Close) => {}
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Letter(letter)) => part(&mut text, letter, letter.len() > 1, &mut apart),
                Some(Command::Function(word)) => part(&mut text, word, true, &mut apart),
                Some(Command::Invisible) => {}
                Some(Command::Fraction) => denominator = shaper.behind(at + 1),
                Some(Command::Word(Kind::Times)) => part(&mut text, "dot", true, &mut apart),
                Some(Command::Upright) => {
                    let behind = shaper.behind(at + 1);
                    let word = shaper.upright_name(at).or_else(|| {
                        // \text{net,out}, \text{th., rev.}: a list of words or numbers.
                        let text = shaper.plain_text(at + 2..behind.max(at + 3) - 1)?;
                        let is_mark = |c: char| matches!(c, ',' | '.' | ';' | ':' | '-' | '_' | ' ');
                        let parts: SmallVec<[&str; 4]> = text.split(is_mark).filter(|part| !part.is_empty()).collect();
                        let is_list = !parts.is_empty() && parts.len() <= MOST_PARTS;
                        (is_list && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_alphanumeric()))).then(|| parts.join("_"))
                    });
                    part(&mut text, &word.ok_or_else(|| refused(at))?, true, &mut apart);
                    at = behind;
                    continue;
                }
                Some(Command::Accent(ending)) => {
                    // \hat y as an index: the letter, then its accent.
                    let behind = shaper.behind(at + 1);
                    match (shaper.raw(at + 2), behind - at) {
                        (Some(Raw::Letter(letter)), 4) if letter.is_ascii_alphabetic() => {
                            part(&mut text, letter.encode_utf8(&mut [0; 4]), false, &mut apart);
                        }
                        (Some(Raw::Command(name)), 4) => match commands::command(name) {
                            Some(Command::Letter(letter)) => part(&mut text, letter, true, &mut apart),
                            _ => return Err(refused(at)),
                        },
                        _ => return Err(refused(at)),
                    }
                    part(&mut text, ending, true, &mut apart);
                    at = behind;
                    continue;
                }
                Some(Command::Word(Kind::Relation(Sign::NotEqual))) => part(&mut text, "ne", true, &mut apart),
                _ if matches!(name, "infty" | "oplus" | "odot" | "perp" | "parallel") => part(&mut text, name, true, &mut apart),
                _ if matches!(name, "to" | "rightarrow" | "longrightarrow" | "Rightarrow") => part(&mut text, "to", true, &mut apart),
                _ if matches!(name, "uparrow" | "downarrow") => {
                    part(&mut text, name.trim_end_matches("arrow"), true, &mut apart);
                }
                // What nobody defines is a part of the name here, whatever it stands for.
                None if name.bytes().all(|byte| byte.is_ascii_alphabetic()) && shaper.raw(at + 1) != Some(Raw::Open) => {
                    part(&mut text, name, true, &mut apart);
                }
                _ => return Err(refused(at)),
            },
            _ => return Err(refused(at)),
        }
        at += 1;
    }
    let text = text.trim_end_matches('_').to_string();
    if text.is_empty() { Err(refused(inner.start.min(inner.end))) } else { Ok(text) }
}
