//! The answer to a question, in every notation, with its conditions and its value at a point.

use super::indexed::counts_introduced;
use super::{Notation, Session, parts, rule_sets};
use crate::domain::{
    Knowledge, bound_away, conditions_in_cases, conditions_of, conditions_of_losses, follows_in_every_case, has_cases, has_scopes,
    hold_nowhere, jump_conditions, jumps_of_terms, leaves_nothing_out, lost_signs, missing_conditions, opened, outside_cases,
    required_in_cases, without_implied,
};
use crate::error::Error;
use crate::evaluate::{evaluate, value};
use crate::expression::{Arena, Binder, Id, Node, Symbol};
use crate::render::{self, Style};
use crate::simplify::is_zero;
use crate::syntax;

/// Of very many conditions inside cases no more are held against each case of the answer.
const MOST_MOVED: usize = 256;

/// The answer to a question; it borrows the session it came from.
#[derive(Debug)]
pub struct Answer<'s> {
    pub(super) session: &'s mut Session,
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
        self.session.told_conditions()
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
    /// [`Error::Request`] where a variable has no value, [`Error::Undefined`] where the answer has none, [`Error::Unsupported`]
    /// where its value is too large for a double.
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

impl Session {
    pub(crate) fn evaluate_answer(&self, point: &[(&str, f64)]) -> Result<f64, Error> {
        // Interning the point's names needs an arena of its own, since the owner of a derivative shares it.
        value_at(&mut self.arena.clone(), self.id(), point)
    }

    /// The answer to the last question, again.
    pub(crate) fn write(&self, notation: Notation, buffer: &mut String) -> Result<(), Error> {
        self.write_id(self.outcome.shown.unwrap_or(self.id()), &self.outcome.style, notation, buffer)
    }

    pub(super) fn write_id(&self, id: Id, style: &Style, notation: Notation, buffer: &mut String) -> Result<(), Error> {
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

    pub(super) fn written(&self, notation: Notation) -> Result<String, Error> {
        let mut text = String::new();
        self.write(notation, &mut text)?;
        Ok(text)
    }

    pub(super) fn id(&self) -> Id {
        self.outcome.id.unwrap_or(Id::UNDEFINED)
    }

    pub(super) fn written_conditions(&self, conditions: Vec<Id>) -> Vec<String> {
        let written = |condition| {
            let mut text = String::new();
            render::write_text(&mut text, &self.arena, condition, &self.outcome.style).ok().map(|()| text)
        };
        let mut texts: Vec<String> = conditions.into_iter().filter_map(written).collect();
        texts.sort();
        texts
    }

    /// The conditions in words, those on the terms of sums over an index last.
    pub(super) fn told_conditions(&mut self) -> Vec<String> {
        let conditions = self.conditions();
        let mut texts = self.written_conditions(conditions);
        if let (Some(input), Some(answer), None) = (self.outcome.input, self.outcome.id, &self.outcome.settled) {
            let variables: Vec<Id> = self.outcome.stages.iter().map(|(_, variable)| *variable).collect();
            let mut stages = self.outcome.stages.clone();
            stages.extend(self.outcome.stages.last().map(|(_, variable)| (answer, *variable)));
            let between: Vec<Id> =
                [input].into_iter().chain(stages.iter().map(|(stage, _)| *stage).filter(|stage| *stage != answer)).collect();
            texts.extend(self.conditions_of_terms(&between, &stages, &[answer], &variables));
        }
        texts
    }

    pub(super) fn conditions(&mut self) -> Vec<Id> {
        if let Some(settled) = &self.outcome.settled {
            return settled.clone();
        }
        let (Some(input), Some(answer)) = (self.outcome.input, self.outcome.id) else { return Vec::new() };
        let (arena, knowledge) = (&mut self.arena, &mut self.knowledge);
        let mut required = conditions_of(arena, knowledge, input);
        required.extend(conditions_of_losses(arena, knowledge, &self.outcome.losses));
        if hold_nowhere(arena, knowledge, &required) {
            self.outcome.tell_nowhere(false);
        }
        for condition in self.differentiator.conditions.iter().chain(&self.outcome.conditions) {
            required.extend(parts(arena, knowledge, *condition));
        }
        let is_over_index = has_scopes(arena, &[input]);
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
            if is_over_index {
                required.extend(jumps_of_terms(arena, knowledge, stage, variable, &mut zero).0);
            }
        }
        if is_over_index {
            required.extend(counts_introduced(arena, &[input], &[answer]));
        }
        // A kink shows as a jump of the derivative by the variable in which it is one.
        for pair in self.outcome.stages.windows(2) {
            let [(_, before), (stage, variable)] = *pair else { continue };
            if before != variable {
                for condition in jump_conditions(arena, knowledge, stage, before, &mut zero) {
                    required.extend(parts(arena, knowledge, condition));
                }
            }
        }
        // A jump in a case shows only in the answer: sqrt(u^2) has none, and its derivative is sign(u).
        if let Some((answer, variable)) = last {
            required.extend(required_in_cases(arena, knowledge, answer, &|_, _| false, &mut |arena, knowledge, value, condition| {
                let jumps = jump_conditions(arena, knowledge, value, variable, &mut zero);
                jumps.into_iter().filter(|jump| bound_away(arena, condition, *jump).is_none()).collect()
            }));
        }
        required.extend(lost_signs(arena, knowledge, input, answer));
        let mut visible = conditions_of(arena, knowledge, answer);
        if has_cases(arena, input) {
            // Cases that move with a variable have been differentiated, and what they require stands beside their conditions.
            let kept = outside_cases(arena, answer);
            // By a later variable they have only if they were there by then.
            let stages = &self.outcome.stages;
            let is_differentiated = |arena: &Arena, cases: Id| {
                stages.iter().any(|(stage, variable)| arena.contains(cases, *variable) && arena.contains(*stage, cases))
            };
            let told = |arena: &Arena, cases: Id| kept.contains(&cases) || is_differentiated(arena, cases);
            let mut inside = conditions_in_cases(arena, knowledge, input, &told);
            // What stood beside them falls out where the derivative in a case becomes simpler: (x^2 + x)/x has the slope 1.
            let mut moved = conditions_in_cases(arena, knowledge, input, &|arena, cases| !is_differentiated(arena, cases));
            moved.truncate(MOST_MOVED);
            moved.retain(|condition| {
                !leaves_nothing_out(arena, knowledge, *condition) && !follows_in_every_case(arena, knowledge, answer, *condition)
            });
            inside.extend(moved);
            if !inside.is_empty() {
                visible.extend(conditions_in_cases(arena, knowledge, answer, &|_, _| false));
                required.extend(inside);
            }
        }
        let missing = missing_conditions(arena, knowledge, &required, &visible);
        let missing = without_implied(arena, knowledge, missing);
        let variables: Vec<Id> = self.outcome.stages.iter().map(|(_, variable)| *variable).collect();
        let opened: Vec<Id> = missing.into_iter().map(|condition| opened(arena, knowledge, condition, &variables)).collect();
        if !variables.is_empty() && hold_nowhere(arena, knowledge, &opened) {
            self.outcome.tell_nowhere(true);
        }
        opened
    }
}

/// The value of an expression at a point given by names.
pub(crate) fn value_at(arena: &mut Arena, id: Id, point: &[(&str, f64)]) -> Result<f64, Error> {
    Some(value_or_overflow(arena, id, point)?).filter(|value| value.is_finite()).ok_or_else(too_large)
}

/// The same, infinite where the value is too large for a double.
pub(super) fn value_or_overflow(arena: &mut Arena, id: Id, point: &[(&str, f64)]) -> Result<f64, Error> {
    let values = named(arena, id, point)?;
    let value = value(arena, id, &values);
    let is_integral = |id: Id| matches!(arena.node(id), Node::Bound(Binder::Integral, _));
    if !value.is_nan() {
        Ok(value)
    } else if arena.reachable(id).into_iter().any(is_integral) {
        let hint = Some("it may not converge, or its integrand has a pole or grows too fast at an end".into());
        Err(Error::Unsupported { span: None, what: "no value of this integral can be told for sure".into(), hint })
    } else {
        Err(Error::Undefined { span: None, what: "the value at this point".into() })
    }
}

/// That there is a value, but no double for it.
pub(super) fn too_large() -> Error {
    let hint = Some("doubles end at about 1.8*10^308; its logarithm may be small enough".into());
    Error::Unsupported { span: None, what: "the value at this point is too large for a double".into(), hint }
}

/// The same in doubles, for many points to compare at; none where there is no value.
pub(super) fn rough_value_at(arena: &mut Arena, id: Id, point: &[(&str, f64)]) -> Option<f64> {
    let values = named(arena, id, point).ok()?;
    Some(evaluate(arena, id, &values)).filter(|value| value.is_finite())
}

/// The point's values by symbols, where all of the expression then has one.
fn named(arena: &mut Arena, id: Id, point: &[(&str, f64)]) -> Result<Vec<(Symbol, f64)>, Error> {
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
    Ok(values)
}
