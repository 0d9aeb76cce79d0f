//! From a derivative as the laws leave it to the form a person would write.
//!
//! Bottom-up passes until nothing changes: special values and parity from the function table, the directed rules, and for
//! every sum the cheapest of a few forms (as it stands, with its common factor outside, over one denominator). A stage
//! keeps a result only if it costs no more, so no stage can make the answer worse. Budgets are counted in passes and terms,
//! never in time. This room never formats.

mod alternatives;
mod arguments;
mod cases;
mod collect;
mod cost;
mod disguise;
mod factored;
mod forms;
mod gate;
mod intervals;
mod logarithmic;
mod modulo;
mod names;
mod opposites;
mod powers;
mod present;
mod roots;
mod signs;
mod special;
mod sums;
mod together;
mod tower;
mod words;

pub use alternatives::alternatives;
pub use cost::Costs;
pub use modulo::simplify_where_zero;

pub(crate) use cases::turning;
use tower::Tower;
use words::Words;

use crate::domain::{Knowledge, conditions_of, missing_conditions, within_domain};
use crate::expression::{Arena, Id, Node, Term, expand_everywhere};
use crate::functions::FunctionId;
use crate::rewrite::{Rules, apply_once};
use std::cmp::Ordering;

/// The form an answer is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// The form a person would write.
    #[default]
    Simplest,
    /// With common factors outside, wherever there are any.
    Factored,
    /// Multiplied out.
    Expanded,
    /// As the laws of differentiation leave it.
    Raw,
    /// The form a person would write with the question's own functions and those of its derivative: no name is introduced.
    Strict,
}

/// What an answer is to keep to: the words of its question, the form asked for, and how numbers are written.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// The expression whose functions, sums and names the answer keeps to.
    pub question: Id,
    /// The form asked for.
    pub form: Form,
    /// Whether numbers that end as decimals are written so.
    pub decimals: bool,
    /// The variable, if there is one.
    pub variable: Option<Id>,
}

impl Goal {
    /// The form a person would write, in the words of a question without decimals.
    pub fn simplest(question: Id) -> Goal {
        Goal { question, form: Form::Simplest, decimals: false, variable: None }
    }
}

/// How often the whole expression is gone through at most.
const PASSES: usize = 6;

/// How often the normal form is looked for again in a better form.
const ROUNDS: usize = 3;

/// By how much another form must be cheaper to stand for what the laws and the rules gave.
const MARGIN: u64 = 10;

/// By how much the derivatives of a sum's terms side by side must be cheaper than the form they have together.
const APART: u64 = 30;

/// What it costs to write an answer without an angle the question has, such as `2*x` beside `x`.
const LOST_ANGLE: u64 = 60;

/// What it costs to write the sine's square by the cosine where the question has both, unless that is shorter by a third.
const LOST_PARTNER: u64 = 40;

/// How many nodes the insides of sums, integrals and case distinctions may have in all to be looked at one by one.
const MOST_INSIDE: usize = 4096;

/// How many rules may fire one after another at one place.
const RULES_IN_A_ROW: usize = 12;

/// The expression in the form asked for, in the words of the question.
pub fn simplify(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id, goal: Goal) -> Id {
    simplify_and_tell(arena, knowledge, rules, root, goal).0
}

/// The same, and whether it is a sum whose terms side by side, each in the form the passes give it, are one of the forms that were
/// held against each other, with nothing left to be found in any of them.
pub fn simplify_and_tell(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id, goal: Goal) -> (Id, bool) {
    let Goal { question, form, .. } = goal;
    if form == Form::Raw || is_bare(arena, knowledge, rules, root) {
        return (root, false);
    }
    let mut parts = arena.reachable(root);
    let (same, root) = (question == root, arguments::made_alike(arena, &mut parts));
    let question = if same { root } else { question };
    let goal = Goal { question, ..goal };
    let mut within = None;
    if signs::may_be_settled(arena, &parts) {
        within = within_domain(arena, knowledge, question);
    }
    let knowledge = within.as_mut().unwrap_or(knowledge);
    let mut words = Words::of(arena, goal, &parts);
    if form != Form::Strict && question != root && disguise::may_be_meant(arena, question) {
        // What the question is in other words is worth saying in the answer: tanh for (e^x - e^-x)/(e^x + e^-x).
        let own = Words::of(arena, goal, &arena.reachable(question));
        let known = Desk::new(arena, knowledge, rules, own, Form::Simplest).recognized(question);
        words.recognize(arena, known);
    }
    let mut desk = Desk { order: parts, ..Desk::new(arena, knowledge, rules, words, form) };
    let simplified = match form {
        Form::Raw => root,
        Form::Factored => desk.factored(root),
        Form::Simplest | Form::Strict => desk.simplest(root),
        Form::Expanded => {
            let simple = desk.simplest(root);
            let expanded = expand_everywhere(desk.arena, simple);
            desk.tidied(expanded)
        }
    };
    (simplified, desk.has_plain_terms(root))
}

/// Whether an expression is a number times powers of symbols, which no rule changes: there is one way to write it.
fn is_bare(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id) -> bool {
    let (_, core) = arena.coefficient(root);
    let is_made_of_symbols = match arena.node(core) {
        Node::Number(_) | Node::Symbol(_) => true,
        Node::Product(factors) => factors.iter().all(|factor| factor.number.is_integer() && arena.as_symbol(factor.id).is_some()),
        _ => false,
    };
    is_made_of_symbols && [root, core].into_iter().all(|id| rules.iter().all(|rules| apply_once(rules, arena, knowledge, id).is_none()))
}

/// What the ways to write a derivative cost, which the laws leave as `raw`.
pub(crate) fn costs(arena: &Arena, raw: Id, goal: Goal) -> Costs {
    Costs::of_words(Words::of(arena, goal, &arena.reachable(raw)))
}

/// Whether a sum of two terms or more could be shorter than a way to write a derivative.
pub(crate) fn may_be_shorter(costs: &mut Costs, arena: &Arena, first: Id) -> bool {
    costs.of(arena, first) > APART + cost::LEAST_SUM
}

/// The shorter of two ways to write a derivative; the first where there is little between them.
pub(crate) fn shorter(costs: &mut Costs, arena: &mut Arena, [first, second]: [Id; 2]) -> Id {
    let second = signs::settled(arena, costs.words(), second);
    if costs.of(arena, second).saturating_add(APART) < costs.of(arena, first) { second } else { first }
}

/// An answer in the names the question defined, given as symbols with their values, wherever a name reads better. `chained` is the
/// same answer in names, if it is known.
pub fn in_names(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    answer: Id,
    goal: Goal,
    names: &[(Id, Id)],
    chained: Option<Id>,
) -> Id {
    let words = Words::of(arena, goal, &arena.reachable(answer));
    Desk::new(arena, knowledge, rules, words, Form::Simplest).in_names(answer, goal.question, names, chained)
}

/// Whether an expression is zero wherever it is defined: yes, or unknown. For the boundaries of case distinctions.
pub fn is_zero(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], id: Id) -> Option<bool> {
    let mut parts = arena.reachable(id);
    let id = arguments::made_alike(arena, &mut parts);
    if Tower::of(arena, knowledge, id).is_some_and(|(_, value)| value.is_zero()) {
        return Some(true);
    }
    let simple = Desk::new(arena, knowledge, rules, Words::default(), Form::Simplest).passes(id);
    (simple == Id::ZERO).then_some(true)
}

/// The work on one answer. Equal expressions have equal ids, so every stage is done once for each expression, however often
/// the passes and the candidates meet it.
struct Desk<'a> {
    arena: &'a mut Arena,
    knowledge: &'a mut Knowledge,
    rules: &'a [&'a Rules],
    costs: Costs,
    form: Form,
    /// Whether there are sums over an index, integrals or case distinctions, whose insides are expressions of their own.
    has_insides: bool,
    /// What the expression in work is made of, itself last.
    order: Vec<Id>,
    /// What [`Desk::tidied`] made of an expression, by id; undefined where it has not been looked at.
    tidy: Vec<Id>,
    /// What [`Desk::formed`] made of it.
    formed: Vec<Id>,
}

impl<'a> Desk<'a> {
    fn new(arena: &'a mut Arena, knowledge: &'a mut Knowledge, rules: &'a [&'a Rules], words: Words, form: Form) -> Desk<'a> {
        Desk {
            arena,
            knowledge,
            rules,
            costs: Costs::of_words(words),
            form,
            has_insides: false,
            order: Vec::new(),
            tidy: Vec::new(),
            formed: Vec::new(),
        }
    }

    /// The cheapest of what the passes find and what the normal form can be written as, of the expression and of the insides
    /// it has.
    fn simplest(&mut self, root: Id) -> Id {
        let best = self.passes(root);
        if !self.has_insides {
            return self.simplest_of_passed(best);
        }
        let inside = self.with_simplest_insides(best);
        let best = self.passes(inside);
        let best = self.simplest_of_passed(best);
        let together = self.with_cases_together(best);
        self.with_factors_in_cases(together)
    }

    /// The expression with its products inside the one case where they are not zero; in the terms of a sum the number stays in front.
    fn with_factors_in_cases(&mut self, root: Id) -> Id {
        let order = self.arena.reachable(root);
        if order.len() > MOST_INSIDE || !order.iter().any(|id| matches!(self.arena.node(*id), Node::Piecewise(_))) {
            return root;
        }
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for id in order {
            let rebuilt = self.arena.rebuild(id, |child| new[child.index()]);
            new[id.index()] = cases::with_factors_inside(self.arena, self.knowledge, rebuilt);
        }
        new[root.index()]
    }

    /// The question in other words, as far as the functions go by which it is known.
    fn recognized(&mut self, question: Id) -> Id {
        let lifted = alternatives::rewritten(self.arena, self.knowledge, Rules::of_logistic(), question);
        let passed = self.passes(lifted);
        if disguise::is_lifted(self.arena, passed) { passed } else { self.simplest(question) }
    }

    /// The expression with its sums over an index, integrals and case distinctions of simplest expressions, the innermost
    /// first; as it is from where on there would be too much to look at.
    fn with_simplest_insides(&mut self, root: Id) -> Id {
        let order = self.arena.reachable(root);
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        let mut looked_at = 0;
        for id in order {
            let rebuilt = self.arena.rebuild(id, |child| new[child.index()]);
            new[id.index()] = match self.arena.node(rebuilt) {
                Node::Bound(_, &[.., body]) => self.with_simplest(rebuilt, &[body], &mut looked_at),
                Node::Piecewise(branches) => {
                    let values: Vec<Id> = branches.iter().copied().step_by(2).collect();
                    let simplest = self.with_simplest(rebuilt, &values, &mut looked_at);
                    self.without_point(simplest)
                }
                _ => rebuilt,
            };
        }
        new[root.index()]
    }

    /// The value around a point instead of the two cases there and elsewhere, where it is the value at the point as well.
    fn without_point(&mut self, id: Id) -> Id {
        let Some(cases::AtPoint { around, variable, point, value }) = cases::at_point(self.arena, id) else { return id };
        let both = self.without_losses(|arena, _| Some([around, value].map(|id| arena.substitute(id, variable, point))));
        let Some([there, value]) = both.filter(|both| !both.contains(&Id::UNDEFINED)) else { return id };
        let required = conditions_of(self.arena, self.knowledge, there);
        if !missing_conditions(self.arena, self.knowledge, &required, &[]).is_empty() {
            return id;
        }
        if self.passes(there) == self.passes(value) { around } else { id }
    }

    /// An expression with some of its children in simplest form.
    fn with_simplest(&mut self, id: Id, children: &[Id], looked_at: &mut usize) -> Id {
        let mut simplest = Vec::with_capacity(children.len());
        for &child in children {
            *looked_at += self.arena.reachable(child).len();
            if *looked_at > MOST_INSIDE {
                return id;
            }
            let passed = self.passes(child);
            simplest.push(self.simplest_of_passed(passed));
        }
        let replaced = |child: Id| children.iter().position(|own| *own == child).map_or(child, |at| simplest[at]);
        self.arena.rebuild(id, replaced)
    }

    /// The same of what the passes leave alone; insides stay as they are.
    fn simplest_of_passed(&mut self, root: Id) -> Id {
        let mut best = root;
        for _ in 0..ROUNDS {
            if gate::is_plain(self.arena, best, self.costs.words()) {
                break;
            }
            let before = best;
            // Of two that cost the same the one found first stays: the normal form and its candidates come in an order of their own.
            let mut least = self.costs.of(self.arena, before).saturating_sub(MARGIN);
            let own = self.costs.words().has_angles().then(|| Words::of_functions(self.arena, before));
            // The shortest of those that give up a partner, which is no loss where it is shorter by a third than all others.
            let mut without_partner: Option<(u64, Id)> = None;
            let closed = tower::closed(self.arena, self.knowledge, before).filter(|closed| *closed != before);
            let sources = [Some((before, false)), closed.map(|closed| (closed, false)), Some((before, true))];
            for (source, in_own_functions) in sources.into_iter().flatten() {
                let found = if in_own_functions {
                    Tower::in_own_functions(self.arena, self.knowledge, source, self.costs.words().is_recognized())
                } else {
                    Tower::as_it_stands(self.arena, self.knowledge, source)
                };
                let Some((mut tower, value)) = found else { continue };
                if value.is_zero() {
                    return Id::ZERO;
                }
                for candidate in present::candidates(self.arena, &mut tower, &value, self.costs.words()) {
                    let candidate = self.tidied(candidate);
                    let candidate = signs::settled(self.arena, self.costs.words(), candidate);
                    if candidate == Id::UNDEFINED || !self.may_say(candidate) {
                        continue;
                    }
                    let (angles, partners) = own.as_ref().map_or((0, 0), |own| self.lost_words(own, candidate));
                    let price = self.costs.of(self.arena, candidate) + angles;
                    if partners > 0 && without_partner.is_none_or(|(least, _)| price < least) {
                        without_partner = Some((price, candidate));
                    }
                    let price = price + partners;
                    let is_less = match price.cmp(&least) {
                        Ordering::Equal if best != before => self.costs.spread(self.arena, candidate) < self.costs.spread(self.arena, best),
                        order => order.is_lt(),
                    };
                    if is_less {
                        least = price;
                        best = candidate;
                    }
                }
            }
            if let Some((_, candidate)) = without_partner.filter(|(price, _)| 3 * price <= 2 * least) {
                best = candidate;
            }
            let chosen = best;
            best = self.passes(chosen);
            // What the passes leave alone has been looked at, but for roots, which may cancel once they are written so.
            if best == chosen && (chosen == before || !roots::has_sum_under_root(self.arena, chosen)) {
                break;
            }
        }
        best
    }

    /// Whether an expression is a sum whose terms the passes have made plain, each by itself.
    fn has_plain_terms(&self, root: Id) -> bool {
        let is_plain = |term: &Term| {
            let formed = self.done(Stage::Formed, term.id);
            term.id == Id::ONE || (formed != Id::UNDEFINED && gate::is_plain(self.arena, formed, self.costs.words()))
        };
        matches!(self.arena.node(root), Node::Sum(terms) if terms.len() > 1 && terms.iter().all(is_plain))
    }

    /// Whether a form keeps to the functions it may speak of.
    fn may_say(&self, id: Id) -> bool {
        self.form != Form::Strict || self.costs.words().covers(self.arena, id)
    }

    /// What a candidate has to pay for the angles and for the trigonometric functions of the question it gives up, of those that
    /// the form so far has.
    fn lost_words(&self, own: &Words, candidate: Id) -> (u64, u64) {
        let words = self.costs.words();
        let kept = Words::of_functions(self.arena, candidate);
        (LOST_ANGLE * words.lost_angles(self.arena, own, &kept), LOST_PARTNER * words.lost_partners(own, &kept))
    }

    /// The expression after passes from the leaves up, until they change nothing.
    fn passes(&mut self, root: Id) -> Id {
        let mut current = root;
        for _ in 0..PASSES {
            let next = self.bottom_up(current, Stage::Formed);
            if next == current || next == Id::UNDEFINED {
                return next;
            }
            current = next;
        }
        current
    }

    /// The expression with special values, powers and rules settled in each of its parts.
    fn tidied(&mut self, root: Id) -> Id {
        self.bottom_up(root, Stage::Tidied)
    }

    /// Makes an expression anew from its leaves, each part taken through a stage once its own parts are done.
    fn bottom_up(&mut self, root: Id, stage: Stage) -> Id {
        let known = self.done(stage, root);
        if known != Id::UNDEFINED {
            return known;
        }
        let mut order = std::mem::take(&mut self.order);
        if order.last() != Some(&root) {
            self.arena.reach(&[root], &mut order);
        }
        for &id in &order {
            if self.done(stage, id) != Id::UNDEFINED {
                continue;
            }
            if matches!(self.arena.node(id), Node::Symbol(_) | Node::Number(_)) {
                self.record(stage, id, id);
                continue;
            }
            self.has_insides |= matches!(self.arena.node(id), Node::Bound(..) | Node::Piecewise(_));
            let done = match stage {
                Stage::Tidied => &self.tidy,
                Stage::Formed => &self.formed,
            };
            let rebuilt = self.arena.rebuild(id, |child| done[child.index()]);
            let mut result = self.done(stage, rebuilt);
            if result == Id::UNDEFINED {
                result = match stage {
                    Stage::Tidied => self.at_node(rebuilt),
                    Stage::Formed => self.formed(rebuilt),
                };
                if rebuilt != id && self.has_settled_parts(stage, rebuilt) {
                    self.record(stage, rebuilt, result);
                }
            }
            self.record(stage, id, result);
        }
        self.order = order;
        self.done(stage, root)
    }

    /// Whether a stage changes no part of an expression, so that nothing is left to do but at its root. What the
    /// constructors make of changed parts may have new ones: `|x|/x` stands in no part of `|2*x|/x`.
    fn has_settled_parts(&self, stage: Stage, id: Id) -> bool {
        let mut settled = true;
        self.arena.for_each_child(id, |child| settled &= self.done(stage, child) == child);
        settled
    }

    fn done(&self, stage: Stage, id: Id) -> Id {
        let done = match stage {
            Stage::Tidied => &self.tidy,
            Stage::Formed => &self.formed,
        };
        done.get(id.index()).copied().unwrap_or(Id::UNDEFINED)
    }

    fn record(&mut self, stage: Stage, id: Id, result: Id) {
        let done = match stage {
            Stage::Tidied => &mut self.tidy,
            Stage::Formed => &mut self.formed,
        };
        if done.len() <= id.index() {
            done.resize(2 * self.arena.len(), Id::UNDEFINED);
        }
        done[id.index()] = result;
    }

    /// The cheapest form at the root of an expression whose parts have theirs.
    fn formed(&mut self, id: Id) -> Id {
        let id = self.at_node(id);
        let best = forms::best(self.arena, self.knowledge, &mut self.costs, id);
        if best == id { id } else { self.at_node(best) }
    }

    /// Special values, powers and rules at the root of an expression whose parts are simple.
    fn at_node(&mut self, id: Id) -> Id {
        let (arena, knowledge) = (&mut *self.arena, &mut *self.knowledge);
        let mut current = id;
        for _ in 0..RULES_IN_A_ROW {
            let before = current;
            if let Node::Call(..) = arena.node(current) {
                current = special::call(arena, knowledge, current);
                current = roots::without_cubes(arena, current);
                current = signs::own_difference(arena, self.costs.words(), current);
            }
            // Symbolic powers first: sin(x)^n/sin(x) is no place for a cotangent.
            if let Node::Product(factors) = arena.node(current) {
                let kinds = FactorKinds::of(arena, factors);
                if kinds.powers || kinds.cases {
                    current = powers::join(arena, knowledge, self.costs.words().variable(), current);
                    current = cases::gated(arena, knowledge, current);
                }
                if kinds.powers || kinds.cases || kinds.logarithms {
                    current = special::ratio_of_logarithms(arena, current);
                }
                if kinds.sums > 0 && kinds.unknowns > 1 {
                    current = logarithmic::apart(arena, current);
                }
                if kinds.powers || kinds.cases || kinds.sums > 1 || kinds.squared_sums {
                    current = opposites::met(arena, self.costs.words(), current);
                }
                if kinds.powers || kinds.cases || kinds.sums > 1 {
                    current = opposites::conjugates_met(arena, self.costs.words(), current);
                }
            }
            // Rules before exponentials: joined ones would hide exp(u)/(1 + exp(u)) from them.
            let rewritten = self.rules.iter().find_map(|rules| apply_once(rules, arena, knowledge, current));
            current = match rewritten {
                Some((result, _)) if self.form != Form::Strict || self.costs.words().covers(arena, result) => result,
                _ => match arena.node(current) {
                    Node::Product(_) => powers::collect(arena, knowledge, self.costs.words().variable(), current),
                    Node::Power(..) => powers::power(arena, knowledge, current, self.costs.words().has_part(current)),
                    Node::Sum([_]) => {
                        let scaled = cases::scaled(arena, current);
                        if scaled == current { roots::joined(arena, current) } else { scaled }
                    }
                    Node::Sum(_) => roots::joined(arena, current),
                    Node::Piecewise(_) => cases::flattened(arena, knowledge, current),
                    Node::Bound(..) => match sums::of_equal_terms(arena, current) {
                        Some(counted) => counted,
                        None if self.costs.words().has_part(current) => current,
                        None => sums::without_constants(arena, current),
                    },
                    _ => current,
                },
            };
            if current == before {
                break;
            }
        }
        current
    }
}

/// What there is among the factors of a product: most products have nothing that the steps on them look for.
#[derive(Debug, Clone, Copy, Default)]
struct FactorKinds {
    /// Powers with an exponent that is no number.
    powers: bool,
    /// Case distinctions.
    cases: bool,
    logarithms: bool,
    /// How many sums.
    sums: usize,
    /// Whether one of them stands under an even exponent.
    squared_sums: bool,
    /// How many values of unknown functions.
    unknowns: usize,
}

impl FactorKinds {
    fn of(arena: &Arena, factors: &[Term]) -> FactorKinds {
        let mut kinds = FactorKinds::default();
        for factor in factors {
            match arena.node(factor.id) {
                Node::Power(..) => kinds.powers = true,
                Node::Piecewise(_) => kinds.cases = true,
                Node::Call(FunctionId::LN, _) => kinds.logarithms = true,
                Node::Sum(_) => {
                    kinds.sums += 1;
                    kinds.squared_sums |= factor.number.is_even();
                }
                Node::Apply(..) => kinds.unknowns += 1,
                _ => {}
            }
        }
        kinds
    }
}

/// The stages an expression is taken through from its leaves.
#[derive(Debug, Clone, Copy)]
enum Stage {
    /// Special values, powers and rules.
    Tidied,
    /// The same, and the cheapest form of each sum and product.
    Formed,
}
