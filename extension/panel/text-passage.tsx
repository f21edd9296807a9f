// A passage of a page: what it has to do with the text that was signed, and which words were looked at, as they stand.

import { isFoundByWords } from "../found-by-words.js";
import type { Checked } from "../messages.js";
import { passageName, passageWords } from "../passage-words.js";
import { plural, text } from "../text.js";
import { StateBadge } from "../ui/badge.js";
import { directionOf } from "../ui/direction.js";
import { Inert } from "../ui/inert.js";
import { summaryWords } from "../verdict-words.js";

/** State, label and sentence. */
export function PassageOutcome({ checked }: { checked: Checked }) {
  const { verdict } = checked;
  const name = passageName(checked);
  return (
    <>
      <p class="big">
        <StateBadge look={isFoundByWords(verdict) ? "Found" : verdict.state} />{" "}
        {name !== "" && <span class="label">{name}</span>}
      </p>
      <p class="says">
        <Inert text={passageWords(checked) ?? summaryWords(verdict)} longest={400} />
      </p>
    </>
  );
}

/** Blocks that are shown at once. */
const MOST = 3;

/** The words that were looked at. */
export function Quoted({ words: { quote } }: { words: NonNullable<Checked["words"]> }) {
  if (quote.length === 0) return null;
  const rest = quote.slice(MOST);
  return (
    <section>
      <h3>{text("textPassage")}</h3>
      <blockquote class="passage">
        <Blocks blocks={quote.slice(0, MOST)} />
        {rest.length > 0 && (
          <details>
            <summary>{plural("panelMore", rest.length)}</summary>
            <Blocks blocks={rest} />
          </details>
        )}
      </blockquote>
    </section>
  );
}

function Blocks({ blocks }: { blocks: readonly string[] }) {
  return blocks.map((block, i) => (
    <p key={i} dir={directionOf(block)}>
      <Inert text={block} longest={2000} />
    </p>
  ));
}
