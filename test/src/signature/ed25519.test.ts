import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Point, utils, verifyAsync } from "@noble/ed25519";
import { describe, expect, it, vi } from "vitest";
import { fromHex, utf8 } from "../../../src/encoding/index.js";
import { ed25519PublicKey, signEd25519, verifyEd25519 } from "../../../src/signature/index.js";

interface SmallOrder {
  readonly forgesAnything: { readonly publicKey: string; readonly signature: string };
  readonly publicKeys: readonly string[];
}
const vector = JSON.parse(
  readFileSync(new URL("../../vector/ed25519-small-order.json", import.meta.url), "utf8"),
) as SmallOrder;
const messages = Array.from({ length: 24 }, (_, i) => utf8(`message ${i}`));
const forged = fromHex(vector.forgesAnything.signature);

/** As on a platform without Ed25519. */
async function withoutPlatform<T>(run: () => Promise<T>): Promise<T> {
  const none = vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new Error("NotSupported"));
  try {
    return await run();
  } finally {
    expect(none).toHaveBeenCalled();
    none.mockRestore();
  }
}

/** The same number modulo the order of the group. */
function plusOrder(bytes: Uint8Array): Uint8Array {
  let s = 2n ** 252n + 27742317777372353535851937790883648493n;
  for (const [i, byte] of bytes.entries()) s += BigInt(byte) << BigInt(8 * i);
  return bytes.map((_, i) => Number((s >> BigInt(8 * i)) & 255n));
}

describe("Ed25519", () => {
  it("a signature that fits every message is refused", async () => {
    const key = fromHex(vector.forgesAnything.publicKey);
    for (const message of messages) {
      expect(await verifyAsync(forged, message, key)).toBe(true); // the library's default is taken in
      expect(await verifyEd25519(key, forged, message)).toBe(false);
    }
  });

  it.each(vector.publicKeys)("key %s of small order signs nothing", async (hex) => {
    for (const message of messages)
      for (const r of vector.publicKeys) {
        const signature = new Uint8Array(64);
        signature.set(fromHex(r));
        expect(await verifyEd25519(fromHex(hex), signature, message)).toBe(false);
      }
  });

  it("what a key signed verifies under it, and under no other key, message or length", async () => {
    const seed = new Uint8Array(32).fill(7);
    const key = await ed25519PublicKey(seed);
    const message = utf8("a record");
    const signature = await signEd25519(seed, message);
    expect(await verifyEd25519(key, signature, message)).toBe(true);
    expect(await verifyEd25519(key, signature, utf8("a recorD"))).toBe(false);
    expect(await verifyEd25519(key, signature.subarray(0, 63), message)).toBe(false);
    expect(await verifyEd25519(key.subarray(0, 31), signature, message)).toBe(false);
    const other = await ed25519PublicKey(new Uint8Array(32).fill(8));
    expect(await verifyEd25519(other, signature, message)).toBe(false);
  });

  it("a second signature made by adding the group order to S is refused", async () => {
    const seed = new Uint8Array(32).fill(7);
    const message = utf8("a record");
    const signature = await signEd25519(seed, message);
    const twin = signature.slice();
    twin.set(plusOrder(signature.subarray(32)), 32);
    expect(await verifyEd25519(await ed25519PublicKey(seed), twin, message)).toBe(false);
  });

  it("a signature that holds only times eight is refused: platforms would not agree on it", async () => {
    const { scalar, pointBytes: key } = await utils.getExtendedPublicKeyAsync(
      new Uint8Array(32).fill(7),
    );
    const order = Point.CURVE().n;
    const message = utf8("a record");
    const nonce = 12345n;
    const eighth = Point.fromHex(vector.publicKeys[4]!); // of order 8
    const r = Point.BASE.multiply(nonce).add(eighth).toBytes();
    const digest = createHash("sha512").update(r).update(key).update(message).digest();
    const k = BigInt(`0x${digest.reverse().toString("hex")}`) % order;
    const signature = new Uint8Array(64);
    signature.set(r);
    let s = (nonce + k * scalar) % order;
    for (let i = 32; i < 64; i++, s >>= 8n) signature[i] = Number(s & 255n);
    expect(await verifyAsync(signature, message, key, { zip215: false })).toBe(true);
    expect(await verifyEd25519(key, signature, message)).toBe(false);
    expect(await withoutPlatform(() => verifyEd25519(key, signature, message))).toBe(false);
  });

  it("is checked without the platform, too, where that has no Ed25519", async () => {
    const seed = new Uint8Array(32).fill(7);
    const key = await ed25519PublicKey(seed);
    const signature = await signEd25519(seed, utf8("a record"));
    await withoutPlatform(async () => {
      expect(await verifyEd25519(key, signature, utf8("a record"))).toBe(true);
      expect(await verifyEd25519(key, signature, utf8("a recorD"))).toBe(false);
      for (let bit = 0; bit < 512; bit += 7) {
        const changed = signature.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(await verifyEd25519(key, changed, utf8("a record"))).toBe(false);
      }
      expect(await verifyEd25519(fromHex(vector.publicKeys[0]!), forged, messages[0]!)).toBe(false);
      const raised = signature.slice();
      raised.set(plusOrder(signature.subarray(32)), 32);
      expect(await verifyEd25519(key, raised, utf8("a record"))).toBe(false);
    });
  });
});
