//! Named functions of the table: base, exponent and primes behind the name, and the argument with brackets or without.

use super::Parser;
use super::entry::{Applied, Callee, Entry};
use crate::error::Error;
use crate::functions::Arity;
use crate::syntax::joint::{BARE, Joint};
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::names::{function, inverse};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    /// A named function with what follows it: base, exponent, primes, argument.
    pub fn applied(&mut self, mut applied: Applied) -> Result<(), Error> {
        let row = applied.known.any().row();
        loop {
            let open = self.at + 1;
            match self.kind() {
                Word::Primes(order) => {
                    applied.primes += order;
                    self.at += 1;
                }
                Word::Subscript if row.name == "ln" && applied.base.is_none() => {
                    self.open(Entry::LogarithmBase { applied });
                    self.at += 2;
                    return Ok(());
                }
                Word::Subscript => {
                    return Err(Error::Unsupported {
                        span: Some(self.span().range()),
                        what: format!("{} with an index is not read", row.name),
                        hint: Some("write the values out: \\max(a, b)".into()),
                    });
                }
                Word::Power if self.follows_exponent() => {
                    return Err(self.expected("the argument", Some("a function has one exponent".into())));
                }
                Word::Power if self.is_minus_one(open) => {
                    self.at = self.mate(open) + 1;
                    let Some(turned) = inverse(applied.known.any()).and_then(|turned| function(turned.row().name)) else {
                        return Err(Error::Syntax {
                            span: applied.name.range(),
                            found: format!("the exponent -1 of {}", row.name),
                            expected: "a function with a named inverse".into(),
                            hint: Some(format!("for the reciprocal write \\frac{{1}}{{{}(x)}}", row.name)),
                        });
                    };
                    let named = turned.any().row().name;
                    note::add(&mut self.sentence.notes, applied.name, || {
                        format!("read {}^-1 as the inverse function {named}; the reciprocal is 1/{}", row.name, row.name)
                    });
                    applied.known = turned;
                    return self.applied(applied);
                }
                Word::Power if let Some((order, behind)) = self.sentence.order_above(self.at) => {
                    applied.primes += order;
                    self.at = behind;
                }
                Word::Power
                    if self.kind_at(self.at + 2) == Word::Open(Bracket::Round)
                        && matches!(self.kind_at(self.at + 3), Word::Name(_))
                        && self.mate(self.at + 2) == self.at + 4
                        && self.kind_at(self.at + 5) == Word::BraceClose =>
                {
                    return Err(Error::Unsupported {
                        span: Some(self.span().to(self.span_at(self.at + 5)).range()),
                        what: "whether this is a power or the order of a derivative is not said".into(),
                        hint: Some("write a power without brackets, and a derivative as \\frac{d^n}{dx^n}".into()),
                    });
                }
                Word::Power if applied.exponent.is_none() => {
                    self.open(Entry::FunctionExponent { applied });
                    self.at += 2;
                    return Ok(());
                }
                _ => break,
            }
        }
        self.argument(applied)
    }

    /// `\min\{x_i\}`: the smallest of all that have an index, and not of one.
    fn reject_set(&self, function: &str) -> Result<(), Error> {
        let Word::Name(only) = self.kind_at(self.at + 1) else { return Ok(()) };
        let counts = matches!(self.spelt(self.info(only).subscript), "i" | "j" | "k" | "l" | "m" | "n" | "t");
        if !matches!(function, "max" | "min") || self.mate(self.at) != self.at + 2 || !counts {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.at + 2)).range()),
            what: format!("the {function} of all that have an index is not read"),
            hint: Some("write the values out: \\max(a, b)".into()),
        })
    }

    /// Whether an exponent ends before the word that stands here.
    fn follows_exponent(&self) -> bool {
        let before = self.at - 1;
        self.kind_at(before) == Word::BraceClose && self.mate(before) > 0 && self.kind_at(self.mate(before) - 1) == Word::Power
    }

    pub fn is_minus_one(&self, open: usize) -> bool {
        let minus = self.kind_at(open + 1) == Word::Minus && self.mate(open) == open + 3;
        minus && matches!(self.kind_at(open + 2), Word::Number(digits) if self.spelt(digits) == "1")
    }

    /// What a function is applied to: a bracket, or the factors that follow.
    fn argument(&mut self, applied: Applied) -> Result<(), Error> {
        let row = applied.known.any().row();
        let name = self.at;
        match self.kind() {
            Word::Open(Bracket::Round | Bracket::Square | Bracket::Curly) => {
                self.reject_set(row.name)?;
                let callee = Callee::Known(applied);
                self.open(Entry::Call { callee, start: self.pending.len(), at: applied.name, open: name });
                self.at += 1;
                return Ok(());
            }
            // \tan{(x)}: the bracket is the argument, whatever braces are around it.
            Word::BraceOpen
                if matches!(self.kind_at(name + 1), Word::Open(Bracket::Round)) && self.mate(name + 1) + 1 == self.mate(name) =>
            {
                let callee = Callee::Known(applied);
                self.open(Entry::Call { callee, start: self.pending.len(), at: applied.name, open: name });
                self.at += 1;
                return Ok(());
            }
            Word::Number(_)
            | Word::Name(_)
            | Word::Fraction
            | Word::Root
            | Word::IndexedRoot
            | Word::BraceOpen
            | Word::Open(_)
            | Word::Binomial
            | Word::Minus
            | Word::Plus
            | Word::Bound(_)
            | Word::Cases
            | Word::Indicator
            | Word::Differential(_)
            | Word::Function(_) => {}
            _ => {
                let expected = format!("the argument of {}", row.name);
                return Err(self.expected(&expected, Some(format!("write \\{}(x), or \\operatorname{{...}}", row.name))));
            }
        }
        let is_closed = matches!(self.kind(), Word::BraceOpen | Word::Open(_));
        self.stack.push(Entry::Bare { applied, is_closed });
        Ok(())
    }

    /// `\sin\pi(t-1)`, `\cos 2\pi f(x)`: behind pi and numbers alone a bracket or a call belongs to the argument, but for logarithms
    /// and where a thin space sets it apart.
    pub fn goes_on(&mut self, operand: NodeId) -> bool {
        let (start, entry) = match self.stack.last() {
            Some(Entry::Joint(Joint::ArgumentProduct(chain))) => {
                (chain.start, self.stack.len().checked_sub(2).map(|below| self.stack[below]))
            }
            entry => (self.pending.len(), entry.copied()),
        };
        let (Some(Entry::Bare { applied, .. }), Word::Open(_) | Word::Name(_)) = (entry, self.kind()) else { return false };
        let row = applied.known.any().row();
        let is_joined = matches!(self.kind_at(self.at - 1), Word::Name(name) if !self.info(name).is_apart);
        let is_number = |node: NodeId| match self.tree.node(node).kind {
            Kind::Number(_) => true,
            Kind::Name(name) => self.spelt(name) == "pi",
            _ => false,
        };
        let goes_on =
            is_joined && !row.name.starts_with('l') && self.pending[start..].iter().map(|(node, _)| *node).chain([operand]).all(is_number);
        if goes_on {
            let (span, name) = (self.span(), row.name);
            note::add(&mut self.sentence.notes, span, || {
                format!("read what stands here as part of the argument of {name}, for pi and numbers alone stand before it")
            });
        }
        goes_on
    }

    /// `\cos 2\pi t/T`, `\exp -x^2/2`: behind pi, or a sign, what stands below a slash belongs to an argument without brackets. In
    /// other products that is told.
    pub fn divided_argument(&mut self, operand: NodeId) -> Result<Option<NodeId>, Error> {
        let is_argument = |entry: &Entry| match entry {
            Entry::Bare { applied, is_closed: false } => Some(applied.known.any().row().name),
            _ => None,
        };
        let depth = self.stack.len();
        let entries = self.stack[depth.saturating_sub(3)..].to_vec();
        let Some(name) = entries
            .iter()
            .rev()
            .find(|entry| !matches!(entry, Entry::Joint(Joint::ArgumentProduct(_) | Joint::Sign { .. })))
            .and_then(is_argument)
        else {
            return Ok(None);
        };
        let start = entries.iter().find_map(|entry| match entry {
            Entry::Joint(Joint::ArgumentProduct(chain)) => Some(chain.start),
            _ => None,
        });
        let factors: Vec<NodeId> =
            start.map_or(&[][..], |start| &self.pending[start..]).iter().map(|(node, _)| *node).chain([operand]).collect();
        let holds_pi = factors.len() > 1 && factors.iter().any(|factor| self.plain_name(*factor) == "pi");
        let is_signed = name == "exp" && entries.iter().any(|entry| matches!(entry, Entry::Joint(Joint::Sign { .. })));
        let below = self.at + 1;
        let is_simple = matches!(self.kind_at(below), Word::Number(_) | Word::Name(_))
            && !matches!(self.kind_at(below + 1), Word::Name(_) | Word::Open(_) | Word::Power | Word::Number(_) | Word::Fraction);
        let is_other = !factors.iter().any(|factor| match self.kind_at(below) {
            Word::Name(name) => self.plain_name(*factor) == self.spelt(self.info(name).spelt),
            _ => false,
        });
        let span = self.span();
        if !is_simple || !is_other || !(holds_pi || is_signed) {
            let is_single = matches!(factors[..], [only] if !self.plain_name(only).is_empty());
            let is_quotient = is_single && is_simple && is_other && matches!(self.kind_at(below), Word::Name(_));
            // \sin 1/x
            let is_number = matches!(factors[..], [only] if matches!(self.tree.node(only).kind, Kind::Number(_)));
            if factors.len() > 1 || is_quotient || is_number || matches!(self.kind_at(below), Word::Number(_)) {
                note::add(&mut self.sentence.notes, span, || {
                    format!("ended the argument of {name} before the slash: for the quotient write \\{name}(a/b)")
                });
            }
            return Ok(None);
        }
        note::add(&mut self.sentence.notes, span, || {
            format!("read what stands below the slash as part of the argument of {name}: to end it before write \\{name}(a)/b")
        });
        let above = self.reduce(operand, BARE + 1)?;
        self.require_value(above)?;
        let place = self.span_at(below);
        let below_node = match self.kind_at(below) {
            Word::Number(digits) => self.tree.push(Kind::Number(digits), place),
            Word::Name(name) => self.name_node(name, place),
            _ => return Ok(None),
        };
        self.at = below + 1;
        let whole = self.tree.node(above).span.to(place);
        let children = self.tree.push_children(&[(above, false), (below_node, true)]);
        Ok(Some(self.tree.push(Kind::Product(children), whole)))
    }

    /// `\sin^2\alpha s^2`, `\cos\theta v_1`: behind a letter for an angle alone a Latin letter begins a factor, but for one that runs.
    pub fn ends_angle(&mut self, operand: NodeId) -> bool {
        let (Some(Entry::Bare { applied, is_closed: false }), Word::Name(next)) = (self.stack.last().copied(), self.kind()) else {
            return false;
        };
        let angle = self.plain_name(operand);
        let is_angle = matches!(&*angle, "alpha" | "beta" | "gamma" | "theta" | "vartheta" | "phi" | "varphi" | "psi");
        let (info, name) = (self.info(next), applied.known.any().row().name);
        let spelt = self.spelt(info.spelt).to_string();
        let is_trigonometric = matches!(name, "sin" | "cos" | "tan" | "cot" | "sec" | "csc");
        let is_latin = self.spelt(info.base).len() == 1 || !info.subscript.range().is_empty();
        // \cosh\zeta\;j
        let is_apart = !angle.is_empty() && self.is_widely_apart(applied.name.end as usize);
        if !((is_angle && is_trigonometric) || is_apart) || !is_latin || matches!(&*spelt, "x" | "y" | "z" | "t" | "n" | "k" | "m") {
            return false;
        }
        let span = self.span();
        note::add(&mut self.sentence.notes, span, || {
            format!("ended the argument of {name} before {spelt}: for the product write \\{name}({angle} {spelt})")
        });
        true
    }

    /// Whether a wide space stands before this word, and none behind the name of the function before it, which ends at a place.
    fn is_widely_apart(&self, name: usize) -> bool {
        let (argument, next) = (self.span_at(self.at - 1), self.span().start as usize);
        let is_wide = |from: usize, to: usize| {
            self.text.get(from..to).is_some_and(|between| between.contains(r"\;") || between.contains(r"\:") || between.contains(r"\ "))
        };
        is_wide(argument.end as usize, next) && !is_wide(name, argument.start as usize)
    }

    /// A function and its bare argument.
    pub fn apply_bare(&mut self, applied: Applied, is_closed: bool, operand: NodeId) -> Result<NodeId, Error> {
        let span = applied.name.to(self.tree.node(operand).span);
        if !is_closed
            && let Kind::Power(..) = self.tree.node(operand).kind
            && self.tree.node(operand).span.start >= applied.name.end
        {
            let written = note::shortened(&self.text[span.range()]);
            let name = applied.known.any().row().name;
            note::add(&mut self.sentence.notes, span, || {
                format!("read `{written}` with the power inside the argument; the power of the value is \\{name}^2 x")
            });
        }
        self.apply(applied, &[(operand, false)], span)
    }

    /// A function of the table and its arguments.
    pub fn apply(&mut self, applied: Applied, arguments: &[(NodeId, bool)], span: Span) -> Result<NodeId, Error> {
        let mut arguments = arguments.to_vec();
        if let Some(base) = applied.base {
            arguments.insert(0, (base, false));
        }
        let Some(function) = applied.known.with_arguments(arguments.len()) else {
            let row = applied.known.any().row();
            let wanted = match row.arity {
                Arity::Exactly(count) => format!("{count} of {}", row.name),
                Arity::AtLeast(count) => format!("at least {count} of {}", row.name),
            };
            let found = format!("{} argument{}", arguments.len(), if arguments.len() == 1 { "" } else { "s" });
            return Err(Error::Syntax { span: span.range(), found, expected: wanted, hint: None });
        };
        let call = match (applied.primes, &arguments[..]) {
            (0, _) => {
                let children = self.tree.push_children(&arguments);
                self.tree.push(Kind::Call(function, children), span)
            }
            (order, [(argument, _)]) => self.tree.push(Kind::Primed(function, order, *argument), span),
            _ => {
                let expected = "one argument after a prime".into();
                let found = format!("{} arguments", arguments.len());
                return Err(Error::Syntax { span: span.range(), found, expected, hint: None });
            }
        };
        Ok(match applied.exponent {
            Some(exponent) => self.tree.push(Kind::Power(call, exponent), span),
            None => call,
        })
    }
}
