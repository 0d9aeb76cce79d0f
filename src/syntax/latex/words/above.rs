//! What stands above a name: a label, a mark, or an exponent.

use super::commands::{self, Command};
use super::names::script;
use super::shape::Shaper;
use super::tokens::{Raw, Token};
use crate::error::Error;
use crate::letters::{is_label, is_pair_of_capitals};
use crate::syntax::note;
use crate::syntax::tree::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::ops::Range;

/// Letters whose values at one step after another are often told by a letter above.
pub const STEPPING: [&str; 9] = ["h", "s", "u", "v", "w", "x", "y", "z", "theta"];

/// A set of letters; those of ASCII are bits.
#[derive(Debug, Clone, Default)]
pub struct Letters {
    ascii: u128,
    others: FxHashSet<char>,
}

impl Letters {
    pub fn insert(&mut self, letter: char) {
        if letter.is_ascii() {
            self.ascii |= 1 << letter as u32;
        } else {
            self.others.insert(letter);
        }
    }

    pub fn contains(&self, letter: char) -> bool {
        if letter.is_ascii() { self.ascii >> letter as u32 & 1 == 1 } else { self.others.contains(&letter) }
    }
}

/// Letters that stand anywhere but above something, or below a sum.
pub fn letters(list: &[Token<'_>], mates: &[u32]) -> Letters {
    let mut found = Letters::default();
    let mut at = 0;
    while at < list.len() {
        let is_range = |before: usize| matches!(list[before].raw, Raw::Command("sum" | "prod" | "limits"));
        match list[at].raw {
            Raw::Caret => at = mates.get(at + 1).map_or(at, |mate| *mate as usize),
            Raw::Underscore if at > 0 && is_range(at - 1) => at = mates.get(at + 1).map_or(at, |mate| *mate as usize),
            // Words are no quantities.
            Raw::Command(name) if name.starts_with("text") || name == "mbox" => {
                at = mates.get(at + 1).map_or(at, |mate| (*mate as usize).max(at));
            }
            Raw::Letter(letter) => found.insert(letter),
            _ => {}
        }
        at += 1;
    }
    found
}

/// Letters that stand on the line without an index.
fn free_letters(list: &[Token<'_>], mates: &[u32]) -> Letters {
    let mut found = Letters::default();
    let mut at = 0;
    while at < list.len() {
        match list[at].raw {
            Raw::Caret | Raw::Underscore => at = mates.get(at + 1).map_or(at, |mate| *mate as usize),
            // In script or in bold it is another letter.
            Raw::Command(name) if matches!(commands::command(name), Some(Command::Accent("cal" | "bb" | "frak" | "bold"))) => {
                at = mates.get(at + 1).map_or(at, |mate| (*mate as usize).max(at));
            }
            Raw::Letter(letter) if list.get(at + 1).is_none_or(|next| next.raw != Raw::Underscore) => found.insert(letter),
            _ => {}
        }
        at += 1;
    }
    found
}

/// How often each command stands.
fn counted<'a>(list: &[Token<'a>]) -> FxHashMap<&'a str, u32> {
    let mut counts = FxHashMap::default();
    for token in list {
        if let Raw::Command(name) = token.raw {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
}

/// Letters that stand somewhere without other letters beside them.
pub fn single_letters(list: &[Token<'_>], mates: &[u32]) -> Letters {
    let is_letter = |at: usize| matches!(list.get(at), Some(Token { raw: Raw::Letter(_), .. }));
    let is_joined = |at: usize| is_letter(at) && is_letter(at.wrapping_sub(1)) && !list[at].spaced;
    let mut found = Letters::default();
    let mut at = 0;
    while at < list.len() {
        match list[at].raw {
            // An index is no quantity.
            Raw::Underscore => at = mates.get(at + 1).map_or(at, |mate| *mate as usize),
            Raw::Letter(letter) if !is_joined(at) && !is_joined(at + 1) => found.insert(letter),
            _ => {}
        }
        at += 1;
    }
    found
}

/// Letters above that mark what they stand on, `s^V - s^L`, `b_i^h - \eta\delta_i^h`, `\theta^t - \eta g`: they stand nowhere as a
/// quantity, and are capitals, or above several letters, or above one with an index; a t is above what changes in steps.
///
/// And where `^` stands before their twins: capitals above the same letter as a mark, or several above one with an index, none of
/// which stands alone on the line, are marks there though they are quantities elsewhere, `(C_i^H + C_i^S)S_i`.
pub fn marks(list: &[Token<'_>], mates: &[u32]) -> (Vec<char>, FxHashSet<usize>) {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    if !list.iter().any(|token| token.raw == Raw::Caret) {
        return Default::default();
    }
    // For each letter above: what it stands on, whether that has an index, and whether all of it changes in steps.
    let mut above: Vec<(char, Raw<'_>, bool, bool)> = Vec::new();
    // Where `^` stands before each.
    let mut carets: Vec<usize> = Vec::new();
    // Digits above letters with an index, each with its letter and where `^` stands.
    let mut digits: Vec<(char, Raw<'_>, usize)> = Vec::new();
    let mut quantities: FxHashSet<char> = FxHashSet::default();
    let mut at = 0;
    while at < list.len() {
        match list[at].raw {
            Raw::Underscore => at = mates.get(at + 1).map_or(at, |mate| *mate as usize),
            Raw::Caret if raw(at + 1) == Some(Raw::Open) => {
                let close = mates[at + 1] as usize;
                let is_step =
                    matches!(raw(at + 3), Some(Raw::Symbol('+' | '-'))) && matches!(raw(at + 4), Some(Raw::Digit(_))) && close == at + 5;
                // f^{F_c}
                let is_indexed = is_indexed_capital(list, mates, at + 2..close) && !counts(list, at + 5);
                if let (Some(Raw::Letter(letter)), true) = (raw(at + 2), close == at + 3 || is_step || is_indexed)
                    && let Some((base, has_index)) = base_of(list, mates, at)
                    && (close == at + 3
                        || is_indexed
                        || letter == 't'
                        || (matches!(letter, 'l' | 'L') && (has_index || raw(close + 1) == Some(Raw::Underscore))))
                {
                    // Q^d(p): above a capital before a bracket.
                    let is_called = matches!(base, Raw::Letter(capital) if capital.is_ascii_uppercase())
                        && (raw(close + 1) == Some(Raw::Symbol('('))
                            || (raw(close + 1) == Some(Raw::Command("left")) && raw(close + 2) == Some(Raw::Symbol('('))));
                    let has_index = has_index || raw(close + 1) == Some(Raw::Underscore) || is_called;
                    above.push((letter, base, has_index, changes_in_steps(base)));
                    carets.push(at);
                }
                if let (Some(Raw::Digit(digit)), true) = (raw(at + 2), close == at + 3)
                    && let Some((base, has_index)) = base_of(list, mates, at)
                    && (has_index || raw(close + 1) == Some(Raw::Underscore))
                {
                    digits.push((digit, base, at));
                }
                at = close;
            }
            Raw::Letter(letter) => {
                quantities.insert(letter);
            }
            _ => {}
        }
        at += 1;
    }
    let is_mark = |letter: char| {
        let mut of = above.iter().filter(|(other, ..)| *other == letter);
        let first = above.iter().find(|(other, ..)| *other == letter).map(|(_, base, ..)| *base);
        let is_shared = above.iter().any(|(other, base, ..)| *other == letter && Some(*base) != first);
        match letter {
            't' => of.all(|(.., in_steps)| *in_steps),
            'l' => of.any(|(.., has_index, in_steps)| *has_index || *in_steps),
            'c' | 'd' | 'f' | 'g' | 'h' | 'o' | 's' | 'u' | 'v' | 'w' => is_shared || of.any(|(_, _, has_index, _)| *has_index),
            'K' | 'M' | 'N' | 'T' => false,
            _ => letter.is_ascii_uppercase(),
        }
    };
    let mut found: Vec<char> = above.iter().map(|(letter, ..)| *letter).filter(|letter| !quantities.contains(letter)).collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|letter| is_mark(*letter));
    // W^0_\mu, and W^3_\mu beside it: with an index nobody writes the power 0.
    let numbered: FxHashSet<Raw<'_>> = digits.iter().filter(|(digit, ..)| *digit == '0').map(|(_, base, _)| *base).collect();
    let mut twins: FxHashSet<usize> = digits.iter().filter(|(_, base, _)| numbered.contains(base)).map(|(.., caret)| *caret).collect();
    let may_be_twin = |letter: char| letter.is_ascii_uppercase() && letter != 'T' && !found.contains(&letter);
    if !above.iter().any(|(letter, ..)| may_be_twin(*letter)) {
        return (found, twins);
    }
    let free = free_letters(list, mates);
    let marked: FxHashSet<Raw<'_>> =
        above.iter().filter(|(letter, ..)| letter.is_ascii_uppercase() && found.contains(letter)).map(|(_, base, ..)| *base).collect();
    // The capitals above each letter with an index that stand nowhere alone.
    let mut capitals: FxHashMap<Raw<'_>, FxHashSet<char>> = FxHashMap::default();
    for (letter, base, ..) in above.iter().filter(|(letter, _, has_index, _)| {
        *has_index && may_be_twin(*letter) && !matches!(letter, 'K' | 'M' | 'N') && !free.contains(*letter)
    }) {
        capitals.entry(*base).or_default().insert(*letter);
    }
    let is_twin = |(letter, base, ..): &(char, Raw<'_>, bool, bool)| {
        let among = || capitals.get(base).is_some_and(|letters| letters.len() > 1 && letters.contains(letter));
        may_be_twin(*letter) && (marked.contains(base) || among())
    };
    twins.extend(above.iter().zip(carets).filter(|(mark, _)| is_twin(mark)).map(|(_, caret)| caret));
    (found, twins)
}

/// The letter below an exponent, and whether it has an index; none where it stands in brackets or braces, or is e.
fn base_of<'a>(list: &[Token<'a>], mates: &[u32], caret: usize) -> Option<(Raw<'a>, bool)> {
    let mut last = caret.checked_sub(1)?;
    let mut has_index = false;
    if list[last].raw == Raw::Close {
        let before = (mates[last] as usize).checked_sub(1)?;
        last = match list[before].raw {
            Raw::Underscore => {
                has_index = true;
                before.checked_sub(1)?
            }
            // \hat{p}^B
            Raw::Command(name) if matches!(commands::command(name), Some(Command::Accent(_))) => before + 2,
            _ => return None,
        };
    }
    match list[last].raw {
        base @ Raw::Letter(letter) if letter != 'e' => Some((base, has_index)),
        base @ Raw::Command(name) if matches!(commands::command(name), Some(Command::Letter(_))) => Some((base, has_index)),
        _ => None,
    }
}

/// Whether an exponent is a capital with an index.
fn is_indexed_capital(list: &[Token<'_>], mates: &[u32], inner: Range<usize>) -> bool {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    let index = inner.start + 2;
    matches!(raw(inner.start), Some(Raw::Letter(letter)) if letter.is_ascii_uppercase())
        && (raw(inner.start + 1), raw(index)) == (Some(Raw::Underscore), Some(Raw::Open))
        && mates[index] as usize + 1 == inner.end
}

/// Whether an index that begins at a token is the number of one among several, as those of quantities are: `p^{X_i}`, `x^{A_1}`.
fn counts(list: &[Token<'_>], at: usize) -> bool {
    matches!(list.get(at).map(|token| token.raw), Some(Raw::Digit(_) | Raw::Letter('i' | 'j' | 'k' | 'l' | 'm' | 'n' | 't')))
}

fn changes_in_steps(base: Raw<'_>) -> bool {
    match base {
        Raw::Letter(letter) => letter == 'W' || letter == 'a' || STEPPING.contains(&&*letter.encode_utf8(&mut [0; 4])),
        Raw::Command(name) => STEPPING.contains(&name),
        _ => false,
    }
}

impl Shaper<'_, '_> {
    /// Whether an exponent is a letter that marks what it stands on, or a step counted from it. A capital with \pi above it is that of
    /// a policy, `V^\pi(s)`.
    pub fn is_mark(&self, inner: Range<usize>, base: &str) -> bool {
        if inner.len() == 1 && self.raw(inner.start) == Some(Raw::Command("pi")) {
            let is_called = self.raw(inner.end + 1) == Some(Raw::Symbol('('));
            return matches!(base, "V" | "Q" | "A" | "J")
                || (is_called && matches!(base, "R" | "G" | "U" | "v" | "q" | "d" | "rho" | "eta" | "mu"));
        }
        let is_letter = matches!(self.raw(inner.start), Some(Raw::Letter(letter)) if self.marks.contains(&letter));
        let is_twin = inner.start > 1 && self.twins.contains(&(inner.start - 2));
        let is_step = inner.len() == 3
            && matches!(self.raw(inner.start + 1), Some(Raw::Symbol('+' | '-')))
            && matches!(self.raw(inner.start + 2), Some(Raw::Digit(_)));
        let is_indexed = || is_indexed_capital(self.list, self.mates, inner.clone()) && !counts(self.list, inner.start + 3);
        is_twin || (is_letter && (inner.len() == 1 || is_step || is_indexed()))
    }

    /// `a^{\ell-1}_j`, `z^\ell`: whether an exponent is the number of a layer, which stands above what has an index or is that of a
    /// network.
    pub fn is_ell(&self, inner: Range<usize>, base: &str, has_subscript: bool) -> bool {
        let is_step = inner.len() == 3
            && matches!(self.raw(inner.start + 1), Some(Raw::Symbol('+' | '-')))
            && matches!(self.raw(inner.start + 2), Some(Raw::Digit(_)));
        self.raw(inner.start) == Some(Raw::Command("ell"))
            && (inner.len() == 1 || is_step)
            && (has_subscript || matches!(base.trim_end_matches("_bold"), "a" | "b" | "h" | "n" | "w" | "z" | "W" | "Z" | "A" | "delta"))
    }

    /// The label that a superscript in brackets is: `z^{(1)}`, `W^{[l]}`.
    pub fn label(&self, inner: Range<usize>, base: &str) -> Result<Option<String>, Error> {
        let ends = (self.raw(inner.start), self.raw(inner.end - 1));
        // a^{[l](i)} has two.
        if let Some(parts) = self.labels(inner.clone()) {
            let labels: Result<Option<Vec<String>>, Error> = parts.into_iter().map(|part| self.label(part, base)).collect();
            return Ok(labels?.map(|labels| labels.join("__")));
        }
        // a^{<t>}, a^{\langle t\rangle}
        let is_angled =
            matches!(ends, (Some(Raw::Symbol('<')), Some(Raw::Symbol('>'))) | (Some(Raw::Command("langle")), Some(Raw::Command("rangle"))));
        let is_bracketed = is_angled
            || matches!(ends, (Some(Raw::Symbol('(')), Some(Raw::Symbol(')'))) | (Some(Raw::Symbol('[')), Some(Raw::Symbol(']'))));
        let inside = inner.start + 1..inner.end.saturating_sub(1);
        let is_simple = |at: usize| {
            matches!(
                self.raw(at),
                Some(Raw::Letter(_) | Raw::Digit(_) | Raw::Symbol('+' | '-' | ',') | Raw::Prime | Raw::Command("ell" | "," | "prime"))
            )
        };
        // C_n^{(\alpha)}
        let is_greek = inside.len() == 1
            && matches!(self.raw(inside.start), Some(Raw::Command(name)) if matches!(commands::command(name), Some(Command::Letter(_))));
        let is_plain = is_greek || inside.clone().all(is_simple);
        if (base == "e" && !self.e_takes_labels()) || !is_bracketed || inside.is_empty() || !is_plain || self.is_power(&inside, base) {
            return Ok(None);
        }
        script(self, inside).map(Some)
    }

    /// `[l](i)`, `[3]^{(i)}`, `(b)(c)`: brackets side by side or one above another, each a label of its own; of round ones alone each
    /// holds one letter or number.
    fn labels(&self, inner: Range<usize>) -> Option<SmallVec<[Range<usize>; 2]>> {
        let mut parts: SmallVec<[Range<usize>; 2]> = SmallVec::new();
        let (mut at, mut is_plain) = (inner.start, false);
        while at < inner.end {
            let closes = match self.raw(at)? {
                Raw::Symbol('(') => ')',
                Raw::Symbol('[') => ']',
                Raw::Caret if !parts.is_empty() && self.behind(at + 1) <= inner.end => {
                    at += 2;
                    continue;
                }
                Raw::Close if !parts.is_empty() => {
                    at += 1;
                    continue;
                }
                _ => return None,
            };
            let behind = (at + 1..inner.end).find(|other| self.raw(*other) == Some(Raw::Symbol(closes)))? + 1;
            is_plain |= closes == ']';
            parts.push(at..behind);
            at = behind;
        }
        is_plain |= parts.iter().all(|part| part.len() == 3);
        (parts.len() > 1 && is_plain).then_some(parts)
    }

    /// `p\,x^{(p-1)}`: whether a sum in brackets above a letter is an exponent: it begins with what is a factor elsewhere, and nothing
    /// has a label.
    fn is_power(&self, inside: &Range<usize>, base: &str) -> bool {
        let Some(Raw::Letter(letter)) = self.raw(inside.start) else { return false };
        matches!(self.raw(inside.start + 1), Some(Raw::Symbol('+' | '-')))
            && self.raw(inside.start - 1) == Some(Raw::Symbol('('))
            && !self.e_takes_labels()
            && !(crate::letters::is_function_letter(base) || matches!(base, "u" | "v" | "w" | "y" | "z" | "phi" | "psi"))
            && self.free.get_or_init(|| free_letters(self.list, self.mates)).contains(letter)
    }

    /// Whether what stands above a name is one capital in script, or upright with an index, or a word with an index: the name of a set,
    /// a frame or a kind.
    fn is_drawn_apart(&self, name: &str, inner: Range<usize>) -> bool {
        let (open, behind) = (inner.start + 1, self.behind(inner.start + 1));
        let is_capital = behind == open + 3 && matches!(self.raw(open + 1), Some(Raw::Letter(letter)) if letter.is_ascii_uppercase());
        let has_index = self.raw(behind) == Some(Raw::Underscore) && self.behind(behind + 1) == inner.end;
        let is_word = || self.upright_name(inner.start).is_some_and(|word| word.len() > 1);
        let counts = counts(self.list, behind + 2);
        match commands::command(name) {
            Some(Command::Accent("cal" | "frak")) => is_capital && (behind == inner.end || (has_index && !counts)),
            Some(Command::Upright) => has_index && ((is_capital && !counts) || is_word()),
            _ => false,
        }
    }

    /// The label that a word above a name is, `x^{\mathrm{new}}`, `x^{\text{new}}`, and a sign, `x^+`. Letters that are not upright
    /// are a word where they read like one, `b^{eq}`, and factors of an exponent elsewhere, `a^{nx}`.
    pub fn word_above(&mut self, inner: Range<usize>, base: &str) -> Option<String> {
        if base == "e" || self.twins.contains(&inner.start.saturating_sub(2)) {
            return None;
        }
        let span = self.span(inner.start);
        match self.raw(inner.start)? {
            // f^{\mathcal F}, f^{\mathrm F_c}
            Raw::Command(name) if self.is_drawn_apart(name, inner.clone()) => {
                let label = script(self, inner).ok()?;
                self.note_once(span, format!("read {label} above {base} as a label; a power has its base in brackets, ({base})^n"));
                Some(label)
            }
            Raw::Command(name) if commands::command(name) == Some(Command::Upright) && self.behind(inner.start + 1) == inner.end => {
                // An upright e is Euler's number.
                self.upright_name(inner.start).filter(|word| word != "e" || name.starts_with("text"))
            }
            // E^\circ is a standard potential, y^\circ(t) a reference, and 30^\circ an angle.
            Raw::Command("circ") if inner.len() == 1 && base.starts_with(|first: char| first.is_ascii_uppercase()) => Some("circ".into()),
            Raw::Command("circ") if inner.len() == 1 && self.raw(inner.end + 1) == Some(Raw::Symbol('(')) => Some("circ".into()),
            Raw::Command("ddagger") if inner.len() == 1 => Some("ddagger".into()),
            Raw::Symbol(sign @ ('+' | '-')) if inner.len() == 1 => {
                self.note_once(span, format!("read {base} with a sign above as a name of its own; the positive part is \\max(0, x)"));
                Some(if sign == '+' { "plus".into() } else { "minus".into() })
            }
            Raw::Letter(_) if inner.len() > 1 => {
                let letters = inner.clone().map(|at| match self.list[at] {
                    Token { raw: Raw::Letter(letter), spaced, .. } if letter.is_ascii_alphabetic() && (at == inner.start || !spaced) => {
                        Some(letter)
                    }
                    _ => None,
                });
                let word: String = letters.collect::<Option<String>>()?;
                // g^{aa}: nobody writes a square so.
                if word.len() == 2 && word.as_bytes()[0] == word.as_bytes()[1] {
                    self.note_once(span, format!("read {word} above {base} as its indices; a power is written {base}^{{a^2}}"));
                    return Some(word);
                }
                if word.chars().all(|letter| self.letters.contains(letter)) {
                    return None;
                }
                // \varepsilon^{MP}: two capitals that stand nowhere else.
                let are_strange = is_pair_of_capitals(&word) && word.chars().all(|letter| !self.letters.contains(letter));
                let is_label = is_label(&word) || are_strange;
                note::add(&mut self.out.notes, span, || match is_label {
                    true => format!("read `{word}` above {base} as a label; a product is written with \\cdot"),
                    false => format!("read `{word}` above {base} as a product in its exponent; a label is written \\mathrm{{{word}}}"),
                });
                is_label.then_some(word)
            }
            _ => None,
        }
    }

    /// `f^{iv}(x)`, `y^{IV}`: the order of a derivative in Roman digits, above a letter of functions.
    pub fn roman_order(&mut self, inner: Range<usize>, base: &str) -> Option<String> {
        let word: Option<String> =
            inner.clone().take(5).map(|at| if let Some(Raw::Letter(letter)) = self.raw(at) { Some(letter) } else { None }).collect();
        let word = word?;
        let order = match &*word.to_lowercase() {
            "iv" => "4",
            "vi" => "6",
            "vii" => "7",
            "viii" => "8",
            _ => return None,
        };
        if !matches!(base, "f" | "g" | "h" | "F" | "G" | "y" | "u") || inner.len() != word.len() {
            return None;
        }
        let span = self.span(inner.start).to(self.span(inner.end - 1));
        self.note_once(span, format!("read {word} above {base} as the number {order}, the order of a derivative"));
        Some(order.into())
    }

    /// `w^{i'}`, `K^{d,i}`: a letter that counts, with a prime, and a list are labels.
    pub fn labels_above(&mut self, inner: Range<usize>, base: &str) -> Result<Option<String>, Error> {
        let is_counted = inner.len() > 1
            && matches!(self.raw(inner.start), Some(Raw::Letter('i' | 'j' | 'k' | 'l' | 'm' | 'n' | 's' | 't')))
            && self.count_primes(inner.start + 1..inner.end) > 0;
        let is_simple = |at: usize| matches!(self.raw(at), Some(Raw::Letter(_) | Raw::Digit(_) | Raw::Symbol(',') | Raw::Prime));
        let is_list = matches!(self.raw(inner.start), Some(Raw::Letter(_)))
            && inner.clone().any(|at| self.raw(at) == Some(Raw::Symbol(',')))
            && inner.clone().all(is_simple);
        // \hat\theta^{*b}
        let is_starred = inner.len() > 1
            && self.raw(inner.start) == Some(Raw::Symbol('*'))
            && (inner.start + 1..inner.end).all(|at| matches!(self.raw(at), Some(Raw::Letter(_))));
        if base == "e" || !(is_counted || is_list || is_starred) {
            return Ok(None);
        }
        let span = self.span(inner.start).to(self.span(inner.end - 1));
        let label = script(self, inner)?;
        self.note_once(span, format!("read {label} above {base} as a label; a power has its base in brackets, ({base})^n"));
        Ok(Some(label))
    }

    /// Adds a note unless another place has it already.
    pub fn note_once(&mut self, span: Span, message: String) {
        if self.out.notes.iter().all(|note| note.message != message) {
            note::add(&mut self.out.notes, span, || message);
        }
    }

    /// Whether an exponent is a letter that often is none: a T, a capital or a step that stands nowhere else, or the number of a
    /// layer beside an index.
    pub fn is_doubtful(&self, inner: Range<usize>, base: &str, has_subscript: bool) -> bool {
        let is_alone = inner.len() == 1 || is_indexed_capital(self.list, self.mates, inner.clone());
        let letter = match self.raw(inner.start) {
            Some(Raw::Letter(letter)) => letter,
            Some(Raw::Command(name)) if is_alone && has_subscript => {
                let is_letter = matches!(commands::command(name), Some(Command::Letter(_)));
                return is_letter && self.commands.get_or_init(|| counted(self.list)).get(name) == Some(&1);
            }
            _ => return false,
        };
        match letter {
            _ if base == "e" => letter == 'T' && is_alone,
            // F_c is another quantity than F.
            _ if is_alone && inner.len() > 1 => true,
            'k' | 'r' | 'm' | 'i' | 'j' if base == "C" && is_alone => false,
            'T' | 'e' => is_alone,
            'l' | 'L' if has_subscript => is_alone || matches!(self.raw(inner.start + 1), Some(Raw::Symbol(_))),
            't' | 'k' => is_alone && (has_subscript || (letter == 't' && STEPPING.contains(&base))),
            'i' | 'j' => is_alone && !self.letters.contains(letter),
            'K' | 'M' | 'N' => false,
            // \mathcal{M}_t^s, P^a_{aa'}: beside an index a letter is a quantity only where it stands on the line without one.
            'a'..='h' | 'o'..='z' if is_alone && has_subscript && !matches!(letter, 'x' | 'y' | 'z' | 'n' | 'p' | 'q' | 'r') => {
                !self.free.get_or_init(|| free_letters(self.list, self.mates)).contains(letter)
            }
            'a' | 'b' if base.len() == 1 && base.starts_with(|first: char| first.is_ascii_uppercase()) => {
                is_alone && !self.letters.contains(letter)
            }
            'c' | 'd' | 'f' | 'g' | 'h' | 'l' | 'o' | 'u' | 'w' => is_alone && !self.letters.contains(letter),
            _ => is_alone && (letter.is_ascii_uppercase() || has_subscript) && !self.letters.contains(letter),
        }
    }

    pub fn is_star(&self, inner: Range<usize>) -> bool {
        inner.len() == 1 && matches!(self.raw(inner.start), Some(Raw::Symbol('*') | Raw::Command("ast" | "star")))
    }

    pub fn is_transpose(&self, inner: Range<usize>, base: &str) -> bool {
        // Three say that it is none.
        let is_brace = |at: &usize| matches!(self.raw(*at), Some(Raw::Open | Raw::Close));
        // W^{[l]T}
        if let (Some(Raw::Symbol('[' | '(')), Some(Raw::Symbol(']' | ')'))) = (self.raw(inner.start), self.raw(inner.end.saturating_sub(2)))
            && matches!(self.raw(inner.end - 1), Some(Raw::Letter('T') | Raw::Command("top" | "intercal")))
        {
            return true;
        }
        let only: SmallVec<[usize; 3]> = inner.clone().filter(|at| !is_brace(at)).take(3).collect();
        match only[..] {
            [at] => match self.raw(at) {
                Some(Raw::Command("top" | "intercal" | "dagger")) => true,
                Some(Raw::Letter('T')) => base != "e" && self.t_transposes(),
                _ => false,
            },
            // A^{-T}
            [sign, at] if self.raw(sign) == Some(Raw::Symbol('-')) => {
                let is_matrix = base.starts_with(|first: char| first.is_ascii_uppercase());
                match self.raw(at) {
                    Some(Raw::Command("top" | "intercal")) => true,
                    Some(Raw::Letter('T')) => is_matrix && self.t_transposes(),
                    _ => false,
                }
            }
            [style, at] => {
                let upright = matches!(self.raw(style), Some(Raw::Command("mathsf" | "mathrm" | "text" | "textrm" | "rm" | "intercal")));
                upright && self.raw(at) == Some(Raw::Letter('T'))
            }
            _ => false,
        }
    }
}
