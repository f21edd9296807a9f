// Whether a file may carry a credential, from as few of its bytes as its own structure allows: most media on the web
// carry none, and nobody should have to read them whole to find out. Never says no where the engine could find
// something; where the structure is damaged or unknown, it says yes and leaves it to those who read everything.
import { fourCC, utf8, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { find } from "./find.js";
import { CREDENTIAL_MARKS } from "./media-type.js";
import type { ByteSource } from "./source.js";
import { textMarks } from "./text-type.js";

/** From one part of a file to the next: where that starts, or the answer. */
type Step = (source: ByteSource, at: number) => Promise<number | boolean>;

const MAX_STEPS = 10_000;
const MAX_XMP = 1024 * 1024;
const PDF = utf8("%PDF-");
const BLOCK = 1024 * 1024;
/** Text, pages and drawings. */
const OF_TEXT = [...CREDENTIAL_MARKS, ...textMarks("text/plain"), ...textMarks("text/html")];

/**
 * A small look that reads structure alone: headers of parts, and XMP.
 * @param source may be ranged requests: what is read is small, and the way through the file goes forward
 * @throws what `source` throws, but for a file that ends too early
 */
export async function mayCarry(source: ByteSource): Promise<boolean> {
  try {
    return await look(source);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "CONTAINER_MALFORMED") return true;
    throw cause;
  }
}

async function look(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(12, source.size));
  const four = fourCC(head, 0);
  const [first = 0, second = 0] = head;
  if (first === 0xff && second === 0xd8) return walk(source, jpeg, 2);
  if (four === "\x89PNG") return walk(source, png(), 8);
  if (four === "RIFF") return walk(source, riff, 12);
  if (/^(ftyp|JXL |moov|mdat|wide|pnot)$/.test(fourCC(head, 4))) return walk(source, bmff, 0);
  if (four.startsWith("ID3")) return id3(source, head);
  if (first === 0xff && (second === 0x0a || second >= 0xe0)) return false; // bare JPEG XL, MPEG audio
  if (four === "\x1aE\xdf\xa3" || four === "OggS" || four.startsWith("BM")) return false; // cannot carry any
  if (fourCC(head, 4) === "jumb") return true;
  const binary = four === "GIF8" || head.some((byte) => byte < 9);
  return (
    (await mentions(source, 0, Math.min(1024, source.size), [PDF])) || // may hold it compressed
    mentions(source, 0, source.size, binary ? CREDENTIAL_MARKS : OF_TEXT)
  );
}

async function walk(source: ByteSource, step: Step, start: number): Promise<boolean> {
  let at: number | boolean = start;
  for (let count = 0; typeof at === "number"; count++) {
    if (count > MAX_STEPS) return true;
    at = await step(source, at);
  }
  return at;
}

/** Marker segments up to the first scan. */
const jpeg: Step = async (source, at) => {
  const head = await upTo(source, at, 8);
  const marker = head[1] ?? 0;
  if (head[0] !== 0xff || head.length < 8) return true;
  if (marker === 0xff) return at + 1; // fill byte
  if (marker === 0xda || marker === 0xd9) return false;
  if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) return at + 2;
  if (marker === 0xeb) return true; // APP11
  const end = at + 2 + view(head).getUint16(2);
  if (end < at + 4 || end > source.size) return true;
  const xmp = marker === 0xe1 && fourCC(head, 4) === "http";
  return xmp && (await mentionsInXmp(source, at, end)) ? true : end;
};

/** Chunks to the end; rows of image data of one size are passed in one go. */
function png(): Step {
  let before = 0;
  return async (source, at) => {
    if (at === source.size) return false;
    const head = await upTo(source, at, 8 + 19);
    if (head.length < 12) return true;
    const type = fourCC(head, 4);
    const size = view(head).getUint32(0);
    const end = at + 12 + size;
    if (type === "caBX" || end > source.size) return true;
    if (type === "IEND") return false;
    if (type === "iTXt" && fourCC(head, 8) === "XML:")
      return head[26] !== 0 || (await mentionsInXmp(source, at, end)) ? true : end;
    const row = type === "IDAT" && size === before;
    before = row ? 0 : size; // once for each row
    return row ? passed(source, at, end - at) : end;
  };
}

/** The last IDAT that starts a whole number of such parts after `at`, or the part after this one. */
async function passed(source: ByteSource, at: number, length: number): Promise<number> {
  let sure = 1;
  let most = Math.floor((source.size - 12 - at) / length);
  for (let probe = most; sure < most; probe = Math.ceil((sure + most) / 2)) {
    const head = await upTo(source, at + probe * length, 8);
    const one = head.length === 8 && fourCC(head, 4) === "IDAT";
    if (one && view(head).getUint32(0) <= length) sure = probe;
    else most = probe - 1;
  }
  return at + sure * length;
}

/** Chunks to the end: WebP carries its manifest last. */
const riff: Step = async (source, at) => {
  const head = await upTo(source, at, 8);
  if (head.length < 8) return false;
  const type = fourCC(head, 0);
  const size = view(head).getUint32(4, true);
  const end = at + 8 + size;
  if (type === "C2PA" || end > source.size) return true;
  const xmp = type === "XMP " || type === "_PMX";
  return xmp && (await mentionsInXmp(source, at, end)) ? true : end + (size & 1);
};

/** Boxes at the top level of ISO BMFF and JPEG XL. */
const bmff: Step = async (source, at) => {
  if (at === source.size) return false;
  const head = await upTo(source, at, 24);
  if (head.length < 8) return true;
  const type = fourCC(head, 4);
  let size = view(head).getUint32(0);
  if (size === 1) size = head.length < 16 ? 0 : Number(view(head).getBigUint64(8));
  else if (size === 0) size = source.size - at;
  const end = at + size;
  if (size < 8 || end > source.size || type === "jumb" || type === "brob") return true;
  const extended = type === "uuid" && head.length >= 12 ? view(head).getUint32(8) : 0;
  if (extended === 0xd8fec3d6) return true; // C2PA
  const xmp = type === "xml " || extended === 0xbe7acfcb;
  return xmp && (await mentionsInXmp(source, at, end)) ? true : end;
};

/** MP3 has it in its tag; FLAC behind such a tag has it anywhere. */
async function id3(source: ByteSource, head: Uint8Array): Promise<boolean> {
  const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const end = 10 + size;
  const flac = end < source.size && fourCC(await upTo(source, end, 4), 0) === "fLaC";
  return mentions(source, 0, flac ? source.size : Math.min(end, source.size));
}

function upTo(source: ByteSource, at: number, length: number): Promise<Uint8Array> {
  return source.read(Math.min(at, source.size), Math.min(at + length, source.size));
}

async function mentionsInXmp(source: ByteSource, start: number, end: number): Promise<boolean> {
  return end - start > MAX_XMP || mentions(source, start, end);
}

async function mentions(
  source: ByteSource,
  start: number,
  end: number,
  marks = CREDENTIAL_MARKS,
): Promise<boolean> {
  const overlap = 32;
  for (let at = start; at < end; at += BLOCK) {
    const bytes = await source.read(at, Math.min(at + BLOCK + overlap, end));
    if (marks.some((mark) => find(bytes, mark) >= 0)) return true;
  }
  return false;
}
