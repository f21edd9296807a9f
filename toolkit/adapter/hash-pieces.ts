// Hashes pieces of an open file in constant memory, for hard bindings that are checked without the engine.
import type { FileHandle } from "node:fs/promises";
import type { Piece } from "../../src/container/index.js";
import { BlockRing } from "./block-ring.js";
import { type HashName, runningDigest } from "./running-digest.js";

/** @throws ColophonError CONTAINER_MALFORMED when the file became shorter */
export async function hashPieces(
  file: FileHandle,
  algorithm: HashName,
  pieces: readonly Piece[],
): Promise<Uint8Array> {
  const length = copiedLength(pieces);
  const ring = new BlockRing(file, length);
  const digest = runningDigest(algorithm, ring.blocks, length);
  try {
    for (const piece of pieces) {
      if (piece.kind === "hash-only" || (piece.kind === "bytes" && piece.hashed))
        digest.update(piece.bytes);
      if (piece.kind !== "copy") continue;
      for await (const block of ring.run(piece.start, piece.end))
        ring.hold(block.slot, digest.take(block));
    }
    return await digest.digest();
  } finally {
    await digest.end();
  }
}

/** How many bytes pieces take from the source. */
export function copiedLength(pieces: readonly Piece[]): number {
  let length = 0;
  for (const piece of pieces) if (piece.kind === "copy") length += piece.end - piece.start;
  return length;
}
