// Where there is nothing to list: why, and what can be done about it.
import { useState } from "preact/hooks";
import { text } from "../text.js";
import { hostWords } from "../ui/host-words.js";
import type { Site } from "../ui/site.js";

export interface EmptyActions {
  /** Asks for leave: for these sites by their patterns, or for all. */
  allow(patterns?: readonly string[]): void;
  /** Looks at the page now. False where the browser doesn't let us. */
  scan(): Promise<boolean>;
  turnOn(host: string): void;
}

export function EmptyPage({ site, actions }: { site: Site | undefined; actions: EmptyActions }) {
  if (site?.web === false) return <Empty heading="panelUnsupported" note="panelUnsupportedNote" />;
  if (site?.mode === "off")
    return (
      <Empty heading="panelOff" note="panelOffNote">
        {site.host !== "" && (
          <button type="button" class="main" onClick={() => actions.turnOn(site.host)}>
            {text("panelTurnOn")}
          </button>
        )}
        <CheckNow actions={actions} />
      </Empty>
    );
  if (site?.granted)
    return (
      <Empty
        heading={site.mode === "click" ? "panelOnClick" : "panelUnseen"}
        note="panelUnseenNote"
      >
        <CheckNow actions={actions} main />
      </Empty>
    );
  const patterns = site?.pattern === undefined ? [] : [site.pattern];
  return (
    <Empty heading="panelUnseen" note="panelUnseenNote">
      {site && patterns.length > 0 && (
        <button type="button" class="main" onClick={() => actions.allow(patterns)}>
          <bdi>{text("panelAllowSite", hostWords(site.host))}</bdi>
        </button>
      )}
      <button type="button" onClick={() => actions.allow()}>
        {text("panelAllowAll")}
      </button>
      <CheckNow actions={actions} />
    </Empty>
  );
}

function Empty(props: { heading: string; note: string; children?: preact.ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{text(props.heading)}</h2>
      <p class="soft">{text(props.note)}</p>
      {props.children && <div class="buttons">{props.children}</div>}
    </section>
  );
}

function CheckNow({ actions, main = false }: { actions: EmptyActions; main?: boolean }) {
  const [refused, setRefused] = useState(false);
  return (
    <>
      <button
        type="button"
        class={main ? "main" : ""}
        onClick={() => void actions.scan().then((seen) => setRefused(!seen))}
      >
        {text("panelCheckPage")}
      </button>
      {refused && <p role="alert">{text("panelCheckFailed")}</p>}
    </>
  );
}
