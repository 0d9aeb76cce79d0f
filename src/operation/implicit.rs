//! The slope of a curve given by an equation, or of several functions given by as many equations, and their derivatives: the
//! implicit function theorem.

use super::{Desk, Law, Refusal, Right, Step, Working};
use crate::expression::{Arena, Id, Node, Term};
use crate::formula::{Formula, Part, Product, Quotient, free_name};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::simplify::Form;

/// The most functions that several equations may determine together.
pub const MOST_UNKNOWNS: usize = 8;

/// A question about functions given by equations.
#[derive(Debug, Clone, Copy)]
pub struct ImplicitQuestion<'a> {
    /// Left and right sides.
    pub equations: &'a [(Id, Id)],
    /// The functions, as many as there are equations, the one asked for first.
    pub dependents: &'a [Id],
    /// What it is differentiated by, one after the other.
    pub variables: &'a [Id],
    /// Whether other variables are held.
    pub partial: bool,
}

/// The derivative of the first of the dependents by each of the variables in turn, where the equations `left = right` make
/// them functions of the variables: `dy/dx = -F_x/F_y` with `F = left - right`, for several by Cramer's rule, and the higher
/// ones by the chain rule. They are simplified by the equations themselves. Where the determinant of the `F_y` is zero there
/// are no such functions.
pub fn implicit(desk: &mut Desk<'_>, question: &ImplicitQuestion<'_>) -> Result<Working, Refusal> {
    let ImplicitQuestion { equations, dependents, variables, partial } = *question;
    let mut working = Working::new();
    let losses = desk.arena.take_losses();
    let mut curves = Vec::with_capacity(equations.len());
    for (number, (left, right)) in equations.iter().enumerate() {
        let of_logarithms = logarithms(desk.arena, *left, *right);
        let (left, right) = of_logarithms.unwrap_or((*left, *right));
        let curve = desk.arena.subtract(left, right);
        let name = curve_name(desk.arena, desk.goal.question, equations.len(), number);
        let words = if of_logarithms.is_some() { "logarithm of both sides, zero on the curve" } else { "zero on the curve" };
        let mut sides = vec![Product::of([Part::Expression(left)])];
        if right != Id::ZERO {
            sides.push(Product { negative: true, ..Product::of([Part::Expression(right)]) });
        }
        working.step(Law::Definition(words), Part::Expression(name), Formula(sides));
        curves.push((name, curve));
    }
    desk.arena.restore_losses(losses);
    let mut theorem =
        Theorem { curves, dependents, partials: Vec::new(), determinant: Id::ZERO, slopes: Vec::new(), partial, untold: Vec::new() };
    theorem.find_partials(desk)?;
    working.nonzero.push(theorem.determinant);
    let mut answer = dependents[0];
    for (at, variable) in variables.iter().enumerate() {
        if at == 0 {
            answer = theorem.slope(desk, &mut working, 0, *variable)?;
            continue;
        }
        let left = Part::derivative(dependents[0], &variables[..=at], partial);
        let through = |by: Id| Part::Derivative { of: answer, by, partial: true };
        let mut products = vec![Product::of([through(*variable)])];
        let mut terms = vec![(desk.derive(answer, *variable)?, Rational::ONE)];
        for (number, dependent) in dependents.iter().enumerate() {
            if desk.arena.contains(answer, *dependent) {
                let outer = desk.derive(answer, *dependent)?;
                let slope = theorem.slope(desk, &mut working, number, *variable)?;
                products.push(Product::of([through(*dependent), Part::derivative(*dependent, &[*variable], partial)]));
                terms.push((desk.arena.multiply(outer, slope), Rational::ONE));
            }
        }
        working.step(Law::Own("chain rule"), left.clone(), Formula(products.clone()));
        for product in products {
            if let Some(Part::Derivative { of, by, partial }) = product.above.first() {
                working.differentiate(Part::Derivative { of: *of, by: *by, partial: *partial }, *of, *by, None);
            }
        }
        let mut total = desk.arena.sum(terms);
        working.steps.push(Step { left: left.clone(), right: Right::Simplified(total), law: Law::Conclusion("put in") });
        for (_, curve) in &theorem.curves {
            total = desk.simplest_where_zero(total, *curve, (dependents.len() == 1).then_some(dependents[0]));
        }
        answer = total;
        working.step(Law::Conclusion("by the equation"), left, Formula::value(answer));
    }
    working.answer = answer;
    Ok(working)
}

/// `F`, or `F_1` and so on for several.
fn curve_name(arena: &mut Arena, question: Id, count: usize, number: usize) -> Id {
    const LETTERS: [&str; 4] = ["F", "G", "H", "K"];
    if count == 1 {
        return free_name(arena, &LETTERS, &[question]);
    }
    let numbered = LETTERS.map(|letter| format!("{letter}_{}", number + 1));
    free_name(arena, &numbered.each_ref().map(String::as_str), &[question])
}

/// What the theorem needs of the equations.
struct Theorem<'d> {
    /// Their names and what is zero on them.
    curves: Vec<(Id, Id)>,
    dependents: &'d [Id],
    /// A row for each equation, a column for each function.
    partials: Vec<Vec<Id>>,
    determinant: Id,
    /// By function and variable.
    slopes: Vec<(usize, Id, Id)>,
    partial: bool,
    /// How the partial derivatives by the functions come about, told when they are needed.
    untold: Vec<Step>,
}

impl Theorem<'_> {
    fn find_partials(&mut self, desk: &mut Desk<'_>) -> Result<(), Refusal> {
        let mut working = Working::new();
        for (name, curve) in &self.curves {
            let mut row = Vec::new();
            for dependent in self.dependents {
                row.push(partial_derivative(desk, &mut working, *name, *curve, *dependent)?);
            }
            self.partials.push(row);
        }
        self.untold = working.steps;
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
        for (row, (name, curve)) in replaced.iter_mut().zip(&self.curves) {
            row[number] = partial_derivative(desk, working, *name, *curve, variable)?;
        }
        working.steps.append(&mut self.untold);
        let dependent = self.dependents[number];
        let left = Part::derivative(dependent, &[variable], self.partial);
        let (law, above, below) = match self.curves[..] {
            [(name, _)] => {
                let partial = |by: Id| Part::Quotient(Quotient { of: name, by, partial: true });
                ("implicit function theorem", partial(variable), partial(dependent))
            }
            _ => {
                let law = "implicit function theorem, Cramer's rule";
                (law, Part::Determinant(replaced.clone()), Part::Determinant(self.partials.clone()))
            }
        };
        let product = Product { negative: true, above: vec![above], below: vec![below] };
        working.step(Law::Own(law), left.clone(), Formula(vec![product]));
        let above = determinant(desk.arena, &replaced);
        let above = if self.curves.len() > 1 { desk.simplest(above) } else { above };
        let slope = quotient(desk, above, self.determinant);
        self.slopes.push((number, variable, slope));
        working.conclude(left, slope);
        Ok(slope)
    }
}

/// `∂F/∂x`, simplified.
fn partial_derivative(desk: &mut Desk<'_>, working: &mut Working, name: Id, curve: Id, by: Id) -> Result<Id, Refusal> {
    let partial = desk.simple_derivative(curve, by)?;
    working.differentiate(Part::Quotient(Quotient { of: name, by, partial: true }), curve, by, Some(partial));
    Ok(partial)
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
    if desk.goal.form != Form::Simplest || terms.len() < 2 || !terms.iter().any(is_fraction) {
        return slope;
    }
    // Of a difference the minus is taken in; before a sum it stands in front.
    let is_sum = matches!(desk.arena.node(above), Node::Sum(terms) if terms.iter().all(|term| !term.number.is_negative()));
    let above = if is_sum { above } else { desk.arena.negate(above) };
    let (above, below) = (desk.simplest(above), desk.simplest(below));
    let fraction = desk.arena.divide(above, below);
    if is_sum { desk.arena.negate(fraction) } else { fraction }
}

/// `y*ln(x) = x*ln(y)` for `x^y = y^x`: an equation between powers is one between their logarithms, which have simpler
/// derivatives; both sides are positive.
fn logarithms(arena: &mut Arena, left: Id, right: Id) -> Option<(Id, Id)> {
    match (logarithm(arena, left), logarithm(arena, right)) {
        (Some(left), Some(right)) => Some((left, right)),
        (Some(power), None) if is_positive_number(arena, right) => Some((power, arena.call(FunctionId::LN, &[right]))),
        (None, Some(power)) if is_positive_number(arena, left) => Some((arena.call(FunctionId::LN, &[left]), power)),
        _ => None,
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
