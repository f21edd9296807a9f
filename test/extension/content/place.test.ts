// Where a mark may go on its medium, and what its drawing is: told without a browser.
import { describe, expect, it } from "vitest";
import { bubbleSide, spots } from "../../../extension/content/place.js";
import { alphaOf } from "../../../extension/content/place-sight.js";
import { GLYPHS, glyphOf } from "../../../extension/glyph.js";

const VIEW = { width: 1000, height: 800 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe("a place for a mark", () => {
  it("is where lines end, at the top, 6 pixels in", () => {
    expect(spots(box(100, 100, 200, 150), VIEW, "ltr")[0]).toEqual({ x: 270, y: 106 });
    expect(spots(box(100, 100, 200, 150), VIEW, "rtl")[0]).toEqual({ x: 106, y: 106 });
  });

  it("is on the part of a medium that is in the viewport", () => {
    for (const medium of [
      box(-900, -500, 3000, 2000),
      box(950, 700, 300, 300),
      box(-50, 0, 90, 90),
    ])
      for (const { x, y } of spots(medium, VIEW, "ltr")) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + 24).toBeLessThanOrEqual(VIEW.width);
        expect(y + 24).toBeLessThanOrEqual(VIEW.height);
      }
  });

  it("is across the upper edge of a strip of controls, which can be used beside it", () => {
    expect(spots(box(100, 100, 300, 40), VIEW, "ltr", true)[0]).toEqual({ x: 370, y: 90 });
    expect(spots(box(100, 5, 300, 40), VIEW, "ltr", true)[0]).toEqual({ x: 370, y: 0 });
  });

  it("isn't there where less can be seen of a medium than a mark needs", () => {
    expect(spots(box(-190, 0, 200, 200), VIEW, "ltr")).toEqual([]);
    expect(spots(box(0, 790, 200, 200), VIEW, "ltr")).toEqual([]);
    expect(spots(box(0, 0, 20, 200), VIEW, "ltr")).toEqual([]);
  });

  it("is within a round medium at the second or third try", () => {
    const isInside = ({ x, y }: { x: number; y: number }) =>
      Math.hypot(x + 12 - 200, y + 12 - 200) < 100;
    expect(
      spots(box(100, 100, 200, 200), VIEW, "ltr")
        .slice(0, 3)
        .some(isInside),
    ).toBe(true);
  });

  it("has its bubble where there is room", () => {
    expect(bubbleSide({ x: 10, y: 10 }, VIEW)).toEqual({ across: "right", along: "down" });
    expect(bubbleSide({ x: 950, y: 770 }, VIEW)).toEqual({ across: "left", along: "up" });
  });
});

describe("a drawing", () => {
  it("differs by shape from state to state, in every installation", () => {
    for (let variant = 0; variant < GLYPHS; variant++) {
      const symbols = (["Trusted", "Valid", "Invalid", "Found"] as const).map(
        (state) => glyphOf(state, variant).symbol,
      );
      expect(new Set(symbols).size).toBe(4);
    }
  });

  it("differs from installation to installation, in the ring alone", () => {
    const rings = Array.from({ length: GLYPHS }, (_, variant) => {
      const { ring, colour } = glyphOf("Valid", variant);
      return ring + colour;
    });
    expect(new Set(rings).size).toBe(GLYPHS);
    expect(glyphOf("Valid", 3).symbol).toBe(glyphOf("Valid", 77).symbol);
  });
});

it("how much a layer hides is read from any computed colour", () => {
  expect(
    [
      "transparent",
      "rgb(1, 2, 3)",
      "rgba(0, 0, 0, 0)",
      "rgba(0, 0, 0, 0.5)",
      "oklch(0.5 0.1 20 / 0.25)",
    ].map(alphaOf),
  ).toEqual([0, 1, 0, 0.5, 0.25]);
});
