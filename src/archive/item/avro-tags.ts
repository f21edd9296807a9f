// The tags of a data item: an Avro array of {name, value} strings (ANS-104 §1.3 and §2; Avro 1.11 "Binary Encoding").
// Every limit of ANS-104 holds in both directions, and integers have one spelling only: overlong ones are rejected.
import { concat, exactText, utf8 } from "../../encoding/index.js";
import { Cursor, malformed } from "./cursor.js";

/** A name and a value in the head of a data item. */
export interface Tag {
  readonly name: string;
  readonly value: string;
}

const MAX_TAGS = 128;
const MAX_NAME_BYTES = 1024;
const MAX_VALUE_BYTES = 3072;
/** Not in the text of ANS-104, but in every implementation that has to accept an item (arbundles MAX_TAG_BYTES). */
const MAX_TAG_BYTES = 4096;

/** Serialised tags, at most 4,096 bytes; no tags are no bytes. @throws ColophonError ITEM_MALFORMED beyond a limit */
export function encodeTags(tags: readonly Tag[]): Uint8Array {
  if (tags.length === 0) return new Uint8Array(0);
  checkCount(tags.length);
  const parts = [encodeLong(tags.length)];
  for (const tag of tags)
    for (const [text, limit] of [
      [tag.name, MAX_NAME_BYTES],
      [tag.value, MAX_VALUE_BYTES],
    ] as const) {
      const bytes = utf8(text);
      checkLength(bytes.length, limit);
      if (decodeText(bytes) !== text) throw malformed("a tag is not well-formed Unicode text");
      parts.push(encodeLong(bytes.length), bytes);
    }
  const out = concat(...parts, Uint8Array.of(0));
  checkSize(out.length);
  return out;
}

/** The tags in `bytes`, all of which must be used. @throws ColophonError ITEM_MALFORMED */
export function decodeTags(bytes: Uint8Array): Tag[] {
  checkSize(bytes.length);
  const tags: Tag[] = [];
  if (bytes.length === 0) return tags;
  const cursor = new Cursor(bytes);
  for (let count = decodeLong(cursor); count !== 0; count = decodeLong(cursor)) {
    // A negative count announces the block's size in bytes, for readers that skip blocks.
    const size = count < 0 ? decodeLong(cursor) : undefined;
    const start = cursor.position;
    checkCount(tags.length + Math.abs(count));
    for (let i = Math.abs(count); i > 0; i--)
      tags.push({
        name: decodeString(cursor, MAX_NAME_BYTES),
        value: decodeString(cursor, MAX_VALUE_BYTES),
      });
    if (size !== undefined && size !== cursor.position - start)
      throw malformed("a block of tags lies about its size");
  }
  if (cursor.left > 0) throw malformed(`${cursor.left} bytes follow the last tag`);
  return tags;
}

function decodeString(cursor: Cursor, limit: number): string {
  const length = decodeLong(cursor);
  checkLength(length, limit);
  return decodeText(cursor.take(length, "a tag"));
}

/** With the byte order mark kept: otherwise two different tags would read alike. */
function decodeText(bytes: Uint8Array): string {
  const text = exactText(bytes);
  if (text === undefined) throw malformed("a tag is not UTF-8 text");
  return text;
}

/** Avro long: zigzag, then 7 bits a byte, lowest first. Ours are never negative. */
function encodeLong(value: number): Uint8Array {
  const out: number[] = [];
  let left = value * 2;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) out.push((left % 0x80) | 0x80);
  return Uint8Array.of(...out, left);
}

function decodeLong(cursor: Cursor): number {
  let zigzag = 0;
  for (let i = 0; i < 7; i++) {
    const byte = cursor.integer(1, "an integer among the tags");
    zigzag += (byte & 0x7f) * 2 ** (7 * i);
    if (byte & 0x80) continue;
    if (byte === 0 && i > 0) throw malformed("an integer among the tags is longer than it need be");
    return zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
  }
  throw malformed("an integer among the tags is absurdly large");
}

function checkCount(count: number): void {
  if (count > MAX_TAGS) throw malformed(`${count} tags are more than the ${MAX_TAGS} allowed`);
}

function checkLength(length: number, limit: number): void {
  if (length < 1) throw malformed("a tag has an empty name or value");
  if (length > limit) throw malformed(`a tag has ${length} bytes where ${limit} are allowed`);
}

function checkSize(length: number): void {
  if (length > MAX_TAG_BYTES)
    throw malformed(`the tags take ${length} bytes where ${MAX_TAG_BYTES} are allowed`);
}
