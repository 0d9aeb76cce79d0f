"""Compiles the Typst of every expression in the snapshots: check.py BINARY.

The expressions are the `text` lines of snapshots/*.snap; the binary writes each of them in every style. Prints `N formulas
compile`, or each that does not with Typst's reason. A gate that found nothing to check has failed too.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[2]
STYLES = ["ml", "us", "iso", "physics", "de"]
# A view of an answer in a snapshot; answers of several parts and those that are no expression are left to other tests.
TEXT = re.compile(r"^ {2}text {3}(.+)$")


def expressions():
    for path in sorted((ROOT / "snapshots").glob("*.snap")):
        for line in path.read_text().splitlines():
            found = TEXT.match(line)
            if found and not found[1].startswith("["):
                yield found[1]


def formulas(binary):
    """Each distinct formula, by the expression it is of."""
    requests = [
        {"op": "simplify", "form": "raw", "input": "text", "expr": text, "style": style, "want": ["typst"]}
        for text in dict.fromkeys(expressions())
        for style in STYLES
    ]
    lines = "\n".join(json.dumps(request) for request in requests)
    answers = subprocess.run([binary, "batch"], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    found = {}
    for request, line in zip(requests, answers, strict=True):
        answer = json.loads(line)
        if "typst" in answer:
            found.setdefault(answer["typst"], request["expr"])
    return found


def refusal(formulas):
    """Typst's reason for refusing these formulas, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "formulas.typ")
        Path(path).write_text("\n\n".join(f"$ {formula} $" for formula in formulas))
        try:
            typst.compile(path, output=os.path.join(folder, "formulas.pdf"))
        except Exception as error:
            return str(error).strip().splitlines()[0]
    return None


def refused(formulas):
    """Those that do not compile, each with the reason; halves that do are not looked into."""
    left = [formulas]
    while left:
        part = left.pop()
        reason = refusal(part)
        if reason and len(part) == 1:
            yield part[0], reason
        elif reason:
            left += [part[: len(part) // 2], part[len(part) // 2 :]]


def main():
    found = formulas(sys.argv[1])
    failures = list(refused(list(found)))
    for formula, reason in failures:
        print(f"{found[formula]}\n    {formula}\n    {reason}", file=sys.stderr)
    if not found:
        sys.exit("no formula found: a line of a snapshot that holds an expression starts with two spaces and `text`")
    if failures:
        sys.exit(f"{len(failures)} of {len(found)} formulas do not compile")
    print(f"{len(found)} formulas compile")


main()
