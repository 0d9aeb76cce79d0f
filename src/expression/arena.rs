//! Where expressions live.

use super::node::{Binder, Id, Node, Relation, Symbol, Term, Unknown};
use crate::functions::FunctionId;
use crate::limits::Limits;
use crate::number::Rational;
use hashbrown::HashTable;
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

/// A stretch of one of the arena's pools.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    start: u32,
    length: u32,
}

impl Stretch {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.length) as usize
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

/// What a canonical constructor forgot about the domain when it cancelled: `x/x` is 1, but only where `x != 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The expression stood in a denominator.
    NonZero(Id),
    /// The expression stood under an even root.
    NonNegative(Id),
    /// The expression stood somewhere and must have a value.
    Defined(Id),
}

#[derive(Debug, Clone)]
struct UnknownFunction {
    name: Symbol,
    orders: Box<[u32]>,
}

/// An arena of hash-consed expressions.
#[derive(Debug, Clone)]
pub struct Arena {
    nodes: Vec<Stored>,
    /// Of each node; they depend on its structure alone, not on ids, so they order expressions the same way in any arena.
    hashes: Vec<u64>,
    table: HashTable<u32>,
    numbers: Vec<Rational>,
    terms: Vec<Term>,
    children: Vec<Id>,
    /// All names, one after the other, and for each its end and its node.
    spellings: String,
    names: Vec<(u32, Id)>,
    name_table: HashTable<u32>,
    unknowns: Vec<UnknownFunction>,
    pub(super) spare: Vec<Vec<Term>>,
    losses: Vec<Loss>,
    limits: Limits,
    exhausted: bool,
    has_derivatives: bool,
    /// Symbols that are names for values, given by definitions.
    value_names: Vec<Id>,
}

impl Default for Arena {
    fn default() -> Arena {
        Arena::new()
    }
}

#[inline]
fn mix(mut h: u64) -> u64 {
    // The finaliser of MurmurHash3: every bit of the input reaches every bit of the output.
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[inline]
fn combine(seed: u64, value: u64) -> u64 {
    mix(seed.rotate_left(23) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[inline]
fn hash_of_name(name: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    name.hash(&mut hasher);
    mix(hasher.finish())
}

#[inline]
fn number_hash(number: &Rational) -> u64 {
    match number.to_small() {
        Some((n, d)) => combine(n as u64, d as u64),
        None => {
            let mut hasher = rustc_hash::FxHasher::default();
            number.hash(&mut hasher);
            mix(hasher.finish())
        }
    }
}

impl Arena {
    /// An empty arena.
    pub fn new() -> Arena {
        let mut arena = Arena {
            nodes: Vec::new(),
            hashes: Vec::new(),
            table: HashTable::new(),
            numbers: Vec::new(),
            terms: Vec::new(),
            children: Vec::new(),
            spellings: String::new(),
            names: Vec::new(),
            name_table: HashTable::new(),
            unknowns: Vec::new(),
            spare: Vec::new(),
            losses: Vec::new(),
            limits: Limits::default(),
            exhausted: false,
            has_derivatives: false,
            value_names: Vec::new(),
        };
        arena.plant();
        arena
    }

    /// Says that a symbol is the name of a value, given by a definition: it is written where a function value would be. Names
    /// are added in an order in which each depends on those before it.
    pub fn add_value_name(&mut self, symbol: Id) {
        if !self.value_names.contains(&symbol) {
            self.value_names.push(symbol);
        }
    }

    /// Whether an expression is the name of a value.
    pub fn is_value_name(&self, id: Id) -> bool {
        self.value_names.contains(&id)
    }

    /// How many names of values were added before this one.
    pub fn value_name_number(&self, id: Id) -> Option<usize> {
        self.value_names.iter().position(|name| *name == id)
    }

    /// Forgets every expression and keeps the memory, unless a very large request has made it unusually big.
    pub fn reset(&mut self) {
        if self.nodes.capacity() > 1 << 16 {
            let limits = self.limits;
            *self = Arena::new();
            self.limits = limits;
            return;
        }
        self.nodes.clear();
        self.hashes.clear();
        self.table.clear();
        self.numbers.clear();
        self.terms.clear();
        self.children.clear();
        self.spellings.clear();
        self.names.clear();
        self.name_table.clear();
        self.unknowns.clear();
        self.losses.clear();
        self.exhausted = false;
        self.has_derivatives = false;
        self.value_names.clear();
        self.plant();
    }

    /// The nodes every arena starts with, so that their ids are constants.
    fn plant(&mut self) {
        self.nodes.push(Stored::Undefined);
        self.hashes.push(mix(1));
        let zero = self.number(Rational::ZERO);
        let one = self.number(Rational::ONE);
        let minus_one = self.number(Rational::MINUS_ONE);
        let truth = self.all([]);
        debug_assert_eq!([zero, one, minus_one, truth], [Id::ZERO, Id::ONE, Id::MINUS_ONE, Id::TRUE]);
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the constants every arena starts with.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == Id::TRUE.index() + 1
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

    pub(super) fn lose(&mut self, loss: Loss) {
        let id = match loss {
            Loss::NonZero(id) | Loss::NonNegative(id) | Loss::Defined(id) => id,
        };
        let trivial = matches!(self.nodes[id.index()], Stored::Number(_))
            || (matches!(loss, Loss::Defined(_)) && matches!(self.nodes[id.index()], Stored::Symbol(_)));
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
        self.hashes[id.index()]
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
    pub fn as_symbol(&self, id: Id) -> Option<Symbol> {
        match self.nodes[id.index()] {
            Stored::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// The spelling of a name.
    pub fn name(&self, symbol: Symbol) -> &str {
        let at = symbol.0 as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.names[before].0 as usize);
        &self.spellings[start..self.names[at].0 as usize]
    }

    /// Name and orders of differentiation (one for each argument) of an unknown function.
    pub fn unknown(&self, unknown: Unknown) -> (Symbol, &[u32]) {
        let function = &self.unknowns[unknown.0 as usize];
        (function.name, &function.orders)
    }

    /// Calls `visit` with each child.
    #[inline]
    pub fn for_each_child(&self, id: Id, mut visit: impl FnMut(Id)) {
        match self.node(id) {
            Node::Undefined | Node::Number(_) | Node::Symbol(_) => {}
            Node::Sum(terms) | Node::Product(terms) => terms.iter().for_each(|term| visit(term.id)),
            Node::Power(a, b) | Node::Relation(_, a, b) | Node::Derivative(a, b) => {
                visit(a);
                visit(b);
            }
            Node::Call(_, ids) | Node::Apply(_, ids) | Node::Piecewise(ids) | Node::And(ids) | Node::Or(ids) | Node::Bound(_, ids) => {
                ids.iter().copied().for_each(visit)
            }
        }
    }

    /// Everything `root` is made of, itself included, children before parents.
    pub fn reachable(&self, root: Id) -> Vec<Id> {
        self.reachable_from(&[root])
    }

    /// Everything the roots are made of, themselves included, children before parents.
    pub fn reachable_from(&self, roots: &[Id]) -> Vec<Id> {
        let Some(last) = roots.iter().max() else { return Vec::new() };
        let mut seen: SmallVec<[u64; 16]> = SmallVec::from_elem(0, last.index() / 64 + 1);
        let mut count = 0;
        for root in roots {
            seen[root.index() / 64] |= 1 << (root.index() % 64);
        }
        // Children have smaller ids, so one pass downwards finds everything.
        for block in (0..seen.len()).rev() {
            let mut done = 0u64;
            while seen[block] & !done != 0 {
                let bit = 63 - (seen[block] & !done).leading_zeros();
                done |= 1 << bit;
                count += 1;
                self.for_each_child(Id((block * 64) as u32 + bit), |child| seen[child.index() / 64] |= 1 << (child.index() % 64));
            }
        }
        let mut ids = Vec::with_capacity(count);
        for (block, bits) in seen.iter().enumerate() {
            let mut left = *bits;
            while left != 0 {
                ids.push(Id((block * 64) as u32 + left.trailing_zeros()));
                left &= left - 1;
            }
        }
        ids
    }

    fn insert(&mut self, stored: Stored, hash: u64) -> Id {
        if self.nodes.len() >= self.limits.nodes {
            self.exhausted = true;
            return Id::UNDEFINED;
        }
        let id = self.nodes.len() as u32;
        self.nodes.push(stored);
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.table.insert_unique(hash, id, |other| hashes[*other as usize]);
        Id(id)
    }

    /// A number.
    pub fn number(&mut self, value: Rational) -> Id {
        let hash = combine(2, number_hash(&value));
        if let Some(found) =
            self.table.find(hash, |id| matches!(self.nodes[*id as usize], Stored::Number(at) if self.numbers[at as usize] == value))
        {
            return Id(*found);
        }
        self.numbers.push(value);
        self.insert(Stored::Number(self.numbers.len() as u32 - 1), hash)
    }

    /// An integer.
    pub fn integer(&mut self, value: i64) -> Id {
        self.number(Rational::integer(value))
    }

    /// The interned name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let name_hash = hash_of_name(name);
        if let Some(found) = self.name_table.find(name_hash, |at| self.name(Symbol(*at)) == name) {
            return Symbol(*found);
        }
        let symbol = Symbol(self.names.len() as u32);
        self.spellings.push_str(name);
        self.names.push((self.spellings.len() as u32, Id::UNDEFINED));
        let mut table = std::mem::take(&mut self.name_table);
        table.insert_unique(name_hash, symbol.0, |other| hash_of_name(self.name(Symbol(*other))));
        self.name_table = table;
        symbol
    }

    /// The variable of this name.
    pub fn symbol(&mut self, name: &str) -> Id {
        let symbol = self.intern(name);
        self.symbol_node(symbol)
    }

    /// The variable of this interned name.
    pub fn symbol_node(&mut self, symbol: Symbol) -> Id {
        let (_, known) = self.names[symbol.0 as usize];
        if known != Id::UNDEFINED {
            return known;
        }
        let hash = combine(3, hash_of_name(self.name(symbol)));
        let id = self.insert(Stored::Symbol(symbol), hash);
        self.names[symbol.0 as usize].1 = id;
        id
    }

    /// The unknown function of this name, differentiated so many times in each argument.
    pub fn unknown_function(&mut self, name: Symbol, orders: &[u32]) -> Unknown {
        // An input names a handful of unknown functions.
        let found = self.unknowns.iter().position(|known| known.name == name && *known.orders == *orders);
        let at = found.unwrap_or_else(|| {
            self.unknowns.push(UnknownFunction { name, orders: orders.into() });
            self.unknowns.len() - 1
        });
        Unknown(at as u32)
    }

    /// Interns terms that are already canonical.
    pub(super) fn intern_terms(&mut self, terms: &[Term], is_sum: bool) -> Id {
        // A commutative combination: the hash must not depend on the order of ids.
        let mut hash = if is_sum { 4 } else { 5 };
        for term in terms {
            hash = u64::wrapping_add(hash, combine(self.hashes[term.id.index()], number_hash(&term.number)));
        }
        hash = mix(hash.wrapping_add(terms.len() as u64));
        let found = self.table.find(hash, |id| match self.nodes[*id as usize] {
            Stored::Sum(stretch) if is_sum => self.terms[stretch.range()] == *terms,
            Stored::Product(stretch) if !is_sum => self.terms[stretch.range()] == *terms,
            _ => false,
        });
        if let Some(found) = found {
            return Id(*found);
        }
        let stretch = Stretch { start: self.terms.len() as u32, length: terms.len() as u32 };
        self.terms.extend_from_slice(terms);
        self.insert(if is_sum { Stored::Sum(stretch) } else { Stored::Product(stretch) }, hash)
    }

    fn intern_children(
        &mut self,
        seed: u64,
        ids: &[Id],
        matches: impl Fn(Stored) -> Option<Stretch>,
        make: impl Fn(Stretch) -> Stored,
    ) -> Id {
        if ids.contains(&Id::UNDEFINED) {
            return Id::UNDEFINED;
        }
        let hash = ids.iter().fold(seed, |hash, id| combine(hash, self.hashes[id.index()]));
        let found =
            self.table.find(hash, |id| matches(self.nodes[*id as usize]).is_some_and(|stretch| self.children[stretch.range()] == *ids));
        if let Some(found) = found {
            return Id(*found);
        }
        let stretch = Stretch { start: self.children.len() as u32, length: ids.len() as u32 };
        self.children.extend_from_slice(ids);
        self.insert(make(stretch), hash)
    }

    fn intern_pair(&mut self, seed: u64, stored: Stored, a: Id, b: Id) -> Id {
        if a == Id::UNDEFINED || b == Id::UNDEFINED {
            return Id::UNDEFINED;
        }
        let hash = combine(combine(seed, self.hashes[a.index()]), self.hashes[b.index()]);
        let found = self.table.find(hash, |id| match (self.nodes[*id as usize], stored) {
            (Stored::Power(c, d), Stored::Power(..)) | (Stored::Derivative(c, d), Stored::Derivative(..)) => (c, d) == (a, b),
            (Stored::Relation(r, c, d), Stored::Relation(s, ..)) => (r, c, d) == (s, a, b),
            _ => false,
        });
        match found {
            Some(found) => Id(*found),
            None => self.insert(stored, hash),
        }
    }

    pub(super) fn intern_power(&mut self, base: Id, exponent: Id) -> Id {
        self.intern_pair(6, Stored::Power(base, exponent), base, exponent)
    }

    /// A function of the table applied to its arguments.
    pub fn call(&mut self, function: FunctionId, arguments: &[Id]) -> Id {
        let seed = combine(7, function.0 as u64);
        self.intern_children(
            seed,
            arguments,
            |stored| match stored {
                Stored::Call(f, stretch) if f == function => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Call(function, stretch),
        )
    }

    /// An unknown function applied to its arguments.
    pub fn apply(&mut self, unknown: Unknown, arguments: &[Id]) -> Id {
        let mut hasher = rustc_hash::FxHasher::default();
        let (name, orders) = self.unknown(unknown);
        (self.name(name), orders).hash(&mut hasher);
        let seed = combine(8, hasher.finish());
        self.intern_children(
            seed,
            arguments,
            |stored| match stored {
                Stored::Apply(f, stretch) if f == unknown => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Apply(unknown, stretch),
        )
    }

    /// A case distinction; branches are `(value, condition)`. Branches after one that always holds, or with the condition
    /// that never holds, are dropped; a single branch that always holds is its value.
    pub fn piecewise(&mut self, branches: &[(Id, Id)]) -> Id {
        let mut ids = Vec::with_capacity(branches.len() * 2);
        let never = self.any([]);
        for &(value, condition) in branches {
            if condition == never {
                continue;
            }
            // The value of a branch may be undefined there without harm elsewhere only if it says so itself.
            ids.extend([value, condition]);
            if condition == Id::TRUE {
                break;
            }
        }
        match ids[..] {
            [] => Id::UNDEFINED,
            [value, Id::TRUE] => value,
            _ => self.intern_children(
                9,
                &ids,
                |stored| match stored {
                    Stored::Piecewise(stretch) => Some(stretch),
                    _ => None,
                },
                Stored::Piecewise,
            ),
        }
    }

    /// A comparison; decided at once where both sides are numbers or the same.
    /// An equation or inequation has its number on the right, otherwise its sides in a fixed order.
    pub fn relation(&mut self, relation: Relation, left: Id, right: Id) -> Id {
        let symmetric = matches!(relation, Relation::Equal | Relation::NotEqual);
        let rank = |id: Id| (self.as_number(id).is_some(), self.fingerprint(id));
        let (left, right) = if symmetric && rank(left) > rank(right) { (right, left) } else { (left, right) };
        let decided = match (self.as_number(left), self.as_number(right)) {
            (Some(a), Some(b)) => Some(match relation {
                Relation::Less => a < b,
                Relation::LessOrEqual => a <= b,
                Relation::Equal => a == b,
                Relation::NotEqual => a != b,
            }),
            _ => None,
        };
        match decided {
            Some(true) => Id::TRUE,
            Some(false) => self.any([]),
            None => self.intern_pair(combine(10, relation as u64), Stored::Relation(relation, left, right), left, right),
        }
    }

    /// The conjunction of conditions.
    pub fn all<const N: usize>(&mut self, conditions: [Id; N]) -> Id {
        self.conjunction(&conditions)
    }

    /// The disjunction of conditions; of none it never holds.
    pub fn any<const N: usize>(&mut self, conditions: [Id; N]) -> Id {
        self.disjunction(&conditions)
    }

    /// The conjunction of conditions: flat, sorted, without repetition.
    pub fn conjunction(&mut self, conditions: &[Id]) -> Id {
        let mut ids: Vec<Id> = Vec::with_capacity(conditions.len());
        for &id in conditions {
            match self.node(id) {
                Node::And(inner) => ids.extend_from_slice(inner),
                Node::Or([]) => return id,
                _ => ids.push(id),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        match ids[..] {
            [one] => one,
            _ => self.intern_children(
                11,
                &ids,
                |stored| match stored {
                    Stored::And(stretch) => Some(stretch),
                    _ => None,
                },
                Stored::And,
            ),
        }
    }

    /// The disjunction of conditions: flat, sorted, without repetition.
    pub fn disjunction(&mut self, conditions: &[Id]) -> Id {
        let mut ids: Vec<Id> = Vec::with_capacity(conditions.len());
        for &id in conditions {
            match self.node(id) {
                Node::Or(inner) => ids.extend_from_slice(inner),
                Node::And([]) => return id,
                _ => ids.push(id),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        match ids[..] {
            [one] => one,
            _ => self.intern_children(
                12,
                &ids,
                |stored| match stored {
                    Stored::Or(stretch) => Some(stretch),
                    _ => None,
                },
                Stored::Or,
            ),
        }
    }

    /// A sum, product or integral over a bound variable, which must be a symbol.
    pub fn bound(&mut self, binder: Binder, variable: Id, lower: Id, upper: Id, body: Id) -> Id {
        let seed = combine(13, binder as u64);
        self.intern_children(
            seed,
            &[variable, lower, upper, body],
            |stored| match stored {
                Stored::Bound(b, stretch) if b == binder => Some(stretch),
                _ => None,
            },
            |stretch| Stored::Bound(binder, stretch),
        )
    }

    /// A derivative to be taken later.
    pub fn derivative(&mut self, body: Id, variable: Id) -> Id {
        self.has_derivatives = true;
        self.intern_pair(14, Stored::Derivative(body, variable), body, variable)
    }
}
