import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountOf, amountWords } from "../../../toolkit/publish/amount.js";

const read = (text: string) => amountOf(text, "--max-cost");

describe("amounts of money", () => {
  it("are decimal numbers of the unit, and never rounded", () => {
    expect(read("0.1")).toBe(100_000_000_000n);
    expect(read("1")).toBe(1_000_000_000_000n);
    expect(read("0.000000000001")).toBe(1n);
    expect(read("0")).toBe(0n);
    expect(read("999999999999.999999999999")).toBe(999_999_999_999_999_999_999_999n);
    expect(amountWords(0n)).toBe("0");
    expect(amountWords(1n)).toBe("0.000000000001");
    expect(amountWords(1_500_000_000_000n)).toBe("1.5");
  });

  it("say the same when they are read back", () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 24n - 1n), (n) => read(amountWords(n)) === n));
  });

  it("are refused in any other form", () => {
    for (const text of ["", "-1", "+1", "1e3", "1,5", ".5", "1.", "0x10", "Infinity", "NaN", " 1"])
      expect(() => read(text), text).toThrow(expect.objectContaining({ code: "USAGE" }));
    expect(() => read("0.0000000000001")).toThrow("decimal number"); // thirteen digits would be rounded
    expect(() => read("1".repeat(13))).toThrow("decimal number");
  });
});
