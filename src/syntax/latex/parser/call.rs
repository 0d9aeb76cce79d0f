//! Names: what is called and what is multiplied.

use super::Parser;
use super::entry::{Applied, Callee, Entry};
use super::indexed::listed;
use crate::error::Error;
use crate::letters::is_function_letter;
use crate::syntax::latex::sentence::letters::CONSTANT;
use crate::syntax::latex::words::{Bracket, Kind as Word, MOST_ORDER, Name};
use crate::syntax::names::{Known, function, function_of_latex};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    pub fn info(&self, name: u32) -> Name {
        self.sentence.names[name as usize]
    }

    pub fn spelt(&self, span: Span) -> &str {
        self.sentence.spelling(span)
    }

    /// A name: a variable is an operand at once, a function opens its bracket.
    pub fn name(&mut self, name: u32) -> Result<Option<NodeId>, Error> {
        let (info, span) = (self.info(name), self.span());
        if info.dots > 0 {
            return self.dotted(name);
        }
        if self.spelt(info.base) == "D" && !info.subscript.range().is_empty() && self.differential_operator(name)? {
            return Ok(None);
        }
        self.reject_word(name)?;
        self.reject_conditional(name)?;
        self.reject_applied(name)?;
        let next = self.kind_at(self.at + 1);
        // \mathrm{Ei}[x] is a call too, but \mathbb{E}[X] none.
        let has_square = matches!(next, Word::Open(Bracket::Square));
        let square = has_square && info.is_word && self.begins_long_name(name);
        // L[\phi,\psi] is the value of a functional.
        let is_functional = has_square && self.bracket_has_comma(self.at + 1) && !self.reads_as_mean(name);
        if is_functional {
            let (spelt, span) = (self.spelt(info.spelt).to_string(), self.span());
            note::add(&mut self.sentence.notes, span, || format!("read `{spelt}[...]` as a function of what is in the bracket"));
        }
        // f'[g(x)] is a value of f', and f[g(x)] one of f.
        let is_value = has_square
            && !is_functional
            && (matches!(self.spelt(info.base), "f" | "g" | "h" | "F" | "G" | "H") || self.is_primed_place(name))
            && (info.primes > 0 || (self.is_call_of_call_at(self.at + 1) && !self.scan.alone.contains(self.spelt(info.spelt))));
        // f[x+1], x[n-1]
        let is_place = !is_value
            && !is_functional
            && crate::syntax::latex::sentence::scan::is_square_value(&self.sentence, self.at)
            && !self.scan.alone.contains(self.spelt(info.spelt))
            && !self.declared.contains(self.spelt(info.spelt))
            && info.primes == 0;
        if is_place && self.told.insert(format!("{}[", self.spelt(info.spelt))) {
            let spelt = self.spelt(info.spelt).to_string();
            note::add(&mut self.sentence.notes, span, || {
                format!("read `{spelt}[...]` as a function of what is in the bracket; for a product write {spelt}\\cdot")
            });
        }
        // f\{x+1\}
        let is_value = is_value
            || is_place
            || (matches!(next, Word::Open(Bracket::Curly))
                && (self.is_function_letter(name) || matches!(self.spelt(info.spelt), "sigma" | "Phi" | "Gamma")));
        let round = matches!(next, Word::Open(Bracket::Round)) || is_functional || is_value || (square && !self.is_expectation(name));
        self.reject_distribution(name, round)?;
        if info.primes > 0 {
            return self.primed(name, round);
        }
        if round && !info.is_applied && self.is_of_random(name) {
            self.reject_expectation(name)?;
        }
        if round && !self.is_expectation(name) {
            if !info.is_applied {
                self.reject_order(name)?;
            }
            if is_place || self.is_call(name, self.at + 1)? {
                self.reject_limit_beside(self.at + 1)?;
                self.note_delay(name);
                self.note_joined(name);
                self.note_called_product(name, self.at + 1);
                self.note_conjugate(name);
                self.note_known_letter(name, self.at + 1);
                self.call_name(name, self.at + 1, None)?;
                return Ok(None);
            }
            self.note_product(name);
        }
        if let Some(value) = self.primed_function(name).or_else(|| self.moving_name(name)).or_else(|| self.other_e(name)) {
            return Ok(Some(value));
        }
        if let Some(partial) = self.bare_subscripted(name) {
            return Ok(Some(partial));
        }
        if has_square || (round && (info.is_word || self.is_expectation(name))) {
            self.reject_expectation(name)?;
        }
        self.reject_order_alone(name)?;
        self.reject_differential(name)?;
        self.note_factor_d(name);
        self.reject_transform(name)?;
        self.reject_operator(name)?;
        if let Some(number) = self.combination(name) {
            return Ok(Some(number));
        }
        if self.is_inverse_call(name)? {
            self.inverse_call(name);
            return Ok(None);
        }
        if matches!(next, Word::Power) && self.is_raised_call(name)? {
            self.reject_numbered(name)?;
            self.open(Entry::NameExponent { name });
            self.at += 3;
            return Ok(None);
        }
        self.reject_raised(name)?;
        self.reject_summed(name)?;
        self.note_mark(name);
        self.note_lone_order(name);
        self.note_subscript(name);
        self.note_variation(name);
        self.note_imaginary(name);
        self.at += 1;
        Ok(Some(self.name_node(name, span)))
    }

    /// Whether a name before a square bracket is the sign of an expectation or a variance.
    fn reads_as_mean(&self, name: u32) -> bool {
        matches!(self.spelt(self.info(name).base), "E" | "P" | "V" | "D" | "Pr" | "p") || self.is_expectation(name)
    }

    /// Whether the letters of a name are a word, and no chemical or unit of one or two.
    fn begins_long_name(&self, name: u32) -> bool {
        self.spelt(self.info(name).base).chars().filter(char::is_ascii_lowercase).count() > 2
    }

    pub fn inverse_of_unknown(&self, name: u32) -> Error {
        let spelt = self.spelt(self.info(name).spelt);
        Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(self.at + 2))).range()),
            what: format!("whether this is the inverse function of {spelt} or its reciprocal is not said"),
            hint: Some(format!("write the reciprocal as a fraction, \\frac{{1}}{{{spelt}(x)}}, and give the inverse function a name")),
        }
    }

    /// Opens the bracket of a call at a word.
    fn call_name(&mut self, name: u32, open: usize, exponent: Option<NodeId>) -> Result<(), Error> {
        let (info, span) = (self.info(name), self.span());
        if exponent.is_none() && self.begin_ordered(name, open) {
            return Ok(());
        }
        if self.is_function_letter(name)
            && self
                .spelt(info.label)
                .split('_')
                .next()
                .is_some_and(|first| matches!(first, "i" | "j" | "k" | "m" | "n" | "p" | "r" | "s" | "N"))
            && !self.scan.functions.contains(self.spelt(info.spelt))
        {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: "whether this is a derivative whose order is a letter, or a function with a label, is not said".into(),
                hint: Some("write a number as the order, f^{(4)}(x), or define the function".into()),
            });
        }
        let callee = match self.polygamma(name).or_else(|| self.letter_function(name, open).map(|known| (known, None))) {
            Some((known, base)) => Callee::Known(Applied { known, name: span, base, exponent, primes: info.primes }),
            None => {
                let order = if info.primes > 0 { info.primes } else { self.order_of_label(name, open) };
                let spelt = if order > 0 { self.unlabelled(name) } else { info.spelt };
                let subscripted = order == 0 && exponent.is_none() && !info.subscript.range().is_empty();
                if subscripted && !self.scan.functions.contains(self.spelt(info.spelt)) && self.bracket_has_comma(open) {
                    Callee::Subscripted { base: info.base, subscript: info.subscript, whole: info.spelt }
                } else {
                    Callee::Unknown { name: spelt, order, exponent }
                }
            }
        };
        self.note_call(name, open);
        self.note_constant(name, open);
        self.at = open + 1;
        self.open(Entry::Call { callee, start: self.pending.len(), at: span, open });
        Ok(())
    }

    /// `\psi^{(n)}(x)` with a number: the derivative of that order of the digamma function.
    fn polygamma(&mut self, name: u32) -> Option<(Known, Option<NodeId>)> {
        let (info, span) = (self.info(name), self.span());
        if self.spelt(info.base) != "psi" || !info.subscript.range().is_empty() || self.scan.functions.contains(self.spelt(info.spelt)) {
            return None;
        }
        match self.spelt(info.label).parse::<u32>().ok()? {
            0 => Some((function("digamma")?, None)),
            _ => Some((function("polygamma")?, Some(self.tree.push(Kind::Number(info.label), span)))),
        }
    }

    /// `f^{(4)}(x)`: a whole number as a label of a function is the order of a derivative.
    fn order_of_label(&self, name: u32, open: usize) -> u32 {
        let info = self.info(name);
        let is_function = is_function_letter(self.spelt(info.base)) || info.is_word || !self.is_sum(open);
        let label = self.spelt(info.label);
        if is_function && !info.in_square { label.parse().ok().filter(|order| (1..=MOST_ORDER).contains(order)).unwrap_or(0) } else { 0 }
    }

    /// The name without its label.
    fn unlabelled(&mut self, name: u32) -> Span {
        let info = self.info(name);
        let (base, subscript) = (self.spelt(info.base).to_string(), self.spelt(info.subscript).to_string());
        self.sentence.name(&base, &subscript, "", 0, 0, info.is_word).spelt
    }

    /// The function of the table that a letter before a bracket is: `\sigma(z)`, `\Gamma(x)`. With another number of arguments,
    /// `\sigma(x, t)`, it is the author's.
    pub fn letter_function(&self, name: u32, open: usize) -> Option<Known> {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt);
        let is_own = self.scan.functions.contains(spelt) || self.scan.defined.contains(spelt) || self.declared.contains(spelt);
        if is_own || !info.label.range().is_empty() || !info.subscript.range().is_empty() {
            return None;
        }
        match spelt {
            "sigma" | "Phi" | "Gamma" => {
                function_of_latex(&format!("\\{spelt}")).filter(|known| known.with_arguments(self.count_arguments(open)).is_some())
            }
            _ => None,
        }
    }

    /// Whether a name before a bracket is a call rather than a factor.
    pub fn is_call(&self, name: u32, open: usize) -> Result<bool, Error> {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt);
        let is_sum = self.is_sum(open);
        if self.scan.functions.contains(spelt) || (self.spelt(info.base) == "psi" && self.spelt(info.label).parse::<u32>().is_ok()) {
            return Ok(true);
        }
        self.reject_called_constant(name, open)?;
        // d(p, q) is a distance, and d(1)-d(0) a difference of values.
        if spelt == "d" && !self.declared.contains("d") && (self.bracket_has_comma(open) || self.scan.applied.contains("d")) {
            return Ok(true);
        }
        if matches!(spelt, "e" | "pi" | "d") || self.declared.contains(spelt) {
            return Ok(false);
        }
        if info.is_applied {
            return Ok(true);
        }
        if self.scan.variables.contains(spelt) {
            // \frac{dg}{dh}(h(x)), \frac{dF}{du}(u(x)): what is differentiated by may be a function itself.
            let is_dependent = crate::syntax::latex::sentence::letters::DEPENDENT.contains(&self.spelt(info.base));
            let at_time = |names: &[u32]| matches!(names, [only] if self.spelt(self.info(*only).spelt) == "t") && spelt != "t";
            return Ok(crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open)
                .is_some_and(|names| is_dependent || at_time(&names)));
        }
        if self.scan.defined.contains(spelt) {
            return Ok(crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some());
        }
        // x\,(\ldots) is a product, unless it is the bracket of f\,(x).
        let plain = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some();
        // p_X is the density of a random variable.
        let is_density =
            self.spelt(info.base) == "p" && matches!(self.spelt(info.subscript).as_bytes(), [capital] if capital.is_ascii_uppercase());
        if info.is_apart && !plain && !self.bracket_has_comma(open) && !is_density {
            return Ok(false);
        }
        let is_alone = self.scan.alone.contains(spelt) && !self.bracket_has_comma(open) && !self.is_beside_derivative(name, open);
        if is_alone || self.is_coefficient(name, open) {
            return Ok(false);
        }
        // k(\frac{\partial\ln\Omega}{\partial V})_U: a factor before a derivative below whose bracket stands what is held constant.
        let is_held = crate::syntax::latex::sentence::leibniz::quotient(&self.sentence, open + 1)
            .is_some_and(|found| found.is_partial && found.behind == self.mate(open) && self.kind_at(found.behind + 1) == Word::Subscript);
        if is_held && !self.is_function_letter(name) {
            return Ok(false);
        }
        // \sigma(T^4-T_0^4): the constant of radiation before a difference of fourth powers.
        if spelt == "sigma" && self.is_difference_of_powers(open) {
            return Ok(false);
        }
        if self.letter_function(name, open).is_some() || info.is_word || self.bracket_has_comma(open) {
            return Ok(true);
        }
        if !is_sum && !self.scan.called.contains_key(spelt) && self.is_factor_of_product(name, open) {
            return Ok(false);
        }
        // mg(1-\cos\theta): a weight times a height.
        let is_weight = spelt == "g"
            && is_sum
            && !self.scan.called.contains_key(spelt)
            && matches!(self.at.checked_sub(1).map(|before| self.kind_at(before)), Some(Word::Name(mass)) if matches!(self.spelt(self.info(mass).base), "m" | "M" | "rho"));
        if is_weight && open == self.at + 1 {
            return Ok(false);
        }
        // i(-v), a(-b): a constant before what begins with a sign.
        let is_parameter =
            matches!(spelt, "alpha" | "beta" | "gamma" | "eta" | "kappa" | "lambda" | "mu" | "nu") && !self.scan.called.contains_key(spelt);
        if matches!(self.kind_at(open + 1), Word::Minus) && (CONSTANT.contains(&spelt) || matches!(spelt, "i" | "j") || is_parameter) {
            return Ok(false);
        }
        // h_{ij}(y_i - t_i): a quantity with an index, times a difference.
        // h(T_s - T_\infty): so is one without, where the difference is of two values of one quantity.
        let has_index = !info.subscript.range().is_empty();
        let is_coefficient = (has_index && is_sum) || (self.is_difference_of_values(open) && !self.scan.called.contains_key(spelt));
        let is_indexed = matches!(self.spelt(info.base), "h" | "H") && is_coefficient;
        let is_letter = is_function_letter(self.spelt(info.base)) && !is_indexed;
        let is_called = self.scan.called.contains_key(spelt);
        // k(\Delta x)^2: a constant times a difference.
        let is_difference = |at: usize| match self.kind_at(at) {
            Word::Name(argument) => self.spelt(self.info(argument).base).starts_with("Delta_"),
            _ => false,
        };
        // 2n(\frac{a}{2})^2: a number times the power of a fraction.
        let is_power = self.kind_at(open + 1) == Word::Fraction && self.kind_at(self.mate(open) + 1) == Word::Power;
        let is_number = self.spelt(info.base).starts_with(|letter: char| letter.is_ascii_lowercase()) && is_power;
        if ((plain && is_difference(open + 1)) || is_number) && CONSTANT.contains(&self.spelt(info.base)) {
            return Ok(false);
        }
        // The plain text of these names before a bracket is another function.
        let is_taken = function(spelt).is_some_and(|known| known.with_arguments(self.count_arguments(open)).is_some()) && !is_letter;
        let is_value = matches!(self.kind_at(open + 1), Word::Number(digits) if self.spelt(digits) == "0") && self.mate(open) == open + 2;
        if is_taken && ((!is_sum && plain) || is_value || self.scan.applied.contains(spelt)) {
            return Err(Error::Unsupported {
                span: Some(self.span().to(self.span_at(self.mate(open))).range()),
                what: format!("whether this is a factor, a function of the author's, or the known function {spelt} is not said"),
                hint: Some(format!(
                    "write {spelt}\\cdot for a factor, \\operatorname{{{spelt}}} for the known function, or define {spelt}(x)"
                )),
            });
        }
        // \delta(x-a) is Dirac's.
        // \Omega(E-\varepsilon) is a number of states.
        let is_letter = is_letter || is_density || matches!(spelt, "delta" | "Theta") || self.is_count_of_states(name, open);
        Ok((is_letter || is_called || !is_sum || self.is_delayed(name, open) || self.scan.applied.contains(spelt)) && !is_taken)
    }

    /// Whether a name is one that functions usually have.
    pub fn is_function_letter(&self, name: u32) -> bool {
        is_function_letter(self.spelt(self.info(name).base))
    }

    /// Whether what a bracket holds is a sum.
    pub fn is_sum(&self, open: usize) -> bool {
        let mate = self.mate(open);
        let mut at = open + 1;
        while at < mate {
            match self.sentence.words[at].kind {
                Word::Plus | Word::Minus if at > open + 1 => return true,
                Word::Open(_) | Word::BraceOpen | Word::Cases => at = self.mate(at),
                _ => {}
            }
            at += 1;
        }
        false
    }

    pub fn bracket_has_comma(&self, open: usize) -> bool {
        self.count_arguments(open) > 1
    }

    /// How many arguments stand in a bracket.
    pub fn count_arguments(&self, open: usize) -> usize {
        let mate = self.mate(open);
        let (mut at, mut count) = (open + 1, 1);
        while at < mate {
            match self.sentence.words[at].kind {
                Word::Comma => count += 1,
                Word::Open(_) | Word::BraceOpen | Word::Cases => at = self.mate(at),
                _ => {}
            }
            at += 1;
        }
        count
    }

    /// `f^2(x)` is the square of f(x) where f is a function.
    pub fn is_raised_call(&self, name: u32) -> Result<bool, Error> {
        let open = self.mate(self.at + 2) + 1;
        if self.kind_at(open) != Word::Open(Bracket::Round) {
            return Ok(false);
        }
        let info = self.info(name);
        let spelt = self.spelt(info.spelt);
        let certain = self.scan.functions.contains(spelt)
            || self.scan.called.contains_key(spelt)
            || is_function_letter(spelt)
            || info.is_word
            || (self.letter_function(name, open).is_some() && !self.is_sum(open))
            // \gamma_i^2(t)
            || (matches!(self.kind_at(self.at + 3), Word::Number(_))
                && self.mate(self.at + 2) == self.at + 4
                && crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some_and(|names| names.len() == 1));
        Ok(certain && self.is_call(name, open)?)
    }

    /// The exponent between a name and its bracket has been read.
    pub fn raised_call(&mut self, name: u32, exponent: NodeId) -> Result<NodeId, Error> {
        let span = self.tree.node(exponent).span;
        let spelt = self.spelt(self.info(name).spelt).to_string();
        note::add(&mut self.sentence.notes, span, || format!("read the exponent of {spelt} as a power of its value"));
        let info = self.info(name);
        if info.dots + info.primes > 0 {
            let callee = Callee::Unknown { name: info.spelt, order: info.dots + info.primes, exponent: Some(exponent) };
            self.open(Entry::Call { callee, start: self.pending.len(), at: span, open: self.at });
            self.at += 1;
        } else {
            self.call_name(name, self.at, Some(exponent))?;
        }
        self.operand()
    }

    /// The bracket of a call has closed.
    pub fn call(&mut self, callee: Callee, start: usize, span: Span, open: usize) -> Result<NodeId, Error> {
        let arguments: Vec<(NodeId, bool)> = self.pending[start..].to_vec();
        match callee {
            Callee::Known(applied) => self.apply(applied, &arguments, span),
            Callee::Unknown { name, order, exponent } => {
                if order > 0 && arguments.len() > 1 && self.is_parted(open) {
                    let mut orders = vec![0u32; arguments.len()];
                    orders[0] = order;
                    note::add(&mut self.sentence.notes, span, || {
                        "read the prime as the derivative by what stands before the semicolon".into()
                    });
                    return Ok(self.partial(name, &orders, &arguments, span));
                }
                if order > 0 && arguments.len() > 1 {
                    let expected = "one argument after a prime".into();
                    let found = format!("{} arguments", arguments.len());
                    let hint = Some("a partial derivative is written \\frac{\\partial F}{\\partial x}(x, y)".into());
                    return Err(Error::Syntax { span: span.range(), found, expected, hint });
                }
                let children = self.tree.push_children(&arguments);
                let call = self.tree.push(Kind::Apply(name, order, children), span);
                Ok(match exponent {
                    Some(exponent) => self.tree.push(Kind::Power(call, exponent), span),
                    None => call,
                })
            }
            Callee::Subscripted { base, subscript, whole } => {
                let plain: Vec<String> = arguments.iter().map(|(node, _)| self.plain_name(*node)).collect();
                let signature = self.scan.called.get(self.spelt(base)).cloned();
                let known = listed(self.spelt(subscript), &plain).or_else(|| listed(self.spelt(subscript), &signature?));
                let orders = known.or_else(|| self.usual_orders(base, subscript, &plain, span));
                match orders.filter(|orders| orders.len() == arguments.len()) {
                    Some(orders) => Ok(self.partial(base, &orders, &arguments, span)),
                    None => {
                        let children = self.tree.push_children(&arguments);
                        Ok(self.tree.push(Kind::Apply(whole, 0, children), span))
                    }
                }
            }
            Callee::Numbered { name, operator } => {
                let places = std::mem::take(&mut self.operators[operator].variables);
                let mut orders = vec![0u32; arguments.len()];
                for (_, place) in places {
                    match orders.get_mut((place as usize).wrapping_sub(1)) {
                        Some(order) => *order += 1,
                        None => {
                            let found = format!("{} arguments", arguments.len());
                            let expected = format!("an argument number {place}");
                            return Err(Error::Syntax { span: span.range(), found, expected, hint: None });
                        }
                    }
                }
                Ok(self.partial(name, &orders, &arguments, span))
            }
            Callee::Leibniz { name, operator } => self.partial_at(name, operator, &arguments, span, open),
            Callee::Ordered { name, order } => Ok(self.ordered(name, order, arguments[0].0, span)),
            Callee::Composed { open, primes } => Ok(self.composed(open, primes, arguments[0].0, span)),
        }
    }

    /// `f'(x; \theta)`: whether the first comma of a bracket is drawn as what sets parameters apart.
    fn is_parted(&self, open: usize) -> bool {
        let mut at = open + 1;
        while at < self.mate(open) {
            match self.sentence.words[at].kind {
                Word::Comma => return matches!(self.text.get(self.span_at(at).range()), Some(";")),
                Word::Open(_) | Word::BraceOpen | Word::Cases => at = self.mate(at),
                _ => {}
            }
            at += 1;
        }
        false
    }

    pub fn partial(&mut self, name: Span, orders: &[u32], arguments: &[(NodeId, bool)], span: Span) -> NodeId {
        let at = self.tree.push_orders(orders);
        let children = self.tree.push_children(arguments);
        self.tree.push(Kind::Partial(name, at, children), span)
    }

    /// The name that a node is, or nothing.
    pub fn plain_name(&self, node: NodeId) -> String {
        match self.tree.node(node).kind {
            Kind::Name(name) => self.spelt(name).to_string(),
            _ => String::new(),
        }
    }

    /// A node for a name that does not stand in the text itself.
    pub fn spell_node(&mut self, name: &str, span: Span) -> NodeId {
        let spelt = self.sentence.spell(name);
        self.tree.push(Kind::Name(spelt), span)
    }
}
