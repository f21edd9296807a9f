// An error in words, for stderr: what happened, and what to do next.
import type { ColophonError } from "../../src/index.js";
import { hintOf } from "./hints.js";
import { wrap } from "./layout.js";
import { plain } from "./plain.js";

/** `colophon: what happened`, then what to do next; with `verbose` the code and the causes as well. */
export function errorText(path: string | undefined, error: ColophonError, verbose = false): string {
  const named = path !== undefined && !error.message.includes(path);
  const message = `colophon: ${named ? `${plain(path)}: ` : ""}${plain(error.message)}`;
  const lines = [message, ...wrap(plain(hintOf(error)), 78).map((line) => `  ${line}`)];
  if (verbose) {
    lines.push(`  code: ${error.code}`);
    let cause = error.cause;
    for (let depth = 0; cause !== undefined && depth < 5; depth++) {
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      for (const line of text.split("\n").slice(0, 12))
        lines.push(`  cause: ${plain(line.trim(), 300)}`);
      cause = cause instanceof Error ? cause.cause : undefined;
    }
  }
  return `${lines.join("\n")}\n`;
}
