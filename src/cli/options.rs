//! The options that commands share.

use chainrule::Form;
use chainrule::Input as Language;
use chainrule::{Detail, Error, LatexStyle, Limits, Notation};
use clap::{Args, ValueEnum};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Options every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// The language of the expression and its definitions; `auto` finds out from what stands there
    #[arg(long, value_enum, default_value_t = Input::Auto)]
    pub input: Input,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
    /// How LaTeX is set: ml, us (tan^-1), iso (upright d and e), physics (dots), de (decimal comma)
    #[arg(long, default_value = "ml", hide_default_value = true, value_parser = style)]
    pub style: LatexStyle,
    /// Break text, and LaTeX in an aligned environment, into lines about so many characters wide
    #[arg(long, value_name = "CHARACTERS", allow_negative_numbers = true)]
    pub width: Option<usize>,
    /// Which form of the answer; simplest where none is named
    #[arg(long, value_enum)]
    pub form: Option<FormName>,
    /// List other ways to write the answer as well, each with the reason for it
    #[arg(long)]
    pub alternatives: bool,
    /// Write the answer without the names of the definitions
    #[arg(long)]
    pub expand: bool,
    /// A definition such as "y = sigma(z)"
    #[arg(long = "let", value_name = "DEFINITION")]
    pub definitions: Vec<String>,
    /// A file of definitions, one a line or with `;` between them
    #[arg(long, value_name = "FILE")]
    pub definition_file: Option<PathBuf>,
    /// A file of LaTeX macros: \newcommand, \def, \DeclareMathOperator
    #[arg(long, value_name = "FILE")]
    pub macros: Option<PathBuf>,
    /// A condition to assume, such as "a > 0"
    #[arg(long = "assume", value_name = "CONDITION")]
    pub assumptions: Vec<String>,
    #[command(flatten)]
    pub limits: LimitOptions,
    /// A file of rewrite rules of your own, a line each: `name: left -> right  if guard  # source`
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
}

impl Common {
    /// The form of the answer.
    pub fn form(&self) -> Form {
        self.form.map_or(Form::Simplest, Form::from)
    }

    /// Whether something is said of what an expression may be written as, other than it stands there.
    pub fn restates(&self) -> bool {
        self.form.is_some() || !self.assumptions.is_empty() || self.rules.is_some()
    }

    /// Refuses what is for a single answer where `what` is printed instead.
    pub fn refuse_alternatives(&self, what: &str) -> Result<(), Error> {
        if self.alternatives { Err(refused("--alternatives", &format!("lists ways to write one answer, not {what}"))) } else { Ok(()) }
    }

    /// The same of lines of a width.
    pub fn refuse_width(&self, what: &str) -> Result<(), Error> {
        match self.width {
            Some(_) => Err(refused("--width", &format!("breaks text and LaTeX of one answer into lines, not {what}"))),
            None => Ok(()),
        }
    }

    /// How an answer is written on its own; nothing where it is part of an object.
    pub fn notation(&self) -> Result<Option<Notation>, Error> {
        Ok(match (self.format, self.width) {
            (OutputFormat::Json, _) => None,
            (OutputFormat::Latex | OutputFormat::Markdown | OutputFormat::Slides, Some(width)) => Some(Notation::Rows(width)),
            (OutputFormat::Text, Some(width)) => Some(Notation::Lines(width)),
            (OutputFormat::Text, None) if std::io::stdout().is_terminal() => Some(Notation::Lines(80)),
            (OutputFormat::Unicode | OutputFormat::Typst, Some(_)) => {
                self.refuse_width("Unicode or Typst")?;
                None
            }
            (format, None) => Some(format.inline()),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Input {
    /// Found out from the expression
    Auto,
    /// Plain text, as in x^2*sin(x)
    Text,
    /// LaTeX, as in x^2\sin x
    Latex,
}

impl From<Input> for Language {
    fn from(input: Input) -> Language {
        match input {
            Input::Auto => Language::Auto,
            Input::Text => Language::Text,
            Input::Latex => Language::Latex,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Plain text that reads back as the same expression
    Text,
    /// With Greek letters, dots and superscripts
    Unicode,
    /// For math mode
    Latex,
    /// For Typst, between dollar signs
    Typst,
    /// One object with text, LaTeX, conditions and notes
    Json,
    /// For Markdown with mathematics between dollar signs
    Markdown,
    /// Markdown for slides: one step an item
    Slides,
}

impl OutputFormat {
    /// Whether mathematics stands between dollar signs.
    pub fn is_markdown(self) -> bool {
        matches!(self, OutputFormat::Markdown | OutputFormat::Slides)
    }

    /// A formula in a sentence.
    pub fn inline(self) -> Notation {
        match self {
            OutputFormat::Text | OutputFormat::Json => Notation::Text,
            OutputFormat::Unicode => Notation::Unicode,
            OutputFormat::Typst => Notation::Typst,
            OutputFormat::Latex | OutputFormat::Markdown | OutputFormat::Slides => Notation::Latex,
        }
    }

    /// A formula as it stands in a text of this format.
    pub fn dressed(self, formula: String) -> String {
        if self.is_markdown() { format!("${formula}$") } else { formula }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormName {
    /// As a person would write it
    Simplest,
    /// Common factors outside
    Factored,
    /// Multiplied out
    Expanded,
    /// As the laws of differentiation leave it
    Raw,
    /// As a person would write it with the functions of the expression alone
    Strict,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Form {
        match name {
            FormName::Simplest => Form::Simplest,
            FormName::Factored => Form::Factored,
            FormName::Expanded => Form::Expanded,
            FormName::Raw => Form::Raw,
            FormName::Strict => Form::Strict,
        }
    }
}

/// How often to differentiate.
#[derive(Debug, Clone)]
pub enum Order {
    /// So many times.
    Number(u32),
    /// As many times as a name says.
    Name(String),
}

impl std::str::FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Order, String> {
        match text.parse::<u32>() {
            Ok(number @ 1..=1000) => Ok(Order::Number(number)),
            Err(_) if text.starts_with(char::is_alphabetic) => Ok(Order::Name(text.to_string())),
            _ => Err("an order is a number from 1 to 1000, or a name such as n".into()),
        }
    }
}

/// Reads a whole number between two others.
pub fn whole<const LEAST: u32, const MOST: u32>(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|number| (LEAST..=MOST).contains(number))
        .ok_or_else(|| format!("this takes a whole number from {LEAST} to {MOST}"))
}

fn style(name: &str) -> Result<LatexStyle, String> {
    name.parse().map_err(in_one_line)
}

/// What is wrong with an option, and what could stand there.
fn in_one_line(error: Error) -> String {
    format!("{error}; {}", error.hint().unwrap_or_default())
}

/// A limit, by name.
#[derive(Debug, Clone)]
pub struct LimitOption {
    name: String,
    limit: u64,
}

impl std::str::FromStr for LimitOption {
    type Err = String;

    fn from_str(text: &str) -> Result<LimitOption, String> {
        let (name, limit) = text.split_once('=').ok_or("a limit is written NAME=N, such as nodes=1000000")?;
        let limit = limit.replace('_', "").parse().map_err(|_| format!("`{limit}` is not a whole number"))?;
        Limits::default().set(name, limit).map_err(in_one_line)?;
        Ok(LimitOption { name: name.to_string(), limit })
    }
}

/// The limits that the operator gives a command.
#[derive(Debug, Clone, Args)]
pub struct LimitOptions {
    /// How much a question may take, such as nodes=1000000: nodes, steps, depth, input_bytes, output_bytes or bits
    ///
    /// A request of a batch may set its own limits, but none above one that is given here.
    #[arg(long = "limit", value_name = "NAME=N")]
    given: Vec<LimitOption>,
}

impl LimitOptions {
    /// The limits with these set.
    pub fn limits(&self) -> Limits {
        self.over(Limits::default())
    }

    /// What no request may set higher: those given; of the others anything.
    pub fn ceiling(&self) -> Limits {
        let all = usize::MAX;
        self.over(Limits { nodes: all, steps: all, depth: all, input_bytes: all, output_bytes: all, bits: u64::MAX })
    }

    fn over(&self, mut limits: Limits) -> Limits {
        for LimitOption { name, limit } in &self.given {
            // A name is checked when it is read.
            let _ = limits.set(name, *limit);
        }
        limits
    }
}

/// Whether steps are shown, and how many.
#[derive(Debug, Args)]
pub struct StepOptions {
    /// Show how the answer comes about, a step a line
    #[arg(long)]
    pub steps: bool,
    /// Tell in plain words how the answer comes about
    #[arg(long, conflicts_with = "steps")]
    pub explain: bool,
    /// How much of it; what a textbook shows where nothing is said
    #[arg(long, value_enum)]
    pub detail: Option<DetailName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DetailName {
    /// The rule at the top, or the chain, and the answer
    Brief,
    /// What a textbook shows
    Textbook,
    /// Every law and every rewrite
    Every,
}

impl From<DetailName> for Detail {
    fn from(name: DetailName) -> Detail {
        match name {
            DetailName::Brief => Detail::Brief,
            DetailName::Textbook => Detail::Textbook,
            DetailName::Every => Detail::Every,
        }
    }
}

impl StepOptions {
    /// None are asked for.
    pub const NONE: StepOptions = StepOptions { steps: false, explain: false, detail: None };

    /// A paragraph is asked for.
    pub const EXPLAIN: StepOptions = StepOptions { explain: true, ..StepOptions::NONE };
}

/// Where the value of an answer is asked for.
#[derive(Debug, Args)]
pub struct AtOption {
    /// Print the value at a point, exact where it is: x=3, or x=3,y=4
    #[arg(long, value_name = "NAME=VALUE")]
    pub at: Vec<String>,
}

impl AtOption {
    /// The point, as names and expressions.
    pub fn point(&self) -> Result<Vec<(&str, &str)>, Error> {
        assignments(&self.at)
    }
}

/// `x=pi/2` as name and expression; several in one word stand between commas.
pub fn assignments(written: &[String]) -> Result<Vec<(&str, &str)>, Error> {
    let halves = |assignment: &str| assignment.find('=').ok_or_else(|| no_value(assignment));
    let each = written.iter().flat_map(|word| between_commas(word));
    each.map(|assignment| halves(assignment).map(|at| (assignment[..at].trim(), assignment[at + 1..].trim()))).collect()
}

/// The parts between commas that stand in no bracket: `x=atan2(1, 2),y=3`.
fn between_commas(word: &str) -> Vec<&str> {
    let mut depth = 0_i64;
    let parts = word.split(|character| {
        depth += i64::from(matches!(character, '(' | '[' | '{')) - i64::from(matches!(character, ')' | ']' | '}'));
        character == ',' && depth <= 0
    });
    parts.collect()
}

/// An option that contradicts the others.
pub fn refused(option: &str, why: &str) -> Error {
    Error::Request { what: format!("`{option}` {why}"), hint: Some(format!("leave out {option}")) }
}

/// The error of an assignment without a value.
fn no_value(assignment: &str) -> Error {
    let hint = Some("write name=value, as in x=1.5 or x=pi/2".into());
    Error::Request { what: format!("`{assignment}` gives no value"), hint }
}
