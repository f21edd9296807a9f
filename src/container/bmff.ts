// ISO BMFF (MP4, MOV, M4A, HEIC, HEIF, AVIF): the manifest store rides in a top-level `uuid` box straight after
// `ftyp` (C2PA 2.4 §A.5), and every absolute file offset in the other boxes moves with it.
//   u32 size | "uuid" | d8fec3d6-1b0e-483c-9297-5828877ec481 | version 0, flags 0 | "manifest\0" | u64 merkle offset 0 | store
import { utf8, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Box, C2PA_UUID, topLevelBoxes } from "./bmff-box.js";
import { coveredByBmffHash, isExcluded, offsetPiece } from "./bmff-hash.js";
import { moveOffsets } from "./bmff-offset.js";
import type { Container, Layout, Piece, Splice, Uncovered } from "./container.js";
import { removedBefore } from "./data-hash.js";
import { startsManifestStore } from "./jumbf-store.js";
import type { ByteSource } from "./source.js";

const BEFORE_STORE = 8 + 16 + 4 + 9 + 8; // header, extended type, version and flags, purpose, merkle offset
const WITH_OFFSETS = new Set(["moov", "meta"]);
const MAX_INDEX = 512 * 1024 * 1024; // a moov or meta box is held in memory

export const bmff: Container = {
  mediaTypes: [
    "video/mp4",
    "video/quicktime",
    "audio/mp4",
    "image/heic",
    "image/heif",
    "image/avif",
  ],
  async open(source, mediaType): Promise<Layout> {
    const boxes = await topLevelBoxes(source);
    const carriers = boxes.filter((box) => box.c2pa);
    return {
      mediaType,
      manifestSpans: carriers.map(({ start, length }) => ({ start, length })),
      uncovered: await uncovered(source, boxes),
      readStore: () => readStore(source, carriers),
      splice: (storeLength) => plan(source, boxes, storeLength),
      covered: async (label, data) => coveredByBmffHash(label, data, boxes),
    };
  },
};

/** The store of the `manifest` box; other C2PA boxes hold Merkle trees of fragmented files. */
async function readStore(
  source: ByteSource,
  carriers: readonly Box[],
): Promise<Uint8Array | undefined> {
  for (const { start, header, length } of carriers) {
    const body = await source.read(start + header + 16, start + length);
    const purposeEnd = body.indexOf(0, 4);
    const at = purposeEnd + 1 + 8;
    if (purposeEnd < 0 || at > body.length) continue;
    const store = body.subarray(at);
    if (!startsManifestStore(store)) continue;
    return store.subarray(0, Math.min(store.length, view(store).getUint32(0) || store.length));
  }
  return undefined;
}

async function plan(
  source: ByteSource,
  boxes: readonly Box[],
  storeLength: number,
): Promise<Splice> {
  const ftyp = boxes.find((box) => box.type === "ftyp");
  if (!ftyp) throw needsEngine("the file has no ftyp box");
  if (boxes.some((box) => box.type === "moof" || box.type === "mfra"))
    throw needsEngine("the file is fragmented");
  const length = BEFORE_STORE + storeLength;
  if (length > 0xffffffff) throw needsEngine("the manifest passes 4 GiB");
  const insertAt = ftyp.start + ftyp.length;
  const removed = boxes.filter((box) => box.c2pa);
  const moved = (old: number): number =>
    old - removedBefore(removed, old) + (old >= insertAt ? length : 0);
  const pieces: Piece[] = [];
  for (const box of boxes) {
    if (!box.c2pa) {
      const hashed = !isExcluded(box);
      if (hashed) pieces.push(offsetPiece(moved(box.start)));
      if (WITH_OFFSETS.has(box.type)) {
        if (box.length > MAX_INDEX) throw needsEngine(`the ${box.type} box is too large`);
        const bytes = (await source.read(box.start, box.start + box.length)).slice();
        moveOffsets(bytes, moved);
        pieces.push({ kind: "bytes", bytes, hashed });
      } else pieces.push({ kind: "copy", start: box.start, end: box.start + box.length, hashed });
    }
    if (box === ftyp) pieces.push({ kind: "manifest", length });
  }
  return { pieces, binding: { kind: "bmff" }, wrap };
}

function needsEngine(why: string): ColophonError {
  return new ColophonError(
    "FORMAT_UNSUPPORTED",
    `${why}: only the engine can place a manifest here`,
  );
}

function wrap(store: Uint8Array): Uint8Array {
  const out = new Uint8Array(BEFORE_STORE + store.length);
  view(out).setUint32(0, out.length);
  out.set(utf8("uuid"), 4);
  out.set(C2PA_UUID, 8);
  out.set(utf8("manifest\0"), 28);
  out.set(store, BEFORE_STORE);
  return out;
}

/**
 * Excluded boxes that hold something: the specification wants `free` and `skip` to be padding, but the standard
 * exclusions let anybody put content there after signing. Zeroes count as padding.
 */
async function uncovered(source: ByteSource, boxes: readonly Box[]): Promise<Uncovered[]> {
  const out: Uncovered[] = [];
  for (const { type, start, header, length } of boxes) {
    if (type !== "free" && type !== "skip") continue;
    if (await hasContent(source, start + header, start + length))
      out.push({ what: `${type} box`, start: start + header, length: length - header });
  }
  return out;
}

async function hasContent(source: ByteSource, start: number, end: number): Promise<boolean> {
  const step = 1 << 20;
  for (let at = start; at < end; at += step) {
    const bytes = await source.read(at, Math.min(at + step, end));
    if (bytes.some((byte) => byte !== 0)) return true;
  }
  return false;
}
