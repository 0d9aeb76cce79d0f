//! Claims: whether a claimed derivative is right, and whether two expressions are equal.

use super::claim::{Written, written};
use super::indexed::{counts_introduced, of_terms};
use super::loss::{Sides, complement, regions_lost};
use super::reading::source;
use super::{Notation, Question, Session, rule_sets};
use crate::domain::{
    Knowledge, conditions_beside_powers, conditions_in_cases, conditions_of, conditions_of_losses, has_scopes, hold_nowhere,
    jump_conditions, lost_signs, missing_conditions,
};
use crate::error::Error;
use crate::expression::{Arena, Binder, Id, Loss, Node, Symbol};
use crate::letters::other_spelling;
use crate::number::Rational;
use crate::render;
use crate::simplify::{Form, is_zero};
use crate::syntax::{self, Source};
use crate::verdict::{self, Finding, Pair, compare};

/// What is said of a claim. It is never wrong: where neither a proof nor a certain counterexample is found, it is undecided.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Both sides are equal wherever both are defined.
    Proved,
    /// They differ at a point.
    Refuted(Witness),
    /// Neither is certain.
    Undecided {
        /// Why.
        reason: String,
        /// To how many digits the values agree, and at how many points, where any could be compared.
        agreement: Option<(u32, usize)>,
    },
}

/// A point where a claim fails: one where both sides have a value, and the functions that were differentiated a derivative.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// Names and values, exact: `("z", "1")`, `("a", "1/2")`; of what an index runs through the value by its index:
    /// `("x_i", "i^3 + i^2 + i + 2")`.
    pub point: Vec<(String, String)>,
    /// What stands for unknown functions there: `f(u) = u^3 + u^2 + u + 2`.
    pub functions: Vec<String>,
    /// The value of the derivative, or of the left side.
    pub expected: f64,
    /// The value of the claim, or of the right side.
    pub claimed: f64,
}

impl Verdict {
    /// How far the values of an undecided claim agree, in words: `agrees to 38 digits at 6 points`.
    ///
    /// ```
    /// use chainrule::Verdict;
    /// let open = |digits| Verdict::Undecided { reason: String::new(), agreement: Some((digits, 6)) };
    /// assert_eq!(open(38).agreement().as_deref(), Some("agrees to 38 digits at 6 points"));
    /// assert_eq!(open(307).agreement().as_deref(), Some("agrees exactly at 6 points"));
    /// ```
    pub fn agreement(&self) -> Option<String> {
        // More than any number that is looked at has.
        const ALL_DIGITS: u32 = 300;
        let Verdict::Undecided { agreement: Some((digits, points)), .. } = self else { return None };
        let places = if *points == 1 { "1 point".to_string() } else { format!("{points} points") };
        Some(if *digits >= ALL_DIGITS { format!("agrees exactly at {places}") } else { format!("agrees to {digits} digits at {places}") })
    }
}

impl Witness {
    /// The point in words: `z = 1, a = 2`, with the functions that stand for unknown ones.
    pub fn place(&self) -> String {
        let values = self.point.iter().map(|(name, value)| format!("{name} = {value}"));
        values.chain(self.functions.iter().cloned()).collect::<Vec<_>>().join(", ")
    }
}

/// The answer to a claim; it borrows the session it came from.
#[derive(Debug)]
pub struct Judgement<'s> {
    pub(super) session: &'s mut Session,
    pub(super) verdict: Verdict,
    pub(super) witness: Option<verdict::Witness>,
    pub(super) expected: Id,
    pub(super) claimed: Id,
}

impl Session {
    /// Whether `claim` is the derivative the question asks for. The claim is a text of its own, plain or LaTeX; the names the
    /// question defines mean in it what they mean there.
    ///
    /// ```
    /// use chainrule::{Question, Session, Verdict};
    /// let mut session = Session::new();
    /// let question = Question::derive("0.5*(a-cos(z))^2", &["z"]);
    /// assert_eq!(*session.check(&question, "sin(z)*(a-cos(z))")?.verdict(), Verdict::Proved);
    /// let judgement = session.check(&question, "-sin(z)*(a-cos(z))")?;
    /// let Verdict::Refuted(witness) = judgement.verdict() else { panic!("the sign is wrong") };
    /// assert_eq!(witness.place(), "z = 1, a = 2");
    /// assert_eq!(judgement.derivative()?, "(a - cos(z))*sin(z)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// Where the claim names its derivative, `dy/dx = -x/y`, the question's expression is the equation of a curve, and the claim
    /// is one about its points:
    ///
    /// ```
    /// use chainrule::{Question, Session, Verdict};
    /// let mut session = Session::new();
    /// let circle = Question::derive("x^2 + y^2 = 25", &["x"]);
    /// assert_eq!(*session.check(&circle, "dy/dx = -x/y")?.verdict(), Verdict::Proved);
    /// let judgement = session.check(&circle, "dy/dx = x/y")?;
    /// let Verdict::Refuted(witness) = judgement.verdict() else { panic!("the sign is wrong") };
    /// assert_eq!(witness.place(), "x = 3, y = 4");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::derive`], also for what is wrong with the claim; of a curve as [`Session::implicit`].
    pub fn check(&mut self, question: &Question<'_>, claim: &str) -> Result<Judgement<'_>, Error> {
        let claim = match written(question, claim) {
            Written::Slope(quotient, claim) => return self.check_on_curve(question, &quotient, claim),
            Written::Value(claim) => claim,
        };
        let input = self.read(question)?;
        let variables = self.variables(question, input)?;
        self.outcome.style.variable = variables.last().copied();
        let claimed = self.read_beside(question, input, claim)?;
        let mut within = vec![input];
        let mut current = input;
        for variable in &variables {
            for _ in 0..question.order.max(1) {
                if current != input {
                    // Derivatives of derivatives grow, unless they are simple in between.
                    current = self.finished(current, Form::Simplest)?;
                    within.push(current);
                }
                self.outcome.stages.push((current, *variable));
                current = self.derivative_of(current, *variable)?;
            }
        }
        if current == Id::ZERO {
            self.tell_absent(&[input], &variables);
        }
        let mut variables: Vec<Symbol> = variables.iter().filter_map(|variable| self.arena.as_symbol(*variable)).collect();
        // A point gives each variable one value, however often it is differentiated by.
        variables.sort_unstable();
        variables.dedup();
        Ok(self.judge(current, claimed, &within, &variables))
    }

    /// Whether the question's expression and `right` are equal wherever both are defined. Nothing is differentiated; the
    /// question's definitions and assumptions hold for both sides.
    ///
    /// ```
    /// use chainrule::{Question, Session, Verdict};
    /// let mut session = Session::new();
    /// let left = Question { expression: "(1 + tanh(x/2))/2", ..Question::default() };
    /// assert_eq!(*session.equal(&left, "sigma(x)")?.verdict(), Verdict::Proved);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::check`].
    pub fn equal(&mut self, left: &Question<'_>, right: &str) -> Result<Judgement<'_>, Error> {
        let expected = self.read(left)?;
        let claimed = self.read_beside(left, expected, right)?;
        let variables: Vec<Symbol> =
            left.variables.iter().filter_map(|name| syntax::canonical_name(name)).map(|name| self.arena.intern(&name)).collect();
        Ok(self.judge(expected, claimed, &[], &variables))
    }

    /// Reads another text in the world of the question: the same names, with the same meaning.
    pub(super) fn read_beside(&mut self, question: &Question<'_>, input: Id, text: &str) -> Result<Id, Error> {
        self.admit_length(text.len())?;
        let mut names: Vec<String> =
            question.variables.iter().filter_map(|name| syntax::canonical_name(name)).map(|name| name.into_owned()).collect();
        names.extend(self.arena.free_symbols(input).into_iter().map(|symbol| self.arena.name(symbol).to_string()));
        names.extend(self.outcome.names.iter().map(|(name, _)| name.clone()));
        let variables: Vec<&str> = names.iter().map(String::as_str).collect();
        let functions = &self.outcome.functions[..];
        let source = Source { text, definitions: &[], functions, ..source(question, &variables) };
        // A place in the claim is no place in the question.
        let in_claim = |error: Error| Error::Request { what: format!("in `{text}`: {error}"), hint: error.hint() };
        let mut reading = self.reader.read(&mut self.arena, &source).map_err(in_claim)?;
        for note in std::mem::take(&mut reading.notes) {
            if !self.outcome.notes.contains(&note) {
                self.outcome.notes.push(note);
            }
        }
        self.assume(&Question::default(), &reading.conditions)?;
        self.outcome.claimed_losses = self.arena.take_losses();
        let id = self.put_in(reading.evaluations, &[reading.target])?[0];
        let names = self.outcome.names.clone();
        let values: Vec<(Id, Id)> = names.iter().map(|(name, value)| (self.arena.symbol(name), *value)).collect();
        let id = self.arena.substitute_all(id, &values);
        let id = self.as_spelt(id, &variables);
        self.checked(id)?;
        Ok(id)
    }

    /// An expression with its numbered names spelt as those that are known: `x1` beside `x_1` is the same, for people and in LaTeX.
    fn as_spelt(&mut self, id: Id, known: &[&str]) -> Id {
        let mut pairs = Vec::new();
        for symbol in self.arena.free_symbols(id) {
            let name = self.arena.name(symbol);
            if known.contains(&name) {
                continue;
            }
            let Some(other) = other_spelling(name).filter(|other| known.contains(&other.as_str())) else { continue };
            let note = format!("read `{name}` as `{other}`");
            if !self.outcome.notes.contains(&note) {
                self.outcome.notes.push(note);
            }
            pairs.push((self.arena.symbol_node(symbol), self.arena.symbol(&other)));
        }
        if pairs.is_empty() { id } else { self.arena.substitute_all(id, &pairs) }
    }

    fn judge(&mut self, expected: Id, claimed: Id, within: &[Id], variables: &[Symbol]) -> Judgement<'_> {
        let rules = rule_sets(self.own_rules.as_ref());
        // What a derivative asks for is asked for at a witness: `k <= n` of the component of a sum.
        let conditions = [&self.outcome.assumptions[..], &self.differentiator.conditions].concat();
        let forgotten = [&self.outcome.losses[..], &self.outcome.claimed_losses].concat();
        let forgotten = conditions_of_losses(&mut self.arena, &mut self.knowledge, &forgotten);
        let within: Vec<Id> =
            within.iter().map(|function| without_whole_integrals(&mut self.arena, &mut self.knowledge, *function)).collect();
        let pair = Pair { expected, claimed, within: &within, conditions: &conditions, forgotten: &forgotten, variables };
        let mut found = None;
        let verdict = match compare(&mut self.arena, &mut self.knowledge, &rules, &pair) {
            Finding::Equal if within.is_empty() && self.is_nowhere([expected, claimed], forgotten) => {
                Verdict::Undecided { reason: "there is no point where both sides have values".into(), agreement: None }
            }
            Finding::Equal => Verdict::Proved,
            Finding::Different(witness) => {
                let (components, functions): (Vec<_>, Vec<_>) = witness.functions.iter().partition(|function| function.is_component());
                let values = witness.point.iter().map(|(symbol, value)| (self.arena.name(*symbol).to_string(), value.to_string()));
                let components = components
                    .into_iter()
                    .filter_map(|component| component.text().split_once(" = ").map(|(name, value)| (name.to_string(), value.to_string())));
                Verdict::Refuted(Witness {
                    point: values.chain(components).collect(),
                    functions: functions.into_iter().map(|function| function.text()).collect(),
                    expected: witness.expected,
                    claimed: found.insert(witness).claimed,
                })
            }
            Finding::Open { reason, agreement } => {
                Verdict::Undecided { reason: reason.to_string(), agreement: agreement.map(|found| (found.digits, found.points)) }
            }
        };
        Judgement { session: self, verdict, witness: found, expected, claimed }
    }

    /// Whether two sides of an equation, and what fell out of them, have values at no common point, as far as their conditions
    /// tell: `ln(x)` and `ln(-x)`. (A derivative holds by its laws also where all of it is complex, as that of `artanh(cosh(x))`.)
    fn is_nowhere(&mut self, sides: [Id; 2], forgotten: Vec<Id>) -> bool {
        let (arena, knowledge) = (&mut self.arena, &mut self.knowledge);
        let mut conditions = forgotten;
        for part in sides {
            conditions.extend(conditions_of(arena, knowledge, part));
        }
        hold_nowhere(arena, knowledge, &conditions)
    }
}

impl Judgement<'_> {
    /// The verdict.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The derivative as it should be, in the form that the question names; the left side where nothing was differentiated.
    ///
    /// # Errors
    /// [`Error::Limit`] where it is too long to write.
    pub fn derivative(self) -> Result<String, Error> {
        self.derivative_in(Notation::Text)
    }

    /// The same in a notation.
    ///
    /// # Errors
    /// As [`Judgement::derivative`].
    pub fn derivative_in(self, notation: Notation) -> Result<String, Error> {
        let id = self.session.finished(self.expected, self.session.outcome.form)?;
        let id = self.session.in_own_names(id);
        let mut text = String::new();
        self.session.write_id(id, &self.session.outcome.style, notation, &mut text)?;
        Ok(text)
    }

    /// What the claim loses of the domain: `x < 0`, where the derivative has values and the claim has none.
    pub fn losses(&mut self) -> Vec<String> {
        let session = &mut *self.session;
        let (arena, knowledge) = (&mut session.arena, &mut session.knowledge);
        let mut required = conditions_of(arena, knowledge, self.claimed);
        let forgotten = session.outcome.claimed_losses.clone();
        required.extend(counts_introduced(arena, &[self.claimed], &[self.expected]));
        let mut visible = conditions_of(arena, knowledge, self.expected);
        visible.extend(session.outcome.input.map(|input| conditions_of(arena, knowledge, input)).unwrap_or_default());
        visible.extend(conditions_of_losses(arena, knowledge, &session.outcome.losses));
        visible.extend(session.differentiator.conditions.iter().copied());
        let rules = rule_sets(session.own_rules.as_ref());
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rules, id);
        if let Some((_, variable)) = session.outcome.stages.last() {
            visible.extend(jump_conditions(arena, knowledge, self.expected, *variable, &mut zero));
        }
        let mut lost = self.lost(&required, &forgotten, &visible, [self.claimed, self.expected]);
        let roots: Vec<Id> = self.session.outcome.stages.iter().map(|(stage, _)| *stage).chain([self.expected]).collect();
        lost.extend(self.lost_terms(true, &[self.claimed], &roots));
        lost
    }

    /// What the left side of an equation loses of the domain, where the right side has values and the left has none.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let left = Question { expression: "sqrt(x)^2", ..Question::default() };
    /// assert_eq!(session.equal(&left, "x")?.left_losses(), ["x < 0"]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn left_losses(&mut self) -> Vec<String> {
        let session = &mut *self.session;
        let (arena, knowledge) = (&mut session.arena, &mut session.knowledge);
        let mut required = conditions_of(arena, knowledge, self.expected);
        let forgotten = session.outcome.losses.clone();
        required.extend(counts_introduced(arena, &[self.expected], &[self.claimed]));
        let mut visible = conditions_of(arena, knowledge, self.claimed);
        visible.extend(conditions_of_losses(arena, knowledge, &session.outcome.claimed_losses));
        let mut lost = self.lost(&required, &forgotten, &visible, [self.expected, self.claimed]);
        lost.extend(self.lost_terms(false, &[self.expected], &[self.claimed]));
        lost
    }

    /// The conditions of the derivative that a proved claim does not show, as an answer tells them: `x > 0` of `1/x` for `ln(x)`. None
    /// of an equation, whose sides lose what they lose, and of a claim about the points of a curve.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.check(&Question::derive("ln(x)", &["x"]), "1/x")?.conditions(), ["x > 0"]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn conditions(&mut self) -> Vec<String> {
        if self.verdict != Verdict::Proved || self.session.outcome.stages.is_empty() {
            return Vec::new();
        }
        // A case that the claim has and the derivative has not.
        self.session.tell_gaps(self.expected);
        self.session.outcome.id = Some(self.claimed);
        self.session.told_conditions()
    }

    /// What the terms of some sums over an index ask for and those of others do not, where it fails.
    fn lost_terms(&mut self, is_claim: bool, own: &[Id], others: &[Id]) -> Vec<String> {
        let session = &mut *self.session;
        let (arena, knowledge) = (&mut session.arena, &mut session.knowledge);
        if !has_scopes(arena, own) && session.outcome.losses.is_empty() && session.outcome.claimed_losses.is_empty() {
            return Vec::new();
        }
        let (own_losses, other_losses) = match is_claim {
            true => (&session.outcome.claimed_losses, &session.outcome.losses),
            false => (&session.outcome.losses, &session.outcome.claimed_losses),
        };
        let required = of_terms(arena, knowledge, own, own_losses);
        if required.is_empty() {
            return Vec::new();
        }
        let visible = of_terms(arena, knowledge, others, other_losses);
        let missing = missing_conditions(arena, knowledge, &required, &visible);
        let failing: Vec<Id> = missing.into_iter().map(|condition| complement(arena, knowledge, condition, &[])).collect();
        let roots = [own, others, &session.lost_roots()].concat();
        session.written_of_terms(&failing, "some", &roots)
    }

    /// Where what is required, or was when the side was read and is forgotten since, fails and what is visible holds.
    fn lost(&mut self, required: &[Id], forgotten: &[Loss], visible: &[Id], [own, other]: [Id; 2]) -> Vec<String> {
        let session = &mut *self.session;
        let (arena, knowledge) = (&mut session.arena, &mut session.knowledge);
        let [within, within_other] = [own, other].map(|side| conditions_in_cases(arena, knowledge, side, &|_, _| false));
        let visible = [visible, &within_other].concat();
        let missing = missing_conditions(arena, knowledge, &[required, &within].concat(), &visible);
        // A sign that is gone is 1 in size but at its zero.
        let signs = lost_signs(arena, knowledge, other, own);
        let signs = missing_conditions(arena, knowledge, &signs, &visible);
        let conditions = conditions_beside_powers(arena, knowledge, forgotten);
        let conditions = missing_conditions(arena, knowledge, &conditions, &visible);
        let visible = [&visible[..], &session.outcome.assumptions].concat();
        let sides = Sides { own, other, visible: &visible };
        let mut texts = Vec::new();
        for parts in regions_lost(arena, knowledge, &sides, [&missing, &conditions, &signs], forgotten) {
            let write = |part: &Id| {
                let mut text = String::new();
                render::write_text(&mut text, arena, *part, &session.outcome.style).ok()?;
                let is_inside = parts.len() > 1 && matches!(arena.node(*part), Node::Or(_));
                Some(if is_inside { format!("({text})") } else { text })
            };
            texts.extend(parts.iter().map(write).collect::<Option<Vec<String>>>().map(|parts| parts.join(" and ")));
        }
        texts.sort();
        texts
    }

    /// The common mistake that gives exactly what was claimed, where one is known: a clause to go on after "this is what you get
    /// when", such as `the inner derivative 2*x is left out`. Nothing for claims that are not refuted.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let mut judgement = session.check(&Question::derive("sin(x^2)", &["x"]), "cos(x^2)")?;
    /// assert_eq!(judgement.mistake().as_deref(), Some("the inner derivative 2*x is left out"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn mistake(&mut self) -> Option<String> {
        let witness = self.witness.as_ref()?;
        self.session.mistake(witness, self.expected, self.claimed)
    }

    /// How ambiguous places in the question and the claim were read.
    pub fn notes(&self) -> &[String] {
        &self.session.outcome.notes
    }
}

/// A function with each integral whose integrand has a value everywhere, and nowhere jumps, replaced by the sum of its limits: it has a value, and a
/// derivative, wherever they have.
fn without_whole_integrals(arena: &mut Arena, knowledge: &mut Knowledge, function: Id) -> Id {
    let integrals: Vec<(Id, [Id; 3])> = (arena.reachable(function).into_iter())
        .filter_map(|id| match arena.node(id) {
            Node::Bound(Binder::Integral, &[_, lower, upper, body]) if lower != Id::TRUE => Some((id, [lower, upper, body])),
            _ => None,
        })
        .collect();
    let mut limits = Vec::new();
    for (integral, [lower, upper, body]) in integrals {
        let jumps = |id: Id| match arena.node(id) {
            Node::Call(function, _) => !function.row().continuous.is_empty(),
            Node::Piecewise(_) => true,
            _ => false,
        };
        if !arena.reachable(body).into_iter().any(jumps) && conditions_of(arena, knowledge, body).is_empty() {
            let sum = arena.sum([(lower, Rational::ONE), (upper, Rational::ONE)]);
            limits.push((integral, sum));
        }
    }
    arena.substitute_all(function, &limits)
}
