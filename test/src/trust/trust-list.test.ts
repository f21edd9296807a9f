import { describe, expect, test } from "vitest";
import { NO_TRUST, readAnchors, toPem, trustLists } from "../../../src/trust/index.js";
import { makeRoot } from "../../fixture/certificates.js";

const root = makeRoot();
const broken = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
const invalid = (place: string): unknown =>
  expect.objectContaining({
    code: "TRUST_LIST_INVALID",
    message: expect.stringContaining(place),
  });

describe("a trust list", () => {
  test("names the certificate that cannot be read", () => {
    const pem = toPem([root.der]) + broken;
    expect(() => readAnchors({ name: "mine.pem", pem })).toThrow(
      invalid("mine.pem is no trust list: certificate 2 of 2"),
    );
  });

  test.each([
    ["nothing", "", "holds no certificate"],
    [
      "other PEM",
      "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
      "holds no certificate",
    ],
    ["a block without end", toPem([root.der]).slice(0, 200), "has no end"],
  ])("of %s is refused", (_, pem, place) => {
    expect(() => readAnchors({ name: "mine", pem })).toThrow(invalid(place));
  });

  test("is read when an anchor is asked for, not before, and its certificates only when they matter", () => {
    const lists = trustLists({ signers: [{ name: "list", pem: toPem([root.der]) + broken }] });
    const [good, bad] = lists.signerAnchors;
    expect(good?.certificate.subject.commonName).toBe("Dev Root");
    expect(lists.signerAnchors[0]).toBe(good);
    expect(() => bad?.certificate).toThrow(invalid("certificate 2 of 2"));
    expect(() => trustLists({ user: [{ name: "x", pem: "" }] }).userAnchors).toThrow(
      invalid("x holds no"),
    );
  });

  test("of no kind gives no anchors of any kind", () => {
    const { signerAnchors, timeStampAnchors, userAnchors } = NO_TRUST;
    expect([signerAnchors, timeStampAnchors, userAnchors]).toEqual([[], [], []]);
  });
});
