//! A request as it stands on its line, borrowed from it.

use crate::cli::object::Parts;
use chainrule::{Detail, Error, Limits};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;

/// The parts of answers that may be asked for.
const PARTS: [&str; 20] = [
    "text",
    "texts",
    "unicode",
    "latex",
    "typst",
    "conditions",
    "notes",
    "size",
    "alternatives",
    "steps",
    "bounds",
    "value",
    "value_and_gradient",
    "verdict",
    "witness",
    "expected",
    "claimed",
    "reason",
    "mistake",
    "derivative",
];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request<'a> {
    #[serde(borrow)]
    pub id: Option<Written<'a>>,
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
    pub at: Point<'a>,
    #[serde(borrow, default)]
    pub along: Names<'a>,
    #[serde(borrow, default)]
    pub input: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub macros: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub order: Option<Written<'a>>,
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

/// The fields of a request.
const FIELDS: [&str; 21] = [
    "id", "op", "expr", "wrt", "form", "width", "detail", "define", "assume", "want", "at", "along", "input", "macros", "order", "claim",
    "left", "right", "style", "expand", "limits",
];

/// What is wrong with a line that is an object of JSON with fields that no request has: what they ask for would be passed over.
pub fn unknown_fields(line: &[u8]) -> Option<Error> {
    let fields: BTreeMap<String, IgnoredAny> = serde_json::from_slice(line).ok()?;
    let unknown: Vec<&str> = fields.keys().map(String::as_str).filter(|field| !FIELDS.contains(field)).collect();
    let first = *unknown.first()?;
    let distance = |field: &&str| strsim::damerau_levenshtein(&first.to_lowercase(), field);
    let nearest = FIELDS.into_iter().min_by_key(distance).filter(|field| distance(field) <= 2 && distance(field) < field.len());
    let named: Vec<String> = unknown.iter().map(|field| format!("`{field}`")).collect();
    let what = format!("a request has no field {}", named.join(" and no field "));
    let hint = nearest.map_or_else(|| format!("fields are {}", FIELDS.join(", ")), |field| format!("did you mean `{field}`?"));
    Some(Error::Request { what, hint: Some(hint) })
}

/// A value stands where there is more than one variable, or none is named.
pub fn no_name() -> Error {
    Error::Request { what: "`at` does not say of which variable it is the value".into(), hint: Some("\"at\": {\"x\": 1}".into()) }
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
    /// The identity.
    pub fn id(&self) -> Option<&str> {
        self.id.map(|id| id.0)
    }

    /// Gives a value that stands for the one variable the name of that variable; nothing where it is still to be found.
    pub fn name_point(&mut self) -> Result<(), Error> {
        let [(name, _)] = &mut self.at.0[..] else { return Ok(()) };
        if !name.is_empty() {
            return Ok(());
        }
        match &self.wrt.0[..] {
            [] => Ok(()),
            [first, rest @ ..] if rest.iter().all(|other| **other == **first) => {
                *name = first.0.clone();
                Ok(())
            }
            _ => Err(no_name()),
        }
    }

    /// The limits, with those that the request sets itself, which may be no higher than the operator's.
    pub fn limits(&self, operator: &Operator) -> Result<Limits, Error> {
        let mut limits = operator.limits;
        for (name, limit) in &self.limits {
            limits.set_within(name, *limit, &operator.ceiling)?;
        }
        Ok(limits)
    }

    /// The parts of the answer that are wanted: those named, or the usual ones.
    pub fn parts(&self) -> Result<Parts, Error> {
        let Some(wanted) = &self.want else { return Ok(Parts { width: self.width, ..Parts::USUAL }) };
        let mut parts = Parts { width: self.width, ..Parts::NONE };
        for name in &wanted.0 {
            match &**name {
                "text" | "texts" => parts.text = true,
                "unicode" => parts.unicode = true,
                "latex" => parts.latex = true,
                "typst" => parts.typst = true,
                "conditions" => parts.conditions = true,
                "notes" => parts.notes = true,
                "size" => parts.size = true,
                "alternatives" => parts.alternatives = true,
                "steps" => parts.steps = Some(self.detail.as_deref().and_then(Detail::named).unwrap_or_default()),
                other if PARTS.contains(&other) => {}
                other => {
                    let hint = Some(format!("parts are {}", PARTS.join(", ")));
                    return Err(Error::Request { what: format!("no answer has a part called `{other}`"), hint });
                }
            }
        }
        Ok(parts)
    }

    /// The point, as names and texts.
    pub fn point(&self) -> Vec<(&str, String)> {
        self.at.0.iter().map(|(name, value)| (&**name, value.text())).collect()
    }

    /// Whether a part of the answer is named among those wanted.
    pub fn wants(&self, part: &str) -> bool {
        self.want.as_ref().is_some_and(|names| names.0.iter().any(|name| **name == *part))
    }
}

/// The coordinates of a point, by name; a name that stands there twice is told by those who use them.
#[derive(Debug, Default)]
pub struct Point<'a>(pub Vec<(Cow<'a, str>, Coordinate<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Point<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PointVisitor(PhantomData))
    }
}

struct PointVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for PointVisitor<'a> {
    type Value = Point<'a>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object of names and values such as {\"x\": 1}, or the value of the one variable")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Point<'a>, A::Error> {
        let mut point = Vec::new();
        while let Some((Text(name), value)) = map.next_entry()? {
            point.push((name, value));
        }
        Ok(Point(point))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Point<'a>, E> {
        Ok(nameless(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Point<'a>, E> {
        Ok(nameless(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Point<'a>, E> {
        Ok(nameless(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Point<'a>, E> {
        Ok(nameless(serde_json::Value::from(value).to_string()))
    }
}

/// The value of the one variable, whichever that is.
fn nameless<'a>(value: String) -> Point<'a> {
    Point(vec![(Cow::Borrowed(""), Coordinate(value.into()))])
}

/// A coordinate of a point: a number, or an expression in a string.
#[derive(Debug)]
pub struct Coordinate<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Coordinate<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = <&RawValue>::deserialize(deserializer)?.get();
        match written.starts_with(|first: char| matches!(first, '"' | '-' | '0'..='9')) {
            true => Ok(Coordinate(written.into())),
            false => Err(serde::de::Error::custom(format!("a coordinate is a number or a string, and not {written}"))),
        }
    }
}

impl Coordinate<'_> {
    /// As it is written.
    pub fn text(&self) -> String {
        serde_json::from_str::<String>(&self.0).unwrap_or_else(|_| self.0.to_string())
    }
}

/// A value as it is written.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a>(pub &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Written(<&RawValue>::deserialize(deserializer)?.get()))
    }
}

/// A string, borrowed from the line unless it has escapes. (In an option, a `Cow` alone would always be copied.)
#[derive(Debug)]
pub struct Text<'a>(pub(super) Cow<'a, str>);

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
#[derive(Debug, Default)]
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
    pub id: Option<Written<'a>>,
}
