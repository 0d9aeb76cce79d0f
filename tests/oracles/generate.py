"""Random expressions over the whole table of functions, the same for the same seed."""

import pathlib
import re
from fractions import Fraction

TABLE = pathlib.Path(__file__).parents[2] / "src/functions/table.rs"
ROW = re.compile(r'Row \{ name: "(\w+)"(.*?)\.\.([A-Z_]+) \}', re.S)
NAMES = ("x", "y", "a", "z")


def functions():
    """Name and number of arguments of each row of the table."""
    # What a row starts from is one of these, or that of a class of functions of one argument.
    arity = {"BINARY": 2, "VARIADIC": None}
    return [(name, arity.get(kind, 1)) for name, _, kind in ROW.findall(TABLE.read_text()) if kind != "CONSTANT"]


TABLE_OF_FUNCTIONS = functions()
# What people write most stands beside the table, so that it is not drowned by the rare.
USUAL = ["exp", "ln", "sqrt", "sin", "cos", "tan", "tanh", "sigma", "abs", "arctan"]


def number(random):
    if random.random() < 0.75:
        return ("num", Fraction(random.choice((1, 1, 2, 2, 3, 4, 5, 7, 10))))
    return ("num", Fraction(random.randint(1, 9), random.choice((2, 3, 4, 5, 10))))


def leaf(random, names):
    return ("name", random.choice(names)) if random.random() < 0.75 else number(random)


def split(random, size, parts):
    """Sizes of so many children, at least 1 each."""
    size = max(size, parts)
    cuts = sorted(random.sample(range(1, size), parts - 1)) if size > parts else list(range(1, parts))
    return [b - a for a, b in zip([0, *cuts], [*cuts, size])]


def call(random, size, names):
    name, count = random.choice(TABLE_OF_FUNCTIONS)
    if random.random() < 0.3:
        name, count = random.choice(USUAL), 1
    if count is None:
        count = random.randint(1, 3)
    if name.startswith("Bessel") or name == "polygamma":
        first = ("num", Fraction(random.randint(0, 3)))
        return ("call", name, (first, expression(random, size - 2, names)))
    if name == "root":
        return ("call", name, (("num", Fraction(random.randint(2, 5))), expression(random, size - 2, names)))
    return ("call", name, tuple(expression(random, part, names) for part in split(random, size - 1, count)))


def power(random, size, names):
    base = expression(random, size - 2, names)
    pick = random.random()
    if pick < 0.6:
        return ("pow", base, ("num", Fraction(random.choice((2, 2, 2, 3, 4, -1, -2, 5)))))
    if pick < 0.85:
        return ("pow", base, ("num", Fraction(random.choice((1, 3, -1, 2, 5, -3)), random.choice((2, 3)))))
    left, right = split(random, size - 1, 2)
    return ("pow", expression(random, left, names), expression(random, right, names))


def cases(random, size, names):
    left, right = split(random, size - 2, 2)
    test = ("compare", random.choice(("<", ">", "<=", ">=")), ("name", random.choice(names)), number(random))
    if random.random() < 0.3:
        test = (*test[:3], expression(random, min(size // 3, 6), names))
    last = None if random.random() < 0.6 else ("compare", {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}[test[1]], test[2], test[3])
    return ("cases", ((test, expression(random, left, names)), (last, expression(random, right, names))))


def expression(random, size, names):
    if size <= 1:
        return leaf(random, names)
    pick = random.random()
    if size == 2:
        return ("neg", leaf(random, names)) if pick < 0.2 else call(random, size, names)
    if pick < 0.28:
        return call(random, size, names)
    if pick < 0.40:
        return power(random, size, names)
    if pick < 0.43 and size >= 5:
        return cases(random, size, names)
    if pick < 0.47:
        name, count = random.choice((("f", 1), ("g", 1), ("F", 2)))
        return ("call", name, tuple(expression(random, part, names) for part in split(random, size - 1, count)))
    if pick < 0.50:
        return ("neg", expression(random, size - 1, names))
    left, right = split(random, size - 1, 2)
    left, right = expression(random, left, names), expression(random, right, names)
    if pick < 0.74:
        return ("add", left, right if random.random() < 0.6 else ("neg", right))
    return ("div" if pick > 0.9 else "mul", left, right)


def question(random):
    """An expression, and by what it is differentiated in turn."""
    size = int(200 ** (random.random() ** 1.4)) + 1
    names = NAMES[: random.choice((1, 1, 2, 2, 3, 4))]
    order = random.choice((1,) * 14 + (2,) * 4 + (3,) + (4,)) if size < 60 else 1
    tree = expression(random, size, names)
    return tree, tuple(random.choice(names) for _ in range(order))
