// A text file that is no more what was signed, byte for byte, may still have the words: an editor wrapped its lines, a
// transport changed its line endings or took the credential's marker. Its own credential says so, without any archive.
import { containerFor, memorySource, withMarker } from "../container/index.js";
import { equal, sha256, utf8, utf8Text } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Finding, SignedWords, Verdict } from "../verdict.js";
import { textSaid } from "./passage-said.js";

/** The remark that the words are those that were signed, where the bytes are not. */
export const SAME_WORDS: Finding = {
  code: "colophon.text.sameWords",
  kind: "informational",
  explanation:
    "the words are those that were signed; what is around them (typography, layout, links) is not",
  source: "colophon",
};

/** What a text file is, and how to ask about it. */
interface TextFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly blocksOf: (bytes: Uint8Array, mediaType: string) => Promise<readonly string[]>;
  /** The verdict on a credential by itself, its hard binding left aside. */
  readonly judgeAlone: (store: Uint8Array) => Promise<Verdict>;
}

/**
 * Who signed the words of a text without a hard binding that holds; undefined unless they are exactly those that its own
 * credential, which holds, says.
 */
export async function signedWords(file: TextFile): Promise<SignedWords | undefined> {
  const store = await storeIn(file);
  const said = store && textSaid(store);
  if (!store || !said || !(await isOneOf(readings(file), said.article))) return undefined;
  const { state, manifest, signer, when } = await file.judgeAlone(store);
  if (state !== "Trusted" && state !== "Valid") return undefined;
  return {
    state,
    ...(manifest !== undefined && { manifest }),
    ...(signer && { signer }),
    ...(when && { when }),
  };
}

async function* readings({ bytes, mediaType, blocksOf }: TextFile) {
  yield await blocksOf(bytes, mediaType);
  const text = mediaType === "text/plain" ? utf8Text(bytes) : undefined;
  if (text?.includes("\n")) yield await blocksOf(utf8(text.replaceAll("\n", "\n\n")), mediaType);
}

async function isOneOf(
  readings: AsyncIterable<readonly string[]>,
  article: Uint8Array,
): Promise<boolean> {
  for await (const blocks of readings)
    if (equal(await sha256(utf8(blocks.join("\n"))), article)) return true;
  return false;
}

async function storeIn({ bytes, mediaType }: TextFile): Promise<Uint8Array | undefined> {
  try {
    const open = async (text: Uint8Array) =>
      (await containerFor(mediaType)?.open(memorySource(text), mediaType))?.readStore();
    return (await open(bytes)) ?? (await open(withMarker(bytes)));
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}
