//! From a syntax tree to an expression: names get their meaning, definitions are put in place, numbers are read exactly.

use super::names::spelling;
use super::template;
use super::text::tokens::lowered;
use super::tree::{Kind, NodeId, Span, Statement, Tree, Written};
use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::limits::exceeded;
use crate::number::Rational;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// How deep sums and integrals may nest through definitions.
const MOST_BINDERS: u32 = 64;

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
    /// The name of what is asked for, where names are kept and it has one.
    pub name: Option<Id>,
    /// Where parts of the text stand, where names are kept.
    pub places: Vec<(Id, Span)>,
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

/// A statement with the nodes that belong to it.
pub(super) struct Part<'t> {
    pub statement: &'t Statement,
    pub nodes: std::ops::Range<usize>,
    /// The name it gives a value to.
    pub name: Option<String>,
}

/// Lowers all statements of a tree; names among `kept` stay names although they have a definition.
pub(super) fn lower<'a>(arena: &'a mut Arena, written: &Written<'a>, kept: &'a [&'a str], naming: Naming) -> Result<Meaning, Error> {
    let Written { tree, words, .. } = *written;
    let parts = parts(tree, words);
    let mut lowering = Lowering::new(arena, written, kept);
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
            continue;
        }
        lowering.parameters = parameters(part.statement, words);
        lowering.nodes(part.nodes.clone())?;
        match part.statement {
            Statement::Condition(condition) => conditions.push(lowering.value(*condition)),
            _ => lowering.define(part),
        }
        if let (Statement::Definition { value, .. }, Some(name)) = (part.statement, &part.name) {
            let value = lowering.value(*value);
            if let Some(bound) = &bound
                && !bound.iter().any(|bound| lowering.mentions(value, bound))
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
    let name = match (naming, parts[target].statement, &parts[target].name) {
        (Naming::Kept, Statement::Definition { .. }, Some(name)) => Some(lowering.arena.symbol(name)),
        _ => None,
    };
    Ok(Meaning { conditions, definitions, kept: named, name, ..lowering.meaning(parts[target].statement, naming)? })
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

/// What a list holds, with the conditions and the derivatives still to be taken as in [`Meaning`].
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    pub members: Vec<Member>,
    pub evaluations: Vec<Evaluation>,
    pub conditions: Vec<Id>,
    pub definitions: Vec<(String, Id)>,
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
pub(super) fn lower_list<'a>(arena: &'a mut Arena, written: &Written<'a>, kept: &'a [&'a str]) -> Result<List, Error> {
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
    // F(x, y) = 0 defines nothing that is asked for: F is unknown.
    let alone = !is_member.contains(&true);
    let mut lowering = Lowering::new(arena, written, kept);
    let mut list = List::default();
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
            _ => lowering.define(part),
        }
        if let (Statement::Definition { value, .. }, Some(name), false) = (part.statement, &part.name, is_member[at]) {
            list.definitions.push((name.clone(), lowering.value(*value)));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    for (_, member) in &found {
        let (Member::Value(id) | Member::Named(_, id) | Member::Equation(id, _)) = *member;
        lowering.check_binders(id)?;
        if let Member::Equation(_, right) = *member {
            lowering.check_binders(right)?;
        }
    }
    list.members = found.into_iter().map(|(_, member)| member).collect();
    list.evaluations = std::mem::take(&mut lowering.evaluations);
    Ok(list)
}

/// The statements, each with its own nodes: a statement's nodes follow those of the statement before.
pub(super) fn parts<'t>(tree: &'t Tree, words: &str) -> Vec<Part<'t>> {
    let mut from = 0;
    tree.statements
        .iter()
        .map(|statement| {
            let (last, name) = match statement {
                Statement::Expression(node) | Statement::Condition(node) => (*node, None),
                Statement::Definition { name, value } | Statement::Function { name, value, .. } => {
                    (*value, Some(spelling(&words[name.range()]).into_owned()))
                }
                Statement::Equation(left, right) => (*left.max(right), None),
            };
            let end = last.0 as usize + 1;
            let nodes = from..end;
            // The comparison of an equation is a node of its own, behind its sides.
            from = end + usize::from(matches!(statement, Statement::Equation(..)));
            Part { statement, nodes, name }
        })
        .collect()
}

/// The names that are the statement's own, whatever else has them.
fn parameters(statement: &Statement, words: &str) -> Vec<String> {
    match statement {
        Statement::Function { parameters, .. } => parameters.iter().map(|span| spelling(&words[span.range()]).into_owned()).collect(),
        _ => Vec::new(),
    }
}

/// For each statement, which statements define a name it uses.
pub(super) fn uses(tree: &Tree, words: &str, parts: &[Part<'_>]) -> Result<Vec<Vec<usize>>, Error> {
    let mut definitions: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, part) in parts.iter().enumerate() {
        if let Some(name) = &part.name
            && definitions.insert(name, at).is_some()
        {
            return Err(Error::Request {
                what: format!("`{name}` is defined twice"),
                hint: Some("give one of the two another name".into()),
            });
        }
    }
    let used = |part: &Part<'_>| {
        let mut used: Vec<usize> = Vec::new();
        let parameters = parameters(part.statement, words);
        for node in &tree.nodes()[part.nodes.clone()] {
            let names: &[Span] = match &node.kind {
                Kind::Name(name) => &[*name],
                Kind::Apply(name, ..) | Kind::Partial(name, ..) => &[*name],
                Kind::Leibniz(above, _) => &[*above],
                _ => &[],
            };
            for span in names {
                let name = spelling(&words[span.range()]);
                if let Some(at) = definitions.get(&*name).filter(|_| !parameters.iter().any(|parameter| *parameter == name)) {
                    used.push(*at);
                }
            }
        }
        used.sort_unstable();
        used.dedup();
        used
    };
    Ok(parts.iter().map(used).collect())
}

/// What is asked for: the statement without a definition, or else the one name nobody uses.
pub(super) fn target(parts: &[Part<'_>], uses: &[Vec<usize>]) -> Result<usize, Error> {
    let is_question = |part: &Part<'_>| part.name.is_none() && !matches!(part.statement, Statement::Condition(_));
    let questions: Vec<usize> = (0..parts.len()).filter(|at| is_question(&parts[*at])).collect();
    match questions[..] {
        [one] => return Ok(one),
        [] => {}
        _ => {
            return Err(Error::Request {
                what: "there are two questions".into(),
                hint: Some("one part without `=` is what is asked for; the others are definitions `name = value`".into()),
            });
        }
    }
    let mut is_used = vec![false; parts.len()];
    uses.iter().flatten().for_each(|at| is_used[*at] = true);
    let unused: Vec<usize> =
        (0..parts.len()).filter(|at| !is_used[*at] && matches!(parts[*at].statement, Statement::Definition { .. })).collect();
    match unused[..] {
        [one] => Ok(one),
        [] => Err(Error::Request {
            what: "there is no question, only functions".into(),
            hint: Some("ask for a value: f(x) = x^2; f(x)".into()),
        }),
        _ => {
            let names: Vec<&str> = unused.iter().filter_map(|at| parts[*at].name.as_deref()).collect();
            Err(Error::Request {
                what: format!("which is asked for, {}?", names.join(" or ")),
                hint: Some(format!("end with the name: `...; {}`", names[0])),
            })
        }
    }
}

/// The statements in an order in which everything is defined before it is used.
pub(super) fn order(parts: &[Part<'_>], uses: &[Vec<usize>]) -> Result<Vec<usize>, Error> {
    let mut waiting: Vec<usize> = uses.iter().map(Vec::len).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for (at, used) in uses.iter().enumerate() {
        used.iter().for_each(|used| users[*used].push(at));
    }
    let mut ready: Vec<usize> = (0..parts.len()).filter(|at| waiting[*at] == 0).collect();
    let mut order = Vec::with_capacity(parts.len());
    while let Some(at) = ready.pop() {
        order.push(at);
        for &user in &users[at] {
            waiting[user] -= 1;
            if waiting[user] == 0 {
                ready.push(user);
            }
        }
    }
    if order.len() == parts.len() {
        return Ok(order);
    }
    // Following uses among what is left must come back to where it started.
    let mut at = (0..parts.len()).find(|at| waiting[*at] > 0).unwrap_or(0);
    let mut path = Vec::new();
    let mut place = vec![None; parts.len()];
    while place[at].is_none() {
        place[at] = Some(path.len());
        path.push(at);
        at = uses[at].iter().copied().find(|used| waiting[*used] > 0).unwrap_or(at);
    }
    let start = place[at].unwrap_or(0);
    let names: Vec<&str> = path[start..].iter().chain([&at]).take(8).filter_map(|at| parts[*at].name.as_deref()).collect();
    let more = if path.len() - start > 7 { " -> ..." } else { "" };
    Err(Error::Request { what: format!("the definitions go round in a circle: {}{more}", names.join(" -> ")), hint: None })
}

struct Lowering<'a> {
    arena: &'a mut Arena,
    tree: &'a Tree,
    /// Where the spans of names and numbers lie.
    words: &'a str,
    /// Where the places of nodes lie.
    text: &'a str,
    evaluations: Vec<Evaluation>,
    values: Vec<Id>,
    names: FxHashMap<String, Id>,
    functions: FxHashMap<String, (Vec<Id>, Id)>,
    /// The parameters of the function whose definition is being read: there they mean nothing else.
    parameters: Vec<String>,
    kept: &'a [&'a str],
    buffer: Vec<Id>,
}

impl<'a> Lowering<'a> {
    fn new(arena: &'a mut Arena, written: &Written<'a>, kept: &'a [&'a str]) -> Lowering<'a> {
        let Written { tree, words, text } = *written;
        Lowering {
            arena,
            tree,
            words,
            text,
            evaluations: Vec::new(),
            values: vec![Id::UNDEFINED; tree.nodes().len()],
            names: FxHashMap::default(),
            functions: FxHashMap::default(),
            parameters: Vec::new(),
            kept,
            buffer: Vec::new(),
        }
    }

    /// Remembers what a definition, whose nodes are lowered, says.
    fn define(&mut self, part: &Part<'_>) {
        match (part.statement, &part.name) {
            (Statement::Definition { value, .. }, Some(name)) => {
                let id = self.value(*value);
                self.names.insert(name.clone(), id);
            }
            (Statement::Function { value, .. }, Some(name)) => {
                let id = self.value(*value);
                let parameters = self.parameters.iter().map(|parameter| self.arena.symbol(parameter)).collect();
                self.functions.insert(name.clone(), (parameters, id));
            }
            _ => {}
        }
    }

    fn value(&self, node: NodeId) -> Id {
        self.values[node.0 as usize]
    }

    fn mentions(&mut self, id: Id, name: &str) -> bool {
        let symbol = self.arena.symbol(name);
        self.arena.contains(id, symbol)
    }

    fn meaning(&mut self, statement: &Statement, naming: Naming) -> Result<Meaning, Error> {
        let (target, is_equation) = match statement {
            Statement::Expression(node) | Statement::Condition(node) => (self.value(*node), false),
            Statement::Definition { value, .. } | Statement::Function { value, .. } => (self.value(*value), false),
            Statement::Equation(left, right) => {
                let (left, right) = (self.value(*left), self.value(*right));
                (self.arena.relation(crate::expression::Relation::Equal, left, right), true)
            }
        };
        self.check_binders(target)?;
        let places = match naming {
            Naming::Replaced => Vec::new(),
            Naming::Kept => self.values.iter().copied().zip(self.tree.nodes().iter().map(|node| node.span)).collect(),
        };
        let evaluations = std::mem::take(&mut self.evaluations);
        Ok(Meaning { target: Some(target), is_equation, evaluations, places, ..Meaning::default() })
    }

    fn check_binders(&self, root: Id) -> Result<(), Error> {
        if !self.tree.nodes().iter().any(|node| matches!(node.kind, Kind::Bound(..))) {
            return Ok(());
        }
        let mut depth = vec![0u32; root.index() + 1];
        for id in self.arena.reachable(root) {
            let mut deepest = 0;
            self.arena.for_each_child(id, |child| deepest = deepest.max(depth[child.index()]));
            depth[id.index()] = deepest + u32::from(matches!(self.arena.node(id), Node::Bound(..)));
        }
        if depth[root.index()] <= MOST_BINDERS {
            return Ok(());
        }
        Err(Error::Limit {
            what: "the nesting of sums and integrals".into(),
            limit: MOST_BINDERS.into(),
            hint: "compute the inner ones first".into(),
        })
    }

    fn nodes(&mut self, nodes: std::ops::Range<usize>) -> Result<(), Error> {
        for at in nodes {
            let node = self.tree.node(NodeId(at as u32));
            let id = self.node(node.kind, node.span)?;
            if id == Id::UNDEFINED {
                return Err(self.undefined(node.span));
            }
            self.values[at] = id;
        }
        Ok(())
    }

    fn undefined(&self, span: Span) -> Error {
        if self.arena.is_exhausted() {
            return exceeded("nodes", self.arena.limits(), "");
        }
        let written = &self.text[span.range()];
        let shown = if written.chars().count() <= 60 { format!("`{written}`") } else { "this".into() };
        Error::Undefined { span: Some(span.range()), what: shown }
    }

    fn node(&mut self, kind: Kind, span: Span) -> Result<Id, Error> {
        let tree = self.tree;
        Ok(match kind {
            Kind::Number(digits) => self.number(digits)?,
            Kind::Name(name) => self.name(name, span)?,
            Kind::Sum(children) => {
                let values = &self.values;
                let sign = |minus: bool| if minus { Rational::MINUS_ONE } else { Rational::ONE };
                self.arena.sum(tree.children(children).iter().map(|(node, minus)| (values[node.0 as usize], sign(*minus))))
            }
            Kind::Product(children) => {
                let values = &self.values;
                let sign = |divide: bool| if divide { Rational::MINUS_ONE } else { Rational::ONE };
                self.arena.product(tree.children(children).iter().map(|(node, divide)| (values[node.0 as usize], sign(*divide))))
            }
            Kind::Negate(node) => {
                let value = self.value(node);
                self.arena.negate(value)
            }
            Kind::Power(base, exponent) => {
                let (base, exponent) = (self.value(base), self.value(exponent));
                if self.is_e(base) && self.arena.as_number(exponent).is_none() {
                    self.arena.call(FunctionId::EXP, &[exponent])
                } else {
                    self.arena.power(base, exponent)
                }
            }
            Kind::Call(function, children) => {
                let arguments: SmallVec<[Id; 4]> = tree.children(children).iter().map(|(node, _)| self.value(*node)).collect();
                self.call(function, &arguments)
            }
            Kind::Apply(name, order, children) => {
                let arguments: Vec<Id> = tree.children(children).iter().map(|(node, _)| self.value(*node)).collect();
                self.apply(name, order, &arguments, span)?
            }
            Kind::Partial(name, at, children) => {
                let arguments: Vec<Id> = tree.children(children).iter().map(|(node, _)| self.value(*node)).collect();
                let name = self.arena.intern(&spelling(&self.words[name.range()]));
                let function = self.arena.unknown_function(name, tree.partial_orders(at, arguments.len()));
                self.arena.apply(function, &arguments)
            }
            Kind::Piecewise(children) => {
                let branches: Vec<(Id, Id)> =
                    tree.children(children).chunks(2).map(|pair| (self.value(pair[0].0), self.value(pair[1].0))).collect();
                self.arena.piecewise(&branches)
            }
            Kind::Relation(relation, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                self.arena.relation(relation, left, right)
            }
            Kind::And(children) => {
                let parts: Vec<Id> = tree.children(children).iter().map(|(node, _)| self.value(*node)).collect();
                self.arena.conjunction(&parts)
            }
            Kind::Or(children) => {
                let parts: Vec<Id> = tree.children(children).iter().map(|(node, _)| self.value(*node)).collect();
                self.arena.disjunction(&parts)
            }
            Kind::Otherwise => Id::TRUE,
            Kind::Derivative(body, variable, order) => {
                let variable = self.variable(variable)?;
                let mut id = self.value(body);
                for _ in 0..order {
                    id = self.arena.derivative(id, variable);
                }
                id
            }
            Kind::Leibniz(above, below) => {
                let name = spelling(&self.words[above.range()]);
                let letter = spelling(&self.words[below.range()]);
                if self.names.contains_key(&*letter) {
                    let hint = Some(format!("ask for it by the variable: `derive \"...; {name}\" {letter}`"));
                    return Err(Error::Unsupported {
                        span: Some(span.range()),
                        what: format!("`{letter}` is defined itself, so d{name}/d{letter} cannot stand inside an expression"),
                        hint,
                    });
                }
                let variable = self.arena.symbol(&letter);
                let body = self.names.get(&*name).copied().unwrap_or(Id::UNDEFINED);
                self.arena.derivative(body, variable)
            }
            Kind::Primed(function, order, argument) => {
                let argument = self.value(argument);
                self.primed_call(function, order, argument, span)?
            }
            Kind::Evaluated(body, children) => {
                let mut point = Vec::new();
                for pair in tree.children(children).chunks(2) {
                    point.push((self.variable(pair[0].0)?, self.value(pair[1].0)));
                }
                let body = self.value(body);
                self.evaluated(body, point)
            }
            Kind::Bound(binder, children) => {
                let [variable, lower, upper, body] = tree.children(children) else { return Err(self.undefined(span)) };
                let variable = self.variable(variable.0)?;
                let (lower, upper, body) = (self.value(lower.0), self.value(upper.0), self.value(body.0));
                self.arena.bound(binder, variable, lower, upper, body)
            }
        })
    }

    fn number(&mut self, digits: Span) -> Result<Id, Error> {
        let written = &self.words[digits.range()];
        let value = if written.is_ascii() {
            Rational::parse_decimal_within(written, self.arena.limits().bits)
        } else {
            // The sign of raised digits is a node of its own.
            Rational::parse_decimal_within(lowered(written).trim_start_matches('-'), self.arena.limits().bits)
        };
        match value {
            Some(value) => Ok(self.arena.number(value)),
            None => Err(exceeded("bits", self.arena.limits(), "write a power of ten as 10^n")),
        }
    }

    fn name(&mut self, name: Span, span: Span) -> Result<Id, Error> {
        let name = spelling(&self.words[name.range()]);
        if self.parameters.iter().any(|parameter| *parameter == name) {
            return Ok(self.arena.symbol(&name));
        }
        if let Some(id) = self.names.get(&*name) {
            return Ok(*id);
        }
        if self.functions.contains_key(&*name) {
            let hint = Some(format!("{name} is a function here: write {name}(x)"));
            return Err(Error::Syntax {
                span: span.range(),
                found: format!("`{name}` alone"),
                expected: format!("{name} with its arguments"),
                hint,
            });
        }
        let is_variable = || self.kept.iter().any(|kept| spelling(kept) == name);
        Ok(match &*name {
            "e" if !is_variable() => self.arena.call(FunctionId::EXP, &[Id::ONE]),
            "pi" if !is_variable() => self.arena.call(const { FunctionId::named("pi") }, &[]),
            _ => self.arena.symbol(&name),
        })
    }

    fn variable(&mut self, node: NodeId) -> Result<Id, Error> {
        let id = self.value(node);
        if self.arena.as_symbol(id).is_some() {
            return Ok(id);
        }
        let span = self.tree.node(node).span;
        let name = &self.text[span.range()];
        Err(Error::Request {
            what: format!("`{name}` has a value, so it cannot be the variable here"),
            hint: Some("choose another name".into()),
        })
    }

    fn is_e(&self, id: Id) -> bool {
        matches!(self.arena.node(id), Node::Call(FunctionId::EXP, &[Id::ONE]))
    }

    fn call(&mut self, function: FunctionId, arguments: &[Id]) -> Id {
        if let Some(id) = template::definition(self.arena, function, arguments, &mut self.buffer) {
            return id;
        }
        let row = function.row();
        if !row.domain.is_empty() && arguments.iter().all(|id| self.arena.as_number(*id).is_some()) {
            let numbers: Vec<f64> = arguments.iter().filter_map(|id| self.arena.as_number(*id)).map(Rational::to_f64).collect();
            if (row.value)(&numbers).is_nan() {
                return Id::UNDEFINED;
            }
        }
        self.arena.call(function, arguments)
    }

    fn apply(&mut self, name: Span, order: u32, arguments: &[Id], span: Span) -> Result<Id, Error> {
        let name = spelling(&self.words[name.range()]);
        if let Some((parameters, body)) = self.functions.get(&*name) {
            if parameters.len() != arguments.len() {
                let found = format!("{} arguments", arguments.len());
                return Err(Error::Syntax { span: span.range(), found, expected: format!("{} of `{name}`", parameters.len()), hint: None });
            }
            let pairs: Vec<(Id, Id)> = parameters.iter().copied().zip(arguments.iter().copied()).collect();
            if !self.may_replace(*body, &pairs) {
                let hint = Some("write the derivative out, or give the result a name and differentiate that".into());
                let what = format!("`{name}` differentiates by what stands in the place of its argument here");
                return Err(Error::Unsupported { span: Some(span.range()), what, hint });
            }
            let is_clash = order > 0 && parameters[0] != arguments[0] && self.arena.contains(*body, arguments[0]);
            if is_clash {
                let found = format!("`{}`", &self.text[span.range()]);
                let hint = Some("differentiate it by its own parameter and put the argument in afterwards".into());
                let expected = format!("an argument that does not occur in `{name}` already");
                return Err(Error::Syntax { span: span.range(), found, expected, hint });
            }
            let id = self.arena.substitute_all(*body, &pairs);
            return self.primed(id, order, arguments[0], span);
        }
        if let Some(id) = self.names.get(&*name).copied() {
            // y(z) after y = sigma(z): the name with its variable spelt out.
            if !self.arena.contains(id, arguments[0]) {
                let argument = span.start as usize + self.text[span.range()].find('(').map_or(0, |open| open + 1)..span.end as usize;
                let found = self.text[argument].trim_end_matches(')').trim();
                let hint = Some(format!("`{name}` has a value without {found}; for the product write {name}*({found})"));
                return Err(Error::Syntax {
                    span: span.range(),
                    found: format!("`{found}`"),
                    expected: format!("a variable of `{name}`"),
                    hint,
                });
            }
            return self.primed(id, order, arguments[0], span);
        }
        let symbol = self.arena.intern(&name);
        let orders: Vec<u32> = arguments.iter().enumerate().map(|(at, _)| if at == 0 { order } else { 0 }).collect();
        let function = self.arena.unknown_function(symbol, &orders);
        Ok(self.arena.apply(function, arguments))
    }

    /// The derivative that primes ask for, in the variable that is the argument.
    fn primed(&mut self, mut id: Id, order: u32, argument: Id, span: Span) -> Result<Id, Error> {
        if order > 0 && self.arena.as_symbol(argument).is_none() {
            let hint = Some("write d/dt(f(t)) with a variable, and put the value in with --at".into());
            let what = "the derivative of a defined function is taken at a variable only".into();
            return Err(Error::Unsupported { span: Some(span.range()), what, hint });
        }
        for _ in 0..order {
            id = self.arena.derivative(id, argument);
        }
        Ok(id)
    }

    /// The derivative of a function of the table at an argument: `sigma'(w*x + b)`.
    fn primed_call(&mut self, function: FunctionId, order: u32, argument: Id, span: Span) -> Result<Id, Error> {
        let value = self.call(function, &[argument]);
        if value == Id::UNDEFINED || order == 0 {
            return Ok(value);
        }
        let known = template::derivative(self.arena, function, 0, &[argument], value, &mut self.buffer);
        if order == 1
            && let Some(derivative) = known
        {
            return Ok(derivative);
        }
        if self.arena.as_symbol(argument).is_some() {
            return self.primed(value, order, argument, span);
        }
        let symbol = self.arena.symbol("@");
        let mut body = self.call(function, &[symbol]);
        for _ in 0..order {
            body = self.arena.derivative(body, symbol);
        }
        Ok(self.evaluated(body, vec![(symbol, argument)]))
    }

    /// The value of a body at a point; where derivatives are to be taken first, a symbol stands for it.
    fn evaluated(&mut self, body: Id, point: Vec<(Id, Id)>) -> Id {
        let is_plain = |id: &Id| !matches!(self.arena.node(*id), Node::Derivative(..));
        if self.evaluations.is_empty() && self.arena.reachable(body).iter().all(is_plain) {
            return self.arena.substitute_all(body, &point);
        }
        let symbol = self.placeholder();
        self.evaluations.push(Evaluation { symbol, body, point });
        symbol
    }

    /// A symbol that no text can name.
    fn placeholder(&mut self) -> Id {
        let count = self.evaluations.len();
        self.arena.symbol(&format!("{count}@"))
    }

    /// Whether arguments may take the place of parameters before the derivatives in the body are taken: the variable of
    /// each must stay a variable, and what it is a derivative of must not come to depend on it in new ways.
    fn may_replace(&self, body: Id, pairs: &[(Id, Id)]) -> bool {
        if !self.arena.has_derivatives() {
            return true;
        }
        self.arena.reachable(body).into_iter().all(|id| {
            let Node::Derivative(inner, variable) = self.arena.node(id) else { return true };
            let occurs = |symbol: Id| self.arena.contains(inner, symbol);
            let new = pairs.iter().find(|(from, _)| *from == variable).map_or(variable, |(_, to)| *to);
            let is_parameter = pairs.iter().any(|(from, _)| *from == new);
            self.arena.as_symbol(new).is_some()
                && (new == variable || is_parameter || !occurs(new))
                && pairs.iter().all(|(from, to)| *from == variable || !occurs(*from) || !self.arena.contains(*to, new))
        })
    }
}
