//! What LaTeX means, told in plain text, and what it refuses.

mod marks;

use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::syntax::{Input, Reader, Reading, Source, latex::is_latex, latex::statements};

fn read(arena: &mut Arena, text: &str, input: Input, macros: &str) -> Result<Reading, Error> {
    Reader::default().read(arena, &Source { text, input, macros, ..Source::default() })
}

/// LaTeX and plain text with the same meaning.
#[track_caller]
fn same(latex: &str, text: &str) {
    let mut arena = Arena::new();
    let one = read(&mut arena, latex, Input::Latex, "").map(|reading| reading.target);
    let other = read(&mut arena, text, Input::Text, "").map(|reading| reading.target);
    match (one, other) {
        (Ok(one), Ok(other)) => assert_eq!(one, other, "`{latex}` is not `{text}`"),
        (one, other) => panic!("`{latex}` is {one:?}, `{text}` is {other:?}"),
    }
}

/// LaTeX that is refused: the place, and a part of the message.
#[track_caller]
fn refused(latex: &str, place: &str, message: &str) {
    let error = match read(&mut Arena::new(), latex, Input::Latex, "") {
        Err(error) => error,
        Ok(_) => panic!("`{latex}` was read"),
    };
    assert!(error.to_string().contains(message), "`{latex}`: {error}");
    assert_eq!(error.span().map_or("", |span| &latex[span]), place, "`{latex}`");
}

#[test]
fn fractions_and_exponents_take_what_tex_gives_them() {
    same(r"\frac12x", "x/2");
    same(r"\frac x2", "x/2");
    same(r"\dfrac{a}{b}+\tfrac{1}{2}+\cfrac{c}{d}", "a/b + 1/2 + c/d");
    same("x^12", "x^12");
    same("x^{n-1}", "x^(n-1)");
    same("x^-1", "1/x");
    same(r"x^\frac12", "sqrt(x)");
    same(r"\sqrt[3]{x}\sqrt{y}\sqrt[n]{z}", "cbrt(x)*sqrt(y)*root(n, z)");
    same(r"\binom{n}{2}", "n!/(2!*(n-2)!)");
    same("e^{-x^2}", "exp(-x^2)");
    same(r"\mathrm{e}^{x}", "exp(x)");
    same("3{,}5x", "3.5x");
    same("3{,}142x + 0{,}125", "3.142x + 0.125");
    same("20{,}000x + 1{,}234{,}567", "20000x + 1234567");
    same(r"1\,000", "1000");
    same("a/bc", "a/(b*c)");
    same("-x^2", "-(x^2)");
    same(r"2\cdot 3^x", "2*3^x");
    same(r"1/30^\circ+\sin x^\circ", "1/(30*pi/180)+sin(x*pi/180)");
    same(r"E^\circ+\boxed{x}", "E__circ+x");
    refused(r"20^\circ C", "^", "units");
}

#[test]
fn a_function_without_brackets_takes_plain_factors() {
    same(r"\sin 2x\cos 3x", "sin(2x)*cos(3x)");
    same(r"\sin x\cdot 10x", "10*x*sin(x)");
    same(r"\ln x (x+1)", "ln(x)*(x+1)");
    same(r"\tan{(x)}\left(x+1\right)", "tan(x)*(x+1)");
    same(r"\sin x e^{x}", "sin(x)*exp(x)");
    same(r"\sin^2 x", "sin(x)^2");
    same(r"\sin^{-1} x", "arcsin(x)");
    same(r"\sin(x)^2", "sin(x)^2");
    same(r"\ln x^2", "ln(x^2)");
    same(r"\log_2 x", "log2(x)");
    same(r"\log_{10}(x)", "log10(x)");
    same(r"\sin\frac{x}{2}", "sin(x/2)");
    same(r"\ln|x|", "ln(abs(x))");
    same(r"\cos x\frac{d}{dx}(x^2)", "cos(x)*d/dx(x^2)");
    same("xsin(x)", "x*sin(x)");
}

#[test]
fn a_letter_before_a_bracket_is_a_factor_or_a_function() {
    same("x(x-1)", "x*(x-1)");
    same("t(x+1)", "t*(x+1)");
    same("m_1(a+g)", "m_1*(a+g)");
    same("f(x+1)", "f(x+1)");
    same("y(z)", "y(z)");
    same(r"\sigma(wx+b)", "sigma(w*x+b)");
    same("y(x+h)-y(x)", "y(x+h)-y(x)");
    same("f^2(x)", "f(x)^2");
    same("u(x,t)", "u(x,t)");
    same(r"f(x|a)+f(x;a)+g(|x|)", "2*f(x,a)+g(abs(x))");
}

#[test]
fn derivatives_are_read_however_they_are_written() {
    same(r"\frac{d}{dx}(x^2)y", "d/dx(x^2)*y");
    same(r"\frac{d}{dx} x^2 + 1", "d/dx(x^2) + 1");
    same(r"\frac{d}{dx}(x-1)^2", "d/dx((x-1)^2)");
    same(r"\frac{\mathrm{d}^2}{\mathrm{d}x^2}\left[x^3\right]", "d^2/dx^2(x^3)");
    same(r"\frac{\partial (x^2y)}{\partial x}", "d/dx(x^2*y)");
    same(r"\frac{dy}{dx}", "y'(x)");
    same("dy/dx", "y'(x)");
    same(r"{\partial E}/{\partial z}", "E'(z)");
    same(r"\frac{d^2y}{dx^2}", "y''(x)");
    same(r"\frac{\partial^2 f}{\partial x\,\partial y}+f(x,y)", "f_xy(x, y) + f(x, y)");
    same(r"\frac{\partial f}{\partial x}(x,y)", "f_x(x, y)");
    same(r"\frac{df}{dx}(a)", "f'(a)");
    same(r"\frac{dg}{dh}(h(x))", "g'(h(x))");
    same(r"\left.\frac{dy}{dx}\right|_{x=a}", "y'(a)");
    same(r"f'(x)+f''(x)+f^{(4)}(x)+f^{\prime}(x)", "2*f'(x)+f''(x)+f^(4)(x)");
    same(r"\dot x+\ddot{x}", "x'(t) + x''(t)");
    same(r"\partial_x f", "f'(x)");
    same("f_x+f(x,y)", "f_x(x,y)+f(x,y)");
    same("(x^2)'", "d/dx(x^2)");
    same(r"\frac{d}{dx}(fg)", "d/dx(f(x)*g(x))");
    same(r"E=y^2, y=3x, \frac{dE}{dx}", "E = y^2; y = 3x; dE/dx");
    refused(r"\frac{d^n}{dx^n}x", r"\frac{d^n}{dx^n}", "whose order is a letter");
    refused(r"\frac{d}{dx_k}x_i", "x_i", "is not said");
}

#[test]
fn names_have_one_plain_spelling() {
    same(r"\hat y+\bar{x}+\tilde x", "y_hat + x_bar + x_tilde");
    same(r"\mathbf{x}_i+\mathcal{L}", "x_bold_i + L_cal");
    same(r"\theta_{\mathrm{max}}+x_{ij}+x_{i,j}", "theta_max + x_ij + x_i_j");
    same(r"z^{(1)}+w^{[2]}_{ij}+\varepsilon", "z__1 + w_ij__2 + varepsilon");
    same(r"h_{t-1}", "h_t_minus_1");
    same(r"\mathrm{loss}^2+\text{loss}", "loss^2 + loss");
    same("x_i^2+x^2_i", "2*x_i^2");
    same("x'+1", "x_prime + 1");
    same("x^*", "x_star");
    same(r"\theta_{(i)}+s_{j|g}+a_{1:n}", "theta_par_i + s_j_given_g + a_1_to_n");
    refused("x^TAx", "^", "transpose");
    refused(r"\hat{x+y}", r"\hat", "a single letter");
}

#[test]
fn what_only_draws_is_left_out() {
    same(r"\displaystyle\left( x \, +\; 1\right)\!\bigl[y\bigr].", "(x+1)*y");
    same(r"\left\{x+1\right\}{y}\hskip 2pt z\label{eq:1}\tag{3}", "(x+1)*y*z");
    same(r"x % a comment", "x");
    same(r"$x^2$", "x^2");
    same(r"\begin{aligned} a &+ b \\ &+ c \end{aligned}", "a+b+c");
}

#[test]
fn cases_sums_and_integrals_are_read() {
    same(r"\begin{cases} 0 & x<0\\ 1 & x>0\end{cases}", "{0 if x < 0; 1 if x > 0}");
    same(r"\begin{cases} x^2, & \text{if } 0\le x<1 \\ 0, & \text{otherwise} \end{cases}", "{x^2 if 0 <= x < 1; 0 otherwise}");
    same(r"\left\{\begin{array}{ll} x & x>0 \\ 0 & \text{else}\end{array}\right.", "{x if x > 0; 0 otherwise}");
    same(r"\sum_{i=1}^{n} i x^i+1", "sum(i, 1, n, i*x^i)+1");
    same(r"\sum\limits_{i=1}^n i", "sum(i, 1, n, i)");
    same(r"\sum_i x_i^2+1", "sum(i, x_i^2)+1");
    same(r"\sum_{i,j} x_{ij}", "sum(i, sum(j, x_ij))");
    same(r"\sum_{ij} x_{ij}", "sum(i, sum(j, x_ij))");
    same(r"\sum_{j\neq i} a_j", "sum(j, j != i, a_j)");
    same(r"\sum_{i\in\mathcal{B}_t} x_i", "sum(i, in(i, B_cal_t), x_i)");
    same(r"\sum_{k\in N(i)} x_k", "sum(k, in(k, N(i)), x_k)");
    same(r"\prod_{k\ge1, k\ne j} x_k", "product(k, k >= 1 and k != j, x_k)");
    same(r"\sum_{i:\,y_i=k} x_i", "sum(i, y_i = k, x_i)");
    same(r"\sum_i^n x_i", "sum(i, i <= n, x_i)");
    same(r"\sum_{j\neq i}^C a_j", "sum(j, j != i and j <= C, a_j)");
    same(r"\sum_{j=1,\,j\ne i}^{C} a_j", "sum(j, j >= 1 and j <= C and j != i, a_j)");
    refused(r"\sum_{k\in\{a\}+b} x_k", r"\{a\}+b", "sets");
    same(r"\sum_{i,j=1}^{n} a_{ij}x_k", "sum(i, 1, n, sum(j, 1, n, a_ij*x_k))");
    same(r"\sum_{k=1} x_k", "sum(k, k >= 1, x_k)");
    same(r"\sum x_k^2+1", "sum(k, x_k^2)+1");
    refused(r"\sum x_ky_j", r"\sum", "runs over");
    refused(r"\sum x^k", r"\sum", "runs over");
    same(r"\int_{t=0}^{t=x}t\,dt+\sum_{i=1}^{i=n}i", "int(t, t, 0, x)+sum(i, 1, n, i)");
    refused(r"\int_{t=0}^x s\,ds", "d", "the variable that the limits are for");
    refused(r"x\in X", r"\in", "sets");
    same(r"\int_0^x \frac{\sin t}{t}\,dt", "int(sin(t)/t, t, 0, x)");
    same(r"\max(0,x)+\max\{0, x\}", "2*max(0, x)");
    same(r"\operatorname{sgn}(x)+\operatorname{ReLU}(x)+\Gamma(x)", "sign(x)+relu(x)+gamma(x)");
    refused(r"\int_S x\,dx", r"\int", "a curve or a region");
    refused(r"\int^\infty x\,dx", r"\int", "one limit");
    refused(r"\int x", r"\int", "its differential");
    // Signs of Unicode, and TeX's old commands.
    same(r"\frac12 π r²", "pi*r^2/2");
    same(r"x₁²+x₁₂⁻¹", "x_1^2+1/x_12");
    same(r"\frac{1}{√(x+1)}+√x\,y", "1/sqrt(x+1)+sqrt(x)*y");
    same(r"∑_{i=1}^n xᵢ", "sum(i, 1, n, x_i)");
    same(r"e^{−(x−\mu)²/(2σ²)}", "exp(-(x-mu)^2/(2*sigma^2))");
    same(r"{\rm ReLU}(x)+θ_{\rm max}", "relu(x)+theta_max");
    same(r"{\bf x}_i\,{\cal L}", r"x_bold_i*L_cal");
    refused(r"√(x", "", "bracket");
    refused(r"x\,\mathrm{mod}\,2", r"\mathrm", "remainders");
    refused(r"x⊤", "⊤", "operator");
    refused(r"\lim_{x\to 0} x", r"\lim", "limits are not read");
    refused(r"\begin{pmatrix}1\end{pmatrix}", r"\begin", "vectors and matrices");
    refused(r"\left(\begin{array}{ll} x & x^2\end{array}\right)", r"\begin", "vectors and matrices");
    refused(r"\left|\begin{array}{cc} y & x \\ 1 & x\end{array}\right|", r"\begin", "vectors and matrices");
    same(r"\int_0^\infty e^{-ax}\,dx", "int(exp(-a*x), x, x >= 0)");
    same(r"\int_{-\infty}^{+\infty} h(x)\,dx", "int(h(x), x, in(x, R_bb))");
    same(r"\int_{-\infty}^x h(t)\,dt", "int(h(t), t, t <= x)");
    same(r"\int_a^b f\,dx+\int_0^T v\,dt+\int_0^1 hx\,dx", "int(f(x), x, a, b)+int(v(t), t, 0, T)+int(h*x, x, 0, 1)");
    refused(r"\int_\infty^0 x\,dx", r"\infty", "infinity");
    refused(r"\int_0^{-\infty} x\,dx", "-", "infinity");
    same(r"\sum_{{i=1}}^n x_i+\Sigma_{i=1}^n y_i", "sum(i, 1, n, x_i)+sum(i, 1, n, y_i)");
    same(r"\Sigma_i w_ix_i+\Sigma y_j+\Sigma_k y", "sum(i, w_i*x_i)+sum(j, y_j)+Sigma_k*y");
    refused(r"\int_0^1 \sin x^2 d x^2", "x", "another expression than a variable");
    refused(r"\operatorname{Re}[x^2]", r"\operatorname{Re}", "complex numbers");
    refused(r"\foo x", r"\foo", "unknown command");
}

#[test]
fn macros_are_expanded() {
    same(r"\newcommand{\half}{\frac12}\half x", "x/2");
    same(r"\newcommand{\p}[2]{\frac{\partial #1}{\partial #2}}\p{E}{z}", "E'(z)");
    same(r"\newcommand{\q}[2][2]{#2^{#1}}\q{x}+\q[3]{x}", "x^2+x^3");
    same(r"\def\sq#1{#1^2}\sq{x}", "x^2");
    same(r"\DeclareMathOperator{\sg}{sgn}\sg(x)", "sign(x)");
    same(r"\dv{y}{x}+\abs{x}", "y'(x)+abs(x)");
    let mut arena = Arena::new();
    let reading = read(&mut arena, r"\dd x", Input::Latex, r"\renewcommand{\dd}{2}").map(|reading| reading.target);
    let twice = read(&mut arena, "2x", Input::Text, "").map(|reading| reading.target);
    assert_eq!(reading.ok(), twice.ok());
    // What a default holds is told of at the place of the macro.
    let preamble = r"\newcommand{\none}{}\newcommand{\p}[2][{e}]{#1^2/2 #2}";
    let notes = read(&mut arena, r"\p{x}", Input::Latex, preamble).map(|reading| reading.notes);
    assert!(notes.is_ok_and(|notes| !notes.is_empty()));
}

#[test]
fn macro_bombs_are_refused() {
    let handed_on = format!(r"\def\a#1{{\a{{#1}}}}\a{{{}}}", "x".repeat(20_000));
    let doubled: String =
        ('a'..'y').map(|name| format!(r"\def\{name}{{\{}\{}}}", (name as u8 + 1) as char, (name as u8 + 1) as char)).collect();
    for bomb in [
        r"\def\a{\a}\a",
        r"\def\a{\a\a}\a",
        r"\def\a{x\b\b}\def\b{x\a\a}\a",
        r"\newcommand{\a}[1]{#1#1#1}\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{x}}}}}}}}}}",
        &handed_on,
        &format!(r"{doubled}\def\y{{x}}\a"),
    ] {
        let error = read(&mut Arena::new(), bomb, Input::Latex, "").map(|reading| reading.target);
        assert!(matches!(error, Err(Error::Limit { .. })), "{error:?} for {}", bomb.chars().take(60).collect::<String>());
    }
}

#[test]
fn what_stands_beside_a_formula_is_no_part_of_it() {
    same(r"x^2 \quad \text{by the power rule}", "x^2");
    same(r"x^2 \hspace{0.1in} \text{(use instead)}", "x^2");
    same(r"x^2 \qquad (3)", "x^2");
    same(r"\begin{aligned} x^2 && \textrm{for any constant $C$} \end{aligned}", "x^2");
    same(r"\begin{cases} 1, & x > 0, \\ 0, & \text{if $x \leq 0$}. \end{cases}", "{1 if x > 0; 0 if x <= 0}");
    refused(r"x\text{(use instead)}", r"\text{(use instead)}", "no mathematics");
}

#[test]
fn differentials_are_no_factors() {
    same(r"\frac{\mathrm{dy}}{\mathrm{dx}}", "y'(x)");
    same(r"\int_a^b\frac{dx}{x}", "int(1/x, x, a, b)");
    same(r"\int_0^1\frac{x\,dx}{1+x^2}", "int(x/(1+x^2), x, 0, 1)");
    same(r"\frac{f(x+\Delta x)-f(x)}{\Delta x}", "(f(x+Delta_x)-f(x))/Delta_x");
    same("cx+dy", "c*x+d*y");
    refused(r"2x\,dx", "dx", "stands alone");
    refused("dy", "dy", "stands alone");
    same(r"ad\,x", "a*d*x");
    same(r"\frac{ad-bc}{cx+d}", "(a*d-b*c)/(c*x+d)");
    refused(r"\frac{\partial f}{\partial x}dx", "dx", "stands alone");
}

#[test]
fn what_d_differentiates_may_depend_on_the_variable() {
    same(r"\frac{d}{dx}(x^2+xy)", "diff(x^2+x*y(x), x)");
    same(r"\frac{\partial}{\partial x}(x^2+xy)", "diff(x^2+x*y, x)");
    same(r"\frac{d}{dt}\left(x^2+\pi r^2\right)", "diff(x(t)^2+pi*r(t)^2, t)");
    same(r"\frac{d}{dx}(xy')", "diff(x*y'(x), x)");
    same(r"\frac{d}{dt}f(x,y)", "diff(f(x(t), y(t)), t)");
    same(r"\frac{d}{dx}f(3)+\frac{d}{dx}c", "diff(f(3), x)+diff(c, x)");
    same(r"(f+g)'(x)", "diff(f(x)+g(x), x)");
    refused(r"\frac{\partial}{\partial w}l(y,o)", "l(y,o)", "depends on w");
    refused(r"\frac{\partial}{\partial x_1}\sum_{i=1}^n x_i^2", "x_i", "depends on x_1");
    same(r"\frac{\partial\ln Z}{\partial\beta}", "diff(ln(Z(beta)), beta)");
    same("(f^{-1})'(x)", "f_inverse'(x)");
    same("(f^{-1})'(f(x))", "f_inverse'(f(x))");
    same(r"k\left(\frac{\partial\ln\Omega}{\partial V}\right)_U", "k*diff(ln(Omega(V)), V)");
    same(r"\frac{d\ln k}{dT}", "diff(ln(k(T)), T)");
    same(r"\frac{\partial L(\theta)}{\partial s_1}", "diff(L(s_1), s_1)");
    refused(r"\frac{\partial L(y)}{\partial s_1}", r"L(y)", "depends on s_1");
    same(r"\frac{dy/dt}{dx/dt}", "y'(t)/x'(t)");
    same(r"\frac{\partial u}{\partial t}+\frac{\partial F(u)}{\partial x}", "u_t(t, x)+diff(F(u(t, x)), x)");
    refused(r"\frac{Du}{Dt}", r"\frac{Du}{Dt}", "variation");
    same(r"\frac{d(\sin x)}{d(\cos x)}", "diff(sin(x), x)/diff(cos(x), x)");
    refused(r"\frac{d(\sin x)}{d(xy)}", "d(xy)", "by an expression");
    refused(r"D_{\mathbf{u}}f", r"D_{\mathbf{u}}", "along a vector");
    refused("(x^2)'(3)", "(", "where the derivative before it is taken");
}

#[test]
fn what_stands_below_a_curly_derivative_tells_the_arguments() {
    same(r"\frac{\partial z}{\partial x}\frac{dx}{dt}+\frac{\partial z}{\partial y}\frac{dy}{dt}", "z_x(x,y)*x'(t)+z_y(x,y)*y'(t)");
    same(r"\frac{\partial^2f}{\partial x\partial y}-\frac{\partial^2f}{\partial y\partial x}", "0");
    same(r"\frac{\partial}{\partial y}\left(\frac{\partial f}{\partial x}\right)", "diff(f_x(x,y), y)");
    same(r"x''(t)\frac{\partial z}{\partial x}(x,y)", "x''(t)*z_x(x,y)");
    same(r"\partial_t u-\partial_x^2 u", "u_t(t,x)-u_xx(t,x)");
    same(r"\left(\frac{\partial U}{\partial V}\right)_T", "U_V(V,T)");
    same(
        r"\frac{\partial J(\theta)}{\partial\theta_j}+\frac{\partial f(\mathbf{x})}{\partial x_1}",
        "diff(J(theta_j), theta_j)+diff(f(x_1), x_1)",
    );
    same(r"\frac{\partial C}{\partial a^L_j}f'(z^{L-1}_j)", "C'(a_j__L)*f'(z_j__L_minus_1)");
    same(r"\frac{\partial}{\partial\dot q}\left(\dot q^2\right)", "diff(q_dot^2, q_dot)");
    same(r"\pdv{f}{x}{y}+\dv{x}(x^2)", "f_xy(x,y)+diff(x^2, x)");
    same(r"\left[f(x)\right]_{x=3}+\left.\frac{dy}{dx}\right|_{0}", "f(3)+y'(0)");
    same(r"g^{[1]'}(z)", "g__1'(z)");
}

#[test]
fn indicators_are_case_distinctions() {
    for text in [r"\mathbb{1}(x>0)", r"\mathbf{1}\{x>0\}", r"\mathbb{1}_{x>0}", r"\mathbb{I}[x>0]", "1(x>0)"] {
        same(text, "{1 if x>0; 0 otherwise}");
    }
    refused(r"\mathbb{1}+x", "+", "condition of the indicator");
}

#[test]
fn psi_is_a_letter_and_polygamma_has_its_order() {
    same(r"\psi(x,t)+\psi'(x)", "psi(x,t)+psi'(x)");
    same(r"\psi^{(0)}(x)+\psi^{(1)}(x+1)", "digamma(x)+polygamma(1,x+1)");
}

#[test]
fn operators_with_an_index_are_derivatives() {
    same(r"\partial_x^2 u+\partial_{xx}u", "2*u''(x)");
    same(r"\partial_x\partial_y f+f(x,y)", "f_xy(x,y)+f(x,y)");
    same(r"\left.\frac{df}{dx}\right|_{x=0}+\frac{df}{dx}\bigg\rvert_{x=0}", "2*f'(0)");
    refused(r"\partial_i f", "i", "index");
    refused("Df(x)", "D", "operator of differentiation");
}

#[test]
fn what_partial_derivatives_are_taken_of_depends_on_all_variables() {
    same(r"\frac{\partial \rho}{\partial t}+\frac{\partial}{\partial x}(\rho u^2+p)", "rho_t(t,x)+diff(rho(t,x)*u(t,x)^2+p(t,x), x)");
    same(r"\partial_t\rho+\partial_x(\rho u)", "rho_t(t,x)+diff(rho(t,x)*u(t,x), x)");
    same(r"\frac{\partial}{\partial x}(a u)", "diff(a*u(x), x)");
    same(r"\frac{d(XV)}{dt}", "diff(X(t)*V(t), t)");
    same("u_t+u u_x+u_{xxx}", "u_t(t,x)+u*u_x(t,x)+u_xxx(t,x)");
    same("c u_{xy}+f_x", "c*u_xy(x,y)+f_x");
}

#[test]
fn a_letter_with_a_prime_before_a_sum_is_a_factor() {
    same(r"\omega'\left(M+2m\right)", "omega_prime*(M+2*m)");
    same("r'(t+h)+y'(a+b)+f'(a+b)", "r'(t+h)+y'(a+b)+f'(a+b)");
}

#[test]
fn what_is_differentiated_alone_is_no_constant() {
    same(r"\frac{\partial}{\partial t}\Theta", "diff(Theta(t), t)");
    same(r"\frac{\partial}{\partial\theta}\ln f_\theta(x)", "diff(ln(f(theta,x)), theta)");
    same(r"\partial^2 g/\partial x\,\partial y", "g_xy(x,y)");
    refused(r"\mathbb{E}_\theta(X)", r"\mathbb{E}_\theta", "expectations");
}

#[test]
fn a_gradient_with_one_letter_below_is_a_derivative() {
    same(r"\nabla_\theta J(\theta)", "diff(J(theta), theta)");
    same(r"w-\eta\nabla_w L", "w-eta*L'(w)");
    for text in [r"\nabla f", r"\nabla_v f", r"\nabla_{\mathbf{w}} L", r"\nabla_x^2 f", r"\nabla_{\mu} V"] {
        refused(text, r"\nabla", "vector calculus");
    }
}

#[test]
fn dots_are_derivatives_at_a_time() {
    same(r"\dot x(t+h)+\dot x(2t)", "x'(t+h)+x'(2*t)");
    same(r"\dot\theta(a+b)", "theta'(t)*(a+b)");
    refused(r"\dot C(a, b)", r"\dot C(a, b)", "by which of its arguments");
    refused(r"\left.\frac{dy}{dx}\right|_{(1,2)}", "(", "for which variable");
}

#[test]
fn a_dot_over_a_function_of_a_place_is_refused() {
    refused(r"\dot V(x)", r"\dot V(x)", "by the time");
    refused(r"k\,\dot V(x(t))", r"\dot V(x(t))", "by the time");
    same(r"\dot\theta(s)+\dot x(0)", "theta'(s)+x'(0)");
}

#[test]
fn what_moves_has_velocities_as_arguments() {
    same(r"\frac{d}{dt}\frac{\partial L}{\partial\dot q}", "diff(D[2](L)(q(t), q'(t)), t)");
    refused(
        r"\frac{d}{dt}\left(x\frac{\partial L}{\partial\dot q}\right)",
        r"\left(x\frac{\partial L}{\partial\dot q}\right)",
        "depends on t",
    );
}

#[test]
fn arguments_with_marks_stand_for_the_variable() {
    same(r"\partial_p H(t,x^*(t),p(t))", "D[3](H)(t,x_star(t),p(t))");
    same(r"\frac{\partial f(\bar x)}{\partial x}", "f'(x_bar)");
    same(r"\left.\frac{\partial f}{\partial u}\right|_{(\bar x,\bar u)}", "D[2](f)(x_bar,u_bar)");
    same(r"\frac{\partial f}{\partial x}\Big|_{(1,2)}", "D[1](f)(1,2)");
    same(r"\frac{\partial f}{\partial u}\Big|_{x=a,u=b}", "D[2](f)(a,b)");
    refused(r"\frac{\partial}{\partial x}f(y)", "f(y)", "depends on x");
}

#[test]
fn letters_with_primes_are_variables_of_differentiation() {
    refused(r"\frac{d}{d\varepsilon}J[x_\varepsilon]", r"[x_\varepsilon]", "depends on varepsilon");
    same(r"\frac{\partial}{\partial x}(k_x x)", "diff(k_x*x, x)");
    same(r"\frac{\partial z'}{\partial a}\frac{\partial c}{\partial z'}", "z_prime'(a)*c'(z_prime)");
    same(
        r"\frac{\partial z'}{\partial a}\frac{\partial c}{\partial z'}+\frac{\partial z''}{\partial a}\frac{\partial c}{\partial z''}",
        "z_prime'(a)*D[1](c)(z_prime,z_prime_prime)+z_prime_prime'(a)*D[2](c)(z_prime,z_prime_prime)",
    );
    same(r"\frac{\partial}{\partial z}\Theta^2", "diff(Theta(z)^2, z)");
}

#[test]
fn an_operator_may_stand_in_a_bracket_or_have_a_place() {
    same(r"\left(\frac{d}{dx}\right)(x^2)+\left(\frac{d}{dx}\right)^2x^3", "diff(x^2, x)+diff(diff(x^3, x), x)");
    refused(r"\frac{d}{ds}\Big|_0 s^2", r"_", "where it is evaluated");
}

#[test]
fn quotients_on_the_line_have_functions_above() {
    same(r"-\partial\ln Z/\partial\beta", "-diff(ln(Z(beta)), beta)");
    same("dU(x)/dx+d\\sin(x)/dx", "diff(U(x), x)+diff(sin(x), x)");
    same(r"\partial^2\ln Z/\partial\beta^2", "diff(diff(ln(Z(beta)), beta), beta)");
}

#[test]
fn a_differential_may_stand_before_what_is_integrated() {
    same(r"\int_0^t ds\,f(t-s)f_0+c", "int(f(t-s)*f_0, s, 0, t)+c");
    same(r"\int_0^1 dx\int_0^x dy\,xy", "int(int(x*y, y, 0, x), x, 0, 1)");
}

#[test]
fn delta_before_a_difference_is_dirac() {
    same(r"2\delta(x-a)", "2*delta(x-a)");
    same(r"\delta(1-\delta)", "delta*(1-delta)");
}

#[test]
fn case_distinctions_have_whole_places() {
    let text = r"y = \begin{cases} 0 & z<=0 \\ 1 & z>0 \end{cases}";
    let found = statements(text, "").expect("two members");
    assert_eq!(&text[found[0].members[1].clone()], r"\begin{cases} 0 & z<=0 \\ 1 & z>0 \end{cases}");
    same(r"\begin{cases} 0 & z<=0 \\ 1 & z>0 \end{cases}", "{0 if z <= 0; 1 if z > 0}");
}

#[test]
fn members_hold_their_macros_whole() {
    let preamble = r"\newcommand{\by}[2]{\frac{d}{d#1}\left(#2\right)}\newcommand{\plain}[1]{#1}\newcommand{\both}[2]{#1=#2}";
    let text = r"\by{x}{x^2} = \plain{2}x + \plain{\by{x}{3}}";
    let found = statements(text, preamble).expect("two members");
    let members: Vec<&str> = found[0].members.iter().map(|place| &text[place.clone()]).collect();
    assert_eq!(members, [r"\by{x}{x^2}", r"\plain{2}x + \plain{\by{x}{3}}"]);
    let error = statements(r"y = \both{x}{z}", preamble).expect_err("what a macro holds is in no place");
    assert!(error.to_string().contains("several members"), "{error}");
}

#[test]
fn what_may_mean_two_things_is_refused() {
    same("f^{-1}(x)", "f_inverse(x)");
    same("f^{(n)}(x)+f^{(2k+1)}(0)", "D[*](f)(n, x)+D[*](f)(2k+1, 0)");
    refused("f^{(i)}(x)", "f^{(i)}", "order is a letter");
    refused("E[X]", "E", "expectations");
    refused(r"\mathrm{Var}(X)", r"\mathrm{Var}", "expectations");
    same("loss(x)+ABC+mate", r"loss(x)+ABC+mate");
    refused("losse^{x}", "losse", "a word or a product");
    refused(r"\frac{\{x\}}{2}", r"\{x\}", "fractional part");
    same(r"k(\Delta x)^2", "k*Delta_x^2");
    same(r"2n\left(\frac{a}{2}\right)^2", "2*n*(a/2)^2");
    refused(r"\hat L^{i}(A(S))", r"\hat L^{i}", "a function with a mark above it");
    same(r"m_{K^{*+}}", "m_K_raised_star_plus");
    same(r"\begin{cases} 1 & \text{if} & y = 0 \\ 2 & if y = 1\end{cases}", "{1 if y = 0; 2 if y = 1}");
    refused(r"Cov(x,y)", "Cov", "expectations");
    refused(r"\mathbb{E}(x^2)", r"\mathbb{E}", "expectations");
    refused(r"E(Y\mid X)", "E", "expectations");
    same(r"E(\sigma(z))+sen(x)+\sen y", "E(sigma(z))+sin(x)+sin(y)");
    refused(r"(Xw-y)^T(Xw-y)", "^", "transpose");
    same("(1+r)^T", "(1+r)^T");
    same(r"\mathcal{T}^{-1}(0.9)", "T_cal_inverse(0.9)");
    same(r"x\_i+v\_{max}^\*+\underline{x}", "x_i + v_star_max + x_underline");
    refused("loss+s", "loss", "a word or a product");
    same("xABC+A", "x*A*B*C+A");
    same("f'(x^{(k)} - e^{(k)})+e^{(x)}", "f'(x__k - e__k)+e__x");
    same("e^{(x)}", "exp(x)");
    same(r"\sum_{i=1}^N h_{ij}(y_i-t_i)", "sum(i, 1, N, h_ij*(y_i-t_i))");
    same(r"\frac{dF}{du}(u(x))\frac{du}{dx}", "F'(u(x))*u'(x)");
    same(r"{x \over 2}+{n \choose 2}", "x/2+n!/(2!*(n-2)!)");
}

#[test]
fn an_integral_without_limits_is_an_antiderivative() {
    same(r"\int x\,dx", "int(x, x)");
    same(r"\int \frac{dP}{P}", "int(1/P, P)");
    same(r"-\cos(x)\cdot x^2-\int 2x\cdot(\cos x)dx", "-cos(x)*x^2 - int(2*x*cos(x), x)");
    same(r"\int^{x} f(t)\,dt", "int(f(t), t, any, x)");
    same(r"\int f(x)\,dx", "int(f(x), x, any, x)");
    same(r"\frac{d}{dx}\int a\sin x\,dx", "d/dx(int(a*sin(x), x))");
    same(r"\int\int xy\,dx\,dy", "int(int(x*y, x), y)");
    same(r"\int {{{\cos }^2}xdx}+{\sin}^2x", "int(cos(x)^2, x)+sin(x)^2");
    same(r"\int\limits_{{a}}^x {{{(x-t)}^2}f'(t)dt}", "int((x-t)^2*f'(t), t, a, x)");
}

#[test]
fn a_bracket_behind_pi_belongs_to_the_argument() {
    same(r"\sin\pi(t-1)H(t-1)", "sin(pi*(t-1))*H(t-1)");
    same(r"\cos 2\pi(x+y)x+\sin\pi f(x)", "cos(2*pi*(x+y))*x+sin(pi*f(x))");
    same(r"\tanh 1\,(x+y)+\tanh\pi\,(x+y)", "tanh(1)*(x+y)+tanh(pi)*(x+y)");
    same(r"\ln 2(x+y)", "ln(2)*(x+y)");
    same(r"\newcommand{\sg}[1]{\mathop{\mathrm{sgn}} (#1)}2\sg{x}y", "2*sign(x)*y");
    same(r"y \overset{!}{=} x; y^2", "y = x; y^2");
    same(r"(2\cdot x)(2)+max\{x,y\}", "2*x*2+max(x,y)");
}

#[test]
fn a_value_at_a_place_says_what_depends_on_it() {
    same(r"\left.x^2+v\right|_{x=3}", "9+v");
    same(r"v\big|_{x=0}+D\,c|_{x=1}", "v(0)+D*c(1)");
    refused(r"vw\big|_{x=0}", "vw", "depends on x");
    refused("(X'X)^{-1}", "X'", "transpose");
    refused(r"\int_0^t (t-s)\,dF(s)", "F", "another expression than a variable");
    refused(r"D^2f(x)", "D", "operator of differentiation");
    refused(r"D^{\alpha}u", "D", "operator of differentiation");
    same(r"\omega_i^2(t)+a^{[1](i)}", "omega_i(t)^2+a__1__i");
    // Numbers above what is differentiated and above its variable count layers, where a variable has the number 1.
    same(r"\frac{\partial a^2}{\partial\Theta^1}", "a__2'(Theta__1)");
    // The parameters of a density stand for all of them, and a loss of what is predicted depends on the weights.
    same(r"\frac{\partial\log p(x|\theta)}{\partial\theta_i}", "diff(ln(p(x, theta_i)), theta_i)");
    same(r"\frac{\partial L(y,\hat y)}{\partial W^{(l)}}", "diff(L(W__l), W__l)");
    refused(r"\frac{\partial f(x,y)}{\partial\hat x}", "f(x,y)", "depends on x_hat");
    same(r"L[u+\delta,v]/2", "L(u+delta, v)/2");
    same(r"C_n^{(\alpha)}+p_X\!\left(\frac{y}{2}+1\right)", "C_n__alpha+p_X(y/2+1)");
}

#[test]
fn commands_of_packages_mean_what_their_documentation_says() {
    same(r"\abs{x}+\pqty{x+1}y+\textcolor{red}{x}", "abs(x)+(x+1)*y+x");
    same(r"\dv{x}(x^2)+\dv[2]{f}{x}+\odv{g}{x}", r"d/dx(x^2)+f''(x)+g'(x)");
    same(r"\pd{f}{x}+\od[2]{g}{x}+\diff{h}{x}", "f'(x)+g''(x)+h'(x)");
    same(r"\int_0^1 x^2\dif x+\int_0^1 x\dd{x}", "int(x^2, x, 0, 1)+int(x, x, 0, 1)");
    same(r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}\def\abs{\@ifstar{\x}{\x*}}\abs{x}", "abs(x)");
    // A definition of the author's comes first.
    same(r"\newcommand{\abs}[1]{#1^2}\abs{x}", "x^2");
}

#[test]
fn what_nobody_defines_is_read_where_it_can_mean_one_thing() {
    same(r"\half x^2+\eps", "x^2/2+varepsilon");
    same(r"(\yhat-y)^2+\loss+1", "(y_hat-y)^2+loss+1");
    same(r"\sech x+\softplus(x)", "sech(x)+softplus(x)");
    same(r"x_{\foo}", "x_foo");
    refused(r"\foo x", r"\foo", "unknown command");
    refused(r"x \foo -y", r"\foo", "unknown command");
    refused(r"\foo_0^1-x", r"\foo", "unknown command");
    refused(r"\foo{x}", r"\foo", "unknown command");
    refused(r"a\bigcup b", r"\bigcup", "sets");
}

#[test]
fn an_index_on_an_index_makes_one_name() {
    same(r"{t_a}_n+(p_x)_k", "t_a_n+p_x_k");
    same(r"\frac{\Delta{h}_{ev}}{RT^2}", r"Delta_h_ev/(R*T^2)");
    same(r"u_{i+\sfrac{1}{2}}", "u_i_plus_1_over_2");
    refused("(x)_n", "_", "the component of an expression");
    refused("f(x_1)_2", "_", "the component of an expression");
}

#[test]
fn a_letter_with_other_arguments_than_its_function_is_the_authors() {
    same(r"\sigma(x,t)", "sigma(x, t)");
    same(r"\alpha(t)+\beta(t)", "alpha(t)+beta(t)");
    refused(r"\gamma(t_1-s)\gamma(t_2-s)", r"\gamma(t_1-s)", "known function gamma");
    same(r"g(a-s)g(b-s)", "g(a-s)*g(b-s)");
    same(r"h(T_s-T_\infty)", "h*(T_s-T_infty)");
    same(r"A+Bln(W)", "A+B*ln(W)");
    same(r"\sum_{0\le 2r\le n} a_r", "sum(r, 0 <= 2*r and 2*r <= n, a_r)");
}

#[test]
fn auto_tells_latex_from_text() {
    assert!(is_latex(r"\sin x") && is_latex("x^{2}") && is_latex("x_{1}"));
    assert!(!is_latex("x^2") && !is_latex("2^{1 if x > 0; 2 otherwise}"));
    let mut arena = Arena::new();
    let notes = read(&mut arena, "x^{2}", Input::Auto, "").map(|reading| reading.notes).unwrap_or_default();
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn deep_nesting_needs_no_stack() {
    let deep = 20_000;
    let text = format!("{}x{}", r"\sin\left(".repeat(deep), r"\right)".repeat(deep));
    let mut arena = Arena::new();
    assert!(read(&mut arena, &text, Input::Latex, "").is_ok_and(|reading| reading.target != Id::UNDEFINED));
    let text = format!("{}x{}", r"\frac{1}{1+".repeat(deep), "}".repeat(deep));
    assert!(read(&mut arena, &text, Input::Latex, "").is_ok());
    let text = format!("{}x{}", "x^{".repeat(deep), "}".repeat(deep));
    assert!(read(&mut arena, &text, Input::Latex, "").is_ok());
}
