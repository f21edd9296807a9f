// What a manifest says of the words that it was signed with.
import { activeManifestLabel, assertionCbor } from "../credential/index.js";
import { asObject, fromBase64Url } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { CANONICAL_FORM } from "../text/index.js";

export interface TextSaid {
  readonly article: Uint8Array;
  /** Undefined where the signer didn't say how many they are. */
  readonly blocks: number | undefined;
}

/** What the signer said of the words: their hash in canonical form, and how many blocks they are. */
export function textSaid(store: Uint8Array): TextSaid | undefined {
  try {
    const manifest = activeManifestLabel(store) ?? "";
    const said = asObject(assertionCbor(store, manifest, "app.colophon.text")) ?? {};
    if (said["version"] !== 1 || said["form"] !== CANONICAL_FORM) return undefined;
    const article = bytesOf(said["article"]);
    const blocks = said["blocks"];
    const isCount = typeof blocks === "number" && Number.isSafeInteger(blocks) && blocks > 0;
    return article && { article, blocks: isCount ? blocks : undefined };
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

/** The engine writes byte strings in base64url into assertions that it doesn't know. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === "string" ? fromBase64Url(value) : undefined;
}
