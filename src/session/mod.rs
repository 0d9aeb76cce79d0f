//! Questions and answers: the whole way from text to a simplified derivative, with the memory kept between questions.

mod aside;
mod bounds;
mod curve;
mod kept;
mod local;
mod matrix;
mod mistake;
mod operations;
mod point;
mod program;
mod slope;
mod steps;
mod verdict;

pub use aside::Alternative;
pub use bounds::Bounds;
pub use curve::{Branch, Curve};
pub use matrix::Matrix;
pub use point::Value;
pub use verdict::{Judgement, Verdict, Witness};

use kept::KeptQuestion;

use crate::differentiate::{Differentiator, Failure};
use crate::domain::{Knowledge, conditions_of, conditions_of_losses, jump_conditions, missing_conditions, normal_condition};
use crate::error::Error;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Loss, Node, Symbol};
use crate::limits::{Limits, exceeded};
use crate::operation;
use crate::render::{self, LatexStyle, Style};
use crate::rewrite::Rules;
use crate::simplify::{Form, Goal, in_names, is_zero, simplify};
use crate::syntax::{self, Evaluation, Input, Reader, Source};
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;

/// A question, as text.
///
/// ```
/// use chainrule::{Question, Session};
/// let mut session = Session::new();
/// let question = Question { definitions: &["y = sigma(z)"], ..Question::derive("1/2*(a - y)^2", &["y"]) };
/// assert_eq!(session.derive(&question)?.text()?, "y - a");
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// The expression, with definitions before or after it if there are any: `E = 1/2*(a - y)^2; y = sigma(z)`.
    pub expression: &'a str,
    /// The variables to differentiate by, in that order; one may be left out where the expression has a single free symbol.
    pub variables: &'a [&'a str],
    /// How often to differentiate by each of the variables; once where it is 0.
    pub order: u32,
    /// The language of the expression and of the definitions; by itself it is found out from what stands there.
    pub input: Input,
    /// Further definitions, `name = expression` each.
    pub definitions: &'a [&'a str],
    /// Definitions of LaTeX macros, such as `\newcommand{\half}{\frac12}`.
    pub macros: &'a str,
    /// Conditions assumed to hold, such as `a > 0`.
    pub assumptions: &'a [&'a str],
    /// The form of the answer.
    pub form: Form,
    /// Whether the answer is written without the names of the definitions.
    pub expand: bool,
    /// How LaTeX is set.
    pub style: LatexStyle,
}

impl<'a> Question<'a> {
    /// The derivative of `expression` by each of the variables in turn, in the simplest form.
    pub fn derive(expression: &'a str, variables: &'a [&'a str]) -> Question<'a> {
        Question { expression, variables, ..Question::default() }
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Plain text on one line, which reads back as the same expression.
    Text,
    /// Plain text in lines of at most so many columns, where it can be broken.
    Lines(usize),
    /// Text with `σ`, `·` and superscripts.
    Unicode,
    /// LaTeX for math mode.
    Latex,
    /// LaTeX for math mode in rows about so many characters wide, in `aligned`, where it can be broken.
    Rows(usize),
    /// Typst for math mode.
    Typst,
}

/// Answers questions one after another and keeps its memory between them, for many questions in a row.
#[derive(Debug, Default)]
pub struct Session {
    arena: Arena,
    reader: Reader,
    knowledge: Knowledge,
    differentiator: Differentiator,
    own_rules: Option<Rules>,
    question: KeptQuestion,
    outcome: Outcome,
}

/// What the last question came to.
#[derive(Debug, Clone, Default)]
struct Outcome {
    /// What was asked about.
    input: Option<Id>,
    /// The answer.
    id: Option<Id>,
    /// The answer as it is written: in the names of the question's definitions.
    shown: Option<Id>,
    /// The names of the definitions, and what they stand for.
    names: Vec<(String, Id)>,
    /// The functions that the question defines.
    functions: Vec<syntax::Function>,
    /// What was differentiated, by what, in the order it was done.
    stages: Vec<(Id, Id)>,
    /// Whether the stages are all there is to it, so that steps can be told.
    has_steps: bool,
    /// The steps of an operation.
    worked: Vec<operation::Step>,
    /// The name of what is asked about, where it has one.
    name: Option<Id>,
    /// Conditions of an operation's own.
    conditions: Vec<Id>,
    /// All conditions there are, where that is known already.
    settled: Option<Vec<Id>>,
    /// What is assumed.
    assumptions: Vec<Id>,
    losses: Vec<Loss>,
    notes: Vec<String>,
    style: Style,
}

impl Outcome {
    /// What an expression made for a question is to keep to.
    fn goal(&self, question: Id, form: Form) -> Goal {
        Goal { question, form, decimals: self.style.decimals }
    }
}

/// The answer to a question; it borrows the session it came from.
#[derive(Debug)]
pub struct Answer<'s> {
    session: &'s mut Session,
}

impl Session {
    /// A session without assumptions, definitions or rules of its own.
    pub fn new() -> Session {
        Session::default()
    }

    /// Adds rewrite rules of the user's, a line each: `name: left -> right  if guard  # source`.
    /// They are tried before the built-in ones.
    ///
    /// # Errors
    /// [`Error::Request`] naming the line that is no rule.
    pub fn add_rules(&mut self, text: &str) -> Result<(), Error> {
        self.own_rules.get_or_insert_with(Rules::empty).read(text)
    }

    /// Says how much each question may take; beyond that it is answered with [`Error::Limit`].
    pub fn set_limits(&mut self, limits: Limits) {
        self.arena.set_limits(limits);
    }

    /// How much each question may take.
    pub fn limits(&self) -> &Limits {
        self.arena.limits()
    }

    /// The derivative.
    ///
    /// # Errors
    /// What cannot be read, has no value, no derivative in closed form, or exceeds a limit; see [`Error`].
    pub fn derive(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let input = self.read(question)?;
        self.question.keep(question);
        let variables = self.variables(question, input)?;
        self.outcome.style.variable = variables.last().copied();
        self.outcome.has_steps = true;
        let mut current = input;
        for variable in variables {
            for _ in 0..question.order.max(1) {
                self.outcome.stages.push((current, variable));
                current = self.derivative_of(current, variable)?;
                current = self.finished(current, question.form)?;
            }
        }
        self.finish(current, question);
        Ok(Answer { session: self })
    }

    /// The expression itself in the form asked for, nothing differentiated. Where the question names a variable, or the
    /// expression has a single one, sums are ordered by its powers.
    ///
    /// # Errors
    /// As [`Session::derive`].
    pub fn simplify(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let input = self.read(question)?;
        let id = self.finished(input, question.form)?;
        self.finish(id, question);
        let named = question.variables.last().and_then(|name| syntax::canonical_name(name));
        self.outcome.style.variable = match (named, &self.arena.free_symbols(input)[..]) {
            (Some(name), _) => Some(self.arena.symbol(&name)),
            (None, [only]) => Some(self.arena.symbol_node(*only)),
            _ => None,
        };
        Ok(Answer { session: self })
    }

    /// The value of the expression at a point.
    ///
    /// # Errors
    /// [`Error::Undefined`] where there is no real value; [`Error::Request`] where a variable has no value; otherwise as
    /// [`Session::derive`].
    pub fn evaluate(&mut self, question: &Question<'_>, point: &[(&str, f64)]) -> Result<f64, Error> {
        let input = self.read(question)?;
        value_at(&mut self.arena, input, point)
    }

    /// Forgets the question before.
    fn begin(&mut self) {
        self.arena.reset();
        self.knowledge.reset();
        self.differentiator.reset();
        let mut stages = std::mem::take(&mut self.outcome.stages);
        stages.clear();
        self.outcome = Outcome { stages, ..Outcome::default() };
    }

    /// Refuses a question that is too long.
    fn admit(&self, question: &Question<'_>) -> Result<(), Error> {
        let lists = question.definitions.iter().chain(question.assumptions).map(|text| text.len());
        self.admit_length(question.expression.len() + question.macros.len() + lists.sum::<usize>())
    }

    fn admit_length(&self, bytes: usize) -> Result<(), Error> {
        if bytes > self.limits().input_bytes { Err(exceeded("input_bytes", self.limits(), "split the question")) } else { Ok(()) }
    }

    fn read(&mut self, question: &Question<'_>) -> Result<Id, Error> {
        self.begin();
        self.admit(question)?;
        let spelt: SmallVec<[Cow<'_, str>; 2]> =
            question.variables.iter().map(|name| syntax::canonical_name(name).unwrap_or(Cow::Borrowed(name))).collect();
        let variables: SmallVec<[&str; 4]> = spelt.iter().map(|name| &**name).collect();
        let Question { input, definitions, macros, .. } = *question;
        let source = Source { text: question.expression, input, definitions, variables: &variables, macros, ..Source::default() };
        let reading = self.reader.read(&mut self.arena, &source)?;
        self.outcome.style.decimals = reading.has_decimals;
        self.outcome.style.latex = question.style;
        self.outcome.notes = reading.notes;
        self.outcome.names = reading.definitions;
        self.outcome.name = reading.name;
        self.outcome.functions = reading.functions;
        self.assume(question, &reading.conditions)?;
        self.outcome.losses = self.arena.take_losses();
        let id = if reading.evaluations.is_empty() {
            self.settled(reading.target)?
        } else {
            self.put_in(reading.evaluations, &[reading.target])?[0]
        };
        self.outcome.input = Some(id);
        Ok(id)
    }

    /// Assumes what the question says, and what its text says.
    fn assume(&mut self, question: &Question<'_>, conditions: &[Id]) -> Result<(), Error> {
        for assumption in question.assumptions {
            let condition = syntax::read_condition(&mut self.arena, assumption)?;
            if !self.knowledge.assume(&mut self.arena, condition) {
                return Err(Error::Request {
                    what: format!("cannot assume `{assumption}`"),
                    hint: Some("an assumption is a comparison such as `a > 0`".into()),
                });
            }
            self.outcome.assumptions.push(condition);
        }
        for condition in conditions {
            if !self.knowledge.assume(&mut self.arena, *condition) {
                self.outcome.notes.push("a condition in the text says nothing that can be used".into());
            }
            self.outcome.assumptions.push(*condition);
        }
        Ok(())
    }

    /// The expressions with the derivatives in them taken. What is evaluated at a point is differentiated before the point is
    /// put in.
    fn put_in(&mut self, evaluations: Vec<Evaluation>, ids: &[Id]) -> Result<Vec<Id>, Error> {
        let mut values: Vec<(Id, Id)> = Vec::new();
        for evaluation in evaluations {
            let body = self.arena.substitute_all(evaluation.body, &values);
            let body = self.resolved(body)?;
            let point: Vec<(Id, Id)> =
                evaluation.point.iter().map(|(variable, value)| (*variable, self.arena.substitute_all(*value, &values))).collect();
            let value = self.arena.substitute_all(body, &point);
            values.push((evaluation.symbol, value));
        }
        let mut settled = Vec::with_capacity(ids.len());
        for id in ids {
            let id = if values.is_empty() { *id } else { self.arena.substitute_all(*id, &values) };
            settled.push(self.settled(id)?);
        }
        Ok(settled)
    }

    /// Refuses an expression that is nested too deep.
    fn check_depth(&self, root: Id) -> Result<(), Error> {
        let limit = self.limits().depth;
        // An expression is no deeper than there are parts.
        if self.arena.len() <= limit {
            return Ok(());
        }
        let mut depth = vec![0; root.index() + 1];
        for id in self.arena.reachable(root) {
            let mut deepest = 0;
            self.arena.for_each_child(id, |child| deepest = deepest.max(depth[child.index()]));
            depth[id.index()] = deepest + 1;
        }
        if depth[root.index()] > limit { Err(exceeded("depth", self.limits(), "name inner parts in definitions")) } else { Ok(()) }
    }

    /// The expression with the derivatives in it taken, which must have a value.
    fn settled(&mut self, id: Id) -> Result<Id, Error> {
        let id = self.resolved(id)?;
        self.checked(id)?;
        self.check_depth(id)?;
        Ok(id)
    }

    /// The expression with the derivatives in it taken.
    fn resolved(&mut self, id: Id) -> Result<Id, Error> {
        let own = self.own_rules.as_ref();
        self.differentiator
            .resolve(&mut self.arena, &mut self.knowledge, id, &mut |arena, knowledge, id| is_zero(arena, knowledge, &rule_sets(own), id))
            .map_err(explain)
    }

    fn variables(&mut self, question: &Question<'_>, input: Id) -> Result<SmallVec<[Id; 4]>, Error> {
        if !question.variables.is_empty() {
            return question
                .variables
                .iter()
                .map(|name| match syntax::canonical_name(name) {
                    Some(name) => Ok(self.arena.symbol(&name)),
                    None => Err(Error::Request {
                        what: format!("`{name}` is not a name to differentiate by"),
                        hint: Some("a variable is a letter or a word such as x, w_1 or theta".into()),
                    }),
                })
                .collect();
        }
        match self.arena.free_symbols(input)[..] {
            [symbol] => Ok(smallvec![self.arena.symbol_node(symbol)]),
            [] => Err(Error::Request {
                what: "there is no variable to differentiate by".into(),
                hint: Some("name one after the expression".into()),
            }),
            ref several => {
                let names: Vec<&str> = several.iter().map(|symbol| self.arena.name(*symbol)).collect();
                Err(Error::Request {
                    what: format!("by which variable? the expression has {}", names.join(", ")),
                    hint: Some(format!("name it after the expression: `{}`", names[0])),
                })
            }
        }
    }

    fn derivative_of(&mut self, id: Id, variable: Id) -> Result<Id, Error> {
        let own = self.own_rules.as_ref();
        let derivative = self
            .differentiator
            .derive(&mut self.arena, &mut self.knowledge, id, variable, &mut |arena, knowledge, id| {
                is_zero(arena, knowledge, &rule_sets(own), id)
            })
            .map_err(explain)?;
        self.checked(derivative)?;
        Ok(derivative)
    }

    fn finished(&mut self, id: Id, form: Form) -> Result<Id, Error> {
        if form == Form::Raw {
            return Ok(id);
        }
        let own = self.own_rules.as_ref();
        let goal = self.outcome.goal(self.outcome.input.unwrap_or(id), form);
        let finished = simplify(&mut self.arena, &mut self.knowledge, &rule_sets(own), id, goal);
        if finished == Id::UNDEFINED && self.arena.is_exhausted() {
            // The best form so far is the answer when the budget runs out.
            return Ok(id);
        }
        self.checked(finished)?;
        Ok(finished)
    }

    /// The answer, and how it is written.
    fn finish(&mut self, id: Id, question: &Question<'_>) {
        self.outcome.id = Some(id);
        if question.expand || question.form == Form::Raw || self.outcome.names.is_empty() {
            return;
        }
        let names: Vec<(Id, Id)> =
            std::mem::take(&mut self.outcome.names).into_iter().map(|(name, value)| (self.arena.symbol(&name), value)).collect();
        let rules = rule_sets(self.own_rules.as_ref());
        let input = self.outcome.input.unwrap_or(id);
        let goal = self.outcome.goal(input, Form::Simplest);
        let named = in_names(&mut self.arena, &mut self.knowledge, &rules, id, goal, &names);
        if named != Id::UNDEFINED {
            self.outcome.shown = Some(named);
        }
    }

    fn checked(&self, id: Id) -> Result<(), Error> {
        if id != Id::UNDEFINED {
            return Ok(());
        }
        if self.arena.is_exhausted() {
            return Err(exceeded("nodes", self.limits(), "ask for `raw` form"));
        }
        Err(Error::Undefined { span: None, what: "the expression".into() })
    }
}

/// The conditions a condition in normal form is made of.
fn parts(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id) -> Vec<Id> {
    let normal = normal_condition(arena, knowledge, condition);
    match arena.node(normal) {
        Node::And(parts) => parts.to_vec(),
        _ => vec![normal],
    }
}

fn rule_sets(own: Option<&Rules>) -> Vec<&Rules> {
    own.into_iter().chain([Rules::built_in()]).collect()
}

pub(crate) fn explain(failure: Failure) -> Error {
    match failure {
        Failure::NoDerivative { function, argument } => {
            let place = ["first", "second", "third"].get(argument).copied().unwrap_or("last");
            Error::Unsupported {
                span: None,
                what: format!("the derivative of {} in its {place} argument has no closed form here", function.row().name),
                hint: None,
            }
        }
        Failure::DiscreteLimits => Error::Unsupported {
            span: None,
            what: "a sum or product whose limits depend on the variable has no derivative".into(),
            hint: Some("the limits count; they do not vary continuously".into()),
        },
    }
}

/// The value of an expression at a point given by names.
pub(crate) fn value_at(arena: &mut Arena, id: Id, point: &[(&str, f64)]) -> Result<f64, Error> {
    let mut values: Vec<(Symbol, f64)> = Vec::with_capacity(point.len());
    for (name, value) in point {
        let name = syntax::canonical_name(name).unwrap_or_else(|| (*name).into());
        values.push((arena.intern(&name), *value));
    }
    let missing = arena.free_symbols(id).into_iter().find(|symbol| !values.iter().any(|(known, _)| known == symbol));
    if let Some(symbol) = missing {
        let name = arena.name(symbol);
        return Err(Error::Request { what: format!("`{name}` has no value"), hint: Some(format!("say `{name}=1`, for instance")) });
    }
    let unknown = arena.reachable(id).into_iter().find_map(|id| match arena.node(id) {
        Node::Apply(unknown, _) => Some(arena.name(arena.unknown(unknown).0).to_string()),
        _ => None,
    });
    if let Some(name) = unknown {
        return Err(Error::Request {
            what: format!("the function `{name}` is not known, so it has no value"),
            hint: Some(format!("define it: `{name}(x) = x^2`")),
        });
    }
    let value = evaluate(arena, id, &values);
    if value.is_finite() {
        Ok(value)
    } else {
        let what = if value.is_nan() { "the value at this point" } else { "the value at this point, which is too large for a double," };
        Err(Error::Undefined { span: None, what: what.into() })
    }
}

impl Session {
    pub(crate) fn evaluate_answer(&self, point: &[(&str, f64)]) -> Result<f64, Error> {
        // Interning the point's names needs an arena of its own, since the owner of a derivative shares it.
        value_at(&mut self.arena.clone(), self.id(), point)
    }

    /// The answer to the last question, again.
    pub(crate) fn write(&self, notation: Notation, buffer: &mut String) -> Result<(), Error> {
        self.write_id(self.outcome.shown.unwrap_or(self.id()), &self.outcome.style, notation, buffer)
    }

    fn write_id(&self, id: Id, style: &Style, notation: Notation, buffer: &mut String) -> Result<(), Error> {
        let arena = &self.arena;
        match notation {
            Notation::Text => render::write_text(buffer, arena, id, style),
            Notation::Unicode => render::write_unicode(buffer, arena, id, style),
            Notation::Latex => render::write_latex(buffer, arena, id, style),
            Notation::Typst => render::write_typst(buffer, arena, id, style),
            Notation::Rows(width) => render::write_rows(buffer, arena, id, style, width),
            Notation::Lines(width) => {
                buffer.push_str(&render::pretty_text(arena, id, style, width)?);
                Ok(())
            }
        }
    }

    fn written(&self, notation: Notation) -> Result<String, Error> {
        let mut text = String::new();
        self.write(notation, &mut text)?;
        Ok(text)
    }

    fn id(&self) -> Id {
        self.outcome.id.unwrap_or(Id::UNDEFINED)
    }

    fn written_conditions(&self, conditions: Vec<Id>) -> Vec<String> {
        let written = |condition| {
            let mut text = String::new();
            render::write_text(&mut text, &self.arena, condition, &self.outcome.style).ok().map(|()| text)
        };
        let mut texts: Vec<String> = conditions.into_iter().filter_map(written).collect();
        texts.sort();
        texts
    }

    fn conditions(&mut self) -> Vec<Id> {
        if let Some(settled) = &self.outcome.settled {
            return settled.clone();
        }
        let (Some(input), Some(answer)) = (self.outcome.input, self.outcome.id) else { return Vec::new() };
        let (arena, knowledge) = (&mut self.arena, &mut self.knowledge);
        let mut required = conditions_of(arena, knowledge, input);
        required.extend(conditions_of_losses(arena, knowledge, &self.outcome.losses));
        for condition in self.differentiator.conditions.iter().chain(&self.outcome.conditions) {
            required.extend(parts(arena, knowledge, *condition));
        }
        let own = self.own_rules.as_ref();
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rule_sets(own), id);
        let last = self.outcome.stages.last().map(|(_, variable)| (answer, *variable));
        for (stage, variable) in self.outcome.stages.iter().copied().chain(last) {
            if stage != input && stage != answer {
                required.extend(conditions_of(arena, knowledge, stage));
            }
            for condition in jump_conditions(arena, knowledge, stage, variable, &mut zero) {
                required.extend(parts(arena, knowledge, condition));
            }
        }
        let visible = conditions_of(arena, knowledge, answer);
        missing_conditions(arena, knowledge, &required, &visible)
    }
}

impl Answer<'_> {
    /// Plain text; it reads back as the same expression.
    ///
    /// # Errors
    /// [`Error::Limit`] where even the shared parts, each written once, are too long.
    pub fn text(&self) -> Result<String, Error> {
        self.session.written(Notation::Text)
    }

    /// Text with `σ`, `·` and superscripts. Errors as [`Answer::text`].
    pub fn unicode(&self) -> Result<String, Error> {
        self.session.written(Notation::Unicode)
    }

    /// LaTeX for math mode. Errors as [`Answer::text`].
    pub fn latex(&self) -> Result<String, Error> {
        self.session.written(Notation::Latex)
    }

    /// LaTeX for math mode in rows of about `width` characters, in an `aligned` environment, where it is longer and can be
    /// broken; it reads back as the same expression too. Errors as [`Answer::text`].
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let answer = session.derive(&Question::derive("sin(x)*cos(2*x) + x*ln(x)", &["x"]))?;
    /// let rows = answer.latex_rows(20)?;
    /// assert_eq!(rows.lines().next(), Some(r"\begin{aligned}"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn latex_rows(&self, width: usize) -> Result<String, Error> {
        self.session.written(Notation::Rows(width))
    }

    /// Typst for math mode. Errors as [`Answer::text`].
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let answer = session.derive(&Question::derive("ln(x)/x", &["x"]))?;
    /// assert_eq!(answer.typst()?, "frac(1-ln x, x^2)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn typst(&self) -> Result<String, Error> {
        self.session.written(Notation::Typst)
    }

    /// Appends the answer in some notation to a buffer. Errors as [`Answer::text`].
    pub fn write(&self, notation: Notation, buffer: &mut String) -> Result<(), Error> {
        self.session.write(notation, buffer)
    }

    /// The conditions the answer does not show itself: where the question, or the derivative, is defined.
    pub fn conditions(&mut self) -> Vec<String> {
        let conditions = self.session.conditions();
        self.session.written_conditions(conditions)
    }

    /// What the reader decided where the text was ambiguous, and names the answer introduces.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.session.outcome.notes.clone();
        notes.extend(self.session.introduced());
        notes
    }

    /// The value of the answer at a point.
    ///
    /// # Errors
    /// [`Error::Request`] where a variable has no value, [`Error::Undefined`] where the answer has none.
    pub fn evaluate(&mut self, point: &[(&str, f64)]) -> Result<f64, Error> {
        let id = self.session.id();
        value_at(&mut self.session.arena, id, point)
    }

    /// How many distinct parts the answer is made of.
    pub fn size(&self) -> usize {
        let id = self.session.outcome.shown.unwrap_or(self.session.id());
        self.session.arena.reachable(id).len()
    }
}
