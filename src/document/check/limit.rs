//! Limits: the value of what a limit is taken of, once it is simplified, at its point. A function that is made without cases is
//! continuous wherever it has a value, so that this is the limit.

use super::judge::{Judge, Matter, Ruling};
use super::link::at_point;
use crate::document::formula::environment::operand;
use crate::document::statement::Member;
use crate::document::statement::closure::Place;
use crate::render::latex_name;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// What jumps has other limits than values.
const JUMPS: [&str; 8] = ["\\left|", "|", "\\lfloor", "\\lceil", "cases", "sgn", "sign", "\\max"];

/// A member with the value of the limit it is in place of it; nothing where it is none, or has no such value.
pub fn evaluated(place: &Place<'_>, judge: &mut Judge, member: &Member) -> Option<Member> {
    let (variable, point, body) = limit(&member.text)?;
    if JUMPS.iter().any(|sign| body.contains(sign)) {
        return None;
    }
    let found = mentions(body).ok()?;
    let closure = place.closure(&[&found], std::slice::from_ref(&variable), None).ok()?;
    if closure.is_circular(place) || closure.used.iter().any(|used| JUMPS.iter().any(|sign| place.value(used).text.contains(sign))) {
        return None;
    }
    let whole = Matter { expression: body.to_string(), definitions: place.written(&closure), ..Matter::default() };
    let simple = judge.derivative(&whole).ok()?;
    let value = Matter { expression: at_point(&simple, &[(variable.clone(), point.clone())]), ..Matter::default() };
    let text = judge.derivative(&value).ok().or_else(|| of_a_quotient(judge, &simple, &variable, &point))?;
    let mentions = mentions(&text).ok().filter(|found| !found.uses(&variable))?;
    Some(Member { place: member.place.clone(), text, mentions: Ok(mentions) })
}

/// The limit of F/(h - p) at p, where F vanishes: it is the derivative of F there.
fn of_a_quotient(judge: &mut Judge, simple: &str, variable: &str, point: &str) -> Option<String> {
    let plain = |expression: String| Matter { expression, ..Matter::default() };
    let place = [(variable.to_string(), point.to_string())];
    let above = judge
        .derivative(&plain(format!("\\left({} - \\left({point}\\right)\\right)\\left({simple}\\right)", latex_name(variable))))
        .ok()?;
    if judge.compare(&plain(at_point(&above, &place)), "0") != Ruling::Equal {
        return None;
    }
    let slope = judge.derivative(&Matter { variables: vec![variable.to_string()], ..plain(above) }).ok()?;
    judge.derivative(&plain(at_point(&slope, &place))).ok()
}

/// The variable, the point and the body of a limit that is all of a text.
fn limit(text: &str) -> Option<(String, String, &str)> {
    let behind = text.trim().strip_prefix("\\lim")?;
    let behind = behind.strip_prefix("\\limits").unwrap_or(behind).trim_start();
    let (below, body) = operand(behind.strip_prefix('_')?)?;
    let (variable, point) = ["\\to", "\\rightarrow", "\\longrightarrow"].iter().find_map(|arrow| below.split_once(arrow))?;
    let variable = canonical_name(variable.trim())?.into_owned();
    let point = point.trim();
    let point = ["^+", "^-", "^{+}", "^{-}"].iter().find_map(|side| point.strip_suffix(side)).unwrap_or(point);
    // A limit beside other terms reaches as far as nobody says, and infinity is no number.
    let is_plain = !point.contains("infty") && !body.contains("\\lim") && !body.contains("infty") && !body.trim().is_empty();
    let is_one_term = !crate::document::formula::terms::has_sum(body) || body.contains("\\frac");
    (is_plain && is_one_term).then(|| (variable, point.to_string(), body))
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn limits_are_taken_apart() {
        let read = |text: &str| limit(text).map(|(variable, point, body)| format!("{variable} {point} {}", body.trim()));
        assert_eq!(read(r"\lim_{h \to 0} \frac{2xh + h^2}{h}").as_deref(), Some(r"h 0 \frac{2xh + h^2}{h}"));
        assert_eq!(read(r"\lim\limits_{h \rightarrow 0^+} (2 + h)").as_deref(), Some("h 0 (2 + h)"));
        assert_eq!(read(r"\lim_{n\to\infty} \frac1n"), None);
    }
}
