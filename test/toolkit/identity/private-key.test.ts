import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { encryptKey } from "../../../toolkit/identity/encrypted-key.js";
import { pemBlock } from "../../../toolkit/identity/pem.js";
import { isEncrypted, readPrivateKey } from "../../../toolkit/identity/private-key.js";
import { temporaryFolder } from "../../fake/io.js";
import { hasOpenssl, openssl } from "../../fixture/openssl.js";

const vector = JSON.parse(
  readFileSync(new URL("../../vector/encrypted-key.json", import.meta.url), "utf8"),
) as Record<"plain" | "passphrase" | "encrypted" | "cheap", string> & { randomByte: number };

const ed25519 = generateKeyPairSync("ed25519").privateKey;
const p521 = generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

function pkcs8(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "none";
}

describe("encryptKey", () => {
  it.each([
    ["Ed25519", ed25519],
    ["P-521", p521],
    ["RSA", rsa],
  ] as const)("locks a %s key that only its passphrase opens", async (_, key) => {
    const pem = await encryptKey(key, "correct horse ⚡");
    expect(isEncrypted(pem)).toBe(true);
    expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n(.{64}\n)*.{1,64}\n-----END /);
    expect(readPrivateKey(pem, "it", "correct horse ⚡").equals(key)).toBe(true);
    expect(codeOf(() => readPrivateKey(pem, "it", "correct horse"))).toBe("PASSPHRASE_WRONG");
    expect(codeOf(() => readPrivateKey(pem, "it"))).toBe("PASSPHRASE_NEEDED");
  });

  it("never writes the same bytes twice", async () => {
    const [a, b] = await Promise.all([encryptKey(ed25519, "x"), encryptKey(ed25519, "x")]);
    expect(a).not.toBe(b);
  });

  it("is deterministic once salt and IV are given, as the vector says", async () => {
    const key = readPrivateKey(vector.plain, "vector");
    const random = (length: number) => Buffer.alloc(length, vector.randomByte);
    expect(await encryptKey(key, vector.passphrase, random)).toBe(vector.encrypted);
  });

  test.skipIf(!hasOpenssl)(
    "is what openssl reads: scrypt with N 16384, r 8, p 5, and AES-256",
    async () => {
      const folder = temporaryFolder();
      const file = join(folder, "key.pem");
      writeFileSync(file, await encryptKey(p521, "open sesame"));
      const opened = openssl(["pkcs8", "-in", file, "-passin", "pass:open sesame"]);
      expect(readPrivateKey(opened.text, "openssl's").equals(p521)).toBe(true);
      expect(openssl(["pkcs8", "-in", file, "-passin", "pass:wrong"]).ok).toBe(false);
      const { text } = openssl(["asn1parse", "-in", file]);
      expect(text).toMatch(
        /PBES2[\s\S]*:scrypt[\s\S]*:4000\b[\s\S]*:08\b[\s\S]*:05\b[\s\S]*:aes-256-cbc/,
      );
    },
  );
});

describe("readPrivateKey", () => {
  it("reads PKCS#8, SEC 1 and PKCS#1, with anything around them", () => {
    const sec1 = p521.export({ type: "sec1", format: "pem" }).toString();
    const pkcs1 = rsa.export({ type: "pkcs1", format: "pem" }).toString();
    const around = pemBlock("EC PARAMETERS", new Uint8Array(7)) + sec1;
    expect(readPrivateKey(pkcs8(ed25519), "it").equals(ed25519)).toBe(true);
    expect(readPrivateKey(sec1, "it").equals(p521)).toBe(true);
    expect(readPrivateKey(pkcs1, "it").equals(rsa)).toBe(true);
    expect(
      readPrivateKey(`Bag Attributes\r\n${around.replaceAll("\n", "\r\n")}`, "it").equals(p521),
    ).toBe(true);
  });

  test.skipIf(!hasOpenssl)("reads openssl's own encrypted forms, the old one too", () => {
    const folder = temporaryFolder();
    const file = join(folder, "plain.pem");
    writeFileSync(file, pkcs8(p521));
    for (const args of [
      ["pkcs8", "-topk8", "-scrypt", "-passout", "pass:x"],
      ["pkcs8", "-topk8", "-v2", "aes-128-cbc", "-passout", "pass:x"],
      ["ec", "-aes256", "-passout", "pass:x"],
    ]) {
      const { text } = openssl([...args, "-in", file]);
      expect(isEncrypted(text)).toBe(true);
      expect(readPrivateKey(text, "it", "x").equals(p521)).toBe(true);
      expect(codeOf(() => readPrivateKey(text, "it", "y"))).toBe("PASSPHRASE_WRONG");
      expect(codeOf(() => readPrivateKey(text, "it"))).toBe("PASSPHRASE_NEEDED");
    }
  });

  it("calls nothing, a public key, a certificate and noise by one name", () => {
    const publicKey = createPublicKey(ed25519).export({ type: "spki", format: "pem" }).toString();
    const noise = pemBlock("PRIVATE KEY", new Uint8Array(40).fill(7));
    for (const text of ["", publicKey, noise, pkcs8(ed25519).slice(0, 60)])
      expect(codeOf(() => readPrivateKey(text, "it"))).toBe("KEY_UNREADABLE");
  });

  it("doesn't blame the passphrase for a damaged file", async () => {
    const pem = await encryptKey(ed25519, "x");
    const body = Buffer.from(pem.replace(/-----.*-----|\n/g, ""), "base64");
    for (const length of [0, 1, 5, 60, body.length - 1]) {
      const cut = pemBlock("ENCRYPTED PRIVATE KEY", body.subarray(0, length));
      expect(codeOf(() => readPrivateKey(cut, "it", "x"))).toBe("KEY_UNREADABLE");
    }
  });

  it("survives any text with an error of ours", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("", "ENCRYPTED ", "EC "),
        (bytes, kind) => {
          const code = codeOf(() =>
            readPrivateKey(pemBlock(`${kind}PRIVATE KEY`, bytes), "it", "x"),
          );
          expect(["KEY_UNREADABLE", "PASSPHRASE_WRONG"]).toContain(code);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("tells a wrong passphrase even when its padding happens to fit, one time in 256", async () => {
    // Cheap scrypt (N 2), so that thousands of passphrases can be tried.
    const cheap = vector.cheap;
    let wrong = 0;
    for (let i = 0; i < 3000; i++)
      if (codeOf(() => readPrivateKey(cheap, "it", `guess ${i}`)) === "PASSPHRASE_WRONG") wrong++;
    expect(wrong).toBe(3000);
    expect(readPrivateKey(cheap, "it", "abc").asymmetricKeyType).toBe("ed25519");
  });
});
