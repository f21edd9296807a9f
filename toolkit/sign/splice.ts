// Carries out a container's plan in memory: copies and hashes pieces.
import { createHash } from "node:crypto";
import type { Piece } from "../../src/container/index.js";

/** What came of it. */
export interface Spliced {
  /** SHA-256 of the hashed pieces. */
  readonly digest: Uint8Array;
  /** Where the manifest piece starts in the output; its bytes are left for the caller to write. */
  readonly manifestAt: number;
  /** Length of the output. */
  readonly length: number;
}

/**
 * The whole output, with the manifest's place left as zeroes.
 * @param take gives the memory for it
 */
export function assemble(
  bytes: Uint8Array,
  pieces: readonly Piece[],
  take: (length: number) => Uint8Array = Buffer.allocUnsafeSlow,
): Spliced & { readonly output: Uint8Array } {
  const hash = createHash("sha256");
  const length = pieces.reduce((sum, piece) => sum + outputLength(piece), 0);
  const output = take(length); // every byte of it is written below
  let at = 0;
  let manifestAt = 0;
  for (const piece of pieces) {
    if (piece.kind === "manifest") {
      manifestAt = at;
      output.fill(0, at, at + piece.length);
      at += piece.length;
      continue;
    }
    const part = piece.kind === "copy" ? bytes.subarray(piece.start, piece.end) : piece.bytes;
    if (piece.kind === "hash-only" || piece.hashed) hash.update(part);
    if (piece.kind === "hash-only") continue;
    output.set(part, at);
    at += part.length;
  }
  return { digest: hash.digest(), manifestAt, length, output };
}

/**
 * Whether what is hashed is the source as it is, as in a JPEG or PNG without an earlier manifest: then one digest
 * serves the hard binding and the archive.
 */
export function hashesSource(pieces: readonly Piece[], size: number): boolean {
  let at = 0;
  for (const piece of pieces) {
    if (piece.kind === "manifest") continue;
    if (piece.kind !== "copy" || !piece.hashed || piece.start !== at) return false;
    at = piece.end;
  }
  return at === size;
}

function outputLength(piece: Piece): number {
  if (piece.kind === "hash-only") return 0;
  if (piece.kind === "manifest") return piece.length;
  return piece.kind === "copy" ? piece.end - piece.start : piece.bytes.length;
}
