// ISO BMFF (MP4, MOV, M4A, HEIC, HEIF, AVIF): the manifest store rides in a top-level `uuid` box straight after
// `ftyp` (C2PA 2.4 §A.5), and every absolute file offset in the other boxes moves with it.
//   u32 size | "uuid" | d8fec3d6-1b0e-483c-9297-5828877ec481 | version 0, flags 0 | "manifest\0" | u64 merkle offset 0 | store
import { concat, equal, utf8, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Box, C2PA_UUID, hasContent, topLevelBoxes } from "./bmff-box.js";
import {
  coveredBoxes,
  coveredByBmffHash,
  coveredPieces,
  excludedBeyondStandard,
  isExcluded,
  offsetPiece,
} from "./bmff-hash.js";
import { holdsBoxes, moveOffsets } from "./bmff-offset.js";
import type { Container, InPlace, Layout, Piece, Span, Splice, Uncovered } from "./container.js";
import { removedBefore } from "./data-hash.js";
import { checkedStoreLength, startsManifestStore, storeLength } from "./jumbf-store.js";
import type { ByteSource } from "./source.js";

const PURPOSE = utf8("manifest\0");
const BEFORE_STORE = 8 + 16 + 4 + 9 + 8; // header, extended type, version and flags, purpose, merkle offset
const MAX_U32 = 0xffffffff;
const MAX_CARRIERS = 64; // a file that is not fragmented has one
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
      uncovered: async (data) => [
        ...(await uncovered(source, boxes)),
        ...excludedBeyondStandard(data, boxes),
      ],
      readStore: () => readStore(source, carriers),
      detached: () => ({
        kind: "bmff",
        pieces: coveredPieces(boxes.filter((box) => !isExcluded(box))),
      }),
      splice: (size) => plan(source, boxes, size),
      inPlace: async (size) => {
        const room = roomIn(boxes, BEFORE_STORE + size);
        if (room) await refuseBroken(source, boxes);
        return room;
      },
      ...(isStart(boxes) && {
        coveredStart: (data: unknown) => {
          const covered = coveredBoxes(data, boxes);
          return covered && coveredPieces(covered);
        },
      }),
      // Whether further C2PA boxes belong to a Merkle tree, to an update or to nobody, the engine has to say.
      covered: async (label, data) =>
        carriers.length > 1 ? undefined : coveredByBmffHash(label, data, boxes),
    };
  },
};

/** An initialization segment: a movie without media. */
function isStart(boxes: readonly Box[]): boolean {
  const types = new Set(boxes.map(({ type }) => type));
  return types.has("moov") && !types.has("moof") && !types.has("mdat");
}

/** The store of the `manifest` box; other C2PA boxes hold Merkle trees of fragmented files. */
async function readStore(
  source: ByteSource,
  carriers: readonly Box[],
): Promise<Uint8Array | undefined> {
  for (const { start, header, length } of carriers) {
    const store = await storeIn(source, start + header, start + length);
    if (store) return source.read(store.start, store.start + checkedStoreLength(store.length));
  }
  return undefined;
}

async function plan(
  source: ByteSource,
  boxes: readonly Box[],
  size: number,
): Promise<Splice | undefined> {
  const ftyp = boxes.find((box) => box.type === "ftyp");
  if (!ftyp)
    throw new ColophonError(
      "FORMAT_UNSUPPORTED",
      "the file has no ftyp box to put a manifest behind",
      {
        hint: "sign it with --sidecar, or re-save it: only old QuickTime programs leave that box out",
      },
    );
  refuseUnreadable(boxes);
  const fragments = boxes.find((box) => box.type === "moof" || box.type === "sidx");
  const length = BEFORE_STORE + size;
  const insertAt = ftyp.start + ftyp.length;
  if ((await source.read(ftyp.start, ftyp.start + 4)).every((byte) => byte === 0))
    throw malformed("the ftyp box has no length of its own, so nothing can follow it");
  const removed = boxes.filter((box) => box.c2pa);
  if (removed.length > MAX_CARRIERS) throw malformed("more C2PA boxes than any real file has");
  // Taken out of the fragments, Merkle boxes would leave an index of sizes behind that only the engine writes anew.
  if (fragments && removed.some((box) => box.start > fragments.start)) return undefined;
  const moved = (old: number): number =>
    old - removedBefore(removed, old) + (old >= insertAt ? length : 0);
  const pieces: Piece[] = [];
  for (const box of boxes) {
    if (!box.c2pa) {
      const hashed = !isExcluded(box);
      if (hashed) pieces.push(offsetPiece(moved(box.start)));
      if (holdsBoxes(box.type)) {
        if (box.length > MAX_INDEX) return undefined;
        // A copy: slice() of a Node Buffer would be a view, and the caller's bytes would change.
        const old = await source.read(box.start, box.start + box.length);
        const bytes = new Uint8Array(old);
        moveOffsets(bytes, moved);
        // Of thousands of fragments, few have an offset: those that have none are not held in memory.
        pieces.push(equal(old, bytes) ? copy(box, hashed) : { kind: "bytes", bytes, hashed });
      } else pieces.push(copy(box, hashed));
    }
    if (box === ftyp) pieces.push({ kind: "manifest", length });
  }
  return { pieces, binding: { kind: "bmff" }, wrap };
}

/**
 * What nobody could check once it is signed: readers of credentials look for boxes by paths, and give up on a file type or
 * a `uuid` box that is too short to be one.
 */
function refuseUnreadable(boxes: readonly Box[]): void {
  for (const { type, header, length } of boxes) {
    const body = length - header;
    if (type === "ftyp" && (body < 8 || body % 4 !== 0))
      throw malformed("the ftyp box, which says what the file is, has an impossible size");
    if (type === "uuid" && body < 16) throw malformed("a uuid box is too short to name its kind");
    if (type.includes("/")) throw malformed("a box has a type that no box has");
  }
}

/** As a plan would find it where nothing moves: for a file whose boxes stay where they are. */
async function refuseBroken(source: ByteSource, boxes: readonly Box[]): Promise<void> {
  refuseUnreadable(boxes);
  for (const { type, start, length } of boxes)
    if (holdsBoxes(type) && length <= MAX_INDEX)
      moveOffsets(new Uint8Array(await source.read(start, start + length)), (old) => old);
}

/** A `free` box that is large enough, before all media and all indexes, as §A.5.3 wants it; what is left stays one. */
function roomIn(boxes: readonly Box[], length: number): InPlace | undefined {
  const kept = boxes.findIndex(({ type }) => type !== "ftyp" && type !== "free" && type !== "skip");
  if (boxes[0]?.type !== "ftyp" || boxes.some((box) => box.c2pa)) return undefined;
  const free = boxes
    .slice(1, Math.max(1, kept))
    .find((box) => box.length === length || box.length >= length + 8);
  if (!free) return undefined;
  const rest = new Uint8Array(free.length === length ? 0 : 8);
  if (rest.length > 0) {
    if (free.length - length > MAX_U32) return undefined;
    view(rest).setUint32(0, free.length - length);
    rest.set(utf8("free"), 4);
  }
  return {
    pieces: coveredPieces(boxes.filter((box) => !isExcluded(box))),
    binding: { kind: "bmff" },
    edits: (store) => [{ at: free.start, bytes: concat(wrap(store), rest) }],
  };
}

function copy({ start, length }: Box, hashed: boolean): Piece {
  return { kind: "copy", start, end: start + length, hashed };
}

function wrap(store: Uint8Array): Uint8Array {
  const out = new Uint8Array(BEFORE_STORE + store.length);
  view(out).setUint32(0, out.length);
  out.set(utf8("uuid"), 4);
  out.set(C2PA_UUID, 8);
  out.set(PURPOSE, 28);
  out.set(store, BEFORE_STORE);
  return out;
}

/**
 * Excluded boxes that hold something: the specification wants `free` and `skip` to be padding, but the standard
 * exclusions let anybody put content there after signing, and into further C2PA boxes. Zeroes count as padding.
 */
async function uncovered(source: ByteSource, boxes: readonly Box[]): Promise<Uncovered[]> {
  const out: Uncovered[] = [];
  const fragmented = boxes.some((box) => box.type === "moof");
  let manifest = false;
  for (const { type, start, header, length, c2pa } of boxes) {
    const end = start + length;
    let from = start + header;
    if (c2pa) {
      const store: Span | undefined = manifest ? undefined : await storeIn(source, from, end);
      manifest ||= store !== undefined;
      if (!store && fragmented) continue; // Merkle tree of a fragment
      if (store) from = store.start + store.length;
    } else if (type !== "free" && type !== "skip" && (type !== "mfra" || fragmented)) continue;
    if (await hasContent(source, from, end))
      out.push({ what: c2pa ? "C2PA box" : `${type} box`, start: from, length: end - from });
  }
  return out;
}

/** Where the store sits in a `manifest` box; undefined for other C2PA boxes. */
async function storeIn(source: ByteSource, start: number, end: number): Promise<Span | undefined> {
  const head = await source.read(start, Math.min(start + 80, end));
  const at = BEFORE_STORE - 8;
  const store = head.subarray(at);
  if (!equal(head.subarray(20, at - 8), PURPOSE) || !startsManifestStore(store)) return undefined;
  const room = end - start - at;
  return { start: start + at, length: Math.min(storeLength(store) || room, room) };
}

function malformed(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", what, {
    hint: "the file is damaged: get another copy, or sign it as it is with --sidecar",
  });
}
