import { describe, expect, it } from "vitest";
import { parseTimeStampToken } from "../../../src/trust/index.js";
import { timeStampFault } from "../../../toolkit/sign/time-stamp-signature.js";
import type { Issued, KeyKind, Terms } from "../../fixture/certificate.js";
import { type EKU, extendedKeyUsage, keyUsage } from "../../fixture/certificate-extension.js";
import { makeLeaf, makeRoot } from "../../fixture/certificates.js";
import { makeToken, type TokenParts } from "../../fixture/time-stamp-token.js";

const root = makeRoot();
function authority(
  kind: KeyKind = "P-256",
  purposes: readonly (keyof typeof EKU)[] = ["timeStamping"],
  critical = true,
  terms: Partial<Terms> = {},
): Issued {
  const extensions = [keyUsage(["digitalSignature"]), extendedKeyUsage(purposes, critical)];
  return makeLeaf(root, { kind, extensions, terms });
}
const lawful = authority();
const fault = (parts: Partial<TokenParts>) =>
  timeStampFault(
    parseTimeStampToken(makeToken({ authority: lawful, imprint: new Uint8Array(32), ...parts })),
  );

describe("the signature of a time-stamp", () => {
  it.each<[string, Partial<TokenParts>]>([
    ["ECDSA", {}],
    ["Ed25519", { authority: authority("Ed25519") }],
    ["a certificate named by SHA-1, as before RFC 5816", { firstEdition: true }],
  ])("holds with %s", (_, parts) => {
    expect(fault(parts)).toBeUndefined();
  });

  it.each<[string, Partial<TokenParts>, RegExp]>([
    ["another key", { signedBy: authority() }, /does not verify/],
    ["another TSTInfo", { messageDigest: new Uint8Array(32) }, /over something else/],
    ["a certificate for nothing", { authority: authority("P-256", []) }, /alone/],
    ["a certificate for mail", { authority: authority("P-256", ["emailProtection"]) }, /alone/],
    [
      "a certificate for mail as well",
      { authority: authority("P-256", ["timeStamping", "emailProtection"]) },
      /alone/,
    ],
    [
      "a certificate that does not insist",
      { authority: authority("P-256", ["timeStamping"], false) },
      /critically/,
    ],
    [
      "a certificate that had run out",
      { authority: authority("P-256", ["timeStamping"], true, { days: [-3, -1] }) },
      /not valid at that time/,
    ],
    [
      "a certificate that was not valid yet",
      { at: new Date(Date.now() - 400 * 86_400_000) },
      /not valid at that time/,
    ],
  ])("does not hold with %s", (_, parts, message) => {
    expect(fault(parts)).toMatch(message);
  });
});
