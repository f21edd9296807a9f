// RIFF (WAV, WebP, AVI): the manifest store is the data of a `C2PA` chunk, last in the first RIFF chunk
// (C2PA 2.4 §A.3.6). The size field at byte 4 changes with it and is hashed in its final form.
//   "RIFF" | u32le size | form | chunks: id | u32le size | data | pad to even
import { concat, fourCC, utf8, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Container, InPlace, Layout, Piece, Span, Splice } from "./container.js";
import { copyWithout, dataLayout } from "./data-hash.js";
import { checkedStoreLength } from "./jumbf-store.js";
import { type ByteSource, truncated } from "./source.js";

const MAX_SIZE = 0xffffffff;
const MAX_CHUNKS = 1_000_000;

export const riff: Container = {
  mediaTypes: ["audio/wav", "image/webp", "video/x-msvideo"],
  async open(source, mediaType): Promise<Layout> {
    const { end, form, chunks, stray, large } = await walk(source);
    const manifestSpans = chunks.map(({ start, length }) => ({ start, length }));
    const [only] = chunks;
    const refuse = () => {
      if (large)
        throw new ColophonError("FORMAT_UNSUPPORTED", "C2PA has no place in an RF64 file", {
          hint: "sign it with --sidecar",
        });
      if (stray > 0) throw malformed(`${stray} bytes after the last chunk belong to no chunk`);
      if (form === "AVI " && end < source.size)
        throw new ColophonError(
          "FORMAT_UNSUPPORTED",
          "this AVI continues in further RIFF chunks (OpenDML) whose index would break",
          { hint: "sign it with --sidecar, or convert it to MP4 first" },
        );
    };
    return {
      ...dataLayout(mediaType, source.size, manifestSpans),
      readStore: async () =>
        only && source.read(only.start + 8, only.start + checkedStoreLength(only.length)),
      splice: async (storeLength) => {
        refuse();
        const header = await source.read(0, 12);
        return plan(header, end, source.size, withPadding(chunks, end), storeLength);
      },
      inPlace: async (storeLength) => {
        refuse();
        if (chunks.length > 0 || end < source.size) return undefined;
        return atEnd(plan(await source.read(0, 12), end, end, [], storeLength), end);
      },
    };
  },
};

interface Chunk extends Span {
  /** 1 when a pad byte follows. */
  readonly pad: number;
}

interface Riff {
  readonly end: number;
  readonly form: string;
  readonly chunks: readonly Chunk[];
  /** Bytes at the end that are too few for a chunk. */
  readonly stray: number;
  /** RF64 (EBU Tech 3306): sizes in 64 bits. */
  readonly large: boolean;
}

async function walk(source: ByteSource): Promise<Riff> {
  if (source.size < 12) throw truncated(12, source.size);
  const header = await source.read(0, 12);
  const form = fourCC(header, 8);
  if (fourCC(header, 0) === "RF64")
    return { end: source.size, form, chunks: [], stray: 0, large: true };
  const end = 8 + view(header).getUint32(4, true);
  if (end < 12)
    throw malformed("the RIFF size leaves no room for a form: the file was never closed");
  if (end > source.size) throw truncated(end, source.size);
  const chunks: Chunk[] = [];
  let at = 12;
  for (let count = 0; at + 8 <= end; count++) {
    if (count >= MAX_CHUNKS) throw malformed("more chunks than any real file has");
    const head = await source.read(at, at + 8);
    const size = view(head).getUint32(4, true);
    if (at + 8 + size > end) throw truncated(at + 8 + size, end);
    if (fourCC(head, 0) === "C2PA") chunks.push({ start: at, length: 8 + size, pad: size & 1 });
    at += 8 + size + (size & 1);
  }
  return { end, form, chunks, stray: Math.max(0, end - at), large: false };
}

function malformed(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", what, {
    hint: "re-save the file, or sign it as it is with --sidecar",
  });
}

/** The chunks to take out, with their pad bytes. */
function withPadding(chunks: readonly Chunk[], end: number): Span[] {
  return chunks.map(({ start, length, pad }) => ({
    start,
    length: Math.min(length + pad, end - start),
  }));
}

function plan(
  header: Uint8Array,
  end: number,
  size: number,
  removed: readonly Span[],
  storeLength: number,
): Splice {
  const kept = end - removed.reduce((sum, span) => sum + span.length, 0);
  const at = kept + (kept & 1); // the new chunk starts at an even offset
  const length = 8 + storeLength;
  const pad = storeLength & 1;
  const riffSize = at - 8 + length + pad;
  if (riffSize > MAX_SIZE)
    throw new ColophonError(
      "FORMAT_UNSUPPORTED",
      "with a manifest this RIFF file would pass 4 GiB, which its size field cannot say",
      { hint: "sign it with --sidecar: C2PA readers do not take RF64" },
    );
  const patched = new Uint8Array(header); // slice() of a Node Buffer is a view
  view(patched).setUint32(4, riffSize, true);
  const zero = (wanted: number): Piece[] =>
    wanted ? [{ kind: "bytes", bytes: new Uint8Array(1), hashed: true }] : [];
  return {
    pieces: [
      { kind: "bytes", bytes: patched, hashed: true },
      ...copyWithout(removed, 12, end),
      ...zero(kept & 1),
      { kind: "manifest", length },
      ...zero(pad),
      ...copyWithout([], end + (end & 1 && end < size ? 1 : 0), size),
    ],
    binding: { kind: "data", start: at, length },
    wrap,
  };
}

/** The chunk goes behind all others, then the size at byte 4 says so: until it does, readers pass it over. */
function atEnd({ pieces, binding }: Splice, end: number): InPlace {
  const [header] = pieces;
  const size = header?.kind === "bytes" ? header.bytes.subarray(4, 8) : new Uint8Array(0);
  const zero = (wanted: number) => new Uint8Array(wanted & 1);
  return {
    pieces,
    binding,
    edits: (store) => [
      { at: end, bytes: concat(zero(end), wrap(store), zero(store.length)) },
      { at: 4, bytes: size },
    ],
  };
}

function wrap(store: Uint8Array): Uint8Array {
  const out = new Uint8Array(8 + store.length);
  out.set(utf8("C2PA"));
  view(out).setUint32(4, store.length, true);
  out.set(store, 8);
  return out;
}
