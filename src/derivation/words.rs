//! The derivation as a short paragraph a student would read.

use super::reason::BY_CASES;
use super::view::{Role, Step, Steps, Written};

impl Steps {
    /// The derivation in plain words.
    ///
    /// ```
    /// let steps = chainrule::derive("x^2*exp(x)", "x")?.steps()?;
    /// assert!(steps.paragraph().starts_with("Start with the product rule: u = x^2, v = exp(x). It gives "));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn paragraph(&self) -> String {
        self.told(&|written| written.text.clone())
    }

    /// The same with its formulas in LaTeX between dollar signs.
    pub fn paragraph_latex(&self) -> String {
        self.told(&|written| format!("${}$", written.latex))
    }

    fn told(&self, formula: &dyn Fn(&Written) -> String) -> String {
        let mut sentences: Vec<String> = Vec::new();
        let mut listed: Vec<String> = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let is_last = at + 1 == self.steps.len();
            let has_reason = !step.reason.text.is_empty();
            let (equation, reason) = (formula(&step.equation()), formula(&step.reason));
            if step.role != Role::Law {
                sentences.extend(list(&mut listed));
            }
            match step.role {
                Role::Definition if has_reason => sentences.push(format!("Let {equation} ({reason}).")),
                Role::Definition => sentences.push(format!("Let {equation}.")),
                Role::Theorem if step.law != "chain" => sentences.push(format!("Then {equation} ({reason}).")),
                Role::Theorem if at == 0 => sentences.push(format!("By the chain rule, {equation}.")),
                Role::Theorem => sentences.push(format!("For {} the chain rule gives {equation}.", formula(&step.before))),
                Role::Conclusion if step.law == "simplification" => {
                    sentences.push(format!("In its simplest form ({reason}) this is {}.", formula(&step.after)));
                }
                Role::Conclusion if has_reason => sentences.push(format!("With that, {equation} ({reason}).")),
                Role::Conclusion => sentences.push(format!("Altogether, {equation}.")),
                Role::Law if at == 0 && is_last => sentences.push(format!("{equation}, {}.", by(&step.law, &reason))),
                Role::Law if at == 0 => sentences.push(format!("Start {}. It gives {equation}.", with(&step.law, &reason))),
                Role::Law if has_reason => listed.push(format!("{equation} ({reason})")),
                Role::Law => listed.push(equation),
            }
        }
        sentences.extend(list(&mut listed));
        sentences.extend(self.reuse.as_ref().map(|reuse| format!("What it costs: {reuse}.")));
        sentences.join(" ")
    }
}

impl Step {
    fn equation(&self) -> Written {
        let join = |side: fn(&Written) -> &String, sign: &str| format!("{}{sign}{}", side(&self.before), side(&self.after));
        Written {
            text: join(|written| &written.text, " = "),
            unicode: join(|written| &written.unicode, " = "),
            latex: join(|written| &written.latex, "="),
        }
    }
}

/// `by the product rule`, and what reads so of laws that are no rule.
fn by(law: &str, reason: &str) -> String {
    match law {
        _ if reason.starts_with(BY_CASES) => reason.to_string(),
        "component" => format!("since {reason}"),
        "general-power" => format!("by {reason}"),
        _ => format!("by the {reason}"),
    }
}

/// `with the product rule`
fn with(law: &str, reason: &str) -> String {
    match law {
        _ if reason.starts_with(BY_CASES) => reason.to_string(),
        "component" => format!("with the sum: {reason}"),
        "general-power" => format!("with {reason}"),
        _ => format!("with the {reason}"),
    }
}

/// `Here a, b and c.`
fn list(items: &mut Vec<String>) -> Option<String> {
    let last = items.pop()?;
    let before = std::mem::take(items);
    Some(if before.is_empty() { format!("Here {last}.") } else { format!("Here {}, and {last}.", before.join(", ")) })
}
