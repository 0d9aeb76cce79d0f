//! Reading rules: `name: left -> right  if guard  # source`, one a line.

use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::syntax;
use std::sync::OnceLock;

/// The rules that come with the program.
const BUILT_IN: [(&str, &str); 5] = [
    ("exponential.rules", include_str!("../../grammar/exponential.rules")),
    ("trigonometry.rules", include_str!("../../grammar/trigonometry.rules")),
    ("absolute.rules", include_str!("../../grammar/absolute.rules")),
    ("bessel.rules", include_str!("../../grammar/bessel.rules")),
    ("logarithm.rules", include_str!("../../grammar/logarithm.rules")),
];

/// A directed identity. Its sides live in the arena of the [`Rules`] it belongs to.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The name before the colon.
    pub name: String,
    /// Where the identity comes from: the text after `#`.
    pub source: String,
    pub(super) left: Id,
    pub(super) right: Id,
    pub(super) guard: Option<Id>,
}

/// A set of rules, indexed by what stands at the root of their left sides.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) arena: Arena,
    rules: Vec<Rule>,
    /// The rules for each head, by its place.
    by_head: Vec<Group>,
}

/// What stands at the root of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Sum,
    Product,
    /// One thing under a root; such a pattern matches only as a whole.
    Root,
    Power,
    Call(FunctionId),
    Other,
}

/// The rules whose left sides have one head.
#[derive(Debug, Clone, Default)]
struct Group {
    /// The rules, and the heads an expression's parts need for the left side to match.
    rules: Vec<(Heads, usize)>,
    /// The bits of functions among which each rule needs one; all of them where some rule needs none.
    functions: u64,
}

impl Head {
    /// A number of its own.
    fn place(self) -> usize {
        match self {
            Head::Sum => 0,
            Head::Product => 1,
            Head::Root => 2,
            Head::Power => 3,
            Head::Other => 4,
            Head::Call(function) => 5 + usize::from(function.0),
        }
    }

    /// A bit of a set of heads; several heads may share one.
    fn bit(self) -> u64 {
        match self {
            Head::Sum => 1,
            Head::Product | Head::Root => 2,
            Head::Call(function) => function.bit() << FIRST_FUNCTION,
            // A power also matches a product of one factor, and a letter matches anything.
            Head::Power | Head::Other => 0,
        }
    }
}

/// Where the bits of functions begin among those of heads.
const FIRST_FUNCTION: u32 = 2;

/// The bits of functions among those of heads.
const FUNCTIONS: u64 = ((1 << FunctionId::BITS) - 1) << FIRST_FUNCTION;

/// The constant of a sum, among the heads of its parts.
const CONSTANT: u64 = 1 << 63;

/// The heads of the parts of an expression, and of the factors of its products and the terms of its sums; and those that occur
/// more than once.
#[derive(Debug, Clone, Copy)]
struct Heads {
    once: u64,
    twice: u64,
}

impl Heads {
    /// Of a pattern, only what stands at the same level counts as occurring twice.
    fn of_parts(arena: &Arena, id: Id, is_pattern: bool) -> Heads {
        let mut heads = Heads { once: 0, twice: 0 };
        let is_sum = matches!(arena.node(id), Node::Sum(_));
        arena.for_each_child(id, |child| {
            heads.meet(if child == Id::ONE && is_sum { CONSTANT } else { head(arena, child).bit() });
            if let Node::Product(parts) | Node::Sum(parts) = arena.node(child) {
                for part in parts {
                    let bit = head(arena, part.id).bit();
                    if is_pattern { heads.once |= bit } else { heads.meet(bit) }
                }
            }
        });
        heads
    }

    fn meet(&mut self, bit: u64) {
        self.twice |= self.once & bit;
        self.once |= bit;
    }

    /// Whether all that is needed is offered.
    fn cover(self, needed: Heads) -> bool {
        needed.once & !self.once == 0 && needed.twice & !self.twice == 0
    }
}

fn head(arena: &Arena, id: Id) -> Head {
    match arena.node(id) {
        Node::Sum(_) => Head::Sum,
        Node::Product([factor]) if !factor.number.is_integer() => Head::Root,
        Node::Product(_) => Head::Product,
        Node::Power(..) => Head::Power,
        Node::Call(function, _) => Head::Call(function),
        _ => Head::Other,
    }
}

impl Rules {
    /// The rules that always apply: those of `grammar/*.rules` but `inverse.rules`, `logistic.rules`, `standard.rules`,
    /// `alternatives.rules` and the laws.
    pub fn built_in() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::of_files(&BUILT_IN))
    }

    /// The rules of `grammar/inverse.rules`: what a function of an inverse function is, for the normal form.
    pub fn of_inverses() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::of_files(&[("inverse.rules", include_str!("../../grammar/inverse.rules"))]))
    }

    /// The rules of `grammar/logistic.rules`: what a question in exponentials is known by.
    pub fn of_logistic() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::of_files(&[("logistic.rules", include_str!("../../grammar/logistic.rules"))]))
    }

    /// The rules of `grammar/standard.rules`: functions in terms of others, for proofs.
    pub fn of_standards() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::of_files(&[("standard.rules", include_str!("../../grammar/standard.rules"))]))
    }

    /// The rules of `grammar/recurrence.rules`: functions by their values one step below, for proofs.
    pub fn of_recurrences() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::of_files(&[("recurrence.rules", include_str!("../../grammar/recurrence.rules"))]))
    }

    /// The rules of `grammar/alternatives.rules`: for each name, which is the reason for an alternative, its rules.
    pub fn of_alternatives() -> &'static [(String, Rules)] {
        static RULES: OnceLock<Vec<(String, Rules)>> = OnceLock::new();
        RULES.get_or_init(|| {
            let mut groups: Vec<(String, String)> = Vec::new();
            for line in include_str!("../../grammar/alternatives.rules").lines() {
                let Some((name, _)) = line.split('#').next().and_then(|line| line.split_once(':')) else { continue };
                match groups.last_mut().filter(|(last, _)| last == name) {
                    Some((_, text)) => *text = format!("{text}\n{line}"),
                    None => groups.push((name.into(), line.into())),
                }
            }
            groups.into_iter().map(|(name, text)| (name, Rules::of_files(&[("alternatives.rules", &text)]))).collect()
        })
    }

    fn of_files(files: &[(&str, &str)]) -> Rules {
        let mut rules = Rules::empty();
        for (file, text) in files {
            if let Err(error) = rules.read(text) {
                // A test reads every file, so this is never seen outside development.
                panic!("{file}: {error}");
            }
        }
        rules
    }

    /// No rules at all.
    pub fn empty() -> Rules {
        Rules { arena: Arena::new(), rules: Vec::new(), by_head: Vec::new() }
    }

    /// Adds the rules of a text in the format of `grammar/*.rules`.
    ///
    /// # Errors
    /// [`Error::Request`] with the line's number where a line has no name, arrow or readable side, where the right side
    /// has a letter the left has not, or where the left side is a bare letter or number.
    pub fn read(&mut self, text: &str) -> Result<(), Error> {
        for (number, line) in text.lines().enumerate() {
            let (line, source) = line.split_once('#').unwrap_or((line, ""));
            if line.trim().is_empty() {
                continue;
            }
            self.read_line(line, source.trim()).map_err(|problem| Error::Request {
                what: format!("rule in line {}: {problem}", number + 1),
                hint: Some("a rule reads `name: left -> right  if guard  # source`".into()),
            })?;
        }
        Ok(())
    }

    fn read_line(&mut self, line: &str, source: &str) -> Result<(), String> {
        let (name, rest) = line.split_once(':').ok_or("no name before a colon")?;
        let (left, rest) = rest.split_once("->").ok_or("no arrow")?;
        let (right, guard) = match rest.split_once(" if ") {
            Some((right, guard)) => (right, Some(guard)),
            None => (rest, None),
        };
        let mut read = |text: &str| syntax::read(&mut self.arena, text.trim()).map_err(|error| format!("`{}`: {error}", text.trim()));
        let (left, right) = (read(left)?, read(right)?);
        let guard = match guard {
            None => None,
            // Each part is read alone: `even(n)` is a condition to a guard only.
            Some(guard) => {
                let mut parts = Vec::new();
                for part in guard.split(" and ").map(str::trim) {
                    parts.push(syntax::read_condition(&mut self.arena, part).map_err(|error| format!("`{part}`: {error}"))?);
                }
                Some(self.arena.conjunction(&parts))
            }
        };
        let letters = self.arena.free_symbols(left);
        for side in [Some(right), guard].into_iter().flatten() {
            if let Some(symbol) = self.arena.free_symbols(side).into_iter().find(|symbol| !letters.contains(symbol)) {
                return Err(format!("the letter `{}` does not occur on the left", self.arena.name(symbol)));
            }
        }
        let head = head(&self.arena, left);
        if head == Head::Other {
            return Err("the left side must be a sum, a product, a power or a function".into());
        }
        let needs = Heads::of_parts(&self.arena, left, true);
        let roots: &[Head] = if head == Head::Product { &[Head::Product, Head::Root] } else { &[head] };
        for root in roots {
            if self.by_head.len() <= root.place() {
                self.by_head.resize_with(root.place() + 1, Group::default);
            }
            let group = &mut self.by_head[root.place()];
            group.rules.push((needs, self.rules.len()));
            let functions = needs.once & FUNCTIONS;
            // One of those it needs stands for all of them.
            group.functions |= if functions == 0 { FUNCTIONS } else { functions & functions.wrapping_neg() };
        }
        self.rules.push(Rule { name: name.trim().into(), source: source.into(), left, right, guard });
        Ok(())
    }

    /// All rules, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The sides and the guard of a rule as text-ready expressions of [`Rules::arena`].
    pub fn sides(&self, rule: &Rule) -> (Id, Id, Option<Id>) {
        (rule.left, rule.right, rule.guard)
    }

    /// The arena the sides of the rules live in.
    pub fn arena(&self) -> &Arena {
        &self.arena
    }

    /// The rules whose left side has the root of an expression and, two levels down, no parts with other roots than its own.
    pub(super) fn fitting<'r>(&'r self, arena: &Arena, id: Id) -> impl Iterator<Item = &'r Rule> + use<'r> {
        // Most rules speak of a function that occurs nowhere below.
        let functions = arena.function_bits(id) << FIRST_FUNCTION;
        let may_fit = |group: &&Group| group.functions == FUNCTIONS || group.functions & functions != 0;
        let (rules, offered) = match self.by_head.get(head(arena, id).place()).filter(may_fit) {
            Some(group) => (&group.rules[..], Heads::of_parts(arena, id, false)),
            None => (&[][..], Heads { once: 0, twice: 0 }),
        };
        rules.iter().filter(move |(needs, _)| offered.cover(*needs)).map(|(_, at)| &self.rules[*at])
    }
}
