// Markup as the pieces of a passage, for tests: what a walk through a page gives.
import type { Passage } from "../../../src/examine/index.js";

/** @param html well formed, without attributes */
export function passageOf(html: string, run = ""): Passage {
  const markup = html
    .split(/(<\/?\w+>)/)
    .filter((piece) => piece !== "")
    .flatMap((piece) => {
      if (piece === "<br>") return ["<br", "/"];
      if (piece.startsWith("</")) return ["/"];
      return /^<\w+>$/.test(piece) ? [piece.slice(0, -1)] : [`"${piece}`];
    });
  return { markup, skipped: 0, run };
}
