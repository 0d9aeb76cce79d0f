//! A question that owns its texts, to be read again for its steps. A session keeps one, and the memory of it.

use super::Question;
use crate::render::LatexStyle;
use crate::simplify::Form;
use crate::syntax::Input;

/// A question and everything it refers to.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptQuestion {
    expression: String,
    variables: Vec<String>,
    order: u32,
    input: Input,
    definitions: Vec<String>,
    macros: String,
    assumptions: Vec<String>,
    form: Form,
    expand: bool,
    style: LatexStyle,
}

impl KeptQuestion {
    /// Takes over a question.
    pub fn keep(&mut self, question: &Question<'_>) {
        fn keep_text(own: &mut String, text: &str) {
            own.clear();
            own.push_str(text);
        }
        fn keep_list(own: &mut Vec<String>, texts: &[&str]) {
            if texts.is_empty() {
                return own.clear();
            }
            own.resize_with(texts.len(), String::new);
            own.iter_mut().zip(texts).for_each(|(own, text)| keep_text(own, text));
        }
        keep_text(&mut self.expression, question.expression);
        keep_text(&mut self.macros, question.macros);
        keep_list(&mut self.variables, question.variables);
        keep_list(&mut self.definitions, question.definitions);
        keep_list(&mut self.assumptions, question.assumptions);
        (self.order, self.input, self.form) = (question.order, question.input, question.form);
        (self.expand, self.style) = (question.expand, question.style);
    }

    /// Puts the question again.
    pub fn put<R>(&self, ask: impl FnOnce(&Question<'_>) -> R) -> R {
        fn lent(texts: &[String]) -> Vec<&str> {
            texts.iter().map(String::as_str).collect()
        }
        ask(&Question {
            expression: &self.expression,
            variables: &lent(&self.variables),
            order: self.order,
            input: self.input,
            definitions: &lent(&self.definitions),
            macros: &self.macros,
            assumptions: &lent(&self.assumptions),
            form: self.form,
            expand: self.expand,
            style: self.style,
        })
    }
}
