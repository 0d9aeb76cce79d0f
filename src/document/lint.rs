//! Every link of every chain of a document that says something about a derivative, and what there is to say about it.

use crate::document::check::beyond::{beyond, not_scalar};
use crate::document::check::judge::Judge;
use crate::document::check::link::{Link, Outcome};
use crate::document::check::objection::{GIVEN, OWN, RELATED, UNEXPLAINED};
use crate::document::check::superseded::{stands_in_an_equation, superseded};
use crate::document::check::target::{Form, form, juxtaposed};
use crate::document::check::{by_expression, componentwise, ellipsis, factor, flat, held, limit};
use crate::document::finding::{Finding, Standing, Used};
use crate::document::formula::split::Relation;
use crate::document::page::Document;
use crate::document::statement::closure::Place;
use crate::document::statement::conditions::{Conditions, conditions};
use crate::document::statement::context::{
    asks_for_a_place, disclaimer, gives_a_reason, is_announced, is_optimality, is_supposed, names_a_point, special_functions,
};
use crate::document::statement::letters::{is_constant, is_letter_of_all};
use crate::document::statement::scope::{Definition, Scope};
use crate::document::statement::{Member, Statement, calls, differentials, euler, inner, likelihood, powers, statements, subscripts};
use crate::syntax::latex::{Differentiated, NameUse};
use rustc_hash::{FxHashMap, FxHashSet};

/// What holds in all documents.
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// Conditions in plain text, such as `a > 0`.
    pub assumptions: Vec<String>,
    /// Names that stand for vectors, matrices or random quantities: nothing is said about statements with them.
    pub vectors: Vec<String>,
}

impl Document {
    /// What there is to say about the document's statements, in reading order.
    ///
    /// ```
    /// use chainrule::{Document, DocumentFormat, LintSettings, Standing};
    /// let text = "Let $y = x^2$. Then $\\frac{dy}{dx} = 2x$ and $\\frac{d}{dx} x^3 = 3x$.";
    /// let document = Document::new("notes.md", text, DocumentFormat::Markdown, "", &mut |_| None);
    /// let verdicts: Vec<Standing> = document.lint(&LintSettings::default()).iter().map(|finding| finding.verdict).collect();
    /// assert_eq!(verdicts, [Standing::Right, Standing::Refuted]);
    /// ```
    pub fn lint(&self, settings: &LintSettings) -> Vec<Finding> {
        let mut statements = statements(self);
        let others = euler::tell_apart(&mut statements);
        let mut findings: Vec<Finding> = self.fault.iter().map(|reason| self.unread(reason)).collect();
        findings.extend(self.findings(statements, settings));
        if others.is_empty() {
            return findings;
        }
        let is_open = |finding: &Finding| finding.verdict != Standing::Right;
        let place = |finding: &Finding| (finding.file, finding.place.start, finding.claim.end);
        for (number, other) in others.into_iter().enumerate() {
            if !findings.iter().any(is_open) {
                break;
            }
            let mut found: FxHashMap<_, _> = self.findings(other, settings).into_iter().map(|finding| (place(&finding), finding)).collect();
            for finding in findings.iter_mut().filter(|finding| is_open(finding)) {
                match found.remove(&place(finding)) {
                    Some(other) if other.verdict == Standing::Right => *finding = other,
                    // Powers in a derivative by e may be powers of the name.
                    Some(other) if number == 0 && other.verdict == Standing::NotChecked && euler::may_be_name(&finding.latex) => {
                        *finding = other
                    }
                    _ => {}
                }
            }
        }
        findings.iter_mut().for_each(euler::restore);
        findings
    }

    fn findings(&self, mut statements: Vec<Statement>, settings: &LintSettings) -> Vec<Finding> {
        powers::take_roots(&mut statements);
        likelihood::name(&mut statements);
        calls::shorten(&mut statements);
        inner::name(&mut statements);
        ellipsis::fill_in(&mut statements);
        differentials::divide(&mut statements);
        componentwise::spell_out(&mut statements);
        flat::flatten(&mut statements);
        let scope = Scope::of(&statements);
        subscripts::find(&mut statements, &scope);
        let mut linter = Linter {
            document: self,
            statements: &statements,
            scope,
            settings,
            judge: Judge::new(self.limits),
            by_older: FxHashSet::default(),
        };
        let mut found: Vec<Vec<Finding>> = (0..statements.len()).map(|at| linter.statement(at)).collect();
        // What was left open for want of certainty may be certain by what was right behind it.
        for (at, found) in found.iter_mut().enumerate() {
            let is_doubtful = |finding: &Finding| finding.verdict == Standing::NotChecked && DOUBTS.contains(&finding.reason.as_str());
            if linter.by_older.contains(&at) || found.iter().any(is_doubtful) {
                *found = linter.statement(at);
            }
        }
        let mut findings = Vec::new();
        for (statement, found) in statements.iter().zip(found) {
            match statement.component {
                // A vector is right where all components are, and wrong where one is.
                Some(1..) => join(&mut findings, found),
                _ => findings.extend(found),
            }
        }
        findings
    }

    /// Nothing is said about a file that could not be read.
    fn unread(&self, reason: &str) -> Finding {
        let first_line = 0..self.files[0].text.lines().next().map_or(0, str::len);
        Finding {
            verdict: Standing::NotChecked,
            reason: reason.into(),
            file: 0,
            cell: None,
            place: first_line.clone(),
            claim: first_line,
            latex: String::new(),
            witness: None,
            expected: None,
            mistake: None,
            definitions: Vec::new(),
        }
    }
}

/// Takes what is said of another component together with what was said of those before.
fn join(findings: &mut [Finding], found: Vec<Finding>) {
    let rank = |finding: &Finding| match finding.verdict {
        Standing::Refuted => 2,
        Standing::NotChecked => 1,
        Standing::Right => 0,
    };
    for other in found {
        if let Some(own) = findings.iter_mut().rev().find(|own| own.place == other.place && own.file == other.file)
            && rank(&other) > rank(own)
        {
            *own = other;
        }
    }
}

/// Whether a statement has primes on a name that its definition calls no function.
fn is_primed_alone(statement: &Statement, definitions: &[Definition]) -> bool {
    let derivatives = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.derivatives);
    let mut primed = derivatives.filter(|mention| mention.variables.is_empty() && mention.arguments.is_none());
    primed.any(|mention| {
        let is_own = |definition: &&Definition| mention.of == Differentiated::Name(definition.name.clone());
        definitions.iter().find(is_own).is_none_or(|definition| definition.parameters.is_empty())
    })
}

/// Whether a statement is about the derivative of an expression that shows nothing but its variable, and tells it in that alone:
/// `\frac{d}{dx} e^{2x} = e^{2x}`.
fn is_rule_for_all(statement: &Statement) -> bool {
    let variable = statement.members.first().and_then(|first| match &first.mentions.as_ref().ok()?.derivatives[..] {
        [only] if only.place.start == 0 && !matches!(only.of, Differentiated::Name(_)) => Some(only.variables.first()?.0.clone()),
        _ => None,
    });
    let is_told = |member: &Member, variable: &str| {
        member.mentions.as_ref().is_ok_and(|found| {
            let is_own = |used: &NameUse| used.arguments.is_none() && (used.name == variable || is_letter_of_all(&used.name));
            found.uses(variable) && found.names.iter().all(is_own)
        })
    };
    variable.is_some_and(|variable| statement.members.iter().all(|member| is_told(member, &variable)))
}

/// What is said where a definition is not certain.
const DOUBTS: [&str; 4] = [UNEXPLAINED, GIVEN, RELATED, OWN];

/// Whether a member is no number that many things are.
fn says_much(member: &Member) -> bool {
    !matches!(member.text.trim().trim_start_matches('-'), "0" | "1")
}

struct Linter<'d> {
    document: &'d Document,
    statements: &'d [Statement],
    scope: Scope,
    settings: &'d LintSettings,
    judge: Judge,
    /// The statements that are right by another definition than the nearest.
    by_older: FxHashSet<usize>,
}

impl<'d> Linter<'d> {
    fn statement(&mut self, at: usize) -> Vec<Finding> {
        let statement = &self.statements[at];
        if statement.relations.is_empty() || !statement.members.iter().any(|member| member.has_derivative()) {
            return Vec::new();
        }
        self.judge.forget();
        let passage = &self.document.passages[statement.passage];
        let silence = match &statement.ignored {
            Some(reason) if reason.is_empty() => Some("ignored".to_string()),
            Some(reason) => Some(format!("ignored: {reason}")),
            None => None,
        };
        let ends_constant = statement.members.last().is_some_and(|last| last.mentions.as_ref().is_ok_and(is_constant));
        // One vector makes vectors of all members.
        let beyond = statement.members.iter().find_map(|member| {
            not_scalar(&member.text).filter(|reason| reason.starts_with("vectors") || reason.starts_with("an expectation"))
        });
        let mut findings = Vec::new();
        // The first member whose derivative the chain is about, and the last before a member that is wrong.
        let mut base = None;
        let mut sound = None;
        for (link, relation) in statement.relations.iter().enumerate() {
            if base.is_none() && statement.members[link].has_derivative() {
                base = Some(link);
            }
            if matches!(relation, Relation::Approximate | Relation::Other) {
                (base, sound) = (None, None);
            }
            // The formula before was told about.
            if link + 1 < statement.carried {
                continue;
            }
            let concerns = base.is_some() || statement.members[link + 1].has_derivative();
            if !concerns {
                continue;
            }
            let outcome = match (silence.as_ref().or(beyond.as_ref()), relation) {
                (Some(reason), _) => Outcome::Open(reason.clone()),
                (None, Relation::Approximate | Relation::Other) => Outcome::Open("no equation".into()),
                (None, _) => match self.link_behind(at, base, sound, link) {
                    wrong @ Outcome::Wrong { .. } => {
                        let is_told = self.is_told_outright(at, &wrong);
                        // What is set to 0 at the end of a chain is the derivative as it was found before.
                        let is_set = ends_constant && link + 2 == statement.members.len();
                        disclaimer(passage, &statement.formula, is_set, is_told)
                            .or_else(|| special_functions(passage, &statement.formula).filter(|_| wrong.is_for_unknown_functions()))
                            .map_or(wrong, Outcome::Open)
                    }
                    outcome => outcome,
                },
            };
            sound = match &outcome {
                Outcome::Wrong { .. } => sound.or(Some(link)),
                Outcome::Right(_) if sound.is_some_and(|sound| self.is_right(at, sound, link + 1)) => None,
                _ => sound,
            };
            if let Outcome::Right(definitions) = &outcome {
                // What is right by accident says nothing about the definition.
                let place = Place::new(self.statements, &self.scope, at);
                let is_meant =
                    |definition: &&Definition| superseded(&place, definition).is_none() && !stands_in_an_equation(&place, definition, &[]);
                let meant: Vec<Definition> = definitions.iter().filter(is_meant).cloned().collect();
                let is_older =
                    |definition: &Definition| place.nearest(&definition.name).is_some_and(|near| near.statement != definition.statement);
                if definitions.iter().any(is_older) {
                    self.by_older.insert(at);
                }
                self.scope.confirm(&meant, at, statement, says_much(&statement.members[link + 1]));
            }
            findings.push(self.finding(at, link, self.as_far_as_shown(at, link, outcome)));
        }
        findings
    }

    /// Whether what is wrong is so by functions that the sentence gives with all that is in them.
    fn is_told_outright(&self, at: usize, wrong: &Outcome) -> bool {
        let Outcome::Wrong { definitions, .. } = wrong else { return false };
        let place = Place::new(self.statements, &self.scope, at);
        if definitions.is_empty() {
            return is_rule_for_all(&self.statements[at]);
        }
        definitions.iter().all(|definition| place.is_told_outright(definition))
    }

    /// What agrees with one component is not proved, and what fails there may still be meant for more.
    fn as_far_as_shown(&self, at: usize, link: usize, outcome: Outcome) -> Outcome {
        let statement = &self.statements[at];
        let place = Place::new(self.statements, &self.scope, at);
        let is_flat = |definitions: &[Definition]| {
            statement.is_flat || definitions.iter().any(|definition| self.statements[definition.statement].is_flat)
        };
        match outcome {
            Outcome::Right(definitions) if is_flat(&definitions) => {
                Outcome::Open("it agrees for vectors of one component, which is no proof".into())
            }
            Outcome::Wrong { definitions, .. } if is_flat(&definitions) && flat::doubt(&place, link, &definitions).is_some() => {
                Outcome::Open(flat::doubt(&place, link, &definitions).unwrap_or_default())
            }
            // \mathbf{x}' may be another vector than \mathbf{x}.
            Outcome::Wrong { definitions, .. } if statement.component.is_some() && is_primed_alone(statement, &definitions) => {
                Outcome::Open("the prime may belong to the name".into())
            }
            outcome => outcome,
        }
    }

    /// Judges a link. Behind a member that is wrong, what follows from it holds, and what does not goes back to the last sound one.
    fn link_behind(&mut self, at: usize, base: Option<usize>, sound: Option<usize>, link: usize) -> Outcome {
        let outcome = self.link(at, base, link);
        match (sound, &outcome) {
            (Some(sound), Outcome::Wrong { .. }) => match self.pair(at, sound, link + 1) {
                right @ Outcome::Right(_) => right,
                _ => Outcome::Open("it goes on from what is wrong".into()),
            },
            _ => outcome,
        }
    }

    fn is_right(&mut self, at: usize, left: usize, right: usize) -> bool {
        matches!(self.pair(at, left, right), Outcome::Right(_))
    }

    /// Judges the members before and behind a relation; where those cannot be compared, what the chain began with and the last.
    fn link(&mut self, at: usize, base: Option<usize>, link: usize) -> Outcome {
        let outcome = self.pair(at, link, link + 1);
        match (base, &outcome) {
            // Where two equations stand side by side, the chain ends.
            (Some(base), Outcome::Open(_)) if base < link && !self.is_side_by_side(at, link) => {
                match self.pair(at, base, link + 1) {
                    // What is right at the end says nothing of a value before it that is not.
                    Outcome::Right(_) if self.is_passed_over(at, base, link) => outcome,
                    Outcome::Right(definitions) => Outcome::Right(definitions),
                    // Earlier members were judged by themselves: a mistake there is no mistake here.
                    wrong @ Outcome::Wrong { .. } if !self.is_suspect(at, base, link) => wrong,
                    _ => outcome,
                }
            }
            _ => outcome,
        }
    }

    /// Whether a member is the end of an equation and the beginning of another.
    fn is_side_by_side(&self, at: usize, member: usize) -> bool {
        juxtaposed(&self.statements[at].members[member]).is_some_and(|(before, _)| !before.has_derivative())
    }

    /// Whether a member is a value that can be read, and that the chain has not come to as far as anybody can tell.
    fn is_passed_over(&mut self, at: usize, base: usize, member: usize) -> bool {
        let found = &self.statements[at].members[member];
        let is_plain = found.mentions.as_ref().is_ok_and(|mentions| mentions.derivatives.is_empty() && beyond(found, mentions).is_none());
        is_plain && !self.is_right(at, base, member)
    }

    fn is_suspect(&mut self, at: usize, base: usize, link: usize) -> bool {
        (base..link).any(|before| !matches!(self.pair(at, base, before + 1), Outcome::Right(_) | Outcome::Open(_)))
    }

    fn pair(&mut self, at: usize, left: usize, right: usize) -> Outcome {
        let members = &self.statements[at].members;
        if [left, right].iter().any(|member| members[*member].text.trim().is_empty()) {
            return Outcome::Open("a side of it stands elsewhere".into());
        }
        let outcome = self.judged(at, &members[left], &members[right]);
        let Outcome::Wrong { .. } = outcome else { return outcome };
        let passage = &self.document.passages[self.statements[at].passage];
        if [left, right].iter().any(|member| passage.text[members[*member].place.clone()].contains("cancel{")) {
            return Outcome::Open("something in it is crossed out".into());
        }
        // Two equations may stand side by side with nothing between them.
        let before = juxtaposed(&members[right]).filter(|_| right + 1 < members.len());
        let behind = juxtaposed(&members[left]).filter(|_| left > 0);
        let found = match (before, behind) {
            (Some((before, _)), _) => Some(self.judged(at, &members[left], &before)),
            (_, Some((_, behind))) => Some(self.judged(at, &behind, &members[right])),
            _ => None,
        };
        if let Some(found @ (Outcome::Right(_) | Outcome::Open(_))) = found {
            return found;
        }
        match self.is_on_a_curve(at, left, right) {
            Some(name) if !self.is_factor(at, left, right, &name) => {
                Outcome::Open(format!("{name} may be on a curve, whose equation was put in"))
            }
            _ if self.is_to_be_solved(at) => Outcome::Open("a condition: an equation to be solved".into()),
            _ => outcome,
        }
    }

    /// The function whose derivative a chain began with, where no definition gives it and both members show it: what holds on its
    /// curve holds between them too.
    fn is_on_a_curve(&self, at: usize, left: usize, right: usize) -> Option<String> {
        let members = &self.statements[at].members;
        let place = Place::new(self.statements, &self.scope, at);
        let is_value = |member: &Member| member.mentions.as_ref().is_ok_and(|found| found.derivatives.is_empty());
        if !is_value(&members[left]) || !is_value(&members[right]) {
            return None;
        }
        let bases = members[..left].iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.derivatives);
        let names = bases.filter_map(|mention| match &mention.of {
            Differentiated::Name(name) if mention.variables.len() == 1 || mention.variables.is_empty() => Some(name),
            _ => None,
        });
        let shows = |name: &&String| members[left].mentions.as_ref().is_ok_and(|found| found.uses(name));
        names.filter(shows).find(|name| place.nearest(name).is_none()).cloned()
    }

    /// Whether both members have a name for a factor, and show nothing else that may lie on its curve.
    fn is_factor(&mut self, at: usize, left: usize, right: usize, name: &str) -> bool {
        let members = &self.statements[at].members;
        let place = Place::new(self.statements, &self.scope, at);
        let derivatives = members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.derivatives);
        let mut others: Vec<String> = derivatives.flat_map(|mention| &mention.variables).map(|(variable, _)| variable.clone()).collect();
        others.extend(["x", "t"].map(String::from));
        factor::is_common(&place, &mut self.judge, &members[left], &members[right], name, &others)
    }

    /// Whether a statement relates derivatives and other things, and the words before it say that a solution satisfies it.
    fn is_to_be_solved(&self, at: usize) -> bool {
        let statement = &self.statements[at];
        let is_relation = |member: &Member| member.mentions.as_ref().is_ok_and(|found| form(member, found) == Form::Other);
        statement.members.iter().all(is_relation) && is_optimality(&self.document.passages[statement.passage], &statement.formula)
    }

    fn judged<'m>(&mut self, at: usize, mut left: &'m Member, mut right: &'m Member) -> Outcome {
        let statement = &self.statements[at];
        // The side with the derivative is the one that is given.
        if right.has_derivative() && !left.has_derivative() {
            std::mem::swap(&mut left, &mut right);
        }
        let is_declared = |name: &String| left.text.contains(name.as_str()) || right.text.contains(name.as_str());
        if let Some(name) = self.settings.vectors.iter().find(|name| is_declared(name)) {
            return Outcome::Open(format!("vectors or matrices: {name} is declared so"));
        }
        let Conditions { told, is_untold, is_narrowed } = conditions(self.statements, at);
        let place = Place::new(self.statements, &self.scope, at);
        let released = [left, right].map(|member| held::released(&place, member));
        let [left, right] = [released[0].as_ref().unwrap_or(left), released[1].as_ref().unwrap_or(right)];
        let by_name = by_expression::by_name(&mut self.judge, left, right);
        let [left, right] = by_name.as_ref().map_or([left, right], |(left, right)| [left, right]);
        let values = [left, right].map(|member| limit::evaluated(&place, &mut self.judge, member));
        let [left, right] = [values[0].as_ref().unwrap_or(left), values[1].as_ref().unwrap_or(right)];
        let passage = &self.document.passages[statement.passage];
        let is_supposed = is_supposed(passage, &statement.formula);
        let is_said_to_be_given = names_a_point(passage, &statement.formula);
        let is_asked = asks_for_a_place(passage, &statement.formula);
        let is_announced = is_announced(passage, &statement.formula);
        let assumptions = self.settings.assumptions.clone();
        let link = Link { place, left, right, assumptions, is_supposed, is_said_to_be_given, is_asked, is_announced };
        let outcome = link.check(&mut self.judge);
        if !matches!(outcome, Outcome::Wrong { .. }) {
            return outcome;
        }
        if is_untold || gives_a_reason(&statement.words) {
            return Outcome::Open("a condition that cannot be read".into());
        }
        if told.is_empty() {
            return outcome;
        }
        let mut under = |told: &[String]| {
            let assumptions = [&link.assumptions[..], told].concat();
            Link { assumptions, ..link }.check(&mut self.judge)
        };
        // Conditions that exclude each other belong to different things: it is wrong where it is so under each.
        match under(&told) {
            Outcome::Right(_) if is_narrowed => Outcome::Open("a condition that cannot be read".into()),
            Outcome::Open(_) if told.len() > 1 => {
                let each = told.iter().map(|condition| under(std::slice::from_ref(condition)));
                each.reduce(|one, other| if matches!(one, Outcome::Wrong { .. }) { other } else { one }).unwrap_or(outcome)
            }
            found => found,
        }
    }

    fn finding(&self, at: usize, link: usize, outcome: Outcome) -> Finding {
        let statement = &self.statements[at];
        let passage = &self.document.passages[statement.passage];
        let (left, right) = (&statement.members[link], &statement.members[link + 1]);
        let whole = left.place.start..right.place.end.max(left.place.start);
        let mut finding = Finding {
            verdict: Standing::NotChecked,
            reason: String::new(),
            file: passage.file,
            cell: passage.cell,
            place: passage.places(&whole),
            claim: passage.places(&right.place),
            latex: passage.text[whole].trim().to_string(),
            witness: None,
            expected: None,
            mistake: None,
            definitions: Vec::new(),
        };
        match outcome {
            Outcome::Open(reason) => finding.reason = if reason.is_empty() { "it could not be read".into() } else { reason },
            Outcome::Right(definitions) => {
                finding.verdict = Standing::Right;
                finding.definitions = self.used(&definitions);
            }
            Outcome::Wrong { witness, mistake, expected, definitions } => {
                finding.verdict = Standing::Refuted;
                finding.witness = Some(witness);
                finding.mistake = mistake;
                finding.expected = expected;
                finding.definitions = self.used(&definitions);
            }
        }
        finding
    }

    fn used(&self, definitions: &[Definition]) -> Vec<Used> {
        let used = |definition: &Definition| {
            let statement = &self.statements[definition.statement];
            let passage = &self.document.passages[statement.passage];
            let (first, last) = (&statement.members[0], &statement.members[definition.member]);
            Used {
                name: definition.written.clone(),
                file: passage.file,
                place: passage.places(&(first.place.start..last.place.end.max(first.place.start))),
            }
        };
        definitions.iter().map(used).collect()
    }
}
