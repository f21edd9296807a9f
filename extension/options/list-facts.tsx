// A list in use: what it is trusted for, where it came from, what is in it, and how it is taken out of use.
import type { StoredList } from "../settings.js";
import { text } from "../text.js";
import { Inert, Moment } from "../ui/inert.js";
import { Entries } from "./entries.js";
import { useKeep } from "./keep.js";

/** What a list is, where it came from, when, and what is in it. */
export function ListFacts({ list }: { list: StoredList }) {
  return (
    <>
      <p>{text(list.use === "signers" ? "optionsForSigners" : "optionsForTimeStamps")}</p>
      <dl>
        <dt>{text("optionsSource")}</dt>
        <dd>
          <Inert text={list.source} />
        </dd>
        <dt>{text("optionsSince")}</dt>
        <dd>
          <Moment iso={list.at} />
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <code>{list.sha256}</code>
        </dd>
      </dl>
      <Entries list={list} />
    </>
  );
}

/** Takes a list out of use; it can be undone. */
export function RemoveList({ list, title = list.name }: { list: StoredList; title?: string }) {
  const { settings, change } = useKeep();
  const others = settings.lists.filter(({ name, use }) => name !== list.name || use !== list.use);
  return (
    <button
      type="button"
      aria-label={text("optionsRemoveOne", title)}
      onClick={() => void change({ lists: others }, text("optionsRemoved", title))}
    >
      {text("optionsRemove")}
    </button>
  );
}
