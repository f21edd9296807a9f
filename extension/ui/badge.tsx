// A state in a word with its shape, and the file's own sentence.
import { text } from "../text.js";
import { stateName } from "../words.js";
import { type Look, StateShape } from "./shape.js";

/** The state's name beside its shape. */
export function StateBadge({ look }: { look: Look }) {
  return (
    <span class={`state state-${look}`}>
      <StateShape look={look} /> {look === "Found" ? text("panelFound") : stateName(look)}
    </span>
  );
}
