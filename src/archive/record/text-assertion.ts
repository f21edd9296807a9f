// The assertion `app.colophon.text` in a signed manifest: the hash of the text record, so that no index and no archive
// can lie about the record, and the hash of the text itself.
import { asObject } from "../../encoding/index.js";
import { CANONICAL_FORM } from "../../text/index.js";

/** Label of the assertion. */
export const TEXT_ASSERTION = "app.colophon.text";

export interface TextAssertion {
  /** SHA-256 of the encoded text record. */
  readonly record: Uint8Array;
  /** SHA-256 of the text in its canonical form. */
  readonly article: Uint8Array;
}

/** What the assertion says, from its CBOR as decoded; undefined for one of another version or form, or none. */
export function readTextAssertion(value: unknown): TextAssertion | undefined {
  const { version, form, record, article } = asObject(value) ?? {};
  if (version !== 1 || form !== CANONICAL_FORM) return undefined;
  return is32(record) && is32(article) ? { record, article } : undefined;
}

function is32(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 32;
}
