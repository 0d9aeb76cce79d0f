//! Claims about one of several names with an index, `\frac{\partial L}{\partial w_j}`: judged with three components, every sum
//! written out. It is wrong where it fails whatever numbers the free indices are; one that holds only where they are equal, or
//! only where they differ, is about that case.

use super::judge::{Judge, Matter, Ruling};
use super::link::{Link, Outcome, Readings};
use super::objection::UNEXPLAINED;
use super::products::{self, Inner};
use super::superseded::superseded;
use super::target::{Form, form};
use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::formula::terms::term;
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::scope::Definition;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mentions, NameUse, mentions};
use std::collections::{BTreeMap, BTreeSet};

/// So many components stand for any number of them.
const COMPONENTS: u32 = 3;

/// So many definitions, each with its components, may hang together.
const MOST_DEFINITIONS: usize = 40;

/// Longer formulas are not written out.
const LONGEST: usize = 6000;

/// Letters that count components.
const LETTERS: std::ops::RangeInclusive<char> = 'i'..='n';

/// The numbers that indices stand for.
type Numbers = BTreeMap<char, u32>;

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
    let mut definitions: Vec<&Definition> = Vec::new();
    let roots = [own.map(|own| own.name.clone())].into_iter().flatten();
    let claimed = right.names.iter().map(|used| used.name.clone());
    let inner = mentions(&given).map(|found| found.names).unwrap_or_default().into_iter().map(|used| used.name);
    let free_of_kept: BTreeSet<char> = kept.iter().flat_map(|name| letters(name)).collect();
    let kept: Vec<String> = kept.into_iter().map(|name| shape(name)).collect();
    let mut waiting: Vec<String> = roots.chain(claimed).chain(inner).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if kept.contains(&shape(&name)) || !seen.insert(shape(&name)) {
            continue;
        }
        let Some(found) = definition(link, &name) else { continue };
        if !link.place.is_readable(found) || superseded(&link.place, found).is_some() {
            return None;
        }
        let value = link.place.value(found).mentions.as_ref().ok().filter(|value| value.derivatives.is_empty())?;
        waiting.extend(value.names.iter().map(|used| used.name.clone()));
        definitions.push(found);
    }
    // h(x) = w^T x is a sum of the products of components.
    let products: Vec<_> = definitions.iter().filter_map(|found| products::inner(link, found)).collect();
    let (given, claimed_text) = (products::written_out(&given, &products)?, products::written_out(&claimed_text, &products)?);
    let plain: Vec<&Definition> = definitions.iter().copied().filter(|found| products::inner(link, found).is_none()).collect();
    let texts = [given.as_str(), &claimed_text];
    let free: BTreeSet<char> = texts.iter().flat_map(|text| free_letters(text)).chain(free_of_kept).collect();
    let free: Vec<char> = free.into_iter().collect();
    let mut written = Vec::new();
    let mut sizes = BTreeSet::new();
    for found in &plain {
        written.extend(components(link, found, layer, &products, &mut sizes)?);
    }
    if written.len() > MOST_DEFINITIONS {
        return None;
    }
    let claim_has_delta = ["\\delta_", "\\begin{cases}"].iter().any(|sign| link.right.text.contains(sign));
    let mut rulings = Vec::new();
    for numbers in assignments(&free)? {
        let write = |text: &str, sizes: &mut BTreeSet<String>| written_out(text, &numbers, sizes);
        let (expression, claim) = (write(&given, &mut sizes)?, write(&claimed_text, &mut sizes)?);
        let by =
            variables.iter().flat_map(|(name, order)| std::iter::repeat_n(numbered(name, &numbers), *order as usize)).collect::<Vec<_>>();
        let told = |text: String| sizes.iter().fold(text, |text, size| with_size(&text, size));
        let definitions = written.iter().map(|text| told(text.clone())).collect();
        let matter = Matter { expression: told(expression), ..link.matter(String::new(), &by, definitions) };
        let claim = told(claim);
        let ruling = judge.compare(&matter, &claim);
        rulings.push((ruling, matter, claim));
    }
    let used = || definitions.iter().map(|definition| (*definition).clone()).collect::<Vec<_>>();
    if rulings.iter().all(|(ruling, ..)| *ruling == Ruling::Equal) {
        return Some(Outcome::Right(used()));
    }
    let fails = |(ruling, ..): &&(Ruling, Matter, String)| matches!(ruling, Ruling::Different(..));
    let is_wrong = match claim_has_delta {
        true => rulings.iter().any(|ruling| fails(&ruling)),
        false => rulings.iter().all(|ruling| fails(&ruling)),
    };
    if !is_wrong {
        return Some(Outcome::Open("it depends on which indices are equal".into()));
    }
    let (ruling, matter, claim) = rulings.into_iter().find(|ruling| fails(&ruling))?;
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
            return Some("a sum may have a value that is told elsewhere".into());
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

/// A name, and the letter of the layer it belongs to.
fn parted(name: &str) -> (&str, Option<char>) {
    let letter = |layer: &str| layer.chars().next().filter(|letter| layer.len() == 1 && letter.is_alphabetic());
    match name.split_once("__").map(|(bare, layer)| (bare, letter(layer))) {
        Some((bare, Some(layer))) => (bare, Some(layer)),
        _ => (name, None),
    }
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

/// A name, with what is drawn above it, and its index: y_hat and k of `\hat y_k`.
fn indexed(name: &str) -> Option<(&str, &str)> {
    const ABOVE: [&str; 5] = ["_hat_", "_bar_", "_tilde_", "_bold_", "_cal_"];
    let mark = ABOVE.iter().find_map(|mark| name.find(mark).map(|at| at + mark.len() - 1));
    let at = mark.or_else(|| name.find('_'))?;
    let index = &name[at + 1..];
    let is_mark = mark.is_none() && ABOVE.iter().any(|mark| mark.trim_matches('_') == index);
    (!is_mark).then_some((&name[..at], index))
}

/// A name with one letter for every index.
fn shape(name: &str) -> String {
    let name = parted(name).0;
    let Some((base, index)) = indexed(name) else { return name.to_string() };
    let index: String = index.chars().map(|letter| if LETTERS.contains(&letter) { 'i' } else { letter }).collect();
    format!("{base}_{index}")
}

/// The letters of a name's index.
fn letters(name: &str) -> BTreeSet<char> {
    let index = indexed(parted(name).0).map_or("", |(_, index)| index);
    let is_index = index.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    index.chars().filter(|letter| is_index && LETTERS.contains(letter)).collect()
}

/// A name with numbers in its index.
fn numbered(name: &str, numbers: &Numbers) -> String {
    let name = parted(name).0;
    let Some((base, index)) = indexed(name) else { return name.to_string() };
    let index: String =
        index.chars().map(|letter| numbers.get(&letter).and_then(|number| char::from_digit(*number, 10)).unwrap_or(letter)).collect();
    format!("{base}_{index}")
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

/// The letters in indices of a text that no sum there counts.
fn free_letters(text: &str) -> BTreeSet<char> {
    let mut free: BTreeSet<char> =
        mentions(text).map(|found| found.names.iter().flat_map(|used| letters(&used.name)).collect()).unwrap_or_default();
    for sign in ["\\sum", "\\prod"] {
        for (at, _) in text.match_indices(sign) {
            if let Some(limits) = limits(&text[at + sign.len()..]) {
                free.remove(&limits.index);
            }
        }
    }
    free
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
    sizes: &mut BTreeSet<String>,
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

/// The text with its sums written out and numbers in place of the free indices.
fn written_out(text: &str, numbers: &Numbers, sizes: &mut BTreeSet<String>) -> Option<String> {
    let mut text = without_cases(text, numbers)?;
    let mut counted: BTreeSet<char> = BTreeSet::new();
    while let Some((at, sign)) = ["\\sum", "\\prod"].iter().filter_map(|sign| text.rfind(sign).map(|at| (at, *sign))).max() {
        let Limits { index, size, without, body } = limits(&text[at + sign.len()..])?;
        counted.insert(index);
        let start = text.len() - body.len();
        let end = start + term(body);
        let without = match without {
            Some(letter) => Some(*numbers.get(&letter)?),
            None => None,
        };
        let each = (1..=COMPONENTS)
            .filter(|number| without != Some(*number))
            .map(|number| format!("\\left({}\\right)", substituted(&text[start..end], index, number)));
        let each: Vec<String> = each.collect();
        let written = format!("\\left({}\\right)", each.join(if sign == "\\sum" { "+" } else { "\\cdot " }));
        text.replace_range(at..end, &written);
        if let Some(size) = size {
            sizes.insert(size);
        }
        if text.len() > LONGEST {
            return None;
        }
    }
    // What stands behind the sum with its index belongs to it too: \\sum_j a_j + b_j.
    if free_letters(&text).iter().any(|letter| counted.contains(letter)) {
        return None;
    }
    for (letter, number) in numbers {
        text = substituted(&text, *letter, *number);
    }
    Some(with_deltas(&text))
}

/// The text with the case in place of cases that holds for these numbers: `\begin{cases} a & i = j \\ b & i \neq j \end{cases}`.
fn without_cases(text: &str, numbers: &Numbers) -> Option<String> {
    let Some((before, rest)) = text.split_once("\\begin{cases}") else { return Some(text.to_string()) };
    let (cases, behind) = rest.split_once("\\end{cases}")?;
    let value = cases.split("\\\\").find_map(|row| {
        let (value, condition) = row.split_once('&')?;
        holds(condition, numbers)?.then_some(value)
    })?;
    Some(format!("{before}\\left({}\\right){}", value.trim().trim_end_matches([',', ';']), without_cases(behind, numbers)?))
}

/// Whether a condition on indices holds; nothing where it is another one.
fn holds(condition: &str, numbers: &Numbers) -> Option<bool> {
    let mut bare = condition.to_string();
    for word in ["\\text", "\\mathrm", "\\mbox", "\\quad", "\\;", "\\,", "if", "for", "when", "{", "}", " ", ",", ".", "$", "\n"] {
        bare = bare.replace(word, "");
    }
    if matches!(bare.as_str(), "otherwise" | "else" | "\\otherwise") {
        return Some(true);
    }
    let signs = [("\\neq", false), ("\\ne", false), ("≠", false), ("=", true)];
    let (left, right, is_equal) =
        signs.iter().find_map(|(sign, equal)| bare.split_once(sign).map(|(left, right)| (left, right, *equal)))?;
    let number = |text: &str| numbers.get(&text.chars().next()?).filter(|_| text.len() == 1);
    Some((number(left)? == number(right)?) == is_equal)
}

/// What stands below and above the sign of a sum.
struct Limits<'t> {
    /// The index that it counts.
    index: char,
    /// The name of its number of terms.
    size: Option<String>,
    /// The index whose number it leaves out.
    without: Option<char>,
    /// What follows.
    body: &'t str,
}

fn limits(text: &str) -> Option<Limits<'_>> {
    let mut rest = text.trim_start();
    rest = rest.strip_prefix("\\limits").unwrap_or(rest).trim_start();
    let (mut below, mut above) = (None, None);
    while let Some(mark) = rest.chars().next().filter(|mark| matches!(mark, '_' | '^')) {
        let (limit, behind) = operand(&rest[1..])?;
        *(if mark == '_' { &mut below } else { &mut above }) = Some(limit.trim());
        rest = behind.trim_start();
    }
    let below = below?.replace(' ', "");
    let index = below.chars().next().filter(|letter| LETTERS.contains(letter))?;
    let start = &below[1..];
    let is_plain = start.is_empty() || start == "=1" || start == "=0" || start.starts_with("\\in") && !start.contains(',');
    let size = match above {
        None => None,
        Some(above) if canonical_name(above).is_some() => Some(above.to_string()),
        Some(above) if above.parse::<u32>() == Ok(COMPONENTS) => None,
        Some(_) => return None,
    };
    let without = ["\\neq", "\\ne", "≠"].iter().find_map(|sign| start.strip_prefix(sign));
    let without = without.and_then(|other| other.chars().next().filter(|letter| other.len() == 1 && LETTERS.contains(letter)));
    (is_plain || without.is_some()).then_some(Limits { index, size, without, body: rest })
}

/// The text with a number in place of a letter, wherever that is no part of a command or a word.
fn substituted(text: &str, letter: char, number: u32) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '\\' {
            let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
            let length = 1 + if letters > 0 { letters } else { rest[1..].chars().next().map_or(0, char::len_utf8) };
            let is_word = matches!(&rest[..length], "\\text" | "\\mathrm" | "\\operatorname" | "\\textrm");
            let length = match operand(&rest[length..]) {
                Some((_, behind)) if is_word => rest.len() - behind.len(),
                _ => length,
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if matches!(first, '_' | '^')
            && let Some((marks, behind)) = operand(&rest[1..])
            && !marks.contains('\\')
        {
            let is_word = marks.chars().filter(|c| c.is_alphabetic()).count() > 3;
            let digit = number.to_string();
            let marks = if is_word { marks.to_string() } else { marks.replace(letter, &digit) };
            out.push_str(&format!("{first}{{{marks}}}"));
            rest = behind;
            continue;
        }
        match first == letter {
            true => out.push_str(&format!("\\left({number}\\right)")),
            false => out.push(first),
        }
        rest = &rest[first.len_utf8()..];
    }
    out
}

/// The text with the number of components in place of its name.
fn with_size(text: &str, size: &str) -> String {
    match size.chars().next() {
        Some(letter) if size.len() == 1 => substituted(text, letter, COMPONENTS),
        _ => text.to_string(),
    }
}

/// The text with Kronecker's delta of numbers in place.
fn with_deltas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\delta_") {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let index = operand(&behind["\\delta_".len()..]).map(|(index, after)| (index.replace([',', ' '], ""), after));
        match index {
            Some((index, after)) if index.len() == 2 && index.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str(if index[..1] == index[1..] { "\\left(1\\right)" } else { "\\left(0\\right)" });
                rest = after;
            }
            _ => {
                out.push_str("\\delta_");
                rest = &behind["\\delta_".len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, numbers: &[(char, u32)]) -> String {
        let numbers = numbers.iter().copied().collect();
        written_out(text, &numbers, &mut BTreeSet::new()).unwrap_or_else(|| "?".into())
    }

    #[test]
    fn sums_are_written_out() {
        let plain = |text: &str| text.replace("\\left", "").replace("\\right", "");
        assert_eq!(plain(&written(r"\sum_{k=1}^n w_k x_{kj} + b", &[('j', 2)])), "((w_{1} x_{12} )+(w_{2} x_{22} )+(w_{3} x_{32} ))+ b");
        assert_eq!(
            plain(&written(r"\frac{e^{z_i}}{\sum_j e^{z_j}}", &[('i', 1)])),
            r"\frac{e^{z_i}}{((e^{z_1})+(e^{z_2})+(e^{z_3}))}".replace("z_i", "z_1")
        );
        assert_eq!(plain(&written(r"\delta_{ij} - \delta_{ii} x_{\text{in}}", &[('i', 1), ('j', 2)])), r"(0) - (1) x_{\text{in}}");
        assert_eq!(written(r"\sum_{k \neq j} x_k", &[]), "?");
        assert_eq!(plain(&written(r"\sum\limits_{k \neq j} x_k", &[('j', 2)])), "((x_{1})+(x_{3}))");
        let cases = r"\begin{cases} p_i(1 - p_i), & \text{if } i = j \\ -p_ip_j & i \neq j \end{cases}";
        assert_eq!(written(cases, &[('i', 1), ('j', 2)]), r"\left(-p_{1}p_{2}\right)");
        assert_eq!(plain(&written(cases, &[('i', 1), ('j', 1)])), "(p_{1}(1 - p_{1}))");
    }

    #[test]
    fn layers_are_left_out_where_there_is_one() {
        let within = |text: &str| within_layer(text, Some('L'));
        assert_eq!(within(r"\frac{e^{-z_j^L}}{a^{L}_{k}} b_{i}^{L}").as_deref(), Some(r"\frac{e^{-z_j}}{a_{k}} b_{i}"));
        assert_eq!([r"a_k^{L-1} z_j^L", r"(1 + z_j)^L"].map(within), [None, None]);
        assert_eq!(layer(["z_j__L", "z_k__L"].into_iter()), Some(Some('L')));
        assert_eq!((layer(["z_j__L", "z_j"].into_iter()), layer(["z_j"].into_iter())), (None, Some(None)));
    }

    #[test]
    fn names_are_told_by_their_shape() {
        assert_eq!((shape("w_jk"), shape("w_1k"), shape("w")), ("w_ii".into(), "w_1i".into(), "w".into()));
        assert_eq!(free_letters(r"\sum_i x_i y_j"), ['j'].into());
        assert_eq!((shape("y_hat_k"), shape("y_hat")), ("y_hat_i".into(), "y_hat".into()));
        assert_eq!(free_letters(r"\hat{y}_k - \bar x"), ['k'].into());
    }
}
