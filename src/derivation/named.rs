//! The chain rule over named intermediates: which derivatives multiply and add up, each of them in the question's own names,
//! and the product.

use super::desk::Desk;
use super::graph::{Graph, natural_key};
use super::laws::is_atom;
use super::reason::{Reason, Word, letters, text};
use super::{Detail, Equality, Role};
use crate::differentiate::{Failure, Law};
use crate::expression::{Arena, Id, Node, Term};
use crate::formula::{Formula, Part, Product, Quotient};
use crate::number::Rational;
use crate::render::{written_factors, written_terms};
use crate::simplify::in_names;
use crate::syntax::Definition;
use rustc_hash::{FxHashMap, FxHashSet};

/// A question whose names stand for values.
pub(crate) struct System<'a> {
    /// The definitions, each before it is used; the target's is among them.
    pub definitions: &'a [Definition],
    /// What is differentiated.
    pub target: Id,
    /// The variable.
    pub variable: Id,
    /// Whether the target's name stands in the question; a derivation begins with one that does not.
    pub is_named: bool,
}

/// What a chain of names comes to.
pub(crate) struct Chain {
    /// Its steps.
    pub steps: Vec<Equality>,
    /// The derivative in names.
    pub answer: Id,
    /// The names whose values the derivatives use again.
    pub reused: Vec<Id>,
}

/// A derivative of more parts, each counted where it stands, is put into no other: it keeps its name there.
const MOST_PARTS: usize = 80;

/// So many other names are looked for in a derivative.
const MOST_SIBLINGS: usize = 5;

enum Visit {
    Enter(Id),
    Leave(Id),
}

struct Lines<'g> {
    graph: &'g mut Graph,
    locals: FxHashMap<(Id, Id), Id>,
    /// The derivatives of names by the variable; nothing where one is too long to be put into another.
    totals: FxHashMap<Id, Option<Id>>,
    shown: FxHashSet<(Id, Id)>,
    steps: Vec<Equality>,
    reused: Vec<Id>,
}

impl Desk<'_> {
    /// The chain rule through the definitions; nothing where nothing lies between the target and the variable. `answer` is what
    /// it comes to, `shown` the same as it is written elsewhere.
    pub fn named(&mut self, system: &System<'_>, answer: Id, shown: Option<Id>) -> Result<Option<Chain>, Failure> {
        let System { definitions, target, variable, is_named } = *system;
        let mut graph = Graph::new(self.arena, definitions, target, variable);
        if !graph.has_intermediates(target) {
            return Ok(None);
        }
        let mut lines = Lines {
            graph: &mut graph,
            locals: FxHashMap::default(),
            totals: FxHashMap::default(),
            shown: FxHashSet::default(),
            steps: Vec::new(),
            reused: Vec::new(),
        };
        self.all_locals(&mut lines, target)?;
        if !lines.graph.has_intermediates(target) && !lines.graph.parts(target).is_empty() {
            return Ok(None);
        }
        if !is_named {
            let value = Formula::value(lines.graph.values[&target]);
            let introduced = self.step(Part::Expression(target), value, "definition", Vec::new());
            lines.steps.push(Equality { role: Role::Definition, ..introduced });
        }
        let mut stack = vec![Visit::Enter(target)];
        while let Some(visit) = stack.pop() {
            match visit {
                Visit::Enter(name) if lines.totals.contains_key(&name) => {}
                Visit::Enter(name) => {
                    lines.totals.insert(name, None);
                    let inner = self.chain_lines(&mut lines, name, variable)?;
                    stack.push(Visit::Leave(name));
                    stack.extend(inner.into_iter().rev().map(Visit::Enter));
                }
                Visit::Leave(name) => {
                    self.total_line(&mut lines, name, variable, (name == target).then_some((answer, shown)));
                }
            }
        }
        let answer = lines.totals[&target].unwrap_or(answer);
        lines.reused.sort_by_cached_key(|name| natural_key(self.arena, *name));
        lines.reused.dedup();
        if self.detail == Detail::Brief {
            let last = lines.steps.pop();
            lines.steps.truncate(if is_named { 1 } else { 2 });
            lines.steps.extend(last);
        }
        Ok(Some(Chain { steps: lines.steps, answer, reused: lines.reused }))
    }

    /// Every derivative of a value by a part of it, in names; those that are 0 are cut.
    fn all_locals(&mut self, lines: &mut Lines<'_>, target: Id) -> Result<(), Failure> {
        let (mut waiting, mut seen) = (vec![target], FxHashSet::default());
        while let Some(name) = waiting.pop() {
            if !seen.insert(name) {
                continue;
            }
            for part in lines.graph.parts(name).to_vec() {
                let local = self.local(lines, name, part)?;
                if local == Id::ZERO {
                    lines.graph.cut(name, part);
                } else {
                    lines.locals.insert((name, part), local);
                    waiting.push(part);
                }
            }
        }
        Ok(())
    }

    /// The derivative of a value by one of its parts, in names.
    fn local(&mut self, lines: &mut Lines<'_>, name: Id, part: Id) -> Result<Id, Failure> {
        let value = lines.graph.values[&name];
        // Values that the same part goes into may stand in the derivative, exponentials over one sum, but not those that are
        // made of this one.
        let is_other = |user: &&Id| **user != name && !self.arena.contains(lines.graph.values[*user], name);
        let siblings = lines.graph.functional_users(part).iter().filter(is_other).take(MOST_SIBLINGS);
        // A fraction in its own derivative says less than its parts: `-1/r^2` of `V = 1/r`, not `-V^2`.
        let own = (!is_rational(self.arena, value)).then_some(&name);
        let known: Vec<(Id, Id)> = own.into_iter().chain(siblings).map(|name| (*name, lines.graph.values[name])).collect();
        self.apart(|desk, copied| {
            let known: Vec<(Id, Id)> = known.iter().map(|(name, value)| (copied(desk, *name), copied(desk, *value))).collect();
            let (value, part) = (copied(desk, value), copied(desk, part));
            desk.differentiate_by(part);
            let raw = desk.derivative(value)?;
            let simple = desk.simple(raw, value);
            Ok(desk.in_names(simple, value, &known))
        })
    }

    fn in_names(&mut self, simple: Id, question: Id, known: &[(Id, Id)]) -> Id {
        if is_atom(self.arena, simple) {
            return simple;
        }
        let named = in_names(self.arena, self.knowledge, self.rules, simple, self.goal(question), known, None);
        if named == Id::UNDEFINED { simple } else { named }
    }

    fn is_long(&self, id: Id) -> bool {
        let mut sizes: FxHashMap<Id, usize> = FxHashMap::default();
        for part in self.arena.reachable(id) {
            let mut size = 1;
            self.arena.for_each_child(part, |child| size += sizes.get(&child).copied().unwrap_or(0));
            if size > MOST_PARTS {
                return true;
            }
            sizes.insert(part, size);
        }
        false
    }

    /// The chain rule for a name, and the derivatives in it; the names with lines of their own that come next.
    fn chain_lines(&mut self, lines: &mut Lines<'_>, name: Id, variable: Id) -> Result<Vec<Id>, Failure> {
        let total = Quotient { of: name, by: variable, partial: false };
        let paths = lines.graph.paths(name);
        let is_chain = !matches!(&paths[..], [path] if path.len() == 1);
        if is_chain {
            let formula = Formula(
                paths
                    .iter()
                    .map(|path| Product { above: path.iter().copied().map(Part::Quotient).collect(), ..Product::default() })
                    .collect(),
            );
            let reason = if paths.len() > 1 { "chain rule, along every path" } else { "chain rule" };
            self.differentiate_by(variable);
            lines.steps.push(self.step(Part::Quotient(total), formula, "chain", vec![text(reason)]));
        }
        let mut inner = Vec::new();
        for factor in paths.into_iter().flatten() {
            if factor.of != name && lines.graph.has_own_line(factor.of) {
                inner.push(factor.of);
            } else if let Some(local) = lines.locals.get(&(factor.of, factor.by)).copied()
                && lines.shown.insert((factor.of, factor.by))
                && self.detail != Detail::Brief
            {
                self.local_line(lines, factor, local)?;
            }
        }
        Ok(inner)
    }

    fn local_line(&mut self, lines: &mut Lines<'_>, factor: Quotient, local: Id) -> Result<(), Failure> {
        let left = Part::Quotient(factor);
        let value = lines.graph.values[&factor.of];
        self.differentiate_by(factor.by);
        if self.detail == Detail::Every {
            let raw = self.derivative(value)?;
            let inner = self.plain(value, factor.by, left.clone(), raw)?;
            lines.steps.extend(inner.into_iter().filter(|step| step.right.as_value() != Some(local)));
        }
        let names: Vec<Id> = lines.graph.values.keys().copied().chain([value]).collect();
        self.letters = letters(self.arena, &names);
        let mut reason = self.local_reason(value, factor.by)?;
        if self.detail == Detail::Every && lines.steps.last().is_some_and(|step| step.left == left) {
            // The laws stand in the lines above.
            reason = vec![text("in names")];
        }
        let reused = self.reused(lines, value, local);
        if !reused.is_empty() {
            if self.law_line(lines, &left, value)? {
                reason.clear();
            }
            let has_colon = reason.iter().any(|word| matches!(word, Word::Text(text) if text.contains(':')));
            if !reason.is_empty() {
                reason.push(text(if has_colon { "; " } else { ": " }));
            }
            for (at, name) in reused.iter().enumerate() {
                reason.extend((at > 0).then(|| text(" and ")));
                reason.push(Word::Math(Formula::value(*name)));
            }
            reason.push(text(if reused.len() > 1 { " are reused" } else { " is reused" }));
            lines.reused.extend(reused);
        }
        let core = self.peeled(value).1;
        let law = self.law(core);
        lines.steps.push(Equality { of: Some(value), ..self.step(left, Formula::value(local), law.name(), reason) });
        Ok(())
    }

    /// A law whose outcome is a name again, by several steps: `p*(1 - p)` of a quotient of exponentials. What the law gives stands
    /// before it.
    fn law_line(&mut self, lines: &mut Lines<'_>, left: &Part, value: Id) -> Result<bool, Failure> {
        let core = self.peeled(value).1;
        if self.detail == Detail::Brief || !matches!(self.law(core), Law::Quotient | Law::Product | Law::Sum) {
            return Ok(false);
        }
        let opened = self.open(value)?;
        let is_open = !opened.formula.derivatives().is_empty() || opened.within.is_some();
        let formula = if is_open { Formula::value(self.derivative(value)?) } else { opened.formula };
        let step = self.step(left.clone(), formula, opened.law.name(), opened.reason);
        lines.steps.push(Equality { of: Some(value), ..step });
        Ok(true)
    }

    /// The names in a derivative that its own value does not mention: their values were written in full.
    fn reused(&self, lines: &Lines<'_>, value: Id, local: Id) -> Vec<Id> {
        let mentioned = self.arena.reachable(value);
        let is_new = |id: &Id| lines.graph.values.contains_key(id) && mentioned.binary_search(id).is_err();
        let mut names: Vec<Id> = self.arena.reachable(local).into_iter().filter(is_new).collect();
        names.sort_by_cached_key(|name| natural_key(self.arena, *name));
        names
    }

    /// Why the derivative of a value is what it is, in a few words.
    fn local_reason(&mut self, value: Id, by: Id) -> Result<Reason, Failure> {
        let raw = self.derivative(value)?;
        let core = self.peeled(value).1;
        let law = self.law(core);
        let is_linear = matches!(law, Law::Variable | Law::Sum | Law::ConstantFactor) && !self.arena.contains(raw, by);
        if is_linear {
            return Ok(vec![text("linear in "), Word::Math(Formula::value(by))]);
        }
        let inside = match law {
            Law::Power | Law::Function(_) | Law::Exponential => self.only_inside(core),
            _ => None,
        };
        let Some(inside) = inside else {
            let mut reason = self.open(value)?.reason;
            if law == Law::Sum {
                for inner in self.laws_inside(core)? {
                    reason.push(text(", "));
                    reason.extend(self.rule_of(inner));
                }
            }
            return Ok(reason);
        };
        let mut reason = self.rule_of(law);
        if law == Law::Power {
            reason.extend(self.unusual_exponent(core));
        }
        if inside != by {
            let derivative = self.derivative(inside)?;
            let derivative = self.simple(derivative, inside);
            reason.extend([text(", inner derivative "), Word::Math(Formula::value(derivative))]);
        }
        if let Law::Function(function) = law
            && function.row().source != "definition"
        {
            reason.push(Word::Text(format!(" ({})", function.row().source)));
        }
        Ok(reason)
    }

    /// The laws of the terms of a sum that are not differentiated at sight, beside those of the others.
    fn laws_inside(&mut self, sum: Id) -> Result<Vec<Law>, Failure> {
        let (mut inside, mut at_sight) = (Vec::new(), Vec::new());
        for Term { id, .. } in written_terms(self.arena, sum, &self.style) {
            if id == Id::ONE || !self.depends(id) {
                continue;
            }
            let (part, law) = self.shown_in_sum(id)?;
            if matches!(part, Part::Expression(_)) {
                at_sight.extend(law);
            } else {
                let core = self.peeled(id).1;
                inside.push(self.law(core));
            }
        }
        let mut laws: Vec<Law> = Vec::new();
        for law in inside {
            if !laws.contains(&law) && !at_sight.contains(&law) {
                laws.push(law);
            }
        }
        Ok(laws)
    }

    /// The base of a power, the exponent of an exponential, the argument of a function.
    fn only_inside(&self, core: Id) -> Option<Id> {
        match self.arena.node(core) {
            Node::Power(base, exponent) => Some(if self.depends(base) { base } else { exponent }),
            Node::Call(_, [argument]) => Some(*argument),
            Node::Product(factors) => match factors.iter().filter(|factor| self.depends(factor.id)).collect::<Vec<_>>()[..] {
                [only] => Some(only.id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The derivative of a name by the variable, from those of its parts. What is asked for comes to the answer, which is
    /// `shown` where it has names.
    fn total_line(&mut self, lines: &mut Lines<'_>, name: Id, variable: Id, asked: Option<(Id, Option<Id>)>) {
        let value = lines.graph.values[&name];
        let paths = lines.graph.paths(name);
        let known = |factor: &Quotient| match lines.locals.get(&(factor.of, factor.by)) {
            Some(local) if factor.of == name || !lines.graph.has_own_line(factor.of) => Some(*local),
            _ => lines.totals.get(&factor.of).copied().flatten(),
        };
        let factors: Option<Vec<Vec<Id>>> = paths.iter().map(|path| path.iter().map(known).collect()).collect();
        self.differentiate_by(variable);
        let left = Part::Quotient(Quotient { of: name, by: variable, partial: false });
        let Some(factors) = factors else {
            let terms: Vec<Vec<(Quotient, Option<Id>)>> =
                paths.iter().map(|path| path.iter().map(|factor| (*factor, known(factor))).collect()).collect();
            let formula = Formula(terms.iter().map(|path| self.with_names(path)).collect());
            lines.steps.push(self.step(left.clone(), formula, "substitution", Vec::new()));
            if let Some((answer, shown)) = asked {
                lines.steps.push(self.value_step(left, shown.unwrap_or(answer), "substitution", vec![text("the lines above put in")]));
            }
            return;
        };
        let shown = asked.and_then(|(_, shown)| shown);
        let losses = self.arena.take_losses();
        let terms: Vec<(Id, Rational)> = factors
            .iter()
            .map(|path| (self.arena.product(path.iter().map(|factor| (*factor, Rational::ONE)).collect::<Vec<_>>()), Rational::ONE))
            .collect();
        let raw = self.arena.sum(terms);
        self.arena.restore_losses(losses);
        let simple = self.simple(raw, value);
        // What is asked for is no name to answer with.
        let own = if asked.is_some() { simple } else { self.in_names(simple, value, &[(name, value)]) };
        let total = shown.unwrap_or(own);
        let (ordered, cancelled) = match &factors[..] {
            [path] => self.in_chain_order(path, total),
            _ => (Formula::value(total), Vec::new()),
        };
        // What is asked for is written as the answer is.
        let formula = if shown.is_some() { Formula::value(total) } else { ordered };
        if asked.is_some() || !self.is_long(total) {
            lines.totals.insert(name, Some(total));
        }
        let is_said = lines.steps.last().is_some_and(|step| step.left == left && step.right == formula);
        if !is_said {
            let mut reason = identity_reason(&paths, &factors);
            if reason.is_empty() && cancelled.is_empty() && asked.is_some() && self.detail != Detail::Brief {
                reason = self.put_together(lines, &left, &factors, [raw, total]);
            }
            if !cancelled.is_empty() && reason.is_empty() {
                let cancelled = self.arena.product(cancelled.into_iter().map(|term| (term.id, term.number)).collect::<Vec<_>>());
                reason = vec![Word::Math(Formula::value(cancelled)), text(" cancels")];
            }
            lines.steps.push(self.step(left, formula, "substitution", reason));
        }
    }

    /// Why the derivatives put together come to the answer, where that takes more than to multiply them: they are put together in a
    /// line of their own then.
    fn put_together(&mut self, lines: &mut Lines<'_>, left: &Part, factors: &[Vec<Id>], [raw, total]: [Id; 2]) -> Reason {
        let mut values: Vec<(Id, Id)> = lines.graph.values.iter().map(|(name, value)| (*name, *value)).collect();
        values.sort_by_cached_key(|(name, _)| natural_key(self.arena, *name));
        let mut reason = self.by_definitions(raw, total, &values);
        if reason.is_empty() {
            reason = self.identity(raw, total);
        }
        if reason.is_empty() && factors.len() > 1 && raw != total {
            reason = self.what_happened(raw, total, &[]);
        }
        if reason.is_empty() || self.is_long(raw) {
            return reason;
        }
        let mut terms = Vec::new();
        for path in factors {
            terms.extend(self.single(path.iter().copied().map(Part::Expression).collect()).0);
        }
        let formula = Formula(terms);
        if lines.steps.last().is_none_or(|step| step.right != formula) {
            lines.steps.push(self.step(left.clone(), formula, "substitution", vec![text("put together")]));
        }
        reason
    }

    /// A product of derivatives, those not known by their names.
    fn with_names(&mut self, path: &[(Quotient, Option<Id>)]) -> Product {
        let known: Vec<(Id, Rational)> = path.iter().filter_map(|(_, value)| Some(((*value)?, Rational::ONE))).collect();
        let product = self.arena.product(known);
        let negative = self.arena.coefficient(product).0.is_negative();
        let core = if negative { self.arena.negate(product) } else { product };
        let known = (core != Id::ONE).then_some(Part::Expression(core));
        let named = path.iter().filter(|(_, value)| value.is_none()).map(|(quotient, _)| Part::Quotient(*quotient));
        Product { negative, above: known.into_iter().chain(named).collect(), ..Product::default() }
    }

    /// The factors of a product in the order of the chain, those of the outer derivative first; as it is where the chain has
    /// others. The second is what stands above the bar of one derivative and below that of another.
    fn in_chain_order(&mut self, path: &[Id], total: Id) -> (Formula, Vec<Term>) {
        let (number, core) = self.arena.coefficient(total);
        let mut left = self.arena.factors(core);
        let mut chain: Vec<Term> = Vec::new();
        let mut cancelled = Vec::new();
        for factor in path {
            let (_, rest) = self.arena.coefficient(*factor);
            for term in written_factors(self.arena, rest, &self.style).into_iter().filter(|term| term.id != Id::ONE) {
                match chain.iter().position(|known| known.id == term.id && known.number == -&term.number) {
                    Some(place) => {
                        chain.remove(place);
                        cancelled.push(Term { number: term.number.abs(), ..term });
                    }
                    None => chain.push(term),
                }
            }
        }
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for Term { id, number } in chain {
            let opposite = self.arena.negate(id);
            let place = left.iter().position(|term| (term.id == id || term.id == opposite) && term.number == number);
            let Some(place) = place else { return (Formula::value(total), cancelled) };
            let id = left.swap_remove(place).id;
            let side = if number.is_negative() { &mut below } else { &mut above };
            side.push(Part::Expression(self.arena.product([(id, number.abs())])));
        }
        if left.iter().any(|term| term.id != Id::ONE) || above.len() + below.len() < 2 {
            return (Formula::value(total), cancelled);
        }
        let is_decimal = self.style.decimals && number.to_decimal(Rational::WRITTEN_DIGITS).is_some();
        let (numerator, denominator) =
            if is_decimal { (number.abs(), Rational::ONE) } else { (number.abs().numerator(), number.denominator()) };
        if !numerator.is_one() {
            above.insert(0, Part::Expression(self.arena.number(numerator)));
        }
        if !denominator.is_one() {
            below.insert(0, Part::Expression(self.arena.number(denominator)));
        }
        (Formula(vec![Product { negative: number.is_negative(), above, below }]), cancelled)
    }
}

/// Whether a value is made of names and numbers by arithmetic alone.
fn is_rational(arena: &Arena, value: Id) -> bool {
    arena.reachable(value).into_iter().all(|id| match arena.node(id) {
        Node::Product(factors) => factors.iter().all(|factor| factor.number.is_integer()),
        Node::Sum(_) | Node::Symbol(_) | Node::Number(_) => true,
        _ => false,
    })
}

/// Where all but one factor are 1: `dy/dz = 1, so dE/dz = dE/dy`.
fn identity_reason(paths: &[Vec<Quotient>], factors: &[Vec<Id>]) -> Reason {
    let ([path], [values]) = (paths, factors) else { return Vec::new() };
    let others: Vec<usize> = (0..values.len()).filter(|at| values[*at] != Id::ONE).collect();
    let ([kept], 2..) = (&others[..], values.len()) else { return Vec::new() };
    let Some(first) = path.first() else { return Vec::new() };
    let ones = (0..path.len()).filter(|at| at != kept);
    let mut reason: Reason = Vec::new();
    for at in ones {
        if !reason.is_empty() {
            reason.push(text(", "));
        }
        reason.push(Word::Equal(Formula::part(Part::Quotient(path[at])), Formula::value(Id::ONE)));
    }
    let by = path.last().map_or(first.by, |last| last.by);
    let whole = Quotient { of: first.of, by, partial: false };
    reason.extend([text(", so "), Word::Equal(Formula::part(Part::Quotient(whole)), Formula::part(Part::Quotient(path[*kept])))]);
    reason
}
