// Looking records up over several gateways, none of which is believed: what comes out are data items that their owners
// signed and whose manifest names that owner, for verifyRecord to judge. A gateway that fails, lies or floods costs its
// own answers and no more; what it all may cost is bounded (lookup-budget.ts).
import { sha256, toBase64Url } from "../../encoding/index.js";
import type { Gateway } from "./gateway.js";
import { Budget, type LookupLimits } from "./lookup-budget.js";
import { type FoundItem, Prover } from "./lookup-fetch.js";
import { type Candidate, Lane, type LookupQuestion } from "./lookup-list.js";

export interface LookupMeans {
  /** The addresses that a manifest store names as owner of its records or has as its key; none for what is no store. */
  readonly ownersOf: (store: Uint8Array) => readonly string[] | Promise<readonly string[]>;
  /** A manifest store in hand: its records need no payload from anywhere. */
  readonly store?: Uint8Array;
  readonly limits?: Partial<LookupLimits>;
  /** Aborted when the time is up: what was found until then is the answer. */
  readonly deadline?: AbortSignal;
}

/** The word of a gateway, and nothing more. */
export interface ListedRecord {
  readonly id: string;
  readonly owner: string;
  readonly kind: Candidate["kind"];
  readonly gateway: string;
}

export interface LookupAnswer {
  /** The most promising first. */
  readonly items: readonly FoundItem[];
  /** What gateways list for the question, whether or not it holds; counted for nothing. */
  readonly listed: readonly ListedRecord[];
  /** In a private look-up: ids among which the question hides, its own too. */
  readonly company: readonly string[];
  /** Gateways that answered, by address. */
  readonly answered: readonly string[];
  readonly failed: readonly { readonly gateway: string; readonly reason: string }[];
}

/** How many candidates are taken from each end of each list: some, and if none of them holds, some more. */
const ROUNDS = [25, 100];
/** Owners that manifests in the hands of strangers lead to. */
const LEADS = 4;
/** Records of others that are fetched along with the one that is meant, in a private look-up. */
const COMPANY = 8;

/**
 * Looks records up. Asks every gateway for both ends of its list.
 * @throws ColophonError CANCELLED; never for what gateways do
 */
export async function lookup(
  question: LookupQuestion,
  gateways: readonly Gateway[],
  means: LookupMeans,
): Promise<LookupAnswer> {
  const budget = new Budget(means.limits, means.deadline);
  const known = new Map<string, Candidate>();
  const lanes = lanesFor(question, gateways);
  const failed = () => gateways.filter((one) => lanes.every((l) => l.gateway !== one || l.failure));
  const prover = new Prover(budget, means.ownersOf, gateways);
  if (means.store) prover.remember(toBase64Url(await sha256(means.store)), means.store);
  const items: FoundItem[] = [];
  for (const wanted of ROUNDS) {
    const fresh = await list(lanes, wanted, budget, known);
    items.push(...(await prover.prove(chosen(fresh, question, prover), failed())));
    const owners = question.private || question.owners ? [] : prover.leads().slice(0, LEADS);
    if (owners.length > 0) {
      const led = await list(lanesFor({ ...question, owners }, gateways), wanted, budget, known);
      items.push(...(await prover.prove(led, failed())));
    }
    if (items.length > 0 || lanes.every(({ isAtEnd }) => isAtEnd)) break;
  }
  const all = [...known.values()];
  const fitting = all.filter(({ fits }) => fits);
  const gone = failed();
  return {
    items: [...new Map(items.map((item) => [item.id, item])).values()],
    listed: fitting.map(({ id, owner, kind, listings }) => ({
      id,
      owner,
      kind,
      gateway: listings[0]?.gateway.url ?? "",
    })),
    company: question.private ? companyOf(all).map(({ id }) => id) : [],
    answered: gateways.filter((one) => !gone.includes(one)).map(({ url }) => url),
    failed: gone.map((one) => ({
      gateway: one.url,
      reason: lanes.find(({ gateway }) => gateway === one)?.failure ?? "",
    })),
  };
}

function lanesFor(question: LookupQuestion, gateways: readonly Gateway[]): Lane[] {
  return (["oldest", "newest"] as const).flatMap((order) =>
    gateways.map((gateway) => new Lane(gateway, order, question)),
  );
}

/** What the lists have that wasn't known, in turns, so that no list crowds out another. */
async function list(
  lanes: readonly Lane[],
  wanted: number,
  budget: Budget,
  known: Map<string, Candidate>,
): Promise<Candidate[]> {
  const lists = await Promise.all(lanes.map((lane) => lane.more(wanted, budget)));
  const fresh: Candidate[] = [];
  for (let i = 0; lists.some(({ length }) => i < length); i++)
    for (const candidate of lists.flatMap((one) => one[i] ?? [])) {
      // A gateway that lies about an item makes another candidate, and none of the honest one.
      const { id, owner, kind, storeHash, fits } = candidate;
      const key = JSON.stringify([id, owner, kind, storeHash, fits]);
      const before = known.get(key);
      if (before) before.listings.push(...candidate.listings);
      else {
        known.set(key, candidate);
        fresh.push(candidate);
      }
    }
  return fresh;
}

/** Which payloads are asked for. In private, also some of others: in an order that doesn't tell which one is meant. */
function chosen(fresh: readonly Candidate[], question: LookupQuestion, prover: Prover) {
  const fitting = fresh.filter(({ fits }) => fits);
  if (!question.private || fitting.every((one) => prover.isKnown(one))) return fitting;
  return companyOf(fresh);
}

function companyOf(all: readonly Candidate[]): Candidate[] {
  const others = all.filter(({ fits }) => !fits).slice(0, COMPANY);
  return [...all.filter(({ fits }) => fits), ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
}
