// What a page or an extension takes on to check records itself: small enough that nobody has to ask a server instead.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { READ_SIDE, readSideBundle } from "../browser/read-side-bundle.js";

const bundle = await readSideBundle();
const size = (name: string) => gzipSync(bundle.get(name) ?? "", { level: 9 }).length;
const later = [...bundle.keys()].filter((name) => name !== READ_SIDE).sort();

/** Files that a file asks for: at once, or when they are needed. */
function asked(name: string, form: RegExp): string[] {
  return [...(bundle.get(name) ?? "").matchAll(form)].map(([, file = ""]) => file).sort();
}
const AT_ONCE = /\b(?:from|import)\s*["'`]\.\/([^"'`]+)/g;
const WHEN_NEEDED = /\bimport\(["'`]\.\/([^"'`]+)/g;

describe("the read side in a bundle", () => {
  it("is one file of at most 15 KB gzipped, and all of it", () => {
    expect(size(READ_SIDE)).toBeLessThanOrEqual(15_000);
    expect(size(READ_SIDE)).toBeGreaterThan(12_000); // else something was left out
    expect(asked(READ_SIDE, AT_ONCE)).toEqual([]);
  });

  it("leaves to a second one what a block is proven with, and to a third Ed25519 where there is none", () => {
    expect(later.map((name) => name.replace(/-.*/, ""))).toEqual(["ed25519", "proofs"]);
    expect([...new Set(asked(READ_SIDE, WHEN_NEEDED))]).toEqual(later);
    for (const name of later) {
      expect(size(name)).toBeLessThanOrEqual(4_500);
      expect(asked(name, WHEN_NEEDED)).toEqual([]);
      expect([[], [READ_SIDE]]).toContainEqual(asked(name, AT_ONCE));
    }
  });

  it("has nothing that makes records or asks the network by itself", () => {
    const code = [...bundle.values()].join("\n");
    expect(code).not.toMatch(/\bfetch\(|XMLHttpRequest|["'`]sign["'`]|\beval\(/);
    expect(code).not.toMatch(/\b(?:from|import)\s*\(?["'`](?!\.\/)/);
  });
});
