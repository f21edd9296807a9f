// Pictures as blob: URLs. Only raster formats known by their first bytes are drawn, of a bounded size: a credential may
// hold anything. No address of the network ever stands in an img of ours.
import { useEffect, useState } from "preact/hooks";
import { rasterHeader } from "../../src/container/index.js";

const HEAD_BYTES = 256 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PIXELS = 100_000_000;

/** The picture under the media type that its bytes have; undefined when it is none that may be drawn. */
async function drawable(blob: Blob): Promise<Blob | undefined> {
  if (blob.size === 0 || blob.size > MOST_BYTES) return undefined;
  const header = rasterHeader(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
  if (!header || header.width * header.height > MOST_PIXELS) return undefined;
  return blob.slice(0, blob.size, `image/${header.kind}`);
}

/** A blob: URL for a picture while the component stands; undefined until it is ready, or when it can't be drawn. */
export function usePicture(blob: Blob | undefined): string | undefined {
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    let url: string | undefined;
    let gone = false;
    setShown(undefined);
    if (blob)
      void drawable(blob).then((picture) => {
        if (gone || !picture) return;
        url = URL.createObjectURL(picture);
        setShown(url);
      });
    return () => {
      gone = true;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [blob]);
  return shown;
}
