//! Names: Greek letters and their English spellings, the functions of the table by every spelling, the nearest known name.

use crate::functions::{Arity, FunctionId, TABLE};
use crate::letters::{greek, greek_letter};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The one spelling of a name: Greek letters in English, `x_i_plus_1` for `x_(i+1)`. The text must be a name as the tokens have it.
pub fn spelling(name: &str) -> Cow<'_, str> {
    if name.is_ascii() && !name.ends_with([')', '}']) {
        return Cow::Borrowed(name);
    }
    let mut text = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        match letter {
            '+' => text.push_str("_plus_"),
            '-' => text.push_str("_minus_"),
            '(' | ')' | '{' | '}' | ' ' | '\t' => {}
            _ => match greek(letter) {
                Some(word) => text.push_str(word),
                None => text.push(letter),
            },
        }
    }
    Cow::Owned(text)
}

/// Words with a meaning of their own.
pub(super) const KEYWORDS: [&str; 4] = ["if", "and", "or", "otherwise"];

/// Functions whose names are also common names of variables: they are functions only before a bracket.
const LETTERS: [&str; 11] = ["sigma", "gamma", "beta", "Phi", "W", "Ei", "Si", "Ci", "li", "root", "sign"];

/// Whether a name, as written and in its one spelling, can be that of a variable without anybody saying so.
pub(super) fn can_stand_alone(written: &str, name: &str) -> bool {
    if let [letter] = name.as_bytes() {
        return letter_can_stand_alone(*letter);
    }
    !KEYWORDS.contains(&name) && (written.len() != name.len() || function(name).is_none() || LETTERS.contains(&name))
}

/// The same of a name of one letter.
#[inline]
pub(super) fn letter_can_stand_alone(letter: u8) -> bool {
    FUNCTIONS.letters.get(usize::from(letter)).is_none_or(|known| known.is_none() || letter == b'W')
}

/// The rows a spelling can mean, told apart by the number of arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    first: FunctionId,
    second: Option<FunctionId>,
}

impl Known {
    /// The row that takes so many arguments.
    pub fn with_arguments(self, count: usize) -> Option<FunctionId> {
        [Some(self.first), self.second].into_iter().flatten().find(|function| match function.row().arity {
            Arity::Exactly(arity) => arity == count,
            Arity::AtLeast(arity) => count >= arity,
        })
    }

    /// The row that takes one argument and no more.
    pub fn with_bare_argument(self) -> Option<FunctionId> {
        self.with_arguments(1).filter(|function| function.row().arity == Arity::Exactly(1))
    }

    /// Any of the rows.
    pub fn any(self) -> FunctionId {
        self.first
    }
}

/// The functions of the table by their spellings; letters apart, since most names are letters and few letters functions.
struct Spellings {
    letters: [Option<Known>; 128],
    words: FxHashMap<&'static str, Known>,
}

static FUNCTIONS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, Known> = FxHashMap::default();
    for (at, row) in TABLE.iter().enumerate().filter(|(_, row)| row.arity != Arity::Exactly(0)) {
        let id = FunctionId(at as u16);
        for name in std::iter::once(&row.name).chain(row.aliases) {
            words.entry(name).and_modify(|known| known.second = Some(id)).or_insert(Known { first: id, second: None });
        }
    }
    let mut letters = [None; 128];
    for (name, known) in &words {
        if let [letter] = name.as_bytes() {
            letters[usize::from(*letter)] = Some(*known);
        }
    }
    Spellings { letters, words }
});

/// The functions of the table with this spelling.
#[inline]
pub(super) fn function(name: &str) -> Option<Known> {
    match name.as_bytes() {
        [letter] => FUNCTIONS.letters.get(usize::from(*letter)).copied().flatten(),
        _ => FUNCTIONS.words.get(name).copied(),
    }
}

/// Whether the table has a function with this spelling.
pub(crate) fn is_function(name: &str) -> bool {
    function(name).is_some()
}

static LATEX: LazyLock<FxHashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut map: FxHashMap<&'static str, Known> = FxHashMap::default();
    for (at, row) in TABLE.iter().enumerate().filter(|(_, row)| row.arity != Arity::Exactly(0)) {
        let id = FunctionId(at as u16);
        map.entry(row.latex).and_modify(|known| known.second = Some(id)).or_insert(Known { first: id, second: None });
    }
    map
});

/// The functions that the table writes in this way, such as `\Gamma` or `\operatorname{erf}`.
pub(super) fn function_of_latex(latex: &str) -> Option<Known> {
    LATEX.get(latex).copied()
}

/// The inverse of a function, for `sin^-1(x)`.
pub(super) fn inverse(function: FunctionId) -> Option<FunctionId> {
    let name = function.row().name;
    let inverse = match name {
        "exp" => "ln".to_string(),
        "ln" => "exp".to_string(),
        "sigma" => "logit".to_string(),
        "logit" => "sigma".to_string(),
        "sin" | "cos" | "tan" | "sec" | "csc" | "cot" => format!("arc{name}"),
        "sinh" | "cosh" | "tanh" | "sech" | "csch" | "coth" => format!("ar{name}"),
        _ => name.strip_prefix("arc").or_else(|| name.strip_prefix("ar")).unwrap_or_default().to_string(),
    };
    self::function(&inverse).map(|known| known.first)
}

/// The known function a misspelt name is close to: one slip in a short name, two in a long one.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    // sigma_t is a letter with an index, and no slip.
    if name.split_once('_').is_some_and(|(letter, _)| greek_letter(letter).is_some()) {
        return None;
    }
    let slips = match name.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    // A slip brings in at most one letter, so most names need no closer look.
    let own = letters(name);
    let may_be_close = |known: &str| {
        let theirs = letters(known);
        (own & !theirs).count_ones().max((theirs & !own).count_ones()) as usize <= slips
    };
    let candidates = FUNCTIONS
        .words
        .keys()
        .filter(|known| known.len() > 2 && known.len().abs_diff(name.len()) <= slips)
        .filter(|known| may_be_close(known) || known.eq_ignore_ascii_case(name));
    let distance = |known: &str| if known.eq_ignore_ascii_case(name) { 0 } else { strsim::damerau_levenshtein(name, known) };
    candidates.map(|known| (distance(known), *known)).filter(|(distance, _)| *distance <= slips).min().map(|(_, known)| known)
}

/// The characters of a name, a bit each; those outside ASCII share bits.
fn letters(name: &str) -> u128 {
    name.chars().fold(0, |letters, letter| letters | 1 << (letter as u32 % 128))
}

/// A set of names; those of one letter, which most are, are bits.
#[derive(Debug, Clone, Default)]
pub(super) struct NameSet {
    letters: u128,
    words: FxHashSet<String>,
}

impl NameSet {
    /// Forgets all names.
    pub fn clear(&mut self) {
        self.letters = 0;
        if !self.words.is_empty() {
            self.words.clear();
        }
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.letters == 0 && self.words.is_empty()
    }

    /// Adds a name.
    pub fn insert(&mut self, name: &str) {
        match name.as_bytes() {
            [letter @ 0..128] => self.letters |= 1 << letter,
            _ => {
                self.words.insert(name.to_string());
            }
        }
    }

    /// Whether a name is there.
    #[inline]
    pub fn contains(&self, name: &str) -> bool {
        match name.as_bytes() {
            [letter @ 0..128] => self.letters >> letter & 1 == 1,
            _ => self.words.contains(name),
        }
    }
}
