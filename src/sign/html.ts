// The only door to parse5: HTML as a tree, by the rules that browsers follow, so that both see the same blocks.
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { type Markup, markupBlocks } from "../text/index.js";

/** Canonical, non-empty blocks of a page: see markupBlocks. What `hidden` hides is left out. */
export function htmlBlocks(html: string): string[] {
  return markupBlocks({ name: "#document", children: markups(parse(html).childNodes) });
}

function* markups(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): Iterable<Markup> {
  for (const node of nodes) {
    if (node.nodeName === "#text" && "value" in node) yield { text: node.value };
    else if ("tagName" in node && !node.attrs.some(({ name }) => name === "hidden"))
      yield { name: node.tagName, children: markups(node.childNodes) };
  }
}
