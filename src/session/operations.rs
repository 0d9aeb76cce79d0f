//! Questions about curves, and derivatives of symbolic order.

use super::reading::refuse;
use super::{Answer, Question, Session, explain, rule_sets};
use crate::error::Error;
use crate::expression::{Id, Node, Relation};
use crate::functions::FunctionId;
use crate::operation::{self, Desk, ImplicitQuestion, ParametricCurve, Refusal, Working};
use crate::syntax::{self, Member, Quotient};

/// Letters a parameter goes by, the first of them that both coordinates have.
const PARAMETERS: [&str; 7] = ["t", "theta", "phi", "s", "u", "tau", "lambda"];

impl Session {
    /// The derivative of a function given by an equation. The question's expression is the equation, its variable the
    /// derivative: `dy/dx`, `d2y/dx2`, `∂z/∂x`; an expression alone stands for its being 0. Higher derivatives are simplified by the equation. Several equations make as
    /// many functions of the rest; further variables of the question name them, where that is not clear.
    ///
    /// *Conditions:* beside those of the equation, that it determines the function: `F_y != 0`, where the answer does not show it.
    /// *Source:* implicit function theorem, DLMF 1.5.14.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.implicit(&Question::derive("x^2 + y^2 = r^2", &["dy/dx"]))?.text()?, "-x/y");
    /// assert_eq!(session.implicit(&Question::derive("x^2 + y^2 = r^2", &["d2y/dx2"]))?.text()?, "-r^2/y^3");
    /// let system = Question::derive("x + y + z = 1, x^2 + y^2 + z^2 = 1", &["dy/dx"]);
    /// assert_eq!(session.implicit(&system)?.text()?, "(x - z)/(z - y)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where the unknown is not in the equation; otherwise as [`Session::derive`].
    pub fn implicit(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let Asked { quotient, others } = asked(question)?;
        let names: Vec<&str> =
            [quotient.above.as_str()].into_iter().chain(others.iter().copied()).chain(quotient.below.iter().map(String::as_str)).collect();
        let members = self.read_equations(question, &names)?;
        let mut equations = Vec::with_capacity(members.len());
        for member in members {
            equations.push(match member {
                Member::Equation(left, right) | Member::Named(left, right) => (left, right),
                Member::Value(value) => {
                    self.outcome.notes.push("read what is no equation as its left side, equal to 0".into());
                    (value, Id::ZERO)
                }
            });
        }
        let relations: Vec<Id> = equations.iter().map(|(left, right)| self.arena.relation(Relation::Equal, *left, *right)).collect();
        let input = self.arena.conjunction(&relations);
        self.outcome.input = Some(input);
        let variables: Vec<Id> = quotient.below.iter().map(|name| self.arena.symbol(name)).collect();
        let dependents = self.dependents(&quotient, others, equations.len(), input)?;
        if let Some(both) = variables.iter().find(|variable| dependents.contains(variable)) {
            let what = format!("`{}` cannot be a function and the variable", self.names_of(&[*both]).concat());
            return refuse(&what, "name the other functions behind the derivative, and the variable in it: `dy/dx z`");
        }
        self.tell_absent(&[input], &variables);
        self.outcome.style.variable = variables.last().copied();
        let partial = question.variables[0].contains('∂') || question.variables[0].contains("partial");
        let asked = ImplicitQuestion { equations: &equations, dependents: &dependents, variables: &variables, partial };
        self.outcome.curve.clone_from(&equations);
        self.work(question, input, |desk| operation::implicit(desk, &asked))
    }

    /// The functions that so many equations determine, the one asked for first.
    fn dependents(&mut self, quotient: &Quotient, others: &[&str], equations: usize, input: Id) -> Result<Vec<Id>, Error> {
        if equations > operation::MOST_UNKNOWNS {
            let hint = "eliminate some of the unknowns first".into();
            return Err(Error::Limit { what: "the number of equations".into(), limit: operation::MOST_UNKNOWNS as u64, hint });
        }
        let mut dependents = vec![self.arena.symbol(&quotient.above)];
        for name in others {
            dependents.push(self.symbol(name, ["no name of a function", "name the other functions behind the derivative"])?);
        }
        if dependents.len() < equations && others.is_empty() {
            let symbols = self.arena.free_symbols(input);
            let all: Vec<Id> = symbols.into_iter().map(|symbol| self.arena.symbol_node(symbol)).collect();
            let below: Vec<Id> = quotient.below.iter().map(|name| self.arena.symbol(name)).collect();
            dependents.extend(all.into_iter().filter(|id| *id != dependents[0] && !below.contains(id)).collect::<Vec<_>>());
        }
        if dependents.len() != equations {
            let count = if equations == 1 {
                "one equation determines one function".into()
            } else {
                format!("{equations} equations determine {equations} functions")
            };
            return refuse(&count, "name the functions, the others behind the derivative: `dy/dx z`");
        }
        Ok(dependents)
    }

    /// The derivative of a curve given by a parameter. The question's expression gives both coordinates,
    /// `x = cos(t), y = sin(t)`; its variable is the derivative, `dy/dx` or `d2y/dx2`, and a second one names the parameter
    /// where that is not clear.
    ///
    /// *Conditions:* `dx/dt != 0`, where the answer does not show it.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let cycloid = Question::derive("x = t - sin(t), y = 1 - cos(t)", &["dy/dx"]);
    /// assert_eq!(session.parametric(&cycloid)?.text()?, "sin(t)/(1 - cos(t))");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where a coordinate is missing or the parameter is not clear; otherwise as [`Session::derive`].
    pub fn parametric(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let Asked { quotient, others } = asked(question)?;
        if quotient.below.iter().any(|name| *name != quotient.below[0]) {
            return refuse("a curve has one coordinate to differentiate by", "ask for dy/dx or d2y/dx2");
        }
        let (above, below) = (quotient.above.as_str(), quotient.below[0].as_str());
        let members = self.read_list(question, others, &[above, below])?;
        let mut coordinate = |name: &str| {
            let symbol = self.arena.symbol(name);
            let mut found = members.iter().filter_map(|member| match member {
                Member::Named(own, value) if *own == symbol => Some(*value),
                _ => None,
            });
            let hint = Some("give both once: `x = cos(t), y = sin(t)`".to_string());
            match (found.next(), found.next()) {
                (Some(value), None) => Ok(value),
                (None, _) => Err(Error::Request { what: format!("the coordinate `{name}` is missing"), hint }),
                (Some(_), Some(_)) => Err(Error::Request { what: format!("the coordinate `{name}` is given twice"), hint }),
            }
        };
        let (y, x) = (coordinate(above)?, coordinate(below)?);
        let (y, x) = self.apart([above, below], [y, x])?;
        let parameter = self.parameter(others.first().copied(), x, y)?;
        let input = self.arena.relation(Relation::Equal, y, x);
        self.outcome.input = Some(input);
        self.outcome.style.variable = Some(parameter);
        let names = [below, above].map(|name| self.arena.symbol(name));
        let curve = ParametricCurve { names, values: [x, y], parameter };
        self.work(question, input, |desk| operation::parametric(desk, &curve, quotient.below.len()))
    }

    /// The derivative of symbolic order, such as `n`, which is a positive integer.
    ///
    /// *Domain:* linear combinations of `x^m`, `exp`, `a^x`, `ln`, `sin`, `cos`, `sinh`, `cosh` and `1/(x + c)` of linear
    /// arguments, of products of polynomials with these, and of polynomials. The conditions say where the formula begins to
    /// hold, as in `n > 1` for `x*ln(x)`.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let question = Question::derive("sin(a*x)", &["x"]);
    /// assert_eq!(session.derive_to_order(&question, "n")?.text()?, "a^n*sin(a*x + n*pi/2)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where no formula is known; otherwise as [`Session::derive`].
    pub fn derive_to_order(&mut self, question: &Question<'_>, order: &str) -> Result<Answer<'_>, Error> {
        let input = self.read(question)?;
        let [variable] = self.variables(question, input)?[..] else {
            return refuse("a derivative of symbolic order has one variable", "name a single variable");
        };
        let n = self.symbol(order, ["no order", "an order is a number from 1 to 1000 or a name such as n"])?;
        if n == variable {
            return refuse(&format!("`{order}` is the variable, so it cannot be the order"), "call the order n or k");
        }
        self.outcome.style.variable = Some(variable);
        self.refuse_components(&[input], &[variable])?;
        self.tell_absent(&[input], &[variable]);
        self.work(question, input, |desk| operation::symbolic_order(desk, input, variable, n))?;
        self.tell_limits_of_gamma(n);
        Ok(Answer { session: self })
    }

    /// Says what the general power rule means where a name is a whole number: `gamma(k + 1)/gamma(k - n + 1)` is 0 for k = 0, ..., n - 1,
    /// where the second of the two has no value.
    fn tell_limits_of_gamma(&mut self, order: Id) {
        const GAMMA: FunctionId = FunctionId::named("gamma");
        let arena = &self.arena;
        let Some(answer) = self.outcome.id else { return };
        let is_open = arena.reachable(answer).into_iter().any(|id| match arena.node(id) {
            Node::Call(GAMMA, &[argument]) => arena.contains(argument, order) && arena.free_symbols(argument).len() > 1,
            _ => false,
        });
        if is_open {
            self.outcome.notes.push(
                "where an exponent is a whole number for which gamma has no value, the limit of this formula is meant: 0 for whole \
                 exponents from 0 to the order less 1"
                    .into(),
            );
        }
    }

    /// Does an operation, and keeps what it came to.
    pub(super) fn work(
        &mut self,
        question: &Question<'_>,
        input: Id,
        operation: impl FnOnce(&mut Desk<'_>) -> Result<Working, Refusal>,
    ) -> Result<Answer<'_>, Error> {
        let working = self.at_desk(question, input, operation)?;
        self.checked(working.answer)?;
        for id in working.nonzero {
            let (_, core) = self.arena.coefficient(id);
            // A factor below the bar has its own condition; the others must not be zero.
            for factor in self.arena.factors(core).into_iter().filter(|factor| !factor.number.is_negative()) {
                let condition = self.arena.relation(Relation::NotEqual, factor.id, Id::ZERO);
                self.outcome.conditions.push(condition);
            }
        }
        self.outcome.conditions.extend(working.conditions);
        self.outcome.worked = working.steps;
        self.finish(working.answer, question);
        Ok(Answer { session: self })
    }

    /// What an operation comes to; what it differentiates is remembered.
    pub(super) fn at_desk<T>(
        &mut self,
        question: &Question<'_>,
        input: Id,
        operation: impl FnOnce(&mut Desk<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Error> {
        let mut desk = Desk {
            arena: &mut self.arena,
            knowledge: &mut self.knowledge,
            differentiator: &mut self.differentiator,
            rules: rule_sets(self.own_rules.as_ref()),
            goal: self.outcome.goal(input, question.form),
            name: self.outcome.name,
            stages: Vec::new(),
        };
        let result = operation(&mut desk);
        self.outcome.stages = std::mem::take(&mut desk.stages);
        result.map_err(|refusal| self.refusal(refusal))
    }

    fn refusal(&self, refusal: Refusal) -> Error {
        let written = |id: Id| {
            let mut text = String::new();
            match crate::render::write_text(&mut text, &self.arena, id, &self.outcome.style) {
                Ok(()) if text.chars().count() <= 60 => format!("`{text}`"),
                _ => "this expression".into(),
            }
        };
        match refusal {
            Refusal::Derivative(failure) => explain(failure),
            Refusal::Undetermined(id) => Error::Request {
                what: format!("nothing here depends on {} in a way that would determine a derivative", written(id)),
                hint: Some("the equation must contain the function asked for, and the curve must move along the axis".into()),
            },
            Refusal::NoDirection => Error::Request { what: "a direction of length zero is none".into(), hint: None },
            Refusal::NoGeneralOrder(id) => Error::Unsupported {
                span: None,
                what: format!("no formula for the derivative of every order of {} is known here", written(id)),
                hint: Some("ask for a number: `--order 3`".into()),
            },
        }
    }

    /// Coordinates of which one may be given by the other, each by the parameter: `x = t^2, y = x*t`.
    fn apart(&mut self, names: [&str; 2], [y, x]: [Id; 2]) -> Result<(Id, Id), Error> {
        let [own_y, own_x] = names.map(|name| self.arena.symbol(name));
        let has = |session: &Session, id: Id, name: Id| session.arena.may_vary_with(id, name);
        let is_of_itself = has(self, y, own_y) || has(self, x, own_x);
        match (has(self, y, own_x), has(self, x, own_y)) {
            (false, false) if !is_of_itself => Ok((y, x)),
            (true, false) if !is_of_itself => Ok((self.arena.substitute(y, own_x, x), x)),
            (false, true) if !is_of_itself => Ok((y, self.arena.substitute(x, own_y, y))),
            _ => refuse("each coordinate depends on itself here", "give both by the parameter: `x = cos(t), y = sin(t)`"),
        }
    }

    /// What both coordinates depend on.
    fn parameter(&mut self, named: Option<&str>, x: Id, y: Id) -> Result<Id, Error> {
        if let Some(name) = named {
            return self.symbol(name, ["no name of a parameter", "a parameter is a letter such as t"]);
        }
        let (of_x, of_y) = (self.arena.free_symbols(x), self.arena.free_symbols(y));
        let common: Vec<&str> = of_x.iter().filter(|symbol| of_y.contains(symbol)).map(|symbol| self.arena.name(*symbol)).collect();
        let usual = PARAMETERS.iter().copied().find(|name| common.contains(name));
        match (&common[..], usual) {
            ([only], _) => {
                let name = only.to_string();
                Ok(self.arena.symbol(&name))
            }
            (_, Some(name)) => {
                // Of s and t either may be meant.
                if PARAMETERS.iter().filter(|letter| common.contains(letter)).count() > 1 {
                    self.outcome.notes.push(format!("read `{name}` as the parameter; another one is named after the derivative"));
                }
                Ok(self.arena.symbol(name))
            }
            _ => refuse("by which parameter do the coordinates move?", "name it after the derivative: `dy/dx t`"),
        }
    }
}

/// What a question about a curve asks for.
struct Asked<'q> {
    quotient: Quotient,
    /// The names behind the derivative.
    others: &'q [&'q str],
}

fn asked<'q>(question: &Question<'q>) -> Result<Asked<'q>, Error> {
    let Some((first, others)) = question.variables.split_first() else {
        return refuse("which derivative is asked for?", "name it after the equation: `dy/dx`");
    };
    let Some(mut quotient) = syntax::quotient(first) else {
        return refuse(&format!("`{first}` is no derivative"), "write dy/dx, or d2y/dx2 for the second");
    };
    if quotient.below.contains(&quotient.above) {
        return refuse("a derivative by itself is always 1", "ask for another coordinate: dy/dx");
    }
    let times = question.order.max(1) as usize;
    if quotient.below.len() == 1 && times > 1 {
        quotient.below = vec![quotient.below[0].clone(); times];
    }
    Ok(Asked { quotient, others })
}
