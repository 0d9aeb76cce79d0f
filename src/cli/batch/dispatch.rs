//! From a line to a request, to the question it asks, and to the operation it names.

use super::request::{Coordinate, IdOnly, Operator, Request};
use crate::cli::object::{Subject, begin, key, write_answer, write_error, write_judgement, write_matrix, write_value};
use chainrule::{Error, Form, Input, Question, Session};
use serde_json::json;
use smallvec::SmallVec;

/// How to name two expressions.
const PAIR: &str = r#"say which expressions: "left": "x + x", "right": "2*x""#;

/// Appends the answer to a line.
pub fn respond(session: &mut Session, operator: &Operator, line: &[u8], out: &mut String) {
    // Looked at once, the line's bytes need not be looked at again for each of its strings.
    let read = match std::str::from_utf8(line) {
        Ok(line) => serde_json::from_str(line),
        Err(_) => serde_json::from_slice(line),
    };
    let request: Request<'_> = match read {
        Ok(request) => request,
        Err(error) => {
            let hint = Some(r#"a request is one JSON object on a line, such as {"id": 1, "expr": "x^2", "wrt": ["x"]}"#.into());
            // The identity, if it can still be read, lets the asker match the answer.
            let id = serde_json::from_slice::<IdOnly<'_>>(line).ok().and_then(|only| only.id);
            write_error(out, id, &Error::Request { what: format!("not a request: {error}"), hint });
            return;
        }
    };
    let start = out.len();
    let answered = request.limits(operator).and_then(|limits| {
        session.set_limits(limits);
        answer(session, &request, out)
    });
    if let Err(error) = answered {
        out.truncate(start);
        write_error(out, request.id, &error);
    }
}

/// Appends the answer to a request.
fn answer(session: &mut Session, request: &Request<'_>, out: &mut String) -> Result<(), Error> {
    let refuse = |what: String, hint: &str| Err(Error::Request { what, hint: Some(hint.into()) });
    let form = match request.form.as_deref() {
        None | Some("simplest") => Form::Simplest,
        Some("factored") => Form::Factored,
        Some("expanded") => Form::Expanded,
        Some("raw") => Form::Raw,
        Some("strict") => Form::Strict,
        Some(other) => return refuse(format!("unknown form `{other}`"), "forms are simplest, factored, expanded, raw and strict"),
    };
    let input = match request.input.as_deref() {
        None | Some("auto") => Input::Auto,
        Some("text") => Input::Text,
        Some("latex") => Input::Latex,
        Some(other) => return refuse(format!("input `{other}` cannot be read"), "inputs are auto, text and latex"),
    };
    if let Some(detail) = request.detail.as_deref().filter(|detail| chainrule::Detail::named(detail).is_none()) {
        return refuse(format!("unknown detail `{detail}`"), "details are brief, textbook and every");
    }
    let style = request.style.as_deref().map(str::parse).transpose()?.unwrap_or_default();
    let macros = request.macros.as_deref().unwrap_or("");
    let is_pair = request.op.as_deref() == Some("equal");
    let named = if is_pair { &request.left } else { &request.expr };
    let Some(expression) = named.as_deref() else {
        return match is_pair {
            true => refuse("there is no `left`".into(), PAIR),
            false => refuse("there is no `expr`".into(), "say which expression: \"expr\": \"x^2\""),
        };
    };
    let variables: SmallVec<[&str; 4]> = request.wrt.0.iter().map(|name| &**name).collect();
    let (order, symbolic_order) = match request.order.map(|order| order.get()) {
        None => (1, None),
        Some(written) => match (written.parse::<u32>(), serde_json::from_str::<String>(written)) {
            (Ok(order), _) if (1..=1000).contains(&order) => (order, None),
            (_, Ok(name)) => (1, Some(name)),
            _ => return refuse(format!("order {written} cannot be computed"), "an order is a number from 1 to 1000, or a name such as n"),
        },
    };
    let assumptions: Vec<&str> = request.assume.0.iter().map(|condition| &**condition).collect();
    let define = [request.define.as_deref().unwrap_or("")];
    let definitions: &[&str] = if define[0].is_empty() { &[] } else { &define };
    let (assumptions, expand) = (&assumptions[..], request.expand);
    let question = Question { expression, input, variables: &variables, order, definitions, macros, assumptions, form, expand, style };
    match request.op.as_deref() {
        None | Some("derive") => match symbolic_order {
            None if !request.at.is_empty() => {
                let texts = request.point();
                let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
                write_value(out, request.id, &mut session.derive(&question)?, &point, request.parts().steps)
            }
            None => write_answer(out, request.id, &mut session.derive(&question)?, &request.parts()),
            Some(order) => write_answer(out, request.id, &mut session.derive_to_order(&question, &order)?, &request.parts()),
        },
        Some("implicit") => write_answer(out, request.id, &mut session.implicit(&question)?, &request.parts()),
        Some("parametric") => write_answer(out, request.id, &mut session.parametric(&question)?, &request.parts()),
        Some("taylor") => write_answer(out, request.id, &mut session.taylor(&question, &point_of(request)?)?, &request.parts()),
        Some("tangent") => write_answer(out, request.id, &mut session.tangent(&question, &point_of(request)?)?, &request.parts()),
        Some("inverse") => write_answer(out, request.id, &mut session.inverse(&question)?, &request.parts()),
        Some("logarithmic") => write_answer(out, request.id, &mut session.logarithmic(&question)?, &request.parts()),
        Some("directional") => {
            let along: Vec<&str> = request.along.0.iter().map(|component| &**component).collect();
            write_answer(out, request.id, &mut session.directional(&question, &along)?, &request.parts())
        }
        Some("gradient") => write_matrix(out, request.id, &mut session.gradient(&question)?, &request.parts()),
        Some("jacobian") => write_matrix(out, request.id, &mut session.jacobian(&question)?, &request.parts()),
        Some("hessian") => write_matrix(out, request.id, &mut session.hessian(&question)?, &request.parts()),
        Some("simplify") => write_answer(out, request.id, &mut session.simplify(&question)?, &request.parts()),
        Some("evaluate") if request.wants("bounds") => {
            let texts = request.point();
            let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let bounds = session.enclose(&question, &point)?;
            begin(out, request.id);
            key(out, "bounds");
            out.push_str(&json!([bounds.lower, bounds.upper]).to_string());
            out.push('}');
            Ok(())
        }
        Some("evaluate") => {
            let mut point: Vec<(&str, f64)> = Vec::with_capacity(request.at.len());
            for (name, value) in &request.at {
                point.push((&**name, value.number()?));
            }
            let value = session.evaluate(&question, &point)?;
            begin(out, request.id);
            key(out, "value");
            out.push_str(&json!(value).to_string());
            out.push('}');
            Ok(())
        }
        Some("check") => match request.claim.as_deref() {
            Some(claim) => write_judgement(out, request.id, session.check(&question, claim)?, Subject::Derivative),
            None => refuse("there is no `claim`".into(), "say which derivative is claimed: \"claim\": \"2*x\""),
        },
        Some("equal") => match request.right.as_deref() {
            Some(right) => write_judgement(out, request.id, session.equal(&question, right)?, Subject::Pair),
            None => refuse("there is no `right`".into(), PAIR),
        },
        Some("cost") => {
            let cost = session.cost(&question)?;
            begin(out, request.id);
            key(out, "value");
            out.push_str(&cost.value.to_string());
            key(out, "value_and_gradient");
            out.push_str(&cost.value_and_gradient.to_string());
            out.push('}');
            Ok(())
        }
        Some(other) => refuse(
            format!("unknown op `{other}`"),
            "operations are derive, implicit, parametric, gradient, jacobian, hessian, taylor, tangent, inverse, logarithmic, \
             directional, simplify, evaluate, check, equal and cost",
        ),
    }
}

/// The one place a request names, whatever it calls it.
fn point_of(request: &Request<'_>) -> Result<String, Error> {
    match request.at.len() {
        0 => Ok("0".into()),
        1 => Ok(request.at.values().map(Coordinate::text).collect()),
        _ => Err(Error::Request { what: "there is one variable, so one value".into(), hint: Some("\"at\": {\"x\": \"pi/6\"}".into()) }),
    }
}
