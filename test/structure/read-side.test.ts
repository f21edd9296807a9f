// What a page or an extension takes on to check records itself: small enough that nobody has to ask a server instead.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readSideBundle } from "../browser/read-side-bundle.js";

describe("the read side as one file", () => {
  const bundle = readSideBundle();

  it("has at most 15 KB gzipped, the fallback for Ed25519 included", async () => {
    const size = gzipSync(await bundle, { level: 9 }).length;
    expect(size).toBeLessThanOrEqual(15_000);
    expect(size).toBeGreaterThan(5_000); // else something was left out
  });

  it("needs nothing but what it holds", async () => {
    expect(await bundle).not.toMatch(/\bfrom ?"|\bimport ?["(]|\brequire\(/);
  });
});
