// Certificates of the reader's own, from files: chosen, or dropped on the form.
import { useState } from "preact/hooks";
import { ColophonError } from "../../src/index.js";
import { plain } from "../plain.js";
import type { StoredList } from "../settings.js";
import { MAX_PEM } from "../settings-form.js";
import { text } from "../text.js";
import { freeName, pemText, sameList, storedList } from "../trust-entry.js";
import { Drop } from "../ui/drop.js";
import { useKeep } from "./keep.js";

export function AddList() {
  const { settings, change, say, fail } = useKeep();
  const [use, setUse] = useState<StoredList["use"]>("signers");
  const add = async (files: readonly File[]) => {
    try {
      let { lists } = settings;
      const added: string[] = [];
      const there: string[] = [];
      for (const file of files) {
        const list = await listFrom(file, use, lists);
        const same = sameList(list, lists);
        if (same) there.push(text("optionsOwnThere", plain(file.name, 80), plain(same.name, 80)));
        else {
          lists = [...lists, list];
          added.push(plain(file.name, 80));
        }
      }
      const names = added.join(", ").slice(0, 300);
      const words = [...(names ? [text("optionsOwnAdded", names)] : []), ...there.slice(0, 3)];
      if (names) await change({ lists }, words.join(" "));
      else if (words.length > 0) say(words.join(" "));
    } catch (error) {
      fail(error); // none of them was added
    }
  };
  return (
    <Drop onFiles={(files) => void add(files)}>
      <label>
        {text("optionsTrustedFor")}
        <select
          value={use}
          onChange={(event) =>
            setUse(event.currentTarget.value === "time-stamps" ? "time-stamps" : "signers")
          }
        >
          <option value="signers">{text("optionsUseSigners")}</option>
          <option value="time-stamps">{text("optionsUseTimeStamps")}</option>
        </select>
      </label>
      <label>
        {text("optionsOwnFile")}
        <input
          type="file"
          multiple
          accept=".pem,.crt,.cer,.der,application/x-pem-file,application/pkix-cert"
          onChange={(event) => {
            const input = event.currentTarget;
            void add([...(input.files ?? [])]).then(() => {
              input.value = ""; // so that the same file can be chosen again
            });
          }}
        />
      </label>
    </Drop>
  );
}

async function listFrom(
  file: File,
  use: StoredList["use"],
  lists: readonly StoredList[],
): Promise<StoredList> {
  if (file.size > MAX_PEM)
    throw new ColophonError("FILE_TOO_LARGE", `${file.name} is too large for certificates`);
  const pem = pemText(new Uint8Array(await file.arrayBuffer()));
  const name = freeName(file.name.replace(/\.(pem|crt|cer|der)$/i, ""), lists);
  return storedList({ name, use, pem, source: file.name }, new Date());
}
