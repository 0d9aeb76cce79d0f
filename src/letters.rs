//! The alphabet that reading and writing share: Greek letters and accents, and how each is spelt in plain text.

use std::borrow::Cow;

/// Greek letters and the names they are the same as.
const GREEK: [(char, &str); 49] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Σ', "Sigma"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
    ('Υ', "Upsilon"),
    ('ϵ', "epsilon"),
    ('ϕ', "phi"),
    ('ϑ', "vartheta"),
    ('ϱ', "varrho"),
    ('ς', "varsigma"),
    ('µ', "mu"),
    ('Α', "Alpha"),
    ('Β', "Beta"),
    ('Ε', "Epsilon"),
    ('Η', "Eta"),
    ('Ι', "Iota"),
    ('Κ', "Kappa"),
    ('Ρ', "Rho"),
    ('Τ', "Tau"),
];

/// Short words above a name that are labels.
const LABELS: [&str; 17] =
    ["em", "eq", "ss", "in", "th", "el", "ref", "max", "min", "ext", "int", "rel", "abs", "obs", "sat", "opt", "tot"];

/// Whether letters above a name are more likely its label than a product in its exponent: `eq`, `exact`, `QQL`.
pub fn is_label(word: &str) -> bool {
    let has_vowel = word.bytes().any(|letter| b"aeiouAEIOU".contains(&letter));
    let are_capitals = word.bytes().all(|letter| letter.is_ascii_uppercase());
    LABELS.contains(&word) || (word.len() > 2 && (has_vowel || are_capitals))
}

/// Whether letters are two capitals, which above a name are a label where they stand nowhere else.
pub fn is_pair_of_capitals(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// Whether letters, in any order, may be a label.
pub fn may_be_a_label(letters: &str) -> bool {
    let is_among = |word: &&str| word.len() == letters.len() && word.chars().all(|letter| letters.contains(letter));
    is_label(letters) || is_pair_of_capitals(letters) || LABELS.iter().any(is_among)
}

/// What says that an index is an element of a set: `sum(k, in(k, K), x_k)`.
pub const ELEMENT: &str = "in";

/// The set of all numbers, over which an integral without limits goes: `\mathbb{R}`.
pub const REALS: &str = "R_bb";

/// The lower limit of an integral that does not say it: `int(f(t), t, any, x)` is any antiderivative of f at x.
pub const ANYWHERE: &str = "any";

/// Whether a letter is what is drawn over an axis, so that below d it is read as a function: y over x or t, the pressure over the
/// density.
pub fn is_over_axis(name: &str, axis: &str) -> bool {
    (name == "y" && matches!(axis, "x" | "t")) || (matches!(name, "p" | "P") && axis == "rho")
}

/// Whether a letter is one that functions usually have, so that before a bracket it is read as one.
pub fn is_function_letter(letter: &str) -> bool {
    matches!(letter, "f" | "g" | "h" | "F" | "G" | "H")
}

/// Whether a letter usually is a random variable.
pub fn is_random(letter: &str) -> bool {
    matches!(letter, "W" | "X" | "Y" | "Z")
}

/// Whether a letter below a sum, beside another one, is an index that it runs over as well: the j of `\sum_{i<j}`.
pub fn is_second_index(letter: &str) -> bool {
    matches!(letter, "i" | "j" | "k" | "l" | "p" | "q")
}

/// Whether a parameter of this name is an index where components run with it: the i of `p(i) = exp(z_i)`.
pub fn is_index(name: &str) -> bool {
    matches!(name, "i" | "j" | "k" | "l" | "m" | "n")
}

/// A name as it is written: the letter with its marks, what stands below, and a label above.
struct Written<'n> {
    /// `y_hat` of `y_hat_i`, `w` of `w_ij__2`.
    letter: &'n str,
    subscript: Option<&'n str>,
    label: Option<&'n str>,
}

impl Written<'_> {
    fn of(name: &str) -> Written<'_> {
        let (drawn, label) = match name.split_once("__") {
            Some((drawn, label)) if !drawn.is_empty() => (drawn, Some(label)),
            _ => (name, None),
        };
        let mut parts = drawn.match_indices('_').map(|(at, _)| at).peekable();
        while let Some(at) = parts.next() {
            let part = &drawn[at + 1..parts.peek().copied().unwrap_or(drawn.len())];
            if at > 0 && !is_mark(part) {
                return Written { letter: &drawn[..at], subscript: Some(&drawn[at + 1..]), label };
            }
        }
        Written { letter: drawn, subscript: None, label }
    }
}

/// Whether a part of a name is drawn over, behind or as its letter: the `hat` of `y_hat_i`.
fn is_mark(part: &str) -> bool {
    accent(part).is_some() || matches!(part, "vec" | "bb" | "frak" | "star" | "prime")
}

/// Whether something stands below a letter: `x_i`, `y_hat_i`; below `y_hat` nothing does.
pub fn has_subscript(name: &str) -> bool {
    Written::of(name).subscript.is_some()
}

/// Whether letters below a name are indices one by one, as in `w_ij` and `psi_nlm`, and no word, as in `x_min` and `w_new`.
fn are_indices(part: &str) -> bool {
    let mut letters: Vec<char> = part.chars().collect();
    if letters.len() != 3 {
        return (1..=2).contains(&letters.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    letters.sort_unstable();
    let are_neighbours = letters.windows(2).all(|pair| pair[0] as u32 + 1 == pair[1] as u32);
    (are_neighbours || letters.iter().all(|letter| ('i'..='n').contains(letter))) && !matches!(part, "min" | "lim" | "nil")
}

/// Whether a name is a component that an index runs through: `x_i`, `x_ij`, `x_i_minus_1` for i. In `theta_min` stands a word.
pub fn runs_with(name: &str, index: &str) -> bool {
    let Written { subscript, label, .. } = Written::of(name);
    let runs = |part: &str| part == index || (part.contains(index) && are_indices(part));
    subscript.into_iter().chain(label).any(|parts| parts.split('_').any(runs))
}

/// Whether two names are components of one thing, or one of them the thing itself: `x_i` and `x_1`, `y_hat_i` and `y_hat`, `x__i`
/// and `x__2`, but not `y_i` and `y_hat_i`, nor `x__i` and `x__new`.
pub fn are_components_of_one(name: &str, other: &str) -> bool {
    let (own, other) = (Written::of(name), Written::of(other));
    let is_index = |label: Option<&str>| label.is_some_and(|label| index_above(label).is_some());
    own.letter == other.letter && (own.label == other.label || is_index(own.label) && is_index(other.label))
}

/// An index below a name: a letter or a number, and what is added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The letter, or the number in digits.
    pub base: String,
    /// What is added to it.
    pub shift: i64,
}

/// What stands below a name, index by index; none where a word or nothing does.
fn indices(parts: &str) -> Option<Vec<Index>> {
    let mut found: Vec<Index> = Vec::new();
    let mut parts = parts.split('_');
    while let Some(part) = parts.next() {
        let sign = match part {
            "plus" => 1,
            "minus" => -1,
            _ if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                found.push(Index { base: part.to_string(), shift: 0 });
                continue;
            }
            _ if are_indices(part) => {
                found.extend(part.chars().map(|letter| Index { base: letter.to_string(), shift: 0 }));
                continue;
            }
            _ => return None,
        };
        let by: i64 = parts.next()?.parse().ok()?;
        found.last_mut()?.shift += sign * by;
    }
    Some(found)
}

/// The one index that a label in brackets above a name is: the i of `x__i`; none where it is a word.
fn index_above(label: &str) -> Option<Index> {
    indices(label).filter(|found| found.len() == 1)?.pop()
}

/// The letter of a name with its marks, and its indices one by one: `x_ij` and `x_i_j` have two, `x_i_minus_1` has one. An index
/// above is the last one and leaves its place in the letter, `w__` of `w_ij__l`; a word above belongs to the letter. None where a
/// word stands below, or there is no index.
pub fn letter_and_indices(name: &str) -> Option<(Cow<'_, str>, Vec<Index>)> {
    let Written { letter, subscript, label } = Written::of(name);
    let mut found = subscript.map_or(Some(Vec::new()), indices)?;
    let letter = match label.map(|label| (label, index_above(label))) {
        None => Cow::Borrowed(letter),
        Some((_, Some(above))) => {
            found.push(above);
            Cow::Owned(format!("{letter}__"))
        }
        Some((label, None)) => Cow::Owned(format!("{letter}__{label}")),
    };
    (!found.is_empty()).then_some((letter, found))
}

/// The name with these indices, spelled like another one: `x_ij` where that has them together, else `x_i_j`.
pub fn with_indices(letter: &str, indices: &[Index], like: &str) -> String {
    let spelled = |index: &Index| match (index.shift, index.base.parse::<i64>()) {
        (shift, Ok(number)) => (number + shift).to_string(),
        (0, _) => index.base.clone(),
        (shift, _) => format!("{}_{}_{}", index.base, if shift < 0 { "minus" } else { "plus" }, shift.abs()),
    };
    let (letter, below, label) = match (letter.split_once("__"), indices) {
        (Some((letter, "")), [below @ .., above]) => (letter, below, Some(spelled(above))),
        (Some((letter, label)), _) => (letter, indices, Some(label.to_string())),
        (None, _) => (letter, indices, None),
    };
    let mut name = letter.to_string();
    if !below.is_empty() {
        let is_plain = |index: &Index| index.shift == 0 && index.base.len() == 1;
        let are_together = Written::of(like).subscript.is_some_and(|subscript| !subscript.contains('_'));
        let is_one = are_together && (below.len() == 1 || below.iter().all(is_plain)) && below.iter().all(|index| index.shift == 0);
        name.push('_');
        name += &match is_one {
            true => below.iter().map(|index| index.base.as_str()).collect::<String>(),
            false => below.iter().map(spelled).collect::<Vec<_>>().join("_"),
        };
    }
    label.map_or(name.clone(), |label| format!("{name}__{label}"))
}

/// A name with other indices in the place of letters: `x_i` as `x_k`, `x_i_plus_1` as `x_3` for i = 2, all letters at once. None
/// inside where none of the letters is an index of it, none at all where it cannot be told.
pub fn with_new_indices(name: &str, new: &[(&str, &Index)]) -> Option<Option<String>> {
    if !new.iter().any(|(letter, _)| runs_with(name, letter)) {
        return Some(None);
    }
    let (own, mut indices) = letter_and_indices(name)?;
    for index in &mut indices {
        let Some((_, new)) = new.iter().find(|(letter, _)| *letter == index.base) else { continue };
        *index = Index { base: new.base.clone(), shift: new.shift.checked_add(index.shift)? };
        let number = index.base.parse::<i64>().ok().map(|number| number.checked_add(index.shift));
        if number.is_some_and(|sum| sum.is_none_or(|sum| sum < 0)) {
            return None;
        }
    }
    Some(Some(with_indices(&own, &indices, name)))
}

/// A numbered name in its other spelling: `x1` for `x_1` and the other way round, which LaTeX draws alike.
pub fn other_spelling(name: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((letter, number)) = name.split_once('_') {
        return (!letter.is_empty() && is_number(number)).then(|| format!("{letter}{number}"));
    }
    let letter = name.trim_end_matches(|last: char| last.is_ascii_digit());
    (!letter.is_empty() && letter.len() < name.len()).then(|| format!("{letter}_{}", &name[letter.len()..]))
}

/// Whether two names have the same letter, with whatever subscripts: `x_i` and `x_1`.
pub fn have_same_letter(name: &str, other: &str) -> bool {
    name.split('_').next() == other.split('_').next()
}

/// Whether two names usually stand for things of one kind, so that neither comes first but by the alphabet: `x` and `y`, `z_1` and
/// `z_2`, `a` and `b`; not `x` and `a`, `n` or `t`.
pub fn are_of_one_kind(name: &str, other: &str) -> bool {
    let stem = |name| str::trim_end_matches(name, |letter: char| letter.is_ascii_digit());
    const KINDS: [&str; 4] = ["abc", "pq", "uv", "xyz"];
    let kind = |name: &str| if name.len() == 1 { KINDS.iter().find(|kind| kind.contains(name)) } else { None };
    have_same_letter(stem(name), stem(other)) || kind(name).is_some_and(|own| Some(own) == kind(other))
}

/// The English name of a Greek letter.
pub fn greek(letter: char) -> Option<&'static str> {
    GREEK.iter().find(|(known, _)| *known == letter).map(|(_, name)| *name)
}

/// The Greek letter of an English name.
pub fn greek_letter(name: &str) -> Option<char> {
    GREEK.iter().find(|(_, known)| *known == name).map(|(letter, _)| *letter)
}

/// The LaTeX command behind the ending of a name, as `hat` in `y_hat`; one that ends in `{` takes its letter in braces.
pub fn accent(ending: &str) -> Option<&'static str> {
    Some(match ending {
        "hat" => "\\hat",
        "bar" => "\\bar",
        "tilde" => "\\tilde",
        "check" => "\\check",
        "breve" => "\\breve",
        "acute" => "\\acute",
        "grave" => "\\grave",
        "ring" => "\\mathring",
        "dot" => "\\dot",
        "bold" => "\\mathbf{",
        "cal" => "\\mathcal{",
        _ => return None,
    })
}

/// Functions whose names people write without a backslash; before a bracket, or where they stand alone, they are meant.
pub const BARE_FUNCTIONS: [&str; 32] = [
    "arsinh", "arcosh", "artanh", "sgn", "erfc", "erf", "arcsen", "senh", "sen", "arctg", "arcsin", "arccos", "arctan", "softplus",
    "sigmoid", "sinh", "cosh", "tanh", "coth", "sqrt", "relu", "ReLU", "sin", "cos", "tan", "sec", "csc", "cot", "exp", "log", "max",
    "min",
];

/// The absolute value without its backslash, which needs a bracket.
pub const ABSOLUTE: &str = "abs";

/// Units that are no products of letters among other upright letters: `kJ/mol`.
const UNITS: [&str; 30] = [
    "mol", "kmol", "mmol", "kJ", "MJ", "kg", "mg", "km", "cm", "mm", "nm", "eV", "keV", "MeV", "GeV", "Hz", "kHz", "MHz", "GHz", "Pa",
    "kPa", "MPa", "bar", "atm", "kcal", "rad", "kW", "MW", "mV", "kV",
];

/// Whether letters are the sign of a unit.
pub fn is_unit(run: &str) -> bool {
    UNITS.contains(&run)
}

/// Short names that are seldom products.
const SHORT: [&str; 23] = [
    "pos", "neg", "new", "old", "out", "obs", "ref", "tot", "avg", "std", "err", "num", "idx", "eff", "net", "TP", "FP", "TN", "FN", "lr",
    "mse", "acc", "cap",
];

/// Names of two capitals, each beside another of them a quantity of its own: marginal cost beside marginal revenue.
const PAIRS: [&str; 7] = ["MC", "MR", "MU", "MB", "TC", "TR", "TU"];

/// Whether two capitals may be the name of one quantity.
pub fn is_pair(run: &str) -> bool {
    PAIRS.contains(&run)
}

/// Names of quantities that begin with a small letter and go on with capitals.
pub fn is_measure(run: &str) -> bool {
    matches!(run, "pH" | "pOH" | "pK")
}

/// Words for operations that take what stands behind them, and are no product of letters.
pub fn is_operation(run: &str) -> bool {
    matches!(
        run,
        "lim"
            | "arg"
            | "det"
            | "div"
            | "grad"
            | "rot"
            | "curl"
            | "argmax"
            | "argmin"
            | "gcd"
            | "ker"
            | "dim"
            | "sup"
            | "inf"
            | "vec"
            | "diag"
            | "rank"
            | "tr"
    )
}

/// Whether letters side by side are read as the abbreviation of a name: one that is known, or capitals.
pub fn is_abbreviation(run: &str) -> bool {
    SHORT.contains(&run) || (run.len() > 2 && run.bytes().all(|letter| letter.is_ascii_uppercase()))
}

/// Whether letters side by side are read as something else than their product.
pub fn is_read_as_one(run: &str) -> bool {
    matches!(run, "ln" | "cov" | ABSOLUTE)
        || BARE_FUNCTIONS.contains(&run)
        || is_abbreviation(run)
        || is_pair(run)
        || is_measure(run)
        || is_operation(run)
}
