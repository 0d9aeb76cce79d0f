//! Commands that a text does not define: those of common packages, those that authors usually define alike, and names that
//! nobody has said anything of. What they mean stands in `grammar/packages.tex` and `grammar/customary.tex`.

use super::commands::{self, Command};
use super::macros::{Macro, Macros, Work, definitions};
use super::names::Marks;
use super::shape::Shaper;
use super::tokens::{Raw, Token};
use super::{Kind, Sign, Word, ends_operand};
use crate::error::Error;
use crate::syntax::names::function;
use std::sync::LazyLock;

const CUSTOMARY_TEXT: &str = include_str!("../../../../grammar/customary.tex");

/// The commands of packages. What does not parse is missing, which the test of the table finds.
static PACKAGES: LazyLock<Macros<'static>> =
    LazyLock::new(|| definitions(include_str!("../../../../grammar/packages.tex")).unwrap_or_default());

static CUSTOMARY: LazyLock<Macros<'static>> = LazyLock::new(|| definitions(CUSTOMARY_TEXT).unwrap_or_default());

/// The endings of entries for so many braces behind a command.
const FORMS: [&str; 3] = ["withone", "withtwo", "withthree"];

/// The ending of an entry for two braces of which the second lists two variables, `\pdv{f}{x,y}`.
const PAIR: &str = "withpair";

/// What a command usually means.
pub struct Usual {
    pub name: &'static str,
    pub known: &'static Macro<'static>,
    /// Its definition, where no package has it.
    pub meaning: Option<&'static str>,
}

/// The command that an entry is for.
pub fn command_of(name: &'static str) -> &'static str {
    FORMS.iter().chain([&PAIR]).find_map(|form| name.strip_suffix(form)).unwrap_or(name)
}

/// Whether there is an entry for a command, whatever stands behind it.
pub fn may_be_usual(name: &str) -> bool {
    let has = |name: &str| PACKAGES.known.contains_key(name) || CUSTOMARY.known.contains_key(name);
    commands::command(name).is_none() && (has(name) || FORMS.iter().any(|form| has(&format!("{name}{form}"))))
}

/// What a command means that the text does not define, where `input` is what stands behind it, the next token last.
pub fn usual(name: &str, input: &[Token<'_>], work: &mut Work) -> Result<Option<Usual>, Error> {
    if !may_be_usual(name) {
        return Ok(None);
    }
    let Groups { count, is_pair, looked_at } = groups(input);
    work.add(looked_at)?;
    let find = |table: &'static Macros<'static>| {
        let forms = FORMS[..count].iter().rev().map(|form| format!("{name}{form}"));
        let pair = is_pair.then(|| format!("{name}{PAIR}"));
        pair.into_iter().chain(forms).chain([name.to_string()]).find_map(|name| table.known.get_key_value(&*name))
    };
    let meaning = |known: &Macro<'static>| {
        let (first, last) = (known.body.first()?, known.body.last()?);
        CUSTOMARY_TEXT.get(first.span.start as usize..last.span.end as usize)
    };
    if let Some((name, known)) = find(&PACKAGES) {
        return Ok(Some(Usual { name, known, meaning: None }));
    }
    Ok(find(&CUSTOMARY).map(|(name, known)| Usual { name, known, meaning: Some(meaning(known).unwrap_or_default()) }))
}

/// What stands behind a command.
struct Groups {
    /// How many groups in braces, up to three, after a star and square brackets.
    count: usize,
    /// Whether there are two without square brackets, and one comma in the second.
    is_pair: bool,
    /// How many tokens had to be looked at.
    looked_at: usize,
}

fn groups(input: &[Token<'_>]) -> Groups {
    let mut looked_at = 0;
    let (mut commas, mut has_options) = (0, false);
    let mut rest = input.iter().rev().map(|token| token.raw).peekable();
    rest.next_if_eq(&Raw::Symbol('*'));
    if rest.peek() == Some(&Raw::Symbol('[')) {
        has_options = true;
        for raw in rest.by_ref() {
            looked_at += 1;
            if raw == Raw::Symbol(']') {
                break;
            }
        }
    }
    let mut count = 0;
    while count < FORMS.len() && rest.peek() == Some(&Raw::Open) {
        let mut depth = 0usize;
        for raw in rest.by_ref() {
            looked_at += 1;
            match raw {
                Raw::Open => depth += 1,
                Raw::Close => depth -= 1,
                Raw::Symbol(',') if count == 1 && depth == 1 => commas += 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        count += 1;
    }
    Groups { count, is_pair: count == 2 && commas == 1 && !has_options, looked_at }
}

impl Shaper<'_, '_> {
    /// A command that nothing defines: a function of the table by its name, a letter with its mark (`\yhat`), or, where an operator
    /// shows that a value must stand there, a name (`\loss + 1`). Anything else is refused.
    pub fn undefined(&mut self, name: &str) -> Result<(), Error> {
        let (start, span) = (self.at, self.span(self.at));
        let is_bare = !matches!(self.raw(start + 1), Some(Raw::Open | Raw::Symbol('[')));
        let near = commands::nearest(name);
        if let Some(known) = function(name).filter(|_| name.len() > 2) {
            self.note_once(span, format!("nothing defines \\{name}: read as the function {name}"));
            self.push(Kind::Function(known), span);
            self.at += 1;
            return Ok(());
        }
        if is_bare && let Some(marked) = marked_letter(name) {
            self.note_once(span, format!("nothing defines \\{name}: read as the name {marked}"));
            self.at += 1;
            return self.marked(Marks::letter(marked), start);
        }
        if is_bare && near.is_none() && name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && self.must_be_value() {
            self.note_once(span, format!("nothing defines \\{name}: read as the name {name}"));
            self.at += 1;
            return self.marked(Marks::word(name.to_string()), start);
        }
        let hint = match near {
            Some(near) => format!("did you mean \\{near}? An own command is made known with \\newcommand"),
            None => "make it known with \\newcommand, or with the option for macros".into(),
        };
        let found = format!("the unknown command `\\{}`", name.escape_debug());
        Err(Error::Syntax { span: span.range(), found, expected: "a command of mathematics".into(), hint: Some(hint) })
    }

    /// `\qty(a+b)`, `\ab\Big[a+b]`: the command goes, where a bracket opens behind it.
    pub fn fitting(&mut self, name: &str) -> Result<(), Error> {
        let behind = self.at + 1 + usize::from(self.raw(self.at + 1) == Some(Raw::Symbol('*')));
        let opens = match self.raw(behind) {
            Some(Raw::Open) => name == "qty",
            Some(Raw::Symbol('(' | '[' | '|')) => true,
            Some(Raw::Command(next)) => {
                matches!(next, "{" | "lbrace" | "lvert" | "vert" | "left") || next.starts_with("big") || next.starts_with("Big")
            }
            _ => false,
        };
        if !opens {
            return self.undefined(name);
        }
        self.at = behind;
        Ok(())
    }

    /// `\underset{x\to 0}{\mathrm{limit}}`: whether what something stands below is the sign of a limit.
    pub fn is_limit(&self) -> bool {
        let sign = self.behind(self.at + 1);
        match self.raw(sign + 1) {
            Some(Raw::Command("lim" | "limsup" | "liminf")) => true,
            Some(Raw::Command(name)) if commands::command(name) == Some(Command::Upright) => {
                self.upright_name(sign + 1).is_some_and(|word| matches!(&*word, "lim" | "limit" | "Lim"))
            }
            _ => false,
        }
    }

    /// `\overset{!}{=}`: what stands above or below the sign of a relation computes nothing.
    pub fn marked_relation(&mut self) -> bool {
        let sign = self.behind(self.at + 1);
        let relation = match self.raw(sign + 1) {
            Some(Raw::Symbol('=')) => Kind::Relation(Sign::Equal),
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Word(relation @ Kind::Relation(_))) => relation,
                _ => return false,
            },
            _ => return false,
        };
        if self.raw(sign) != Some(Raw::Open) || self.behind(sign) != sign + 3 {
            return false;
        }
        let span = self.span(self.at).to(self.span(sign + 2));
        self.note_once(span, "left out what stands above or below the sign of a relation".into());
        self.push(relation, span);
        self.at = sign + 3;
        true
    }

    /// Whether a command stands where only a value can: before an operator or an end, which no operator stands before itself.
    fn must_be_value(&self) -> bool {
        let mut at = self.at + 1;
        while let Some(Raw::Underscore | Raw::Caret) = self.raw(at) {
            at = self.behind(at + 1);
        }
        let has_limits = (self.raw(self.at + 1), self.raw(self.behind(self.at + 2))) == (Some(Raw::Underscore), Some(Raw::Caret));
        let begins = self.out.words.last().is_none_or(|word| !ends_operand(word.kind));
        // Behind an operand a command may be an operator itself, which a sign and the end may follow.
        let follows = match self.raw(at) {
            None => begins && !self.out.words.is_empty(),
            Some(Raw::Symbol('*' | '/' | '=' | '<' | '>')) => true,
            Some(Raw::Symbol('+' | '-' | ')' | ']')) => begins || matches!(self.out.words.last(), Some(Word { kind: Kind::Number(_), .. })),
            Some(Raw::Symbol(',' | '.') | Raw::Close | Raw::Ampersand) => begins,
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Word(Kind::Times | Kind::Slash | Kind::Relation(_))) => true,
                Some(Command::Right | Command::End | Command::Word(Kind::Row | Kind::Close(_))) => begins,
                _ => false,
            },
            _ => false,
        };
        follows && !has_limits
    }
}

/// `yhat`, `thetabar`: a letter and what is drawn over it, as the plain spelling of the name.
fn marked_letter(name: &str) -> Option<String> {
    ["hat", "bar", "tilde"].iter().find_map(|mark| {
        let letter = name.strip_suffix(mark)?;
        let is_letter = letter.len() == 1 || matches!(commands::command(letter), Some(Command::Letter(_)));
        is_letter.then(|| format!("{letter}_{mark}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_and_take_no_known_command() {
        for (table, least) in [(&PACKAGES, 40), (&CUSTOMARY, 200)] {
            assert!(table.known.len() >= least, "{} entries", table.known.len());
            for name in table.known.keys() {
                let command = command_of(name);
                assert_eq!(commands::command(command), None, "\\{command} is a command of mathematics already");
            }
        }
    }
}
