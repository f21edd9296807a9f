// The tree of a file's history: what was done to it, and what it was made from, with pictures.
import type { Action, ProvenanceNode } from "../../../src/index.js";
import { actionWords } from "../action-words.js";
import { countNodes } from "../text-tree.js";
import { ingredientWords, relationshipWords, toolWords } from "../words.js";
import { moment } from "./facts.js";
import { bdi, html, type Markup } from "./markup.js";
import { type Budget, type Picture, pictureUrl } from "./picture.js";
import { NODE_SHAPE } from "./shape.js";

/** A hostile history may be deep and wide: this much is shown, the rest is counted. */
const DEEPEST = 10;
const MOST_NODES = 200;
const MOST_ACTIONS = 40;

/** The tree below and including `root`, as nested lists. */
export function historyTree(
  root: ProvenanceNode,
  thumbnails: ReadonlyMap<string, Picture>,
  budget: Budget,
): Markup {
  let shown = 0;

  function branch(nodes: readonly ProvenanceNode[], depth: number): Markup | undefined {
    if (nodes.length === 0) return undefined;
    const items: Markup[] = [];
    let hidden = 0;
    for (const node of nodes) {
      if (depth > DEEPEST || shown >= MOST_NODES) hidden += countNodes(node);
      else {
        shown++;
        items.push(html`<li>${card(node)}${branch(node.ingredients, depth + 1)}</li>`);
      }
    }
    const more = `and ${hidden} earlier ingredient${hidden === 1 ? "" : "s"}`;
    return html`<ul>${items}${hidden > 0 && html`<li class="more">${more}</li>`}</ul>`;
  }

  function card(node: ProvenanceNode): Markup {
    const self = node.relationship === "self";
    const url = pictureUrl(node.thumbnail && thumbnails.get(node.thumbnail.uri), budget);
    const actions = node.actions.slice(0, MOST_ACTIONS);
    const left = node.actions.length - actions.length;
    return html`<div class="node">
${url ? html`<img src="${url}" alt="">` : html`<span class="no-picture">${kindWord(node.mediaType)}</span>`}
<div class="about">
<p class="name"><span class="relation">${relationshipWords(node.relationship)}</span> <strong>${bdi(node.title, 160)}</strong></p>
${!self && html`<p class="held held-${node.state}">${NODE_SHAPE[node.state]} ${ingredientWords(node.state)}</p>`}
${!self && origin(node)}
${actions.length > 0 && html`<ol class="actions">${actions.map(actionItem)}${left > 0 && html`<li>and ${left} more</li>`}</ol>`}
</div></div>`;
  }

  return html`<div class="tree">${branch([root], 0)}</div>`;
}

/** `image/png` as `png`, where it is short enough to stand in a small square. */
function kindWord(mediaType: string | undefined): string {
  return /^[a-z]+\/([a-z0-9]{2,5})(?:\+[a-z]+)?$/.exec(mediaType ?? "")?.[1] ?? "";
}

/** Who signed an ingredient, when, with what. */
function origin(node: ProvenanceNode): Markup | undefined {
  const parts = [
    node.signer !== undefined && html`signed by ${bdi(node.signer, 160)}`,
    node.at !== undefined && moment(node.at),
    node.generator && html`with ${bdi(toolWords(node.generator), 160)}`,
  ].filter((part) => part instanceof Object);
  if (parts.length === 0) return undefined;
  return html`<p class="origin">${parts.map((part, i) => (i === 0 ? part : html`, ${part}`))}</p>`;
}

function actionItem(action: Action): Markup {
  return html`<li>${bdi(actionWords(action))}${action.when !== undefined && html` <small>${moment(action.when)}</small>`}</li>`;
}
