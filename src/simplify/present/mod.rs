//! Ways to write a normal form: each generator in a few guises, factored or multiplied out, over one bar or term by term.
//!
//! Every candidate is the same function. None is preferred here: the cost decides.

mod guise;
mod leibniz;
mod nested;
mod own;
mod rationalized;
mod write;

use super::tower::{Tower, Value};
use super::words::Words;
use crate::expression::{Arena, Id};
use guise::Guise;
pub(super) use guise::substitute as substituted;
use write::Writer;

/// The most combinations of guises tried.
const MOST_COMBINATIONS: usize = 36;

/// How much may be written: the squares of the numbers of terms, since rules compare terms with each other.
const MOST_WRITTEN: usize = 100_000;

/// The candidates for a value, in a fixed order; the first few of them where there is much to write.
pub(super) fn candidates(arena: &mut Arena, tower: &mut Tower, value: &Value, words: &Words) -> Vec<Id> {
    let mut found = Vec::new();
    let mut values = vec![(value.clone(), Vec::new())];
    values.extend(rationalized::rationalized(tower, value).map(|value| (value, Vec::new())));
    values.extend(own::in_own_sums(arena, tower, value, words));
    let root_styles: &[bool] = if tower.has_written_roots() { &[true, false] } else { &[false] };
    let mut choices = Vec::new();
    for (value, own) in &values {
        for combination in combinations(arena, tower, value, words) {
            choices.extend(root_styles.iter().map(|as_written| (value, own, combination.clone(), *as_written)));
        }
    }
    let mut written = 0;
    for (value, own, combination, as_written) in choices {
        if written > MOST_WRITTEN {
            break;
        }
        let mut writer = Writer::new(words, as_written);
        own.iter().for_each(|power| writer.times(*power));
        let mut current = Some((value.clone(), writer));
        for guise in &combination {
            current = current.and_then(|(value, mut writer)| {
                let value = guise.apply(arena, tower, &value, &mut writer)?;
                Some((value, writer))
            });
        }
        let Some((value, mut writer)) = current else { continue };
        let terms: usize = value.factors.iter().map(|(factor, _)| tower.factor(*factor).terms().len()).sum();
        written += terms.pow(2);
        for id in writer.variants(arena, tower, &value).into_iter().flatten() {
            if id != Id::UNDEFINED && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// Every choice of one guise for each generator that has several.
fn combinations(arena: &mut Arena, tower: &Tower, value: &Value, words: &Words) -> Vec<Vec<Guise>> {
    let mut all: Vec<Vec<Guise>> = vec![Vec::new()];
    for choices in guise::choices(arena, tower, value, words) {
        if all.len() * choices.len() > MOST_COMBINATIONS {
            break;
        }
        all = all.iter().flat_map(|chosen| choices.iter().map(|choice| chosen.iter().chain([choice]).cloned().collect())).collect();
    }
    all
}
