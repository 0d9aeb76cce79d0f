//! The words of a formula: what the parser reads, when LaTeX's ways of drawing have been taken away.

pub mod above;
pub mod arguments;
pub mod commands;
pub mod digits;
pub mod fences;
pub mod glued;
pub mod groups;
pub mod layers;
pub mod macros;
pub mod nabla;
pub mod names;
pub mod number;
pub mod numbering;
pub mod packages;
pub mod raised;
pub mod shape;
pub mod signs;
pub mod tokens;
pub mod unwrapped;
pub mod upright;
pub mod variations;

use crate::expression::Binder;
use crate::syntax::names::Known;
use crate::syntax::tree::Span;

/// Brackets, whatever their size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bracket {
    Round,
    Square,
    Curly,
    Bar,
    Floor,
    Ceiling,
    /// `\left. ... \right|`
    Evaluated,
}

/// Comparisons as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    NotEqual,
}

/// Words of language inside a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextWord {
    If,
    Otherwise,
    And,
    Or,
}

/// The letter of a differential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differ {
    /// An upright d.
    Total,
    /// ∂.
    Partial,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Digits; where their plain spelling stands.
    Number(Span),
    /// A name, by its place in the list of names.
    Name(u32),
    /// A named function of the table.
    Function(Known),
    /// An upright d, or ∂.
    Differential(Differ),
    Plus,
    Minus,
    Times,
    Slash,
    Factorial,
    /// `^\circ` behind an angle.
    Degrees,
    Star,
    Transpose,
    Comma,
    /// Between statements: `;`, `\text{where}`, an arrow.
    Separator,
    /// A wide space, which may stand between statements.
    Gap,
    Relation(Sign),
    /// `\in`
    Element,
    /// `\infty`
    Infinity,
    /// `\circ` between functions
    Compose,
    /// `:`, between an index and what it fulfils.
    Colon,
    Open(Bracket),
    Close(Bracket),
    /// A bar that may open, close, or say where something is evaluated.
    Bar,
    Evaluate,
    /// Braces, which are invisible.
    BraceOpen,
    BraceClose,
    /// `\mathbb{1}`: 1 where the condition behind it holds, and 0 elsewhere.
    Indicator,
    /// Two groups in braces follow.
    Fraction,
    Binomial,
    /// One group in braces follows.
    Root,
    /// The index and the radicand follow, each in braces.
    IndexedRoot,
    /// A group in braces follows.
    Power,
    Subscript,
    /// Primes on a bracket or a named function.
    Primes(u32),
    Bound(Binder),
    Ampersand,
    Row,
    Cases,
    EndCases,
    Text(TextWord),
    End,
}

/// A word and its place.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub kind: Kind,
    pub span: Span,
    /// For a bracket, the word that is its other half.
    pub mate: u32,
}

/// A name with all that is drawn around it. The spans are places in the list of spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The whole name.
    pub spelt: Span,
    /// The letter or word, with its accents.
    pub base: Span,
    /// The subscript; empty where there is none.
    pub subscript: Span,
    /// What stands in brackets above; empty where there is nothing.
    pub label: Span,
    pub primes: u32,
    pub dots: u32,
    /// Whether it is a word of several letters.
    pub is_word: bool,
    /// Whether a thin space behind it sets it apart from what follows.
    pub is_apart: bool,
    /// Whether `\mathopen{}` behind it says that it is a function of the bracket that follows.
    pub is_applied: bool,
    /// Whether its label stands in square brackets, so that it counts layers and no derivatives.
    pub in_square: bool,
    /// Whether it is a plain d, which may be that of a differential.
    pub is_d: bool,
}

/// A text as words.
#[derive(Debug, Default)]
pub struct Sentence {
    pub words: Vec<Word>,
    pub names: Vec<Name>,
    /// Plain spellings of names and numbers, one after another.
    pub spellings: String,
    pub has_decimals: bool,
    pub notes: Vec<crate::syntax::note::Note>,
}

impl Sentence {
    /// Adds a spelling.
    pub fn spell(&mut self, text: &str) -> Span {
        let start = self.spellings.len() as u32;
        self.spellings.push_str(text);
        Span { start, end: self.spellings.len() as u32 }
    }

    /// The plain spelling of a name with the dots over it and the primes behind it, `q_dot_1`, `z_prime`.
    pub fn dotted_spelling(&self, name: u32) -> String {
        let name = self.names[name as usize];
        let (base, rest) = (name.base.range(), name.base.end as usize..name.spelt.end as usize);
        let marks = "_dot".repeat(name.dots as usize) + &"_prime".repeat(name.primes as usize);
        format!("{}{marks}{}", &self.spellings[base], &self.spellings[rest])
    }

    /// `^{(5)}`: the number in brackets above a function, with the word behind it, where a power stands at a word. Above a function
    /// of the table it is the order of a derivative: a power has no brackets there.
    pub fn order_above(&self, at: usize) -> Option<(u32, usize)> {
        let kinds = [Kind::Power, Kind::BraceOpen, Kind::Open(Bracket::Round)];
        let begins = self.words.get(at..at + 6)?.iter().zip(kinds).all(|(word, kind)| word.kind == kind);
        let [number, close, end] = [3, 4, 5].map(|behind| self.words[at + behind].kind);
        match number {
            Kind::Number(digits) if begins && close == Kind::Close(Bracket::Round) && end == Kind::BraceClose => {
                let order = self.spelling(digits).parse().ok().filter(|order| (1..=MOST_ORDER).contains(order))?;
                Some((order, at + 6))
            }
            _ => None,
        }
    }

    /// The text of a spelling.
    pub fn spelling(&self, span: Span) -> &str {
        &self.spellings[span.range()]
    }
}

/// A number in brackets above a function is the order of a derivative up to this one.
pub const MOST_ORDER: u32 = 1000;

/// Whether a word neither separates nor holds together what stands around it.
#[inline]
pub fn is_plain(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_) | Kind::Name(_) | Kind::Function(_) | Kind::Differential(_) | Kind::Plus | Kind::Minus | Kind::Times | Kind::Slash
    )
}

/// Whether an operand may end with a word of this kind.
pub fn ends_operand(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_)
            | Kind::Name(_)
            | Kind::Close(_)
            | Kind::BraceClose
            | Kind::Factorial
            | Kind::Degrees
            | Kind::EndCases
            | Kind::Primes(_)
    )
}
