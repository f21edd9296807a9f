// The canonical form: what goes, what stays, and that doing it twice changes nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../../src/text/index.js";
import { ARTICLE, SCRIPTS } from "./sample.js";

describe("the canonical form is the same", () => {
  it.each([
    ["of straight and typographic quotation marks", `"It's" he'd`, "“It’s” he‘d"],
    ["of guillemets and low marks", "\"a\" 'b'", "»a« ‚b’"],
    [
      "of a pause by any dash, whatever the spaces",
      "a - b",
      "a—b",
      "a — b",
      "a--b",
      "a -- b",
      "a――b",
      "a---b",
    ],
    [
      "of hyphens, minus signs and dashes of a range",
      "1990-1995",
      "1990–1995",
      "1990‐1995",
      "1990−1995",
    ],
    ["of an ellipsis", "so...", "so…"],
    [
      "of any white space, and of text that is broken into lines",
      "a b",
      " a\t\n b ",
      "a\u00a0b",
      "a\r\nb",
      "a\u3000b",
    ],
    [
      "without soft hyphens, zero-width characters and byte order marks",
      "word",
      "wo\u00adrd",
      "w\u200bord",
      "\ufeffword",
      "wo\u2060rd",
    ],
    ["of composed and decomposed letters, ligatures and full width", "é fi A", "e\u0301 ﬁ Ａ"],
    [
      "without variation selectors, so that a wrapper of A.8 disappears",
      "text",
      "text\ufeff\u{e0133}\u{e0122}\ufe00",
    ],
    [
      "of Chinese and Japanese broken into lines",
      "人人生而自由,平等。他们",
      "人人生\n而自由，平等。\n他们",
    ],
  ])("%s", (_, expected, ...spellings) => {
    for (const text of [expected, ...spellings]) expect(canonical(text)).toBe(expected);
  });
});

describe("the canonical form keeps", () => {
  it.each([
    ["case", "Us", "us"],
    ["punctuation", "Let's eat, Grandma", "Let's eat Grandma"],
    ["superscripts", "x²", "x2"],
    ["fractions", "½", "1⁄2"],
    ["look-alike letters of another script", "p\u0430ypal", "paypal"],
    ["words, and where they end", "a nice house", "an ice house"],
    ["the space in scripts that have it", "한 국", "한국"],
  ])("%s", (_, one, other) => {
    expect(canonical(one)).not.toBe(canonical(other));
  });

  it("a lone surrogate as what its UTF-8 will be", () => {
    expect(canonical("a\ud800b")).toBe("a\ufffdb");
  });
});

describe("the canonical form of the canonical form", () => {
  it("is itself, around each character that any rule is about", () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0xe01ff; code++) {
      if (
        code > 0x3400 &&
        !/[\ua000-\uabff\uf900-\uffff\u{10000}-\u{11fff}\u{1b000}-\u{1b2ff}\u{1d000}-\u{1f7ff}\u{e0000}-\u{e01ff}]/u.test(
          String.fromCodePoint(code),
        )
      )
        continue;
      const character = String.fromCodePoint(code);
      const form = canonical(`a${character}\u0301 ${character}${character}`);
      if (canonical(form) !== form) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it("is itself, for any text", () => {
    const awkward = fc.constantFrom(
      ..."-–—―' \u0301\u3099か人。、²\u200b\u00a8\u0338<゙ᄒ\u1161\u11ab\u0323\u2033`".split(""),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: awkward, maxLength: 20 }),
    );
    fc.assert(
      fc.property(text, (any) => {
        expect(canonical(canonical(any))).toBe(canonical(any));
      }),
      { numRuns: 1000 },
    );
  });

  it("is itself, for texts of many scripts", () => {
    for (const text of [...ARTICLE, ...Object.values(SCRIPTS)])
      expect(canonical(canonical(text))).toBe(canonical(text));
  });
});

it("takes no longer for hostile text than its length asks for", () => {
  const began = performance.now();
  for (const unit of ["-", " ", "\u200b", "²", "\n \n", "か ", "\u0301", "—"])
    canonical(unit.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(3000);
});
