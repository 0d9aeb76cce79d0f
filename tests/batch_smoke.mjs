// node tests/batch_smoke.mjs BINARY: a few requests through `batch`, bad ones among them. Every line has to be answered,
// in order, with at least the members given here.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

const cases = [
  ['{"id": 1, "op": "derive", "expr": "0.5*(a-cos(z))^2", "wrt": ["z"]}', { id: 1, text: "(a - cos(z))*sin(z)", latex: String.raw`(a-\cos z)\sin z`, conditions: [], notes: [] }],
  ['{"id": 2, "expr": "x*(", "wrt": ["x"]}', { id: 2, error: { kind: "syntax", span: [3, 3] } }],
  ["this is no request", { error: { kind: "request" } }],
  ['{"id": "four", "op": "simplify", "expr": "0.1*x + 0.2*x", "want": ["text"]}', { id: "four", text: "0.3*x" }],
  ['{"id": 5, "op": "evaluate", "expr": "x^2", "at": {"x": 1.5}}', { id: 5, value: 2.25 }],
  ['{"id": 6, "expr": "tann(x)", "wrt": ["x"]}', { id: 6, error: { kind: "unknown-function", hint: "did you mean `tan`?" } }],
  ['{"id": 7, "expr": "x^3", "wrt": ["x", "x"]}', { id: 7, text: "6*x" }],
];

// The members of the answer that the expectation names, all the way down.
function named(answer, expected) {
  if (expected === null || typeof expected !== "object" || Array.isArray(expected)) {
    return answer;
  }
  return Object.fromEntries(Object.keys(expected).map((key) => [key, named(answer?.[key], expected[key])]));
}

const binary = process.argv[2];
const input = cases.map(([request]) => `${request}\n`).join("");
const run = spawnSync(binary, ["batch"], { input, encoding: "utf8" });
assert.ifError(run.error);
assert.equal(run.status, 0, `batch ended with status ${run.status}: ${run.stderr}`);
const answers = run.stdout.trimEnd().split("\n");
assert.equal(answers.length, cases.length, `${cases.length} requests got ${answers.length} answers`);
cases.forEach(([request, expected], index) => {
  assert.deepEqual(named(JSON.parse(answers[index]), expected), expected, `${request}\nwas answered ${answers[index]}`);
});
console.log(`${cases.length} requests answered in order`);
