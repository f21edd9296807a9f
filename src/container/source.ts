// Where bytes come from: random access without saying whether that is memory, a file or ranged requests.
import { ColophonError } from "../errors.js";

/** Bytes at hand or to be read when asked for. */
export interface ByteSource {
  readonly size: number;
  /** Bytes `start` (inclusive) to `end` (exclusive); exactly that many, or CONTAINER_MALFORMED. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(start, end) {
      if (start < 0 || end < start || end > bytes.length) throw truncated(end, bytes.length);
      return bytes.subarray(start, end);
    },
  };
}

/** The error for a file that ends before it should. */
export function truncated(wanted: number, size: number): ColophonError {
  return new ColophonError(
    "CONTAINER_MALFORMED",
    `the file ends at byte ${size}, but its own structure says there is more (up to byte ${wanted})`,
    { hint: "the file is cut short or damaged: get a complete copy" },
  );
}
