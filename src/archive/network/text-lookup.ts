// Looking a text up by its words: by the hash of all of it and its smallest fingerprints, and where that finds nothing, by
// all fingerprints. What gateways list is compared here with the passage in hand, and nothing of what they say is believed.

import { TAG } from "../record/record-tag.js";
import { TEXT_TAG, textPrefix } from "../record/text-tag.js";
import type { Gateway, GatewayQuery } from "./gateway.js";
import { Budget, type LookupLimits } from "./lookup-budget.js";
import { listedOwner } from "./lookup-item.js";
import { type FoundText, isText, TextFetcher, type TextMeans } from "./text-fetch.js";
import { addLeads, bestLeads, type Failures, listed, type TextLead, tagOf } from "./text-lead.js";

/** What to look for. */
export interface TextQuestion {
  /** SHA-256 of the passage in its canonical form, in base64url. */
  readonly article: string;
  /** Fingerprints of the passage in base64url, the smallest first. */
  readonly prints: readonly string[];
  /** Gateways hear 16 bits of the smallest fingerprint, and nothing else. */
  readonly private: boolean;
}

export interface TextLookupMeans<Match> extends TextMeans<Match> {
  readonly limits?: Partial<LookupLimits>;
  /** Aborted when the time is up: what was found until then is the answer. */
  readonly deadline?: AbortSignal;
}

export interface TextAnswer<Match> {
  /** What matches, in the order in which it was found. */
  readonly found: readonly FoundText<Match>[];
  /** Records that have the words, and that no manifest of their owner was signed over: counted for nothing. */
  readonly refused: number;
  /** In a private look-up: ids of the records among which the question hides, its own too. */
  readonly company: readonly string[];
  readonly answered: readonly string[];
  readonly failed: readonly { readonly gateway: string; readonly reason: string }[];
}

/** Fingerprints that are asked for first, and in each further question; and how many further questions there are. */
const FIRST = 32;
const BATCH = 100;
const BATCHES = 20;
/** Leads that are followed: some, and if none of them matches, some more. */
const ROUNDS = [25, 100];
/** Records that a private look-up fetches, and pages of its list. */
const MOST_PRIVATE = 400;
const PRIVATE_PAGES = 9;
const DECOYS = 8;
const BOTH_ENDS: readonly GatewayQuery["order"][] = ["oldest", "newest"];

/**
 * Looks a text up. Asks every gateway for both ends of its list.
 * @throws ColophonError CANCELLED; never for what gateways do
 */
export async function lookupText<Match>(
  question: TextQuestion,
  gateways: readonly Gateway[],
  means: TextLookupMeans<Match>,
): Promise<TextAnswer<Match>> {
  const budget = new Budget(means.limits, means.deadline);
  const failures: Failures = new Map();
  const fetcher = new TextFetcher(gateways, means, budget, failures);
  const asking = { gateways, budget, failures };
  const { found, company } = question.private
    ? await inPrivate(question, asking, fetcher)
    : { found: await openly(question, asking, fetcher), company: [] };
  return {
    found: [...new Map(found.map((one) => [one.id, one])).values()],
    refused: fetcher.refused,
    company,
    answered: gateways.filter((one) => !failures.has(one)).map(({ url }) => url),
    failed: [...failures].map(([{ url }, reason]) => ({ gateway: url, reason })),
  };
}

interface Asking {
  readonly gateways: readonly Gateway[];
  readonly budget: Budget;
  readonly failures: Failures;
}

async function openly<Match>(
  { article, prints }: TextQuestion,
  asking: Asking,
  fetcher: TextFetcher<Match>,
): Promise<FoundText<Match>[]> {
  const wanted = { article, prints: new Set(prints) };
  const leads = new Map<string, TextLead>();
  const ends = { ...asking, orders: BOTH_ENDS, pages: 1 };
  const byTag = (name: string, values: readonly string[]) => ({ tags: [{ name, values }] });
  const first = prints.slice(0, FIRST);
  const lists = await Promise.all([
    listed(byTag(TAG.hash, [article]), ends),
    ...(first.length > 0 ? [listed(byTag(TEXT_TAG.print, first), ends)] : []),
  ]);
  await addLeads(lists.flat(), wanted, leads);
  const found = await rounds(leads, fetcher);
  if (found.length > 0) return found;

  const known = new Set(leads.keys());
  for (let i = FIRST, n = 0; i < prints.length && n < BATCHES; i += BATCH, n++)
    await addLeads(
      await listed(byTag(TEXT_TAG.print, prints.slice(i, i + BATCH)), ends),
      wanted,
      leads,
    );
  for (const key of known) leads.delete(key);
  return rounds(leads, fetcher);
}

async function rounds<Match>(
  leads: ReadonlyMap<string, TextLead>,
  fetcher: TextFetcher<Match>,
): Promise<FoundText<Match>[]> {
  let left = [...leads.values()];
  for (const most of ROUNDS) {
    const chosen = bestLeads(left, most);
    const found = chosen.length > 0 ? await fetcher.follow(chosen) : [];
    if (found.length > 0 || chosen.length === 0) return found;
    left = left.filter((lead) => !chosen.includes(lead));
  }
  return [];
}

/** Everything that is listed under the 16 bits is fetched and compared here: nobody can tell which text was meant. */
async function inPrivate<Match>(
  { prints }: TextQuestion,
  asking: Asking,
  fetcher: TextFetcher<Match>,
): Promise<{ found: FoundText<Match>[]; company: string[] }> {
  const [smallest] = prints;
  if (smallest === undefined) return { found: [], company: [] };
  const query = { tags: [{ name: TEXT_TAG.prefix, values: [textPrefix(smallest)] }] };
  const lists = await listed(query, { ...asking, orders: BOTH_ENDS, pages: PRIVATE_PAGES });
  const ids = new Set<string>();
  const leads = new Map<string, TextLead>();
  const longest = Math.max(0, ...lists.map(({ items }) => items.length));
  const inTurns = Array.from({ length: longest }, (_, i) => lists.map(({ items }) => items[i]));
  for (const item of inTurns.flat()) {
    const manifest = item && tagOf(item, TAG.manifest);
    if (!item || ids.size >= MOST_PRIVATE || ids.has(item.id) || !isText(item)) continue;
    const owner = await listedOwner(item);
    if (manifest === undefined || owner === undefined) continue;
    ids.add(item.id);
    leads.set(`${owner} ${manifest}`, { owner, manifest, prints: new Set(), isWhole: false });
  }
  fetcher.decoys = DECOYS;
  const sorted = [...leads.values()].sort((a, b) => (a.manifest < b.manifest ? -1 : 1));
  const found = sorted.length > 0 ? await fetcher.follow(sorted) : [];
  return { found, company: [...ids].sort() };
}
