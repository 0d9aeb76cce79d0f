//! Properties of the table that need no parser: its shape, and its values against references, parity, range and special values.

use std::collections::HashSet;
use std::f64::consts::{E, PI};

use super::{Arity, Class, Parity, Range, Row, TABLE};

/// Arguments for each row: a grid that meets poles, ends of domains and both signs.
fn arguments(row: &Row) -> Vec<Vec<f64>> {
    let grid = [-20.5, -7.0, -3.0, -2.5, -1.5, -1.0, -0.75, -0.3, -1e-3, 0.0, 1e-3, 0.2, 0.5, 0.9, 1.0, 1.1, 2.0, 3.3, 6.0, 12.0, 25.0];
    match row.arity {
        Arity::Exactly(0) => vec![vec![]],
        Arity::Exactly(1) => grid.map(|u| vec![u]).to_vec(),
        _ => grid.iter().flat_map(|&u| grid.map(|v| vec![u, v])).collect(),
    }
}

fn row(name: &str, arguments: usize) -> &'static Row {
    let fits = |row: &&Row| match row.arity {
        Arity::Exactly(n) => n == arguments,
        Arity::AtLeast(n) => n <= arguments,
    };
    TABLE.iter().filter(fits).find(|row| row.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-3), "{what}: found {found:e}, expected {expected:e}");
}

#[test]
fn each_name_and_alias_is_one_function_of_that_arity() {
    let mut seen = HashSet::new();
    for row in TABLE {
        for name in row.aliases.iter().chain([&row.name]) {
            assert!(seen.insert((name, format!("{:?}", row.arity))), "{name} twice");
        }
    }
}

#[test]
fn each_latex_command_is_one_function_of_that_arity() {
    let mut seen = HashSet::new();
    for row in TABLE {
        assert!(!row.latex.is_empty() && seen.insert((row.latex, format!("{:?}", row.arity))), "{}", row.latex);
    }
}

/// Where functions of both a class and its inverse class are looked at: within and beyond 1.
const PLACES: [f64; 4] = [0.3, 0.7, 1.4, 2.5];

#[test]
fn each_inverse_function_undoes_one_function_of_its_class() {
    for (class, inverses) in [(Class::Circular, Class::InverseCircular), (Class::Hyperbolic, Class::InverseHyperbolic)] {
        let of = |class| TABLE.iter().filter(move |row| row.class == class);
        for inverse in of(inverses) {
            let undoes = |row: &&Row| {
                let pairs = PLACES.map(|place| (place, (row.value)(&[(inverse.value)(&[place])])));
                let defined = || pairs.iter().filter(|(_, back)| back.is_finite());
                defined().count() > 0 && defined().all(|(place, back)| (place - back).abs() < 1e-12)
            };
            assert_eq!(of(class).filter(undoes).count(), 1, "{}", inverse.name);
        }
        assert_eq!(of(inverses).count(), of(class).count());
    }
}

#[test]
fn circular_functions_are_the_periodic_ones() {
    use std::f64::consts::TAU;
    for row in TABLE.iter().filter(|row| row.arity == Arity::Exactly(1) && row.class != Class::Turning && row.definition.is_none()) {
        let repeats = |place: f64| ((row.value)(&[place]) - (row.value)(&[place + TAU])).abs() < 1e-9;
        assert_eq!(PLACES.into_iter().all(repeats), row.class == Class::Circular, "{}", row.name);
    }
}

#[test]
fn each_argument_has_one_derivative_text_unless_there_is_a_definition() {
    for row in TABLE {
        let expected = match row.arity {
            _ if row.definition.is_some() => 0,
            Arity::Exactly(n) => n,
            Arity::AtLeast(_) => 1,
        };
        assert_eq!(row.derivatives.len(), expected, "{}", row.name);
        assert!(!row.source.is_empty(), "{}", row.name);
    }
}

#[test]
fn values_keep_their_parity() {
    for row in TABLE {
        let mut broken = 0;
        for x in arguments(row).iter().filter(|x| !x.is_empty()) {
            let mirrored: Vec<f64> = [-x[0]].iter().chain(&x[1..]).copied().collect();
            let (value, mirror) = ((row.value)(x), (row.value)(&mirrored));
            let expected = match row.parity {
                Parity::Even => value,
                Parity::Odd => -value,
                Parity::Neither => {
                    broken +=
                        usize::from((value - mirror).abs() > 1e-9 && (value + mirror).abs() > 1e-9 || value.is_nan() != mirror.is_nan());
                    continue;
                }
            };
            assert!(mirror.is_nan() && value.is_nan() || (mirror - expected).abs() <= 1e-14 * value.abs(), "{} at {x:?}", row.name);
        }
        // "Neither" is said only of a function that has none.
        let counts = row.parity == Parity::Neither && row.arity == Arity::Exactly(1);
        assert!(!counts || broken > 0, "{} seems to have a parity", row.name);
    }
}

#[test]
fn values_keep_their_range() {
    for row in TABLE {
        let values: Vec<f64> = arguments(row).iter().map(|x| (row.value)(x)).filter(|value| !value.is_nan()).collect();
        assert!(!values.is_empty(), "{} has no value at all", row.name);
        for value in values {
            let inside = match row.range {
                Range::Positive => value > 0.0,
                Range::NonNegative => value >= 0.0,
                Range::UnitInterval => 0.0 < value && value <= 1.0,
                Range::WithinUnit | Range::UpToUnit => value.abs() <= 1.0,
                Range::Fraction => (0.0..=1.0).contains(&value),
                Range::AtLeastOne => value >= 1.0,
                Range::AtLeastMinusOne => value >= -1.0,
                Range::BeyondUnit | Range::OutsideUnit => value.abs() >= 1.0,
                Range::Real => true,
            };
            // A root of index 1/1000 is a power 1000, which may overflow; any other infinity would be a pole.
            let pole = value.is_infinite() && row.name != "root";
            assert!(inside && !pole, "{} takes the value {value}", row.name);
        }
    }
}

#[test]
fn values_outside_of_the_domain_are_nan() {
    let outside: &[(&str, &[f64])] = &[
        ("ln", &[-1.0]),
        ("ln", &[0.0]),
        ("log", &[1.0, 2.0]),
        ("log1p", &[-1.0]),
        ("sqrt", &[-1.0]),
        ("root", &[2.0, -1.0]),
        ("root", &[0.0, 1.0]),
        ("csc", &[0.0]),
        ("cot", &[0.0]),
        ("arcsin", &[2.0]),
        ("arcsec", &[0.5]),
        ("arccot", &[0.0]),
        ("atan2", &[0.0, 0.0]),
        ("csch", &[0.0]),
        ("coth", &[0.0]),
        ("arcosh", &[0.5]),
        ("artanh", &[1.0]),
        ("arsech", &[0.0]),
        ("arcsch", &[0.0]),
        ("arcoth", &[1.0]),
        ("logit", &[1.0]),
        ("gamma", &[0.0]),
        ("gamma", &[-3.0]),
        ("lgamma", &[-1.0]),
        ("digamma", &[-2.0]),
        ("polygamma", &[1.5, 1.0]),
        ("polygamma", &[1.0, -1.0]),
        ("factorial", &[-1.0]),
        ("beta", &[0.0, 1.0]),
        ("Ei", &[0.0]),
        ("li", &[1.0]),
        ("Ci", &[-1.0]),
        ("dilog", &[1.5]),
        ("W", &[-0.5]),
        ("BesselJ", &[0.5, -1.0]),
        ("BesselJ", &[-0.5, 0.0]),
        ("BesselY", &[0.0, 0.0]),
        ("BesselK", &[1.0, -1.0]),
        ("max", &[f64::NAN, 1.0]),
    ];
    for (name, x) in outside {
        assert!((row(name, x.len()).value)(x).is_nan(), "{name} at {x:?}");
    }
}

#[test]
fn no_argument_stops_a_value() {
    let extremes = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        -0.0,
        0.0,
        1e9,
        -1e9,
        1e17,
        171.5,
        -171.5,
        710.0,
        2.0,
    ];
    for row in TABLE {
        for &u in &extremes {
            let value = (row.value)(&[u, 2.0][..arguments(row)[0].len()]);
            assert!(value.is_nan() || !u.is_nan() || row.name == "pi", "{} makes {value} of NaN", row.name);
            if row.arity != Arity::Exactly(0) && row.arity != Arity::Exactly(1) {
                extremes.iter().for_each(|&v| assert!((row.value)(&[u, v]).is_nan() || !v.is_nan(), "{} at {u}, {v}", row.name));
            }
        }
    }
}

#[test]
fn special_values_are_true() {
    let mut checked = 0;
    for row in TABLE {
        for (arguments, expected) in row.special {
            let arguments: Option<Vec<f64>> = arguments.split(", ").map(monomial).collect();
            if let (Some(arguments), Some(expected)) = (arguments, monomial(expected)) {
                checked += 1;
                assert!(((row.value)(&arguments) - expected).abs() < 2e-8 * expected.abs().max(1.0), "{} at {arguments:?}", row.name);
            }
        }
    }
    assert!(checked > 120, "only {checked} special values were read");
}

/// The value of a product such as `-2*sqrt(pi)/3`; sums are for the parser.
fn monomial(text: &str) -> Option<f64> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mut value, mut divide) = (sign, false);
    while !rest.is_empty() {
        let end = rest.find(['*', '/']).unwrap_or(rest.len());
        let factor = atom(&rest[..end])?;
        value = if divide { value / factor } else { value * factor };
        divide = rest[end..].starts_with('/');
        rest = rest.get(end + 1..).unwrap_or("");
    }
    Some(value)
}

fn atom(text: &str) -> Option<f64> {
    let applied = |name: &str| text.strip_prefix(name)?.strip_suffix(')').and_then(atom);
    match text {
        "pi" => Some(PI),
        "pi^2" => Some(PI * PI),
        "e" => Some(E),
        _ => applied("sqrt(").map(f64::sqrt).or_else(|| applied("ln(").map(f64::ln)).or_else(|| text.parse().ok()),
    }
}

#[test]
fn values_agree_with_references() {
    for (name, x, expected) in REFERENCES {
        let expected: f64 = expected.parse().unwrap_or_else(|_| panic!("{expected} is no number"));
        assert_close((row(name, x.len()).value)(x), expected, 1e-13, &format!("{name}{x:?}"));
    }
}

/// Reference values to 30 digits, computed by mpmath 1.3.0 with 40 digits; the arguments are the doubles nearest to what is written.
#[rustfmt::skip]
const REFERENCES: &[(&str, &[f64], &str)] = &[
    ("ln", &[0.3], "-1.20397280432593602963018037193"),
    ("log", &[3.0, 7.0], "1.77124374916142226006792830708"),
    ("log2", &[10.0], "3.32192809488736234787031942949"),
    ("log10", &[0.02], "-1.69897000433601879574569110634"),
    ("log1p", &[1e-05], "0.00000999995000033333165137569208339"),
    ("expm1", &[1e-05], "0.0000100000500001666679013728861547"),
    ("exprel", &[1e-05], "1.00000500001666670833382568480"),
    ("cbrt", &[-7.0], "-1.91293118277238910119911683955"),
    ("root", &[5.0, -33.0], "-2.01234661708555832477856086300"),
    ("root", &[4.0, 5.0], "1.49534878122122054191189899414"),
    ("hypot", &[0.3, 0.4], "0.500000000000000011102230246252"),
    ("tan", &[1.5], "14.1014199471717193876460836520"),
    ("sec", &[2.0], "-2.40299796172238098975460040142"),
    ("csc", &[-0.2], "-5.03348954767234392674680027284"),
    ("cot", &[3.0], "-7.01525255143453346942855137953"),
    ("sinc", &[0.7], "0.920310981768130086538308230367"),
    ("arcsin", &[0.9], "1.11976951499863423762720304672"),
    ("arccos", &[-0.9], "2.69056584179353085685852473836"),
    ("arctan", &[3.0], "1.24904577239825442582991707728"),
    ("arcsec", &[1.0001], "0.0141415464060833790354902197823"),
    ("arccsc", &[-3.0], "-0.339836909454121937096392513392"),
    ("arccot", &[-0.5], "-1.10714871779409050301706546018"),
    ("atan2", &[-1.0, -2.0], "-2.67794504458898712224838715182"),
    ("sinh", &[0.01], "0.0100001666675000021923069654062"),
    ("tanh", &[0.3], "0.291312612451590895658160015769"),
    ("sech", &[3.0], "0.0993279274194332078290124480993"),
    ("csch", &[-2.0], "-0.275720564771783207758351482163"),
    ("coth", &[0.5], "2.16395341373865284877000401022"),
    ("arsinh", &[-0.001], "-0.000999999833333408354105361809961"),
    ("arcosh", &[1.001], "0.0447176336083068475133275727364"),
    ("artanh", &[0.999], "3.80020116725019958746460173498"),
    ("arsech", &[0.999], "0.0447400054775151180207474547962"),
    ("arcsch", &[-4.0], "-0.247466461547263452944781549788"),
    ("arcoth", &[1.001], "3.80070116729192174423488533620"),
    ("exp", &[-20.0], "0.00000000206115362243855782796594038016"),
    ("sigma", &[-5.0], "0.00669285092428485555936198038133"),
    ("sigma", &[3.0], "0.952574126822433219121151848228"),
    ("logit", &[0.501], "0.00400000533334613692263276539497"),
    ("softplus", &[-30.0], "9.35762296883973677937769742467e-14"),
    ("logsumexp", &[1.0, 2.0], "2.31326168751822283404899549497"),
    ("silu", &[-2.0], "-0.238405844044235111880541717395"),
    ("gelu", &[-1.5], "-0.100210801903287099006741061470"),
    ("erf", &[0.1], "0.112462916018284898404712251014"),
    ("erfc", &[5.0], "1.53745979442803485018834348538e-12"),
    ("erfi", &[1.2], "2.41591297089911628504439282155"),
    ("erfi", &[-6.0], "-411275145582823.870971731202594"),
    ("Phi", &[-4.0], "0.0000316712418331199212537707567222"),
    ("gamma", &[0.1], "9.51350769866873128580797989583"),
    ("gamma", &[-2.5], "-0.945308720482941881225689324449"),
    ("lgamma", &[-0.5], "1.26551212348464539648894579713"),
    ("lgamma", &[100.0], "359.134205369575398776044010460"),
    ("digamma", &[0.3], "-3.50252422220013312491535114755"),
    ("digamma", &[-3.7], "-0.845076858870419354615512186492"),
    ("polygamma", &[1.0, 2.5], "0.490357756100234864972801055494"),
    ("polygamma", &[3.0, -1.2], "3768.26441058900458530249345989"),
    ("factorial", &[3.5], "11.6317283965674489291442241094"),
    ("beta", &[0.3, 4.0], "2.02695854869767924138842625177"),
    ("Ei", &[-2.0], "-0.0489005107080611195672398352280"),
    ("Ei", &[0.5], "0.454219904863173579920523812663"),
    ("Ei", &[45.0], "794391603570445377.151016830322"),
    ("li", &[2.0], "1.04516378011749278484458888919"),
    ("li", &[0.5], "-0.378671043061087976727207184637"),
    ("Si", &[3.0], "1.84865252799946825639773025111"),
    ("Si", &[-30.0], "-1.56675654003035111098373130901"),
    ("Ci", &[0.2], "-1.04220559567278192095829288743"),
    ("Ci", &[12.0], "-0.0497800068841136755959212087370"),
    ("FresnelS", &[0.6], "0.110540207359386949434588220204"),
    ("FresnelC", &[-2.3], "-0.626561709791952179565637407753"),
    ("dilog", &[-5.0], "-2.74927912606080829002558751538"),
    ("dilog", &[0.1], "0.102617791099391136962520887542"),
    ("dilog", &[0.9], "1.29971472300495878197957130310"),
    ("W", &[-0.3], "-0.489402227180214933565021502577"),
    ("W", &[5.0], "1.32672466524220022363509929776"),
    ("BesselJ", &[0.0, 1.0], "0.765197686557966551449717526103"),
    ("BesselJ", &[2.5, 10.0], "0.196658483581818412652269515043"),
    ("BesselJ", &[-3.0, -2.0], "0.128943249474402051098793332969"),
    ("BesselY", &[1.0, 0.5], "-1.47147239267024306918858463532"),
    ("BesselY", &[0.3, 20.0], "-0.0196171760497647479756346220015"),
    ("BesselI", &[0.5, 3.0], "4.61482290340760094785298030025"),
    ("BesselI", &[2.0, -1.0], "0.135747669767038281182852569995"),
    ("BesselK", &[0.0, 0.1], "2.42706902470201655781867923640"),
    ("BesselK", &[1.7, 6.0], "0.00155416243142960716159765298517"),
];
