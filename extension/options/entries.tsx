// The certificates of a list, read when the reader opens them.
import { useState } from "preact/hooks";
import type { StoredList } from "../settings.js";
import { day, plural, text } from "../text.js";
import { Inert } from "../ui/inert.js";
import { type Entry, entriesOf } from "./published-list.js";

/** More than any published list has; a page of a thousand lines helps nobody. */
const MOST_SHOWN = 300;

export function Entries({ list }: { list: StoredList }) {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open)
          void entriesOf(list)
            .then(setEntries)
            .catch(() => setEntries([])); // read once already when it was stored
      }}
    >
      <summary>{plural("optionsCertificates", list.anchors)}</summary>
      <EntryList entries={entries} />
    </details>
  );
}

/** Certificates, one a line: whose, until when, and a fingerprint. */
export function EntryList({ entries }: { entries: readonly Entry[] }) {
  return (
    <ul class="entries">
      {entries.slice(0, MOST_SHOWN).map(({ subject, notAfter, sha256 }) => (
        <li key={sha256}>
          <Inert text={subject} /> <span class="soft">{text("optionsUntil", day(notAfter))}</span>{" "}
          <code class="soft">{sha256.slice(0, 16)}…</code>
        </li>
      ))}
    </ul>
  );
}
