//! Claims about one of several names with an index, `\frac{\partial L}{\partial w_j}`: judged with three components, every sum
//! written out. It is wrong where it fails whatever numbers the free indices are; one that holds only where they are equal, or
//! only where they differ, is about that case.

use super::components::{
    COMPONENTS, LETTERS, Numbers, Sizes, free_letters, indexed, letters, numbered, parted, shape, with_size, written_out,
};
use super::judge::{Judge, Matter, Ruling, UNKNOWN};
use super::link::{Link, Outcome, Readings};
use super::objection::{SUMMED, UNEXPLAINED};
use super::products::{self, Inner};
use super::superseded::superseded;
use super::target::{Form, form};
use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::scope::Definition;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mentions, NameUse, mentions};
use std::collections::BTreeSet;

/// So many definitions, each with its components, may hang together.
const MOST_DEFINITIONS: usize = 40;

/// Judges a claim about the derivative by a name with an index; nothing where it is none, or cannot be written out.
pub fn check(link: &Link<'_>, judge: &mut Judge) -> Option<Outcome> {
    let (left, right) = (link.left.mentions.as_ref().ok()?, link.right.mentions.as_ref().ok()?);
    let (given, mention, own) = match form(link.left, left) {
        Form::Named(name, mention) => {
            let definition = definition(link, &name)?;
            (name_as_written(&link.left.text, left, mention, &name, definition)?, Some(mention), Some(definition))
        }
        Form::Operator { operand, mention, is_open: false } => (operand, Some(mention), None),
        _ => (link.left.text.clone(), None, None),
    };
    let all = || left.derivatives.iter().chain(&right.derivatives);
    let is_written = |of: &Differentiated| !matches!(of, Differentiated::Name(_));
    let is_whole = mention.is_some() && right.derivatives.is_empty();
    if !is_whole && !all().all(|mention| is_written(&mention.of)) {
        return None;
    }
    let variables: &[(String, u32)] =
        if let (Some(mention), true) = (mention, is_whole) { &left.derivatives[mention].variables } else { &[] };
    let layer = layer(all().flat_map(|mention| &mention.variables).map(|(name, _)| name.as_str()))?;
    let given = within_layer(if is_whole { &given } else { &link.left.text }, layer)?;
    let claimed_text = within_layer(&link.right.text, layer)?;
    let own = own.filter(|_| is_whole);
    let kept: Vec<&String> = all().flat_map(|mention| &mention.variables).map(|(name, _)| name).collect();
    if !kept.iter().any(|name| !letters(name).is_empty()) {
        return None;
    }
    let free_of_kept: BTreeSet<char> = kept.iter().flat_map(|name| letters(name)).collect();
    let kept: Vec<String> = kept.into_iter().map(|name| shape(name)).collect();
    let inner = mentions(&given).map(|found| found.names).unwrap_or_default();
    let mut known = Known::default();
    known.take(link, &kept, own, inner)?;
    let is_shown = kept.iter().all(|name| known.met.contains(name));
    known.take(link, &kept, None, right.names.clone())?;
    let definitions = known.definitions;
    // h(x) = w^T x is a sum of the products of components.
    let products: Vec<_> = definitions.iter().filter_map(|found| products::inner(link, found)).collect();
    let is_shown = is_shown || !products.is_empty();
    let (given, claimed_text) = (products::written_out(&given, &products)?, products::written_out(&claimed_text, &products)?);
    let plain: Vec<&Definition> = definitions.iter().copied().filter(|found| products::inner(link, found).is_none()).collect();
    let texts = [given.as_str(), &claimed_text];
    let free: BTreeSet<char> = texts.iter().flat_map(|text| free_letters(text)).chain(free_of_kept).collect();
    let free: Vec<char> = free.into_iter().collect();
    let mut sizes = Sizes::default();
    let mut written = Vec::new();
    for found in &plain {
        written.push((*found, components(link, found, layer, &products, &mut sizes)?));
    }
    if written.iter().map(|(_, lines)| lines.len()).sum::<usize>() > MOST_DEFINITIONS {
        return None;
    }
    let mut cases = Vec::new();
    for numbers in assignments(&free)? {
        let expression = written_out(&given, &numbers, &mut sizes)?;
        let claim = written_out(&claimed_text, &numbers, &mut sizes)?;
        let by = variables.iter().flat_map(|(name, order)| std::iter::repeat_n(numbered(name, &numbers), *order as usize));
        cases.push((expression, by.collect::<Vec<_>>(), claim));
    }
    // A size is a number, whatever else has its name; what only may be one is none where it is defined.
    written.retain(|(found, _)| !sizes.told.contains(&found.written));
    sizes.guessed.retain(|size| !sizes.told.contains(size) && link.place.nearest(size).is_none());
    let is_direct = |own: &Definition| {
        let value = link.place.value(own).mentions.as_ref();
        kept.iter().all(|name| value.is_ok_and(|value| value.names.iter().any(|used| shape(&used.name) == *name)))
    };
    // What is held fixed may be meant otherwise: all that stands in the definition.
    let mut ways = vec![None];
    ways.extend(own.filter(|own| written.len() > 1 && is_direct(own)).map(Some));
    let used = || definitions.iter().map(|definition| (*definition).clone()).collect::<Vec<_>>();
    let fails = |(ruling, ..): &&(Ruling, Matter, String)| matches!(ruling, Ruling::Different(..));
    let claim_has_delta = ["\\delta_", "\\begin{cases}"].iter().any(|sign| link.right.text.contains(sign));
    let mut wrong = None;
    let mut open = None;
    let guesses: &[bool] = if sizes.guessed.is_empty() { &[false] } else { &[false, true] };
    for (held, is_guessed) in ways.into_iter().flat_map(|held| guesses.iter().map(move |guess| (held, *guess))) {
        let told = |text: &String| {
            let guessed = sizes.guessed.iter().filter(|_| is_guessed);
            sizes.told.iter().chain(guessed).fold(text.clone(), |text, size| with_size(&text, size))
        };
        let is_meant = |found: &Definition| held.is_none_or(|own| own.name == found.name);
        let lines = written.iter().filter(|(found, _)| is_meant(found)).flat_map(|(_, lines)| lines);
        let lines: Vec<String> = lines.map(told).collect();
        let mut rulings = Vec::with_capacity(cases.len());
        for (expression, by, claim) in &cases {
            let (matter, claim) = (link.matter(told(expression), by, lines.clone()), told(claim));
            rulings.push((judge.compare(&matter, &claim), matter, claim));
        }
        if rulings.iter().all(|(ruling, ..)| *ruling == Ruling::Equal) {
            return Some(Outcome::Right(used()));
        }
        let is_wrong = match claim_has_delta {
            true => rulings.iter().any(|ruling| fails(&ruling)),
            false => rulings.iter().all(|ruling| fails(&ruling)),
        };
        let is_unknown = |(ruling, ..): &(Ruling, Matter, String)| matches!(ruling, Ruling::Open(_));
        let is_at_no_point = |(ruling, ..): &(Ruling, Matter, String)| *ruling == Ruling::Open(UNKNOWN.into());
        // What counts the terms is shown as their number.
        if is_wrong && (wrong.is_none() || is_guessed && held.is_none()) {
            wrong = rulings.into_iter().find(|ruling| fails(&ruling));
        } else if !(is_wrong || wrong.is_some() && rulings.iter().any(is_at_no_point)) {
            let is_open = rulings.iter().any(is_unknown);
            open = open.or(Some(if is_open {
                "its components are neither proved nor refuted"
            } else {
                "it depends on which indices are equal"
            }));
        }
    }
    if let Some(reason) = open {
        return Some(Outcome::Open(reason.into()));
    }
    let (ruling, matter, claim) = wrong?;
    if !is_shown {
        return Some(Outcome::Open("what is differentiated does not show the variable".into()));
    }
    Some(objection(link, judge, &matter, &claim, own).map_or_else(
        || {
            let expected = judge.derivative(&matter).ok();
            let mut readings = Readings::default();
            if let Ruling::Different(witness, mistake) = ruling.clone() {
                let is_far = own.is_some_and(|own| mistake.is_none() && !link.is_beside(own));
                readings.take(if is_far {
                    Outcome::Open(UNEXPLAINED.into())
                } else {
                    Outcome::Wrong { witness, mistake, expected, definitions: used() }
                });
            }
            readings.outcome()
        },
        Outcome::Open,
    ))
}

/// The definitions that names rest on, whatever letters their indices are.
#[derive(Default)]
struct Known<'d> {
    definitions: Vec<&'d Definition>,
    /// The shapes of all names met.
    met: BTreeSet<String>,
}

impl<'d> Known<'d> {
    /// Takes names, and `own` before them; `kept` stay names. Nothing where a definition cannot be read.
    fn take(&mut self, link: &Link<'d>, kept: &[String], own: Option<&'d Definition>, names: Vec<NameUse>) -> Option<()> {
        let mut waiting = names;
        let mut next = own;
        loop {
            let found = match next.take() {
                Some(own) if self.met.insert(shape(&own.name)) => own,
                _ => {
                    let Some(used) = waiting.pop() else { return Some(()) };
                    if !self.met.insert(shape(&used.name)) || kept.contains(&shape(&used.name)) {
                        continue;
                    }
                    let Some(found) = definition(link, &used.name).filter(|found| !is_other(link, found, &used, kept)) else { continue };
                    found
                }
            };
            if !link.place.is_readable(found) || superseded(&link.place, found).is_some() {
                return None;
            }
            let value = link.place.value(found).mentions.as_ref().ok().filter(|value| value.derivatives.is_empty())?;
            waiting.extend(value.names.iter().cloned());
            self.definitions.push(found);
        }
    }
}

/// Whether a function of other variables has the name of what is not called here, in the narrow sense.
fn is_other(link: &Link<'_>, definition: &Definition, used: &NameUse, kept: &[String]) -> bool {
    let is_own = |parameter: &String| kept.iter().any(|name| name.split('_').next() == parameter.split('_').next());
    link.place.is_narrow && used.arguments.is_none() && !definition.parameters.is_empty() && !definition.parameters.iter().any(is_own)
}

/// Why a claim that fails in its components need not be wrong.
fn objection(link: &Link<'_>, judge: &mut Judge, matter: &Matter, claim: &str, own: Option<&Definition>) -> Option<String> {
    if own.is_some_and(|own| !link.place.is_near(own)) {
        return Some("the definition that was found is far away".into());
    }
    if link.is_set(link.right.mentions.as_ref().ok()?) {
        return Some("an equation: a derivative is set to a value".into());
    }
    let names =
        |text: &str| mentions(text).map(|found| found.names.into_iter().map(|used| used.name).collect::<BTreeSet<_>>()).unwrap_or_default();
    let heads: BTreeSet<String> =
        matter.definitions.iter().filter_map(|text| text.split_once(" = ")).flat_map(|(head, _)| names(head)).collect();
    let mut known: BTreeSet<String> = matter.definitions.iter().flat_map(|text| names(text)).chain(names(&matter.expression)).collect();
    if let Some(variable) = matter.variables.iter().find(|variable| !known.contains(*variable)) {
        return Some(format!("{variable} does not occur in the definition that was found"));
    }
    known.extend(matter.variables.iter().cloned());
    let claimed = names(claim);
    if let Some(name) = claimed.iter().find(|name| !known.contains(*name) && !is_letter_of_all(name)) {
        return Some(format!("{name} does not occur in the definition that was found"));
    }
    if claimed.is_empty() || link.right.text.trim() == "0" {
        return Some("a condition or given data".into());
    }
    // What is summed may have a sum that is told elsewhere: probabilities, labels.
    let is_free = |name: &&String| !heads.contains(*name) && !matter.variables.contains(name);
    let bases: BTreeSet<&str> = known.iter().filter(is_free).filter_map(|name| name.strip_suffix("_1")).collect();
    let is_told = |base: &&&str| {
        !matter.variables.iter().any(|variable| variable.strip_suffix(|c: char| c.is_ascii_digit()) == Some(&format!("{base}_")))
    };
    for base in bases.iter().filter(is_told) {
        let base = crate::render::latex_name(base);
        let sums = format!("{base}_{{3}} = 1 - {base}_{{1}} - {base}_{{2}}");
        let told = Matter { definitions: [matter.definitions.clone(), vec![sums]].concat(), ..matter.clone() };
        if judge.compare(&told, claim) == Ruling::Equal {
            return Some(SUMMED.into());
        }
    }
    let is_lost = |name: &String| !claimed.contains(name) && !heads.contains(name) && !is_letter_of_all(name);
    let expected = judge.derivative(matter).map(|text| names(&text)).unwrap_or_default();
    let is_explained = matches!(judge.compare(matter, claim), Ruling::Different(_, Some(_)));
    let lost = expected.iter().find(|name| is_lost(name)).filter(|_| !is_explained && claimed.is_disjoint(&heads));
    lost.map(|name| format!("{name} has been given a value"))
}

/// The definition of a name, whatever letter its index is.
fn definition<'d>(link: &Link<'d>, name: &str) -> Option<&'d Definition> {
    if let Some(found) = link.place.nearest(name) {
        return Some(found);
    }
    let (base, index) = indexed(name)?;
    // Of an index with two letters each may be another that counts: d_{kt} is what d_{jt} is.
    let each = |letter: char| if LETTERS.contains(&letter) { LETTERS.collect() } else { vec![letter] };
    let mut others = vec![String::new()];
    for letter in index.chars() {
        others = others.iter().flat_map(|begun| each(letter).into_iter().map(move |other| format!("{begun}{other}"))).collect();
        if others.len() > LETTERS.count().pow(2) || index.len() > 2 {
            return None;
        }
    }
    let is_index = index.chars().any(|letter| LETTERS.contains(&letter));
    let found = others.iter().filter(|_| is_index).filter_map(|other| link.place.nearest(&format!("{base}_{other}")));
    found.max_by_key(|found| found.distance)
}

/// The layer that all variables belong to, as what stands above them tells, `z_j^L`; nothing where they belong to several.
fn layer<'n>(variables: impl Iterator<Item = &'n str>) -> Option<Option<char>> {
    let mut layers = variables.map(|name| parted(name).1);
    let first = layers.next()?;
    layers.all(|layer| layer == first).then_some(first)
}

/// The text of one layer without its letter above what has an index, where no other layer stands in it.
fn within_layer(text: &str, layer: Option<char>) -> Option<String> {
    let Some(layer) = layer else { return Some(text.to_string()) };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('^') {
        let (before, behind) = rest.split_at(at + 1);
        out.push_str(before);
        rest = behind;
        let (above, after) = operand(behind)?;
        if above.trim().len() == 1 && above.trim().starts_with(layer) {
            if !after.trim_start().starts_with('_') && !has_index(&out[..out.len() - 1]) {
                return None;
            }
            out.pop();
            rest = after;
        } else if above.starts_with(layer) {
            return None;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// Whether a text ends with an index: `z_j`, `w_{jk}`.
fn has_index(text: &str) -> bool {
    let begun = text.rfind('_').map(|at| &text[at + 1..]);
    begun.and_then(operand).is_some_and(|(_, behind)| behind.trim().is_empty())
}

/// What is differentiated in `\frac{\partial p_i}{\partial z_j}`, as it is written.
fn name_as_written(text: &str, found: &Mentions, mention: usize, name: &str, definition: &Definition) -> Option<String> {
    let mention = &found.derivatives[mention];
    let is_own = |part: &str| canonical_name(part.trim()).is_some_and(|part| definition.parameters.iter().any(|own| *own == part));
    let is_elsewhere = mention.arguments.clone().is_some_and(|range| !inside_bracket(&text[range]).split(',').all(is_own));
    if mention.of == Differentiated::Operand || is_elsewhere {
        return None;
    }
    let place = text.get(mention.place.clone())?;
    let starts = place.char_indices().map(|(at, _)| at);
    let ends: Vec<usize> = place.char_indices().map(|(at, character)| at + character.len_utf8()).collect();
    starts
        .flat_map(|start| ends.iter().rev().filter(move |end| **end > start).map(move |end| &place[start..*end]))
        .find(|part| part.len() < 40 && canonical_name(part).is_some_and(|found| found == name))
        .map(str::to_string)
}

/// Numbers for free indices: all different, and every way in which some are equal.
fn assignments(free: &[char]) -> Option<Vec<Numbers>> {
    let patterns: &[&[u32]] = match free.len() {
        0 => &[&[]],
        1 => &[&[1]],
        2 => &[&[1, 2], &[1, 1]],
        3 => &[&[1, 2, 3], &[1, 1, 2], &[1, 2, 1], &[1, 2, 2], &[1, 1, 1]],
        _ => return None,
    };
    Some(patterns.iter().map(|pattern| free.iter().copied().zip(pattern.iter().copied()).collect()).collect())
}

/// A definition for each of its components.
fn components(
    link: &Link<'_>,
    definition: &Definition,
    layer: Option<char>,
    products: &[Inner<'_>],
    sizes: &mut Sizes,
) -> Option<Vec<String>> {
    let value = products::written_out(&link.place.value(definition).text, products)?;
    let names = &mentions(&value).ok()?.names;
    let value = within_layer(&value, layer)?;
    // f(x) = \sum_i x_i^2: the parameter is all of its components.
    let is_component = |used: &NameUse, whole: &String| used.name != *whole && shape(&used.name) == format!("{whole}_i");
    let is_whole = |own: &String| !names.iter().any(|used| used.name == *own) && names.iter().any(|used| is_component(used, own));
    let head = match definition.parameters.iter().all(is_whole) {
        true => definition.written.clone(),
        false => format!("{}({})", definition.written, definition.written_parameters),
    };
    let head = within_layer(&head, layer)?;
    let own: Vec<char> = letters(&definition.name).into_iter().collect();
    let count = COMPONENTS.pow(own.len().min(3) as u32);
    let component = |at: u32| {
        let number = |place: usize| 1 + at / COMPONENTS.pow(place as u32) % COMPONENTS;
        let numbers: Numbers = own.iter().enumerate().map(|(place, letter)| (*letter, number(place))).collect();
        let head = written_out(&head, &numbers, sizes)?;
        Some(format!("{head} = {}", written_out(&value, &numbers, sizes)?))
    };
    if free_letters(&value).iter().any(|letter| !own.contains(letter)) {
        return None;
    }
    (0..count).map(component).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_left_out_where_there_is_one() {
        let within = |text: &str| within_layer(text, Some('L'));
        assert_eq!(within(r"\frac{e^{-z_j^L}}{a^{L}_{k}} b_{i}^{L}").as_deref(), Some(r"\frac{e^{-z_j}}{a_{k}} b_{i}"));
        assert_eq!([r"a_k^{L-1} z_j^L", r"(1 + z_j)^L"].map(within), [None, None]);
        assert_eq!(layer(["z_j__L", "z_k__L"].into_iter()), Some(Some('L')));
        assert_eq!((layer(["z_j__L", "z_j"].into_iter()), layer(["z_j"].into_iter())), (None, Some(None)));
    }
}
