//! Functions nobody defined: `(fg)' = f'g + fg'` holds for all of them, so it may be proved for unknown functions and
//! refuted by any two.

use super::judge::{Judge, Ruling};
use super::link::{Link, Outcome};
use super::objection::has_raised_call;
use crate::document::finding::Witness;
use crate::document::formula::environment::inside_bracket;
use crate::document::statement::Member;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::is_time;
use crate::render::latex_name;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};
use std::fmt::Display;
use std::ops::Range;

/// Functions to refute with; nothing simpler than a derivation would be right for them by accident.
pub const EXAMPLES: [&str; 4] = ["(@^2+3@+7)", "(@^3-2@+5)", "(e^{@}+@+2)", "(\\sin(@)+2@+4)"];

/// The same in plain text.
const PLAIN: [&str; 4] = ["@^2 + 3*@ + 7", "@^3 - 2*@ + 5", "exp(@) + @ + 2", "sin(@) + 2*@ + 4"];

/// Letters that usually stand for what depends on the variable.
const DEPENDENT: [&str; 14] = ["f", "g", "h", "u", "v", "w", "y", "z", "F", "G", "H", "s", "r", "q"];

/// Judges a claim about the derivative of an expression where the claim has derivatives of names nobody defined; nothing where it has none.
pub fn check(
    link: &Link<'_>,
    judge: &mut Judge,
    operand: &Member,
    inner: &Mentions,
    variables: &[String],
    right: &Mentions,
) -> Option<Outcome> {
    let variable = variables.first().filter(|first| variables.iter().all(|other| other == *first))?;
    let is_general = link.is_general_law(inner, right);
    let is_own = |mention: &&Mention| match &mention.of {
        Differentiated::Name(name) => is_general || link.place.nearest(name).is_none() || is_free_in(link, name, variable, right),
        _ => false,
    };
    let mut names: Vec<String> = Vec::new();
    for mention in right.derivatives.iter().filter(is_own) {
        if let Differentiated::Name(name) = &mention.of
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    if is_law(link, judge, operand, variable, right) {
        return Some(Outcome::Right(Vec::new()));
    }
    if names.is_empty() {
        return None;
    }
    let open = |reason: &str| Some(Outcome::Open(reason.to_string()));
    if !is_raised(inner, right, &names, variable) || names.len() > EXAMPLES.len() {
        return open("a relation between derivatives of what is not defined");
    }
    let operand = &Member { text: spelt_out(operand, inner, &names, variable), ..operand.clone() };
    let by_other = right.derivatives.iter().flat_map(|mention| &mention.variables).any(|(name, _)| name != variable);
    if by_other {
        return open("a relation between derivatives of what is not defined");
    }
    let calls: Vec<&NameUse> = inner.names.iter().chain(&right.names).filter(|used| names.contains(&used.name)).collect();
    let is_plain = |text: &str| text == variable;
    let is_called = |used: &NameUse| names.contains(&used.name);
    let is_elsewhere = |member: &Member, range: Option<&Range<usize>>| {
        range.is_some_and(|range| {
            let inner = member.text.get(range.clone()).map(inside_bracket);
            range.len() > 3 && inner.and_then(canonical_name).is_none_or(|name| name != *variable)
        })
    };
    let composed = inner.names.iter().any(|used| is_called(used) && is_elsewhere(operand, used.arguments.as_ref()))
        || right.names.iter().any(|used| is_called(used) && is_elsewhere(link.right, used.arguments.as_ref()))
        || right.derivatives.iter().any(|mention| is_elsewhere(link.right, mention.arguments.as_ref()));
    // Where each is called, they are functions to the reader.
    if composed && calls.iter().all(|used| used.arguments.is_some()) && right.derivatives.iter().all(|mention| mention.arguments.is_some())
    {
        return None;
    }
    if composed || names.iter().any(|name| is_plain(name)) {
        return open("a relation between derivatives of what is not defined");
    }
    let claim = spelt_out(link.right, right, &names, variable);
    let closure = Closure::default();
    let slip = match judge.compare(&link.matter(operand.text.clone(), variables, unknown(&names, variable)), &claim) {
        Ruling::Equal => return Some(Outcome::Right(Vec::new())),
        Ruling::ForSome(_, slip) => slip.map(|slip| in_words_of(&names, slip)),
        _ => None,
    };
    let known = |mentions: &Mentions, name: &str| mentions.names.iter().any(|used| used.name == name);
    if let Some(foreign) = right.names.iter().find(|used| !known(inner, &used.name) && used.name != *variable && used.name != "e") {
        return open(&format!("{} does not occur in what is differentiated", foreign.name));
    }
    if right.derivatives.iter().any(|mention| is_before_bracket(&link.right.text, mention)) {
        return open("a derivative before a bracket");
    }
    if link.may_be_transposed(inner) {
        return open("a prime may be a transpose");
    }
    if has_raised_call(link.left, variables) {
        return open("a power of a function or a product");
    }
    let mut last = None;
    for shift in [0, 1] {
        let matter = link.matter(operand.text.clone(), variables, examples(&names, variable, shift));
        match link.outcome(judge.compare(&matter, &claim), &closure, None) {
            Outcome::Right(_) => return open("it holds for some functions"),
            Outcome::Open(reason) => return open(&reason),
            Outcome::Wrong { witness, mistake, expected, definitions } if last.is_none() => {
                let mistake = slip.clone().or(mistake.filter(|mistake| is_told(mistake)));
                let witness = with_functions(witness, &names, variable, shift);
                last = Some(Outcome::Wrong { witness, mistake, expected, definitions });
            }
            Outcome::Wrong { .. } => {}
        }
    }
    last
}

/// Whether a claim shows each rate that what is differentiated has once more differentiated, as `m\ddot x` of `\frac{d}{dt}(m\dot x)`:
/// an equation for what is sought does not.
fn is_raised(inner: &Mentions, right: &Mentions, names: &[String], variable: &str) -> bool {
    let is_by_variable = |mention: &Mention| match &mention.variables[..] {
        [] => !mention.is_dotted || is_time(variable),
        [(by, _)] => by == variable,
        _ => false,
    };
    inner.derivatives.iter().all(|mention| {
        let is_next = |other: &Mention| other.of == mention.of && other.order == mention.order + 1 && is_by_variable(other);
        let is_own = matches!(&mention.of, Differentiated::Name(name) if names.contains(name));
        is_own && mention.arguments.is_none() && is_by_variable(mention) && right.derivatives.iter().any(is_next)
    })
}

/// Whether a mistake is told without the functions that were put in: what stands in place of what, the text does not show.
pub fn is_told(mistake: &str) -> bool {
    !mistake.contains(" stands in place of ")
}

/// A witness that tells the functions that were put in.
pub fn with_functions(mut witness: Witness, names: &[impl Display], variable: &str, shift: usize) -> Witness {
    let plain = |at: usize| PLAIN[(at + shift) % PLAIN.len()].replace('@', variable);
    witness.point.extend(names.iter().enumerate().map(|(at, name)| (format!("{name}({variable})"), plain(at))));
    witness
}

/// A mistake told in the names of the functions that unknown ones stood for.
fn in_words_of(names: &[String], mistake: String) -> String {
    names.iter().enumerate().fold(mistake, |mistake, (at, name)| mistake.replace(&format!("f_9{at}"), name))
}

/// Definitions by which names are functions of the variable, different ones for each shift.
fn examples(names: &[String], variable: &str, shift: usize) -> Vec<String> {
    let body = |at: usize| EXAMPLES[(at + shift) % EXAMPLES.len()].replace('@', &latex_name(variable));
    names.iter().enumerate().map(|(at, name)| format!("{} = {}", latex_name(name), body(at))).collect()
}

/// Whether a claim told in rates fails too wherever some of the other names depend on the variable, whose rates it does not show.
pub fn fails_with_more(
    link: &Link<'_>,
    judge: &mut Judge,
    operand: &str,
    right: &Mentions,
    variables: &[String],
    (rates, others): (&[String], &[String]),
) -> bool {
    let Some(variable) = variables.first() else { return false };
    if rates.len() + others.len() > EXAMPLES.len() {
        return false;
    }
    (1..1usize << others.len()).all(|chosen| {
        let chosen = others.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, name)| name.clone());
        let names: Vec<String> = rates.iter().cloned().chain(chosen).collect();
        let claim = spelt_out(link.right, right, &names, variable);
        [0, 1].iter().all(|shift| {
            let matter = link.matter(operand.to_string(), variables, examples(&names, variable, *shift));
            matches!(judge.compare(&matter, &claim), Ruling::Different(..))
        })
    })
}

/// Whether a name whose derivative is claimed was only said to be another letter, `r = l`, or rests on what it is to tell, `u = y/x` beside
/// `y = ux`, so that it is a function all the same.
fn is_free_in(link: &Link<'_>, name: &str, variable: &str, right: &Mentions) -> bool {
    let Some(definition) = link.place.nearest(name).filter(|found| found.parameters.is_empty()) else { return false };
    if link.place.closure(&[], &[variable.to_string()], Some(definition)).is_ok_and(|closure| closure.is_circular(&link.place)) {
        return true;
    }
    let is_claimed = |other: &str| right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(other.into()));
    canonical_name(&link.place.value(definition).text).is_some_and(|other| other != variable && !is_claimed(&other))
}

/// `f'[g(x)]` may be a product or a value.
pub fn is_before_bracket(text: &str, mention: &Mention) -> bool {
    let behind = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
    let rest = text[behind..].trim_start();
    rest.strip_prefix("\\left").unwrap_or(rest).trim_start().starts_with('[')
}

/// Whether it holds whatever the functions are though the text has given them values: `(fg)' = f'g + fg'` is about all of them.
fn is_law(link: &Link<'_>, judge: &mut Judge, operand: &Member, variable: &str, right: &Mentions) -> bool {
    let mut names: Vec<String> = Vec::new();
    for mention in &right.derivatives {
        match &mention.of {
            Differentiated::Name(name) if mention.arguments.is_none() => names.push(name.clone()),
            _ => return false,
        }
    }
    names.sort_unstable();
    names.dedup();
    if names.is_empty() || names.len() > EXAMPLES.len() || names.iter().any(|name| name == variable) {
        return false;
    }
    let claim = spelt_out(link.right, right, &names, variable);
    judge.compare(&link.matter(operand.text.clone(), &[variable.to_string()], unknown(&names, variable)), &claim) == Ruling::Equal
}

/// Definitions by which names are unknown functions of the variable.
fn unknown(names: &[String], variable: &str) -> Vec<String> {
    let written = latex_name(variable);
    names.iter().enumerate().map(|(at, name)| format!("{} = f_{{9{at}}}({written})", latex_name(name))).collect()
}

/// The claim with `y'` and `\frac{dy}{dx}` written as operators before the name.
fn spelt_out(member: &Member, mentions: &Mentions, names: &[String], variable: &str) -> String {
    let mut text = member.text.clone();
    let mut end = text.len();
    for mention in mentions.derivatives.iter().rev() {
        let Differentiated::Name(name) = &mention.of else { continue };
        let behind = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
        if behind > end || !names.contains(name) {
            continue;
        }
        let (name, variable) = (latex_name(name), latex_name(variable));
        let operator = match mention.order {
            1 => format!("\\frac{{d}}{{d{variable}}}"),
            order => format!("\\frac{{d^{order}}}{{d{variable}^{order}}}"),
        };
        text.replace_range(mention.place.start..behind, &format!("\\left({operator}\\left({name}\\right)\\right)"));
        end = mention.place.start;
    }
    text
}

/// A name of what is differentiated that may depend on the variable without saying so, where the claim has lost it: `(xy)' = x^2`.
pub fn may_depend(inner: &Mentions, right: &Mentions, variables: &[String]) -> Option<String> {
    let is_differentiated = |name: &str| right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(name.into()));
    let lost = |name: &str| !right.uses(name) && !is_differentiated(name);
    let names = inner.names.iter().filter(|used| !variables.contains(&used.name));
    // x is a place where the variable is the time.
    let is_place = |name: &str| name == "x" && variables.iter().any(|variable| variable == "t");
    names.map(|used| used.name.clone()).find(|name| (DEPENDENT.contains(&name.as_str()) || is_place(name)) && lost(name))
}
