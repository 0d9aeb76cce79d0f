// Compiles every formula of the snapshots with KaTeX, warnings counted as errors.
//
//     node check.mjs                  the formulas of snapshots/*.snap
//     node check.mjs DIRECTORY        the formulas of DIRECTORY/*.snap
//     node check.mjs --stdin          the lines of standard input instead, a formula each
//
// Prints `N formulas compile` or, for each that doesn't, file:line, the formula and KaTeX's reason. A gate that found
// nothing to check has failed too.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import katex from "katex";
import { formulasOfLines, formulasOfSnapshot } from "./formulas.mjs";

// A list of { formula, file, line }.
function collect(words) {
  if (words.includes("--stdin")) {
    return formulasOfLines(readFileSync(0, "utf8")).map((found) => ({ ...found, file: "stdin" }));
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const directory = words[0] ?? join(root, "snapshots");
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".snap")).sort() : [];
  return names.flatMap((name) => {
    const path = join(directory, name);
    const file = relative(process.cwd(), path);
    return formulasOfSnapshot(readFileSync(path, "utf8")).map((found) => ({ ...found, file }));
  });
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
