// Text as blocks: paragraphs, headings, list items. Sites nest and style them in a hundred ways; the blocks stay.
import { canonical } from "./canonical.js";

/** A tree of markup, fed as it is walked: by a page's DOM or by a parser of HTML. */
export type Markup =
  | { readonly text: string }
  | { readonly name: string; readonly children: Iterable<Markup> };

/** What separates blocks, whether HTML calls it a paragraph or a container. */
const BLOCK = new Set(
  "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);

/** What holds no words of the text: scripts, forms, navigation, drawings, the reading aid of ruby. */
const LEFT_OUT = new Set(
  "audio button canvas datalist embed head iframe math nav noscript object rp rt script select style svg template textarea title video".split(
    " ",
  ),
);

/** Canonical, non-empty blocks of plain text: what blank lines part. A line feed alone is a space. */
export function plainBlocks(text: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  const end = () => {
    const block = canonical(lines.join("\n"));
    if (block) blocks.push(block);
    lines = [];
  };
  for (const line of text.split(/\r\n|[\n\r\f\v\u0085\u2028]|(?=\u2029)/)) {
    if (line.startsWith("\u2029") || isBlank(line)) end();
    lines.push(line);
  }
  end();
  return blocks;
}

/** Where in the blocks an element's begin and end. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Canonical, non-empty blocks of markup: those of its one `article`, or else of its one `main`, or else all. Inline
 * elements join what they stand in, `br` is a line feed, and two of them end a block.
 * @param root names in lower case; hidden elements are left out by whoever feeds the tree
 */
export function markupBlocks(root: Markup): string[] {
  const blocks: string[] = [];
  const ranges = { article: [] as Range[], main: [] as Range[] };
  let gathered = "";
  let pre = 0;
  const flush = () => {
    if (gathered) blocks.push(...plainBlocks(gathered));
    gathered = "";
  };
  // A stack of our own: a hostile page nests deeper than calls can.
  const open: { name: string; from: number; rest: Iterator<Markup> }[] = [];
  const enter = (node: Markup) => {
    if ("text" in node) {
      gathered += pre > 0 ? node.text : node.text.replace(/[\n\r\f\v\u0085\u2028\u2029]+/g, " ");
      return;
    }
    const { name } = node;
    if (name === "br") gathered += "\n";
    if (name === "br" || LEFT_OUT.has(name)) return;
    if (BLOCK.has(name)) flush();
    if (name === "pre") pre++;
    open.push({ name, from: blocks.length, rest: node.children[Symbol.iterator]() });
  };
  enter(root);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const { done, value } = top.rest.next();
    if (!done) {
      enter(value);
      continue;
    }
    open.pop();
    if (BLOCK.has(top.name)) flush();
    if (top.name === "pre") pre--;
    if (top.name === "article" || top.name === "main")
      ranges[top.name].push({ from: top.from, to: blocks.length });
  }
  flush();
  const chosen = [ranges.article, ranges.main].find((all) => all.length === 1)?.[0];
  return chosen ? blocks.slice(chosen.from, chosen.to) : blocks;
}

function isBlank(line: string): boolean {
  return !/[!-~]/.test(line) && canonical(line) === "";
}
