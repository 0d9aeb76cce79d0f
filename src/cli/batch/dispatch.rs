//! From a line to a request, to the question it asks, and to the operation it names.

use super::operation::{Operation, PAIR};
use super::read::read;
use super::request::{IdOnly, Operator, Request, no_name, unknown_fields};
use crate::cli::ask::Restated;
use crate::cli::object::{Parts, Subject, begin, key, list, write_answer, write_error, write_judgement, write_matrix, write_value};
use chainrule::{Answer, Error, Form, Input, Matrix, Question, Session, canonical_name};
use serde_json::json;
use smallvec::SmallVec;

/// Appends the answer to a line, the `number`th of the stream.
pub fn respond(session: &mut Session, operator: &Operator, line: &[u8], number: u64, out: &mut String) {
    let mut request = Request::default();
    if let Err(error) = read(line, &mut request) {
        let hint = Some(r#"a request is one JSON object on a line, such as {"id": 1, "expr": "x^2", "wrt": ["x"]}"#.into());
        // The identity, if it can still be read, lets the asker match the answer.
        let id = serde_json::from_slice::<IdOnly<'_>>(line).ok().and_then(|only| only.id).map(|id| id.0);
        // What is wrong stands in this line at a column; serde counts lines from here.
        let said = error.to_string();
        let said = said.replacen(&format!(" at line 1 column {}", error.column()), "", 1);
        let place = if error.column() > 0 { format!(", column {}", error.column()) } else { String::new() };
        let unread = || Error::Request { what: format!("line {number}{place} is no request: {said}"), hint };
        write_error(out, id, &unknown_fields(line).unwrap_or_else(unread));
        return;
    }
    let start = out.len();
    let answered = request.limits(operator).and_then(|limits| {
        session.set_limits(limits);
        request.name_point()?;
        answer(session, &request, out)
    });
    if let Err(error) = answered {
        out.truncate(start);
        write_error(out, request.id(), &error);
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
    let op = request.op.as_deref().unwrap_or("derive");
    let named_operation = Operation::named(op);
    let is_pair = named_operation == Some(Operation::Equal);
    let named = if is_pair { &request.left } else { &request.expr };
    let Some(expression) = named.as_deref() else {
        return match is_pair {
            true => refuse("there is no `left`".into(), PAIR),
            false => refuse("there is no `expr`".into(), "say which expression: \"expr\": \"x^2\""),
        };
    };
    let variables: SmallVec<[&str; 4]> = request.wrt.0.iter().map(|name| &**name).collect();
    let (order, symbolic_order) = match request.order.map(|order| order.0) {
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
    let Some(operation) = named_operation else { return Err(Operation::unknown(op)) };
    let finds_variable = matches!(operation, Operation::Taylor | Operation::Tangent);
    if !finds_variable && request.at.0.iter().any(|(name, _)| name.is_empty()) {
        return Err(no_name());
    }
    operation.refuse_unused(request, order != 1, symbolic_order.is_some())?;
    let parts = request.parts()?;
    match operation {
        Operation::Derive => {
            let mut answer = match symbolic_order {
                None => session.derive(&question)?,
                Some(order) => session.derive_to_order(&question, &order)?,
            };
            write_at(out, request, &mut answer, &parts)
        }
        Operation::Implicit => write_at(out, request, &mut session.implicit(&question)?, &parts),
        Operation::Parametric => write_at(out, request, &mut session.parametric(&question)?, &parts),
        Operation::Taylor => {
            write_answer(out, request.id(), &mut near(&question, request, |question, at| session.taylor(question, at))?, &parts)
        }
        Operation::Tangent => {
            write_answer(out, request.id(), &mut near(&question, request, |question, at| session.tangent(question, at))?, &parts)
        }
        Operation::Inverse => write_at(out, request, &mut session.inverse(&question)?, &parts),
        Operation::Logarithmic => write_at(out, request, &mut session.logarithmic(&question)?, &parts),
        Operation::Directional => {
            let along: Vec<&str> = request.along.0.iter().map(|component| &**component).collect();
            write_at(out, request, &mut session.directional(&question, &along)?, &parts)
        }
        Operation::Gradient => write_matrix_at(out, request, &mut session.gradient(&question)?, &parts),
        Operation::Jacobian => write_matrix_at(out, request, &mut session.jacobian(&question)?, &parts),
        Operation::Hessian => write_matrix_at(out, request, &mut session.hessian(&question)?, &parts),
        Operation::Simplify => write_answer(out, request.id(), &mut session.simplify(&question)?, &parts),
        Operation::Evaluate if request.wants("bounds") => {
            let texts = request.point();
            let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let bounds = session.enclose(&question, &point)?;
            begin(out, request.id());
            key(out, "bounds");
            out.push_str(&json!([bounds.lower, bounds.upper]).to_string());
            out.push('}');
            Ok(())
        }
        Operation::Evaluate => {
            let texts = request.point();
            let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let value = session.evaluate_at(&question, &point)?;
            begin(out, request.id());
            key(out, "value");
            out.push_str(&json!(value).to_string());
            if !session.notes().is_empty() {
                key(out, "notes");
                list(out, session.notes());
            }
            out.push('}');
            Ok(())
        }
        Operation::Check => match request.claim.as_deref() {
            Some(claim) => write_judgement(out, request.id(), session.check(&question, claim)?, Subject::Derivative),
            None => refuse("there is no `claim`".into(), "say which derivative is claimed: \"claim\": \"2*x\""),
        },
        Operation::Equal => match request.right.as_deref() {
            Some(right) => write_judgement(out, request.id(), session.equal(&question, right)?, Subject::Pair),
            None => refuse("there is no `right`".into(), PAIR),
        },
        Operation::Cost => {
            let is_restated = request.form.is_some() || !assumptions.is_empty();
            let cost = match is_restated.then(|| Restated::of(session, &question)).transpose()? {
                Some(restated) => session.cost(&restated.question(&question))?,
                None => session.cost(&question)?,
            };
            begin(out, request.id());
            key(out, "value");
            out.push_str(&cost.value.to_string());
            key(out, "value_and_gradient");
            out.push_str(&cost.value_and_gradient.to_string());
            out.push('}');
            Ok(())
        }
    }
}

/// The answer, or its value where the request names a point.
fn write_at(out: &mut String, request: &Request<'_>, answer: &mut Answer<'_>, parts: &Parts) -> Result<(), Error> {
    if request.at.0.is_empty() {
        return write_answer(out, request.id(), answer, parts);
    }
    let texts = request.point();
    let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    write_value(out, request.id(), answer, &point, parts.steps)
}

fn write_matrix_at(out: &mut String, request: &Request<'_>, matrix: &mut Matrix<'_>, parts: &Parts) -> Result<(), Error> {
    if !request.at.0.is_empty() {
        let texts = request.point();
        let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        matrix.put_in(&point)?;
    }
    write_matrix(out, request.id(), matrix, parts)
}

/// The answer near the place a request names, which is a value of the variable.
fn near<T>(
    question: &Question<'_>,
    request: &Request<'_>,
    answer: impl FnOnce(&Question<'_>, &str) -> Result<T, Error>,
) -> Result<T, Error> {
    match (&request.at.0[..], question.variables) {
        ([], _) => answer(question, "0"),
        ([(name, value)], _) if name.is_empty() => answer(question, &value.text()),
        ([(name, value)], []) => answer(&Question { variables: &[name], ..*question }, &value.text()),
        ([(name, _)], [variable]) if canonical_name(name) != canonical_name(variable) => {
            let hint = format!("\"at\": {{\"{variable}\": 1}}; `define` gives other names their values");
            Err(Error::Request { what: format!("`{name}` is not the variable, `{variable}`"), hint: Some(hint) })
        }
        ([(_, value)], _) => answer(question, &value.text()),
        _ => Err(Error::Request { what: "there is one variable, so one value".into(), hint: Some("\"at\": {\"x\": \"pi/6\"}".into()) }),
    }
}
