// A text in memory as something to be examined, for programs that have no files: a page, an editor, a worker.
import { memorySource } from "../container/index.js";
import { concat, digest, utf8 } from "../encoding/index.js";
import { examine, type VerifyMeans } from "../examine/index.js";
import type { Verdict } from "../verdict.js";
import { textBlocks } from "./article-blocks.js";

/** What a text is said to be. */
export interface SaidText {
  /** Media type; plain text unless told. */
  readonly mediaType?: string;
  /** File name or address. */
  readonly name?: string;
  /** A manifest store that is kept apart from it. */
  readonly sidecar?: Uint8Array;
}

const DIGEST = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const;

/**
 * Says who signed a text and whether that still holds.
 * @throws ColophonError ENGINE_FAILED
 */
export function verifyText(
  text: string | Uint8Array,
  means: VerifyMeans,
  { mediaType = "text/plain", name = "text", sidecar }: SaidText = {},
): Promise<Verdict> {
  const bytes = typeof text === "string" ? utf8(text) : text;
  return examine(
    {
      name,
      mediaType,
      source: memorySource(bytes),
      content: async () => bytes,
      // Looked at whole: a text is small, and the engine starts for one that carries something.
      mentions: async () => true,
      hash: async (algorithm, pieces) => {
        const known = Object.entries(DIGEST).find(([named]) => named === algorithm)?.[1];
        const parts = pieces.map((piece) => {
          if (piece.kind === "copy") return bytes.subarray(piece.start, piece.end);
          return piece.kind === "manifest" ? new Uint8Array(0) : piece.bytes;
        });
        return known && digest(known, concat(...parts));
      },
      ...(sidecar && { sidecar: async () => sidecar }),
    },
    { blocksOf: textBlocks, ...means },
  );
}
