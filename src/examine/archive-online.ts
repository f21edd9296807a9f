// What gateways know about a file. Nothing is asked unless gateways were named, and nothing they say is taken for more
// than it proves: a gateway that fails is a remark, and the verdict stays.
import {
  confirmBlock,
  type FoundItem,
  type Gateway,
  type InclusionProof,
  type LookupAnswer,
  type LookupQuestion,
  lookup,
  proveInclusion,
  verifyRecord,
} from "../archive/index.js";
import { toBase64Url } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { ArchiveEvidence, Finding } from "../verdict.js";
import { type ArchiveQuestion, better, type CountedRecord } from "./archive-question.js";
import { type StoreBindings, storeBindings } from "./judge-store.js";
import type { GatewayMeans } from "./means.js";

/** For everything that is asked about one file. */
const TIME_MS = 30_000;
/** Records that are judged with the engine; what comes out of a look-up is bound by its manifest already. */
const MOST_JUDGED = 16;
/** A gateway that didn't answer for so many files in a row isn't asked for the next ones. */
const STRIKES = 2;
const strikes = new WeakMap<GatewayMeans, Map<string, number>>();

/** What a question of another kind is asked with. */
interface Asking {
  readonly gateways: readonly Gateway[];
  readonly deadline: AbortSignal;
  readonly isPrivate: boolean;
}

/** Everything that gateways are asked about one file. */
export class OnlineArchive {
  /** What was asked, and who did not answer. */
  readonly findings: Finding[] = [];
  readonly #means: GatewayMeans;
  readonly #deadline = AbortSignal.timeout(TIME_MS);
  readonly #strikes: Map<string, number>;
  readonly #skipped: readonly Gateway[];
  #gateways: readonly Gateway[];
  #company: readonly string[] = [];

  constructor(means: GatewayMeans) {
    this.#means = means;
    this.#strikes = strikes.get(means) ?? new Map();
    strikes.set(means, this.#strikes);
    const signals = [this.#deadline, ...(means.signal ? [means.signal] : [])];
    const all = means.open(AbortSignal.any(signals));
    this.#skipped = all.filter(({ url }) => (this.#strikes.get(url) ?? 0) >= STRIKES);
    this.#gateways = all.filter((one) => !this.#skipped.includes(one));
  }

  /**
   * The best record that counts for the copy.
   * @param bound what the file's own manifest says of its records; undefined for a file without one
   * @throws ColophonError CANCELLED
   */
  async record(
    { copy, manifest, judge }: ArchiveQuestion,
    bound: StoreBindings | undefined,
  ): Promise<CountedRecord | undefined> {
    const hash = toBase64Url(copy.sha256);
    const binding = bound?.hardBinding?.algorithm === "sha256" ? [bound.hardBinding.hash] : [];
    const question: LookupQuestion = {
      hashes: this.#means.private ? [...new Set([hash, ...binding.map(toBase64Url)])] : [hash],
      private: this.#means.private,
      ...(manifest !== undefined && { manifest }),
      ...(bound && { owners: bound.owners }),
    };
    const exactly =
      manifest === undefined ? "the file's hash" : "the name of the file's credential";
    const answer = await this.search(question, exactly, copy.store);
    let best: CountedRecord | undefined;
    for (const { id, bytes, gateway } of answer.items.slice(0, MOST_JUDGED)) {
      const judged = await verifyRecord(bytes, { judge, copy, archivedIn: gateway, id });
      if (judged.evidence) best = better(best, { ...judged, evidence: judged.evidence, bytes });
      if (best?.trusted) break;
    }
    return best;
  }

  /**
   * What gateways have for a question.
   * @param exactly what they are told when the question isn't private, as people read it
   * @param store a manifest store in hand, if any
   * @throws ColophonError CANCELLED
   */
  async search(
    question: LookupQuestion,
    exactly: string,
    store?: Uint8Array,
  ): Promise<LookupAnswer> {
    const answer = await this.#lookup(question, store);
    this.#remark(answer, this.#told(exactly));
    this.#company = answer.company;
    return answer;
  }

  /**
   * Asks for something else than the records of a file.
   * @param words what gateways were told, as people read it
   * @throws ColophonError CANCELLED
   */
  async ask<T extends Pick<LookupAnswer, "answered" | "failed" | "company">>(
    run: (asking: Asking) => Promise<T>,
    words: (answer: T) => string,
  ): Promise<T> {
    const { private: isPrivate } = this.#means;
    const answer = await run({ gateways: this.#gateways, deadline: this.#deadline, isPrivate });
    this.#remark(answer, words(answer));
    this.#company = answer.company;
    return answer;
  }

  /** Items of the record's own owner that name it as replaced or taken back; the newest last. @throws ColophonError CANCELLED */
  async successors({ id, owner }: ArchiveEvidence): Promise<readonly FoundItem[]> {
    if (this.#gateways.length === 0) return [];
    if (this.#means.private && this.#company.length === 0) {
      const why = "asking whether it was taken back would tell which record it is";
      this.findings.push(remark("notAsked", why));
      return [];
    }
    const answer = await this.#lookup({
      supersedes: id,
      among: this.#company,
      owners: [owner],
      private: this.#means.private,
    });
    if (this.findings.length === 0) this.#remark(answer, this.#told("the id of the file's record"));
    const height = (item: FoundItem) => item.height ?? Number.POSITIVE_INFINITY;
    return [...answer.items].sort((a, b) => Math.sign(height(a) - height(b)) || 0);
  }

  /**
   * The evidence with the block that holds its item, or why that could not be proven.
   * @param proof one that is at hand and was checked: then gateways are asked about its block alone
   * @throws ColophonError CANCELLED
   */
  async proven(
    evidence: ArchiveEvidence,
    bytes: Uint8Array,
    proof?: InclusionProof,
  ): Promise<ArchiveEvidence> {
    if (this.#gateways.length === 0) return evidence;
    if (this.#means.private)
      return notProven(evidence, "asking for its block would tell which record it is");
    const { id } = evidence;
    try {
      const { block, level } = proof
        ? await confirmBlock(proof, this.#gateways)
        : await proveInclusion({ id, bytes }, this.#gateways);
      return { ...evidence, level, block };
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause;
      if (cause.code === "CANCELLED" && !this.#deadline.aborted) throw cause;
      return notProven(evidence, await this.#whyUnproven(id, cause));
    }
  }

  /** A record that is still on its way is no reason to worry, and is told apart from a proof that fails. */
  async #whyUnproven(id: string, { message }: ColophonError): Promise<string> {
    const late = "the gateways did not answer in time";
    if (this.#deadline.aborted) return late;
    const pending = await isPending(id, this.#gateways);
    if (this.#deadline.aborted) return late;
    return pending
      ? "it is not part of a block yet, as far as these gateways know"
      : message.replace(/^could not be proven: /, "");
  }

  async #lookup(question: LookupQuestion, store?: Uint8Array): Promise<LookupAnswer> {
    return lookup(question, this.#gateways, {
      ownersOf: async (bytes) => (await storeBindings(bytes)).owners,
      deadline: this.#deadline,
      ...(store && { store }),
    });
  }

  #told(exactly: string): string {
    return this.#means.private ? "the first 16 bits of the file's hash" : exactly;
  }

  #remark({ answered, failed }: Pick<LookupAnswer, "answered" | "failed">, what: string): void {
    for (const url of answered) this.#strikes.delete(url);
    for (const { gateway } of failed)
      this.#strikes.set(gateway, (this.#strikes.get(gateway) ?? 0) + 1);
    const reasons = [
      ...failed.map(({ gateway, reason }) => said(gateway, reason)),
      ...this.#skipped.map(({ url }) => `${url} failed before and wasn't asked again`),
    ];
    if (answered.length === 0) {
      this.findings.push(remark("gatewaysFailed", `no gateway answered: ${reasons.join("; ")}`));
      this.#gateways = [];
      return;
    }
    for (const reason of reasons) this.findings.push(remark("gatewayFailed", reason));
    this.#gateways = this.#gateways.filter(({ url }) => answered.includes(url));
    const count = `${answered.length} gateway${answered.length === 1 ? "" : "s"}`;
    this.findings.push(remark("asked", `asked ${count} by ${what}`));
  }
}

/** A reason names its gateway already when it was the gateway that spoke. */
function said(gateway: string, reason: string): string {
  return reason.includes(gateway) ? reason : `${gateway}: ${reason}`;
}

/** Whether gateways say that the record is still on its way. */
async function isPending(id: string, gateways: readonly Gateway[]): Promise<boolean> {
  let answered = false;
  for (const gateway of gateways)
    try {
      const place = await gateway.place(id);
      if (place && (await gateway.transaction(place.transaction))) return false;
      answered = true;
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause; // another one may know
    }
  return answered;
}

function notProven(evidence: ArchiveEvidence, why: string): ArchiveEvidence {
  const finding = remark("notProven", `that the record is in a block was not proven: ${why}`);
  return { ...evidence, findings: [finding, ...evidence.findings] };
}

function remark(what: string, explanation: string): Finding {
  return {
    code: `colophon.archive.${what}`,
    kind: "informational",
    explanation,
    source: "colophon",
  };
}
