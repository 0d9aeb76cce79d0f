//! A function and its derivative as points to draw, in branches: poles, jumps and undefined stretches are gaps.

use super::reading::refuse;
use super::{Question, Session};
use crate::error::Error;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Symbol};

/// How often the distance of two points is halved to tell a steep place from a jump.
const HALVINGS: u32 = 46;

/// A step higher than this share of the window is looked at more closely; one that is still higher than the second share
/// between neighbours is a jump.
const STEEP: f64 = 0.02;
const JUMP: f64 = 0.001;

/// Where a graph grows beyond its highest sample by more than this factor, it has a pole there.
const POLE: f64 = 8.0;

/// Of a graph with a pole, what is farther from the middle half of the values than so many times its height is left out.
const FAR: f64 = 1.5;

/// Points without a gap between them.
pub type Branch = Vec<(f64, f64)>;

/// The graphs of a function and of its derivative over an interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The variable's name.
    pub variable: String,
    /// The interval.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// The lowest value shown; what lies below is left out.
    pub low: f64,
    /// The highest value shown.
    pub high: f64,
    /// The function.
    pub function: Vec<Branch>,
    /// Its derivative.
    pub derivative: Vec<Branch>,
}

impl Session {
    /// The graphs of the expression and of its derivative between two values of its variable, at so many places.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let curve = session.curve(&Question::derive("1/x", &["x"]), -1.0, 1.0, 200)?;
    /// assert_eq!(curve.function.len(), 2);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where the interval is empty or another name has no value, [`Error::Undefined`] where the function
    /// has no value anywhere in it that the assumptions allow; otherwise as [`Session::derive`].
    pub fn curve(&mut self, question: &Question<'_>, from: f64, to: f64, places: usize) -> Result<Curve, Error> {
        if !(from.is_finite() && to.is_finite() && from < to) {
            return refuse("the interval is empty", "give its ends in order: `--from 0 --to 1`");
        }
        let (input, variable) = self.read_with_variable(question)?;
        let derivative = self.at_desk(question, input, |desk| desk.simple_derivative(input, variable))?;
        self.checked(derivative)?;
        for id in [input, derivative] {
            self.require_values(id, variable)?;
        }
        let Some(symbol) = self.arena.as_symbol(variable) else { return refuse("there is no variable", "name one") };
        let name = self.arena.name(symbol).to_string();
        let is_of_variable = |condition: &Id| self.arena.free_symbols(*condition)[..] == [symbol];
        let assumed: Vec<Id> = self.outcome.assumptions.iter().copied().filter(is_of_variable).collect();
        let graphs = [input, derivative].map(|id| Graph { arena: &self.arena, id, function: input, assumed: &assumed, symbol });
        let step = (to - from) / places.max(2) as f64;
        // A place in the middle of each step, so that the ends and round numbers, where poles are, come last.
        let points: Vec<f64> = (0..places.max(2)).map(|at| from + step * (at as f64 + 0.5)).collect();
        let samples = graphs.each_ref().map(|graph| points.iter().map(|x| (*x, graph.value(*x))).collect::<Branch>());
        let Some((low, high)) = window(&graphs, &samples, [from, to]) else {
            return Err(Error::Undefined { span: None, what: "the function in this interval".into() });
        };
        let [function, derivative] = [0, 1].map(|at| branches(&graphs[at], &samples[at], low, high));
        Ok(Curve { variable: name, from, to, low, high, function, derivative })
    }

    /// Everything but the variable must have a value.
    fn require_values(&self, id: Id, variable: Id) -> Result<(), Error> {
        if let Some(symbol) = self.arena.free_symbols(id).into_iter().find(|symbol| Some(*symbol) != self.arena.as_symbol(variable)) {
            let name = self.arena.name(symbol);
            return refuse(&format!("`{name}` has no value"), &format!("give it one: `--let \"{name} = 1\"`"));
        }
        let is_unknown = |id: &Id| matches!(self.arena.node(*id), Node::Apply(..));
        match self.arena.reachable(id).iter().any(is_unknown) {
            true => refuse("an unknown function has no graph", "define it: `f(x) = x^2`"),
            false => Ok(()),
        }
    }
}

struct Graph<'a> {
    arena: &'a Arena,
    id: Id,
    /// Where it has no value, its derivative has none, whatever the formula says.
    function: Id,
    /// Where one of these fails, nothing was asked.
    assumed: &'a [Id],
    symbol: Symbol,
}

impl Graph<'_> {
    fn value(&self, x: f64) -> f64 {
        let point = [(self.symbol, x)];
        if self.assumed.iter().any(|condition| evaluate(self.arena, *condition, &point) != 1.0) {
            return f64::NAN;
        }
        let value = evaluate(self.arena, self.id, &point);
        if self.id != self.function && evaluate(self.arena, self.function, &point).is_nan() { f64::NAN } else { value }
    }

    /// The last point on the way from one that is shown to a place without a value, or where the graph leaves the window.
    fn last(&self, shown: (f64, f64), mut without: f64, low: f64, high: f64) -> (f64, f64) {
        let mut last = shown;
        for _ in 0..HALVINGS {
            let x = last.0 + (without - last.0) / 2.0;
            match self.value(x) {
                y if !y.is_finite() => without = x,
                y if y < low || y > high => return crossing((x, y), last, low, high),
                y => last = (x, y),
            }
        }
        last
    }
}

/// What is shown of both graphs.
fn window(graphs: &[Graph<'_>; 2], samples: &[Branch; 2], ends: [f64; 2]) -> Option<(f64, f64)> {
    let ranges = [0, 1].map(|at| range(&graphs[at], &samples[at], ends));
    // Where the function has no value there is nothing to show, whatever the formula of the derivative says.
    let Range { low, high, is_cut } = ranges[0]?;
    // Beside a function with poles, its derivative has no more room than the function itself.
    let room = if is_cut { high - low } else { f64::INFINITY };
    let (low, high) = match ranges[1] {
        Some(of_derivative) => (low.min(of_derivative.low.max(low - room)), high.max(of_derivative.high.min(high + room))),
        None => (low, high),
    };
    let margin = if high > low { 0.05 * (high - low) } else { 1.0 };
    Some((low - margin, high + margin))
}

/// What is shown of a graph, and whether that is not all of it.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
    is_cut: bool,
}

/// All values of a graph or, of one with poles, those near the middle half of them: Tukey's fences.
fn range(graph: &Graph<'_>, samples: &[(f64, f64)], ends: [f64; 2]) -> Option<Range> {
    let mut values: Vec<f64> = samples.iter().map(|(_, y)| *y).filter(|y| y.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let (first, last) = (*values.first()?, *values.last()?);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let (lower, upper) = (at(0.25), at(0.75));
    if !has_pole(graph, samples, ends) {
        return Some(Range { low: first, high: last, is_cut: false });
    }
    let far = FAR * (upper - lower);
    Some(Range { low: first.max(lower - far), high: last.min(upper + far), is_cut: true })
}

/// Whether a graph has no bound near the sample farthest from zero.
fn has_pole(graph: &Graph<'_>, samples: &[(f64, f64)], [from, to]: [f64; 2]) -> bool {
    let finite = samples.iter().enumerate().filter(|(_, (_, y))| y.is_finite());
    let Some((at, &(highest, height))) = finite.max_by(|(_, (_, one)), (_, (_, other))| one.abs().total_cmp(&other.abs())) else {
        return false;
    };
    let before = at.checked_sub(1).map_or(from, |before| samples[before].0);
    let behind = samples.get(at + 1).map_or(to, |behind| behind.0);
    [before, behind].into_iter().any(|end| {
        let (mut left, mut right) = (highest, end);
        for _ in 0..HALVINGS {
            let third = (right - left) / 3.0;
            let [one, other] = [left + third, right - third].map(|x| graph.value(x).abs());
            if !(one <= POLE * height.abs() && other <= POLE * height.abs()) {
                return !one.is_nan() || !other.is_nan();
            }
            if one > other { right -= third } else { left += third }
        }
        false
    })
}

/// The points in branches: a gap where there is no value, where it leaves the window, and where it jumps.
fn branches(graph: &Graph<'_>, samples: &[(f64, f64)], low: f64, high: f64) -> Vec<Branch> {
    let height = high - low;
    let is_shown = |y: f64| y.is_finite() && y >= low && y <= high;
    let mut all: Vec<Branch> = Vec::new();
    let mut branch: Branch = Vec::new();
    for (at, &(x, y)) in samples.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| samples[before]);
        let is_apart = before.is_some_and(|before| {
            !before.1.is_finite() || !y.is_finite() || ((y - before.1).abs() > STEEP * height && jumps(graph, before, (x, y), height))
        });
        if is_apart {
            if let Some(before) = before.filter(|before| is_shown(before.1) && !y.is_finite()) {
                branch.push(graph.last(before, x, low, high));
            }
            all.push(std::mem::take(&mut branch));
            if let Some(before) = before.filter(|before| is_shown(y) && !before.1.is_finite()) {
                branch.push(graph.last((x, y), before.0, low, high));
            }
        }
        match (is_shown(y), before.filter(|before| !is_apart && is_shown(before.1) != is_shown(y))) {
            (true, border) => {
                branch.extend(border.map(|before| crossing(before, (x, y), low, high)));
                branch.push((x, y));
            }
            (false, border) => {
                branch.extend(border.map(|before| crossing((x, y), before, low, high)));
                all.push(std::mem::take(&mut branch));
            }
        }
    }
    all.push(branch);
    all.retain(|branch| branch.len() > 1);
    all
}

/// Where the line between a point outside the window and one inside crosses its border.
fn crossing(outside: (f64, f64), inside: (f64, f64), low: f64, high: f64) -> (f64, f64) {
    let border = if outside.1 > high { high } else { low };
    let share = (border - inside.1) / (outside.1 - inside.1);
    (inside.0 + share * (outside.0 - inside.0), border)
}

/// Whether the step between two points stays high however near its ends are.
fn jumps(graph: &Graph<'_>, mut left: (f64, f64), mut right: (f64, f64), height: f64) -> bool {
    for _ in 0..HALVINGS {
        let x = left.0 + (right.0 - left.0) / 2.0;
        let middle = (x, graph.value(x));
        if !middle.1.is_finite() {
            return true;
        }
        if (middle.1 - left.1).abs() > (right.1 - middle.1).abs() {
            right = middle;
        } else {
            left = middle;
        }
        if (right.1 - left.1).abs() < JUMP * height {
            return false;
        }
    }
    true
}
