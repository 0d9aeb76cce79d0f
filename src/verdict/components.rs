//! What an index runs through: below a sum over i, `x_i` is one of many numbers, and compared as a function of its index. Which
//! letter the index is makes no difference.

use crate::expression::{Arena, Binder, Id, Node, Symbol};
use crate::letters::{Index, letter_and_indices, runs_with};
use crate::number::Rational;

/// What the names of bound variables begin with here: no name that is read does.
const BOUND: char = '#';

/// The expressions with each component as a function of its indices, and with bound variables by how much stands below them; nothing
/// where nothing is bound, and none inside where an index stands in a name that is not read: `x_n_minus_i`.
pub(super) fn with_components(arena: &mut Arena, roots: &[Id]) -> Option<Option<Vec<Id>>> {
    let order = arena.reachable_from(roots);
    let mut bound: Vec<(Binder, Id)> = order
        .iter()
        .filter_map(|id| match arena.node(*id) {
            Node::Bound(binder, &[variable, ..]) => Some((binder, variable)),
            _ => None,
        })
        .collect();
    if bound.is_empty() {
        return None;
    }
    bound.sort_unstable_by_key(|(binder, variable)| (*binder as u8, *variable));
    bound.dedup();
    let is_index = |(binder, _): &&(Binder, Id)| *binder != Binder::Integral;
    let indices: Vec<String> =
        bound.iter().filter(is_index).filter_map(|(_, id)| Some(arena.name(arena.as_symbol(*id)?).to_string())).collect();
    let mut letters: Vec<String> = Vec::new();
    for name in order.iter().filter_map(|id| name_of(arena, *id)) {
        if indices.iter().any(|index| runs_with(name, index)) {
            let Some((letter, _)) = letter_and_indices(name) else { return Some(None) };
            if !letters.iter().any(|known| *known == letter) {
                letters.push(letter.into_owned());
            }
        }
    }
    let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
    let mut heights = vec![0usize; new.len()];
    for id in order {
        let mut height = 0;
        arena.for_each_child(id, |child| height = height.max(heights[child.index()]));
        let is_bound = bound.iter().any(|(_, variable)| *variable == id);
        let component = if is_bound { None } else { component(arena, id, &letters, &new) };
        let mut result = component.unwrap_or_else(|| arena.rebuild(id, |child| new[child.index()]));
        if let Node::Bound(binder, parts) = arena.node(result) {
            height += 1;
            let parts = parts.to_vec();
            let variable = arena.symbol(&format!("{BOUND}{height}"));
            let renamed: Vec<Id> = parts.iter().map(|part| arena.substitute(*part, parts[0], variable)).collect();
            result = arena.bind(binder, &renamed);
        }
        (new[id.index()], heights[id.index()]) = (result, height);
    }
    Some(Some(roots.iter().map(|root| new[root.index()]).collect()))
}

/// The letters among the indices of components.
pub(super) fn letters_of_indices(arena: &Arena, roots: &[Id]) -> Vec<Id> {
    let mut letters: Vec<Id> = Vec::new();
    for id in arena.reachable_from(roots) {
        let Node::Apply(unknown, arguments) = arena.node(id) else { continue };
        let name = arena.name(arena.unknown(unknown).0);
        let count = name.len() - name.trim_end_matches('_').len();
        let parts = arguments.iter().take(count).flat_map(|index| arena.reachable(*index));
        letters.extend(parts.filter(|part| arena.as_symbol(*part).is_some_and(|symbol| !arena.name(symbol).starts_with(BOUND))));
    }
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// The name of a variable or an unknown function.
fn name_of(arena: &Arena, id: Id) -> Option<&str> {
    match arena.node(id) {
        Node::Symbol(symbol) => Some(arena.name(symbol)),
        Node::Apply(unknown, _) => Some(arena.name(arena.unknown(unknown).0)),
        _ => None,
    }
}

/// `x_i` as `x_(i)` where x is among the letters, and `f_i(x)` as `f_(i, x)`: an underscore for each index.
fn component(arena: &mut Arena, id: Id, letters: &[String], new: &[Id]) -> Option<Id> {
    let (letter, indices) = letter_and_indices(name_of(arena, id)?)?;
    if !letters.iter().any(|own| *own == letter) {
        return None;
    }
    // The place of an index above is no underscore, of which there is one for each index.
    let letter = letter.replace("__", "^");
    let (mut arguments, mut orders) = (Vec::new(), vec![0; indices.len()]);
    for Index { base, shift } in &indices {
        let base = match base.parse::<i64>() {
            Ok(number) => arena.integer(number),
            Err(_) => arena.symbol(base),
        };
        let shift = arena.number(Rational::integer(*shift));
        arguments.push(arena.add(base, shift));
    }
    if let Node::Apply(unknown, own) = arena.node(id) {
        arguments.extend(own.iter().map(|argument| new[argument.index()]));
        orders.extend_from_slice(arena.unknown(unknown).1);
    } else {
        orders.clear();
        orders.resize(arguments.len(), 0);
    }
    let name: Symbol = arena.intern(&format!("{letter}{}", "_".repeat(indices.len())));
    let function = arena.unknown_function(name, &orders);
    Some(arena.apply(function, &arguments))
}
