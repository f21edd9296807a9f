import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { toPem } from "../../../src/trust/index.js";
import { identity } from "../../../toolkit/command/identity.js";
import { fakeIo } from "../../fake/io.js";
import { extendedKeyUsage } from "../../fixture/certificate-extension.js";
import { makeRoot } from "../../fixture/certificates.js";
import { IdentityHome } from "./identity-home.js";

let home: IdentityHome;
beforeEach(() => {
  home = new IdentityHome();
});

const create = (args = '--name "Ada Reyes" --org "The Daily Record" --no-passphrase') =>
  home.run(`create ${args}`);

describe("colophon identity create", () => {
  it("asks twice for a passphrase, and says who, what, until when and where", async () => {
    const done = await home.run('create --name "Ada Reyes" --org "The Daily Record"', {
      answers: ["open sesame", "open sesame"],
      now: new Date("2026-03-04T12:00:00Z"),
    });
    expect(done.code).toBe(0);
    expect(done.asked).toHaveLength(2);
    expect(done.out).toContain("Ada Reyes, The Daily Record");
    expect(done.out).toContain("Ed25519");
    expect(done.out).toContain("4 March 2031");
    expect(done.out).toContain(home.folder("ada-reyes"));
    expect(done.out + done.err).not.toMatch(/PRIVATE KEY|open sesame/);
    expect(home.read("ada-reyes", "key.pem")).toContain("ENCRYPTED");
    expect(statSync(join(home.folder("ada-reyes"), "key.pem")).mode & 0o777).toBe(0o600);
  });

  it("takes COLOPHON_PASSPHRASE instead of asking", async () => {
    const done = await home.run("create --name Ada", { env: { COLOPHON_PASSPHRASE: "x" } });
    expect(done.asked).toEqual([]);
    expect(done.err).not.toContain("warning");
    expect(home.read("ada", "key.pem")).toContain("ENCRYPTED");
  });

  it("says out loud that a key is kept without a passphrase", async () => {
    const done = await create();
    expect(done.err).toMatch(/warning: the private keys are kept without a passphrase/);
    expect(done.asked).toEqual([]);
  });

  it("prints one documented object with --json", async () => {
    const done = await home.run(
      "create --name Ada --id me --algorithm es384 --days 30 --no-passphrase --json",
      {
        now: new Date("2026-03-04T12:00:00Z"),
      },
    );
    const [line] = done.lines();
    expect(line).toMatchObject({
      type: "identity",
      name: "me",
      commonName: "Ada",
      organisation: "Ada",
      algorithm: "ES384",
      key: "not encrypted",
      notAfter: "2026-04-03T12:00:00.000Z",
      isDefault: true,
      folder: home.folder("me"),
    });
    expect(
      done
        .lines()
        .slice(1)
        .every(({ type }) => type === "note"),
    ).toBe(true);
  });

  it.each([
    ["create", "IDENTITY_INVALID"],
    ['create --name "a\u202eb"', "IDENTITY_INVALID"],
    ["create --name Ada --days 0", "USAGE"], // before anybody is asked for a passphrase
    ["create --name Ada --days 36501", "USAGE"],
    ["create --name Ada --days ten", "USAGE"],
    ["create --name Ada --algorithm rsa", "USAGE"],
    ["create --name Ada --id ../x", "USAGE"],
    ["create --name Ada --frobnicate", "USAGE"],
    ["create --name Ada one two", "USAGE"],
    ["create --name Ada", "PASSPHRASE_NEEDED"],
  ])("writes nothing for %j (%s)", async (args, code) => {
    await expect(home.run(args)).rejects.toMatchObject({ code });
    expect(home.ids()).toEqual([]);
  });

  it("writes nothing when the two passphrases differ, or one is empty", async () => {
    const asked = { answers: ["one", "two"] };
    await expect(home.run("create --name Ada", asked)).rejects.toMatchObject({
      code: "PASSPHRASE_WRONG",
    });
    const empty = { answers: ["", ""] };
    await expect(home.run("create --name Ada", empty)).rejects.toMatchObject({
      code: "PASSPHRASE_NEEDED",
    });
    expect(home.ids()).toEqual([]);
  });

  it("doesn't ask for a passphrase when the name is taken", async () => {
    await create("--name Ada --no-passphrase");
    const io = fakeIo(home.path, { answers: ["x", "x"] });
    await expect(identity.run(["create", "--name", "Ada"], io)).rejects.toMatchObject({
      code: "IDENTITY_EXISTS",
    });
    expect(io.asked).toEqual([]);
  });

  it("leaves nothing behind when it is cancelled", async () => {
    const io = { ...fakeIo(home.path), signal: AbortSignal.abort() };
    await expect(
      identity.run(["create", "--name", "Ada", "--no-passphrase"], io),
    ).rejects.toThrow();
    expect(home.ids()).toEqual([]);
  });
});

describe("colophon identity list, show and default", () => {
  it("points a newcomer to create", async () => {
    const done = await home.run("list");
    expect(done).toMatchObject({ code: 0, out: "" });
    expect(done.err).toContain("colophon identity create");
  });

  it("lists all and marks the one in use", async () => {
    await create("--name Ada --no-passphrase");
    await create("--name Bob --no-passphrase");
    expect((await home.run("default bob")).code).toBe(0);
    const lines = (await home.run("list --json")).lines();
    expect(lines.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ["ada", false],
      ["bob", true],
    ]);
  });

  it("shows fingerprints, issuer and the owner of the records, never a key", async () => {
    await create();
    const [line] = (await home.run("show --json")).lines();
    const leaf = new X509Certificate(readFileSync(join(home.folder("ada-reyes"), "chain.pem")));
    const root = new X509Certificate(readFileSync(join(home.folder("ada-reyes"), "root.pem")));
    const hex = (text: string): string => text.replaceAll(":", "").toLowerCase();
    expect(line).toMatchObject({
      sha256: hex(leaf.fingerprint256),
      rootSha256: hex(root.fingerprint256),
      issuer: expect.stringMatching(/^O=The Daily Record, CN=Ada Reyes root [0-9a-f]{8}$/),
      archiveOwner: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect((await home.run("show ada-reyes")).out).not.toContain("PRIVATE KEY");
  });

  it("lists the whole ones, says which is damaged, and exits with 1", async () => {
    await create("--name Ada --no-passphrase");
    await create("--name Bob --no-passphrase");
    writeFileSync(join(home.folder("ada"), "chain.pem"), "");
    const done = await home.run("list");
    expect(done.code).toBe(1);
    expect(done.out).toContain("bob");
    expect(done.err).toContain("chain.pem of ada");
  });

  it.each([
    "show nobody",
    "default nobody",
    "export-root nobody",
    "csr nobody",
    "remove nobody --yes",
  ])("says what there is for %j", async (args) => {
    await create("--name Ada --no-passphrase");
    await expect(home.run(args)).rejects.toMatchObject({
      code: "IDENTITY_NOT_FOUND",
      hint: expect.stringContaining("ada"),
    });
  });

  it.each(["", "frobnicate", "constructor", "show a b", "default", "remove", "list --frobnicate"])(
    "refuses %j",
    async (args) => {
      await expect(home.run(args)).rejects.toMatchObject({ code: "USAGE" });
    },
  );
});

describe("colophon identity export-root", () => {
  it("prints the root as PEM and nothing else on stdout", async () => {
    await create();
    const { out } = await home.run("export-root");
    expect(out).toBe(home.read("ada-reyes", "root.pem"));
    expect(out).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
  });
});

describe("colophon identity remove", () => {
  it("needs --yes, says what is lost and what is not, and removes nothing before", async () => {
    await create("--name Ada --no-passphrase");
    await expect(home.run("remove ada")).rejects.toMatchObject({
      code: "USAGE",
      hint: expect.stringMatching(/stay valid.*--yes/),
    });
    expect(home.ids()).toEqual(["ada"]);
    expect((await home.run("remove ada --yes")).err).toContain("stay valid");
    expect(home.ids()).toEqual([]);
  });
});

describe("colophon identity renew", () => {
  it("puts a new certificate from the same root in place, asking once", async () => {
    await home.run("create --name Ada", { env: { COLOPHON_PASSPHRASE: "x" } });
    const read = (file: string): string => home.read("ada", file);
    const [root, key, chain] = [read("root.pem"), read("key.pem"), read("chain.pem")];
    const done = await home.run("renew --days 10 --json", { answers: ["x"] });
    expect(done).toMatchObject({ code: 0, asked: ["Passphrase for ada (key.pem): "] });
    expect([read("root.pem"), read("key.pem")]).toEqual([root, key]);
    expect(read("chain.pem")).not.toBe(chain);
    const leaf = new X509Certificate(read("chain.pem"));
    expect(leaf.verify(new X509Certificate(root).publicKey)).toBe(true);
    expect((await home.run("lint ada")).code).toBe(0);
  });

  it("changes nothing with a wrong passphrase", async () => {
    await home.run("create --name Ada", { env: { COLOPHON_PASSPHRASE: "x" } });
    const chain = home.read("ada", "chain.pem");
    const wrong = { env: { COLOPHON_PASSPHRASE: "y" } };
    await expect(home.run("renew", wrong)).rejects.toMatchObject({ code: "PASSPHRASE_WRONG" });
    expect(home.read("ada", "chain.pem")).toBe(chain);
  });
});

describe("colophon identity lint", () => {
  it("exits with 0 for a good file or identity, and says so", async () => {
    const { full } = home.authority();
    const file = await home.run(`lint ${full}`);
    expect(file.code).toBe(0);
    expect(file.out).toContain("root-included");
    await create();
    expect(await home.run("lint")).toMatchObject({ code: 0, out: "" });
  });

  it("exits with 1 and names each rule and remedy", async () => {
    const { chain } = home.authority("RSA-1024", extendedKeyUsage(["any"]));
    const done = await home.run(`lint ${chain}`);
    expect(done.code).toBe(1);
    expect(done.out).toMatch(/rule: key-size[\s\S]*rule: purpose-any/);
    expect(done.out).toMatch(/remedy: make a new RSA key/);
    const lines = (await home.run(`lint ${chain} --json`)).lines();
    expect(lines[0]).toMatchObject({
      type: "rule",
      path: chain,
      rule: "key-size",
      holds: false,
      message:
        "certificate 1 (C=US, O=Dev Signer, CN=Dev Leaf): its RSA key has 1024 bits, fewer than 2048",
    });
  });

  it("sees more with the root", async () => {
    const { chain } = home.authority();
    const other = makeRoot();
    home.write("other.pem", toPem([other.der]));
    expect((await home.run(`lint ${chain}`)).code).toBe(0);
    expect((await home.run(`lint ${chain} --root other.pem`)).out).toContain(
      "rule: chain-signature",
    );
  });

  it.each([
    ["lint missing.pem", "FILE_NOT_FOUND"],
    ["lint empty.pem", "CERTIFICATE_UNREADABLE"],
    ["lint", "IDENTITY_NOT_FOUND"],
  ])("%s: %s", async (args, code) => {
    home.write("empty.pem", "");
    await expect(home.run(args)).rejects.toMatchObject({ code });
  });
});

it("the usage names every verb", () => {
  for (const verb of [
    "create",
    "list",
    "show",
    "default",
    "export-root",
    "lint",
    "renew",
    "csr",
    "import",
    "remove",
  ])
    expect(identity.usage).toMatch(new RegExp(`^${verb}\\b`, "m"));
});
