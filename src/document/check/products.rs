//! Inner products within functions, written by their components: `h_\theta(x^{(i)})` of `h_\theta(x) = \theta^T x` is
//! `\sum_l \theta_l x^{(i)}_l`, so that it can be differentiated by one of them.

use super::link::Link;
use crate::document::formula::environment::inside_bracket;
use crate::document::statement::scope::Definition;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// The letter that counts the components; nobody may have used it.
const INDEX: char = 'l';

/// So many calls of a formula are written out.
const MOST: usize = 12;

/// A function whose value holds the inner product of a vector with its parameter: what stands before that product, the vector, and what
/// stands behind.
pub struct Inner<'d> {
    name: &'d str,
    before: &'d str,
    vector: &'d str,
    behind: &'d str,
}

/// The same for a definition; nothing where it is none, or shows its vectors elsewhere too.
pub fn inner<'d>(link: &Link<'d>, definition: &'d Definition) -> Option<Inner<'d>> {
    let [parameter] = &definition.parameters[..] else { return None };
    if !link.place.statements[definition.statement].is_flat {
        return None;
    }
    let value = link.place.value(definition);
    let names = &value.mentions.as_ref().ok()?.names;
    let mut pairs = names.windows(2).filter(|pair| {
        pair[1].name == *parameter
            && pair.iter().all(|used| used.arguments.is_none() && used.subscript.is_empty())
            && value.text.get(pair[0].place.end..pair[1].place.start).is_some_and(|between| between.trim().is_empty())
    });
    let pair = pairs.next()?;
    let is_once = pair.iter().all(|used| names.iter().filter(|other| other.name == used.name).count() == 1);
    is_once.then(|| Inner {
        name: &definition.name,
        before: &value.text[..pair[0].place.start],
        vector: value.text[pair[0].place.clone()].trim(),
        behind: &value.text[pair[1].place.end..],
    })
}

/// The text with every call of such functions written out; nothing where one is called with something else than a vector.
pub fn written_out(text: &str, all: &[Inner<'_>]) -> Option<String> {
    if all.is_empty() {
        return Some(text.to_string());
    }
    let found = mentions(text).ok()?;
    let uses_index = |name: &str| name.split('_').skip(1).any(|index| index.contains(INDEX) && index.len() < 3);
    let mut out = text.to_string();
    let mut calls: Vec<_> = found.names.iter().filter(|used| all.iter().any(|inner| inner.name == used.name)).collect();
    calls.sort_by_key(|used| std::cmp::Reverse(used.place.start));
    if calls.is_empty() {
        return Some(out);
    }
    if calls.len() > MOST || found.names.iter().any(|used| uses_index(&used.name)) {
        return None;
    }
    for used in calls {
        let inner = all.iter().find(|inner| inner.name == used.name)?;
        let arguments = used.arguments.clone()?;
        let argument = inside_bracket(text.get(arguments.clone())?).trim();
        let name = canonical_name(argument)?;
        if name.replace("__", "").contains('_') {
            return None;
        }
        let Inner { before, vector, behind, .. } = inner;
        let written = format!("\\left({before}\\left(\\sum_{{{INDEX}}} {vector}_{{{INDEX}}}{argument}_{{{INDEX}}}\\right){behind}\\right)");
        out.replace_range(used.place.start..arguments.end, &written);
    }
    Some(out)
}
