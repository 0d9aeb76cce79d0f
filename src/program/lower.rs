//! From the graph to flat instructions: constants and signs are put where they cost least, powers become products.
//!
//! Each node is computed as itself or as its opposite, whichever is free; the sign then travels to whatever uses it and
//! is mostly absorbed there, since a sum can subtract as well as add.

use super::function::Function;
use super::graph::{Graph, Node, NodeId, Value};
use super::instruction::{Code, Instruction, Register};
use crate::functions::{FunctionId, Parity};
use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

const LOGSUMEXP: FunctionId = FunctionId::named("logsumexp");
const MAX: FunctionId = FunctionId::named("max");

/// The instructions that compute the values; and for each of the nodes that `named` lists the register that holds it, where
/// one does.
pub fn lower(graph: &Graph, roots: &[Value], named: &[Option<Value>]) -> (Code, Vec<Option<Register>>) {
    let needed = graph.reachable(roots);
    let mut lowering = Lowering {
        turned: turned(graph, &needed, roots),
        graph,
        code: Code::default(),
        places: vec![Signed { register: 0, negative: false }; needed.len()],
        known: HashTable::with_capacity(needed.len()),
        constants: FxHashMap::default(),
        powers: FxHashMap::default(),
    };
    for at in (1..needed.len()).filter(|at| needed[*at]) {
        let id = NodeId(at as u32);
        let mut place = lowering.node(id);
        if lowering.turned[at] && !place.negative {
            place = Signed { register: lowering.push(Instruction::Negate(place.register)), negative: true };
        }
        lowering.places[at] = place;
    }
    let outputs = roots.iter().map(|root| lowering.exact(*root)).collect();
    lowering.code.outputs = outputs;
    let register = |value: &Value| {
        let at = value.node.index();
        let place = needed.get(at).is_some_and(|needed| *needed && at > 0).then(|| lowering.places[at])?;
        let factor = if place.negative { -1.0 } else { 1.0 };
        (value.factor == factor).then_some(place.register)
    };
    let registers = named.iter().map(|value| value.as_ref().and_then(register)).collect();
    (lowering.code, registers)
}

/// Which nodes are better computed as their opposites: those that more results need so than with their own sign. A
/// negation that two results or more save is worth its operation.
fn turned(graph: &Graph, needed: &[bool], roots: &[Value]) -> Vec<bool> {
    let turnable = turnable(graph, needed);
    let mut votes = vec![0i32; needed.len()];
    let mut uses = vec![0u32; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        graph.for_each_child(NodeId(at as u32), |child| uses[child.index()] += 1);
    }
    let vote = |votes: &mut [i32], value: &Value, sign: i32| {
        if value.factor.abs() == 1.0 {
            votes[value.node.index()] += sign * value.factor as i32;
        }
    };
    roots.iter().for_each(|root| vote(&mut votes, root, 1));
    for at in (0..needed.len()).rev().filter(|at| needed[*at]) {
        let own = votes[at].signum();
        if votes[at] < -1 && !turnable[at] {
            // It is negated here, and nothing below it need change.
            continue;
        }
        match graph.node(NodeId(at as u32)) {
            Node::Product(a, b) | Node::Quotient(a, b) => {
                let most_used = || [a, b].into_iter().filter(|node| *node != NodeId::ONE).max_by_key(|node| uses[node.index()]);
                if let Some(node) = [a, b].into_iter().find(|node| turnable[node.index()]).or_else(most_used) {
                    votes[node.index()] += own;
                }
            }
            Node::Power(base, exponent) if exponent % 2 == 1 => votes[base.index()] += own,
            Node::Sum(stretch) if turnable[at] && !is_flexible(graph.values(stretch)) => {
                graph.values(stretch).iter().for_each(|term| vote(&mut votes, term, own));
            }
            Node::Apply(Function::Table(id), arguments) if id.row().parity != Parity::Neither => {
                // An even function takes either sign, an odd one passes it on.
                let sign = if id.row().parity == Parity::Odd { own } else { 0 };
                graph.values(arguments).iter().for_each(|argument| vote(&mut votes, argument, sign));
            }
            Node::Apply(_, arguments) => graph.values(arguments).iter().for_each(|argument| vote(&mut votes, argument, 1)),
            _ => {}
        }
    }
    (0..votes.len()).map(|at| votes[at] < if turnable[at] { 0 } else { -1 }).collect()
}

/// Whose opposite costs nothing, because it is a difference or has one inside.
fn turnable(graph: &Graph, needed: &[bool]) -> Vec<bool> {
    let mut turnable = vec![false; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        let is = |node: NodeId| turnable[node.index()];
        turnable[at] = match graph.node(NodeId(at as u32)) {
            Node::Sum(stretch) => {
                let terms = graph.values(stretch);
                is_flexible(terms) || terms.iter().all(|term| is(term.node))
            }
            Node::Product(a, b) | Node::Quotient(a, b) => is(a) || is(b),
            Node::Power(base, exponent) => exponent % 2 == 1 && is(base),
            Node::Scaled(..) => true,
            Node::Apply(Function::Table(id), arguments) if id.row().parity == Parity::Odd => {
                graph.values(arguments).iter().all(|argument| is(argument.node))
            }
            _ => false,
        };
    }
    turnable
}

/// Whether a sum can be turned without turning what it is made of: it has terms of both signs, or a constant to carry one.
fn is_flexible(terms: &[Value]) -> bool {
    terms.iter().any(|term| term.node == NodeId::ONE || term.factor.abs() != 1.0 || term.factor < 0.0)
}

/// A register that holds a value or its opposite.
#[derive(Debug, Clone, Copy)]
struct Signed {
    register: Register,
    negative: bool,
}

struct Lowering<'g> {
    graph: &'g Graph,
    turned: Vec<bool>,
    code: Code,
    /// Where each node is.
    places: Vec<Signed>,
    /// Instructions that are there already.
    known: HashTable<Register>,
    constants: FxHashMap<u64, Register>,
    /// For each base, the exponents at hand.
    powers: FxHashMap<Register, SmallVec<[(u32, Register); 4]>>,
}

impl Lowering<'_> {
    /// The register of an instruction, a new one only where there is none yet.
    fn push(&mut self, instruction: Instruction) -> Register {
        let instructions = &mut self.code.instructions;
        let entry =
            self.known.entry(hash(instruction), |at| same(instructions[*at as usize], instruction), |at| hash(instructions[*at as usize]));
        let register = *entry.or_insert(instructions.len() as Register).get();
        if register as usize == instructions.len() {
            instructions.push(instruction);
        }
        register
    }

    fn constant(&mut self, number: f64) -> Register {
        if let Some(register) = self.constants.get(&number.to_bits()) {
            return *register;
        }
        self.code.constants.push(number);
        let register = self.push(Instruction::Constant(self.code.constants.len() as u32 - 1));
        self.constants.insert(number.to_bits(), register);
        register
    }

    /// A register that holds just this value.
    fn exact(&mut self, value: Value) -> Register {
        if value.node == NodeId::ONE {
            return self.constant(value.factor);
        }
        let Signed { register, negative } = self.places[value.node.index()];
        let factor = if negative { -value.factor } else { value.factor };
        match factor {
            1.0 => register,
            -1.0 => self.push(Instruction::Negate(register)),
            _ => self.scaled(factor, register),
        }
    }

    fn scaled(&mut self, factor: f64, register: Register) -> Register {
        let constant = self.constant(factor);
        self.push(Instruction::Multiply(constant, register))
    }

    fn node(&mut self, id: NodeId) -> Signed {
        let place = |lowering: &Self, node: NodeId| lowering.places[node.index()];
        match self.graph.node(id) {
            Node::One => Signed { register: self.constant(1.0), negative: false },
            Node::Variable(at) => Signed { register: self.push(Instruction::Variable(at)), negative: false },
            Node::Sum(stretch) => {
                let terms = self.graph.values(stretch);
                self.sum(terms, self.turned[id.index()])
            }
            Node::Scaled(factor, inner) => {
                let Signed { register, negative } = place(self, inner);
                let turned = self.turned[id.index()];
                let factor = if turned == negative { factor } else { -factor };
                Signed { register: self.scaled(factor, register), negative: turned }
            }
            Node::Product(a, b) => {
                let (a, b) = (place(self, a), place(self, b));
                Signed { register: self.push(Instruction::Multiply(a.register, b.register)), negative: a.negative != b.negative }
            }
            Node::Quotient(a, b) => {
                let b = place(self, b);
                let a = if a == NodeId::ONE { Signed { register: self.constant(1.0), negative: false } } else { place(self, a) };
                Signed { register: self.push(Instruction::Divide(a.register, b.register)), negative: a.negative != b.negative }
            }
            Node::Power(base, exponent) => {
                let base = place(self, base);
                Signed { register: self.power(base.register, exponent), negative: base.negative && exponent % 2 == 1 }
            }
            Node::Apply(function, stretch) => self.call(function, stretch_of(self.graph, stretch)),
        }
    }

    fn call(&mut self, function: Function, arguments: SmallVec<[Value; 4]>) -> Signed {
        if let (Function::Table(id), [argument]) = (function, &arguments[..]) {
            let place = self.places[argument.node.index()];
            let parity = id.row().parity;
            if parity != Parity::Neither && argument.node != NodeId::ONE {
                let register = if argument.factor == 1.0 { place.register } else { self.scaled(argument.factor, place.register) };
                let register = self.push(Instruction::Call(id, register));
                return Signed { register, negative: place.negative && parity == Parity::Odd };
            }
        }
        let registers: SmallVec<[Register; 4]> = arguments.iter().map(|argument| self.exact(*argument)).collect();
        let instruction = match (function, &registers[..]) {
            (Function::Table(LOGSUMEXP), registers) => return Signed { register: self.log_sum_exp(registers), negative: false },
            (Function::Table(id), [a]) => Instruction::Call(id, *a),
            (Function::Table(id), [a, b]) => Instruction::CallTwo(id, *a, *b),
            (Function::Root, [a]) => Instruction::Root(*a),
            (Function::Power, [a, b]) => Instruction::Power(*a, *b),
            (Function::Compare(relation), [a, b]) => Instruction::Compare(relation, *a, *b),
            (Function::And, [a, b]) => Instruction::And(*a, *b),
            (Function::Or, [a, b]) => Instruction::Or(*a, *b),
            (Function::Select, [condition, yes, no]) => Instruction::Select(*condition, *yes, *no),
            _ => unreachable!("no function of the table but logsumexp has other numbers of arguments; max and min come in pairs"),
        };
        Signed { register: self.push(instruction), negative: false }
    }

    /// `m + ln(exp(a - m) + ...)` with the greatest argument as m, so that nothing overflows.
    fn log_sum_exp(&mut self, arguments: &[Register]) -> Register {
        let Some((first, rest)) = arguments.split_first() else { return self.constant(f64::NAN) };
        let greatest = rest.iter().fold(*first, |greatest, next| self.push(Instruction::CallTwo(MAX, greatest, *next)));
        let mut total = None;
        for argument in arguments {
            let difference = self.push(Instruction::Subtract(*argument, greatest));
            let power = self.push(Instruction::Call(FunctionId::EXP, difference));
            total = Some(total.map_or(power, |total| self.push(Instruction::Add(total, power))));
        }
        let logarithm = self.push(Instruction::Call(FunctionId::LN, total.unwrap_or(*first)));
        self.push(Instruction::Add(greatest, logarithm))
    }

    /// A power by squarings and by products of powers that are there already.
    fn power(&mut self, base: Register, exponent: u32) -> Register {
        if exponent == 1 {
            return base;
        }
        let known = self.powers.entry(base).or_default();
        if let Some((_, register)) = known.iter().find(|(at_hand, _)| *at_hand == exponent) {
            return *register;
        }
        let at_hand =
            |wanted: u32| if wanted == 1 { Some(base) } else { known.iter().find(|(k, _)| *k == wanted).map(|(_, register)| *register) };
        let pair = known.iter().find_map(|(k, register)| Some((*register, at_hand(exponent.checked_sub(*k)?)?)));
        let (a, b) = match pair {
            Some(pair) => pair,
            None if exponent.is_multiple_of(2) => {
                let half = self.power(base, exponent / 2);
                (half, half)
            }
            None => (self.power(base, exponent - 1), base),
        };
        let register = self.push(Instruction::Multiply(a, b));
        self.powers.entry(base).or_default().push((exponent, register));
        register
    }

    fn sum(&mut self, terms: &[Value], turned: bool) -> Signed {
        let mut items: SmallVec<[Item; 8]> = SmallVec::new();
        // Terms with the same constant share one multiplication.
        let mut groups: FxHashMap<u64, SmallVec<[Item; 2]>> = FxHashMap::default();
        let plain = |lowering: &Self, term: &Value| {
            let Signed { register, negative } = lowering.places[term.node.index()];
            Item { negative: (term.factor < 0.0) != negative, part: Part::Plain(register) }
        };
        let is_scaled = |term: &&Value| term.node != NodeId::ONE && term.factor.abs() != 1.0;
        for term in terms.iter().filter(is_scaled) {
            groups.entry(term.factor.abs().to_bits()).or_default().push(plain(self, term));
        }
        for term in terms {
            let size = term.factor.abs();
            if term.node == NodeId::ONE {
                items.push(Item { negative: term.factor < 0.0, part: Part::Constant(size) });
            } else if size == 1.0 {
                items.push(plain(self, term));
            } else if let Some(group) = groups.remove(&size.to_bits()) {
                let Signed { register, negative } = self.combined(&group, false);
                items.push(Item { negative, part: Part::Scaled(size, register) });
            }
        }
        self.combined(&items, turned)
    }

    fn combined(&mut self, items: &[Item], turned: bool) -> Signed {
        let plus = items.iter().position(|item| item.negative == turned);
        let flexible = || items.iter().position(|item| !matches!(item.part, Part::Plain(_)));
        // With nothing to start from, the opposite is computed: -(a + b).
        let (first, turned) = match plus.or_else(flexible) {
            Some(first) => (first, turned),
            None => (0, !turned),
        };
        let sign = |item: &Item| if item.negative == turned { 1.0 } else { -1.0 };
        let mut total = match items[first].part {
            Part::Plain(register) => register,
            Part::Constant(size) => self.constant(size * sign(&items[first])),
            Part::Scaled(size, register) => self.scaled(size * sign(&items[first]), register),
        };
        for (_, item) in items.iter().enumerate().filter(|(at, _)| *at != first) {
            let register = match item.part {
                Part::Plain(register) => register,
                Part::Constant(size) => self.constant(size),
                Part::Scaled(size, register) => self.scaled(size, register),
            };
            total =
                self.push(if item.negative == turned { Instruction::Add(total, register) } else { Instruction::Subtract(total, register) });
        }
        Signed { register: total, negative: turned }
    }
}

/// A part of a sum.
#[derive(Debug, Clone, Copy)]
struct Item {
    negative: bool,
    part: Part,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Plain(Register),
    Constant(f64),
    Scaled(f64, Register),
}

fn stretch_of(graph: &Graph, stretch: super::graph::Stretch) -> SmallVec<[Value; 4]> {
    SmallVec::from_slice(graph.values(stretch))
}

/// Whether two instructions compute the same.
fn same(a: Instruction, b: Instruction) -> bool {
    use Instruction::{Add, Multiply};
    a == b || matches!((a, b), (Add(a, b), Add(c, d)) | (Multiply(a, b), Multiply(c, d)) if (a, b) == (d, c))
}

/// A hash of what an instruction computes; the order of the operands of a sum or product does not count.
fn hash(instruction: Instruction) -> u64 {
    let ordered = match instruction {
        Instruction::Add(a, b) => Instruction::Add(a.min(b), a.max(b)),
        Instruction::Multiply(a, b) => Instruction::Multiply(a.min(b), a.max(b)),
        other => other,
    };
    let mut hasher = rustc_hash::FxHasher::default();
    ordered.hash(&mut hasher);
    // Fx leaves the low bits weak, and the table takes its tag from the high ones.
    let hash = hasher.finish();
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
