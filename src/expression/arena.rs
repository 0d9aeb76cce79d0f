//! Where expressions live.

use super::hash::{Index, combine, mix, number_hash};
use super::node::{Binder, Id, Node, Relation, Symbol, Term, Unknown};
use crate::functions::FunctionId;
use crate::limits::Limits;
use crate::number::Rational;
use rustc_hash::FxHashMap;

/// A stretch of one of the arena's pools.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    pub fn new(start: usize, length: usize) -> Stretch {
        Stretch { start: start as u32, end: (start + length) as u32 }
    }

    #[inline]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// A node as it is kept: the shape of [`Node`] with stretches in place of slices.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stored {
    Undefined,
    Number(u32),
    Symbol(Symbol),
    Sum(Stretch),
    Product(Stretch),
    Power(Id, Id),
    Call(FunctionId, Stretch),
    Apply(Unknown, Stretch),
    Piecewise(Stretch),
    Relation(Relation, Id, Id),
    And(Stretch),
    Or(Stretch),
    Bound(Binder, Stretch),
    Derivative(Id, Id),
}

/// What occurs in a node, itself included: a bit for each function of the table and each name, several of which may share one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Occurring {
    pub functions: u64,
    pub names: u64,
}

impl Occurring {
    /// So many names have bits of their own.
    const NAMES: usize = 64;

    pub fn with_function(self, function: FunctionId) -> Occurring {
        Occurring { functions: self.functions | function.bit(), ..self }
    }

    pub fn with_name(self, name: Symbol) -> Occurring {
        Occurring { names: self.names | 1 << (name.0 as usize % Occurring::NAMES), ..self }
    }

    #[inline]
    pub fn and(self, other: Occurring) -> Occurring {
        Occurring { functions: self.functions | other.functions, names: self.names | other.names }
    }
}

/// What is kept of a node besides its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// It depends on the structure alone, not on ids, so it orders expressions the same way in any arena.
    pub hash: u64,
    pub occurring: Occurring,
}

/// What a canonical constructor forgot about the domain when it cancelled: `x/x` is 1, but only where `x != 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Loss {
    /// What is required of an expression that is gone.
    pub required: Required,
    /// A condition where it is not, since another case holds there.
    pub unless: Option<Id>,
}

/// What the place of an expression requires of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Required {
    /// It stood in a denominator.
    NonZero(Id),
    /// It stood under an even root.
    NonNegative(Id),
    /// It stood somewhere and must have a value.
    Defined(Id),
}

impl Required {
    /// The expression.
    pub fn id(self) -> Id {
        match self {
            Required::NonZero(id) | Required::NonNegative(id) | Required::Defined(id) => id,
        }
    }

    /// The same of another expression.
    pub fn of(self, id: Id) -> Required {
        match self {
            Required::NonZero(_) => Required::NonZero(id),
            Required::NonNegative(_) => Required::NonNegative(id),
            Required::Defined(_) => Required::Defined(id),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct UnknownFunction {
    pub name: Symbol,
    pub orders: Box<[u32]>,
}

/// An interned name: where its spelling stands, its hash, and its node if it has one already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub spelling: Stretch,
    pub hash: u64,
    pub node: Id,
}

/// An arena of hash-consed expressions.
#[derive(Debug, Clone)]
pub struct Arena {
    pub(super) nodes: Vec<Stored>,
    /// Of each node.
    pub(super) facts: Vec<Facts>,
    pub(super) index: Index,
    pub(super) numbers: Vec<Rational>,
    pub(super) terms: Vec<Term>,
    pub(super) children: Vec<Id>,
    /// All names, one after the other.
    pub(super) spellings: String,
    pub(super) names: Vec<Name>,
    /// Names of more than one letter.
    pub(super) name_index: Index,
    /// The symbols of names that are one Latin letter, which most names are; [`NONE`] where there is none.
    pub(super) letters: [Symbol; 128],
    pub(super) unknowns: Vec<UnknownFunction>,
    pub(super) spare: Vec<Vec<Term>>,
    losses: Vec<Loss>,
    pub(super) limits: Limits,
    pub(super) exhausted: bool,
    pub(super) has_derivatives: bool,
    pub(super) has_cases: bool,
    pub(super) has_binders: bool,
    /// Symbols that are names for values, given by definitions, and how many were added before each.
    value_names: FxHashMap<Id, usize>,
}

/// No symbol: no arena has so many.
pub(super) const NONE: Symbol = Symbol(u32::MAX);

/// How many nodes every arena starts with.
const PLANTED: usize = Id::TRUE.0 as usize + 1;

/// The numbers among them: [`Id::ZERO`], [`Id::ONE`] and [`Id::MINUS_ONE`].
const PLANTED_NUMBERS: [Rational; 3] = [Rational::ZERO, Rational::ONE, Rational::MINUS_ONE];

impl Default for Arena {
    fn default() -> Arena {
        Arena::new()
    }
}

impl Arena {
    /// An empty arena.
    pub fn new() -> Arena {
        let mut arena = Arena {
            nodes: Vec::new(),
            facts: Vec::new(),
            index: Index::new(),
            numbers: Vec::new(),
            terms: Vec::new(),
            children: Vec::new(),
            spellings: String::new(),
            names: Vec::new(),
            name_index: Index::new(),
            letters: [NONE; 128],
            unknowns: Vec::new(),
            spare: Vec::new(),
            losses: Vec::new(),
            limits: Limits::default(),
            exhausted: false,
            has_derivatives: false,
            has_cases: false,
            has_binders: false,
            value_names: FxHashMap::default(),
        };
        arena.plant();
        arena
    }

    /// Says that a symbol is the name of a value, given by a definition: it is written where a function value would be. Names
    /// are added in an order in which each depends on those before it.
    pub fn add_value_name(&mut self, symbol: Id) {
        let number = self.value_names.len();
        self.value_names.entry(symbol).or_insert(number);
    }

    /// Whether an expression is the name of a value.
    pub fn is_value_name(&self, id: Id) -> bool {
        self.value_names.contains_key(&id)
    }

    /// Whether some names stand for values.
    pub fn has_value_names(&self) -> bool {
        !self.value_names.is_empty()
    }

    /// How many names of values were added before this one.
    pub fn value_name_number(&self, id: Id) -> Option<usize> {
        self.value_names.get(&id).copied()
    }

    /// Forgets every expression and keeps the memory, unless a very large request has made it unusually big.
    pub fn reset(&mut self) {
        if self.nodes.capacity() > 1 << 16 {
            let limits = self.limits;
            *self = Arena::new();
            self.limits = limits;
            return;
        }
        self.index.clear(self.facts.drain(PLANTED..).map(|facts| facts.hash));
        self.nodes.truncate(PLANTED);
        self.numbers.truncate(PLANTED_NUMBERS.len());
        self.terms.clear();
        self.children.clear();
        for name in &self.names {
            if let [letter @ 0..128] = self.spellings.as_bytes()[name.spelling.range()] {
                self.letters[usize::from(letter)] = NONE;
            }
        }
        self.name_index.clear(self.names.iter().filter(|name| name.spelling.len() > 1).map(|name| name.hash));
        self.names.clear();
        self.spellings.clear();
        self.unknowns.clear();
        self.losses.clear();
        self.exhausted = false;
        self.has_derivatives = false;
        self.has_cases = false;
        self.has_binders = false;
        self.value_names.clear();
    }

    /// The nodes every arena starts with, so that their ids are constants. They are never looked for in the index.
    fn plant(&mut self) {
        let mut plant = |stored: Stored, hash: u64| {
            self.nodes.push(stored);
            self.facts.push(Facts { hash, occurring: Occurring::default() });
        };
        plant(Stored::Undefined, mix(1));
        for (at, number) in PLANTED_NUMBERS.iter().enumerate() {
            plant(Stored::Number(at as u32), combine(2, number_hash(number)));
        }
        plant(Stored::And(Stretch::new(0, 0)), 11);
        self.numbers.extend(PLANTED_NUMBERS);
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the constants every arena starts with.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == PLANTED
    }

    /// Says how much this arena may hold, and whoever works with its expressions may take.
    pub fn set_limits(&mut self, limits: Limits) {
        // Numbers of nodes are words of 32 bits.
        self.limits = Limits { nodes: limits.nodes.min(u32::MAX as usize - 1), ..limits };
    }

    /// How much this arena may hold, and whoever works with its expressions may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether any derivative not yet taken was ever made here.
    pub fn has_derivatives(&self) -> bool {
        self.has_derivatives
    }

    /// Whether any case distinction was ever made here.
    pub(crate) fn has_cases(&self) -> bool {
        self.has_cases
    }

    /// Whether any sum, product or integral over a variable was ever made here.
    pub(crate) fn has_binders(&self) -> bool {
        self.has_binders
    }

    /// Whether the limit of nodes was reached; from then on every new expression is undefined.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// What the constructors forgot about the domain since the last call.
    pub fn take_losses(&mut self) -> Vec<Loss> {
        std::mem::take(&mut self.losses)
    }

    /// Puts back what [`Arena::take_losses`] took, forgetting what was lost meanwhile: for a computation on the side.
    pub fn restore_losses(&mut self, losses: Vec<Loss>) {
        self.losses = losses;
    }

    /// The expression made as number `index`, for passes over a whole arena.
    pub fn id_at(&self, index: usize) -> Option<Id> {
        (index < self.nodes.len()).then_some(Id(index as u32))
    }

    /// The symbols in what the constructors forgot, by name.
    pub fn symbols_of_losses(&self, losses: &[Loss]) -> Vec<Symbol> {
        let mut symbols: Vec<Symbol> = losses.iter().flat_map(|loss| self.free_symbols(loss.required.id())).collect();
        symbols.sort_by(|a, b| self.name(*a).cmp(self.name(*b)));
        symbols.dedup();
        symbols
    }

    /// How many losses there are.
    pub fn count_losses(&self) -> usize {
        self.losses.len()
    }

    /// Adds what was lost elsewhere.
    pub fn lose_all(&mut self, losses: impl IntoIterator<Item = Loss>) {
        self.losses.extend(losses);
    }

    pub(super) fn lose(&mut self, required: Required) {
        let id = required.id();
        let trivial = matches!(self.nodes[id.index()], Stored::Number(_))
            || (matches!(required, Required::Defined(_)) && matches!(self.nodes[id.index()], Stored::Symbol(_)));
        let loss = Loss { required, unless: None };
        // An expression that cancels with itself in a long loop would repeat itself.
        if !trivial && self.losses.last() != Some(&loss) {
            self.losses.push(loss);
        }
    }

    /// The node behind an id. Inlined, so that a caller who looks for one kind pays for that one.
    #[inline(always)]
    pub fn node(&self, id: Id) -> Node<'_> {
        match self.nodes[id.index()] {
            Stored::Undefined => Node::Undefined,
            Stored::Number(at) => Node::Number(&self.numbers[at as usize]),
            Stored::Symbol(symbol) => Node::Symbol(symbol),
            Stored::Sum(stretch) => Node::Sum(&self.terms[stretch.range()]),
            Stored::Product(stretch) => Node::Product(&self.terms[stretch.range()]),
            Stored::Power(base, exponent) => Node::Power(base, exponent),
            Stored::Call(function, stretch) => Node::Call(function, &self.children[stretch.range()]),
            Stored::Apply(unknown, stretch) => Node::Apply(unknown, &self.children[stretch.range()]),
            Stored::Piecewise(stretch) => Node::Piecewise(&self.children[stretch.range()]),
            Stored::Relation(relation, a, b) => Node::Relation(relation, a, b),
            Stored::And(stretch) => Node::And(&self.children[stretch.range()]),
            Stored::Or(stretch) => Node::Or(&self.children[stretch.range()]),
            Stored::Bound(binder, stretch) => Node::Bound(binder, &self.children[stretch.range()]),
            Stored::Derivative(body, variable) => Node::Derivative(body, variable),
        }
    }

    /// A number that depends on the structure alone: equal expressions have equal fingerprints in any arena, and an
    /// order by fingerprint does not depend on the order in which expressions were made.
    #[inline]
    pub fn fingerprint(&self, id: Id) -> u64 {
        self.facts[id.index()].hash
    }

    /// The bits ([`FunctionId::bit`]) of the functions of the table that occur in an expression, itself included. Several
    /// functions share a bit: that it is not set is certain, that it is set says little.
    #[inline]
    pub(crate) fn function_bits(&self, id: Id) -> u64 {
        self.facts[id.index()].occurring.functions
    }

    /// Whether a name occurs in an expression, bound or free; nothing where a look at the bits does not tell.
    pub(crate) fn mentions(&self, id: Id, name: Id) -> Option<bool> {
        let bits_tell = self.names.len() <= Occurring::NAMES && self.as_symbol(name).is_some();
        bits_tell.then(|| self.facts[id.index()].occurring.names & self.facts[name.index()].occurring.names != 0)
    }

    /// Whether an expression may have all functions and names of another: that it has not is certain.
    pub(crate) fn may_mention_all(&self, id: Id, other: Id) -> bool {
        let [own, theirs] = [id, other].map(|id| self.facts[id.index()].occurring);
        theirs.functions & !own.functions == 0 && theirs.names & !own.names == 0
    }

    /// The number an expression is, if it is one.
    #[inline]
    pub fn as_number(&self, id: Id) -> Option<&Rational> {
        match self.nodes[id.index()] {
            Stored::Number(at) => Some(&self.numbers[at as usize]),
            _ => None,
        }
    }

    /// The name an expression is, if it is one.
    #[inline]
    pub fn as_symbol(&self, id: Id) -> Option<Symbol> {
        match self.nodes[id.index()] {
            Stored::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// The spelling of a name.
    #[inline]
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.spellings[self.names[symbol.0 as usize].spelling.range()]
    }

    /// Name and orders of differentiation (one for each argument) of an unknown function.
    pub fn unknown(&self, unknown: Unknown) -> (Symbol, &[u32]) {
        let function = &self.unknowns[unknown.0 as usize];
        (function.name, &function.orders)
    }
}
