// The whole of a text in memory, as bytes: text has no parts to walk along. UTF-8 and nothing else, because the binding
// of a text is over its UTF-8 form, and a guess at another encoding would be a guess at what was signed.
import { concat, exactText, utf8 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Piece, Span } from "./container.js";
import { copyWithout } from "./data-hash.js";
import type { ByteSource } from "./source.js";

/** More than any book; beyond it, memory would be the reader's problem. */
const MAX_TEXT = 64 * 1024 * 1024;

/** @throws ColophonError CONTAINER_MALFORMED for a text that is too large or in UTF-16 */
export async function readText(source: ByteSource): Promise<Uint8Array> {
  if (source.size > MAX_TEXT)
    throw new ColophonError(
      "CONTAINER_MALFORMED",
      `a text of ${source.size} bytes is larger than any that is read here (64 MB)`,
      { hint: "sign or check it with its credential in a file of its own (--sidecar)" },
    );
  const bytes = await source.read(0, source.size);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw notUtf8("the text is in UTF-16");
  return bytes;
}

function notUtf8(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", `${what}, and credentials are carried by UTF-8`, {
    hint: "save it as UTF-8, or keep its credential in a file of its own (--sidecar)",
  });
}

/**
 * The text without `removed`, in Unicode's composed form (NFC): what the binding of an unstructured text covers, and
 * what is written when one is signed. Copies where it is composed already, as nearly every text is. What is not UTF-8 is
 * hashed as it stands, and so found to be other than what was signed.
 * @throws ColophonError CONTAINER_MALFORMED when it is not UTF-8 and is to be written
 */
export function composedWithout(
  bytes: Uint8Array,
  removed: readonly Span[],
  kind: "bytes" | "hash-only",
): readonly Piece[] {
  const kept = copyWithout(removed, 0, bytes.length);
  const parts = kept.map((piece) =>
    piece.kind === "copy" ? bytes.subarray(piece.start, piece.end) : piece,
  ) as Uint8Array[];
  const [only, second] = parts;
  const text = exactText(only && !second ? only : concat(...parts)); // a byte order mark is part of what was signed
  if (text === undefined && kind === "bytes")
    throw notUtf8("the text is not UTF-8 (it may be in Latin-1 or Windows-1252)");
  const composed = text?.normalize("NFC");
  if (composed === undefined || composed === text) return kept;
  const made = utf8(composed);
  return [kind === "bytes" ? { kind, bytes: made, hashed: true } : { kind, bytes: made }];
}
