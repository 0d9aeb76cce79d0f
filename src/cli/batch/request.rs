//! A request as it stands on its line, borrowed from it.

use crate::cli::object::Parts;
use chainrule::{Detail, Error, Limits};
use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;

#[derive(Deserialize)]
pub struct Request<'a> {
    #[serde(borrow)]
    pub id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub op: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub expr: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub wrt: Names<'a>,
    #[serde(borrow, default)]
    pub form: Option<Text<'a>>,
    #[serde(default)]
    pub width: Option<usize>,
    #[serde(borrow, default)]
    pub detail: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub define: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub assume: Names<'a>,
    #[serde(borrow, default)]
    pub want: Option<Names<'a>>,
    #[serde(borrow, default)]
    pub at: BTreeMap<Cow<'a, str>, Coordinate<'a>>,
    #[serde(borrow, default)]
    pub along: Names<'a>,
    #[serde(borrow, default)]
    pub input: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub macros: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub order: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub claim: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub left: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub right: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub style: Option<Text<'a>>,
    #[serde(default)]
    pub expand: bool,
    #[serde(borrow, default)]
    limits: BTreeMap<Cow<'a, str>, u64>,
}

/// What the operator says of every request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Operator {
    /// The limits of a request that sets none.
    pub limits: Limits,
    /// What no request may set higher.
    pub ceiling: Limits,
}

impl Request<'_> {
    /// The limits, with those that the request sets itself, which may be no higher than the operator's.
    pub fn limits(&self, operator: &Operator) -> Result<Limits, Error> {
        let mut limits = operator.limits;
        for (name, limit) in &self.limits {
            limits.set_within(name, *limit, &operator.ceiling)?;
        }
        Ok(limits)
    }

    /// The parts of the answer that are wanted: those named, or the usual ones.
    pub fn parts(&self) -> Parts {
        let detail = self.detail.as_deref().and_then(Detail::named).unwrap_or_default();
        let parts = match &self.want {
            None => Parts::USUAL,
            Some(_) => Parts {
                text: self.wants("text") || self.wants("texts"),
                unicode: self.wants("unicode"),
                latex: self.wants("latex"),
                typst: self.wants("typst"),
                width: None,
                conditions: self.wants("conditions"),
                notes: self.wants("notes"),
                size: self.wants("size"),
                alternatives: self.wants("alternatives"),
                steps: self.wants("steps").then_some(detail),
            },
        };
        Parts { width: self.width, ..parts }
    }

    /// The point, as names and texts.
    pub fn point(&self) -> Vec<(&str, String)> {
        self.at.iter().map(|(name, value)| (&**name, value.text())).collect()
    }

    /// Whether a part of the answer is named among those wanted.
    pub fn wants(&self, part: &str) -> bool {
        self.want.as_ref().is_some_and(|names| names.0.iter().any(|name| **name == *part))
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
}

/// A string, borrowed from the line unless it has escapes. (In an option, a `Cow` alone would always be copied.)
pub struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor(PhantomData))
    }
}

struct TextVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for TextVisitor<'a> {
    type Value = Text<'a>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'a>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'a>, E> {
        Ok(Text(Cow::Owned(text.to_string())))
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// One name or a list of names.
#[derive(Default)]
pub struct Names<'a>(pub SmallVec<[Text<'a>; 2]>);

impl<'de: 'a, 'a> Deserialize<'de> for Names<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor(PhantomData))
    }
}

struct NamesVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for NamesVisitor<'a> {
    type Value = Names<'a>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name or a list of names")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Names<'a>, E> {
        Ok(Names(smallvec![Text(Cow::Borrowed(name))]))
    }

    fn visit_str<E>(self, name: &str) -> Result<Names<'a>, E> {
        Ok(Names(smallvec![Text(Cow::Owned(name.to_string()))]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names<'a>, A::Error> {
        let mut list = SmallVec::new();
        while let Some(name) = names.next_element()? {
            list.push(name);
        }
        Ok(Names(list))
    }
}

/// The identity of a request that cannot be read otherwise.
#[derive(Deserialize)]
pub struct IdOnly<'a> {
    #[serde(borrow)]
    pub id: Option<&'a RawValue>,
}
