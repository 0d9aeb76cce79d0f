//! Values at a place, `|_{x=a}`, and differences between two of them, `[F]_a^b`.

use super::entry::Entry;
use super::{Operator, Parser};
use crate::error::Error;
use crate::syntax::latex::sentence::letters::DEPENDENT;
use crate::syntax::latex::words::{Bracket, Kind as Word, Sign};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// Letters that run from one place to another, where others stand beside them.
const RUNNING: [&str; 10] = ["x", "y", "z", "t", "s", "r", "u", "v", "theta", "tau"];

/// So many words before a bar are looked through.
const LONGEST_BODY: usize = 64;

impl Parser<'_> {
    /// `|_{x=a}` behind what is evaluated.
    pub fn point(&mut self, body: NodeId) -> Result<NodeId, Error> {
        if self.kind() != Word::Subscript {
            return Err(self.expected("where it is evaluated: |_{x=a}", None));
        }
        if self.holds_states(body, self.at) {
            return if self.guessed.contains(&body) { self.held_constant(body) } else { self.held_aside(body) };
        }
        if self.begins_tuple(body) {
            return self.operand();
        }
        if let Some(taken) = self.taken_at_mark(body)? {
            return Ok(taken);
        }
        self.reject_square(body)?;
        let at = self.span();
        self.open(Entry::Point { body, start: self.pending.len(), at });
        self.at += 1;
        self.next_coordinate()
    }

    /// `\left.\frac{\partial U}{\partial T}\right|_V`: what stands behind the bar of a partial derivative by a quantity of state are
    /// others, which are held constant, and no values.
    pub fn holds_states(&self, body: NodeId, subscript: usize) -> bool {
        let variables = match (self.tree.node(body).kind, self.unknown_parts(body)) {
            (Kind::Derivative(_, variable, _), _) => vec![self.plain_name(variable)],
            (_, Some((_, variables, _))) if self.guessed.contains(&body) => variables,
            _ => return false,
        };
        if self.kind_at(subscript) != Word::Subscript {
            return false;
        }
        let (open, close) = (subscript + 1, self.mate(subscript + 1));
        // \left.\frac{\partial f}{\partial x}\right|_{y,z}: so are other places.
        let is_place = |name: &str| RUNNING.contains(&name);
        let are_places = variables.iter().all(|name| is_place(name))
            && (open + 1..close).all(|at| match self.kind_at(at) {
                Word::Name(name) => {
                    let spelt = self.spelt(self.info(name).spelt);
                    is_place(spelt) && !variables.iter().any(|variable| variable == spelt)
                }
                Word::Comma => true,
                _ => false,
            });
        if are_places {
            return true;
        }
        variables.iter().all(|name| is_state(name) || is_specific(name))
            && (open + 1..close).all(|at| match self.kind_at(at) {
                Word::Name(name) => {
                    let spelt = self.spelt(self.info(name).spelt);
                    let is_other = !variables.iter().any(|variable| crate::letters::have_same_letter(variable, spelt));
                    is_other && (is_state(spelt) || (is_specific(spelt) && variables.iter().all(|name| is_state(name))))
                }
                Word::Comma => true,
                _ => false,
            })
    }

    /// `\left.\frac{df}{dx}\right|_{x_0}^2`: a small number above the place of a derivative may be a second place or a power.
    fn reject_square(&self, body: NodeId) -> Result<(), Error> {
        let above = self.mate(self.at + 1) + 1;
        let is_small = matches!(self.kind_at(above + 2), Word::Number(digits) if matches!(self.spelt(digits), "2" | "3"));
        let is_derivative = matches!(self.tree.node(body).kind, Kind::Derivative(..) | Kind::Partial(..) | Kind::Apply(_, 1.., _));
        // With a number or an equation below, what stands above is its like.
        let is_number = matches!(self.kind_at(self.at + 2), Word::Number(_)) || self.kind_at(self.at + 3) == Word::Relation(Sign::Equal);
        if self.kind_at(above) != Word::Power || !is_small || self.mate(above + 1) != above + 3 || !is_derivative || is_number {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span_at(above + 2).range()),
            what: "whether this is a power or a second place is not said".into(),
            hint: Some("put brackets around what is raised to a power; a place may show its variable, |_{x=1}^{x=2}".into()),
        })
    }

    /// `\left.\frac{\partial f}{\partial x}\right|_{x_0}`: behind the bar of a derivative with ∂ a number, or a letter with a mark, is the
    /// place where it is taken. A plain letter may as well be held constant.
    fn taken_at_mark(&mut self, body: NodeId) -> Result<Option<NodeId>, Error> {
        let brace = self.at + 1;
        let close = self.mate(brace);
        if !self.guessed.contains(&body) || close != brace + 2 || self.kind_at(close + 1) == Word::Power {
            return Ok(None);
        }
        let (place, at) = (self.kind_at(brace + 1), self.span_at(brace + 1));
        let argument = match place {
            Word::Name(name) if self.spelt(self.info(name).spelt).contains('_') && self.info(name).primes == 0 => self.name_node(name, at),
            Word::Number(digits) => self.tree.push(Kind::Number(digits), at),
            _ => return Ok(None),
        };
        let Some((name, names, orders)) = self.unknown_parts(body) else { return Ok(None) };
        let span = self.tree.node(body).span.to(self.span_at(close));
        let variables =
            names.iter().zip(orders).filter(|(_, order)| *order > 0).map(|(name, order)| (self.spell_node(name, span), order)).collect();
        self.operators.push(Operator { variables, is_partial: true, companions: Vec::new(), by_square: false });
        let spelt = self.spelt(name).to_string();
        note::add(&mut self.sentence.notes, at, || {
            format!("read what stands behind the bar as the place where the derivative of {spelt} is taken")
        });
        let taken = self.partial_at(name, self.operators.len() - 1, &[(argument, false)], span, brace)?;
        self.at = close + 1;
        Ok(Some(taken))
    }

    /// Whether the subscript of a bracket says where it is evaluated: `[x^2]_{x=3}`, `[x^2]_0^1`.
    pub fn is_point(&self) -> bool {
        let is_bracket = matches!(self.kind_at(self.at - 1), Word::Close(Bracket::Round | Bracket::Square));
        let is_named = (self.kind_at(self.at + 1), self.kind_at(self.at + 3)) == (Word::BraceOpen, Word::Relation(Sign::Equal))
            && matches!(self.kind_at(self.at + 2), Word::Name(_));
        // \frac{dy}{dt}_{t=0}
        (is_named && self.kind_at(self.at - 1) == Word::BraceClose)
            || is_bracket && (is_named || self.is_place_of_quotient() || (self.has_second_place(self.at + 1) && !self.is_index_and_power()))
    }

    /// `\left(\frac{df}{dx}\right)_0`, `..._{x_0}`: whether below a bracket around a derivative with d stands a number, or a value of
    /// its variable.
    fn is_place_of_quotient(&self) -> bool {
        let (close, below) = (self.at - 1, self.at + 1);
        let Some(found) = crate::syntax::latex::sentence::leibniz::quotient(&self.sentence, self.mate(close) + 1) else { return false };
        let [only] = found.variables[..] else { return false };
        let is_place = match self.kind_at(below + 1) {
            Word::Number(_) => true,
            Word::Name(name) => {
                let (name, variable) = (self.info(name), self.info(only.name));
                self.spelt(name.base) == self.spelt(variable.spelt) && name.spelt != name.base
            }
            _ => false,
        };
        let is_whole = found.behind == close && !found.is_partial && !found.top.is_empty();
        is_whole && is_place && self.mate(below) == below + 2 && self.kind_at(below + 3) != Word::Power
    }

    /// `(\ldots)_V^2`: behind a round bracket a letter below and a small whole number above may be an index and a power.
    fn is_index_and_power(&self) -> bool {
        let below = self.at + 1;
        let above = self.mate(below) + 2;
        let is_small = |word: Word| matches!(word, Word::Number(digits) if matches!(self.spelt(digits), "2" | "3"));
        self.kind_at(self.at - 1) == Word::Close(Bracket::Round)
            && matches!(self.kind_at(below + 1), Word::Name(_))
            && (self.mate(below), self.mate(above)) == (below + 2, above + 2)
            && is_small(self.kind_at(above + 1))
    }

    /// Whether an exponent stands behind the braces of a place.
    pub fn has_second_place(&self, open: usize) -> bool {
        self.kind_at(self.mate(open) + 1) == Word::Power
    }

    /// `x = ` before a value of a point; the brace or comma before it is the current word.
    pub fn next_coordinate(&mut self) -> Result<NodeId, Error> {
        self.at += 1;
        if let (Word::Name(name), Word::Relation(Sign::Equal)) = (self.kind(), self.kind_at(self.at + 1)) {
            let variable = self.name_node(name, self.span());
            self.pending.push((variable, false));
            self.at += 2;
            return self.operand();
        }
        if let Some(Entry::Point { body, start, .. }) = self.stack.last().copied()
            && start == self.pending.len()
            && self.has_second_place(self.at - 1)
        {
            let variable = self.running_variable(body)?;
            self.pending.push((variable, false));
            return self.operand();
        }
        if let Some(Entry::Point { body, start, .. }) = self.stack.last().copied()
            && start == self.pending.len()
            && !(self.kind() == Word::Open(Bracket::Round) && self.bracket_has_comma(self.at))
            && let Some(variable) = self.only_variable(body)
        {
            let (letter, span) = (self.plain_name(variable), self.span());
            note::add(&mut self.sentence.notes, span, || format!("put the value in for {letter}, by which the derivative is taken"));
            self.pending.push((variable, false));
            return self.operand();
        }
        Err(self.without_variable())
    }

    fn without_variable(&self) -> Error {
        Error::Unsupported {
            span: Some(self.span().range()),
            what: "it is not said for which variable this value is put in".into(),
            hint: Some("write the variable: |_{x=0}".into()),
        }
    }

    /// The variable of `[F]_a^b`: the only name in F that is no constant and stands in no place.
    fn running_variable(&mut self, body: NodeId) -> Result<NodeId, Error> {
        let span = self.tree.node(body).span;
        let last = self.mate(self.mate(self.at - 1) + 2);
        let places: Vec<&str> = self.sentence.words[self.at..last]
            .iter()
            .filter_map(|word| match word.kind {
                Word::Name(name) => Some(self.spelt(self.info(name).spelt)),
                _ => None,
            })
            .collect();
        let mut names: Vec<String> =
            self.names_in(body).filter(|name| !matches!(*name, "e" | "pi") && !places.contains(name)).map(String::from).collect();
        names.sort();
        names.dedup();
        let is_usual = |name: &&String| RUNNING.contains(&name.as_str());
        let chosen = match &names[..] {
            [only] => only.clone(),
            _ => match names.iter().filter(is_usual).collect::<Vec<_>>()[..] {
                [usual] => {
                    let usual = usual.clone();
                    note::add(&mut self.sentence.notes, span, || {
                        format!("put the places in for {usual}: write |_{{{usual}=..}} to say for which")
                    });
                    usual
                }
                _ => return Err(self.without_variable()),
            },
        };
        Ok(self.spell_node(&chosen, span))
    }

    /// The names that stand in an expression.
    fn names_in(&self, body: NodeId) -> impl Iterator<Item = &str> {
        let span = self.tree.node(body).span;
        self.tree.nodes()[self.tree.nodes_of(body)]
            .iter()
            .filter(move |node| node.span.start >= span.start && node.span.end <= span.end)
            .filter_map(|node| match node.kind {
                Kind::Name(name) => Some(self.spelt(name)),
                _ => None,
            })
    }

    /// `\left(\frac{df}{dx}\right)(a)`, `\frac{\partial}{\partial x}(\frac{\partial f}{\partial y})(Q)`: a name alone in brackets
    /// behind those around the derivative of an unknown function is where that is taken.
    pub fn taken_behind(&mut self, operand: NodeId) -> Option<NodeId> {
        let (open, close) = (self.at, self.mate(self.at));
        let Word::Name(place) = self.kind_at(open + 1) else { return None };
        if self.kind() != Word::Open(Bracket::Round) || self.kind_at(open - 1) != Word::Close(Bracket::Round) || close != open + 2 {
            return None;
        }
        let (mut node, mut by) = (operand, Vec::new());
        while let Kind::Derivative(inner, variable, order) = self.tree.node(node).kind {
            by.push((self.plain_name(variable), order));
            node = inner;
        }
        let (name, names, mut orders) = self.unknown_parts(node)?;
        for (variable, order) in by {
            orders[names.iter().position(|name| *name == variable)?] += order;
        }
        let (Kind::Apply(_, _, children) | Kind::Partial(_, _, children)) = self.tree.node(node).kind else { return None };
        // The arguments of \frac{df}{dx} are not written, those of f'(x) are.
        let is_implied = self.tree.children(children).iter().zip(&names).all(|((argument, _), name)| {
            let span = self.tree.node(*argument).span;
            self.text.get(span.range()).is_some_and(|written| written.len() > name.len() + 1)
        });
        let is_known = self.scan.functions.contains(self.spelt(name)) || self.scan.defined.contains(self.spelt(name));
        if !is_implied || is_known || orders.iter().all(|order| *order == 0) {
            return None;
        }
        let span = self.tree.node(operand).span.to(self.span_at(close));
        let argument = self.name_node(place, self.span_at(open + 1));
        let written = self.plain_name(argument);
        self.at = close + 1;
        note::add(&mut self.sentence.notes, span, || format!("read the derivative in brackets as taken at {written}"));
        if let [order] = orders[..] {
            let children = self.tree.push_children(&[(argument, false)]);
            return Some(self.tree.push(Kind::Apply(name, order, children), span));
        }
        let variables =
            names.iter().zip(orders).filter(|(_, order)| *order > 0).map(|(name, order)| (self.spell_node(name, span), order)).collect();
        self.operators.push(Operator { variables, is_partial: true, companions: Vec::new(), by_square: false });
        Some(self.taken_there(name, self.operators.len() - 1, &[(argument, false)], span))
    }

    /// `D\,c|_{x=0}`: whether the bar is that of the letter before it alone: what is put in stands nowhere before.
    pub fn is_bare_value(&self, operand: NodeId) -> bool {
        let (Word::Name(variable), Word::Relation(Sign::Equal)) = (self.kind_at(self.at + 3), self.kind_at(self.at + 4)) else {
            return false;
        };
        let variable = self.spelt(self.info(variable).spelt);
        let stands = |at: usize| match self.kind_at(at) {
            Word::Name(name) => {
                let info = self.info(name);
                self.spelt(info.spelt) == variable || (at + 1 < self.at && DEPENDENT.contains(&self.spelt(info.base)))
            }
            _ => false,
        };
        let ends = |at: &usize| matches!(self.kind_at(*at), Word::Plus | Word::Minus | Word::Relation(_) | Word::Comma | Word::Separator);
        let mut term = (self.at.saturating_sub(LONGEST_BODY)..self.at).rev().take_while(|at| !ends(at));
        matches!(self.tree.node(operand).kind, Kind::Name(_)) && !term.any(stands)
    }

    /// `N|_{x=0}`: a letter alone before a place is a function of what is put in.
    fn of_coordinates(&mut self, body: NodeId, coordinates: &[(NodeId, bool)]) -> Option<NodeId> {
        let Kind::Name(name) = self.tree.node(body).kind else { return None };
        let spelt = self.spelt(name).to_string();
        let places: Vec<String> = coordinates.iter().step_by(2).map(|(variable, _)| self.plain_name(*variable)).collect();
        let is_known = self.scan.defined.contains(&spelt) || self.scan.functions.contains(&spelt) || self.declared.contains(&spelt);
        if is_known || matches!(&*spelt, "e" | "pi" | "i") || places.contains(&spelt) {
            return None;
        }
        let written = places.join(", ");
        note::add(&mut self.sentence.notes, self.tree.node(body).span, || {
            format!("read {spelt} as a function of {written}, where it is evaluated")
        });
        let values: Vec<(NodeId, bool)> = coordinates.iter().skip(1).step_by(2).copied().collect();
        let children = self.tree.push_children(&values);
        let whole = self.tree.node(body).span;
        Some(self.tree.push(Kind::Apply(name, 0, children), whole))
    }

    /// `v|_{x=0}` where nothing in front shows x: what of it depends on x is not said.
    fn reject_independent(&self, body: NodeId, coordinates: &[(NodeId, bool)]) -> Result<(), Error> {
        let places: Vec<String> = coordinates.iter().step_by(2).map(|(variable, _)| self.plain_name(*variable)).collect();
        let is_known = |name: &str| self.scan.defined.contains(name) || self.scan.functions.contains(name) || self.declared.contains(name);
        let shows = |name: &str| is_known(name) || places.iter().any(|place| place == name);
        if self.names_in(body).next().is_none() || self.names_in(body).any(shows) || self.guessed.contains(&body) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.tree.node(body).span.range()),
            what: format!("what of this depends on {} is not said", places.join(", ")),
            hint: Some("write functions with their arguments: v(x)".into()),
        })
    }

    /// `\left(\frac{\partial f}{\partial x_j}\right)_{j=1}^{d}`: where what is in the bracket does not hold the name, it counts components.
    fn reject_range(&self, body: NodeId, variable: NodeId) -> Result<(), Error> {
        let letter = self.plain_name(variable);
        let is_known = |name: &str| self.scan.defined.contains(name) || self.scan.functions.contains(name);
        let depends = self.unknown_parts(body).is_some_and(|(_, names, _)| names.contains(&letter));
        if depends || self.names_in(body).all(|name| name == letter) || self.names_in(body).any(|name| name == letter || is_known(name)) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.tree.node(body).span.range()),
            what: format!("what of this depends on {letter} is not said"),
            hint: Some("write functions with their arguments, v(x); components are written out".into()),
        })
    }

    /// `\sum_i f(x_i)|_{x_i=a+ih}`: what is put in for a component of a sum changes with its index.
    fn reject_running(&self, body: NodeId, coordinates: &[(NodeId, bool)]) -> Result<(), Error> {
        let indices: Vec<String> = self.tree.nodes()[self.tree.nodes_of(body)]
            .iter()
            .filter_map(|node| match node.kind {
                Kind::Bound(_, children) => self.tree.children(children).first().map(|(index, _)| self.plain_name(*index)),
                _ => None,
            })
            .collect();
        for pair in coordinates.chunks(2) {
            let [(variable, _), (value, _)] = pair else { continue };
            let component = self.plain_name(*variable);
            let mut parts = component.split('_').skip(1);
            if let Some(index) = parts.find_map(|part| indices.iter().find(|index| *index == part))
                && self.names_in(*value).any(|name| name == index)
            {
                return Err(Error::Unsupported {
                    span: Some(self.tree.node(*variable).span.range()),
                    what: format!("{component} is no single variable here, for {index} runs over a range"),
                    hint: Some("write what is put in at its place in the sum".into()),
                });
            }
        }
        Ok(())
    }

    /// The end of a place. `[F]_a^b` goes on with the second.
    pub fn close_point(&mut self, body: NodeId, start: usize, at: Span, value: NodeId) -> Result<NodeId, Error> {
        let end = self.span_at(self.at - 1);
        self.pending.push((value, false));
        let coordinates: Vec<(NodeId, bool)> = self.pending[start..].to_vec();
        if self.kind() != Word::Power {
            if let Some(value) = self.of_coordinates(body, &coordinates) {
                self.pending.truncate(start);
                return Ok(value);
            }
            let body = self.take_coordinates(body, &coordinates, end);
            self.reject_independent(body, &coordinates)?;
            self.reject_running(body, &coordinates)?;
            let children = self.tree.push_children(&coordinates);
            self.pending.truncate(start);
            let whole = self.tree.node(body).span.to(at).to(end);
            return Ok(self.tree.push(Kind::Evaluated(body, children), whole));
        }
        self.pending.truncate(start);
        let [(variable, _), (lower, _)] = coordinates[..] else { return Err(self.without_variable()) };
        self.reject_range(body, variable)?;
        self.open(Entry::PointAbove { body, variable, lower, at });
        self.at += 2;
        if let (Word::Name(name), Word::Relation(Sign::Equal)) = (self.kind(), self.kind_at(self.at + 1)) {
            if self.spelt(self.info(name).spelt) != self.plain_name(variable) {
                return Err(self.without_variable());
            }
            self.at += 2;
        }
        self.operand()
    }

    /// `[F]_a^b`: the value at b without that at a.
    pub fn difference(&mut self, body: NodeId, variable: NodeId, places: (NodeId, NodeId), end: Span) -> NodeId {
        let whole = self.tree.node(body).span.to(end);
        let [lower, upper] = [places.0, places.1].map(|place| {
            let children = self.tree.push_children(&[(variable, false), (place, false)]);
            self.tree.push(Kind::Evaluated(body, children), whole)
        });
        let children = self.tree.push_children(&[(upper, false), (lower, true)]);
        self.tree.push(Kind::Sum(children), whole)
    }
}

/// Whether a name is that of a quantity of state.
fn is_state(name: &str) -> bool {
    let base = name.split('_').next().unwrap_or_default();
    matches!(base, "p" | "n" | "s" | "mu" | "rho" | "theta")
        || (base.len() == 1 && base.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

/// Whether a name is that of a quantity of state or of a place: only beside another quantity of state it is the first.
fn is_specific(name: &str) -> bool {
    matches!(name, "u" | "v" | "h")
}
