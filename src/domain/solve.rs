//! Inequalities solved: for which values of the one thing that varies in it does a condition hold?
//!
//! A comparison whose sides are built from one letter (or one function value) by arithmetic, square roots and absolute values
//! changes its truth only at the zeros of the difference, at poles and at the zeros of radicands. All of these are among the
//! roots of polynomials found by multiplying with the conjugates; between neighbours one value decides for all.

use super::Knowledge;
use super::line::Line;
use super::univariate::{Fraction, Univariate};
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;

/// More different roots and absolute values in one comparison than this are not solved for.
const MOST_ROOTS: usize = 3;

/// No sum or product of more parts is looked into, and no expression of more.
const MOST_PARTS: usize = 64;

/// No comparison between sides of more nodes together is solved.
const MOST_NODES: usize = 256;

/// What varies in a condition and the values of it for which the condition holds; nothing where several things vary, or
/// where a boundary is not rational.
pub fn solve(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id) -> Option<(Id, Line)> {
    let losses = arena.take_losses();
    let solution = solve_condition(arena, knowledge, condition, 0);
    arena.restore_losses(losses);
    solution
}

fn solve_condition(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id, depth: usize) -> Option<(Id, Line)> {
    match arena.node(condition) {
        Node::And(parts) if !parts.is_empty() && parts.len() <= MOST_PARTS => {
            solve_all(arena, knowledge, &parts.to_vec(), depth, |whole, part| whole.and(part))
        }
        Node::Or(parts) if !parts.is_empty() && parts.len() <= MOST_PARTS => {
            solve_all(arena, knowledge, &parts.to_vec(), depth, |whole, part| whole.or(part))
        }
        Node::Relation(relation, left, right) => {
            let (value, line) = match plain_comparison(arena, relation, left, right) {
                Some(solution) => solution,
                None => {
                    let difference = arena.subtract(right, left);
                    if arena.is_larger_than(difference, MOST_NODES) {
                        return None;
                    }
                    solve_comparison(arena, relation, difference)?
                }
            };
            let values = Line::of_values(arena, knowledge, value);
            let line = if values.is_all() { line } else { line.or(&values.complement()) };
            unfolded(arena, knowledge, value, line, depth)
        }
        _ => None,
    }
}

fn solve_all(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    parts: &[Id],
    depth: usize,
    join: impl Fn(&Line, &Line) -> Line,
) -> Option<(Id, Line)> {
    // Conditions are as deep as the user wrote them, and only shallow ones are worth solving.
    if depth > MOST_ROOTS {
        return None;
    }
    let mut whole: Option<(Id, Line)> = None;
    for part in parts {
        let (value, line) = solve_condition(arena, knowledge, *part, depth + 1)?;
        whole = Some(match whole {
            None => (value, line),
            Some((known, so_far)) if known == value => (known, join(&so_far, &line)),
            Some(_) => return None,
        });
    }
    whole
}

/// `ln(u) > 0` as `u > 1`, `exp(u) < 1` as `u < 0`: a growing function whose value at the boundary is known.
fn unfolded(arena: &mut Arena, knowledge: &mut Knowledge, value: Id, line: Line, depth: usize) -> Option<(Id, Line)> {
    let Node::Call(function, &[argument]) = arena.node(value) else { return Some((value, line)) };
    let (from, to) = match function {
        FunctionId::LN => (Rational::ZERO, Rational::ONE),
        FunctionId::EXP => (Rational::ONE, Rational::ZERO),
        // They grow everywhere, and are zero at zero.
        _ if matches!(function.row().name, "sinh" | "tanh" | "arsinh" | "arctan" | "erf" | "erfi" | "cbrt") => {
            (Rational::ZERO, Rational::ZERO)
        }
        _ => return Some((value, line)),
    };
    let inner_domain = Line::of_interval(knowledge.interval(arena, value));
    let inner = line.and(&inner_domain);
    if depth > MOST_ROOTS
        || line.is_all()
        || inner.boundaries().iter().any(|boundary| *boundary != from && !inner_domain.boundaries().contains(boundary))
    {
        return Some((value, line));
    }
    let mut alternatives = Vec::new();
    for mut part in inner.parts() {
        for end in [&mut part.low, &mut part.high] {
            match end {
                Some((boundary, _)) if *boundary == from => *boundary = to.clone(),
                // exp(u) > 0 says nothing of u, nor does tanh(u) < 1.
                Some(_) => *end = None,
                None => {}
            }
        }
        if function == FunctionId::LN && part.low.is_none() {
            part.low = Some((Rational::ZERO, false));
        }
        alternatives.push(Line::part_condition(arena, argument, &part));
    }
    let condition = arena.disjunction(&alternatives);
    solve_condition(arena, knowledge, condition, depth + 1).or(Some((value, line)))
}

/// A letter or a function value beside a number.
fn plain_comparison(arena: &Arena, relation: Relation, left: Id, right: Id) -> Option<(Id, Line)> {
    let (value, bound, is_left) = match (arena.as_number(left), arena.as_number(right)) {
        (None, Some(bound)) => (left, bound, true),
        (Some(bound), None) => (right, bound, false),
        _ => return None,
    };
    let plain = match arena.node(value) {
        Node::Symbol(_) => true,
        Node::Call(function, _) => function != FunctionId::ABS && !arena.free_symbols(value).is_empty(),
        _ => false,
    };
    let sign = |low: Option<&Rational>, high: Option<&Rational>| match (low, high) {
        (Some(low), Some(high)) if low == high => 0,
        (None, Some(_)) => -1,
        _ => 1,
    };
    let line = Line::charted(vec![bound.clone()], |low, high| {
        // The sign of right minus left.
        Some(holds(relation, Some(if is_left { -sign(low, high) } else { sign(low, high) })))
    })?;
    plain.then_some((value, line))
}

/// `0 relation difference`.
fn solve_comparison(arena: &mut Arena, relation: Relation, difference: Id) -> Option<(Id, Line)> {
    let mut tower = Tower::of(arena, difference)?;
    let value = tower.value?;
    let element = tower.element(arena, difference)?;
    tower.note_zeros(&element)?;
    let mut boundaries = Vec::new();
    for polynomial in &tower.critical {
        boundaries.extend(polynomial.real_roots()?);
    }
    boundaries.sort();
    boundaries.dedup();
    let line =
        Line::charted(boundaries, |low, high| sign_at(arena, difference, value, &between(low, high)).map(|sign| holds(relation, sign)))?;
    Some((value, line))
}

/// A simple number strictly between the two, or the number they both are.
fn between(low: Option<&Rational>, high: Option<&Rational>) -> Rational {
    match (low, high) {
        (None, None) => Rational::ZERO,
        (Some(low), None) => &low.floor() + &Rational::ONE,
        (None, Some(high)) => &-(-high).floor() - &Rational::ONE,
        (Some(low), Some(high)) => {
            let half = Rational::fraction(1, 2).unwrap_or(Rational::ONE);
            &(low + high) * &half
        }
    }
}

/// The sign of an expression where `value` has a rational value; `Some(None)` where it is undefined.
fn sign_at(arena: &mut Arena, expression: Id, value: Id, at: &Rational) -> Option<Option<i32>> {
    /// Below this a double is no proof of a sign.
    const SMALL: f64 = 1e-9;
    let point = arena.number(at.clone());
    let there = arena.substitute(expression, value, point);
    if there == Id::UNDEFINED {
        return Some(None);
    }
    let closed = closed_value(arena, there);
    if let Some(number) = arena.as_number(closed) {
        return Some(Some(number.signum()));
    }
    let number = evaluate(arena, closed, &[]);
    if number.is_nan() {
        return Some(None);
    }
    (number.abs() > SMALL).then_some(Some(number.signum() as i32))
}

/// The absolute values of numbers taken, so that arithmetic can go on exactly.
fn closed_value(arena: &mut Arena, id: Id) -> Id {
    let order = arena.reachable(id);
    let mut new = vec![Id::UNDEFINED; id.index() + 1];
    for part in order {
        let rebuilt = arena.rebuild(part, |child| new[child.index()]);
        new[part.index()] = match arena.node(rebuilt) {
            Node::Call(FunctionId::ABS, &[argument]) => match arena.as_number(argument).map(Rational::abs) {
                Some(number) => arena.number(number),
                None => rebuilt,
            },
            _ => rebuilt,
        };
    }
    new[id.index()]
}

fn holds(relation: Relation, sign: Option<i32>) -> bool {
    match (sign, relation) {
        (None, _) => false,
        (Some(sign), Relation::Less) => sign > 0,
        (Some(sign), Relation::LessOrEqual) => sign >= 0,
        (Some(sign), Relation::Equal) => sign == 0,
        (Some(sign), Relation::NotEqual) => sign != 0,
    }
}

/// The square roots and absolute values an expression has over one varying thing, each with its square. An element is
/// a coefficient for every set of them: the product of the set's members is its basis vector.
struct Tower {
    /// What varies.
    value: Option<Id>,
    /// Radicands and arguments of absolute values; which of the two tells the flag.
    roots: Vec<(Id, bool)>,
    squares: Vec<Element>,
    /// Polynomials whose roots may be boundaries.
    critical: Vec<Univariate>,
}

/// Coefficients by the bits of the set of roots.
type Element = Vec<Fraction>;

impl Tower {
    fn of(arena: &Arena, id: Id) -> Option<Tower> {
        let mut tower = Tower { value: None, roots: Vec::new(), squares: Vec::new(), critical: Vec::new() };
        let mut pending = vec![id];
        let mut seen: Vec<Id> = Vec::new();
        while let Some(id) = pending.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            if seen.len() > MOST_PARTS {
                return None;
            }
            match arena.node(id) {
                Node::Number(_) => {}
                Node::Sum(terms) => pending.extend(terms.iter().map(|term| term.id)),
                Node::Product(factors) => {
                    for factor in factors {
                        pending.push(factor.id);
                        if !factor.number.is_integer() {
                            let half = (&factor.number * &Rational::integer(2)).is_integer();
                            let radicand = (factor.id, false);
                            if !half {
                                return None;
                            }
                            if !tower.roots.contains(&radicand) {
                                tower.roots.push(radicand);
                            }
                        }
                    }
                }
                Node::Call(FunctionId::ABS, &[argument]) => {
                    pending.push(argument);
                    tower.roots.push((argument, true));
                }
                // Constants such as pi have no rational multiples worth a boundary.
                _ if arena.free_symbols(id).is_empty() => return None,
                Node::Symbol(_) | Node::Call(..) | Node::Apply(..) | Node::Bound(..) | Node::Power(..) if tower.value.is_none() => {
                    tower.value = Some(id);
                }
                _ => return None,
            }
        }
        // Inner roots first: children have smaller ids.
        tower.roots.sort();
        (tower.roots.len() <= MOST_ROOTS).then_some(tower)
    }

    fn number(&self, value: Rational) -> Element {
        let mut element = vec![Fraction::constant(Rational::ZERO); 1 << self.roots.len()];
        element[0] = Fraction::constant(value);
        element
    }

    fn element(&mut self, arena: &Arena, root: Id) -> Option<Element> {
        for at in 0..self.roots.len() {
            let (inside, is_absolute) = self.roots[at];
            let value = self.computed(arena, inside)?;
            let square = if is_absolute { self.times(&value, &value)? } else { value.clone() };
            // A radicand changes the domain where it vanishes, an absolute value its slope.
            self.note_zeros(&value)?;
            self.squares.push(square);
        }
        self.computed(arena, root)
    }

    /// The element an expression is, from the squares of the roots known so far.
    fn computed(&mut self, arena: &Arena, root: Id) -> Option<Element> {
        let mut known: Vec<(Id, Element)> = Vec::new();
        let value_of = |known: &[(Id, Element)], id: Id| known.iter().find(|(seen, _)| *seen == id).map(|(_, element)| element.clone());
        for id in self.inside(arena, root) {
            let element = if Some(id) == self.value {
                let mut element = self.number(Rational::ZERO);
                element[0] = Fraction::of(Univariate::letter());
                element
            } else {
                match arena.node(id) {
                    Node::Number(number) => self.number(number.clone()),
                    Node::Sum(terms) => {
                        let mut sum = self.number(Rational::ZERO);
                        for term in terms {
                            let part = if term.id == Id::ONE { self.number(Rational::ONE) } else { value_of(&known, term.id)? };
                            for (total, part) in sum.iter_mut().zip(part) {
                                *total = total.plus(&part.scaled(&term.number))?;
                            }
                        }
                        sum
                    }
                    Node::Product(factors) => {
                        let mut product = self.number(Rational::ONE);
                        for factor in factors.to_vec() {
                            let (base, exponent) = if factor.number.is_integer() {
                                (value_of(&known, factor.id)?, factor.number.to_i64()?)
                            } else {
                                (self.root((factor.id, false))?, (&factor.number * &Rational::integer(2)).to_i64()?)
                            };
                            if exponent.abs() > 16 {
                                return None;
                            }
                            let base = if exponent < 0 { self.reciprocal(&base)? } else { base };
                            for _ in 0..exponent.abs() {
                                product = self.times(&product, &base)?;
                            }
                        }
                        product
                    }
                    Node::Call(FunctionId::ABS, &[argument]) => self.root((argument, true))?,
                    _ => return None,
                }
            };
            known.push((id, element));
        }
        value_of(&known, root)
    }

    /// What `root` is made of down to the varying thing, children first.
    fn inside(&self, arena: &Arena, root: Id) -> Vec<Id> {
        let mut ids = vec![root];
        let mut at = 0;
        while at < ids.len() {
            if Some(ids[at]) != self.value {
                let mut children = Vec::new();
                arena.for_each_child(ids[at], |child| children.push(child));
                children.retain(|child| !ids.contains(child));
                ids.extend(children);
            }
            at += 1;
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The root (or absolute value) as an element; only those whose square is known.
    fn root(&self, root: (Id, bool)) -> Option<Element> {
        let at = self.roots.iter().position(|known| *known == root).filter(|at| *at < self.squares.len())?;
        let mut element = self.number(Rational::ZERO);
        element[1 << at] = Fraction::constant(Rational::ONE);
        Some(element)
    }

    fn times(&self, a: &Element, b: &Element) -> Option<Element> {
        let mut product = self.number(Rational::ZERO);
        for (i, x) in a.iter().enumerate().filter(|(_, x)| !x.is_zero()) {
            for (j, y) in b.iter().enumerate().filter(|(_, y)| !y.is_zero()) {
                let coefficient = x.times(y)?;
                let mut part = self.number(Rational::ZERO);
                part[i ^ j] = coefficient;
                for (at, square) in self.squares.iter().enumerate() {
                    if i & j & (1 << at) != 0 {
                        part = self.times(&part, square)?;
                    }
                }
                for (total, part) in product.iter_mut().zip(part) {
                    *total = total.plus(&part)?;
                }
            }
        }
        Some(product)
    }

    /// The product of an element with its conjugates, a fraction without roots, and the product of the conjugates alone.
    fn norm(&self, element: &Element) -> Option<(Fraction, Element)> {
        let mut norm = element.clone();
        let mut conjugates = self.number(Rational::ONE);
        for at in (0..self.squares.len()).rev() {
            let conjugate: Element = norm
                .iter()
                .enumerate()
                .map(|(set, part)| if set & (1 << at) != 0 { part.scaled(&Rational::MINUS_ONE) } else { part.clone() })
                .collect();
            norm = self.times(&norm, &conjugate)?;
            conjugates = self.times(&conjugates, &conjugate)?;
        }
        Some((norm[0].clone(), conjugates))
    }

    fn reciprocal(&mut self, element: &Element) -> Option<Element> {
        self.note_zeros(element)?;
        let (norm, conjugates) = self.norm(element)?;
        let inverse = norm.reciprocal()?;
        conjugates.iter().map(|part| part.times(&inverse)).collect()
    }

    /// Remembers where an element may vanish or have a pole.
    fn note_zeros(&mut self, element: &Element) -> Option<()> {
        let (norm, _) = self.norm(element)?;
        // A vanishing norm says that some conjugate is zero everywhere: nothing is known of the zeros then.
        if norm.is_zero() && element.iter().any(|part| !part.is_zero()) {
            return None;
        }
        let denominators = element.iter().map(|part| part.denominator.clone());
        self.critical.extend(denominators.filter(|polynomial| !polynomial.is_zero()));
        if !norm.is_zero() {
            self.critical.push(norm.numerator);
        }
        Some(())
    }
}
