// PNG (ISO 15948): the manifest store is the data of one `caBX` chunk, written straight after IHDR (C2PA 2.4 §A.3.2).
//   u32 length | "caBX" | store | u32 CRC over type and data
import { fourCC, utf8, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Container, Layout, Span } from "./container.js";
import { crc32 } from "./crc32.js";
import { dataLayout, insertion } from "./data-hash.js";
import { checkedStoreLength } from "./jumbf-store.js";
import { type ByteSource, truncated } from "./source.js";

const SIGNATURE = 8;
const AROUND = 12; // length, type and CRC
const MAX_CHUNKS = 1_000_000;

export const png: Container = {
  mediaTypes: ["image/png"],
  async open(source, mediaType): Promise<Layout> {
    const { insertAt, manifestSpans, ended } = await walk(source);
    const [only] = manifestSpans;
    return {
      ...dataLayout(mediaType, source.size, manifestSpans),
      readStore: async () =>
        only && source.read(only.start + 8, only.start + checkedStoreLength(only.length) - 4),
      async splice(storeLength) {
        if (!ended) throw truncated(source.size + AROUND, source.size);
        return insertion(insertAt, source.size, manifestSpans, storeLength + AROUND, wrap);
      },
    };
  },
};

interface Walked {
  readonly insertAt: number;
  readonly manifestSpans: Span[];
  /** The file has its last chunk. */
  readonly ended: boolean;
}

async function walk(source: ByteSource): Promise<Walked> {
  const manifestSpans: Span[] = [];
  let at = SIGNATURE;
  let insertAt = 0;
  for (let count = 0; at < source.size; count++) {
    if (count >= MAX_CHUNKS)
      throw new ColophonError("CONTAINER_MALFORMED", "more chunks than any real file has");
    if (at + AROUND > source.size) throw truncated(at + AROUND, source.size);
    const head = await source.read(at, at + 8);
    const length = AROUND + view(head).getUint32(0);
    const type = fourCC(head, 4);
    if (at + length > source.size) throw truncated(at + length, source.size);
    if (count === 0) {
      if (type !== "IHDR")
        throw new ColophonError("CONTAINER_MALFORMED", "the PNG does not start with IHDR", {
          hint: "the file is damaged: get another copy",
        });
      insertAt = at + length;
    }
    if (type === "caBX") manifestSpans.push({ start: at, length });
    at += length;
    if (type === "IEND") return { insertAt, manifestSpans, ended: true };
  }
  if (insertAt === 0) throw truncated(SIGNATURE + AROUND, source.size);
  return { insertAt, manifestSpans, ended: false };
}

function wrap(store: Uint8Array): Uint8Array {
  const out = new Uint8Array(store.length + AROUND);
  view(out).setUint32(0, store.length);
  out.set(utf8("caBX"), 4);
  out.set(store, 8);
  view(out).setUint32(8 + store.length, crc32(out.subarray(4, 8 + store.length)));
  return out;
}
