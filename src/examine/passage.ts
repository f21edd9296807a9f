// Words of a page, as whoever walks through it tells them: text and markup in order, each a short string, because a tree
// as deep as a hostile page's would not survive a message.
import { asArray, asObject, asString, parseJson } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Markup } from "../text/index.js";

/** What is read of a page. */
export interface Passage {
  /** In order: `"` and text, `<` and the name of an element that begins, `/` for the end of one. */
  readonly markup: readonly string[];
  /** How many pieces were left out at the start. */
  readonly skipped: number;
  /** The invisible run of the credential that stands in or behind the text, its mark (U+FEFF) included; or empty. */
  readonly run: string;
  /** It is a whole page: what stands outside of its one `article` or `main` is no text of it. */
  readonly page?: boolean;
}

/** @throws ColophonError ENCODING_INVALID */
export function readPassage(json: string): Passage {
  const { markup, skipped, run, page } = asObject(parseJson(json)) ?? {};
  const pieces = asArray(markup).map((piece) => asString(piece) ?? "");
  const first = Number(skipped);
  if (!Number.isSafeInteger(first) || first < 0)
    throw new ColophonError("ENCODING_INVALID", "the words of the page did not arrive whole");
  return {
    markup: pieces,
    skipped: first,
    run: asString(run) ?? "",
    ...(page === true && { page }),
  };
}

/** The passage as a tree. @param whole no `article` and no `main` in it is taken for the text by itself */
export function treeOf({ markup }: Pick<Passage, "markup">, whole: boolean): Markup {
  const root: Markup & { children: Markup[] } = { name: "div", children: [] };
  const open = [root];
  for (const piece of markup) {
    const into = open.at(-1) ?? root;
    const rest = piece.slice(1);
    if (piece.startsWith('"')) into.children.push({ text: rest });
    else if (piece.startsWith("<")) {
      const name = whole && (rest === "article" || rest === "main") ? "div" : rest;
      const child = { name, children: [] };
      into.children.push(child);
      open.push(child);
    } else if (open.length > 1) open.pop();
  }
  return root;
}
