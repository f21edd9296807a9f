// From leads to text records that hold together: the item is its owner's, its words were compared here, and the manifest
// store that it names was signed over it, as far as that can be told without judging the store.
import { equal, sha256, toBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { TextRecord } from "../../text/index.js";
import { parseItem } from "../item/data-item.js";
import { readRecordTags } from "../record/read-record.js";
import { TAG } from "../record/record-tag.js";
import type { TextAssertion } from "../record/text-assertion.js";
import { readTextItem, readTextTags, type TextItem } from "../record/text-item.js";
import { AT_A_TIME, firstPayload, LARGE, MOST_LARGE, SMALL } from "./first-payload.js";
import type { Gateway, ListedItem } from "./gateway.js";
import type { Budget } from "./lookup-budget.js";
import { listedOwner, provenItem } from "./lookup-item.js";
import { type Failures, listed, type TextLead, tagOf } from "./text-lead.js";

/** A text record whose words were compared, with the manifest store that was signed over it. Whether that holds is judgeText's to say. */
export interface FoundText<Match> {
  readonly id: string;
  readonly owner: string;
  readonly bytes: Uint8Array;
  readonly store: Uint8Array;
  readonly match: Match;
  /** Address of the gateway that listed it. */
  readonly gateway: string;
  /** Height of its block, as that gateway says. */
  readonly height?: number;
}

/** What the look-up has to be told from outside this room. */
export interface TextMeans<Match> {
  /** Compares the passage with a record; undefined when they have nothing to do with one another. */
  readonly compare: (record: TextRecord) => Promise<Match | undefined> | Match | undefined;
  /** Owners that a manifest store binds, and its assertion about a text, without judging it. */
  readonly factsOf: (
    store: Uint8Array,
  ) => Promise<{ readonly owners: readonly string[]; readonly text?: TextAssertion }>;
}

/** The record of a book; larger ones are looked up by nobody. */
const LARGE_TEXT = 4 * 1024 * 1024;
/** Records of one owner under one manifest: there is one, and whoever makes more has an idea. */
const OF_ONE_LEAD = 2;

interface Listing {
  readonly gateway: Gateway;
  readonly item: ListedItem;
}

/** Follows leads with what is left of a budget. */
export class TextFetcher<Match> {
  readonly #gateways: readonly Gateway[];
  readonly #means: TextMeans<Match>;
  readonly #budget: Budget;
  readonly #failures: Failures;
  /** Manifest stores by base64url of their SHA-256, and who lists a record that has one. */
  readonly #stores = new Map<string, Promise<Uint8Array | undefined>>();
  readonly #sources = new Map<string, Listing[]>();
  #largeLeft = MOST_LARGE;
  /** Records that have the words, and that no manifest was found to be signed over. */
  refused = 0;
  /** How many records that don't match have their store fetched as if they did, so that nobody can tell. */
  decoys = 0;

  constructor(
    gateways: readonly Gateway[],
    means: TextMeans<Match>,
    budget: Budget,
    failures: Failures,
  ) {
    this.#gateways = gateways;
    this.#means = means;
    this.#budget = budget;
    this.#failures = failures;
  }

  /** The records at the leads that match. */
  async follow(leads: readonly TextLead[]): Promise<FoundText<Match>[]> {
    const groups: (readonly TextLead[])[] = [];
    for (let i = 0; i < leads.length; i += AT_A_TIME) groups.push(leads.slice(i, i + AT_A_TIME));
    const texts = (await Promise.all(groups.map((group) => this.#texts(group)))).flat();
    return this.fetch(texts);
  }

  /** What gateways list under these manifests by these owners: text records come back, sources of stores are kept. */
  async #texts(leads: readonly TextLead[]): Promise<Listing[][]> {
    const query = {
      tags: [
        { name: TAG.manifest, values: [...new Set(leads.map(({ manifest }) => manifest))] },
        { name: TAG.kind, values: ["text", "manifest"] },
      ],
      owners: [...new Set(leads.map(({ owner }) => owner))],
    };
    const lists = await listed(query, { ...this.#asking, orders: ["oldest"], pages: 1 });
    // Whoever fills a page that others share has one to themselves.
    if (leads.length > 1 && lists.some(({ items }) => items.at(-1)?.cursor !== undefined))
      return (await Promise.all(leads.map((lead) => this.#texts([lead])))).flat();
    const byId = new Map<string, Listing[]>();
    for (const { gateway, items } of lists)
      for (const item of items) {
        this.#keepSource({ gateway, item });
        if (!isText(item)) continue;
        const there = byId.get(item.id);
        if (there) there.push({ gateway, item });
        else byId.set(item.id, [{ gateway, item }]);
      }
    const out: Listing[][] = [];
    const count = new Map<string, number>();
    for (const listings of byId.values()) {
      const [first] = listings;
      const owner = first && (await listedOwner(first.item));
      const manifest = first && tagOf(first.item, TAG.manifest);
      const key = `${owner} ${manifest}`;
      if (!leads.some((lead) => lead.owner === owner && lead.manifest === manifest)) continue;
      count.set(key, (count.get(key) ?? 0) + 1);
      if ((count.get(key) ?? 0) <= OF_ONE_LEAD) out.push(listings);
    }
    return out;
  }

  /** Compares each record that is listed, and finds the store of those that match. */
  async fetch(texts: readonly (readonly Listing[])[]): Promise<FoundText<Match>[]> {
    const found: FoundText<Match>[] = [];
    for (let i = 0; i < texts.length; i += AT_A_TIME)
      found.push(
        ...(
          await Promise.all(texts.slice(i, i + AT_A_TIME).map((listings) => this.#one(listings)))
        ).filter((one) => one !== undefined),
      );
    return found;
  }

  async #one(listings: readonly Listing[]): Promise<FoundText<Match> | undefined> {
    const [first] = listings;
    if (!first) return undefined;
    for (const { gateway, item } of listings) {
      const bytes = await this.#payload(item.id, listings, LARGE_TEXT, (payload) =>
        provenItem(item, payload),
      );
      const record = bytes && readText(bytes);
      if (!bytes || !record) continue;
      const match = await this.#means.compare(record.text);
      if (match === undefined) {
        if (this.decoys-- > 0) await this.#store(toBase64Url(record.storeHash));
        return undefined;
      }
      const store = await this.#store(toBase64Url(record.storeHash));
      const owner = await listedOwner(item);
      const { owners, text } = store ? await this.#means.factsOf(store) : { owners: [] };
      const signed = text && equal(text.record, await sha256(parseItem(bytes).data));
      if (!store || !signed || owner === undefined || !owners.includes(owner)) {
        this.refused++;
        return undefined;
      }
      const { height } = item;
      const { url } = gateway;
      const where = { gateway: url, ...(height !== undefined && { height }) };
      return { id: item.id, owner, bytes, store, match, ...where };
    }
    return undefined;
  }

  #store(hash: string): Promise<Uint8Array | undefined> {
    const store = this.#stores.get(hash) ?? this.#fetchStore(hash);
    this.#stores.set(hash, store);
    return store;
  }

  async #fetchStore(hash: string): Promise<Uint8Array | undefined> {
    for (const { gateway, item } of (this.#sources.get(hash) ?? []).slice(0, 3)) {
      const store = await this.#payload(item.id, [{ gateway, item }], LARGE, async (payload) =>
        toBase64Url(await sha256(payload)) === hash ? payload : undefined,
      );
      if (store) return store;
    }
    return undefined;
  }

  /** A record of a manifest that is listed along: where a store may be had. */
  #keepSource(listing: Listing): void {
    const { item } = listing;
    if (tagOf(item, TAG.kind) !== "manifest") return;
    try {
      const hash = toBase64Url(readRecordTags(item).storeHash);
      this.#sources.set(hash, [...(this.#sources.get(hash) ?? []), listing]);
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause; // no record of a manifest
    }
  }

  /** The first payload that is what it should be: from those who listed the item, else from the others. */
  async #payload<T>(
    id: string,
    listings: readonly Listing[],
    largest: number,
    accept: (bytes: Uint8Array) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const gateways = [
      ...new Set([...listings.map(({ gateway }) => gateway), ...this.#gateways]),
    ].filter((one) => !this.#failures.has(one));
    const question = { id, gateways, budget: this.#budget, accept };
    for (const maxBytes of [SMALL, largest]) {
      if (maxBytes > SMALL && this.#largeLeft-- <= 0) return undefined;
      const accepted = await firstPayload({ ...question, maxBytes });
      if (accepted !== undefined) return accepted;
    }
    return undefined;
  }

  get #asking() {
    return { gateways: this.#gateways, budget: this.#budget, failures: this.#failures };
  }
}

/** By its tags alone. */
export function isText(item: ListedItem): boolean {
  if (tagOf(item, TAG.kind) !== "text") return false;
  try {
    readTextTags(item);
    return true;
  } catch (cause) {
    if (cause instanceof ColophonError) return false;
    throw cause;
  }
}

function readText(bytes: Uint8Array): TextItem | undefined {
  try {
    return readTextItem(parseItem(bytes));
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}
