//! The laws of differentiation over the arena.
//!
//! One forward pass over everything the expression is made of, with one derivative for each part, so what is shared is
//! differentiated once and nothing recurses on depth. Each law applied is recorded: a derivation is read off that record.
//! The laws are stated in `grammar/derivative.rules`, and a test holds this code against them. This room builds
//! derivatives and does not simplify them beyond what the canonical constructors do.

mod binder;
mod boundaries;
mod component;
mod law;
mod limit;
mod piecewise;

pub use component::hidden_component;
pub use law::Law;

use crate::domain::{Knowledge, ZeroTest, outside_cases};
use crate::expression::{Arena, Binder, Id, Node, Relation, SYMBOLIC_ORDER};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::short::Short;
use crate::syntax::template;
use component::Place;
use smallvec::SmallVec;

/// A law applied: the derivative of `of` is `derivative`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The law.
    pub law: Law,
    /// What was differentiated.
    pub of: Id,
    /// Its derivative.
    pub derivative: Id,
}

const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");
const RELU: FunctionId = FunctionId::named("relu");

/// Why there is no derivative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The table has no derivative of this function in this argument (counted from 0).
    NoDerivative {
        /// The function.
        function: FunctionId,
        /// The argument.
        argument: usize,
    },
    /// The limits of a sum or product over integers depend on the variable.
    DiscreteLimits,
    /// The order of a derivative depends on the variable.
    SymbolicOrder,
    /// Under an integral something jumps at a place that moves with the variable.
    MovingJump,
    /// Under a sum or product over an index stands a component that may be the variable.
    Component {
        /// The variable.
        variable: String,
        /// The component, such as `x_i`.
        component: String,
        /// The index that runs through it.
        index: String,
    },
}

/// Derivatives by one variable, remembered across calls, and the record of the laws that gave them.
#[derive(Debug, Default)]
pub struct Differentiator {
    variable: Option<Id>,
    /// The derivative of each expression; undefined while not known.
    known: Vec<Id>,
    /// Those whose derivative is known.
    done: Vec<Id>,
    buffer: Vec<Id>,
    /// What the expression in work is made of, and which parts depend on the variable.
    order: Vec<Id>,
    depends: Vec<bool>,
    /// The laws applied, in the order in which the parts were differentiated.
    pub record: Vec<Applied>,
    /// Conditions under which the derivatives exist, beyond what they show themselves.
    pub conditions: Vec<Id>,
    /// What stands outside case distinctions in the expression in work, parents before children; nothing where it has none.
    outside: Vec<Id>,
    /// Where the variable is a component that an index runs through.
    places: Vec<Place>,
    /// The indices of the sums around the expression in work.
    fixed: Vec<String>,
    /// The variables that are bound in the expression in work, where it has places.
    bound: Vec<Id>,
    /// Whether a derivative since the last reset was by a component: then other components are others in every one that follows.
    has_met_components: bool,
}

impl Differentiator {
    /// Forgets every derivative.
    pub fn reset(&mut self) {
        self.variable = None;
        self.forget();
        self.record.clear();
        self.conditions.clear();
        self.has_met_components = false;
    }

    /// In a time that depends on what is known, not on where it stands.
    fn forget(&mut self) {
        for id in self.done.drain(..) {
            self.known[id.index()] = Id::UNDEFINED;
        }
    }

    /// The derivative of `root` by `variable`, which must be a symbol.
    pub fn derive(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        root: Id,
        variable: Id,
        is_zero: &mut ZeroTest<'_>,
    ) -> Result<Id, Failure> {
        if self.variable != Some(variable) {
            self.variable = Some(variable);
            self.forget();
        }
        // What was differentiated as a part of something is known.
        if let Some(known) = self.known.get(root.index()).copied().filter(|known| *known != Id::UNDEFINED) {
            return Ok(known);
        }
        let (mut order, mut depends) = (std::mem::take(&mut self.order), std::mem::take(&mut self.depends));
        arena.reach(&[root], &mut order);
        arena.find_dependence(&order, variable, &mut depends);
        self.places.clear();
        if arena.has_binders() {
            self.places = component::places(arena, &order, variable, depends[root.index()], &self.fixed)?;
        }
        if !self.places.is_empty() {
            self.bound =
                order.iter().filter_map(|id| if let Node::Bound(_, &[index, ..]) = arena.node(*id) { Some(index) } else { None }).collect();
            self.bound.sort_unstable();
            self.bound.dedup();
            let mut of: Vec<Id> = self.places.iter().map(|place| place.of).collect();
            of.sort_unstable();
            for &id in &order {
                let mut has_place = of.binary_search(&id).is_ok();
                arena.for_each_child(id, |child| has_place |= depends[child.index()]);
                depends[id.index()] |= has_place;
            }
        }
        self.has_met_components |= !self.places.is_empty();
        if self.has_met_components {
            self.conditions.extend(component::apart(arena, &order, variable));
        }
        if self.known.len() <= root.index() {
            self.known.resize(root.index() + 1, Id::UNDEFINED);
        }
        self.outside.clear();
        if arena.has_cases() && order.iter().any(|id| matches!(arena.node(*id), Node::Piecewise(_))) {
            self.outside = outside_cases(arena, root);
        }
        for &id in &order {
            if self.known[id.index()] != Id::UNDEFINED {
                continue;
            }
            let (law, derivative) = if depends[id.index()] {
                self.apply(arena, knowledge, id, variable, &depends, is_zero)?
            } else {
                (Law::Constant, Id::ZERO)
            };
            self.known[id.index()] = derivative;
            self.done.push(id);
            if law != Law::Constant {
                self.record.push(Applied { law, of: id, derivative });
            }
        }
        (self.order, self.depends) = (order, depends);
        Ok(self.known[root.index()])
    }

    fn apply(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        id: Id,
        variable: Id,
        depends: &[bool],
        is_zero: &mut ZeroTest<'_>,
    ) -> Result<(Law, Id), Failure> {
        let known = &self.known;
        Ok(match arena.node(id) {
            Node::Symbol(_) => (Law::Variable, Id::ONE),
            Node::Sum(terms) => {
                let law = if terms.len() == 1 { Law::ConstantFactor } else { Law::Sum };
                (law, arena.sum_over_terms(id, |term| depends[term.index()].then(|| known[term.index()])))
            }
            Node::Product(factors) => {
                let factors: SmallVec<[(Id, Rational); 6]> = factors.iter().map(|factor| (factor.id, factor.number.clone())).short();
                (Law::of_product(&factors, depends), product(arena, knowledge, &factors, known, depends))
            }
            Node::Power(base, exponent) => match (depends[base.index()], depends[exponent.index()]) {
                (true, false) => {
                    let lowered = arena.subtract(exponent, Id::ONE);
                    let power = arena.power(base, lowered);
                    let outer = arena.multiply(exponent, power);
                    (Law::Power, piecewise::chained(arena, knowledge, id, outer, known[base.index()]))
                }
                // 0^u is 0 for u > 0, and nothing elsewhere.
                (false, _) if base == Id::ZERO => {
                    self.conditions.push(arena.relation(Relation::Less, Id::ZERO, exponent));
                    (Law::Exponential, Id::ZERO)
                }
                (false, _) => {
                    let logarithm = natural_logarithm(arena, base);
                    (Law::Exponential, arena.quotient([(id, false), (logarithm, false), (known[exponent.index()], false)]))
                }
                (true, true) => {
                    let logarithm = natural_logarithm(arena, base);
                    let first = arena.multiply(known[exponent.index()], logarithm);
                    let second = arena.quotient([(exponent, false), (known[base.index()], false), (base, true)]);
                    let inner = arena.add(first, second);
                    (Law::GeneralPower, arena.multiply(id, inner))
                }
            },
            Node::Call(function, arguments) => {
                let arguments: SmallVec<[Id; 4]> = SmallVec::from_slice(arguments);
                let derivative = match piecewise::rows(arena, function, &arguments) {
                    Some(rows) => {
                        let (values, derivatives) = piecewise::of_rows(arena, knowledge, rows, known);
                        piecewise::derive(arena, knowledge, &values, &derivatives, variable, is_zero, &mut self.conditions)
                    }
                    None => self.call(arena, knowledge, function, id, &arguments, depends)?,
                };
                (Law::Function(function), derivative)
            }
            Node::Apply(unknown, arguments) => {
                let arguments = arguments.to_vec();
                let (name, orders) = arena.unknown(unknown);
                let orders = orders.to_vec();
                if let (&[order, argument], &[SYMBOLIC_ORDER, _]) = (&arguments[..], &orders[..]) {
                    if depends[order.index()] {
                        return Err(Failure::SymbolicOrder);
                    }
                    let raised = arena.add(order, Id::ONE);
                    let outer = arena.apply(unknown, &[raised, argument]);
                    return Ok((Law::Unknown, arena.multiply(outer, known[argument.index()])));
                }
                let mut terms = Vec::new();
                for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| depends[argument.index()]) {
                    let mut raised = orders.clone();
                    raised[at] += 1;
                    let function = arena.unknown_function(name, &raised);
                    let outer = arena.apply(function, &arguments);
                    terms.push((arena.multiply(outer, known[argument.index()]), Rational::ONE));
                }
                (Law::Unknown, arena.sum(terms))
            }
            Node::Piecewise(branches) => {
                let branches: Vec<(Id, Id)> = branches.chunks(2).map(|pair| (pair[0], pair[1])).collect();
                let derivatives: Vec<Id> = branches.iter().map(|(value, _)| known[value.index()]).collect();
                let derivative = piecewise::derive(arena, knowledge, &branches, &derivatives, variable, is_zero, &mut self.conditions);
                (Law::Piecewise, self.merged(arena, id, derivative))
            }
            Node::Bound(binder, &[bound, ref limits @ .., body]) => {
                let derivative = if bound == variable || !depends[body.index()] { Id::ZERO } else { known[body.index()] };
                // A condition has no derivative; where it depends on the variable, so does the range.
                let change = |limit: Id| match (limits, depends[limit.index()]) {
                    // Where an integral goes from a to infinity, it changes with a.
                    ([_], true) if binder == Binder::Integral => match arena.ends_of_range(bound, limit) {
                        Some([Some(end), _] | [_, Some(end)]) => known[end.index()],
                        _ => Id::UNDEFINED,
                    },
                    ([_], true) => Id::UNDEFINED,
                    _ => known[limit.index()],
                };
                let limits: SmallVec<[(Id, Id); 2]> = limits.iter().map(|limit| (*limit, change(*limit))).short();
                if binder == Binder::Integral && bound != variable && binder::has_moving_jump(arena, body, bound, variable) {
                    return Err(Failure::MovingJump);
                }
                let under = binder::derive(arena, id, binder, &limits, (derivative, variable))?;
                if under != Id::ZERO && binder::divides_by_factors(arena, knowledge, id) {
                    self.conditions.push(arena.relation(Relation::NotEqual, id, Id::ZERO));
                }
                if !self.places.iter().any(|place| place.of == id) {
                    return Ok((Law::UnderTheSign, under));
                }
                (Law::Component, self.with_components(arena, knowledge, id, under, is_zero)?)
            }
            // Conditions are not differentiated: the branches they belong to are.
            Node::Relation(..) | Node::And(_) | Node::Or(_) => (Law::Constant, Id::ZERO),
            // Nothing else depends on a variable: derivatives inside were taken before (see `resolve`).
            Node::Undefined | Node::Number(_) | Node::Derivative(..) | Node::Bound(..) => (Law::Constant, Id::UNDEFINED),
        })
    }

    /// A case distinction of `of` with the same value in every case as that value, where one of the cases holds. Inside another
    /// one it stays, since there is no place to say so.
    fn merged(&mut self, arena: &mut Arena, of: Id, derivative: Id) -> Id {
        let Node::Piecewise(branches) = arena.node(derivative) else { return derivative };
        let value = branches[0];
        let is_outside = self.outside.binary_search_by(|id| of.cmp(id)).is_ok();
        if !is_outside || branches.chunks(2).any(|branch| branch[0] != value) {
            return derivative;
        }
        let conditions: Vec<Id> = branches.chunks(2).map(|branch| branch[1]).collect();
        let condition = arena.disjunction(&conditions);
        self.conditions.push(condition);
        value
    }

    /// The derivative of a sum or product whose index runs through the variable: that under the sign, and that of the terms which
    /// have it as their component.
    fn with_components(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        of: Id,
        under: Id,
        is_zero: &mut ZeroTest<'_>,
    ) -> Result<Id, Failure> {
        let Node::Bound(_, &[index, .., body]) = arena.node(of) else { return Ok(under) };
        let mut terms = vec![(under, Rational::ONE)];
        for place in self.places.iter().filter(|place| place.of == of) {
            let letter = arena.as_symbol(index).map(|symbol| arena.name(symbol).to_string());
            let mut inner = Differentiator { fixed: self.fixed.iter().cloned().chain(letter).collect(), ..Differentiator::default() };
            let derivative = inner.derive(arena, knowledge, body, place.component, is_zero)?;
            let found = binder::at_place(arena, place, derivative);
            let conditions = inner.conditions.iter().map(|condition| place.reached(arena, *condition)).collect::<Option<Vec<Id>>>();
            // A range that goes by the index of a sum around would cut that sum short: no condition on the whole says so.
            let is_inside = |arena: &Arena, condition: Id| self.bound.iter().any(|index| arena.contains(condition, *index));
            let found = found.filter(|(_, own)| !is_inside(arena, *own));
            let conditions = conditions.filter(|conditions| !conditions.iter().any(|condition| is_inside(arena, *condition)));
            let (Some((term, own)), Some(mut conditions)) = (found, conditions) else {
                let name = |id: Id| arena.as_symbol(id).map(|symbol| arena.name(symbol).to_string()).unwrap_or_default();
                let variable = self.variable.map(name).unwrap_or_default();
                return Err(Failure::Component { variable, component: name(place.component), index: name(index) });
            };
            if knowledge.decide(arena, own) != Some(false) && term != Id::ZERO {
                terms.push((term, Rational::ONE));
                conditions.push(own);
                self.conditions.append(&mut conditions);
            }
        }
        Ok(arena.sum(terms))
    }

    fn call(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        function: FunctionId,
        id: Id,
        arguments: &[Id],
        depends: &[bool],
    ) -> Result<Id, Failure> {
        if function == MAX || function == MIN {
            let derivatives: Vec<Id> = arguments.iter().map(|argument| self.known[argument.index()]).collect();
            return Ok(piecewise::extremum(arena, knowledge, function, arguments, &derivatives));
        }
        if let (RELU, &[argument]) = (function, arguments) {
            let derivatives = [Id::ZERO, self.known[argument.index()]];
            return Ok(piecewise::extremum(arena, knowledge, MAX, &[Id::ZERO, argument], &derivatives));
        }
        if let (FunctionId::ABS, &[argument]) = (function, arguments) {
            // Of something of one sign, the derivative of that or of its opposite: |x^2 - 2*x + 1| has one at 1 too.
            let (interval, inner) = (knowledge.interval(arena, argument), self.known[argument.index()]);
            if interval.is_non_negative() {
                return Ok(inner);
            }
            if interval.is_non_positive() {
                return Ok(arena.negate(inner));
            }
        }
        if let &[argument] = arguments {
            let outer = template::derivative(arena, function, 0, arguments, id, &mut self.buffer)
                .ok_or(Failure::NoDerivative { function, argument: 0 })?;
            return Ok(piecewise::chained(arena, knowledge, id, outer, self.known[argument.index()]));
        }
        let mut terms: SmallVec<[(Id, Rational); 4]> = SmallVec::new();
        for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| depends[argument.index()]) {
            let inner = self.known[argument.index()];
            let outer = template::derivative(arena, function, at, arguments, id, &mut self.buffer)
                .ok_or(Failure::NoDerivative { function, argument: at })?;
            terms.push((piecewise::chained(arena, knowledge, id, outer, inner), Rational::ONE));
        }
        Ok(match &terms[..] {
            [(only, _)] => *only,
            _ => arena.sum(terms),
        })
    }

    /// The expression with every derivative written inside it taken, `d/dx(x^2)` as `2*x`.
    pub fn resolve(&mut self, arena: &mut Arena, knowledge: &mut Knowledge, root: Id, is_zero: &mut ZeroTest<'_>) -> Result<Id, Failure> {
        if !arena.has_derivatives() {
            return Ok(root);
        }
        let order = arena.reachable(root);
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for id in order {
            new[id.index()] = match arena.node(id) {
                Node::Derivative(body, variable) => self.derive(arena, knowledge, new[body.index()], variable, is_zero)?,
                _ => arena.rebuild(id, |child| new[child.index()]),
            };
        }
        Ok(new[root.index()])
    }
}

/// `ln(base)`, as 1 for e itself; undefined for a number that is not positive, whose powers are no real function.
fn natural_logarithm(arena: &mut Arena, base: Id) -> Id {
    if arena.as_number(base).is_some_and(|number| number.signum() <= 0) {
        return Id::UNDEFINED;
    }
    let e = arena.call(FunctionId::EXP, &[Id::ONE]);
    if base == e { Id::ONE } else { arena.call(FunctionId::LN, &[base]) }
}

/// A product of more dependent factors than this is halved, so that its derivative stays of the order n log n.
const DIRECT: usize = 8;

/// The product rule for any number of powers: each dependent factor's derivative times the rest.
fn product(arena: &mut Arena, knowledge: &mut Knowledge, factors: &[(Id, Rational)], known: &[Id], depends: &[bool]) -> Id {
    let dependent: SmallVec<[usize; 8]> = (0..factors.len()).filter(|at| depends[factors[*at].0.index()]).short();
    if dependent.len() > DIRECT {
        let (left, right) = factors.split_at(dependent[dependent.len() / 2]);
        let left_derivative = product(arena, knowledge, left, known, depends);
        let right_derivative = product(arena, knowledge, right, known, depends);
        let (left, right) = (arena.product(left.iter().cloned()), arena.product(right.iter().cloned()));
        let (first, second) = (arena.multiply(left_derivative, right), arena.multiply(left, right_derivative));
        return arena.add(first, second);
    }
    let mut terms: SmallVec<[(Id, Rational); 4]> = SmallVec::new();
    for at in dependent {
        let (base, exponent) = &factors[at];
        let inner = known[base.index()];
        let is_lowered_through_zero = || exponent.signum() > 0 && *exponent < Rational::ONE;
        if arena.has_cases() && is_lowered_through_zero() && piecewise::rests_in_a_case(arena, inner) {
            let whole = arena.product(factors.iter().cloned());
            let outer = arena.with_one_lowered(factors, at, Id::ONE);
            terms.push((piecewise::chained(arena, knowledge, whole, outer, inner), exponent.clone()));
            continue;
        }
        terms.push((arena.with_one_lowered(factors, at, inner), exponent.clone()));
    }
    match &terms[..] {
        [(only, number)] => arena.scale(*only, number.clone()),
        _ => arena.sum(terms),
    }
}
