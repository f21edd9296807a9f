// Which pictures from strangers' files may stand in a page: five raster formats, known by their first bytes, of a
// bounded size in bytes and in pixels. Attack: SVG with markup, a format in another's clothes, decompression bombs.
import { type RasterHeader, rasterHeader } from "../../../src/container/index.js";
import { dataUrl, type Markup } from "./markup.js";

/** A picture as it was found; the media type is the finder's word and is not relied on. */
export interface Picture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const MOST_BYTES = 512 * 1024;
const MOST_PIXELS = 16_000_000;

/** Counts what a page holds already, so that thousands of files don't make a page that no browser opens. */
export interface Budget {
  left: number;
}

/** The data: URL of a picture; undefined when it is not fit to be shown or the page is full. */
export function pictureUrl(picture: Picture | undefined, budget: Budget): Markup | undefined {
  if (!picture || picture.bytes.length > Math.min(MOST_BYTES, budget.left)) return undefined;
  const header = rasterHeader(picture.bytes);
  if (!header || !sameKind(picture.mediaType, header.kind)) return undefined;
  if (header.width * header.height > MOST_PIXELS) return undefined;
  budget.left -= picture.bytes.length;
  return dataUrl(`image/${header.kind}`, picture.bytes);
}

function sameKind(mediaType: string, kind: RasterHeader["kind"]): boolean {
  const named = mediaType.trim().toLowerCase().replace("image/jpg", "image/jpeg");
  return named === `image/${kind}`;
}
