// What a page or an extension takes on to check records itself: small enough that nobody has to ask a server instead.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { READ_SIDE, readSideBundle } from "../browser/read-side-bundle.js";

const bundle = await readSideBundle();
const size = (name: string) => gzipSync(bundle.get(name) ?? "", { level: 9 }).length;
const [fallback = "", ...more] = [...bundle.keys()].filter((name) => name !== READ_SIDE);

describe("the read side in a bundle", () => {
  it("has at most 15 KB gzipped", () => {
    expect(size(READ_SIDE)).toBeLessThanOrEqual(15_000);
    expect(size(READ_SIDE)).toBeGreaterThan(6_000); // else something was left out
  });

  it("leaves only Ed25519 for platforms without it to a second file, of at most 4 KB", () => {
    expect(more).toEqual([]);
    expect(fallback).toMatch(/^ed25519/);
    expect(size(fallback)).toBeLessThanOrEqual(4_000);
  });

  it("imports nothing else", () => {
    const code = [...bundle.values()].join("\n");
    const imported = [...code.matchAll(/\b(?:from|import)\s*\(?\s*[`"']([^`"']+)/g)];
    expect(imported.map(([, name]) => name)).toEqual([`./${fallback}`]);
  });
});
