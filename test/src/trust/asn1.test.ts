import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asn1, parseAsn1 } from "../../../src/trust/asn1.js";
import { oid, time } from "../../../src/trust/asn1-value.js";
import * as der from "../../fixture/der.js";

const invalid = expect.objectContaining({ code: "ENCODING_INVALID" });
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Visits every value. */
function walk(node: Asn1): number {
  return 1 + node.children.reduce((sum, child) => sum + walk(child), 0);
}

describe("DER", () => {
  test.each([
    ["nothing", bytes()],
    ["a tag alone", bytes(0x30)],
    ["a tag of several bytes", bytes(0x1f, 0x81, 0x01, 0)],
    ["content cut short", bytes(0x04, 3, 1, 2)],
    ["a byte behind its end", bytes(0x05, 0, 0)],
    ["a length in needless long form", bytes(0x04, 0x81, 1, 7)],
    ["a length with a leading zero", bytes(0x04, 0x82, 0, 0x80, ...new Uint8Array(0x80))],
    ["a length of five bytes", bytes(0x04, 0x85, 0, 0, 0, 0, 1, 7)],
    ["the reserved length ff", bytes(0x04, 0xff, ...new Uint8Array(200))],
    ["an indefinite length", bytes(0x30, 0x80, 0, 0)],
  ])("with %s is refused", (_, input) => {
    expect(() => parseAsn1(input)).toThrow(invalid);
  });

  test.each([
    ["runs past its whole", bytes(0x30, 4, 0x04, 5, 1, 2)],
    ["leaves a byte of its whole", bytes(0x30, 3, 0x05, 0, 0)],
  ])("a part that %s is refused when the parts are asked for", (_, input) => {
    const node = parseAsn1(input);
    expect(() => node.children).toThrow(invalid);
  });
});

describe("BER", () => {
  const ber = (...input: number[]): Asn1 => parseAsn1(bytes(...input), { ber: true });

  test("has indefinite lengths, one in the other, and parts that follow them", () => {
    const node = ber(0x30, 0x80, 0x30, 0x80, 0x02, 1, 5, 0, 0, 0x05, 0, 0, 0);
    expect(node.children.map(({ tag, content }) => [tag, [...content]])).toEqual([
      [16, [2, 1, 5]],
      [5, []],
    ]);
  });

  test("without end of contents, or with it missing in a primitive value, is refused", () => {
    expect(() => ber(0x30, 0x80, 0x02, 1, 5)).toThrow(invalid);
    expect(() => ber(0x30, 0x80, 0x30, 0x80, 0x02, 1, 5, 0, 0)).toThrow(invalid);
    expect(() => ber(0x04, 0x80, 1, 0, 0)).toThrow(invalid);
  });

  test("nested a thousand times is refused, not a stack overflow", () => {
    const open = Array.from({ length: 1000 }, () => [0x30, 0x80]).flat();
    expect(() => ber(...open, ...new Uint8Array(2000))).toThrow(invalid);
  });
});

test("any bytes are a tree or an error of ours", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (input, ber) => {
      try {
        expect(walk(parseAsn1(input, { ber }))).toBeLessThanOrEqual(input.length);
      } catch (error) {
        expect(error).toEqual(invalid);
      }
    }),
    { numRuns: 2000 },
  );
});

test("what the writer of the tests writes is read back, at any length", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), (parts) => {
      const { children } = parseAsn1(der.sequence(...parts.map((part) => der.octets(part))));
      expect(children.map(({ content }) => Uint8Array.from(content))).toEqual(parts);
    }),
  );
});

describe("an object identifier", () => {
  test.each([
    "0.9.2342.19200300.100.1.25",
    "1.2.840.113549.1.1.11",
    "2.5.29.37.0",
    "2.999.3",
    "1.39",
    "2.0",
  ])("%s is read as written", (dotted) => {
    const input = dotted === "2.999.3" ? bytes(6, 3, 0x88, 0x37, 3) : der.oid(dotted);
    expect(oid(parseAsn1(input))).toBe(dotted);
  });

  test("that holds a UUID is read in full", () => {
    // 2.25, then 18 full groups of 7 bits and a last one: 2^(2 + 18 * 7) - 1, the highest UUID
    const groups = [0x83, ...new Uint8Array(17).fill(0xff), 0x7f];
    expect(oid(parseAsn1(bytes(6, 1 + groups.length, 0x69, ...groups)))).toBe(
      `2.25.${2n ** 128n - 1n}`,
    );
  });

  test.each([
    ["nothing", bytes(6, 0)],
    ["a number without end", bytes(6, 2, 0x2a, 0x86)],
    ["a padded number", bytes(6, 3, 0x2a, 0x80, 1)],
    ["a number of 21 bytes", bytes(6, 22, ...new Uint8Array(21).fill(0xff), 1)],
  ])("of %s is refused", (_, input) => {
    expect(() => oid(parseAsn1(input))).toThrow(invalid);
  });
});

describe("a time", () => {
  const utc = (text: string): Date => time(parseAsn1(der.tlv(0x17, Buffer.from(text))));
  const general = (text: string): Date => time(parseAsn1(der.tlv(0x18, Buffer.from(text))));

  test("of two digits belongs to 1950 to 2049, one of four says its year", () => {
    expect(utc("491231235959Z").toISOString()).toBe("2049-12-31T23:59:59.000Z");
    expect(utc("500101000000Z").toISOString()).toBe("1950-01-01T00:00:00.000Z");
    expect(general("99991231235959Z").toISOString()).toBe("9999-12-31T23:59:59.000Z");
    expect(general("20260101000000.25Z").toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  test.each([
    "",
    "2601010000Z",
    "260101000000+0100",
    "260230000000Z",
    "261301000000Z",
    "260101240000Z",
    "260101006000Z",
  ])("%j is refused", (text) => {
    expect(() => utc(text)).toThrow(invalid);
  });
});
