// "Inspect a file": a place to drop one, and a button to choose one.
import { useRef, useState } from "preact/hooks";
import { text } from "../text.js";

export function Inspect({ onFile }: { onFile(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (file: File | null | undefined) => {
    if (file) onFile(file);
  };
  return (
    <section
      class={over ? "drop over" : "drop"}
      aria-labelledby="inspect"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
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
          take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}
