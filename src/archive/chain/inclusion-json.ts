// A proof of inclusion as JSON, for a receipt: numbers as numbers, bytes in base64url, and nothing beside what a proof has.
import { toBase64Url } from "../../encoding/index.js";
import { type Part, partOf } from "../record/receipt-field.js";
import type { InclusionProof, ProofChunk } from "./inclusion.js";
import { MAX_PATH } from "./merkle-size.js";
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

/** The inverse; whether the proof holds is for checkInclusion. @throws ReceiptFault naming the field */
export function decodeInclusion(value: unknown): InclusionProof {
  const proof = partOf(value, "proof");
  const block = proof.part("block");
  const decoded = {
    item: proof.id("item", 32),
    transaction: proof.id("transaction", 32),
    dataRoot: proof.hash("dataRoot"),
    dataSize: proof.count("dataSize"),
    offset: proof.count("offset"),
    size: proof.count("size"),
    chunks: proof.parts("chunks", MOST_CHUNKS).map(decodeChunk),
    txPath: proof.bytes("txPath", 1, MAX_PATH),
    block: {
      height: block.count("height"),
      id: block.id("id", 48),
      txRoot: block.hash("txRoot"),
      weaveSize: block.count("weaveSize"),
      timestamp: block.integer("timestamp", 0, LAST_SECOND),
      previous: block.id("previous", 48),
    },
    previousWeaveSize: proof.count("previousWeaveSize"),
  };
  proof.hasOnly(decoded);
  block.hasOnly(decoded.block);
  return decoded;
}

function decodeChunk(chunk: Part): ProofChunk {
  const decoded = {
    start: chunk.count("start"),
    end: chunk.count("end"),
    dataPath: chunk.bytes("dataPath", 1, MAX_PATH),
    before: chunk.bytes("before", 0, CHUNK_SIZE),
    after: chunk.bytes("after", 0, CHUNK_SIZE),
  };
  chunk.hasOnly(decoded);
  return decoded;
}
