//! The statements of a text: which names each gives a value to and uses, which is asked for, and in what order they can be
//! computed.

use crate::error::Error;
use crate::syntax::names::spelling;
use crate::syntax::tree::{Kind, Span, Statement, Tree};
use rustc_hash::FxHashMap;

/// A statement with the nodes that belong to it.
pub(in crate::syntax) struct Part<'t> {
    pub statement: &'t Statement,
    pub nodes: std::ops::Range<usize>,
    /// The name it gives a value to.
    pub name: Option<String>,
}

/// The statements, each with its own nodes: a statement's nodes follow those of the statement before.
pub(in crate::syntax) fn parts<'t>(tree: &'t Tree, words: &str) -> Vec<Part<'t>> {
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
pub(super) fn parameters(statement: &Statement, words: &str) -> Vec<String> {
    match statement {
        Statement::Function { parameters, .. } => parameters.iter().map(|span| spelling(&words[span.range()]).into_owned()).collect(),
        _ => Vec::new(),
    }
}

/// For each statement, which statements define a name it uses.
pub(in crate::syntax) fn uses(tree: &Tree, words: &str, parts: &[Part<'_>]) -> Result<Vec<Vec<usize>>, Error> {
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
pub(in crate::syntax) fn target(parts: &[Part<'_>], uses: &[Vec<usize>]) -> Result<usize, Error> {
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
    // A function is asked for where nothing else is.
    let unused = |is_asked: fn(&Statement) -> bool| -> Vec<usize> {
        (0..parts.len()).filter(|at| !is_used[*at] && is_asked(parts[*at].statement)).collect()
    };
    let mut unused_names = unused(|statement| matches!(statement, Statement::Definition { .. }));
    if unused_names.is_empty() {
        unused_names = unused(|statement| matches!(statement, Statement::Function { .. }));
    }
    match unused_names[..] {
        [one] => Ok(one),
        [] => Err(Error::Request {
            what: "there is no question, only conditions".into(),
            hint: Some("one part is what is asked for: x^2; x > 0".into()),
        }),
        _ => {
            let names: Vec<&str> = unused_names.iter().filter_map(|at| parts[*at].name.as_deref()).collect();
            Err(Error::Request {
                what: format!("which is asked for, {}?", names.join(" or ")),
                hint: Some(format!("end with the name: `...; {}`", names[0])),
            })
        }
    }
}

/// The statements in an order in which everything is defined before it is used.
pub(in crate::syntax) fn order(parts: &[Part<'_>], uses: &[Vec<usize>]) -> Result<Vec<usize>, Error> {
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
    // y = x^2 + y is no definition but an equation.
    let is_equation = path.len() - start == 1 && matches!(parts[at].statement, Statement::Definition { .. });
    let hint = is_equation
        .then(|| format!("`implicit` takes equations: it finds d{0}/dx where an equation says what {0} is", names[..1].concat()));
    let more = if path.len() - start > 7 { " -> ..." } else { "" };
    Err(Error::Request { what: format!("the definitions go round in a circle: {}{more}", names.join(" -> ")), hint })
}
