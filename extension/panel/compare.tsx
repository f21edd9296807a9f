// An ingredient's picture and the file over each other, with a slider between them. The slider is a plain range input:
// keyboard, screen readers and right-to-left come with it.
import { useState } from "preact/hooks";
import { plain } from "../plain.js";
import { text } from "../text.js";

export function Compare({
  before,
  after,
  title,
}: {
  before: string;
  after: string;
  title: string;
}) {
  const [part, setPart] = useState(50);
  return (
    <div class="compare">
      <div class="pair" style={{ "--part": `${part}%` }}>
        <img src={after} alt={text("panelCompareAfter")} />
        <img class="before" src={before} alt={text("panelCompareBefore")} />
      </div>
      <input
        class="slider"
        type="range"
        min="0"
        max="100"
        value={part}
        aria-label={text("panelCompareSlider", plain(title, 80))}
        onInput={(event) => setPart(Number(event.currentTarget.value))}
      />
      <p class="soft ends">
        <span>{text("panelCompareBefore")}</span>
        <span>{text("panelCompareAfter")}</span>
      </p>
    </div>
  );
}
