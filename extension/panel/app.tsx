// The panel as a whole: a header, the list or one file in full, a place for files, and what none of it proves.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { browser } from "../browser.js";
import { DEFAULTS, onChange, settings as read, type Settings } from "../settings.js";
import { number, text } from "../text.js";
import type { Listed } from "../ui/listing.js";
import { listing } from "../ui/listing.js";
import { PageHeader } from "../ui/page-header.js";
import { pictureOf, reveal, scan } from "../ui/page-link.js";
import { allow, patternOf, setMode } from "../ui/site.js";
import { type Store, useStore } from "../ui/store.js";
import { notProven } from "../words.js";
import type { PanelController } from "./controller.js";
import { DetailView } from "./detail-view.js";
import { Inspect } from "./inspect.js";
import { ListView } from "./list-view.js";
import { OwnMarks } from "./own-marks.js";
import { type Detail, isThere, keyOf, type PanelEvent, type PanelState } from "./panel-state.js";

interface AppProps {
  readonly store: Store<PanelState, PanelEvent>;
  readonly controller: PanelController;
}

export function App({ store, controller }: AppProps) {
  const state = useStore(store);
  const settings = useSettings();
  const { detail, site } = state;
  const gone = state.frames.size > 0 && !isThere(state);
  useReturnOfFocus(detail && keyOf(detail.subject));
  const say = (words: string) => store.tell({ is: "said", words });
  return (
    <>
      <PageHeader site={site}>
        <button type="button" class="quiet" onClick={() => void browser.runtime.openOptionsPage()}>
          {text("panelOptions")}
        </button>
      </PageHeader>
      <main>
        {detail ? (
          <>
            <div class="bar">
              <button type="button" class="back" onClick={() => controller.close()}>
                {text("panelBack")}
              </button>
              {detail.subject.from === "page" && !gone && (
                <button type="button" class="quiet" onClick={() => revealed(detail, controller)}>
                  {text("panelReveal")}
                </button>
              )}
            </div>
            {gone && <p class="warning">{text("panelGone")}</p>}
            <DetailView
              key={keyOf(detail.subject)}
              detail={detail}
              settings={settings}
              actions={detailActions(controller, say)}
            />
          </>
        ) : (
          <ListView state={state} actions={listActions(controller)} />
        )}
        {!detail && <OwnMarks />}
        <Inspect onFile={(file) => void controller.inspect(file)} say={say} />
      </main>
      <footer>
        <details>
          <summary>{text("panelNotProven")}</summary>
          <ul>
            {notProven().map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      </footer>
      <Said state={state} />
    </>
  );
}

/** What changed, for those who don't see it. */
function Said({ state }: { state: PanelState }) {
  const { credentials, checking } = listing(state.frames);
  const summary =
    state.page === "seen" && checking.length === 0
      ? text("panelListed", number(credentials.length))
      : "";
  return (
    <>
      <p class="said" role="status">
        {state.said}
      </p>
      <p class="unseen" role="status">
        {summary}
      </p>
    </>
  );
}

function listActions(controller: PanelController) {
  const refreshed = () => controller.refresh();
  return {
    open: ({ frame, item }: Listed) => void controller.show(frame, item.id),
    picture: async ({ frame, item }: Listed) =>
      controller.tab === undefined ? undefined : pictureOf(controller.tab, frame, item.id),
    allow: (patterns?: readonly string[]) => void allow(patterns).then(refreshed),
    turnOn: (host: string) => void setMode(host, "automatic").then(refreshed),
    scan: async () => {
      const seen = controller.tab !== undefined && (await scan(controller.tab));
      await refreshed();
      return seen;
    },
  };
}

function revealed({ subject }: Detail, { tab }: PanelController): void {
  if (subject.from === "page" && tab !== undefined) reveal(tab, subject.frame, subject.item);
}

function detailActions(controller: PanelController, say: (words: string) => void) {
  return {
    lookUp: () => void controller.lookUp(),
    // The browser's own prompt, where the host isn't granted, comes with the click.
    fetchRemote: (url: URL) =>
      void allow([patternOf(url)]).then((granted) =>
        granted ? controller.fetchRemote(url.host) : undefined,
      ),
    added: () => say(text("panelAdded")),
    say,
  };
}

/** Back in the list, the focus is where it was, before anybody can press a key. */
function useReturnOfFocus(key: string | undefined): void {
  const before = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (key === undefined && before.current !== undefined) {
      const row = [...document.querySelectorAll<HTMLElement>("[data-key]")].find(
        ({ dataset }) => dataset["key"] === before.current,
      );
      (row ?? document.querySelector<HTMLElement>("main button"))?.focus();
    }
    before.current = key;
  }, [key]);
}

function useSettings(): Settings {
  const [now, setNow] = useState(DEFAULTS);
  useEffect(() => {
    const take = () => void read().then(setNow);
    take();
    onChange(take);
  }, []);
  return now;
}
