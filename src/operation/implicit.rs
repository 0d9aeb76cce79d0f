//! The slope of a curve given by an equation, or of several functions given by as many equations, and their derivatives: the
//! implicit function theorem.

use super::{Desk, Refusal, Working};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::simplify::Form;

/// The most functions that several equations may determine together.
pub const MOST_UNKNOWNS: usize = 8;

/// The derivative of the first of the `dependents` by each of the variables in turn, where the equations `left = right`, as
/// many as there are dependents, make them functions of the variables: `dy/dx = -F_x/F_y` with `F = left - right`, for several
/// by Cramer's rule, and the higher ones by the chain rule. They are simplified by the equations themselves. Where the
/// determinant of the `F_y` is zero there are no such functions.
pub fn implicit(desk: &mut Desk<'_>, equations: &[(Id, Id)], dependents: &[Id], variables: &[Id]) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let losses = desk.arena.take_losses();
    let curves: Vec<Id> = equations
        .iter()
        .map(|(left, right)| {
            let (left, right) = logarithms(desk.arena, *left, *right);
            desk.arena.subtract(left, right)
        })
        .collect();
    desk.arena.restore_losses(losses);
    let mut theorem = Theorem { curves, dependents, partials: Vec::new(), determinant: Id::ZERO, slopes: Vec::new() };
    theorem.find_partials(desk, &mut working)?;
    working.nonzero.push(theorem.determinant);
    let mut answer = dependents[0];
    for (at, variable) in variables.iter().enumerate() {
        if at == 0 {
            answer = theorem.slope(desk, &mut working, 0, *variable)?;
            continue;
        }
        let mut terms = vec![(desk.derive(answer, *variable)?, Rational::ONE)];
        for (number, dependent) in dependents.iter().enumerate() {
            if desk.arena.contains(answer, *dependent) {
                let through = desk.derive(answer, *dependent)?;
                let slope = theorem.slope(desk, &mut working, number, *variable)?;
                terms.push((desk.arena.multiply(through, slope), Rational::ONE));
            }
        }
        let mut total = desk.arena.sum(terms);
        for curve in &theorem.curves {
            total = desk.simplest_where_zero(total, *curve);
        }
        answer = working.step("chain rule", answer, total);
    }
    working.answer = answer;
    Ok(working)
}

/// What the theorem needs of the equations.
struct Theorem<'d> {
    curves: Vec<Id>,
    dependents: &'d [Id],
    /// A row for each equation, a column for each function.
    partials: Vec<Vec<Id>>,
    determinant: Id,
    /// By function and variable.
    slopes: Vec<(usize, Id, Id)>,
}

impl Theorem<'_> {
    fn find_partials(&mut self, desk: &mut Desk<'_>, working: &mut Working) -> Result<(), Refusal> {
        for curve in &self.curves {
            let mut row = Vec::new();
            for dependent in self.dependents {
                let partial = desk.simple_derivative(*curve, *dependent)?;
                row.push(working.step("partial derivative", *curve, partial));
            }
            self.partials.push(row);
        }
        let determinant = determinant(desk.arena, &self.partials);
        self.determinant = desk.simplest(determinant);
        if self.determinant == Id::ZERO {
            return Err(Refusal::Undetermined(self.dependents[0]));
        }
        Ok(())
    }

    /// The derivative of function number `number` by a variable.
    fn slope(&mut self, desk: &mut Desk<'_>, working: &mut Working, number: usize, variable: Id) -> Result<Id, Refusal> {
        if let Some((.., slope)) = self.slopes.iter().find(|(own, by, _)| *own == number && *by == variable) {
            return Ok(*slope);
        }
        let mut replaced = self.partials.clone();
        for (row, curve) in replaced.iter_mut().zip(&self.curves) {
            let partial = desk.simple_derivative(*curve, variable)?;
            row[number] = working.step("partial derivative", *curve, partial);
        }
        let above = determinant(desk.arena, &replaced);
        let above = if self.curves.len() > 1 { desk.simplest(above) } else { above };
        let slope = quotient(desk, above, self.determinant);
        self.slopes.push((number, variable, slope));
        Ok(working.step("implicit function theorem", self.dependents[number], slope))
    }
}

/// The determinant of a small matrix, by its rows: of the first rows, over every set of so many columns.
fn determinant(arena: &mut Arena, rows: &[Vec<Id>]) -> Id {
    let mut minors = vec![Id::ZERO; 1 << rows.len()];
    minors[0] = Id::ONE;
    for set in 1usize..1 << rows.len() {
        let row = set.count_ones() as usize - 1;
        let columns = (0..rows.len()).filter(|column| set & (1 << column) != 0);
        let terms: Vec<(Id, Rational)> = columns
            .map(|column| {
                // The sign is that of the columns behind this one.
                let behind = (set >> (column + 1)).count_ones();
                let sign = if behind % 2 == 0 { Rational::ONE } else { Rational::MINUS_ONE };
                (arena.multiply(rows[row][column], minors[set & !(1 << column)]), sign)
            })
            .collect();
        minors[set] = arena.sum(terms);
    }
    minors[(1 << rows.len()) - 1]
}

/// `-above/below`, as one fraction where it has more than one term.
fn quotient(desk: &mut Desk<'_>, above: Id, below: Id) -> Id {
    let quotient = desk.arena.divide(above, below);
    let slope = desk.arena.negate(quotient);
    let slope = desk.simplest(slope);
    let Node::Sum(terms) = desk.arena.node(slope) else { return slope };
    let is_fraction = |term: &Term| desk.arena.factors(term.id).iter().any(|factor| factor.number.is_negative());
    if desk.form != Form::Simplest || terms.len() < 2 || !terms.iter().any(is_fraction) {
        return slope;
    }
    // Of a difference the minus is taken in; before a sum it stands in front.
    let is_sum = matches!(desk.arena.node(above), Node::Sum(terms) if terms.iter().all(|term| !term.number.is_negative()));
    let above = if is_sum { above } else { desk.arena.negate(above) };
    let (above, below) = (desk.factored(above), desk.factored(below));
    let fraction = desk.arena.divide(above, below);
    if is_sum { desk.arena.negate(fraction) } else { fraction }
}

/// `y*ln(x) = x*ln(y)` for `x^y = y^x`: an equation between powers is one between their logarithms, which have simpler
/// derivatives; both sides are positive.
fn logarithms(arena: &mut Arena, left: Id, right: Id) -> (Id, Id) {
    match (logarithm(arena, left), logarithm(arena, right)) {
        (Some(left), Some(right)) => (left, right),
        (Some(power), None) if is_positive_number(arena, right) => (power, arena.call(FunctionId::LN, &[right])),
        (None, Some(power)) if is_positive_number(arena, left) => (arena.call(FunctionId::LN, &[left]), power),
        _ => (left, right),
    }
}

fn is_positive_number(arena: &Arena, id: Id) -> bool {
    arena.as_number(id).is_some_and(|number| number.signum() > 0)
}

fn logarithm(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.node(id) {
        Node::Power(base, exponent) if arena.as_number(base).is_none() => {
            let logarithm = arena.call(FunctionId::LN, &[base]);
            Some(arena.multiply(exponent, logarithm))
        }
        _ => None,
    }
}
