//! Thousands of pairs, equal by construction and unequal by a small change, and no false word about any of them.
//!
//! Expressions are made and rewritten here as trees of this test's own, with its own evaluation, so that what is expected
//! depends on nothing that is tested. Other pairs, and the time they take:
//! `CHAINRULE_SEED=7 cargo test --release --test pairs -- --nocapture --test-threads 1`.

use chainrule::{Question, Session, Verdict};
use std::time::{Duration, Instant};

const PAIRS: usize = 2000;

/// The seed from which on pairs are made: another one makes others.
fn seed() -> u64 {
    std::env::var("CHAINRULE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// An expression.
#[derive(Clone, PartialEq)]
enum Tree {
    Number(i64),
    Name(&'static str),
    Sum(Box<Tree>, Box<Tree>),
    Product(Box<Tree>, Box<Tree>),
    Quotient(Box<Tree>, Box<Tree>),
    Power(Box<Tree>, i64),
    /// A whole number to the power of an expression.
    Raised(i64, Box<Tree>),
    Call(&'static str, Box<Tree>),
}

use Tree::{Call, Name, Number, Power, Product, Quotient, Raised, Sum};

fn sum(a: Tree, b: Tree) -> Tree {
    Sum(Box::new(a), Box::new(b))
}

fn product(a: Tree, b: Tree) -> Tree {
    Product(Box::new(a), Box::new(b))
}

fn quotient(a: Tree, b: Tree) -> Tree {
    Quotient(Box::new(a), Box::new(b))
}

fn power(a: Tree, n: i64) -> Tree {
    Power(Box::new(a), n)
}

fn call(name: &'static str, a: Tree) -> Tree {
    Call(name, Box::new(a))
}

fn raised(base: i64, a: Tree) -> Tree {
    Raised(base, Box::new(a))
}

fn negative(a: Tree) -> Tree {
    product(Number(-1), a)
}

impl Tree {
    fn text(&self) -> String {
        match self {
            Number(n) if *n < 0 => format!("({n})"),
            Number(n) => n.to_string(),
            Name(name) => (*name).to_string(),
            Sum(a, b) => format!("({} + {})", a.text(), b.text()),
            Product(a, b) => format!("{}*{}", a.text(), b.text()),
            Quotient(a, b) => format!("({})/({})", a.text(), b.text()),
            Power(a, n) => format!("({})^{n}", a.text()),
            Raised(base, a) => format!("{base}^({})", a.text()),
            Call(name, a) => format!("{name}({})", a.text()),
        }
    }

    fn value(&self, x: f64, a: f64) -> f64 {
        match self {
            Number(n) => *n as f64,
            Name("x") => x,
            Name(_) => a,
            Sum(p, q) => p.value(x, a) + q.value(x, a),
            Product(p, q) => p.value(x, a) * q.value(x, a),
            // No value, where a double would go on with infinity.
            Quotient(p, q) => p.value(x, a) / if q.value(x, a) == 0.0 { f64::NAN } else { q.value(x, a) },
            Power(p, n) => p.value(x, a).powi(*n as i32),
            Raised(base, p) => (*base as f64).powf(p.value(x, a)),
            Call(name, p) => {
                let u = p.value(x, a);
                match *name {
                    "sin" => u.sin(),
                    "cos" => u.cos(),
                    "tan" => u.tan(),
                    "exp" => u.exp(),
                    "ln" => u.ln(),
                    "sqrt" => u.sqrt(),
                    "tanh" => u.tanh(),
                    "arctan" => u.atan(),
                    "sigma" => 1.0 / (1.0 + (-u).exp()),
                    "sinh" => u.sinh(),
                    "cosh" => u.cosh(),
                    other => panic!("{other} is not among the functions of this test"),
                }
            }
        }
    }

    fn size(&self) -> usize {
        match self {
            Number(_) | Name(_) => 1,
            Sum(a, b) | Product(a, b) | Quotient(a, b) => 1 + a.size() + b.size(),
            Power(a, _) | Raised(_, a) | Call(_, a) => 1 + a.size(),
        }
    }

    /// The tree with its part number `at`, counted from the top, made anew.
    fn with_part(&self, at: &mut usize, change: &mut dyn FnMut(&Tree) -> Tree) -> Tree {
        if *at == 0 {
            *at = usize::MAX;
            return change(self);
        }
        *at = at.saturating_sub(1).max(usize::from(*at == usize::MAX) * usize::MAX);
        match self {
            Number(_) | Name(_) => self.clone(),
            Sum(a, b) => sum(a.with_part(at, change), b.with_part(at, change)),
            Product(a, b) => product(a.with_part(at, change), b.with_part(at, change)),
            Quotient(a, b) => quotient(a.with_part(at, change), b.with_part(at, change)),
            Power(a, n) => power(a.with_part(at, change), *n),
            Raised(base, a) => raised(*base, a.with_part(at, change)),
            Call(name, a) => call(name, a.with_part(at, change)),
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

const FUNCTIONS: [&str; 11] = ["sin", "cos", "tan", "exp", "ln", "sqrt", "tanh", "arctan", "sigma", "sinh", "cosh"];

fn expression(dice: &mut Dice, depth: usize) -> Tree {
    if depth == 0 || dice.below(6) == 0 {
        return match dice.below(5) {
            0 => Number(dice.below(5) as i64 + 1),
            1 => Name("a"),
            _ => Name("x"),
        };
    }
    let mut part = |depth: usize| expression(dice, depth - 1);
    let (first, second) = (part(depth), part(depth));
    match dice.below(9) {
        0 | 1 => sum(first, second),
        2 | 3 => product(first, second),
        4 => quotient(first, sum(second, Number(3))),
        5 if dice.below(3) == 0 => raised(dice.below(3) as i64 + 2, first),
        5 => power(first, dice.below(3) as i64 + 2),
        // Roots and logarithms of what is positive often enough.
        _ => match FUNCTIONS[dice.below(FUNCTIONS.len())] {
            name @ ("ln" | "sqrt") => call(name, sum(power(first, 2), Number(1))),
            name => call(name, first),
        },
    }
}

/// The same function, written in another way: by an identity that its form allows, or by one of those that always do.
fn rewritten(dice: &mut Dice, tree: &Tree) -> Tree {
    match (dice.below(3), tree) {
        // Fractions taken apart and put together, sums factored, powers and constants in another guise.
        (0, Quotient(a, c)) if matches!(**a, Sum(..)) => {
            let Sum(p, q) = &**a else { return tree.clone() };
            sum(Quotient(p.clone(), c.clone()), Quotient(q.clone(), c.clone()))
        }
        (0, Sum(p, q)) if matches!((&**p, &**q), (Quotient(..), Quotient(..))) => {
            let (Quotient(a, b), Quotient(c, d)) = (&**p, &**q) else { return tree.clone() };
            quotient(sum(Product(a.clone(), d.clone()), Product(c.clone(), b.clone())), Product(b.clone(), d.clone()))
        }
        (1, Sum(p, q)) => {
            let (square, other) =
                (sum(power((**p).clone(), 2), negative(power((**q).clone(), 2))), sum((**p).clone(), negative((**q).clone())));
            quotient(square, other)
        }
        (0, Number(n)) if *n > 0 => call("sqrt", Number(n * n)),
        (1, Number(n @ 1..=9)) => quotient(call("ln", Number(1 << n)), call("ln", Number(2))),
        (0, Raised(base, a)) => call("exp", product((**a).clone(), call("ln", Number(*base)))),
        (1, Raised(base, a)) => quotient(raised(*base, sum((**a).clone(), Number(2))), Number(base * base)),
        (_, Raised(base, a)) => power(raised(*base, quotient((**a).clone(), Number(2))), 2),
        (0, Call("cos", a)) => {
            let beside = |name| product(call(name, sum((**a).clone(), Name("a"))), call(name, Name("a")));
            sum(beside("cos"), beside("sin"))
        }
        (0, Power(a, 2)) if matches!(**a, Call("cos", _)) => {
            let Call(_, u) = &**a else { return tree.clone() };
            quotient(sum(Number(1), call("cos", product(Number(2), (**u).clone()))), Number(2))
        }
        (0, Call("ln", a)) => sum(call("ln", product(Number(3), (**a).clone())), negative(call("ln", Number(3)))),
        (0, Call("sqrt", a)) => quotient(call("sqrt", product(Number(12), (**a).clone())), product(Number(2), call("sqrt", Number(3)))),
        (0, Call("exp", a)) => quotient(call("exp", sum((**a).clone(), Number(1))), call("exp", Number(1))),
        _ => rewritten_plainly(dice, tree),
    }
}

fn rewritten_plainly(dice: &mut Dice, tree: &Tree) -> Tree {
    let u = tree.clone();
    match (dice.below(3), tree) {
        (0, Sum(a, b)) => sum((**b).clone(), (**a).clone()),
        (0, Product(a, b)) => product((**b).clone(), (**a).clone()),
        (_, Product(a, b)) if matches!(**b, Sum(..)) => {
            let Sum(c, d) = &**b else { return u };
            sum(product((**a).clone(), (**c).clone()), product((**a).clone(), (**d).clone()))
        }
        (_, Quotient(a, b)) => product((**a).clone(), power((**b).clone(), -1)),
        (1, Power(a, 2)) => product((**a).clone(), (**a).clone()),
        (_, Power(a, 2)) if matches!(**a, Sum(..)) => {
            let Sum(c, d) = &**a else { return u };
            let middle = product(Number(2), product((**c).clone(), (**d).clone()));
            sum(sum(power((**c).clone(), 2), middle), power((**d).clone(), 2))
        }
        (_, Power(a, n)) if *n > 2 => product((**a).clone(), power((**a).clone(), n - 1)),
        (_, Call("tan", a)) => quotient(call("sin", (**a).clone()), call("cos", (**a).clone())),
        (1, Call("sin", a)) => {
            let half = || quotient((**a).clone(), Number(2));
            product(Number(2), product(call("sin", half()), call("cos", half())))
        }
        (_, Call("cos", a)) => {
            let half = quotient((**a).clone(), Number(2));
            sum(Number(1), product(Number(-2), power(call("sin", half), 2)))
        }
        (_, Call("exp", a)) if matches!(**a, Sum(..)) => {
            let Sum(c, d) = &**a else { return u };
            product(call("exp", (**c).clone()), call("exp", (**d).clone()))
        }
        (_, Call("exp", a)) => power(call("exp", negative((**a).clone())), -1),
        (1, Call("tanh", a)) => {
            let twice = call("exp", product(Number(2), (**a).clone()));
            quotient(sum(twice.clone(), Number(-1)), sum(twice, Number(1)))
        }
        (_, Call("tanh", a)) => sum(product(Number(2), call("sigma", product(Number(2), (**a).clone()))), Number(-1)),
        (_, Call("sigma", a)) => power(sum(Number(1), call("exp", negative((**a).clone()))), -1),
        (_, Call("sinh", a)) => {
            let (up, down) = (call("exp", (**a).clone()), call("exp", negative((**a).clone())));
            quotient(sum(up, negative(down)), Number(2))
        }
        (_, Call("cosh", a)) => sum(call("exp", (**a).clone()), negative(call("sinh", (**a).clone()))),
        (_, Call("arctan", a)) => negative(call("arctan", negative((**a).clone()))),
        (_, Call("ln", a)) => quotient(call("ln", power((**a).clone(), 2)), Number(2)),
        (_, Call("sqrt", a)) => quotient((**a).clone(), call("sqrt", (**a).clone())),
        (0, _) => sum(sum(u, Name("x")), negative(Name("x"))),
        (1, _) => {
            let one = sum(power(call("sin", Name("x")), 2), power(call("cos", Name("x")), 2));
            product(u, one)
        }
        _ => quotient(product(u, sum(Name("a"), Number(7))), sum(Number(7), Name("a"))),
    }
}

/// Another function, by a small change.
fn mutated(dice: &mut Dice, tree: &Tree) -> Tree {
    match tree {
        Number(n) => Number(n + 1),
        Name("x") => Name("a"),
        Name(_) => Name("x"),
        Sum(a, b) if dice.below(2) == 0 => sum((**a).clone(), negative((**b).clone())),
        Sum(a, _) => (**a).clone(),
        Product(a, b) if dice.below(2) == 0 => quotient((**a).clone(), (**b).clone()),
        Product(a, b) => sum((**a).clone(), (**b).clone()),
        Quotient(a, b) => product((**a).clone(), (**b).clone()),
        Power(a, n) => power((**a).clone(), n + 1),
        Raised(base, a) => raised(base + 1, (**a).clone()),
        Call("sin", a) => call("cos", (**a).clone()),
        Call("cos", a) => call("sin", (**a).clone()),
        Call("exp", a) => call("exp", negative((**a).clone())),
        Call("ln", a) => call("sqrt", (**a).clone()),
        Call(_, a) => (**a).clone(),
    }
}

const POINTS: [(f64, f64); 8] =
    [(0.37, 1.21), (1.43, 0.59), (2.11, 1.77), (-0.61, 0.83), (-1.37, 2.3), (0.93, -0.71), (0.21, 0.11), (3.3, 1.9)];

/// Whether two trees certainly differ, and somewhere by more than rounding could make of it.
fn differ(left: &Tree, right: &Tree) -> bool {
    POINTS.iter().any(|&(x, a)| {
        let (p, q) = (left.value(x, a), right.value(x, a));
        p.is_finite() && q.is_finite() && (p - q).abs() > 1e-4 * (p.abs() + q.abs()) && p.abs() + q.abs() > 1e-3 && p.abs() + q.abs() < 1e6
    })
}

/// Whether two trees have values at some common points and agree there.
fn agree(left: &Tree, right: &Tree) -> bool {
    let values: Vec<(f64, f64)> = POINTS.iter().map(|&(x, a)| (left.value(x, a), right.value(x, a))).collect();
    let common: Vec<&(f64, f64)> = values.iter().filter(|(p, q)| p.is_finite() && q.is_finite()).collect();
    common.len() > 3 && common.iter().all(|(p, q)| (p - q).abs() <= 1e-6 * (1.0 + p.abs() + q.abs()))
}

fn pairs(count: usize, seed: u64, make: impl Fn(&mut Dice, &Tree) -> Option<Tree>) -> Vec<(String, String)> {
    let mut dice = Dice(seed);
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let left = expression(&mut dice, 3);
        if let Some(right) = make(&mut dice, &left) {
            found.push((left.text(), right.text()));
        }
    }
    found
}

fn equal_pairs(count: usize) -> Vec<(String, String)> {
    pairs(count, seed(), |dice, left| {
        let mut right = left.clone();
        for _ in 0..2 + dice.below(3) {
            let mut at = dice.below(right.size());
            right = right.clone().with_part(&mut at, &mut |part| rewritten(dice, part));
        }
        (right != *left && agree(left, &right)).then_some(right)
    })
}

fn unequal_pairs(count: usize) -> Vec<(String, String)> {
    pairs(count, seed() + 1, |dice, left| {
        let mut at = dice.below(left.size());
        let mut right = left.with_part(&mut at, &mut |part| mutated(dice, part));
        let mut at = dice.below(right.size());
        right = right.clone().with_part(&mut at, &mut |part| rewritten(dice, part));
        differ(left, &right).then_some(right)
    })
}

/// What is said of pairs: how many times what is hoped for, the others, and how long each took.
struct Told {
    hoped: usize,
    open: Vec<String>,
    times: Vec<Duration>,
}

/// `hoped` says of a verdict whether it is the right one; nothing where it is the wrong one.
fn told(pairs: &[(String, String)], hoped: impl Fn(&Verdict) -> Option<bool>) -> Told {
    let mut session = Session::new();
    let mut told = Told { hoped: 0, open: Vec::new(), times: Vec::with_capacity(pairs.len()) };
    for (left, right) in pairs {
        let question = Question { expression: left, ..Question::default() };
        let begun = Instant::now();
        let judgement = session.equal(&question, right).unwrap_or_else(|error| panic!("{left} and {right}: {error}"));
        told.times.push(begun.elapsed());
        match hoped(judgement.verdict()) {
            Some(true) => told.hoped += 1,
            Some(false) => told.open.push(format!("{left}   {right}")),
            None => panic!("{left}   {right}: {:?}", judgement.verdict()),
        }
    }
    told.times.sort_unstable();
    told
}

impl Told {
    /// Prints the figures, and asks for 98 of 100.
    fn suffices(&self, what: &str) {
        let (median, p99) = (self.times[self.times.len() / 2], self.times[self.times.len() * 99 / 100]);
        println!("{} of {PAIRS} {what}, none falsely; median {median:?}, 99 of 100 within {p99:?}", self.hoped);
        assert!(self.open.len() * 50 <= PAIRS, "{} of {PAIRS} are not {what}:\n{}", self.open.len(), self.open.join("\n"));
        println!("{}", self.open.join("\n"));
    }
}

#[test]
fn equal_pairs_are_proved_and_never_refuted() {
    let hoped = |verdict: &Verdict| match verdict {
        Verdict::Proved => Some(true),
        Verdict::Refuted(_) => None,
        Verdict::Undecided { .. } => Some(false),
    };
    told(&equal_pairs(PAIRS), hoped).suffices("equal pairs proved");
}

#[test]
fn unequal_pairs_are_refuted_and_never_proved() {
    let hoped = |verdict: &Verdict| match verdict {
        Verdict::Refuted(_) => Some(true),
        Verdict::Proved => None,
        Verdict::Undecided { .. } => Some(false),
    };
    told(&unequal_pairs(PAIRS), hoped).suffices("unequal pairs refuted");
}
