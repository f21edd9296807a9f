// What gateways list for a question, from both ends of the order: whoever floods an index after or before a record was
// made can push it out of one end, and only by being there first out of the other. Nothing listed is believed; what
// can't be a record of the question, by its tags, owner and id alone, is left out before any payload is asked for.
import { fromBase64Url, toBase64Url } from "../../encoding/index.js";
import { readRecordTags } from "../record/read-record.js";
import { hashPrefix, lookupKeys, RECORD_VERSION, TAG } from "../record/record-tag.js";
import type { Gateway, GatewayQuery, ListedItem } from "./gateway.js";
import type { Budget } from "./lookup-budget.js";
import { listedOwner } from "./lookup-item.js";

/** What to look for: records with any of the hashes, or of a manifest, or after a record; else all of the owners. */
export interface LookupQuestion {
  /** SHA-256 in base64url. */
  readonly hashes?: readonly string[];
  /** URN of a manifest. Where it is known the gateways are asked by it, and the hashes stay here. */
  readonly manifest?: string;
  /** Id of a record: what names it as replaced or taken back. */
  readonly supersedes?: string;
  /** Ids that are named beside it in a private look-up: those of its company. */
  readonly among?: readonly string[];
  /** Addresses: nobody else's records could count. */
  readonly owners?: readonly string[];
  /** Gateways hear only the first 16 bits of each hash, and nothing of the manifest and the owners. */
  readonly private?: boolean;
}

/** What several gateways say of one id. */
export interface Candidate {
  readonly id: string;
  readonly owner: string;
  /** By its tags; "other" for what no look-up of a file is about. */
  readonly kind: "manifest" | "proof" | "batch" | "withdrawal" | "other";
  /** Of a manifest record: what its payload must hash to. Records that share it share their payload. */
  readonly storeHash?: string;
  /** Whether it fits the question, not just the prefix of a hash. */
  readonly fits: boolean;
  readonly listings: { readonly gateway: Gateway; readonly item: ListedItem }[];
}

/** Further pages of what fits no question, and how long one is. */
const PAGES = 9;
const PAGE = 100;

/** One gateway's list from one end. */
export class Lane {
  readonly gateway: Gateway;
  /** Why the list broke off. */
  failure: string | undefined;
  isAtEnd = false;
  readonly #query: Omit<GatewayQuery, "limit">;
  readonly #question: LookupQuestion;
  #after: string | undefined;
  #wasAsked = false;

  constructor(gateway: Gateway, order: GatewayQuery["order"], question: LookupQuestion) {
    this.gateway = gateway;
    this.#question = question;
    this.#query = { ...queryFor(question), order };
  }

  /** About `wanted` more candidates that fit, and what else came along; less at the end of the list. */
  async more(wanted: number, budget: Budget): Promise<Candidate[]> {
    const out: Candidate[] = [];
    let fitting = 0;
    for (let page = 0; page < PAGES && !this.isAtEnd && fitting < wanted; page++) {
      if (budget.isSpent) {
        if (!this.#wasAsked) this.failure = "there was no time left to ask it";
        break;
      }
      const limit = page === 0 ? Math.min(wanted, PAGE) : PAGE;
      const items = await this.#page(limit, budget);
      for (const item of items) {
        const candidate = await candidateOf(item, this.gateway, this.#question);
        if (!candidate) continue;
        out.push(candidate);
        if (candidate.fits) fitting++;
      }
    }
    return out;
  }

  async #page(limit: number, budget: Budget): Promise<readonly ListedItem[]> {
    this.#wasAsked = true;
    const after = this.#after === undefined ? {} : { after: this.#after };
    try {
      const query = { ...this.#query, limit, ...after };
      const items = await budget.ask(
        () => this.gateway.find(query),
        0,
        () => 0,
      );
      const last = items.at(-1)?.cursor;
      this.isAtEnd = last === undefined || last === this.#after;
      this.#after = last;
      return items.slice(0, limit);
    } catch (cause) {
      this.failure = budget.failure(cause);
      this.isAtEnd = true;
      return [];
    }
  }
}

function queryFor(question: LookupQuestion): Pick<GatewayQuery, "tags" | "owners"> {
  const { hashes = [], manifest, owners } = question;
  const tag = (name: string, values: readonly string[]) => ({ tags: [{ name, values }] });
  const { supersedes, among = [] } = question;
  if (supersedes !== undefined)
    return {
      ...tag(TAG.supersedes, [...new Set([supersedes, ...among])].sort()),
      ...(owners && !question.private && { owners }),
    };
  if (question.private) {
    const prefixes = hashes.map((hash) => hashPrefix(fromBase64Url(hash)));
    return tag(TAG.hashPrefix, [...new Set(prefixes)]);
  }
  return {
    ...(manifest !== undefined
      ? tag(TAG.manifest, [manifest])
      : hashes.length > 0
        ? tag(TAG.hash, hashes)
        : tag(TAG.version, [RECORD_VERSION])),
    ...(owners && { owners }),
  };
}

/** Undefined for what isn't, or can't be proven to be, a record of anybody who could be asked for. */
async function candidateOf(
  item: ListedItem,
  gateway: Gateway,
  question: LookupQuestion,
): Promise<Candidate | undefined> {
  const { hashes = [], manifest, owners } = question;
  const keys = lookupKeys(item.tags);
  const { supersedes } = question;
  const anything = hashes.length === 0 && manifest === undefined;
  const named =
    (anything && supersedes === undefined) ||
    (supersedes !== undefined && keys.supersedes === supersedes) ||
    (manifest !== undefined && keys.manifest === manifest) ||
    hashes.some((hash) => keys.hashes.includes(hash));
  if (!named && !question.private) return undefined;
  const shape = shapeOf(item, anything);
  const owner = await listedOwner(item);
  if (!shape || owner === undefined) return undefined;
  const fits = named && (!owners || owners.includes(owner));
  if (!fits && !question.private) return undefined;
  return { id: item.id, owner, ...shape, fits, listings: [{ gateway, item }] };
}

type Shape = Pick<Candidate, "kind" | "storeHash">;

function shapeOf(item: ListedItem, anyKind: boolean): Shape | undefined {
  try {
    const { kind, storeHash } = readRecordTags(item);
    return { kind, ...(kind === "manifest" && { storeHash: toBase64Url(storeHash) }) };
  } catch {
    const ours = one(item, TAG.version) === RECORD_VERSION;
    const kind = one(item, TAG.kind);
    if (!anyKind || !ours) return undefined;
    return { kind: kind === "batch" || kind === "withdrawal" ? kind : "other" };
  }
}

function one({ tags }: ListedItem, tag: string): string | undefined {
  return tags.find(({ name }) => name === tag)?.value;
}
