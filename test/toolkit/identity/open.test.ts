import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyEd25519 } from "../../../src/signature/index.js";
import { createIdentity } from "../../../toolkit/identity/create.js";
import { openIdentity } from "../../../toolkit/identity/open.js";
import { saveIdentity } from "../../../toolkit/identity/save.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";

let template: string;
beforeAll(async () => {
  template = temporaryFolder();
  const env = { COLOPHON_HOME: template };
  for (const [name, algorithm, passphrase] of [
    ["Locked", "ed25519", "secret"],
    ["Plain", "ed25519", undefined],
    ["Curve", "es256", "secret"],
  ] as const)
    await saveIdentity(await createIdentity({ name, algorithm }), { env, passphrase });
});

/** A copy of the identities, to spoil. */
function home(): { path: string; file: (id: string, name: string) => string } {
  const path = temporaryFolder();
  cpSync(template, path, { recursive: true });
  return { path, file: (id, name) => join(path, "identity", id, name) };
}

const secret = { env: { COLOPHON_PASSPHRASE: "secret" } };
const message = new TextEncoder().encode("m");

describe("openIdentity", () => {
  it("opens an unlocked key without asking", async () => {
    const io = fakeIo(template);
    const opened = await openIdentity("plain", io);
    expect(opened.name).toBe("Plain");
    expect(opened.signer.algorithm).toBe("ed25519");
    expect(opened.signer.chain).toHaveLength(1);
    expect(opened.signer.chain[0]?.constructor).toBe(Uint8Array);
    const signature = await opened.signer.sign(message);
    expect(
      await verifyEd25519(opened.archiveKey?.publicKey as Uint8Array, signature, message),
    ).toBe(true);
    expect(io.asked).toEqual([]);
  });

  it("takes the passphrase of COLOPHON_PASSPHRASE without asking", async () => {
    const io = fakeIo(template, secret);
    expect((await openIdentity("locked", io)).signer.algorithm).toBe("ed25519");
    expect(io.asked).toEqual([]);
  });

  it("asks up to three times, once for claim and archive key together", async () => {
    const io = fakeIo(template, { answers: ["wrong", "secret"] });
    const opened = await openIdentity("curve", io);
    const { archiveKey, signer } = opened;
    expect(await signer.sign(message)).toHaveLength(64);
    const signature = (await archiveKey?.sign(message)) as Uint8Array;
    expect(await verifyEd25519(archiveKey?.publicKey as Uint8Array, signature, message)).toBe(true);
    expect(io.asked).toHaveLength(2);
    const stubborn = fakeIo(template, { answers: ["1", "2", "3", "secret"] });
    await expect(openIdentity("locked", stubborn)).rejects.toMatchObject({
      code: "PASSPHRASE_WRONG",
    });
    expect(stubborn.asked).toHaveLength(3);
  });

  it("says when nobody can be asked, and when the environment is wrong", async () => {
    await expect(openIdentity("locked", fakeIo(template))).rejects.toMatchObject({
      code: "PASSPHRASE_NEEDED",
      hint: expect.stringContaining("COLOPHON_PASSPHRASE"),
    });
    const io = fakeIo(template, { env: { COLOPHON_PASSPHRASE: "x" }, answers: ["secret"] });
    await expect(openIdentity("locked", io)).rejects.toMatchObject({ code: "PASSPHRASE_WRONG" });
    expect(io.asked).toEqual([]);
  });

  it("refuses an expired certificate before it asks for a passphrase", async () => {
    const io = fakeIo(template, { now: new Date("2040-01-01T00:00:00Z"), answers: ["secret"] });
    await expect(openIdentity("locked", io)).rejects.toMatchObject({
      code: "CERTIFICATE_EXPIRED",
      hint: expect.stringContaining("identity renew locked"),
    });
    expect(io.asked).toEqual([]);
  });

  it("refuses a certificate of the future, and points at the clock", async () => {
    const io = fakeIo(template, { now: new Date("2020-01-01T00:00:00Z") });
    await expect(openIdentity("plain", io)).rejects.toMatchObject({
      code: "CERTIFICATE_REFUSED",
      hint: expect.stringContaining("clock"),
    });
  });

  it.each([
    ["an empty key", "key.pem", "", "KEY_UNREADABLE"],
    [
      "a key of noise",
      "key.pem",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      "KEY_UNREADABLE",
    ],
    ["an empty chain", "chain.pem", "", "CERTIFICATE_UNREADABLE"],
    [
      "a chain of noise",
      "chain.pem",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      "CERTIFICATE_UNREADABLE",
    ],
    ["another key", "key.pem", pem(generateKeyPairSync("ed25519").privateKey), "KEY_MISMATCH"],
    [
      "a key of another kind",
      "key.pem",
      pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey),
      "KEY_MISMATCH",
    ],
  ])("names %s", async (_, file, content, code) => {
    const spoiled = home();
    writeFileSync(spoiled.file("plain", file), content);
    await expect(openIdentity("plain", fakeIo(spoiled.path))).rejects.toMatchObject({ code });
  });

  it("names a missing key and a missing chain", async () => {
    const spoiled = home();
    rmSync(spoiled.file("plain", "key.pem"));
    rmSync(spoiled.file("locked", "chain.pem"));
    const io = fakeIo(spoiled.path, secret);
    await expect(openIdentity("plain", io)).rejects.toMatchObject({ code: "KEY_UNREADABLE" });
    await expect(openIdentity("locked", io)).rejects.toMatchObject({
      code: "CERTIFICATE_UNREADABLE",
    });
  });

  it("doesn't archive with another key than identity.json names", async () => {
    const spoiled = home();
    const path = spoiled.file("curve", "identity.json");
    const other = readFileSync(spoiled.file("plain", "identity.json"), "utf8");
    const key = /"archiveKey": "([^"]+)"/;
    const swapped = readFileSync(path, "utf8").replace(key, key.exec(other)?.[0] ?? "");
    writeFileSync(path, swapped);
    const { archiveKey } = await openIdentity("curve", fakeIo(spoiled.path, secret));
    await expect(archiveKey?.sign(message)).rejects.toMatchObject({ code: "KEY_MISMATCH" });
  });

  it("never says a passphrase or key in an error", async () => {
    const io = fakeIo(template, { env: { COLOPHON_PASSPHRASE: "hunter2" } });
    const error: unknown = await openIdentity("locked", io).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PASSPHRASE_WRONG" });
    const { message, hint } = error as { message: string; hint: string };
    expect(`${message} ${hint}`).not.toMatch(/hunter2|BEGIN/);
  });
});

function pem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
