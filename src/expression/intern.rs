//! Hash-consing: an expression that is there already is found, any other gets the next number.

use super::arena::{Arena, Facts, NONE, Name, Occurring, Stored, Stretch, UnknownFunction};
use super::hash::{combine, hash_of_name, mix, number_hash};
use super::node::{Id, Symbol, Term, Unknown};
use crate::number::Rational;

impl Arena {
    /// Adds a node in the slot that the index has for its hash; `parts` is what occurs in its parts. Inlined, so that a new node
    /// need not be passed through memory.
    #[inline(always)]
    fn insert(&mut self, stored: Stored, hash: u64, parts: Occurring, slot: usize) -> Id {
        if self.nodes.len() >= self.limits.nodes {
            self.exhausted = true;
            return Id::UNDEFINED;
        }
        let occurring = match stored {
            Stored::Symbol(symbol) => parts.with_name(symbol),
            Stored::Call(function, _) => parts.with_function(function),
            _ => parts,
        };
        let id = self.nodes.len() as u32;
        self.nodes.push(stored);
        self.facts.push(Facts { hash, occurring });
        self.index.fill(slot, hash, id);
        Id(id)
    }

    /// A number.
    pub fn number(&mut self, value: Rational) -> Id {
        match value.to_small() {
            Some((0, 1)) => return Id::ZERO,
            Some((1, 1)) => return Id::ONE,
            Some((-1, 1)) => return Id::MINUS_ONE,
            _ => {}
        }
        let hash = combine(2, number_hash(&value));
        let is_it = |id: u32| matches!(self.nodes[id as usize], Stored::Number(at) if self.numbers[at as usize] == value);
        match self.index.find(hash, is_it) {
            Ok(found) => Id(found),
            Err(slot) => {
                self.numbers.push(value);
                self.insert(Stored::Number(self.numbers.len() as u32 - 1), hash, Occurring::default(), slot)
            }
        }
    }

    /// An integer.
    pub fn integer(&mut self, value: i64) -> Id {
        self.number(Rational::integer(value))
    }

    /// The interned name.
    #[inline]
    pub fn intern(&mut self, name: &str) -> Symbol {
        let [letter @ 0..128] = name.as_bytes() else { return self.intern_word(name) };
        let at = usize::from(*letter);
        if self.letters[at] == NONE {
            self.letters[at] = Symbol(self.names.len() as u32);
            let spelling = Stretch::new(self.spellings.len(), 1);
            self.spellings.push(char::from(*letter));
            self.names.push(Name { spelling, hash: hash_of_name(name), node: Id::UNDEFINED });
        }
        self.letters[at]
    }

    /// Whether a name has been interned.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        match name.as_bytes() {
            [letter @ 0..128] => self.letters[usize::from(*letter)] != NONE,
            _ => self.name_index.find(hash_of_name(name), |at| self.name(Symbol(at)) == name).is_ok(),
        }
    }

    fn intern_word(&mut self, name: &str) -> Symbol {
        let hash = hash_of_name(name);
        match self.name_index.find(hash, |at| self.name(Symbol(at)) == name) {
            Ok(found) => Symbol(found),
            Err(slot) => {
                let symbol = Symbol(self.names.len() as u32);
                let spelling = Stretch::new(self.spellings.len(), name.len());
                self.spellings.push_str(name);
                self.names.push(Name { spelling, hash, node: Id::UNDEFINED });
                self.name_index.fill(slot, hash, symbol.0);
                symbol
            }
        }
    }

    /// The variable of this name.
    pub fn symbol(&mut self, name: &str) -> Id {
        let symbol = self.intern(name);
        self.symbol_node(symbol)
    }

    /// The variable of this interned name.
    pub fn symbol_node(&mut self, symbol: Symbol) -> Id {
        let Name { hash, node, .. } = self.names[symbol.0 as usize];
        if node != Id::UNDEFINED {
            return node;
        }
        let hash = combine(3, hash);
        let found = self.index.find(hash, |id| matches!(self.nodes[id as usize], Stored::Symbol(known) if known == symbol));
        let id = found.map_or_else(|slot| self.insert(Stored::Symbol(symbol), hash, Occurring::default(), slot), Id);
        self.names[symbol.0 as usize].node = id;
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
        let mut parts = Occurring::default();
        for term in terms {
            let part = self.facts[term.id.index()];
            hash = u64::wrapping_add(hash, combine(part.hash, number_hash(&term.number)));
            parts = parts.and(part.occurring);
        }
        hash = mix(hash.wrapping_add(terms.len() as u64));
        let found = self.index.find(hash, |id| match self.nodes[id as usize] {
            Stored::Sum(stretch) if is_sum => self.terms[stretch.range()] == *terms,
            Stored::Product(stretch) if !is_sum => self.terms[stretch.range()] == *terms,
            _ => false,
        });
        match found {
            Ok(found) => Id(found),
            Err(slot) => {
                let stretch = Stretch::new(self.terms.len(), terms.len());
                // One by one: they are few.
                terms.iter().for_each(|term| self.terms.push(term.clone()));
                self.insert(if is_sum { Stored::Sum(stretch) } else { Stored::Product(stretch) }, hash, parts, slot)
            }
        }
    }

    /// Interns a node with these children; it is undefined where one of them is.
    #[inline]
    pub(super) fn intern_children(
        &mut self,
        seed: u64,
        ids: &[Id],
        matches: impl Fn(Stored) -> Option<Stretch>,
        make: impl Fn(Stretch) -> Stored,
    ) -> Id {
        if ids.contains(&Id::UNDEFINED) {
            return Id::UNDEFINED;
        }
        let (mut hash, mut parts) = (seed, Occurring::default());
        for id in ids {
            let part = self.facts[id.index()];
            hash = combine(hash, part.hash);
            parts = parts.and(part.occurring);
        }
        let is_it = |id: u32| matches(self.nodes[id as usize]).is_some_and(|stretch| self.children[stretch.range()] == *ids);
        match self.index.find(hash, is_it) {
            Ok(found) => Id(found),
            Err(slot) => {
                let stretch = Stretch::new(self.children.len(), ids.len());
                // One by one: they are few.
                ids.iter().for_each(|id| self.children.push(*id));
                self.insert(make(stretch), hash, parts, slot)
            }
        }
    }

    /// Interns a node of two parts; it is undefined where one of them is.
    pub(super) fn intern_pair(&mut self, seed: u64, stored: Stored, a: Id, b: Id) -> Id {
        if a == Id::UNDEFINED || b == Id::UNDEFINED {
            return Id::UNDEFINED;
        }
        let [first, second] = [a, b].map(|id| self.facts[id.index()]);
        let hash = combine(combine(seed, first.hash), second.hash);
        let found = self.index.find(hash, |id| match (self.nodes[id as usize], stored) {
            (Stored::Power(c, d), Stored::Power(..)) | (Stored::Derivative(c, d), Stored::Derivative(..)) => (c, d) == (a, b),
            (Stored::Relation(r, c, d), Stored::Relation(s, ..)) => (r, c, d) == (s, a, b),
            _ => false,
        });
        match found {
            Ok(found) => Id(found),
            Err(slot) => self.insert(stored, hash, first.occurring.and(second.occurring), slot),
        }
    }

    pub(super) fn intern_power(&mut self, base: Id, exponent: Id) -> Id {
        self.intern_pair(6, Stored::Power(base, exponent), base, exponent)
    }
}
