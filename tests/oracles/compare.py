"""Compares the answers of the program with mpmath on random expressions, and makes what differs small.

    python compare.py PROGRAM --from 0 --count 1000 [--report FILE]

The expression of a seed is always the same. Nothing here differentiates by a rule: derivatives are differences of values at
many digits, so nothing is shared with the program but the meaning of the functions.
"""

import argparse
import collections
import inspect
import itertools
import json
import random
import signal
import sys
import time

import mpmath as mp
from mpmath import mpf

import generate
import syntax
import tool
import values
from values import Undefined, Unsure

sys.setrecursionlimit(100_000)
FORMS = ("simplest", "raw", "factored", "expanded")
DIGITS, STEP = 60, 25
AGREE = mpf(10) ** -16


class TooLong(Exception):
    pass


def alarm(*_):
    raise TooLong


def difference(tree, point, wrt, digits=0):
    """The derivative as a quotient of central differences, good to about twice STEP digits; `Undefined` where the value is."""
    order, steps = len(wrt), STEP + digits
    counts = collections.Counter(wrt)
    with mp.workdps(DIGITS + digits + steps * order):
        h = mpf(10) ** -steps
        result = mpf(0)
        axes = list(counts.items())
        for offsets in itertools.product(*(range(n + 1) for _, n in axes)):
            sign, shifted = 1, dict(point)
            for (name, n), k in zip(axes, offsets):
                sign *= (-1) ** k * int(mp.binomial(n, k))
                shifted[name] = point[name] + (mpf(n) / 2 - k) * h
            result += sign * values.value(tree, shifted)
        return result / h**order


def near(left, right, scale):
    return abs(left - right) <= AGREE * (abs(left) + abs(right)) + mpf(10) ** -30 * scale


def points(source, names, wanted=8):
    """Points of many sizes and of every sign, on no boundary that a question would have by design."""
    for turn in range(wanted):
        size = (1, 1, 3, 0.3, 8)[turn % 5]
        low = 0.05 if turn % 2 == 0 else -1
        yield {name: mpf(repr(round(size * source.uniform(low, 1), 6))) + mpf("1.37e-9") for name in names}


def at(tree, point, digits=DIGITS):
    with mp.workdps(digits):
        return values.value(tree, point)


def true_there(conditions, point):
    """Whether all conditions hold; None where one cannot be read as one about numbers and no other fails."""
    answer = True
    for condition in conditions:
        try:
            with mp.workdps(DIGITS):
                if not values.holds(syntax.read(condition), point):
                    return False
        except Undefined:
            return False
        except (Unsure, KeyError, syntax.Unreadable):
            answer = None
    return answer


class Judge:
    def __init__(self, program):
        self.tool, self.counts = tool.Tool(program), collections.Counter()

    def ask(self, **request):
        self.counts["answers"] += 1
        return self.tool.ask(request)

    def derive(self, text, wrt, form, want):
        return self.ask(expr=text, wrt=list(wrt), form=form, want=want)

    def judge(self, tree, wrt, seed):
        """What is wrong with the answers to a question: a list of (kind, detail)."""
        text, names = syntax.write(tree), sorted(set(generate.NAMES))
        found = []
        source = random.Random(f"points {seed}")
        truths = []
        for point in points(source, names):
            try:
                truth = difference(tree, point, wrt)
                truths.append((point, "value", truth))
            except Undefined:
                truths.append((point, "undefined", None))
            except Unsure:
                pass
            if sum(kind == "value" for _, kind, _ in truths) >= 2:
                break
        inside = [(point, truth) for point, kind, truth in truths if kind == "value"]
        self.counts["questions"] += 1
        self.counts["inside"] += bool(inside)
        simplest = None
        # Large answers take the other forms long to find and mpmath long to value: they have their turn one time in eight.
        for form in FORMS if len(text) < 150 or seed % 8 == 0 else FORMS[:1]:
            want = ["text", "latex", "steps", "conditions"] if form == "simplest" else ["text", "conditions"]
            try:
                answer = self.derive(text, wrt, form, want)
            except tool.Silent:
                return [("silent", form)]
            if "error" in answer:
                kind = answer["error"]["kind"]
                self.counts[f"error {kind}"] += 1
                # A case that has no value anywhere is an error in the question.
                if kind == "undefined" and inside and not (" if " in text and "`" in answer["error"]["message"]):
                    found.append(("called undefined", answer["error"]["message"]))
                elif kind not in ("undefined", "limit", "unsupported"):
                    found.append((f"error {kind}", answer["error"]["message"]))
                elif kind == "unsupported" and "Bessel" not in text and "polygamma" not in text:
                    found.append(("unsupported", answer["error"]["message"]))
                continue
            found += self.compare(form, answer["text"], answer["conditions"], tree, wrt, truths)
            if form != "simplest":
                continue
            simplest = answer["text"]
            if answer["steps"] and answer["steps"][-1]["after"].strip() != simplest.strip():
                found.append(("last step", f"{answer['steps'][-1]['after']} against {simplest}"))
            back = self.ask(op="simplify", expr=answer["latex"], input="latex", form="raw", want=["text"])
            if "error" in back:
                found.append(("latex unread", f"{answer['latex']}: {back['error']['message']}"))
            elif back["text"] != simplest:
                self.counts["latex compared by value"] += 1
                found += [(f"latex {kind}", detail) for kind, detail in self.compare("latex", back["text"], answer["conditions"], tree, wrt, truths)]
        if simplest is not None and inside and not any(name in text for name in ("f(", "g(", "F(")):
            found += self.numbers(text, tree, sorted(set(wrt)), inside, seed)
        return found

    def compare(self, form, text, conditions, tree, wrt, truths):
        try:
            answer = syntax.read(text)
        except syntax.Unreadable as error:
            return [("unreadable", f"{form}: {text}: {error}")]
        for point, kind, truth in truths:
            shown = ", ".join(f"{name}={mp.nstr(point[name], 8)}" for name in sorted(point))
            there = true_there(conditions, point)
            self.counts["conditions not read"] += there is None
            try:
                result = at(answer, point)
            except Undefined:
                result = None
            except KeyError as error:
                return [("unknown name", f"{form}: {error} in {text}")]
            except Unsure:
                continue
            self.counts["compared"] += 1
            if kind == "value" and result is None:
                if there is True:
                    return [("loses domain", f"{form}: {text} at {shown}, where it is {mp.nstr(truth, 10)}")]
                self.counts["loses domain, said so"] += 1
            elif kind == "value" and not near(result, truth, 1):
                try:
                    if near(at(answer, point, 150), difference(tree, point, wrt, 40), 1):
                        continue
                except (Unsure, Undefined):
                    continue
                return [("wrong", f"{form}: {text} at {shown}: {mp.nstr(result, 12)} against {mp.nstr(truth, 12)}")]
            elif kind == "value" and there is False:
                return [("asks too much", f"{form}: {text} with {conditions} at {shown}, where it is {mp.nstr(truth, 10)}")]
            elif kind == "undefined" and result is not None and there is True:
                return [("gains domain", f"{form}: {text} with {conditions} at {shown}, where the question has no value")]
        return []

    def numbers(self, text, tree, names, inside, seed):
        """The double precision of `evaluate` and of the emitted Python against the same values."""
        found = []
        point, _ = inside[0]
        floats = {name: float(value) for name, value in point.items()}
        exactly = {name: mpf(value) for name, value in floats.items()}
        try:
            truth = [at(tree, exactly), *(difference(tree, exactly, (name,)) for name in names)]
            moved = {name: value * (1 + mpf(10) ** -13) for name, value in exactly.items()}
            other = [at(tree, moved), *(difference(tree, moved, (name,)) for name in names)]
        except (Undefined, Unsure):
            return []
        # What a relative change of 1e-13 in the point does to the result is no error of the program's.
        slack = [1e-9 * abs(a) + 1000 * abs(a - b) + 1e-12 for a, b in zip(truth, other)]
        # A value for a name that stands nowhere is refused.
        answer = self.ask(op="evaluate", expr=text, at={name: floats[name] for name in floats if name in values.names(tree)})
        if "error" in answer:
            self.counts[f"evaluate {answer['error']['kind']}"] += 1
            if answer["error"]["kind"] not in ("limit", "unsupported"):
                found.append(("evaluate refuses", answer["error"]["message"]))
        elif isinstance(answer["value"], (int, float)):
            self.counts["evaluated"] += 1
            if abs(mpf(answer["value"]) - truth[0]) > slack[0]:
                found.append(("evaluate wrong", f"{answer['value']} against {mp.nstr(truth[0], 17)} at {floats}"))
        if seed % 4:
            return found  # a process of its own each
        emitted = self.tool.emit(text, names)
        if isinstance(emitted, str):
            self.counts["not emitted"] += 1
            return found
        arguments = list(inspect.signature(emitted["value_and_gradient"]).parameters)
        self.counts["emitted"] += 1
        try:
            result, gradient = emitted["value_and_gradient"](*(floats[name.rstrip("_")] for name in arguments))
        except OverflowError:
            self.counts["emitted overflows"] += 1
            return found
        except (ValueError, ZeroDivisionError, NameError, TypeError) as error:
            return [*found, ("emitted fails", f"{error!r} at {floats}")]
        for name, mine, theirs, room in zip(["the value", *names], (result, *gradient), truth, slack):
            if not abs(mpf(mine) - theirs) <= room:
                found.append(("emitted wrong", f"{name}: {mine} against {mp.nstr(theirs, 17)} at {floats}"))
        return found


def smaller(tree):
    """Trees like it with less in them, the smallest first."""
    children = [(at, child) for at, child in enumerate(tree) if isinstance(child, tuple) and child and isinstance(child[0], str)]
    if tree[0] == "call":
        children = [((2, at), child) for at, child in enumerate(tree[2])]
    if tree[0] == "cases":
        children = [((1, at), child) for at, (_, child) in enumerate(tree[1])]
    if tree[0] != "compare":
        yield from (child for _, child in children)
        if tree[0] not in ("num", "name"):
            yield ("name", "x")
    for where, child in children:
        for less in smaller(child):
            if not isinstance(where, tuple):
                yield (*tree[:where], less, *tree[where + 1 :])
            elif tree[0] == "call":
                yield (*tree[:2], (*tree[2][: where[1]], less, *tree[2][where[1] + 1 :]))
            else:
                cases = list(tree[1])
                cases[where[1]] = (cases[where[1]][0], less)
                yield ("cases", tuple(cases))


def shrink(judge, tree, wrt, seed, kind, until):
    while True:
        for less in smaller(tree):
            if time.time() > until:
                return tree, wrt
            try:
                if any(other == kind for other, _ in judge.judge(less, wrt, seed)):
                    tree = less
                    break
            except (Undefined, Unsure, KeyError, tool.Silent):
                continue
        else:
            if len(wrt) > 1 and any(other == kind for other, _ in judge.judge(tree, wrt[1:], seed)):
                wrt = wrt[1:]
                continue
            return tree, wrt


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--report", default="-", help="a file for what differs, a JSON object a line")
    options = parser.parse_args()
    missing = [name for name, _ in generate.TABLE_OF_FUNCTIONS if name not in values.FUNCTIONS]
    if missing:
        sys.exit(f"the oracle has no value for {', '.join(missing)}")
    report = sys.stdout if options.report == "-" else open(options.report, "a", encoding="utf-8")
    judge, began = Judge(options.program), time.time()
    signal.signal(signal.SIGALRM, alarm)
    for seed in range(options.first, options.first + options.count):
        if time.time() - began > options.seconds:
            break
        tree, wrt = generate.question(random.Random(seed))
        try:
            signal.alarm(20)
            found = judge.judge(tree, wrt, seed)
            signal.alarm(0)
        except TooLong:
            judge.counts["too long for the oracle"] += 1
            judge.tool.process and judge.tool.process.kill()
            judge.tool.process = None
            continue
        for kind in sorted({kind for kind, _ in found}):
            judge.counts[f"found: {kind}"] += 1
            quiet = Judge(options.program)
            quiet.tool = judge.tool
            small, by = tree, wrt
            try:
                signal.alarm(60)
                small, by = shrink(quiet, tree, wrt, seed, kind, time.time() + 8)
                detail = [detail for other, detail in quiet.judge(small, by, seed) if other == kind]
                signal.alarm(0)
            except TooLong:
                detail = []
                judge.tool.process and judge.tool.process.kill()
                judge.tool.process = None
            detail = detail or [detail for other, detail in found if other == kind]
            print(json.dumps({"seed": seed, "kind": kind, "expr": syntax.write(small), "wrt": by, "detail": detail[0]}), file=report, flush=True)
        if seed % 500 == 499:
            print(json.dumps({"seed": seed, "seconds": round(time.time() - began), **judge.counts}), file=sys.stderr, flush=True)
    print(json.dumps({"seconds": round(time.time() - began), **judge.counts}), file=sys.stderr)


if __name__ == "__main__":
    main()
