//! Requests as JSON lines in, answers as JSON lines out, in order, in constant memory.

use chainrule::{Alternative, Answer, Error, Form, Input, Notation, Question, Session};
use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use serde_json::json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The longest line that is read; a longer one is answered with an error.
const LONGEST_LINE: u64 = 256 << 20;

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    op: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    expr: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    wrt: Names<'a>,
    #[serde(borrow, default)]
    form: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    define: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    assume: Names<'a>,
    #[serde(borrow, default)]
    want: Option<Names<'a>>,
    #[serde(borrow, default)]
    at: BTreeMap<Cow<'a, str>, f64>,
    #[serde(borrow, default)]
    input: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    macros: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    order: Option<&'a RawValue>,
    #[serde(default)]
    expand: bool,
}

/// One name or a list of names.
#[derive(Default)]
struct Names<'a>(Vec<Cow<'a, str>>);

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

/// Answers every line of the file, or of standard input.
pub fn run(file: Option<&Path>) -> io::Result<()> {
    match file {
        Some(path) => stream(BufReader::with_capacity(1 << 16, File::open(path)?)),
        None => stream(BufReader::with_capacity(1 << 16, io::stdin().lock())),
    }
}

fn stream(mut input: BufReader<impl Read>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut session = Session::new();
    let (mut line, mut answer) = (Vec::new(), String::new());
    loop {
        line.clear();
        if Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return out.flush();
        }
        let too_long = line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n");
        if too_long {
            skip_line(&mut input)?;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        answer.clear();
        if too_long {
            let hint = "split the request, or give the expression in a file of its own".into();
            write_error(&mut answer, None, &Error::Limit { what: "the length of the line".into(), limit: LONGEST_LINE, hint });
        } else {
            respond(&mut session, &line, &mut answer);
        }
        answer.push('\n');
        out.write_all(answer.as_bytes())?;
        if line.capacity() > 1 << 20 {
            // One huge request must not keep its memory for the rest of the stream.
            (line, answer) = (Vec::new(), String::new());
        }
        // Nothing waits to be read: whoever asked wants the answer now.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                input.consume(at + 1);
                return Ok(());
            }
            None => {
                let length = buffer.len();
                input.consume(length);
            }
        }
    }
}

fn respond(session: &mut Session, line: &[u8], out: &mut String) {
    let request: Request<'_> = match serde_json::from_slice(line) {
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
    if let Err(error) = answer(session, &request, out) {
        out.truncate(start);
        write_error(out, request.id, &error);
    }
}

#[derive(Deserialize)]
struct IdOnly<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

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
    let macros = request.macros.as_deref().unwrap_or("");
    let Some(expression) = request.expr.as_deref() else {
        return refuse("there is no `expr`".into(), "say which expression: \"expr\": \"x^2\"");
    };
    let variables: Vec<&str> = request.wrt.0.iter().map(|name| &**name).collect();
    let order = match request.order.map(|order| (order.get(), order.get().parse::<u32>())) {
        None => 1,
        Some((_, Ok(order))) if (1..=1000).contains(&order) => order,
        Some((written, _)) => return refuse(format!("order {written} cannot be computed"), "an order is a number from 1 to 1000"),
    };
    let assumptions: Vec<&str> = request.assume.0.iter().map(|condition| &**condition).collect();
    let define = [request.define.as_deref().unwrap_or("")];
    let definitions: &[&str] = if define[0].is_empty() { &[] } else { &define };
    let (assumptions, expand) = (&assumptions[..], request.expand);
    let question = Question { expression, input, variables: &variables, order, definitions, macros, assumptions, form, expand };
    match request.op.as_deref() {
        None | Some("derive") => write_answer(out, request, session.derive(&question)?),
        Some("simplify") => write_answer(out, request, session.simplify(&question)?),
        Some("evaluate") => {
            let point: Vec<(&str, f64)> = request.at.iter().map(|(name, value)| (&**name, *value)).collect();
            let value = session.evaluate(&question, &point)?;
            begin(out, request.id);
            key(out, "value");
            out.push_str(&json!(value).to_string());
            out.push('}');
            Ok(())
        }
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
        Some(other) => refuse(format!("unknown op `{other}`"), "operations are derive, simplify, evaluate and cost"),
    }
}

/// Which parts of an answer are wanted.
struct Parts {
    text: bool,
    unicode: bool,
    latex: bool,
    conditions: bool,
    notes: bool,
    size: bool,
    alternatives: bool,
}

impl Parts {
    const USUAL: Parts = Parts { text: true, unicode: false, latex: true, conditions: true, notes: true, size: false, alternatives: false };

    fn named(names: &[Cow<'_, str>]) -> Parts {
        let has = |part: &str| names.iter().any(|name| name == part);
        Parts {
            text: has("text"),
            unicode: has("unicode"),
            latex: has("latex"),
            conditions: has("conditions"),
            notes: has("notes"),
            size: has("size"),
            alternatives: has("alternatives"),
        }
    }
}

fn write_answer(out: &mut String, request: &Request<'_>, mut answer: Answer<'_>) -> Result<(), Error> {
    let parts = request.want.as_ref().map_or(Parts::USUAL, |names| Parts::named(&names.0));
    write_parts(out, request.id, &mut answer, &parts)
}

/// The answer as one JSON object, as `--format json` prints it.
pub fn answer_line(answer: &mut Answer<'_>, alternatives: bool) -> Result<String, Error> {
    let mut out = String::new();
    write_parts(&mut out, None, answer, &Parts { alternatives, ..Parts::USUAL })?;
    Ok(out)
}

fn begin(out: &mut String, id: Option<&RawValue>) {
    out.push('{');
    if let Some(id) = id {
        key(out, "id");
        out.push_str(id.get());
    }
}

fn write_parts(out: &mut String, id: Option<&RawValue>, answer: &mut Answer<'_>, parts: &Parts) -> Result<(), Error> {
    begin(out, id);
    for (part, notation, wanted) in
        [("text", Notation::Text, parts.text), ("unicode", Notation::Unicode, parts.unicode), ("latex", Notation::Latex, parts.latex)]
    {
        if wanted {
            key(out, part);
            let from = out.len();
            answer.write(notation, out)?;
            quote_from(out, from);
        }
    }
    if parts.conditions {
        let conditions = answer.conditions();
        key(out, "conditions");
        list(out, &conditions);
    }
    if parts.notes {
        let notes = answer.notes();
        key(out, "notes");
        list(out, &notes);
    }
    if parts.alternatives {
        let alternatives = answer.alternatives();
        key(out, "alternatives");
        let object = |other: &Alternative| json!({ "text": other.text, "latex": other.latex, "reason": other.reason });
        out.push_str(&serde_json::Value::from_iter(alternatives.iter().map(object)).to_string());
    }
    if parts.size {
        key(out, "size");
        out.push_str(&answer.size().to_string());
    }
    out.push('}');
    Ok(())
}

fn key(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push_str(", ");
    }
    out.push('"');
    out.push_str(name);
    out.push_str("\": ");
}

fn list(out: &mut String, texts: &[String]) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let from = out.len();
        out.push_str(text);
        quote_from(out, from);
    }
    out.push(']');
}

/// Makes a JSON string of what stands in the buffer from `from` on; most texts need no escape.
fn quote_from(out: &mut String, from: usize) {
    if out[from..].bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let quoted = serde_json::Value::String(out.split_off(from)).to_string();
        out.push_str(&quoted);
    } else {
        out.insert(from, '"');
        out.push('"');
    }
}

fn write_error(out: &mut String, id: Option<&RawValue>, error: &Error) {
    begin(out, id);
    let mut object = serde_json::json!({ "kind": error.kind(), "message": error.to_string() });
    if let Some(span) = error.span() {
        object["span"] = serde_json::json!([span.start, span.end]);
    }
    if let Some(hint) = error.hint() {
        object["hint"] = hint.into();
    }
    key(out, "error");
    out.push_str(&object.to_string());
    out.push('}');
}
