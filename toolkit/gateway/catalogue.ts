// What there is, in memory: every item and every transaction by id, owner, tag and the rest, in one order. The order is that
// of the chain, and what is in no block yet follows in the order of arrival. Mining keeps it, and so does a restart: so a
// cursor, which names an entry, goes on where it was.
import type { Tag } from "../../src/archive/index.js";
import { includes, Postings } from "./postings.js";
import type { Place } from "./store.js";

export interface Entry {
  readonly id: string;
  readonly kind: "item" | "transaction";
  /** Addresses. */
  readonly owner: string;
  readonly recipient: string;
  readonly mediaType: string | undefined;
  /** The item with its head, or the transaction's data. */
  place: Place;
  /** Where the payload starts in `place`. */
  readonly dataStart: number;
  /** Id of the transaction that carries the item. */
  bundledIn?: string;
  /** Height of its block. */
  height?: number;
  position: Position;
}

/** Within a block: what the gateway bundled comes first, each by its number; a transaction comes before its items. */
export interface Position {
  readonly own: boolean;
  /** Of the transaction, or of the file in `pending`. */
  readonly number: number;
  /** In that file; -1 for the transaction itself. */
  readonly offset: number;
}

export interface Selection {
  readonly ids?: readonly string[];
  readonly owners?: readonly string[];
  readonly recipients?: readonly string[];
  readonly bundledIn?: readonly string[];
  readonly tags?: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly not: boolean;
  }[];
  /** Heights, both included; with either, only what is in a block. */
  readonly min?: number;
  readonly max?: number;
  readonly oldestFirst: boolean;
  /** Go on behind this entry. */
  readonly after?: Entry;
  readonly limit: number;
}

export class Catalogue {
  readonly #byId = new Map<string, Entry>();
  /** Entries by number, in the order of arrival, and the numbers by key and by entry. */
  readonly #entries: Entry[] = [];
  readonly #postings = new Postings();
  readonly #numbers = new Map<Entry, number>();
  #ordered: Entry[] = [];
  #isSorted = true;

  /** Files an entry; an id that is there already stays what it was. */
  add(entry: Entry, tags: readonly Tag[]): void {
    if (this.#byId.has(entry.id)) return;
    this.#byId.set(entry.id, entry);
    const last = this.#ordered.at(-1);
    if (last && compareEntries(last, entry) > 0) this.#isSorted = false;
    this.#ordered.push(entry);
    this.#numbers.set(entry, this.#entries.push(entry) - 1);
    const keys = tags.map(({ name, value }) => tagKey(name, value));
    for (const key of new Set([...keys, `owner\0${entry.owner}`, `recipient\0${entry.recipient}`]))
      this.#file(key, entry);
    if (entry.bundledIn !== undefined) this.#file(`bundle\0${entry.bundledIn}`, entry);
  }

  /** An item that was pending is in a transaction now. */
  bundle(entry: Entry, bundledIn: string, place: Place): void {
    entry.place = place;
    entry.bundledIn = bundledIn;
    this.#file(`bundle\0${bundledIn}`, entry);
  }

  /** An entry is in a block now. */
  settle(entry: Entry, height: number, position: Position): void {
    entry.height = height;
    entry.position = position;
    this.#isSorted = false;
  }

  get(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Entry> {
    return this.#byId.values();
  }

  /** Items that are in no transaction yet, in the order of arrival. */
  pending(): Entry[] {
    const found: Entry[] = [];
    const all = this.#sorted();
    for (let i = all.length - 1; i >= 0 && all[i]?.height === undefined; i--) {
      const entry = all[i];
      if (entry?.kind === "item" && entry.bundledIn === undefined) found.push(entry);
    }
    return found.reverse();
  }

  /** What matches every field that is there, and whether there is more behind it. */
  select(selection: Selection): { entries: readonly Entry[]; more: boolean } {
    const { min, max, oldestFirst, after, limit } = selection;
    const [fewest, ...others] = this.#wanted(selection);
    const excluded = (selection.tags ?? [])
      .filter(({ not }) => not)
      .flatMap(({ name, values }) => values.map((value) => this.#list(tagKey(name, value))));
    const allows = (entry: Entry): boolean => {
      const number = this.#numbers.get(entry) ?? -1;
      const isIn = (list: readonly number[]) => includes(list, number);
      return others.every((lists) => lists.some(isIn)) && !excluded.some(isIn);
    };
    const ranged = min !== undefined || max !== undefined;
    const all = fewest
      ? [...new Set(fewest.flat())]
          .flatMap((number) => this.#entries[number] ?? [])
          .sort(compareEntries)
      : this.#sorted();
    const found: Entry[] = [];
    const step = oldestFirst ? 1 : -1;
    for (let i = startOf(all, after, step); i >= 0 && i < all.length; i += step) {
      const entry = all[i];
      if (!entry || !allows(entry)) continue;
      const { height } = entry;
      if (ranged && (height === undefined || height < (min ?? 0) || height > (max ?? height)))
        continue;
      if (found.length === limit) return { entries: found, more: true };
      found.push(entry);
    }
    return { entries: found, more: false };
  }

  /** For each field the numbers that it allows, in one list for each of its values; the field with the fewest first. */
  #wanted({ ids, owners, recipients, bundledIn, tags }: Selection): (readonly number[])[][] {
    const fields: (readonly number[])[][] = [];
    const any = (keys: readonly string[] | undefined) => {
      if (keys) fields.push([...new Set(keys)].map((key) => this.#list(key)));
    };
    if (ids)
      fields.push(
        ids.flatMap((id) => {
          const entry = this.#byId.get(id);
          return entry ? [[this.#numbers.get(entry) ?? -1]] : [];
        }),
      );
    any(owners?.map((owner) => `owner\0${owner}`));
    any(recipients?.map((recipient) => `recipient\0${recipient}`));
    any(bundledIn?.map((id) => `bundle\0${id}`));
    for (const { name, values, not } of tags ?? [])
      if (!not) any(values.map((value) => tagKey(name, value)));
    const size = (lists: readonly (readonly number[])[]) =>
      lists.reduce((sum, { length }) => sum + length, 0);
    return fields.sort((a, b) => size(a) - size(b));
  }

  #list(key: string): readonly number[] {
    return this.#postings.list(key);
  }

  #file(key: string, entry: Entry): void {
    this.#postings.add(key, this.#numbers.get(entry) ?? -1);
  }

  #sorted(): Entry[] {
    if (!this.#isSorted) this.#ordered.sort(compareEntries); // nearly sorted: that takes one pass
    this.#isSorted = true;
    return this.#ordered;
  }
}

/** No tag has an empty name, so no key of another kind is the key of a tag. */
function tagKey(name: string, value: string): string {
  return `tag\0${name}\0${value}`;
}

function startOf(all: readonly Entry[], after: Entry | undefined, step: number): number {
  if (!after) return step > 0 ? 0 : all.length - 1;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = all[middle];
    const before =
      entry && (step > 0 ? compareEntries(entry, after) <= 0 : compareEntries(entry, after) < 0);
    if (before) low = middle + 1;
    else high = middle;
  }
  return step > 0 ? low : low - 1;
}

/** The order of the catalogue. */
export function compareEntries(a: Entry, b: Entry): number {
  const height = (a.height ?? Number.POSITIVE_INFINITY) - (b.height ?? Number.POSITIVE_INFINITY);
  if (height > 0 || height < 0) return height; // two that are pending are not a number apart
  return (
    Number(b.position.own) - Number(a.position.own) ||
    a.position.number - b.position.number ||
    a.position.offset - b.position.offset
  );
}
