//! The sentence that words make, before it is parsed: what is drawn one way and means another is put into the order in which it
//! is read, and what stands where in it is found out.
//!
//! `leibniz` knows quotients of differentials, `statements` where one statement ends and the next begins, `scan` what is said of
//! names, `partials` what they are differentiated by; the others rewrite one way of writing each.

pub mod bracketed;
pub mod coefficients;
pub mod integrand;
pub mod leibniz;
pub mod letters;
pub mod partials;
pub mod places;
pub mod primed;
pub mod scan;
pub mod slash;
pub mod statements;
pub mod totals;

use super::words::Sentence;
use super::words::fences::pair;
use super::words::shape::words;
use super::words::tokens::Token;
use crate::error::Error;
use bracketed::apply_brackets;
use coefficients::take_factors_out;
use integrand::free_differentials;
use places::take_places;
use primed::unwrap_primed;
use slash::raise_quotients;
use statements::separate;

/// The sentence that expanded tokens make; `length` is that of the text in which their places lie.
pub fn sentence(tokens: &[Token<'_>], length: usize) -> Result<Sentence, Error> {
    let mut sentence = words(tokens, length)?;
    separate(&mut sentence);
    raise_quotients(&mut sentence);
    take_factors_out(&mut sentence);
    unwrap_primed(&mut sentence);
    take_places(&mut sentence);
    free_differentials(&mut sentence);
    pair(&mut sentence)?;
    apply_brackets(&mut sentence)?;
    Ok(sentence)
}
