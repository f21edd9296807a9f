// Everything that was found on the page: what carries credentials first, then what could not be checked and why, then a
// count of the rest, which is never an alarm. And, where there is nothing to show, what to do.
import { useState } from "preact/hooks";
import { plain } from "../plain.js";
import { number, plural, text } from "../text.js";
import { fileName, type Listed, listing } from "../ui/listing.js";
import { Row } from "../ui/row.js";
import { kindName } from "../words.js";
import { type EmptyActions, EmptyPage } from "./empty.js";
import type { PanelState } from "./panel-state.js";

export interface ListActions extends EmptyActions {
  open(listed: Listed): void;
  picture(listed: Listed): Promise<Blob | undefined>;
}

export function ListView({ state, actions }: { state: PanelState; actions: ListActions }) {
  const { credentials, notChecked, checking, without } = listing(state.frames);
  const none = credentials.length + notChecked.length + checking.length + without.length === 0;
  const off = state.site?.mode === "off" || state.site?.web === false;
  if (state.page === "looking") return <p class="soft">{text("panelLooking")}</p>;
  if (state.page === "unseen" || (off && none))
    return <EmptyPage site={state.site} actions={actions} />;
  return (
    <>
      {checking.length > 0 && (
        <p class="soft progress">{text("panelChecking", number(checking.length))}</p>
      )}
      {credentials.length > 0 ? (
        <Group heading={text("panelCredentials")} all={credentials} actions={actions} />
      ) : (
        checking.length === 0 && (
          <section class="empty">
            <h2>{text("panelNothing")}</h2>
            <p class="soft">{text(none ? "panelNoMedia" : "panelNothingNote")}</p>
          </section>
        )
      )}
      {notChecked.length > 0 && (
        <Group
          heading={text("panelNotChecked")}
          note={text("panelNotCheckedNote")}
          all={notChecked}
          actions={actions}
          checkable
        />
      )}
      {without.length > 0 && <Without all={without} actions={actions} />}
    </>
  );
}

/** How many rows are drawn at once. */
const PAGE = 60;

function Group(props: {
  heading: string;
  note?: string;
  all: readonly Listed[];
  actions: ListActions;
  checkable?: boolean;
}) {
  const { heading, note, all, actions, checkable = false } = props;
  return (
    <section>
      <h2>
        {heading} <span class="count">{number(all.length)}</span>
      </h2>
      {note !== undefined && <p class="soft">{note}</p>}
      <Rows all={all} actions={actions} checkable={checkable} />
    </section>
  );
}

function Rows(props: { all: readonly Listed[]; actions: ListActions; checkable?: boolean }) {
  const { all, actions, checkable = false } = props;
  const [most, setMost] = useState(PAGE);
  return (
    <>
      <ul class="rows">
        {all.slice(0, most).map((listed) => (
          <li key={`${listed.frame} ${listed.item.id}`}>
            <Row
              listed={listed}
              onOpen={() => actions.open(listed)}
              picture={() => actions.picture(listed)}
            />
            {checkable && <CheckButton listed={listed} onCheck={() => actions.open(listed)} />}
          </li>
        ))}
      </ul>
      {all.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + PAGE)}>
          {plural("panelMore", all.length - most)}
        </button>
      )}
    </>
  );
}

function CheckButton({ listed: { item }, onCheck }: { listed: Listed; onCheck(): void }) {
  const name = plain(item.excerpt || fileName(item.url) || kindName(item.kind), 60);
  return (
    <button
      type="button"
      class="check"
      aria-label={text("panelCheckNamed", name)}
      onClick={onCheck}
    >
      {text(item.checked ? "panelCheckAgain" : "panelCheck")}
    </button>
  );
}

function Without({ all, actions }: { all: readonly Listed[]; actions: ListActions }) {
  const [open, setOpen] = useState(false);
  return (
    <section class="without">
      <p class="soft">{plural("panelWithout", all.length)}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{text("panelShowThem")}</summary>
        {open && <Rows all={all} actions={actions} />}
      </details>
    </section>
  );
}
