// The strict reader against cborg, which writes: what cborg writes is read, and what is read is what cborg would write.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  concat,
  decodeCborMap,
  decodeStrictCbor,
  encodeByteString,
  encodeCbor,
  fromHex,
  toHex,
  utf8,
} from "../../../src/encoding/index.js";

const invalid = expect.objectContaining({ code: "ENCODING_INVALID" });
const hex = (text: string) => decodeStrictCbor(fromHex(text));

/** Values that a record may be made of. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.maxSafeInteger(),
    fc.nat(70_000),
    fc.integer({ min: -300, max: 300 }),
    fc.constantFrom(true, false, null, 2 ** 32, 2 ** 32 - 1, -(2 ** 32), 65535, 65536),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.constantFrom("__proto__", "constructor", "1", "10", "2"),
      ),
      tie("value"),
      { maxKeys: 6 },
    ),
  ),
}));

describe("the strict reader", () => {
  it("reads whatever the library writes in deterministic form", () => {
    fc.assert(
      fc.property(value, (made) => {
        expect(decodeStrictCbor(encodeCbor(made))).toEqual(made);
      }),
      { numRuns: 500 },
    );
  });

  it("takes bytes only if the library would write the same for them, whatever the bytes", () => {
    const mutated = fc
      .tuple(value, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }))
      .map(([made, changes]) => {
        const bytes = encodeCbor(made);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        return bytes;
      });
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        let read: unknown;
        try {
          read = decodeStrictCbor(bytes);
        } catch (error) {
          expect(error).toEqual(invalid);
          return;
        }
        expect(toHex(encodeCbor(read))).toBe(toHex(bytes));
        taken++;
      }),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("agrees with the library on the keys of a COSE header", () => {
    const header = fromHex("a201261821" + "43010203");
    expect(decodeStrictCbor(header)).toEqual(decodeCborMap(header));
    expect(hex("a0")).toEqual({});
    expect(hex("a20001" + "616102")).toEqual(new Map<unknown, unknown>([[0, 1], ["a", 2]])); // biome-ignore format: pairs
  });

  it("makes own properties of every key, and byte strings of its own", () => {
    const read = hex("a1" + "695f5f70726f746f5f5f" + "a0");
    expect(Object.keys(read as object)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    for (const bytes of [fromHex("4201ff"), Buffer.from("4201ff", "hex")]) {
      const copy = decodeStrictCbor(bytes);
      bytes.fill(0);
      expect(copy).toEqual(Uint8Array.of(1, 255));
    }
  });

  it.each([
    ["nothing", ""],
    ["a second value", "0000"],
    ["a number longer than need be", "1800"],
    ["a number of two bytes that fits one", "1900ff"],
    ["a number of four bytes that fits two", "1a0000ffff"],
    ["a number of eight bytes that fits four", "1b00000000ffffffff"],
    ["a length longer than need be", "5801ff"],
    ["2^53", "1b0020000000000000"],
    ["-2^53", "3b001fffffffffffff"],
    ["an indefinite list", "9fff"],
    ["an indefinite map", "bfff"],
    ["indefinite bytes", "5fff"],
    ["indefinite text", "7fff"],
    ["a reserved length", "1c"],
    ["a break", "ff"],
    ["undefined", "f7"],
    ["half a float", "f93c00"],
    ["a float", "fb3ff8000000000000"],
    ["a simple value", "e0"],
    ["a tag", "c000"],
    ["keys in another order", "a2616201616102"],
    ["a long key before a short one", "a262616101616202"],
    ["a negative key before a positive one", "a220010001"],
    ["the same key twice", "a2616101616102"],
    ["bytes as a key", "a1410100"],
    ["a list as a key", "a18000"],
    ["true as a key", "a1f500"],
    ["text that is not UTF-8", "61ff"],
    ["half a surrogate pair", "63eda080"],
    ["a list that ends too early", "8201"],
    ["a list of 2^52 values", "9b0010000000000000"],
    ["a map of 2^52 pairs", "bb0010000000000000"],
    ["a byte string of 4 GB", "5affffffff00"],
    ["17 lists in one another", `${"81".repeat(17)}00`],
    ["a million lists in one another", "81".repeat(1_000_000)],
  ])("refuses %s", (_, text) => {
    expect(() => hex(text)).toThrowError(invalid);
  });

  it("keeps a byte order mark, and the depth that is allowed", () => {
    expect(hex("63efbbbf")).toBe("\ufeff");
    expect(() => hex(`${"81".repeat(16)}00`)).not.toThrow();
  });
});

it("a byte string has the head that the library writes", () => {
  for (const length of [0, 1, 23, 24, 255, 256, 65535, 65536, 70000]) {
    const bytes = new Uint8Array(length).fill(7);
    expect(toHex(encodeByteString(bytes))).toBe(toHex(encodeCbor(bytes)));
  }
  expect(concat(Uint8Array.of(0x62), utf8("ab"))).toEqual(encodeCbor("ab"));
});
