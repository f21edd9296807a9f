// A proof of inclusion as JSON, for a receipt: numbers as numbers, bytes in base64url, and nothing beside what a proof has.
import { asObject, asString, fromBase64Url, toBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { BlockHead } from "../network/gateway.js";
import type { InclusionProof, ProofChunk } from "./inclusion.js";
import { MAX_PATH } from "./merkle-path.js";
import { CHUNK_SIZE } from "./merkle-tree.js";

/** An item of 256 MiB. */
const MOST_CHUNKS = 1025;
/** Of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** For JSON.stringify. */
export function encodeInclusion(proof: InclusionProof): unknown {
  const { dataRoot, chunks, txPath, block } = proof;
  return {
    ...proof,
    dataRoot: toBase64Url(dataRoot),
    chunks: chunks.map(({ start, end, dataPath, before, after }) => ({
      start,
      end,
      dataPath: toBase64Url(dataPath),
      before: toBase64Url(before),
      after: toBase64Url(after),
    })),
    txPath: toBase64Url(txPath),
    block: { ...block, txRoot: toBase64Url(block.txRoot) },
  };
}

/** The inverse; whether the proof holds is for checkInclusion. @throws ColophonError RECEIPT_INVALID naming the field */
export function decodeInclusion(value: unknown): InclusionProof {
  const proof = new Fields(value, "inclusion", [
    ...["item", "transaction", "dataRoot", "dataSize", "offset", "size", "chunks", "txPath"],
    ...["block", "previousWeaveSize"],
  ]);
  return {
    item: proof.id("item", 32),
    transaction: proof.id("transaction", 32),
    dataRoot: proof.bytes("dataRoot", 32, 32),
    dataSize: proof.count("dataSize"),
    offset: proof.count("offset"),
    size: proof.count("size"),
    chunks: proof.list("chunks", MOST_CHUNKS).map(decodeChunk),
    txPath: proof.bytes("txPath", 1, MAX_PATH),
    block: decodeBlock(proof.value("block")),
    previousWeaveSize: proof.count("previousWeaveSize"),
  };
}

function decodeChunk(value: unknown, i: number): ProofChunk {
  const names = ["start", "end", "dataPath", "before", "after"];
  const chunk = new Fields(value, `inclusion.chunks[${i}]`, names);
  return {
    start: chunk.count("start"),
    end: chunk.count("end"),
    dataPath: chunk.bytes("dataPath", 1, MAX_PATH),
    before: chunk.bytes("before", 0, CHUNK_SIZE),
    after: chunk.bytes("after", 0, CHUNK_SIZE),
  };
}

function decodeBlock(value: unknown): BlockHead {
  const names = ["height", "id", "txRoot", "weaveSize", "timestamp", "previous"];
  const block = new Fields(value, "inclusion.block", names);
  return {
    height: block.count("height"),
    id: block.id("id", 48),
    txRoot: block.bytes("txRoot", 32, 32),
    weaveSize: block.count("weaveSize"),
    timestamp: block.count("timestamp", LAST_SECOND),
    previous: block.id("previous", 48),
  };
}

/** An object with exactly these fields, of which each is asked for in its form. */
class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path: string, names: readonly string[]) {
    const fields = asObject(value);
    this.#path = path;
    if (!fields) throw invalid(path, "is missing, or is no object");
    const strange = Object.keys(fields).find((name) => !names.includes(name));
    if (strange !== undefined) throw invalid(path, "has a field that no proof has");
    this.#fields = fields;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  count(name: string, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.value(name);
    if (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most)
      return Number(value);
    throw this.#invalid(name, "is not a whole number of sense");
  }

  bytes(name: string, least: number, most: number): Uint8Array {
    const text = asString(this.value(name));
    if (text === undefined || text.length > Math.ceil((most * 4) / 3))
      throw this.#invalid(name, "is missing, or too long");
    try {
      const bytes = fromBase64Url(text);
      if (bytes.length >= least && bytes.length <= most) return bytes;
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause;
    }
    throw this.#invalid(name, "is not base64url of as many bytes as it takes");
  }

  id(name: string, length: number): string {
    return toBase64Url(this.bytes(name, length, length));
  }

  list(name: string, most: number): readonly unknown[] {
    const value = this.value(name);
    if (Array.isArray(value) && value.length > 0 && value.length <= most) return value;
    throw this.#invalid(name, "is not a list of sense");
  }

  #invalid(name: string, what: string): ColophonError {
    return invalid(`${this.#path}.${name}`, what);
  }
}

function invalid(path: string, what: string): ColophonError {
  return new ColophonError("RECEIPT_INVALID", `${path} ${what}`, {
    hint: "the receipt is damaged or was changed: get it again from whoever gave it to you",
  });
}
