// Hashes pieces of an open file in constant memory, for hard bindings that are checked without the engine.
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { type Piece, truncated } from "../../src/container/index.js";

const BLOCK = 4 << 20;

/** Hash algorithms of C2PA 2.4 §13.1. */
export type HashName = "sha256" | "sha384" | "sha512";

/** @throws ColophonError CONTAINER_MALFORMED when the file became shorter */
export async function hashPieces(
  file: FileHandle,
  algorithm: HashName,
  pieces: readonly Piece[],
): Promise<Uint8Array> {
  const hash = createHash(algorithm);
  const blocks = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)] as const;
  for (const piece of pieces) {
    if (piece.kind === "hash-only" || (piece.kind === "bytes" && piece.hashed))
      hash.update(piece.bytes);
    if (piece.kind !== "copy") continue;
    const read = (turn: number, at: number) =>
      file.read(blocks[turn % 2]!, 0, Math.min(BLOCK, piece.end - at), at);
    let at = piece.start;
    let next = at < piece.end ? read(0, at) : undefined;
    for (let turn = 0; next; turn++) {
      const { bytesRead } = await next;
      if (bytesRead === 0) throw truncated(piece.end, at);
      at += bytesRead;
      next = at < piece.end ? read(turn + 1, at) : undefined;
      hash.update(blocks[turn % 2]!.subarray(0, bytesRead));
    }
  }
  return hash.digest();
}
