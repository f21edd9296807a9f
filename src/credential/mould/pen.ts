// Writes CBOR heads, JUMBF boxes and bytes one behind the other into memory that grows: a manifest is made of a hundred small
// pieces, and joining them level by level would copy each several times.
import { utf8 } from "../../encoding/index.js";

const FIRST_SIZE = 4096;

export class Pen {
  #bytes = new Uint8Array(FIRST_SIZE);
  #at = 0;

  /** What was written, as a copy. */
  get written(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  put(bytes: Uint8Array): void {
    const start = this.#reserve(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** Head of a CBOR item: its major type, and a number below 2^53 in the shortest form (RFC 8949 §3). */
  head(major: number, argument: number): void {
    const kind = major << 5;
    if (argument < 24) {
      this.#number(kind | argument, 1);
      return;
    }
    const power = argument < 0x100 ? 0 : argument < 0x10000 ? 1 : argument < 0x1_0000_0000 ? 2 : 3;
    this.#number(kind | (24 + power), 1);
    this.#number(argument, 1 << power);
  }

  /** A JUMBF box around what `content` writes: u32 length, four-character code, content. */
  box(type: string, content: () => void): void {
    const start = this.#reserve(8);
    this.#bytes.set(utf8(type), start + 4);
    content();
    const end = this.#at;
    this.#at = start;
    this.#number(end - start, 4);
    this.#at = end;
  }

  /** Big-endian. */
  #number(value: number, size: number): void {
    const start = this.#reserve(size);
    for (let at = start + size - 1, rest = value; at >= start; at--, rest = Math.floor(rest / 256))
      this.#bytes[at] = rest % 256;
  }

  #reserve(length: number): number {
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#at);
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    return start;
  }
}
