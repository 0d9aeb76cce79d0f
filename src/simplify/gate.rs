//! Whether the normal form may find what the passes cannot: most answers are products of different things and short sums, and
//! nothing is hidden in them.

use super::tower::Family;
use super::words::{Words, is_composed};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");
const SINH: FunctionId = FunctionId::named("sinh");
const COSH: FunctionId = FunctionId::named("cosh");

/// What has been met in the rational structure of an expression.
#[derive(Debug, Default)]
struct Structure {
    /// Sums of two terms or more, and whether they stand below a bar.
    sums: SmallVec<[(Id, bool); 8]>,
    exponentials: SmallVec<[Id; 2]>,
    circular: SmallVec<[Circular; 4]>,
    powers: SmallVec<[Id; 2]>,
    roots: usize,
    /// Whether a sum stands under a root.
    has_root_of_sum: bool,
    /// How deep in the structure the look is.
    depth: usize,
}

/// No deeper structure is plain: the factors of a very long product stand inside each other.
const DEEPEST: usize = 32;

impl Structure {
    fn meet(&mut self, function: FunctionId, angle: Id, is_below: bool, is_powered: bool) {
        match self.circular.iter_mut().find(|known| known.function == function && known.angle == angle) {
            Some(known) => {
                known.is_below |= is_below;
                known.is_powered |= is_powered;
            }
            None => self.circular.push(Circular { function, angle, is_below, is_powered }),
        }
    }
}

/// A trigonometric function of an angle, and how it occurs.
#[derive(Debug)]
struct Circular {
    function: FunctionId,
    angle: Id,
    is_below: bool,
    is_powered: bool,
}

/// Whether an expression is its own normal form as far as a quick look can tell: no two kernels depend on each other, and no
/// sum can cancel, be multiplied out with another, or have factors of its own.
pub(super) fn is_plain(arena: &Arena, root: Id, words: &Words) -> bool {
    let mut structure = Structure::default();
    let looks_plain = match arena.node(root) {
        // Terms with denominators of their own, as in the question.
        Node::Sum(terms) if terms.len() > 1 && words.has_fractions_apart() => terms.iter().all(|term| is_fraction(arena, term.id)),
        Node::Sum([first, second]) if is_product_of_symbols(arena, first.id) && is_product_of_symbols(arena, second.id) => true,
        _ => visit(arena, words, root, false, false, &mut structure),
    };
    let Structure { sums, exponentials, circular, powers, roots, has_root_of_sum, .. } = structure;
    looks_plain
        && exponentials.len() <= 1
        && powers.len() <= 1
        && roots + powers.len() <= 1
        && is_plainly_circular(arena, words, &circular)
        && (!has_root_of_sum || sums.is_empty())
        && sums.iter().all(|(sum, below)| is_short(arena, words, *sum, *below) && !(*below && has_common_factor(arena, *sum)))
        && are_coprime(arena, &sums)
}

/// A product of powers of symbols, above the bar or below it, and at most one short sum below.
fn is_fraction(arena: &Arena, id: Id) -> bool {
    let is_linear_sum =
        |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.len() == 2 && terms.iter().all(|term| is_linear(arena, term.id)));
    match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) => true,
        Node::Product(factors) => {
            factors.iter().all(|factor| {
                let is_below = factor.number.is_negative() && is_linear_sum(factor.id);
                factor.number.is_integer() && (arena.as_symbol(factor.id).is_some() || is_below)
            }) && factors.iter().filter(|factor| arena.as_symbol(factor.id).is_none()).count() <= 1
        }
        _ => false,
    }
}

/// Whether no identity relates some trigonometric functions: the angles are independent, and each has one function, which is
/// the question's own, or a sine and a cosine above the bar.
fn is_plainly_circular(arena: &Arena, words: &Words, circular: &[Circular]) -> bool {
    let is_wave = |one: &Circular| (one.function == SIN || one.function == COS) && !one.is_below && !one.is_powered;
    // Below the bar, a question that speaks of tangents would rather see a secant.
    let is_own = |one: &Circular| is_wave(one) || (words.has(one.function) && !(one.is_below && words.has_tangents()));
    if !circular.iter().all(|one| is_own(one) && !is_composed(arena, one.function, &[one.angle])) {
        return false;
    }
    let mut angles: Vec<(Id, &Circular)> = circular.iter().map(|one| (arena.coefficient(one.angle).1, one)).collect();
    angles.sort_by_key(|(core, _)| *core);
    let mut groups = angles.chunk_by(|(core, _), (other, _)| core == other);
    let is_one_angle = circular.iter().all(|one| one.angle == circular[0].angle);
    groups.all(|group| match group {
        [(core, _)] => is_one_angle || !matches!(arena.node(*core), Node::Sum(_)),
        [(core, one), (_, other)] => {
            one.angle == other.angle && is_wave(one) && is_wave(other) && (is_one_angle || !matches!(arena.node(*core), Node::Sum(_)))
        }
        _ => false,
    })
}

/// Looks at a part of the rational structure; false where it is not plain.
fn visit(arena: &Arena, words: &Words, id: Id, in_sum: bool, below: bool, structure: &mut Structure) -> bool {
    if structure.depth == DEEPEST {
        return false;
    }
    structure.depth += 1;
    let is_plain = visit_node(arena, words, id, in_sum, below, structure);
    structure.depth -= 1;
    is_plain
}

fn visit_node(arena: &Arena, words: &Words, id: Id, in_sum: bool, below: bool, structure: &mut Structure) -> bool {
    match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) | Node::Apply(..) => true,
        Node::Sum([term]) => visit(arena, words, term.id, in_sum, below, structure),
        Node::Sum(terms) => {
            if in_sum {
                return false;
            }
            if !structure.sums.contains(&(id, below)) {
                structure.sums.push((id, below));
            }
            terms.iter().all(|term| term.id == Id::ONE || visit(arena, words, term.id, true, below, structure))
        }
        Node::Product(factors) => factors.iter().all(|factor| visit_factor(arena, words, factor, in_sum, below, structure)),
        Node::Power(base, _) => {
            if !structure.powers.contains(&id) {
                structure.powers.push(id);
            }
            !in_sum && matches!(arena.node(base), Node::Symbol(_) | Node::Number(_))
        }
        Node::Call(function, &[argument]) => match Family::of(function) {
            Some(Family::Exponential) => {
                if !structure.exponentials.contains(&id) {
                    structure.exponentials.push(id);
                }
                // A logistic function may be meant below the bar and by the tangent of a half, and other functions have many guises.
                let is_half = function != FunctionId::EXP && arena.coefficient(argument).0.denominator().is_even();
                let is_word = words.has(function) || (function == TANH && (words.has(SINH) || words.has(COSH)));
                let is_named = (function == SIGMA || function == TANH) && is_word && !words.has(FunctionId::EXP) && !is_half;
                (function == FunctionId::EXP || is_named) && !(in_sum && below)
            }
            Some(_) => {
                structure.meet(function, argument, below, false);
                true
            }
            None => !matches!(function.row().name, "abs" | "sign" | "cbrt"),
        },
        _ => false,
    }
}

fn visit_factor(arena: &Arena, words: &Words, factor: &Term, in_sum: bool, below: bool, structure: &mut Structure) -> bool {
    let is_below = factor.number.is_negative();
    if in_sum && is_below {
        return false;
    }
    if !factor.number.is_integer() {
        // The root of one thing that stands nowhere else is a kernel like any other.
        structure.roots += 1;
        return !in_sum
            && match arena.node(factor.id) {
                Node::Symbol(_) | Node::Number(_) => true,
                Node::Sum([term]) => matches!(arena.node(term.id), Node::Symbol(_) | Node::Call(_, [])),
                Node::Sum([first, second]) => {
                    structure.has_root_of_sum = true;
                    let is_own = words.has_part(factor.id);
                    // What stands outside may go in: sqrt(1 - x^2/4)*2 is sqrt(4 - x^2).
                    let is_whole = first.number.is_integer() && second.number.is_integer();
                    (is_own || is_whole)
                        && !has_common_factor(arena, factor.id)
                        && [first.id, second.id].iter().all(|id| is_monomial(arena, *id) || (is_own && is_product_of_symbols(arena, *id)))
                }
                _ => words.has_part(factor.id) && is_product_of_symbols(arena, factor.id),
            };
    }
    if let Node::Call(function, &[argument]) = arena.node(factor.id)
        && Family::of(function) == Some(Family::Sine)
        && !factor.number.is_one()
    {
        structure.meet(function, argument, below || is_below, true);
        return !in_sum;
    }
    visit(arena, words, factor.id, in_sum, below || is_below, structure)
}

/// A product of whole powers of symbols, above the bar or below it.
fn is_product_of_symbols(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) => true,
        Node::Product(factors) => factors.iter().all(|factor| arena.as_symbol(factor.id).is_some() && factor.number.is_integer()),
        _ => false,
    }
}

/// A product of powers of symbols.
fn is_monomial(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) => true,
        Node::Product(factors) => {
            factors.iter().all(|factor| arena.as_symbol(factor.id).is_some() && factor.number.to_i64().is_some_and(|n| n > 0))
        }
        _ => false,
    }
}

/// A product of different things, none of them a sum.
fn is_linear(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Product(factors) => factors.iter().all(|factor| factor.number.is_one() && !matches!(arena.node(factor.id), Node::Sum(_))),
        Node::Sum(_) => false,
        _ => true,
    }
}

/// Whether a sum has two terms; more where it stands in the question or above the bar with nothing to factor in sight.
fn is_short(arena: &Arena, words: &Words, sum: Id, below: bool) -> bool {
    let Node::Sum(terms) = arena.node(sum) else { return false };
    match terms.len() {
        2 => true,
        3 => words.has_part(sum) || (!below && terms.iter().all(|term| is_linear(arena, term.id)) && are_disjoint(arena, terms)),
        _ => words.has_part(sum) || (!below && are_powers_of_one(arena, terms)),
    }
}

/// Whether something is a factor of every term of a sum, which may cancel with what stands above the bar: `a/(a*x + a)`.
fn has_common_factor(arena: &Arena, sum: Id) -> bool {
    let Node::Sum([first, rest @ ..]) = arena.node(sum) else { return false };
    let is_common = |part: Id| part != Id::ONE && rest.iter().all(|term| has_factor(arena, term.id, part));
    match arena.node(first.id) {
        Node::Product(factors) => factors.iter().any(|factor| is_common(factor.id)),
        _ => is_common(first.id),
    }
}

fn has_factor(arena: &Arena, id: Id, part: Id) -> bool {
    match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| factor.id == part),
        _ => id == part,
    }
}

/// Whether nothing is a factor of two terms, so that there is nothing to collect.
fn are_disjoint(arena: &Arena, terms: &[Term]) -> bool {
    terms.iter().enumerate().all(|(at, term)| {
        let mut others = terms.iter().enumerate().filter(|(other, _)| *other != at);
        match arena.node(term.id) {
            Node::Product(factors) => others.all(|(_, other)| factors.iter().all(|factor| !has_factor(arena, other.id, factor.id))),
            _ => others.all(|(_, other)| !has_factor(arena, other.id, term.id)),
        }
    })
}

/// Whether the terms are powers of one symbol.
fn are_powers_of_one(arena: &Arena, terms: &[Term]) -> bool {
    let mut symbols = terms.iter().filter(|term| term.id != Id::ONE).map(|term| match arena.node(term.id) {
        Node::Product([factor]) if is_monomial(arena, term.id) => Some(factor.id),
        Node::Symbol(_) => Some(term.id),
        _ => None,
    });
    let first = symbols.next().flatten();
    first.is_some() && symbols.all(|symbol| symbol == first)
}

/// Whether the sums above the bar have nothing in common with those below it: each linear, and over different terms.
fn are_coprime(arena: &Arena, sums: &[(Id, bool)]) -> bool {
    if sums.len() < 2 {
        return true;
    }
    let terms = |id: Id| match arena.node(id) {
        Node::Sum(terms) => terms,
        _ => &[],
    };
    let mut seen: FxHashSet<SmallVec<[Id; 2]>> = FxHashSet::default();
    let has_multiple = sums.iter().any(|(sum, _)| !seen.insert(terms(*sum).iter().map(|term| term.id).collect()));
    let is_linear_sum = |id: Id| terms(id).len() == 2 && terms(id).iter().all(|term| is_linear(arena, term.id));
    let is_above_alone = sums.iter().all(|(_, below)| !below);
    !has_multiple && (is_above_alone || sums.iter().all(|(sum, _)| is_linear_sum(*sum)))
}
