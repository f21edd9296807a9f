import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { isReading } from "../../../src/credential/index.js";
import { asArray, asObject } from "../../../src/encoding/index.js";
import { verifyEd25519 } from "../../../src/signature/index.js";
import { parseCertificate, toPem } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { CREATABLE } from "../../../toolkit/identity/algorithm.js";
import {
  createIdentity,
  type IdentityRequest,
  renewCertificate,
} from "../../../toolkit/identity/create.js";
import { lintChain } from "../../../toolkit/identity/lint.js";
import { temporaryFolder } from "../../fake/io.js";
import { hasOpenssl, openssl } from "../../fixture/openssl.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";

const ADA = { name: "Ada Reyes", organisation: "The Daily Record" };
const made = new Map<string, ReturnType<typeof createIdentity>>();
/** RSA keys take a second: each identity is made once. */
function ada(algorithm: (typeof CREATABLE)[number]) {
  const identity = made.get(algorithm) ?? createIdentity({ ...ADA, algorithm });
  made.set(algorithm, identity);
  return identity;
}

describe.each(CREATABLE)("a self-made %s identity", (algorithm) => {
  it("has a root and a leaf exactly by the recipe", async () => {
    const identity = await ada(algorithm);
    expect(identity.signer.chain).toHaveLength(1);
    const leaf = parseCertificate(identity.signer.chain[0] as Uint8Array);
    expect(leaf).toMatchObject({
      version: 3,
      isCa: false,
      keyUsageCritical: true,
      keyUsage: new Set(["digitalSignature"]),
      extendedKeyUsage: ["1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4"],
      criticalExtensions: ["2.5.29.19", "2.5.29.15"],
      subject: { text: "O=The Daily Record, CN=Ada Reyes" },
    });
    const root = parseCertificate(identity.root);
    expect(root).toMatchObject({
      version: 3,
      isCa: true,
      keyUsageCritical: true,
      keyUsage: new Set(["keyCertSign", "cRLSign"]),
      subject: { organisation: "The Daily Record" },
    });
    expect(leaf.authorityKeyId).toBe(root.subjectKeyId);
    expect(leaf.subjectKeyId).toHaveLength(40);
    expect(leaf.publicKey.algorithm).toBe(root.publicKey.algorithm);
    expect(leaf.publicKey.bits).toBe(algorithm === "ps256" ? 3072 : undefined);
  });

  it("breaks no rule of lint", async () => {
    const { signer, root } = await ada(algorithm);
    expect(lintChain(signer.chain, { now: new Date(), root })).toEqual([]);
  });

  it("signs a picture that reads back Valid, and Trusted with its root as anchor", async () => {
    const { signer, root } = await ada(algorithm);
    const jpeg = await signedJpeg({ ...signer, root, sign: (bytes) => signer.sign(bytes) });
    expect(await stateOf(jpeg)).toEqual({
      state: "Valid",
      failures: ["signingCredential.untrusted"],
    });
    expect(await stateOf(jpeg, toPem([root]))).toEqual({ state: "Trusted", failures: [] });
    const other = await createIdentity({ name: ADA.name });
    expect((await stateOf(jpeg, toPem([other.root]))).state).toBe("Valid");
    jpeg[jpeg.length - 10] = (jpeg[jpeg.length - 10] ?? 0) ^ 1; // one bit of the picture
    expect(await stateOf(jpeg, toPem([root]))).toMatchObject({ state: "Invalid" });
  });

  test.skipIf(!hasOpenssl)("has a path that openssl verifies", async () => {
    const { signer, root } = await ada(algorithm);
    const folder = temporaryFolder();
    writeFileSync(join(folder, "root.pem"), toPem([root]));
    writeFileSync(join(folder, "leaf.pem"), toPem(signer.chain));
    const args = ["verify", "-x509_strict", "-CAfile", join(folder, "root.pem")];
    expect(openssl([...args, join(folder, "leaf.pem")])).toMatchObject({ ok: true });
  });

  it("archives with an Ed25519 key: its own, or one beside it", async () => {
    const { archiveKey, keys } = await ada(algorithm);
    const message = new TextEncoder().encode("record");
    const signature = await archiveKey.sign(message);
    expect(await verifyEd25519(archiveKey.publicKey, signature, message)).toBe(true);
    expect(keys.archive === undefined).toBe(algorithm === "ed25519");
  });
});

async function stateOf(jpeg: Uint8Array, anchors?: string) {
  const engine = await hostEngine();
  const reading = await engine.read("image/jpeg", jpeg, anchors ? { userAnchors: anchors } : {});
  if (!isReading(reading)) throw new Error(`no reading: ${reading.kind}`);
  const store = asObject(reading.store);
  reading.free();
  return {
    state: store?.["validation_state"],
    failures: asArray(store?.["validation_status"]).map((status) => asObject(status)?.["code"]),
  };
}

describe("createIdentity", () => {
  it("makes a certificate valid from an hour ago for five years, the root for ten", async () => {
    const now = new Date("2026-05-04T12:00:00.500Z");
    const { signer, root } = await createIdentity({ ...ADA, now });
    const leaf = parseCertificate(signer.chain[0] as Uint8Array);
    expect(leaf.notBefore.toISOString()).toBe("2026-05-04T11:00:00.000Z");
    expect(leaf.notAfter.toISOString()).toBe("2031-05-04T12:00:00.000Z");
    expect(parseCertificate(root).notAfter.toISOString()).toBe("2036-05-03T12:00:00.000Z");
  });

  it("makes a root that outlasts a long certificate, beyond 2050 too", async () => {
    const now = new Date("2026-05-04T12:00:00Z");
    const { signer, root } = await createIdentity({ ...ADA, now, days: 36_500 });
    const leaf = parseCertificate(signer.chain[0] as Uint8Array);
    expect(leaf.notAfter.toISOString()).toBe("2126-04-10T12:00:00.000Z");
    expect(parseCertificate(root).notAfter).toEqual(leaf.notAfter);
  });

  it("writes names as they are, whatever they look like", async () => {
    const name = '#1 "Ada", O=Evil + \\é 山';
    const { signer, root } = await createIdentity({ name });
    const { subject } = parseCertificate(signer.chain[0] as Uint8Array);
    expect(subject).toMatchObject({ commonName: name, organisation: name });
    expect(parseCertificate(root).subject.commonName).toMatch(/^#1 "Ada", O=Evil \+ \\é 山 root /);
  });

  it("lets name and organisation stand in for each other", async () => {
    const { signer, name } = await createIdentity({ organisation: "The Daily Record" });
    const { subject } = parseCertificate(signer.chain[0] as Uint8Array);
    expect(subject.text).toBe("O=The Daily Record, CN=The Daily Record");
    expect(name).toBe("The Daily Record");
  });

  it("keeps two identities of one name apart: other serials, other root names", async () => {
    const [a, b] = await Promise.all([createIdentity(ADA), createIdentity(ADA)]);
    const [one, two] = [a, b].map((made) => parseCertificate(made.root));
    expect(one?.subject.text).not.toBe(two?.subject.text);
    expect(one?.serial).not.toBe(two?.serial);
  });

  it.each<[IdentityRequest, string]>([
    [{}, "no name"],
    [{ name: "  " }, "blank"],
    [{ name: "a\nb" }, "line break"],
    [{ name: "a\u202eb" }, "bidi override"],
    [{ name: "\ud800" }, "lone surrogate"],
    [{ name: "a", organisation: "x".repeat(65) }, "too long"],
    [{ name: "a", days: 0 }, "no days"],
    [{ name: "a", days: 1.5 }, "half days"],
    [{ name: "a", days: 36_501 }, "too many days"],
    [{ name: "a", algorithm: "rs256" as "es256" }, "unknown algorithm"],
  ])("refuses %j (%s)", async (request) => {
    await expect(createIdentity(request)).rejects.toMatchObject({ code: "IDENTITY_INVALID" });
  });

  it("takes a name of 64 letters, and a Persian one with its zero-width non-joiner", async () => {
    const { root } = await createIdentity({ name: "ñ".repeat(64) });
    expect([...(parseCertificate(root).subject.commonName ?? "")].length).toBeLessThanOrEqual(64);
    const { signer } = await createIdentity({ name: "می\u200cخواهم" });
    expect(lintChain(signer.chain, { now: new Date() })).toEqual([]);
  });
});

describe("renewCertificate", () => {
  it("keeps key and issuer, and takes a new period and serial", async () => {
    const { signer, root, keys, subject } = await ada("ed25519");
    const now = new Date("2030-01-01T00:00:00Z");
    const issuer = { certificate: root, key: keys.root as NonNullable<typeof keys.root> };
    const der = await renewCertificate(keys.claim, issuer, subject, { now, days: 10 });
    const [before, after] = [signer.chain[0] as Uint8Array, der].map(parseCertificate);
    expect(after?.publicKey.spki).toEqual(before?.publicKey.spki);
    expect(after?.issuerDer).toEqual(before?.issuerDer);
    expect(after?.serial).not.toBe(before?.serial);
    expect(after?.notAfter.toISOString()).toBe("2030-01-11T00:00:00.000Z");
    expect(lintChain([der], { now, root })).toEqual([]);
  });

  it("never outlasts the root, and stops when that has expired", async () => {
    const { root, keys, subject } = await ada("ed25519");
    const issuer = { certificate: root, key: keys.root as NonNullable<typeof keys.root> };
    const { notAfter } = parseCertificate(root);
    const late = new Date(notAfter.getTime() - 86_400_000);
    const der = await renewCertificate(keys.claim, issuer, subject, { now: late });
    expect(parseCertificate(der).notAfter).toEqual(notAfter);
    await expect(
      renewCertificate(keys.claim, issuer, subject, { now: notAfter }),
    ).rejects.toMatchObject({ code: "CERTIFICATE_EXPIRED" });
  });
});

describe("a signature of a new identity", () => {
  const bytes = new TextEncoder().encode("claim");
  it.each([
    ["ed25519", 64],
    ["es256", 64],
    ["es384", 96],
    ["es512", 132],
    ["ps256", 384],
  ] as const)(
    "is raw for %s: %i bytes that the certificate's key verifies",
    async (algorithm, size) => {
      const { signer } = await ada(algorithm);
      const signature = await signer.sign(bytes);
      expect(signature).toHaveLength(size);
      const { publicKey } = new X509Certificate(signer.chain[0] as Uint8Array);
      const hash = {
        es256: "sha256",
        es384: "sha384",
        es512: "sha512",
        ps256: "sha256",
        ed25519: null,
      };
      const key = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
      const how = { key, dsaEncoding: "ieee-p1363" as const, padding: 6, saltLength: 32 };
      const { padding: _, saltLength: __, ...plain } = how;
      const withKey = algorithm === "ps256" ? how : plain;
      expect(verify(hash[algorithm], bytes, withKey, signature)).toBe(true);
    },
  );
});
