//! The alphabet that reading and writing share: Greek letters and accents, and how each is spelt in plain text.

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

/// Whether a letter is what is drawn over an axis, so that below d it is read as a function: y over x or t.
pub fn is_over_axis(name: &str, axis: &str) -> bool {
    name == "y" && matches!(axis, "x" | "t")
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
        "bold" => "\\mathbf{",
        "cal" => "\\mathcal{",
        _ => return None,
    })
}
