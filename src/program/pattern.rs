//! Which variables a value depends on, and which columns of a Jacobian can be found in one pass.

use super::graph::{Graph, Node, NodeId, Value};
use std::rc::Rc;

/// For each root, the places of those of the first `variables` variables that it depends on, in order.
pub fn pattern(graph: &Graph, roots: &[Value], variables: usize) -> Vec<Vec<usize>> {
    let needed = graph.reachable(roots);
    // A node that depends on what its only active child depends on shares that child's list.
    let mut lists: Vec<Rc<[usize]>> = Vec::with_capacity(needed.len());
    let none: Rc<[usize]> = Rc::new([]);
    for (at, needed) in needed.iter().enumerate() {
        let mut list = Rc::clone(&none);
        match graph.node(NodeId(at as u32)) {
            _ if !needed => {}
            Node::Variable(place) if (place as usize) < variables => list = Rc::new([place as usize]),
            _ => graph.for_each_child(NodeId(at as u32), |child| list = union(&list, &lists[child.index()])),
        }
        lists.push(list);
    }
    roots.iter().map(|root| lists[root.node.index()].to_vec()).collect()
}

/// Both sorted lists in one.
fn union(a: &Rc<[usize]>, b: &Rc<[usize]>) -> Rc<[usize]> {
    let holds = |all: &[usize], some: &[usize]| some.iter().all(|place| all.binary_search(place).is_ok());
    if a.len() >= b.len() && holds(a, b) {
        return Rc::clone(a);
    }
    if holds(b, a) {
        return Rc::clone(b);
    }
    let mut both: Vec<usize> = a.iter().chain(&b[..]).copied().collect();
    both.sort_unstable();
    both.dedup();
    both.into()
}

/// A colour for each column, so that no row has two columns of one colour; the first that is free, column by column.
pub fn colouring(rows: &[Vec<usize>], columns: usize) -> Vec<u32> {
    let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (row, found) in rows.iter().enumerate() {
        found.iter().for_each(|column| rows_of[*column].push(row));
    }
    let mut colours: Vec<u32> = Vec::with_capacity(columns);
    // The colours that the rows of a column have already.
    let mut taken: Vec<Vec<u32>> = vec![Vec::new(); rows.len()];
    for rows in rows_of {
        let mut used: Vec<u32> = rows.iter().flat_map(|row| taken[*row].iter().copied()).collect();
        used.sort_unstable();
        used.dedup();
        let colour = (0..).zip(&used).find(|(free, used)| free != *used).map_or(used.len() as u32, |(free, _)| free);
        rows.iter().for_each(|row| taken[*row].push(colour));
        colours.push(colour);
    }
    colours
}
