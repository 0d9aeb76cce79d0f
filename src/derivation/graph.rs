//! How names depend on each other and on the variable: which derivatives the chain rule multiplies, and which it adds.

use crate::expression::{Arena, Id, Node};
use crate::formula::Quotient;
use crate::syntax::Definition;
use rustc_hash::{FxHashMap, FxHashSet};

/// The definitions that lie between what is asked for and the variable.
#[derive(Debug)]
pub(super) struct Graph {
    variable: Id,
    /// What each name's value varies with directly, in the order of writing.
    parts: FxHashMap<Id, Vec<Id>>,
    /// Which names use each name.
    users: FxHashMap<Id, Vec<Id>>,
    /// Those of them whose values take more than arithmetic.
    functional_users: FxHashMap<Id, Vec<Id>>,
    /// The values of the names.
    pub values: FxHashMap<Id, Id>,
}

impl Graph {
    /// The graph of what `definitions`, each before it is used, make of `variable`; `target` is among them.
    pub fn new(arena: &Arena, definitions: &[Definition], target: Id, variable: Id) -> Graph {
        let values: FxHashMap<Id, Id> = definitions.iter().map(|definition| (definition.name, definition.value)).collect();
        let mut all: FxHashMap<Id, Vec<Id>> = FxHashMap::default();
        for Definition { name, value } in definitions {
            let varies = |id: &Id| *id == variable || all.contains_key(id);
            let mut parts: Vec<Id> = arena.reachable(*value).into_iter().filter(varies).collect();
            if !parts.is_empty() {
                parts.sort_by_cached_key(|id| (*id == variable, natural_key(arena, *id)));
                all.insert(*name, parts);
            }
        }
        // Only what the target is made of.
        let (mut parts, mut users): (FxHashMap<Id, Vec<Id>>, FxHashMap<Id, Vec<Id>>) = (FxHashMap::default(), FxHashMap::default());
        let mut waiting = vec![target];
        while let Some(name) = waiting.pop() {
            if parts.contains_key(&name) {
                continue;
            }
            let Some(own) = all.get(&name) else { continue };
            own.iter().for_each(|part| users.entry(*part).or_default().push(name));
            waiting.extend(own);
            parts.insert(name, own.clone());
        }
        let place: FxHashMap<Id, usize> = definitions.iter().enumerate().map(|(at, definition)| (definition.name, at)).collect();
        users.values_mut().for_each(|names| names.sort_by_key(|name| place.get(name)));
        let functional: FxHashSet<Id> = parts.keys().copied().filter(|name| calls_function(arena, values[name])).collect();
        let functional_users =
            users.iter().map(|(part, names)| (*part, names.iter().copied().filter(|name| functional.contains(name)).collect())).collect();
        Graph { variable, parts, users, functional_users, values }
    }

    /// Forgets that a name's value varies with another: its derivative turned out to be 0.
    pub fn cut(&mut self, name: Id, part: Id) {
        if let Some(parts) = self.parts.get_mut(&name) {
            parts.retain(|own| *own != part);
        }
        for users in [&mut self.users, &mut self.functional_users] {
            if let Some(users) = users.get_mut(&part) {
                users.retain(|user| *user != name);
            }
        }
    }

    /// What a name varies with directly.
    pub fn parts(&self, name: Id) -> &[Id] {
        self.parts.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Which names use a name directly.
    pub fn users(&self, name: Id) -> &[Id] {
        self.users.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Which names use a name directly in values that take more than arithmetic.
    pub fn functional_users(&self, name: Id) -> &[Id] {
        self.functional_users.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether anything but the variable lies between a name and the variable.
    pub fn has_intermediates(&self, name: Id) -> bool {
        self.parts(name).iter().any(|part| *part != self.variable)
    }

    /// Whether the derivative of a name by the variable is a line of its own: several paths start there, or several lead to
    /// it and it takes a product to write.
    pub fn has_own_line(&self, name: Id) -> bool {
        match self.parts(name) {
            [] => false,
            [only] => *only != self.variable && self.users(name).len() > 1,
            _ => true,
        }
    }

    /// The derivative of a value by one of its parts, the others held where there are others.
    pub fn local(&self, of: Id, by: Id) -> Quotient {
        Quotient { of, by, partial: self.parts(of).len() > 1 }
    }

    /// The factors of the paths from a name to the variable, one list for each part of it; each ends at the variable or at a
    /// name with a line of its own, whose derivative by the variable is the last factor.
    pub fn paths(&self, name: Id) -> Vec<Vec<Quotient>> {
        self.parts(name)
            .iter()
            .map(|part| {
                let mut factors = vec![self.local(name, *part)];
                let mut at = *part;
                while at != self.variable {
                    if self.has_own_line(at) {
                        factors.push(Quotient { of: at, by: self.variable, partial: false });
                        break;
                    }
                    let Some(next) = self.parts(at).first() else { break };
                    factors.push(self.local(at, *next));
                    at = *next;
                }
                factors
            })
            .collect()
    }
}

/// Whether a value takes more than arithmetic.
fn calls_function(arena: &Arena, id: Id) -> bool {
    arena.reachable(id).into_iter().any(|id| matches!(arena.node(id), Node::Call(_, [_, ..]) | Node::Power(..)))
}

/// Names in the order of the alphabet, and `y2` before `y10`.
pub(super) fn natural_key(arena: &Arena, id: Id) -> (String, u64, String) {
    let name = arena.as_symbol(id).map(|symbol| arena.name(symbol)).unwrap_or_default();
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (letters, number) = name.split_at(name.len() - digits);
    (letters.to_string(), number.parse().unwrap_or(0), name.to_string())
}
