//! Marks, primes, orders and differentials beside each other.

use super::{read, refused, same};
use crate::expression::Arena;
use crate::syntax::Input;

#[test]
fn the_chain_rule_with_d_is_of_one_function_of_several_variables() {
    same(r"\frac{df}{dx}\frac{dx}{dt}+\frac{df}{dy}\frac{dy}{dt}", "D[1](f)(x, y)*x'(t) + D[2](f)(x, y)*y'(t)");
    same(r"\frac{dy}{du}\frac{du}{dx}+\frac{dy}{dx}", "y'(u)*u'(x) + y'(x)");
    same(r"\frac{dv}{dx}u+\frac{du}{dx}v", "v'(x)*u + u'(x)*v");
}

#[test]
fn the_chain_rule_with_curly_d_makes_nothing_a_function_of_itself_or_of_what_stands_beside_it() {
    same(r"\frac{\partial f(w,h)}{\partial h}\frac{\partial h}{\partial w}", "diff(f(w, h), h)*h'(w)");
    same(r"\frac{\partial f(w,h)}{\partial h}\frac{\partial w}{\partial t}", "diff(f(w, h), h)*w'(t)");
    same(
        r"\frac{\partial f(x,y)}{\partial x}\frac{\partial x}{\partial t}+\frac{\partial f(x,y)}{\partial y}\frac{\partial y}{\partial t}",
        "diff(f(x, y), x)*x'(t)+diff(f(x, y), y)*y'(t)",
    );
    same(r"\frac{\partial h^2}{\partial h}\frac{\partial h}{\partial w}", "diff(h^2, h)*h'(w)");
}

#[test]
fn a_place_behind_derivatives_by_several_variables_is_no_value_of_one() {
    same(r"\frac{\partial f}{\partial x}(P)+\frac{\partial f}{\partial y}(P)", "f_x(P)+f_y(P)");
    same(r"\frac{dy}{dx}(a)-\frac{dy}{du}(b)\frac{du}{dx}(a)", "y_x(a)-y_u(b)*u'(a)");
    same(r"f(x,y)\frac{\partial f}{\partial x}(P)", "f(x, y)*f_x(P)");
    same(r"\frac{\partial f}{\partial x}(a)", "f'(a)");
}

#[test]
fn an_index_and_a_numerator_tell_what_is_differentiated() {
    same(r"D_x x^2+D_xx^3", "diff(x^2, x)+diff(x^3, x)");
    same(r"{d\over dx}x^2+{d \over dx}f(x)", "diff(x^2, x)+diff(f(x), x)");
    same(r"\frac{dPV}{dT}", "diff(P(T)*V(T), T)");
    same(r"\frac{dTR}{dQ}", "TR'(Q)");
}

#[test]
fn factors_beside_a_differential_stand_before_the_quotient() {
    same(r"\frac{dy}{y\,dx}", "y'(x)/y");
    same(r"-\frac{\hbar^2 d^2\psi}{2m\,dx^2}", "-hbar^2/(2*m)*psi''(x)");
    same(r"\frac{ad-bc}{2}", "(a*d-b*c)/2");
    same(r"\int\frac{x\,dx}{y}", "int(x/y, x)");
}

#[test]
fn what_may_be_an_inverse_or_a_factor_is_refused() {
    refused(r"g'^{-1}(x)", r"g'^{-1}", "inverse function");
    refused(r"(\frac{\partial y}{\partial x})^T", "^", "transpose");
    refused(r"lim x", "lim", "is not read");
    refused(r"\frac{\partial u}{\partial x^2}", r"\frac{\partial u}{\partial x^2}", "the order 1 above and 2 below");
}

#[test]
fn numbers_with_commas_and_exponents() {
    same("12,500,000x", "12500000*x");
    same("f(1,200)+f(1,000)", "f(1, 200)+f(1000)");
    same("2e3+1e-5", "2000+1e-5");
    same("2e-3", "2*e-3");
}

#[test]
fn braces_only_group() {
    same(r"x{=}a{+}b", "x=a+b");
    same(r"\frac{{{\partial ^2}f}}{{\partial {y^2}}}", "f''(y)");
    same(r"{d}^2{x^2}", "d^2*x^2");
}

#[test]
fn an_empty_integrand_is_one() {
    same(r"\frac{1}{2}(\int dt+\int t\,dt)", "(int(1, t)+int(t, t))/2");
    same(r"\int_0^1\int_0^x dy\,dx", "int(int(1, y, 0, x), x, 0, 1)");
}

#[test]
fn a_bracket_of_any_kind_stands_on_the_left_of_a_bar() {
    let mut arena = Arena::new();
    let mut target = |text| read(&mut arena, text, Input::Latex, "").map(|reading| reading.target).ok();
    let plain = target(r"\left.yx^2\right|_{x=2,y=3}");
    assert!(plain.is_some() && plain == target(r"\left[yx^2\right|_{x=2,y=3}"));
}

#[test]
fn what_draws_nothing_is_nothing() {
    same(r"T_{}^{n}+\int_{}^{} f(x)\,dx", "T^n+int(f(x), x)");
    same(r"\int_0^1 x\cdot\mathrm{d}x", "int(x, x, 0, 1)");
    same(r"\frac{1}{2}x\quad y", "x*y/2");
}

#[test]
fn letters_above_what_is_differentiated_are_exponents_or_count() {
    same(r"\frac{dx^i}{dx}+\frac{da^i}{di}", "diff(x^i, x)+diff(a^i, i)");
    same(r"\frac{dx^\mu}{d\tau}", "x__mu'(tau)");
}

#[test]
fn functions_beside_a_derivative_are_functions_everywhere() {
    same(r"\frac{g'(x)h(x)-g(x)h'(x)}{h^2(x)}", "(g'(x)*h(x)-g(x)*h'(x))/h(x)^2");
    same(r"uv-\int u'(x)v(x)\,dx", "u(x)*v(x)-int(u'(x)*v(x), x)");
    same(r"\frac{\partial(\rho u)}{\partial x}", "diff(rho(x)*u(x), x)");
}

#[test]
fn only_one_name_is_glued_to_a_function() {
    same(r"2sinx+xlnx", "2*sin(x)+x*ln(x)");
    same(r"cost+tank", "cost+tank");
    refused(r"f(x_0-0)", "f(x_0-0)", "one side");
}

#[test]
fn numbers_behind_a_function_are_where_it_is_differentiated() {
    same(r"\frac{df(2)}{dx}+\frac{\partial g(1,2)}{\partial y}", "f'(2)+D[2](g)(1, 2)");
    same(r"\frac{d}{dx}f(3)", "diff(f(3), x)");
    same(r"\frac{\partial}{\partial x}(x\cos(xy))+\frac{\partial}{\partial x}(-2y)", "diff(x*cos(x*y), x)+diff(-2*y, x)");
}

#[test]
fn a_prime_under_an_integral_is_the_derivative_by_its_variable() {
    same(r"\int u v'\,dx", "int(u(x)*v'(x), x)");
    same(r"uv-\int u'v\,dx", "u(x)*v(x)-int(u'(x)*v(x), x)");
    same(r"\int_a^b\sqrt{1+y'^2}\,dx", "int(sqrt(1+y'(x)^2), x, a, b)");
    same(r"\int x'\,dt+\int {\mathrm dt}", "int(x'(t), t)+int(1, t)");
    // A place that is integrated over, and a letter that functions seldom have, are names.
    same(r"\int f(x')\,dx'", "int(f(x_prime), x_prime)");
    same(r"\int p'q\,dt", "int(p_prime*q, t)");
}
