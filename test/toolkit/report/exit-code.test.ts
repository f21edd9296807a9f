import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { State } from "../../../src/index.js";
import {
  EXIT_CODES,
  exitCodeOfError,
  exitCodeOfState,
  worstExitCode,
} from "../../../toolkit/report/exit-code.js";
import { ERROR_CODES } from "../../../toolkit/report/hints.js";

describe("exit codes", () => {
  it.each([
    ["Trusted", 0],
    ["Valid", 12],
    ["Invalid", 11],
    ["None", 10],
    ["NotChecked", 13],
  ] as const)("%s exits with %i", (state: State, code) => {
    expect(exitCodeOfState(state)).toBe(code);
  });

  it("a mistyped command is 2, Ctrl-C is 130, every other error is 1", () => {
    for (const code of ERROR_CODES)
      expect(exitCodeOfError(code), code).toBe(
        code === "USAGE" ? 2 : code === "CANCELLED" ? 130 : 1,
      );
  });

  it("of several files the worst decides: 11 > 13 > 12 > 10 > 0", () => {
    const order = [11, 13, 12, 10, 0];
    for (const [rank, code] of order.entries())
      expect(worstExitCode([...order.slice(rank)].reverse())).toBe(code);
  });

  it("an error never hides an Invalid, and no state hides an error", () => {
    expect(worstExitCode([1, 11, 0])).toBe(11);
    for (const state of [13, 12, 10, 0]) expect(worstExitCode([state, 1])).toBe(1);
  });

  it("the order of the files makes no difference, and 0 means that all were 0", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EXIT_CODES)), (codes) => {
        const worst = worstExitCode(codes);
        expect(worstExitCode([...codes].reverse())).toBe(worst);
        expect(worst === 0).toBe(codes.every((code) => code === 0));
      }),
    );
  });

  it("a code that nobody documented counts as a failure", () => {
    expect(worstExitCode([0, 77])).toBe(1);
  });
});
