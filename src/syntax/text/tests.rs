//! Every sentence of the notation as a test: what tree a text makes, what is noted, and what an error says.

use super::Parser;
use crate::expression::{Binder, Relation};
use crate::syntax::tree::{Children, Kind, NodeId, Span, Statement};
use std::fmt::Write;

/// Writes the tree of a text as nested lists, the way it was read.
struct Drawing<'t> {
    parser: &'t Parser,
    text: &'t str,
}

impl Drawing<'_> {
    fn written(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    fn list(&self, head: &str, children: Children, mark: &str) -> String {
        let mut out = format!("({head}");
        for (node, marked) in self.parser.tree.children(children) {
            let _ = write!(out, " {}{}", if *marked { mark } else { "" }, self.node(*node));
        }
        out + ")"
    }

    fn node(&self, id: NodeId) -> String {
        let node = self.parser.tree.node(id);
        match node.kind {
            Kind::Number(span) | Kind::Name(span) => self.written(span).into(),
            Kind::Sum(children) => self.list("+", children, "-"),
            Kind::Product(children) => self.list("*", children, "/"),
            Kind::Negate(of) => format!("(neg {})", self.node(of)),
            Kind::Power(base, exponent) => format!("(^ {} {})", self.node(base), self.node(exponent)),
            Kind::Call(function, children) => self.list(function.row().name, children, ""),
            Kind::Apply(name, order, children) => {
                self.list(&format!("call {}{}", self.written(name), "'".repeat(order as usize)), children, "")
            }
            Kind::Partial(name, at, children) => {
                let orders = self.parser.tree.partial_orders(at, self.parser.tree.children(children).len());
                self.list(&format!("partial {} {orders:?}", self.written(name)), children, "")
            }
            Kind::Piecewise(children) => self.list("cases", children, ""),
            Kind::Relation(relation, left, right) => {
                let sign = match relation {
                    Relation::Less => "<",
                    Relation::LessOrEqual => "<=",
                    Relation::Equal => "=",
                    Relation::NotEqual => "!=",
                };
                format!("({sign} {} {})", self.node(left), self.node(right))
            }
            Kind::And(children) => self.list("and", children, ""),
            Kind::Or(children) => self.list("or", children, ""),
            Kind::Otherwise => "otherwise".into(),
            Kind::Derivative(body, variable, order) => format!("(d{order} {} {})", self.node(variable), self.node(body)),
            Kind::Leibniz(above, below) => format!("(d {} d {})", self.written(above), self.written(below)),
            Kind::Primed(function, order, argument) => format!("(primed{order} {} {})", function.row().name, self.node(argument)),
            Kind::Evaluated(body, children) => self.list(&format!("at {}", self.node(body)), children, ""),
            Kind::Bound(binder, children) => {
                let head = match binder {
                    Binder::Sum => "sum",
                    Binder::Product => "product",
                    Binder::Integral => "int",
                };
                self.list(head, children, "")
            }
        }
    }

    fn statement(&self, statement: &Statement) -> String {
        match statement {
            Statement::Expression(node) => self.node(*node),
            Statement::Definition { name, value } => format!("{} := {}", self.written(*name), self.node(*value)),
            Statement::Function { name, parameters, value } => {
                let parameters: Vec<&str> = parameters.iter().map(|span| self.written(*span)).collect();
                format!("{}({}) := {}", self.written(*name), parameters.join(", "), self.node(*value))
            }
            Statement::Condition(node) => format!("if {}", self.node(*node)),
            Statement::Equation(left, right) => format!("{} == {}", self.node(*left), self.node(*right)),
        }
    }
}

/// The statements of a text as nested lists, and its notes.
fn drawing(text: &str, variables: &[&str]) -> (String, Vec<String>) {
    let mut parser = Parser::default();
    if let Err(error) = parser.parse(text, variables) {
        panic!("`{text}` is not read: {error}");
    }
    let drawing = Drawing { parser: &parser, text };
    let statements: Vec<String> = parser.tree.statements.iter().map(|statement| drawing.statement(statement)).collect();
    (statements.join("; "), parser.notes.iter().map(|note| note.message.clone()).collect())
}

/// The text has this tree.
#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(drawing(text, &[]).0, expected, "`{text}`");
}

/// The text has this note and no other.
#[track_caller]
fn notes(text: &str, expected: &str) {
    assert_eq!(drawing(text, &[]).1, [expected], "`{text}`");
}

/// The text cannot be read: what stands at the place of the mistake, the message, and the hint.
#[track_caller]
fn fails(text: &str, place: &str, message: &str, hint: &str) {
    let error = match Parser::default().parse(text, &[]) {
        Ok(()) => panic!("`{text}` is read as {}", drawing(text, &[]).0),
        Err(error) => error,
    };
    let span = error.span().unwrap_or_default();
    assert_eq!((&text[span], error.to_string().as_str(), error.hint().as_deref().unwrap_or_default()), (place, message, hint), "`{text}`");
}

#[test]
fn numbers() {
    for number in ["2", "0.5", ".5", "1.", "1e-3", "1E+3", "2e3"] {
        reads(number, number);
    }
    reads("2e", "(* 2 e)");
    reads("3e x", "(* 3 e x)");
    reads("2exp(x)", "(* 2 (exp x))");
    reads("2e3x", "(* 2e3 x)");
    reads("0x", "(* 0 x)");
    let mut parser = Parser::default();
    for (text, has_decimals) in [("x + 2", false), ("x + 2.5", true), ("1e3", true)] {
        assert!(parser.parse(text, &[]).is_ok());
        assert_eq!(parser.has_decimals, has_decimals, "`{text}`");
    }
}

#[test]
fn names() {
    for name in ["x", "w1", "x_1", "theta", "θ", "loss", "x_", "λ_max", "θ1", "x_θ", "∂x"] {
        let word = super::tokens::name(name);
        assert_eq!(word, Some(name));
    }
    reads("λx", "(* λ x)");
    reads("θx_1", "(* θ x_1)");
    reads("xy", "xy");
    reads("sin2", "sin2");
    reads("if_x + order", "(+ if_x order)");
}

#[test]
fn operators() {
    reads("-x^2", "(neg (^ x 2))");
    reads("2^-x", "(^ 2 (neg x))");
    reads("2^-x^2", "(^ 2 (neg (^ x 2)))");
    reads("x^-1", "(^ x (neg 1))");
    reads("x^2^3", "(^ x (^ 2 3))");
    reads("x**2", "(^ x 2)");
    reads("a - b + c", "(+ a -b c)");
    reads("a/b*c", "(* a /b c)");
    reads("-x y^2/z", "(neg (* x (^ y 2) /z))");
    reads("a*-b*c", "(* a (neg b) c)");
    reads("x - -y", "(+ x -(neg y))");
    reads("+x", "x");
    reads("x!", "(factorial x)");
    reads("2^3!", "(^ 2 (factorial 3))");
    reads("-2!", "(neg (factorial 2))");
    reads("(x!)!", "(factorial (factorial x))");
    reads("[x + 1](x - 1)", "(* (+ x 1) (+ x -1))");
    reads("x·y×z−w", "(+ (* x y z) -w)");
}

#[test]
fn raised_digits_and_roots() {
    reads("x²y", "(* (^ x ²) y)");
    reads("x²³", "(^ x ²³)");
    reads("x⁻¹", "(^ x (neg ⁻¹))");
    reads("-x²", "(neg (^ x ²))");
    reads("√x y", "(* (sqrt x) y)");
    reads("√x²", "(^ (sqrt x) ²)");
    reads("√x^2", "(^ (sqrt x) 2)");
    reads("√(x²)", "(sqrt (^ x ²))");
    reads("√-x", "(sqrt (neg x))");
}

#[test]
fn bars() {
    reads("|x|*|y|", "(* (abs x) (abs y))");
    reads("|x||y|", "(* (abs x) (abs y))");
    reads("||x|-1|", "(abs (+ (abs x) -1))");
    reads("|x - |y||", "(abs (+ x -(abs y)))");
    reads("|x|y|z|", "(* (abs x) y (abs z))");
    reads("2|x|", "(* 2 (abs x))");
    reads("sin|x|", "(sin (abs x))");
    reads("|f(x|y|)|", "(abs (call f (* x (abs y))))");
    reads("|x\n+ 1|", "(abs (+ x 1))");
}

#[test]
fn implied_products() {
    reads("2x", "(* 2 x)");
    reads("2 sin(x)", "(* 2 (sin x))");
    reads("(x+1)(x-1)", "(* (+ x 1) (+ x -1))");
    reads("x y", "(* x y)");
    reads("3x^2 y", "(* 3 (^ x 2) y)");
    reads("2(3)", "(* 2 3)");
    reads("(2)3", "(* 2 3)");
    reads("x 2", "(* x 2)");
    reads("2^-x y", "(* (^ 2 (neg x)) y)");
    reads("xe^x + x e^x", "(+ (^ xe x) (* x (^ e x)))");
}

#[test]
fn a_product_below_a_slash_is_noted() {
    reads("1/2x", "(* 1 /2 x)");
    notes("1/2x", "read `1/2x` as (1/2)*x; for 1 over the product write `1/(2*x)`");
    notes("(a+b)/2x", "read `(a+b)/2x` as ((a+b)/2)*x; for (a+b) over the product write `(a+b)/(2*x)`");
    notes("a/b/c d", "read `a/b/c d` as (a/b/c)*d; for a/b over the product write `a/b/(c*d)`");
    notes("1/2 sin(x)", "read `1/2 sin(...)` as (1/2)*sin(...); for 1 over the product write `1/(2*sin(...))`");
    notes("1/(2)(x)", "read `1/(2)(...)` as (1/(2))*(...); for 1 over the product write `1/((2)*(...))`");
    assert!(drawing("x/2*y + x y/2", &[]).1.is_empty());
}

#[test]
fn bare_arguments() {
    reads("sin x", "(sin x)");
    reads("sin 2x", "(sin (* 2 x))");
    reads("sin -x", "(sin (neg x))");
    reads("ln x^2", "(ln (^ x 2))");
    reads("sin x^2 y cos z", "(* (sin (* (^ x 2) y)) (cos z))");
    reads("sin x + 1", "(+ (sin x) 1)");
    reads("sin x/2", "(* (sin x) /2)");
    reads("sin cos x", "(sin (cos x))");
    reads("sin x f(y)", "(* (sin x) (call f y))");
    reads("sin x sigma", "(sin (* x sigma))");
    reads("sin x sigma(y)", "(* (sin x) (sigma y))");
    reads("sin x a(a+1)", "(sin (* x a (+ a 1)))");
    reads("sin(x) y", "(* (sin x) y)");
    reads("sin(x)^2", "(^ (sin x) 2)");
    reads("2^sin x y", "(^ 2 (sin (* x y)))");
}

#[test]
fn powers_of_functions() {
    reads("sin^2(x)", "(^ (sin x) 2)");
    reads("sin^2 x", "(^ (sin x) 2)");
    reads("sin² x y", "(^ (sin (* x y)) ²)");
    reads("sin^2(x) y", "(* (^ (sin x) 2) y)");
    reads("sin^n(x)", "(^ (sin x) n)");
    reads("sin^(n+1) x", "(^ (sin x) (+ n 1))");
    reads("sin^-2 x", "(^ (sin x) (neg 2))");
    reads("cos^2 x sin^2 x", "(* (^ (cos x) 2) (^ (sin x) 2))");
}

#[test]
fn inverse_functions() {
    for text in ["sin^-1(x)", "sin^-1 x", "sin^(-1) x", "sin⁻¹ x", "arcsin(x)", "asin x"] {
        reads(text, "(arcsin x)");
    }
    reads("tanh^-1(x)", "(artanh x)");
    notes("sin^-1 x", "read sin^-1 as the inverse function arcsin; the reciprocal is 1/sin");
    let message = "expected a function with a named inverse before ^-1, found `abs`";
    fails("abs^-1(x)", "abs^-1", message, "for the reciprocal write 1/abs(x)");
}

#[test]
fn the_number_of_arguments_tells_logarithms_apart() {
    reads("log(x) + log(b, x)", "(+ (ln x) (log b x))");
    reads("log x", "(ln x)");
    reads("log2 x + lg(x)", "(+ (log2 x) (log10 x))");
    fails("log(1, 2, 3)", "log(1, 2, 3)", "expected one argument of ln, found 3 arguments", "write ln(x)");
    fails("atan2(x)", "atan2(x)", "expected 2 arguments of atan2, found 1 argument", "write atan2(x, y)");
    fails("atan2 x", "x", "expected `(` after atan2, found `x`", "write atan2(x, y)");
    reads("max(a, b, c)", "(max a b c)");
    fails("max x", "x", "expected `(` after max, found `x`", "write max(x, y, ...)");
}

#[test]
fn a_name_before_a_bracket() {
    reads("y(z)", "(call y z)");
    reads("f(g(x))", "(call f (call g x))");
    reads("f(x^2) E(sigma(z))", "(* (call f (^ x 2)) (call E (sigma z)))");
    reads("x(x-1)", "(* x (+ x -1))");
    reads("a(a+1)", "(* a (+ a 1))");
    reads("e(x+1) + pi(x)", "(+ (* e (+ x 1)) (* pi x))");
    reads("d/dx x(2)", "(d1 x (* x 2))");
    assert_eq!(drawing("t(x+1)", &[]).0, "(call t (+ x 1))");
    assert_eq!(drawing("t(x+1)", &["t"]).0, "(* t (+ x 1))");
    notes("x(x-1)", "read `x(...)` as the product x*(...), since `x` is a variable here");
    notes("xy + sinx", "read `sinx` as one name; the function is written sin(x)");
    notes("x^2 + xy + y^2", "read `xy` as one name; the product is written x*y");
    notes("e^2x", "read `e^2x` as (e^2)*x; for the longer exponent write e^(2x)");
    notes("2^3t + 1", "read `2^3t` as (2^3)*t; for the longer exponent write 2^(3t)");
    notes("x^1/2", "read `x^1/2` as (x^1)/2; for the longer exponent write x^(1/2)");
    let (_, told) = drawing("ax^2 + bx + c", &["x"]);
    assert_eq!(told, ["read `ax` as one name; the product is written a*x", "read `bx` as one name; the product is written b*x"]);
    for text in ["loss*s + s", "3x^2y + x^3/3", "pi*x + xi*i", "dE/dx; E = x^2", "xy = 3; xy + x + y", "e^2*x", "in(x)*i*n", "e^x/2"] {
        assert!(drawing(text, &["x"]).1.iter().all(|note| !note.contains("one name") && !note.contains("exponent")), "{text}");
    }
    notes("x^2 - 2xe^-x^2", "read `xe` as one name; the exponential is written x*e^(...)");
}

#[test]
fn known_functions_with_names_of_variables() {
    reads("sigma + sigma(z) + σ(z)", "(+ sigma (sigma z) (sigma z))");
    reads("gamma(x) gamma", "(* (gamma x) gamma)");
    reads("W(x) + W", "(+ (W x) W)");
    assert_eq!(drawing("W(x)", &["W"]).0, "(* W x)");
    let hint = "the derivative of a known function is written d/dx(sigma(x))";
    fails("sigma'(x)", "'", "expected `(` after sigma, found `'`", hint);
}

#[test]
fn unknown_functions() {
    reads("f'(x) + f''(x)", "(+ (call f' x) (call f'' x))");
    reads("f^(4)(x)", "(call f'''' x)");
    reads("F(x, y)", "(call F x y)");
    reads("F_x(x, y)", "(partial F [1, 0] x y)");
    reads("F_xy(x, y)", "(partial F [1, 1] x y)");
    reads("F_θ(theta, y)", "(partial F [1, 0] theta y)");
    reads("F_x1(x, x1)", "(partial F [0, 1] x x1)");
    reads("F_z(x, y)", "(call F_z x y)");
    reads("D[1](F)(x^2, y)", "(partial F [1, 0] (^ x 2) y)");
    reads("D[1,2,2](F)(x, y)", "(partial F [1, 2] x y)");
    fails("tann(x)", "tann", "unknown function `tann`", "did you mean `tan`?");
    fails("Sin(x)", "Sin", "unknown function `Sin`", "did you mean `sin`?");
    fails("sigmod(x)", "sigmod", "unknown function `sigmod`", "did you mean `sigmoid`?");
    reads("loss(w)", "(call loss w)");
    let hint = "partial derivatives are written F_x(x, y) or D[1](F)(x, y)";
    fails("f'(x, y)", "f'(x, y)", "expected one argument after a prime, found 2 arguments", hint);
    let hint = "D[1](F)(x, y) is the derivative in the first argument";
    fails("D[3](F)(x, y)", "D[3](F)(x, y)", "expected an argument number 3, found 2 arguments", hint);
}

#[test]
fn statements() {
    reads("E = y^2; y = sigma(z)\nz = w*x", "E := (^ y 2); y := (sigma z); z := (* w x)");
    reads("f(x, y) = x*y; f(1, 2)", "f(x, y) := (* x y); (call f 1 2)");
    reads("x^2 + y^2 = r^2", "(+ (^ x 2) (^ y 2)) == (^ r 2)");
    reads("sin(y) = x", "(sin y) == x");
    reads("relu(x) = max(0, x); relu(w)", "relu(x) := (max 0 x); (call relu w)");
    reads(";;x;\n;", "x");
    reads("y = \n x +\n 1", "y := (+ x 1)");
    reads("(f\n(x)\n+ 1)", "(+ (call f x) 1)");
    reads("y == 3", "y := 3");
}

#[test]
fn derivatives_inside() {
    reads("d/dx(x^2)", "(d1 x (^ x 2))");
    reads("d/dx x^2 y + 1", "(+ (d1 x (* (^ x 2) y)) 1)");
    reads("d^2/dx^2(x^4) + d²/dx² x", "(+ (d2 x (^ x 4)) (d2 x x))");
    reads("∂/∂θ(θ y)", "(d1 θ (* θ y))");
    reads("diff(x^2, x)", "(d1 x (^ x 2))");
    reads("diff(x^2, x, 2)", "(d2 x (^ x 2))");
    reads("diff(x^2*y, x, y, 2)", "(d2 y (d1 x (* (^ x 2) y)))");
    reads("E = y^2; dE/dy", "E := (^ y 2); (d E d y)");
    reads("dt*x + d/dx", "(+ (* dt x) (* d /dx))");
    fails(
        "1 + dy/dx",
        "dy/dx",
        "expected a derivative of something that is known, found `dy/dx`",
        "write d/dx(...), or define what is differentiated: y = x^2",
    );
    fails(
        "d(x^2)/dx",
        "d(x^2)/dx",
        "expected a derivative of something that is known, found `d(x^2)/dx`",
        "write d/dx(...), or define what is differentiated: y = x^2",
    );
    fails("diff(x, 2)", "2", "expected a variable, found `2`", "");
    fails("d^2/dx^3(x)", "d^2/dx^3", "expected the same order above and below, found `d^2/dx^3`", "write d^2/dx^2(...)");
}

#[test]
fn case_distinctions() {
    reads("{0 if x < 0; 1 if x > 0}", "(cases 0 (< x 0) 1 (< 0 x))");
    reads("{0 if x < 0 and y > 1 or z = 2; 1 otherwise}", "(cases 0 (or (and (< x 0) (< 1 y)) (= z 2)) 1 otherwise)");
    reads("{0 if (x < 0 or y < 1) and z != 1; x otherwise}", "(cases 0 (and (or (< x 0) (< y 1)) (!= z 1)) x otherwise)");
    reads("{x if 0 < x <= 1;\n0 otherwise;\n}", "(cases x (and (< 0 x) (<= x 1)) 0 otherwise)");
    reads("-d <= r <= d", "(and (<= (neg d) r) (<= r d))");
    reads("2{x if x ≥ 0; 0 otherwise}", "(* 2 (cases x (<= 0 x) 0 otherwise))");
    let hint = "a branch is written `value if condition` or `value otherwise`";
    fails("{x if x > 0; 2}", "}", "expected `if` or `otherwise`, found `}`", hint);
    let hint = "case distinctions are written {value if condition; value otherwise}";
    fails("{1 otherwise and x < 1}", "and", "expected `;` or `}`, found `and`", hint);
    fails("x if y", "if", "expected an operator, found `if`", hint);
}

#[test]
fn sums_and_integrals() {
    reads("sum(i, 1, n, x^i)", "(sum i 1 n (^ x i))");
    reads("product(i, 1, n, i)", "(product i 1 n i)");
    reads("int(sin(t)/t, t, 0, x)", "(int t 0 x (* (sin t) /t))");
    reads("sum + 1", "(+ sum 1)");
    let hint = "write sum(i, 1, n, x^i): index, lower and upper limit, term; or sum(i, x_i) and sum(i, i != j, x_i)";
    fails("sum(i, 1, n)", "sum(i, 1, n)", "expected four arguments, found 3 arguments", hint);
}

#[test]
fn brackets_that_do_not_match() {
    fails("(x + 1", "", "expected `)`, found the end of the input", "the `(` in column 1 is never closed");
    fails("2*f(x", "", "expected `)`, found the end of the input", "the `(` in column 4 is never closed");
    fails("|x", "", "expected `|`, found the end of the input", "the `|` in column 1 is never closed");
    fails("x + 1)", ")", "expected an operator or the end of the statement, found `)`", "there is no `(` that this closes");
    fails("[x)", ")", "expected `]`, found `)`", "a `[` is still open");
    fails(
        "{x if x > 0, 1 otherwise}",
        ",",
        "expected `;` or `}`, found `,`",
        "cases are separated by `;`, as in {x if x > 0; 0 otherwise}",
    );
    fails("()", ")", "expected a number, a name or `(`, found `)`", "");
    fails("f()", ")", "expected an argument, found `)`", "");
}

#[test]
fn operands_and_operators_out_of_place() {
    fails("x +", "", "expected a number, a name or `(`, found the end of the input", "");
    fails("*x", "*", "expected a number, a name or `(`, found `*`", "");
    fails("2 3", "3", "expected an operator, found `3`", "write `*` between two numbers");
    let hint = "the double factorial is not known here; the factorial of a factorial is written (x!)!";
    fails("x!!", "!", "expected an operator, found `!`", hint);
    fails("sin", "", "expected the argument of sin, found the end of the input", "write sin(x)");
    fails("sin*x", "*", "expected the argument of sin, found `*`", "write sin(x)");
    fails("sin^cos x", "cos", "expected an exponent, found `cos`", "put a longer exponent in brackets: sin^(n + 1)(x)");
    fails("x'", "'", "expected `(` after it, found `'`", "a prime belongs to a function and its argument: write x'(x)");
    fails(
        "1,000",
        ",",
        "expected an operator or the end of the statement, found `,`",
        "decimals are written with a point, 3.5, and thousands without a sign; statements are separated by `;`",
    );
    fails("", "", "expected an expression, found the end of the input", "");
    fails("and", "and", "expected a number, a name or `(`, found `and`", "");
}

#[test]
fn equals_signs_out_of_place() {
    fails("= x", "=", "expected a number, a name or `(`, found `=`", "a definition has a single name on its left: y = x^2");
    let hint = "an equation has one `=`; join two with `and`, as in {1 if a = b and b = c; 0 otherwise}";
    fails("2a = b = c", "=", "expected the end of the equation, found `=`", hint);
    fails("a = b = c", "b = c", "expected a value, found the condition `b = c`", "");
    let hint = "comparisons belong into conditions, as in {x if x > 0; 0 otherwise}";
    fails("f(x = 1)", "=", "expected an operator or a closing bracket, found `=`", hint);
    fails("f(x, x) = 3", "x", "expected another name for this parameter, found `x` again", "");
    fails("2(x < 1)", "(x < 1)", "expected a value, found the condition `(x < 1)`", "");
}

#[test]
fn characters_out_of_place() {
    let expected = |found: &str| format!("expected a number, a name, an operator or a bracket, found `{found}`");
    fails("x..", ".", &expected("."), "a point needs a digit beside it");
    fails("x $ y", "$", &expected("$"), "leave out the dollar signs around the formula");
    fails("\\frac", "\\", &expected("\\"), "this looks like LaTeX; plain text writes sqrt(x), x^2, sin(x)");
    fails("x₁", "₁", &expected("₁"), "an index is written x_1");
    fails("y := 2", ":", &expected(":"), "a definition is written y = x^2");
    fails("∑x", "∑", &expected("∑"), "the character is U+2211");
}

#[test]
fn notes_do_not_grow_without_bound() {
    let (_, notes) = drawing(&("1/2x + ".repeat(1000) + "1"), &[]);
    assert_eq!(notes.len(), 101);
    assert_eq!(notes[100], "there are more such places");
}

/// Nothing recurses on the input: a million of anything, on a thread with little stack, in time that grows with the length.
#[test]
fn a_million_of_anything() {
    const N: usize = 1_000_000;
    let nested = |open: &str, close: &str| open.repeat(N) + "x" + &close.repeat(N);
    let texts = [
        nested("(", ")"),
        nested("sin(", ")"),
        nested("sin ", ""),
        nested("|", "|"),
        nested("-", ""),
        nested("2^", ""),
        nested("√", ""),
        nested("f(", ")"),
        nested("{", " otherwise}"),
        "x + ".repeat(N) + "x",
        "x ".repeat(N) + "x",
        "1/2x + ".repeat(N) + "x",
        "a < ".repeat(N) + "a",
        "y(z) + ".repeat(N) + "1",
        "loss(w) + ".repeat(N) + "1",
        "y = x; ".repeat(N) + "y",
        "f(x) = x; ".repeat(N) + "f(1)",
        "sin(x) = 1; ".repeat(N) + "1",
        "x(x) + ".repeat(N) + "1",
        nested("sin ", "|x|"),
        "|".to_string() + &"-".repeat(N) + "x" + &"\n".repeat(N) + "|",
        "(".repeat(N) + &"sum(i, 1, 2, i) + ".repeat(N / 10) + "x" + &")".repeat(N),
    ];
    let run = move || {
        let mut parser = Parser::default();
        for text in &texts {
            // Without its last character most are broken at the very end.
            let _ = parser.parse(text, &[]);
            let _ = parser.parse(&text[..text.len() - 1], &[]);
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}
