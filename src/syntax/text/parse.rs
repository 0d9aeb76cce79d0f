//! Operators and brackets, by precedence, on an explicit stack: nothing recurses on nesting.

use super::entry::{Entry, POWER, strength};
use super::list;
use super::raised::Standing;
use super::tokens::{Kind as Token, Token as Word, lowered, tokens};
use crate::error::Error;
use crate::functions::FunctionId;
use crate::syntax::joint::{AND, Chain, Joint, PRODUCT, Pending, SIGN, SUM, put_before};
use crate::syntax::names::{NameSet, can_stand_alone, spelling};
use crate::syntax::note::{self, Note, shortened};
use crate::syntax::tree::{Kind, NodeId, Span, Tree};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// Parses texts one after another and keeps its memory between them.
#[derive(Debug, Default)]
pub struct Parser {
    /// The tree of the last text.
    pub tree: Tree,
    /// Decisions about ambiguous places of the last text.
    pub notes: Vec<Note>,
    /// Whether the last text had a decimal number.
    pub has_decimals: bool,
    pub(super) words: Vec<Word>,
    pub(super) stack: Vec<Entry>,
    /// Where in the stack the open brackets are, and how many of them belong to sums and integrals.
    pub(super) brackets: Vec<usize>,
    pub(super) binders: usize,
    pub(super) pending: Pending,
    pub(super) at: usize,
    /// Names declared variables, and names given a value, in one spelling.
    pub(super) variables: NameSet,
    pub(super) defined: NameSet,
    pub(super) defined_functions: NameSet,
    /// Names that stand without arguments somewhere; found when first needed.
    pub(super) standing: Option<Standing>,
    /// For each word that opens a bracket the one that closes it; found when first needed.
    pub(super) closing: OnceCell<Vec<u32>>,
    /// For names before a bracket, whether that was found to be a call.
    pub(super) calls: FxHashMap<String, bool>,
    /// Whether there is an equals sign in the text.
    pub(super) has_equality: bool,
    /// Whether the text is one statement.
    pub(super) is_single: bool,
    /// Whether commas outside brackets separate statements.
    is_list: bool,
}

impl Parser {
    /// Parses a list, in which commas outside brackets separate statements as `;` does; brackets around the whole list are
    /// allowed. Otherwise as [`Parser::parse`].
    pub fn parse_list(&mut self, text: &str, variables: &[&str]) -> Result<(), Error> {
        self.is_list = true;
        let result = self.parse(text, variables);
        self.is_list = false;
        result
    }

    /// Parses a text; `variables` are names known to be variables. The result is [`Parser::tree`].
    pub fn parse(&mut self, text: &str, variables: &[&str]) -> Result<(), Error> {
        self.tree.clear();
        self.notes.clear();
        self.stack.clear();
        self.brackets.clear();
        self.binders = 0;
        self.pending.clear();
        self.variables.clear();
        self.defined.clear();
        self.defined_functions.clear();
        self.standing = None;
        self.closing.take();
        if !self.calls.is_empty() {
            self.calls.clear();
        }
        self.has_decimals = false;
        self.at = 0;
        if text.len() > u32::MAX as usize / 2 {
            return Err(Error::Limit {
                what: "the length of the input".into(),
                limit: u32::MAX as u64 / 2,
                hint: "split the input".into(),
            });
        }
        tokens(text, &mut self.words)?;
        if self.is_list
            && let Some(gap) = list::separate(&mut self.words)
        {
            self.at = gap;
            return Err(self.expected(text, "an expression", None));
        }
        variables.iter().for_each(|name| self.variables.insert(&spelling(name)));
        self.find_definitions(text);
        while self.kind() != Token::End {
            if matches!(self.kind(), Token::Semicolon | Token::LineBreak) {
                self.at += 1;
                continue;
            }
            let statement = self.statement(text)?;
            self.tree.statements.push(statement);
        }
        if self.tree.statements.is_empty() {
            return Err(self.expected(text, "an expression", None));
        }
        self.note_glued(text);
        Ok(())
    }

    pub(super) fn kind(&self) -> Token {
        self.words[self.at].kind
    }

    pub(super) fn kind_after(&self, offset: usize) -> Token {
        self.words.get(self.at + offset).map_or(Token::End, |word| word.kind)
    }

    pub(super) fn span(&self) -> Span {
        self.words[self.at].span
    }

    pub(super) fn span_after(&self, offset: usize) -> Span {
        self.words[(self.at + offset).min(self.words.len() - 1)].span
    }

    /// An expression up to the end of the statement.
    pub(super) fn expression(&mut self, text: &str) -> Result<NodeId, Error> {
        let mut operand = self.operand(text)?;
        loop {
            match self.operator(text, operand)? {
                Next::Operand(next) => operand = next,
                Next::Statement(done) => return Ok(done),
            }
        }
    }

    /// What follows an operand: an operator and the next operand, a closing bracket, or the end.
    fn operator(&mut self, text: &str, operand: NodeId) -> Result<Next, Error> {
        let span = self.span();
        let next = match self.kind() {
            Token::Plus | Token::Minus => {
                let minus = self.kind() == Token::Minus;
                let operand = self.reduce(text, operand, SUM + 1)?;
                self.require_value(text, operand)?;
                put_before(&mut self.stack, &mut self.pending, operand, Joint::Sum, minus);
                self.at += 1;
                self.operand(text)?
            }
            Token::Times | Token::Slash => {
                let divide = self.kind() == Token::Slash;
                self.note_exponent(text, operand);
                self.multiply(text, operand, divide)?;
                self.at += 1;
                self.operand(text)?
            }
            Token::Caret => {
                let base = self.reduce(text, operand, POWER + 1)?;
                self.require_value(text, base)?;
                self.stack.push(Entry::Power { base });
                self.at += 1;
                self.operand(text)?
            }
            Token::Factorial => {
                self.require_value(text, operand)?;
                self.at += 1;
                let children = self.tree.push_children(&[(operand, false)]);
                let whole = self.tree.node(operand).span.to(span);
                self.tree.push(Kind::Call(const { FunctionId::named("factorial") }, children), whole)
            }
            Token::Superscript => {
                let base = self.reduce(text, operand, POWER + 1)?;
                self.require_value(text, base)?;
                self.at += 1;
                let exponent = self.raised_digits(text, span);
                let whole = self.tree.node(base).span.to(span);
                self.tree.push(Kind::Power(base, exponent), whole)
            }
            Token::Less | Token::LessOrEqual | Token::Greater | Token::GreaterOrEqual | Token::Equal | Token::NotEqual => {
                self.compare(text, operand)?;
                self.at += 1;
                self.operand(text)?
            }
            Token::Keyword if matches!(&text[span.range()], "and" | "or") => {
                let is_and = &text[span.range()] == "and";
                self.reject_equation_in_condition(text)?;
                let operand = self.reduce(text, operand, if is_and { AND + 1 } else { AND })?;
                self.require_condition(text, operand)?;
                put_before(&mut self.stack, &mut self.pending, operand, if is_and { Joint::And } else { Joint::Or }, false);
                self.at += 1;
                self.operand(text)?
            }
            Token::Keyword => {
                return self.begin_condition(text, operand).map(Next::Operand);
            }
            Token::Bar if !matches!(self.innermost_bracket(), Some(Entry::Absolute { .. })) => {
                return self.implied(text, operand).map(Next::Operand);
            }
            Token::OpenBracket if self.is_subscripted(text, operand) => {
                return Err(self.expected(text, "an operator", Some("a component is written x_1 or x_i, a product x*[...]".into())));
            }
            Token::Number | Token::Name | Token::Open | Token::OpenBracket | Token::OpenBrace | Token::Root => {
                return self.implied(text, operand).map(Next::Operand);
            }
            Token::Close | Token::CloseBracket | Token::CloseBrace | Token::Bar | Token::Comma => {
                return self.close(text, operand).map(Next::Operand);
            }
            Token::Prime => {
                return Err(self.expected(
                    text,
                    "an operator",
                    Some("a prime stands between the name of a function and its argument, as in f'(x)".into()),
                ));
            }
            // The tokens have no line breaks in brackets any more; between bars they mean as little.
            Token::LineBreak if self.innermost_bracket().is_some() => {
                self.at += 1;
                operand
            }
            Token::Semicolon if matches!(self.innermost_bracket(), Some(Entry::Cases { .. })) => {
                return self.close(text, operand).map(Next::Operand);
            }
            Token::Semicolon | Token::LineBreak | Token::End => {
                let done = self.reduce(text, operand, 1)?;
                if let Some(open) = self.stack.last() {
                    let (opening, closing) = brackets(open);
                    let hint = format!("the `{opening}` in column {} is never closed", column(text, open));
                    return Err(self.expected(text, &format!("`{closing}`"), Some(hint)));
                }
                return Ok(Next::Statement(done));
            }
        };
        Ok(Next::Operand(next))
    }

    /// Whether a bracket follows a name at once, with one index inside: `x[1]`.
    fn is_subscripted(&self, text: &str, operand: NodeId) -> bool {
        let node = self.tree.node(operand);
        let is_index = matches!(self.kind_after(1), Token::Number | Token::Name) && self.kind_after(2) == Token::CloseBracket;
        matches!(node.kind, Kind::Name(_)) && node.span.end == self.span().start && is_index && !text.is_empty()
    }

    /// An operand and an operand side by side: a product.
    fn implied(&mut self, text: &str, operand: NodeId) -> Result<NodeId, Error> {
        self.note_exponent(text, operand);
        let operand = self.reduce(text, operand, SIGN)?;
        self.require_value(text, operand)?;
        let in_argument = matches!(self.stack.last(), Some(Entry::Bare { .. } | Entry::Joint(Joint::ArgumentProduct(_))));
        if in_argument && !self.starts_function(text)? {
            put_before(&mut self.stack, &mut self.pending, operand, Joint::ArgumentProduct, false);
        } else {
            if let Some(&Entry::Joint(Joint::Product(Chain { start, marked: true }))) = self.stack.last() {
                self.note_division(text, start, operand);
            }
            self.multiply(text, operand, false)?;
        }
        self.operand(text)
    }

    /// An exponent ends with its number: `e^2x` is e^2*x, and `x^1/2` is half of x. Who may have meant more of what follows is told.
    fn note_exponent(&mut self, text: &str, exponent: NodeId) {
        let Some(&Entry::Power { base }) = self.stack.last() else { return };
        let (Kind::Number(digits), place) = (self.tree.node(exponent).kind, self.tree.node(exponent).span) else { return };
        let (base, next) = (self.tree.node(base), self.span());
        let is_constant = match base.kind {
            Kind::Number(_) => true,
            Kind::Name(name) => &text[name.range()] == "e" && !self.is_variable("e"),
            _ => false,
        };
        let (whole, behind) = match self.kind() {
            Token::Slash if &text[digits.range()] == "1" && self.kind_after(1) == Token::Number => (base.span.to(self.span_after(1)), "/"),
            Token::Name if is_constant && place.end == next.start => (base.span.to(next), "*"),
            _ => return,
        };
        let power = &text[base.span.to(place).range()];
        let last = &text[next.start as usize..whole.end as usize];
        let (read, meant) = (last.trim_start_matches('/'), &text[place.start as usize..whole.end as usize]);
        let base = &text[base.span.range()];
        self.note(whole, || format!("read `{power}{last}` as ({power}){behind}{read}; for the longer exponent write {base}^({meant})"));
    }

    /// `1/2x` is read as `(1/2)*x`, and both readings are shown.
    #[inline(never)]
    fn note_division(&mut self, text: &str, start: usize, denominator: NodeId) {
        let first = self.tree.node(self.pending[start].0).span;
        let (below, next) = (self.tree.node(denominator).span, self.span());
        let whole = first.to(below);
        if whole.range().len() + next.range().len() > 60 || self.notes.last().is_some_and(|note| note.span.start == whole.start) {
            return;
        }
        let written = &text[next.range()];
        let factor = match self.kind() {
            Token::Open => "(...)".into(),
            Token::OpenBracket => "[...]".into(),
            Token::OpenBrace => "{...}".into(),
            Token::Bar => "|...|".into(),
            Token::Name if self.kind_after(1) == Token::Open => format!("{written}(...)"),
            _ => written.to_string(),
        };
        let left = &text[whole.range()];
        let above = text[first.start as usize..below.start as usize].trim_end().trim_end_matches(['/', '÷', '∕']).trim_end();
        let together = &text[whole.start as usize..next.start as usize];
        let below = &text[below.range()];
        self.note(whole, || {
            format!("read `{together}{factor}` as ({left})*{factor}; for {above} over the product write `{above}/({below}*{factor})`")
        });
    }

    fn multiply(&mut self, text: &str, operand: NodeId, divide: bool) -> Result<(), Error> {
        let operand = self.reduce(text, operand, PRODUCT + 1)?;
        self.require_value(text, operand)?;
        put_before(&mut self.stack, &mut self.pending, operand, Joint::Product, divide);
        Ok(())
    }

    /// Applies waiting operators that bind at least as tightly as `least` to the operand on their right.
    #[inline]
    pub(super) fn reduce(&mut self, text: &str, operand: NodeId, least: u8) -> Result<NodeId, Error> {
        match self.stack.last() {
            Some(entry) if strength(entry) >= least => self.apply_waiting(text, operand, least),
            _ => Ok(operand),
        }
    }

    #[inline(never)]
    fn apply_waiting(&mut self, text: &str, mut operand: NodeId, least: u8) -> Result<NodeId, Error> {
        while let Some(entry) = self.stack.pop_if(|entry| strength(entry) >= least) {
            if matches!(entry, Entry::Joint(joint) if joint.is_logical()) {
                self.require_condition(text, operand)?;
            } else {
                self.require_value(text, operand)?;
            }
            let end = self.tree.node(operand).span;
            operand = match entry {
                Entry::Joint(joint) => joint.close(&mut self.tree, &mut self.pending, operand),
                Entry::Power { base } => {
                    let span = self.tree.node(base).span.to(end);
                    self.tree.push(Kind::Power(base, operand), span)
                }
                Entry::Bare { function, name, exponent } => {
                    let children = self.tree.push_children(&[(operand, false)]);
                    let call = self.tree.push(Kind::Call(function, children), name.to(end));
                    self.raised(call, exponent)
                }
                Entry::Root { at } => {
                    let children = self.tree.push_children(&[(operand, false)]);
                    self.tree.push(Kind::Call(const { FunctionId::named("sqrt") }, children), at.to(end))
                }
                Entry::DerivativeOf { variable, order, at } => self.tree.push(Kind::Derivative(operand, variable, order), at.to(end)),
                // Brackets are looser than anything that is asked for.
                _ => operand,
            };
        }
        Ok(operand)
    }

    /// `sin^2 x` is the square of `sin x`.
    pub(super) fn raised(&mut self, call: NodeId, exponent: Option<NodeId>) -> NodeId {
        match exponent {
            Some(exponent) => {
                let span = self.tree.node(call).span;
                self.tree.push(Kind::Power(call, exponent), span)
            }
            None => call,
        }
    }

    /// The exponent that raised digits are.
    pub(super) fn raised_digits(&mut self, text: &str, span: Span) -> NodeId {
        let digits = self.tree.push(Kind::Number(span), span);
        if lowered(&text[span.range()]).starts_with('-') { self.tree.push(Kind::Negate(digits), span) } else { digits }
    }

    pub(super) fn innermost_bracket(&self) -> Option<&Entry> {
        self.brackets.last().map(|at| &self.stack[*at])
    }

    /// Puts an open bracket on the stack.
    pub(super) fn open(&mut self, bracket: Entry) {
        self.brackets.push(self.stack.len());
        self.stack.push(bracket);
    }

    /// Takes the innermost bracket, which has nothing above it, from the stack.
    pub(super) fn shut(&mut self) {
        self.brackets.pop();
        self.stack.pop();
    }

    /// Tells the user how an ambiguous place was read.
    #[cold]
    pub(super) fn note(&mut self, span: Span, message: impl FnOnce() -> String) {
        note::add(&mut self.notes, span, message);
    }

    /// Whether the token begins a function applied to something.
    fn starts_function(&mut self, text: &str) -> Result<bool, Error> {
        if self.kind() != Token::Name {
            return Ok(false);
        }
        let written = &text[self.span().range()];
        let name = spelling(written);
        if self.kind_after(1) == Token::Prime || (!can_stand_alone(written, &name) && !self.is_variable(&name)) {
            return Ok(true);
        }
        match self.kind_after(1) {
            Token::Open => Ok(self.is_known(&name) || self.is_call(text, &name, self.span(), 1)?),
            Token::Caret | Token::Superscript => Ok(self.raised_callee(text, &name, self.span())?.is_some()),
            _ => Ok(false),
        }
    }

    /// The error that says what was found here and what was expected.
    #[cold]
    #[inline(never)]
    pub(super) fn expected(&self, text: &str, expected: &str, hint: Option<String>) -> Error {
        let span = self.span();
        let found = match self.kind() {
            Token::End => "the end of the input".to_string(),
            Token::LineBreak => "the end of the line".to_string(),
            _ => format!("`{}`", shortened(&text[span.range()])),
        };
        Error::Syntax { span: span.range(), found, expected: expected.into(), hint }
    }
}

/// What comes next.
enum Next {
    /// Another operand was read.
    Operand(NodeId),
    /// The statement is complete.
    Statement(NodeId),
}

pub(super) fn brackets(entry: &Entry) -> (&'static str, &'static str) {
    match entry {
        Entry::Group { square: true, .. } => ("[", "]"),
        Entry::Absolute { .. } => ("|", "|"),
        Entry::Cases { .. } => ("{", "}"),
        _ => ("(", ")"),
    }
}

fn column(text: &str, entry: &Entry) -> usize {
    let open = match entry {
        Entry::Group { open, .. }
        | Entry::Absolute { open }
        | Entry::Call { open, .. }
        | Entry::FunctionExponent { open, .. }
        | Entry::Order { open, .. }
        | Entry::Cases { open, .. } => open.start as usize,
        _ => 0,
    };
    let line = text[..open].rfind('\n').map_or(0, |at| at + 1);
    text[line..open].chars().count() + 1
}
