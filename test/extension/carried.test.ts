// Short numbers for addresses: the same for the same one, within 32 bits.
import { describe, expect, it } from "vitest";
import { shortOf } from "../../extension/carried.js";

describe("the short number of an address", () => {
  it("is FNV-1a, a whole number below 2^32", () => {
    expect([shortOf(""), shortOf("a"), shortOf("foobar")]).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });

  it("looks at no more than the start of an address without end", () => {
    const long = `data:image/png;base64,${"A".repeat(5_000)}`;
    expect(shortOf(long)).toBe(shortOf(`${long}B`));
  });
});
