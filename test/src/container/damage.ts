// Damage as fast-check makes it: lengths and codes overwritten, pieces cut, doubled or put in. Most of it lands on
// the structure (lengths, types, tables), where a parser can be led astray; little of it on the content.
import fc from "fast-check";
import { concat, utf8 } from "../../../src/encoding/index.js";
import { u32be, u32le } from "../../fixture/media/integer.js";

const CODES =
  "ftyp moov trak mdia minf stbl stco co64 saio iloc meta udta mdat free uuid jumb jumd RIFF LIST WAVE data fmt VP8 ICCP idx1 C2PA IHDR IDAT IEND caBX JP".split(
    " ",
  );
const INTERESTING = [0, 1, 2, 4, 7, 8, 15, 16, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

interface Edit {
  /** Which landmark, and how far from it. */
  readonly landmark: number;
  readonly near: number;
  readonly kind: "byte" | "length" | "small length" | "cut" | "double" | "insert" | "end";
  readonly value: number;
}

/** Some edits, to be applied to any file. */
export const damage: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    landmark: fc.nat(),
    near: fc.integer({ min: -8, max: 40 }),
    kind: fc.constantFrom("byte", "length", "small length", "cut", "double", "insert", "end"),
    value: fc.oneof(fc.constantFrom(...INTERESTING), fc.nat(0xffffffff)),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Offsets where something of the structure stands. */
function landmarks(bytes: Uint8Array): readonly number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = [0, bytes.length];
  for (const code of CODES.map(utf8))
    for (
      let at = buffer.indexOf(code);
      at >= 0 && found.length < 500;
      at = buffer.indexOf(code, at + 1)
    )
      found.push(at);
  if (bytes[0] === 0xff)
    for (let at = 0; at < Math.min(bytes.length, 2000); at++)
      if (bytes[at] === 0xff) found.push(at);
  return found;
}

/** The file after the damage. */
export function damaged(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let out: Uint8Array = Uint8Array.from(bytes);
  for (const { landmark, near, kind, value } of edits) {
    const marks = landmarks(out);
    const at = Math.max(0, Math.min(marks[landmark % marks.length]! + near, out.length));
    const span = at + (value % 64);
    const before = out.subarray(0, at);
    if (kind === "byte" && at < out.length) out[at] = value & 255;
    else if (kind === "length" || kind === "small length") {
      const number = kind === "length" ? value : value % (2 * out.length + 1);
      out = concat(before, value & 1 ? u32be(number) : u32le(number), out.subarray(at + 4));
    } else if (kind === "cut") out = concat(before, out.subarray(span));
    else if (kind === "double") out = concat(out.subarray(0, span), out.subarray(at));
    else if (kind === "insert") out = concat(before, u32be(value), out.subarray(at));
    else if (kind === "end") out = out.slice(0, at);
  }
  return out;
}
