import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KNOWN_LISTS, toPem } from "../../../src/trust/index.js";
import { guardedFetch } from "../../../toolkit/adapter/guarded-fetch.js";
import { loadTrust } from "../../../toolkit/adapter/trust-store.js";
import { trustCommand } from "../../../toolkit/command/trust.js";
import { type FakeIo, fakeIo, temporaryFolder } from "../../fake/io.js";
import { makeLeaf, makeRoot } from "../../fixture/certificates.js";

let home: string;
let io: FakeIo;
let server: Server;
let url: string;
let served: { status: number; body: string };
let requests: number;

beforeAll(async () => {
  server = createServer((_, response) => {
    requests++;
    response.writeHead(served.status, { "content-type": "text/plain" }).end(served.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.pem`;
});
afterAll(() => server.close());
beforeEach(() => {
  home = temporaryFolder();
  io = fakeIo(home);
  requests = 0;
  served = { status: 200, body: "" };
});

/** The command with a network that is this machine. */
const trust = trustCommand((address, options) =>
  guardedFetch(address, { ...options, allowLoopback: true }),
);
/** What went to stderr, without the line breaks that fit it to the screen. */
const said = (): string => io.err().replace(/\s+/g, " ");
const run = (...args: string[]): Promise<number> => trust.run(args, io);
const root = (name?: string): string => {
  const path = join(home, name ?? "root.pem");
  writeFileSync(path, toPem([makeRoot().der]));
  return path;
};
/** Everything below the trust folder. */
const kept = (): string[] => {
  const folder = join(home, "trust");
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => path.endsWith(".pem"))
    .sort();
};

describe("colophon trust add", () => {
  test("keeps anchors that verify then uses, as the user's and no list's", async () => {
    expect(await run("add", root("Ada Reyes (root).pem"), "--json")).toBe(0);
    expect(kept()).toEqual(["anchor/Ada-Reyes-root.pem"]);
    expect(io.lines()[0]).toMatchObject({
      type: "trust-list",
      name: "Ada-Reyes-root",
      use: "signers",
      anchors: 1,
    });
    const lists = await loadTrust({ env: io.env });
    expect(lists.userAnchors.map(({ list }) => list)).toEqual(["Ada-Reyes-root"]);
    expect(lists.signerAnchors).toEqual([]);
    expect(lists.timeStampAnchors).toEqual([]);
  });

  test("with --time-stamp keeps anchors for time-stamps, which vouch for no signer", async () => {
    await run("add", root(), "--time-stamp", "--name", "our-tsa");
    const lists = await loadTrust({ env: io.env });
    expect(lists.timeStampAnchors.map(({ list }) => list)).toEqual(["our-tsa"]);
    expect(lists.userAnchors).toEqual([]);
  });

  test("takes DER, too", async () => {
    const path = join(home, "root.der");
    writeFileSync(path, makeRoot().der);
    expect(await run("add", path)).toBe(0);
    expect((await loadTrust({ env: io.env })).userAnchors).toHaveLength(1);
  });

  test("says what a certificate that is no authority can do", async () => {
    const path = join(home, "leaf.pem");
    writeFileSync(path, toPem([makeLeaf(makeRoot()).der]));
    await run("add", path);
    expect(said()).toContain("is no authority");
  });

  test("leaves anchors of the same name alone, unless they are the same or --force is given", async () => {
    const path = root();
    await run("add", path);
    expect(await run("add", path)).toBe(0);
    const before = readFileSync(join(home, "trust/anchor/root.pem"), "utf8");
    root(); // another root under the same name
    await expect(run("add", path)).rejects.toMatchObject({ code: "OUTPUT_EXISTS" });
    expect(readFileSync(join(home, "trust/anchor/root.pem"), "utf8")).toBe(before);
    expect(await run("add", path, "--force")).toBe(0);
    expect(readFileSync(join(home, "trust/anchor/root.pem"), "utf8")).not.toBe(before);
  });

  test.each([
    ["no file", [], "USAGE"],
    ["a file that isn't there", ["nowhere.pem"], "FILE_NOT_FOUND"],
    ["a folder", ["."], "FILE_IS_DIRECTORY"],
    ["an empty file", ["empty.pem"], "FILE_EMPTY"],
    ["a key", ["key.pem"], "TRUST_LIST_INVALID"],
    ["a broken certificate", ["broken.pem"], "TRUST_LIST_INVALID"],
    ["a published list's name", ["good.pem", "--name", "c2pa"], "USAGE"],
    ["a name of nothing", ["good.pem", "--name", "../.."], "USAGE"],
    ["a good file beside a bad one", ["good.pem", "key.pem"], "TRUST_LIST_INVALID"],
    ["two files of one name", ["good.pem", "sub/good.pem"], "OUTPUT_EXISTS"],
  ])("refuses %s, and keeps nothing", async (_, args, code) => {
    writeFileSync(join(home, "empty.pem"), "");
    writeFileSync(
      join(home, "key.pem"),
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    );
    writeFileSync(
      join(home, "broken.pem"),
      "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    );
    mkdirSync(join(home, "sub"));
    root("good.pem");
    root("sub/good.pem");
    await expect(run("add", ...args)).rejects.toMatchObject({ code });
    expect(kept()).toEqual([]);
  });
});

describe("colophon trust list and remove", () => {
  test("without anything kept, say how to get the published lists", async () => {
    expect(await run("list")).toBe(0);
    expect(said()).toContain("colophon trust update c2pa");
    expect(io.out()).toBe("");
  });

  test("name what is kept, and forget it", async () => {
    await run("add", root("a.pem"));
    await run("add", root("b.pem"), "--time-stamp");
    io = fakeIo(home);
    await run("list", "--json");
    const uses = io.lines().filter(({ type }) => type === "trust-list");
    expect(uses.map(({ name, use }) => [name, use])).toEqual([
      ["a", "signers"],
      ["b", "time-stamps"],
    ]);
    await run("remove", "a", "b");
    expect(kept()).toEqual([]);
  });

  test("a name that isn't there removes nothing", async () => {
    await run("add", root("a.pem"));
    await expect(run("remove", "a", "b")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(kept()).toEqual(["anchor/a.pem"]);
  });

  test("no verb, or an unknown one, is a usage error", async () => {
    await expect(run()).rejects.toMatchObject({ code: "USAGE" });
    await expect(run("toString")).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("colophon trust update", () => {
  const update = (...args: string[]): Promise<number> =>
    run("update", "c2pa", "--url", url, ...args);
  const listPath = (): string => join(home, "trust/list/c2pa.pem");

  test("does not take a list that differs from the pinned one without --accept", async () => {
    served.body = toPem([makeRoot().der]);
    expect(await update()).toBe(1);
    expect(requests).toBe(1);
    expect(said()).toContain("1 added, 0 removed");
    expect(said()).toContain("+ C=US, O=Dev Root Org, CN=Dev Root");
    expect(kept()).toEqual([]);
    expect(await update("--accept")).toBe(0);
    expect(kept()).toEqual(["list/c2pa.pem"]);
    expect((await loadTrust({ env: io.env })).signerAnchors[0]?.list).toBe("c2pa");
  });

  test("shows what changed, and keeps the last good copy until --accept", async () => {
    const [first, second, third] = [makeRoot(), makeRoot("P-384"), makeRoot("Ed25519")];
    served.body = toPem([first.der, second.der]);
    await update("--accept");
    const before = readFileSync(listPath(), "utf8");
    served.body = toPem([second.der, third.der]);
    io = fakeIo(home);
    expect(await update()).toBe(1);
    expect(said()).toContain("1 added, 1 removed");
    expect(readFileSync(listPath(), "utf8")).toBe(before);
    expect(await update("--accept")).toBe(0);
    expect(readFileSync(listPath(), "utf8")).toBe(served.body);
  });

  test("finds the list in use unchanged", async () => {
    served.body = toPem([makeRoot().der]);
    await update("--accept");
    io = fakeIo(home);
    expect(await update("--json")).toBe(0);
    expect(io.lines()[0]).toMatchObject({ name: "c2pa", changed: false, source: url });
  });

  test.each([
    ["an error page", { status: 404, body: "not found" }, "URL_UNREACHABLE"],
    ["a page instead of a list", { status: 200, body: "<html>" }, "TRUST_LIST_INVALID"],
    [
      "a list cut short",
      { status: 200, body: "-----BEGIN CERTIFICATE-----\nMII" },
      "TRUST_LIST_INVALID",
    ],
  ])("refuses %s, and keeps the last good copy", async (_, answer, code) => {
    served.body = toPem([makeRoot().der]);
    const good = served.body;
    await update("--accept");
    served = answer;
    await expect(update("--accept")).rejects.toMatchObject({ code });
    expect(readFileSync(listPath(), "utf8")).toBe(good);
  });

  test("without network says how else a list gets here", async () => {
    const nowhere = ["update", "c2pa", "--url", "http://127.0.0.1:1/list.pem"];
    await expect(run(...nowhere)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
      hint: expect.stringContaining("--from"),
    });
    expect(kept()).toEqual([]);
  });

  test("installs from a file without network, time-stamp lists apart from signer lists", async () => {
    const path = root("tsa.pem");
    expect(await run("update", "c2pa-time-stamp", "--from", path, "--accept")).toBe(0);
    expect(requests).toBe(0);
    const lists = await loadTrust({ env: io.env });
    expect(lists.timeStampAnchors).toHaveLength(1);
    expect(lists.signerAnchors).toEqual([]);
  });

  test("wants to know which list a file or an address is", async () => {
    await expect(run("update", "--from", root())).rejects.toMatchObject({ code: "USAGE" });
    await expect(run("update", "mozilla")).rejects.toMatchObject({ code: "USAGE" });
    expect(requests).toBe(0);
  });
});

const official = fileURLToPath(
  new URL("../../../../shared/corpus/c2pa-org_conformance-public/trust-list/", import.meta.url),
);
describe.skipIf(!existsSync(official))("the official lists of the day they were pinned", () => {
  test.each(KNOWN_LISTS)("$title matches its pin and is taken without asking", async (known) => {
    const path = join(official, known.url.split("/").at(-1) ?? "");
    expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(known.sha256);
    expect(await run("update", known.name, "--from", path, "--json")).toBe(0);
    const anchors = known.kind === "signer" ? 30 : 22;
    expect(io.lines()[0]).toMatchObject({ name: known.name, anchors, sha256: known.sha256 });
  });
});

describe("anchors for one run", () => {
  test("are read at once and named by their file", async () => {
    const path = root("mine.pem");
    const lists = await loadTrust({ env: io.env, files: [path] });
    expect(lists.userAnchors.map(({ list }) => list)).toEqual([path]);
    writeFileSync(path, "no certificate");
    await expect(loadTrust({ env: io.env, files: [path] })).rejects.toMatchObject({
      code: "TRUST_LIST_INVALID",
      message: expect.stringContaining("mine.pem"),
    });
  });
});
