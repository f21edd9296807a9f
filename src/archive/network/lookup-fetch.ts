// From candidates to items that hold: payloads are asked for, small ones first, and each is checked against what the
// candidate's tags and owner say before anything else is done with it. Records of one manifest share one payload, and
// a stranger's record of it leads to the owner that the manifest names.
import { sha256, toBase64Url } from "../../encoding/index.js";
import { AT_A_TIME, firstPayload, LARGE, MOST_LARGE, SMALL } from "./first-payload.js";
import type { Gateway } from "./gateway.js";
import type { Budget } from "./lookup-budget.js";
import { provenItem } from "./lookup-item.js";
import type { Candidate } from "./lookup-list.js";

/** A data item that its owner signed, and that the manifest in it binds. Whether it counts is verifyRecord's to say. */
export interface FoundItem {
  readonly id: string;
  readonly owner: string;
  readonly bytes: Uint8Array;
  /** Address of the gateway that listed it. */
  readonly gateway: string;
  /** Height of its block, as that gateway says. */
  readonly height?: number;
}

const FEW = 4;
/** Records of one manifest by its own owner, and strangers' records of it that are tried for its payload. */
const SAME = 8;
const TRIES = 3;

type OwnersOf = (store: Uint8Array) => readonly string[] | Promise<readonly string[]>;

export class Prover {
  readonly #budget: Budget;
  readonly #ownersOf: OwnersOf;
  readonly #gateways: readonly Gateway[];
  readonly #stores = new Map<string, Uint8Array>();
  #leads = new Set<string>();
  #failed: readonly Gateway[] = [];

  constructor(budget: Budget, ownersOf: OwnersOf, gateways: readonly Gateway[]) {
    this.#budget = budget;
    this.#ownersOf = ownersOf;
    this.#gateways = gateways;
  }

  /** A store that is in hand already. @param hash base64url of its SHA-256 */
  remember(hash: string, store: Uint8Array): void {
    this.#stores.set(hash, store);
  }

  /** Whether nothing has to be fetched for it. */
  isKnown({ storeHash }: Candidate): boolean {
    return storeHash !== undefined && this.#stores.has(storeHash);
  }

  /** Owners named by manifests of which only strangers' records were seen; each is told once. */
  leads(): string[] {
    const leads = [...this.#leads];
    this.#leads = new Set();
    return leads;
  }

  /**
   * The items among the candidates that hold.
   * @param failed gateways that needn't be asked any more
   */
  async prove(candidates: readonly Candidate[], failed: readonly Gateway[]): Promise<FoundItem[]> {
    this.#failed = failed;
    const groups = new Map<string, Candidate[]>();
    for (const one of candidates) {
      const key = one.storeHash ?? one.id;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    const found = new Map<Candidate[], FoundItem[] | undefined>();
    const run = async (all: readonly Candidate[][], maxBytes: number) => {
      for (let i = 0; i < all.length; i += AT_A_TIME)
        await Promise.all(
          all.slice(i, i + AT_A_TIME).map(async (group) => {
            if (!this.#budget.isSpent) found.set(group, await this.#group(group, maxBytes));
          }),
        );
    };
    const all = [...groups.values()];
    await run(all, all.length > FEW ? SMALL : LARGE);
    await run(all.filter((group) => !found.get(group)).slice(0, MOST_LARGE), LARGE);
    return all.flatMap((group) => found.get(group) ?? []);
  }

  /** Undefined when there is no payload for it. */
  async #group(group: readonly Candidate[], maxBytes: number): Promise<FoundItem[] | undefined> {
    const [first] = group;
    if (!first) return [];
    if (first.storeHash === undefined) return this.#single(first, maxBytes);
    const store = await this.#store(first.storeHash, group, maxBytes);
    if (!store) return undefined;
    const owners = await this.#ownersOf(store);
    const own = group.filter(({ fits, owner }) => fits && owners.includes(owner)).slice(0, SAME);
    if (own.length === 0) for (const owner of owners) this.#leads.add(owner);
    const items = await Promise.all(own.map((one) => proven(one, store)));
    return items.filter((item) => item !== undefined);
  }

  async #store(hash: string, group: readonly Candidate[], maxBytes: number) {
    const known = this.#stores.get(hash);
    if (known) return known;
    for (const candidate of group.slice(0, TRIES)) {
      const store = await this.#fetch(candidate, maxBytes, async (bytes) =>
        toBase64Url(await sha256(bytes)) === hash ? bytes : undefined,
      );
      if (!store) continue;
      this.#stores.set(hash, store);
      return store;
    }
    return undefined;
  }

  async #single(candidate: Candidate, maxBytes: number): Promise<FoundItem[] | undefined> {
    const item = await this.#fetch(candidate, maxBytes, (bytes) => proven(candidate, bytes));
    return item && [item];
  }

  /** The first payload that is what it should be: from those who listed the item, else from the others. */
  async #fetch<T>(
    { id, listings }: Candidate,
    maxBytes: number,
    accept: (bytes: Uint8Array) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const listing = listings.map(({ gateway }) => gateway);
    const gateways = [...new Set([...listing, ...this.#gateways])].filter(
      (one) => !this.#failed.includes(one),
    );
    return firstPayload({ id, maxBytes, gateways, budget: this.#budget, accept });
  }
}

/** The item with this payload, as the first gateway lists it whose word fits the signature. */
async function proven(candidate: Candidate, payload: Uint8Array): Promise<FoundItem | undefined> {
  if (!candidate.fits) return undefined;
  for (const { gateway, item } of candidate.listings) {
    const bytes = await provenItem(item, payload);
    if (!bytes) continue;
    const { id, owner } = candidate;
    const { height } = item;
    return { id, owner, bytes, gateway: gateway.url, ...(height !== undefined && { height }) };
  }
  return undefined;
}
