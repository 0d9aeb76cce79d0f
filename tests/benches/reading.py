"""Instructions a byte that reading takes, of plain text and of LaTeX: the same expressions in both notations.

    python3 tests/benches/reading.py BINARY      with valgrind installed

The expressions are written in both notations by the binary itself. What is counted is everything inside of `Reader::read`, the
difference between twelve and two passes over them, so that tables made once do not count; instructions repeat where times don't.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

EXPRESSIONS = [
    "0.5*(a - cos(z))^2",
    "exp(z)/(1 + exp(z))",
    "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    "ln(1 + exp(x))",
    "0.5*x*(1 + erf(x/sqrt(2)))",
    "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))",
    "-(y*ln(p) + (1 - y)*ln(1 - p))",
    "(y - tanh(w*x + b))^2/2",
    "k^2*(sqrt(1 + (x/k)^2) - 1)",
    "exp(-(x - m)^2/(2*s^2))/(s*sqrt(2*pi))",
    "A*sin(k*x - omega*t + phi)",
    "A*exp(-b*t)*cos(omega*t)",
    "(x + 1)*(x + 2)*(x + 3)*(x + 4)",
    "3*x^4 - 5*x^2 + 7*x - 11",
    "(x^2 + 1)/(x - 3)",
    "sqrt((1 + t)/(1 - t))",
    "arctan(y/x)",
    "tan(sin(cos(x)))",
    "x^x",
    "log(b, x)/x^2",
    "f(g(x))*g'(x)",
    "sum(i, 1, n, x_i^2*sigma(w_i*x_i + b))",
    "int(sin(t)/t, t, 0, x)",
    "{x^2 if x > 0; -x otherwise}",
    "theta_1*x_1 + theta_2*x_2",
]
PASSES = (2, 12)


def batch(binary, requests):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    answer = subprocess.run([binary, "batch", "--jobs", "1"], input=lines, capture_output=True, text=True, check=False)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def inside_read(binary, notation, texts, passes):
    requests = [{"op": "simplify", "form": "raw", "input": notation, "want": ["size"], "expr": text} for text in texts] * passes
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder) / "profile"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", binary, "batch", "--jobs", "1"]
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        subprocess.run(command, input=lines.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile], capture_output=True, text=True, check=True)
    row = re.search(r"^ *([\d,]+) .*syntax::Reader::read(?:_text)? ", table.stdout, re.MULTILINE)
    return int(row.group(1).replace(",", ""))


def main():
    binary = sys.argv[1]
    written = batch(binary, [{"op": "simplify", "form": "raw", "expr": text, "want": ["text", "latex"]} for text in EXPRESSIONS])
    costs = []
    for notation in ("text", "latex"):
        texts = [answer[notation] for answer in written]
        few, many = (inside_read(binary, notation, texts, passes) for passes in PASSES)
        costs.append((many - few) / (PASSES[1] - PASSES[0]) / sum(map(len, texts)))
        print(f"{notation}: {costs[-1]:.0f} instructions a byte, {len(texts)} expressions of {sum(map(len, texts))} bytes")
    print(f"LaTeX costs {costs[1] / costs[0]:.2f} times as much")


if __name__ == "__main__":
    main()
