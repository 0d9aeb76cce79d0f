//! A link of a chain with all that is needed to judge it, and what may come of that.

use super::beyond::is_sibling;
use super::judge::{Matter, Ruling, UNKNOWN};
use crate::document::finding::Witness;
use crate::document::statement::Member;
use crate::document::statement::closure::{Closure, Place};
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::scope::Definition;
use crate::render::latex_name;
use crate::syntax::latex::{Differentiated, Mentions};

/// What came of a link.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It holds, resting on these definitions.
    Right(Vec<Definition>),
    /// It fails in every reading.
    Wrong { witness: Witness, mistake: Option<String>, expected: Option<String>, definitions: Vec<Definition> },
    /// Nothing can be said.
    Open(String),
}

/// A link with all that is needed to judge it.
pub struct Link<'d> {
    /// The place it is seen from.
    pub place: Place<'d>,
    /// The side that is taken as given.
    pub left: &'d Member,
    /// The side that is claimed.
    pub right: &'d Member,
    /// Conditions in plain text.
    pub assumptions: Vec<String>,
    /// Whether the words before say that it is supposed.
    pub is_supposed: bool,
    /// Whether the words before name a point: "at x=3".
    pub is_said_to_be_given: bool,
    /// Whether the words around it may ask for a place where it holds: "find where".
    pub is_asked: bool,
    /// Whether the words before say that it is a derivative: "the derivative of $a$ is".
    pub is_announced: bool,
}

/// What readings came to, one after another.
#[derive(Default)]
pub struct Readings {
    wrong: Option<Outcome>,
    open: Option<String>,
}

/// A link that fails in every reading.
#[derive(Clone, Copy)]
pub struct Failure<'a> {
    /// The claim.
    pub right: &'a Mentions,
    /// The definitions it was judged by.
    pub closure: &'a Closure<'a>,
    /// A name of the claim that those do not know.
    pub foreign: Option<&'a str>,
    /// What it should be, where that is known.
    pub expected: Option<&'a str>,
    /// Whether one mistake gives what is claimed.
    pub is_explained: bool,
    /// That mistake.
    pub mistake: Option<&'a str>,
    /// Whether the claim fails whatever the names are that it has lost.
    pub is_lost_for_good: bool,
}

impl Outcome {
    /// Whether functions stand for unknown ones where it fails.
    pub fn is_for_unknown_functions(&self) -> bool {
        matches!(self, Outcome::Wrong { witness, .. } if witness.point.iter().any(|(name, _)| name.contains('(')))
    }
}

impl Link<'_> {
    pub fn matter(&self, expression: String, variables: &[String], definitions: Vec<String>) -> Matter {
        Matter { expression, variables: variables.to_vec(), definitions, assumptions: self.assumptions.clone() }
    }

    /// What the operators left in the text differentiate by, which so is no name of a definition.
    pub fn operators(&self) -> Vec<String> {
        let is_left = |of: &Differentiated| match of {
            Differentiated::Name(name) => self.place.nearest(name).is_none(),
            Differentiated::Expression | Differentiated::Operand => true,
        };
        let mut variables = Vec::new();
        for mentions in [self.left, self.right].iter().filter_map(|member| member.mentions.as_ref().ok()) {
            let left = mentions.derivatives.iter().filter(|mention| is_left(&mention.of));
            variables.extend(left.flat_map(|mention| mention.variables.iter().map(|(name, _)| name.clone())));
        }
        variables.sort();
        variables.dedup();
        variables
    }

    /// The definitions both sides rest on, and those of the point, and a name of the claim that the definition knows nothing of.
    pub fn closures<'p>(
        &'p self,
        right: &Mentions,
        at: &Mentions,
        kept: &[String],
        chosen: Option<&'p Definition>,
    ) -> Result<(Closure<'p>, Option<String>), String> {
        let own = self.place.closure(&[at], kept, chosen)?;
        let closure = self.place.closure(&[right, at], kept, chosen)?;
        let is_known =
            |name: &String| own.names.contains(name) || own.used.iter().any(|used| used.name == *name || used.parameters.contains(name));
        let foreign = closure.free.iter().filter(|name| !kept.contains(name)).find(|name| !is_known(name) && !is_letter_of_all(name));
        let foreign = foreign.cloned();
        let closure = Closure { functions: own.functions, ..closure };
        Ok((closure, foreign))
    }

    /// Takes what came of a definition that is so many behind the nearest; what it settles, if anything. Only the nearest definition
    /// can make a claim wrong. Another can make it right where the nearest does not refute it, and excuses nothing in a display
    /// whose other rows are right by the nearest.
    pub fn settled(&self, readings: &mut Readings, nearest: &Definition, rank: usize, outcome: Outcome) -> Option<Outcome> {
        match outcome {
            Outcome::Right(_) if rank > 0 && readings.is_wrong() => {
                let own = &self.place.statements[self.place.at];
                let is_row = |at: &usize| {
                    let other = &self.place.statements[*at];
                    *at != self.place.at && other.passage == own.passage && other.formula == own.formula
                };
                let has_rows = self.place.scope.upheld(nearest.statement).iter().any(is_row);
                (!has_rows).then(|| Outcome::Open(format!("it holds by an older definition of {} only", nearest.written)))
            }
            right @ Outcome::Right(_) => Some(right),
            other => {
                if rank == 0 {
                    readings.take(other);
                }
                None
            }
        }
    }

    pub fn outcome(&self, ruling: Ruling, closure: &Closure<'_>, expected: Option<String>) -> Outcome {
        let definitions = || closure.used.iter().map(|definition| (*definition).clone()).collect();
        match ruling {
            Ruling::Equal => Outcome::Right(definitions()),
            Ruling::Different(witness, mistake) => {
                let has_decimals =
                    [self.left, self.right].iter().any(|member| member.mentions.as_ref().is_ok_and(|mentions| mentions.has_decimals));
                // A letter that mostly is a number may be the name of what stands on the other side.
                if [self.left, self.right].iter().any(|member| member.text.trim() == "\\pi") {
                    return Outcome::Open("it says what the other side is called".into());
                }
                let size = witness.expected.abs().max(witness.claimed.abs());
                if has_decimals && mistake.is_none() && (witness.expected - witness.claimed).abs() <= 0.05 * size {
                    return Outcome::Open("it agrees to the digits that are written".into());
                }
                Outcome::Wrong { witness, mistake, expected, definitions: definitions() }
            }
            Ruling::ForSome(witness, mistake) if self.is_derivation(expected.as_deref(), closure) => {
                Outcome::Wrong { witness, mistake, expected, definitions: definitions() }
            }
            Ruling::ForSome(..) => Outcome::Open(UNKNOWN.into()),
            Ruling::Open(reason) => Outcome::Open(reason),
        }
    }
}

impl Readings {
    pub fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Open(reason) => self.open = self.open.take().or(Some(reason)),
            // One that a mistake explains says most.
            wrong @ Outcome::Wrong { mistake: Some(_), .. } if self.mistake().is_none() => self.wrong = Some(wrong),
            wrong => self.wrong = self.wrong.take().or(Some(wrong)),
        }
    }

    /// What is left to object to, where all readings are wrong.
    pub fn failure<'a>(
        &'a self,
        right: &'a Mentions,
        closure: &'a Closure<'a>,
        foreign: Option<&'a str>,
        expected: Option<&'a str>,
    ) -> Failure<'a> {
        // A name that the definition knows nothing of is no slip for one it has, unless it has the same letter: h_1 for h_i.
        let is_slip = |mistake: &str| {
            foreign.is_none_or(|name| match mistake.strip_prefix(name).and_then(|rest| rest.strip_prefix(" stands in place of ")) {
                Some(other) => is_sibling(name, other),
                None => true,
            })
        };
        let mistake = self.mistake().filter(|mistake| is_slip(mistake));
        Failure { right, closure, foreign, expected, is_explained: mistake.is_some(), mistake, is_lost_for_good: false }
    }

    /// Says which mistake explains what is wrong.
    pub fn explain(&mut self, explanation: String) {
        if let Some(Outcome::Wrong { mistake, .. }) = &mut self.wrong {
            *mistake = Some(explanation);
        }
    }

    /// The mistake that explains what is wrong.
    pub fn mistake(&self) -> Option<&str> {
        match &self.wrong {
            Some(Outcome::Wrong { mistake, .. }) => mistake.as_deref(),
            _ => None,
        }
    }

    pub fn is_wrong(&self) -> bool {
        self.open.is_none() && self.wrong.is_some()
    }

    /// Wrong only where no reading was left open.
    pub fn outcome(self) -> Outcome {
        match (self.open, self.wrong) {
            (None, Some(wrong)) => wrong,
            (open, _) => Outcome::Open(open.unwrap_or_default()),
        }
    }
}

/// What a definition defines, as an expression.
pub fn whole(definition: &Definition) -> String {
    match &definition.parameters[..] {
        [] => definition.written.clone(),
        _ => format!("{}({})", definition.written, definition.written_parameters),
    }
}

/// Each variable as often as it is differentiated by.
pub fn repeated(variables: &[(String, u32)]) -> Vec<String> {
    variables.iter().flat_map(|(variable, order)| std::iter::repeat_n(variable.clone(), *order as usize)).collect()
}

/// The derivative, at a point where there is one.
pub fn at_point(derivative: &str, point: &[(String, String)]) -> String {
    if point.is_empty() {
        return derivative.to_string();
    }
    let values: Vec<String> = point.iter().map(|(variable, value)| format!("{}={value}", latex_name(variable))).collect();
    format!("\\left.\\left({derivative}\\right)\\right|_{{{}}}", values.join(","))
}
