//! What the commands of LaTeX mean, each an entry of one list.

use super::{Bracket, Differ, Kind, Sign, TextWord};
use crate::expression::Binder;
use crate::functions::TABLE;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// A letter by its plain name.
    Letter(&'static str),
    /// A named function by its plain name.
    Function(&'static str),
    /// A word of the sentence as it is.
    Word(Kind),
    /// Only the look of things.
    Invisible,
    /// Only the look of things, with so many arguments that are no mathematics.
    InvisibleWith(usize),
    /// The look of the argument behind it, which is read as it is.
    Transparent,
    /// It fits the bracket behind it, and stands nowhere else.
    Fitting,
    /// A frame around its argument, which may be several statements.
    Boxed,
    /// Rows of conditions on an index, one above the other.
    Stacked,
    /// A brace over or under its argument, which may carry a label.
    Labelled,
    /// A mark over a letter, or a style, that is part of its name.
    Accent(&'static str),
    /// A dot for each time a derivative by time is taken.
    Dots(u32),
    /// Upright letters: a name of several letters, a function, or words between formulas.
    Upright,
    Fraction,
    Binomial,
    Root,
    Left,
    Right,
    Begin,
    End,
    Prime,
    /// The operator of vector calculus; with a name below it the derivative by that.
    Nabla,
    /// Known, but no scalar mathematics that can be read: why.
    Unsupported(&'static str),
}

pub const MATRIX: &str = "vectors and matrices are not read: write their components";
pub const LIMIT: &str = "limits are not read";
pub const ELLIPSIS: &str = "an ellipsis leaves out what should be read";
pub const SET: &str = "sets, logic and maps between sets are not read";
const EXPECTATION: &str = "expectations and probabilities are not read";
pub const NABLA: &str = "vector calculus is not read: write the components as partial derivatives";
pub const INFINITY: &str = "infinity is no number: limits and integrals that go there are not read";
const APPROXIMATE: &str = "a relation other than = < > and its kin is not read";
const SIGNS: &str = "an expression with two values is not read: write each on its own";

/// Names of letters whose command is their plain name.
const LETTERS: [&str; 39] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Phi",
    "Psi",
    "Omega",
    "Upsilon",
    "vartheta",
    "varrho",
    "varsigma",
    "varepsilon",
    "varphi",
];

#[rustfmt::skip]
const OTHERS: &[(&str, Command)] = {
    use Command::*;
    &[
        // Letters.
        ("varkappa", Letter("varkappa")), ("varpi", Letter("varpi")), ("ell", Letter("ell")), ("hbar", Letter("hbar")), ("imath", Letter("i")), ("jmath", Letter("j")),
        ("digamma", Letter("digamma")), ("bigtriangleup", Letter("Delta")), ("triangle", Letter("Delta")), ("hslash", Letter("hbar")), ("omicron", Letter("o")), ("varGamma", Letter("Gamma")), ("varDelta", Letter("Delta")), ("varTheta", Letter("Theta")), ("varLambda", Letter("Lambda")), ("varXi", Letter("Xi")),
        ("varPi", Letter("Pi")), ("varSigma", Letter("Sigma")), ("varUpsilon", Letter("Upsilon")), ("varPhi", Letter("Phi")), ("varPsi", Letter("Psi")), ("varOmega", Letter("Omega")),
        // Operators.
        ("cdot", Word(Kind::Times)), ("times", Word(Kind::Times)), ("ast", Word(Kind::Times)), ("cdotp", Word(Kind::Times)), ("div", Word(Kind::Slash)), ("slash", Word(Kind::Slash)),
        ("lt", Word(Kind::Relation(Sign::Less))), ("gt", Word(Kind::Relation(Sign::Greater))),
        ("le", Word(Kind::Relation(Sign::LessOrEqual))), ("leq", Word(Kind::Relation(Sign::LessOrEqual))), ("leqslant", Word(Kind::Relation(Sign::LessOrEqual))),
        ("ge", Word(Kind::Relation(Sign::GreaterOrEqual))), ("geq", Word(Kind::Relation(Sign::GreaterOrEqual))), ("geqslant", Word(Kind::Relation(Sign::GreaterOrEqual))),
        ("ne", Word(Kind::Relation(Sign::NotEqual))), ("neq", Word(Kind::Relation(Sign::NotEqual))),
        ("coloneqq", Word(Kind::Relation(Sign::Equal))), ("triangleq", Word(Kind::Relation(Sign::Equal))), ("equiv", Word(Kind::Relation(Sign::Equal))),
        ("land", Word(Kind::Text(TextWord::And))), ("wedge", Word(Kind::Text(TextWord::And))), ("lor", Word(Kind::Text(TextWord::Or))), ("vee", Word(Kind::Text(TextWord::Or))),
        ("implies", Word(Kind::Separator)), ("Rightarrow", Word(Kind::Separator)), ("Longrightarrow", Word(Kind::Separator)), ("iff", Word(Kind::Separator)),
        ("Leftrightarrow", Word(Kind::Separator)), ("Longleftrightarrow", Word(Kind::Separator)), ("therefore", Word(Kind::Separator)), ("because", Word(Kind::Separator)), ("impliedby", Word(Kind::Separator)), ("Longleftarrow", Word(Kind::Separator)),
        ("partial", Word(Kind::Differential(Differ::Partial))),
        ("sum", Word(Kind::Bound(Binder::Sum))), ("prod", Word(Kind::Bound(Binder::Product))), ("int", Word(Kind::Bound(Binder::Integral))),
        ("\\", Word(Kind::Row)), ("cr", Word(Kind::Row)), ("newline", Word(Kind::Row)), ("tabularnewline", Word(Kind::Row)),
        // Brackets.
        ("lvert", Word(Kind::Open(Bracket::Bar))), ("rvert", Word(Kind::Close(Bracket::Bar))), ("vert", Word(Kind::Bar)), ("mid", Word(Kind::Bar)),
        ("{", Word(Kind::Open(Bracket::Curly))), ("}", Word(Kind::Close(Bracket::Curly))), ("lbrace", Word(Kind::Open(Bracket::Curly))), ("rbrace", Word(Kind::Close(Bracket::Curly))),
        ("lbrack", Word(Kind::Open(Bracket::Square))), ("rbrack", Word(Kind::Close(Bracket::Square))),
        ("lparen", Word(Kind::Open(Bracket::Round))), ("rparen", Word(Kind::Close(Bracket::Round))),
        ("lfloor", Word(Kind::Open(Bracket::Floor))), ("rfloor", Word(Kind::Close(Bracket::Floor))),
        ("lceil", Word(Kind::Open(Bracket::Ceiling))), ("rceil", Word(Kind::Close(Bracket::Ceiling))),
        ("left", Left), ("right", Right), ("middle", Invisible),
        // Structure.
        ("frac", Fraction), ("dfrac", Fraction), ("tfrac", Fraction), ("cfrac", Fraction), ("nicefrac", Fraction), ("sfrac", Fraction), ("flatfrac", Fraction),
        ("binom", Binomial), ("dbinom", Binomial), ("tbinom", Binomial), ("sqrt", Root), ("begin", Begin), ("end", End), ("prime", Prime), ("dprime", Unsupported("write '' for a second derivative")),
        // Functions that the table spells otherwise.
        ("tg", Function("tan")), ("ctg", Function("cot")), ("cotg", Function("cot")), ("sen", Function("sin")), ("arcsen", Function("arcsin")), ("senh", Function("sinh")), ("arctg", Function("arctan")), ("arcctg", Function("arccot")), ("cosec", Function("csc")), ("lg", Function("log10")), ("lb", Function("log2")),
        ("sh", Function("sinh")), ("ch", Function("cosh")), ("th", Function("tanh")), ("arsh", Function("arsinh")), ("arch", Function("arcosh")), ("arth", Function("artanh")), ("argsh", Function("arsinh")), ("argch", Function("arcosh")), ("argth", Function("artanh")), ("Argsh", Function("arsinh")), ("Argch", Function("arcosh")), ("Argth", Function("artanh")), ("log", Function("log")), ("max", Function("max")), ("min", Function("min")), ("sgn", Function("sign")), ("sign", Function("sign")), ("erf", Function("erf")),
        // Names with marks.
        ("hat", Accent("hat")), ("widehat", Accent("hat")), ("bar", Accent("bar")), ("overline", Accent("bar")), ("tilde", Accent("tilde")), ("underline", Accent("underline")), ("underbar", Accent("underline")), ("widetilde", Accent("tilde")),
        ("vec", Accent("vec")), ("mathbf", Accent("bold")), ("boldsymbol", Accent("bold")), ("bm", Accent("bold")), ("pmb", Accent("bold")), ("symbf", Accent("bold")), ("bold", Accent("bold")),
        ("mathcal", Accent("cal")), ("mathscr", Accent("cal")), ("mathbb", Accent("bb")), ("mathfrak", Accent("frak")), ("mathds", Accent("bb")), ("mathbbm", Accent("bb")),
        ("check", Accent("check")), ("widecheck", Accent("check")), ("breve", Accent("breve")), ("acute", Accent("acute")), ("grave", Accent("grave")), ("mathring", Accent("ring")),
        ("overrightarrow", Accent("vec")), ("symbfit", Accent("bold")), ("mathbfit", Accent("bold")), ("mathbfup", Accent("bold")), ("symcal", Accent("cal")), ("symscr", Accent("cal")), ("symbb", Accent("bb")), ("symfrak", Accent("frak")),
        ("dot", Dots(1)), ("ddot", Dots(2)), ("dddot", Dots(3)), ("ddddot", Dots(4)),
        ("mathrm", Upright), ("text", Upright), ("textrm", Upright), ("textup", Upright), ("mbox", Upright), ("hbox", Upright), ("mathit", Upright), ("textit", Upright), ("mathsf", Upright), ("mathtt", Upright),
        ("textsf", Upright), ("texttt", Upright), ("textnormal", Upright), ("mathop", Upright), ("operatorname", Upright), ("rm", Invisible), ("it", Invisible), ("mathnormal", Upright), ("textbf", Upright), ("intertext", Upright), ("symup", Upright), ("mathord", Upright), ("emph", Upright), ("tt", Invisible), ("bf", Unsupported(MATRIX)),
        // Looks.
        (",", Invisible), ("!", Invisible), (";", Invisible), (":", Invisible), (">", Invisible), (" ", Invisible), ("\n", Invisible), ("/", Invisible), ("quad", Word(Kind::Gap)), ("qquad", Word(Kind::Gap)), ("enspace", Invisible), ("thinspace", Invisible), ("space", Invisible),
        ("medspace", Invisible), ("thickspace", Invisible), ("negthinspace", Invisible), ("negmedspace", Invisible), ("displaystyle", Invisible), ("pause", Invisible), ("textstyle", Invisible), ("scriptstyle", Invisible), ("scriptscriptstyle", Invisible),
        ("limits", Invisible), ("nolimits", Invisible), ("nonumber", Invisible), ("notag", Invisible), ("hfill", Invisible), ("hfil", Invisible), ("enskip", Invisible), ("hline", Invisible), ("strut", Invisible), ("null", Invisible), ("allowbreak", Invisible), ("relax", Invisible), ("xspace", Invisible), ("begingroup", Invisible), ("endgroup", Invisible), ("bgroup", Invisible), ("egroup", Invisible), ("noindent", Invisible), ("break", Invisible), ("nobreak", Invisible), ("displaybreak", Invisible), ("allowdisplaybreaks", Invisible), ("MoveEqLeft", Invisible), ("mspace", InvisibleWith(1)), ("raisetag", InvisibleWith(1)), ("shortintertext", Upright), ("mathup", Upright), ("mathrmup", Upright), ("textsc", Upright), ("num", Transparent), ("mathclap", Transparent), ("mathllap", Transparent), ("mathrlap", Transparent), ("cramped", Transparent), ("mathpunct", Transparent),
        ("big", Invisible), ("Big", Invisible), ("bigg", Invisible), ("Bigg", Invisible), ("bigl", Invisible), ("Bigl", Invisible), ("biggl", Invisible), ("Biggl", Invisible),
        ("bigr", Invisible), ("Bigr", Invisible), ("biggr", Invisible), ("Biggr", Invisible), ("bigm", Invisible), ("Bigm", Invisible), ("qty", Fitting), ("ab", Fitting), ("centering", Invisible), ("small", Invisible), ("footnotesize", Invisible), ("large", Invisible), ("Large", Invisible), ("LARGE", Invisible), ("huge", Invisible), ("Huge", Invisible), ("normalsize", Invisible), ("scriptsize", Invisible), ("tiny", Invisible), ("vspace", InvisibleWith(1)), ("hspace", InvisibleWith(1)),
        ("label", InvisibleWith(1)), ("tag", InvisibleWith(1)), ("phantom", InvisibleWith(1)), ("hphantom", InvisibleWith(1)), ("vphantom", InvisibleWith(1)), ("color", InvisibleWith(1)), ("eqref", InvisibleWith(1)), ("ref", InvisibleWith(1)), ("cite", InvisibleWith(1)), ("footnote", InvisibleWith(1)), ("raisebox", InvisibleWith(1)),
        ("hskip", InvisibleWith(0)), ("mkern", InvisibleWith(0)), ("kern", InvisibleWith(0)), ("mskip", InvisibleWith(0)),
        ("qedhere", Invisible), ("qed", Invisible), ("ddagger", Unsupported("this mark is read above a letter only")), ("boxed", Boxed), ("mathstrut", Invisible), ("ensuremath", Transparent), ("mathclose", Transparent), ("mathopen", Transparent), ("mathbin", Transparent), ("mathrel", Transparent), ("mathinner", Transparent), ("smash", Transparent), ("cancel", Unsupported("what is crossed out cannot be read")), ("underbrace", Labelled), ("overbrace", Labelled), ("underbracket", Labelled), ("overbracket", Labelled), ("(", Invisible), (")", Invisible), ("[", Invisible), ("]", Invisible), ("-", Invisible), ("star", Word(Kind::Star)), ("top", Word(Kind::Transpose)), ("intercal", Word(Kind::Transpose)), ("dagger", Word(Kind::Transpose)),
        // What is no scalar mathematics.
        ("nabla", Nabla), ("lim", Unsupported(LIMIT)), ("limsup", Unsupported(LIMIT)), ("liminf", Unsupported(LIMIT)), ("sup", Unsupported(LIMIT)), ("inf", Unsupported(LIMIT)), ("argmax", Unsupported(LIMIT)), ("argmin", Unsupported(LIMIT)), ("to", Unsupported(SET)), ("rightarrow", Unsupported(SET)), ("mapsto", Unsupported(SET)), ("longrightarrow", Unsupported(SET)), ("leftarrow", Unsupported(SET)), ("gets", Unsupported(SET)), ("uparrow", Unsupported(SET)), ("downarrow", Unsupported(SET)),
        ("infty", Word(Kind::Infinity)), ("ldots", Unsupported(ELLIPSIS)), ("cdots", Unsupported(ELLIPSIS)), ("dots", Unsupported(ELLIPSIS)), ("vdots", Unsupported(ELLIPSIS)), ("ddots", Unsupported(ELLIPSIS)), ("dotsc", Unsupported(ELLIPSIS)), ("dotsb", Unsupported(ELLIPSIS)), ("dotsm", Unsupported(ELLIPSIS)),
        ("in", Word(Kind::Element)), ("notin", Unsupported(SET)), ("subset", Unsupported(SET)), ("cup", Unsupported(SET)), ("cap", Unsupported(SET)), ("forall", Unsupported(SET)), ("exists", Unsupported(SET)), ("circ", Word(Kind::Compose)), ("colon", Unsupported(SET)), ("setminus", Unsupported(SET)), ("neg", Unsupported(SET)), ("lnot", Unsupported(SET)), ("emptyset", Unsupported(SET)),
        ("approx", Unsupported(APPROXIMATE)), ("sim", Unsupported(APPROXIMATE)), ("simeq", Unsupported(APPROXIMATE)), ("cong", Unsupported(APPROXIMATE)), ("propto", Unsupported(APPROXIMATE)), ("doteq", Unsupported(APPROXIMATE)), ("ll", Unsupported(APPROXIMATE)), ("gg", Unsupported(APPROXIMATE)), ("stackrel", Unsupported(APPROXIMATE)), ("overset", Unsupported(APPROXIMATE)), ("underset", Unsupported(APPROXIMATE)),
        ("pm", Unsupported(SIGNS)), ("mp", Unsupported(SIGNS)), ("odot", Unsupported(MATRIX)), ("otimes", Unsupported(MATRIX)), ("oplus", Unsupported(MATRIX)), ("bullet", Unsupported(MATRIX)), ("langle", Unsupported(MATRIX)), ("rangle", Unsupported(MATRIX)), ("lVert", Unsupported(MATRIX)), ("rVert", Unsupported(MATRIX)), ("Vert", Unsupported(MATRIX)), ("|", Unsupported(MATRIX)), ("norm", Unsupported(MATRIX)), ("det", Unsupported(MATRIX)), ("perp", Unsupported(MATRIX)), ("parallel", Unsupported(MATRIX)),
        ("oint", Unsupported("integrals around a path are not read")), ("iint", Unsupported("write a double integral as two integrals")), ("iiint", Unsupported("write a triple integral as three integrals")), ("Re", Unsupported("complex numbers are not read")), ("Im", Unsupported("complex numbers are not read")), ("Pr", Unsupported(EXPECTATION)), ("operatornamewithlimits", Unsupported(LIMIT)), ("mod", Unsupported("remainders are not read")), ("bmod", Unsupported("remainders are not read")), ("pmod", Unsupported("remainders are not read")), ("substack", Stacked), ("hdots", Unsupported(ELLIPSIS)),
        ("iddots", Unsupported(ELLIPSIS)), ("dotsi", Unsupported(ELLIPSIS)), ("dotso", Unsupported(ELLIPSIS)), ("ket", Unsupported(MATRIX)), ("bra", Unsupported(MATRIX)), ("braket", Unsupported(MATRIX)), ("cross", Unsupported(MATRIX)), ("ominus", Unsupported(MATRIX)), ("bcancel", Unsupported("what is crossed out cannot be read")), ("xcancel", Unsupported("what is crossed out cannot be read")), ("cancelto", Unsupported("what is crossed out cannot be read")), ("sout", Unsupported("what is crossed out cannot be read")),
        ("bigcup", Unsupported(SET)), ("bigcap", Unsupported(SET)), ("bigsqcup", Unsupported(SET)), ("bigvee", Unsupported(SET)), ("bigwedge", Unsupported(SET)), ("subseteq", Unsupported(SET)), ("supset", Unsupported(SET)), ("supseteq", Unsupported(SET)), ("subsetneq", Unsupported(SET)), ("varnothing", Unsupported(SET)), ("complement", Unsupported(SET)), ("ni", Unsupported(SET)), ("xrightarrow", Unsupported(SET)), ("xleftarrow", Unsupported(SET)), ("hookrightarrow", Unsupported(SET)), ("rightharpoonup", Unsupported(SET)), ("rightleftharpoons", Unsupported(SET)), ("leftrightarrow", Unsupported(SET)), ("nearrow", Unsupported(SET)), ("searrow", Unsupported(SET)),
        ("bigoplus", Unsupported(MATRIX)), ("bigotimes", Unsupported(MATRIX)), ("bigodot", Unsupported(MATRIX)), ("coprod", Unsupported(SET)), ("aleph", Unsupported(SET)), ("wp", Unsupported(SET)), ("asymp", Unsupported(APPROXIMATE)), ("approxeq", Unsupported(APPROXIMATE)), ("lesssim", Unsupported(APPROXIMATE)), ("gtrsim", Unsupported(APPROXIMATE)), ("prec", Unsupported(APPROXIMATE)), ("succ", Unsupported(APPROXIMATE)), ("preceq", Unsupported(APPROXIMATE)), ("succeq", Unsupported(APPROXIMATE)), ("models", Unsupported(SET)), ("vdash", Unsupported(SET)), ("bot", Unsupported(MATRIX)), ("square", Unsupported(SET)), ("Box", Unsupported(NABLA)), ("qed", Invisible), ("blacksquare", Invisible), ("checkmark", Invisible), ("idotsint", Unsupported("write a multiple integral as several integrals")), ("oiint", Unsupported("integrals around a path are not read")), ("gcd", Unsupported("divisors are not read")), ("dim", Unsupported(MATRIX)), ("ker", Unsupported(MATRIX)), ("arg", Unsupported("complex numbers are not read")), ("deg", Unsupported("degrees are not read: angles are in radians")),
    ]
};

static COMMANDS: LazyLock<FxHashMap<&'static str, Command>> = LazyLock::new(|| {
    let mut commands: FxHashMap<&'static str, Command> = LETTERS.iter().map(|name| (*name, Command::Letter(name))).collect();
    // \sin and its kin are the commands that the table itself says.
    for row in TABLE {
        if let Some(name) = row.latex.strip_prefix('\\')
            && name.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !LETTERS.contains(&name)
        {
            commands.entry(name).or_insert(Command::Function(row.name));
        }
    }
    commands.extend(OTHERS.iter().copied());
    commands
});

/// What a command means, if it is known.
pub fn command(name: &str) -> Option<Command> {
    COMMANDS.get(name).copied()
}

/// How many arguments in braces a command takes.
pub fn arguments(name: &str) -> usize {
    match command(name) {
        Some(Command::Fraction | Command::Binomial) => 2,
        Some(
            Command::Root
            | Command::Accent(_)
            | Command::Dots(_)
            | Command::Upright
            | Command::Transparent
            | Command::Boxed
            | Command::Stacked
            | Command::Labelled
            | Command::Begin
            | Command::End,
        ) => 1,
        Some(Command::InvisibleWith(count)) => count,
        _ => 0,
    }
}

/// The known command a misspelt one is close to.
pub fn nearest(name: &str) -> Option<&'static str> {
    let may_be_close = |known: &&&str| known.len() > 2 && name.len() > 2 && known.len().abs_diff(name.len()) <= 1;
    let close = COMMANDS.keys().filter(may_be_close).filter(|known| strsim::damerau_levenshtein(name, known) == 1);
    close.min().copied()
}

/// Words between formulas.
pub fn text_word(word: &str) -> Option<Kind> {
    Some(match word {
        "if" | "for" | "when" | "wenn" | "falls" | "für" | "si" => Kind::Text(TextWord::If),
        "otherwise" | "else" | "sonst" | "sinon" => Kind::Text(TextWord::Otherwise),
        "and" | "und" => Kind::Text(TextWord::And),
        "or" | "oder" => Kind::Text(TextWord::Or),
        "where" | "with" | "so" | "then" | "hence" | "thus" | "therefore" | "so that" | "let" | "mit" | "wobei" | "also" => Kind::Separator,
        _ => return None,
    })
}
