// What a page makes of texts: each one's whole record, so that a difference anywhere in it shows.
import { toHex } from "../../src/encoding/index.js";
import { encodeTextRecord, plainBlocks, textRecord } from "../../src/text/index.js";

/** The bytes of each text's record, in hex. */
export function recordsOf(texts: readonly string[]): string[] {
  return texts.map((text) => toHex(encodeTextRecord(textRecord(plainBlocks(text)))));
}
