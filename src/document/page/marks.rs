//! Marks for the linter in comments: `<!-- chainrule: ignore, a reason -->`, `% chainrule: ignore a reason`.

use super::passage::{Piece, PieceKind};

/// For each piece whether a mark says to leave it alone, and the reason it gives.
///
/// A mark behind something on its line, or inside a formula, is about the formulas of that line; one on a line of its own is about the
/// next formula and the rest of its paragraph.
pub fn ignored(text: &str, pieces: &[Piece]) -> Vec<Option<String>> {
    let mut reasons: Vec<Option<String>> = vec![None; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        let Some(reason) = (piece.kind == PieceKind::Comment).then(|| reason(&text[piece.range.clone()])).flatten() else { continue };
        let line_start = text[..piece.range.start].rfind('\n').map_or(0, |before| before + 1);
        let line_end = text[piece.range.end..].find('\n').map_or(text.len(), |length| piece.range.end + length);
        let is_alone =
            text[line_start..piece.range.start].trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '!' | '-' | '%')).is_empty();
        let encloses = |other: &Piece| other.range.start <= piece.range.start && piece.range.end <= other.range.end;
        let shares_line = |other: &Piece| other.range.start <= line_end && other.range.end >= line_start;
        let is_inside = pieces.iter().any(|other| is_formula(other) && encloses(other));
        let covered: Vec<usize> = if is_alone && !is_inside {
            let next = (at + 1..pieces.len()).find(|other| is_formula(&pieces[*other]));
            let Some(first) = next else { continue };
            let end = crate::document::formula::environment::paragraph_end(text, pieces[first].range.end);
            (first..pieces.len()).take_while(|other| pieces[*other].range.start < end).collect()
        } else {
            (0..pieces.len()).filter(|other| if is_inside { encloses(&pieces[*other]) } else { shares_line(&pieces[*other]) }).collect()
        };
        for other in covered {
            reasons[other] = Some(reason.clone());
        }
    }
    reasons
}

fn is_formula(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Inline | PieceKind::Display)
}

/// The reason a mark gives, which may be empty; nothing where the comment is no mark.
fn reason(comment: &str) -> Option<String> {
    let rest = comment.trim_start_matches([' ', '%']).strip_prefix("chainrule:")?.trim_start().strip_prefix("ignore")?;
    Some(rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '(' | ')')).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page::latex;
    use crate::document::page::markdown;

    fn left_alone<'t>(text: &'t str, pieces: &[Piece]) -> Vec<&'t str> {
        let reasons = ignored(text, pieces);
        let found = pieces.iter().zip(&reasons).filter(|(piece, reason)| is_formula(piece) && reason.is_some());
        found.map(|(piece, _)| text[piece.range.clone()].trim()).collect()
    }

    #[test]
    fn a_mark_covers_its_line_or_what_follows() {
        let text = "$a$\n\n<!-- chainrule: ignore, on purpose -->\n$b$ and\n$c$\n\n$d$ <!-- chainrule: ignore --> $e$\n\n$f$";
        assert_eq!(left_alone(text, &markdown::pieces(text)), ["b", "c", "d", "e"]);
        let text = "$a$ % chainrule: ignore\n$b$\n\\[c % chainrule: ignore\n\\] % other\n$d$";
        assert_eq!(left_alone(text, &latex::pieces(text)), ["a", "c % chainrule: ignore"]);
        assert_eq!(reason(" chainrule: ignore (an exercise) ").as_deref(), Some("an exercise"));
        assert_eq!(reason(" ignore"), None);
    }
}
