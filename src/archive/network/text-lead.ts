// From what gateways list for a text's hash and fingerprints to leads: an owner and a manifest under which the record of a
// text may stand. Text records and index items lead to the same place. Nothing listed is believed: a lead costs a look.

import { TAG } from "../record/record-tag.js";
import { MANIFEST_URN } from "../record/tag-value.js";
import { textKeys } from "../record/text-tag.js";
import type { Gateway, GatewayQuery, ListedItem } from "./gateway.js";
import type { Budget } from "./lookup-budget.js";
import { listedOwner } from "./lookup-item.js";

/** Where the record of a text may stand. */
export interface TextLead {
  readonly owner: string;
  readonly manifest: string;
  /** Fingerprints of the passage that were listed with it. */
  readonly prints: Set<string>;
  /** Listed under the hash of the whole text. */
  isWhole: boolean;
}

/** What was asked about: SHA-256 of the canonical text and fingerprints, all in base64url. */
export interface Wanted {
  readonly article: string;
  readonly prints: ReadonlySet<string>;
}

/** Items of one list are read up to here: nine pages, as for other records. */
const PAGES = 9;
const PAGE = 100;

/** Gateways with why each of them is of no more use. */
export type Failures = Map<Gateway, string>;

/** Asks every gateway that still answers. What fails is noted, and costs its own answers and no more. */
export async function listed(
  query: Omit<GatewayQuery, "limit" | "order">,
  asking: {
    readonly gateways: readonly Gateway[];
    readonly orders: readonly GatewayQuery["order"][];
    readonly pages: number;
    readonly budget: Budget;
    readonly failures: Failures;
  },
): Promise<{ readonly gateway: Gateway; readonly items: ListedItem[] }[]> {
  const { gateways, orders, pages, budget, failures } = asking;
  const lanes = orders.flatMap((order) => gateways.map((gateway) => ({ order, gateway })));
  return Promise.all(
    lanes.map(async ({ order, gateway }) => {
      const items: ListedItem[] = [];
      let after: string | undefined;
      try {
        for (let page = 0; page < Math.min(pages, PAGES); page++) {
          if (budget.isSpent || failures.has(gateway)) break;
          const next = { ...query, order, limit: PAGE, ...(after !== undefined && { after }) };
          const got = await budget.ask(
            () => gateway.find(next),
            0,
            () => 0,
          );
          items.push(...got);
          const last = got.at(-1)?.cursor;
          if (last === undefined || last === after) break;
          after = last;
        }
      } catch (cause) {
        failures.set(gateway, budget.failure(cause));
      }
      return { gateway, items };
    }),
  );
}

/** Adds what the lists lead to, in turns from each end of each list, so that no list crowds out another. */
export async function addLeads(
  lists: readonly { readonly items: readonly ListedItem[] }[],
  wanted: Wanted,
  into: Map<string, TextLead>,
): Promise<void> {
  const most = Math.max(0, ...lists.map(({ items }) => items.length));
  for (let i = 0; i < most; i++)
    for (const { items } of lists) {
      const item = items[i];
      const manifest = item && tagOf(item, TAG.manifest);
      if (!item || manifest === undefined || !MANIFEST_URN.test(manifest)) continue;
      const kind = tagOf(item, TAG.kind);
      if (kind !== "text" && kind !== "text-prints") continue;
      const shared = textKeys(item.tags).filter((print) => wanted.prints.has(print));
      const isWhole = kind === "text" && tagOf(item, TAG.hash) === wanted.article;
      if (shared.length === 0 && !isWhole) continue;
      const owner = await listedOwner(item);
      if (owner === undefined) continue;
      const key = `${owner} ${manifest}`;
      const lead = into.get(key) ?? { owner, manifest, prints: new Set(), isWhole: false };
      for (const print of shared) lead.prints.add(print);
      lead.isWhole ||= isWhole;
      into.set(key, lead);
    }
}

/** Leads of one owner that are followed at a time: whoever floods under one key crowds out themselves. */
const OF_ONE = 8;

/** The leads that share most first; what shares as much stays in the order in which it was listed. */
export function bestLeads(leads: Iterable<TextLead>, most: number): TextLead[] {
  const worth = ({ isWhole, prints }: TextLead) => (isWhole ? Number.MAX_VALUE : prints.size);
  const owners = new Map<string, number>();
  return [...leads]
    .sort((a, b) => worth(b) - worth(a) || 0)
    .filter(({ owner }) => {
      const before = owners.get(owner) ?? 0;
      owners.set(owner, before + 1);
      return before < OF_ONE;
    })
    .slice(0, most);
}

export function tagOf({ tags }: Pick<ListedItem, "tags">, tag: string): string | undefined {
  return tags.find(({ name }) => name === tag)?.value;
}
