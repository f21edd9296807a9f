// IPFS as a second archive, without its libraries: a record as a CAR file (CARv1), which any IPFS node imports.
//
// Two blocks, both roots, both raw (CIDv1, codec raw, SHA-256, base32), so that each CID is a hash that one knows already:
//   1. the payload, for most records the manifest store: its CID follows from its hash, and is the name of the file;
//   2. the whole data item: signature, owner, tags and the payload once more, so that the CAR alone rebuilds the record
//      and proves whose it is.
// What doesn't fit into one block would be a tree of blocks with a CID of its own: that is refused, not split.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Http, parseItem, verifyItem } from "../../src/archive/index.js";
import { concat, equal, fromHex, sha256 } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import {
  type Acceptance,
  DeliveryFailed,
  type OutgoingItem,
  type Publisher,
} from "../publish/publisher.js";
import { isMissing } from "./archive-index.js";
import { makeFolder, writeError, writeFileAtomically } from "./atomic-file.js";
import { importCar } from "./kubo.js";

/** Bytes of a block that every node takes from every other. */
const LARGEST_BLOCK = 1024 * 1024;
const CID_LENGTH = 36;

/**
 * @param options `folder`: where CAR files go, made when there is one; `apiUrl`: a Kubo node's RPC, which imports and pins
 *   them, too
 */
export function ipfsPublisher(options: {
  readonly folder: string;
  readonly apiUrl?: string;
  readonly http: Http;
}): Publisher {
  const { folder, apiUrl, http } = options;
  return {
    service: apiUrl === undefined ? `ipfs ${folder}` : `ipfs ${apiUrl}`,
    groupSize: 1,
    quote: async () => ({ cost: 0n, unit: "none" }),
    async deliver(items, signal) {
      const acceptances: Acceptance[] = [];
      for (const item of items) {
        if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled");
        const written = await writeCar(folder, await carOf(item));
        if (apiUrl !== undefined) await importCar(http, apiUrl, written, signal);
        acceptances.push({ id: item.id, reference: written.cids[0], already: written.already });
      }
      return acceptances;
    },
  };
}

type Block = readonly [cid: Uint8Array, data: Uint8Array];

interface Car {
  readonly bytes: Uint8Array;
  /** Of the payload and of the item. */
  readonly cids: readonly [string, string];
  readonly payload: Uint8Array;
}

/** @throws DeliveryFailed for an item that is not what its id says, or too large for a block */
async function carOf({ id, bytes }: OutgoingItem): Promise<Car> {
  const payload = await payloadOf(id, bytes);
  if (bytes.length > LARGEST_BLOCK)
    throw new DeliveryFailed(
      "refused",
      `the record has ${bytes.length} bytes and IPFS takes up to ${LARGEST_BLOCK} in one block`,
    );
  const [first, second] = await Promise.all([cidOf(payload), cidOf(bytes)]);
  return {
    bytes: encodeCar([
      [first, payload],
      [second, bytes],
    ]),
    cids: [cidText(first), cidText(second)],
    payload,
  };
}

async function payloadOf(id: string, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    const item = parseItem(bytes);
    const check = await verifyItem(item, { id });
    if (!check.ok) throw new DeliveryFailed("refused", `not the record ${id}: ${check.reason}`);
    return item.data;
  } catch (cause) {
    if (cause instanceof DeliveryFailed) throw cause;
    throw new DeliveryFailed("refused", `${id} is no data item`, { cause });
  }
}

/**
 * Writes a CAR under the CID of its payload. Two records of the same payload are two CARs: the second has the CID of its
 * item in its name as well.
 */
async function writeCar(folder: string, car: Car): Promise<Car & { already: boolean }> {
  const [payload, item] = car.cids;
  for (const name of [`${payload}.car`, `${payload}.${item}.car`]) {
    const path = join(folder, name);
    const there = await readFile(path).catch((error: unknown) => nothing(path, error));
    if (there && equal(there, car.bytes)) return { ...car, already: true };
    if (there && (await isSound(there, car.payload))) continue;
    await makeFolder(folder);
    await writeFileAtomically(path, car.bytes, { replace: true });
    return { ...car, already: false };
  }
  throw new ColophonError("OUTPUT_UNWRITABLE", `${folder} has another file named after ${item}`, {
    hint: "nothing was changed; name another folder with --ipfs-dir",
  });
}

function nothing(path: string, cause: unknown): undefined {
  if (!isMissing(cause)) throw writeError(path, cause);
}

/** Whether a file is the whole CAR of another item with this payload, and not a damaged one of ours. */
async function isSound(file: Uint8Array, payload: Uint8Array): Promise<boolean> {
  const first: Block = [await cidOf(payload), payload];
  const start = encodeCar([first, [first[0], new Uint8Array(0)]]).length - 1 - CID_LENGTH;
  for (const lengthBytes of [1, 2, 3]) {
    const item = file.subarray(start + lengthBytes + CID_LENGTH);
    if (equal(file, encodeCar([first, [await cidOf(item), item]]))) return true;
  }
  return false;
}

/** CARv1: a header in DAG-CBOR, `{roots: [CID...], version: 1}`, and then the blocks; each behind its length. */
function encodeCar(blocks: readonly Block[]): Uint8Array {
  const header = concat(
    fromHex("a265726f6f7473"), // map of 2, "roots"
    Uint8Array.of(0x80 + blocks.length),
    ...blocks.flatMap(([cid]) => [fromHex("d82a582500"), cid]), // tag 42, 37 bytes, the prefix 00 of a CID
    fromHex("6776657273696f6e01"), // "version", 1
  );
  const sections = [header, ...blocks.map(([cid, data]) => concat(cid, data))];
  return concat(...sections.flatMap((section) => [varint(section.length), section]));
}

/** CIDv1: version 1, codec raw (55), SHA-256 (12) of 32 bytes (20). */
async function cidOf(data: Uint8Array): Promise<Uint8Array> {
  return concat(fromHex("01551220"), await sha256(data));
}

/** Multibase base32 (RFC 4648, lower case, no padding) behind its prefix `b`. */
function cidText(cid: Uint8Array): string {
  let text = "b";
  let [bits, value] = [0, 0];
  for (const byte of concat(cid, new Uint8Array(4))) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5)
      text += "abcdefghijklmnopqrstuvwxyz234567"[(value >>> (bits - 5)) & 31];
    value &= 31;
  }
  return text.slice(0, 1 + Math.ceil((cid.length * 8) / 5));
}

/** Unsigned LEB128. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Uint8Array.of(...bytes, left);
    bytes.push((left % 128) | 128);
  }
}
