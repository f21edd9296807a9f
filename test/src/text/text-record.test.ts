// Text records: what is in one, that it comes back from its bytes as it was, and that nothing else is read.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCbor, encodeCbor } from "../../../src/encoding/index.js";
import {
  decodeTextRecord,
  encodeTextRecord,
  indexPrints,
  passagePrints,
  type TextRecord,
  textRecord,
} from "../../../src/text/index.js";
import { ARTICLE, SCRIPTS } from "./sample.js";

const ABOUT = {
  canonicalUrl: "https://example.org/harbour",
  title: "The harbour",
  language: "en-GB",
};
const record = textRecord(ARTICLE, { ...ABOUT, keepWords: true });
const hashesOnly = textRecord(ARTICLE, ABOUT);
const hex = (hashes: readonly Uint8Array[]) =>
  hashes.map((hash) => Buffer.from(hash).toString("hex"));

describe("a text record", () => {
  it("has a hash of each block and sentence, and fingerprints at least every eight words", () => {
    expect(record.blocks).toHaveLength(ARTICLE.length);
    expect(record.sentenceCounts.reduce((sum, count) => sum + count)).toBe(record.sentences.length);
    expect(record.words).toBe(
      ARTICLE.join(" ")
        .split(" ")
        .filter((word) => /\w/.test(word)).length,
    );
    const all = hex(passagePrints(ARTICLE));
    const places = hex(record.prints).map((print) => all.indexOf(print));
    expect(places[0]).toBeLessThan(8);
    for (const [i, place] of places.entries())
      if (i > 0) expect(place - (places[i - 1] ?? 0)).toBeGreaterThan(0);
    for (const [i, place] of places.entries())
      if (i > 0) expect(place - (places[i - 1] ?? 0)).toBeLessThanOrEqual(8);
    expect(all.length - 1 - (places.at(-1) ?? 0)).toBeLessThan(8);
  });

  it("keeps the words only where that was asked for", () => {
    expect(record.text).toEqual(ARTICLE);
    expect(hashesOnly.text).toBeUndefined();
  });

  it("is found by its smallest fingerprints, which a copy has as its own smallest", () => {
    const keys = hex(indexPrints(record, 4));
    expect(keys).toEqual(hex(record.prints).sort().slice(0, 4));
    expect(hex(passagePrints(ARTICLE.map((block) => block.toUpperCase()))).sort()[0]).toBe(keys[0]);
  });

  it("is none of a text without words", () => {
    for (const blocks of [[], [""], ["—", "…"]])
      expect(() => textRecord(blocks)).toThrow("the text has no words");
  });
});

describe("the bytes of a text record", () => {
  it.each(Object.entries(SCRIPTS))("give it back (%s)", (_, text) => {
    for (const keepWords of [true, false]) {
      const one = textRecord([text, text], { keepWords });
      expect(decodeTextRecord(encodeTextRecord(one))).toEqual(one);
    }
  });

  it("give it back, for any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), fc.boolean(), (blocks, keepWords) => {
        const one = textRecord([...blocks, "word"], { ...ABOUT, keepWords });
        const bytes = encodeTextRecord(one);
        expect(decodeTextRecord(bytes)).toEqual(one);
        expect(encodeTextRecord(decodeTextRecord(bytes))).toEqual(bytes);
      }),
      { numRuns: 40 },
    );
  });

  it("are fewer than eight for every word, where the words are not kept", () => {
    expect(encodeTextRecord(hashesOnly).length / record.words).toBeLessThan(8);
  });

  const map = () => decodeCbor(encodeTextRecord(record)) as Record<string, unknown>;
  it.each([
    ["version", 2, "version is 2: a text record newer than this Colophon can read"],
    ["version", "1", "version is not that of a text record"],
    [
      "form",
      "colophon-text-2",
      "form is colophon-text-2: a canonical form that this Colophon does not know",
    ],
    ["form", "\u202e", "form is not that of a text record"],
    ["words", 0, "words is not a number from 1 to 2000000"],
    ["words", 5, "words is not how many the text has"],
    ["article", new Uint8Array(31), "article is not 32 bytes"],
    ["article", new Uint8Array(32), "text is not what the article hash is of"],
    ["blocks", new Uint8Array(15), "blocks is not hashes of 16 bytes"],
    ["blocks", [], "blocks is not hashes of 16 bytes"],
    ["blocks", new Uint8Array(16 * ARTICLE.length), "text is not what the block hashes are of"],
    ["sentences", new Uint8Array(0), "sentenceCounts does not add up to the sentences"],
    ["sentenceCounts", [1], "sentenceCounts is not one count for each block"],
    ["sentenceCounts", [0, 1, 1, 1, 1, 1, 1, 1], "sentenceCounts is not a number from 1 to 200000"],
    ["prints", new Uint8Array(32), "prints says the same twice"],
    ["text", "all", "text is not a list of blocks"],
    ["text", ["x"], "text is not what the block hashes are of"],
    ["text", [1], "text has a block without words"],
    ["title", "", "title does not have the form of one"],
    ["title", "x".repeat(1001), "title does not have the form of one"],
    ["canonicalUrl", "javascript:alert(1)", "canonicalUrl does not have the form of one"],
    ["language", "en_GB", "language does not have the form of one"],
    ["more", 1, "the text record says more than it may"],
  ])("are refused with a wrong %s (%#)", (name, value, message) => {
    const changed = { ...map(), [name]: value };
    expect(() => decodeTextRecord(encodeCbor(changed))).toThrow(
      expect.objectContaining({ code: "RECORD_INVALID", message }),
    );
  });

  it("are refused when they are not CBOR, not deterministic, no map, or too many", () => {
    const said = (bytes: Uint8Array) => {
      try {
        return decodeTextRecord(bytes);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const bytes = encodeTextRecord(record);
    expect(said(bytes.subarray(1))).toBe("the text record is not deterministically encoded");
    expect(said(Uint8Array.of(...bytes, 0))).toBe(
      "the text record is not deterministically encoded",
    );
    expect(said(encodeCbor([1]))).toBe("the text record is not a map");
    expect(said(encodeCbor(new Map([[1, 2]])))).toBe("the text record is not a map");
    expect(said(new Uint8Array(17 * 1024 * 1024))).toBe(
      "the text record is larger than 16777216 bytes",
    );
  });

  it("are never made of what could not be read again", () => {
    const wrong: TextRecord = { ...record, words: 3 };
    expect(() => encodeTextRecord(wrong)).toThrow("words is not how many the text has");
    expect(() => encodeTextRecord(textRecord(["word"], { title: "x".repeat(2000) }))).toThrow(
      "title",
    );
  });

  it("never break the reader, however they are changed", () => {
    const bytes = encodeTextRecord(record);
    const at = fc.nat(bytes.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(at, fc.nat(255)), { maxLength: 4 }), at, (changes, length) => {
        const changed = Uint8Array.from(bytes);
        for (const [place, value] of changes) changed[place] = value;
        for (const some of [changed, changed.subarray(0, length)])
          try {
            decodeTextRecord(some);
          } catch (error) {
            expect(error).toMatchObject({ code: "RECORD_INVALID" });
          }
      }),
      { numRuns: 500 },
    );
  });
});
