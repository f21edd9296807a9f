// All settings as a file: for another computer, or to have them back.
import { ColophonError } from "../../src/index.js";
import { plural, text } from "../text.js";
import { useKeep } from "./keep.js";
import { exported, imported, MAX_FILE } from "./transfer.js";

const NAME = "colophon-settings.json";

export function SettingsFile() {
  const { settings, change, say, fail } = useKeep();
  const save = () => {
    const url = URL.createObjectURL(new Blob([exported(settings)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = NAME;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    say(text("optionsExported", NAME));
  };
  const load = async (file: File) => {
    try {
      if (file.size > MAX_FILE) throw new ColophonError("FILE_TOO_LARGE", "the file is too large");
      const all = await imported(await file.text());
      await change(all, plural("optionsImported", all.lists.length, all.gateways.join(", ")));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <section aria-labelledby="file">
      <h2 id="file">{text("optionsFile")}</h2>
      <p>{text("optionsFileWords")}</p>
      <p class="line">
        <button type="button" onClick={save}>
          {text("optionsExport")}
        </button>
        <label>
          {text("optionsImport")}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const input = event.currentTarget;
              const [file] = input.files ?? [];
              if (file)
                void load(file).then(() => {
                  input.value = "";
                });
            }}
          />
        </label>
      </p>
    </section>
  );
}
