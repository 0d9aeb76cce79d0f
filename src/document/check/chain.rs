//! The chain rule by itself: `\frac{dE}{dw} = \frac{dE}{dy}\frac{dy}{dw}`, whatever E, y and w are.

use super::beyond::is_indexed;
use super::link::Link;
use super::objection::is_quotient;
use crate::document::statement::Member;
use crate::syntax::latex::{Differentiated, Mention, Mentions};

/// A derivative: of what, by what.
type Edge<'m> = (&'m str, &'m str);

/// Usual names of what is made small.
const LOSSES: [&str; 8] = ["E", "L", "J", "C", "L_cal", "ell", "loss", "cost"];

/// What may stand between the factors of a product.
const PRODUCTS: [&str; 8] = ["\\cdot", "\\times", "\\,", "\\;", "\\:", "\\ ", "\\\\", "*"];

/// Whether a claim is the sum, over all ways from a name to the variable that it shows, of the products of the derivatives on the way,
/// and nothing near says that there are others.
pub fn holds(link: &Link<'_>, name: &str, mention: &Mention, right: &Mentions) -> bool {
    let [(bottom, 1)] = &mention.variables[..] else { return false };
    if !is_quotient(link.left, mention) || mention.arguments.is_some() {
        return false;
    }
    let Some(terms) = terms(link.right, right) else { return false };
    let edges: Vec<Edge<'_>> = terms.iter().flatten().copied().collect();
    let is_plain = |name: &str| !is_indexed(name) && link.place.nearest(name).is_none();
    if edges.len() < 2 || !is_plain(name) || edges.iter().any(|(top, below)| !is_plain(top) || is_indexed(below)) {
        return false;
    }
    // \partial z/\partial x dx/dt alone may have lost another variable of z; a loss depends on all through one.
    let is_partial = |text: &str| text.contains("\\partial");
    let written = link.left.text.get(mention.place.clone()).unwrap_or("");
    if terms.len() == 1 && is_partial(&link.right.text) && !(is_partial(written) && LOSSES.contains(&name)) {
        return false;
    }
    let ways = ways(name, bottom, &edges);
    let is_way = |term: &Vec<Edge<'_>>| ways.iter().any(|way| way.len() == term.len() && way.iter().all(|edge| term.contains(edge)));
    terms.len() == ways.len() && terms.iter().all(is_way) && !has_others(link, name, bottom, &edges)
}

/// Whether a member is a sum of products of derivatives that begin with one of a name, and each has two factors or more: the chain
/// rule at work, and no equation for the name.
pub fn is_chain(member: &Member, found: &Mentions, name: &str) -> bool {
    terms(member, found).is_some_and(|terms| terms.iter().all(|term| term.len() > 1 && term.iter().any(|(top, _)| *top == name)))
}

/// The terms of a sum of products of derivatives; nothing where it is none.
fn terms<'m>(member: &Member, right: &'m Mentions) -> Option<Vec<Vec<Edge<'m>>>> {
    let text = &member.text;
    let mut terms: Vec<Vec<Edge<'m>>> = vec![Vec::new()];
    let mut behind = 0;
    for mention in &right.derivatives {
        let (Differentiated::Name(top), [(below, 1)]) = (&mention.of, &mention.variables[..]) else { return None };
        if !is_quotient(member, mention) || mention.arguments.is_some() {
            return None;
        }
        match plain(text.get(behind..mention.place.start)?).as_str() {
            "" => {}
            "+" if behind > 0 => terms.push(Vec::new()),
            _ => return None,
        }
        terms.last_mut()?.push((top, below));
        behind = mention.place.end;
    }
    plain(text.get(behind..)?).trim_end_matches(['.', ',']).is_empty().then_some(terms)
}

/// What stands between derivatives, without signs of products, brackets and room.
fn plain(text: &str) -> String {
    let bare = PRODUCTS.iter().fold(text.replace("\\left", "").replace("\\right", ""), |text, sign| text.replace(sign, ""));
    bare.chars().filter(|sign| !sign.is_whitespace() && *sign != '&').collect()
}

/// All ways from a name to another along derivatives, no more than there are derivatives.
fn ways<'m>(from: &'m str, to: &str, edges: &[Edge<'m>]) -> Vec<Vec<Edge<'m>>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<Edge<'m>>> = edges.iter().filter(|(top, _)| *top == from).map(|edge| vec![*edge]).collect();
    open.dedup();
    while let Some(way) = open.pop() {
        let (_, end) = way[way.len() - 1];
        if end == to {
            found.push(way);
        } else if way.len() < edges.len() && open.len() + found.len() <= edges.len() {
            let mut next: Vec<Edge<'m>> = edges.iter().filter(|(top, _)| *top == end).copied().collect();
            next.sort_unstable();
            next.dedup();
            open.extend(next.into_iter().map(|edge| [&way[..], &[edge]].concat()));
        }
    }
    found
}

/// Whether the text under this heading differentiates the name by another one which it differentiates itself: another way may lead
/// over that.
fn has_others(link: &Link<'_>, name: &str, bottom: &str, edges: &[Edge<'_>]) -> bool {
    let section = link.place.statements[link.place.at].section;
    let here = link.place.statements.iter().filter(|statement| statement.section == section);
    let members = here.flat_map(|statement| &statement.members).filter_map(|member| member.mentions.as_ref().ok());
    let mut found: Vec<Edge<'_>> = Vec::new();
    for mention in members.flat_map(|found| &found.derivatives) {
        if let (Differentiated::Name(top), [(below, _)]) = (&mention.of, &mention.variables[..]) {
            found.push((top, below));
        }
    }
    let is_known = |below: &str| below == bottom || edges.iter().any(|edge| edge.1 == below);
    let mut others = found.iter().filter(|(top, below)| *top == name && !is_known(below));
    others.any(|(_, below)| found.iter().any(|(top, _)| top == below))
}
