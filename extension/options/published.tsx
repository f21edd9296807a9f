// One list of the C2PA: got with a click; taken at once if it is the very file that is known, shown first otherwise.
import { useState } from "preact/hooks";
import type { KnownList } from "../../src/index.js";
import type { StoredList } from "../settings.js";
import { day, plural, text } from "../text.js";
import { EntryList } from "./entries.js";
import { useKeep } from "./keep.js";
import { ListFacts, RemoveList } from "./list-facts.js";
import { type Change, changeOf, download, useOf } from "./published-list.js";

interface Waiting {
  readonly list: StoredList;
  readonly change: Change;
}

export function Published({ known }: { known: KnownList }) {
  const { settings, change, say, fail } = useKeep();
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState<Waiting>();
  const inUse = settings.lists.find(({ name }) => name === known.name);
  const host = new URL(known.url).host;

  const take = async (list: StoredList) => {
    setWaiting(undefined);
    const others = settings.lists.filter(({ name }) => name !== list.name);
    await change({ lists: [...others, list] }, text("optionsListTaken", known.title));
  };
  const get = async () => {
    setBusy(true);
    try {
      const list = await download(known, new Date());
      if (list.sha256 === inUse?.sha256) say(text("optionsListSame", known.title));
      else if (list.sha256 === known.sha256) await take(list);
      else {
        setWaiting({ list, change: await changeOf(inUse, list) });
        say(text("optionsListWaits", known.title));
      }
    } catch (error) {
      fail(error); // what is in use stays in use
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="card">
      <h3>{known.title}</h3>
      {inUse ? (
        <ListFacts list={inUse} />
      ) : (
        <p>{text(useOf(known) === "signers" ? "optionsForSigners" : "optionsForTimeStamps")}</p>
      )}
      {inUse?.sha256 === known.sha256 && <p>{text("optionsListPinned", day(known.pinned))}</p>}
      {waiting && <Review known={known} inUse={inUse} waiting={waiting} />}
      <p class="line">
        {waiting ? (
          <>
            <button type="button" class="main" onClick={() => void take(waiting.list)}>
              {text("optionsListTake")}
            </button>
            <button type="button" onClick={() => setWaiting(undefined)}>
              {text(inUse ? "optionsListKeep" : "optionsListLeave")}
            </button>
          </>
        ) : (
          <button
            type="button"
            class={inUse ? "" : "main"}
            aria-disabled={busy}
            aria-label={text(inUse ? "optionsListUpdateOne" : "optionsListGetOne", known.title)}
            onClick={busy ? undefined : () => void get()}
          >
            {text(inUse ? "optionsListUpdate" : "optionsListGet")}
          </button>
        )}
        {inUse && !waiting && <RemoveList list={inUse} title={known.title} />}
        <span class="soft">{text("optionsListAsks", host)}</span>
      </p>
    </li>
  );
}

/** What a list would change that is not the one that is known. */
function Review({
  known,
  inUse,
  waiting: { list, change },
}: {
  known: KnownList;
  inUse: StoredList | undefined;
  waiting: Waiting;
}) {
  return (
    <div class="review">
      <p>
        <strong>{text("optionsListDiffers", day(known.pinned))}</strong>{" "}
        {text(inUse ? "optionsListThan" : "optionsListFirst")}
      </p>
      <dl>
        <dt>{text("optionsListHas")}</dt>
        <dd>
          <code>{list.sha256}</code>
        </dd>
        <dt>{text("optionsListKnown")}</dt>
        <dd>
          <code>{known.sha256}</code>
        </dd>
      </dl>
      <h4>{plural("optionsListAdds", change.added.length)}</h4>
      <EntryList entries={change.added} />
      <h4>{plural("optionsListRemoves", change.removed.length)}</h4>
      <EntryList entries={change.removed} />
    </div>
  );
}
