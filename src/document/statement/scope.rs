//! Definitions and where they hold: the nearest one before a statement counts, others of the same name are other readings.

use super::{Member, Statement};
use crate::document::formula::split::Relation;
use crate::document::statement::letters::{is_letter_of_all, is_time};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention};
use rustc_hash::{FxHashMap, FxHashSet};

/// A definition farther before a statement than this belongs to something else.
const FARTHEST_BEFORE: usize = 4000;

/// One nearer than this belongs to it whatever headings stand between.
const NEAR: usize = 900;

/// In the same section one may be so far.
const NEAR_IN_SECTION: usize = 2500;

/// One that follows a statement, "where y = ...", comes soon.
const FARTHEST_BEHIND: usize = 300;

/// So many definitions of a name are looked at on each side of a statement.
const MOST_CANDIDATES: usize = 64;

/// A name or function with a value.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its plain name.
    pub name: String,
    /// The name as it is written.
    pub written: String,
    /// The parameters of a function, in plain spelling.
    pub parameters: Vec<String>,
    /// The parameters as they are written.
    pub written_parameters: String,
    /// The statement that gives it, and the member that is its value.
    pub statement: usize,
    /// Which of the statement's members the value is.
    pub member: usize,
    /// How far from the beginning of the document.
    pub distance: usize,
    /// The section it stands in.
    pub section: usize,
    /// The example or exercise it stands in.
    pub world: usize,
    /// The part of the exercise, 0 outside all parts.
    pub part: usize,
    /// The item of a list it stands in.
    pub item: usize,
    /// The sentence it stands in.
    pub sentence: usize,
    /// Whether its value cannot be read, whatever that looks like.
    pub is_blind: bool,
    /// The distance and the section of the last statement that was right by it: the text still speaks of it there.
    pub confirmed: (usize, usize),
}

impl Definition {
    /// Whether it stands before a statement and so near that it is the one that is meant.
    pub fn is_meant_at(&self, number: usize, statement: &Statement) -> bool {
        let (distance, section) = self.confirmed;
        let apart = statement.distance.saturating_sub(distance);
        self.statement <= number
            && (self.world == statement.world || statement.outer.contains(&self.world))
            && (self.part == 0 || self.part == statement.part)
            && (apart < NEAR || section == statement.section && apart < NEAR_IN_SECTION)
    }
}

/// All definitions of a document.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    definitions: Vec<Definition>,
    by_name: FxHashMap<String, Vec<usize>>,
    /// Statements from which on a name means something new that no formula gives.
    brought_in: FxHashMap<String, Vec<usize>>,
    /// The statements that were right by what a statement defines, beyond what is right by accident.
    upheld: FxHashMap<usize, Vec<usize>>,
    /// What functions are where their arguments stand for something: L of L(a) = a^2 and a = 3z.
    bare: FxHashMap<(usize, String), Definition>,
    /// The names that statements differentiate beside other things by primes, or by dots.
    rates: FxHashMap<usize, Vec<(String, bool)>>,
    /// The names that are differentiated at all under a heading.
    varied: FxHashSet<(usize, String)>,
}

impl Scope {
    /// The definitions among statements.
    pub fn of(statements: &[Statement]) -> Scope {
        let mut scope = Scope::default();
        for (number, statement) in statements.iter().enumerate() {
            if let Some(member) = statement.members.first().filter(|_| statement.is_brought_in && !statement.is_aside)
                && let Some((name, ..)) = head(member)
            {
                scope.brought_in.entry(name).or_default().push(number);
            }
            scope.note_rates(statement, number);
            // What is only offered, or drawn in a picture, defines nothing.
            for definition in definitions(statement, number).into_iter().filter(|_| !statement.is_aside) {
                scope.by_name.entry(definition.name.clone()).or_default().push(scope.definitions.len());
                if !definition.parameters.is_empty() {
                    let bare = Definition { parameters: Vec::new(), written_parameters: String::new(), ..definition.clone() };
                    scope.bare.insert((number, definition.name.clone()), bare);
                }
                scope.definitions.push(definition);
            }
        }
        scope
    }

    fn note_rates(&mut self, statement: &Statement, number: usize) {
        for member in &statement.members {
            let Ok(found) = &member.mentions else { continue };
            for mention in &found.derivatives {
                let Differentiated::Name(name) = &mention.of else { continue };
                let end = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
                let is_alone = member.text[..mention.place.start].trim().is_empty() && member.text[end..].trim().is_empty();
                if mention.variables.is_empty() && !is_alone {
                    self.rates.entry(number).or_default().push((name.clone(), mention.is_dotted));
                }
                self.varied.insert((statement.section, name.clone()));
            }
        }
    }

    /// Whether a statement has the derivative of what a definition defines beside other things, though nothing in the value
    /// varies: what was a constant is no longer one, `\dot y = \dot r\cos\varphi` behind "let r = l".
    pub fn is_set_free(&self, definition: &Definition, at: usize, value: &dyn Fn(&Definition) -> Option<Vec<String>>) -> bool {
        const DEEPEST: usize = 8;
        // A prime may mean any name of a value that has no parameters.
        let is_own = |(name, is_dotted): &(String, bool)| *name == definition.name && (*is_dotted || !definition.parameters.is_empty());
        if !self.rates.get(&at).is_some_and(|rates| rates.iter().any(is_own)) {
            return false;
        }
        let mut waiting = vec![definition];
        let mut seen = 0;
        while let Some(next) = waiting.pop() {
            seen += 1;
            let Some(names) = value(next).filter(|_| seen < DEEPEST) else { return false };
            for name in names {
                let varies = is_time(&name) || name == "x" || next.parameters.contains(&name);
                if varies || self.varied.contains(&(definition.section, name.clone())) {
                    return false;
                }
                let known = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
                let before = known.partition_point(|other| self.definitions[*other].statement < at);
                waiting.extend(known[..before].last().map(|other| &self.definitions[*other]));
            }
        }
        true
    }

    /// Notes that a statement was right by these definitions; where it says nothing much, `f'(0) = 0`, it shows that they are near only.
    pub fn confirm(&mut self, definitions: &[Definition], number: usize, statement: &Statement, says_much: bool) {
        for definition in definitions {
            let upheld = self.upheld.entry(definition.statement).or_default();
            if says_much && let Err(at) = upheld.binary_search(&number) {
                upheld.insert(at, number);
            }
            let all = self.by_name.get(&definition.name).map_or(&[][..], Vec::as_slice);
            let first = all.partition_point(|at| self.definitions[*at].statement < definition.statement);
            for at in &all[first..] {
                let known = &mut self.definitions[*at];
                if known.statement > definition.statement {
                    break;
                }
                known.confirmed = known.confirmed.max((statement.distance, statement.section));
            }
        }
    }

    /// The statements that were right by what a statement defines.
    pub fn upheld(&self, statement: usize) -> &[usize] {
        self.upheld.get(&statement).map_or(&[], Vec::as_slice)
    }

    /// A function's definition as that of a name, whose arguments stand for what the text says they do.
    pub fn bare(&self, definition: &Definition) -> Option<&Definition> {
        self.bare.get(&(definition.statement, definition.name.clone()))
    }

    /// Whether a name has one meaning in all of the document.
    pub fn is_only(&self, definition: &Definition) -> bool {
        self.by_name.get(&definition.name).is_some_and(|all| all.len() == 1) && !self.brought_in.contains_key(&definition.name)
    }

    /// The definitions of a name that may hold at a statement, the likeliest first: nearest before it, then behind it.
    pub fn candidates(&self, name: &str, statement: usize, own: &Statement) -> Vec<&Definition> {
        let (distance, section) = (own.distance, own.section);
        let all = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let news = self.brought_in.get(name).map_or(&[][..], Vec::as_slice);
        let newest = news[..news.partition_point(|at| *at < statement)].last().copied().unwrap_or(0);
        let known = &all[all.partition_point(|at| self.definitions[*at].statement < newest)..];
        let (before, behind) = known.split_at(known.partition_point(|at| self.definitions[*at].statement < statement));
        // What the text still speaks of is not left behind.
        let last_spoken_of = |found: &Definition| found.distance.max(found.confirmed.0.min(distance)).min(distance);
        let near = |found: &&Definition| distance - last_spoken_of(found) < FARTHEST_BEFORE;
        let before = before.iter().rev().take(MOST_CANDIDATES).map(|at| &self.definitions[*at]).filter(near);
        let is_behind = |found: &&Definition| found.statement > statement && found.section == section;
        let behind = behind.iter().take(MOST_CANDIDATES).map(|at| &self.definitions[*at]);
        let is_in_sentence = |found: &&Definition| found.sentence == own.sentence && own.sentence > 0;
        let reach = |found: &&Definition| if is_in_sentence(found) { NEAR } else { FARTHEST_BEHIND };
        let behind = behind.filter(|found| is_behind(found) && found.distance.saturating_sub(distance) < reach(found));
        before.take(4).chain(behind.take(1)).collect()
    }
}

/// What a statement defines: the names and functions that its chain begins with.
fn definitions(statement: &Statement, number: usize) -> Vec<Definition> {
    let mut heads: Vec<(usize, Definition)> = Vec::new();
    for (at, member) in statement.members.iter().enumerate() {
        let may_define = at == 0 || matches!(statement.relations[at - 1], Relation::Equal | Relation::Defines);
        match head(member).filter(|_| may_define) {
            Some((name, written, parameters, written_parameters)) if statement.members.len() > at + 1 => {
                let (distance, section) = (statement.distance, statement.section);
                heads.push((
                    at,
                    Definition {
                        name,
                        written,
                        parameters,
                        written_parameters,
                        statement: number,
                        member: at + 1,
                        distance,
                        section,
                        world: statement.world,
                        part: statement.part,
                        item: statement.item,
                        sentence: statement.sentence,
                        is_blind: false,
                        confirmed: (distance, section),
                    },
                ));
            }
            _ => break,
        }
    }
    if heads.is_empty() {
        return blind(statement, number).into_iter().collect();
    }
    // All heads of a chain have the value that follows them: y = f(x) = x^2.
    let first = heads.last().map_or(0, |(at, _)| at + 1);
    // A(\eta) = -\ln(1 - \theta) = \ln(1 + e^\eta): the value that shows what it depends on.
    let parameters: Vec<String> = heads.iter().flat_map(|(_, definition)| definition.parameters.clone()).collect();
    let shows = |at: &usize| {
        let found = statement.members[*at].mentions.as_ref();
        // The rates of a Lagrangian are names of their own.
        found.is_ok_and(|found| {
            found.derivatives.iter().all(|mention| mention.is_dotted) && found.names.iter().any(|used| parameters.contains(&used.name))
        })
    };
    let is_equal = |at: &usize| matches!(statement.relations[*at - 1], Relation::Equal | Relation::Defines);
    let values: Vec<usize> = (first..statement.members.len()).take_while(is_equal).filter(shows).collect();
    // V(x) = xyz = x(2x)(A - x): what stands for something is gone from the value that shows what it depends on.
    let names = |at: usize| statement.members[at].mentions.iter().flat_map(|found| &found.names).map(|used| used.name.as_str());
    let has_lost =
        |at: &&usize| names(values[0]).any(|name| !parameters.iter().any(|own| own == name) && names(**at).all(|other| other != name));
    let value = values.iter().rfind(has_lost).or(values.first()).copied().unwrap_or(first);
    heads.retain(|(at, _)| matches!(statement.relations[*at], Relation::Equal | Relation::Defines));
    let mut found: Vec<Definition> = heads.into_iter().map(|(_, definition)| Definition { member: value, ..definition }).collect();
    let value = &statement.members[value.min(statement.members.len() - 1)];
    if goes_on(&value.text) {
        return Vec::new();
    }
    let Ok(mentions) = &value.mentions else { return found };
    found.retain(|definition| {
        let uses_itself = mentions.names.iter().any(|used| used.name == definition.name);
        // x = 2 is a point, not the meaning of x, and f(x) = 0 an equation.
        let is_number = mentions.names.iter().all(|used| is_letter_of_all(&used.name)) && mentions.functions.is_empty();
        // s(b) = L is a value of s, not what s is.
        let is_value =
            !definition.parameters.is_empty() && matches!(&mentions.names[..], [only] if !definition.parameters.contains(&only.name));
        !(uses_itself || is_number || is_value && mentions.functions.is_empty())
    });
    found
}

/// Whether a value is a decimal number that goes on: `2.71828\dots` says what e is about, and defines nothing new.
fn goes_on(value: &str) -> bool {
    const DOTS: [&str; 5] = ["\\dots", "\\ldots", "\\cdots", "...", "…"];
    let Some(digits) = DOTS.iter().find_map(|dots| value.trim().strip_suffix(dots)) else { return false };
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b' ' | b'{' | b'}'))
}

/// Whether a member is a name, or a function with plain parameters, and nothing else. `\cos(q)` is a value.
pub fn is_head(member: &Member) -> bool {
    const KNOWN: [&str; 14] = ["sin", "cos", "tan", "cot", "sec", "csc", "exp", "ln", "log", "sinh", "cosh", "arcsin", "arccos", "arctan"];
    head(member).is_some_and(|(name, ..)| !KNOWN.contains(&name.as_str()))
}

/// A definition that hides all others of its name though it cannot be read itself: `f(x_1, \ldots) = ...`.
fn blind(statement: &Statement, number: usize) -> Option<Definition> {
    let first = statement.members.first().filter(|first| first.mentions.is_err())?;
    matches!(statement.relations.first()?, Relation::Equal | Relation::Defines).then_some(())?;
    let (before, _) = first.text.split_once('(')?;
    let written = before.trim_end().trim_end_matches("\\left").trim_end();
    let from = written.rfind([' ', '}']).map_or(0, |at| at + 1);
    let name = canonical_name(&written[from..])?.into_owned();
    // What arguments with dots stand for is shown by the value: `f(x_1, \ldots, x_n) = \sum_i x_i^2`.
    let has_dots = ["dots", "...", "…"].iter().any(|dots| first.text.contains(dots));
    let is_told = statement.members.len() == 2 && statement.members[1].mentions.as_ref().is_ok_and(|value| value.has_binder);
    Some(Definition {
        name,
        written: written[from..].to_string(),
        parameters: Vec::new(),
        written_parameters: String::new(),
        statement: number,
        member: 1,
        distance: statement.distance,
        section: statement.section,
        world: statement.world,
        part: statement.part,
        item: statement.item,
        sentence: statement.sentence,
        is_blind: !(has_dots && is_told && written[..from].trim().is_empty()),
        confirmed: (statement.distance, statement.section),
    })
}

/// A member that is a name, or a function with plain parameters, and nothing else.
fn head(member: &Member) -> Option<(String, String, Vec<String>, String)> {
    let mentions = member.mentions.as_ref().ok()?;
    // L(q, \dot q): a rate may be an argument.
    let is_rate = |mention: &Mention| mention.is_dotted && mention.order == 1;
    if !mentions.derivatives.iter().all(is_rate) {
        return None;
    }
    let text = member.text.trim();
    let start = member.text.len() - member.text.trim_start().len();
    if let Some(name) = canonical_name(text)
        && mentions.names.len() <= 1
        && mentions.derivatives.is_empty()
    {
        return Some((name.into_owned(), text.to_string(), Vec::new(), String::new()));
    }
    let used = mentions.names.first().filter(|used| used.place.start == start);
    let (written, rest) = match used {
        Some(used) => (member.text[used.place.clone()].to_string(), &member.text[used.place.end..]),
        // A function of the table that the text defines itself: \sigma(z) = ...
        None => {
            let open = member.text.find(['(']).filter(|at| *at > start)?;
            let written = member.text[start..open].trim().trim_end_matches("\\left").to_string();
            // The name alone: 1 - \tanh^2(z) defines nothing.
            if written.contains(|c: char| !c.is_alphabetic() && !matches!(c, '\\' | '{' | '}' | '_')) {
                return None;
            }
            (written, &member.text[open..])
        }
    };
    let inner = rest.trim().trim_start_matches("\\left").trim_start().strip_prefix('(')?;
    let inner = inner.strip_suffix(')')?.trim_end().trim_end_matches("\\right");
    let arguments: Vec<&str> = inner.split([',', ';']).filter(|part| !part.trim_start().starts_with("\\dot")).collect();
    let parameters: Option<Vec<String>> = arguments.iter().map(|part| canonical_name(part).map(|name| name.into_owned())).collect();
    let name = match used {
        Some(used) => used.name.clone(),
        None => mentions.functions.first()?.clone(),
    };
    if mentions.derivatives.iter().any(|mention| mention.place.start < member.text.len() - rest.len()) {
        return None;
    }
    Some((name, written, parameters?, arguments.join(",")))
}
