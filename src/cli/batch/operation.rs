//! What requests ask for by `op`, and which of their fields each operation uses.

use super::request::Request;
use chainrule::Error;

/// How to name two expressions.
pub const PAIR: &str = r#"say which expressions: "left": "x + x", "right": "2*x""#;

/// What is done with the expression of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Derive,
    Implicit,
    Parametric,
    Gradient,
    Jacobian,
    Hessian,
    Taylor,
    Tangent,
    Inverse,
    Logarithmic,
    Directional,
    Simplify,
    Evaluate,
    Check,
    Equal,
    Cost,
}

use Operation::{
    Check, Cost, Derive, Directional, Equal, Evaluate, Gradient, Hessian, Implicit, Inverse, Jacobian, Logarithmic, Parametric, Simplify,
    Tangent, Taylor,
};

const NAMES: [(&str, Operation); 16] = [
    ("derive", Derive),
    ("implicit", Implicit),
    ("parametric", Parametric),
    ("gradient", Gradient),
    ("jacobian", Jacobian),
    ("hessian", Hessian),
    ("taylor", Taylor),
    ("tangent", Tangent),
    ("inverse", Inverse),
    ("logarithmic", Logarithmic),
    ("directional", Directional),
    ("simplify", Simplify),
    ("evaluate", Evaluate),
    ("check", Check),
    ("equal", Equal),
    ("cost", Cost),
];

/// What has a value at a point, or is about one.
const AT_A_POINT: [Operation; 12] =
    [Derive, Implicit, Parametric, Gradient, Jacobian, Hessian, Taylor, Tangent, Inverse, Logarithmic, Directional, Evaluate];

impl Operation {
    /// The operation of this name.
    pub fn named(name: &str) -> Option<Operation> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, operation)| *operation)
    }

    fn name(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// The error where there is no such operation.
    pub fn unknown(name: &str) -> Error {
        let names = NAMES.map(|(name, _)| name).join(", ");
        Error::Request { what: format!("unknown op `{name}`"), hint: Some(format!("operations are {names}")) }
    }

    /// Refuses what a request says and its operation would not use: the answer would be to another question than the one asked.
    pub fn refuse_unused(self, request: &Request<'_>, is_repeated: bool, is_symbolic: bool) -> Result<(), Error> {
        // What only some operations use, and which those are. Names in `wrt` are variables wherever they stand, so that all use it.
        static USERS: [(&str, &[Operation]); 6] = [
            ("at", &AT_A_POINT),
            ("order", &[Derive, Taylor, Inverse, Check]),
            ("along", &[Directional]),
            ("claim", &[Check]),
            ("left", &[Equal]),
            ("right", &[Equal]),
        ];
        let is_said = [
            !request.at.0.is_empty(),
            is_repeated || is_symbolic,
            !request.along.0.is_empty(),
            request.claim.is_some(),
            request.left.is_some(),
            request.right.is_some(),
        ];
        let refuse = |what: String, hint: String| Err(Error::Request { what, hint: Some(hint) });
        let said = USERS.iter().zip(is_said).filter(|(_, is_said)| *is_said).map(|(user, _)| user);
        if let Some((field, users)) = said.into_iter().find(|(_, users)| !users.contains(&self)) {
            let users: Vec<&str> = users.iter().map(|user| user.name()).collect();
            return refuse(format!("`{}` does not use `{field}`", self.name()), format!("`{field}` is for {}", users.join(", ")));
        }
        if self == Equal && request.expr.is_some() {
            return refuse("`equal` does not use `expr`".into(), PAIR.into());
        }
        if is_symbolic && self != Derive {
            return refuse(format!("`{}` does not take a name for its order", self.name()), "give the order as a number".into());
        }
        Ok(())
    }
}
