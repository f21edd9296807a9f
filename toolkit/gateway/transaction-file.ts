// How a transaction is kept: one line of JSON, then its data as they are. The line says what else this gateway knows of it:
// its number in the order of arrival, whether it is a bundle of the gateway's own, and which items in it were verified.
import { chunkData } from "../../src/archive/index.js";
import {
  asArray,
  asObject,
  concat,
  fromBase64Url,
  parseJson,
  sha256,
  toBase64Url,
  utf8,
  utf8Text,
} from "../../src/encoding/index.js";
import type { TransactionHead } from "../adapter/arweave.js";
import type { Place } from "./store.js";
import { readHead } from "./transaction.js";

/** Where an item is in the data of its transaction. */
export interface ItemSpan {
  readonly offset: number;
  readonly size: number;
}

export interface KeptTransaction {
  readonly head: TransactionHead;
  /** Order of arrival, in one row with the files of `pending`; a bundle has the number of its first item's file. */
  readonly number: number;
  /** True for the bundles that this gateway makes. */
  readonly own: boolean;
  /** Items in it whose signatures hold. */
  readonly items: readonly ItemSpan[];
}

/** A transaction that is on disk. */
export interface StoredTransaction extends KeptTransaction {
  /** Its data. */
  readonly place: Place;
}

export function encodeTransaction(kept: KeptTransaction, data: Uint8Array): Uint8Array {
  return concat(utf8(firstLine(kept)), data);
}

/** Where encodeTransaction puts the data. */
export function dataPlace(kept: KeptTransaction, path: string): Place {
  return { path, start: utf8(firstLine(kept)).length, size: Number(kept.head.data_size) };
}

function firstLine({ number, own, items, head }: KeptTransaction): string {
  return `${JSON.stringify({ number, own, items, head })}\n`;
}

/** The transaction in a file, with its data; undefined unless the data are those that were signed. */
export async function decodeTransaction(
  bytes: Uint8Array,
): Promise<{ kept: KeptTransaction; data: Uint8Array } | undefined> {
  try {
    const end = bytes.indexOf(0x0a);
    const json = asObject(parseJson(utf8Text(bytes.subarray(0, end)) ?? "")) ?? {};
    const head = readHead(json["head"]);
    const data = bytes.subarray(end + 1);
    const kept: KeptTransaction = {
      head,
      number: count(json["number"]),
      own: json["own"] === true,
      items: asArray(json["items"]).map((item) => {
        const span = asObject(item) ?? {};
        return { offset: count(span["offset"]), size: count(span["size"]) };
      }),
    };
    const sound =
      data.length === Number(head.data_size) &&
      toBase64Url(await sha256(fromBase64Url(head.signature))) === head.id &&
      toBase64Url((await chunkData(data)).dataRoot) === head.data_root &&
      kept.items.every(({ offset, size }) => offset + size <= data.length);
    return sound ? { kept, data } : undefined;
  } catch {
    return undefined;
  }
}

function count(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError("not a count");
  return value;
}
