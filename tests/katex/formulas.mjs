// Where the formulas of the gate come from: the snapshots, or plain lines.

// A case in a snapshot shows one view a line, the name of the view first:
//
//     derive  0.5*(a-cos(z))^2  z
//       text   (a - cos(z))*sin(z)
//       latex  (a-\cos z)\sin z
//
// A formula is what follows `latex` and two or more spaces, at any indentation, to the end of the line. A line with
// nothing after the name holds an empty formula, which the gate refuses.
const LATEX_LINE = /^\s*latex(?: {2,}(.*?))?\s*$/;

// What the snapshots write as a formula: a list of { formula, line }, lines counted from 1.
export function formulasOfSnapshot(text) {
  return text.split("\n").flatMap((content, index) => {
    const match = LATEX_LINE.exec(content);
    return match ? [{ formula: match[1] ?? "", line: index + 1 }] : [];
  });
}

// The expressions of the snapshots, as text: a list of { expression, line }.
export function expressionsOfSnapshot(text) {
  return text.split("\n").flatMap((content, index) => {
    const match = /^ {2}text {3}(?!\[)(.+)$/.exec(content);
    return match ? [{ expression: match[1], line: index + 1 }] : [];
  });
}

// One formula a line; empty lines count but hold none.
export function formulasOfLines(text) {
  return text.split("\n").flatMap((content, index) => (content.trim() ? [{ formula: content.trim(), line: index + 1 }] : []));
}
