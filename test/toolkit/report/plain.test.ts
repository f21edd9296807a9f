import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plain } from "../../../toolkit/report/plain.js";

/** Written apart from the code under test: code points that must never reach a terminal. */
function harmful(text: string): number[] {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x180e, 0x180e],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xd800, 0xdfff],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
    [0xe0000, 0xe007f],
  ] as const;
  return [...text]
    .map((c) => c.codePointAt(0) ?? 0)
    .filter((c) => ranges.some(([from, to]) => c >= from && c <= to));
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })
    .map((codes) => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom(
        "a",
        "\u001b[2J",
        "\u202e",
        "\u2066",
        "\u200b",
        "\n",
        "\ud800",
        "é",
        "葛\u{e0100}",
        "❤\ufe0f",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("plain", () => {
  it.each([
    ["\u001b[31mred\u0007", "\\u001b[31mred\\u0007"],
    ["a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"],
    ["photo\u202egpj.exe", "photo\\u202egpj.exe"],
    ["\u2066x\u2069", "\\u2066x\\u2069"],
    ["pay\u200bpal\ufeff", "pay\\u200bpal\\ufeff"],
    ["a\u2028b\u2029c", "a\\u2028b\\u2029c"],
    ["\ud83d alone", "\\ud83d alone"],
    ["\u009b31m", "\\u009b31m"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["e\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301\u0301\u0301\\u0301"],
    ["A\ufe0f", "A\\ufe0f"],
  ])("%j is shown as %j", (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it.each(["Zoë Ångström", "مرحبا", "葛\u{e0100}城", "❤\ufe0f 🌍", "日本語", "C:\\new\\file"])(
    "ordinary text in any script is left alone: %s",
    (text) => {
      expect(plain(text)).toBe(text);
    },
  );

  it("no harmful character survives, whatever comes in", () => {
    fc.assert(fc.property(anyText, (text) => harmful(plain(text)).length === 0));
  });

  it("the result is well-formed and a second pass changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = plain(text);
        expect(once).not.toMatch(/\p{Cs}/u);
        expect(plain(once)).toBe(once);
      }),
    );
  });

  it("never more than the asked number of characters, and never half an escape", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const shown = plain(text, max);
        expect([...shown].length).toBeLessThanOrEqual(max);
        if (shown.endsWith("…")) expect(plain(text).startsWith(shown.slice(0, -1))).toBe(true);
      }),
    );
  });

  it("a cut text ends in an ellipsis", () => {
    expect(plain("x".repeat(10_000))).toBe(`${"x".repeat(999)}…`);
    expect(plain("abcdef", 4)).toBe("abc…");
    expect(plain("abcdef", 6)).toBe("abcdef");
    expect(plain("ab\u202ecd", 6)).toBe("ab…");
  });
});
