//! The founding answers: each plain text is read and must be written as itself, and in LaTeX as its author wrote it.

use super::written;
use crate::render::{write_latex, write_text};

/// Number, variable, plain text, LaTeX.
#[rustfmt::skip]
const ANSWERS: &[(&str, &str, &str, &str)] = &[
    ("p01", "z", "sigma(z)*(1 - sigma(z))", r"\sigma(z)(1-\sigma(z))"),
    ("p02", "z", "sigma(z)*(1 - sigma(z))", r"\sigma(z)(1-\sigma(z))"),
    ("p03", "z", "k*sigma(k*z)*(1 - sigma(k*z))", r"k\,\sigma(kz)(1-\sigma(kz))"),
    ("p04", "z", "sigma(z)*(1 - sigma(z))*(1 - 2*sigma(z))", r"\sigma(z)(1-\sigma(z))(1-2\sigma(z))"),
    ("p05", "x", "1 - tanh(x)^2", r"1-\tanh^2 x"),
    ("p06", "x", "-2*tanh(x)*(1 - tanh(x)^2)", r"-2\tanh x\,(1-\tanh^2 x)"),
    ("p07", "x", "1 - tanh(x)^2", r"1-\tanh^2 x"),
    ("p08", "x", "sigma(x)", r"\sigma(x)"),
    ("p09", "x", "{0 if x < 0; 1 if x > 0}", r"\begin{cases}0 & x<0\\ 1 & x>0\end{cases}"),
    ("p10", "x", "{alpha if x < 0; 1 if x > 0}", r"\begin{cases}\alpha & x<0\\ 1 & x>0\end{cases}"),
    ("p11", "x", "sigma(x)*(1 + x*(1 - sigma(x)))", r"\sigma(x)(1+x(1-\sigma(x)))"),
    ("p12", "x", "(1 + erf(x/sqrt(2)))/2 + x*exp(-x^2/2)/sqrt(2*pi)", r"\frac{1}{2}\left(1+\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)+\frac{x e^{-x^2/2}}{\sqrt{2\pi}}"),
    ("p13", "x", "{1 if x > 0; alpha*exp(x) if x < 0}", r"\begin{cases}1 & x>0\\ \alpha e^x & x<0\end{cases}"),
    ("p14", "x", "1/(1 + abs(x))^2", r"\frac{1}{(1+|x|)^2}"),
    ("p15", "x", "tanh(ln(1 + exp(x))) + x*sigma(x)*(1 - tanh(ln(1 + exp(x)))^2)", r"\tanh(\ln(1+e^x))+x\,\sigma(x)(1-\tanh^2(\ln(1+e^x)))"),
    ("p16", "x", "1/(x^2 + 1)", r"\frac{1}{x^2+1}"),
    ("p17", "z", "1 - sigma(z)", r"1-\sigma(z)"),
    ("p18", "z", "(a - cos(z))*sin(z)", r"(a-\cos z)\sin z"),
    ("p19", "y", "y - a", r"y-a"),
    ("p20", "z", "(sigma(z) - a)*sigma(z)*(1 - sigma(z))", r"(\sigma(z)-a)\,\sigma(z)(1-\sigma(z))"),
    ("p21", "w", "(sigma(w*x + b) - a)*sigma(w*x + b)*(1 - sigma(w*x + b))*x", r"(\sigma(wx+b)-a)\,\sigma(wx+b)(1-\sigma(wx+b))\,x"),
    ("p22", "z", "sigma(z) - y", r"\sigma(z)-y"),
    ("p23", "z", "sigma(z) - y", r"\sigma(z)-y"),
    ("p24", "p", "(p - y)/(p*(1 - p))", r"\frac{p-y}{p(1-p)}"),
    ("p25", "s", "{-y if y*s < 1; 0 if y*s > 1}", r"\begin{cases}-y & ys<1\\ 0 & ys>1\end{cases}"),
    ("p26", "r", "{r if abs(r) <= d; d*sign(r) if abs(r) > d}", r"\begin{cases}r & |r|\le d\\ d\operatorname{sgn}(r) & |r|>d\end{cases}"),
    ("p27", "x", "tanh(x)", r"\tanh x"),
    ("p28", "m", "(m - x)/s^2", r"\frac{m-x}{s^2}"),
    ("p29", "s", "1/s - (x - m)^2/s^3", r"\frac{1}{s}-\frac{(x-m)^2}{s^3}"),
    ("p30", "p", "(1 - p)^(g - 1)*(g*ln(p) - (1 - p)/p)", r"(1-p)^{g-1}\left(g\ln p-\frac{1-p}{p}\right)"),
    ("p31", "p", "ln((1 - p)/p)", r"\ln\frac{1-p}{p}"),
    ("p32", "w", "E'(w) + lambda*w", r"E'(w)+\lambda w"),
    ("p33", "x", "3*x^2 - 2", r"3x^2-2"),
    ("p34", "x", "n*x^(n - 1)", r"n x^{n-1}"),
    ("p35", "x", "(1 - x^2)/(x^2 + 1)^2", r"\frac{1-x^2}{(x^2+1)^2}"),
    ("p36", "x", "(x^2 - 2*x - 1)/(x - 1)^2", r"\frac{x^2-2x-1}{(x-1)^2}"),
    ("p37", "x", "-6*(x + 1)^2/(x - 1)^4", r"-\frac{6(x+1)^2}{(x-1)^4}"),
    ("p38", "x", "2*(2*x + 1)^4*(3*x - 2)^3*(27*x - 4)", r"2(2x+1)^4(3x-2)^3(27x-4)"),
    ("p39", "x", "-x/sqrt(1 - x^2)", r"-\frac{x}{\sqrt{1-x^2}}"),
    ("p40", "x", "1/(2*sqrt(x))", r"\frac{1}{2\sqrt{x}}"),
    ("p41", "x", "1/(3*x^(2/3))", r"\frac{1}{3x^{2/3}}"),
    ("p42", "x", "-1/x^2", r"-\frac{1}{x^2}"),
    ("p43", "x", "2*x + 8/x^3", r"2x+\frac{8}{x^3}"),
    ("p44", "x", "3/sqrt(6*x)", r"\frac{3}{\sqrt{6x}}"),
    ("p45", "x", "2*sin(x)*cos(x)", r"2\sin x\cos x"),
    ("p46", "x", "cos(x)^2 - sin(x)^2", r"\cos^2 x-\sin^2 x"),
    ("p47", "x", "sec(x)^2", r"\sec^2 x"),
    ("p48", "x", "sec(x)*tan(x)", r"\sec x\tan x"),
    ("p49", "x", "2*x*cos(x^2)", r"2x\cos(x^2)"),
    ("p50", "x", "x*(2 - x)*exp(-x)", r"x(2-x)e^{-x}"),
    ("p51", "x", "-x*exp(-x^2/2)/sqrt(2*pi)", r"-\frac{x e^{-x^2/2}}{\sqrt{2\pi}}"),
    ("p52", "x", "2*(2*x^2 - 1)*exp(-x^2)", r"2(2x^2-1)e^{-x^2}"),
    ("p53", "x", "x^x*(ln(x) + 1)", r"x^x(\ln x+1)"),
    ("p54", "x", "a^x*ln(a)", r"a^x\ln a"),
    ("p55", "x", "1/(x*ln(b))", r"\frac{1}{x\ln b}"),
    ("p56", "x", "(1 - ln(x))/x^2", r"\frac{1-\ln x}{x^2}"),
    ("p57", "x", "ln(x)", r"\ln x"),
    ("p58", "x", "1/sqrt(x^2 + 1)", r"\frac{1}{\sqrt{x^2+1}}"),
    ("p59", "x", "1/x", r"\frac{1}{x}"),
    ("p60", "x", "sign(x)", r"\operatorname{sgn}(x)"),
    ("p61", "x", "1/sqrt(a^2 - x^2)", r"\frac{1}{\sqrt{a^2-x^2}}"),
    ("p62", "t", "-A*exp(-lambda*t)*(lambda*cos(omega*t + phi) + omega*sin(omega*t + phi))", r"-A e^{-\lambda t}(\lambda\cos(\omega t+\phi)+\omega\sin(\omega t+\phi))"),
    ("p63", "x", "sin(x)/x", r"\frac{\sin x}{x}"),
    ("p64", "x", "2*x*exp(-x^4) - exp(-x^2)", r"2x e^{-x^4}-e^{-x^2}"),
    ("p65", "x", "a^n*exp(a*x)", r"a^n e^{ax}"),
    ("p66", "x", "a^n*sin(a*x + n*pi/2)", r"a^n\sin\left(ax+\frac{n\pi}{2}\right)"),
    ("p67", "x", "f'(g(x))*g'(x)", r"f'(g(x))\,g'(x)"),
    ("p68", "x", "2*x*f'(x^2)", r"2x f'(x^2)"),
    ("p69", "x", "f'(x)*g(x) + f(x)*g'(x)", r"f'(x)g(x)+f(x)g'(x)"),
    ("p70", "x", "(f'(x)*g(x) - f(x)*g'(x))/g(x)^2", r"\frac{f'(x)g(x)-f(x)g'(x)}{g(x)^2}"),
    ("p71", "x", "f'(x)/f(x)", r"\frac{f'(x)}{f(x)}"),
    ("p72", "x", "n*f(x)^(n - 1)*f'(x)", r"n f(x)^{n-1}f'(x)"),
    ("p73", "x", "f'(f(x))*f'(x)", r"f'(f(x))\,f'(x)"),
    ("p74", "z", "E'(sigma(z))*sigma(z)*(1 - sigma(z))", r"E'(\sigma(z))\,\sigma(z)(1-\sigma(z))"),
    ("p75", "x", "2*x*y + y*cos(x*y)", r"2xy+y\cos(xy)"),
    ("p76", "x", "x/sqrt(x^2 + y^2)", r"\frac{x}{\sqrt{x^2+y^2}}"),
    ("p77", "y", "(x*y + 1)*exp(x*y)", r"(xy+1)e^{xy}"),
    ("p78", "x", "y^2/(x + y)^2", r"\frac{y^2}{(x+y)^2}"),
    ("p79", "z1", "s1*(1 - s1)", r"s_1(1-s_1)"),
    ("p80", "z2", "-s1*s2", r"-s_1 s_2"),
    ("p81", "x", "-x/y", r"-\frac{x}{y}"),
    ("p82", "x", "(a*y - x^2)/(y^2 - a*x)", r"\frac{a y-x^2}{y^2-a x}"),
    ("p83", "x", "(1 - y*cos(x*y))/(x*cos(x*y))", r"\frac{1-y\cos(xy)}{x\cos(xy)}"),
    ("p84", "t", "-cot(t)", r"-\cot t"),
    ("p85", "t", "sin(t)/(1 - cos(t))", r"\frac{\sin t}{1-\cos t}"),
];

/// Where the author's string and the rules of order part, with what is written instead and why.
const OTHERWISE: &[(&str, &str, &str)] = &[
    // Names are alphabetical whatever the variable is: x*y by x and w*x by w want that too.
    ("p25", "{-y if s*y < 1; 0 if s*y > 1}", r"\begin{cases}-y & sy<1\\ 0 & sy>1\end{cases}"),
    // Letters stand without a space, as in `2xy` and `\sin(ax+\frac{n\pi}{2})`.
    ("p82", "(a*y - x^2)/(y^2 - a*x)", r"\frac{ay-x^2}{y^2-ax}"),
];

#[test]
fn every_founding_answer_is_written_as_its_author_wrote_it() {
    let mut differences = Vec::new();
    for (number, variable, plain, latex) in ANSWERS {
        let (text, tex) = OTHERWISE.iter().find(|row| row.0 == *number).map_or((plain, latex), |row| (&row.1, &row.2));
        for (wanted, write) in [(text, write_text as super::Write), (tex, write_latex)] {
            let got = written(plain, variable, write);
            if got != *wanted {
                differences.push(format!("{number}: wanted {wanted}\n          got {got}"));
            }
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}
