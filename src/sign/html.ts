// The only door to parse5: HTML as a tree, by the rules that browsers follow, so that both see the same blocks. It is run on
// files of strangers when they are verified: a page that makes a tree much larger than itself, or deeper than browsers
// build one, is not read.
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";
import { type Markup, markupBlocks } from "../text/index.js";

/**
 * Canonical, non-empty blocks of a page: see markupBlocks. What `hidden` hides is left out.
 * @returns undefined for a page that would take too long, which no article does
 */
export function htmlBlocks(html: string): string[] | undefined {
  if (html.length > LONGEST) return undefined;
  try {
    const { childNodes } = parse(html, { treeAdapter: thrifty(html.length) });
    return markupBlocks({ name: "#document", children: markups(childNodes) });
  } catch (cause) {
    if (cause instanceof TooHard) return undefined;
    throw cause;
  }
}

/** UTF-16 code units. */
const LONGEST = 16 * 1024 * 1024;
/** Elements in one another: the limit of Chromium's parser. */
const DEEPEST = 512;

class TooHard extends Error {}

/** Elements left open are opened again in each paragraph that follows: as many as there are characters is enough. */
function thrifty(length: number): typeof defaultTreeAdapter {
  let left = 1000 + length;
  let depth = 0;
  return {
    ...defaultTreeAdapter,
    createElement: (name, namespace, attributes) => {
      left -= 1 + attributes.length;
      if (left < 0) throw new TooHard();
      return defaultTreeAdapter.createElement(name, namespace, attributes);
    },
    onItemPush: () => {
      if (++depth > DEEPEST) throw new TooHard();
    },
    onItemPop: () => {
      depth--;
    },
  };
}

function* markups(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): Iterable<Markup> {
  for (const node of nodes) {
    if (node.nodeName === "#text" && "value" in node) yield { text: node.value };
    else if ("tagName" in node && !node.attrs.some(({ name }) => name === "hidden"))
      yield { name: node.tagName, children: markups(node.childNodes) };
  }
}
