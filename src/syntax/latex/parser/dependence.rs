//! What the body of a derivative depends on. An author writes `\frac{d}{dx}(x^2 + y^2)` and means y(x), and `\frac{\partial
//! J(\theta)}{\partial\theta_j}` and means the components of θ. What is taken for granted so is told in a note; what cannot be
//! known is refused, for the derivative of what only seems constant would be a silent 0.

use super::Parser;
use crate::error::Error;
use crate::expression::Binder;
use crate::functions::FunctionId;
use crate::letters::{greek_letter, have_same_letter, is_over_axis, runs_with};
use crate::syntax::latex::sentence::letters::{CONSTANT, DEPENDENT};
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::{Kind, Node, NodeId, Span};
use rustc_hash::FxHashSet;

/// Letters for losses and costs.
const LOSSES: [&str; 10] = ["L", "J", "E", "C", "R", "L_cal", "J_cal", "E_cal", "ell", "l"];

/// Letters that usually change with time, beside those.
const MOVING: [&str; 14] = ["x", "r", "s", "q", "p", "theta", "varphi", "omega", "rho", "S", "V", "X", "P", "T"];

/// A body with more parts is not looked through for such letters.
const MOST_NODES: u32 = 4096;

/// A name inside the body of a derivative.
struct Inside {
    node: NodeId,
    place: Span,
    name: String,
    /// Whether something in the body binds it, as a sum does.
    is_bound: bool,
    /// Whether another derivative in the body is taken by it, so that it is a variable.
    is_variable: bool,
    /// Whether the index of a sum or product in the body runs through it.
    runs: bool,
    /// Whether it is not written: the t of a letter with a dot.
    is_implied: bool,
    /// Whether it is an argument of a function.
    is_argument: bool,
}

impl Parser<'_> {
    /// Finds out what of a body depends on the variable, in a derivative written with d or with ∂; `others` are nodes before
    /// the body for what else ∂ differentiates by there.
    pub fn depend(&mut self, body: NodeId, variable: NodeId, is_partial: bool, others: &[NodeId]) -> Result<(), Error> {
        if body.0 - variable.0 > MOST_NODES {
            return Ok(());
        }
        let letter = self.plain_name(variable);
        self.take_components(body, variable, &letter);
        // \frac{d}{dx}\int f(x)\,dx
        if let Kind::Bound(Binder::Integral, children) = self.tree.node(body).kind
            && let [(by, _), _] = self.tree.children(children)
            && self.plain_name(*by) == letter
        {
            return Ok(());
        }
        let is_index = self.take_index(body, variable, &letter) || (is_partial && self.take_parameter(body, variable, &letter));
        let names = self.names_inside(body, variable);
        self.reject_open_index(&letter, &names)?;
        if names.iter().any(|inside| self.scan.defined.contains(&inside.name) || self.scan.functions.contains(&inside.name)) {
            return Ok(());
        }
        let mark = super::slots::mark_of(&letter);
        if !is_partial && names.iter().any(|inside| inside.name.contains(mark)) {
            self.take_partials(body, variable);
            let held: Vec<&str> = names.iter().map(|inside| &*inside.name).collect();
            if self.take_motion(body, variable, &held) {
                return Ok(());
            }
            // A letter with a dot is no constant in time.
            if letter == "t" || self.differentiates_by(mark, variable, body) {
                return Err(self.undecided(body, &letter));
            }
        }
        if !is_partial
            && let Some(Inside { place, name, .. }) = names.iter().find(|inside| inside.is_argument && has_index(&inside.name, &letter))
        {
            return Err(not_said(*place, name, &letter));
        }
        let mentions = is_index || names.iter().any(|inside| inside.name == letter && !inside.is_bound);
        let is_written = is_index || names.iter().any(|inside| inside.name == letter && !inside.is_bound && !inside.is_implied);
        // \frac{d}{dp}(E_pt): an index that is the variable itself may tell that the quantity changes with it.
        let has_own_index = |inside: &Inside| !self.is_plain_variable(inside, &letter) && changes_with_index(&inside.name, &letter);
        let is_radial = mentions && is_partial && letter == "r";
        if mentions && is_partial && !is_radial && !names.iter().any(has_own_index) {
            return Ok(());
        }
        // In \frac{\partial}{\partial w}\sum_i w_i x_i the w is a vector.
        let is_component = |inside: &Inside| !letter.contains('_') && inside.runs && have_same_letter(&inside.name, &letter);
        if !mentions && names.iter().any(is_component) {
            return Err(self.undecided(body, &letter));
        }
        let nodes = variable.0 + 1..=body.0;
        if !is_partial && !mentions && nodes.clone().any(|id| self.guessed.contains(&NodeId(id))) {
            let held: Vec<&str> = names.iter().map(|inside| &*inside.name).collect();
            if letter != "t" && self.widen_guessed(body, variable) {
                return Ok(());
            }
            return if self.take_motion(body, variable, &held) { Ok(()) } else { Err(self.undecided(body, &letter)) };
        }
        let is_opaque = |kind: &Kind| matches!(kind, Kind::Apply(..) | Kind::Partial(..) | Kind::Derivative(..) | Kind::Primed(..));
        let holds_function = nodes.clone().any(|id| is_opaque(&self.tree.node(NodeId(id)).kind));
        let primed: FxHashSet<String> =
            names.iter().filter_map(|inside| self.primed.get(&inside.node)).map(|(base, _)| self.spelt(*base).to_string()).collect();
        // ∂ by time and by something else is of the quantities of a field.
        let fields = if is_partial { self.scan.fields(self.at - 1).to_vec() } else { Vec::new() };
        let is_field = fields.len() > 1 && fields.iter().any(|name| name == "t");
        let depends = |inside: &Inside| {
            if self.is_plain_variable(inside, &letter) {
                return false;
            }
            let is_differentiated = || {
                self.scan.differentiated.contains(&(inside.name.clone(), letter.clone()))
                    || (letter == "t" && self.scan.dotted.contains(&inside.name))
            };
            if !is_partial && (primed.contains(&inside.name) || is_differentiated()) {
                return true;
            }
            let base = inside.name.split('_').next().unwrap_or_default();
            if is_radial {
                return is_radial_field(&inside.name);
            }
            if is_written {
                return is_over_axis(&inside.name, &letter) || has_own_index(inside);
            }
            // \frac{d}{dt}(r^2\dot\theta), but \frac{d}{dt}(L\dot I), \frac{d}{dt}(g\dot x): these are more often constants there.
            let is_term = matches!(self.tree.node(body).kind, Kind::Sum(terms) if self.tree.children(terms).iter().any(|(term, _)| *term == inside.node));
            if mentions && !is_term && (matches!(base, "f" | "g" | "h") || base.starts_with(|first: char| first.is_ascii_uppercase())) {
                return false;
            }
            let is_variable = self.scan.variables.contains(&inside.name);
            let is_moving = MOVING.contains(&base) && if is_partial { !is_variable && is_field } else { letter == "t" };
            let is_usual = DEPENDENT.contains(&base) || self.scan.tops.contains(&inside.name) || is_quantity(base);
            // \frac{\partial}{\partial t}\Psi^2, \frac{d}{d\theta}\ln p: nobody asks for that of a constant alone.
            let is_single = names.iter().all(|other| other.name == inside.name);
            let kind = self.tree.node(body).kind;
            // \frac{d\ln K}{dT}: a logarithm of one letter is differentiated where that changes.
            let is_in_function = (!CONSTANT.contains(&base) || matches!(kind, Kind::Call(FunctionId::LN, _)))
                && if is_partial { matches!(kind, Kind::Call(FunctionId::LN, _)) } else { !matches!(kind, Kind::Name(_)) };
            let is_alone = matches!(kind, Kind::Name(_))
                && (!CONSTANT.contains(&base) || (inside.name.contains('_') && !matches!(base, "c" | "C" | "k" | "K")));
            let is_all = is_single && (greek_letter(base).is_some() || is_in_function || is_alone) && !matches!(base, "pi" | "e");
            // \frac{\partial F(u)}{\partial x} beside \frac{\partial u}{\partial t}: u is a field.
            let is_inner = is_partial
                && inside.is_argument
                && matches!(&*letter, "x" | "y" | "z" | "t" | "r")
                && (self.scan.tops.contains(&inside.name) || matches!(base, "u" | "phi" | "psi"));
            // \frac{d}{dt}(\frac12Li^2): beside what a circuit has an i is its current.
            let is_current =
                letter == "t" && !is_partial && base == "i" && names.iter().any(|other| matches!(&*other.name, "L" | "C" | "R"));
            // \frac{\partial(\rho u)}{\partial x}: so is a density beside a velocity.
            let is_density = is_partial
                && base == "rho"
                && matches!(&*letter, "t" | "x" | "y" | "z")
                && names.iter().any(|other| matches!(&*other.name, "u" | "v" | "w" | "u_i" | "u_j" | "v_x" | "v_y" | "v_z" | "E" | "h"));
            // \frac{\partial}{\partial x}(-2y) beside x: they are the places.
            let is_place = is_partial
                && matches!(&*letter, "x" | "y" | "z")
                && matches!(&*inside.name, "x" | "y" | "z")
                && self.scan.alone.contains(&letter)
                && !self.scan.tops.contains(&inside.name);
            if is_place {
                return false;
            }
            // p+\frac12\rho u^2+\rho gz: beside a density or a mass the g is an acceleration, and the p a pressure.
            let is_beside_mass = names.iter().any(|other| matches!(other.name.split('_').next(), Some("rho" | "m")));
            if inside.name == "g" && is_beside_mass {
                return false;
            }
            let is_pressure = base == "p" && is_beside_mass && matches!(&*letter, "s" | "x" | "z" | "r");
            let is_moving = is_moving || is_current || is_density || (is_pressure && !is_partial);
            ((is_usual || is_all) && !(is_partial && holds_function) && !is_variable) || is_inner || is_moving
        };
        // In \frac{d}{d\varepsilon}J[x_\varepsilon] the x is another for each ε.
        let is_indexed = |inside: &&Inside| has_index(&inside.name, &letter) && !depends(inside);
        if !mentions && let Some(Inside { place, name, .. }) = names.iter().find(is_indexed) {
            return Err(not_said(*place, name, &letter));
        }
        // \frac{\partial}{\partial a}\sum_i(y_i-ax_i)^2: what the sum runs through are data, and not what depends on a.
        if is_partial && let Some(Inside { place, name, .. }) = names.iter().find(|inside| inside.runs && depends(inside)) {
            return Err(not_said(*place, name, &letter));
        }
        let chosen: Vec<&Inside> = names.iter().filter(|inside| depends(inside)).collect();
        let found: Vec<(NodeId, String)> = chosen.iter().map(|inside| (inside.node, inside.name.clone())).collect();
        let turned = self.turn_primed(&names, variable, is_partial);
        // \Phi(r) would be another function.
        if is_radial && let Some(Inside { place, name, .. }) = names.iter().find(|inside| inside.name == "Phi") {
            return Err(not_said(*place, name, &letter));
        }
        if found.is_empty() && is_radial {
            return Ok(());
        }
        if found.is_empty() && turned.is_empty() {
            if mentions || names.is_empty() {
                return Ok(());
            }
            // \sum_k\frac{\partial(1+d_{ki}^2)}{\partial y_i}: what stands there may well depend on it.
            let is_place =
                |name: &str| CONSTANT.contains(&name) || matches!(name, "e" | "pi" | "x" | "y" | "z" | "t" | "r" | "u" | "v" | "w" | "s");
            if is_partial && names.iter().any(|inside| !inside.is_bound && !is_place(&inside.name)) {
                return Err(self.undecided(body, &letter));
            }
            let has_only_constants = || names.iter().all(|inside| CONSTANT.contains(&&*inside.name) || matches!(&*inside.name, "e" | "pi"));
            if holds_function || (letter == "t" && !is_partial && !has_only_constants()) {
                return Err(self.undecided(body, &letter));
            }
        }
        // What ∂ differentiates by several letters is a function of all of them.
        let known = |field: &String| [variable].iter().chain(others).copied().find(|node| self.plain_name(*node) == *field);
        let arguments: Option<Vec<NodeId>> = fields.iter().map(known).collect();
        let arguments = arguments.filter(|_| fields.contains(&letter)).unwrap_or(vec![variable]);
        let written = arguments.iter().map(|node| self.plain_name(*node)).collect::<Vec<_>>().join(", ");
        let arguments: Vec<(NodeId, bool)> = arguments.into_iter().map(|node| (node, false)).collect();
        for (node, _) in &found {
            if let Kind::Name(name) = self.tree.node(*node).kind {
                let children = self.tree.push_children(&arguments);
                self.tree.replace(*node, Kind::Apply(name, 0, children));
            }
        }
        let mut told: Vec<String> = found.into_iter().map(|(_, name)| name).chain(turned).collect();
        told.sort();
        told.dedup();
        let mut held: Vec<&str> =
            names.iter().filter(|inside| !self.is_plain_variable(inside, &letter)).map(|inside| &*inside.name).collect();
        held.retain(|name| !told.iter().any(|other| other == name) && !matches!(*name, "e" | "pi"));
        held.sort_unstable();
        held.dedup();
        let held = match &held[..] {
            [] => String::new(),
            [only] => format!(", and {only} as a constant"),
            several => format!(", and {} as constants", several.join(", ")),
        };
        let message = match &told[..] {
            [] => format!("nothing here depends on {letter}: the derivative is 0"),
            [only] => format!("read {only} as a function of {written} where it is differentiated{held}: write {only}({written})"),
            [first, ..] => {
                format!("read {} as functions of {written} where they are differentiated{held}: write {first}({written})", told.join(", "))
            }
        };
        note::add(&mut self.sentence.notes, self.tree.node(body).span, || message);
        Ok(())
    }

    /// Whether a name in a body is neither a function of the variable nor a constant.
    fn is_plain_variable(&self, inside: &Inside, letter: &str) -> bool {
        inside.name == letter || inside.is_bound || inside.is_variable || self.declared.contains(&inside.name)
    }

    /// The names in a body.
    fn names_inside(&self, body: NodeId, variable: NodeId) -> Vec<Inside> {
        let span = self.tree.node(body).span;
        let nodes = || (variable.0 + 1..=body.0).map(NodeId).map(|id| (id, self.tree.node(id)));
        let (mut bound, mut variables): (FxHashSet<String>, FxHashSet<String>) = Default::default();
        let (mut implied, mut arguments): (FxHashSet<NodeId>, FxHashSet<NodeId>) = Default::default();
        for (id, node) in nodes() {
            match node.kind {
                Kind::Apply(_, _, children) | Kind::Partial(_, _, children) => {
                    for (argument, _) in self.tree.children(children) {
                        let is_written = self.tree.node(*argument).span != node.span && !self.guessed.contains(&id);
                        if is_written {
                            arguments.insert(*argument)
                        } else {
                            implied.insert(*argument)
                        };
                    }
                }
                Kind::Derivative(_, by, _) => {
                    variables.insert(self.plain_name(by));
                }
                Kind::Bound(_, children) => bound.extend(self.tree.children(children).first().map(|(index, _)| self.plain_name(*index))),
                Kind::Evaluated(_, children) => {
                    bound.extend(self.tree.children(children).iter().step_by(2).map(|(by, _)| self.plain_name(*by)));
                }
                _ => {}
            }
        }
        nodes()
            .filter_map(|(node, Node { kind, span: place })| match kind {
                Kind::Name(name) if place.start >= span.start && place.end <= span.end => {
                    let name = self.spelt(name).to_string();
                    let runs = bound.iter().any(|index| runs_with(&name, index));
                    Some(Inside {
                        node,
                        place,
                        is_bound: bound.contains(&name),
                        is_variable: variables.contains(&name),
                        runs,
                        is_implied: implied.contains(&node),
                        is_argument: arguments.contains(&node),
                        name,
                    })
                }
                _ => None,
            })
            .collect()
    }

    /// `J(\theta)` differentiated by θ_j, `f(\mathbf{x})` by x_1: the argument stands for all its components.
    fn take_components(&mut self, body: NodeId, variable: NodeId, letter: &str) {
        let whole = letter.split('_').next().unwrap_or_default();
        // \frac{\partial L(\theta)}{\partial w}: θ is all parameters, and weights are among them.
        let is_weight = matches!(whole, "w" | "W" | "b");
        // \hat x and x' are no components of x.
        let is_marked = letter.split('_').nth(1).is_some_and(|mark| {
            matches!(mark, "prime" | "star") || (crate::letters::accent(mark).is_some() && !matches!(mark, "bold" | "vec"))
        });
        if (whole == letter || is_marked) && !is_weight {
            return self.take_quantity(body, variable, letter);
        }
        for id in (variable.0 + 1..=body.0).map(NodeId) {
            let Kind::Apply(_, 0, children) = self.tree.node(id).kind else { continue };
            let arguments = self.tree.children(children);
            let (is_single, named) = (arguments.len() == 1, |argument: NodeId| (argument, self.plain_name(argument)));
            let base_of = |name: &str| name.trim_end_matches("_bold").trim_end_matches("_vec").to_string();
            // Of p(x;\theta) by \theta_i the second argument.
            let all: Vec<(NodeId, String)> = arguments.iter().map(|(argument, _)| named(*argument)).collect();
            if !is_single && all.iter().any(|(_, name)| name == letter) {
                continue;
            }
            let Some((argument, name)) = all.into_iter().find(|(_, name)| is_single || base_of(name) == whole) else { continue };
            let base = base_of(&name);
            if name != letter
                && ((base == whole && whole != letter) || (is_single && is_weight && matches!(&*base, "theta" | "Theta")))
                && !letter.starts_with(&format!("{name}_bold"))
            {
                let component = self.tree.node(variable).kind;
                self.tree.replace(argument, component);
                let span = self.tree.node(id).span;
                note::add(&mut self.sentence.notes, span, || format!("read {name} as all its components: {letter} is one of them"));
            }
        }
        self.take_quantity(body, variable, letter);
    }

    /// `\frac{\partial L(\theta)}{\partial Y}`: the parameters behind a loss tell what it depends on all in all.
    fn take_quantity(&mut self, body: NodeId, variable: NodeId, letter: &str) {
        let Kind::Apply(name, 0, children) = self.tree.node(body).kind else { return };
        let [(argument, _)] = self.tree.children(children) else { return self.take_loss(body, variable, letter) };
        let argument = *argument;
        let (spelt, parameters) = (self.spelt(name).to_string(), self.plain_name(argument));
        let is_loss = LOSSES.contains(&&*spelt);
        let is_all = matches!(&*parameters, "theta" | "Theta" | "theta_bold" | "w" | "W" | "w_bold" | "W_bold");
        let is_known = self.scan.functions.contains(&spelt) || self.declared.contains(&parameters);
        if !is_loss || !is_all || is_known || crate::letters::have_same_letter(&parameters, letter) {
            return;
        }
        let by = self.tree.node(variable).kind;
        self.tree.replace(argument, by);
        let span = self.tree.node(body).span;
        note::add(&mut self.sentence.notes, span, || {
            format!("read {spelt} as a function of {letter}, by which it is differentiated: {parameters} stands for all that it depends on")
        });
    }

    /// `\frac{\partial L(y,\hat y)}{\partial w}`: what is predicted, of which a loss is a function, depends on the weights of a network and
    /// what they make.
    fn take_loss(&mut self, body: NodeId, variable: NodeId, letter: &str) {
        let Kind::Apply(name, 0, children) = self.tree.node(body).kind else { return };
        let spelt = self.spelt(name).to_string();
        let names: Vec<String> = self.tree.children(children).iter().map(|(argument, _)| self.plain_name(*argument)).collect();
        let is_inside = matches!(letter.split('_').next(), Some("w" | "W" | "b" | "z" | "a" | "h" | "o" | "theta" | "Theta"));
        let is_of_prediction = names.iter().any(|name| name.starts_with("y_hat"));
        let are_others = names.iter().all(|name| !name.is_empty() && !crate::letters::have_same_letter(name, letter));
        if !LOSSES.contains(&&*spelt) || self.scan.functions.contains(&spelt) || !is_inside || !is_of_prediction || !are_others {
            return;
        }
        let Some((only, _)) = self.tree.children(children).first().copied() else { return };
        let by = self.tree.node(variable).kind;
        self.tree.replace(only, by);
        let children = self.tree.push_children(&[(only, false)]);
        self.tree.replace(body, Kind::Apply(name, 0, children));
        let (span, names) = (self.tree.node(body).span, names.join(", "));
        note::add(&mut self.sentence.notes, span, || {
            format!("read {spelt} as a function of {letter}, by which it is differentiated: {names} depend on it")
        });
    }

    /// `f_\theta(x)` differentiated by θ: the index is an argument. Whether there was one.
    fn take_index(&mut self, body: NodeId, variable: NodeId, letter: &str) -> bool {
        let mut taken = false;
        for id in (variable.0 + 1..=body.0).map(NodeId) {
            let Kind::Apply(name, 0, children) = self.tree.node(id).kind else { continue };
            let spelt = self.spelt(name).to_string();
            // h_\theta by \theta_j: θ stands for all its components.
            let whole = letter.split('_').next().filter(|whole| matches!(*whole, "theta" | "w" | "beta" | "phi")).unwrap_or(letter);
            let Some((base, _)) = spelt.split_once('_').filter(|(_, index)| *index == letter || *index == whole) else { continue };
            if self.tree.children(children).iter().any(|(argument, _)| self.plain_name(*argument) == letter) {
                continue;
            }
            let mut arguments = vec![(variable, false)];
            arguments.extend_from_slice(self.tree.children(children));
            let (name, children) = (self.sentence.spell(base), self.tree.push_children(&arguments));
            self.tree.replace(id, Kind::Apply(name, 0, children));
            let span = self.tree.node(id).span;
            note::add(&mut self.sentence.notes, span, || {
                format!("read {letter}, by which {spelt} is differentiated, as the first argument of {base}")
            });
            taken = true;
        }
        taken
    }

    /// `\frac{\partial}{\partial\theta}\log p(x)`, `\frac{\partial p(x_i)}{\partial\beta_j}`: a density or a loss depends on parameters
    /// that are not among its arguments. Nothing is read so where the same function stands outside of the derivative as well, for it
    /// would be another one there. Whether there was one.
    fn take_parameter(&mut self, body: NodeId, variable: NodeId, letter: &str) -> bool {
        let base = letter.split('_').next().unwrap_or_default();
        if !matches!(base, "theta" | "beta" | "alpha" | "gamma" | "lambda" | "mu" | "sigma" | "eta" | "phi" | "w" | "W") {
            return false;
        }
        let span = self.tree.node(body).span;
        let (mut calls, mut called): (Vec<NodeId>, Option<Span>) = (Vec::new(), None);
        for id in (variable.0 + 1..=body.0).map(NodeId) {
            match self.tree.node(id).kind {
                Kind::Name(name) if have_same_letter(self.spelt(name), letter) => return false,
                // A loss of two arguments, L(y, \hat y), depends on a weight by one of them.
                Kind::Apply(name, 0, children)
                    if called.is_none_or(|other| self.spelt(other) == self.spelt(name))
                        && (self.tree.children(children).len() == 1 || self.spelt(name) == "p") =>
                {
                    called = Some(name);
                    calls.push(id);
                }
                Kind::Apply(..) | Kind::Partial(..) | Kind::Derivative(..) => return false,
                _ => {}
            }
        }
        let Some(name) = called else { return false };
        let spelt = self.spelt(name).to_string();
        let is_usual = matches!(&*spelt, "p" | "q" | "P" | "L" | "L_cal" | "ell" | "l" | "Q");
        let stands = |word: &crate::syntax::latex::words::Word| match word.kind {
            Word::Name(other) => self.spelt(self.info(other).base) == spelt,
            _ => false,
        };
        let is_own = self.scan.functions.contains(&spelt) || self.scan.defined.contains(&spelt) || self.declared.contains(letter);
        if !is_usual || is_own || self.sentence.words.iter().filter(|word| stands(word)).count() != calls.len() {
            return false;
        }
        for id in calls {
            let Kind::Apply(name, order, children) = self.tree.node(id).kind else { continue };
            let mut arguments = vec![(variable, false)];
            arguments.extend_from_slice(self.tree.children(children));
            let children = self.tree.push_children(&arguments);
            self.tree.replace(id, Kind::Apply(name, order, children));
        }
        note::add(&mut self.sentence.notes, span, || {
            format!("read {letter}, by which {spelt} is differentiated, as its first argument: a parameter that is not written")
        });
        true
    }

    /// `\frac{d}{dq}\left(\frac{\partial x}{\partial t}\right)`: an unknown function that is differentiated by one after the other
    /// depends on both. Whether the body is its derivative.
    fn widen_guessed(&mut self, body: NodeId, variable: NodeId) -> bool {
        let Kind::Partial(name, orders, children) = self.tree.node(body).kind else { return false };
        if !self.guessed.contains(&body) {
            return false;
        }
        let mut arguments = self.tree.children(children).to_vec();
        // In \frac{d}{dx}\frac{\partial F}{\partial y'} what F depends on depends on x itself.
        if !arguments.iter().all(|(node, _)| matches!(&*self.plain_name(*node), "t" | "s" | "tau")) {
            return false;
        }
        let mut orders = self.tree.partial_orders(orders, arguments.len()).to_vec();
        arguments.push((variable, false));
        orders.push(0);
        let written = arguments.iter().map(|(node, _)| self.plain_name(*node)).collect::<Vec<_>>().join(", ");
        let (orders, children) = (self.tree.push_orders(&orders), self.tree.push_children(&arguments));
        self.tree.replace(body, Kind::Partial(name, orders, children));
        let (spelt, span) = (self.spelt(name).to_string(), self.tree.node(body).span);
        note::add(&mut self.sentence.notes, span, || format!("read {spelt} as a function of {written}, by which it is differentiated"));
        true
    }

    /// `y'` below d/dx is the derivative of y by x.
    fn turn_primed(&mut self, names: &[Inside], variable: NodeId, is_partial: bool) -> Vec<String> {
        let mut turned = Vec::new();
        for inside in names.iter().filter(|_| !is_partial) {
            if let Some((base, order)) = self.primed.remove(&inside.node) {
                let children = self.tree.push_children(&[(variable, false)]);
                self.tree.replace(inside.node, Kind::Apply(base, order, children));
                turned.push(self.spelt(base).to_string());
            }
        }
        turned
    }

    fn undecided(&self, body: NodeId, letter: &str) -> Error {
        let span = self.tree.node(body).span;
        Error::Unsupported {
            span: Some(span.range()),
            what: format!("what of this depends on {letter} is not said"),
            hint: Some(format!("write the argument: f({letter})")),
        }
    }

    /// `\frac{d}{dx_k}x_i`: whether i is k is not said.
    fn reject_open_index(&self, letter: &str, names: &[Inside]) -> Result<(), Error> {
        let index_of = |name: &str| {
            let (base, index) =
                name.rsplit_once('_').map_or((name.to_string(), String::new()), |(base, index)| (base.into(), index.into()));
            let is_index = !index.is_empty()
                && index.len() <= 3
                && index.bytes().all(|byte| (b'a'..=b'n').contains(&byte) || matches!(byte, b'p' | b'q' | b'r'));
            is_index.then_some((base, index))
        };
        let (base, index) = match (index_of(letter), letter.rsplit_once('_')) {
            (Some((base, index)), _) => (base, index),
            (None, Some((base, number))) if number.bytes().all(|byte| byte.is_ascii_digit()) => (base.to_string(), number.to_string()),
            _ => return Ok(()),
        };
        let is_open = |name: &str| name == base || index_of(name).is_some_and(|(other, at)| other == base && at != index);
        // In \frac{\partial}{\partial x_i}\frac{\partial f}{\partial x_j} the x_j only tells by what f is differentiated.
        let is_variable =
            |node: NodeId| self.operators.iter().any(|operator| operator.variables.iter().any(|(variable, _)| *variable == node));
        match names.iter().find(|inside| is_open(&inside.name) && !inside.is_implied && !is_variable(inside.node)) {
            None => Ok(()),
            Some(Inside { place, name, .. }) => Err(not_said(*place, name, letter)),
        }
    }
}

/// Whether the last index of a name is a letter: z_t, x_varepsilon.
fn has_index(name: &str, letter: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(_, index)| index == letter)
}

/// Whether a name is a capital or begins with one, as quantities that depend on others do: Z, MSE.
fn is_quantity(base: &str) -> bool {
    base.starts_with(|first: char| first.is_ascii_uppercase()) && base != "X" && !CONSTANT.contains(&base) && greek_letter(base).is_none()
}

/// Whether a quantity whose index is the variable changes with it: energies and frequencies with a momentum, E_p and ω_k, and
/// anything with time or a parameter of a family, x_t and x_ε. With other letters the index more often tells one price from another.
fn changes_with_index(name: &str, letter: &str) -> bool {
    let base = name.split('_').next().unwrap_or_default();
    has_index(name, letter)
        && match letter {
            "p" | "k" | "q" => matches!(base, "E" | "omega" | "Omega" | "epsilon" | "varepsilon" | "u" | "v" | "psi" | "phi"),
            _ => matches!(letter, "t" | "tau" | "s" | "epsilon" | "varepsilon" | "lambda"),
        }
}

/// `\frac1r\frac{\partial}{\partial r}(rv_r)`: what is multiplied by powers of r below ∂ by r is a field, or a component of one.
fn is_radial_field(name: &str) -> bool {
    matches!(name, "phi" | "psi" | "Psi" | "T" | "u" | "v" | "w")
        || name.split_once('_').is_some_and(|(base, index)| {
            matches!(base, "u" | "v" | "w" | "A" | "B" | "E" | "F" | "J" | "j" | "q" | "D" | "H")
                && matches!(index, "r" | "theta" | "phi" | "z")
        })
}

fn not_said(place: Span, name: &str, letter: &str) -> Error {
    Error::Unsupported {
        span: Some(place.range()),
        what: format!("whether {name} depends on {letter} is not said"),
        hint: Some("write the components with numbers as indices, and what depends on it as a function".into()),
    }
}
