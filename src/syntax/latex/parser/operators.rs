//! Operators with an index before what they differentiate: `\partial_x`, `\partial_{xy}`, `D_x`.

use super::{Operator, Parser};
use crate::error::Error;
use crate::syntax::latex::sentence::leibniz::quotient;
use crate::syntax::latex::sentence::letters::DEPENDENT;
use crate::syntax::latex::words::{Differ, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::NodeId;
use rustc_hash::FxHashSet;

impl Parser<'_> {
    /// `\partial_x`, `\partial_{xy}`, `\partial_x^2`, `\partial_x\partial_y` before what they differentiate.
    pub fn subscripted_operator(&mut self) -> Result<Option<NodeId>, Error> {
        let (at, first) = (self.span(), self.at);
        if self.numbered_operator() {
            return Ok(None);
        }
        let mut variables = Vec::new();
        while matches!(self.kind(), Word::Differential(_)) {
            let listed = self.subscript_of_operator()?;
            let (order, behind) = crate::syntax::latex::sentence::leibniz::order(&self.sentence, self.at);
            self.at = behind;
            let order = order.unwrap_or(1);
            variables.extend(listed.into_iter().map(|name| crate::syntax::latex::sentence::leibniz::Variable { name, order }));
        }
        self.reject_summed_operator(&variables, first)?;
        if variables.iter().any(|variable| !(1..=1000).contains(&variable.order)) {
            let what = "a derivative whose order is a letter is not read".into();
            return Err(Error::Unsupported { span: Some(at.range()), what, hint: None });
        }
        let operator = self.operator_of(&variables, at, true);
        // Of a single name that has no value it is the derivative of an unknown function.
        if let Word::Name(name) = self.kind()
            && (self.is_single_factor(name) || self.is_set_apart(name))
        {
            self.at += 1;
            let whole = at.to(self.span_at(self.at - 1));
            let info = self.info(name);
            let mut names: Vec<String> =
                self.operators[operator].variables.clone().iter().map(|(node, _)| self.plain_name(*node)).collect();
            let mut seen = FxHashSet::default();
            names.retain(|name| seen.insert(name.clone()));
            let spelt = self.spelt(info.spelt);
            if let Some(signature) = self.scan.called.get(spelt).filter(|signature| names.iter().all(|name| signature.contains(name))) {
                let names = signature.clone();
                return Ok(Some(self.unknown_derivative(info.spelt, operator, &names, whole)));
            }
            let names = self.scan.partial_variables(spelt, self.at - 1).map_or(names, <[String]>::to_vec);
            let node = self.unknown_derivative(info.spelt, operator, &names, whole);
            self.guessed.insert(node);
            return Ok(Some(node));
        }
        self.begin_operator(operator, at).map(|()| None)
    }

    /// The variables in the subscript of a `\partial`; reading goes on behind it.
    fn subscript_of_operator(&mut self) -> Result<Vec<u32>, Error> {
        let open = self.at + 2;
        if let (Word::Name(_), Word::Differential(Differ::Total)) = (self.kind_at(self.at + 1), self.kind()) {
            return Err(self.lone_differential());
        }
        let malformed = || "write \\frac{\\partial f}{\\partial x} or \\frac{d}{dx}(x^2)".to_string();
        if (self.kind_at(self.at + 1), self.kind_at(open)) != (Word::Subscript, Word::BraceOpen) {
            // \frac{\partial}{\partial_{x}}
            let is_top = self.kind_at(self.at + 1) == Word::BraceClose && self.at > 1 && self.kind_at(self.at - 2) == Word::Fraction;
            let is_below = [3, 4].map(|offset| self.kind_at(self.at + offset));
            if is_top && matches!(is_below, [Word::Differential(_), Word::Subscript]) {
                self.at += 4;
                let hint = "the variable stands beside the sign: \\frac{\\partial}{\\partial x_i}".to_string();
                return Err(self.expected("the variable of the derivative", Some(hint)));
            }
            return Err(self.expected("a derivative", Some(malformed())));
        }
        let mut variables = Vec::new();
        for at in open + 1..self.mate(open) {
            match self.kind_at(at) {
                Word::Name(name) => variables.push(name),
                Word::Comma => {}
                _ => return Err(self.expected("a derivative", Some(malformed()))),
            }
        }
        // Of a single letter i to n it is not known whether it is a variable or counts the variables.
        if let [only] = variables[..]
            && matches!(self.spelt(self.info(only).spelt), "i" | "j" | "k" | "l" | "m" | "n")
        {
            let what = "whether this index is a variable or the number of one is not said".into();
            let hint = Some("write \\frac{\\partial f}{\\partial x_i}".into());
            return Err(Error::Unsupported { span: Some(self.span_at(open + 1).range()), what, hint });
        }
        if variables.is_empty() {
            return Err(self.expected("a derivative", Some(malformed())));
        }
        self.at = self.mate(open) + 1;
        Ok(variables)
    }

    /// `\partial_t e\,h`: whether a thin space behind a name ends what is differentiated before the next factor.
    fn is_set_apart(&mut self, name: u32) -> bool {
        let info = self.info(name);
        let Word::Name(next) = self.kind_at(self.at + 1) else { return false };
        let spelt = self.spelt(info.spelt).to_string();
        if !info.is_apart || self.info(next).is_d || info.primes + info.dots > 0 || self.scan.defined.contains(&spelt) {
            return false;
        }
        let span = self.span();
        note::add(&mut self.sentence.notes, span, || {
            format!("ended what is differentiated behind {spelt}, where a space stands: for the product write brackets")
        });
        true
    }

    fn is_single_factor(&self, name: u32) -> bool {
        let spelt = self.spelt(self.info(name).spelt);
        let ends = matches!(
            self.kind_at(self.at + 1),
            Word::End
                | Word::Plus
                | Word::Minus
                | Word::Times
                | Word::Relation(_)
                | Word::Close(_)
                | Word::BraceClose
                | Word::Comma
                | Word::Slash
        );
        ends && !self.scan.defined.contains(spelt) && self.info(name).primes == 0
    }

    /// `D_x` before what it differentiates, and `D_{1,2}F(...)`.
    pub fn differential_operator(&mut self, name: u32) -> Result<bool, Error> {
        let info = self.info(name);
        let (at, next) = (self.span(), self.at + 1);
        let subscript = self.spelt(info.subscript).to_string();
        let numbers: Option<Vec<u32>> = subscript.split('_').map(|number| number.parse().ok()).collect();
        if numbers.is_some_and(|numbers| self.begin_numbered(numbers, next, at)) {
            return Ok(true);
        }
        // D_n and D_p may be coefficients, of diffusion for instance.
        let is_usual = subscript.starts_with(|c| matches!(c, 'r'..='z')) || matches!(&*subscript, "theta" | "phi" | "varphi");
        let is_argument = || {
            let arguments = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, next + 1).unwrap_or_default();
            arguments.iter().any(|name| self.spelt(self.info(*name).spelt) == subscript)
        };
        let is_known = self.declared.contains(&subscript) || self.scan.variables.contains(&subscript);
        let is_variable =
            is_usual || ((is_known || self.sentence.names.iter().any(|other| self.spelt(other.spelt) == subscript)) && is_argument());
        let before_function = match self.kind_at(next) {
            Word::Name(function) => {
                let info = self.info(function);
                // D_x x^2
                let is_power = self.spelt(info.spelt) == subscript && self.kind_at(next + 1) == Word::Power;
                is_power
                    || self.is_function_letter(function)
                    || DEPENDENT.contains(&self.spelt(info.base))
                    || !self.scan.alone.contains(self.spelt(info.spelt))
            }
            _ => false,
        };
        // D_u(s) is a value of D_u.
        let is_value = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, next).is_some_and(|names| match names[..] {
            [only] => {
                let only = self.info(only);
                self.spelt(only.spelt) != subscript && !DEPENDENT.contains(&self.spelt(only.base))
            }
            _ => true,
        });
        if is_value {
            return Ok(false);
        }
        let stands_before = before_function
            || (matches!(self.kind_at(next), Word::Open(_) | Word::Function(_) | Word::Fraction | Word::Root)
                && quotient(&self.sentence, next).is_none());
        // D_uf is the derivative along a vector u, where f does not show it.
        let is_direction = matches!(&*subscript, "u" | "v" | "w") && matches!(self.kind_at(next), Word::Name(_)) && !is_argument();
        if subscript.ends_with("_bold") || subscript.ends_with("_vec") || is_direction {
            let what = "the derivative along a vector is not read".into();
            return Err(Error::Unsupported { span: Some(at.range()), what, hint: None });
        }
        if !is_variable
            || !stands_before
            || self.scan.defined.contains(self.spelt(info.spelt))
            || self.declared.contains(self.spelt(info.spelt))
        {
            return Ok(false);
        }
        note::add(&mut self.sentence.notes, at, || format!("read D_{subscript} as the derivative by {subscript}"));
        let variable = self.spell_node(&subscript, at);
        self.operators.push(Operator { variables: vec![(variable, 1)], is_partial: false, companions: Vec::new(), by_square: false });
        self.at = next;
        self.begin_operator(self.operators.len() - 1, at)?;
        Ok(true)
    }
}
