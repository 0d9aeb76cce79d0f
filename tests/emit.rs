//! Emitted code is compiled and run, and its values are those of our own evaluator. A language whose tools are missing is
//! skipped with a message.

use chainrule::{Language, Question, Session};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Expressions with every kind of step; all have a value and a gradient at both points.
const EXPRESSIONS: &[(&str, &[&str])] = &[
    ("E = (a - y)^2/2; y = sigma(w*x + b)", &["w", "b"]),
    ("100*(y - x^2)^2 + (1 - x)^2 - x/3", &["x", "y"]),
    ("ln(1 + exp(x - y)) + sqrt(x^2 + y^2)/3 + ln(1 + x*y) + exp(x/9) - 1", &["x", "y"]),
    ("max(x, y)*{x if x < 1 and y > 0; sinc(y) otherwise} + min(x, 2*y)*abs(x - 3)", &["x", "y"]),
    ("gelu(x) + silu(y) + relu(x - 3) + Phi(-y) + erf(4*x) + erfc(3*y) + logit(x/9)", &["x", "y"]),
    ("tan(x)*sec(y) + cot(x) + csc(y) + arctan(x*y) + atan2(x, y) + arcsin(x/9) - arccos(y/9)", &["x", "y"]),
    ("sinh(x)/cosh(y) + tanh(x*y) + arsinh(x) + arcosh(y + 2) + artanh(x/9) + cbrt(x)", &["x", "y"]),
    ("x^y + y^(2/3) + x^-3 + 2^x + log2(x*y) + floor(x) + sign(y - 1/10)", &["x", "y"]),
    ("exp(x)/(exp(x) + exp(y) + exp(z)) + ln(exp(x) + exp(y))", &["x", "y", "z"]),
    // A case that does not hold may have no value.
    ("root(3, x)*y + {sqrt(x - 9) if x > 9; ln(y - 5) if y > 5; x otherwise}", &["x", "y"]),
    // Conditions that may have no value.
    ("{x if ln(y) < 2 and sqrt(x) != 1 or x > 5; y otherwise} + root(4, x)*floor(100*0.29)", &["x", "y"]),
    // Names that are words of some language, or of what is emitted.
    ("lambda*value + fn^2*gradient - t1*i*θ*math", &["lambda", "value", "fn", "t1", "θ"]),
    ("None*Some + Ok^2*Err - NAN*INFINITY", &["None", "NAN"]),
    // Slopes that are not those of the formula's parts; Julia and WGSL have no error function of their own.
    ("(1 - cos(x))/x^2 + (1 - exp(-x*y))/x + x*sqrt(x) + y*cbrt(y) + tanh(x)*(1 - sigma(y))", &["x", "y"]),
    ("S*Phi(x) - K*sech(x) + 1 - T^2", &["S", "x"]),
    ("3", &["x"]),
];

const POINTS: [f64; 2] = [0.45, 1.1];

struct Case {
    expected: Vec<Vec<f64>>,
    points: Vec<Vec<f64>>,
}

fn cases() -> Vec<Case> {
    let case = |(expression, variables): &(&str, &[&str])| {
        let program = Session::new().program(&Question::derive(expression, variables)).expect("it has a program");
        let count = program.variables().len();
        let points: Vec<Vec<f64>> = POINTS.iter().map(|start| (0..count).map(|at| start + 0.3 * at as f64).collect()).collect();
        let code = program.value_and_gradient().expect("it has a gradient");
        let expected = points.iter().map(|point| code.run(point, &mut Vec::new())).collect();
        Case { expected, points }
    };
    EXPRESSIONS.iter().map(case).collect()
}

fn emitted(at: usize, language: Language) -> String {
    let (expression, variables) = EXPRESSIONS[at];
    Session::new().emit(&Question::derive(expression, variables), language, true).expect("it can be emitted")
}

fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit").join(name);
    fs::create_dir_all(&directory).expect("the directory for temporary files can be made");
    directory
}

/// What a tool does, or nothing where it is not there.
fn run(tool: &str, arguments: &[&str], directory: &Path) -> Option<Output> {
    match Command::new(tool).args(arguments).current_dir(directory).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped, {tool} cannot be run: {error}");
            None
        }
    }
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Each line of a run has the value and the gradient at one point of one case.
fn compare(printed: &str, language: Language) {
    let mut lines = printed.lines();
    for (case, (expression, _)) in cases().iter().zip(EXPRESSIONS) {
        for expected in &case.expected {
            let line = lines.next().unwrap_or_else(|| panic!("{}: no answer for {expression}", language.name()));
            let found: Vec<f64> = line.split_whitespace().map(|word| word.parse().expect("a number")).collect();
            assert_eq!(found.len(), expected.len(), "{}: {expression}: {line}", language.name());
            for (found, expected) in found.iter().zip(expected) {
                let close = (found - expected).abs() <= 1e-11 * (1.0 + expected.abs());
                assert!(close, "{}: {expression}: {found} is not {expected}", language.name());
            }
        }
    }
}

fn arguments(point: &[f64]) -> String {
    point.iter().map(|coordinate| format!("{coordinate:?}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn rust_computes_the_same() {
    let directory = directory("rust");
    let mut source = String::from("#![allow(unused)]\n");
    let mut main = String::from("fn main() {\n");
    for (at, case) in cases().iter().enumerate() {
        source.push_str(&format!("mod f{at} {{\n{}}}\n", emitted(at, Language::Rust)));
        for point in &case.points {
            let call = format!("let (value, gradient) = f{at}::value_and_gradient({});\n", arguments(point));
            main.push_str(&call);
            main.push_str("print!(\"{value:?}\"); for slope in gradient { print!(\" {slope:?}\"); } println!();\n");
        }
    }
    fs::write(directory.join("all.rs"), format!("{source}{main}}}\n")).expect("the file can be written");
    let Some(built) = run("rustc", &["--edition", "2024", "-D", "warnings", "all.rs", "-o", "all"], &directory) else { return };
    text(&built);
    compare(&text(&run("./all", &[], &directory).expect("what was built runs")), Language::Rust);
    let tested = run("rustc", &["--edition", "2024", "-A", "warnings", "--test", "all.rs", "-o", "tests"], &directory);
    text(&tested.expect("rustc is there"));
    text(&run("./tests", &[], &directory).expect("what was built runs"));
}

#[test]
fn c_computes_the_same() {
    let directory = directory("c");
    let mut printed = String::new();
    for (at, case) in cases().iter().enumerate() {
        let slopes = case.expected[0].len() - 1;
        let mut main = format!("#include <stdio.h>\nint main(void) {{ double value, g[{slopes}];\n");
        for point in &case.points {
            main.push_str(&format!("value = value_and_gradient({}, g); printf(\"%.17g\", value);\n", arguments(point)));
            main.push_str(&format!("for (int k = 0; k < {slopes}; k++) {{ printf(\" %.17g\", g[k]); }}\nprintf(\"\\n\");\n"));
        }
        let code = emitted(at, Language::C);
        fs::write(directory.join("tested.c"), &code).expect("the file can be written");
        fs::write(directory.join("run.c"), format!("{code}{main}return 0; }}\n")).expect("the file can be written");
        let warnings = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-Wno-unused-variable", "-Wno-unused-parameter", "-Wno-unused-function"];
        let flags = |rest: &[&'static str]| -> Vec<&'static str> { warnings.iter().chain(rest).copied().collect() };
        let Some(built) = run("gcc", &flags(&["run.c", "-o", "run", "-lm"]), &directory) else { return };
        text(&built);
        printed.push_str(&text(&run("./run", &[], &directory).expect("what was built runs")));
        text(&run("gcc", &flags(&["-DSELF_TEST", "tested.c", "-o", "tested", "-lm"]), &directory).expect("gcc is there"));
        text(&run("./tested", &[], &directory).expect("what was built runs"));
    }
    compare(&printed, Language::C);
}

#[test]
fn python_computes_the_same() {
    python(Language::Python, "python");
}

#[test]
fn numpy_computes_the_same() {
    let has_numpy = run(&interpreter(), &["-c", "import numpy"], Path::new(".")).is_some_and(|output| output.status.success());
    if has_numpy {
        python(Language::NumPy, "numpy");
    } else {
        eprintln!("skipped, {} has no numpy; PYTHON names another", interpreter());
    }
}

/// The Python to use: that of a virtual environment with NumPy, perhaps.
fn interpreter() -> String {
    std::env::var("PYTHON").unwrap_or_else(|_| "python3".into())
}

fn python(language: Language, name: &str) {
    let directory = directory(name);
    let mut main = String::new();
    for (at, case) in cases().iter().enumerate() {
        fs::write(directory.join(format!("f{at}.py")), emitted(at, language)).expect("the file can be written");
        main.push_str(&format!("import f{at}\nf{at}.self_test()\n"));
        for point in &case.points {
            main.push_str(&format!("value, gradient = f{at}.value_and_gradient({})\n", arguments(point)));
            main.push_str("print(' '.join(repr(float(number)) for number in (value, *gradient)))\n");
        }
    }
    fs::write(directory.join("main.py"), main).expect("the file can be written");
    let Some(output) = run(&interpreter(), &["-B", "main.py"], &directory) else { return };
    compare(&text(&output), language);
}

#[test]
fn javascript_computes_the_same() {
    let directory = directory("javascript");
    let mut main = String::new();
    for (at, case) in cases().iter().enumerate() {
        fs::write(directory.join(format!("f{at}.mjs")), emitted(at, Language::JavaScript)).expect("the file can be written");
        main.push_str(&format!("import * as f{at} from './f{at}.mjs';\nf{at}.selfTest();\n"));
        for point in &case.points {
            let call = format!("f{at}.valueAndGradient({})", arguments(point));
            main.push_str(&format!("{{ const {{ value, gradient }} = {call}; console.log([value, ...gradient].join(' ')); }}\n"));
        }
    }
    fs::write(directory.join("main.mjs"), main).expect("the file can be written");
    let Some(output) = run("node", &["main.mjs"], &directory) else { return };
    compare(&text(&output), Language::JavaScript);
}

#[test]
fn wgsl_is_valid() {
    for (at, (expression, _)) in EXPRESSIONS.iter().enumerate() {
        let code = emitted(at, Language::Wgsl);
        let module = naga::front::wgsl::parse_str(&code).unwrap_or_else(|error| panic!("{expression}\n{}", error.emit_to_string(&code)));
        let mut validator = naga::valid::Validator::new(naga::valid::ValidationFlags::all(), naga::valid::Capabilities::empty());
        validator.validate(&module).unwrap_or_else(|error| panic!("{expression}\n{}", error.emit_to_string(&code)));
    }
}

/// Says of each file named on its command line whether a grammar of Julia reads all of it.
const JULIA_PARSER: &str = "import sys, tree_sitter, tree_sitter_julia
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_julia.language()))
for name in sys.argv[1:]:
    with open(name, 'rb') as file:
        print('wrong' if parser.parse(file.read()).root_node.has_error else 'right')
";

#[test]
fn julia_is_read_by_a_grammar() {
    let directory = directory("julia");
    fs::write(directory.join("wrong.jl"), "function value(x) { return x }\n").expect("the file can be written");
    let mut arguments = vec!["-c".to_string(), JULIA_PARSER.to_string(), "wrong.jl".to_string()];
    for at in 0..EXPRESSIONS.len() {
        fs::write(directory.join(format!("f{at}.jl")), emitted(at, Language::Julia)).expect("the file can be written");
        arguments.push(format!("f{at}.jl"));
    }
    let can_parse = run(&interpreter(), &["-c", "import tree_sitter_julia"], &directory).is_some_and(|output| output.status.success());
    if !can_parse {
        eprintln!("skipped, {} has no tree_sitter_julia; PYTHON names another", interpreter());
        return;
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = text(&run(&interpreter(), &arguments, &directory).expect("the interpreter is there"));
    let verdicts: Vec<&str> = said.lines().collect();
    assert_eq!(verdicts[0], "wrong");
    assert!(verdicts[1..].iter().all(|verdict| *verdict == "right"), "{verdicts:?}");
}

/// Without CUDA a compiler of C++ builds what is for the host, the extensions declared away, and the self-test runs.
#[test]
fn cuda_is_c_plus_plus() {
    let directory = directory("cuda");
    let extensions = "#define __host__\n#define __device__\n#define __global__\n#include <cstddef>\n\
                      struct Place { unsigned x; } blockIdx, blockDim, threadIdx;\n";
    for at in 0..EXPRESSIONS.len() {
        fs::write(directory.join("all.cpp"), format!("{extensions}{}", emitted(at, Language::Cuda))).expect("the file can be written");
        let Some(output) = run("g++", &["-DSELF_TEST", "all.cpp", "-o", "all"], &directory) else { return };
        text(&output);
        text(&run("./all", &[], &directory).expect("what was built runs"));
    }
}

#[test]
fn what_a_user_writes_stays_in_its_comment() {
    for language in Language::ALL {
        let question = Question { input: chainrule::Input::Latex, ..Question::derive("\\mathrm{a}*x^2", &["x"]) };
        let code = Session::new().emit(&question, language, false).expect("it can be emitted");
        assert!(code.lines().take(2).all(|line| line.starts_with(['#', '/'])), "{code}");
    }
}

/// The self test of right code passes, wherever its domain lies and however large its values are; where it holds is said at its head.
#[test]
fn self_tests_find_a_point_of_the_domain() {
    for (at, (expression, condition)) in [
        ("ln(x - 5)", Some("# where x > 5")),
        ("arcosh(x - 5)", Some("# where x > 6")),
        ("ln(x*y - 1000)", Some("# where x*y > 1000")),
        ("1/(x - 0.7)", Some("# where x != 0.7")),
        ("abs(x)*y", Some("# where x != 0")),
        ("299792458^2*m + v", None),
        ("x/0.1 + 1e300*y", None),
    ]
    .into_iter()
    .enumerate()
    {
        let code = Session::new().emit(&Question::derive(expression, &[]), Language::Python, false).expect("it can be emitted");
        let said = code.lines().find(|line| line.starts_with("# where "));
        assert_eq!(said, condition, "{expression}");
        let directory = directory(&format!("self_test_{at}"));
        fs::write(directory.join("code.py"), &code).expect("it can be written");
        if let Some(output) = run(&interpreter(), &["code.py"], &directory) {
            assert!(output.status.success(), "{expression}: {}", text(&output));
        }
    }
}

/// Where the formula has no value but a limit, code has the limit and its slope, and fails in no language.
#[test]
fn gaps_are_closed() {
    let cases = [
        ("sin(x)/x", "1.0 0.0"),
        ("(1 - cos(x))/x^2", "0.5 0.0"),
        ("(1 - exp(-2*x))/x", "2.0 -2.0"),
        ("x/(exp(x) - 1)", "1.0 -0.5"),
        ("x*sqrt(x)", "0.0 0.0"),
        ("x*cbrt(x)", "0.0 0.0"),
        ("{x*ln(x) if x > 0; 0 otherwise}", "0.0 0.0"),
    ];
    for (at, (expression, expected)) in cases.into_iter().enumerate() {
        let code = Session::new().emit(&Question::derive(expression, &["x"]), Language::Python, false).expect("it can be emitted");
        let directory = directory(&format!("gap_{at}"));
        fs::write(
            directory.join("code.py"),
            format!("{code}    value, (slope,) = value_and_gradient(0.0)\n    print(value + 0.0, slope + 0.0)\n"),
        )
        .expect("it can be written");
        if let Some(output) = run(&interpreter(), &["code.py"], &directory) {
            assert_eq!(text(&output).trim(), expected, "{expression}");
        }
    }
}

/// In most languages a comparison with what is no number fails; the case that is left must not be taken for it.
#[test]
fn a_condition_without_a_value_decides_nothing() {
    let question = Question::derive("{1 if sqrt(x) < 2; 5 otherwise}", &["x"]);
    let code = Session::new().emit(&question, Language::Rust, false).expect("it can be emitted");
    let lines = [
        "let t1 = sqrt_x < 2.0;",
        "let t2 = 2.0 <= sqrt_x;",
        "let t3 = if t2 { 5.0 } else { f64::NAN };",
        "let t4 = if t1 { 1.0 } else { t3 };",
    ];
    for line in lines {
        assert!(code.contains(line), "`{line}` is missing in {code}");
    }
}
