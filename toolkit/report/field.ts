// Labelled values under each other, with a hanging indent: the shape of most of our text.
import { wrap } from "./layout.js";
import { plain } from "./plain.js";

/** A label and its values, which may be untrusted. Undefined values are left out; without any, the field is. */
export type Field = readonly [label: string, ...values: (string | undefined)[]];

/** Leaves 65 columns of 80 for values: a SHA-256 in hex stays in one piece. */
const INDENT = 15;

/** Lines of at most `columns`: the label beside the first value, further values under it. */
export function fieldLines(fields: readonly Field[], columns: number): string[] {
  return fields.flatMap(([label, ...values]) =>
    values
      .filter((value) => value !== undefined)
      .flatMap((value) => wrap(plain(value, 300), columns - INDENT))
      .map((line, i) => `  ${(i === 0 ? label : "").padEnd(INDENT - 2)}${line}`),
  );
}
