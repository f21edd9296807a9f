// The tree of a file's history: what was done to it, and what it was made from, with pictures. A hostile history may be
// deep and wide: what is folded is not drawn until somebody opens it.
import { useState } from "preact/hooks";
import type { Action, ProvenanceNode } from "../../src/index.js";
import { actionWords } from "../action-words.js";
import { plural, text } from "../text.js";
import { Inert, Moment } from "../ui/inert.js";
import { usePicture } from "../ui/picture.js";
import { NodeShape } from "../ui/shape.js";
import { historyHeading, ingredientWords, relationshipWords, toolWords } from "../words.js";
import { Compare } from "./compare.js";

/** More ingredients than these are folded (C2PA User Experience Guidance, on manifests beyond four). */
const MOST_OPEN = 4;
const MOST_ACTIONS = 12;

interface Pictures {
  readonly kept: ReadonlyMap<string, Blob>;
  /** The file itself, to compare ingredients with. */
  readonly own: Blob | undefined;
}

export function History(props: {
  tree: ProvenanceNode;
  state: Parameters<typeof historyHeading>[0];
  pictures: Pictures;
}) {
  const { tree, state, pictures } = props;
  return (
    <section>
      <h3>{historyHeading(state)}</h3>
      <div class="tree">
        <ul>
          <Branch node={tree} pictures={pictures} depth={0} />
        </ul>
      </div>
    </section>
  );
}

function Branch({
  node,
  pictures,
  depth,
}: {
  node: ProvenanceNode;
  pictures: Pictures;
  depth: number;
}) {
  const { ingredients } = node;
  const branches = (nodes: readonly ProvenanceNode[]) =>
    nodes.map((one, i) => <Branch key={i} node={one} pictures={pictures} depth={depth + 1} />);
  const folded = depth > 0 ? ingredients : ingredients.slice(MOST_OPEN);
  return (
    <li>
      <Card node={node} pictures={pictures} />
      {depth === 0 && ingredients.length > 0 && (
        <ul>
          {branches(ingredients.slice(0, MOST_OPEN))}
          {folded.length > 0 && (
            <li>
              <Folded label={plural("panelMore", folded.length)}>{() => branches(folded)}</Folded>
            </li>
          )}
        </ul>
      )}
      {depth > 0 && folded.length > 0 && (
        <Folded label={plural("panelIngredients", folded.length)}>{() => branches(folded)}</Folded>
      )}
    </li>
  );
}

/** How many of a wide branch are drawn at once when it is opened. */
const PAGE = 50;

function Folded(props: { label: string; children: () => preact.ComponentChild[] }) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(PAGE);
  const drawn = open ? props.children() : [];
  return (
    <details class="folded" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.label}</summary>
      {open && (
        <ul>
          {drawn.slice(0, most)}
          {drawn.length > most && (
            <li>
              <button type="button" class="quiet" onClick={() => setMost(most + PAGE)}>
                {plural("panelMore", drawn.length - most)}
              </button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}

function Card({ node, pictures: { kept, own } }: { node: ProvenanceNode; pictures: Pictures }) {
  const self = node.relationship === "self";
  const blob = node.thumbnail && kept.get(node.thumbnail.uri);
  const url = usePicture(blob ?? (self ? own : undefined));
  const ownUrl = usePicture(self ? undefined : own);
  const [comparing, setComparing] = useState(false);
  const actions = node.actions.slice(0, MOST_ACTIONS);
  const left = node.actions.length - actions.length;
  const comparable = !self && url !== undefined && ownUrl !== undefined;
  return (
    <div class="node">
      {url === undefined ? (
        <span class="no-picture" aria-hidden="true">
          {kindWord(node.mediaType)}
        </span>
      ) : (
        <img src={url} alt="" />
      )}
      <div class="about">
        <p class="name">
          <span class="soft">{relationshipWords(node.relationship)}</span>{" "}
          <strong>
            <Inert text={node.title} longest={160} />
          </strong>
        </p>
        {!self && (
          <p class={`held held-${node.state}`}>
            <NodeShape state={node.state} /> {ingredientWords(node.state)}
          </p>
        )}
        {!self && <Origin node={node} />}
        {actions.length > 0 && (
          <ol class="actions">
            {actions.map((action, i) => (
              <OneAction key={i} action={action} at={node.at} />
            ))}
            {left > 0 && <li>{plural("panelMore", left)}</li>}
          </ol>
        )}
        {comparable && (
          <button
            type="button"
            class="quiet"
            aria-expanded={comparing}
            onClick={() => setComparing(!comparing)}
          >
            {text(comparing ? "panelCompareHide" : "panelCompare")}
          </button>
        )}
      </div>
      {comparable && comparing && <Compare before={url} after={ownUrl} title={node.title} />}
    </div>
  );
}

/** `image/png` as `png`, where it is short enough to stand in a small square. */
function kindWord(mediaType: string | undefined): string {
  return /^[a-z]+\/([a-z0-9]{2,5})(?:\+[a-z]+)?$/.exec(mediaType ?? "")?.[1] ?? "";
}

/** Who signed an ingredient, when, with what. */
function Origin({ node: { signer, at, generator } }: { node: ProvenanceNode }) {
  if (signer === undefined && at === undefined && generator === undefined) return null;
  return (
    <p class="soft origin">
      {signer !== undefined && (
        <span>
          <Inert text={text("panelSignedWords", signer)} longest={160} />
        </span>
      )}
      {at !== undefined && (
        <span>
          <Moment iso={at} />
        </span>
      )}
      {generator && (
        <span>
          <Inert text={text("panelWith", toolWords(generator))} longest={160} />
        </span>
      )}
    </p>
  );
}

/** A time that the file itself has, too, is not repeated. */
function OneAction({ action, at }: { action: Action; at: string | undefined }) {
  return (
    <li>
      <Inert text={actionWords(action)} />
      {action.when !== undefined && !isSameSecond(action.when, at) && (
        <small>
          <Moment iso={action.when} />
        </small>
      )}
    </li>
  );
}

function isSameSecond(one: string, other: string | undefined): boolean {
  return other !== undefined && Math.abs(Date.parse(one) - Date.parse(other)) < 2000;
}
