import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColophonError } from "../../../src/errors.js";
import { parseCertificate, parsePem, toPem } from "../../../src/trust/index.js";

const corpus = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const lists = `${corpus}c2pa-org_conformance-public/trust-list/`;
const listNames = ["C2PA-TRUST-LIST.pem", "C2PA-TSA-TRUST-LIST.pem"];

// An Ed25519 root made with openssl 3; nothing secret in it.
const ROOT = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUygAwIBAgIUa7fAnOrNoZGnKi10gDTENTyidtYwBQYDK2VwMDkxCzAJ
BgNVBAYTAkRFMRYwFAYDVQQKDA1FeGFtcGxlLCBJbmMuMRIwEAYDVQQDDAlUZXN0
IFJvb3QwHhcNMjYxMTIyMjMzNTE0WhcNNDYxMTE3MjMzNTE0WjA5MQswCQYDVQQG
EwJERTEWMBQGA1UECgwNRXhhbXBsZSwgSW5jLjESMBAGA1UEAwwJVGVzdCBSb290
MCowBQYDK2VwAyEAl31h+fK55n/O6ACTMKDkw+7RZfMpbqJ5OJe52IuDusqjZjBk
MB8GA1UdIwQYMBaAFFsmylw6JvWw93fAHAiVB5F19Gu/MBIGA1UdEwEB/wQIMAYB
Af8CAQEwDgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQWBBRbJspcOib1sPd3wBwIlQeR
dfRrvzAFBgMrZXADQQDzUMTDzwQtAPcUDlFxnZWoTUYJO4wvTviaGCgyTu+N7jG1
XrRPlRJbsxzJ1bmMmhqhVFpZ6TtRJOlIOg2eSY0C
-----END CERTIFICATE-----
`;

const unreadable = expect.objectContaining({ code: "CERTIFICATE_UNREADABLE" });
const root = parsePem(ROOT)[0] as Uint8Array;

describe("a certificate", () => {
  test("is read field by field", () => {
    const certificate = parseCertificate(root);
    expect(certificate).toMatchObject({
      version: 3,
      subject: {
        text: "C=DE, O=Example\\, Inc., CN=Test Root",
        organisation: "Example, Inc.",
        commonName: "Test Root",
      },
      isCa: true,
      pathLength: 1,
      keyUsageCritical: true,
      criticalExtensions: ["2.5.29.19", "2.5.29.15"],
      signatureAlgorithm: "1.3.101.112",
      hasUniqueId: false,
    });
    expect(certificate.keyUsage).toEqual(new Set(["keyCertSign", "cRLSign"]));
    expect(certificate.publicKey).toMatchObject({ algorithm: "Ed25519" });
    expect(certificate.publicKey.raw).toHaveLength(32);
    expect(certificate.signature).toHaveLength(64);
    expect(certificate.subjectDer).toEqual(certificate.issuerDer);
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["a byte too many", Uint8Array.from([...root, 0])],
    ["a byte too few", root.subarray(0, -1)],
    ["not ASN.1", new TextEncoder().encode("-----BEGIN CERTIFICATE-----")],
    [
      "a child that runs past its parent",
      Uint8Array.from([0x30, 6, 0x30, 3, 4, 4, 1, 2, 3, 4, 5, 6]),
    ],
    ["a length in needless long form", Uint8Array.from([0x30, 0x81, 3, 2, 1, 5])],
    ["an indefinite length", Uint8Array.from([0x30, 0x80, 2, 1, 5, 0, 0])],
  ])("is refused when it is %s", (_, bytes) => {
    expect(() => parseCertificate(bytes)).toThrow(unreadable);
  });

  test("with 5000 levels of nesting is refused, not a stack overflow", () => {
    const deep = new Uint8Array(10_000);
    for (let i = 0, left = deep.length; left >= 4; i += 4, left -= 4)
      deep.set([0x30, 0x82, (left - 4) >> 8, (left - 4) & 0xff], i);
    expect(() => parseCertificate(deep)).toThrow(unreadable);
  });

  test("of the largest size made of the slowest parts is refused within a second", () => {
    const objectIdentifier = new Uint8Array(0xffff).fill(1);
    objectIdentifier.set([6, 0x82, 0xff, 0xfb]);
    const started = performance.now();
    expect(() => parseCertificate(objectIdentifier)).toThrow(unreadable);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("changed anywhere is read or refused with our code, never anything else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(root.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (edits) => {
          const bytes = root.slice();
          for (const [at, value] of edits) bytes[at] = value;
          try {
            parseCertificate(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(ColophonError);
            expect(error).toEqual(unreadable);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("PEM", () => {
  test("survives the way there and back, with text between the blocks", () => {
    const text = `# the root\n${ROOT}\nand again:\n${toPem([root])}`;
    expect(parsePem(text)).toEqual([root, root]);
  });

  test("without a certificate is an empty list", () => {
    expect(parsePem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")).toEqual([]);
  });

  test("cut off in the middle is refused", () => {
    expect(() => parsePem(ROOT.slice(0, 200))).toThrow(unreadable);
    expect(() => parsePem(ROOT.replace("MII", "M*I"))).toThrow(unreadable);
  });
});

describe.skipIf(!existsSync(lists))("the certificates of the official lists and of certlab", () => {
  const chains = existsSync(`${corpus}certlab`)
    ? readdirSync(`${corpus}certlab`)
        .map((name) => `${corpus}certlab/${name}/chain.pem`)
        .filter(existsSync)
    : [];
  // This is read even where the tests are skipped.
  const files = [...listNames.map((name) => lists + name).filter(existsSync), ...chains];
  const all = files.flatMap((file) => parsePem(readFileSync(file, "utf8")));

  test("are read as Node's own parser reads them", () => {
    expect(all.length).toBeGreaterThan(50);
    for (const der of all) {
      const ours = parseCertificate(der);
      const theirs = new X509Certificate(der);
      expect(ours.serial).toBe(theirs.serialNumber.toLowerCase());
      expect(ours.notBefore).toEqual(new Date(theirs.validFrom));
      expect(ours.notAfter).toEqual(new Date(theirs.validTo));
      expect(ours.isCa ?? false).toBe(theirs.ca);
      expect(Buffer.from(ours.publicKey.spki)).toEqual(
        theirs.publicKey.export({ type: "spki", format: "der" }),
      );
      expect(ours.publicKey.bits).toBe(theirs.publicKey.asymmetricKeyDetails?.modulusLength);
      expect(ours.subject.organisation).toBe(
        /^O=(.*)$/m.exec(theirs.subject)?.[1]?.replace(/\\(.)/g, "$1"),
      );
      expect(ours.extendedKeyUsage).toEqual(theirs.keyUsage);
    }
  });
});
