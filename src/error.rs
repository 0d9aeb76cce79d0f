//! The one error of the library: where it happened, what was found, what was expected, what to do about it.

use std::ops::Range;

/// Why an input could not be answered. Every variant that concerns a place in the input carries it as a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not a sentence of the language.
    #[error("expected {expected}, found {found}")]
    Syntax {
        /// The place.
        span: Range<usize>,
        /// What stands there.
        found: String,
        /// What could have stood there.
        expected: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A name is used as a function, and nobody knows it.
    #[error("unknown function `{name}`")]
    UnknownFunction {
        /// The place.
        span: Range<usize>,
        /// The name.
        name: String,
        /// A known name close to it.
        nearest: Option<String>,
    },
    /// A value that does not exist: `1/0`, `0^0`, `ln(0)`.
    #[error("{what} is undefined")]
    Undefined {
        /// The place, where it stands in the text itself.
        span: Option<Range<usize>>,
        /// What has no value.
        what: String,
    },
    /// A budget ran out; the message says which and how to raise it.
    #[error("{what} exceeds the limit of {limit}")]
    Limit {
        /// What is limited.
        what: String,
        /// The limit.
        limit: u64,
        /// How to raise it, or to do without.
        hint: String,
    },
    /// Understood, but there is no answer of the kind asked for.
    #[error("{what}")]
    Unsupported {
        /// The place, where there is one.
        span: Option<Range<usize>>,
        /// What there is no answer to, and why.
        what: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// The question itself is at fault: a missing variable, two targets, a cycle of definitions.
    #[error("{what}")]
    Request {
        /// What is wrong with it.
        what: String,
        /// How to ask instead.
        hint: Option<String>,
    },
}

impl Error {
    /// The kind as the batch protocol spells it.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Syntax { .. } => "syntax",
            Error::UnknownFunction { .. } => "unknown-function",
            Error::Undefined { .. } => "undefined",
            Error::Limit { .. } => "limit",
            Error::Unsupported { .. } => "unsupported",
            Error::Request { .. } => "request",
        }
    }

    /// The place in the input, in bytes, where there is one.
    pub fn span(&self) -> Option<Range<usize>> {
        match self {
            Error::Syntax { span, .. } | Error::UnknownFunction { span, .. } => Some(span.clone()),
            Error::Undefined { span, .. } | Error::Unsupported { span, .. } => span.clone(),
            Error::Limit { .. } | Error::Request { .. } => None,
        }
    }

    /// What to do about it, where we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::Syntax { hint, .. } | Error::Unsupported { hint, .. } | Error::Request { hint, .. } => hint.clone(),
            Error::UnknownFunction { nearest, .. } => nearest.as_ref().map(|name| format!("did you mean `{name}`?")),
            Error::Limit { hint, .. } => Some(hint.clone()),
            Error::Undefined { .. } => None,
        }
    }
}
