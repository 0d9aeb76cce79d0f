//! What is said beside an answer: the names it introduces, and other ways to write it.

use super::{Answer, Notation, Session, rule_sets};
use crate::expression::{Id, Node};
use crate::functions::FunctionId;
use crate::render;
use crate::rewrite::Rules;
use crate::simplify::{Form, alternatives};

/// Functions that need no word of explanation beside the functions whose derivatives they are.
const FAMILIES: [&[&str]; 2] = [&["sinh", "cosh", "tanh", "coth", "sech", "csch"], &["sigma", "logit"]];

/// Another way to write an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// In plain text, which reads back as the same function.
    pub text: String,
    /// In LaTeX.
    pub latex: String,
    /// Why somebody may prefer it: `with the double angle, shorter`.
    pub reason: String,
}

impl Answer<'_> {
    /// Other ways to write the answer, each with the reason why somebody may prefer it; what is too long to write is left out.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let mut answer = session.derive(&Question::derive("sin(x)^2", &["x"]))?;
    /// assert_eq!(answer.text()?, "2*sin(x)*cos(x)");
    /// let others = answer.alternatives();
    /// assert_eq!((&*others[0].text, &*others[0].reason), ("sin(2*x)", "with the double angle, shorter"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn alternatives(&mut self) -> Vec<Alternative> {
        let session = &mut *self.session;
        let (Some(input), Some(answer)) = (session.outcome.input, session.outcome.id) else { return Vec::new() };
        let Ok(own) = session.written(Notation::Text) else { return Vec::new() };
        let rules = rule_sets(session.own_rules.as_ref());
        let mut others =
            alternatives(&mut session.arena, &mut session.knowledge, &rules, answer, session.outcome.goal(input, Form::Simplest));
        if session.outcome.shown.is_some_and(|shown| shown != answer) {
            others.push((answer, "without the names of the definitions".into()));
        }
        let mut found: Vec<Alternative> = Vec::new();
        for (id, mut reason) in others {
            let (mut text, mut latex) = (String::new(), String::new());
            let style = &session.outcome.style;
            let is_written = render::write_text(&mut text, &session.arena, id, style).is_ok()
                && render::write_latex(&mut latex, &session.arena, id, style).is_ok();
            if is_written && text != own && found.iter().all(|known| known.text != text) {
                if text.len() < own.len() {
                    reason.push_str(", shorter");
                }
                found.push(Alternative { text, latex, reason });
            }
        }
        found
    }
}

impl Session {
    /// The functions the answer has and the question has not are explained, where the question has none of their family.
    pub(super) fn introduced(&self) -> Vec<String> {
        let (Some(input), Some(answer)) = (self.outcome.input, self.outcome.shown.or(self.outcome.id)) else { return Vec::new() };
        self.introduced_by(&[input], &[answer])
    }

    /// The same of several questions and answers.
    pub(super) fn introduced_by(&self, inputs: &[Id], answers: &[Id]) -> Vec<String> {
        let functions = |roots: &[Id]| -> Vec<FunctionId> {
            let calls = self.arena.reachable_from(roots).into_iter().filter_map(|id| match self.arena.node(id) {
                Node::Call(function, [_]) => Some(function),
                _ => None,
            });
            let mut found: Vec<FunctionId> = calls.collect();
            found.dedup();
            found
        };
        let before = functions(inputs);
        let is_known = |family: &[&str]| before.iter().any(|function| family.contains(&function.row().name));
        let mut found: Vec<String> = Vec::new();
        for family in FAMILIES.iter().filter(|family| !is_known(family)) {
            for function in functions(answers).into_iter().filter(|function| family.contains(&function.row().name)) {
                if let Some(text) = self.meaning(answers, function).filter(|text| !found.contains(text)) {
                    found.push(text);
                }
            }
        }
        found
    }

    /// What a function means in exponentials, said for the argument it has where that is a symbol.
    fn meaning(&self, answers: &[Id], function: FunctionId) -> Option<String> {
        let rules = &Rules::of_alternatives().iter().find(|(name, _)| name == "in-exponentials")?.1;
        let rule = rules.iter().find(|rule| matches!(rules.arena().node(rules.sides(rule).0), Node::Call(own, _) if own == function))?;
        let (left, right, _) = rules.sides(rule);
        let symbols = self.arena.reachable_from(answers).into_iter().find_map(|id| match self.arena.node(id) {
            Node::Call(own, &[argument]) if own == function => self.arena.as_symbol(argument),
            _ => None,
        });
        let mut arena = rules.arena().clone();
        let letter = arena.free_symbols(left).first().map(|letter| arena.symbol_node(*letter))?;
        let name = symbols.map_or(letter, |symbol| arena.symbol(self.arena.name(symbol)));
        let (left, right) = (arena.substitute_all(left, &[(letter, name)]), arena.substitute_all(right, &[(letter, name)]));
        let (mut name, mut meaning) = (String::new(), String::new());
        render::write_text(&mut name, &arena, left, &self.outcome.style).ok()?;
        render::write_text(&mut meaning, &arena, right, &self.outcome.style).ok()?;
        Some(format!("where {name} = {meaning}"))
    }
}
