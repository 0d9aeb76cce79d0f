//! What each style makes of the same answers.

use super::{Input, reading};
use crate::expression::Arena;
use crate::render::{LatexStyle, Style, write_latex};

#[track_caller]
fn set(text: &str, style: LatexStyle, latex: &str) {
    let mut arena = Arena::new();
    let id = reading(&mut arena, text, Input::Text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut out = String::new();
    write_latex(&mut out, &arena, id, &Style { latex: style, decimals: true, ..Style::default() }).expect("it is short");
    assert_eq!(out, latex);
}

#[test]
fn styles_differ_where_their_authors_do() {
    set("arctan(x)^2", LatexStyle::Ml, r"\arctan^2 x");
    set("arctan(x)^2", LatexStyle::Us, r"(\tan^{-1} x)^2");
    set("sec(x)^2", LatexStyle::Ml, r"\sec^2 x");
    set("pi*e*e", LatexStyle::Ml, r"\pi e^2");
    // Letters that would make a word are set apart.
    set("l*n*x^2", LatexStyle::Ml, r"l n x^2");
    set("c*o*s*x", LatexStyle::Ml, r"co sx");
    set("A*B*C*x", LatexStyle::Ml, r"AB Cx");
    set("a*l*n", LatexStyle::Ml, r"al n");
    set("a*l*m", LatexStyle::Ml, r"alm");
    set("l*n!", LatexStyle::Ml, r"l\,n!");
    set("sec(x)^2", LatexStyle::Iso, r"\frac{1}{\cos^2 x}");
    set("x*sec(x)*tan(x)", LatexStyle::Iso, r"\frac{x\tan x}{\cos x}");
    set("exp(-x)*e", LatexStyle::Iso, r"\mathrm{e}\mathrm{e}^{-x}");
    set("int(t*x, t, 0, x)", LatexStyle::Iso, r"\int_{0}^{x} tx\,\mathrm{d}t");
    set("f''(t) + f(t)", LatexStyle::Physics, r"\ddot f+f(t)");
    set("theta'(t)", LatexStyle::Physics, r"\dot\theta");
    set("f'(s)", LatexStyle::Physics, "f'(s)");
    set("0.5*x", LatexStyle::De, "0{,}5x");
}
