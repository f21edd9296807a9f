import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTimeStampResponse, parseTimeStampToken } from "../../../src/trust/index.js";
import { makeLeaf, makeRoot } from "../../fixture/certificates.js";
import * as der from "../../fixture/der.js";
import { makeResponse, makeToken } from "../../fixture/time-stamp-token.js";

const authority = makeLeaf(makeRoot());
const imprint = Uint8Array.from({ length: 32 }, (_, i) => i);
const at = new Date("2026-03-04T05:06:07Z");
const token = makeToken({ authority, imprint, at, nonce: Uint8Array.of(0x80, 1) });
const malformed = expect.objectContaining({ code: "ENCODING_INVALID" });

describe("a time-stamp token", () => {
  it("says what was stamped, when, under which policy, in answer to what, and by whom", () => {
    const parsed = parseTimeStampToken(token);
    expect(parsed).toMatchObject({
      policy: "1.2.3.4",
      imprintAlgorithm: "2.16.840.1.101.3.4.2.1",
      at,
      serial: "abcdef",
      nonce: "8001",
    });
    expect(Buffer.from(parsed.imprint)).toEqual(Buffer.from(imprint));
    expect(parsed.certificates.map((bytes) => Buffer.from(bytes))).toEqual([
      Buffer.from(authority.der),
    ]);
  });

  it("may come without a nonce", () => {
    expect(parseTimeStampToken(makeToken({ authority, imprint }))).not.toHaveProperty("nonce");
  });

  it.each([
    ["other content", makeToken({ authority, imprint, contentType: "1.2.840.113549.1.7.1" })],
    ["no signer", makeToken({ authority, imprint, signers: 0 })],
    ["two signers", makeToken({ authority, imprint, signers: 2 })],
    ["a certificate in its place", authority.der],
    ["CMS data that is not signed", der.sequence(der.oid("1.2.840.113549.1.7.1"))],
    ["bytes behind it", Buffer.concat([token, Uint8Array.of(0)])],
    ["nothing in it", new Uint8Array(0)],
  ])("with %s is none", (_, bytes) => {
    expect(() => parseTimeStampToken(bytes)).toThrow(malformed);
  });

  it("in BER, with indefinite lengths and strings in pieces, says the same", () => {
    const parts = { authority, imprint, at };
    const [loose, strict] = [true, false].map((ber) => makeToken({ ...parts, ber }));
    const { signer, ...said } = parseTimeStampToken(loose!);
    expect({ ...said, signer: undefined }).toEqual({
      ...parseTimeStampToken(strict!),
      signer: undefined,
    });
    expect(signer.messageDigest).toEqual(parseTimeStampToken(strict!).signer.messageDigest);
  });

  it("with any byte changed is a value or ENCODING_INVALID, never anything else", () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Uint8Array.from(token);
        changed[index]! ^= flip;
        try {
          parseTimeStampToken(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: "ENCODING_INVALID" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the response around it", () => {
  it("has the token when it was granted", () => {
    const parsed = parseTimeStampResponse(makeResponse(token));
    expect(parsed).toMatchObject({ status: 0, text: "", failures: [] });
    expect(Buffer.from(parsed.token!)).toEqual(Buffer.from(token));
  });

  it("says why not when it was refused", () => {
    const status = der.sequence(
      der.integer(2),
      der.sequence(der.utf8String("too"), der.utf8String("late")),
      der.bits(Uint8Array.of(0x80, 0x02, 0x00, 0x40), 6),
    );
    expect(parseTimeStampResponse(der.sequence(status))).toEqual({
      status: 2,
      text: "too; late",
      failures: [0, 14, 25],
    });
  });

  it("of any other form is ENCODING_INVALID", () => {
    for (const bytes of [new Uint8Array(0), Buffer.from("<html>"), der.sequence(), der.integer(0)])
      expect(() => parseTimeStampResponse(bytes)).toThrow(malformed);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseTimeStampResponse(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: "ENCODING_INVALID" });
        }
      }),
    );
  });
});
