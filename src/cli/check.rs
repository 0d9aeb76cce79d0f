//! `chainrule check` and `chainrule equal`: verdicts, as people read them and as JSON.

use super::ask::{Shown, aside, ask};
use super::failure::{Failure, unless_closed};
use super::object::{Subject, write_judgement};
use super::options::{Common, OutputFormat};
use chainrule::{Error, Judgement, Verdict};

/// Exit statuses of a claim that is not proved.
const REFUTED: u8 = 1;
const UNDECIDED: u8 = 3;

/// Checks a claimed derivative. Where only one argument follows the expression, that is the claim.
pub fn check(expression: &str, variables: &str, claim: Option<&str>, order: u32, common: &Common) -> Result<(), Failure> {
    let (names, claim): (Vec<&str>, &str) = match claim {
        Some(claim) => (variables.split(',').map(str::trim).collect(), claim),
        None => (Vec::new(), variables),
    };
    let mut status = 0;
    let printed = ask(expression, &names, order, common, |session, question| {
        show(session.check(question, claim)?, Subject::Derivative, common, &mut status)
    });
    finish(printed, status)
}

/// Compares two expressions.
pub fn equal(left: &str, right: &str, common: &Common) -> Result<(), Failure> {
    let mut status = 0;
    let printed = ask(left, &[], 1, common, |session, question| show(session.equal(question, right)?, Subject::Pair, common, &mut status));
    finish(printed, status)
}

fn finish(printed: Result<(), Failure>, status: u8) -> Result<(), Failure> {
    unless_closed(printed)?;
    if status == 0 { Ok(()) } else { Err(Failure::Claim(status)) }
}

fn show(mut judgement: Judgement<'_>, subject: Subject, common: &Common, status: &mut u8) -> Result<Shown, Error> {
    common.refuse_alternatives("a verdict")?;
    common.refuse_width("a verdict")?;
    *status = match judgement.verdict() {
        Verdict::Proved => 0,
        Verdict::Refuted(_) => REFUTED,
        Verdict::Undecided { .. } => UNDECIDED,
    };
    if common.format == OutputFormat::Json {
        let mut answer = String::new();
        write_judgement(&mut answer, None, judgement, subject)?;
        return Ok(Shown { answer, aside: Vec::new() });
    }
    let conditions = judgement.conditions();
    let is_proved = *judgement.verdict() == Verdict::Proved;
    let notes: Vec<String> = judgement.notes().iter().filter(|note| !is_proved || !says_nothing(note)).cloned().collect();
    Ok(Shown { answer: sentences(judgement, subject, common.format)?, aside: aside(conditions, &notes) })
}

/// Whether a note says that what is proved holds nowhere, which belongs to the verdict.
fn says_nothing(note: &str) -> bool {
    note.ends_with("holds nowhere")
}

/// The verdict in words, a line for each thing there is to say.
fn sentences(mut judgement: Judgement<'_>, subject: Subject, format: OutputFormat) -> Result<String, Error> {
    let (expected, claimed) = match subject {
        Subject::Derivative => ("the derivative", "the claim"),
        Subject::Pair => ("the left side", "the right side"),
    };
    let mut lines = Vec::new();
    let verdict = judgement.verdict().clone();
    match verdict {
        Verdict::Proved => {
            lines.push("proved".to_string());
            // Of nothing everything can be proved.
            lines.extend(judgement.notes().iter().filter(|note| says_nothing(note)).cloned());
            for loss in judgement.losses() {
                lines.push(format!("equal where both are defined; {claimed} loses {loss}"));
            }
            if subject == Subject::Pair {
                for loss in judgement.left_losses() {
                    lines.push(format!("equal where both are defined; {expected} loses {loss}"));
                }
            }
            return Ok(lines.join("\n"));
        }
        Verdict::Refuted(ref witness) => {
            lines.push("refuted".to_string());
            let place = witness.place();
            let place = if place.is_empty() { String::new() } else { format!("at {place} ") };
            let [first, second] = values(witness.expected, witness.claimed);
            lines.push(format!("{place}{expected} is {first}, {claimed} is {second}"));
        }
        Verdict::Undecided { ref reason, .. } => {
            let agreement = verdict.agreement().map(|agreement| format!(" ({agreement})")).unwrap_or_default();
            lines.push(format!("undecided: {reason}{agreement}"));
        }
    }
    if let Some(mistake) = judgement.mistake() {
        lines.push(format!("this is what you get when {mistake}"));
    }
    if subject == Subject::Derivative {
        lines.push(format!("the derivative is {}", format.dressed(judgement.derivative_in(format.inline())?)));
    }
    Ok(lines.join("\n"))
}

/// Two values with as many digits as tell them apart, six at least.
fn values(first: f64, second: f64) -> [String; 2] {
    const MOST_DIGITS: usize = 17;
    let written = |digits: usize| [first, second].map(|value| written(value, digits));
    (6..MOST_DIGITS).map(written).find(|[first, second]| first != second).unwrap_or_else(|| written(MOST_DIGITS))
}

fn written(value: f64, digits: usize) -> String {
    if value == 0.0 || (1e-3..1e6).contains(&value.abs()) {
        let plain = format!("{value:.digits$}");
        return plain.trim_end_matches('0').trim_end_matches('.').to_string();
    }
    format!("{value:.digits$e}")
}
