//! Blanks, and what belongs in them: `\frac{dE}{dz} = \chainrule{...}` and fenced `derive` blocks.

use crate::document::check::judge::{Judge, Matter};
use crate::document::check::link::Link;
use crate::document::page::passage::{Passage, PieceKind};
use crate::document::page::{Document, pieces};
use crate::document::statement::closure::Place;
use crate::document::statement::scope::Scope;
use crate::document::statement::{Statement, euler, powers, statements, subscripts};
use crate::limits::Limits;
use crate::session::{Notation, Question, Session};
use std::ops::Range;

/// The command around a blank.
const BLANK: &str = "\\chainrule{";

/// What stands around the answer to a `derive` block.
const BEGIN: &str = "<!-- chainrule: answer -->\n";
const END: &str = "<!-- chainrule: end -->\n";

/// A blank of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The file, by its place in the document's list.
    pub file: usize,
    /// What is to be replaced, in bytes of the file.
    pub place: Range<usize>,
    /// What belongs there, or why nobody knows.
    pub answer: Result<String, String>,
    /// Where the answer holds, and what is to be said of it, in plain text: what it does not show itself.
    pub conditions: Vec<String>,
}

impl Document {
    /// The blanks of the document in reading order, with their answers. Once they are filled in, their answers are what stands
    /// there.
    ///
    /// ```
    /// use chainrule::{Document, DocumentFormat};
    /// let text = r"Let $y = x^3$. Then $\frac{dy}{dx} = \chainrule{?}$.";
    /// let document = Document::new("notes.md", text, DocumentFormat::Markdown, "", &mut |_| None);
    /// let blank = &document.blanks()[0];
    /// assert_eq!(&text[blank.place.clone()], "?");
    /// assert_eq!(blank.answer.as_deref(), Ok("3x^2"));
    /// ```
    pub fn blanks(&self) -> Vec<Blank> {
        let mut statements = statements(self);
        let has_own_e = !euler::tell_apart(&mut statements).is_empty();
        powers::take_roots(&mut statements);
        let scope = Scope::of(&statements);
        subscripts::find(&mut statements, &scope);
        let mut judge = Judge::new(self.limits);
        let mut blanks = Vec::new();
        for (number, passage) in self.passages.iter().enumerate() {
            let here = statements.iter().enumerate().filter(|(_, statement)| statement.passage == number);
            for (at, statement) in here {
                for link in 0..statement.relations.len() {
                    if let Some(inner) = blank(passage, statement, link + 1) {
                        let answer = answer(&mut judge, Place::new(&statements, &scope, at), link);
                        let (answer, conditions) = told(answer);
                        blanks.push(Blank {
                            file: passage.file,
                            place: passage.places(&inner),
                            answer: answer.map(|text| escaped(passage, if has_own_e { euler::plain(&text) } else { text })),
                            conditions,
                        });
                    }
                }
            }
            let blocks = pieces(passage).into_iter().filter(|piece| piece.kind == PieceKind::Derive);
            blanks.extend(blocks.map(|piece| block(passage, &piece.range, self.limits)));
        }
        blanks.sort_by_key(|blank| (blank.file, blank.place.start));
        blanks
    }
}

/// What stands in the braces of a member that is a blank, as a place in the passage.
fn blank(passage: &Passage, statement: &Statement, member: usize) -> Option<Range<usize>> {
    let place = &statement.members[member].place;
    let start = passage.text[place.clone()].find(BLANK).filter(|at| *at == 0)? + place.start + BLANK.len();
    let mut depth = 1usize;
    for (at, character) in passage.text[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start..start + at);
        }
    }
    None
}

/// A derivative and its conditions apart.
fn told(answer: Result<(String, Vec<String>), String>) -> (Result<String, String>, Vec<String>) {
    match answer {
        Ok((answer, conditions)) => (Ok(answer), conditions),
        Err(reason) => (Err(reason), Vec::new()),
    }
}

fn answer(judge: &mut Judge, place: Place<'_>, link: usize) -> Result<(String, Vec<String>), String> {
    let statement = &place.statements[place.at];
    let (left, right) = (&statement.members[link], &statement.members[link + 1]);
    Link {
        place,
        left,
        right,
        assumptions: Vec::new(),
        is_supposed: false,
        is_said_to_be_given: false,
        is_asked: false,
        is_announced: false,
    }
    .value(judge)
}

/// The answer to a block, `x^2*sin(x) by x`, stands behind it between two comments.
fn block(passage: &Passage, content: &Range<usize>, limits: Limits) -> Blank {
    let behind = passage.text[content.end..].find('\n').map_or(passage.text.len(), |length| content.end + length + 1);
    let rest = &passage.text[behind..];
    let old = rest.strip_prefix(BEGIN).and_then(|inner| inner.find(END)).map_or(0, |length| BEGIN.len() + length + END.len());
    let question = passage.text[content.clone()].trim();
    let (expression, variables) = match question.rsplit_once(" by ") {
        Some((expression, variables)) => (expression, variables.split([' ', ',']).filter(|name| !name.is_empty()).collect()),
        None => (question, Vec::new()),
    };
    let mut session = Session::new();
    session.set_limits(limits);
    let latex = session.derive(&Question::derive(expression, &variables)).and_then(|mut answer| {
        let mut latex = String::new();
        let conditions = answer.conditions();
        answer.write(Notation::Latex, &mut latex).map(|()| (latex, conditions))
    });
    let (latex, conditions) = told(latex.map_err(|error| error.to_string()));
    let answer = latex.map(|latex| format!("{BEGIN}$$\n{latex}\n$$\n{END}"));
    let place = passage.place(behind)..passage.place(behind + old);
    Blank { file: passage.file, place, answer: answer.map(|text| escaped(passage, text)), conditions }
}

/// Text as it stands in the file: in a notebook inside a JSON string.
fn escaped(passage: &Passage, text: String) -> String {
    if passage.cell.is_none() {
        return text;
    }
    let quoted = serde_json::Value::String(text).to_string();
    quoted[1..quoted.len() - 1].to_string()
}

impl Link<'_> {
    /// The value of the left side, in LaTeX, and where it holds.
    fn value(&self, judge: &mut Judge) -> Result<(String, Vec<String>), String> {
        let matter: Matter = self.question(judge)?;
        judge.derivative_with_conditions(&matter).map_err(|error| error.to_string())
    }
}
