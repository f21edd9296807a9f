// Bytes for the walk through a file that looks for a credential: of a Blob, or by ranges from the page's own server. The
// walk takes a few bytes here and there, so they are fetched in blocks and most of its questions need no new one.
import { type ByteSource, truncated } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { pageFetch } from "./page-fetch.js";

/** Most files show within this that they carry none. */
const FIRST_BLOCK = 16 * 1024;
const BLOCK = 64 * 1024;

/** A Blob, read as far as is asked. */
export function blobSource(blob: Blob): ByteSource {
  return inBlocks(blob.size, (start, end) => blob.slice(start, end).bytes());
}

/** A file on the page's own server, which sends ranges. */
export interface RangedFile {
  readonly source: ByteSource;
  /** Bytes that were sent so far. */
  fetched(): number;
}

/** Ranged requests for one file; a file that needs more of them is not looked at without being asked. */
const MOST_RANGES = 24;

/**
 * Asks for the start of a file, as the page itself would.
 * @returns the whole as a Response where the server sends no ranges
 * @throws ColophonError URL_UNREACHABLE
 */
export async function rangedFile(url: string): Promise<RangedFile | Response> {
  let fetched = 0;
  let ranges = 0;
  const ask = async (start: number, end: number) => {
    if (++ranges > MOST_RANGES)
      throw new ColophonError("FILE_TOO_LARGE", "too much of it would have to be fetched");
    const response = await pageFetch(url, { headers: { range: `bytes=${start}-${end - 1}` } });
    if (!response.ok)
      throw new ColophonError("URL_UNREACHABLE", `the server answered ${response.status}`);
    return response;
  };
  const bytesOf = async (response: Response) => {
    const bytes = await (await response.blob()).bytes();
    fetched += bytes.length;
    return bytes;
  };
  const first = await ask(0, BLOCK);
  const size = Number(/\/(\d+)$/.exec(first.headers.get("content-range") ?? "")?.[1]);
  if (first.status !== 206 || !Number.isSafeInteger(size)) return first;
  const head = await bytesOf(first);
  return {
    fetched: () => fetched,
    source: inBlocks(size, async (start, end) =>
      end <= head.length ? head.subarray(start, end) : bytesOf(await ask(start, end)),
    ),
  };
}

function inBlocks(
  size: number,
  fetchBlock: (start: number, end: number) => Promise<Uint8Array>,
): ByteSource {
  let from = 0;
  let block: Uint8Array = new Uint8Array(0);
  return {
    size,
    async read(start, end) {
      if (start < 0 || end < start || end > size) throw truncated(end, size);
      if (start < from || end > from + block.length) {
        const length = start === 0 ? FIRST_BLOCK : BLOCK;
        const next = await fetchBlock(start, Math.min(size, Math.max(end, start + length)));
        from = start;
        block = next;
        if (start + block.length < end) throw truncated(end, start + block.length);
      }
      return block.subarray(start - from, end - from);
    },
  };
}
