//! The author's own commands: definitions are taken out of the text, and every use is put in place, within limits that
//! stop a hostile text long before it is noticed.

#[cfg(test)]
mod tests;

use super::packages::{self, Usual};
use super::tokens::{Raw, Token, tokens};
use crate::error::Error;
use crate::syntax::tree::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// So many uses of macros are expanded.
const MOST_EXPANSIONS: usize = 10_000;

/// Macros add at most so many tokens to a text.
const MOST_TOKENS: usize = 50_000;

/// So many tokens are looked at or copied in all, beside some for each character of the text and of the preamble: an argument
/// handed on from macro to macro moves again and again.
const MOST_WORK: usize = 300_000;

/// So many for each character of the text and of the preamble: what is no macro's business is looked at a few times and copied once.
const WORK_EACH: usize = 8;

/// What has been done for the macros of a text, and what may be.
#[derive(Debug)]
pub struct Work {
    done: usize,
    most: usize,
}

impl Work {
    fn new(characters: usize) -> Work {
        Work { done: 0, most: WORK_EACH * characters + MOST_WORK }
    }

    /// Counts so many tokens that are looked at or copied, before they are.
    pub fn add(&mut self, tokens: usize) -> Result<(), Error> {
        self.done += tokens;
        if self.done > self.most { Err(exhausted("the work of expanding macros", self.most)) } else { Ok(()) }
    }
}

/// A definition.
#[derive(Debug, Clone)]
pub struct Macro<'a> {
    parameters: usize,
    /// The value of the first parameter where it is left out.
    default: Option<Vec<Token<'a>>>,
    pub body: Vec<Token<'a>>,
}

/// Definitions by name.
#[derive(Debug, Default)]
pub struct Macros<'a> {
    pub known: FxHashMap<&'a str, Macro<'a>>,
}

fn malformed(span: Span, expected: &str) -> Error {
    let hint = Some(r"a macro is written \newcommand{\name}[2]{...}".into());
    Error::Syntax { span: span.range(), found: "this definition".into(), expected: expected.into(), hint }
}

fn exhausted(what: &str, limit: usize) -> Error {
    let hint = "write the formula with fewer macros, or none that use themselves".into();
    Error::Limit { what: what.into(), limit: limit as u64, hint }
}

/// A text with its macros in place.
#[derive(Debug)]
pub struct Expansion<'a> {
    /// What comes from a macro has the place of its command, what comes from an argument its own.
    pub tokens: Vec<Token<'a>>,
    /// Where the text uses macros, each with its arguments and all that these hold.
    pub uses: Vec<Span>,
    /// Commands that nothing defines and that are read as authors usually mean them, each where it stands first, with its meaning.
    pub customary: Vec<(Span, &'static str, &'static str)>,
}

/// The tokens of a text with its macros, and those of a preamble, expanded.
pub fn expand<'a>(text: &'a str, preamble: &'a str) -> Result<Expansion<'a>, Error> {
    let own = tokens(text);
    let definitions = tokens(preamble);
    expanded(own, definitions, &mut Work::new(text.len() + preamble.len()))
}

/// The tokens of a text and a preamble with their macros in place.
fn expanded<'a>(own: Vec<Token<'a>>, definitions: Vec<Token<'a>>, work: &mut Work) -> Result<Expansion<'a>, Error> {
    let mut macros = Macros::default();
    // What a preamble holds besides definitions is no part of the text, and definitions of TeX's own kind are none of commands that
    // formulas use.
    let _ = macros.define_all(definitions, true, work).map_err(|error| in_preamble(&error))?;
    let rest = macros.define_all(own, false, work)?;
    let is_used =
        |token: &Token<'_>| matches!(token.raw, Raw::Command(name) if macros.known.contains_key(name) || packages::may_be_usual(name));
    if rest.iter().any(is_used) {
        macros.expanded(rest, work)
    } else {
        Ok(Expansion { tokens: rest, uses: Vec::new(), customary: Vec::new() })
    }
}

/// The definitions in a text that comes with the program.
pub fn definitions(text: &'static str) -> Result<Macros<'static>, Error> {
    let mut macros = Macros::default();
    macros.define_all(tokens(text), false, &mut Work::new(text.len()))?;
    Ok(macros)
}

/// A mistake in a preamble has no place in the text.
fn in_preamble(error: &Error) -> Error {
    match error {
        Error::Limit { .. } => error.clone(),
        other => Error::Request { what: format!("in the macros: {other}"), hint: other.hint() },
    }
}

impl<'a> Macros<'a> {
    /// Remembers the definitions among the tokens and returns the others. What cannot be read as one is an error, or is left out
    /// in a preamble: a command that is used and that nothing defines is one where it stands.
    fn define_all(&mut self, list: Vec<Token<'a>>, is_preamble: bool, work: &mut Work) -> Result<Vec<Token<'a>>, Error> {
        const DEFINING: [&str; 8] =
            ["newcommand", "renewcommand", "providecommand", "def", "gdef", "let", "DeclareMathOperator", "DeclarePairedDelimiter"];
        let defines = |token: &Token<'a>| matches!(token.raw, Raw::Command(name) if DEFINING.contains(&name));
        if !list.iter().any(defines) {
            return Ok(list);
        }
        let mut rest = Vec::new();
        let mut cursor = Cursor { list: &list, at: 0, work };
        while let Some(token) = cursor.next() {
            let Raw::Command(name) = token.raw else {
                rest.push(token);
                continue;
            };
            let done = match name {
                _ if !defines(&token) => {
                    rest.push(token);
                    Ok(())
                }
                "def" | "gdef" => self.define_plain(&mut cursor, token.span),
                "let" => self.define_same(&mut cursor, token.span),
                "DeclareMathOperator" => self.define_operator(&mut cursor, token.span),
                "DeclarePairedDelimiter" => self.define_delimiter(&mut cursor, token.span),
                _ => self.define(&mut cursor, token.span, name == "providecommand"),
            };
            match done {
                Err(Error::Syntax { .. }) if is_preamble => cursor.skip_definition(defines),
                done => done?,
            }
        }
        Ok(rest)
    }

    /// `\newcommand{\name}[2][default]{body}`
    fn define(&mut self, cursor: &mut Cursor<'_, 'a>, span: Span, keep: bool) -> Result<(), Error> {
        cursor.skip_star();
        let name = cursor.name(span)?;
        let count = cursor.bracket()?;
        let parameters = match count.as_deref() {
            None => 0,
            Some([Token { raw: Raw::Digit(digit), .. }]) => digit.to_digit(10).unwrap_or(0) as usize,
            Some(_) => return Err(malformed(span, "the number of arguments in square brackets")),
        };
        let default = if count.is_some() { cursor.bracket()? } else { None };
        let body = cursor.group(span)?;
        let is_kept = keep && self.known.contains_key(name);
        if !is_kept && !is_internal(&body) {
            self.known.insert(name, Macro { parameters, default, body });
        }
        Ok(())
    }

    /// `\def\name#1#2{body}`
    fn define_plain(&mut self, cursor: &mut Cursor<'_, 'a>, span: Span) -> Result<(), Error> {
        let name = cursor.name(span)?;
        let mut parameters = 0;
        while let Some(Raw::Parameter(number)) = cursor.peek() {
            cursor.at += 1;
            parameters += 1;
            if usize::from(number) != parameters {
                return Err(malformed(span, "its parameters in the order #1#2"));
            }
        }
        let body = cursor.group(span)?;
        if !is_internal(&body) {
            self.known.insert(name, Macro { parameters, default: None, body });
        }
        Ok(())
    }

    /// `\let\name=\other`
    fn define_same(&mut self, cursor: &mut Cursor<'_, 'a>, span: Span) -> Result<(), Error> {
        let name = cursor.name(span)?;
        if cursor.peek() == Some(Raw::Symbol('=')) {
            cursor.at += 1;
        }
        let token = cursor.next().ok_or_else(|| malformed(span, "what the name is to mean"))?;
        let same = match token.raw {
            Raw::Command(other) => self.known.get(other),
            _ => None,
        };
        cursor.work.add(same.map_or(0, |same| same.body.len() + same.default.as_ref().map_or(0, Vec::len)))?;
        let same = same.cloned();
        self.known.insert(name, same.unwrap_or(Macro { parameters: 0, default: None, body: vec![token] }));
        Ok(())
    }

    /// `\DeclareMathOperator{\name}{text}`
    fn define_operator(&mut self, cursor: &mut Cursor<'_, 'a>, span: Span) -> Result<(), Error> {
        cursor.skip_star();
        let name = cursor.name(span)?;
        let word = cursor.group(span)?;
        let token = |raw| Token { raw, span, spaced: false };
        let body = [token(Raw::Command("operatorname")), token(Raw::Open)].into_iter().chain(word).chain([token(Raw::Close)]).collect();
        self.known.insert(name, Macro { parameters: 0, default: None, body });
        Ok(())
    }

    /// `\DeclarePairedDelimiter{\name}{left}{right}`
    fn define_delimiter(&mut self, cursor: &mut Cursor<'_, 'a>, span: Span) -> Result<(), Error> {
        let name = cursor.name(span)?;
        let (left, right) = (cursor.group(span)?, cursor.group(span)?);
        let token = |raw| Token { raw, span, spaced: false };
        let body = [token(Raw::Command("left"))]
            .into_iter()
            .chain(left)
            .chain([token(Raw::Parameter(1)), token(Raw::Command("right"))])
            .chain(right)
            .collect();
        self.known.insert(name, Macro { parameters: 1, default: None, body });
        Ok(())
    }

    /// Puts bodies in the place of uses, with what still is to be read on a stack, as TeX does.
    fn expanded(&self, list: Vec<Token<'a>>, work: &mut Work) -> Result<Expansion<'a>, Error> {
        let most = list.len() + MOST_TOKENS;
        let mut uses: Vec<Span> = Vec::new();
        let mut customary: Vec<(Span, &'static str, &'static str)> = Vec::new();
        let mut told: FxHashSet<&'static str> = FxHashSet::default();
        let mut out = Vec::with_capacity(list.len() * 2);
        let mut input: Vec<Token<'a>> = list.into_iter().rev().collect();
        let mut expansions = 0;
        while let Some(token) = input.pop() {
            work.add(1)?;
            let mut is_own = true;
            let known = match token.raw {
                Raw::Command(name) => match self.known.get(name) {
                    Some(known) => Some(known),
                    None => packages::usual(name, &input, work)?.map(|Usual { name, known, meaning }| {
                        is_own = false;
                        if let Some(meaning) = meaning
                            && told.insert(packages::command_of(name))
                        {
                            customary.push((token.span, packages::command_of(name), meaning));
                        }
                        known
                    }),
                },
                _ => None,
            };
            let Some(known) = known else {
                out.push(token);
                if out.len() > most {
                    return Err(exhausted("what macros expand to", MOST_TOKENS));
                }
                continue;
            };
            expansions += 1;
            if expansions > MOST_EXPANSIONS {
                return Err(exhausted("the number of macros expanded", MOST_EXPANSIONS));
            }
            // \dv*{f}{x} is a looser drawing of the same.
            if (known.default.is_none() || !is_own) && input.last().is_some_and(|next| next.raw == Raw::Symbol('*')) && known.parameters > 0
            {
                input.pop();
            }
            let (arguments, end) = arguments(known, &mut input, token.span, work)?;
            match uses.last_mut() {
                // A macro in the body or an argument of another belongs to it, with what it takes from behind.
                Some(last) if token.span.start < last.end => last.end = last.end.max(end),
                _ => uses.push(Span { start: token.span.start, end }),
            }
            work.add(known.body.len())?;
            let size: usize = known
                .body
                .iter()
                .map(|part| match part.raw {
                    Raw::Parameter(number) => arguments.get(usize::from(number).wrapping_sub(1)).map_or(0, Vec::len),
                    _ => 1,
                })
                .sum();
            if size + input.len() > most {
                return Err(exhausted("what macros expand to", MOST_TOKENS));
            }
            work.add(size)?;
            for part in known.body.iter().rev() {
                match part.raw {
                    Raw::Parameter(number) => match arguments.get(usize::from(number).wrapping_sub(1)) {
                        Some(argument) => {
                            input.extend(argument.iter().rev());
                            // What is set apart by a space stays so with an argument in its place, and so does the whole.
                            if let (false, Some(first)) = (argument.is_empty(), input.last_mut()) {
                                first.spaced |= part.spaced;
                            }
                        }
                        None => return Err(malformed(token.span, "a parameter that it declares")),
                    },
                    raw => input.push(Token { raw, span: token.span, spaced: part.spaced }),
                }
            }
            if let (true, Some(first)) = (size > 0, input.last_mut()) {
                first.spaced |= token.spaced;
            }
        }
        Ok(Expansion { tokens: out, uses, customary })
    }
}

/// Whether a body holds commands of TeX's own, `\@ifstar`, which choose between others, or `\aftergroup`, which only draw: what stood
/// before stays.
fn is_internal(body: &[Token<'_>]) -> bool {
    body.iter().any(|token| matches!(token.raw, Raw::Command("@" | "aftergroup" | "bgroup" | "egroup")))
}

/// The arguments of a use, taken from what is still to be read, and where the last of them ends.
fn arguments<'a>(known: &Macro<'a>, input: &mut Vec<Token<'a>>, span: Span, work: &mut Work) -> Result<(Vec<Vec<Token<'a>>>, u32), Error> {
    let missing = || Error::Syntax {
        span: span.range(),
        found: "a macro without its argument".into(),
        expected: format!("{} of them behind it", known.parameters),
        hint: None,
    };
    let mut arguments = Vec::new();
    let mut end = span.end;
    for at in 0..known.parameters {
        if let (0, Some(default)) = (at, &known.default) {
            let is_given = input.last().is_some_and(|next| next.raw == Raw::Symbol('['));
            if !is_given {
                // It stands in the preamble, and is told of at the place of its use.
                work.add(default.len())?;
                arguments.push(default.iter().map(|token| Token { span, ..*token }).collect());
                continue;
            }
            input.pop();
            let mut argument = Vec::new();
            loop {
                work.add(1)?;
                match input.pop() {
                    None => return Err(missing()),
                    Some(Token { raw: Raw::Symbol(']'), span, .. }) => {
                        end = end.max(span.end);
                        break;
                    }
                    Some(token) => argument.push(token),
                }
            }
            arguments.push(argument);
            continue;
        }
        let first = input.pop().ok_or_else(missing)?;
        end = end.max(first.span.end);
        if first.raw != Raw::Open {
            arguments.push(vec![first]);
            continue;
        }
        let mut argument = Vec::new();
        let mut depth = 1;
        loop {
            work.add(1)?;
            let token = input.pop().ok_or_else(missing)?;
            end = end.max(token.span.end);
            match token.raw {
                Raw::Open => depth += 1,
                Raw::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            argument.push(token);
        }
        arguments.push(argument);
    }
    Ok((arguments, end))
}

/// A place in a list of tokens.
struct Cursor<'l, 'a> {
    list: &'l [Token<'a>],
    at: usize,
    work: &'l mut Work,
}

impl<'a> Cursor<'_, 'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        self.at += 1;
        self.list.get(self.at - 1).copied()
    }

    fn peek(&self) -> Option<Raw<'a>> {
        self.list.get(self.at).map(|token| token.raw)
    }

    fn skip_star(&mut self) {
        if self.peek() == Some(Raw::Symbol('*')) {
            self.at += 1;
        }
    }

    /// The command that is defined, in braces or without.
    fn name(&mut self, span: Span) -> Result<&'a str, Error> {
        let braced = self.peek() == Some(Raw::Open);
        self.at += usize::from(braced);
        let name = match self.peek() {
            Some(Raw::Command(name)) if name != "@" => name,
            _ => return Err(malformed(span, "the command that is defined")),
        };
        self.at += 1;
        if braced && self.peek() != Some(Raw::Close) {
            return Err(malformed(span, "one command in its braces"));
        }
        self.at += usize::from(braced);
        Ok(name)
    }

    /// Goes behind the body of a definition that cannot be read, or before the next one.
    fn skip_definition(&mut self, defines: impl Fn(&Token<'a>) -> bool) {
        let mut depth = 0usize;
        while let Some(token) = self.list.get(self.at) {
            match token.raw {
                _ if depth == 0 && defines(token) => return,
                Raw::Open => depth += 1,
                Raw::Close => {
                    depth = depth.saturating_sub(1);
                    // Behind the name in its braces follow the number of arguments, and the body.
                    let goes_on = matches!(self.list.get(self.at + 1).map(|token| token.raw), Some(Raw::Open | Raw::Symbol('[')));
                    if depth == 0 && !goes_on {
                        self.at += 1;
                        return;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// What stands in square brackets, if those come next.
    fn bracket(&mut self) -> Result<Option<Vec<Token<'a>>>, Error> {
        if self.peek() != Some(Raw::Symbol('[')) {
            return Ok(None);
        }
        let rest = &self.list[self.at..];
        let length = rest.iter().position(|token| token.raw == Raw::Symbol(']'));
        self.work.add(length.unwrap_or(rest.len()))?;
        let Some(length) = length else { return Ok(None) };
        let inner = rest[1..length].to_vec();
        self.at += length + 1;
        Ok(Some(inner))
    }

    /// What stands in braces, or a single token.
    fn group(&mut self, span: Span) -> Result<Vec<Token<'a>>, Error> {
        let mut inner = Vec::new();
        let mut depth = 0usize;
        while let Some(token) = self.next() {
            self.work.add(1)?;
            match token.raw {
                Raw::Open => depth += 1,
                Raw::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_outer = matches!((token.raw, depth), (Raw::Open, 1) | (Raw::Close, 0));
            if !is_outer {
                inner.push(token);
            }
            if depth == 0 {
                return Ok(inner);
            }
        }
        Err(malformed(span, "its body in braces"))
    }
}
