// JPEG (ISO 10918-1): the manifest store rides in APP11 segments (ISO 19566-5 §D, C2PA 2.4 §A.3.1).
//   FFEB | u16 Le | "JP" | u16 En (instance) | u32 Z (sequence, from 1) | from the second on: LBox TBox again | part
import { concat, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Container, Layout } from "./container.js";
import { dataLayout, insertion } from "./data-hash.js";
import { checkedStoreLength, startsManifestStore } from "./jumbf-store.js";
import { type ByteSource, truncated } from "./source.js";

const PART = 64_000; // store bytes per segment, as c2pa-rs writes them
const INSTANCE = 0x0211; // box instance number, as c2pa-rs writes it; another where that is taken
const MAX_SEGMENTS = 1_000_000;
const APP11_HEADER = 12; // marker to Z
const REPEATED = 8; // LBox and TBox, repeated in every segment but the first

interface Segment {
  readonly marker: number;
  readonly start: number;
  /** With marker and length field. */
  readonly length: number;
}

export const jpeg: Container = {
  mediaTypes: ["image/jpeg"],
  async open(source, mediaType): Promise<Layout> {
    const segments = await headerSegments(source);
    const { carriers, instance } = await manifestCarriers(source, segments);
    const manifestSpans = carriers.map(({ start, length }) => ({ start, length }));
    return {
      ...dataLayout(mediaType, source.size, manifestSpans),
      readStore: () => readStore(source, carriers),
      async splice(storeLength) {
        const last = segments.at(-1);
        await checkEnd(source, last ? last.start + last.length : 2);
        return insertion(
          insertionPoint(segments),
          source.size,
          manifestSpans,
          spanOf(storeLength),
          (store) => wrap(store, instance),
        );
      },
    };
  },
};

const BLOCK = 1 << 20;

/**
 * A picture that was cut short has no end marker behind its header. Inside compressed data FFD9 cannot occur, and
 * other things may follow it, so it is looked for from the end.
 */
async function checkEnd(source: ByteSource, header: number): Promise<void> {
  for (let end = source.size; end > header + 1; end -= BLOCK - 1) {
    const bytes = await source.read(Math.max(header, end - BLOCK), end);
    for (let at = bytes.lastIndexOf(0xd9); at > 0; at = bytes.lastIndexOf(0xd9, at - 1))
      if (bytes[at - 1] === 0xff) return;
  }
  throw new ColophonError("CONTAINER_MALFORMED", "the JPEG is cut short: it has no end marker", {
    hint: "get a complete copy; nothing was written",
  });
}

/** Walks the marker segments from SOI to the first scan. */
async function headerSegments(source: ByteSource): Promise<Segment[]> {
  if (source.size < 4) throw truncated(4, source.size);
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    const head = await source.read(at, Math.min(at + 4, source.size));
    if (head.length < 2) throw truncated(at + 2, source.size);
    if (head[0] !== 0xff)
      throw new ColophonError("CONTAINER_MALFORMED", `no JPEG marker at byte ${at}`, {
        hint: "the file is damaged: get another copy",
      });
    const marker = head[1]!;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return segments; // start of scan, end of image
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2; // stand-alone markers
      continue;
    }
    if (head.length < 4) throw truncated(at + 4, source.size);
    const length = 2 + view(head).getUint16(2);
    if (length < 4 || at + length > source.size) throw truncated(at + length, source.size);
    if (segments.length >= MAX_SEGMENTS)
      throw new ColophonError("CONTAINER_MALFORMED", "more segments than any real file has");
    segments.push({ marker, start: at, length });
    at += length;
  }
}

/**
 * The APP11 segments that carry the C2PA store: the part that starts one, and the parts of the same box instance that
 * follow in sequence. `instance` is a number that no other box in the file has, for a store of ours.
 */
async function manifestCarriers(
  source: ByteSource,
  segments: readonly Segment[],
): Promise<{ carriers: Segment[]; instance: number }> {
  const carriers: Segment[] = [];
  const foreign = new Set<number>();
  let last = { instance: -1, sequence: -1 };
  for (const segment of segments) {
    if (segment.marker !== 0xeb || segment.length < APP11_HEADER + REPEATED) continue;
    const end = Math.min(segment.start + APP11_HEADER + 32, segment.start + segment.length);
    const head = await source.read(segment.start, end);
    if (head[4] !== 0x4a || head[5] !== 0x50) continue;
    const instance = view(head).getUint16(6);
    const sequence = view(head).getUint32(8);
    const follows = instance === last.instance && sequence === last.sequence + 1;
    if (!follows && !startsManifestStore(head.subarray(APP11_HEADER))) {
      foreign.add(instance);
      continue;
    }
    last = { instance, sequence };
    carriers.push(segment);
  }
  let instance = INSTANCE;
  while (foreign.has(instance) && instance < 0xffff) instance++;
  return { carriers, instance };
}

async function readStore(
  source: ByteSource,
  carriers: readonly Segment[],
): Promise<Uint8Array | undefined> {
  if (carriers.length === 0) return undefined;
  checkedStoreLength(carriers.reduce((sum, { length }) => sum + length, 0));
  const parts: Uint8Array[] = [];
  for (const [i, { start, length }] of carriers.entries())
    parts.push(await source.read(start + APP11_HEADER + (i === 0 ? 0 : REPEATED), start + length));
  return concat(...parts);
}

/** After the leading APP0 segments (JFIF, JFXX), else straight after SOI. */
function insertionPoint(segments: readonly Segment[]): number {
  const last = segments.filter((segment) => segment.marker === 0xe0).at(-1);
  return last ? last.start + last.length : 2;
}

function spanOf(storeLength: number): number {
  const parts = Math.ceil(storeLength / PART);
  return storeLength + parts * APP11_HEADER + (parts - 1) * REPEATED;
}

function wrap(store: Uint8Array, instance: number): Uint8Array {
  const out = new Uint8Array(spanOf(store.length));
  const fields = view(out);
  let at = 0;
  for (let from = 0, sequence = 1; from < store.length; from += PART, sequence++) {
    const part = store.subarray(from, from + PART);
    const repeated = sequence === 1 ? 0 : REPEATED;
    fields.setUint16(at, 0xffeb);
    fields.setUint16(at + 2, APP11_HEADER - 2 + repeated + part.length);
    fields.setUint16(at + 4, 0x4a50);
    fields.setUint16(at + 6, instance);
    fields.setUint32(at + 8, sequence);
    out.set(store.subarray(0, repeated), at + APP11_HEADER);
    out.set(part, at + APP11_HEADER + repeated);
    at += APP11_HEADER + repeated + part.length;
  }
  return out;
}
