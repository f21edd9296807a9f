// The options page: everything that the reader can choose. Nothing here asks the network without a click.
import "../polyfill.js";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ColophonError } from "../../src/index.js";
import { plain } from "../plain.js";
import { onChange, type Settings, settings, change as store } from "../settings.js";
import { readLanguage, setLanguage, text } from "../text.js";
import { Access } from "./access.js";
import { Gateways } from "./gateways.js";
import { before, Kept, type Said } from "./keep.js";
import { Languages } from "./language.js";
import { SettingsFile } from "./settings-file.js";
import { Sites } from "./sites.js";
import { Status } from "./status.js";
import { TrustLists } from "./trust-lists.js";

function Options({ first }: { first: Settings }) {
  const [now, setNow] = useState(first);
  const [said, setSaid] = useState<Said>({ words: "" });
  useEffect(
    () =>
      onChange(() => {
        void reread().then(setNow);
      }),
    [],
  );
  const fail = useCallback((error: unknown) => setSaid({ words: wordsOf(error), bad: true }), []);
  const change = useCallback(
    async (part: Partial<Settings>, words: string) => {
      try {
        const then = await before(part);
        await store(part);
        setNow(await settings());
        const undo = async () => {
          await store(then);
          setNow(await settings());
          setSaid({ words: text("optionsUndone") });
        };
        setSaid({ words, undo });
      } catch (error) {
        fail(error);
      }
    },
    [fail],
  );
  const say = useCallback((words: string) => setSaid({ words }), []);
  return (
    <Kept.Provider value={{ settings: now, change, say, fail }}>
      <header>
        <h1>{text("optionsTitle")}</h1>
        <p>{text("optionsNothingCollected")}</p>
      </header>
      <Access />
      <Sites />
      <TrustLists />
      <Gateways />
      <Languages />
      <SettingsFile />
      <Status said={said} />
    </Kept.Provider>
  );
}

/** An error of ours in its own words; anything else as it comes, made inert. */
function wordsOf(error: unknown): string {
  const { message } = error instanceof Error ? error : { message: String(error) };
  const hint = error instanceof ColophonError && error.hint ? ` (${error.hint})` : "";
  return text("optionsFailed", plain(`${message}${hint}`, 400));
}

/** The language may have changed, too. */
async function reread(): Promise<Settings> {
  await readLanguage();
  titled();
  return settings();
}

function titled(): void {
  setLanguage(document);
  document.title = text("optionsTitle");
}

async function start(): Promise<void> {
  await readLanguage();
  titled();
  const root = document.getElementById("options");
  if (root) render(<Options first={await settings()} />, root);
}

void start();
