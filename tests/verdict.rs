//! Claims and what is said of them.

use chainrule::claims::{Change, change};
use chainrule::{Question, Session, Verdict};
use std::sync::{Arc, Mutex};

/// Expression, variable, claim, and the verdict: `proved`, `undecided`, or the place where the claim fails.
#[rustfmt::skip]
const CLAIMS: &[(&str, &str, &str, &str)] = &[
    // The founding claim: the sign is wrong.
    ("0.5*(a-cos(z))^2", "z", "-sin(z)*(a-cos(z))", "z = 1, a = 2"),
    ("0.5*(a-cos(z))^2", "z", r"\sin z\,(a-\cos z)", "proved"),
    ("E = 1/2*(a - y)^2; y = sigma(z)", "z", "(y - a)*y*(1 - y)", "proved"),
    // Checkers that expand or factor first time out on this one.
    ("x^3*(x^4+1)^399", "x", "258552*x^7*(81*x^8+1)^398", "x = 1"),
    ("x^3*(x^4+1)^399", "x", "3*x^2*(x^4 + 1)^398*(533*x^4 + 1)", "proved"),
    // Friendly points are zeros of both sides here.
    ("cos(6*pi*x)", "x", "6*pi*sin(6*pi*x)", "x = 1/10"),
    // Unknown functions: some function refutes what must hold for all.
    ("f(x)*g(x)", "x", "f'(x)*g'(x)", "x = 1, f(u) = u^3 + u^2 + u + 2, g(u) = u^3 + u^2 + 2*u + 2"),
    ("f(g(x))", "x", "f'(g(x))*g'(x)", "proved"),
    ("f(-x)", "x", "-f'(x)", "x = 1, f(u) = u^3 + u^2 + u + 2"),
    // A word is the name of a function that the author may know.
    ("polylog(2, x)", "x", "-ln(1 - x)/x", "undecided"),
    // No witness at a corner, where there is no derivative.
    ("abs(x)", "x", "x/abs(x)", "proved"),
    // In standard functions: roots beside cube roots, angles without quarter turns, factorials as gamma.
    ("cbrt(x)", "x", "1/(3*x^(2/3))", "proved"),
    ("cbrt(x)", "x", "1/(3*x^(1/3))", "x = 2"),
    ("cos(x)", "x", "-sin(x + 2*pi)", "proved"),
    ("cos(x)", "x", "cos(x - pi/2)", "x = 1"),
    ("x!", "x", "gamma(x + 1)*digamma(x + 1)", "proved"),
    ("max(0, x)", "x", "{0 if x < 0; 1 if x > 0}", "proved"),
    ("max(0, x)", "x", "1", "x = -1"),
    // Case by case, the points between them included.
    ("max(0, x)", "x", "{0 if x <= 0; 1 if x > 0}", "proved"),
    ("max(0, x)", "x", "heaviside(x)", "proved"),
    ("x*abs(x)", "x", "{2*x if x >= 0; -2*x if x < 0}", "proved"),
    ("x^2*sign(x)", "x", "{2*x if x >= 0; -2*x if x < 0}", "proved"),
    ("x^2/2 + {1 if x = 0; 0 if x != 0}", "x", "{x if x != 0; 0 if x = 0}", "proved"),
    ("relu(x) - relu(x - 1)", "x", "{1 if x > 0 and x < 1; 0 if x < 0 or x > 1}", "proved"),
    ("max(z, 0) - z*y + ln(1 + exp(-abs(z)))", "z", "sigma(z) - y", "proved"),
    ("max(x, y)", "x", "(1 + sign(x - y))/2", "proved"),
    // Stretch by stretch of one variable, however the conditions are written.
    ("max(0, min(1, x/6 + 1/2))", "x", "{1/6 if abs(x) < 3; 0 if abs(x) > 3}", "proved"),
    ("max(0, min(1, x/6 + 1/2))", "x", "{1/6 if -3 < x < 3; 0 if x < -3 or x > 3}", "proved"),
    ("max(0, min(1, x/6 + 1/2))", "x", "{1/6 if abs(x) < 4; 0 if abs(x) > 4}", "x = -7/2"),
    ("min(x^2, 4)", "x", "{0 if x < -2; 2*x if -2 < x < 2; 0 if x > 2}", "proved"),
    ("abs(x^2 - 1)", "x", "{2*x if x < -1 or x > 1; -2*x if -1 < x < 1}", "proved"),
    ("abs(x^2 - 1)", "x", "{2*x if x < -1 or x > 1; 2*x if -1 < x < 1}", "x = 1/2"),
    // The answer itself is a proof of a claim that says the same in its words.
    ("sqrt((1 + x)/(1 - x))", "x", "1/(sqrt(1 - x^2)*(1 - x))", "proved"),
    ("sqrt((1 - b)/(1 + b))", "b", "-1/((1 + b)*sqrt(1 - b^2))", "proved"),
    ("sqrt((1 + x)/(1 - x))", "x", "1/(sqrt(1 - x^2)*(1 + x))", "x = 1/2"),
    // Powers of quotients, where the claim has the powers themselves.
    ("P0*(V0/V)^g", "V", "-g*P0*V0^g/V^(g + 1)", "proved"),
    ("(x/l)^k", "x", "k*x^(k - 1)/l^k", "proved"),
    ("1 - (m/x)^a", "x", "a*m^a/x^(a + 1)", "proved"),
    ("1 - (m/x)^a", "x", "a*m^a/x^(a - 1)", "x = 2, a = 3, m = 1"),
    // Sums in brackets.
    ("sum(i,1,n,(y_i - w*x_i)^2) + k*w^2", "w", "2*(k*w - sum(i,1,n,x_i*(y_i - w*x_i)))", "proved"),
    ("-sum(i,1,n,(x_i - m)^2)/(2*v)", "m", "(sum(i,1,n,x_i) - n*m)/v", "proved"),
    ("-sum(i,1,n,(x_i - m)^2)/(2*v)", "m", "(sum(i,1,n,x_i) - m)/v", "m = 1, n = 2, v = 3, x_i = 2"),
    ("a^x", "x", "x*a^(x - 1)", "x = 1, a = 2"),
    ("sqrt(3)*sqrt(5)*x", "x", "sqrt(15)", "proved"),
    ("gamma(x)", "x", "gamma(x)*digamma(x)", "proved"),
    ("BesselJ(0, x)", "x", "BesselJ(1, x)", "x = 1"),
    ("BesselJ(0, x)", "x", "-BesselJ(1, x)", "proved"),
    // A radicand divisible by a variable, which once was lost.
    ("sqrt(1 - 1/(a^2*x^2))*x^2/sqrt(c - a^2*c*x^2)", "x", "2*x*sqrt(1 - 1/(a*x)^2)/sqrt(c - c*(a*x)^2) - x*sqrt(1 - 1/(a*x)^2)/sqrt(c - c*(a*x)^2)", "proved"),
    // Proved with the value of the inverse function as the variable.
    ("sqrt(1 - 1/(a^2*x^2))*x*ln(1 + a*x)/sqrt(c - a^2*c*x^2)", "x", "1/(exp(arcoth(a*x))*sqrt(c - a^2*c*x^2))", "proved"),
    ("2*exp(arcoth(a*x))", "x", "-2*a*exp(arcoth(a*x))/(a^2*x^2 - 1)", "proved"),
    ("exp(arcoth(x))", "x", "-1/((x - 1)^2*sqrt(1 - 1/x^2))", "x = 2"),
    // An antiderivative: inside, by another variable under the sign, and never refuted by a constant.
    ("int(a*sin(a*x), x)", "x", "a*sin(a*x)", "proved"),
    // A witness is a point where the function has a value, which an antiderivative has not.
    ("int(a*sin(a*x), x)", "x", "a*cos(a*x)", "undecided"),
    ("int(a*sin(a*x), x)", "a", "int(sin(a*x) + a*x*cos(a*x), x)", "proved"),
    (r"\int^{x^2} e^{-as^2}\,ds", "a", "-int(s^2*exp(-a*s^2), s, any, x^2)", "proved"),
    ("int(x*a^2, x)", "a", "a*x^2", "undecided"),
    // Integrals between limits by the ranges of their integrands.
    ("int(x*t, t, 0, x)", "x", "x^2", "x = 1"),
    ("int((x - t)*sin(t), t, 0, x)", "x", "x", "x = 1"),
    ("int(exp(x*t), t, 0, 1)", "x", "exp(x)", "x = 1"),
    ("int(abs(t - x), t, 0, 1)", "x", "2*x + 1", "x = 2"),
    // Functions of the question mean the same in the claim.
    ("f(x)^2; f(x) = x^2 + 1", "x", "2*f(x)*2*x", "proved"),
    ("f(x)^2; f(x) = a*x^2 + 1; a = 3", "x", "2*f(x)*f'(x)", "proved"),
    ("f(x)^2; f(x) = x^2 + 1", "x", "2*f(x)*x", "x = 1"),
    // Claims about the points of a curve.
    ("x^2 + y^2 = 25", "x", "dy/dx = -x/y", "proved"),
    ("x^2 + y^2 = 25", "x", "dy/dx = -x*y/(25 - x^2)", "proved"),
    ("x^2 + y^2 = 25", "x", "dy/dx = x/y", "x = 3, y = 4"),
    ("x^2 + y^2 = r^2", "x", "d2y/dx2 = -r^2/y^3", "proved"),
    ("x^3 + y^3 = 6*x*y", "x", "dy/dx = (2*y - x^2)/(y^2 - 2*x)", "proved"),
    ("x^3 + y^3 = 6*x*y", "x", "dy/dx = (2*y - x^2)/(y^2 + 2*x)", "x = 3, y = 3"),
    ("sin(y) + y = x^2", "x", "dy/dx = 2*x/(1 - cos(y))", "x = 1, y = 0.51097..."),
    ("x^2 + y^2 + 8*y = -15", "x", "dy/dx = -x/y", "x = 1/2, y = -3.13397..."),
    // The nearest point above an abscissa is looked for on both sides of 0, at the abscissa that is tried.
    ("y^3 + y = x", "x", "dy/dx = 1/(3*y^2 - 1)", "x = 2, y = 1"),
    ("exp(y) + y = x", "x", "dy/dx = 1/(exp(y) - 1)", "x = 2, y = 0.44285..."),
    ("y^5 + y = x^2", "x", "dy/dx = 2*x/(5*y^4 - 1)", "x = 1, y = 0.75488..."),
    ("x*y + y^3 = 2", "x", "dy/dx = y/(x + 3*y^2)", "x = 1, y = 1"),
    ("x*e^y = y", "x", r"\frac{dy}{dx} = \frac{e^y}{1 - x e^y}", "proved"),
];

#[test]
fn claims_are_judged() {
    let mut session = Session::new();
    for (expression, variable, claim, expected) in CLAIMS {
        let variables = [*variable];
        let judgement = session.check(&Question::derive(expression, &variables), claim).expect("both can be read");
        let found = match judgement.verdict() {
            Verdict::Proved => "proved".to_string(),
            Verdict::Refuted(witness) => witness.place(),
            Verdict::Undecided { .. } => "undecided".to_string(),
        };
        assert_eq!(found, *expected, "d/d{variable} {expression} = {claim}");
    }
}

#[test]
fn assumptions_hold_at_a_witness() {
    let mut session = Session::new();
    let left = Question { expression: "sqrt(x^2)", assumptions: &["x > 0"], ..Question::default() };
    assert_eq!(*session.equal(&left, "x").expect("both can be read").verdict(), Verdict::Proved);
    let left = Question { expression: "x", assumptions: &["x > 7"], ..Question::default() };
    let judgement = session.equal(&left, "2*x").expect("both can be read");
    let Verdict::Refuted(witness) = judgement.verdict() else { panic!("twice as much is not the same") };
    assert!(witness.expected > 7.0, "{witness:?}");
}

#[test]
fn identities_between_high_powers_are_proved() {
    let mut session = Session::new();
    let mut verdict = |left: &str, right: &str| {
        let left = Question { expression: left, ..Question::default() };
        session.equal(&left, right).expect("both can be read").verdict().clone()
    };
    for (left, right) in [
        ("(x + 1)^400*(x - 1)^400", "(x^2 - 1)^400"),
        ("(x^2 + 2*x + 1)^200", "(x + 1)^400"),
        ("((x + 1)/(x - 1))^150", "(x^2 - 1)^150/(x^2 - 2*x + 1)^150"),
        ("(x^2 + x + 1)^90", "(x^2 + x + 1)^89*x^2 + (x^2 + x + 1)^89*(x + 1)"),
        ("(sin(x) + a)^60*(sin(x) - a)^60", "(sin(x)^2 - a^2)^60"),
    ] {
        assert_eq!(verdict(left, right), Verdict::Proved, "{left} = {right}");
    }
    for (left, right) in [("(x + 1)^400*(x - 1)^400", "(x^2 - 1)^400 + 1"), ("(x^2 + 2*x + 1)^200", "(x + 1)^401")] {
        assert!(matches!(verdict(left, right), Verdict::Refuted(_)), "{left} = {right}");
    }
}

/// Left and right side, and the verdict: what was cancelled on reading holds at a witness, and somewhere at least for a proof.
const SIDES: &[(&str, &str, &str)] = &[
    ("1/(1/(sin(x)^2 + cos(x)^2 - 1))", "0", "undecided"),
    ("sqrt(-1 - x^2)^2", "-1 - x^2", "undecided"),
    ("sqrt(x)^2", "abs(x)", "undecided"),
    ("sqrt(x)^2", "2*x", "x = 1"),
    // The sign of 0 is 0.
    ("x + 1", "sign(x)^2*(x + 1)", "x = 0"),
    ("sqrt(x - 1000)^2", "x - 1000", "proved"),
    ("1/(1/f(x))", "f(x)", "proved"),
    ("ln(x) - ln(x) + abs(x)", "x", "undecided"),
    ("ln(x)/ln(x)", "sign(x)", "undecided"),
    ("arcsin(x) - arcsin(x) + abs(x - 2)", "2 - x", "undecided"),
    // Functions by what defines them.
    ("arsinh(x)", "ln(x + sqrt(x^2 + 1))", "proved"),
    ("artanh(x)", "ln((1 + x)/(1 - x))/2", "proved"),
    ("hypot(x, y)", "sqrt(x^2 + y^2)", "proved"),
    ("beta(a, b)", "gamma(a)*gamma(b)/gamma(a + b)", "proved"),
    ("sinc(x)", "sin(x)/x", "proved"),
    // Sums are meant for counts.
    ("sum(i, 1, n, i)", "n*(n + 1)/2", "undecided"),
    ("sum(i, 1, n, i)", "n*(n + 1)/3", "n = 2"),
    ("sum(i, 1, n, 1)", "n", "proved"),
    // A range may be empty.
    ("sum(i, a, b, x)", "x*(b - a + 1)", "undecided"),
    ("product(i, n, 1, x)", "x^(2 - n)", "undecided"),
    // Logarithms of products, wherever they have values.
    ("ln(3*x) - ln(3)", "ln(x)", "proved"),
    ("ln(x*y)", "ln(abs(x)) + ln(abs(y))", "proved"),
    ("ln(x*y)", "ln(x) + ln(y)", "proved"),
    ("ln((4*x - 2)/(x + 1))", "ln(2) + ln(abs(1 - 2*x)) - ln(abs(x + 1))", "proved"),
    ("ln(x^2*y)", "2*ln(x) + ln(2*y)", "x = 1, y = 2"),
    ("4^ln(x^2 + 1)", "exp(ln(4)*ln(1 + x^2))", "proved"),
    ("ln((x^2*y + x^2*z)^3)", "6*ln(abs(x)) + 3*ln(y + z)", "proved"),
    // Functions of inverse functions, of halves and multiples.
    ("tan(arcsin(x)/2)", "x/(1 + sqrt(1 - x^2))", "proved"),
    ("tan(arctan(x)/2)", "x/(1 + sqrt(1 + x^2))", "proved"),
    ("sech(2*ln(x))", "2*x^2/(x^4 + 1)", "proved"),
    ("csch(2*ln(x))", "2*x^2/(x^4 - 1)", "proved"),
    // Quarter turns.
    ("sin(x + pi/2)", "cos(x)", "proved"),
    ("cos(x + pi/2)", "-sin(x)", "proved"),
    ("sin(x + 3*pi/2)", "-cos(x)", "proved"),
    // Without a variable there is a single point.
    ("tan(cos(4))", "tan(1 - 2*sin(2)^2)", "proved"),
    ("tan(cos(4))", "tan(2*sin(2)^2)", ""),
    // Exponents with a whole number in them, and bases that are fractions.
    ("3^x", "(3^((x + 2)/2))^2/9", "proved"),
    ("2^cosh(x)", "2^(exp(x) - sinh(x) + 2)/4", "proved"),
    ("(1/2)^x", "2^(-x)", "proved"),
    ("(2*a/3)^x", "2^x*a^x/3^x", "proved"),
    ("x^n", "abs(x)^n", "x = -1, n = 1"),
    ("(x*y)^a", "x^a*y^a", "proved"),
    ("(x^2*y)^a", "x^(2*a)*y^a", "x = -1, y = 1/2, a = 1/2"),
    ("(x^2)^a", "x^(2*a)", "x = -1, a = 1/2"),
    // What an index runs through has a value for each of them, and the letter of the index is no matter.
    ("sum(i, 1, n, x_i)", "sum(j, 1, n, x_j)", "proved"),
    ("product(i, 1, n, x_i)", "product(k, 1, n, x_k)", "proved"),
    ("int(t^2, t, 0, x)", "int(s^2, s, 0, x)", "proved"),
    ("sum(i, 1, n, x_i*(w*x_i - y_i))", "-sum(k, 1, n, x_k*(y_k - w*x_k))", "proved"),
    ("sum(i, 1, n, a_i + b_i)", "sum(i, 1, n, a_i) + sum(j, 1, n, b_j)", "proved"),
    ("sum(i, 1, n, sum(j, 1, n, a_ij*x_j))", "sum(k, 1, n, sum(l, 1, n, a_kl*x_l))", "proved"),
    ("sum(i, 1, n, x_i^2)", "sum(i, 1, n, x_i)^2/n", "n = 3, x_i = i^3 + i^2 + i + 2"),
    ("sum(i, 1, n, x_i)", "n*x_i", "n = 3, i = 2, x_i = i^3 + i^2 + i + 2"),
    ("sum(i, 1, 3, x_i)", "x_1 + x_2 + x_3", "proved"),
    ("sum(a, 1, n, y_hat_a)", "sum(b, 1, n, y_hat_b)", "proved"),
    ("sum(t, 1, 2, y_hat_t)", "y_hat_1 + y_hat_2", "proved"),
    ("sum(a, 1, 3, x_max)", "3*x_max", "proved"),
    ("sum(i, 1, n, y_hat_i)", "sum(i, 1, n, y_i)", "n = 2, y_hat_i = 2, y_i = 3"),
    (r"\sum_{i=1}^n x^{(i)}", r"\sum_{k=1}^n x^{(k)}", "proved"),
    (r"\sum_{i=1}^n x^{(i)}", r"\sum_{k=1}^n x_k", "n = 2, x__i = 2, x_i = 3"),
    ("sum(i, 1, n, x_i)", "sum(i, 0, n - 1, x_n_minus_i)", "undecided"),
    // Sums that are opposite term by term, by what is proved of a term.
    ("exp(sum(i, 1, n, sin(x_i)^2 - cos(x_i)^2))", "exp(-sum(i, 1, n, cos(2*x_i)))", "proved"),
    ("sin(sum(i, 1, n, (x_i - y_i)^3))", "-sin(sum(i, 1, n, (y_i - x_i)^3))", "proved"),
    ("cos(int((t - 1)^3, t, 0, x))", "cos(int((1 - t)^3, t, 0, x))", "proved"),
    // Integrals certainly differ where what their integrands may be says so; where one has no bound, nothing is known.
    ("int(sin(t), t, 0, x)", "cos(x)", "x = 1"),
    ("int(int(s*t, s, 0, t), t, 0, x)", "x^3", "x = 1"),
    ("int(1/t, t, 1, x)", "1/x", "x = 1"),
    ("int(f(t), t, 0, x)", "f(x)", "x = 1, f(u) = u^3 + u^2 + u + 2"),
    ("int(floor(t), t, 0, x)", "x", "x = 1"),
    ("int(1/t, t, -1, x)", "ln(x)", "undecided"),
    ("exp(int(sin(t)^2 - cos(t)^2, t, 0, x))", "exp(-int(cos(2*t), t, 0, x))", "proved"),
    ("sin(sum(i, 1, n, exp(-x_i) - exp(x_i)))", "-sin(sum(i, 1, n, 2*sinh(x_i)))", "proved"),
    // What agrees to hundreds of digits, or holds of what is not known, is no proof, also where standard functions differ.
    ("cos(x)", "sin(x + pi/2) + 10^(-400)*x", "undecided"),
    ("x!", "gamma(x + 1) + 10^(-500)*x", "undecided"),
    ("sin(polylog(2, x) + pi)", "sin(polylog(2, x))", "undecided"),
];

#[test]
fn what_was_cancelled_still_counts() {
    let mut session = Session::new();
    for (left, right, expected) in SIDES {
        let question = Question { expression: left, ..Question::default() };
        let judgement = session.equal(&question, right).expect("both can be read");
        let found = match judgement.verdict() {
            Verdict::Proved => "proved".to_string(),
            Verdict::Refuted(witness) => witness.place(),
            Verdict::Undecided { .. } => "undecided".to_string(),
        };
        assert_eq!(found, *expected, "{left} = {right}");
    }
}

#[test]
fn sides_without_a_common_point_are_not_equal() {
    let verdict = |left: &'static str, right: &str| {
        let left = Question { expression: left, ..Question::default() };
        Session::new().equal(&left, right).expect("both sides can be read").verdict().clone()
    };
    for (left, right) in [("ln(-x)", "ln(x)"), ("ln(1 - x)", "ln(x - 1)"), ("ln(-x) - ln(x)", "0"), ("sqrt(-1 - x^2)", "sqrt(-1 - x^2)")] {
        let found = verdict(left, right);
        assert!(matches!(&found, Verdict::Undecided { reason, .. } if reason.contains("no point")), "{left} = {right}: {found:?}");
    }
    for (left, right) in [("sign(0)", "0"), ("ln(x^2)", "2*ln(abs(x))"), ("ln(-x)", "ln(abs(x))")] {
        assert_eq!(verdict(left, right), Verdict::Proved, "{left} = {right}");
    }
}

#[test]
fn a_loss_of_domain_is_reported() {
    let mut session = Session::new();
    let left = Question { expression: "x", ..Question::default() };
    let mut judgement = session.equal(&left, "sqrt(x)^2").expect("both can be read");
    assert_eq!(*judgement.verdict(), Verdict::Proved);
    assert_eq!(judgement.losses(), ["x < 0"]);
    assert!(judgement.left_losses().is_empty());
    let left = Question { expression: "sqrt(x)^2*ln(y)", ..Question::default() };
    let mut judgement = session.equal(&left, "x*ln(y)").expect("both can be read");
    assert_eq!(*judgement.verdict(), Verdict::Proved);
    assert!(judgement.losses().is_empty());
    assert_eq!(judgement.left_losses(), ["x < 0"]);
    let mut judgement = session.check(&Question::derive("ln(abs(x))", &["x"]), "exp(-ln(x))").expect("both can be read");
    assert_eq!(*judgement.verdict(), Verdict::Proved);
    assert_eq!(judgement.losses(), ["x < 0"]);
    // Where nothing had a derivative nothing is lost; nor where the other side has the same value, or none either.
    let mut judgement = session.check(&Question::derive("abs(x)", &["x"]), "x/abs(x)").expect("both can be read");
    assert!(judgement.losses().is_empty());
    let losses = |left: &str, right: &str| {
        let mut session = Session::new();
        let mut judgement = session.equal(&Question { expression: left, ..Question::default() }, right).expect("both can be read");
        assert_eq!(*judgement.verdict(), Verdict::Proved, "{left} = {right}");
        (judgement.losses().join("; "), judgement.left_losses().join("; "))
    };
    let none = || (String::new(), String::new());
    assert_eq!(losses("sign(x)^2*x", "x"), none());
    assert_eq!(losses("tan(x/2)", "sin(x)/(1 + cos(x))"), none());
    assert_eq!(losses("sqrt(x*y)", "sqrt(x)*sqrt(y)"), ("x < 0 and y <= 0; y < 0 and x <= 0".into(), String::new()));
    for (left, right) in [
        ("erf(x) + erfc(x)", "1"),
        ("Phi(x)", "(1 + erf(x/sqrt(2)))/2"),
        ("arcsin(x) + arccos(x)", "pi/2"),
        ("W(x)*exp(W(x))", "x"),
        ("sum(i, 1, 3, x^i)", "x + x^2 + x^3"),
    ] {
        losses(left, right);
    }
    // The same domain, written in two ways.
    let judgement = session.equal(&Question { expression: "arcsin((x + 1)^2 - 1)", ..Question::default() }, "arcsin(x^2 + 2*x)");
    let mut judgement = judgement.expect("both can be read");
    assert!(judgement.losses().is_empty() && judgement.left_losses().is_empty());
}

#[test]
fn what_cancels_when_a_side_is_read_is_a_loss() {
    for (left, right, lost) in [
        ("x/x", "1", "x = 0"),
        ("x^2/x", "x", "x = 0"),
        ("1/(1/x)", "x", "x = 0"),
        ("1/x - 1/x", "0", "x = 0"),
        ("sqrt(x)^2", "x", "x < 0"),
    ] {
        let mut session = Session::new();
        let question = Question { expression: left, ..Question::default() };
        let mut judgement = session.equal(&question, right).expect("both sides can be read");
        assert_eq!(*judgement.verdict(), Verdict::Proved, "{left} = {right}");
        assert_eq!(judgement.left_losses(), [lost], "{left} = {right}");
        assert!(judgement.losses().is_empty(), "{left} = {right}");
        let question = Question { expression: right, ..Question::default() };
        let mut judgement = session.equal(&question, left).expect("both sides can be read");
        assert_eq!((judgement.losses(), judgement.left_losses()), (vec![lost.to_string()], Vec::new()), "{right} = {left}");
    }
    let question = Question { expression: "x/x + x", ..Question::default() };
    let mut session = Session::new();
    let mut judgement = session.equal(&question, "(x^2 + x)/x").expect("both sides can be read");
    assert!(judgement.losses().is_empty() && judgement.left_losses().is_empty(), "both lose 0");
}

#[test]
fn numbered_names_in_two_spellings_are_one() {
    let mut session = Session::new();
    for (left, right) in [(r"\frac{x_1}{2}", "x1/2"), ("x1/2", r"\frac{x_1}{2}"), ("x_1^2", "x1*x1")] {
        let question = Question { expression: left, ..Question::default() };
        assert_eq!(*session.equal(&question, right).expect("both sides can be read").verdict(), Verdict::Proved, "{left} = {right}");
    }
    let question = Question { expression: "x_1 + x1", ..Question::default() };
    assert!(matches!(session.equal(&question, "2*x1").expect("it can be read").verdict(), Verdict::Refuted(_)), "both are there");
}

#[test]
fn higher_order_and_mixed_derivatives_are_checked() {
    let mut session = Session::new();
    let question = Question { order: 4, ..Question::derive("sin(x)", &["x"]) };
    assert_eq!(*session.check(&question, "sin(x)").expect("both can be read").verdict(), Verdict::Proved);
    let question = Question::derive("exp(x*y)", &["x", "y"]);
    assert_eq!(*session.check(&question, "(1 + x*y)*exp(x*y)").expect("both can be read").verdict(), Verdict::Proved);
    assert!(matches!(session.check(&question, "x*y*exp(x*y)").expect("both can be read").verdict(), Verdict::Refuted(_)));
}

#[test]
fn an_error_in_a_claim_says_so() {
    let error = Session::new().check(&Question::derive("x^2", &["x"]), "2*tann(x)").expect_err("there is no such function");
    assert!(error.to_string().contains("in `2*tann(x)`"), "{error}");
}

/// Snapshots that compare by value: what the README shows.
#[derive(Clone)]
struct SameValue(Arc<Mutex<Vec<String>>>);

impl insta::Comparator for SameValue {
    fn matches(&self, stored: &insta::Snapshot, new: &insta::Snapshot) -> bool {
        let (Some(stored), Some(new)) = (stored.contents().as_text(), new.contents().as_text()) else { return false };
        let change = change(&stored.to_string(), &new.to_string());
        let said = change.as_ref().map_or_else(String::clone, ToString::to_string);
        self.0.lock().expect("nobody panics with it").push(said);
        change.is_ok()
    }

    fn dyn_clone(&self) -> Box<dyn insta::Comparator> {
        Box::new(self.clone())
    }
}

#[test]
fn a_snapshot_survives_another_form_and_not_another_value() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let mut settings = insta::Settings::clone_current();
    settings.set_comparator(Box::new(SameValue(heard.clone())));
    let now = chainrule::derive("(a - cos(z))^2", "z").expect("there is one").to_string();
    settings.bind(|| {
        insta::assert_snapshot!(now, @"(a - cos(z))*sin(z) + (a - cos(z))*sin(z)");
    });
    assert_eq!(heard.lock().expect("it is free")[..], ["equivalent, 12 tokens shorter"]);
    let stored = |answer: &str| format!("---\nsource: tests/energy.rs\nexpression: answer\n---\n{answer}\n");
    assert_eq!(change(&stored(&now), &now), Ok(Change::Nothing));
    assert_eq!(change(&stored("2*sin(z)*(a - cos(z))"), &now), Ok(Change::Form(0)));
    let report = change(&stored("2*cos(z)*(a - cos(z))"), &now).expect_err("another value");
    assert!(report.contains("at a = 1, z = 2 that was -1.1786"), "{report}");
    assert_eq!(chainrule::assert_derivation_snapshot!(&stored("2*x + x - x"), "x^2", "x").to_string(), "equivalent, 4 tokens shorter");
    let refused = std::panic::catch_unwind(|| chainrule::assert_derivation_snapshot!("3*x", "x^2", "x"));
    assert!(refused.is_err());
}

/// What people get wrong, as textbooks list it, and what is said of it.
#[rustfmt::skip]
const MISTAKES: &[(&str, &str, &str)] = &[
    ("sin(x^2)", "cos(x^2)", "the inner derivative 2*x is left out"),
    ("f(g(x))", "f'(g(x))", "the inner derivative g'(x) is left out"),
    ("f(x)*g(x)", "f'(x)*g'(x)", "the derivative of a product is taken for the product of the derivatives"),
    ("sin(x)/(x^2 + 1)", "(cos(x)*(x^2 + 1) + 2*x*sin(x))/(x^2 + 1)^2", "the terms of the quotient rule are added"),
    ("sin(x^2)", "4*x^2*cos(x^2)", "the inner derivative 2*x is there twice"),
    ("sin(x^2)", "cos(2*x)", "the outer derivative is taken at the inner derivative"),
    ("sin(x^2)", "2*x*cos(x)", "the outer derivative is taken at the variable, not at the inner function"),
    ("sin(x^2)", "cos(x)", "the outer derivative is taken at the variable, and the inner one is left out"),
    ("x^2*sin(x)", "2*x^3 + sin(x)*cos(x)", "each factor of a product is multiplied by its own derivative"),
    ("cos(x)", "sin(x)", "the derivative of cos has the wrong sign"),
    ("x^2*sin(x)", "2*x*cos(x)", "the derivative of a product is taken for the product of the derivatives"),
    ("x^2*sin(x)", "2*x*sin(x)", "only one of the factors of a product is differentiated"),
    ("x^2*sin(x)", "x^2*cos(x)", "only one of the factors of a product is differentiated"),
    ("sin(x)/(x^2 + 1)", "cos(x)/(2*x)", "the derivative of a quotient is taken for the quotient of the derivatives"),
    ("sin(x)/(x^2 + 1)", "(2*x*sin(x) - cos(x)*(x^2 + 1))/(x^2 + 1)^2", "the terms of the quotient rule are exchanged"),
    ("sin(x)/(x^2 + 1)", "(cos(x)*(x^2 + 1) - 2*x*sin(x))/(x^2 + 1)", "the denominator of the quotient rule is not squared"),
    ("sin(x)/(x^2 + 1)", "(cos(x)*(x^2 + 1) - 2*x*sin(x))/sin(x)^2", "the quotient rule divides by the square of the numerator"),
    ("x^3", "3*x^3", "the exponent is not lowered by 1"),
    ("x^3", "x^2", "the exponent does not become a factor"),
    ("2^x", "x*2^(x - 1)", "the power rule is used on an exponential"),
    ("2^x", "2^x", "the logarithm of the base is left out"),
    ("5*sin(x)", "cos(x)", "a constant factor is lost"),
    ("arctan(x)", "1/(1 - x^2)", "-x^2 stands in place of x^2"),
    // A part of a term, however deep, in place of another.
    ("tan(x) + x", "sec(x) + 1", "sec(x) stands in place of sec(x)^2"),
    ("x^5 + x^4 + x^3", "5*x^4 + 4*x^3 + 3*x", "x stands in place of x^2"),
    ("sqrt(1 + x^2)", "1", "sqrt(x^2 + 1) is taken for x + 1"),
    ("sqrt(n^2 - sin(x)^2)", "-cos(x)", "sqrt(n^2 - sin(x)^2) is taken for n - sin(x)"),
    ("a*sqrt(x^2 + y^2)", "a", "sqrt(x^2 + y^2) is taken for x + y"),
    ("ln(x + y)", "1/x + 1/y", "1/(x + y) is taken for 1/y + 1/x"),
    ("(x + y)^2", "2*x", "(x + y)^2 is taken for x^2 + y^2"),
    ("(x/l)^k", "(x/l)^k*ln(x/l)/l", "the rule of exponentials is used on a power"),
    ("(x/l)^k", "k/l*(x/l)^(k - 1)*ln(x/l)", "the power rule is multiplied by the logarithm of the base"),
    ("x*log10(x)", "log10(x) + 1", "a constant factor is lost"),
    ("int(x*t, t, 0, x)", "x^2", "only the limits of an integral are differentiated"),
    ("int(x*t, t, 0, x)", "int(t, t, 0, x)", "the limits of an integral are not differentiated"),
];

#[test]
fn mistakes_people_make_are_named() {
    let mut session = Session::new();
    for (expression, claim, expected) in MISTAKES {
        let question = Question::derive(expression, &["x"]);
        let mut judgement = session.check(&question, claim).expect("both can be read");
        assert_eq!(judgement.mistake().as_deref(), Some(*expected), "{claim} of {expression}");
    }
}

#[test]
fn a_component_of_a_sum_is_one_of_its_terms() {
    let mut session = Session::new();
    let mut verdict = |text: &str, variable: &str, claim: &str| {
        let variables = [variable];
        let question = Question::derive(text, &variables);
        session.check(&question, claim).expect("both can be read").verdict().clone()
    };
    // Each written out for n = 3 says the same by the ordinary rules.
    let terms = |body: &str| (1..=3).map(|i| body.replace('i', &i.to_string())).collect::<Vec<_>>().join(" + ");
    for (body, variable, claim, written) in [
        ("x_i^2", "x_k", "2*x_k", "2*x_2"),
        ("exp(w*x_i)", "x_k", "w*exp(w*x_k)", "w*exp(w*x_2)"),
        ("(y_i - w*x_i)^2", "y_k", "2*(y_k - w*x_k)", "2*(y_2 - w*x_2)"),
        ("sin(x_i)*y_i", "x_k", "cos(x_k)*y_k", "cos(x_2)*y_2"),
    ] {
        assert_eq!(verdict(&format!("sum(i, 1, n, {body})"), variable, claim), Verdict::Proved, "{body}");
        let written_out = terms(&body.replace("sin", "SIN")).replace("SIN", "sin");
        assert_eq!(verdict(&written_out, &variable.replace('k', "2"), written), Verdict::Proved, "{written_out}");
        assert_eq!(verdict(&format!("sum(i, 1, 3, {body})"), &variable.replace('k', "2"), written), Verdict::Proved, "{body}");
    }
    for (text, variable, right, wrong) in [
        ("ln(sum(j, 1, n, exp(x_j)))", "x_i", "exp(x_i)/sum(k, 1, n, exp(x_k))", "exp(x_i)"),
        ("sum(i, 1, n, x_i^2)", "x_k", "2*x_k", "2*sum(i, 1, n, x_i)"),
        ("sqrt(sum(i, 1, n, x_i^2))", "x_k", "x_k/sqrt(sum(i, 1, n, x_i^2))", "1/sqrt(sum(i, 1, n, x_i^2))"),
    ] {
        assert_eq!(verdict(text, variable, right), Verdict::Proved, "{text}");
        assert!(matches!(verdict(text, variable, wrong), Verdict::Refuted(_)), "{text}");
    }
}

/// Values of one function at another's that textbooks write without either, and angles turned by quarters.
#[rustfmt::skip]
const CLOSED: &[(&str, &str)] = &[
    ("sinh(ln(x))", "(x^2 - 1)/(2*x)"), ("cosh(ln(x))", "(x^2 + 1)/(2*x)"), ("tanh(ln(x))", "(x^2 - 1)/(x^2 + 1)"),
    ("coth(ln(x))", "(x^2 + 1)/(x^2 - 1)"), ("sech(ln(x))", "2*x/(x^2 + 1)"), ("csch(ln(x))", "2*x/(x^2 - 1)"),
    ("sigma(ln(x))", "x/(1 + x)"), ("sinh(2*ln(x))", "(x^4 - 1)/(2*x^2)"), ("exp(ln(x)/2)", "sqrt(x)"),
    ("tan(arctan(x)/2)", "x/(1 + sqrt(1 + x^2))"), ("cot(arctan(x)/2)", "(1 + sqrt(1 + x^2))/x"),
    ("tan(-arctan(x)/2)", "-x/(1 + sqrt(1 + x^2))"), ("tan(arcsin(x)/2)", "x/(1 + sqrt(1 - x^2))"),
    ("tan(arccos(x)/2)", "sqrt(1 - x^2)/(1 + x)"), ("cot(arcsin(x)/2)", "(1 + sqrt(1 - x^2))/x"),
    ("sin(2*arctan(x))", "2*x/(1 + x^2)"), ("cos(2*arctan(x))", "(1 - x^2)/(1 + x^2)"), ("tan(2*arctan(x))", "2*x/(1 - x^2)"),
    ("sec(arctan(x))", "sqrt(1 + x^2)"), ("csc(arctan(x))", "sqrt(1 + x^2)/x"), ("cot(arccos(x))", "x/sqrt(1 - x^2)"),
    ("sec(arcsin(x))", "1/sqrt(1 - x^2)"), ("sinh(arcosh(x))", "sqrt(x - 1)*sqrt(x + 1)"), ("tanh(arsinh(x))", "x/sqrt(1 + x^2)"),
    ("cosh(artanh(x))", "1/sqrt(1 - x^2)"), ("exp(arsinh(x))", "x + sqrt(x^2 + 1)"), ("exp(artanh(x))", "sqrt((1 + x)/(1 - x))"),
    ("sech(arsinh(x))", "1/sqrt(1 + x^2)"),
    ("ln(abs(x*y)^3)", "3*ln(abs(x)) + 3*ln(abs(y))"), ("ln((x^2*y + x^2*z)^3)", "6*ln(abs(x)) + 3*ln(y + z)"),
    ("ln(sqrt(x^2*y + x^2*z))", "ln(abs(x)) + ln(y + z)/2"), ("ln((x*abs(y*z^2))^3)", "3*ln(x) + 3*ln(abs(y)) + 6*ln(abs(z))"),
    ("ln(8*x^3/27)", "3*ln(2*x/3)"), ("ln(sqrt(abs(x*y)))", "(ln(abs(x)) + ln(abs(y)))/2"),
    ("sin(x + pi/2)", "cos(x)"), ("sin(x + pi)", "-sin(x)"), ("sin(x + 3*pi/2)", "-cos(x)"), ("sin(x - pi/2)", "-cos(x)"),
    ("sin(x + 2*pi)", "sin(x)"), ("cos(x + pi/2)", "-sin(x)"), ("cos(x + pi)", "-cos(x)"), ("cos(x + 3*pi/2)", "sin(x)"),
    ("cos(x - pi/2)", "sin(x)"), ("cos(x - 5*pi/2)", "sin(x)"),
    ("softplus(x)", "ln(1 + exp(x))"), ("softplus(x) - softplus(-x)", "x"), ("ln(sigma(x))", "-softplus(-x)"),
    ("logit(x)", "ln(x/(1 - x))"), ("silu(x)", "x/(1 + exp(-x))"), ("tanh(softplus(x))", "1 - 2/((1 + exp(x))^2 + 1)"),
    ("logsumexp(x, y)", "x + softplus(y - x)"), ("logsumexp(x, y, z)", "ln(exp(x) + exp(y) + exp(z))"),
    ("gamma(x + 2)", "x*(x + 1)*gamma(x)"), ("(x + 1)!", "(x + 1)*x!"), ("beta(x + 1, y)", "x*beta(x, y)/(x + y)"),
    ("digamma(x + 1)", "digamma(x) + 1/x"), ("lgamma(x) - lgamma(x + 1)", "-ln(abs(x))"),
    ("polygamma(1, x + 1/2)", "polygamma(1, x - 1/2) - 1/(x - 1/2)^2"), ("BesselJ(n + 1, x)", "2*n*BesselJ(n, x)/x - BesselJ(n - 1, x)"),
    ("BesselI(3, x)", "BesselI(1, x) - 4*BesselI(2, x)/x"), ("BesselK(2, x)", "BesselK(0, x) + 2*BesselK(1, x)/x"),
    ("product(i, 1, 3, x - y_i)", "(x - y_1)*(x - y_2)*(x - y_3)"),
];

#[test]
fn closed_forms_are_proved_and_their_opposites_refuted() {
    let mut session = Session::new();
    for (left, right) in CLOSED {
        let question = Question { expression: left, ..Question::default() };
        let judgement = session.equal(&question, right).expect("both can be read");
        assert_eq!(*judgement.verdict(), Verdict::Proved, "{left} = {right}");
        let opposite = session.equal(&question, &format!("-({right})")).expect("both can be read");
        assert!(matches!(opposite.verdict(), Verdict::Refuted(_)), "{left} = -({right})");
    }
}

/// A witness can be followed by hand: with the functions it names for the unknown ones, both sides have the values it tells.
#[test]
fn a_witness_with_functions_has_the_values_it_tells() {
    let mut session = Session::new();
    for (text, claim) in [
        ("sigma(sqrt(f(x)))", "x + 7"),
        ("1/(3 + f(x))^2", "x"),
        ("tanh(x)*x/f(x)", "x^2"),
        ("f(x)*g(x)", "f'(x)*g'(x)"),
        ("f(g(x))", "f'(x)*g'(x)"),
        ("x*f'(x)", "f'(x)"),
        ("exp(f(x)/10)", "f(x)"),
    ] {
        let judgement = session.check(&Question::derive(text, &["x"]), claim).expect("both can be read");
        let Verdict::Refuted(witness) = judgement.verdict().clone() else { panic!("{claim} of {text} is not refuted") };
        assert!(!witness.functions.is_empty(), "{text}");
        let definitions: Vec<&str> = witness.functions.iter().map(String::as_str).collect();
        let point: Vec<(&str, &str)> = witness.point.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let question = Question { definitions: &definitions, expand: true, ..Question::derive(text, &["x"]) };
        let value = session.derive(&question).expect("it has a derivative").at(&point).expect("it has a value").number;
        assert!((value.unwrap() - witness.expected).abs() < 1e-9, "{text}: {value:?}, told {}", witness.expected);
        let question = Question { expression: claim, definitions: &definitions, ..Question::default() };
        let value = session.simplify(&question).expect("it can be read").at(&point).expect("it has a value").number;
        assert!((value.unwrap() - witness.claimed).abs() < 1e-9, "{claim}: {value:?}, told {}", witness.claimed);
    }
}
