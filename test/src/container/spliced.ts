// Carries out a container's plan in memory, by other code than the toolkit's: what comes out, and what was hashed.
import {
  containerFor,
  type Layout,
  memorySource,
  type Piece,
} from "../../../src/container/index.js";
import { concat, fromHex, utf8 } from "../../../src/encoding/index.js";
import { u32be } from "../../fixture/media/integer.js";

/** The layout of bytes that are known to be of a kind with a container. */
export function opened(bytes: Uint8Array, mediaType: string): Promise<Layout> {
  return containerFor(mediaType)!.open(memorySource(bytes), mediaType);
}

/** What a store looks like from outside: superbox, description box of C2PA's type, then anything. */
export function fakeStore(length: number, filler = 0x5a): Uint8Array {
  const head = concat(
    u32be(length),
    utf8("jumb"),
    u32be(30),
    utf8("jumd"),
    fromHex("6332706100110010800000aa00389b71"),
    utf8("\x03c2pa\0"),
  );
  const store = new Uint8Array(length).fill(filler);
  store.set(head.subarray(0, length));
  return store;
}

/** The bytes that go into the hash, in order. */
export function hashedBytes(source: Uint8Array, pieces: readonly Piece[]): Uint8Array {
  const parts = pieces.map((piece) => {
    if (piece.kind === "hash-only") return piece.bytes;
    if (piece.kind === "manifest" || !piece.hashed) return new Uint8Array(0);
    return piece.kind === "bytes" ? piece.bytes : source.subarray(piece.start, piece.end);
  });
  return concat(...parts);
}

/** The file with a store in it; fails where only the engine can place one. */
export async function spliced(bytes: Uint8Array, mediaType: string, store: Uint8Array) {
  const layout = await opened(bytes, mediaType);
  const plan = await layout.splice(store.length);
  if (!plan) throw new Error("only the engine can place a manifest in this file");
  const parts = plan.pieces.map((piece) => {
    if (piece.kind === "hash-only") return new Uint8Array(0);
    if (piece.kind === "manifest") return plan.wrap(store);
    return piece.kind === "bytes" ? piece.bytes : bytes.subarray(piece.start, piece.end);
  });
  return { output: concat(...parts), plan, hashed: hashedBytes(bytes, plan.pieces) };
}
