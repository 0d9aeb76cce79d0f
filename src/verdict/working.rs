//! How a question is differentiated, part by part: what comes out where one part is differentiated wrongly and all else rightly.
//!
//! The derivative of a part in terms of those of what it is made of is found by differentiating it with unknown functions in their
//! place, so every law there is holds here too: sums and integrals, cases, the largest of several values. Names that the question
//! defines are parts like any other.

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use rustc_hash::FxHashMap;

/// How to differentiate rightly: an expression, by a variable.
pub type Derive<'a> = dyn FnMut(&mut Arena, &mut Knowledge, Id, Id) -> Option<Id> + 'a;

/// The derivatives of parts.
pub type Known<'a> = dyn Fn(Id) -> Id + 'a;

/// Another law for a part: its derivative, given those of what it is made of. Nothing where it has none.
pub type Law<'a> = dyn Fn(&mut Arena, Id, &Working, &Known<'_>) -> Option<Id> + 'a;

/// Where a part stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Role {
    /// Inside a function or a power, or a limit of an integral.
    pub is_inside: bool,
    /// A term of a sum.
    pub is_term: bool,
    /// Beside others that vary: in a product, or among the arguments of a function.
    pub is_beside: bool,
    /// A name that the question defines.
    pub is_name: bool,
}

/// A question, differentiated part by part.
pub struct Working {
    variable: Id,
    target: Id,
    /// The names with what they stand for, each before it is used.
    definitions: Vec<(Id, Id)>,
    /// The same written out.
    meanings: Vec<(Id, Id)>,
    /// Each part behind those it is made of.
    parts: Vec<Id>,
    /// The derivatives, written out; of what does not vary none.
    right: FxHashMap<Id, Id>,
    roles: FxHashMap<Id, Role>,
    laws: FxHashMap<Id, Option<Id>>,
}

impl Working {
    /// The question `target` in the names of some definitions, given each before it is used. Nothing where it has more than
    /// `most` parts, or does not vary.
    pub fn new(
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        derive: &mut Derive<'_>,
        (target, variable): (Id, Id),
        definitions: &[(Id, Id)],
        most: usize,
    ) -> Option<Working> {
        let mut working = Working {
            variable,
            target: Id::UNDEFINED,
            definitions: Vec::new(),
            meanings: Vec::new(),
            parts: Vec::new(),
            right: FxHashMap::default(),
            roles: FxHashMap::default(),
            laws: FxHashMap::default(),
        };
        for (name, value) in definitions {
            working.define(arena, *name, *value, most)?;
        }
        working.target = working.take(arena, target, most)?;
        for id in working.parts.clone() {
            let is_value = !matches!(
                arena.node(id),
                Node::Number(_) | Node::Undefined | Node::Relation(..) | Node::And(_) | Node::Or(_) | Node::Derivative(..)
            );
            let meaning = working.meaning(arena, id);
            if is_value
                && let Some(derivative) = derive(arena, knowledge, meaning, variable)
                && derivative != Id::ZERO
            {
                working.right.insert(id, derivative);
            }
        }
        working.find_roles(arena);
        working.varies(working.target).then_some(working)
    }

    fn define(&mut self, arena: &mut Arena, name: Id, value: Id, most: usize) -> Option<()> {
        let value = self.take(arena, value, most)?;
        let meaning = self.meaning(arena, value);
        self.definitions.push((name, value));
        self.meanings.push((name, meaning));
        self.parts.push(name);
        Some(())
    }

    /// Takes up an expression with its parts. A power of a fraction, which is written as a fraction of powers, gets a name for the
    /// fraction, and a logarithm to another base than e, which is a fraction of two, one of its own: people differentiate it as one.
    fn take(&mut self, arena: &mut Arena, root: Id, most: usize) -> Option<Id> {
        let mut done: FxHashMap<Id, Id> = FxHashMap::default();
        for id in arena.reachable(root) {
            let mut new = arena.rebuild(id, |child| done.get(&child).copied().unwrap_or(child));
            if let Some((base, exponent)) = self.power_of_fraction(arena, new).or_else(|| self.logarithm_to_base(arena, new)) {
                let name = arena.symbol(&format!("fraction {}", self.definitions.len()));
                self.add_parts(arena, base);
                self.define(arena, name, base, most)?;
                let others = cofactor(arena, new, base, &exponent);
                new = arena.product([(name, exponent), (others, Rational::ONE)]);
            }
            done.insert(id, new);
        }
        let new = done[&root];
        self.add_parts(arena, new);
        (self.parts.len() <= most).then_some(new)
    }

    fn add_parts(&mut self, arena: &Arena, root: Id) {
        for id in arena.reachable(root) {
            if !self.parts.contains(&id) {
                self.parts.push(id);
            }
        }
    }

    /// The base of a whole power of a fraction, and the exponent.
    fn power_of_fraction(&self, arena: &mut Arena, id: Id) -> Option<(Id, Rational)> {
        let Node::Product(factors) = arena.node(id) else { return None };
        let exponents: Vec<(Id, i64)> = factors.iter().map(|factor| Some((factor.id, factor.number.to_i64()?))).collect::<Option<_>>()?;
        let powers = exponents.iter().filter(|(_, exponent)| exponent.abs() > 1);
        let common = powers.map(|(_, exponent)| exponent.abs()).min()?;
        let within: Vec<(Id, Rational)> = (exponents.iter())
            .filter(|(_, exponent)| exponent % common == 0)
            .map(|(id, exponent)| (*id, Rational::integer(exponent / common)))
            .collect();
        let has_both =
            within.iter().any(|(_, exponent)| exponent.is_negative()) && within.iter().any(|(_, exponent)| !exponent.is_negative());
        let is_all = |id: Id| within.iter().any(|(own, _)| *own == id) || !arena.contains(id, self.variable);
        if !has_both || !exponents.iter().all(|(id, _)| is_all(*id)) {
            return None;
        }
        Some((arena.product(within), Rational::integer(common)))
    }

    /// A logarithm to another base than e beside other factors that vary.
    fn logarithm_to_base(&self, arena: &mut Arena, id: Id) -> Option<(Id, Rational)> {
        let Node::Product(factors) = arena.node(id) else { return None };
        let logarithm = |id: Id| match arena.node(id) {
            Node::Call(FunctionId::LN, &[argument]) => Some(argument),
            _ => None,
        };
        let is_number = |factor: &&Term| logarithm(factor.id).is_some_and(|argument| arena.as_number(argument).is_some());
        let varies = |factor: &&Term| arena.contains(factor.id, self.variable);
        let base = factors.iter().find(|factor| factor.number == Rational::MINUS_ONE && is_number(factor))?.id;
        let of = factors.iter().find(|factor| factor.number.is_one() && logarithm(factor.id).is_some() && varies(factor))?.id;
        if factors.iter().filter(varies).count() < 2 {
            return None;
        }
        Some((arena.divide(of, base), Rational::ONE))
    }

    fn find_roles(&mut self, arena: &Arena) {
        let mut roles: FxHashMap<Id, Role> = FxHashMap::default();
        for (name, _) in &self.definitions {
            roles.entry(*name).or_default().is_name = true;
        }
        for &id in self.parts.iter().rev().filter(|id| self.varies(**id)) {
            let own = roles.get(&id).copied().unwrap_or_default();
            match arena.node(id) {
                // What is multiplied by a number stands where the product does.
                Node::Sum([term]) => *roles.entry(term.id).or_default() = own,
                Node::Sum(terms) => terms.iter().for_each(|term| roles.entry(term.id).or_default().is_term = true),
                Node::Product(factors) => {
                    let varying = factors.iter().filter(|factor| self.varies(factor.id)).count();
                    for factor in factors {
                        let role = roles.entry(factor.id).or_default();
                        role.is_beside |= varying > 1;
                        role.is_inside |= !factor.number.is_one() || own.is_inside && varying == 1;
                    }
                }
                Node::Power(base, exponent) => {
                    for part in [base, exponent] {
                        roles.entry(part).or_default().is_inside = true;
                    }
                }
                Node::Call(_, arguments) | Node::Apply(_, arguments) => {
                    let varying = arguments.iter().filter(|argument| self.varies(**argument)).count();
                    for argument in arguments {
                        let role = roles.entry(*argument).or_default();
                        role.is_inside = true;
                        role.is_beside |= varying > 1;
                    }
                }
                Node::Bound(_, &[_, lower, upper, _]) => {
                    for limit in [lower, upper] {
                        roles.entry(limit).or_default().is_inside = true;
                    }
                }
                _ => {}
            }
        }
        self.roles = roles;
    }

    pub fn variable(&self) -> Id {
        self.variable
    }

    /// The parts that vary, each before those it is made of.
    pub fn places(&self) -> impl Iterator<Item = Id> {
        self.parts.iter().rev().copied().filter(|id| self.varies(*id))
    }

    pub fn varies(&self, id: Id) -> bool {
        self.right.contains_key(&id)
    }

    pub fn role(&self, id: Id) -> Role {
        self.roles.get(&id).copied().unwrap_or_default()
    }

    /// The derivative of a part, written out.
    pub fn right(&self, id: Id) -> Id {
        self.right.get(&id).copied().unwrap_or(Id::ZERO)
    }

    /// A part with all names written out.
    pub fn meaning(&self, arena: &mut Arena, id: Id) -> Id {
        if self.meanings.is_empty() { id } else { arena.substitute_all(id, &self.meanings) }
    }

    /// The derivative with another law at some places, written out. Nothing where it has none.
    pub fn derivative(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        derive: &mut Derive<'_>,
        places: &[Id],
        law: &Law<'_>,
    ) -> Option<Id> {
        let mut known: FxHashMap<Id, Id> = FxHashMap::default();
        for at in 0..self.parts.len() {
            let id = self.parts[at];
            if !self.varies(id) || known.contains_key(&id) {
                continue;
            }
            if places.contains(&id) {
                let own = |id: Id| known.get(&id).copied().unwrap_or(self.right(id));
                let derivative = law(arena, id, self, &own)?;
                known.insert(id, derivative);
            } else if self.children(arena, id).iter().any(|child| known.contains_key(child)) {
                let derivative = self.by_its_law(arena, knowledge, derive, id, &known)?;
                known.insert(id, derivative);
            }
        }
        let derivative = *known.get(&self.target)?;
        Some(self.meaning(arena, derivative))
    }

    fn children(&self, arena: &Arena, id: Id) -> Vec<Id> {
        if let Some((_, value)) = self.definitions.iter().find(|(name, _)| *name == id) {
            return vec![*value];
        }
        let mut children = Vec::new();
        arena.for_each_child(id, |child| children.push(child));
        children.retain(|child| self.varies(*child));
        children.sort_unstable();
        children.dedup();
        children
    }

    /// The derivative of a part from those of its own parts.
    fn by_its_law(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        derive: &mut Derive<'_>,
        id: Id,
        known: &FxHashMap<Id, Id>,
    ) -> Option<Id> {
        let children = self.children(arena, id);
        if let [value] = children[..]
            && self.definitions.iter().any(|(name, own)| *name == id && *own == value)
        {
            return Some(known.get(&value).copied().unwrap_or(self.right(value)));
        }
        if has_components(arena, id, self.variable) {
            return None;
        }
        let bound = match arena.node(id) {
            Node::Bound(_, &[bound, ..]) => Some(bound),
            _ => None,
        };
        let arguments: Vec<Id> = [self.variable].into_iter().chain(bound).collect();
        let stands_for = |arena: &mut Arena, child: Id, order: u32| {
            let name = arena.symbol(&format!("part {}", child.index()));
            let name = arena.as_symbol(name)?;
            let orders: Vec<u32> = (0..arguments.len()).map(|at| if at == 0 { order } else { 0 }).collect();
            let function = arena.unknown_function(name, &orders);
            Some(arena.apply(function, &arguments))
        };
        let unknown: Vec<[Id; 2]> =
            children.iter().map(|child| Some([stands_for(arena, *child, 0)?, stands_for(arena, *child, 1)?])).collect::<Option<_>>()?;
        let law = match self.laws.get(&id) {
            Some(law) => (*law)?,
            None => {
                let place = |child: Id| children.iter().position(|own| *own == child);
                let question = arena.rebuild(id, |child| place(child).map_or(child, |at| unknown[at][0]));
                let law = derive(arena, knowledge, question, self.variable);
                self.laws.insert(id, law);
                law?
            }
        };
        let mut values: FxHashMap<Id, Id> = FxHashMap::default();
        for (child, [value, derivative]) in children.iter().zip(unknown) {
            values.insert(value, *child);
            values.insert(derivative, known.get(child).copied().unwrap_or(self.right(*child)));
        }
        let result = replaced(arena, law, &values);
        // An unknown function at another place, as at the end of an integral, is none of these.
        let is_left =
            |id: Id| matches!(arena.node(id), Node::Apply(unknown, _) if arena.name(arena.unknown(unknown).0).starts_with("part "));
        (!arena.reachable(result).into_iter().any(is_left)).then_some(result)
    }
}

/// An expression with some parts replaced, also those in the scope of a bound variable that they mention.
fn replaced(arena: &mut Arena, root: Id, values: &FxHashMap<Id, Id>) -> Id {
    let mut done: FxHashMap<Id, Id> = FxHashMap::default();
    for id in arena.reachable(root) {
        let new = match values.get(&id) {
            Some(value) => *value,
            None => arena.rebuild(id, |child| done[&child]),
        };
        done.insert(id, new);
    }
    done[&root]
}

/// The other factors of a product that has a power of a product among them.
fn cofactor(arena: &mut Arena, product: Id, base: Id, exponent: &Rational) -> Id {
    let inverse = arena.product([(base, -exponent)]);
    arena.multiply(product, inverse)
}

/// Whether a sum runs through components of which the variable may be one: its derivative picks a term.
fn has_components(arena: &Arena, id: Id, variable: Id) -> bool {
    if !matches!(arena.node(id), Node::Bound(..)) {
        return false;
    }
    let head = |id: Id| {
        let name = arena.name(arena.as_symbol(id)?);
        name.split_once('_').map(|(head, _)| head.to_string())
    };
    let Some(own) = head(variable) else { return false };
    arena.reachable(id).into_iter().any(|part| part != variable && head(part).is_some_and(|head| head == own))
}
