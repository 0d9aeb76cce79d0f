//! What a side that is equal to another really loses of the domain: looked at point by point, lost is what fails where the other side has a
//! value, and its own has none or another.

use super::samples::{Ends, Sample, Samples};
use crate::domain::{Knowledge, Line, Part, normal_condition, parametric_powers, solve};
use crate::expression::{Arena, Id, Loss, Node, Relation, Symbol};
use crate::functions::FunctionId;
use crate::letters::is_index;
use crate::number::Rational;

/// The two sides, and under what the one that keeps its values has them.
pub(super) struct Sides<'a> {
    /// The side that may have lost something.
    pub own: Id,
    /// The side it is compared with.
    pub other: Id,
    /// The conditions of the other side, and what is assumed.
    pub visible: &'a [Id],
}

/// Why something may be lost.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The side asks for it.
    Asked,
    /// The side asked for it and no longer shows it, so that its values say nothing: x/x is 1 at 0 by now.
    Forgotten,
    /// A sign of the other side is zero there, so that only their values tell.
    Sign,
}

/// Something that may be lost.
struct Suspect {
    /// Where: all of these hold.
    parts: Vec<Id>,
    /// The condition that fails there, where it was one to begin with.
    required: Option<Id>,
    kind: Kind,
    /// The numbers of the points where it is lost.
    lost: Vec<usize>,
    /// At which points the parts hold, by [`ENDS`].
    holds: Vec<[bool; 3]>,
    /// Whether they hold at a point where that tells whether something is lost.
    is_judged: bool,
}

/// The ways a range can be told, the narrowest first.
const ENDS: [Ends; 3] = [Ends::Without, Ends::AsWritten, Ends::With];

impl Suspect {
    fn new(parts: Vec<Id>, required: Option<Id>, kind: Kind) -> Suspect {
        Suspect { parts, required, kind, lost: Vec::new(), holds: Vec::new(), is_judged: false }
    }

    fn names(&self, arena: &Arena) -> Vec<Symbol> {
        self.parts.iter().flat_map(|part| arena.free_symbols(*part)).collect()
    }
}

/// Where a side has no value, or another one, and the other side has: the conditions `missing` that its form shows, those `forgotten`, those on
/// the `signs` of the other side, and what the powers with parameters in the exponent ask for, those of the side and those in its `losses`. Of
/// each region what holds there together.
pub(super) fn regions_lost(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    sides: &Sides<'_>,
    [missing, forgotten, signs]: [&[Id]; 3],
    losses: &[Loss],
) -> Vec<Vec<Id>> {
    let mut suspects: Vec<Suspect> = Vec::new();
    for (conditions, kind) in [(missing, Kind::Asked), (forgotten, Kind::Forgotten), (signs, Kind::Sign)] {
        for condition in conditions {
            if !suspects.iter().any(|known| known.required == Some(*condition)) {
                let region = arena.negated(*condition);
                suspects.push(Suspect::new(vec![region], Some(*condition), kind));
            }
        }
    }
    let gone = losses.iter().map(|loss| (loss.required.id(), loss.unless, Kind::Forgotten));
    for (id, unless, kind) in gone.chain([(sides.own, None, Kind::Asked)]) {
        for mut parts in regions_of_powers(arena, knowledge, id) {
            parts.extend(unless.map(|unless| arena.negated(unless)));
            if !suspects.iter().any(|known| known.parts == parts) {
                suspects.push(Suspect::new(parts, None, kind));
            }
        }
    }
    if suspects.is_empty() {
        return Vec::new();
    }
    let samples = look(arena, knowledge, sides, &mut suspects);
    // What can't be looked at is said; so is what fails at no point that was found, or only close to where a sign is zero.
    suspects.retain(|suspect| !suspect.lost.is_empty() || suspect.required.is_some() && (samples.is_none() || !suspect.is_judged));
    told(arena, knowledge, sides, &suspects, samples.as_ref())
}

/// Looks at the suspects at points; none where the sides have values at no point.
fn look(arena: &mut Arena, knowledge: &mut Knowledge, sides: &Sides<'_>, suspects: &mut [Suspect]) -> Option<Samples> {
    let parts: Vec<Id> = suspects.iter().flat_map(|suspect| suspect.parts.iter().copied()).collect();
    let mut samples = Samples::new(arena, &[sides.visible, &parts, &[sides.own, sides.other]].concat());
    for part in parts {
        let Some((value, line)) = solve(arena, knowledge, part) else { continue };
        if let Some(symbol) = arena.as_symbol(value) {
            line.boundaries().iter().for_each(|number| samples.add_value(symbol, number));
        }
    }
    // Where the other side has a value.
    let mut usable: Vec<usize> = Vec::new();
    let mut at = 0;
    for is_first in [true, false] {
        while let Some(sample) = samples.get(arena, at) {
            if look_at(arena, sides, suspects, &sample, at) {
                usable.push(at);
            }
            at += 1;
        }
        // What is lost at none of these may still be somewhere.
        for suspect in suspects.iter().filter(|suspect| is_first && suspect.lost.is_empty() && suspect.required.is_some()) {
            suspect.parts.iter().for_each(|part| samples.add_zeros(arena, *part, &usable));
        }
    }
    (!usable.is_empty()).then_some(samples)
}

/// Notes what is lost at a point; false where the other side has no value there.
fn look_at(arena: &Arena, sides: &Sides<'_>, suspects: &mut [Suspect], sample: &Sample, number: usize) -> bool {
    let (own, other) = (sample.value(sides.own), sample.value(sides.other));
    let has_value = other.is_finite() && sides.visible.iter().all(|condition| sample.holds(arena, *condition, Ends::AsWritten));
    let differs = !own.is_finite() || (own - other).abs() > 1e-9 * (1.0 + other.abs());
    for suspect in suspects {
        let holds = ENDS.map(|ends| suspect.parts.iter().all(|part| sample.holds(arena, *part, ends)));
        suspect.holds.push(holds);
        suspect.is_judged |= holds[1] && (suspect.kind != Kind::Sign || !sample.is_near);
        let is_lost = match suspect.kind {
            Kind::Asked => differs || sample.is_near,
            Kind::Forgotten => true,
            Kind::Sign => differs && !sample.is_near,
        };
        if holds[1] && has_value && is_lost {
            suspect.lost.push(number);
        }
    }
    has_value
}

/// Where powers with parameters in their exponents have no value: `x = 0` where the exponent is not positive, and `x < 0` where it is no
/// whole number, which a letter that counts is taken to be.
fn regions_of_powers(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Vec<Vec<Id>> {
    let mut found = Vec::new();
    for (base, exponent) in parametric_powers(arena, root) {
        let is_zero = arena.relation(Relation::Equal, base, Id::ZERO);
        let mut pairs = vec![[is_zero, arena.relation(Relation::LessOrEqual, exponent, Id::ZERO)]];
        if !arena.free_symbols(exponent).iter().all(|symbol| is_index(arena.name(*symbol))) {
            pairs.push([arena.relation(Relation::Less, base, Id::ZERO), no_whole_number(arena, exponent)]);
        }
        for pair in pairs {
            let truths = pair.map(|part| knowledge.decide(arena, part));
            let open = pair.into_iter().zip(truths).filter(|(_, truth)| truth.is_none());
            let parts: Vec<Id> = open.map(|(part, _)| normal_condition(arena, knowledge, part)).collect();
            if !truths.contains(&Some(false)) && !parts.is_empty() {
                found.push(parts);
            }
        }
    }
    found
}

/// That an exponent is no whole number: `a != floor(a)`, also of `1 - a`.
fn no_whole_number(arena: &mut Arena, exponent: Id) -> Id {
    let mut exponent = exponent;
    if let Node::Sum(terms) = arena.node(exponent) {
        let kept: Vec<(Id, Rational)> = terms
            .iter()
            .filter(|term| term.id != Id::ONE || !term.number.is_integer())
            .map(|term| (term.id, term.number.clone()))
            .collect();
        let is_negative = kept.iter().all(|(_, number)| number.is_negative());
        exponent = arena.sum(kept);
        if is_negative {
            exponent = arena.negate(exponent);
        }
    }
    let floor = arena.call(FunctionId::named("floor"), &[exponent]);
    arena.relation(Relation::NotEqual, exponent, floor)
}

/// The regions as they are told. Where another region contains all points that are lost in one, that is told with it: `x < 0 and y <= 0`.
/// Of the powers only what nothing else says.
fn told(arena: &mut Arena, knowledge: &mut Knowledge, sides: &Sides<'_>, suspects: &[Suspect], samples: Option<&Samples>) -> Vec<Vec<Id>> {
    let mut regions: Vec<Vec<Id>> = Vec::new();
    for (number, suspect) in suspects.iter().enumerate() {
        let is_told = |at: &usize| {
            let says = |other: &Suspect| other.lost.contains(at);
            suspects.iter().any(|other| other.required.is_some() && says(other))
                || suspects[..number].iter().any(|other| other.lost != suspect.lost && says(other))
        };
        if suspect.required.is_none() && suspect.lost.iter().all(is_told) {
            continue;
        }
        // The narrowest range of another region that holds at all points that are lost here.
        let first = if samples.is_some_and(|samples| samples.is_complete) { 0 } else { 1 };
        let around = |other: &Suspect| (first..3).find(|way| suspect.lost.iter().all(|at| other.holds[*at][*way])).map(|way| ENDS[way]);
        let is_at = |symbol: Symbol, point: f64| {
            samples.is_none_or(|samples| suspect.lost.is_empty() || suspect.lost.iter().any(|at| samples.is_at(*at, symbol, point)))
        };
        let ends = around(suspect).filter(|_| !suspect.lost.is_empty()).unwrap_or(Ends::AsWritten);
        let mut parts = match suspect.required {
            Some(condition) => vec![complement_where(arena, knowledge, condition, sides.visible, &is_at)],
            None => suspect.parts.iter().map(|part| with_ends(arena, *part, ends)).collect(),
        };
        let mut names = suspect.names(arena);
        for other in suspects.iter().filter(|_| suspect.lost.len() > 1) {
            let own = other.names(arena);
            if let Some(ends) = around(other).filter(|_| own.iter().any(|name| !names.contains(name))) {
                parts.extend(other.parts.iter().map(|part| with_ends(arena, *part, ends)));
                names.extend(own);
            }
        }
        let mut once: Vec<Id> = Vec::new();
        for part in parts {
            if !once.contains(&part) {
                once.push(part);
            }
        }
        if !regions.iter().any(|known| known.len() == once.len() && once.iter().all(|part| known.contains(part))) {
            regions.push(once);
        }
    }
    regions
}

/// A comparison with or without the end of its range.
fn with_ends(arena: &mut Arena, condition: Id, ends: Ends) -> Id {
    match arena.node(condition) {
        Node::Relation(Relation::Less, left, right) if ends == Ends::With => arena.relation(Relation::LessOrEqual, left, right),
        Node::Relation(Relation::LessOrEqual, left, right) if ends == Ends::Without => arena.relation(Relation::Less, left, right),
        _ => condition,
    }
}

/// Where the conditions of the one hold and the missing one fails.
pub(super) fn complement(arena: &mut Arena, knowledge: &mut Knowledge, missing: Id, visible: &[Id]) -> Id {
    complement_where(arena, knowledge, missing, visible, &|_, _| true)
}

/// The same, with those of its ends at which a name `is_at` a point where it is lost.
fn complement_where(arena: &mut Arena, knowledge: &mut Knowledge, missing: Id, visible: &[Id], is_at: &dyn Fn(Symbol, f64) -> bool) -> Id {
    let Some((value, line)) = solve(arena, knowledge, missing) else { return arena.negated(missing) };
    let mut lost = line.complement();
    for condition in visible {
        if let Some((other, line)) = solve(arena, knowledge, *condition)
            && other == value
        {
            lost = lost.and(&line);
        }
    }
    let symbol = arena.as_symbol(value);
    let is_end = |end: (Rational, bool)| {
        let is_lost = symbol.is_none_or(|symbol| is_at(symbol, end.0.to_f64()));
        (end.0, end.1 && is_lost)
    };
    let parts: Vec<Id> = (lost.parts().into_iter())
        .map(|part| match part.point() {
            Some(_) => part,
            None => Part { low: part.low.map(is_end), high: part.high.map(is_end) },
        })
        .map(|part| Line::part_condition(arena, value, &part))
        .collect();
    arena.disjunction(&parts)
}
