//! How much a question may take before it is answered with an error instead.

use crate::error::Error;
use crate::number::POWER_BITS;

/// How much a question may take. Beyond a limit it is answered with [`Error::Limit`], which names the limit and says how to
/// raise it; nothing is cut off silently. All are counts, never times, so that an answer is the same on every machine.
///
/// They belong to the session, not to the question: who runs the program says how much it may take, whoever asks. What a
/// question of a batch says of its own limits therefore holds only below the operator's ([`Limits::set_within`]).
///
/// ```
/// use chainrule::{Limits, Question, Session};
/// let mut session = Session::new();
/// session.set_limits(Limits { input_bytes: 5, ..Limits::default() });
/// let error = session.derive(&Question::derive("x^2 + 1", &["x"])).unwrap_err();
/// assert_eq!(error.to_string(), "the length of the input in bytes exceeds the limit of 5");
/// assert!(error.hint().unwrap().contains("input_bytes"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many distinct parts all expressions of a question may have together, those on the way included: 30,000,000 unless
    /// told otherwise, about 2 GB.
    pub nodes: usize,
    /// How many steps a derivation may have: 100,000 unless told otherwise.
    pub steps: usize,
    /// How deep an expression may be nested as it is read: 10,000,000 unless told otherwise.
    pub depth: usize,
    /// How long the text of a question may be, its definitions, macros and assumptions included: 32 MiB unless told
    /// otherwise.
    pub input_bytes: usize,
    /// How long an answer, or the text of a derivation, may be: 64 MiB unless told otherwise. Long before, shared parts are
    /// written once and named.
    pub output_bytes: usize,
    /// How many bits a power of a number may have to be computed; a larger one stays a power, and a decimal such as `1e99999`
    /// is refused: 32,768 unless told otherwise.
    pub bits: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { nodes: 30_000_000, steps: 100_000, depth: 10_000_000, input_bytes: 32 << 20, output_bytes: 64 << 20, bits: POWER_BITS }
    }
}

impl Limits {
    /// The names of the limits.
    pub const NAMES: [&'static str; 6] = ["nodes", "steps", "depth", "input_bytes", "output_bytes", "bits"];

    /// The limit of this name.
    ///
    /// ```
    /// assert_eq!(chainrule::Limits::default().get("steps"), Some(100_000));
    /// ```
    pub fn get(&self, name: &str) -> Option<u64> {
        Some(match name {
            "nodes" => self.nodes as u64,
            "steps" => self.steps as u64,
            "depth" => self.depth as u64,
            "input_bytes" => self.input_bytes as u64,
            "output_bytes" => self.output_bytes as u64,
            "bits" => self.bits,
            _ => return None,
        })
    }

    /// Sets the limit of this name, which may be no higher than `ceiling`'s.
    ///
    /// ```
    /// use chainrule::Limits;
    /// let ceiling = Limits { steps: 100, ..Limits::default() };
    /// let mut limits = ceiling;
    /// assert!(limits.set_within("steps", 50, &ceiling).is_ok());
    /// let error = limits.set_within("steps", 200, &ceiling).unwrap_err();
    /// assert_eq!(error.to_string(), "the limit `steps` may be at most 100 here");
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where there is no such limit, or `ceiling`'s is lower.
    pub fn set_within(&mut self, name: &str, limit: u64, ceiling: &Limits) -> Result<(), Error> {
        match ceiling.get(name).filter(|highest| limit > *highest) {
            Some(highest) => Err(Error::Request {
                what: format!("the limit `{name}` may be at most {highest} here"),
                hint: Some("whoever runs this has said so".into()),
            }),
            None => self.set(name, limit),
        }
    }

    /// Sets the limit of this name.
    ///
    /// # Errors
    /// [`Error::Request`] where there is none.
    pub fn set(&mut self, name: &str, limit: u64) -> Result<(), Error> {
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        match name {
            "nodes" => self.nodes = size,
            "steps" => self.steps = size,
            "depth" => self.depth = size,
            "input_bytes" => self.input_bytes = size,
            "output_bytes" => self.output_bytes = size,
            "bits" => self.bits = limit,
            _ => {
                let hint = Some(format!("limits are {}", Limits::NAMES.join(", ")));
                return Err(Error::Request { what: format!("there is no limit `{name}`"), hint });
            }
        }
        Ok(())
    }
}

/// The error where the limit of this name is exceeded; `instead` says how to do without raising it.
#[cold]
#[inline(never)]
pub(crate) fn exceeded(name: &str, limits: &Limits, instead: &str) -> Error {
    let what = match name {
        "nodes" => "the number of distinct parts",
        "steps" => "the number of steps",
        "depth" => "the depth of nesting",
        "input_bytes" => "the length of the input in bytes",
        "output_bytes" => "the length of the answer in bytes",
        _ => "the size of a number in bits",
    };
    let limit = limits.get(name).unwrap_or(u64::MAX);
    let or = if instead.is_empty() { String::new() } else { format!(", or {instead}") };
    let hint = format!("raise the limit `{name}`: `--limit {name}=N`, in a batch `\"limits\": {{\"{name}\": N}}`{or}");
    Error::Limit { what: what.into(), limit, hint }
}
