//! Questions and answers: the whole way from text to a simplified derivative, with the memory kept between questions.

mod answer;
mod aside;
mod bounds;
mod chain;
mod claim;
mod curve;
mod indexed;
mod kept;
mod local;
mod loss;
mod matrix;
mod mistake;
mod operations;
mod point;
mod program;
mod reading;
mod samples;
mod slope;
mod steps;
mod undefined;
mod verdict;

pub use answer::Answer;
use answer::rough_value_at;
pub(crate) use answer::value_at;
pub use aside::Alternative;
pub use bounds::Bounds;
pub use curve::{Branch, Curve};
pub use matrix::Matrix;
pub use point::Value;
pub use verdict::{Judgement, Verdict, Witness};

use kept::KeptQuestion;

use crate::differentiate::{Differentiator, Failure};
use crate::domain::{Knowledge, conditions_of, normal_condition};
use crate::error::Error;
use crate::expression::{Arena, Id, Loss, Node, Term};
use crate::limits::Limits;
use crate::operation;
use crate::render::{LatexStyle, Style};
use crate::rewrite::Rules;
use crate::short::Short;
use crate::simplify::{Form, Goal, costs, in_names, is_zero, may_be_shorter, shorter, simplify, simplify_and_tell};
use crate::syntax::{self, Input, Reader};
use smallvec::SmallVec;

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

/// A derivative of higher order with more parts than this is left as the laws make it, and so are those after it, unless the
/// question has many parts itself.
const MOST_FORMED: usize = 10_000;

/// It may have so many times as many parts as there are once the first derivative is found.
const GROWTH: usize = 16;

/// Sums of more terms are not differentiated term by term for the sake of the form.
const MOST_APART: usize = 6;

/// Nor are those of a higher order.
const MOST_ORDERS_APART: usize = 3;

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
    /// Where the parts of a list stand in its text.
    places: Vec<(Id, syntax::Span)>,
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
    /// Equations that hold at every point the answer speaks of.
    curve: Vec<(Id, Id)>,
    /// All conditions there are, where that is known already.
    settled: Option<Vec<Id>>,
    /// What is assumed.
    assumptions: Vec<Id>,
    losses: Vec<Loss>,
    /// The same of a claim.
    claimed_losses: Vec<Loss>,
    notes: Vec<String>,
    form: Form,
    /// Whether what is asked about is written as a derivative itself.
    is_derivative: bool,
    style: Style,
}

impl Outcome {
    /// Forgets everything and keeps the memory.
    fn clear(&mut self) {
        let Outcome {
            input,
            id,
            shown,
            names,
            places,
            functions,
            stages,
            has_steps,
            worked,
            name,
            conditions,
            curve,
            settled,
            assumptions,
            losses,
            claimed_losses,
            notes,
            form,
            is_derivative,
            style,
        } = self;
        (*input, *id, *shown, *name) = (None, None, None, None);
        (*has_steps, *settled, *form, *is_derivative, *style) = (false, None, Form::default(), false, Style::default());
        names.clear();
        places.clear();
        functions.clear();
        stages.clear();
        worked.clear();
        conditions.clear();
        curve.clear();
        assumptions.clear();
        losses.clear();
        claimed_losses.clear();
        notes.clear();
    }

    /// Says that the answer's conditions never hold together: what is asked about has no value, or no derivative since it has values
    /// at single points alone.
    fn tell_nowhere(&mut self, has_values: bool) {
        let where_assumed = if self.assumptions.is_empty() { "" } else { " where the assumptions hold" };
        let what = if has_values { "real values at single points at most" } else { "no real value anywhere" };
        let therefore = if has_values { "it has no derivative, and " } else { "" };
        let note = format!("the expression has {what}{where_assumed}, so {therefore}the answer holds nowhere");
        if !self.notes.iter().any(|note| note.ends_with("the answer holds nowhere")) {
            self.notes.push(note);
        }
    }

    /// What an expression made for a question is to keep to.
    fn goal(&self, question: Id, form: Form) -> Goal {
        Goal { question, form, decimals: self.style.decimals, variable: self.style.variable }
    }
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

    /// What the reader decided in the last question, where its text was ambiguous.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.evaluate(&Question { expression: "1/2x", ..Question::default() }, &[("x", 4.0)])?, 2.0);
    /// assert!(session.notes()[0].starts_with("read `1/2x` as (1/2)*x"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn notes(&self) -> &[String] {
        &self.outcome.notes
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
        let variables = self.variables(question, input)?;
        self.outcome.style.variable = variables.last().copied();
        self.outcome.has_steps = true;
        if self.outcome.is_derivative {
            self.outcome.notes.push("what is asked about is a derivative itself, which is differentiated once more".into());
        }
        let mut current = input;
        // Of a high order, how many parts a derivative may have to be brought into another form.
        let (mut most, mut is_formed) = (usize::MAX, true);
        for variable in variables.iter().copied() {
            for _ in 0..question.order.max(1) {
                self.outcome.stages.push((current, variable));
                let raw = self.derivative_of(current, variable)?;
                current = raw;
                if is_formed && question.form != Form::Raw && self.arena.is_larger_than(current, most) {
                    is_formed = false;
                    let order = self.outcome.stages.len();
                    self.outcome.notes.push(format!("from order {order} on the derivatives are too long to be simplified"));
                }
                if is_formed {
                    let (whole, has_plain_terms) = self.finished_and_told(raw, question.form)?;
                    let order = self.outcome.stages.len();
                    let may_stand_apart = question.form == Form::Simplest && order <= MOST_ORDERS_APART;
                    let is_settled = order == 1 && has_plain_terms && self.is_term_by_term(raw, input, variable)?;
                    current = if may_stand_apart && !is_settled { self.side_by_side(input, [raw, whole])? } else { whole };
                }
                // There are no more parts in the first than in the arena.
                most = most.min(MOST_FORMED.max(GROWTH * self.arena.len()));
            }
        }
        if current == Id::ZERO {
            self.tell_absent(&[input], &variables);
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
        let named = question.variables.last().and_then(|name| syntax::canonical_name(name));
        self.outcome.style.variable = match (named, &self.arena.free_symbols(input)[..]) {
            (Some(name), _) => Some(self.arena.symbol(&name)),
            (None, [only]) => Some(self.arena.symbol_node(*only)),
            _ => None,
        };
        let id = self.finished(input, question.form)?;
        self.finish(id, question);
        Ok(Answer { session: self })
    }

    /// The value of the expression at a point.
    ///
    /// # Errors
    /// [`Error::Undefined`] where there is no real value, or something that cancels has none; [`Error::Request`] where a variable
    /// has no value or two, or a name has one that neither stands in the expression nor is a variable of the question; otherwise
    /// as [`Session::derive`].
    pub fn evaluate(&mut self, question: &Question<'_>, point: &[(&str, f64)]) -> Result<f64, Error> {
        let texts = written(point);
        let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.evaluate_at(question, &point)
    }

    /// As [`Session::evaluate`], at a point whose coordinates are expressions: `("x", "pi/6")`. They are put in as they are
    /// written, so that a third is a third and `0.1` a tenth.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let question = Question::derive("{1 if 3*x = 0.3; 0 otherwise}", &[]);
    /// assert_eq!(Session::new().evaluate_at(&question, &[("x", "0.1")])?, 1.0);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::evaluate`], and where a coordinate cannot be read.
    pub fn evaluate_at(&mut self, question: &Question<'_>, point: &[(&str, &str)]) -> Result<f64, Error> {
        let input = self.read(question)?;
        self.admit_point(point.iter().map(|(name, _)| *name), question.variables)?;
        self.value_of(input, point)
    }

    /// As [`Session::evaluate`], at a point that may have values for other names as well.
    pub(crate) fn evaluate_among(&mut self, question: &Question<'_>, point: &[(&str, f64)]) -> Result<f64, Error> {
        let input = self.read(question)?;
        let texts = written(point);
        let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.value_of(input, &point)
    }

    /// The value of the question at a point. Where numbers do not decide it, its simplest form may: `floor(log10(1000))`.
    fn value_of(&mut self, input: Id, point: &[(&str, &str)]) -> Result<f64, Error> {
        let pairs = self.point_pairs(point)?;
        let there = self.input_at(input, &pairs)?;
        value_at(&mut self.arena, there, &[]).or_else(|error| {
            if !matches!(error, Error::Undefined { .. }) {
                return Err(error);
            }
            let rules = rule_sets(self.own_rules.as_ref());
            let simple = simplify(&mut self.arena, &mut self.knowledge, &rules, there, Goal::simplest(there));
            value_at(&mut self.arena, simple, &[]).map_err(|_| error)
        })
    }

    /// The values of the expression at several points, read once; none where there is no real value. Errors as
    /// [`Session::derive`].
    pub(crate) fn evaluate_each(&mut self, question: &Question<'_>, points: &[Vec<(&str, f64)>]) -> Result<Vec<Option<f64>>, Error> {
        let input = self.read(question)?;
        Ok(points.iter().map(|point| rough_value_at(&mut self.arena, input, point)).collect())
    }

    fn derivative_of(&mut self, id: Id, variable: Id) -> Result<Id, Error> {
        if let Some(symbol) = self.arena.as_symbol(variable) {
            self.knowledge.vary(symbol);
        }
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
        Ok(self.finished_and_told(id, form)?.0)
    }

    /// The expression in a form, and whether it is a sum of terms that have nothing more to be found in them.
    fn finished_and_told(&mut self, id: Id, form: Form) -> Result<(Id, bool), Error> {
        if form == Form::Raw {
            return Ok((id, false));
        }
        let own = self.own_rules.as_ref();
        let input = self.outcome.input.unwrap_or(id);
        let goal = self.outcome.goal(input, form);
        let (finished, has_plain_terms) = simplify_and_tell(&mut self.arena, &mut self.knowledge, &rule_sets(own), id, goal);
        if finished == Id::UNDEFINED && self.arena.is_exhausted() {
            // The best form so far is the answer when the budget runs out.
            return Ok((id, false));
        }
        self.checked(finished)?;
        // Cases of what does not jump show their own gaps: where they are closed, the derivative has a value.
        if !matches!(self.arena.node(finished), Node::Piecewise(_)) || self.may_jump(input) {
            self.tell_gaps(id);
        }
        Ok((self.without_cases(finished), has_plain_terms))
    }

    /// Whether something in an expression may jump.
    fn may_jump(&self, id: Id) -> bool {
        self.arena.reachable(id).into_iter().any(|part| match self.arena.node(part) {
            Node::Call(function, _) => !function.row().continuous.is_empty(),
            Node::Piecewise(_) => true,
            _ => false,
        })
    }

    /// The one value of all cases, which leave out what is told.
    fn without_cases(&mut self, id: Id) -> Id {
        let Node::Piecewise(branches) = self.arena.node(id) else { return id };
        let value = branches[0];
        if branches.chunks(2).any(|branch| branch[0] != value) {
            return id;
        }
        self.tell_gaps(id);
        value
    }

    /// Whether the derivative of a sum, as the laws leave it, has the derivative of each of its terms as a term of its own.
    fn is_term_by_term(&mut self, raw: Id, input: Id, variable: Id) -> Result<bool, Error> {
        let Node::Sum(terms) = self.arena.node(input) else { return Ok(false) };
        let mut varying: SmallVec<[Id; MOST_APART]> = SmallVec::new();
        terms.iter().map(|term| term.id).filter(|id| self.arena.contains(*id, variable)).put_behind(&mut varying);
        if varying.len() > MOST_APART {
            return Ok(false);
        }
        for id in &mut varying {
            let derivative = self.derivative_of(*id, variable)?;
            *id = self.arena.coefficient(derivative).1;
        }
        let Node::Sum(terms) = self.arena.node(raw) else { return Ok(false) };
        Ok(terms.len() == varying.len() && terms.iter().all(|term| varying.contains(&term.id)))
    }

    /// The derivatives of the terms of a sum side by side, each in its own simplest form, where that is shorter than the simplest
    /// form `whole` of them all, which the laws leave as `raw`.
    fn side_by_side(&mut self, input: Id, [raw, whole]: [Id; 2]) -> Result<Id, Error> {
        let Node::Sum(terms) = self.arena.node(input) else { return Ok(whole) };
        let variables: SmallVec<[Id; 4]> = self.outcome.stages.iter().map(|(_, variable)| *variable).collect();
        let is_function = |term: &Term| self.arena.function_bits(term.id) != 0;
        let is_varying = |term: &&Term| variables.iter().all(|variable| self.arena.contains(term.id, *variable));
        let has_several = terms.len() <= MOST_APART && terms.iter().any(is_function) && terms.iter().filter(is_varying).count() > 1;
        if !has_several || !matches!(self.arena.node(whole), Node::Sum(_) | Node::Product(_)) {
            return Ok(whole);
        }
        let (terms, goal) = (terms.to_vec(), self.outcome.goal(input, Form::Simplest));
        let mut costs = costs(&self.arena, raw, goal);
        if !may_be_shorter(&mut costs, &self.arena, whole) {
            return Ok(whole);
        }
        let mut parts = Vec::with_capacity(terms.len());
        for Term { id, number } in terms {
            let goal = self.outcome.goal(id, Form::Simplest);
            let mut derivative = id;
            for variable in &variables {
                let raw = self.derivative_of(derivative, *variable)?;
                let rules = rule_sets(self.own_rules.as_ref());
                derivative = simplify(&mut self.arena, &mut self.knowledge, &rules, raw, goal);
            }
            parts.push((derivative, number));
        }
        let apart = self.arena.sum(parts);
        if apart == Id::UNDEFINED {
            return Ok(whole);
        }
        Ok(shorter(&mut costs, &mut self.arena, [whole, apart]))
    }

    /// Where a case distinction has no case is said even where all its cases turn out to be one.
    fn tell_gaps(&mut self, id: Id) {
        let (_, core) = self.arena.coefficient(id);
        if let Node::Piecewise(branches) = self.arena.node(core) {
            let cases: Vec<(Id, Id)> = branches.chunks(2).map(|branch| (Id::ONE, branch[1])).collect();
            let cases = self.arena.piecewise(&cases);
            self.outcome.conditions.extend(conditions_of(&mut self.arena, &mut self.knowledge, cases));
        }
    }

    /// The answer, and how it is written.
    fn finish(&mut self, id: Id, question: &Question<'_>) {
        self.outcome.id = Some(id);
        self.outcome.shown = self.asked_in_names(id, question);
    }

    /// An answer in the names that a question defines, where it is to be written so.
    fn asked_in_names(&mut self, id: Id, question: &Question<'_>) -> Option<Id> {
        if question.expand || question.form == Form::Raw || self.outcome.names.is_empty() {
            return None;
        }
        let chained = self.through_names(question);
        self.named(id, chained)
    }

    /// An expression in the names that the question defines; `chained` is another way to write it.
    fn named(&mut self, id: Id, chained: Option<Id>) -> Option<Id> {
        if self.outcome.names.is_empty() {
            return None;
        }
        let names: Vec<(Id, Id)> = self.outcome.names.clone().into_iter().map(|(name, value)| (self.arena.symbol(&name), value)).collect();
        let rules = rule_sets(self.own_rules.as_ref());
        let input = self.outcome.input.unwrap_or(id);
        let goal = self.outcome.goal(input, Form::Simplest);
        let named = in_names(&mut self.arena, &mut self.knowledge, &rules, id, goal, &names, chained);
        (named != Id::UNDEFINED).then_some(named)
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

#[cold]
#[inline(never)]
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
        Failure::Component { variable, component, index } => Error::Unsupported {
            span: None,
            what: if variable == component {
                format!("{component} is no single variable here, for {index} runs over a range")
            } else {
                format!("whether {variable} is one of the {component} is not said, for {index} runs over a range")
            },
            hint: Some("write the terms out, or give the component a name of its own".into()),
        },
        Failure::SymbolicOrder => Error::Unsupported {
            span: None,
            what: "the order of a derivative depends on the variable: it can only be a whole number".into(),
            hint: Some("differentiate by another variable".into()),
        },
        Failure::MovingJump => Error::Unsupported {
            span: None,
            what: "what is integrated jumps at a place that moves with the variable, so it cannot be differentiated under the integral"
                .into(),
            hint: Some("cut the integral in two where it jumps".into()),
        },
        Failure::DiscreteLimits => Error::Unsupported {
            span: None,
            what: "a sum or product whose limits depend on the variable has no derivative".into(),
            hint: Some("the limits count; they do not vary continuously".into()),
        },
    }
}

/// The coordinates of a point that are numbers, as they are written.
fn written<'n>(point: &[(&'n str, f64)]) -> Vec<(&'n str, String)> {
    point.iter().filter(|(_, value)| value.is_finite()).map(|(name, value)| (*name, value.to_string())).collect()
}
