// The assertion `app.colophon.text` in a signed manifest: the hash of the text record, so that no index and no archive
// can lie about the record, and the hash of the text itself.
import { asBase64Url, asObject } from "../../encoding/index.js";
import { CANONICAL_FORM } from "../../text/index.js";

/** Label of the assertion. */
export const TEXT_ASSERTION = "app.colophon.text";

export interface TextAssertion {
  /** SHA-256 of the encoded text record. */
  readonly record: Uint8Array;
  /** SHA-256 of the text in its canonical form. */
  readonly article: Uint8Array;
}

/**
 * What the assertion says, from its CBOR as decoded; undefined for one of another version or form, or none. Hashes are
 * byte strings or base64url: the engine that signs writes no byte strings into assertions that it doesn't know.
 */
export function readTextAssertion(value: unknown): TextAssertion | undefined {
  const { version, form, ...hashes } = asObject(value) ?? {};
  if (version !== 1 || form !== CANONICAL_FORM) return undefined;
  const [record, article] = [hash(hashes["record"]), hash(hashes["article"])];
  return record && article && { record, article };
}

function hash(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === "string" ? asBase64Url(value) : value;
  return bytes instanceof Uint8Array && bytes.length === 32 ? bytes : undefined;
}
