import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, decodeCborMap, encodeCbor, utf8 } from "../../../src/encoding/index.js";
import {
  encodeCoseSign1,
  encodeProtectedHeader,
  parseCoseSign1,
  signatureStructure,
  timeStampImprint,
} from "../../../src/signature/index.js";

const leaf = new Uint8Array(300).fill(1);
const issuer = new Uint8Array(200).fill(2);
const signature = new Uint8Array(64).fill(3);

describe("COSE_Sign1", () => {
  it("comes apart into what it was made of", () => {
    const header = encodeProtectedHeader("es256", [leaf, issuer]);
    const token = utf8("token");
    const parsed = parseCoseSign1(encodeCoseSign1(header, signature, { timeStampToken: token }));
    expect(parsed.algorithm).toBe(-7);
    expect(parsed.chain).toEqual([leaf, issuer]);
    expect(parsed.signature).toEqual(signature);
    expect(parsed.timeStampTokens).toEqual([token]);
    expect(parsed.payload).toBeUndefined();
    expect(parsed.protectedHeader).toEqual(header);
  });

  it("a single certificate stands alone in x5chain, not in an array (RFC 9360 §2)", () => {
    const header = decodeCborMap(encodeProtectedHeader("ed25519", [leaf])) as Map<number, unknown>;
    expect(header.get(33)).toEqual(leaf);
    expect(header.get(1)).toBe(-8);
  });

  it("leaves no unsigned room unless a size is asked for", () => {
    const header = encodeProtectedHeader("ed25519", [leaf]);
    const bare = encodeCoseSign1(header, signature);
    expect(bare.length).toBe(1 + 1 + 3 + header.length + 1 + 1 + 2 + signature.length);
    expect(encodeCoseSign1(header, signature, { size: bare.length })).toEqual(bare);
  });

  it("reaches every size that a pad can express, exactly", () => {
    const header = encodeProtectedHeader("ed25519", [leaf]);
    const bare = encodeCoseSign1(header, signature).length;
    for (let gap = 5; gap < 700; gap++) {
      const padded = encodeCoseSign1(header, signature, { size: bare + gap });
      expect(padded.length).toBe(bare + gap);
      expect(parseCoseSign1(padded).signature).toEqual(signature);
    }
  });

  it.each([-1, 1, 2, 3, 4])("a gap of %i bytes is an error, never a wrong size", (gap) => {
    const header = encodeProtectedHeader("ed25519", [leaf]);
    const bare = encodeCoseSign1(header, signature).length;
    expect(() => encodeCoseSign1(header, signature, { size: bare + gap })).toThrowError(
      expect.objectContaining({ code: "INTERNAL" }),
    );
  });

  it("what is signed is Sig_structure, and what is stamped is the signature as a byte string", () => {
    const header = utf8("h");
    expect(signatureStructure(header, utf8("claim"))).toEqual(
      encodeCbor(["Signature1", header, new Uint8Array(0), utf8("claim")]),
    );
    expect(timeStampImprint(header, signature)).toEqual(
      encodeCbor(["CounterSignature", header, new Uint8Array(0), encodeCbor(signature)]),
    );
  });

  it("anything else is ENCODING_INVALID, whatever the bytes", () => {
    const whole = encodeCoseSign1(encodeProtectedHeader("es384", [leaf]), signature);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(whole.length), (noise, cut) => {
        for (const bytes of [noise, concat(whole.subarray(0, cut), noise)]) {
          try {
            parseCoseSign1(bytes);
          } catch (error) {
            expect(error).toMatchObject({ code: "ENCODING_INVALID" });
          }
        }
      }),
    );
  });
});
