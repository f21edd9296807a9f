// What the marks of this installation look like: a page can draw marks of its own, but it can't know which ring ours have.
// The panel, which no page can draw, shows it, so that a reader can compare.
import { useEffect, useState } from "preact/hooks";
import { glyphOf, type MarkState } from "../glyph.js";
import { glyphNumber } from "../glyph-number.js";
import { text } from "../text.js";
import { stateName } from "../words.js";

const STATES: readonly MarkState[] = ["Trusted", "Valid", "Invalid", "Found"];

export function OwnMarks() {
  const [variant, setVariant] = useState<number>();
  useEffect(() => void glyphNumber().then(setVariant), []);
  if (variant === undefined) return null;
  return (
    <section aria-labelledby="own-marks">
      <h2 id="own-marks">{text("panelMarks")}</h2>
      <ul class="marks">
        {STATES.map((state) => (
          <li key={state}>
            <OwnMark state={state} variant={variant} />
            {state === "Found" ? text("panelFound") : stateName(state)}
          </li>
        ))}
      </ul>
      <p class="soft">{text("panelMarksNote")}</p>
    </section>
  );
}

/** As content/mark.ts draws it over pages. */
function OwnMark({ state, variant }: { state: MarkState; variant: number }) {
  const { colour, ring, symbol, full } = glyphOf(state, variant);
  const ink = full ? "#fff" : colour;
  return (
    <svg
      class={full ? "full" : ""}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke={ink}
    >
      <circle
        cx="12"
        cy="12"
        r="11.5"
        fill={full ? colour : "#fff"}
        stroke={full ? "#fff" : colour}
      />
      <path class="ring" d={ring} stroke-width="1.4" />
      <path d={symbol} stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
