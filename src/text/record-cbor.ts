// Text records as bytes: deterministic CBOR, and a reader that believes nothing. Hashes stand end to end in one byte
// string per list, so that a record of a book is read in milliseconds and its size says how many there are.
import {
  asArray,
  asObject,
  concat,
  decodeStrictCbor,
  encodeCbor,
  equal,
} from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { HASH_BYTES, hashKey, shortHash } from "./short-hash.js";
import { articleHash, CANONICAL_FORM, countTextWords, type TextRecord } from "./text-record.js";

/** Most bytes of a record: that of a book of a million words, with them. */
const MAX_TEXT_RECORD_BYTES = 16 * 1024 * 1024;

const MOST = { words: 2_000_000, blocks: 100_000, sentences: 200_000, prints: 500_000 };
const LONGEST = { canonicalUrl: 2048, title: 1000, language: 35 };

/** The record as its data item holds it. @throws ColophonError RECORD_INVALID naming the field that can't be so */
export function encodeTextRecord(record: TextRecord): Uint8Array {
  const bytes = encodeCbor({
    ...record,
    blocks: concat(...record.blocks),
    sentences: concat(...record.sentences),
    prints: concat(...record.prints),
  });
  decodeTextRecord(bytes);
  return bytes;
}

/**
 * Reads a text record. Where it holds the words, they are those that its block and article hashes are of.
 * @throws ColophonError RECORD_INVALID naming the field
 */
export function decodeTextRecord(bytes: Uint8Array): TextRecord {
  if (bytes.length > MAX_TEXT_RECORD_BYTES)
    throw invalid("the text record", `is larger than ${MAX_TEXT_RECORD_BYTES} bytes`);
  const map = asObject(decoded(bytes));
  if (!map || map instanceof Map) throw invalid("the text record", "is not a map");
  checkVersion(map);
  const blocks = hashes(map, "blocks");
  const sentences = hashes(map, "sentences");
  const title = words(map, "title", /\S/u);
  const canonicalUrl = words(map, "canonicalUrl", /^https?:\/\/[!-~]+$/);
  const language = words(map, "language", /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/);
  const record: TextRecord = {
    version: 1,
    form: CANONICAL_FORM,
    ...(canonicalUrl !== undefined && { canonicalUrl }),
    ...(title !== undefined && { title }),
    ...(language !== undefined && { language }),
    words: whole(map["words"], MOST.words, "words"),
    article: articleOf(map),
    blocks,
    sentenceCounts: counts(map, blocks.length, sentences.length),
    sentences,
    prints: distinct(hashes(map, "prints")),
    ...(map["text"] !== undefined && { text: textOf(map) }),
  };
  if (blocks.length === 0) throw invalid("blocks", "has none");
  if (Object.keys(map).length !== Object.keys(record).length)
    throw invalid("the text record", "says more than it may");
  if (record.text) checkText(record, record.text);
  return record;
}

type Fields = Readonly<Record<string, unknown>>;

function decoded(bytes: Uint8Array): unknown {
  try {
    return decodeStrictCbor(bytes);
  } catch (cause) {
    const message = "the text record is not deterministically encoded";
    throw new ColophonError("RECORD_INVALID", message, { cause });
  }
}

function checkVersion({ version, form }: Fields): void {
  if (version === 1 && form === CANONICAL_FORM) return;
  if (typeof version === "number" && version > 1)
    throw invalid("version", `is ${version}: a text record newer than this Colophon can read`);
  if (version === 1 && typeof form === "string" && /^colophon-text-[0-9]{1,4}$/.test(form))
    throw invalid("form", `is ${form}: a canonical form that this Colophon does not know`);
  throw invalid(version === 1 ? "form" : "version", "is not that of a text record");
}

function hashes(map: Fields, name: "blocks" | "sentences" | "prints"): Uint8Array[] {
  const all = map[name];
  if (!(all instanceof Uint8Array) || all.length % HASH_BYTES !== 0)
    throw invalid(name, `is not hashes of ${HASH_BYTES} bytes`);
  if (all.length / HASH_BYTES > MOST[name]) throw invalid(name, `has more than ${MOST[name]}`);
  return Array.from({ length: all.length / HASH_BYTES }, (_, i) =>
    all.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

function distinct(prints: Uint8Array[]): Uint8Array[] {
  if (new Set(prints.map(hashKey)).size !== prints.length)
    throw invalid("prints", "says the same twice");
  return prints;
}

function counts(map: Fields, blocks: number, sentences: number): number[] {
  const name = "sentenceCounts";
  const all = asArray(map[name]).map((count) => whole(count, MOST.sentences, name));
  if (all.length !== blocks) throw invalid(name, "is not one count for each block");
  if (all.reduce((sum, count) => sum + count, 0) !== sentences)
    throw invalid(name, "does not add up to the sentences");
  return all;
}

function articleOf({ article }: Fields): Uint8Array {
  if (article instanceof Uint8Array && article.length === 32) return article;
  throw invalid("article", "is not 32 bytes");
}

function words(map: Fields, name: keyof typeof LONGEST, form: RegExp): string | undefined {
  const value = map[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.length > LONGEST[name] || !form.test(value))
    throw invalid(name, "does not have the form of one");
  return value;
}

function whole(value: unknown, most: number, name: string): number {
  if (typeof value === "number" && value >= 1 && value <= most) return value;
  throw invalid(name, `is not a number from 1 to ${most}`);
}

function textOf({ text }: Fields): string[] {
  if (!Array.isArray(text)) throw invalid("text", "is not a list of blocks");
  return text.map((block: unknown) => {
    if (typeof block !== "string" || block === "")
      throw invalid("text", "has a block without words");
    return block;
  });
}

function checkText({ blocks, article, words }: TextRecord, text: readonly string[]): void {
  const isOf = (block: string, i: number) => equal(shortHash(block), blocks[i] as Uint8Array);
  if (text.length !== blocks.length || !text.every(isOf))
    throw invalid("text", "is not what the block hashes are of");
  if (!equal(articleHash(text), article))
    throw invalid("text", "is not what the article hash is of");
  if (countTextWords(text) !== words) throw invalid("words", "is not how many the text has");
}

/** @returns a RECORD_INVALID about `what`, a field of the record */
function invalid(what: string, fault: string): ColophonError {
  return new ColophonError("RECORD_INVALID", `${what} ${fault}`);
}
