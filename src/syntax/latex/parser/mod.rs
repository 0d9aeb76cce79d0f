//! Operators and brackets, by precedence, on an explicit stack: nothing recurses on nesting.

pub mod bound;
pub mod by_function;
pub mod by_value;
pub mod call;
pub mod composition;
pub mod conditions;
pub mod dependence;
pub mod derivative;
pub mod division;
pub mod dots;
pub mod doubts;
pub mod entry;
pub mod euler;
pub mod factor;
pub mod function;
pub mod indexed;
pub mod integral;
pub mod inverse;
pub mod numbered;
pub mod operand;
pub mod operators;
pub mod order;
pub mod point;
pub mod primed;
pub mod primes;
pub mod product;
pub mod slots;
pub mod told;

use crate::error::Error;
use crate::expression::Relation;
use crate::functions::FunctionId;
use crate::syntax::joint::{Joint, Pending, SUM, put_before};
use crate::syntax::latex::sentence::leibniz::{Variable, is_differential};
use crate::syntax::latex::sentence::scan::{self, Scan};
use crate::syntax::latex::words::commands::{INFINITY, SET};
use crate::syntax::latex::words::{Bracket, Kind as Word, Sentence, TextWord};
use crate::syntax::note::{self, shortened};
use crate::syntax::tree::{Kind, NodeId, Span, Statement, Tree};
use entry::{Entry, strength};
use integral::integral_without_differential;
use rustc_hash::{FxHashMap, FxHashSet};

/// A differential operator: its variables, each with its order.
#[derive(Debug, Clone)]
pub struct Operator {
    pub variables: Vec<(NodeId, u32)>,
    /// Whether it is written with ∂.
    pub is_partial: bool,
    /// What else ∂ differentiates by in the same member of the statement.
    pub companions: Vec<NodeId>,
    /// Whether it is by the square of its only variable, `\frac{\partial}{\partial\sigma^2}`.
    pub by_square: bool,
}

/// Parses the words of one text.
pub struct Parser<'s> {
    pub text: &'s str,
    pub sentence: Sentence,
    pub tree: Tree,
    pub at: usize,
    /// The word behind the statement.
    pub end: usize,
    pub stack: Vec<Entry>,
    /// Where in the stack the open brackets are.
    pub brackets: Vec<usize>,
    pub pending: Pending,
    /// Differential operators on the stack.
    pub operators: Vec<Operator>,
    /// Derivatives of unknown functions whose arguments are only a guess, for ∂ was written.
    pub guessed: FxHashSet<NodeId>,
    /// The variables of brackets that are differentiated, where they are said, by the word that opens the bracket.
    pub told_variable: FxHashMap<usize, NodeId>,
    /// Names that are letters with primes: the letter, and how many primes.
    pub primed: FxHashMap<NodeId, (Span, u32)>,
    pub scan: Scan,
    /// Letters that their primes tell to be functions, each with its variable.
    pub primed_functions: FxHashMap<String, String>,
    /// Names declared variables.
    pub declared: FxHashSet<String>,
    /// Letters whose products have been told.
    pub told: FxHashSet<String>,
    /// Whether an e stands without a dot, once that is asked for.
    pub has_bare_e: Option<bool>,
}

impl<'s> Parser<'s> {
    pub fn new(text: &'s str, sentence: Sentence, declared: FxHashSet<String>) -> Parser<'s> {
        Parser {
            text,
            tree: Tree::with_capacity(sentence.words.len()),
            sentence,
            at: 0,
            end: 0,
            stack: Vec::with_capacity(16),
            brackets: Vec::with_capacity(16),
            pending: Vec::with_capacity(16),
            operators: Vec::new(),
            guessed: FxHashSet::default(),
            told_variable: FxHashMap::default(),
            primed: FxHashMap::default(),
            scan: Scan::default(),
            primed_functions: FxHashMap::default(),
            declared,
            told: FxHashSet::default(),
            has_bare_e: None,
        }
    }

    /// Parses all statements. The result is the tree.
    pub fn parse(&mut self) -> Result<(), Error> {
        let stretches: Vec<std::ops::Range<usize>> =
            crate::syntax::latex::sentence::statements::stretches(&self.sentence.words).into_iter().map(|(from, to)| from..to).collect();
        self.scan = scan::scan(&self.sentence, &stretches);
        self.primed_functions = crate::syntax::latex::sentence::primed::primed_functions(&self.sentence, &self.scan, &self.declared);
        for stretch in stretches {
            self.end = stretch.end;
            self.at = stretch.start;
            let statement = self.statement(&stretch)?;
            self.tree.statements.push(statement);
        }
        if self.tree.statements.is_empty() {
            return Err(self.expected("an expression", None));
        }
        Ok(())
    }

    pub fn kind(&self) -> Word {
        self.kind_at(self.at)
    }

    pub fn kind_at(&self, at: usize) -> Word {
        if at >= self.end { Word::End } else { self.sentence.words[at].kind }
    }

    pub fn span(&self) -> Span {
        self.span_at(self.at)
    }

    pub fn span_at(&self, at: usize) -> Span {
        self.sentence.words[at.min(self.sentence.words.len() - 1)].span
    }

    pub fn mate(&self, at: usize) -> usize {
        self.sentence.words[at].mate as usize
    }

    fn statement(&mut self, stretch: &std::ops::Range<usize>) -> Result<Statement, Error> {
        if self.kind() == Word::Text(TextWord::If) {
            self.at += 1;
            let condition = self.expression()?;
            self.require_condition(condition)?;
            return Ok(Statement::Condition(condition));
        }
        if let Some(name) = scan::definition(&self.sentence, stretch) {
            self.at += 2;
            let value = self.expression()?;
            self.require_value(value)?;
            return Ok(Statement::Definition { name: self.sentence.names[name as usize].spelt, value });
        }
        if let Some((name, parameters)) = scan::function_definition(&self.sentence, stretch) {
            self.at = self.mate(stretch.start + 1) + 2;
            let value = self.expression()?;
            self.require_value(value)?;
            let parameters: Vec<Span> = parameters.iter().map(|name| self.sentence.names[*name as usize].spelt).collect();
            let spelt = |span: &Span| self.sentence.spelling(*span);
            if parameters.iter().enumerate().any(|(at, one)| parameters[..at].iter().any(|other| spelt(other) == spelt(one))) {
                self.at = stretch.start + 1;
                return Err(self.expected("different names for the parameters", None));
            }
            return Ok(Statement::Function { name: self.sentence.names[name as usize].spelt, parameters, value });
        }
        let node = self.expression()?;
        match self.tree.node(node).kind {
            Kind::Relation(Relation::Equal, left, right) => Ok(Statement::Equation(left, right)),
            _ => Ok(Statement::Expression(node)),
        }
    }

    /// An expression up to the end of the statement.
    fn expression(&mut self) -> Result<NodeId, Error> {
        let mut operand = self.operand()?;
        loop {
            match self.operator(operand)? {
                Next::Operand(next) => operand = next,
                Next::Statement(done) => return Ok(done),
            }
        }
    }

    /// What follows an operand: an operator and the next operand, a closing bracket, or the end.
    fn operator(&mut self, operand: NodeId) -> Result<Next, Error> {
        let span = self.span();
        if let Some(Entry::DerivativeOf { bracket: Some(bracket), .. }) = self.stack.last()
            && *bracket + 1 == self.at
        {
            self.require_value(operand)?;
            self.note_bracketed_derivative();
            let entry = self.stack.pop();
            return match entry {
                Some(entry) => self.finish(entry, operand).map(Next::Operand),
                None => Ok(Next::Operand(operand)),
            };
        }
        // \int f(x)\cdot dx
        if let Some(Entry::Integral(_)) = self.innermost_bracket()
            && self.kind() == Word::Times
            && is_differential(&self.sentence, self.at + 1)
            && matches!(self.kind_at(self.at + 2), Word::Name(_))
        {
            self.at += 1;
        }
        if let Some(Entry::Integral(_)) = self.innermost_bracket()
            && is_differential(&self.sentence, self.at)
            && let Word::Name(name) = self.kind_at(self.at + 1)
        {
            return self.close_integral(operand, name).map(Next::Operand);
        }
        let next = match self.kind() {
            Word::Plus | Word::Minus => {
                let minus = self.kind() == Word::Minus;
                let operand = self.reduce(operand, SUM + 1)?;
                let operand = self.end_bodies(operand)?;
                self.require_value(operand)?;
                put_before(&mut self.stack, &mut self.pending, operand, Joint::Sum, minus);
                self.at += 1;
                self.operand()?
            }
            Word::Times | Word::Slash => {
                let divide = self.kind() == Word::Slash;
                if divide && let Some(whole) = self.divided_argument(operand)? {
                    return Ok(Next::Operand(whole));
                }
                self.multiply(operand, divide)?;
                self.at += 1;
                self.operand()?
            }
            Word::Power => return self.power(operand).map(Next::Operand),
            Word::Factorial => {
                self.require_value(operand)?;
                if self.kind_at(self.at + 1) == Word::Factorial {
                    self.at += 1;
                    let hint = "the double factorial is not known here; the factorial of a factorial is written (x!)!";
                    return Err(self.expected("an operator", Some(hint.into())));
                }
                self.at += 1;
                self.factorial(operand, span)
            }
            Word::Degrees => {
                self.require_value(operand)?;
                self.at += 1;
                self.degrees(operand, span)
            }
            Word::Primes(order) => return self.primed_bracket(operand, order).map(Next::Operand),
            Word::Evaluate => {
                // A bar right behind \frac{\partial f}{\partial x} is that of the derivative alone.
                let is_held = || matches!(self.tree.node(operand).kind, Kind::Derivative(..)) && self.holds_states(operand, self.at + 1);
                let mut body = if self.guessed.contains(&operand) || is_held() || self.is_bare_value(operand) {
                    operand
                } else {
                    self.reduce(operand, SUM + 1)?
                };
                // x^3+x|_0^1 is an antiderivative and its values at both ends.
                if matches!(self.stack.last(), Some(Entry::Joint(Joint::Sum(_)))) && self.has_second_place(self.at + 2) {
                    body = self.reduce(body, SUM)?;
                    note::add(&mut self.sentence.notes, span, || "read the bar as that of the whole sum before it".into());
                }
                self.at += 1;
                return self.point(body).map(Next::Operand);
            }
            Word::Relation(sign) => {
                self.compare(operand, sign)?;
                self.at += 1;
                self.operand()?
            }
            Word::Text(word @ (TextWord::And | TextWord::Or)) => return self.join(operand, word == TextWord::And).map(Next::Operand),
            Word::Comma if matches!(self.kind_at(self.at + 1), Word::Row | Word::EndCases) => {
                self.at += 1;
                return Ok(Next::Operand(operand));
            }
            Word::Comma if matches!(self.innermost_bracket(), Some(Entry::Cases { in_condition: true, .. } | Entry::Range(_))) => {
                return self.join(operand, true).map(Next::Operand);
            }
            Word::Number(_)
            | Word::Name(_)
            | Word::Function(_)
            | Word::Differential(_)
            | Word::Open(_)
            | Word::BraceOpen
            | Word::Indicator
            | Word::Fraction
            | Word::Binomial
            | Word::Root
            | Word::IndexedRoot
            | Word::Bound(_)
            | Word::Cases => return self.implied(operand).map(Next::Operand),
            Word::Close(_)
            | Word::BraceClose
            | Word::Comma
            | Word::Ampersand
            | Word::Row
            | Word::EndCases
            | Word::Text(TextWord::If | TextWord::Otherwise) => {
                return self.close(operand).map(Next::Operand);
            }
            Word::Subscript if self.is_point() => {
                self.require_value(operand)?;
                return self.point(operand).map(Next::Operand);
            }
            Word::Subscript if self.guessed.contains(&operand) && self.kind_at(self.at - 1) == Word::Close(Bracket::Round) => {
                self.held_constant(operand)?
            }
            Word::Subscript if self.is_bracketed_partial(operand) => self.held_aside(operand)?,
            Word::Subscript => {
                return Err(Error::Unsupported {
                    span: Some(span.range()),
                    what: "an index belongs to a letter, and the component of an expression is not read".into(),
                    hint: Some("give the expression a name: x_{1}".into()),
                });
            }
            Word::Compose => return Err(self.uncomposed(self.at)),
            Word::Element => return Err(Error::Unsupported { span: Some(span.range()), what: SET.into(), hint: None }),
            Word::Infinity => return Err(self.infinite()),
            Word::Star | Word::Transpose | Word::Colon => return Err(self.expected("an operator", None)),
            Word::Bar | Word::Gap | Word::Separator | Word::End => {
                let done = self.reduce(operand, 1)?;
                if let Some(Entry::Integral(binding)) = self.stack.last() {
                    return Err(integral_without_differential(binding.at));
                }
                if !self.stack.is_empty() {
                    return Err(self.expected("a closing bracket", None));
                }
                return Ok(Next::Statement(done));
            }
        };
        Ok(Next::Operand(next))
    }

    fn factorial(&mut self, operand: NodeId, end: Span) -> NodeId {
        let children = self.tree.push_children(&[(operand, false)]);
        let whole = self.tree.node(operand).span.to(end);
        self.tree.push(Kind::Call(const { FunctionId::named("factorial") }, children), whole)
    }

    /// An exponent, whose braces are invisible.
    fn power(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        self.require_value(operand)?;
        if let Word::Star | Word::Transpose | Word::Plus | Word::Minus = self.kind_at(self.at + 2)
            && self.mate(self.at + 1) == self.at + 3
        {
            return Err(Error::Unsupported {
                span: Some(self.span_at(self.at + 2).range()),
                what: "this mark is no exponent".into(),
                hint: Some("only scalars and their powers are read".into()),
            });
        }
        self.reject_bracketed_order()?;
        self.open(Entry::Exponent { base: operand });
        self.at += 2;
        self.operand()
    }

    /// Applies waiting operators that bind at least as tightly as `least` to the operand on their right.
    pub fn reduce(&mut self, mut operand: NodeId, least: u8) -> Result<NodeId, Error> {
        while let Some(entry) = self.stack.last().copied() {
            if strength(&entry) < least {
                break;
            }
            self.stack.pop();
            if matches!(entry, Entry::Joint(joint) if joint.is_logical()) {
                self.require_condition(operand)?;
            } else {
                self.require_value(operand)?;
            }
            operand = match entry {
                Entry::Bare { applied, is_closed } => self.apply_bare(applied, is_closed, operand)?,
                entry => self.finish(entry, operand)?,
            };
        }
        Ok(operand)
    }

    /// What an operator makes of the operand on its right.
    pub fn finish(&mut self, entry: Entry, operand: NodeId) -> Result<NodeId, Error> {
        let end = self.tree.node(operand).span;
        Ok(match entry {
            Entry::Joint(joint) => joint.close(&mut self.tree, &mut self.pending, operand),
            Entry::DerivativeOf { operator, at, place, .. } => {
                let node = self.differentiated(operator, operand, at.to(end))?;
                match place {
                    Some((variable, value)) => {
                        let children = self.tree.push_children(&[(variable, false), (value, false)]);
                        self.tree.push(Kind::Evaluated(node, children), at.to(end))
                    }
                    None => node,
                }
            }
            Entry::BoundBody(binding) => self.bound_body(binding, operand, end),
            // Brackets are looser than anything that is asked for.
            _ => operand,
        })
    }

    /// A body and the derivatives to be taken of it.
    pub fn differentiated(&mut self, operator: usize, body: NodeId, span: Span) -> Result<NodeId, Error> {
        let Operator { variables, is_partial, companions, by_square } = self.operators[operator].clone();
        if !by_square && let Some(node) = self.in_slot(body, &variables, is_partial, span) {
            return Ok(node);
        }
        if let Some((variable, _)) = variables.first() {
            let others: Vec<NodeId> = variables[1..].iter().map(|(other, _)| *other).chain(companions).collect();
            self.depend(body, *variable, is_partial, &others)?;
        }
        let mut node = body;
        for (variable, order) in variables {
            node = self.tree.push(Kind::Derivative(node, variable, order), span);
        }
        Ok(if by_square { self.over_inner(operator, node, span) } else { node })
    }

    /// A node for a variable; its primes are part of its name.
    pub fn name_node(&mut self, name: u32, span: Span) -> NodeId {
        let info = self.sentence.names[name as usize];
        let spelt = if info.primes > 0 { self.primed_name(name) } else { info.spelt };
        if info.dots > 0 {
            let spelling = self.sentence.dotted_spelling(name);
            return self.spell_node(&spelling, span);
        }
        self.tree.push(Kind::Name(spelt), span)
    }

    /// Registers the variables of a differential operator.
    pub fn operator_of(&mut self, variables: &[Variable], span: Span, is_partial: bool) -> usize {
        let variables: Vec<(NodeId, u32)> =
            variables.iter().map(|variable| (self.name_node(variable.name, span), variable.order)).collect();
        let own: Vec<String> = variables.iter().map(|(node, _)| self.plain_name(*node)).collect();
        let fields = if is_partial { self.scan.fields(self.at).to_vec() } else { Vec::new() };
        let companions = fields.iter().filter(|name| !own.contains(name)).map(|name| self.spell_node(name, span)).collect();
        self.operators.push(Operator { variables, is_partial, companions, by_square: false });
        self.operators.len() - 1
    }

    pub fn innermost_bracket(&self) -> Option<&Entry> {
        self.brackets.last().map(|at| &self.stack[*at])
    }

    /// Puts an open bracket on the stack.
    pub fn open(&mut self, bracket: Entry) {
        self.brackets.push(self.stack.len());
        self.stack.push(bracket);
    }

    /// Takes the innermost bracket, which has nothing above it, from the stack.
    pub fn shut(&mut self) {
        self.brackets.pop();
        self.stack.pop();
    }

    /// `\frac{d}{dx}(x)y` differentiates the bracket alone, and says so.
    fn note_bracketed_derivative(&mut self) {
        let follows = !matches!(
            self.kind(),
            Word::End | Word::Plus | Word::Minus | Word::Relation(_) | Word::Close(_) | Word::BraceClose | Word::Comma | Word::Times
        );
        if follows {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                "read the derivative as that of the bracket alone; to differentiate the whole product put brackets around it".into()
            });
        }
    }

    /// Infinity where a value must stand.
    pub fn infinite(&self) -> Error {
        Error::Unsupported { span: Some(self.span().range()), what: INFINITY.into(), hint: None }
    }

    /// The error that says what was found here and what was expected.
    pub fn expected(&self, expected: &str, hint: Option<String>) -> Error {
        let span = self.span();
        let found = match self.sentence.words.get(self.at).map(|word| word.kind) {
            None | Some(Word::End) => "the end of the input".to_string(),
            Some(Word::Separator) => "the end of the statement".to_string(),
            _ => format!("`{}`", shortened(&self.text[span.range()])),
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
