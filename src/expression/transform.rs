//! Making an expression anew from changed parts: substitution, and copying between arenas.

use super::arena::Arena;
use super::node::{Binder, Id, Node, Symbol, Term};
use crate::number::Rational;
use crate::short::Short;
use smallvec::SmallVec;

/// Terms with their expressions replaced; nothing where all stay what they are.
fn with_parts(terms: &[Term], part: &mut dyn FnMut(Id) -> Id) -> Option<SmallVec<[(Id, Rational); 8]>> {
    let (first, new) = terms.iter().enumerate().find_map(|(at, term)| {
        let new = part(term.id);
        (new != term.id).then_some((at, new))
    })?;
    let mut parts: SmallVec<[(Id, Rational); 8]> = SmallVec::with_capacity(terms.len());
    terms[..first].iter().map(|term| (term.id, term.number.clone())).put_behind(&mut parts);
    parts.push((new, terms[first].number.clone()));
    terms[first + 1..].iter().map(|term| (part(term.id), term.number.clone())).put_behind(&mut parts);
    Some(parts)
}

impl Arena {
    fn rebuild_parts(&mut self, id: Id, part: &mut dyn FnMut(Id) -> Id) -> Id {
        match self.node(id) {
            Node::Undefined | Node::Number(_) | Node::Symbol(_) => id,
            Node::Sum(terms) => match with_parts(terms, part) {
                Some(parts) => self.sum(parts),
                None => id,
            },
            Node::Product(factors) => match with_parts(factors, part) {
                Some(parts) => self.product(parts),
                None => id,
            },
            Node::Power(base, exponent) => {
                let (new_base, new_exponent) = (part(base), part(exponent));
                if (new_base, new_exponent) == (base, exponent) { id } else { self.power(new_base, new_exponent) }
            }
            Node::Relation(relation, left, right) => {
                let (left, right) = (part(left), part(right));
                self.relation(relation, left, right)
            }
            Node::Derivative(body, variable) => {
                let (body, variable) = (part(body), part(variable));
                self.derivative(body, variable)
            }
            Node::Call(_, ids) | Node::Apply(_, ids) | Node::Piecewise(ids) | Node::And(ids) | Node::Or(ids) | Node::Bound(_, ids) => {
                let parts: SmallVec<[Id; 4]> = ids.iter().map(|id| part(*id)).short();
                if parts[..] == *ids {
                    return id;
                }
                match self.node(id) {
                    Node::Call(function, _) => self.call(function, &parts),
                    Node::Apply(unknown, _) => self.apply(unknown, &parts),
                    Node::Piecewise(_) => {
                        let branches: Vec<(Id, Id)> = parts.chunks(2).map(|pair| (pair[0], pair[1])).collect();
                        self.piecewise(&branches)
                    }
                    Node::And(_) => self.conjunction(&parts),
                    Node::Or(_) => self.disjunction(&parts),
                    Node::Bound(binder, _) => self.bind(binder, &parts),
                    _ => unreachable!("the node does not change"),
                }
            }
        }
    }

    /// The expression with each child replaced by `part(child)`, built by the canonical constructors.
    pub fn rebuild(&mut self, id: Id, mut part: impl FnMut(Id) -> Id) -> Id {
        self.rebuild_parts(id, &mut part)
    }

    /// The expression with every free occurrence of the variable `from` replaced by `to`. A variable bound inside by a sum
    /// or an integral is left alone, and renamed where it would capture a free name of `to`.
    pub fn substitute(&mut self, root: Id, from: Id, to: Id) -> Id {
        self.substitute_all(root, &[(from, to)])
    }

    /// Replaces several variables at once; see [`Arena::substitute`].
    pub fn substitute_all(&mut self, root: Id, pairs: &[(Id, Id)]) -> Id {
        let ids = self.reachable(root);
        if !ids.iter().any(|id| pairs.iter().any(|(from, _)| from == id)) {
            return root;
        }
        let mut new: Vec<Id> = vec![Id::UNDEFINED; root.index() + 1];
        for id in ids {
            new[id.index()] = if let Some((_, to)) = pairs.iter().find(|(from, _)| *from == id) {
                *to
            } else if let Node::Bound(binder, &[variable, lower, upper, body]) = self.node(id) {
                self.substitute_bound(binder, variable, &[new[lower.index()], new[upper.index()]], &[body], pairs)
            } else if let Node::Bound(binder, &[variable, range, body]) = self.node(id) {
                self.substitute_bound(binder, variable, &[], &[range, body], pairs)
            } else {
                self.rebuild(id, |child| new[child.index()])
            };
        }
        new[root.index()]
    }

    /// Replaces variables inside what binds one: `inside` are the parts that it is bound in, `limits` are replaced already.
    fn substitute_bound(&mut self, binder: Binder, variable: Id, limits: &[Id], inside: &[Id], pairs: &[(Id, Id)]) -> Id {
        let mut inner: Vec<(Id, Id)> = pairs.iter().copied().filter(|(from, _)| *from != variable).collect();
        let occurs = |from: Id| inside.iter().any(|part| self.contains(*part, from));
        let captured = inner.iter().any(|(from, to)| self.contains(*to, variable) && occurs(*from));
        let mut parts: SmallVec<[Id; 4]> = SmallVec::new();
        if captured {
            let around: Vec<Id> = inside.iter().chain(limits).copied().collect();
            let renamed = self.fresh_symbol(variable, &around, &inner);
            inner.push((variable, renamed));
            parts.push(renamed);
        } else {
            parts.push(variable);
        }
        parts.extend_from_slice(limits);
        for part in inside {
            // The inside of a binder is substituted on its own; binders nest a few deep at most, and the reader bounds that.
            parts.push(self.substitute_all(*part, &inner));
        }
        self.bind(binder, &parts)
    }

    /// A variable named like `variable` that occurs in none of the expressions.
    fn fresh_symbol(&mut self, variable: Id, expressions: &[Id], pairs: &[(Id, Id)]) -> Id {
        let name = self.as_symbol(variable).map_or_else(|| "t".to_string(), |symbol| self.name(symbol).to_string());
        let mut taken: Vec<Id> = expressions.to_vec();
        taken.extend(pairs.iter().flat_map(|(from, to)| [*from, *to]));
        let mut number = 1;
        loop {
            let fresh = self.symbol(&format!("{name}_{number}"));
            if !taken.iter().any(|id| self.contains(*id, fresh)) {
                return fresh;
            }
            number += 1;
        }
    }

    /// Whether `part` occurs in `root`, bound or free.
    pub fn contains(&self, root: Id, part: Id) -> bool {
        part <= root && self.mentions(root, part).unwrap_or_else(|| self.reachable(root).binary_search(&part).is_ok())
    }

    /// How many terms or factors a sum or product over an index has, and the one they all are, where they do not depend on the
    /// index.
    pub fn equal_terms(&mut self, id: Id) -> Option<(Id, Id)> {
        let Node::Bound(_, &[index, _, _, body]) = self.node(id) else { return None };
        if self.may_vary_with(body, index) {
            return None;
        }
        Some((self.count_of_terms(id)?, body))
    }

    /// How many terms or factors a sum or product over an index has, where both ends are numbers, or the range has a name's number
    /// of terms, or some more.
    pub fn count_of_terms(&mut self, id: Id) -> Option<Id> {
        let Node::Bound(Binder::Sum | Binder::Product, &[_, lower, upper, _]) = self.node(id) else { return None };
        let span = self.subtract(upper, lower);
        let count = self.add(span, Id::ONE);
        let is_count = match self.node(count) {
            Node::Number(number) => number.is_integer() && !number.is_negative(),
            Node::Symbol(_) => true,
            Node::Sum([more, name]) => {
                let is_more = more.id == Id::ONE && more.number.is_integer() && !more.number.is_negative();
                is_more && name.number.is_one() && matches!(self.node(name.id), Node::Symbol(_))
            }
            _ => false,
        };
        is_count.then_some(count)
    }

    /// Whether an expression may depend on the index of a sum: the index occurs in it, or in the subscript of one of its names,
    /// as `i` in `x_ij`, outside of the sums that bind it. Where there is much to look at, it is taken to.
    pub fn may_vary_with(&self, id: Id, index: Id) -> bool {
        const LOOK: usize = 256;
        let Some(letter) = self.as_symbol(index) else { return true };
        let letter = self.name(letter);
        let has_subscript = |name: &str| name.split_once('_').is_some_and(|(_, subscript)| subscript.contains(letter));
        let mut open: SmallVec<[Id; 16]> = SmallVec::from_slice(&[id]);
        let mut looked = 0;
        while let Some(part) = open.pop() {
            looked += 1;
            let occurs = match self.node(part) {
                _ if part == index => true,
                Node::Symbol(symbol) => has_subscript(self.name(symbol)),
                Node::Apply(unknown, _) => has_subscript(self.name(self.unknown(unknown).0)),
                _ => false,
            };
            if occurs || looked + open.len() > LOOK {
                return true;
            }
            match self.node(part) {
                // Inside of its own sum the index is another one.
                Node::Bound(_, &[variable, lower, upper, _]) if variable == index => open.extend([lower, upper]),
                Node::Bound(_, &[variable, ..]) if variable == index => {}
                _ => self.for_each_child(part, |child| open.push(child)),
            }
        }
        false
    }

    /// For every expression up to `root`, whether the variable occurs free in it.
    pub fn dependence(&self, root: Id, variable: Id) -> Vec<bool> {
        self.dependence_in(&self.reachable(root), variable)
    }

    /// As [`Arena::dependence`], for the expressions in `order`, children before parents.
    pub fn dependence_in(&self, order: &[Id], variable: Id) -> Vec<bool> {
        let mut depends = Vec::new();
        self.find_dependence(order, variable, &mut depends);
        depends
    }

    /// As [`Arena::dependence_in`], into a list that is there already.
    pub fn find_dependence(&self, order: &[Id], variable: Id, depends: &mut Vec<bool>) {
        let length = order.last().map_or(0, |last| last.index() + 1);
        if depends.len() < length {
            depends.resize(length, false);
        }
        for &id in order {
            // What does not occur is not free, and what occurs is where nothing binds.
            if let Some(occurs) = self.mentions(id, variable)
                && !(occurs && self.has_binders)
            {
                depends[id.index()] = occurs;
                continue;
            }
            depends[id.index()] = id == variable
                || match self.node(id) {
                    Node::Bound(_, &[bound, lower, upper, body]) => {
                        depends[lower.index()] || depends[upper.index()] || (bound != variable && depends[body.index()])
                    }
                    Node::Bound(_, &[bound, range, body]) => bound != variable && (depends[range.index()] || depends[body.index()]),
                    _ => {
                        let mut any = false;
                        self.for_each_child(id, |child| any |= depends[child.index()]);
                        any
                    }
                };
        }
    }

    /// Whether a power has a value only where its base is positive: `x^x`, `x^pi`. A parameter as exponent may be a whole
    /// number, so `x^n` asks nothing.
    pub fn asks_for_positive_base(&self, base: Id, exponent: Id) -> bool {
        let (in_base, in_exponent) = (self.free_symbols(base), self.free_symbols(exponent));
        in_exponent.is_empty() || in_exponent.iter().any(|symbol| in_base.contains(symbol))
    }

    /// The free variables of an expression, in alphabetical order.
    pub fn free_symbols(&self, root: Id) -> Vec<Symbol> {
        let mut symbols: Vec<(Symbol, Id)> = Vec::new();
        let mut binds = false;
        self.for_each_part(root, |id| match self.node(id) {
            Node::Symbol(symbol) => symbols.push((symbol, id)),
            Node::Bound(..) => binds = true,
            _ => {}
        });
        if binds {
            symbols.retain(|(_, id)| self.dependence(root, *id)[root.index()]);
        }
        let mut symbols: Vec<Symbol> = symbols.into_iter().map(|(symbol, _)| symbol).collect();
        symbols.sort_by(|a, b| self.name(*a).cmp(self.name(*b)));
        symbols
    }

    /// Copies an expression of another arena into this one, with its variables replaced where `bind` says so.
    pub fn import(
        &mut self,
        source: &Arena,
        order: &[Id],
        bind: &mut dyn FnMut(&mut Arena, Symbol) -> Option<Id>,
        buffer: &mut Vec<Id>,
    ) -> Id {
        let Some(&root) = order.last() else { return Id::UNDEFINED };
        if buffer.len() <= root.index() {
            buffer.resize(root.index() + 1, Id::UNDEFINED);
        }
        for &id in order {
            let new = match source.node(id) {
                Node::Undefined => Id::UNDEFINED,
                Node::Number(number) => self.number(number.clone()),
                Node::Symbol(symbol) => match bind(self, symbol) {
                    Some(bound) => bound,
                    None => self.symbol(source.name(symbol)),
                },
                Node::Sum([term]) => self.scale(buffer[term.id.index()], term.number.clone()),
                Node::Product([factor]) => self.rational_power(buffer[factor.id.index()], factor.number.clone()),
                Node::Sum(terms) => self.sum(terms.iter().map(|term| (buffer[term.id.index()], term.number.clone()))),
                Node::Product(terms) => self.product(terms.iter().map(|term| (buffer[term.id.index()], term.number.clone()))),
                Node::Power(base, exponent) => self.power(buffer[base.index()], buffer[exponent.index()]),
                Node::Relation(relation, a, b) => self.relation(relation, buffer[a.index()], buffer[b.index()]),
                Node::Derivative(body, variable) => self.derivative(buffer[body.index()], buffer[variable.index()]),
                Node::Apply(unknown, ids) => {
                    let (name, orders) = source.unknown(unknown);
                    let name = self.intern(source.name(name));
                    let unknown = self.unknown_function(name, orders);
                    let ids: Vec<Id> = ids.iter().map(|id| buffer[id.index()]).collect();
                    self.apply(unknown, &ids)
                }
                Node::Call(function, [one]) => self.call(function, &[buffer[one.index()]]),
                Node::Call(_, ids) | Node::Piecewise(ids) | Node::And(ids) | Node::Or(ids) | Node::Bound(_, ids) => {
                    let ids: SmallVec<[Id; 4]> = ids.iter().map(|id| buffer[id.index()]).short();
                    match source.node(id) {
                        Node::Call(function, _) => self.call(function, &ids),
                        Node::Piecewise(_) => {
                            let branches: Vec<(Id, Id)> = ids.chunks(2).map(|pair| (pair[0], pair[1])).collect();
                            self.piecewise(&branches)
                        }
                        Node::And(_) => self.conjunction(&ids),
                        Node::Or(_) => self.disjunction(&ids),
                        Node::Bound(binder, _) => self.bind(binder, &ids),
                        _ => unreachable!("the node does not change"),
                    }
                }
            };
            buffer[id.index()] = new;
        }
        buffer[root.index()]
    }
}
