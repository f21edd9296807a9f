// A signed file changed in the ways that an attacker or a careless tool changes files, named for what was done.
import type { Span } from "../../src/container/index.js";
import { concat, fourCC, utf8, view } from "../../src/encoding/index.js";
import { box } from "../fixture/media/bmff.js";
import { findBytes } from "../fixture/media/fixture.js";
import { latin1, u8, u16be, u32be, u32le } from "../fixture/media/integer.js";
import { pngChunk } from "../fixture/media/png.js";
import { chunk } from "../fixture/media/riff.js";

/** Name and bytes of each. */
type Variant = readonly [name: string, bytes: Uint8Array];

const NOTE = latin1("put here after signing");

/** All variants of a file signed with its manifest in `carrier`. */
export function tamperings(
  bytes: Uint8Array,
  mediaType: string,
  carrier: Span,
): readonly Variant[] {
  const family = /jpeg/.test(mediaType)
    ? jpegVariants
    : /png/.test(mediaType)
      ? pngVariants
      : /wav|webp|avi$|msvideo/.test(mediaType)
        ? riffVariants
        : bmffVariants;
  return [...anyVariants(bytes, carrier), ...family(bytes, carrier)];
}

function insert(bytes: Uint8Array, at: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return concat(bytes.subarray(0, at), ...parts, bytes.subarray(at));
}

function cut(bytes: Uint8Array, { start, length }: Span): Uint8Array {
  return concat(bytes.subarray(0, start), bytes.subarray(start + length));
}

function patched(bytes: Uint8Array, at: number, patch: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(patch, at);
  return copy;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return patched(bytes, at, u8(bytes[at]! ^ 1));
}

function anyVariants(bytes: Uint8Array, carrier: Span): readonly Variant[] {
  const end = carrier.start + carrier.length;
  const places = Array.from(
    { length: 24 },
    (_, i) => carrier.start + Math.floor((carrier.length * i) / 24),
  );
  const exclusion = findBytes(bytes.subarray(0, end), utf8("estart")); // CBOR: text of five letters
  return [
    ["untouched", bytes],
    ["bytes appended", concat(bytes, NOTE)],
    ["last byte cut off", bytes.subarray(0, -1)],
    ["cut in half", bytes.subarray(0, bytes.length >> 1)],
    ["manifest taken out", cut(bytes, carrier)],
    ["manifest twice", insert(bytes, end, bytes.subarray(carrier.start, end))],
    ["manifest emptied", patched(bytes, carrier.start + 60, new Uint8Array(carrier.length - 70))],
    ...places.map(
      (at): Variant => [`manifest flipped at ${at - carrier.start}`, flipped(bytes, at)],
    ),
    ...(exclusion < 0
      ? []
      : [
          [
            "exclusion moved",
            patched(bytes, exclusion + 6, u8(bytes[exclusion + 6]! + 1)),
          ] as const,
        ]),
  ];
}

function jpegVariants(bytes: Uint8Array, carrier: Span): readonly Variant[] {
  const end = carrier.start + carrier.length;
  const comment = concat(u8(0xff, 0xfe), u16be(2 + NOTE.length), NOTE);
  const own = bytes.subarray(carrier.start, end);
  const orphan = concat(
    u8(0xff, 0xeb),
    u16be(40),
    latin1("JP"),
    own.subarray(6, 8),
    u32be(2),
    own.subarray(12, 20),
    new Uint8Array(22),
  );
  const next = end + 2 + view(bytes).getUint16(end + 2);
  return [
    ["segment before the manifest", insert(bytes, 2, comment)],
    ["segment after the manifest", insert(bytes, end, comment)],
    ["APP11 of the same number after the manifest", insert(bytes, end, orphan)],
    ["manifest moved back", insert(cut(bytes, carrier), next - carrier.length, own)],
    ["another box number", patched(bytes, carrier.start + 6, u16be(0x777))],
    ["segments numbered from 0", patched(bytes, carrier.start + 8, u32be(0))],
  ];
}

function pngVariants(bytes: Uint8Array, carrier: Span): readonly Variant[] {
  const end = carrier.start + carrier.length;
  const text = pngChunk("tEXt", latin1("Comment\0"), NOTE);
  const own = bytes.subarray(carrier.start, end);
  return [
    ["chunk before the manifest", insert(bytes, carrier.start, text)],
    ["chunk after the manifest", insert(bytes, end, text)],
    ["chunk before IEND", insert(bytes, bytes.length - 12, text)],
    [
      "manifest moved to the end",
      insert(cut(bytes, carrier), bytes.length - carrier.length - 12, own),
    ],
    ["manifest behind IEND", concat(cut(bytes, carrier), own)],
    ["manifest with a wrong CRC", flipped(bytes, end - 1)],
  ];
}

function riffVariants(bytes: Uint8Array, carrier: Span): readonly Variant[] {
  const resized = (changed: Uint8Array) => patched(changed, 4, u32le(changed.length - 8));
  const note = chunk("note", NOTE);
  const own = bytes.subarray(carrier.start, carrier.start + carrier.length + (carrier.length & 1));
  return [
    ["chunk before all", resized(insert(bytes, 12, note))],
    ["chunk before the manifest", resized(insert(bytes, carrier.start, note))],
    ["chunk after the manifest", resized(concat(bytes, note))],
    ["chunk behind the RIFF chunk", concat(bytes, note)],
    ["manifest moved to the front", resized(insert(bytes.subarray(0, carrier.start), 12, own))],
    ["RIFF size one less", patched(bytes, 4, u32le(bytes.length - 9))],
  ];
}

function bmffVariants(bytes: Uint8Array, carrier: Span): readonly Variant[] {
  const end = carrier.start + carrier.length;
  const own = bytes.subarray(carrier.start, end);
  const boxes = topLevel(bytes);
  const [a, b] = [boxes.at(-2)!, boxes.at(-1)!];
  const swapped = concat(
    bytes.subarray(0, a.start),
    bytes.subarray(b.start, b.start + b.length),
    bytes.subarray(a.start, a.start + a.length),
  );
  const index = boxes.find(({ type }) => type === "moov" || type === "meta")!;
  return [
    ["free box with content at the end", concat(bytes, box("free", NOTE))],
    ["free box with content before the manifest", insert(bytes, carrier.start, box("free", NOTE))],
    ["free box after the manifest", insert(bytes, end, box("free", new Uint8Array(20)))],
    ["skip box with content at the end", concat(bytes, box("skip", NOTE))],
    ["mfra box at the end", concat(bytes, box("mfra", NOTE))],
    ["foreign uuid box at the end", concat(bytes, box("uuid", new Uint8Array(16), NOTE))],
    [
      "further C2PA box at the end",
      concat(bytes, box("uuid", own.subarray(8, 24), u32be(0), latin1("merkle\0"), NOTE)),
    ],
    ["empty box at the end", concat(bytes, box("abcd"))],
    ["last boxes swapped", swapped],
    ["brand changed", patched(bytes, 8, latin1("mp41"))],
    ["manifest moved to the end", concat(cut(bytes, carrier), own)],
    ["last box without a size", patched(bytes, b.start, u32be(0))],
    ["index flipped", flipped(bytes, index.start + index.length - 1)],
    ["media header flipped", flipped(bytes, b.start + 3)],
    [
      "manifest box with room behind the store",
      concat(
        bytes.subarray(0, carrier.start),
        u32be(carrier.length + NOTE.length),
        own.subarray(4),
        NOTE,
        bytes.subarray(end),
      ),
    ],
    ["another purpose", patched(bytes, carrier.start + 28, latin1("original"))],
  ];
}

function topLevel(bytes: Uint8Array) {
  const boxes: { type: string; start: number; length: number }[] = [];
  for (let start = 0, length = 0; start < bytes.length; start += length) {
    length = view(bytes).getUint32(start);
    if (length === 1) length = Number(view(bytes).getBigUint64(start + 8));
    boxes.push({ type: fourCC(bytes, start + 4), start, length });
  }
  return boxes;
}
