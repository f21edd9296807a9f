// The words of a text file in blocks, read as signing reads them.
import { utf8Text } from "../../src/encoding/index.js";
import { articleBlocks } from "../../src/sign/index.js";

/** Canonical, non-empty blocks; none for bytes that are no UTF-8. */
export async function textBlocks(bytes: Uint8Array, mediaType: string): Promise<string[]> {
  const text = utf8Text(bytes);
  return text === undefined ? [] : articleBlocks(text, mediaType);
}
