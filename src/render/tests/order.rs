//! The order of terms and factors depends on structure alone and is a total order, whatever the expression.

use super::{Style, reading};
use crate::expression::{Arena, Id, Node};
use crate::number::Rational;
use crate::render::write_text;

/// The text of an expression read into an arena that has met other names before, so that ids come in another order.
fn after(others: &[&str], text: &str) -> String {
    let mut arena = Arena::new();
    for other in others {
        reading(&mut arena, other, crate::syntax::Input::Text).expect("it can be read");
    }
    let id = reading(&mut arena, text, crate::syntax::Input::Text).expect("it can be read");
    let variable = Some(arena.symbol("x"));
    let mut out = String::new();
    write_text(&mut out, &arena, id, &Style { decimals: false, variable, ..Style::default() }).expect("it is short");
    out
}

#[test]
fn the_order_does_not_depend_on_which_part_was_made_first() {
    for parts in [
        &["f(g(x))", "g(h(x))", "h(f(x))"][..],
        &["sin(cos(x))", "cos(sin(x))", "sigma(x)", "exp(x)", "ln(x)", "x", "sqrt(x)", "a"],
        &["(sigma(x) - a)", "sigma(x)", "(1 - sigma(x))", "(1 + exp(x))", "exp(-x)"],
        &["x1", "x2", "x10", "X1", "X2", "alpha", "Alpha"],
        &["sin(sin(sin(sin(sin(sin(sin(sin(sin(a)))))))))", "sin(sin(sin(sin(sin(sin(sin(sin(sin(b)))))))))"],
    ] {
        for sign in ["*", " + "] {
            let turned: Vec<&str> = parts.iter().rev().copied().collect();
            let (forth, back) = (parts.join(sign), turned.join(sign));
            assert_eq!(after(&[], &forth), after(&[], &back));
            assert_eq!(after(&[], &forth), after(&turned, &forth));
        }
    }
}

/// Names and functions nested deeper than the order looks, in products that share them: a comparison that changed its mind
/// with the depth would go round in circles here, and sorting with it may panic.
#[test]
fn a_long_sum_of_deep_products_can_be_sorted() {
    let mut arena = Arena::new();
    let nest = |arena: &mut Arena, letter: usize, depth: usize| {
        let text = format!("{}v{letter}{}", "sin(".repeat(depth), ")".repeat(depth));
        reading(arena, &text, crate::syntax::Input::Text).expect("it can be read")
    };
    let mut terms: Vec<(Id, Rational)> = Vec::new();
    for depth in 1..9 {
        let deep: Vec<Id> = (0..12).map(|letter| nest(&mut arena, letter, depth)).collect();
        for (at, id) in deep.iter().enumerate() {
            terms.push((*id, Rational::ONE));
            for other in &deep[..at] {
                terms.push((arena.multiply(*id, *other), Rational::ONE));
            }
        }
    }
    let sum = arena.sum(terms);
    let mut out = String::new();
    write_text(&mut out, &arena, sum, &Style::default()).expect("it is short");
    let mut pieces: Vec<Id> = match arena.node(sum) {
        Node::Sum(terms) => terms.iter().map(|term| term.id).collect(),
        _ => unreachable!("it is a sum"),
    };
    let order = |a: &Id, b: &Id| crate::render::spelling::compare(&arena, *a, *b);
    pieces.truncate(100);
    for a in &pieces {
        for b in &pieces {
            assert_eq!(order(a, b), order(b, a).reverse());
            for c in &pieces {
                assert!(!(order(a, b).is_lt() && order(b, c).is_lt() && order(a, c).is_gt()), "a circle");
            }
        }
    }
}

#[test]
fn a_long_product_of_chains_in_a_circle_can_be_sorted() {
    let names = ["f", "g", "h", "F", "G", "H", "E", "L"];
    let factors: Vec<String> = names.iter().flat_map(|outer| names.iter().map(move |inner| format!("{outer}'({inner}(x))"))).collect();
    let turned: Vec<String> = factors.iter().rev().cloned().collect();
    assert_eq!(after(&[], &factors.join("*")), after(&[], &turned.join("*")));
}
