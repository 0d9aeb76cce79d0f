//! What names, definitions and undefined values mean: two texts that mean the same are the same expression.

use super::read;
use crate::error::Error;
use crate::expression::Arena;

/// Two texts with the same meaning.
#[track_caller]
fn same(left: &str, right: &str) {
    let mut arena = Arena::new();
    match (read(&mut arena, left), read(&mut arena, right)) {
        (Ok(one), Ok(other)) => assert_eq!(one, other, "`{left}` is not `{right}`"),
        (one, other) => panic!("`{left}` is {one:?}, `{right}` is {other:?}"),
    }
}

/// A text that means nothing, the place of the mistake, and the message.
#[track_caller]
fn mistake(text: &str, place: &str, message: &str) {
    let error = match read(&mut Arena::new(), text) {
        Err(error) => error,
        Ok(_) => panic!("`{text}` was read"),
    };
    assert_eq!(error.to_string(), message, "`{text}`");
    assert_eq!(error.span().map_or("", |span| &text[span]), place, "`{text}`");
}

#[test]
fn numbers_are_exact() {
    same("0.5", "1/2");
    same("0.1 + 0.2", "3/10");
    same(".5", "1/2");
    same("1e-3", "1/1000");
    same("2e3", "2000");
    same("x²³", "x^23");
    same("x⁻¹", "1/x");
}

#[test]
fn a_greek_letter_is_its_english_name() {
    same("θ", "theta");
    same("λ_1 + π", "lambda_1 + pi");
    same("x_θ", "x_theta");
    same("σ(z)", "sigma(z)");
}

#[test]
fn constants_are_constants_unless_they_are_names() {
    same("e^x", "exp(x)");
    same("e = 2; e^x", "2^x");
    same("f(e) = e^2; f(3)", "9");
    same("f(pi) = pi^2; f(3)", "9");
}

#[test]
fn definitions_stand_in_any_order() {
    same("E = 1/2*(a - y)^2; y = sigma(z); z = w*x + b", "1/2*(a - sigma(w*x + b))^2");
    same("z = w*x + b; y = sigma(z); E = 1/2*(a - y)^2", "1/2*(a - sigma(w*x + b))^2");
    same("a*b; a = x^2; b = sin(x)", "x^2*sin(x)");
    same("y = 3\ny*x", "3*x");
    same("y = sigma(z); y(z)^2", "sigma(z)^2");
    same("y = z^2; z = 2*x; y(x)", "4*x^2");
}

#[test]
fn functions_are_substituted() {
    same("f(x) = x^2; f(x + 1)", "(x + 1)^2");
    same("f(x) = g(x)^2; g(x) = x + 1; f(3)", "16");
    same("f(x, y) = x - y; f(y, x)", "y - x");
    same("f(x) = int(x*t, t, 0, 1); f(2)", "int(2*t, t, 0, 1)");
}

#[test]
fn a_parameter_means_nothing_else_inside_its_function() {
    same("x = 3; f(x) = x^2; f(2)", "4");
    same("f(x) = x^2; f(2)*x; x = 3", "12");
}

#[test]
fn derivatives_inside() {
    same("y = z^2; y'(z)", "d/dz(z^2)");
    same("E = y^2; y = 3x; dE/dx", "d/dx((3x)^2)");
    same("f(x) = x^2; f''(t)", "d^2/dt^2(t^2)");
    same("f(x) = d/dx(x^2); f(t)", "d/dt(t^2)");
    same("diff(x^2*y, x, y)", "d/dy(d/dx(x^2*y))");
}

#[test]
fn a_derivative_inside_a_function_is_never_taken_by_something_else() {
    let message = "`f` differentiates by what stands in the place of its argument here";
    mistake("f(x) = d/dx(x^2); f(3)", "f(3)", message);
    mistake("f(x) = d/dx(x^2*t); f(t)", "f(t)", message);
    mistake("f(a) = d/dx(a*x^2); f(x)", "f(x)", message);
    mistake("f(x) = x*t; f'(t)", "f'(t)", "expected an argument that does not occur in `f` already, found `f'(t)`");
    mistake("f(x) = x^2; f'(3)", "f'(3)", "the derivative of a defined function is taken at a variable only");
}

#[test]
fn definitions_that_answer_nothing() {
    mistake("y = z; z = y", "", "the definitions go round in a circle: y -> z -> y");
    mistake("f(x) = f(x - 1); f(3)", "", "the definitions go round in a circle: f -> f");
    mistake("y = 1; z = 2", "", "which is asked for, y or z?");
    mistake("y = 1; y = 2", "", "`y` is defined twice");
    mistake("x; y", "", "there are two questions");
    mistake("f(x) = x^2; g(y) = y", "", "which is asked for, f or g?");
    mistake("f(x) = x^2; f*k", "f", "expected f with its arguments, found `f` alone");
    mistake("f(x) = x^2; f^2*3", "f", "expected f with its arguments, found `f` alone");
    mistake("f(x) = x^2; f(1, 2)", "f(1, 2)", "expected one argument of `f`, found 2 arguments");
    mistake("y = z^2; y(w)", "y(w)", "expected a variable of `y`, found `w`");
    mistake("i = 2; sum(i, 1, n, i*x)", "", "`i` has a value, so it cannot be the variable here");
}

#[test]
fn undefined_values_have_a_place() {
    mistake("x + 1/0", "1/0", "`1/0` is undefined");
    mistake("0^0", "0^0", "`0^0` is undefined");
    mistake("x*ln(0)", "ln(0)", "`ln(0)` is undefined");
    mistake("1/(1 - 1)", "1/(1 - 1)", "`1/(1 - 1)` is undefined");
    mistake("(2 - 2)^(1 - 1)", "(2 - 2)^(1 - 1)", "`(2 - 2)^(1 - 1)` is undefined");
}

#[test]
fn a_long_chain_of_definitions_is_linear() {
    let chain: String = (0..10_000).map(|at| format!("a{}_ = a{at}_ + 1; ", at + 1)).collect();
    same(&format!("{chain} a0_ = x; a10000_"), "x + 10000");
    let circle: String = (0..10_000).map(|at| format!("a{at}_ = a{}_; ", (at + 1) % 10_000)).collect();
    let error = read(&mut Arena::new(), &circle).err().map(|error| matches!(error, Error::Request { .. }));
    assert_eq!(error, Some(true));
}
