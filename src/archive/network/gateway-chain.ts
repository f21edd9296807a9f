// The chain as a gateway tells it, in the words of Arweave's nodes. A transaction is believed no further than its own
// signature goes; where it is in the weave, chunks and blocks are claims, which inclusion.ts binds with hashes.
import { asString } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { MAX_PATH } from "../chain/merkle-size.js";
import { CHUNK_SIZE } from "../chain/merkle-tree.js";
import { verifyTransaction } from "../chain/transaction.js";
import type { BlockHead, Chunk, TransactionPlace } from "./gateway.js";
import { askJson, bytesOf, type Connection, count, needJson } from "./gateway-answer.js";

const MAX_TRANSACTION = 2 ** 20;
const MAX_CHUNK = 2 ** 19;
/** A node's block brings two proofs of access along, each with a chunk. */
const MAX_BLOCK = 2 * 2 ** 20;
const MAX_SMALL = 2 ** 16;
const MAX_HEIGHT = 2 ** 31;
/** The end of the year 9999. */
const MAX_TIMESTAMP = 253_402_300_799;
const BLOCK_ID = 48;

/** @throws ColophonError GATEWAY_FAILED; RECORD_UNPROVEN for a transaction of format 1; URL_REFUSED; CANCELLED */
export async function transactionPlace(
  connection: Connection,
  id: string,
): Promise<TransactionPlace | undefined> {
  const get = (path: string, maxBytes: number) => askJson(connection, path, { maxBytes });
  const [head, offset, status] = await Promise.all([
    get(`/tx/${id}`, MAX_TRANSACTION),
    get(`/tx/${id}/offset`, MAX_SMALL),
    get(`/tx/${id}/status`, MAX_SMALL),
  ]);
  if (!head || !offset || !status) return undefined;
  const check = await verifyTransaction(head.fields);
  if (!check.ok && check.reason === "format-unsupported")
    throw new ColophonError(
      "RECORD_UNPROVEN",
      `could not be proven: transaction ${id} is of a kind that is not verified here`,
    );
  if (!check.ok || check.id !== id) throw head.fail("with what the owner never signed");
  const size = count(offset, "size", Number.MAX_SAFE_INTEGER);
  const end = count(offset, "offset", Number.MAX_SAFE_INTEGER);
  if (size !== check.size || size > end)
    throw offset.fail("with a size that the transaction has not");
  const height = count(status, "block_height", MAX_HEIGHT);
  return { id, dataRoot: check.dataRoot, size, end, height };
}

/** @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function chunkAt(connection: Connection, offset: number): Promise<Chunk> {
  const answer = await needJson(connection, `/chunk/${offset}`, { maxBytes: MAX_CHUNK });
  const atMost = (most: number) => (length: number) => length > 0 && length <= most;
  return {
    bytes: bytesOf(answer, "chunk", atMost(CHUNK_SIZE)),
    dataPath: bytesOf(answer, "data_path", atMost(MAX_PATH)),
    txPath: bytesOf(answer, "tx_path", atMost(MAX_PATH)),
  };
}

/** @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function blockAt(connection: Connection, height: number): Promise<BlockHead> {
  const answer = await needJson(connection, `/block/height/${height}`, { maxBytes: MAX_BLOCK });
  const { fields, fail } = answer;
  if (count(answer, "height", MAX_HEIGHT) !== height) throw fail("with a block of another height");
  bytesOf(answer, "indep_hash", (length) => length === BLOCK_ID);
  bytesOf(answer, "previous_block", (length) => length === BLOCK_ID || height === 0);
  return {
    height,
    id: asString(fields["indep_hash"])!,
    txRoot: bytesOf(answer, "tx_root", (length) => length === 32 || length === 0),
    weaveSize: count(answer, "weave_size", Number.MAX_SAFE_INTEGER),
    timestamp: count(answer, "timestamp", MAX_TIMESTAMP),
    previous: asString(fields["previous_block"])!,
  };
}

/** @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function chainHeight(connection: Connection): Promise<number> {
  return count(await needJson(connection, "/info", { maxBytes: MAX_SMALL }), "height", MAX_HEIGHT);
}
