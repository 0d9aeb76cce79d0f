"""Programs beside CasADi and NumPy, in one run: python3 tests/benches/beside.py, with numpy and casadi installed.

CPU time of one core: of a process with many runs less that of one with few, so that start-up does not count. CasADi's C is
compiled with -O2. Prints a table in Markdown.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import casadi
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
POINTS = 1_000_000
CORE = dict(os.environ, RAYON_NUM_THREADS="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

HARNESS = """
#include <stdio.h>
#include <stdlib.h>
int f(const double **, double **, long long *, double *, int);
int f_work(long long *, long long *, long long *, long long *);
int main(int count, char **arguments) {
    const int n = %d;
    int runs = atoi(arguments[1]);
    double *columns[4], *results = malloc(sizeof(double) * 42L * n), point[45];
    for (int k = 0; k < 4; k++) {
        columns[k] = malloc(sizeof(double) * n);
        for (long i = 0; i < n; i++) columns[k][i] = (i * 31 + k * 17) %% 1000 / 1000.0;
    }
    for (int k = 0; k < 41; k++) point[k] = k * 37 %% 41 / 20.0 - 1.0;
    long long sizes[4], whole[8];
    f_work(sizes, sizes + 1, sizes + 2, sizes + 3);
    double *work = malloc(sizeof(double) * (sizes[3] + 1)), sum = 0;
    for (int run = 0; run < runs; run++)
        for (long i = 0; i < n; i++) {
            for (int k = 0; k < 4; k++) point[41 + k] = columns[k][i];
            const double *in[4] = {point};
            double *out[4] = {results + 42 * i};
            f(in, out, whole, work, 0);
        }
    for (long i = 0; i < 42L * n; i++) sum += results[i];
    printf("sum of all results %%.12g\\n", sum);
}
"""


def cpu(command):
    """The CPU time of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=CORE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def of_a_run(command, few, many, *rest):
    """The CPU time of one run: the least of three differences."""
    times = []
    for _ in range(3):
        short, _ = cpu([*command, str(few), *rest])
        long, printed = cpu([*command, str(many), *rest])
        times.append((long - short) / (many - few))
    return min(times), (printed.split() or [""])[-1]


def own(work):
    """The CPU time of a piece of work in this process: the least of five, each of some tenths of a second."""
    runs = 1
    while True:
        start = time.process_time()
        for _ in range(runs):
            work()
        spent = time.process_time() - start
        if spent > 0.1 or runs > 1 << 16:
            break
        runs *= 4
    best = spent / runs
    for _ in range(4):
        start = time.process_time()
        for _ in range(runs):
            work()
        best = min(best, (time.process_time() - start) / runs)
    return best


def network(symbols, tanh, exp):
    """The loss of the network 3-4-4-1 of beside.rs, and its weights."""
    weights = [f"W{layer}_{row}_{at}" if at < inputs else f"b{layer}_{row}"
               for layer, rows, inputs in ((0, 4, 3), (1, 4, 4), (2, 1, 4)) for row in range(rows) for at in range(inputs + 1)]
    w = {name: symbols(name) for name in weights + ["x0", "x1", "x2", "y"]}
    sums = lambda layer, row, inputs: sum(w[f"W{layer}_{row}_{at}"] * x for at, x in enumerate(inputs)) + w[f"b{layer}_{row}"]
    h = [tanh(sums(0, row, [w["x0"], w["x1"], w["x2"]])) for row in range(4)]
    g = [1 / (1 + exp(-sums(1, row, h))) for row in range(4)]
    return (sums(2, 0, g) - w["y"]) ** 2 / 2, weights, w


def table(rows):
    print("| what | peer | its time | chainrule | ratio |\n|---|---|---|---|---|")
    for what, peer, theirs, ours in rows:
        print(f"| {what} | {peer} | {theirs * 1e3:.3g} ms | {ours * 1e3:.3g} ms | {theirs / ours:.2f} |")


def rosenbrock(n):
    x = casadi.SX.sym("x", n)
    return x, sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(n - 1))


def main():
    bench = sys.argv[1] if len(sys.argv) > 1 else built("beside")
    binary = sys.argv[2] if len(sys.argv) > 2 else shutil.which("chainrule")
    folder = tempfile.mkdtemp()
    rows = []

    loss, weights, w = network(casadi.SX.sym, casadi.tanh, casadi.exp)
    inputs = casadi.vertcat(*w.values())
    gradient = casadi.gradient(loss, casadi.vertcat(*[w[name] for name in weights]))
    previous = os.getcwd()
    os.chdir(folder)
    casadi.Function("f", [inputs], [casadi.vertcat(loss, gradient)], {"cse": True}).generate("f.c")
    with open("main.c", "w") as file:
        file.write(HARNESS % POINTS)
    subprocess.run(["cc", "-O2", "-o", "casadi_network", "main.c", "f.c", "-lm"], check=True)
    os.chdir(previous)
    theirs, their_sum = of_a_run([os.path.join(folder, "casadi_network")], 1, 6)
    ours, our_sum = of_a_run([bench, "network"], 1, 6)
    narrow, _ = of_a_run([bench, "network"], 1, 6, "f32")
    assert abs(float(their_sum) - float(our_sum)) < 1e-9 * abs(float(their_sum)), (their_sum, our_sum)
    rows.append(("network 3-4-4-1, value and gradient at a million points", "CasADi's C, -O2", theirs, ours))
    rows.append(("the same in f32", "CasADi's C, -O2, in f64", theirs, narrow))

    if binary:
        text, _, _ = text_of_network()
        code = subprocess.run([binary, "emit", text, *weights, "--lang", "numpy"], check=True, capture_output=True, text=True).stdout
        scope = {}
        exec(code, scope)
        constant = [numpy.float64(k * 37 % 41 / 20.0 - 1.0) for k in range(41)]
        columns = [(numpy.arange(POINTS) * 31 + k * 17) % 1000 / 1000.0 for k in range(4)]
        gradient = next(scope[name] for name in scope if "gradient" in name)
        start = time.process_time()
        gradient(*constant, *columns)
        rows.append(("network 3-4-4-1, value and gradient at a million points", "NumPy, by our emitted code", time.process_time() - start, ours))

    n = 1000
    x, f = rosenbrock(n)
    point = numpy.linspace(-1, 1, n)
    ours = {work: of_a_run([bench, work], 10, 60)[0] for work in ("rosenbrock-gradient", "rosenbrock-hessian")}
    rows.append((f"gradient of Rosenbrock, n = {n}", "CasADi", own(lambda: casadi.gradient(f, x)), ours["rosenbrock-gradient"]))
    hessian = own(lambda: casadi.hessian(f, x))
    rows.append((f"its Hessian, the {2 * n - 1} entries that are not zero", "CasADi", hessian, ours["rosenbrock-hessian"]))
    at = {work: of_a_run([bench, work], 1000, 6000)[0] for work in ("gradient-at-a-point", "hessian-at-a-point")}
    both = casadi.Function("g", [x], [f, casadi.gradient(f, x)], {"cse": True})
    upper = casadi.Function("h", [x], [casadi.triu(casadi.hessian(f, x)[0])], {"cse": True})
    for what, function, work in (("value and gradient", both, "gradient-at-a-point"), ("Hessian", upper, "hessian-at-a-point")):
        buffer, call = function.buffer()
        results = [numpy.zeros(function.nnz_out(at)) for at in range(function.n_out())]
        buffer.set_arg(0, memoryview(point))
        for place, result in enumerate(results):
            buffer.set_res(place, memoryview(result))
        rows.append((f"its {what} at a point", "CasADi", own(call), at[work]))
    table(rows)


def text_of_network():
    """The network as text, by symbols that write themselves."""

    class Text(str):
        def __add__(self, other): return Text(f"({self} + {other})")
        def __radd__(self, other): return self if other == 0 else Text(f"({other} + {self})")
        def __mul__(self, other): return Text(f"{self}*{other}")
        def __sub__(self, other): return Text(f"({self} - {other})")
        def __neg__(self): return Text(f"(-{self})")
        def __rtruediv__(self, other): return Text(f"({other}/{self})")
        def __truediv__(self, other): return Text(f"({self}/{other})")
        def __pow__(self, other): return Text(f"{self}^{other}")

    return network(Text, lambda u: Text(f"tanh({u})"), lambda u: Text(f"exp({u})"))


def built(name):
    """The bench of this name, built by cargo."""
    command = ["cargo", "build", "--release", "--bench", name, "--message-format", "json"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, cwd=os.path.join(HERE, "..", "..")).stdout
    messages = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
    return next(message["executable"] for message in messages if message.get("target", {}).get("name") == name and message.get("executable"))


main()
