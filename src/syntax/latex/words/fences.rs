//! Brackets of every size, and environments: what opens, what closes, and which belong to each other.

use super::commands::{self, Command, MATRIX};
use super::shape::Shaper;
use super::tokens::{Raw, Token};
use super::{Bracket, Kind, Sentence, ends_operand, is_plain};
use crate::error::Error;
use crate::syntax::note;

impl<'a> Shaper<'_, 'a> {
    /// `\left`: what it opens depends on what `\right` closes.
    pub fn left(&mut self) -> Result<(), Error> {
        // \left/ {\vphantom{..}} \right. draws a slash.
        if self.raw(self.at + 1) == Some(Raw::Symbol('/')) {
            let span = self.span(self.at).to(self.span(self.at + 1));
            self.lefts.push(None);
            self.push(Kind::Slash, span);
            self.at += 2;
            return Ok(());
        }
        let (opening, behind) = self.delimiter(self.at + 1)?;
        let span = self.span(self.at).to(self.span(behind - 1));
        let partner = match self.rights[self.at] {
            0 => None,
            right => self.delimiter(right as usize + 1).ok().map(|(kind, _)| kind),
        };
        let is_bar = |kind: Option<Option<Kind>>| kind == Some(Some(Kind::Bar));
        self.at = behind;
        match opening {
            None | Some(Kind::Open(Bracket::Square | Bracket::Round)) if is_bar(partner) => {
                self.lefts.push(Some(Kind::Close(Bracket::Evaluated)));
                self.push(Kind::Open(Bracket::Evaluated), span);
            }
            None => self.lefts.push(None),
            Some(Kind::Bar) => {
                self.lefts.push(Some(Kind::Close(Bracket::Bar)));
                self.push(Kind::Open(Bracket::Bar), span);
            }
            // A brace on the left alone draws a case distinction out of any table.
            Some(Kind::Open(Bracket::Curly)) if partner == Some(None) && self.raw(behind) == Some(Raw::Command("begin")) => {
                self.lefts.push(None);
                self.environments.push(("", true));
                let inner = self.behind(behind + 1);
                self.at = inner;
                let name = self.plain_text(behind + 2..inner - 1).unwrap_or_default();
                if name == "array" {
                    self.at = self.behind(self.at);
                }
                self.push(Kind::Cases, span);
            }
            Some(kind) => {
                self.lefts.push(None);
                self.push(kind, span);
            }
        }
        Ok(())
    }

    pub fn right(&mut self) -> Result<(), Error> {
        let (closing, behind) = self.delimiter(self.at + 1)?;
        let span = self.span(self.at).to(self.span(behind - 1));
        let wanted = self.lefts.pop().flatten();
        self.at = behind;
        match (closing, wanted) {
            (None, _) => {}
            (Some(Kind::Bar), Some(kind)) => self.push(kind, span),
            (Some(kind), _) => self.push(kind, span),
        }
        Ok(())
    }

    /// The bracket behind `\left` or `\right`, and the place behind it; no bracket for a full stop.
    fn delimiter(&self, at: usize) -> Result<(Option<Kind>, usize), Error> {
        let kind = match self.raw(at) {
            Some(Raw::Symbol('.')) => None,
            Some(Raw::Symbol('(')) => Some(Kind::Open(Bracket::Round)),
            Some(Raw::Symbol(')')) => Some(Kind::Close(Bracket::Round)),
            Some(Raw::Symbol('[')) => Some(Kind::Open(Bracket::Square)),
            Some(Raw::Symbol(']')) => Some(Kind::Close(Bracket::Square)),
            Some(Raw::Symbol('|')) => Some(Kind::Bar),
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Word(Kind::Open(Bracket::Bar) | Kind::Close(Bracket::Bar))) => Some(Kind::Bar),
                Some(Command::Word(kind @ (Kind::Open(_) | Kind::Close(_) | Kind::Bar))) => Some(kind),
                Some(Command::Unsupported(why)) => return Err(self.unsupported(at, why)),
                _ => return Err(self.no_bracket(at)),
            },
            _ => return Err(self.no_bracket(at)),
        };
        Ok((kind, at + 1))
    }

    fn no_bracket(&self, at: usize) -> Error {
        let span = self.span(at).range();
        Error::Syntax { span, found: "no bracket".into(), expected: "a bracket behind \\left or \\right".into(), hint: None }
    }

    pub fn begin(&mut self) -> Result<(), Error> {
        let behind = self.behind(self.at + 1);
        let name = self.plain_text(self.at + 2..behind.max(self.at + 3) - 1).unwrap_or_default();
        let span = self.span(self.at);
        let start = self.at;
        self.at = behind;
        match name.trim().trim_end_matches('*') {
            "cases" | "dcases" | "rcases" | "numcases" => {
                self.environments.push(("cases", true));
                self.push(Kind::Cases, span);
            }
            "align" | "aligned" | "gather" | "gathered" | "split" | "equation" | "multline" | "multlined" | "eqnarray" | "flalign"
            | "displaymath" | "math" | "alignedat" | "alignat" | "array" => {
                // A table in brackets is a vector, a matrix or a determinant.
                let is_fenced = matches!(self.out.words.last().map(|word| word.kind), Some(Kind::Open(_) | Kind::Bar));
                if name == "array" && is_fenced {
                    return Err(self.unsupported(start, commands::MATRIX));
                }
                if matches!(name.as_str(), "alignedat" | "alignat" | "array") {
                    self.at = self.behind(self.at);
                }
                if self.raw(self.at) == Some(Raw::Symbol('[')) && self.raw(self.at + 2) == Some(Raw::Symbol(']')) {
                    self.at += 3;
                }
                self.environments.push(("rows", false));
            }
            name if name.contains("matrix") => {
                return Err(self.unsupported(start, commands::MATRIX));
            }
            other => {
                let what = format!("the environment `{}` is not read", other.chars().take(30).collect::<String>());
                return Err(Error::Unsupported { span: Some(span.range()), what, hint: None });
            }
        }
        Ok(())
    }

    pub fn end(&mut self) -> Result<(), Error> {
        let behind = self.behind(self.at + 1);
        let span = self.span(self.at).to(self.span(behind.max(self.at + 1) - 1));
        match self.environments.pop() {
            Some((_, true)) => self.push(Kind::EndCases, span),
            Some(_) => {}
            None => {
                let expected = "a \\begin before it".into();
                return Err(Error::Syntax { span: span.range(), found: "\\end".into(), expected, hint: None });
            }
        }
        self.at = behind;
        Ok(())
    }
}

pub fn rights(list: &[Token<'_>]) -> Vec<u32> {
    let mut rights = Vec::new();
    let mut lefts = Vec::new();
    for (at, token) in list.iter().enumerate() {
        match token.raw {
            Raw::Command("left") => {
                rights.resize(list.len(), 0);
                lefts.push(at);
            }
            Raw::Command("right") => {
                if let Some(left) = lefts.pop() {
                    rights[left] = at as u32;
                }
            }
            _ => {}
        }
    }
    rights
}

/// So many words behind a bar are looked through for the end of its bracket.
const LONGEST_CONDITION: usize = 64;

/// Whether a bar is the only one in the bracket of a name, so that it has no other half there.
fn is_condition_of_call(sentence: &Sentence, open: usize, bar: usize) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    if open == 0 || kind(open) != Kind::Open(Bracket::Round) || !matches!(kind(open - 1), Kind::Name(_)) {
        return false;
    }
    let mut depth = 0usize;
    for at in bar + 1..bar + LONGEST_CONDITION {
        match kind(at) {
            Kind::Bar | Kind::End => return false,
            Kind::Open(_) | Kind::BraceOpen => depth += 1,
            Kind::Close(_) | Kind::BraceClose if depth > 0 => depth -= 1,
            Kind::Close(_) => return true,
            _ => {}
        }
    }
    false
}

/// `||x||`: whether bars stand right inside others on both sides, without a space.
fn is_norm(sentence: &Sentence, opened: usize, closed: usize) -> bool {
    let word = |at: usize| sentence.words[at];
    let touch = |one: usize, other: usize| word(one).span.end == word(other).span.start && word(one).span.range().len() == 1;
    let inner = opened + 1;
    word(inner).kind == Kind::Open(Bracket::Bar)
        && word(inner).mate as usize + 1 == closed
        && touch(opened, inner)
        && touch(closed - 1, closed)
}

/// Finds the other half of every bracket, and what each bar does.
pub fn pair(sentence: &mut Sentence) -> Result<(), Error> {
    let mut open: Vec<usize> = Vec::new();
    let mut previous = Kind::Separator;
    for at in 0..sentence.words.len() {
        let word = sentence.words[at];
        if is_plain(word.kind) {
            previous = word.kind;
            continue;
        }
        let is_in_bars = open.last().is_some_and(|at| matches!(sentence.words[*at].kind, Kind::Open(Bracket::Bar)));
        let mut kind = word.kind;
        if matches!(kind, Kind::Bar) && open.last().is_some_and(|open| is_condition_of_call(sentence, *open, at)) && ends_operand(previous)
        {
            // f(x | \theta) is a function of both.
            kind = Kind::Comma;
            sentence.words[at].kind = kind;
            note::add(&mut sentence.notes, word.span, || "read the bar in a bracket as a comma between arguments".into());
        }
        if matches!(kind, Kind::Bar) {
            kind = if ends_operand(previous) && is_in_bars {
                Kind::Close(Bracket::Bar)
            } else if ends_operand(previous) && sentence.words[at + 1].kind == Kind::Subscript {
                Kind::Evaluate
            } else {
                Kind::Open(Bracket::Bar)
            };
            sentence.words[at].kind = kind;
        }
        // \bigg\rvert_{x=0} with nothing for it to close.
        if matches!(kind, Kind::Close(Bracket::Bar)) && !is_in_bars && sentence.words[at + 1].kind == Kind::Subscript {
            kind = Kind::Evaluate;
            sentence.words[at].kind = kind;
        }
        let closes = match kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => {
                open.push(at);
                None
            }
            Kind::Close(bracket) => Some(Kind::Open(bracket)),
            Kind::BraceClose => Some(Kind::BraceOpen),
            Kind::EndCases => Some(Kind::Cases),
            _ => None,
        };
        if let Some(opening) = closes {
            match open.last().copied().filter(|at| sentence.words[*at].kind == opening) {
                Some(opened) => {
                    open.pop();
                    sentence.words[opened].mate = at as u32;
                    sentence.words[at].mate = opened as u32;
                    if kind == Kind::Close(Bracket::Bar) && is_norm(sentence, opened, at) {
                        let span = Some(word.span.range());
                        let hint = Some("the absolute value of a number has one bar on each side".into());
                        return Err(Error::Unsupported { span, what: MATRIX.into(), hint });
                    }
                }
                None => {
                    let hint = match open.last() {
                        Some(_) => "a bracket of another kind is still open",
                        None => "there is no bracket that this closes",
                    };
                    let found = "a closing bracket".to_string();
                    let expected = "an operator or another bracket".into();
                    return Err(Error::Syntax { span: word.span.range(), found, expected, hint: Some(hint.into()) });
                }
            }
        }
        previous = kind;
    }
    match open.last() {
        None => Ok(()),
        Some(at) => {
            let span = sentence.words[*at].span.range();
            Err(Error::Syntax { span, found: "a bracket that is never closed".into(), expected: "its other half".into(), hint: None })
        }
    }
}
