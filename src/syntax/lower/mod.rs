//! From a syntax tree to an expression: names get their meaning, definitions are put in place, numbers are read exactly.
//!
//! `statement` puts what is said in an order in which it can be computed, `node` and `call` lower one node after another,
//! `list` lowers texts that ask for several things.

mod call;
mod list;
mod losses;
mod node;
mod shadow;
mod statement;

use losses::Losses;
use statement::parameters;

pub use list::Member;
pub(super) use list::{List, lower_list};
pub(super) use statement::{Part, order, parts, target, uses};

use super::names::spelling;
use super::tree::{Kind, NodeId, Span, Statement, Tree, Written};
use crate::error::Error;
use crate::expression::{Arena, Id, Loss, Node};
use crate::limits::exceeded;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// How deep sums and integrals may nest through definitions.
const MOST_BINDERS: u32 = 64;

/// How deep `and` may nest in `or` and the other way round.
const MOST_NESTED_CONDITIONS: u32 = 256;

/// What a text means.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    /// What is asked for: a value, a condition or an equation.
    pub target: Option<Id>,
    /// Whether it is an equation, lowered as a comparison.
    pub is_equation: bool,
    /// Derivatives to be taken before values are put in, inner ones first.
    pub evaluations: Vec<Evaluation>,
    /// The conditions under which it is meant.
    pub conditions: Vec<Id>,
    /// The names that were replaced by their values, in an order in which each depends on those before it.
    pub definitions: Vec<(String, Id)>,
    /// The definitions whose names were kept, each before it is used; see [`Naming`].
    pub kept: Vec<Definition>,
    /// The name of what is asked for, where it has one.
    pub name: Option<Id>,
    /// Where parts of the text stand, where names are kept.
    pub places: Vec<(Id, Span)>,
    /// The functions that it defines.
    pub functions: Vec<Function>,
}

/// A function that a text defines.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters, symbols.
    pub parameters: Vec<Id>,
    /// Its value.
    pub body: Id,
    /// What its body forgot about the domain.
    pub losses: Vec<Loss>,
}

/// What becomes of a name that has a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Naming {
    /// Its value takes its place.
    #[default]
    Replaced,
    /// It stays a name, unless its value means something only where it stands: inside a sum that binds a variable of it, or
    /// in a derivative that is still to be taken.
    Kept,
}

/// A name and its value, in which other names may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The name, a symbol.
    pub name: Id,
    /// Its value.
    pub value: Id,
}

/// A value at a point that can be found only when the derivatives in it have been taken: a symbol stands in its place.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The symbol in its place.
    pub symbol: Id,
    /// What is evaluated.
    pub body: Id,
    /// Variables, and the values they get.
    pub point: Vec<(Id, Id)>,
}

/// Lowers all statements of a tree; names among `kept` stay names although they have a definition. `known` are functions that were
/// defined elsewhere.
pub(super) fn lower<'a>(
    arena: &'a mut Arena,
    written: &Written<'a>,
    kept: &'a [&'a str],
    naming: Naming,
    known: &[Function],
) -> Result<Meaning, Error> {
    let Written { tree, words, .. } = *written;
    let mut lowering = Lowering::new(arena, written, kept);
    lowering.functions.extend(known.iter().map(|function| (function.name.clone(), function.clone())));
    // Most texts are one expression.
    if let [only @ Statement::Expression(root)] = &tree.statements[..] {
        lowering.nodes(0..root.0 as usize + 1)?;
        return lowering.meaning(only, naming);
    }
    let parts = parts(tree, words);
    if let [only] = &parts[..]
        && only.name.is_none()
    {
        lowering.nodes(only.nodes.clone())?;
        return lowering.meaning(only.statement, naming);
    }
    let bound = match naming {
        Naming::Replaced => None,
        Naming::Kept => bound_names(tree, words),
    };
    let uses = uses(tree, words, &parts)?;
    let order = order(&parts, &uses)?;
    let target = target(&parts, &uses)?;
    let is_variable = |part: &Part<'_>| part.name.as_ref().is_some_and(|name| kept.iter().any(|kept| spelling(kept) == *name));
    if let Statement::Definition { .. } = parts[target].statement
        && is_variable(&parts[target])
    {
        let name = parts[target].name.as_deref().unwrap_or_default();
        let hint = Some("a part without `=` is what is asked for".into());
        return Err(Error::Request { what: format!("`{name}` has a value here, so it cannot be the variable as well"), hint });
    }
    let (mut conditions, mut definitions, mut named) = (Vec::new(), Vec::new(), Vec::new());
    for &at in &order {
        let part = &parts[at];
        if is_variable(part) {
            refuse_constant(tree, part)?;
            continue;
        }
        lowering.parameters = parameters(part.statement, words);
        lowering.nodes(part.nodes.clone())?;
        match part.statement {
            Statement::Condition(condition) => conditions.push(lowering.value(*condition)),
            // What the body of a function forgets is asked where it is called, unless the function itself is asked for.
            Statement::Function { .. } if at != target => {
                let losses = lowering.losses.take(lowering.arena, &part.nodes);
                lowering.define(part, losses);
            }
            _ => lowering.define(part, Vec::new()),
        }
        if let (Statement::Definition { value, .. }, Some(name)) = (part.statement, &part.name) {
            let value = lowering.value(*value);
            if let Some(bound) = &bound
                && !bound.iter().any(|bound| lowering.varies_with(value, bound))
            {
                let symbol = lowering.arena.symbol(name);
                named.push(Definition { name: symbol, value });
                lowering.names.insert(name.clone(), symbol);
            }
            if at != target {
                definitions.push((name.clone(), value));
            }
        }
    }
    let name = match (parts[target].statement, &parts[target].name) {
        (Statement::Definition { .. }, Some(name)) => Some(lowering.arena.symbol(name)),
        _ => None,
    };
    Ok(Meaning { conditions, definitions, kept: named, name, ..lowering.meaning(parts[target].statement, naming)? })
}

/// Refuses a variable that is said to be one number: nothing varies with it. What it depends on otherwise is another question's.
fn refuse_constant(tree: &Tree, part: &Part<'_>) -> Result<(), Error> {
    let Statement::Definition { .. } = part.statement else { return Ok(()) };
    let is_named = |kind: &Kind| matches!(kind, Kind::Name(_) | Kind::Apply(..) | Kind::Partial(..) | Kind::Leibniz(..));
    if tree.nodes()[part.nodes.clone()].iter().any(|node| is_named(&node.kind)) {
        return Ok(());
    }
    let name = part.name.as_deref().unwrap_or_default();
    let hint = Some(format!("for the value at a point write `--at {name}=...`"));
    Err(Error::Request { what: format!("`{name}` has a value here, so it cannot be the variable as well"), hint })
}

/// The variables that sums and integrals bind; nothing where a derivative is still to be taken, in which no name may stand for
/// its value.
fn bound_names(tree: &Tree, words: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for node in tree.nodes() {
        match node.kind {
            Kind::Derivative(..) | Kind::Leibniz(..) | Kind::Primed(..) | Kind::Evaluated(..) => return None,
            Kind::Bound(_, children) => {
                if let Some((variable, _)) = tree.children(children).first()
                    && let Kind::Name(name) = tree.node(*variable).kind
                {
                    names.push(spelling(&words[name.range()]).into_owned());
                }
            }
            _ => {}
        }
    }
    Some(names)
}

pub(super) struct Lowering<'a> {
    pub(super) arena: &'a mut Arena,
    pub(super) tree: &'a Tree,
    /// Where the spans of names and numbers lie.
    pub(super) words: &'a str,
    /// Where the places of nodes lie.
    pub(super) text: &'a str,
    pub(super) evaluations: Vec<Evaluation>,
    pub(super) values: SmallVec<[Id; 32]>,
    pub(super) names: FxHashMap<String, Id>,
    pub(super) functions: FxHashMap<String, Function>,
    losses: Losses,
    /// The parameters of the function whose definition is being read: there they mean nothing else.
    pub(super) parameters: Vec<String>,
    pub(super) kept: &'a [&'a str],
    pub(super) buffer: Vec<Id>,
    /// The letters for an index that the text leaves free, once they are asked for.
    free_letters: Option<Vec<&'static str>>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(arena: &'a mut Arena, written: &Written<'a>, kept: &'a [&'a str]) -> Lowering<'a> {
        let Written { tree, words, text } = *written;
        let losses = Losses::after(arena);
        Lowering {
            arena,
            tree,
            words,
            text,
            evaluations: Vec::new(),
            values: smallvec![Id::UNDEFINED; tree.nodes().len()],
            names: FxHashMap::default(),
            functions: FxHashMap::default(),
            losses,
            parameters: Vec::new(),
            kept,
            buffer: Vec::new(),
            free_letters: None,
        }
    }

    /// Remembers what a definition, whose nodes are lowered, says.
    pub(super) fn define(&mut self, part: &Part<'_>, losses: Vec<Loss>) {
        match (part.statement, &part.name) {
            (Statement::Definition { value, .. }, Some(name)) => {
                let id = self.value(*value);
                self.names.insert(name.clone(), id);
            }
            (Statement::Function { value, .. }, Some(name)) => {
                let id = self.value(*value);
                let parameters = self.parameters.iter().map(|parameter| self.arena.symbol(parameter)).collect();
                let function = Function { name: name.clone(), parameters, body: id, losses };
                self.functions.insert(name.clone(), function);
            }
            _ => {}
        }
    }

    pub(super) fn value(&self, node: NodeId) -> Id {
        self.values[node.0 as usize]
    }

    /// Whether something has another value in each term of a sum over this index, or everywhere in an integral.
    fn varies_with(&mut self, id: Id, index: &str) -> bool {
        let index = self.arena.symbol(index);
        self.arena.may_vary_with(id, index)
    }

    pub(super) fn meaning(&mut self, statement: &Statement, naming: Naming) -> Result<Meaning, Error> {
        let (target, is_equation) = match statement {
            Statement::Expression(node) | Statement::Condition(node) => (self.value(*node), false),
            Statement::Definition { value, .. } | Statement::Function { value, .. } => (self.value(*value), false),
            Statement::Equation(left, right) => {
                let (left, right) = (self.value(*left), self.value(*right));
                (self.arena.relation(crate::expression::Relation::Equal, left, right), true)
            }
        };
        self.check_nesting(target)?;
        let places = match naming {
            Naming::Replaced => Vec::new(),
            Naming::Kept => self.places(),
        };
        let evaluations = std::mem::take(&mut self.evaluations);
        let functions = if self.functions.is_empty() { Vec::new() } else { std::mem::take(&mut self.functions).into_values().collect() };
        Ok(Meaning { target: Some(target), is_equation, evaluations, places, functions, ..Meaning::default() })
    }

    /// Where the parts of the text stand.
    pub(super) fn places(&self) -> Vec<(Id, Span)> {
        self.values.iter().copied().zip(self.tree.nodes().iter().map(|node| node.span)).collect()
    }

    /// That neither sums and integrals nor `and` and `or` nest deeper than what works on them goes down.
    pub(super) fn check_nesting(&self, root: Id) -> Result<(), Error> {
        if !self.tree.nests() {
            return Ok(());
        }
        let (mut binders, mut conditions) = (vec![0u32; root.index() + 1], vec![0u32; root.index() + 1]);
        let mut deepest_condition = 0;
        for id in self.arena.reachable(root) {
            let (mut deepest, mut deepest_inside) = (0, 0);
            self.arena.for_each_child(id, |child| {
                deepest = deepest.max(binders[child.index()]);
                deepest_inside = deepest_inside.max(conditions[child.index()]);
            });
            binders[id.index()] = deepest + u32::from(matches!(self.arena.node(id), Node::Bound(..)));
            if matches!(self.arena.node(id), Node::And(_) | Node::Or(_)) {
                conditions[id.index()] = deepest_inside + 1;
                deepest_condition = deepest_condition.max(deepest_inside + 1);
            }
        }
        let limit = |what: &str, limit: u32, hint: &str| Err(Error::Limit { what: what.into(), limit: limit.into(), hint: hint.into() });
        if binders[root.index()] > MOST_BINDERS {
            return limit("the nesting of sums and integrals", MOST_BINDERS, "compute the inner ones first");
        }
        if deepest_condition > MOST_NESTED_CONDITIONS {
            return limit("the nesting of `and` and `or`", MOST_NESTED_CONDITIONS, "write the condition as alternatives");
        }
        Ok(())
    }

    pub(super) fn nodes(&mut self, nodes: Range<usize>) -> Result<(), Error> {
        for at in nodes {
            let node = self.tree.node(NodeId(at as u32));
            let id = self.node(node.kind, node.span)?;
            if id == Id::UNDEFINED {
                return Err(self.undefined(node.span));
            }
            self.values[at] = id;
            self.losses.reached(self.arena, at);
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    pub(super) fn undefined(&self, span: Span) -> Error {
        if self.arena.is_exhausted() {
            return exceeded("nodes", self.arena.limits(), "");
        }
        let written = &self.text[span.range()];
        let shown = if written.chars().count() <= 60 { format!("`{written}`") } else { "this".into() };
        Error::Undefined { span: Some(span.range()), what: shown }
    }
}
