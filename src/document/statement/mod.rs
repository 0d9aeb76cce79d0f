//! The statements of a document in reading order: chains with their places, their members without macros, and what those
//! mention.

pub mod calls;
pub mod choices;
pub mod closure;
pub mod conditions;
pub mod context;
pub mod differentials;
pub mod euler;
pub mod inner;
pub mod letters;
pub mod likelihood;
pub mod list;
pub mod maps;
pub mod powers;
pub mod prose;
pub mod scope;
pub mod sentence;
pub mod subscripts;
pub mod tables;

use crate::document::formula::drawn::undrawn;
use crate::document::formula::environment::{self, inside_bracket};
use crate::document::formula::split::{Chain, Relation, chains};
use crate::document::formula::{columns, fractions, places, quotient};
use crate::document::page::passage::{Passage, Piece, PieceKind};
use crate::document::page::{Document, marks, pieces};
use crate::syntax::latex::{Mentions, expand, mentions};
use list::Lists;
use std::ops::Range;

/// A member of a chain.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its place in the passage.
    pub place: Range<usize>,
    /// Its LaTeX, macros in place.
    pub text: String,
    /// What it mentions, or why that cannot be told.
    pub mentions: Result<Mentions, String>,
}

impl Member {
    /// Its derivatives; none where it cannot be read.
    pub fn has_derivative(&self) -> bool {
        match &self.mentions {
            Ok(mentions) => !mentions.derivatives.is_empty() || quotient::plain(&self.text).is_some(),
            // What cannot be read is taken by its look.
            Err(error) => LOOKS.iter().any(|look| self.text.contains(look)) || is_called_unknown(&self.text, error),
        }
    }
}

/// What derivatives look like where they cannot be read.
const LOOKS: [&str; 10] =
    ["\\partial", "\\frac{d", "\\frac{\\mathrm{d}", "\\dfrac{d", "\\nabla", "'", "\\prime", "\\dot{", "\\dot ", "\\ddot"];

/// Whether a member is a command that nobody knows with an argument, `\fp(x)`: it may be a derivative.
fn is_called_unknown(text: &str, error: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('\\') else { return false };
    let (name, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
    error.contains(&format!("unknown command `\\{name}`")) && inside_bracket(behind.trim()) != behind.trim()
}

/// A statement.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// The passage it stands in.
    pub passage: usize,
    /// Its formula's place in the passage.
    pub formula: Range<usize>,
    /// How far from the beginning of the document, in bytes of text.
    pub distance: usize,
    /// The number of headings before it.
    pub section: usize,
    /// The number of examples and exercises begun before it.
    pub world: usize,
    /// The examples and exercises that it stands in, by their numbers.
    pub outer: Vec<usize>,
    /// The part of an exercise it stands in, "(b)" or "II.", each with a number of its own; 0 outside all parts.
    pub part: usize,
    /// The number of numbered items begun before it: "6. ".
    pub item: usize,
    /// The numbers that those items have.
    pub numbers: Vec<usize>,
    /// The items of numbered lists it stands in, the outermost first.
    pub items: Vec<usize>,
    /// The sentence it stands in, by its number; a display goes on with the sentence around it.
    pub sentence: usize,
    /// The number of rows of its formula before it.
    pub row: usize,
    /// Its members, in order.
    pub members: Vec<Member>,
    /// How many members the formula before has already: one that begins with `=` goes on with its chain.
    pub carried: usize,
    /// What stands between them.
    pub relations: Vec<Relation>,
    /// The comparisons as plain text writes them, where it can.
    pub signs: Vec<Option<String>>,
    /// The words behind it in its formula.
    pub words: String,
    /// Whether a mark says to leave it alone, and why.
    pub ignored: Option<String>,
    /// Whether it is a name that the words around it bring in anew.
    pub is_brought_in: bool,
    /// Whether it begins a case that what follows holds in: "If $x < 0$, then".
    pub opens_case: bool,
    /// Whether the words before it bring in something new: "now let", "consider".
    pub is_let: bool,
    /// Whether it is one of several answers to choose from, or stands in the caption of a picture.
    pub is_aside: bool,
    /// Whether its vectors and matrices are read as numbers, so that what agrees is not proved.
    pub is_flat: bool,
    /// Whether it says what the name is whose power the next statement defines.
    pub is_root: bool,
    /// Which component of a statement about vectors it is.
    pub component: Option<usize>,
    /// The functions that a program between it and the formula before gives: their names, and what stands behind `=`.
    pub programmed: Vec<(String, String)>,
}

impl Statement {
    /// Whether another statement stands in the same sentence, and, where both stand in one formula, in the same row.
    pub fn is_in_one_breath(&self, other: &Statement) -> bool {
        let is_beside = self.formula != other.formula || self.row == other.row;
        self.sentence > 0 && (self.passage, self.sentence) == (other.passage, other.sentence) && is_beside
    }
}

/// The statements of a document.
pub fn statements(document: &Document) -> Vec<Statement> {
    let mut found = Vec::new();
    let (mut base, mut section, mut world) = (0, 0, 0);
    let (mut part, mut parts, mut item, mut begun, mut printed) = (0, 0, 0, 0, 0);
    let mut sentence = 0;
    for (number, passage) in document.passages.iter().enumerate() {
        let pieces = pieces(passage);
        let ignored = marks::ignored(&passage.text, &pieces);
        let mut behind = 0;
        let mut last_formula = 0..0;
        sentence += 1;
        let mut programmed = Vec::new();
        let mut lists = Lists::default();
        // The items that the lists which are open stand in.
        let mut outer: Vec<usize> = Vec::new();
        let mut open = Vec::new();
        let mut last_kind = None;
        // The last display's last statement, and where that display ends.
        let mut shown: Option<(usize, usize)> = None;
        for (piece, ignored) in pieces.iter().zip(ignored) {
            let between = passage.text.get(behind..piece.range.start).unwrap_or("");
            programmed.extend(context::programmed(between));
            close_worlds(between, &mut open);
            behind = behind.max(piece.range.end);
            if between.lines().any(context::begins_part) {
                parts += 1;
                part = parts;
            }
            for line in between.lines() {
                lists.read(line);
                // Behind a list goes on what stood before it.
                while outer.len() > lists.depth() {
                    item = outer.pop().unwrap_or(item);
                }
                outer.resize(lists.depth(), item);
                if context::begins_item(line) {
                    begun += 1;
                    (item, printed) = (begun, context::number_of_item(line));
                }
            }
            if !matches!(piece.kind, PieceKind::Comment | PieceKind::Derive | PieceKind::Claims) {
                let is_end = matches!(piece.kind, PieceKind::Heading | PieceKind::World);
                let between = passage.text.get(last_formula.end..piece.range.start).unwrap_or("");
                sentence += usize::from(is_end || sentence::ends_sentence(&passage.text[last_formula.clone()], between));
                last_formula = piece.range.clone();
            }
            match piece.kind {
                PieceKind::Heading => (section, part, shown) = (section + 1, 0, None),
                PieceKind::World => {
                    (world, part, shown) = (world + 1, 0, None);
                    open.extend(environment::begun(&passage.text, piece.range.start).map(|(name, _)| (name, world)));
                }
                PieceKind::Inline | PieceKind::Display => {
                    // A display goes on with a display: "now put in $y' = x$:" is an aside.
                    let adjoins = number_of_letters(between) == 0 && last_kind.is_some();
                    let is_next = adjoins && last_kind == Some(&piece.kind);
                    last_kind = Some(&piece.kind);
                    if adjoins && between.trim_matches(|c: char| c.is_whitespace() || matches!(c, '$' | '\\' | '(' | ')')) == "=" {
                        found.last_mut().into_iter().for_each(leave_open);
                    }
                    for (place, mut statement) in of_formula(document, passage, piece).into_iter().enumerate() {
                        if let Some(open) = found.pop_if(|last: &mut Statement| {
                            adjoins && place == 0 && ends_with_relation(last) && !begins_with_relation(&statement)
                        }) {
                            take_up(&mut statement, open);
                        } else if is_next && let Some(last) = found.last() {
                            go_on(&mut statement, last);
                        } else if place == 0
                            && piece.kind == PieceKind::Display
                            && let Some((last, end)) = shown.filter(|(last, _)| *last < found.len())
                            && goes_on_behind(&passage.text[end..piece.range.start], &found[last])
                        {
                            go_on(&mut statement, &found[last]);
                        }
                        statement.passage = number;
                        statement.distance = base + statement.members.first().map_or(piece.range.start, |member| member.place.start);
                        statement.section = section;
                        statement.world = world;
                        statement.outer = open.iter().map(|(_, world)| *world).collect();
                        statement.part = part;
                        statement.item = item;
                        statement.items = lists.items();
                        statement.sentence = sentence;
                        statement.numbers = if statement.items.is_empty() { vec![printed] } else { lists.numbers() };
                        statement.ignored.clone_from(&ignored);
                        statement.is_brought_in = statement.relations.is_empty() && context::is_brought_in(&passage.text, &piece.range);
                        statement.is_let = sentence::is_let(&passage.text, &piece.range);
                        statement.opens_case = conditions::opens_case(&passage.text, &piece.range);
                        statement.is_aside = choices::is_offered(&passage.text, &piece.range)
                            || context::is_caption(&passage.text, &piece.range)
                            || sentence::is_unreal(&passage.text, &piece.range);
                        statement.programmed = std::mem::take(&mut programmed);
                        found.push(statement);
                    }
                    if piece.kind == PieceKind::Display {
                        shown = found.len().checked_sub(1).map(|last| (last, piece.range.end));
                    }
                }
                PieceKind::Comment | PieceKind::Derive | PieceKind::Claims => {}
            }
        }
        found.extend(in_words(document, passage, &pieces, number, base, (section, world)));
        base += passage.text.len();
    }
    found
}

/// The letters between two formulas, without commands and what is in their braces.
fn number_of_letters(between: &str) -> usize {
    let mut depth = 0usize;
    let mut is_command = false;
    let mut count = 0;
    for character in between.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_command = character == '\\' || is_command && character.is_alphabetic();
        count += usize::from(character.is_alphabetic() && depth == 0 && !is_command);
    }
    count
}

/// Takes the examples and exercises that end in a text from those that are open.
fn close_worlds(text: &str, open: &mut Vec<(&str, usize)>) {
    for (at, mark) in text.match_indices("\\end{") {
        let name = text[at + mark.len()..].split('}').next().unwrap_or("");
        if let Some(begun) = open.iter().rposition(|(own, _)| *own == name) {
            open.truncate(begun);
        }
    }
}

/// A sign between two formulas, `$f'(x)$ = $2x$`, is one of the first, whose other side is the second.
fn leave_open(statement: &mut Statement) {
    let end = statement.members.last().map_or(statement.formula.end, |last| last.place.end);
    statement.members.push(Member { place: end..end, text: String::new(), mentions: mentions("").map_err(|error| error.to_string()) });
    statement.relations.push(Relation::Equal);
    statement.signs.push(None);
}

/// Whether a side of a statement is left to the formula behind it: `$f_{xy} =$ \answer{$-1/y$}`.
fn ends_with_relation(statement: &Statement) -> bool {
    statement.members.last().is_some_and(|last| last.place.is_empty())
        && matches!(statement.relations.last(), Some(Relation::Equal | Relation::Defines))
}

/// Whether a display that begins with its sign goes on with the one before, behind words that say only by which rule: "By the chain
/// rule,".
fn goes_on_behind(between: &str, before: &Statement) -> bool {
    const LONGEST: usize = 200;
    const OF_RULES: [&str; 40] = [
        "",
        "by",
        "the",
        "chain",
        "product",
        "quotient",
        "power",
        "sum",
        "difference",
        "constant",
        "multiple",
        "rule",
        "rules",
        "using",
        "we",
        "get",
        "obtain",
        "have",
        "find",
        "that",
        "is",
        "this",
        "which",
        "so",
        "thus",
        "hence",
        "therefore",
        "then",
        "and",
        "now",
        "again",
        "simplifying",
        "simplify",
        "with",
        "inside",
        "algebra",
        "begin",
        "align",
        "aligned",
        "equation",
    ];
    let words = between.to_lowercase();
    let has_derivative = before.members.iter().any(Member::has_derivative);
    let is_of_rules =
        words.split('$').step_by(2).flat_map(|part| part.split(|c: char| !c.is_alphabetic())).all(|word| OF_RULES.contains(&word));
    between.len() < LONGEST && has_derivative && !between.contains('=') && is_of_rules
}

/// Whether a statement begins with its relation: its first side stands before it.
fn begins_with_relation(statement: &Statement) -> bool {
    statement.members.first().is_some_and(|first| first.text.trim().is_empty())
}

/// So many members of a statement are taken up by the next.
const MOST_TAKEN_UP: usize = 60;

/// Makes a statement the side that the one before it left open.
fn take_up(statement: &mut Statement, before: Statement) {
    // A chain of more members is no longer one that anybody reads.
    if before.members.len() > MOST_TAKEN_UP {
        return;
    }
    let told = before.members.len() - 1;
    statement.members.splice(..0, before.members.into_iter().take(told));
    statement.relations.splice(..0, before.relations);
    statement.signs.splice(..0, before.signs);
    statement.carried = before.carried;
    statement.formula.start = before.formula.start;
}

/// Where a statement begins with its relation, it goes on with the one before.
fn go_on(statement: &mut Statement, before: &Statement) {
    if !begins_with_relation(statement) || statement.members.len() < 2 || before.relations.is_empty() && before.members.len() != 1 {
        return;
    }
    let place = statement.members[0].place.start..statement.members[0].place.start;
    let carried = before.members.iter().map(|member| Member { place: place.clone(), ..member.clone() });
    statement.members.splice(..1, carried);
    statement.relations.splice(..0, before.relations.iter().copied());
    statement.signs.splice(..0, before.signs.iter().cloned());
    statement.carried = before.members.len();
}

/// The claims in words and in tables of a passage, as if they stood in formulas.
fn in_words(
    document: &Document,
    passage: &Passage,
    pieces: &[Piece],
    number: usize,
    base: usize,
    (section, world): (usize, usize),
) -> Vec<Statement> {
    let statement = |(formula, [operand, claim], variable, order): (Range<usize>, [Range<usize>; 2], String, u32)| {
        let side = |range: &Range<usize>| {
            let text = &passage.text[range.clone()];
            member(text, &(0..text.len()), range.start, &document.macros.used_in(text))
        };
        let (mut left, right) = (side(&operand), side(&claim));
        let power = if order == 1 { String::new() } else { format!("^{order}") };
        left.text = format!("\\frac{{d{power}}}{{d {variable}{power}}}\\left({}\\right)", left.text);
        left.mentions = mentions(&left.text).map_err(|error| error.to_string());
        Statement {
            passage: number,
            distance: base + formula.start,
            formula,
            section,
            world,
            members: vec![left, right],
            signs: vec![None],
            relations: vec![Relation::Equal],
            ..Statement::default()
        }
    };
    let place = |piece: usize| pieces[piece].range.clone();
    let told = prose::sentences(&passage.text, pieces).into_iter();
    let told = told.map(|sentence| (place(sentence.piece), [sentence.operand, place(sentence.claim)], sentence.variable, sentence.order));
    let listed = tables::claims(&passage.text, pieces).into_iter();
    let listed = listed.map(|(operand, claim, variable)| (operand.clone(), [operand, claim], variable, 1));
    told.chain(listed).map(statement).collect()
}

fn of_formula(document: &Document, passage: &Passage, piece: &Piece) -> Vec<Statement> {
    let formula = undrawn(&environment::without_comments(&passage.text[piece.range.clone()]));
    let inside = environment::unboxed(&formula);
    let (formula, start) = (&formula[inside.clone()], piece.range.start + inside.start);
    let inside = environment::listed(formula);
    let (formula, start) = (&formula[inside.clone()], start + inside.start);
    let preamble = document.macros.used_in(formula);
    let (mut row, mut behind) = (0, 0);
    let mut statement = |chain: Chain| {
        let start_of_chain = chain.members.first().map_or(behind, |first| first.start).max(behind);
        row += formula[behind..start_of_chain].matches("\\\\").count();
        behind = start_of_chain;
        Statement {
            formula: piece.range.clone(),
            row,
            members: chain.members.iter().map(|place| member(formula, &behind_label(formula, place), start, &preamble)).collect(),
            signs: chain.members.windows(2).map(|pair| conditions::sign(&formula[pair[0].end..pair[1].start])).collect(),
            relations: chain.relations,
            words: chain.words,
            ..Statement::default()
        }
    };
    let chains = chains(formula);
    let maps = maps::found(formula, &chains);
    let mut found: Vec<Statement> = chains.into_iter().map(&mut statement).collect();
    for map in maps {
        found[map.chain].define(map);
    }
    found
}

/// The place of a member behind the label of its row: `(a)\quad`, `1.\ `, `\bullet\ `.
fn behind_label(formula: &str, place: &Range<usize>) -> Range<usize> {
    const ROOM: [&str; 5] = ["\\quad", "\\qquad", "\\ ", "~", "\\;"];
    let text = &formula[place.clone()];
    let label = text.strip_prefix("\\bullet").or_else(|| {
        let bare = text.strip_prefix('(').unwrap_or(text);
        let mark = bare.find(|c: char| !c.is_ascii_alphanumeric())?;
        let behind = bare[mark..].strip_prefix([')', '.'])?;
        let is_number = bare[..mark].bytes().all(|byte| byte.is_ascii_digit());
        ((1..=3).contains(&mark) && (is_number || bare.len() < text.len())).then_some(behind)
    });
    match label.map(str::trim_start).and_then(|behind| ROOM.iter().find_map(|room| behind.strip_prefix(room))) {
        Some(behind) => place.end - behind.trim_start().len()..place.end,
        None => place.clone(),
    }
}

/// The text without the commands of size and colour that it begins with.
fn without_style(text: &str) -> String {
    const STYLES: [&str; 10] = ["\\displaystyle", "\\textstyle", "\\large", "\\Large", "\\small", "\\,", "\\;", "\\:", "\\!", "\\quad"];
    let mut rest = text.trim_start();
    let coloured = |text: &'_ str| {
        text.strip_prefix("\\color").filter(|behind| behind.starts_with('{')).and_then(environment::operand).map(|(_, behind)| behind.len())
    };
    loop {
        let styled = STYLES.iter().find_map(|style| rest.strip_prefix(style)).map(str::len);
        let Some(length) = styled.or_else(|| coloured(rest)) else { return rest.to_string() };
        rest = rest[rest.len() - length..].trim_start();
    }
}

fn member(formula: &str, place: &Range<usize>, start: usize, preamble: &str) -> Member {
    let written = environment::without_tags(&environment::without_arrangement(&formula[place.clone()]));
    let written = fractions::with_roots(environment::without_stops(conditions::without_domain(environment::without_stops(&written))));
    let (text, mentions) = match expand(&written, preamble) {
        Ok(text) => {
            let text = environment::without_room_before_primes(&environment::without_wrapping(&without_style(&text)));
            let text = fractions::with_fractions(&environment::without_braces_around_brackets(&text));
            let text = columns::with_listed_arguments(&places::with_variables(&environment::with_products_of_dots(&text)));
            let found = mentions(&text).map_err(|error| error.to_string());
            (text, found)
        }
        Err(error) => (written, Err(error.to_string())),
    };
    Member { place: start + place.start..start + place.end, text, mentions }
}
