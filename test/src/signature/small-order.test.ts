// The table of refused keys against the arithmetic of @noble/ed25519: the same keys, no more and no fewer.
import { readFileSync } from "node:fs";
import { Point, utils } from "@noble/ed25519";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../src/encoding/index.js";
import { isStrongKey } from "../../../src/signature/small-order.js";

const P = 2n ** 255n - 19n;
const { publicKeys } = JSON.parse(
  readFileSync(new URL("../../vector/ed25519-small-order.json", import.meta.url), "utf8"),
) as { publicKeys: readonly string[] };

/** Little-endian, with the sign of x in the top bit. */
function encoded(y: bigint, sign: bigint): Uint8Array {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, "0");
  return fromHex(hex).reverse();
}

/** What the arithmetic says: undefined for what is no point. */
function byLibrary(key: Uint8Array): boolean | undefined {
  try {
    return !Point.fromBytes(key).isSmallOrder();
  } catch {
    return undefined;
  }
}

/** No point is accepted anywhere: verifying under it fails later. All that matters is that no point is judged otherwise. */
function expectAgreement(key: Uint8Array) {
  const strong = byLibrary(key);
  if (strong !== undefined) expect(isStrongKey(key), toHex(key)).toBe(strong);
}

describe("a key of small order or in another spelling", () => {
  it("is refused, every one of the published list", () => {
    expect(publicKeys.length).toBeGreaterThanOrEqual(14);
    for (const hex of publicKeys) expect(isStrongKey(fromHex(hex)), hex).toBe(false);
  });

  it("is one of the eight multiples of a point of order eight, and all of those are refused", () => {
    const eighth = Point.fromHex(publicKeys[4]!);
    expect(eighth.isSmallOrder() && !eighth.double().double().is0()).toBe(true);
    let point = Point.ZERO;
    const found = new Set<string>();
    for (let i = 0; i < 8; i++, point = point.add(eighth)) found.add(toHex(point.toBytes()));
    expect(found.size).toBe(8);
    for (const hex of found) expect(isStrongKey(fromHex(hex)), hex).toBe(false);
  });

  it("is refused when y is not below p, and so by the library: 19 values, with each sign", () => {
    for (let y = P; y < 2n ** 255n; y++)
      for (const sign of [0n, 1n]) {
        expect(isStrongKey(encoded(y, sign))).toBe(false);
        expect(byLibrary(encoded(y, sign))).toBeUndefined();
      }
  });

  it("is refused when it negates x = 0, and so by the library", () => {
    for (const y of [1n, P - 1n]) {
      expect(isStrongKey(encoded(y, 1n))).toBe(false);
      expect(byLibrary(encoded(y, 1n))).toBeUndefined();
    }
  });

  it("is what the arithmetic says, for y at every edge and for any bytes", () => {
    for (let y = 0n; y < 64n; y++)
      for (const sign of [0n, 1n])
        for (const edge of [y, P - 1n - y]) expectAgreement(encoded(edge, sign));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => expectAgreement(key)),
    );
  });

  it("is not what anybody's key is", async () => {
    for (let i = 0; i < 40; i++) {
      const { pointBytes } = await utils.getExtendedPublicKeyAsync(new Uint8Array(32).fill(i));
      const key = Buffer.from(pointBytes);
      expect(isStrongKey(key)).toBe(true);
      expect(key.equals(pointBytes)).toBe(true); // and it is left as it was
    }
  });
});
