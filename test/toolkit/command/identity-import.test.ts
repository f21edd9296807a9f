import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, test } from "vitest";
import { toPem } from "../../../src/trust/index.js";
import { openIdentity } from "../../../toolkit/identity/open.js";
import { pemBlock } from "../../../toolkit/identity/pem.js";
import { fakeIo } from "../../fake/io.js";
import { COSE_ALGORITHM } from "../../fixture/certificate.js";
import { extendedKeyUsage } from "../../fixture/certificate-extension.js";
import { makeRoot } from "../../fixture/certificates.js";
import { hasOpenssl, openssl } from "../../fixture/openssl.js";
import { IdentityHome, pkcs8 } from "./identity-home.js";

let home: IdentityHome;
beforeEach(() => {
  home = new IdentityHome();
});

describe("colophon identity import", () => {
  it.each(["P-256", "P-384", "P-521", "Ed25519", "RSA-2048"] as const)(
    "takes over a %s key and chain, and keeps the root apart",
    async (kind) => {
      const { key, full } = home.authority(kind);
      const done = await home.run(`import --key ${key} --chain ${full} --id ca`, {
        answers: ["x", "x"],
      });
      expect(done.code).toBe(0);
      const blocks = (name: string): number =>
        home.read("ca", name).split("BEGIN CERTIFICATE").length - 1;
      expect([blocks("chain.pem"), blocks("root.pem")]).toEqual([2, 1]);
      expect(existsSync(join(home.folder("ca"), "archive-key.pem"))).toBe(kind !== "Ed25519");
      expect(existsSync(join(home.folder("ca"), "root-key.pem"))).toBe(false);
      expect(home.read("ca", "key.pem")).toContain("ENCRYPTED");
      const { signer } = await openIdentity("ca", fakeIo(home.path, { answers: ["x"] }));
      expect(signer).toMatchObject({ algorithm: COSE_ALGORITHM[kind], chain: { length: 2 } });
      expect((await signer.sign(new Uint8Array(1))).length).toBeGreaterThanOrEqual(64);
      expect((await home.run("export-root")).code).toBe(0);
      await expect(home.run("renew")).rejects.toMatchObject({ code: "CERTIFICATE_REFUSED" });
    },
  );

  it("has no root to export when none was given", async () => {
    const { key, chain } = home.authority();
    await home.run(`import --key ${key} --chain ${chain} --id ca --no-passphrase`);
    await expect(home.run("export-root")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  test.skipIf(!hasOpenssl)("keeps a locked key under the passphrase that it had", async () => {
    const { key, chain } = home.authority();
    const args = ["pkcs8", "-topk8", "-in", join(home.path, key), "-passout", "pass:old"];
    home.write("locked.pem", openssl(args).bytes);
    const done = await home.run(`import --key locked.pem --chain ${chain} --id ca`, {
      answers: ["old"],
    });
    expect(done.asked).toHaveLength(1);
    expect(done.err).toContain("under the passphrase that locked.pem had");
    const opened = openssl([
      "pkcs8",
      "-in",
      join(home.folder("ca"), "key.pem"),
      "-passin",
      "pass:old",
    ]);
    expect(opened.ok).toBe(true);
  });

  it("warns of what works with a drawback", async () => {
    const { key, chain } = home.authority("P-256", extendedKeyUsage(["claimSigning"]));
    const done = await home.run(`import --key ${key} --chain ${chain} --id ca --no-passphrase`);
    expect(done.err.replaceAll("\n", " ")).toContain(
      "without the purpose emailProtection some engines",
    );
  });

  it("refuses what every engine refuses, naming rule and remedy, and writes nothing", async () => {
    const { key, chain } = home.authority("P-256", extendedKeyUsage(["clientAuth"]));
    await expect(
      home.run(`import --key ${key} --chain ${chain} --no-passphrase`),
    ).rejects.toMatchObject({
      code: "CERTIFICATE_REFUSED",
      message: expect.stringContaining("purpose-other"),
      hint: expect.stringContaining("1.3.6.1.4.1.62558.2.1"),
    });
    const { reversed, key: other } = home.authority();
    await expect(home.run(`import --key ${other} --chain ${reversed}`)).rejects.toMatchObject({
      code: "CERTIFICATE_REFUSED",
    });
    expect(home.ids()).toEqual([]);
  });

  it("refuses an expired chain as such", async () => {
    const { key, chain } = home.authority();
    const now = new Date(Date.now() + 500 * 86_400_000);
    await expect(
      home.run(`import --key ${key} --chain ${chain} --no-passphrase`, { now }),
    ).rejects.toMatchObject({ code: "CERTIFICATE_EXPIRED" });
    expect(home.ids()).toEqual([]);
  });

  it.each([
    ["import --key k.pem", "USAGE"],
    ["import --chain c.pem", "USAGE"],
    ["import --key missing.pem --chain c.pem", "FILE_NOT_FOUND"],
    ["import --key k.pem --chain missing.pem", "FILE_NOT_FOUND"],
    ["import --key . --chain c.pem", "FILE_IS_DIRECTORY"],
    ["import --key empty.pem --chain c.pem", "KEY_UNREADABLE"],
    ["import --key noise.pem --chain c.pem", "KEY_UNREADABLE"],
    ["import --key k.pem --chain empty.pem", "CERTIFICATE_UNREADABLE"],
    ["import --key k.pem --chain noise.pem", "CERTIFICATE_UNREADABLE"],
    ["import --key k.pem --chain c.pem --root empty.pem", "CERTIFICATE_UNREADABLE"],
    ["import --key k.pem --chain c.pem --root other-root.pem", "CERTIFICATE_REFUSED"],
    ["import --key other.pem --chain c.pem", "KEY_MISMATCH"],
    ["import --key k.pem --chain c.pem", "PASSPHRASE_NEEDED"],
    ["import --key big.pem --chain c.pem", "FILE_TOO_LARGE"],
  ])("writes nothing for %j (%s)", async (args, code) => {
    const other = home.authority();
    home.write("other.pem", readFileSync(join(home.path, other.key)));
    home.write("other-root.pem", readFileSync(join(home.path, other.root)));
    home.authority();
    home.write("empty.pem", "");
    home.write(
      "noise.pem",
      `${pemBlock("PRIVATE KEY", new Uint8Array(9))}-----BEGIN CERTIFICATE-----`,
    );
    home.write("big.pem", new Uint8Array((1 << 20) + 1));
    await expect(home.run(args)).rejects.toMatchObject({ code });
    expect(home.ids()).toEqual([]);
  });
});

describe.skipIf(!hasOpenssl)("from csr to a certificate of a real authority (openssl)", () => {
  it.each(["ed25519", "es256", "es512", "ps256"])("%s", async (algorithm) => {
    await home.run(`create --name Ada --algorithm ${algorithm} --no-passphrase`);
    const { out } = await home.run("csr");
    const csr = join(home.path, home.write("ada.csr", out));
    const { ok, text } = openssl(["req", "-in", csr, "-noout", "-verify", "-text"]);
    expect(ok).toBe(true);
    expect(text).toContain("O = Ada, CN = Ada");
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature/);
    expect(text).toMatch(/Extended Key Usage:\s+1\.3\.6\.1\.4\.1\.62558\.2\.1, E-mail Protection/);

    const root = makeRoot();
    home.write("ca.pem", toPem([root.der]));
    home.write("ca-key.pem", pkcs8(root));
    const extensions = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash";
    home.write("ext", extensions);
    const signed = openssl([
      ...["x509", "-req", "-in", csr, "-copy_extensions", "copy", "-days", "90"],
      ...["-CA", join(home.path, "ca.pem"), "-CAkey", join(home.path, "ca-key.pem")],
      ...["-extfile", join(home.path, "ext")],
    ]);
    home.write("issued.pem", signed.text.slice(signed.text.indexOf("-----BEGIN")));

    const key = home.read("ada", "key.pem");
    const before = home.read("ada", "root.pem");
    const done = await home.run("import --chain issued.pem --root ca.pem --id ada --replace");
    expect(done.code).toBe(0);
    expect(home.read("ada", "key.pem")).toBe(key);
    expect(home.read("ada", "former-root.pem")).toBe(before);
    expect((await home.run("export-root")).out).toBe(toPem([root.der]));
    expect(await home.run("lint ada")).toMatchObject({ code: 0, out: "" });
    await expect(home.run("renew")).rejects.toMatchObject({ code: "CERTIFICATE_REFUSED" });
  });
});

describe("colophon identity import --replace", () => {
  it("refuses a chain for another key, and changes nothing", async () => {
    await home.run("create --name Ada --no-passphrase");
    const before = home.read("ada", "chain.pem");
    const { chain } = home.authority();
    const args = `import --chain ${chain} --id ada --replace`;
    await expect(home.run(args)).rejects.toMatchObject({ code: "KEY_MISMATCH" });
    await expect(home.run(`import --chain ${chain} --replace`)).rejects.toMatchObject({
      code: "USAGE",
    });
    await expect(home.run(`${args} --key k.pem`)).rejects.toMatchObject({ code: "USAGE" });
    expect(home.read("ada", "chain.pem")).toBe(before);
    expect(existsSync(join(home.folder("ada"), "former-root.pem"))).toBe(false);
  });
});
