//! How the notations that are drawn spell what they draw: fractions, roots, scripts, brackets, case distinctions. The writer
//! decides what is drawn; a notation is one [`Drawing`].

use super::names;

/// The spelling of one notation. What encloses something is given by its pieces, in the order in which they are written.
#[derive(Debug)]
pub(super) struct Drawing {
    /// Numerator and denominator.
    pub fraction: [&'static str; 3],
    /// A fraction on the line.
    pub slash: &'static str,
    /// Brackets that grow.
    pub brackets: [&'static str; 2],
    /// An exponent, and one that is a single letter or digit.
    pub script: [&'static str; 2],
    pub root: [&'static str; 2],
    pub cube_root: [&'static str; 2],
    /// Index and radicand; the index is a letter or a number.
    pub indexed_root: [&'static str; 3],
    /// Any index.
    pub long_indexed_root: [&'static str; 3],
    pub absolute: [&'static str; 2],
    pub tall_absolute: [&'static str; 2],
    pub floor: [&'static str; 2],
    pub ceiling: [&'static str; 2],
    /// Value and condition of each row, and what stands between two rows.
    pub cases: [&'static str; 4],
    pub otherwise: &'static str,
    pub and: &'static str,
    pub or: &'static str,
    /// `<`, `>`, `<=`, `>=`, `=`, `!=`.
    pub relations: [&'static str; 6],
    /// The signs with their lower limit opened.
    pub sum: &'static str,
    pub product: &'static str,
    pub integral: &'static str,
    /// The sign of an integral without limits, and with its upper limit opened.
    pub antiderivative: [&'static str; 2],
    /// Between lower and upper limit, and behind the upper.
    pub limits: [&'static str; 2],
    /// Between an index and its set.
    pub element: &'static str,
    pub infinity: &'static str,
    /// Behind the range of an index that has no limits.
    pub range: &'static str,
    /// Between an integrand and its differential.
    pub differential_space: &'static str,
    /// Between the sign of a differential and a letter, and a longer name.
    pub differential: [&'static str; 2],
    /// The sign of a partial derivative, with the space before a name.
    pub partial: &'static str,
    /// Between the partial differentials below a bar.
    pub between_partials: &'static str,
    /// A subscript.
    pub index: [&'static str; 2],
    /// Around a letter with one dot, or two, over it.
    pub dots: [[&'static str; 2]; 2],
    /// Between the name of a function and a fraction.
    pub function_space: &'static str,
    /// Around the number e where an exponential function has a number for its argument.
    pub plain_e: [&'static str; 2],
    /// Around a name below letters that are its exponent and might be taken for its label.
    pub plain_name: [&'static str; 2],
    /// Between the parts of a let-form.
    pub between_definitions: &'static str,
    /// The name of a variable.
    pub name: fn(&mut String, &str),
    /// The name of an unknown function.
    pub function_name: fn(&mut String, &str),
}

pub(super) static LATEX: Drawing = Drawing {
    fraction: ["\\frac{", "}{", "}"],
    slash: "/",
    brackets: ["\\left(", "\\right)"],
    script: ["^{", "}"],
    root: ["\\sqrt{", "}"],
    cube_root: ["\\sqrt[3]{", "}"],
    indexed_root: ["\\sqrt[", "]{", "}"],
    // A square bracket inside of square brackets would close them.
    long_indexed_root: ["\\sqrt[{", "}]{", "}"],
    absolute: ["|", "|"],
    tall_absolute: ["\\left|", "\\right|"],
    floor: ["\\lfloor ", "\\rfloor"],
    ceiling: ["\\lceil ", "\\rceil"],
    cases: ["\\begin{cases}", " & ", "\\\\ ", "\\end{cases}"],
    otherwise: "\\text{otherwise}",
    and: "\\text{ and }",
    or: "\\text{ or }",
    relations: ["<", ">", "\\le ", "\\ge ", "=", "\\ne "],
    sum: "\\sum_{",
    product: "\\prod_{",
    integral: "\\int_{",
    antiderivative: ["\\int ", "\\int^{"],
    limits: ["}^{", "} "],
    element: "\\in ",
    infinity: "\\infty",
    range: "} ",
    differential_space: "\\,",
    differential: ["", " "],
    partial: "\\partial ",
    between_partials: "",
    index: ["_{", "}"],
    dots: [["\\dot ", ""], ["\\ddot ", ""]],
    function_space: "",
    plain_e: ["{", "}"],
    plain_name: ["{", "}"],
    between_definitions: ",\\quad ",
    name: names::latex,
    function_name: names::latex_function,
};

pub(super) static TYPST: Drawing = Drawing {
    fraction: ["frac(", ", ", ")"],
    slash: "\\/",
    brackets: ["(", ")"],
    script: ["^(", ")"],
    root: ["sqrt(", ")"],
    cube_root: ["root(3, ", ")"],
    indexed_root: ["root(", ", ", ")"],
    long_indexed_root: ["root(", ", ", ")"],
    absolute: ["abs(", ")"],
    tall_absolute: ["abs(", ")"],
    floor: ["floor(", ")"],
    ceiling: ["ceil(", ")"],
    cases: ["cases(", " & quad ", ", ", ")"],
    otherwise: "\"otherwise\"",
    and: " \"and\" ",
    or: " \"or\" ",
    relations: [" < ", " > ", " <= ", " >= ", " = ", " != "],
    sum: "sum_(",
    product: "product_(",
    integral: "integral_(",
    antiderivative: ["integral ", "integral^("],
    limits: [")^(", ") "],
    element: " in ",
    infinity: "infinity",
    range: ") ",
    differential_space: " ",
    differential: [" ", " "],
    partial: "partial ",
    between_partials: " ",
    index: ["_(", ")"],
    dots: [["dot(", ")"], ["dot.double(", ")"]],
    function_space: " ",
    plain_e: ["", ""],
    plain_name: ["", ""],
    between_definitions: ", quad ",
    name: names::typst,
    function_name: names::typst_function,
};

/// A function of the table in Typst, from its command in LaTeX.
pub(super) fn typst_function(latex: &str) -> String {
    const OPERATORS: [&str; 22] = [
        "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "ln", "log", "exp", "max", "min", "arcsin", "arccos",
        "arctan", "arg", "sinc", "sech", "csch",
    ];
    let (command, script) = latex.split_once(['_', '^']).map_or((latex, ""), |(command, _)| (command, &latex[command.len()..]));
    let script = script.replace('{', "(").replace('}', ")");
    let upright = command.strip_prefix("\\operatorname{").and_then(|name| name.strip_suffix('}'));
    match upright {
        Some(name) if OPERATORS.contains(&name) => format!("{name}{script}"),
        Some(name) => format!("op(\"{name}\"){script}"),
        None => format!("{}{script}", command.trim_start_matches('\\')),
    }
}
