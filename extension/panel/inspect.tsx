// "Inspect a file": a place to drop one, and a button to choose one.
import { useRef } from "preact/hooks";
import { text } from "../text.js";
import { Drop } from "../ui/drop.js";

export function Inspect(props: { onFile(file: File): void; say(words: string): void }) {
  const { onFile, say } = props;
  const input = useRef<HTMLInputElement>(null);
  const take = ([file, ...others]: readonly File[]) => {
    if (file) onFile(file);
    if (file && others.length > 0) say(text("panelInspectOne", file.name));
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
