//! A request as it stands on its line, borrowed from it.

use chainrule::{Error, Limits, Question, Session};
use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Request<'a> {
    #[serde(borrow)]
    pub id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub op: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub expr: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub wrt: Names<'a>,
    #[serde(borrow, default)]
    pub form: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub detail: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub define: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub assume: Names<'a>,
    #[serde(borrow, default)]
    pub want: Option<Names<'a>>,
    #[serde(borrow, default)]
    pub at: BTreeMap<Cow<'a, str>, Coordinate<'a>>,
    #[serde(borrow, default)]
    pub along: Names<'a>,
    #[serde(borrow, default)]
    pub input: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub macros: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub order: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub claim: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub left: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub right: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub style: Option<Cow<'a, str>>,
    #[serde(default)]
    pub expand: bool,
    #[serde(borrow, default)]
    limits: BTreeMap<Cow<'a, str>, u64>,
}

impl Request<'_> {
    /// The limits, with those that the request sets itself.
    pub fn limits(&self, mut limits: Limits) -> Result<Limits, Error> {
        for (name, limit) in &self.limits {
            limits.set(name, *limit)?;
        }
        Ok(limits)
    }

    /// Whether a part of the answer is named among those wanted.
    pub fn wants(&self, part: &str) -> bool {
        self.want.as_ref().is_some_and(|names| names.0.iter().any(|name| name == part))
    }
}

/// A coordinate of a point: a number, or an expression in a string.
#[derive(Deserialize)]
pub struct Coordinate<'a>(#[serde(borrow)] &'a RawValue);

impl Coordinate<'_> {
    /// As it is written.
    pub fn text(&self) -> String {
        serde_json::from_str::<String>(self.0.get()).unwrap_or_else(|_| self.0.get().to_string())
    }

    /// Its value.
    pub fn number(&self) -> Result<f64, Error> {
        match self.0.get().parse() {
            Ok(number) => Ok(number),
            Err(_) => Session::new().evaluate(&Question { expression: &self.text(), ..Question::default() }, &[]),
        }
    }
}

/// One name or a list of names.
#[derive(Default)]
pub struct Names<'a>(pub Vec<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Names<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name or a list of names")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Names<'de>, E> {
        Ok(Names(vec![Cow::Borrowed(name)]))
    }

    fn visit_str<E>(self, name: &str) -> Result<Names<'de>, E> {
        Ok(Names(vec![Cow::Owned(name.to_string())]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(Name(name)) = names.next_element()? {
            list.push(name);
        }
        Ok(Names(list))
    }
}

/// A string that is borrowed from the line unless it has escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The identity of a request that cannot be read otherwise.
#[derive(Deserialize)]
pub struct IdOnly<'a> {
    #[serde(borrow)]
    pub id: Option<&'a RawValue>,
}
