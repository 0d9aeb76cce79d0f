"""Values of trees by mpmath, at the precision mpmath works with: real, or `Undefined` where there is no real value."""

from fractions import Fraction

import mpmath as mp
from mpmath import mpf


class Undefined(Exception):
    """There is no real value here."""


class Unsure(Exception):
    """There may be a value, though not one that this precision can be trusted with."""


def need(condition):
    if not condition:
        raise Undefined


def tamed(value):
    if not mp.isfinite(value) or abs(value) > mpf(10) ** 60:
        raise Unsure
    return value


def total(left, right):
    """The sum, where what rounding left of a zero is a zero."""
    result = left + right
    if result and abs(result) < mpf(10) ** (12 - mp.mp.dps) * (abs(left) + abs(right)):
        return mpf(0)
    return result


def quotient(left, right):
    need(right != 0)
    return left / right


def whole(value):
    return value == mp.floor(value)


def exponential(u):
    if u > 130:
        raise Unsure
    return mp.exp(u) if u > -130 else tiny()


def tiny():
    raise Unsure


def logarithm(u):
    need(u > 0)
    return mp.log(u)


def pole(u):
    need(u > 0 or not whole(u))
    if abs(u) > 40:
        raise Unsure


def gamma(u):
    pole(u)
    return mp.gamma(u)


def lgamma(u):
    pole(u)
    return mp.log(abs(mp.gamma(u)))


def polygamma(n, u):
    need(n >= 0 and whole(n))
    if u <= 0 and u > -40 and not whole(u):
        # Through the recurrence, since reflection loses nothing here but is slow.
        steps = int(mp.ceil(-u)) + 1
        shifted = polygamma(n, u + steps)
        return shifted - (-1) ** int(n) * mp.factorial(n) * sum(mpf(1) / (u + k) ** (int(n) + 1) for k in range(steps))
    pole(u)
    return mp.psi(int(n), u)


def power(base, exponent, literal):
    if literal is not None:
        if literal.denominator == 1:
            need(base != 0 or literal > 0)
            if abs(literal) > 200:
                raise Unsure
            return tamed(base ** int(literal))
        need(base > 0 or (base == 0 and literal > 0))
        return tamed(base ** (mpf(literal.numerator) / literal.denominator))
    if base < 0:
        if whole(exponent):
            raise Unsure  # an exponent that happens to be a whole number at this point
        raise Undefined
    need(base > 0 or exponent > 0)
    if base == 0:
        return mpf(0)
    if abs(exponent * mp.log(base)) > 130:
        raise Unsure
    return base**exponent


def root(n, u):
    need(n > 0)
    odd = whole(n) and int(n) % 2 == 1
    need(u >= 0 or odd)
    return mp.sign(u) * abs(u) ** (1 / n)


def arctangent2(y, x):
    need(x != 0 or y != 0)
    return mp.atan2(y, x)


def within(test, function):
    def checked(*arguments):
        need(test(*arguments))
        return function(*arguments)

    return checked


def bessel(function, free_of_zero):
    def checked(n, x):
        if abs(n) > 30 or abs(x) > 60:
            raise Unsure
        if free_of_zero:
            need(x > 0)
        else:
            need(x > 0 or whole(n) or (n > 0 and x == 0))
        return mp.re(function(n, x))

    return checked


def periodic(function):
    def checked(u):
        if abs(u) > 10**12:
            raise Unsure
        return function(u)

    return checked


def over(function):
    return lambda u: quotient(mpf(1), function(u))


def hyperbolic(function):
    def checked(u):
        if abs(u) > 130:
            raise Unsure
        return function(u)

    return checked


def small(function, bound=10):
    def checked(u):
        if abs(u) > bound:
            raise Unsure
        return function(u)

    return checked


def fresnel_s(u):
    return mp.fresnels(u)


def logistic(u):
    return 1 / (1 + exponential(-u))


def exponential_integral(u):
    need(u != 0)
    if abs(u) > 100:
        raise Unsure
    return mp.ei(u)


def clean(function):
    """A wave that is zero where rounding left less than it can tell from zero."""

    def checked(u):
        result = function(u)
        return mpf(0) if abs(result) < mpf(10) ** (12 - mp.mp.dps) * (1 + abs(u)) else result

    return checked


sin, cos = clean(periodic(mp.sin)), clean(periodic(mp.cos))
sinh, cosh, tanh = hyperbolic(mp.sinh), hyperbolic(mp.cosh), hyperbolic(mp.tanh)


def normal(u):
    return mp.erfc(-small(lambda v: v, 16)(u) / mp.sqrt(2)) / 2


FUNCTIONS = {
    "pi": lambda: +mp.pi,
    "exp": exponential,
    "ln": logarithm,
    "log": lambda b, u: quotient(logarithm(u), logarithm(b)),
    "log2": lambda u: logarithm(u) / mp.log(2),
    "log10": lambda u: logarithm(u) / mp.log(10),
    "log1p": lambda u: logarithm(total(mpf(1), u)),
    "expm1": lambda u: exponential(u) - 1,
    "sqrt": within(lambda u: u >= 0, mp.sqrt),
    "cbrt": lambda u: mp.sign(u) * mp.cbrt(abs(u)),
    "root": root,
    "abs": abs,
    "sign": mp.sign,
    "heaviside": lambda u: (1 + mp.sign(u)) / mpf(2),
    "floor": mp.floor,
    "ceil": mp.ceil,
    "max": lambda *u: max(u),
    "min": lambda *u: min(u),
    "hypot": lambda u, v: mp.sqrt(u * u + v * v),
    "sin": sin,
    "cos": cos,
    "tan": lambda u: quotient(sin(u), cos(u)),
    "sec": over(cos),
    "csc": over(sin),
    "cot": lambda u: quotient(cos(u), sin(u)),
    "sinc": lambda u: sin(u) / u if u else mpf(1),
    "arcsin": within(lambda u: abs(u) <= 1, mp.asin),
    "arccos": within(lambda u: abs(u) <= 1, mp.acos),
    "arctan": mp.atan,
    "arcsec": within(lambda u: abs(u) >= 1, lambda u: mp.acos(1 / u)),
    "arccsc": within(lambda u: abs(u) >= 1, lambda u: mp.asin(1 / u)),
    "arccot": within(lambda u: u != 0, lambda u: mp.atan(1 / u)),
    "atan2": arctangent2,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "sech": over(cosh),
    "csch": over(sinh),
    "coth": over(tanh),
    "arsinh": mp.asinh,
    "arcosh": within(lambda u: u >= 1, mp.acosh),
    "artanh": within(lambda u: abs(u) < 1, mp.atanh),
    "arsech": within(lambda u: 0 < u <= 1, lambda u: mp.acosh(1 / u)),
    "arcsch": within(lambda u: u != 0, lambda u: mp.asinh(1 / u)),
    "arcoth": within(lambda u: abs(u) > 1, lambda u: mp.atanh(1 / u)),
    "sigma": logistic,
    "logit": within(lambda u: 0 < u < 1, lambda u: mp.log(u / (1 - u))),
    "softplus": lambda u: mp.log1p(exponential(u)),
    "logsumexp": lambda *u: mp.log(sum(map(exponential, u))),
    "relu": lambda u: max(u, mpf(0)),
    "silu": lambda u: u * logistic(u),
    "gelu": lambda u: u * normal(u),
    "erf": small(mp.erf),
    "erfc": small(mp.erfc),
    "erfi": small(mp.erfi),
    "Phi": normal,
    "gamma": gamma,
    "lgamma": lgamma,
    "digamma": lambda u: polygamma(mpf(0), u),
    "polygamma": polygamma,
    "factorial": lambda u: gamma(u + 1),
    "beta": within(lambda u, v: u > 0 and v > 0, lambda u, v: gamma(u) * gamma(v) / gamma(u + v)),
    "Ei": exponential_integral,
    "li": within(lambda u: u >= 0 and u != 1, lambda u: mp.ei(mp.log(u)) if u else mpf(0)),
    "Si": small(mp.si, 60),
    "Ci": within(lambda u: u > 0, small(mp.ci, 60)),
    "FresnelS": small(mp.fresnels),
    "FresnelC": small(mp.fresnelc),
    "dilog": within(lambda u: u <= 1, lambda u: mp.re(mp.polylog(2, u))),
    "W": within(lambda u: u >= -mp.exp(-1), lambda u: mp.re(mp.lambertw(u))),
    "BesselJ": bessel(mp.besselj, False),
    "BesselY": bessel(mp.bessely, True),
    "BesselI": bessel(mp.besseli, False),
    "BesselK": bessel(mp.besselk, True),
}


def stand_in(name, positions, arguments):
    """What the unknown functions stand for: waves and polynomials, whose derivatives of every order are written down."""
    rates = {"f": ("1.3",), "g": ("0.9",), "F": ("1.1", "0.7")}[name]
    need(len(rates) == len(arguments))
    rates = [mpf(rate) for rate in rates]
    phase = sum((rate * argument for rate, argument in zip(rates, arguments)), mpf("0.2"))
    wave = mp.sin(phase + len(positions) * mp.pi / 2)
    for position in positions:
        wave *= rates[position - 1]
    if name == "f":
        return wave + [arguments[0] ** 2 / 7, 2 * arguments[0] / 7, mpf(2) / 7][len(positions)] if len(positions) < 3 else wave
    if name == "g":
        return wave
    product = {(): arguments[0] * arguments[1], (1,): arguments[1], (2,): arguments[0], (1, 2): mpf(1)}.get(tuple(sorted(positions)), mpf(0))
    return wave + product / 5


def exact(node):
    """The rational a tree without names stands for, or None."""
    kind = node[0]
    if kind == "num":
        return node[1]
    if kind == "neg":
        inner = exact(node[1])
        return None if inner is None else -inner
    if kind in ("add", "mul", "div"):
        left, right = exact(node[1]), exact(node[2])
        if left is None or right is None or (kind == "div" and right == 0):
            return None
        return left + right if kind == "add" else left * right if kind == "mul" else Fraction(left, right)
    return None


def varies(node):
    return bool(names(node))


def names(node):
    """The names in a tree."""
    if node[:1] == ("name",):
        return {node[1]}
    return set().union(*(names(part) for part in node if isinstance(part, tuple)))


def holds(node, point):
    kind = node[0]
    if kind == "and":
        return holds(node[1], point) and holds(node[2], point)
    if kind == "or":
        try:
            if holds(node[1], point):
                return True
        except Undefined:
            pass
        return holds(node[2], point)
    if node == ("name", "false"):
        return False
    if kind != "compare":
        raise KeyError(kind)
    left, right = value(node[2], point), value(node[3], point)
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right, "!=": left != right, "=": left == right}[node[1]]


# Where the argument of one of these is a whole number it may be a kink or an end of the domain, and if it is one on a whole
# stretch, as in abs(floor(x)), whether there is a derivative is not a question about its law.
EDGES = frozenset(
    "sqrt cbrt root abs sign heaviside floor ceil relu max min hypot arcsin arccos arcsec arccsc arcosh arsech li atan2 sinc gamma dilog".split()
)


class Later:
    """A part with a name, valued where it is asked for first: in a case that does not hold it may have no value."""

    def __init__(self, body):
        self.body, self.found = body, None

    def value(self, point):
        if self.found is None:
            self.found = value(self.body, point)
        return self.found


def value(node, point):
    kind = node[0]
    if kind == "num":
        return mpf(node[1].numerator) / node[1].denominator
    if kind == "name":
        if node[1] in point:
            found = point[node[1]]
            return found.value(point) if isinstance(found, Later) else found
        if node[1] == "e":
            return +mp.e
        if node[1] in ("pi", "π"):
            return +mp.pi
        raise KeyError(node[1])
    if kind == "add":
        return total(value(node[1], point), value(node[2], point))
    if kind == "mul":
        return tamed(value(node[1], point) * value(node[2], point))
    if kind == "div":
        return tamed(quotient(value(node[1], point), value(node[2], point)))
    if kind == "neg":
        return -value(node[1], point)
    if kind == "pow":
        base, literal = value(node[1], point), exact(node[2])
        if base == 0 and varies(node[1]) and (literal is None or literal.denominator != 1):
            raise Unsure
        # A parameter above may be meant as a whole number: x^n has no condition.
        if base < 0 and varies(node[2]) and not names(node[1]) & names(node[2]):
            raise Unsure
        return power(base, value(node[2], point), literal)
    if kind == "call":
        arguments = [value(argument, point) for argument in node[2]]
        if node[1] in EDGES and any(whole(found) and varies(argument) for found, argument in zip(arguments, node[2])):
            raise Unsure
        if node[1] in ("f", "g", "F"):
            return stand_in(node[1], (), arguments)
        try:
            return tamed(FUNCTIONS[node[1]](*arguments))
        except (ValueError, OverflowError, ZeroDivisionError, NotImplementedError, mp.mp.NoConvergence) as error:
            raise Unsure from error  # the library's own limits
    if kind == "derivative":
        return stand_in(node[1], node[2], [value(argument, point) for argument in node[3]])
    if kind == "cases":
        for test, case in node[1]:
            try:
                chosen = test is None or holds(test, point)
            except Undefined as error:
                raise Unsure from error  # whether a condition without a value fails is a matter of taste
            if chosen:
                return value(case, point)
        raise Undefined
    if kind == "let":
        inner = dict(point)
        inner.update((name, Later(body)) for name, body in node[1])
        return value(node[2], inner)
    raise KeyError(kind)
