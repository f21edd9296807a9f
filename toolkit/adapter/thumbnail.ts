// A small picture of a picture, for the manifest and the report. Sole importer of sharp, which is loaded when first needed.
// What goes in may be hostile, so it is decoded by kind, within limits, from memory (an SVG then finds no file to include);
// what comes out is pixels alone: no EXIF, no position, no embedded earlier thumbnail.
import type { Sharp } from "sharp";
import { type ByteSource, memorySource, sniffMediaType } from "../../src/container/index.js";
import { openFile } from "./file-source.js";

export interface ThumbnailOptions {
  /** Pixels of the longer edge, 512 unless told; smaller pictures stay as they are. */
  readonly longEdge?: number;
  /** 1 to 100, 75 unless told. */
  readonly quality?: number;
}

export interface Thumbnail {
  readonly mediaType: "image/jpeg" | "image/webp";
  readonly bytes: Uint8Array;
}

const DECODABLE: ReadonlySet<string | undefined> = new Set([
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/tiff",
  "image/x-adobe-dng",
  "image/svg+xml",
]);
const MAX_BYTES = 256 << 20;
/** Enough for the 200 megapixels of today's phones; a picture that claims more is taken for a decompression bomb. */
const MAX_PIXELS = 210_000_000;
const MAX_SECONDS = 20;
// c2pa-rs makes them 1024 pixels wide, which costs 46 to 112 KB for our test photographs; 512 take 12 to 23 KB and are still
// more than any panel or report shows.
const LONG_EDGE = 512;
const QUALITY = 75;

/**
 * A thumbnail of a file or of bytes, upright and in sRGB: JPEG, or WebP where there is transparency; the first frame of an
 * animation. Undefined for what is no picture, cannot be decoded here, or exceeds the limits.
 * @throws ColophonError FILE_* when a path cannot be opened
 */
export async function makeThumbnail(
  input: string | Uint8Array,
  options: ThumbnailOptions = {},
): Promise<Thumbnail | undefined> {
  if (typeof input !== "string") return fromSource(memorySource(input), options);
  const file = await openFile(input);
  try {
    return await fromSource(file, options);
  } finally {
    await file.close();
  }
}

async function fromSource(
  source: ByteSource,
  { longEdge = LONG_EDGE, quality = QUALITY }: ThumbnailOptions,
): Promise<Thumbnail | undefined> {
  if (source.size > MAX_BYTES || !DECODABLE.has(await sniffMediaType(source))) return undefined;
  const bytes = await source.read(0, source.size);
  const { default: sharp } = await import("sharp");
  const limits = { limitInputPixels: MAX_PIXELS, failOn: "error", autoOrient: true } as const;
  try {
    const picture = sharp(bytes, limits)
      .resize(longEdge, longEdge, { fit: "inside", withoutEnlargement: true })
      .timeout({ seconds: MAX_SECONDS });
    const { hasAlpha } = await picture.metadata();
    return hasAlpha
      ? { mediaType: "image/webp", bytes: await pixels(picture.webp({ quality })) }
      : { mediaType: "image/jpeg", bytes: await pixels(picture.jpeg({ quality })) };
  } catch {
    return undefined; // a picture without thumbnail is better than one that cannot be signed
  }
}

async function pixels(picture: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await picture.toBuffer());
}
