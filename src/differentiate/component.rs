//! Components that an index runs through: of the terms of a sum over i, the one with i = k has `x_k` in it as `x_i`.

use super::Failure;
use crate::expression::{Arena, Binder, Id, Node, Relation};
use crate::letters::{Index, are_components_of_one, has_subscript, letter_and_indices, runs_with, with_indices, with_new_indices};
use crate::number::Rational;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How a sum or product over an index has the variable among the components it runs through.
#[derive(Debug)]
pub(super) struct Place {
    /// The sum or product.
    pub of: Id,
    /// The component as a variable of the body: `x_i`; for `w_kl` below a sum over i, what stands there as `w_il`.
    pub component: Id,
    /// What the index is where the component is the variable.
    at: Index,
}

/// The places of a variable among components in what `order` leads up to. A failure where it is not said whether it is one: for the
/// variable `x_i` itself below a sum over i, and for x where only its components occur. No index takes the value of one of the
/// `fixed` letters, those of the sums around: what is asked is where the variable itself stands.
pub(super) fn places(arena: &mut Arena, order: &[Id], variable: Id, is_varying: bool, fixed: &[String]) -> Result<Vec<Place>, Failure> {
    let mut found = Vec::new();
    let is_bound = |id: &&Id| matches!(arena.node(**id), Node::Bound(Binder::Sum | Binder::Product, _));
    let sums: Vec<Id> = order.iter().filter(is_bound).copied().collect();
    let Some(asked) = arena.as_symbol(variable).map(|symbol| arena.name(symbol).to_string()) else { return Ok(found) };
    if sums.is_empty() || (is_varying && !has_subscript(&asked)) {
        return Ok(found);
    }
    let index_of = |arena: &Arena, sum: Id| match arena.node(sum) {
        Node::Bound(_, &[index, ..]) => arena.as_symbol(index).map(|symbol| arena.name(symbol).to_string()),
        _ => None,
    };
    let mut bound: Vec<String> = sums.iter().filter_map(|sum| index_of(arena, *sum)).collect();
    bound.sort_unstable();
    bound.dedup();
    for sum in sums {
        let (Some(index), Node::Bound(_, &[.., body])) = (index_of(arena, sum), arena.node(sum)) else { continue };
        let is_component = |name: &&str| are_components_of_one(name, &asked) && runs_with(name, &index);
        let names = arena.reachable(body).into_iter().filter_map(|id| Some(arena.name(arena.as_symbol(id)?)));
        let mut components: Vec<String> = names.filter(is_component).map(str::to_string).collect();
        components.sort();
        for component in components {
            let failure = || Failure::Component { variable: asked.clone(), component: component.clone(), index: index.clone() };
            match place(&asked, &component, &index, &bound, fixed) {
                Match::Never => {}
                Match::Unknown => return Err(failure()),
                Match::At { component, at } => {
                    let component = arena.symbol(&component);
                    found.push(Place { of: sum, component, at });
                }
            }
        }
    }
    Ok(found)
}

/// That the other components of the variable's letter, which stand by themselves, are others: `k != m` for `x_k` beside the
/// variable `x_m`.
pub(super) fn apart(arena: &mut Arena, order: &[Id], variable: Id) -> Vec<Id> {
    let Some(asked) = arena.as_symbol(variable).map(|symbol| arena.name(symbol).to_string()) else { return Vec::new() };
    let Some((_, wanted)) = letter_and_indices(&asked) else { return Vec::new() };
    let Some(root) = order.last() else { return Vec::new() };
    let names = standing_free(arena, *root);
    let mut found = Vec::new();
    for name in names.into_iter().filter(|name| *name != asked && are_components_of_one(name, &asked)) {
        let Some((_, own)) = letter_and_indices(&name) else { continue };
        if own.len() != wanted.len() {
            continue;
        }
        let differ: Vec<Id> = own
            .iter()
            .zip(&wanted)
            .map(|(own, wanted)| {
                let [own, wanted] = [own, wanted].map(|index| value(arena, index));
                arena.relation(Relation::NotEqual, own, wanted)
            })
            .collect();
        found.push(arena.disjunction(&differ));
    }
    found
}

/// The names that stand somewhere outside every sum and product over one of their indices: `z_i` of `z_i/sum(i, 1, n, z_i)`.
fn standing_free(arena: &Arena, root: Id) -> Vec<String> {
    // The indices that are bound at a place, each list once, and what is looked at under which of them.
    let mut contexts: Vec<Vec<&str>> = vec![Vec::new()];
    let mut waiting = vec![(root, 0)];
    let mut seen = FxHashSet::from_iter([(root, 0)]);
    let mut found: Vec<String> = Vec::new();
    while let Some((id, context)) = waiting.pop() {
        let mut visit = |child: Id, context: usize| {
            if seen.insert((child, context)) {
                waiting.push((child, context));
            }
        };
        match arena.node(id) {
            Node::Symbol(symbol) => {
                let name = arena.name(symbol);
                if !contexts[context].iter().any(|index| runs_with(name, index)) && !found.iter().any(|known| known == name) {
                    found.push(name.to_string());
                }
            }
            Node::Bound(_, &[index, ref limits @ .., body]) => {
                let inside: Vec<&str> =
                    contexts[context].iter().copied().chain(arena.as_symbol(index).map(|letter| arena.name(letter))).collect();
                let inside = contexts.iter().position(|known| *known == inside).unwrap_or_else(|| {
                    contexts.push(inside);
                    contexts.len() - 1
                });
                // A range speaks of the index, limits do not.
                limits.iter().for_each(|limit| visit(*limit, if limits.len() == 1 { inside } else { context }));
                visit(body, inside);
            }
            _ => arena.for_each_child(id, |child| visit(child, context)),
        }
    }
    found.sort_unstable();
    found
}

/// Why an expression may depend on a variable that it does not show: under a sum over i stands `x_i`, and the variable is `x_1`.
pub fn hidden_component(arena: &Arena, root: Id, variable: Id) -> Option<Failure> {
    let asked = arena.name(arena.as_symbol(variable)?);
    for sum in arena.reachable(root) {
        let Node::Bound(Binder::Sum | Binder::Product, &[index, .., body]) = arena.node(sum) else { continue };
        let index = arena.name(arena.as_symbol(index)?);
        let names = arena.reachable(body).into_iter().filter_map(|id| Some(arena.name(arena.as_symbol(id)?)));
        let mut components = names.filter(|name| are_components_of_one(name, asked) && runs_with(name, index));
        if let Some(component) = components.find(|_| has_subscript(asked)) {
            return Some(Failure::Component { variable: asked.into(), component: component.into(), index: index.into() });
        }
    }
    None
}

/// Whether a component below an index can be the variable.
enum Match {
    /// For no value of the index, or as a component that another index runs through.
    Never,
    Unknown,
    At {
        /// The component, by the name of the variable with the index in its place.
        component: String,
        /// The value of the index.
        at: Index,
    },
}

fn place(asked: &str, component: &str, index: &str, bound: &[String], fixed: &[String]) -> Match {
    let (Some((letter, wanted)), Some((_, own))) = (letter_and_indices(asked), letter_and_indices(component)) else {
        // Below x_min stands a word, so that it is a name of its own.
        return if has_subscript(asked) && letter_and_indices(component).is_some() { Match::Never } else { Match::Unknown };
    };
    let places: Vec<usize> = (0..own.len()).filter(|at| own[*at].base == index).collect();
    // Indices that are bound are no letters of the variable.
    let &[at] = &places[..] else { return Match::Unknown };
    if wanted.len() != own.len() || wanted.iter().any(|index| bound.contains(&index.base)) {
        return Match::Unknown;
    }
    let is_number = |index: &Index| index.base.bytes().all(|byte| byte.is_ascii_digit());
    for (_, (own, wanted)) in own.iter().zip(&wanted).enumerate().filter(|(other, _)| *other != at) {
        match own == wanted {
            true => {}
            // It is looked at again below the other index, which is then a letter of the variable.
            false if bound.contains(&own.base) => {}
            false if is_number(own) && is_number(wanted) => return Match::Never,
            false => return Match::Unknown,
        }
    }
    if fixed.contains(&wanted[at].base) {
        return Match::Never;
    }
    let mut indices = wanted.clone();
    indices[at] = own[at].clone();
    let name = if indices == own { component.to_string() } else { with_indices(&letter, &indices, asked) };
    let Some(shift) = wanted[at].shift.checked_sub(own[at].shift) else { return Match::Unknown };
    Match::At { component: name, at: Index { base: wanted[at].base.clone(), shift } }
}

/// An index as an expression.
fn value(arena: &mut Arena, Index { base, shift }: &Index) -> Id {
    match base.parse::<i64>() {
        Ok(number) => arena.integer(number + shift),
        Err(_) => {
            let letter = arena.symbol(base);
            let shift = arena.number(Rational::integer(*shift));
            arena.add(letter, shift)
        }
    }
}

impl Place {
    /// A term with the index at the place of the variable; none where something in it binds a letter of the same name.
    pub fn reached(&self, arena: &mut Arena, term: Id) -> Option<Id> {
        let Node::Bound(_, &[index, ..]) = arena.node(self.of) else { return None };
        let letter = arena.name(arena.as_symbol(index)?).to_string();
        let order = arena.reachable(term);
        for id in &order {
            if let Node::Bound(_, &[inner, ..]) = arena.node(*id) {
                let inner = arena.as_symbol(inner).map(|symbol| arena.name(symbol));
                if inner.is_none_or(|inner| inner == letter || inner == self.at.base) {
                    return None;
                }
            }
        }
        let at = value(arena, &self.at);
        let mut new: BTreeMap<Id, Id> = BTreeMap::new();
        for id in order {
            let result = match arena.node(id) {
                _ if id == index => at,
                Node::Symbol(symbol) => match with_new_indices(arena.name(symbol), &[(&letter, &self.at)])? {
                    Some(name) => arena.symbol(&name),
                    None => id,
                },
                Node::Apply(unknown, arguments) => {
                    let arguments: Vec<Id> = arguments.iter().map(|argument| new[argument]).collect();
                    let (name, orders) = arena.unknown(unknown);
                    let orders = orders.to_vec();
                    let name = match with_new_indices(arena.name(name), &[(&letter, &self.at)])? {
                        Some(renamed) => arena.intern(&renamed),
                        None => name,
                    };
                    let function = arena.unknown_function(name, &orders);
                    arena.apply(function, &arguments)
                }
                _ => arena.rebuild(id, |child| new[&child]),
            };
            new.insert(id, result);
        }
        new.get(&term).copied()
    }

    /// Where the index takes this value: `1 <= k and k <= n`.
    pub fn condition(&self, arena: &mut Arena) -> Id {
        let at = value(arena, &self.at);
        match arena.node(self.of) {
            Node::Bound(_, &[_, lower, upper, _]) => {
                let bounds = [arena.relation(Relation::LessOrEqual, lower, at), arena.relation(Relation::LessOrEqual, at, upper)];
                arena.conjunction(&bounds)
            }
            Node::Bound(_, &[index, range, _]) => arena.substitute(range, index, at),
            _ => Id::TRUE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Match, place};

    #[test]
    fn components_are_matched_index_by_index() {
        let at = |asked: &str, component: &str, bound: &[&str]| {
            let bound: Vec<String> = bound.iter().map(|letter| (*letter).to_string()).collect();
            match place(asked, component, &bound[0], &bound, &["m".to_string()]) {
                Match::Never => "never".to_string(),
                Match::Unknown => "unknown".to_string(),
                Match::At { component, at } => format!("{component} at {}{:+}", at.base, at.shift),
            }
        };
        assert_eq!(at("x_k", "x_i", &["i"]), "x_i at k+0");
        assert_eq!(at("x_3", "x_i_minus_1", &["i"]), "x_i_minus_1 at 3+1");
        assert_eq!(at("w_kl", "w_ij", &["i", "j"]), "w_il at k+0");
        assert_eq!(at("w_il", "w_ij", &["j"]), "w_ij at l+0");
        assert_eq!(at("x_m", "x_i", &["i"]), "never");
        assert_eq!(at("w_k1", "w_i2", &["i"]), "never");
        assert_eq!(at("w_kl", "w_im", &["i"]), "unknown");
        assert_eq!(at("x_i", "x_i", &["i"]), "unknown");
        assert_eq!(at("x_k", "x_ij", &["i", "j"]), "unknown");
    }
}
