"""A reader of the plain text syntax, written from its description alone.

Nodes are tuples, so that they hash:
    ("num", Fraction)  ("name", text)  ("call", name, arguments)  ("derivative", name, positions, arguments)
    ("add" | "mul" | "div" | "pow", left, right)  ("neg", inner)
    ("cases", ((condition or None, value), ...))  ("compare", operator, left, right)  ("and" | "or", left, right)
    ("let", ((name, value), ...), body)
"""

import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+)|([^\W\d]\w*)|(<=|>=|!=|\*\*|'+|[-+*/^()\[\]{},;<>=!|]))")


class Unreadable(Exception):
    """The text is not of the syntax."""


def tokens(text):
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Unreadable(f"{text[at:at + 20]!r}")
        number, name, sign = match.groups()
        found.append(("num", Fraction(number)) if number else ("name", name) if name else ("sign", sign))
        at = match.end()
    found.append(("end", ""))
    return found


class Reader:
    def __init__(self, text):
        self.tokens, self.at = tokens(text), 0

    def sees(self, *signs):
        kind, value = self.tokens[self.at]
        return kind == "sign" and value in signs

    def word(self, word):
        return self.tokens[self.at] == ("name", word)

    def take(self, sign=None):
        token = self.tokens[self.at]
        if sign is not None and token != ("sign", sign):
            raise Unreadable(f"expected {sign!r}, found {token[1]!r}")
        self.at += 1
        return token[1]

    def whole(self):
        lets, body = [], None
        while True:
            if self.tokens[self.at][0] == "name" and self.tokens[self.at + 1] == ("sign", "="):
                name = self.take()
                self.take("=")
                lets.append((name, self.sum()))
            else:
                body = self.condition()
            if not self.sees(";"):
                break
            self.take()
        if self.tokens[self.at][0] != "end" or body is None:
            raise Unreadable(f"left over: {self.tokens[self.at][1]!r}")
        return ("let", tuple(lets), body) if lets else body

    def condition(self):
        left = self.both()
        while self.word("or"):
            self.take()
            left = ("or", left, self.both())
        return left

    def both(self):
        left = self.comparison()
        while self.word("and"):
            self.take()
            left = ("and", left, self.comparison())
        return left

    def comparison(self):
        left, all_of = self.sum(), None
        while self.sees("<", ">", "<=", ">=", "!=", "="):
            sign = self.take()
            right = self.sum()
            one = ("compare", sign, left, right)
            all_of, left = (one if all_of is None else ("and", all_of, one)), right
        return left if all_of is None else all_of

    def sum(self):
        left = self.product()
        while self.sees("+", "-"):
            minus = self.take() == "-"
            right = self.product()
            left = ("add", left, ("neg", right) if minus else right)
        return left

    def product(self):
        left = self.signed()
        while self.sees("*", "/"):
            left = ("mul" if self.take() == "*" else "div", left, self.signed())
        return left

    def signed(self):
        if self.sees("-"):
            self.take()
            return ("neg", self.signed())
        return self.power()

    def power(self):
        base = self.atom()
        while self.sees("!"):
            self.take()
            base = ("call", "factorial", (base,))
        if self.sees("^", "**"):
            self.take()
            return ("pow", base, self.signed())
        return base

    def arguments(self):
        self.take("(")
        found = [self.sum()]
        while self.sees(","):
            self.take()
            found.append(self.sum())
        self.take(")")
        return tuple(found)

    def atom(self):
        kind, value = self.tokens[self.at]
        if kind == "num":
            self.take()
            return ("num", value)
        if self.sees("("):
            self.take()
            inner = self.condition()
            self.take(")")
            return inner
        if self.sees("|"):
            self.take()
            inner = self.sum()
            self.take("|")
            return ("call", "abs", (inner,))
        if self.sees("{"):
            return self.cases()
        if kind != "name":
            raise Unreadable(f"unexpected {value!r}")
        self.take()
        if value == "D" and self.sees("["):
            return self.partial()
        if self.sees("'", "''", "'''", "''''"):
            order = len(self.take())
            return ("derivative", value, (1,) * order, self.arguments())
        if self.sees("^") and self.tokens[self.at + 1] == ("sign", "(") and value in ("f", "g", "F"):
            self.take()
            self.take("(")
            order = int(self.take())
            self.take(")")
            return ("derivative", value, (1,) * order, self.arguments())
        if self.sees("("):
            found = self.arguments()
            if value.startswith("F_") and len(found) == 2:
                names = [argument[1] for argument in found]
                return ("derivative", "F", tuple(names.index(letter) + 1 for letter in value[2:]), found)
            return ("call", value, found)
        return ("name", value)

    def partial(self):
        self.take("[")
        positions = [int(self.take())]
        while self.sees(","):
            self.take()
            positions.append(int(self.take()))
        self.take("]")
        self.take("(")
        name = self.take()
        self.take(")")
        return ("derivative", name, tuple(positions), self.arguments())

    def cases(self):
        self.take("{")
        found = []
        while True:
            value = self.sum()
            if self.word("if"):
                self.take()
                found.append((self.condition(), value))
            else:
                if not self.word("otherwise"):
                    raise Unreadable("a case without a condition")
                self.take()
                found.append((None, value))
            if not self.sees(";"):
                break
            self.take()
        self.take("}")
        return ("cases", tuple(found))


def read(text):
    """The tree of a text; a condition counts as one."""
    return Reader(text).whole()


LEVEL = {"add": 1, "neg": 2, "mul": 3, "div": 3, "pow": 5}


def write(node):
    """A text that reads as the tree; brackets wherever they might be wanted."""
    kind = node[0]
    if kind == "num":
        value = node[1]
        return str(value) if value >= 0 and value.denominator == 1 else f"({value})"
    if kind == "name":
        return node[1]
    if kind == "call":
        return f"{node[1]}({', '.join(map(write, node[2]))})"
    if kind == "cases":
        return "{" + "; ".join(f"{write(value)} " + (f"if {write(test)}" if test else "otherwise") for test, value in node[1]) + "}"
    if kind == "compare":
        return f"{write(node[2])} {node[1]} {write(node[3])}"
    if kind in ("and", "or"):
        return f"{write(node[1])} {kind} {write(node[2])}"

    def inside(child, level):
        text = write(child)
        return f"({text})" if LEVEL.get(child[0], 9) <= level else text

    if kind == "neg":
        return f"-{inside(node[1], 3)}"
    sign = {"add": " + ", "mul": "*", "div": "/", "pow": "^"}[kind]
    level = LEVEL[kind]
    return inside(node[1], level if kind == "pow" else level - 1) + sign + inside(node[2], level)
