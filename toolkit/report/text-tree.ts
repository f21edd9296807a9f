// The history of a file as a short indented tree: what was done, and what it was made from.
import type { ProvenanceNode } from "../../src/index.js";
import { actionWords } from "./action-words.js";
import { wrap } from "./layout.js";
import { plain } from "./plain.js";
import { momentWords } from "./quantity.js";
import { ingredientWords, relationshipWords } from "./words.js";

/** A hostile history may be deep and wide: this much is drawn, the rest is counted. */
const DEEPEST = 8;
const MOST_NODES = 40;
const MOST_ACTIONS = 12;

/** Lines of the tree, indented by four. */
export function treeText(
  root: ProvenanceNode,
  columns: number,
  options: { readonly verbose: boolean },
): string[] {
  const most = options.verbose ? MOST_NODES * 10 : MOST_NODES;
  let drawn = 0;

  function draw(node: ProvenanceNode, indent: string, depth: number): string[] {
    drawn++;
    const own = nodeLines(node).flatMap((line) => hang(line, indent, columns));
    const shown: string[] = [];
    let hidden = 0;
    for (const [i, child] of node.ingredients.entries()) {
      if (depth >= DEEPEST || drawn >= most) {
        hidden += countNodes(child);
        continue;
      }
      const last = i === node.ingredients.length - 1;
      const [head = "", ...tail] = draw(child, `${indent}   `, depth + 1);
      const branch = `${indent}${last ? "└─ " : "├─ "}`;
      shown.push(branch + head.slice(branch.length));
      for (const line of tail)
        shown.push(last ? line : `${indent}│${line.slice(indent.length + 1)}`);
    }
    const more =
      hidden > 0 ? [`${indent}and ${hidden} earlier ingredient${hidden === 1 ? "" : "s"}`] : [];
    return [...own, ...shown, ...more];
  }

  return draw(root, "    ", 0);
}

/** How many nodes a tree has, itself included. */
export function countNodes(node: ProvenanceNode): number {
  let count = 0;
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    count++;
    for (const child of next.ingredients) open.push(child);
  }
  return count;
}

function nodeLines(node: ProvenanceNode): string[] {
  const title = plain(node.title, 120);
  const self = node.relationship === "self";
  const relationship = relationshipWords(node.relationship);
  const at = node.at === undefined ? "" : `, ${plain(momentWords(node.at), 40)}`;
  const signed = node.signer === undefined ? "" : `; signed by ${plain(node.signer, 120)}${at}`;
  const head = self
    ? [`${title} (${relationship})`]
    : [`${relationship} ${title}`, `${ingredientWords(node.state)}${signed}`];
  const actions = node.actions.slice(0, MOST_ACTIONS).map((action) => {
    const when = action.when === undefined ? "" : `, ${momentWords(action.when)}`;
    return `- ${plain(actionWords(action) + when, 240)}`;
  });
  const left = node.actions.length - actions.length;
  return [...head, ...actions, ...(left > 0 ? [`- and ${left} more`] : [])];
}

function hang(line: string, indent: string, columns: number): string[] {
  return wrap(line, Math.max(20, columns - indent.length - 2)).map(
    (part, i) => `${indent}${i > 0 && line.startsWith("- ") ? "  " : ""}${part}`,
  );
}
