import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  concat,
  decodeCbor,
  decodeCborFirst,
  decodeCborMap,
  encodeCbor,
  equal,
  fromBase64,
  fromBase64Url,
  fromHex,
  parseJson,
  sha256,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
  utf8Text,
} from "../../../src/encoding/index.js";

const bytes = fc.uint8Array({ maxLength: 300 });
const invalid = expect.objectContaining({ code: "ENCODING_INVALID" });

describe("text forms of bytes", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromHex(toHex(value))).toEqual(value);
        expect(fromBase64(toBase64(value))).toEqual(value);
        expect(fromBase64Url(toBase64Url(value))).toEqual(value);
        expect(toBase64Url(value)).toBe(Buffer.from(value).toString("base64url"));
      }),
    );
  });

  it("a megabyte does not overflow the stack", () => {
    const large = new Uint8Array(1 << 20).fill(7);
    expect(equal(fromBase64Url(toBase64Url(large)), large)).toBe(true);
  });

  it.each(["a", "zz", "0g", "0x00"])("%j is not hexadecimal", (text) => {
    expect(() => fromHex(text)).toThrowError(invalid);
  });

  it.each(["a", "ab+d", "ab/d", "abc=", "ab cd", "AB", "äbcd"])(
    "%j is not canonical base64url",
    (text) => {
      expect(() => fromBase64Url(text)).toThrowError(invalid);
    },
  );

  it("broken UTF-8 is no text, rather than text with replacement characters", () => {
    expect(utf8Text(Uint8Array.of(0xff))).toBeUndefined();
    expect(utf8Text(utf8("é"))).toBe("é");
  });
});

describe("bytes", () => {
  it("join and compare", () => {
    expect(concat(utf8("a"), new Uint8Array(0), utf8("bc"))).toEqual(utf8("abc"));
    expect(equal(utf8("ab"), utf8("ab"))).toBe(true);
    expect(equal(utf8("ab"), utf8("ac"))).toBe(false);
    expect(equal(utf8("ab"), utf8("abc"))).toBe(false);
  });

  it("hash to what SHA-256 says (FIPS 180-4, B.1)", async () => {
    expect(toHex(await sha256(utf8("abc")))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("CBOR", () => {
  it("is deterministic: the order of keys does not show", () => {
    expect(encodeCbor({ b: 1, a: 2 })).toEqual(encodeCbor({ a: 2, b: 1 }));
    expect(toHex(encodeCbor({ b: 1, a: 2 }))).toBe("a2616102616201");
    expect(encodeCbor({ a: undefined, b: 1 })).toEqual(encodeCbor({ b: 1 }));
  });

  it("comes back as it was", () => {
    const value = { text: "é", list: [1, -1, 1.5, null, true], bytes: Uint8Array.of(1, 2) };
    expect(decodeCbor(encodeCbor(value))).toEqual(value);
  });

  it("tags are dropped and integer keys kept where they matter", () => {
    expect(decodeCbor(fromHex("d2820102"))).toEqual([1, 2]);
    expect(decodeCborMap(fromHex("a10126"))).toEqual(new Map([[1, -7]]));
  });

  it.each(["", "82", "a2616101616102", "0000", "ff"])("%j is refused", (hex) => {
    expect(() => decodeCbor(fromHex(hex))).toThrowError(invalid);
  });

  it("the first value knows its length", () => {
    expect(decodeCborFirst(fromHex("820102ffff"))).toEqual({ value: [1, 2], length: 3 });
  });

  it("random bytes give a value or ENCODING_INVALID, nothing else", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        try {
          decodeCbor(value);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });

  it("a length of four gigabytes allocates nothing", () => {
    expect(() => decodeCbor(fromHex("5affffffff00"))).toThrowError(invalid);
    expect(() => decodeCbor(fromHex("9bffffffffffffffff"))).toThrowError(invalid);
  });
});

describe("JSON", () => {
  it("is parsed, or refused with our code", () => {
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
    expect(() => parseJson("{")).toThrowError(invalid);
  });
});
