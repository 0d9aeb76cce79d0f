// Compiles every formula of the snapshots with KaTeX, warnings counted as errors.
//
//     node check.mjs                  the formulas of snapshots/*.snap
//     node check.mjs DIRECTORY        the formulas of DIRECTORY/*.snap
//     node check.mjs --stdin          the lines of standard input instead, a formula each
//     node check.mjs --styles BINARY  the expressions of snapshots/*.snap as BINARY writes them, in every style and in rows
//
// Prints `N formulas compile` or, for each that doesn't, file:line, the formula and KaTeX's reason. A gate that found
// nothing to check has failed too.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import katex from "katex";
import { expressionsOfSnapshot, formulasOfLines, formulasOfSnapshot } from "./formulas.mjs";

// A list of { formula, file, line }.
function collect(words) {
  if (words.includes("--stdin")) {
    return formulasOfLines(readFileSync(0, "utf8")).map((found) => ({ ...found, file: "stdin" }));
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const isStyles = words[0] === "--styles";
  const directory = (isStyles ? undefined : words[0]) ?? join(root, "snapshots");
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".snap")).sort() : [];
  const found = names.flatMap((name) => {
    const path = join(directory, name);
    const file = relative(process.cwd(), path);
    const text = readFileSync(path, "utf8");
    return (isStyles ? expressionsOfSnapshot(text) : formulasOfSnapshot(text)).map((found) => ({ ...found, file }));
  });
  return isStyles ? inEveryStyle(words[1], found) : found;
}

// The expressions as a binary writes them in LaTeX.
function inEveryStyle(binary, expressions) {
  const ways = [...["ml", "us", "iso", "physics", "de"].map((style) => ({ style })), { width: 12 }];
  const asked = ways.flatMap((way) => expressions.map((found) => ({ ...found, way })));
  const request = ({ expression, way }) => JSON.stringify({ op: "simplify", form: "raw", input: "text", expr: expression, want: ["latex"], ...way });
  const run = spawnSync(binary, ["batch"], { input: asked.map(request).join("\n"), encoding: "utf8", maxBuffer: 1 << 28 });
  const answers = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
  return asked.flatMap((found, at) => (answers[at].latex === undefined ? [] : [{ ...found, formula: answers[at].latex }]));
}

// KaTeX's reason for refusing the formula, or nothing.
function refusal(formula) {
  if (formula === "") {
    return "the formula is empty";
  }
  try {
    katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error" });
    return undefined;
  } catch (error) {
    return error.message;
  }
}

const formulas = collect(process.argv.slice(2));
const refused = formulas.flatMap((found) => {
  const reason = refusal(found.formula);
  return reason === undefined ? [] : [{ ...found, reason }];
});
for (const { file, line, formula, reason } of refused) {
  console.error(`${file}:${line}: ${formula}\n    ${reason}`);
}
if (formulas.length === 0) {
  console.error("no formula found: a line of a snapshot that holds one starts with `latex` and two spaces");
  process.exitCode = 1;
} else if (refused.length > 0) {
  console.error(`${refused.length} of ${formulas.length} formulas do not compile`);
  process.exitCode = 1;
} else {
  console.log(`${formulas.length} formulas compile`);
}
