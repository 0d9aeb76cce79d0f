//! The conditions under which an expression has a real value, and those an answer does not show itself.

use super::Knowledge;
use super::constants::constant_truth;
use super::indexed::{is_indexed, scopes};
use super::integral::integral_conditions;
use super::line::Line;
use super::powers::{is_of_negative_number, real_powers};
use super::relation::{either_side, normal_condition};
use super::solve::solve;
use crate::expression::{Arena, Binder, Id, Loss, Node, Relation, Required, Term, expand_everywhere};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;
use rustc_hash::FxHashSet;

/// So many conditions are held against each other.
const FEW: usize = 12;

/// The conditions under which `root` has a real value, each a comparison where it can be one. What stands inside a case
/// distinction is left out: there the cases decide. Of what stands in a sum or product over an index, what does not depend on
/// the index asks the same as outside. `x^n` with a parameter `n` asks nothing, since `n` may be an integer.
pub fn conditions_of(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Vec<Id> {
    let mut found = outer_conditions(arena, knowledge, root);
    let scopes = scopes(arena, root);
    for (at, scope) in scopes.iter().enumerate() {
        for condition in outer_conditions(arena, knowledge, scope.body) {
            if !is_indexed(arena, &scopes, at, condition) {
                push_condition(arena, knowledge, condition, &mut found);
            }
        }
    }
    found
}

/// The conditions of what stands outside case distinctions and sums over an index.
pub(super) fn outer_conditions(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Vec<Id> {
    let mut found = Vec::new();
    for id in outside_cases(arena, root) {
        match arena.node(id) {
            Node::Product(factors) => {
                let factors = factors.to_vec();
                for base in opposite_powers(arena, &factors) {
                    push(arena, knowledge, Relation::NotEqual, base, &mut found);
                }
                for factor in factors {
                    let relation = match (factor.number.is_integer(), factor.number.is_negative()) {
                        (true, false) => continue,
                        (true, true) => Relation::NotEqual,
                        (false, true) => Relation::Less,
                        (false, false) => Relation::LessOrEqual,
                    };
                    push(arena, knowledge, relation, factor.id, &mut found);
                }
            }
            Node::Power(base, exponent) => {
                let asks = arena.asks_for_positive_base(base, exponent) || is_of_negative_number(arena, knowledge, base, exponent);
                if asks {
                    push(arena, knowledge, Relation::Less, base, &mut found);
                }
            }
            Node::Bound(Binder::Integral, &[bound, lower, upper, body]) => {
                for condition in integral_conditions(arena, knowledge, bound, [lower, upper], body) {
                    push_condition(arena, knowledge, condition, &mut found);
                }
            }
            Node::Call(function, arguments) => {
                let arguments = arguments.to_vec();
                if let Some(condition) = template::domain(arena, function, &arguments, id)
                    && !asks_for_integers(arena, condition, &arguments)
                {
                    push_condition(arena, knowledge, condition, &mut found);
                }
            }
            Node::Piecewise(branches) => {
                let conditions: Vec<Id> = branches.chunks(2).map(|branch| branch[1]).collect();
                some_holds(arena, knowledge, &conditions, &mut found);
                sides_have_values(arena, knowledge, &conditions, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The bases of powers whose symbolic exponents add up to a number: of `x^n` and `x^(-n)` one has no value at 0, whichever way n is
/// meant.
fn opposite_powers(arena: &mut Arena, factors: &[Term]) -> Vec<Id> {
    let powers: Vec<(Id, Id, Rational)> = factors
        .iter()
        .filter_map(|factor| match arena.node(factor.id) {
            Node::Power(base, exponent) => Some((base, exponent, factor.number.clone())),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (at, (base, exponent, number)) in powers.iter().enumerate() {
        for (other, other_exponent, other_number) in &powers[at + 1..] {
            if base != other || found.contains(base) {
                continue;
            }
            let sum = arena.sum([(*exponent, number.clone()), (*other_exponent, other_number.clone())]);
            if arena.as_number(sum).is_some() {
                found.push(*base);
            }
        }
    }
    found
}

/// Adds what the comparisons of a case distinction ask for, each where none before it holds: `2 + sqrt(x) > 0` fails nowhere, but
/// it says nothing where x is negative. Of what is joined by `and` and `or` one part may settle the others.
fn sides_have_values(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id], found: &mut Vec<Id>) {
    for (at, condition) in conditions.iter().enumerate().take(FEW) {
        let Node::Relation(_, left, right) = arena.node(*condition) else { continue };
        for side in [left, right] {
            // Cases inside conditions of cases are not gone into.
            if has_cases(arena, side) {
                continue;
            }
            for required in outer_conditions(arena, knowledge, side) {
                let alternatives = [&conditions[..at], &[required]].concat();
                let condition = arena.disjunction(&alternatives);
                push_condition(arena, knowledge, condition, found);
            }
        }
    }
}

/// Adds that some of a case distinction's conditions holds: `x != c` for the cases `x < c` and `x > c`.
fn some_holds(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id], found: &mut Vec<Id>) {
    let some_case = arena.disjunction(conditions);
    if let Some((value, line)) = solve(arena, knowledge, some_case) {
        return found.extend(line.conditions(arena, value, &Line::all()));
    }
    // What holds where another fails leaves nothing out.
    if conditions.len() <= FEW {
        let negations: Vec<Id> = conditions.iter().map(|condition| arena.negated(*condition)).collect();
        if negations.iter().any(|negation| conditions.contains(negation)) {
            return;
        }
    }
    match either_side(arena, conditions) {
        Some(condition) => found.push(condition),
        None => push_condition(arena, knowledge, some_case, found),
    }
}

/// So many cases are gone through one inside the other; of more, what they require is asked whichever of them holds.
const MOST_CASES: usize = 64;

/// What a value requires in a case with this condition.
pub type Requirement<'a> = dyn FnMut(&mut Arena, &mut Knowledge, Id, Id) -> Vec<Id> + 'a;

/// What is required inside case distinctions, each where its case is the one that holds: `y >= 5 or z > 0` of
/// `{1 if y >= 5; ln(z) otherwise}`. Case distinctions that are `told` elsewhere are left out, with all that stands in them.
pub fn conditions_in_cases(arena: &mut Arena, knowledge: &mut Knowledge, root: Id, told: &dyn Fn(&Arena, Id) -> bool) -> Vec<Id> {
    required_in_cases(arena, knowledge, root, told, &mut |arena, knowledge, value, _| conditions_of(arena, knowledge, value))
}

/// The same of whatever a value is said to require.
pub fn required_in_cases(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    root: Id,
    told: &dyn Fn(&Arena, Id) -> bool,
    requirement: &mut Requirement<'_>,
) -> Vec<Id> {
    let mut found = Vec::new();
    if !has_cases(arena, root) {
        return found;
    }
    // What is looked through, and the conditions under which it is no part of the value.
    let mut waiting: Vec<(Id, Vec<Id>)> = vec![(root, Vec::new())];
    let mut cases = 0;
    while let Some((part, elsewhere)) = waiting.pop() {
        for id in outside_cases(arena, part) {
            let Node::Piecewise(ids) = arena.node(id) else { continue };
            if told(arena, id) {
                continue;
            }
            let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
            cases += branches.len();
            if cases > MOST_CASES {
                return required_in_all_cases(arena, knowledge, root, told, requirement);
            }
            let mut elsewhere = elsewhere.clone();
            for (value, condition) in branches {
                let mut unless = elsewhere.clone();
                unless.push(arena.negated(condition));
                for required in requirement(arena, knowledge, value, condition) {
                    let alternatives = [&unless[..], &[required]].concat();
                    let condition = arena.disjunction(&alternatives);
                    push_condition(arena, knowledge, condition, &mut found);
                }
                waiting.push((value, unless));
                elsewhere.push(condition);
            }
        }
    }
    found
}

/// The same of very many cases, asked whichever of them holds.
fn required_in_all_cases(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    root: Id,
    told: &dyn Fn(&Arena, Id) -> bool,
    requirement: &mut Requirement<'_>,
) -> Vec<Id> {
    let outermost: Vec<Id> =
        outside_cases(arena, root).into_iter().filter(|id| matches!(arena.node(*id), Node::Piecewise(_)) && !told(arena, *id)).collect();
    let mut found = Vec::new();
    for id in arena.reachable_from(&outermost) {
        let Node::Piecewise(ids) = arena.node(id) else { continue };
        let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
        for (value, condition) in branches {
            found.extend(requirement(arena, knowledge, value, condition));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What a case is told by to be larger in size, where that must not be zero: d of `|u| > d` beside `u != 0`, as in a Huber loss.
/// Where it is not negative nothing is left to require.
pub fn bound_away(arena: &Arena, condition: Id, jump: Id) -> Option<Id> {
    let Node::Relation(Relation::NotEqual, u, other) = arena.node(jump) else { return None };
    let is_size = |side: Id| matches!(arena.node(side), Node::Call(FunctionId::ABS, &[inner]) if inner == u || inner == other);
    let bound = |part: Id| match arena.node(part) {
        Node::Relation(Relation::Less, smaller, larger) if is_size(larger) => Some(smaller),
        _ => None,
    };
    match arena.node(condition) {
        Node::And(parts) => parts.iter().find_map(|part| bound(*part)),
        _ => bound(condition),
    }
}

/// Whether a condition holds wherever a parameter, the order or index of a function, is one of the right integers. As with
/// `x^n`, the parameter may be meant so.
fn asks_for_integers(arena: &Arena, condition: Id, arguments: &[Id]) -> bool {
    let [order, value] = *arguments else { return false };
    let (of_order, of_value) = (arena.free_symbols(order), arena.free_symbols(value));
    if of_order.is_empty() || of_order.iter().any(|symbol| of_value.contains(symbol)) {
        return false;
    }
    matches!(arena.node(condition), Node::Or(parts) if parts.iter().any(|part| arena.free_symbols(*part) == of_order))
}

/// The conditions behind what canonical constructors forgot.
pub fn conditions_of_losses(arena: &mut Arena, knowledge: &mut Knowledge, losses: &[Loss]) -> Vec<Id> {
    conditions_behind(arena, knowledge, losses, &|_, _| true)
}

/// The same without what [`parametric_powers`](super::parametric_powers) ask of their bases.
pub fn conditions_beside_powers(arena: &mut Arena, knowledge: &mut Knowledge, losses: &[Loss]) -> Vec<Id> {
    conditions_behind(arena, knowledge, losses, &|arena, [base, exponent]| arena.asks_for_positive_base(base, exponent))
}

fn conditions_behind(arena: &mut Arena, knowledge: &mut Knowledge, losses: &[Loss], is_asked: &dyn Fn(&Arena, [Id; 2]) -> bool) -> Vec<Id> {
    let mut found = Vec::new();
    for loss in losses {
        let mut own = conditions_of(arena, knowledge, loss.required.id());
        for [base, exponent] in real_powers(arena, loss.required.id()) {
            if is_asked(arena, [base, exponent]) {
                push(arena, knowledge, Relation::Less, base, &mut own);
            }
        }
        match loss.required {
            Required::NonZero(id) => push(arena, knowledge, Relation::NotEqual, id, &mut own),
            Required::NonNegative(id) => push(arena, knowledge, Relation::LessOrEqual, id, &mut own),
            Required::Defined(_) => {}
        }
        match loss.unless {
            None => found.extend(own),
            Some(unless) => {
                for condition in own {
                    let condition = arena.disjunction(&[unless, condition]);
                    push_condition(arena, knowledge, condition, &mut found);
                }
            }
        }
    }
    found
}

/// Where the signs are not zero that the question has and the answer has not: `sign(a)^2` and `sign(a)*sign(2*a)` are 1 only
/// there. A sign beside its own argument, or the absolute value of that, falls away everywhere: `x*sign(x)` is `|x|`.
pub fn lost_signs(arena: &mut Arena, knowledge: &mut Knowledge, input: Id, answer: Id) -> Vec<Id> {
    const SIGN: FunctionId = FunctionId::named("sign");
    if arena.function_bits(input) & SIGN.bit() == 0 {
        return Vec::new();
    }
    let argument_of = |arena: &Arena, id: Id, functions: &[FunctionId]| match arena.node(id) {
        Node::Call(function, &[argument]) if functions.contains(&function) => Some(argument),
        _ => None,
    };
    let squares = |arena: &Arena, parts: &[Id]| -> FxHashSet<Id> {
        let of_part = |id: &Id| match arena.node(*id) {
            Node::Product(factors) => factors,
            _ => &[],
        };
        let even = parts.iter().flat_map(of_part).filter(|factor| factor.number.is_even());
        even.filter_map(|factor| argument_of(arena, factor.id, &[SIGN])).collect()
    };
    // Signs beside their own arguments.
    let is_beside_its_own = |arena: &Arena, parts: &[Id], argument: Id| {
        let own = |id: Id| id == argument || argument_of(arena, id, &[FunctionId::ABS]) == Some(argument);
        parts.iter().any(|part| match arena.node(*part) {
            Node::Product(factors) => {
                factors.iter().any(|factor| argument_of(arena, factor.id, &[SIGN]) == Some(argument))
                    && factors.iter().any(|factor| own(factor.id))
            }
            _ => false,
        })
    };
    let (parts, kept_parts) = (outside_cases(arena, input), outside_cases(arena, answer));
    let (squared, kept_squared) = (squares(arena, &parts), squares(arena, &kept_parts));
    let shown: FxHashSet<Id> = kept_parts
        .iter()
        .filter_map(|id| argument_of(arena, *id, &[SIGN, FunctionId::ABS]))
        .map(|argument| arena.coefficient(argument).1)
        .collect();
    let mut lost: Vec<Id> = Vec::new();
    // The sign of a number is known, that of 0 too.
    let arguments = parts.iter().filter_map(|id| argument_of(arena, *id, &[SIGN])).filter(|argument| arena.as_number(*argument).is_none());
    for argument in arguments {
        let is_lost = match squared.contains(&argument) {
            true => !kept_squared.contains(&argument),
            false => !shown.contains(&arena.coefficient(argument).1) && !is_beside_its_own(arena, &parts, argument),
        };
        if is_lost && !lost.contains(&argument) {
            lost.push(argument);
        }
    }
    lost.sort_unstable_by_key(|argument| arena.fingerprint(*argument));
    let mut found = Vec::new();
    // Of many, all that is said of them is that their product is not zero.
    let rest = lost.split_off(lost.len().min(FEW));
    for argument in lost {
        // Where a factor is zero whose sign is shown, both are zero: `sign(x^3)` is `sign(x)`.
        let is_zero_too = |factor: &Term| {
            let core = arena.coefficient(factor.id).1;
            !squared.contains(&argument) && kept_parts.iter().any(|id| argument_of(arena, *id, &[SIGN]) == Some(core))
        };
        let kept: Vec<Term> = arena.factors(arena.coefficient(argument).1).into_iter().filter(|factor| !is_zero_too(factor)).collect();
        let kept = arena.product(kept.into_iter().map(|factor| (factor.id, factor.number)));
        push(arena, knowledge, Relation::NotEqual, kept, &mut found);
    }
    if !rest.is_empty() {
        let product = arena.product(rest.into_iter().map(|argument| (argument, Rational::ONE)).collect::<Vec<_>>());
        found.push(arena.relation(Relation::NotEqual, product, Id::ZERO));
    }
    found
}

/// Those of the `required` conditions that neither follow from the `visible` ones nor from each other, in a fixed order.
/// Whatever can be solved for the one thing that varies in it is put together on its line of values first.
pub fn missing_conditions(arena: &mut Arena, knowledge: &mut Knowledge, required: &[Id], visible: &[Id]) -> Vec<Id> {
    let (lines, mut candidates) = solved(arena, knowledge, required);
    if !lines.is_empty() {
        let (shown, _) = solved(arena, knowledge, visible);
        for (value, line) in lines {
            let within = Line::of_values(arena, knowledge, value);
            let within = shown.iter().filter(|(other, _)| *other == value).fold(within, |within, (_, line)| within.and(line));
            candidates.extend(line.conditions(arena, value, &within));
        }
    }
    let mut known = knowledge.clone();
    for condition in visible {
        known.assume(arena, *condition);
    }
    candidates.sort_by_key(|condition| (strength(arena, *condition), arena.fingerprint(*condition)));
    candidates.dedup();
    let mut missing: Vec<Id> = Vec::new();
    for condition in candidates {
        let follows = known.decide(arena, condition) == Some(true)
            || missing.iter().chain(visible).any(|other| every_part_implies(arena, &known, *other, condition));
        if visible.contains(&condition) || follows || is_among(arena, condition, &[visible, &missing].concat()) {
            continue;
        }
        known.assume(arena, condition);
        missing.push(condition);
    }
    // One may follow from others that were found later: x^2 + y^2 != 0 from x != 0.
    let mut at = 0;
    while missing.len() <= FEW && at < missing.len() {
        let mut known = knowledge.clone();
        for other in missing.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, other)| other).chain(visible) {
            known.assume(arena, *other);
        }
        if known.decide(arena, missing[at]) == Some(true) {
            missing.remove(at);
        } else {
            at += 1;
        }
    }
    // One with alternatives may follow from another that was found later.
    let found = missing.clone();
    missing.retain(|condition| !found.iter().any(|other| other != condition && every_part_implies(arena, knowledge, *other, *condition)));
    missing
}

/// Whether a condition is one of several, multiplied out: `(x + 1)^2 - 1 <= 1` is `x^2 + 2*x <= 1`, and `u != v` is `v != u`.
fn is_among(arena: &mut Arena, condition: Id, others: &[Id]) -> bool {
    const SMALL: usize = 64;
    let mut all = others.iter().chain([&condition]);
    if others.len() > FEW || all.any(|condition| arena.is_larger_than(*condition, SMALL)) {
        return false;
    }
    // Both ways round, where that makes no difference.
    let mut expanded = |condition: Id| match arena.node(condition) {
        Node::Relation(Relation::NotEqual, left, right) => [(left, right), (right, left)].map(|(left, right)| {
            let difference = arena.subtract(left, right);
            let difference = expand_everywhere(arena, difference);
            arena.relation(Relation::NotEqual, difference, Id::ZERO)
        }),
        _ => [expand_everywhere(arena, condition); 2],
    };
    let [own, _] = expanded(condition);
    others.iter().any(|other| expanded(*other).contains(&own))
}

/// The conditions without those that others say as well, since their sides have no value elsewhere: `tan(x) > 0` says that
/// `cos(x) != 0`.
pub fn without_implied(arena: &mut Arena, knowledge: &mut Knowledge, mut conditions: Vec<Id>) -> Vec<Id> {
    let mut at = 0;
    while conditions.len() <= FEW && at < conditions.len() {
        // Of alternatives each says something else.
        let is_plain = |other: &Id| matches!(arena.node(*other), Node::Relation(..));
        let others: Vec<Id> = conditions.iter().copied().filter(|other| *other != conditions[at] && is_plain(other)).collect();
        if others.into_iter().any(|other| conditions_of(arena, knowledge, other).contains(&conditions[at])) {
            conditions.remove(at);
        } else {
            at += 1;
        }
    }
    conditions
}

/// Where the conditions hold, for each thing that varies alone in some of them, and the conditions that cannot be solved so.
fn solved(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id]) -> (Vec<(Id, Line)>, Vec<Id>) {
    let mut lines: Vec<(Id, Line)> = Vec::new();
    let mut rest = Vec::new();
    for condition in conditions {
        match solve(arena, knowledge, *condition) {
            Some((value, line)) => match lines.iter_mut().find(|(known, _)| *known == value) {
                Some((_, whole)) => *whole = whole.and(&line),
                None => lines.push((value, line)),
            },
            None => rest.push(*condition),
        }
    }
    (lines, rest)
}

/// Whether one of the conditions never holds, or no value lets them hold together, as far as that can be told.
pub fn hold_nowhere(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id]) -> bool {
    if conditions.iter().any(|condition| knowledge.decide(arena, *condition) == Some(false)) {
        return true;
    }
    // What is known bounds them as well.
    let lines = solved(arena, knowledge, conditions).0;
    lines.into_iter().any(|(value, line)| line.and(&Line::of_values(arena, knowledge, value)).is_empty())
}

/// Whether each alternative of `alternatives` implies the condition.
pub(super) fn every_part_implies(arena: &mut Arena, known: &Knowledge, alternatives: Id, condition: Id) -> bool {
    let Node::Or(parts) = arena.node(alternatives) else { return false };
    let parts = parts.to_vec();
    !parts.is_empty()
        && parts.into_iter().all(|part| known.assuming(arena, part).is_some_and(|mut with| with.decide(arena, condition) == Some(true)))
}

/// Strict inequalities first: they make the weaker ones superfluous.
fn strength(arena: &Arena, condition: Id) -> u8 {
    match arena.node(condition) {
        Node::Relation(Relation::Less, ..) => 0,
        Node::Relation(Relation::Equal, ..) => 1,
        Node::Relation(Relation::LessOrEqual, ..) => 2,
        Node::Relation(Relation::NotEqual, ..) => 3,
        _ => 4,
    }
}

/// `0 relation id` (or `id != 0`), unless it is known.
fn push(arena: &mut Arena, knowledge: &mut Knowledge, relation: Relation, id: Id, found: &mut Vec<Id>) {
    let condition = arena.relation(relation, Id::ZERO, id);
    push_condition(arena, knowledge, condition, found);
}

pub(super) fn push_condition(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id, found: &mut Vec<Id>) {
    let condition = without_constants(arena, condition);
    if constant_truth(arena, condition) == Some(true) {
        return;
    }
    // A product is zero where one of its factors is, |u| where u is, and a power nowhere else than its base.
    if let Node::Relation(Relation::NotEqual, left, right) = arena.node(condition) {
        let of_zero = if right == Id::ZERO { Some(left) } else { None };
        if let Some(Node::Call(FunctionId::ABS, &[argument]) | Node::Power(argument, _)) = of_zero.map(|id| arena.node(id)) {
            let inside = arena.relation(Relation::NotEqual, argument, Id::ZERO);
            return push_condition(arena, knowledge, inside, found);
        }
        if let Some(Node::Product(factors)) = of_zero.map(|id| arena.node(id)) {
            for factor in factors.to_vec() {
                let part = arena.relation(Relation::NotEqual, Id::ZERO, factor.id);
                push_condition(arena, knowledge, part, found);
            }
            return;
        }
    }
    match arena.node(condition) {
        Node::And(parts) => {
            for part in parts.to_vec() {
                push_condition(arena, knowledge, part, found);
            }
        }
        _ => {
            let normal = normal_condition(arena, knowledge, condition);
            match arena.node(normal) {
                Node::And([]) => {}
                Node::And(parts) => found.extend_from_slice(&parts.to_vec()),
                _ => found.push(normal),
            }
        }
    }
}

/// The condition without the parts that hold whatever the variables are, and without the alternatives that never do:
/// `u >= 0 or abs(sin(2*pi)) >= 1` is `u >= 0`.
fn without_constants(arena: &mut Arena, condition: Id) -> Id {
    let (parts, is_any) = match arena.node(condition) {
        Node::And(parts) => (parts.to_vec(), false),
        Node::Or(parts) => (parts.to_vec(), true),
        _ => return condition,
    };
    let mut kept: Vec<Id> = Vec::with_capacity(parts.len());
    for part in parts {
        // The table's conditions are alternatives of comparisons and of what holds together: no deeper.
        let part = match arena.node(part) {
            Node::And(inner) => {
                let inner: Vec<Id> = inner.to_vec().into_iter().filter(|part| constant_truth(arena, *part) != Some(true)).collect();
                arena.conjunction(&inner)
            }
            _ => part,
        };
        if constant_truth(arena, part) != Some(!is_any) {
            kept.push(part);
        }
    }
    match (is_any, kept.is_empty()) {
        // Where no alternative is left the condition fails everywhere, and stays to say so.
        (true, true) => condition,
        (true, false) => arena.disjunction(&kept),
        (false, _) => arena.conjunction(&kept),
    }
}

/// Whether there is a case distinction in an expression.
pub fn has_cases(arena: &Arena, root: Id) -> bool {
    arena.reachable(root).into_iter().any(|id| matches!(arena.node(id), Node::Piecewise(_)))
}

/// What `root` is made of, parents before children, without the insides of case distinctions and of what binds a variable.
pub fn outside_cases(arena: &Arena, root: Id) -> Vec<Id> {
    let mut seen = FxHashSet::from_iter([root]);
    let mut ids = vec![root];
    let mut at = 0;
    while let Some(&id) = ids.get(at) {
        let mut visit = |child: Id| {
            if seen.insert(child) {
                ids.push(child);
            }
        };
        match arena.node(id) {
            Node::Piecewise(_) | Node::Bound(_, [_, _, _]) => {}
            Node::Bound(_, &[_, lower, upper, _]) => {
                visit(lower);
                visit(upper);
            }
            _ => arena.for_each_child(id, visit),
        }
        at += 1;
    }
    // Children have smaller ids.
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids
}
