// Whether the file at an address can be the picture that the page shows. A server may give the page one picture and us
// another; one of another shape is noticed here, and what is said of it is said of the file at this address alone.
import { rasterHeader } from "../../src/container/index.js";
import type { Size } from "./results.js";

/** A frame header may come after a manifest and its thumbnails. */
const HEADER = 2 * 1024 * 1024;

/** Pixels of a raster picture; undefined where its header doesn't tell what is shown. */
export async function pictureSize(blob: Blob): Promise<Size | undefined> {
  const bytes = new Uint8Array(await blob.slice(0, HEADER).arrayBuffer());
  const header = rasterHeader(bytes);
  // AVIF is cropped and turned by properties that are not in its size.
  if (!header || header.kind === "avif") return undefined;
  return { width: header.width, height: header.height };
}

/**
 * Whether `shown` can't be this picture: neither as it is, nor turned as Exif says, nor smaller or larger by the density
 * of a srcset, which pages count in.
 */
export function isAnother(file: Size, shown: Size): boolean {
  const turned = { width: file.height, height: file.width };
  return !isScaled(file, shown) && !isScaled(turned, shown);
}

function isScaled(file: Size, shown: Size): boolean {
  const off = Math.abs(file.width * shown.height - file.height * shown.width);
  return off <= Math.max(file.width, file.height); // sizes are rounded to whole pixels
}
