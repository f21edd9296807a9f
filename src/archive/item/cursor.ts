// Forward reading through bytes that a stranger wrote: no length is trusted before it has been compared with
// what is really there, so a lying length can neither read past the end nor make anything be allocated.
import { ColophonError } from "../../errors.js";

/** What every fault in a data item is reported as; `message` names the field. */
export function malformed(message: string): ColophonError {
  return new ColophonError("ITEM_MALFORMED", message, {
    hint: "these bytes are not a data item as ANS-104 defines it, or they are damaged: get them again",
  });
}

export class Cursor {
  position = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.position;
  }

  /** The next `length` bytes, as a view. @throws ColophonError ITEM_MALFORMED when there are fewer */
  take(length: number, what: string): Uint8Array {
    if (length > this.left)
      throw malformed(`${what} needs ${length} bytes, but only ${this.left} are left`);
    this.position += length;
    return this.#bytes.subarray(this.position - length, this.position);
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.take(this.left, "the rest");
  }

  /** An unsigned little-endian integer of `length` bytes. @throws ColophonError ITEM_MALFORMED beyond 2^53 */
  integer(length: number, what: string): number {
    const value = this.take(length, what).reduceRight((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw malformed(`${what} is absurdly large`);
    return value;
  }
}
