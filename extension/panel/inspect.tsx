// "Inspect a file": a place to drop one, and a button to choose one.
import { useRef } from "preact/hooks";
import { text } from "../text.js";
import { Drop } from "../ui/drop.js";

export function Inspect({ onFile }: { onFile(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = ([file]: readonly File[]) => {
    if (file) onFile(file);
  };
  return (
    <section aria-labelledby="inspect">
      <Drop onFiles={take}>
        <h2 id="inspect">{text("panelInspect")}</h2>
        <p class="soft">{text("panelInspectNote")}</p>
        <button type="button" onClick={() => input.current?.click()}>
          {text("panelInspectChoose")}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={text("panelInspectChoose")}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </Drop>
    </section>
  );
}
