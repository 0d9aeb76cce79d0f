//! Definitions with derivatives of functions that nobody defined in them: Newton's map `g(x) = x - \frac{f(x)}{f'(x)}`, about which
//! claims hold for all functions, or for none that is tried.

use super::judge::{Judge, Ruling};
use super::link::{Link, Outcome};
use super::objection::UNEXPLAINED;
use super::opaque::{EXAMPLES, is_before_bracket, is_told, with_functions};
use super::superseded::{stands_in_an_equation, superseded};
use crate::document::formula::environment::inside_bracket;
use crate::document::statement::Member;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::{is_constant, is_letter_of_all};
use crate::document::statement::scope::Definition;
use crate::render::latex_name;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention, Mentions};
use std::ops::Range;

/// Higher derivatives of such definitions are not asked for.
const MOST_ORDER: u32 = 4;

/// Judges a claim by such a definition; nothing where the definition has no derivatives, or they are of something else.
pub fn check(link: &Link<'_>, judge: &mut Judge, mention: &Mention, definition: &Definition, right: &Mentions) -> Option<Outcome> {
    let [variable] = &definition.parameters[..] else { return None };
    let is_own = |name: &str| name == variable;
    let inner = mention.arguments.clone().map(|range| inside_bracket(&link.left.text[range]));
    let is_at_variable = inner.is_none_or(|inner| canonical_name(inner).is_some_and(|name| is_own(&name)));
    if !is_at_variable
        || mention.is_dotted
        || !(1..=MOST_ORDER).contains(&mention.order)
        || !mention.variables.iter().all(|(by, _)| is_own(by))
    {
        return None;
    }
    let variables = vec![variable.clone(); mention.order as usize];
    let value = link.place.value(definition);
    let own = value.mentions.as_ref().ok().filter(|own| !own.derivatives.is_empty() && !definition.is_blind)?;
    let mut names: Vec<&str> = Vec::new();
    for mention in &own.derivatives {
        let Differentiated::Name(name) = &mention.of else { return None };
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    if names.len() > EXAMPLES.len() || names.contains(&definition.name.as_str()) || names.contains(&variable.as_str()) {
        return None;
    }
    let written = latex_name(variable);
    let given = spelt_out(value, own, &names, variable)?;
    let claim = spelt_out(link.right, right, &names, variable)?;
    let functions = |body: &dyn Fn(usize) -> String| -> Vec<String> {
        names.iter().enumerate().map(|(at, name)| format!("{}({written}) = {}", latex_name(name), body(at))).collect()
    };
    let asked = |definitions| link.matter(given.clone(), &variables, definitions);
    if judge.compare(&asked(functions(&|at| format!("f_{{9{at}}}({written})"))), &claim) == Ruling::Equal {
        return Some(Outcome::Right(vec![definition.clone()]));
    }
    let open = |reason: &str| Some(Outcome::Open(reason.to_string()));
    let is_free = |name: &str| link.place.nearest(name).is_none();
    let is_known = |name: &str| own.uses(name) || name == variable || is_letter_of_all(name) || names.contains(&name);
    // A function that has been given a value may be any all the same: the claim has to fail for that one too.
    let mut valued = Vec::new();
    for named in names.iter().filter_map(|name| link.place.nearest(name)) {
        let closure = link.place.closure(&[], std::slice::from_ref(variable), Some(named));
        match closure {
            Ok(closure) if named.parameters.len() == 1 && !closure.is_circular(&link.place) => valued.extend(link.place.written(&closure)),
            _ => return open("a function of the definition has been given a value"),
        }
    }
    if let Some(foreign) = right.names.iter().find(|used| !is_known(&used.name)) {
        return open(&format!("{} does not occur in the definition that was found", foreign.name));
    }
    if own.names.iter().any(|used| !is_known(&used.name) || !names.contains(&used.name.as_str()) && !is_free(&used.name)) {
        return None;
    }
    if let Some(reason) = superseded(&link.place, definition) {
        return Some(Outcome::Open(reason));
    }
    // What is told in higher derivatives of the function in the definition is about that one.
    let highest = own.derivatives.iter().map(|other| other.order).max().unwrap_or(0);
    let is_told_in_it = right.derivatives.iter().any(|other| other.order > highest) && link.is_in_place(definition);
    if is_constant(right) || !is_told_in_it && stands_in_an_equation(&link.place, definition, &variables) {
        return open(UNEXPLAINED);
    }
    let closure = Closure { used: vec![definition], ..Closure::default() };
    let mut last = None;
    let tried = [0, 1].map(|shift| (Some(shift), functions(&|at| EXAMPLES[(at + shift) % EXAMPLES.len()].replace('@', &written))));
    let is_one = names.len() == 1 && !valued.is_empty();
    if !is_one && !valued.is_empty() {
        return open("a function of the definition has been given a value");
    }
    for (shift, definitions) in tried.into_iter().chain(is_one.then_some((None, valued))) {
        match link.outcome(judge.compare(&asked(definitions), &claim), &closure, None) {
            Outcome::Right(_) => return open("it holds for some functions"),
            Outcome::Open(reason) => return open(&reason),
            Outcome::Wrong { witness, mistake, expected, definitions } if last.is_none() => {
                let witness = match shift {
                    Some(shift) => with_functions(witness, &names, variable, shift),
                    None => witness,
                };
                last = Some(Outcome::Wrong { witness, mistake: mistake.filter(|mistake| is_told(mistake)), expected, definitions });
            }
            Outcome::Wrong { .. } => {}
        }
    }
    match last {
        Some(Outcome::Wrong { mistake: None, .. }) if !is_told_in_it && !link.is_certain(definition) => open(UNEXPLAINED),
        last => last,
    }
}

/// A member with the functions called and their derivatives written as operators; nothing where one is taken elsewhere than at the
/// variable, or may be read otherwise.
fn spelt_out(member: &Member, mentions: &Mentions, names: &[&str], variable: &str) -> Option<String> {
    let is_at_variable = |arguments: &Option<Range<usize>>| {
        let inner = arguments.clone().map(|range| inside_bracket(&member.text[range]));
        inner.is_none_or(|inner| canonical_name(inner).is_some_and(|name| name == variable))
    };
    let written = latex_name(variable);
    let mut parts: Vec<(Range<usize>, String)> = Vec::new();
    for mention in &mentions.derivatives {
        let Differentiated::Name(name) = &mention.of else { return None };
        let is_by_variable = mention.variables.iter().all(|(by, _)| by == variable);
        let is_plain = names.contains(&name.as_str()) && is_by_variable && !mention.is_dotted && mention.order > 0;
        if !is_plain || !is_at_variable(&mention.arguments) || is_before_bracket(&member.text, mention) {
            return None;
        }
        let end = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
        let operator = format!("\\frac{{d^{{{0}}}}}{{d{written}^{{{0}}}}}", mention.order);
        parts.push((mention.place.start..end, format!("\\left({operator}\\left({}({written})\\right)\\right)", latex_name(name))));
    }
    for used in mentions.names.iter().filter(|used| names.contains(&used.name.as_str())) {
        if !is_at_variable(&used.arguments) {
            return None;
        }
        let end = used.arguments.as_ref().map_or(used.place.end, |arguments| arguments.end);
        parts.push((used.place.start..end, format!("\\left({}({written})\\right)", latex_name(&used.name))));
    }
    parts.sort_by_key(|(place, _)| place.start);
    let mut text = String::new();
    let mut behind = 0;
    for (place, part) in parts {
        // A derivative may show its name among those that are used.
        if place.start < behind {
            continue;
        }
        text.push_str(&member.text[behind..place.start]);
        text.push_str(&part);
        behind = place.end;
        // f'^2(x) is no product with x.
        let power = member.text[behind..].trim_start().strip_prefix('^').map(|rest| rest.trim_start_matches(['{', '}', ' ']));
        let rest = power.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '}' | ' ')));
        if rest.is_some_and(|rest| rest.starts_with('(') || rest.starts_with("\\left(")) {
            return None;
        }
    }
    text.push_str(&member.text[behind..]);
    Some(text)
}
