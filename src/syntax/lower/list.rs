//! Texts that ask for several things: components, pairs of names and values, equations.

use super::statement::{Part, order, parameters, parts, uses};
use super::{Evaluation, Lowering};
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::syntax::names::spelling;
use crate::syntax::tree::{Span, Statement, Written};

/// What a list holds, with the conditions and the derivatives still to be taken as in [`Meaning`].
#[derive(Debug, Clone, Default)]
pub(in crate::syntax) struct List {
    pub members: Vec<Member>,
    pub evaluations: Vec<Evaluation>,
    pub conditions: Vec<Id>,
    pub definitions: Vec<(String, Id)>,
    pub places: Vec<(Id, Span)>,
    /// Names with a definition that nothing uses and that is no member.
    pub unused: Vec<String>,
}

/// A member of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// An expression.
    Value(Id),
    /// A name, a symbol, and the expression it is said to be equal to.
    Named(Id, Id),
    /// An equation between two expressions.
    Equation(Id, Id),
}

/// Lowers a list. Its members are the statements that define nothing and those that say what a name among `kept` is equal
/// to; where there are none, the definitions nothing else uses. All other statements are definitions.
pub(in crate::syntax) fn lower_list<'a>(arena: &'a mut Arena, written: &Written<'a>, kept: &'a [&'a str]) -> Result<List, Error> {
    let Written { tree, words, .. } = *written;
    let mut parts = parts(tree, words);
    let mut symbols: Vec<Option<Id>> = vec![None; parts.len()];
    for (part, symbol) in parts.iter_mut().zip(&mut symbols) {
        if let Some(name) = part.name.take_if(|name| kept.iter().any(|kept| spelling(kept) == *name)) {
            *symbol = Some(arena.symbol(&name));
        }
    }
    let uses = uses(tree, words, &parts)?;
    let order = order(&parts, &uses)?;
    let is_condition = |part: &Part<'_>| matches!(part.statement, Statement::Condition(_));
    let mut is_member: Vec<bool> = parts.iter().map(|part| part.name.is_none() && !is_condition(part)).collect();
    if !is_member.contains(&true) {
        is_member = parts.iter().map(|part| !is_condition(part) && !matches!(part.statement, Statement::Function { .. })).collect();
        uses.iter().flatten().for_each(|at| is_member[*at] = false);
        for (part, symbol) in parts.iter().zip(&mut symbols) {
            *symbol = part.name.as_ref().filter(|_| matches!(part.statement, Statement::Definition { .. })).map(|name| arena.symbol(name));
        }
    }
    let is_used = |at: &usize| uses.iter().flatten().any(|used| used == at);
    let is_idle = |at: &usize| !is_member[*at] && !is_used(at) && matches!(parts[*at].statement, Statement::Definition { .. });
    let unused: Vec<String> = (0..parts.len()).filter(is_idle).filter_map(|at| parts[at].name.as_deref().map(str::to_string)).collect();
    // F(x, y) = 0 defines nothing that is asked for: F is unknown.
    let alone = !is_member.contains(&true);
    let mut lowering = Lowering::new(arena, written, kept);
    let mut list = List { unused, ..List::default() };
    let mut found: Vec<(usize, Member)> = Vec::new();
    for &at in &order {
        let part = &parts[at];
        lowering.parameters = parameters(part.statement, words);
        lowering.nodes(part.nodes.clone())?;
        match (part.statement, &symbols[at]) {
            (Statement::Condition(condition), _) => list.conditions.push(lowering.value(*condition)),
            (Statement::Equation(left, right), _) => found.push((at, Member::Equation(lowering.value(*left), lowering.value(*right)))),
            (Statement::Expression(node), _) => found.push((at, Member::Value(lowering.value(*node)))),
            (Statement::Definition { value, .. } | Statement::Function { value, .. }, Some(symbol)) if is_member[at] => {
                found.push((at, Member::Named(*symbol, lowering.value(*value))));
            }
            (Statement::Function { value, .. }, None) if alone => {
                let parameters: Vec<Id> = lowering.parameters.iter().map(|parameter| lowering.arena.symbol(parameter)).collect();
                let name = lowering.arena.intern(part.name.as_deref().unwrap_or_default());
                let function = lowering.arena.unknown_function(name, &vec![0; parameters.len()]);
                let call = lowering.arena.apply(function, &parameters);
                found.push((at, Member::Equation(call, lowering.value(*value))));
            }
            (Statement::Function { .. }, _) => {
                let losses = lowering.losses.take(lowering.arena, &part.nodes);
                lowering.define(part, losses);
            }
            _ => lowering.define(part, Vec::new()),
        }
        if let (Statement::Definition { value, .. }, Some(name), false) = (part.statement, &part.name, is_member[at]) {
            list.definitions.push((name.clone(), lowering.value(*value)));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    for (_, member) in &found {
        let (Member::Value(id) | Member::Named(_, id) | Member::Equation(id, _)) = *member;
        lowering.check_nesting(id)?;
        if let Member::Equation(_, right) = *member {
            lowering.check_nesting(right)?;
        }
    }
    list.members = found.into_iter().map(|(_, member)| member).collect();
    list.evaluations = std::mem::take(&mut lowering.evaluations);
    list.places = lowering.places();
    Ok(list)
}
