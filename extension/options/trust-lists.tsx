// Whose signatures count: the lists that the C2PA publishes, and certificates of the reader's own.
import { KNOWN_LISTS } from "../../src/trust/index.js";
import type { StoredList } from "../settings.js";
import { text } from "../text.js";
import { isPublished } from "../trust-entry.js";
import { Inert } from "../ui/inert.js";
import { AddList } from "./add-list.js";
import { useKeep } from "./keep.js";
import { ListFacts, RemoveList } from "./list-facts.js";
import { Published } from "./published.js";

export function TrustLists() {
  const { settings } = useKeep();
  const own = settings.lists.filter((list) => !isPublished(list));
  return (
    <section aria-labelledby="trust">
      <h2 id="trust">{text("optionsTrust")}</h2>
      <p>{text("optionsTrustWords")}</p>
      <ul class="plain">
        {KNOWN_LISTS.map((known) => (
          <Published key={known.name} known={known} />
        ))}
      </ul>
      <h3>{text("optionsOwn")}</h3>
      {own.length === 0 && <p class="soft">{text("optionsOwnNone")}</p>}
      <ul class="plain">
        {own.map((list) => (
          <Own key={`${list.use} ${list.name}`} list={list} />
        ))}
      </ul>
      <AddList />
    </section>
  );
}

function Own({ list }: { list: StoredList }) {
  return (
    <li class="card">
      <h4>
        <Inert text={list.name} longest={100} />
      </h4>
      <ListFacts list={list} />
      <RemoveList list={list} />
    </li>
  );
}
