import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isReading } from "../../../src/credential/index.js";
import { toPem } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../../toolkit/adapter/file-blob.js";
import { sign, verify } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { externalIdentity } from "../../../toolkit/sign/external-identity.js";
import {
  openSignerCommand,
  type SignerCommandOptions,
} from "../../../toolkit/sign/signer-command.js";
import type { Issued, KeyKind } from "../../fixture/certificate.js";
import { makeLeaf, makeRoot } from "../../fixture/certificates.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const folder = mkdtempSync(join(tmpdir(), "colophon signer "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = resolve("test/fake/signer-program.mjs");
const world: SignerCommandOptions = { cwd: folder, env: process.env };
const root = makeRoot();
const leaves = new Map<KeyKind, Issued>();
const bytes = new TextEncoder().encode("claim");

/** The command of a signer, and its leaf. */
function signer(kind: KeyKind, alg: string, manner = "good", withRoot = false) {
  const leaf = leaves.get(kind) ?? makeLeaf(root, { kind });
  leaves.set(kind, leaf);
  const name = `${kind} ${alg} ${manner}`;
  writeFileSync(
    join(folder, `${name}.key`),
    leaf.keys.privateKey.export({ format: "pem", type: "pkcs8" }),
  );
  writeFileSync(join(folder, `${name}.pem`), toPem(withRoot ? [leaf.der, root.der] : [leaf.der]));
  const command = `"${process.execPath}" '${program}' "${name}.key" "${name}.pem" ${alg} "${manner}"`;
  return { command, leaf };
}

const open = (kind: KeyKind, alg: string, manner?: string) =>
  openSignerCommand(signer(kind, alg, manner).command, world);
const failure = (message: RegExp) => ({
  code: "SIGNER_FAILED",
  message: expect.stringMatching(message),
  hint: expect.any(String),
});

describe("a signer command", () => {
  it.each<[KeyKind, string, number]>([
    ["Ed25519", "Ed25519", 64],
    ["P-256", "es256", 64],
    ["P-384", "ES384", 96],
    ["P-521", "es512", 132],
    ["RSA-2048", "ps256", 256],
    ["RSA-2048", "ps512", 256],
  ])("signs with a key kept elsewhere (%s, %s)", async (kind, alg, length) => {
    const { command, leaf } = signer(kind, alg);
    const external = await openSignerCommand(command, world);
    expect(external.algorithm).toBe(alg.toLowerCase());
    expect(external.chain.map((der) => Buffer.from(der))).toEqual([Buffer.from(leaf.der)]);
    expect(external.timeStampUrl).toBe("http://tsa.example/");
    expect(await external.sign(bytes)).toHaveLength(length);
  });

  it("signs a claim that the engine accepts", async () => {
    const external = await open("P-256", "es256");
    const engine = await hostEngine();
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>');
    const { asset } = await engine.sign("image/svg+xml", new MemoryBlob(svg), {
      definition: {
        claim_generator_info: [{ name: "test", version: "1" }],
        assertions: [
          {
            label: "c2pa.actions.v2",
            data: {
              actions: [
                {
                  action: "c2pa.created",
                  digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits",
                },
              ],
            },
          },
        ],
      },
      signer: (await claimSigner(external)).real,
    });
    const reading = await engine.read("image/svg+xml", asset, { userAnchors: toPem([root.der]) });
    expect(isReading(reading) && reading.store).toMatchObject({ validation_state: "Trusted" });
  });

  it("may print a chain whose line ends are escaped twice, and a root, which is left out", async () => {
    const { command, leaf } = signer("P-256", "es256", "escaped", true);
    const external = await openSignerCommand(command, world);
    expect(external.chain.map((der) => Buffer.from(der))).toEqual([Buffer.from(leaf.der)]);
  });

  it.each<[KeyKind, string, string, RegExp]>([
    ["P-256", "es256", "DER", /DER.*r\|\|s/],
    ["P-521", "es512", "DER", /DER.*r\|\|s/],
    ["P-256", "es256", "base64", /88 bytes instead of 64/],
    ["Ed25519", "ed25519", "base64", /88 bytes instead of 64/],
    ["RSA-2048", "ps256", "base64", /344 bytes instead of 256/],
    ["RSA-2048", "ps256", "PKCS1", /PKCS #1 v1.5/],
    ["RSA-2048", "ps256", "long salt", /salt/],
    ["P-256", "es256", "other bytes", /does not fit the certificate/],
    ["Ed25519", "ed25519", "other bytes", /does not fit the certificate/],
    ["RSA-2048", "ps256", "other bytes", /does not fit the certificate/],
    ["P-256", "es256", "nothing", /no signature/],
    ["P-256", "es256", "flood", /without end/],
  ])("whose signature is wrong is not believed (%s %s, %s)", async (kind, alg, manner, message) => {
    const external = await open(kind, alg, manner);
    await expect(external.sign(bytes)).rejects.toMatchObject(failure(message));
  });

  it("that fails is quoted: exit code and the first lines of its complaint", async () => {
    await expect(open("P-256", "es256", "locked")).rejects.toMatchObject(
      failure(/exit code 3: HSM: slot 0 is locked; HSM: ask the officer; HSM: code 17$/),
    );
  });

  it.each<[KeyKind, string, string | undefined, RegExp]>([
    ["P-256", "rs256", undefined, /alg/],
    ["P-256", "constructor", undefined, /alg/],
    ["P-256", "es384", undefined, /not for es384/],
    ["P-256", "ps256", undefined, /not for ps256/],
    ["RSA-2048", "ed25519", undefined, /not for ed25519/],
    ["P-256", "es256", "chatty", /no JSON/],
  ])(
    "that says nonsense about itself is refused (%s, %s, %s)",
    async (kind, alg, manner, message) => {
      await expect(open(kind, alg, manner)).rejects.toMatchObject(failure(message));
    },
  );

  it("whose certificate is a file name instead of PEM is refused", async () => {
    const { command } = signer("P-256", "es256");
    writeFileSync(join(folder, "P-256 es256 good.pem"), "/etc/ssl/leaf.pem");
    await expect(openSignerCommand(command, world)).rejects.toMatchObject(failure(/sign_cert/));
  });

  it("that is not there, or is no program, is SIGNER_FAILED", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "text"), "not a program");
    for (const command of ["./missing", "no-such-program-anywhere", "./text", "./sub", "a\0b"])
      await expect(openSignerCommand(command, world)).rejects.toMatchObject(failure(/failed: /));
  });

  it("that never ends is ended", async () => {
    const { command } = signer("P-256", "es256", "silent");
    await expect(openSignerCommand(command, { ...world, timeoutMs: 300 })).rejects.toMatchObject(
      failure(/within 0.3 s/),
    );
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const { signal } = stop;
    await expect(openSignerCommand(command, { ...world, signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    await expect(openSignerCommand(command, { ...world, signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  it("runs in the folder and environment it is given, and no other", async () => {
    const { command } = signer("P-256", "es256");
    await expect(openSignerCommand(command, { ...world, cwd: tmpdir() })).rejects.toMatchObject(
      failure(/exit code 1/),
    );
    writeFileSync(
      join(folder, "env.mjs"),
      "process.stderr.write(JSON.stringify(process.env)); process.exit(9);",
    );
    await expect(
      openSignerCommand(`"${process.execPath}" env.mjs`, { ...world, env: { ONLY: "this" } }),
    ).rejects.toMatchObject(failure(/exit code 9: {"ONLY":"this"}$/));
  });
});

describe("an identity behind a signer command", () => {
  it("owns its archive records when its key is Ed25519", async () => {
    const { timeStampUrl: _, ...signer } = await open("Ed25519", "ed25519");
    const identity = externalIdentity(signer);
    const input = join(folder, "outside.jpg");
    writeFileSync(input, (await mediaFixtures()).find((one) => one.name === "jpeg-no-app")!.bytes);
    const archive = join(folder, "archive");
    const { record, output } = await sign(input, { identity, archive });
    const verdict = await verify(output, { archive, anchors: [toPem([root.der])] });
    expect(verdict).toMatchObject({
      state: "Trusted",
      archive: { id: record, level: "authentic" },
    });
  });

  it("has no archive key of another kind", async () => {
    const identity = externalIdentity(await open("P-256", "es256"));
    expect(identity.archiveKey).toBeUndefined();
  });
});
