// The popup as a whole.

import { number, plural, text } from "../text.js";
import { hostWords } from "../ui/host-words.js";
import { type Listed, listing } from "../ui/listing.js";
import { openPanel } from "../ui/open-panel.js";
import { PageHeader } from "../ui/page-header.js";
import { pictureOf, scan } from "../ui/page-link.js";
import { Row } from "../ui/row.js";
import { allow, SITE_MODES, type Site, setMode } from "../ui/site.js";
import { type Store, useStore } from "../ui/store.js";
import { modeName } from "../words.js";
import type { PopupEvent, PopupState } from "./popup-state.js";

/** How many items are shown before the panel is the better place. */
const MOST = 3;

export function App(props: { store: Store<PopupState, PopupEvent>; refresh(): Promise<void> }) {
  const { store, refresh } = props;
  const { tab, site, frames, refused } = useStore(store);
  const { credentials, notChecked, without } = listing(frames);
  // What does not check out must not hide behind what does.
  const first = [...credentials].sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
  const patterns = site?.pattern === undefined ? [] : [site.pattern];
  const open = (listed?: Listed) => void openPanel(tab, listed);
  const check = async () => {
    if (tab === undefined || !(await scan(tab))) store.tell({ is: "refused" });
    else await refresh();
  };
  return (
    <>
      <PageHeader site={site} />
      <main>
        {frames.size === 0 ? (
          <p>{text(unseen(site))}</p>
        ) : (
          <dl class="counts">
            <Count label={text("popupWith")} count={credentials.length} />
            <Count label={text("popupNotChecked")} count={notChecked.length} />
            <Count label={text("popupWithout")} count={without.length} />
          </dl>
        )}
        {credentials.length > 0 && (
          <ul class="rows">
            {first.map((listed) => (
              <li key={`${listed.frame} ${listed.item.id}`}>
                <Row
                  listed={listed}
                  onOpen={() => open(listed)}
                  picture={async () =>
                    tab === undefined ? undefined : pictureOf(tab, listed.frame, listed.item.id)
                  }
                />
              </li>
            ))}
          </ul>
        )}
        {credentials.length > MOST && (
          <p class="soft">{plural("panelMore", credentials.length - MOST)}</p>
        )}
        <div class="buttons">
          <button type="button" class="main" onClick={() => open()}>
            {text("popupOpen")}
          </button>
          {site?.web !== false && (
            <button type="button" onClick={() => void check()}>
              {text("panelCheckPage")}
            </button>
          )}
        </div>
        {refused && <p role="alert">{text("panelCheckFailed")}</p>}
        {site?.web && !site.granted && patterns.length > 0 && (
          <section class="ask">
            <p class="soft">{text("popupGrantNote")}</p>
            <button type="button" onClick={() => void allow(patterns).then(refresh)}>
              <bdi>{text("panelAllowSite", hostWords(site.host))}</bdi>
            </button>
          </section>
        )}
        {site && site.host !== "" && <Modes site={site} refresh={refresh} />}
      </main>
    </>
  );
}

/** Why there are no numbers: a page that nobody looked at has none, not even noughts. */
function unseen(site: Site | undefined): string {
  if (site?.web === false) return "panelUnsupported";
  return site?.mode === "off" ? "panelOff" : "panelUnseen";
}

function rank({ look }: Listed): number {
  return look === "Invalid" ? 0 : 1;
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{number(count)}</dd>
    </div>
  );
}

function Modes({ site, refresh }: { site: Site; refresh(): Promise<void> }) {
  return (
    <fieldset class="modes">
      <legend>
        <bdi>{text("popupMode", hostWords(site.host))}</bdi>
      </legend>
      {SITE_MODES.map((mode) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={site.mode === mode}
            onChange={() => void setMode(site.host, mode).then(refresh)}
          />
          <span>{modeName(mode)}</span>
        </label>
      ))}
    </fieldset>
  );
}
