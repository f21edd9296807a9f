import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, widthOf, wrap } from "../../../toolkit/report/layout.js";
import { plain } from "../../../toolkit/report/plain.js";
import { dayWords, momentWords, sizeWords } from "../../../toolkit/report/quantity.js";

describe("layout", () => {
  it("counts two columns for wide characters and none for marks", () => {
    expect(widthOf("abc")).toBe(3);
    expect(widthOf("漢字")).toBe(4);
    expect(widthOf("e\u0301")).toBe(1);
  });

  it("wraps at spaces, breaks a word only when it is longer than a line, and loses nothing", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.integer({ min: 2, max: 90 }),
        (text, columns) => {
          const lines = wrap(plain(text), columns);
          expect(lines.join("").replaceAll(" ", "")).toBe(plain(text).replaceAll(" ", ""));
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it("fits a text into columns with an ellipsis", () => {
    expect(fitted("photo.jpg", 9)).toBe("photo.jpg");
    expect(fitted("photo.jpg", 6)).toBe("photo…");
    expect(fitted("漢字漢字", 5)).toBe("漢字…");
  });
});

describe("quantities", () => {
  it("a time is told in words and UTC, whatever its offset", () => {
    expect(momentWords("2026-03-04T12:33:20Z")).toBe("4 March 2026, 12:33:20 UTC");
    expect(momentWords("2026-03-04T01:33:20.125+02:00")).toBe("3 March 2026, 23:33:20 UTC");
    expect(dayWords("2026-12-31T23:59:59Z")).toBe("31 December 2026");
  });

  it("a time without a zone is neither UTC nor this computer's", () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Asia/Tokyo";
    try {
      expect(momentWords("2026-03-04T01:33:20")).toBe(
        "4 March 2026, 01:33:20 (time zone not given)",
      );
      expect(dayWords("2026-03-04T01:33:20")).toBe("4 March 2026");
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it.each(["yesterday", "", "2026-13-45T99:99:99Z", "0000", "12"])(
    "what is no time is shown as it stands: %j",
    (text) => {
      expect(momentWords(text)).toBe(text);
      expect(dayWords(text)).toBe(text);
    },
  );

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [2431, "2.4 KB"],
    [120_400, "120 KB"],
    [5_000_000, "5 MB"],
  ])("%i bytes are %s", (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });
});
