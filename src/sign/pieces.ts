// Carries out a container's plan for a text in memory.
import type { Piece } from "../container/index.js";
import { concat } from "../encoding/index.js";

/** Pieces put together, with the manifest where it belongs. */
export function joined(
  bytes: Uint8Array,
  pieces: readonly Piece[],
  manifest?: Uint8Array,
): Uint8Array {
  return concat(
    ...pieces.map((piece) => {
      if (piece.kind === "copy") return bytes.subarray(piece.start, piece.end);
      return piece.kind === "manifest" ? (manifest ?? new Uint8Array(0)) : piece.bytes;
    }),
  );
}
