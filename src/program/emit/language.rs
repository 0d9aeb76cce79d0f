//! The languages, a row each. What a language is like stands in its file: how a step is written, the words that are taken, and
//! what stands around the steps; what it calls our functions stands in the table functions.txt.

use std::sync::LazyLock;

/// A language code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust, without crates.
    Rust,
    /// C99.
    C,
    /// Python, with its standard library.
    Python,
    /// Python with NumPy: arrays of points.
    NumPy,
    /// JavaScript, an ES module.
    JavaScript,
    /// Julia, without packages.
    Julia,
    /// The shading language of WebGPU, in single precision.
    Wgsl,
    /// CUDA C++.
    Cuda,
}

/// The language, its name on the command line and in functions.txt, and its file.
const ROWS: [(Language, &str, &str); 8] = [
    (Language::Rust, "rust", include_str!("languages/rust.txt")),
    (Language::C, "c", include_str!("languages/c.txt")),
    (Language::Python, "python", include_str!("languages/python.txt")),
    (Language::NumPy, "numpy", include_str!("languages/numpy.txt")),
    (Language::JavaScript, "javascript", include_str!("languages/javascript.txt")),
    (Language::Julia, "julia", include_str!("languages/julia.txt")),
    (Language::Wgsl, "wgsl", include_str!("languages/wgsl.txt")),
    (Language::Cuda, "cuda", include_str!("languages/cuda.txt")),
];

/// What each language calls a function; `-` where it has none, and with `!` before helpers of the file and what is built in.
const FUNCTIONS: &str = include_str!("languages/functions.txt");

/// How a language writes things. In the patterns `{0}`, `{1}`, `{2}` stand for the operands.
pub(super) struct Syntax {
    /// The sections of the file, by their headings.
    pub sections: Vec<(&'static str, &'static str)>,
    pub comment: &'static str,
    pub parameter: &'static str,
    pub binding: &'static str,
    /// A list, whose length is also `{n}`.
    pub list: &'static str,
    pub root: &'static str,
    pub power: &'static str,
    pub select: &'static str,
    pub equal: &'static str,
    pub different: &'static str,
    pub and: &'static str,
    pub or: &'static str,
    pub no_value: &'static str,
    /// What stands before the name of a function of the language's own library.
    pub library: &'static str,
    /// How a call of that library, with its arguments, is written where other cases may hold; empty where such calls never fail.
    pub guarded: &'static str,
    /// The same of a quotient.
    pub guarded_quotient: &'static str,
    /// Functions by our name and the language's.
    pub functions: Vec<(&'static str, &'static str)>,
    /// Words that no name may be.
    pub keywords: &'static str,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; ROWS.len()] = {
        let mut all = [Language::Rust; ROWS.len()];
        let mut at = 0;
        while at < ROWS.len() {
            all[at] = ROWS[at].0;
            at += 1;
        }
        all
    };

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        ROWS.iter().find(|(language, ..)| *language == self).map_or("", |(_, name, _)| name)
    }

    /// What its code is like, in a few words.
    pub fn about(self) -> &'static str {
        // It stands at the head of the file; every start of the command asks.
        let about = |file: &'static str| file.lines().find_map(|line| line.strip_prefix("about: "));
        ROWS.iter().find(|(language, ..)| *language == self).and_then(|(_, _, file)| about(file)).unwrap_or_default()
    }

    /// The language of this name.
    pub fn named(name: &str) -> Option<Language> {
        ROWS.iter().find(|(_, own, _)| *own == name).map(|(language, ..)| *language)
    }

    pub(super) fn syntax(self) -> &'static Syntax {
        static ALL: LazyLock<Vec<(Language, Syntax)>> =
            LazyLock::new(|| ROWS.iter().map(|(language, name, file)| (*language, Syntax::read(name, file))).collect());
        let own = ALL.iter().find(|(language, _)| *language == self).or(ALL.first());
        own.map(|(_, syntax)| syntax).expect("there is a row for each language")
    }
}

impl Syntax {
    fn read(name: &str, file: &'static str) -> Syntax {
        // What a file does not say, that of the language it is like does.
        let base = field(file, "like").and_then(|like| ROWS.iter().find(|(_, name, _)| *name == like));
        let files = [Some(file), base.map(|(_, _, file)| *file)];
        let files = || files.iter().flatten().copied();
        let value = |key: &str| files().find_map(|file| field(file, key)).unwrap_or_default();
        let keywords = files().find_map(|file| section(file, "keywords")).unwrap_or_default();
        let functions = column(name).or_else(|| column(base?.1)).unwrap_or_default();
        Syntax {
            sections: sections(file),
            comment: value("comment"),
            parameter: value("parameter"),
            binding: value("binding"),
            list: value("list"),
            root: value("root"),
            power: value("power"),
            select: value("select"),
            equal: value("equal"),
            different: value("different"),
            and: value("and"),
            or: value("or"),
            no_value: value("no_value"),
            library: value("library"),
            guarded: value("guarded"),
            guarded_quotient: value("guarded_quotient"),
            functions,
            keywords,
        }
    }
}

/// Headings, `=== name`, and the texts under them.
fn sections(file: &'static str) -> Vec<(&'static str, &'static str)> {
    let starts: Vec<usize> = file.match_indices("=== ").map(|(at, _)| at).filter(|at| file[..*at].ends_with('\n') || *at == 0).collect();
    let ends = starts.iter().skip(1).copied().chain([file.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| file[start + 4..end].split_once('\n')).collect()
}

fn section(file: &'static str, name: &str) -> Option<&'static str> {
    sections(file).into_iter().find(|(heading, _)| *heading == name).map(|(_, text)| text)
}

/// What a line `key: value` of the section on syntax says.
fn field(file: &'static str, key: &str) -> Option<&'static str> {
    section(file, "syntax")?.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

/// The functions a language has, by our names.
fn column(language: &str) -> Option<Vec<(&'static str, &'static str)>> {
    let mut lines = FUNCTIONS.lines();
    let at = lines.next()?.split_whitespace().position(|name| name == language)?;
    let entry = |line: &'static str| Some((line.split_whitespace().next()?, line.split_whitespace().nth(at).filter(|name| *name != "-")?));
    Some(lines.filter_map(entry).collect())
}
