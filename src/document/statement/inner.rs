//! Inner functions that are differentiated by: `\frac{d e^{u(x)}}{du} = e^{u(x)}` is about u, whatever u is a function of.

use super::{Member, Statement};
use crate::document::formula::environment::inside_bracket;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Mention, Mentions, mentions};

/// Takes the argument from the calls of a name in statements that differentiate by it, and by nothing else.
pub fn name(statements: &mut [Statement]) {
    for statement in statements {
        let found = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok());
        let mentions: Vec<_> = found.flat_map(|found| &found.derivatives).collect();
        let Some([(inner, _)]) = mentions.first().map(|first| &first.variables[..]) else { continue };
        let is_by_it = |mention: &&Mention| matches!(&mention.variables[..], [(other, _)] if other == inner);
        if mentions.iter().all(is_by_it) {
            let inner = inner.clone();
            statement.members.iter_mut().for_each(|member| bare(member, &inner));
        }
    }
}

/// The calls of a name with one other name, as places of their brackets.
fn calls<'m>(member: &'m Member, name: &'m str) -> impl Iterator<Item = std::ops::Range<usize>> + 'm {
    let found: &[_] = member.mentions.as_ref().map_or(&[], |found: &Mentions| &found.names);
    let calls = found.iter().filter(move |used| used.name == name).filter_map(|used| used.arguments.clone());
    calls.filter(move |range| canonical_name(inside_bracket(&member.text[range.clone()])).is_some_and(|inner| inner != name))
}

fn bare(member: &mut Member, name: &str) {
    let mut places: Vec<_> = calls(member, name).collect();
    if places.is_empty() {
        return;
    }
    places.sort_unstable_by_key(|place| place.start);
    let mut text = member.text.clone();
    for place in places.into_iter().rev() {
        text.replace_range(place, " ");
    }
    *member = Member { place: member.place.clone(), mentions: mentions(&text).map_err(|error| error.to_string()), text };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_functions_stand_without_their_arguments() {
        let member = |text: &str| Member { place: 0..0, text: text.into(), mentions: mentions(text).map_err(|error| error.to_string()) };
        let read = |texts: [&str; 2]| {
            let mut statements = [Statement { members: texts.map(member).to_vec(), ..Statement::default() }];
            name(&mut statements);
            statements[0].members.iter().map(|member| member.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(read([r"\frac{d e^{u(x)}}{du}", r"2e^{u(x)}"]), [r"\frac{d e^{u }}{du}", r"2e^{u }"]);
        assert_eq!(read([r"\frac{d f(g(x))}{dx}", r"f'(g(x))"]), [r"\frac{d f(g(x))}{dx}", r"f'(g(x))"]);
    }
}
