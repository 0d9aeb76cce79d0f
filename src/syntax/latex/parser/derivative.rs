//! Derivatives as they are written: quotients of differentials, dots, primes, operators with an index.

use super::Parser;
use super::entry::{Callee, Entry};
use super::slots::stands_for;
use crate::error::Error;
use crate::letters::have_same_letter;
use crate::syntax::latex::sentence::leibniz::{Quotient, quotient};
use crate::syntax::latex::sentence::letters::DEPENDENT;
use crate::syntax::latex::words::{Bracket, Kind as Word, Sign};
use crate::syntax::note;
use crate::syntax::tree::{Children, Kind, NodeId, Span};

impl Parser<'_> {
    /// The quotient of differentials that stands here.
    pub fn derivative(&mut self) -> Result<Option<NodeId>, Error> {
        let Some(mut found) = quotient(&self.sentence, self.at) else { return Ok(None) };
        let by_square = self.take_square(&mut found);
        let whole = self.span().to(self.span_at(found.behind - 1));
        if found.order == Some(0)
            && let Some(done) = self.symbolic_quotient(&found, whole)
        {
            return Ok(Some(done));
        }
        self.check_orders(&found, whole)?;
        let name = found.name(&self.sentence);
        let operator = self.operator_of(&found.variables, whole, found.is_partial);
        self.operators[operator].by_square = by_square;
        if found.top.is_empty() {
            self.at = found.behind;
            self.begin_operator(operator, whole)?;
            return Ok(None);
        }
        if let Some(name) = name.filter(|name| self.info(*name).primes == 0) {
            let at = std::mem::replace(&mut self.at, found.behind);
            return self.named_derivative(name, operator, whole, at);
        }
        // \frac{\partial z'}{\partial a}, \frac{dQ'}{dV}: a letter with a prime is another letter, which depends on what it is
        // differentiated by, unless functions have such letters.
        if let Some(name) = name.filter(|name| found.is_partial || !DEPENDENT.contains(&self.spelt(self.info(*name).base))) {
            self.at = found.behind;
            return Ok(Some(self.primed_derivative(name, operator, whole)));
        }
        // \frac{\partial\dot x_i}{\partial\dot q_j}: so is one with a dot, by another.
        if let (Word::Name(name), true, 1) = (self.kind_at(found.top.start), found.is_partial, found.top.len())
            && self.info(name).dots > 0
            && (found.variables.iter().all(|variable| self.info(variable.name).dots > 0)
                || !found.variables.iter().any(|variable| self.spelt(self.info(variable.name).spelt) == "t"))
        {
            self.at = found.behind;
            return Ok(Some(self.primed_derivative(name, operator, whole)));
        }
        self.reject_marked_top(&found)?;
        self.at = found.top.start;
        self.open(Entry::DerivativeTop { operator, at: whole, behind: found.behind });
        self.operand().map(Some)
    }

    /// `\frac{dE^t}{dt}`: of a quantity whose exponent is the variable itself the letter is more likely a mark.
    fn reject_marked_top(&mut self, found: &Quotient) -> Result<(), Error> {
        let kinds: Vec<Word> = found.top.clone().take(6).map(|at| self.kind_at(at)).collect();
        if let [Word::Name(name), Word::Power, ..] = kinds[..]
            && self.is_function_letter(name)
            && self.is_minus_one(found.top.start + 2)
            && self.kind_at(self.mate(found.top.start + 2) + 1) != Word::Open(Bracket::Round)
        {
            self.at = found.top.start;
            return Err(self.inverse_of_unknown(name));
        }
        let [Word::Name(base), Word::Power, Word::BraceOpen, Word::Name(mark), Word::BraceClose] = kinds[..] else { return Ok(()) };
        let spelt = |name: u32| self.spelt(self.info(name).spelt);
        let is_quantity = spelt(base).starts_with(|first: char| first.is_ascii_uppercase());
        let is_variable = found.variables.iter().any(|variable| spelt(variable.name) == spelt(mark));
        if !is_quantity || !is_variable || self.scan.defined.contains(spelt(base)) || self.declared.contains(spelt(base)) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span_at(found.top.start).to(self.span_at(found.top.end - 1)).range()),
            what: format!("whether this is a power, or {} with a mark above it, is not said", spelt(base)),
            hint: Some("write a power as \\frac{d}{dx}(a^x), and a mark as an index".into()),
        })
    }

    fn primed_derivative(&mut self, name: u32, operator: usize, whole: Span) -> NodeId {
        let spelt = if self.info(name).dots > 0 {
            let dotted = self.sentence.dotted_spelling(name);
            self.sentence.spell(&dotted)
        } else {
            self.primed_name(name)
        };
        let names: Vec<String> = self.operators[operator].variables.clone().iter().map(|(node, _)| self.plain_name(*node)).collect();
        let (letter, written) = (self.spelt(spelt).to_string(), names.join(", "));
        note::add(&mut self.sentence.notes, whole, || {
            format!("read the letter with its mark as a name, {letter}, and as a function of {written}")
        });
        let node = self.unknown_derivative(spelt, operator, &names, whole);
        self.guessed.insert(node);
        node
    }

    fn check_orders(&self, found: &Quotient, whole: Span) -> Result<(), Error> {
        let is_symbolic = found.order == Some(0) || found.variables.iter().any(|variable| variable.order == 0);
        if is_symbolic {
            return Err(Error::Unsupported {
                span: Some(whole.range()),
                what: "a derivative whose order is a letter is not read".into(),
                hint: Some("write a number as the order: \\frac{d^2}{dx^2}".into()),
            });
        }
        let below: u32 = found.variables.iter().map(|variable| variable.order).fold(0, u32::saturating_add);
        let above = found.order.unwrap_or(1);
        if above == below && (1..=1000).contains(&above) {
            return Ok(());
        }
        Err(Error::Syntax {
            span: whole.range(),
            found: format!("the order {above} above and {below} below"),
            expected: "the same order above and below".into(),
            hint: Some("write \\frac{d^2}{dx^2}, with a number as the order".into()),
        })
    }

    /// What a differential operator stands before: a bracket, or the product that follows. The operator itself may stand in a
    /// bracket, and behind it the place where the derivative is taken.
    pub fn begin_operator(&mut self, operator: usize, at: Span) -> Result<(), Error> {
        if self.leave_bracket() {
            self.repeat_operator(operator, at)?;
        }
        if self.kind() == Word::Evaluate || (self.kind() == Word::Subscript && self.kind_at(self.at - 1) == Word::Close(Bracket::Evaluated))
        {
            return self.place_of_operator(operator, at);
        }
        self.operator_before(operator, at, None)
    }

    /// `\left(\frac{d}{dx}\right)`: whether the operator is all that its bracket holds, which is then left.
    fn leave_bracket(&mut self) -> bool {
        let Some(&Entry::Group { open }) = self.stack.last() else { return false };
        let closes =
            matches!(self.kind(), Word::Close(Bracket::Round | Bracket::Evaluated) | Word::BraceClose) && self.mate(self.at) == open;
        if closes {
            self.shut();
            self.at += 1;
        }
        closes
    }

    /// `\left(\frac{d}{dx}\right)^2`: as often as the exponent says, which is one digit.
    fn repeat_operator(&mut self, operator: usize, at: Span) -> Result<(), Error> {
        if self.kind() != Word::Power {
            return Ok(());
        }
        let (times, behind) = crate::syntax::latex::sentence::leibniz::order(&self.sentence, self.at);
        let Some(times) = times.filter(|times| (2..=9).contains(times)) else {
            let what = "an operator to a power other than 2 to 9 is not read".into();
            let hint = Some("write the order above and below: \\frac{d^2}{dx^2}".into());
            return Err(Error::Unsupported { span: Some(at.range()), what, hint });
        };
        self.at = behind;
        for (_, order) in &mut self.operators[operator].variables {
            *order = order.saturating_mul(times);
            if *order > 1000 {
                let what = "a derivative of an order above 1000 is not read".into();
                return Err(Error::Unsupported { span: Some(at.range()), what, hint: None });
            }
        }
        Ok(())
    }

    /// `\frac{d}{dx}\Big|_{x=a}` before what is differentiated and evaluated.
    fn place_of_operator(&mut self, operator: usize, at: Span) -> Result<(), Error> {
        self.at += usize::from(self.kind() == Word::Evaluate);
        let told = (self.kind(), self.kind_at(self.at + 1), self.kind_at(self.at + 3));
        let variable = match (told, self.kind_at(self.at + 2)) {
            ((Word::Subscript, Word::BraceOpen, Word::Relation(Sign::Equal)), Word::Name(name)) => {
                let variable = self.name_node(name, self.span_at(self.at + 2));
                self.at += 4;
                variable
            }
            _ => return Err(self.expected("where it is evaluated: |_{x=a}", None)),
        };
        self.open(Entry::OperatorPlace { operator, at, variable });
        Ok(())
    }

    /// The operator, and where its derivative is evaluated, before what is differentiated.
    pub fn operator_before(&mut self, operator: usize, at: Span, place: Option<(NodeId, NodeId)>) -> Result<(), Error> {
        let bracket = match self.kind() {
            Word::Open(Bracket::Round | Bracket::Square | Bracket::Curly) | Word::BraceOpen => {
                let mate = self.mate(self.at);
                let goes_on =
                    matches!(self.kind_at(mate + 1), Word::Power | Word::Factorial | Word::Degrees | Word::Primes(_) | Word::Evaluate);
                (!goes_on).then_some(mate)
            }
            Word::Number(_)
            | Word::Name(_)
            | Word::Function(_)
            | Word::Differential(_)
            | Word::Open(_)
            | Word::Indicator
            | Word::Fraction
            | Word::Binomial
            | Word::Root
            | Word::IndexedRoot
            | Word::Bound(_)
            | Word::Cases => None,
            // \frac{d}{dx}-1 is an operator.
            Word::Minus if self.is_signed_number() => {
                let hint = Some("an operator stands before what it differentiates: \\frac{d}{dx}(x^2)".into());
                return Err(Error::Unsupported {
                    span: Some(at.range()),
                    what: crate::syntax::latex::sentence::bracketed::UNAPPLIED.into(),
                    hint,
                });
            }
            Word::Minus => None,
            _ => {
                let hint = "an operator stands before what it differentiates: \\frac{d}{dx}(x^2)".to_string();
                return Err(self.expected("what is to be differentiated", Some(hint)));
            }
        };
        self.stack.push(Entry::DerivativeOf { operator, at, bracket, place });
        Ok(())
    }

    /// Whether a number with its sign is all that stands here.
    fn is_signed_number(&self) -> bool {
        matches!(self.kind_at(self.at + 1), Word::Number(_))
            && matches!(self.kind_at(self.at + 2), Word::End | Word::Close(_) | Word::Plus | Word::Minus | Word::Relation(_))
    }

    /// `\frac{dy}{dx}`: of a name with a value that value is differentiated, another name is an unknown function.
    fn named_derivative(&mut self, name: u32, operator: usize, whole: Span, at: usize) -> Result<Option<NodeId>, Error> {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt).to_string();
        let variables: Vec<String> = self.operators[operator].variables.clone().iter().map(|(node, _)| self.plain_name(*node)).collect();
        let own_variable = variables == [spelt.clone()];
        let is_value = self.kind() == Word::Open(Bracket::Round) && (self.holds_point() || self.holds_shift(&variables));
        if is_value && !own_variable && !self.scan.defined.contains(&spelt) {
            let callee = Callee::Leibniz { name: info.spelt, operator };
            self.open(Entry::Call { callee, start: self.pending.len(), at: whole, open: self.at });
            self.at += 1;
            return Ok(None);
        }
        let node = if self.scan.defined.contains(&spelt) || own_variable {
            let body = self.tree.push(Kind::Name(info.spelt), whole);
            self.differentiated(operator, body, whole)?
        } else {
            let signature = self.scan.called.get(&spelt).cloned();
            let covers = |names: &Vec<String>| variables.iter().all(|variable| names.contains(variable));
            let is_partial = self.operators[operator].is_partial;
            match signature.filter(covers) {
                Some(names) => self.unknown_derivative(info.spelt, operator, &names, whole),
                None => {
                    let several = if is_partial { self.scan.partial_variables(&spelt, at) } else { self.scan.total_variables(&spelt, at) };
                    let shared = several.filter(|several| covers(&several.to_vec())).map(<[String]>::to_vec);
                    let mut names = shared.unwrap_or(variables);
                    names.dedup();
                    if is_partial {
                        add_undotted(&mut names);
                    }
                    let message = {
                        let written = note::shortened(&self.text[whole.range()]);
                        format!("read `{written}` as the derivative of an unknown function {spelt}({})", names.join(", "))
                    };
                    note::add(&mut self.sentence.notes, whole, || message);
                    let node = self.unknown_derivative(info.spelt, operator, &names, whole);
                    if is_partial {
                        self.guessed.insert(node);
                    }
                    if self.operators[operator].by_square { self.over_inner(operator, node, whole) } else { node }
                }
            }
        };
        if let Word::Open(Bracket::Round | Bracket::Square) = self.kind() {
            self.note_factor();
        }
        Ok(Some(node))
    }

    fn note_factor(&mut self) {
        let span = self.span();
        note::add(&mut self.sentence.notes, span, || {
            "read a derivative before a bracket as a factor; what is differentiated stands above the bar, or behind \\frac{d}{dx}".into()
        });
    }

    /// The end of what stands above the bar. `\frac{\partial f(x,y)}{\partial x}(P)`: a bracket behind may be a place.
    pub fn close_top(&mut self, operator: usize, top: NodeId, at: Span, behind: usize) -> Result<NodeId, Error> {
        self.at = behind;
        if self.kind() == Word::Open(Bracket::Round) && self.mate(behind) == behind + 2 {
            self.note_factor();
        }
        let whole = at.to(self.span_at(behind - 1));
        self.differentiated(operator, top, whole)
    }

    /// `\left(\frac{\partial U}{\partial V}\right)_T`: what else a function depends on stands below the bracket.
    pub fn held_constant(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        let (open, span) = (self.at + 1, self.span());
        let close = self.mate(open);
        let mut held = Vec::new();
        for at in open + 1..close {
            match (self.kind_at(at), self.kind_at(at + 1)) {
                // (\ldots)_{(V,N)}, (\ldots)_{V,\{N_i\}}
                (Word::Open(Bracket::Round | Bracket::Curly) | Word::Close(Bracket::Round | Bracket::Curly), _) => {}
                (Word::Name(name), _) if self.info(name).primes == 0 => held.push(self.sentence.dotted_spelling(name)),
                (Word::Comma, Word::Name(_) | Word::Open(Bracket::Curly)) if at > open + 1 => {}
                _ => {
                    self.at = at;
                    return Err(self.expected("the names that are held constant", None));
                }
            }
        }
        let Some((name, names, _)) = self.unknown_parts(operand) else { return Err(self.expected("an operator", None)) };
        let spelt = self.spelt(name).to_string();
        note::add(&mut self.sentence.notes, span, || format!("read {spelt} as a function of {}, {}", names.join(", "), held.join(", ")));
        self.at = close + 1;
        Ok(self.with_arguments(operand, held, span).unwrap_or(operand))
    }

    /// `\left(\frac{\partial\ln\Omega}{\partial V}\right)_U`: whether a bracket before an index holds a derivative with ∂ alone, of
    /// more than a name.
    pub fn is_bracketed_partial(&self, operand: NodeId) -> bool {
        let close = self.at - 1;
        self.kind_at(close) == Word::Close(Bracket::Round)
            && matches!(self.tree.node(operand).kind, Kind::Derivative(..))
            && quotient(&self.sentence, self.mate(close) + 1).is_some_and(|found| found.is_partial && found.behind == close)
    }

    /// What is held constant below such a bracket changes nothing here.
    pub fn held_aside(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        let (open, span) = (self.at + 1, self.span());
        let close = self.mate(open);
        for at in open + 1..close {
            if !matches!(self.kind_at(at), Word::Name(_) | Word::Comma) {
                self.at = at;
                return Err(self.expected("the names that are held constant", None));
            }
        }
        note::add(&mut self.sentence.notes, span, || "read what stands below the bracket as held constant".into());
        self.at = close + 1;
        Ok(operand)
    }

    pub fn argument_names(&self, children: Children) -> Vec<String> {
        self.tree.children(children).iter().map(|(node, _)| self.plain_name(*node)).collect()
    }

    /// The one variable that a derivative is taken by, where its value at a point is asked for.
    pub fn only_variable(&self, body: NodeId) -> Option<NodeId> {
        match self.tree.node(body).kind {
            Kind::Derivative(_, variable, _) => Some(variable),
            Kind::Apply(_, 1.., children) | Kind::Partial(_, _, children) => match self.tree.children(children) {
                [(argument, _)]
                    if !self.plain_name(*argument).is_empty()
                        && (!self.guessed.contains(&body) || self.is_place_of(&self.plain_name(*argument))) =>
                {
                    Some(*argument)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `\left.\frac{\partial V}{\partial\theta}\right|_{\theta_0}`: whether a number stands here, or another value of a letter, which are
    /// no others that are held constant.
    fn is_place_of(&self, variable: &str) -> bool {
        let is_last = self.kind_at(self.at + 1) == Word::BraceClose;
        match self.kind() {
            Word::Number(_) => is_last,
            Word::Name(place) => {
                let spelt = self.spelt(self.info(place).spelt);
                is_last && spelt != variable && have_same_letter(spelt, variable)
            }
            _ => false,
        }
    }

    /// Whether a bracket behind a derivative holds the arguments it is taken at: names, numbers, commas.
    fn holds_point(&self) -> bool {
        let inner = &self.sentence.words[self.at + 1..self.mate(self.at)];
        let plain = inner.iter().all(|word| matches!(word.kind, Word::Name(_) | Word::Number(_) | Word::Comma | Word::Minus));
        let before = self.sentence.words[self.at - 1].kind == Word::BraceClose;
        (plain
            && inner.len() < 12
            && inner.windows(2).all(|pair| !matches!((pair[0].kind, pair[1].kind), (Word::Name(_) | Word::Number(_), Word::Minus))))
            || (before && (self.is_call_of_call() || self.bracket_has_comma(self.at) || self.is_marked_point()))
    }

    /// `\frac{d\phi}{dt}(t+T_0)`: the variable itself and a period, a delay or a step.
    fn holds_shift(&self, variables: &[String]) -> bool {
        let [Word::Name(first), Word::Plus | Word::Minus, Word::Name(second)] = [1, 2, 3].map(|offset| self.kind_at(self.at + offset))
        else {
            return false;
        };
        let (first, second) = (self.spelt(self.info(first).spelt), self.spelt(self.info(second).base));
        let is_step = matches!(second, "T" | "tau" | "h") || second.strip_prefix("Delta_") == Some(first);
        self.mate(self.at) == self.at + 4 && variables == [first] && is_step
    }

    /// `\frac{\partial F}{\partial x_j}(x^\varepsilon)`: a single name with a letter above it.
    fn is_marked_point(&self) -> bool {
        let inner = [1, 2, 3, 4, 5].map(|offset| self.kind_at(self.at + offset));
        matches!(inner, [Word::Name(_), Word::Power, Word::BraceOpen, Word::Name(_), Word::BraceClose]) && self.mate(self.at) == self.at + 6
    }

    /// `\frac{dg}{dh}(h(x))`: a bracket with a single call in it.
    fn is_call_of_call(&self) -> bool {
        self.is_call_of_call_at(self.at)
    }

    /// Whether the bracket that opens at a word holds a single call.
    pub fn is_call_of_call_at(&self, open: usize) -> bool {
        let mate = self.mate(open);
        matches!(self.kind_at(open + 1), Word::Name(_))
            && self.kind_at(open + 2) == Word::Open(Bracket::Round)
            && self.mate(open + 2) + 1 == mate
    }

    /// The derivative of an unknown function at the names it depends on.
    pub fn unknown_derivative(&mut self, name: Span, operator: usize, names: &[String], span: Span) -> NodeId {
        let variables = self.operators[operator].variables.clone();
        let mut orders = vec![0u32; names.len()];
        for (node, order) in variables {
            let variable = self.plain_name(node);
            if let Some(at) = names.iter().position(|name| *name == variable) {
                orders[at] += order;
            }
        }
        let arguments: Vec<(NodeId, bool)> = names.iter().map(|name| (self.spell_node(name, span), false)).collect();
        self.partial(name, &orders, &arguments, span)
    }

    /// `\frac{\partial f}{\partial x}(x, y)`: which argument is x is told by the arguments, or by how f is called elsewhere.
    pub fn partial_at(
        &mut self,
        name: Span,
        operator: usize,
        arguments: &[(NodeId, bool)],
        span: Span,
        open: usize,
    ) -> Result<NodeId, Error> {
        let variables = self.operators[operator].variables.clone();
        if let ([(argument, _)], [(variable, order)]) = (arguments, &variables[..]) {
            let (given, wanted) = (self.plain_name(*argument), self.plain_name(*variable));
            let is_partial = self.operators[operator].is_partial;
            let is_component = is_partial && wanted.contains('_') && !stands_for(&given, &wanted);
            if self.is_of_several(name) {
                return Ok(self.partial_of_several(name, operator, arguments, span, open));
            }
            if is_component && wanted.split('_').next() != Some(given.trim_end_matches("_bold").trim_end_matches("_vec")) {
                return Ok(self.taken_there(name, operator, arguments, span));
            }
            if is_component {
                let component = self.tree.node(*variable).kind;
                self.tree.replace(*argument, component);
                note::add(&mut self.sentence.notes, span, || format!("read {given} as all its components: {wanted} is one of them"));
            }
            // A function with a value is differentiated there.
            let children = self.tree.push_children(&[(*argument, false)]);
            return Ok(self.tree.push(Kind::Apply(name, *order, children), span));
        }
        // \frac{\partial^2f}{\partial x_1\partial x_2}(x)
        if let [(only, _)] = arguments {
            let letter = self.plain_name(*only).trim_end_matches("_bold").trim_end_matches("_vec").to_string();
            let mut names: Vec<String> = variables.iter().map(|(node, _)| self.plain_name(*node)).collect();
            let are_components = names.iter().all(|name| name.split_once('_').is_some_and(|(base, _)| base == letter));
            names.sort();
            names.dedup();
            if self.operators[operator].is_partial && are_components {
                let message = format!("read {letter} as all its components: {} are some of them", names.join(", "));
                note::add(&mut self.sentence.notes, span, || message);
                return Ok(self.unknown_derivative(name, operator, &names, span));
            }
        }
        let given: Vec<String> = arguments.iter().map(|(node, _)| self.plain_name(*node)).collect();
        let wanted: Vec<String> = variables.iter().map(|(node, _)| self.plain_name(*node)).collect();
        let covers = |names: &Vec<String>| names.len() == arguments.len() && wanted.iter().all(|name| names.contains(name));
        let usual: Vec<String> = ["x", "y", "z"].iter().take(arguments.len()).map(|name| name.to_string()).collect();
        let signature = self.scan.called.get(self.spelt(name)).cloned();
        let marked = self.without_marks(&given, &wanted);
        let is_usual = !covers(&given) && !covers(&marked) && !signature.as_ref().is_some_and(covers);
        // \frac{\partial^2 C}{\partial w\,\partial s}(2, 3): as many values as variables.
        let mut in_order = wanted.clone();
        in_order.dedup();
        // \frac{\partial u}{\partial t}(x, 0): the one argument that is no name has the value of the variable.
        let filled = match (wanted.as_slice(), given.iter().filter(|name| name.is_empty()).count()) {
            ([only], 1) => Some(given.iter().map(|name| if name.is_empty() { only.clone() } else { name.clone() }).collect()),
            _ => None,
        };
        let candidates = [Some(given), Some(marked), filled, signature, Some(usual), Some(in_order)];
        let Some(names) = candidates.into_iter().flatten().find(|names| covers(names)) else {
            return match self.operators[operator].is_partial {
                true => Ok(self.taken_there(name, operator, arguments, span)),
                false => Err(self.unclear_argument(open)),
            };
        };
        if is_usual {
            let message = format!("took the arguments to be {} in this order", names.join(", "));
            note::add(&mut self.sentence.notes, span, || message);
        }
        let mut orders = vec![0u32; names.len()];
        for (wanted, (_, order)) in wanted.iter().zip(&variables) {
            if let Some(at) = names.iter().position(|name| name == wanted) {
                orders[at] += order;
            }
        }
        Ok(self.partial(name, &orders, arguments, span))
    }

    /// `\frac{\partial F}{\partial a}(P)`: which argument is a is told by nothing, so that the derivative is a function of its own,
    /// `F_a(P)`.
    pub fn taken_there(&mut self, name: Span, operator: usize, arguments: &[(NodeId, bool)], span: Span) -> NodeId {
        let mut letters: Vec<String> = Vec::new();
        for (node, order) in self.operators[operator].variables.clone() {
            letters.extend(std::iter::repeat_n(self.plain_name(node), order as usize));
        }
        let is_short = letters.iter().all(|letter| letter.chars().count() == 1);
        let index = letters.join(if is_short { "" } else { "_" });
        let (base, by) = (self.spelt(name).to_string(), letters.join(", "));
        let own = self.sentence.name(&base, &index, "", 0, 0, false).spelt;
        note::add(&mut self.sentence.notes, span, || {
            format!("read the derivative of {base} by {by}, taken there, as a function of its own, {base}_{index}")
        });
        let children = self.tree.push_children(arguments);
        self.tree.push(Kind::Apply(own, 0, children), span)
    }

    /// Whether a function that has no value is differentiated by several variables, or has several arguments elsewhere.
    fn is_of_several(&self, name: Span) -> bool {
        let spelt = self.spelt(name);
        !self.scan.functions.contains(spelt) && !self.scan.defined.contains(spelt) && self.scan.is_of_several(spelt)
    }

    /// `\frac{\partial f}{\partial x}(P)+\frac{\partial f}{\partial y}(P)`: the only argument is a place in space, and not the value of
    /// one variable; and in `\frac{dy}{dx}(a)=\frac{dy}{du}(b)\frac{du}{dx}(a)` the y of u is another than that of x. Where it is the letter of the variables, `\frac{\partial f}{\partial x_1}(x)`, they are its components.
    fn partial_of_several(&mut self, name: Span, operator: usize, arguments: &[(NodeId, bool)], span: Span, open: usize) -> NodeId {
        let place = self.plain_name(arguments[0].0);
        let letter = place.trim_end_matches("_bold").trim_end_matches("_vec");
        let names = self.scan.partial_variables(self.spelt(name), open).unwrap_or_default().to_vec();
        let are_components = |name: &String| name.split_once('_').is_some_and(|(base, _)| base == letter);
        if names.len() > 1 && names.iter().all(are_components) {
            note::add(&mut self.sentence.notes, span, || {
                format!("read {place} as all its components: {} are some of them", names.join(", "))
            });
            return self.unknown_derivative(name, operator, &names, span);
        }
        self.taken_there(name, operator, arguments, span)
    }

    fn unclear_argument(&self, open: usize) -> Error {
        Error::Unsupported {
            span: Some(self.span_at(open).range()),
            what: "it is not clear which argument the derivative is taken in".into(),
            hint: Some("name the arguments: f(x, y)".into()),
        }
    }

    /// The names of arguments, where exactly one is the wanted letter with a mark that letter instead.
    pub fn without_marks(&self, given: &[String], wanted: &[String]) -> Vec<String> {
        let mut names = given.to_vec();
        for letter in wanted {
            let found: Vec<usize> = (0..given.len()).filter(|at| stands_for(&given[*at], letter)).collect();
            if let [only] = found[..] {
                names[only].clone_from(letter);
            }
        }
        names
    }
}

/// What depends on a letter with a dot depends on that letter as well.
fn add_undotted(names: &mut Vec<String>) {
    let bases: Vec<String> = names.iter().filter(|name| name.contains("_dot")).map(|name| name.replacen("_dot", "", 1)).collect();
    for base in bases {
        if !names.contains(&base) {
            names.insert(0, base);
        }
    }
}
