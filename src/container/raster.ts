// Which pictures from strangers may be drawn: five raster formats, known by their first bytes, and how large they are,
// by their headers alone. Attack: SVG with markup, a format in another's clothes, decompression bombs.

/** A raster picture, as its own header has it. Pixels. */
export interface RasterHeader {
  readonly kind: "jpeg" | "png" | "gif" | "webp" | "avif";
  readonly width: number;
  readonly height: number;
}

/** Reads the header of a picture, of which the first bytes are enough; undefined when it is none that may be drawn. */
export function rasterHeader(bytes: Uint8Array): RasterHeader | undefined {
  const kind = sniff(bytes);
  const size = kind && SIZE[kind](bytes);
  return size && { kind, ...size };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

type Kind = keyof typeof SIZE;

function sniff(bytes: Uint8Array): Kind | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (latin1(bytes, 0, 8) === "\u0089PNG\r\n\u001a\n") return "png";
  if (/^GIF8[79]a$/.test(latin1(bytes, 0, 6))) return "gif";
  if (latin1(bytes, 0, 4) === "RIFF" && latin1(bytes, 8, 12) === "WEBP") return "webp";
  if (/^ftypavi[fs]$/.test(latin1(bytes, 4, 12))) return "avif";
  return undefined;
}

/** Width and height of each format, from its header; undefined when they are not where they belong. */
const SIZE = {
  png: (bytes: Uint8Array) => sized(bytes, 24, (view) => [view.getUint32(16), view.getUint32(20)]),
  gif: (bytes: Uint8Array) =>
    sized(bytes, 10, (view) => [view.getUint16(6, true), view.getUint16(8, true)]),
  webp: webpSize,
  jpeg: jpegSize,
  avif: avifSize,
};

/** Frame header SOFn: marker, length (2), precision (1), height (2), width (2); found by walking the segments. */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker === 0xda || marker === 0xd9) return undefined;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

/** `VP8X`: 24-bit sizes less one at 24; `VP8 `: 14-bit sizes at 26; `VP8L`: 14 bits each from bit 8 at 20, less one. */
function webpSize(bytes: Uint8Array): Size | undefined {
  const kind = latin1(bytes, 12, 16);
  return sized(bytes, 30, (view) => {
    if (kind === "VP8X")
      return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
    if (kind === "VP8 ")
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    if (kind !== "VP8L") return undefined;
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  });
}

/** The largest `ispe` property (ISO/IEC 23008-12 §6.5.3): type (4), version and flags (4), width (4), height (4). */
function avifSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  const head = latin1(bytes, 0, Math.min(bytes.length, 16_384));
  let largest: Size | undefined;
  for (let at = head.indexOf("ispe"); at >= 0; at = head.indexOf("ispe", at + 4)) {
    if (at + 16 > bytes.length) break;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function sized(
  bytes: Uint8Array,
  needed: number,
  read: (view: DataView) => readonly [number, number] | undefined,
): Size | undefined {
  const [width, height] = (bytes.length >= needed ? read(viewOf(bytes)) : undefined) ?? [];
  return width && height ? { width, height } : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 16_384)));
}
