// One line at the foot of the page that says what was just done, read out by screen readers, with a button to undo it.
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text.js";
import type { Said } from "./keep.js";

export function Status({ said: { words, bad = false, undo } }: { said: Said }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Whoever removed something by keyboard stood on a button that is gone.
    if (undo && document.activeElement === document.body) button.current?.focus();
  }, [undo]);
  return (
    <aside class="status" aria-label={text("optionsStatus")} data-empty={words === ""}>
      <p role="status" class={bad ? "bad" : ""}>
        {words}
      </p>
      {undo && (
        <button type="button" ref={button} onClick={() => void undo()}>
          {text("optionsUndo")}
        </button>
      )}
    </aside>
  );
}
