//! Which derivative is meant: of what definition, by which variables, at which point.

use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::formula::terms::{begins_with_bracket, first_bracket, has_sum, whole_bracket};
use crate::document::statement::Member;
use crate::document::statement::closure::Place;
use crate::document::statement::scope::Definition;
use crate::syntax::latex::{Differentiated, Mention, Mentions, mentions};
use crate::syntax::{canonical_name, is_function};

/// The derivative of a name.
#[derive(Debug, Clone)]
pub struct Target<'d> {
    /// The definition of the name.
    pub definition: &'d Definition,
    /// What it is differentiated by, in plain spelling, each as often as it is.
    pub variables: Vec<String>,
    /// The values that the variable, or each parameter, has, in LaTeX.
    pub point: Vec<(String, String)>,
    /// Whether the derivative is a prime, which holds nothing fixed.
    pub is_primed: bool,
}

/// How a member is made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The derivative of a name and nothing else: the name, and the mention by its number.
    Named(String, usize),
    /// An operator before all that follows, and the mention by its number; where that is a sum without a bracket, or goes on
    /// behind one, it may be meant for the first term or the bracket only.
    Operator { operand: String, mention: usize, is_open: bool },
    /// A bracket with primes, or a function of the table with primes and its argument: what is differentiated, and how often.
    Primed(String, u32),
    /// A bracket of functions with primes, called with a variable, `(fg)'(x)`: what is in the bracket, how often it is
    /// differentiated, and the variable in LaTeX.
    PrimedCall(String, u32, String),
    /// Anything else.
    Other,
}

/// How a member is made up.
pub fn form(member: &Member, mentions: &Mentions) -> Form {
    let text = member.text.trim_end();
    let start = text.len() - text.trim_start().len();
    if let [only] = &mentions.derivatives[..]
        && only.of == Differentiated::Operand
        && only.variables.is_empty()
        && let Some(inner) = text.get(start..only.place.start).map(|text| text.trim_end_matches(['^', '{', ' ']).trim())
        && let Some(inner) = whole_bracket(inner)
    {
        let behind = &text[only.place.end.min(text.len())..];
        if is_room(behind) {
            return Form::Primed(inner.to_string(), only.order);
        }
        let behind = behind.trim_start_matches(['}', ' ']).trim_end_matches(['&', '.', ' ']);
        let variable = whole_bracket(behind).map(str::trim).filter(|inner| canonical_name(inner).is_some());
        if let Some(variable) = variable {
            return Form::PrimedCall(inner.to_string(), only.order, variable.to_string());
        }
    }
    // \tanh'(z) and \text{swish}'(z): of a name alone, as \sin'(x^2) is a value of the derivative.
    if let [only] = &mentions.derivatives[..]
        && only.of == Differentiated::Operand
        && only.variables.is_empty()
        && let Some(function) = text.get(start..only.place.start).map(str::trim).filter(|name| is_function_name(name))
        && let rest = text[only.place.end..].trim()
        && let Some(argument) = Some(whole_bracket(rest).unwrap_or(rest)).filter(|inner| canonical_name(inner.trim()).is_some())
    {
        return Form::Primed(format!("{function}\\left({argument}\\right)"), only.order);
    }
    let Some((number, first)) = mentions.derivatives.iter().enumerate().find(|(_, mention)| mention.place.start == start) else {
        return Form::Other;
    };
    let end = first.arguments.as_ref().map_or(first.place.end, |arguments| arguments.end);
    match &first.of {
        Differentiated::Name(name) if is_room(&text[end.min(text.len())..]) => Form::Named(name.clone(), number),
        Differentiated::Expression if is_room(&text[end.min(text.len())..]) => match called_above(text, first, mentions) {
            Some(name) => Form::Named(name.to_string(), number),
            None => Form::Other,
        },
        Differentiated::Operand if !first.variables.is_empty() => {
            let rest = text[first.place.end..].trim();
            // What is evaluated at a point is differentiated first.
            if rest.is_empty() || rest.contains("|_") || rest.contains("\\vert_") || is_bracket_at_a_place(rest) {
                return Form::Other;
            }
            let operand = whole_bracket(rest).unwrap_or(rest).to_string();
            Form::Operator {
                operand,
                mention: number,
                is_open: whole_bracket(rest).is_none() && (has_sum(rest) || begins_with_bracket(rest)),
            }
        }
        _ => Form::Other,
    }
}

/// Whether a text is a bracket at a place: `\Big[ f(t) \Big]_{t=0}`.
fn is_bracket_at_a_place(text: &str) -> bool {
    let below = first_bracket(text).and_then(|(_, behind)| behind.trim_start().strip_prefix('_')).and_then(operand);
    below.is_some_and(|(place, behind)| place.contains('=') && behind.trim().is_empty())
}

/// Whether a text is a command, or a name of the table in upright letters.
fn is_function_name(text: &str) -> bool {
    let Some(command) = text.strip_prefix('\\') else { return false };
    let upright = ["text{", "mathrm{", "operatorname{", "textrm{"].iter().find_map(|font| command.strip_prefix(font)?.strip_suffix('}'));
    match upright {
        Some(name) => is_function(name) || is_function(&name.to_lowercase()),
        None => !command.is_empty() && command.chars().all(char::is_alphabetic),
    }
}

/// The function whose derivative `\frac{dU(\theta)}{d\theta}` is: a call with plain names and nothing else above the bar.
fn called_above<'m>(text: &str, mention: &Mention, mentions: &'m Mentions) -> Option<&'m str> {
    let used = mentions.names.iter().find(|used| used.place.start > mention.place.start)?;
    // \ln L(\theta) is not L(\theta).
    let before = &text[mention.place.start..used.place.start];
    let is_bare = ["d", "\\partial", "d^2", "d}", "\\partial^2"].iter().any(|sign| before.trim_end().ends_with(sign));
    if !is_bare {
        return None;
    }
    let arguments = used.arguments.clone().filter(|arguments| arguments.end < mention.place.end)?;
    let inside: Vec<_> = inside_bracket(&text[arguments.clone()]).split([',', ';']).map(canonical_name).collect();
    let is_plain =
        inside.iter().all(Option::is_some) && mention.variables.iter().all(|(name, _)| inside.iter().flatten().any(|inner| inner == name));
    (is_plain && text[arguments.end..].trim_start().starts_with('}')).then_some(used.name.as_str())
}

/// What a mention is about, by the definition that was chosen.
///
/// # Errors
/// A sentence that says why that cannot be told.
pub fn target<'d>(place: &Place<'d>, mention: &Mention, text: &str, definition: &'d Definition) -> Result<Target<'d>, String> {
    let written = &definition.written;
    let kept: Vec<String> = mention.variables.iter().map(|(variable, _)| variable.clone()).collect();
    let closure = place.closure(&[], &kept, Some(definition))?;
    let arguments = mention.arguments.clone().map(|range| inside_bracket(&text[range]));
    let given = arguments.filter(|text| !text.contains('^')).and_then(canonical_name).map(|name| name.into_owned());
    let own = place
        .value(definition)
        .mentions
        .as_ref()
        .map(|found| found.names.iter().map(|used| used.name.clone()).collect())
        .unwrap_or_default();
    let depends = |name: &String| definition.parameters.contains(name) || closure.names.contains(name);
    let variables: Vec<String> = if mention.variables.is_empty() {
        let variable = match &definition.parameters[..] {
            [only] => only.clone(),
            [_, ..] => return Err(format!("{written} has several arguments, and primes do not say which is meant")),
            [] if mention.is_dotted => "t".to_string(),
            [] => match given.clone().filter(&depends) {
                Some(given) => given,
                None => told(place, &definition.name)
                    .or_else(|| only_variable(&own))
                    .or_else(|| only_variable(&closure.free))
                    .ok_or_else(|| format!("it is not said by what {written} is differentiated"))?,
            },
        };
        vec![variable; mention.order as usize]
    } else {
        mention.variables.iter().flat_map(|(variable, order)| std::iter::repeat_n(variable.clone(), *order as usize)).collect()
    };
    // N(A) says nothing of dN(u)/du, whatever u is.
    if let (Some(given), [_, ..]) = (&given, &definition.parameters[..])
        && variables.contains(given)
        && !definition.parameters.contains(given)
    {
        return Err(format!("{written} is defined as a function of {}", definition.parameters.join(", ")));
    }
    if let Some(missing) = variables.iter().find(|variable| !depends(variable)) {
        return Err(format!("{written} does not depend on {missing} in the definition that was found"));
    }
    let point = match (arguments, &variables[..]) {
        (Some(_), _) if given.as_ref().is_some_and(|given| variables.first() == Some(given)) => Vec::new(),
        (Some(arguments), _) if definition.parameters.len() > 1 => {
            // W(u\,,\,v)
            let parts: Vec<String> = arguments.replace("\\,", " ").split([',', ';']).map(|part| part.trim().to_string()).collect();
            let is_own = |(part, parameter): (&String, &String)| canonical_name(part).is_some_and(|name| name == *parameter);
            let is_number = |part: &String| mentions(part).is_ok_and(|found| found.names.is_empty() && found.functions.is_empty());
            // \frac{\partial f}{\partial x_1}(x) of f(x_1, x_2)
            let is_of = |parameter: &String, whole: &str| parameter.strip_prefix(whole).is_some_and(|rest| rest.starts_with('_'));
            if let [whole] = &parts[..]
                && let Some(whole) = canonical_name(whole)
                && definition.parameters.iter().all(|parameter| is_of(parameter, &whole))
            {
                return Ok(Target {
                    definition,
                    variables,
                    point: Vec::new(),
                    is_primed: mention.variables.is_empty() && !mention.is_dotted,
                });
            }
            if parts.len() != definition.parameters.len() {
                return Err(format!("{written} is taken at a point with several arguments"));
            }
            match parts.iter().zip(&definition.parameters).all(is_own) {
                true => Vec::new(),
                // f_x(0, 1, 1): each argument in its place.
                false if parts.iter().all(is_number) => definition.parameters.iter().cloned().zip(parts).collect(),
                false => return Err(format!("{written} is taken at a point with several arguments")),
            }
        }
        (Some(value), [variable, ..]) => vec![(variable.clone(), value.to_string())],
        _ => Vec::new(),
    };
    if variables.is_empty() || variables.len() > 12 {
        return Err("the order is no small number".into());
    }
    let is_primed = mention.variables.is_empty() && !mention.is_dotted;
    Ok(Target { definition, variables, point, is_primed })
}

/// The variable by which another member of the statement differentiates a name: `y' = \frac{dy}{dt} = 0`.
fn told(place: &Place<'_>, name: &str) -> Option<String> {
    let derivatives = place.statements[place.at].members.iter().filter_map(|member| member.mentions.as_ref().ok());
    derivatives.flat_map(|found| &found.derivatives).find_map(|mention| match (&mention.of, &mention.variables[..]) {
        (Differentiated::Name(of), [(variable, _)]) if of == name => Some(variable.clone()),
        _ => None,
    })
}

/// The variable that primes mean: the only free name, or x, or t; c and C are constants.
fn only_variable(free: &rustc_hash::FxHashSet<String>) -> Option<String> {
    let is_constant = |name: &str| matches!(name, "e" | "pi") || name.split('_').next().is_some_and(|base| matches!(base, "c" | "C"));
    let names: Vec<&String> = free.iter().filter(|name| !is_constant(name)).collect();
    match names[..] {
        [only] => Some(only.clone()),
        _ => ["x", "t"].iter().find(|usual| free.contains(**usual)).map(|usual| usual.to_string()),
    }
}

/// Whether a member is a derivative over what it is one of: `\frac{f'(x)}{f(x)}`.
pub fn is_proportion(member: &Member, mention: &Mention, name: &str) -> bool {
    let behind = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
    let before = member.text[..mention.place.start].trim();
    let is_bar = ["\\frac{", "\\dfrac{", "\\tfrac{"].iter().any(|bar| before.replace(' ', "") == *bar);
    let below = member.text[behind..].trim_start().strip_prefix('}').and_then(operand);
    let is_name = |text: &str| canonical_name(text.split('(').next().unwrap_or("").trim()).is_some_and(|own| own == name);
    is_bar && below.is_some_and(|(below, rest)| is_name(below) && rest.trim().is_empty())
}

/// Nothing but room and stops.
fn is_room(text: &str) -> bool {
    text.replace("\\,", "")
        .replace("\\;", "")
        .replace("\\quad", "")
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '&' | '}'))
        .is_empty()
}

/// A member whose operator is meant for all that follows, where it may be: `\frac{d}{dx}(x + 1)x` as that of the product.
pub fn widened(member: &Member, mentions: &Mentions) -> Option<Member> {
    let Form::Operator { operand, mention, is_open: true } = form(member, mentions) else { return None };
    let text = format!("{}\\left({operand}\\right)", &member.text[..mentions.derivatives[mention].place.end]);
    let mentions = crate::syntax::latex::mentions(&text).map_err(|error| error.to_string());
    Some(Member { place: member.place.clone(), text, mentions })
}

/// A member that ends with the derivative of a name, which may begin the next equation: `2x \frac{dy}{dx}` of
/// `\frac{dz}{dx} = 2x \frac{dy}{dx} = 3`. What stands before it, and the derivative.
pub fn juxtaposed(member: &Member) -> Option<(Member, Member)> {
    let mentions = member.mentions.as_ref().ok()?;
    let last = mentions.derivatives.iter().rfind(|mention| matches!(mention.of, Differentiated::Name(_)))?;
    let end = last.arguments.as_ref().map_or(last.place.end, |arguments| arguments.end);
    let before = member.text[..last.place.start].trim_end();
    let goes_on =
        before.is_empty() || before.ends_with(['+', '-', '*', '/', '(', '[']) || before.ends_with("\\cdot") || before.ends_with("\\times");
    // \left.\frac{dy}{dx}\right|_{x = 1}
    let before = before.strip_suffix("\\left.").unwrap_or(before).trim_end();
    if goes_on || !is_room(without_point(&member.text[end..])) {
        return None;
    }
    let part = |text: &str| {
        let mentions = crate::syntax::latex::mentions(text).map_err(|error| error.to_string());
        Member { place: member.place.clone(), text: text.to_string(), mentions }
    };
    Some((part(before), part(&member.text[before.len()..])))
}

/// What follows the point that a derivative is taken at: behind `|_{x = 1}`.
fn without_point(text: &str) -> &str {
    let bar = text.trim_start();
    let bar = bar.strip_prefix("\\right").or_else(|| bar.strip_prefix("\\Big")).unwrap_or(bar).trim_start();
    let Some(point) = bar.strip_prefix('|').and_then(|rest| rest.trim_start().strip_prefix('_')) else { return text };
    point.trim_start().strip_prefix('{').and_then(|inner| inner.split_once('}')).map_or(text, |(_, behind)| behind)
}
