//! Statements: definitions of names and functions, equations, and what is asked for.

use super::parse::Parser;
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::Relation;
use crate::syntax::names::{KEYWORDS, can_stand_alone, function, spelling};
use crate::syntax::tree::{Kind, Span, Statement};
use rustc_hash::FxHashSet;

impl Parser {
    /// Remembers which names are given values, so that their use can be told from that of unknown functions.
    pub(super) fn find_definitions(&mut self, text: &str) {
        // Most texts have no such sign in them, which is seen many bytes at a time.
        self.has_equality = memchr::memchr(b'=', text.as_bytes()).is_some() && self.words.iter().any(|word| word.kind == Token::Equal);
        if !self.has_equality {
            return;
        }
        let mut starts = Vec::new();
        let mut depth = 0usize;
        let mut begins = true;
        for (at, word) in self.words.iter().enumerate() {
            let separates = depth == 0 && matches!(word.kind, Token::Semicolon | Token::LineBreak | Token::End);
            if begins && !separates {
                starts.push(at);
            }
            match word.kind {
                Token::OpenBrace | Token::Open | Token::OpenBracket => depth += 1,
                Token::CloseBrace | Token::Close | Token::CloseBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            begins = separates;
        }
        self.is_single = starts.len() == 1;
        for at in starts {
            let word = self.words[at];
            if word.kind != Token::Name {
                continue;
            }
            let name = spelling(&text[word.span.range()]);
            if self.words[at + 1].kind == Token::Equal {
                self.defined.insert(&name);
            } else if self.parameters_from(text, at).is_some() {
                self.defined_functions.insert(&name);
            }
        }
    }

    /// The parameters of `f(x, y) =` whose name is token `at`. A text that is only `sin(y) = x` is an equation.
    pub(super) fn parameters_from(&self, text: &str, at: usize) -> Option<Vec<Span>> {
        let kind = |at: usize| self.words.get(at).map_or(Token::End, |word| word.kind);
        if !self.has_equality || kind(at + 1) != Token::Open {
            return None;
        }
        let written = &text[self.words[at].span.range()];
        let name = spelling(written);
        if KEYWORDS.contains(&written) || self.variables.contains(&name) || (self.is_single && function(&name).is_some()) {
            return None;
        }
        let mut parameters = Vec::new();
        let mut at = at + 2;
        loop {
            let span = self.words.get(at)?.span;
            let parameter = &text[span.range()];
            if kind(at) != Token::Name || !can_stand_alone(parameter, &spelling(parameter)) {
                return None;
            }
            parameters.push(span);
            match kind(at + 1) {
                Token::Comma => at += 2,
                Token::Close if kind(at + 2) == Token::Equal => return Some(parameters),
                _ => return None,
            }
        }
    }

    pub(super) fn statement(&mut self, text: &str) -> Result<Statement, Error> {
        if self.kind() == Token::Name {
            let name = self.span();
            if self.kind_after(1) == Token::Equal {
                self.at += 2;
                let value = self.expression(text)?;
                self.require_value(text, value)?;
                return Ok(Statement::Definition { name, value });
            }
            if let Some(parameters) = self.parameters_from(text, self.at) {
                self.reject_repeated(text, &parameters)?;
                self.at += 2 * parameters.len() + 3;
                let value = self.expression(text)?;
                self.require_value(text, value)?;
                return Ok(Statement::Function { name, parameters, value });
            }
        }
        let node = self.expression(text)?;
        match self.tree.node(node).kind {
            Kind::Relation(Relation::Equal, left, right) => Ok(Statement::Equation(left, right)),
            _ => Ok(Statement::Expression(node)),
        }
    }

    pub(super) fn reject_repeated(&self, text: &str, parameters: &[Span]) -> Result<(), Error> {
        let mut seen = FxHashSet::default();
        match parameters.iter().find(|span| !seen.insert(spelling(&text[span.range()]))) {
            None => Ok(()),
            Some(span) => Err(Error::Syntax {
                span: span.range(),
                found: format!("`{}` again", &text[span.range()]),
                expected: "another name for this parameter".into(),
                hint: None,
            }),
        }
    }
}
