//! The languages, a row each: how a step is written, and the file of what stands around the steps.

/// A language code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust, without crates.
    Rust,
    /// C99.
    C,
    /// Python, with its standard library.
    Python,
    /// Python with NumPy: arrays of points.
    NumPy,
    /// JavaScript, an ES module.
    JavaScript,
    /// Julia, without packages.
    Julia,
    /// The shading language of WebGPU, in single precision.
    Wgsl,
    /// CUDA C++.
    Cuda,
}

/// How a language writes things. In the patterns `{0}`, `{1}`, `{2}` stand for the operands.
pub(super) struct Syntax {
    /// What stands around the steps, in sections.
    pub template: &'static str,
    pub comment: &'static str,
    pub parameter: &'static str,
    pub binding: &'static str,
    pub list: [&'static str; 2],
    pub root: &'static str,
    pub power: &'static str,
    pub select: &'static str,
    pub equal: [&'static str; 2],
    pub and: &'static str,
    pub or: &'static str,
    pub no_value: &'static str,
    /// What stands before the name of a function of the language's own library.
    pub library: &'static str,
    /// Functions by our name and the language's; those that start with `!` are helpers of the template or built in.
    pub functions: &'static [(&'static str, &'static str)],
    pub keywords: &'static str,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 8] = [
        Language::Rust,
        Language::C,
        Language::Python,
        Language::NumPy,
        Language::JavaScript,
        Language::Julia,
        Language::Wgsl,
        Language::Cuda,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "rust",
            Language::C => "c",
            Language::Python => "python",
            Language::NumPy => "numpy",
            Language::JavaScript => "javascript",
            Language::Julia => "julia",
            Language::Wgsl => "wgsl",
            Language::Cuda => "cuda",
        }
    }

    pub(super) fn syntax(self) -> &'static Syntax {
        match self {
            Language::Rust => &RUST,
            Language::C => &C,
            Language::Python => &PYTHON,
            Language::NumPy => &NUMPY,
            Language::JavaScript => &JAVASCRIPT,
            Language::Julia => &JULIA,
            Language::Wgsl => &WGSL,
            Language::Cuda => &CUDA,
        }
    }
}

const RUST: Syntax = Syntax {
    template: include_str!("languages/rust.txt"),
    comment: "// ",
    parameter: "{0}: f64",
    binding: "    let {0} = {1};\n",
    list: ["[", "]"],
    root: "f64::sqrt({0})",
    power: "f64::powf({0}, {1})",
    select: "if {0} { {1} } else { {2} }",
    equal: ["==", "!="],
    and: "({0}) && ({1})",
    or: "({0}) || ({1})",
    no_value: "f64::NAN",
    library: "f64::",
    functions: &[
        ("exp", "exp"),
        ("ln", "ln"),
        ("log1p", "ln_1p"),
        ("expm1", "exp_m1"),
        ("cbrt", "cbrt"),
        ("abs", "abs"),
        ("sign", "!sign_of"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "max"),
        ("min", "min"),
        ("hypot", "hypot"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("atan2", "atan2"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "asinh"),
        ("arcosh", "acosh"),
        ("artanh", "atanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
        ("erf", "!error_function"),
        ("erfc", "!complementary_error_function"),
    ],
    keywords: "as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod move mut pub \
               ref return self Self static struct super trait true type unsafe use where while abstract become box do final macro \
               override priv try typeof unsized virtual yield f64 value value_and_gradient value_gradient_and_hessian",
};

/// The mathematical library of C.
const MATH_H: &[(&str, &str)] = &[
    ("exp", "exp"),
    ("ln", "log"),
    ("log1p", "log1p"),
    ("expm1", "expm1"),
    ("cbrt", "cbrt"),
    ("abs", "fabs"),
    ("sign", "!sign_of"),
    ("floor", "floor"),
    ("ceil", "ceil"),
    ("max", "fmax"),
    ("min", "fmin"),
    ("hypot", "hypot"),
    ("sin", "sin"),
    ("cos", "cos"),
    ("tan", "tan"),
    ("arcsin", "asin"),
    ("arccos", "acos"),
    ("arctan", "atan"),
    ("atan2", "atan2"),
    ("sinh", "sinh"),
    ("cosh", "cosh"),
    ("tanh", "tanh"),
    ("arsinh", "asinh"),
    ("arcosh", "acosh"),
    ("artanh", "atanh"),
    ("sigma", "!logistic"),
    ("softplus", "!soft_plus"),
    ("sinc", "!sin_over"),
    ("erf", "erf"),
    ("erfc", "erfc"),
    ("gamma", "tgamma"),
    ("lgamma", "lgamma"),
];

const C: Syntax = Syntax {
    template: include_str!("languages/c.txt"),
    comment: "// ",
    parameter: "double {0}",
    binding: "    const double {0} = {1};\n",
    list: ["{", "}"],
    root: "sqrt({0})",
    power: "pow({0}, {1})",
    select: "{0} ? {1} : {2}",
    equal: ["==", "!="],
    and: "({0}) && ({1})",
    or: "({0}) || ({1})",
    no_value: "NAN",
    library: "",
    functions: MATH_H,
    keywords: "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict \
               return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false asm class new \
               delete this template typename operator private public protected namespace using try catch throw virtual friend explicit \
               export and or not xor main sqrt pow j0 j1 jn y0 y1 yn gamma nan remainder round trunc log2 log10 exp2 fma fmod logb \
               ilogb scalbn ldexp frexp modf nearbyint rint lrint lround value gradient hessian value_and_gradient \
               value_gradient_and_hessian values_and_gradients signgam drem significand exp10 pow10 count variables values gradients i",
};

const CUDA: Syntax = Syntax { template: include_str!("languages/cuda.txt"), ..C };

const PYTHON: Syntax = Syntax {
    template: include_str!("languages/python.txt"),
    comment: "# ",
    parameter: "{0}",
    binding: "    {0} = {1}\n",
    list: ["(", ",)"],
    root: "math.sqrt({0})",
    power: "math.pow({0}, {1})",
    select: "{1} if {0} else {2}",
    equal: ["==", "!="],
    and: "({0}) and ({1})",
    or: "({0}) or ({1})",
    no_value: "math.nan",
    library: "math.",
    functions: &[
        ("exp", "exp"),
        ("ln", "log"),
        ("log1p", "log1p"),
        ("expm1", "expm1"),
        ("cbrt", "!cube_root"),
        ("abs", "fabs"),
        ("sign", "!sign_of"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "!max"),
        ("min", "!min"),
        ("hypot", "hypot"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("atan2", "atan2"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "asinh"),
        ("arcosh", "acosh"),
        ("artanh", "atanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
        ("erf", "erf"),
        ("erfc", "erfc"),
        ("gamma", "gamma"),
        ("lgamma", "lgamma"),
    ],
    keywords: "False None True and as assert async await break class continue def del elif else except finally for from global if import \
               in is lambda nonlocal not or pass raise return try while with yield math np abs float enumerate range value \
               value_and_gradient value_gradient_and_hessian self_test",
};

const NUMPY: Syntax = Syntax {
    template: include_str!("languages/numpy.txt"),
    root: "np.sqrt({0})",
    power: "np.power({0}, {1})",
    select: "np.where({0}, {1}, {2})",
    and: "({0}) & ({1})",
    or: "({0}) | ({1})",
    no_value: "np.nan",
    library: "np.",
    functions: &[
        ("exp", "exp"),
        ("ln", "log"),
        ("log1p", "log1p"),
        ("expm1", "expm1"),
        ("cbrt", "cbrt"),
        ("abs", "abs"),
        ("sign", "sign"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "maximum"),
        ("min", "minimum"),
        ("hypot", "hypot"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "arcsin"),
        ("arccos", "arccos"),
        ("arctan", "arctan"),
        ("atan2", "arctan2"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "arcsinh"),
        ("arcosh", "arccosh"),
        ("artanh", "arctanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
        ("erf", "!error_function"),
        ("erfc", "!complementary_error_function"),
    ],
    ..PYTHON
};

const JAVASCRIPT: Syntax = Syntax {
    template: include_str!("languages/javascript.txt"),
    comment: "// ",
    parameter: "{0}",
    binding: "  const {0} = {1};\n",
    list: ["[", "]"],
    root: "Math.sqrt({0})",
    power: "Math.pow({0}, {1})",
    select: "{0} ? {1} : {2}",
    equal: ["===", "!=="],
    and: "({0}) && ({1})",
    or: "({0}) || ({1})",
    no_value: "NaN",
    library: "Math.",
    functions: &[
        ("exp", "exp"),
        ("ln", "log"),
        ("log1p", "log1p"),
        ("expm1", "expm1"),
        ("cbrt", "cbrt"),
        ("abs", "abs"),
        ("sign", "sign"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "max"),
        ("min", "min"),
        ("hypot", "hypot"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("atan2", "atan2"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "asinh"),
        ("arcosh", "acosh"),
        ("artanh", "atanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
        ("erf", "!error_function"),
        ("erfc", "!complementary_error_function"),
    ],
    keywords: "break case catch class const continue debugger default delete do else export extends false finally for function if import \
               in instanceof new null return super switch this throw true try typeof var void while with yield let static enum await \
               implements package protected interface private public arguments eval async of undefined NaN Infinity Math value \
               valueAndGradient valueGradientAndHessian selfTest",
};

const JULIA: Syntax = Syntax {
    template: include_str!("languages/julia.txt"),
    comment: "# ",
    parameter: "{0}",
    binding: "    {0} = {1}\n",
    list: ["(", ",)"],
    root: "sqrt({0})",
    power: "({0})^({1})",
    select: "{0} ? {1} : {2}",
    equal: ["==", "!="],
    and: "({0}) && ({1})",
    or: "({0}) || ({1})",
    no_value: "NaN",
    library: "",
    functions: &[
        ("exp", "exp"),
        ("ln", "log"),
        ("log1p", "log1p"),
        ("expm1", "expm1"),
        ("cbrt", "cbrt"),
        ("abs", "abs"),
        ("sign", "sign"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "max"),
        ("min", "min"),
        ("hypot", "hypot"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("atan2", "atan"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "asinh"),
        ("arcosh", "acosh"),
        ("artanh", "atanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
    ],
    keywords: "baremodule begin break catch const continue do else elseif end export false finally for function global if import let \
               local macro module quote return struct true try using while in isa where value value_and_gradient \
               value_gradient_and_hessian self_test copy one sqrt pi im",
};

const WGSL: Syntax = Syntax {
    template: include_str!("languages/wgsl.txt"),
    comment: "// ",
    parameter: "{0}: f32",
    binding: "    let {0} = {1};\n",
    list: ["array<f32, {n}>(", ")"],
    root: "sqrt({0})",
    power: "power({0}, {1})",
    select: "select({2}, {1}, {0})",
    equal: ["==", "!="],
    and: "({0}) && ({1})",
    or: "({0}) || ({1})",
    no_value: "no_value()",
    library: "",
    functions: &[
        ("exp", "exp"),
        ("ln", "log"),
        ("log1p", "!log_one_plus"),
        ("expm1", "!exp_minus_one"),
        ("cbrt", "!cube_root"),
        ("abs", "abs"),
        ("sign", "sign"),
        ("floor", "floor"),
        ("ceil", "ceil"),
        ("max", "max"),
        ("min", "min"),
        ("hypot", "!hypotenuse"),
        ("sin", "sin"),
        ("cos", "cos"),
        ("tan", "tan"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("atan2", "atan2"),
        ("sinh", "sinh"),
        ("cosh", "cosh"),
        ("tanh", "tanh"),
        ("arsinh", "asinh"),
        ("arcosh", "acosh"),
        ("artanh", "atanh"),
        ("sigma", "!logistic"),
        ("softplus", "!soft_plus"),
        ("sinc", "!sin_over"),
    ],
    keywords: "alias break case const const_assert continue continuing default diagnostic discard else enable false fn for if let loop \
               override requires return struct switch true var while bool f16 f32 i32 u32 vec2 array atomic ptr sampler texture value \
               gradient hessian value_and_gradient value_gradient_and_hessian Gradient Hessian self_test select length dot cross mix \
               step clamp degrees radians round trunc fract sqrt pow log2 exp2 fma active private workgroup uniform storage function \
               read write target where final module import export filter mod move new null of common resource shared static this type \
               unsafe using virtual void with yield precise self super get set handle goto enum extends throw try typedef union \
               do auto class char from impl in interface match meta mut noinline namespace nil operator package partial pass patch \
               pixelfragment public readonly ref regardless register restrict signed sizeof smooth snorm subroutine template typename typeof unorm use varying virtual volatile",
};
