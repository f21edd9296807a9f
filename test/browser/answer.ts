// One question to the read side and its answer as text, the same in Node and in a page: what differs is a difference.
import { fromHex, toHex } from "../../src/encoding/index.js";
import { fakeJudgeWith } from "../fake/judge-store.js";
import { fakeFacts } from "../fake/store-facts.js";

type ReadSide = typeof import("./read-side.js");

/** An answer of a gateway; the body is hex. */
interface Canned {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Byte strings are hex, so that questions are JSON. */
export interface Question {
  readonly title: string;
  /** Whether it is sound or forged; absent where the answer is neither. */
  readonly holds?: boolean;
  readonly item?: string;
  /** The id that is asked for. */
  readonly id?: string;
  /** Judge `item` as a record of this copy. */
  readonly copy?: { readonly sha256: string; readonly store?: string };
  readonly bundle?: string;
  /** Text of a receipt of `copy`. */
  readonly receipt?: string;
  /** The proof that `item` is part of a block, as JSON. */
  readonly proof?: unknown;
  /** Gateways by address, with all that they answer by path: asked for `hash`, else for a proof about `item`. */
  readonly gateways?: Readonly<Record<string, Readonly<Record<string, Canned>>>>;
  /** SHA-256 in base64url. */
  readonly hash?: string;
}

/** What the read side says, errors of ours included. */
export async function answer(readSide: ReadSide, question: Question): Promise<string> {
  try {
    return written(await asked(readSide, question));
  } catch (error) {
    if (!(error instanceof readSide.ColophonError)) return `not one of our errors: ${error}`;
    const { code, message } = error;
    return written({ code, message });
  }
}

async function asked(readSide: ReadSide, question: Question): Promise<unknown> {
  const { id, copy, bundle, receipt, proof, gateways } = question;
  if (bundle !== undefined) return readSide.parseBundle(fromHex(bundle));
  const bytes = fromHex(question.item ?? "");
  if (gateways) return askGateways(readSide, question, { id: id ?? "", bytes });
  if (proof !== undefined) {
    const fault = await readSide.checkInclusion(readSide.decodeInclusion(proof), {
      id: id ?? "",
      bytes,
    });
    return fault ?? "holds";
  }
  const judge = fakeJudgeWith(readSide.ColophonError);
  const inHand = {
    sha256: fromHex(copy?.sha256 ?? ""),
    ...(copy?.store !== undefined && { store: fromHex(copy.store) }),
  };
  const named = id === undefined ? {} : { id };
  if (receipt !== undefined) {
    const how = { ...inHand, judge, factsOf: fakeFacts, archivedIn: "here" };
    return readSide.checkReceipt(readSide.readReceipt(receipt), how);
  }
  if (!copy) {
    const parsed = readSide.parseItem(bytes);
    return [parsed, await readSide.verifyItem(parsed, named)];
  }
  const how = { judge, copy: inHand, archivedIn: "here", ...named };
  const answer = await readSide.verifyRecord(bytes, how);
  return answer.evidence ? [answer, readSide.readAnyRecord(readSide.parseItem(bytes))] : answer;
}

async function askGateways(
  readSide: ReadSide,
  { hash, gateways = {} }: Question,
  item: { readonly id: string; readonly bytes: Uint8Array },
): Promise<unknown> {
  const opened = Object.entries(gateways).map(([url, answers]) =>
    readSide.openGateway(url, async (address) => {
      const { status, headers = {}, body } = answers[address.slice(url.length)] ?? NOT_FOUND;
      return { status, headers: new Map(Object.entries(headers)), bytes: fromHex(body) };
    }),
  );
  if (hash === undefined) return readSide.proveInclusion(item, opened);
  const ownersOf = (store: Uint8Array) => {
    const { archiveOwner } = JSON.parse(new TextDecoder().decode(store)) as Record<string, string>;
    return archiveOwner === undefined ? [] : [archiveOwner];
  };
  return readSide.lookup({ hashes: [hash] }, opened, { ownersOf });
}

const NOT_FOUND: Canned = { status: 404, body: "" };

function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? toHex(part) : part instanceof Map ? [...part] : part,
  );
}
