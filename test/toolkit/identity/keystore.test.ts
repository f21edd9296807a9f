import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { unfinishedName } from "../../../toolkit/adapter/unfinished.js";
import { createIdentity } from "../../../toolkit/identity/create.js";
import {
  findIdentity,
  markDefault,
  usedWhenUnnamed,
} from "../../../toolkit/identity/default-identity.js";
import {
  identityIds,
  idOf,
  loadIdentity,
  removeIdentity,
  storeIdentity,
} from "../../../toolkit/identity/keystore.js";
import { replaceChain, saveIdentity } from "../../../toolkit/identity/save.js";
import { temporaryFolder } from "../../fake/io.js";

let home: string;
let env: Record<string, string>;
beforeEach(() => {
  home = temporaryFolder();
  env = { COLOPHON_HOME: home };
});

const folder = (id = ""): string => join(home, "identity", id);
const everything = (): string[] =>
  existsSync(folder()) ? readdirSync(folder(), { recursive: true }).map(String).sort() : [];

async function save(name: string, id?: string) {
  const identity = await createIdentity({ name });
  return saveIdentity(identity, { env, passphrase: undefined, ...(id !== undefined && { id }) });
}

describe("a saved identity", () => {
  it("is a folder for its owner alone: 0700, files 0600, whatever the umask", async () => {
    const umask = process.umask(0);
    try {
      await save("Ada Reyes");
    } finally {
      process.umask(umask);
    }
    expect(statSync(folder("ada-reyes")).mode & 0o777).toBe(0o700);
    const files = readdirSync(folder("ada-reyes")).sort();
    expect(files).toEqual(["chain.pem", "identity.json", "key.pem", "root-key.pem", "root.pem"]);
    for (const file of files)
      expect(statSync(join(folder("ada-reyes"), file)).mode & 0o777).toBe(0o600);
  });

  it("has an archive key beside a key that isn't Ed25519", async () => {
    const identity = await createIdentity({ name: "Bob", algorithm: "es256" });
    await saveIdentity(identity, { env, passphrase: undefined });
    expect(readdirSync(folder("bob"))).toContain("archive-key.pem");
  });

  it("has no key in the clear when there is a passphrase", async () => {
    const identity = await createIdentity({ name: "Bob", algorithm: "es256" });
    await saveIdentity(identity, { env, passphrase: "x" });
    for (const file of ["key.pem", "root-key.pem", "archive-key.pem"])
      expect(readFileSync(join(folder("bob"), file), "utf8")).toMatch(
        /^-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]*-----END ENCRYPTED PRIVATE KEY-----\n$/,
      );
    expect(readFileSync(join(folder("bob"), "identity.json"), "utf8")).not.toContain("PRIVATE");
  });

  it("comes back as it was", async () => {
    const stored = await save("Ada Reyes", "press.card");
    expect(await loadIdentity(env, "press.card")).toEqual(stored);
    expect(stored).toMatchObject({
      id: "press.card",
      name: "Ada Reyes",
      organisation: "Ada Reyes",
    });
  });

  it("never replaces another, and leaves nothing behind when it would", async () => {
    const first = await save("Ada Reyes");
    const before = everything();
    const key = readFileSync(join(first.folder, "key.pem"), "utf8");
    await expect(save("Ada Reyes")).rejects.toMatchObject({ code: "IDENTITY_EXISTS" });
    expect(everything()).toEqual(before);
    expect(readFileSync(join(first.folder, "key.pem"), "utf8")).toBe(key);
  });

  it("loses a race cleanly: one of two at the same time is saved, whole", async () => {
    const results = await Promise.allSettled([save("Ada"), save("Ada"), save("Ada")]);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost.map(({ reason }) => (reason as { code: string }).code)).toEqual([
      "IDENTITY_EXISTS",
      "IDENTITY_EXISTS",
    ]);
    expect(readdirSync(folder())).toEqual(["ada"]);
    expect(readdirSync(folder("ada"))).toHaveLength(5);
  });

  it("leaves nothing behind when a file can't be written", async () => {
    const card = { name: "A", organisation: "A", created: "2026-01-01", archiveKey: "x" };
    const files = new Map([
      ["key.pem", "one"],
      ["missing/chain.pem", "two"],
    ] as [never, string][]);
    await expect(storeIdentity(env, "ada", card, files)).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
    expect(everything()).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)("says when the folder may not be written", async () => {
    mkdirSync(folder(), { recursive: true });
    chmodSync(folder(), 0o500);
    await expect(save("Ada")).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
    expect(everything()).toEqual([]);
  });

  it.each(["", "Ada", "../ada", ".ada", "a/b", "a b", "a\n", "x".repeat(65)])(
    "can't be called %j",
    async (id) => {
      await expect(save("Ada", id)).rejects.toMatchObject({ code: "USAGE" });
      expect(everything()).toEqual([]);
    },
  );

  it("takes with it the keys that a run that was killed left unfinished, and no living one's", async () => {
    const { pid } = spawnSync("true"); // nobody has it now
    const mine = unfinishedName("ada");
    for (const name of [mine, mine.replace(`-${process.pid}-`, `-${pid}-`)]) {
      mkdirSync(folder(name), { recursive: true });
      writeFileSync(join(folder(name), "key.pem"), "x");
    }
    await save("Ada Reyes");
    expect(readdirSync(folder()).sort()).toEqual([mine, "ada-reyes"].sort());
  });

  it("is gone after it is removed, and only it", async () => {
    const ada = await save("Ada");
    await save("Bob");
    await removeIdentity(env, ada);
    expect(readdirSync(folder())).toEqual(["bob"]);
    await expect(loadIdentity(env, "ada")).rejects.toMatchObject({ code: "IDENTITY_NOT_FOUND" });
  });
});

describe("idOf", () => {
  it.each([
    ["Ada Reyes", "ada-reyes"],
    ["  Zoë & Søn, Ltd. ", "zoe-s-n-ltd"],
    ["山田", "identity"],
    ["../../etc", "etc"],
  ])("turns %j into %s", (name, id) => expect(idOf(name)).toBe(id));
});

describe("a damaged identity", () => {
  it.each([
    ["", "empty"],
    ["{", "cut off"],
    [
      '{"version":2,"name":"A","organisation":"A","created":"x","archiveKey":"x"}',
      "another version",
    ],
    ['{"version":1,"name":"A"}', "incomplete"],
  ])("is named as such: %s (%s)", async (text) => {
    const { folder } = await save("Ada");
    writeFileSync(join(folder, "identity.json"), text);
    await expect(loadIdentity(env, "ada")).rejects.toMatchObject({ code: "IDENTITY_INVALID" });
  });
});

describe("the identity that is used when none is named", () => {
  it("is none, the only one, the marked one, or the one of COLOPHON_IDENTITY", async () => {
    await expect(findIdentity(env)).rejects.toMatchObject({
      code: "IDENTITY_NOT_FOUND",
      hint: expect.stringContaining("identity create"),
    });
    await save("Ada");
    expect((await findIdentity(env)).id).toBe("ada");
    await save("Bob");
    await expect(findIdentity(env)).rejects.toMatchObject({
      code: "IDENTITY_NOT_FOUND",
      hint: expect.stringContaining("ada, bob"),
    });
    await markDefault(env, "bob");
    expect((await findIdentity(env)).id).toBe("bob");
    expect((await findIdentity({ ...env, COLOPHON_IDENTITY: "ada" })).id).toBe("ada");
    expect((await findIdentity({ ...env, COLOPHON_IDENTITY: "ada" }, "bob")).id).toBe("bob");
  });

  it("isn't one that is gone", async () => {
    const ada = await save("Ada");
    await markDefault(env, "ada");
    await removeIdentity(env, ada);
    await save("Bob");
    expect(await usedWhenUnnamed(env)).toBe("bob");
    await save("Carol");
    expect(await usedWhenUnnamed(env)).toBeUndefined();
  });

  it("can't be marked when it doesn't exist", async () => {
    await expect(markDefault(env, "nobody")).rejects.toMatchObject({ code: "IDENTITY_NOT_FOUND" });
    expect(everything()).toEqual([]);
  });

  it("isn't looked for outside the folder of identities", async () => {
    await save("Ada");
    for (const id of ["../identity/ada", "ada/", "."])
      await expect(findIdentity(env, id)).rejects.toMatchObject({ code: "IDENTITY_NOT_FOUND" });
  });
});

describe("replaceChain", () => {
  it("keeps a root that no longer fits as former-root.pem, and the keys", async () => {
    const stored = await save("Ada");
    const other = await createIdentity({ name: "Ada", organisation: "New" });
    const read = (file: string): string => readFileSync(join(stored.folder, file), "utf8");
    const [root, key] = [read("root.pem"), read("key.pem")];
    const { subject, signer } = other;
    await replaceChain(stored, { chain: signer.chain, root: other.root, subject });
    expect(read("former-root.pem")).toBe(root);
    expect(read("root.pem")).not.toBe(root);
    expect(read("key.pem")).toBe(key);
    expect(await loadIdentity(env, "ada")).toMatchObject({
      organisation: "New",
      archiveKey: stored.archiveKey,
    });
    await replaceChain(stored, { chain: signer.chain, root: undefined, subject });
    expect(existsSync(join(stored.folder, "root.pem"))).toBe(false);
  });

  it("doesn't touch the root when it is the same", async () => {
    const identity = await createIdentity({ name: "Ada" });
    const stored = await saveIdentity(identity, { env, passphrase: undefined });
    const { signer, root, subject } = identity;
    await replaceChain(stored, { chain: signer.chain, root, subject });
    expect(readdirSync(stored.folder)).not.toContain("former-root.pem");
  });
});

it("identityIds ignores what is no identity", async () => {
  await save("Ada");
  mkdirSync(folder(".ada.123.part"));
  mkdirSync(folder("Not One"));
  writeFileSync(folder("file"), "");
  expect(await identityIds(env)).toEqual(["ada"]);
});
