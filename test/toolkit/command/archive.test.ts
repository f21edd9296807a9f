import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createItem, manifestRecord, parseItem, verifyItem } from "../../../src/archive/index.js";
import { sha256, utf8 } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { archive } from "../../../toolkit/command/archive.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { archivedItem, manifestUrn } from "../../fake/archived-item.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";

const ada = await fakeOwner(1);
const home = temporaryFolder();
const folder = join(home, "archive");
const FILE = utf8("a file that was signed");
const one = await archivedItem(1);
const two = await archivedItem(2, { signedHash: await sha256(FILE), mediaType: "image/png" });

beforeAll(async () => {
  const kept = await LocalArchive.open(folder);
  await kept.put(one.bytes);
  await kept.put(two.bytes);
});

/** Runs a verb; the exit code, or the error it ends with. */
async function run(args: readonly string[], cwd = temporaryFolder(), io = fakeIo(home, { cwd })) {
  return { exit: await archive.run(args, io), io, cwd };
}
const failing = (args: readonly string[], cwd?: string) => run(args, cwd).catch((error) => error);

/** A record whose id begins with a hyphen, as one in 64 does. */
async function hyphenated() {
  for (let n = 100; ; n++) {
    const item = await archivedItem(n);
    if (item.id.startsWith("-")) return item;
  }
}

describe("colophon archive list", () => {
  it("shows each record in words and as one object a line", async () => {
    const { exit, io } = await run(["list"]);
    expect(exit).toBe(0);
    for (const text of [one.id, two.id, manifestUrn(1), "image/png", ada.address, folder])
      expect(io.out()).toContain(text);
    const { io: json } = await run(["list", "--json"]);
    expect(json.lines()).toContainEqual({
      type: "record",
      id: two.id,
      kind: "manifest",
      level: "authentic",
      archivedIn: folder,
      owner: ada.address,
      manifest: manifestUrn(2),
      mediaType: "image/png",
      bytes: two.bytes.length,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(json.lines()).toHaveLength(2);
  });

  it("shows as many as asked for, and says how many there are", async () => {
    const { io } = await run(["list", "--limit", "1"]);
    expect([one.id, two.id].filter((id) => io.out().includes(id))).toHaveLength(1);
    expect(io.out() + io.err()).toContain("1 of 2");
    expect((await run(["list", "--limit", "0", "--json"])).io.lines()).toHaveLength(2);
  });

  it("of an empty archive says so, and makes no folder", async () => {
    const other = join(temporaryFolder(), "none");
    const { exit, io } = await run(["list", "--archive", other]);
    expect(exit).toBe(0);
    expect(io.out() + io.err()).toContain("empty");
    expect(existsSync(other)).toBe(false);
  });

  it("reports a damaged record and shows the others", async () => {
    const other = temporaryFolder();
    const kept = await LocalArchive.open(other);
    await kept.put(one.bytes);
    await kept.put(two.bytes);
    writeFileSync(join(other, "items", one.id), "torn");
    const { exit, io } = await run(["list", "--archive", other, "--json"]);
    expect(exit).toBe(3);
    const found = io.lines().map((line) => [line["type"], line["code"] ?? line["id"]]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(["record", two.id]);
    expect(found).toContainEqual(["error", "ITEM_MALFORMED"]);
  });
});

describe("colophon archive show", () => {
  it("shows one record with all its tags", async () => {
    const { exit, io } = await run(["show", two.id]);
    expect(exit).toBe(0);
    expect(io.out()).toContain(two.id);
    expect(io.out()).toContain("Protocol: C2PA-Manifest-Proof");
    const { io: json } = await run(["show", two.id, "--json"]);
    expect(json.lines()[0]).toMatchObject({ id: two.id, tags: two.item.tags });
  });

  it("takes an id that begins with a hyphen", async () => {
    const { id, bytes } = await hyphenated();
    const other = temporaryFolder();
    await (await LocalArchive.open(other)).put(bytes);
    const { io } = await run(["show", id, "--archive", other, "--json"]);
    expect(io.lines()[0]).toMatchObject({ id });
  });

  it("of an unknown id, or of what is no id, ends with RECORD_NOT_FOUND", async () => {
    for (const id of ["A".repeat(43), "../../../etc/passwd"])
      expect(await failing(["show", id])).toMatchObject({ code: "RECORD_NOT_FOUND" });
  });

  it("of a record that was changed on the disk ends with RECORD_INVALID", async () => {
    const other = temporaryFolder();
    await (await LocalArchive.open(other)).put(one.bytes);
    const changed = one.bytes.slice();
    changed[changed.length - 1]! ^= 1;
    writeFileSync(join(other, "items", one.id), changed);
    const error = await failing(["show", one.id, "--archive", other]);
    expect(error).toMatchObject({ code: "RECORD_INVALID" });
  });

  it("makes hostile tags inert", async () => {
    const record = await manifestRecord({
      manifest: manifestUrn(3),
      store: utf8("m"),
      mediaType: "image/png",
      assetHash: new Uint8Array(32),
    });
    const tags = [...record.tags, { name: "App-Name", value: "\u001b[2J\u202egnp.exe\nOwner: me" }];
    const item = await createItem({ ...ada, data: record.data, tags });
    const other = temporaryFolder();
    await (await LocalArchive.open(other)).put(item.bytes);
    const { io } = await run(["show", item.id, "--archive", other]);
    expect(io.out()).toContain("App-Name: \\u001b[2J\\u202egnp.exe\\u000aOwner: me");
    const { io: json } = await run(["show", item.id, "--archive", other, "--json"]);
    for (const unsafe of ["\u001b", "\u202e"]) expect(json.out()).not.toContain(unsafe);
    expect(json.lines()[0]).toMatchObject({ tags });
  });
});

describe("colophon archive find", () => {
  it("finds the records of a file by its hash, whatever its name", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "copy.bin"), FILE);
    const { exit, io } = await run(["find", "copy.bin", "--json"], cwd);
    expect(exit).toBe(0);
    expect(io.lines().filter(({ type }) => type === "record")).toEqual([
      expect.objectContaining({ id: two.id, path: "copy.bin", level: "authentic" }),
    ]);
  });

  it("ends with RECORD_NOT_FOUND for a file with one byte changed", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "copy.bin"), FILE.subarray(1));
    expect(await failing(["find", "copy.bin"], cwd)).toMatchObject({ code: "RECORD_NOT_FOUND" });
  });

  it("ends with the code of what is wrong with the file", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "empty"), "");
    expect(await failing(["find", "none"], cwd)).toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(await failing(["find", "."], cwd)).toMatchObject({ code: "FILE_IS_DIRECTORY" });
    expect(await failing(["find", "empty"], cwd)).toMatchObject({ code: "FILE_EMPTY" });
  });
});

describe("colophon archive export", () => {
  it("writes the data item, its payload and its tags, from which the record can be checked", async () => {
    const { exit, io, cwd } = await run(["export", one.id, two.id, "--out", "records", "--json"]);
    expect(exit).toBe(0);
    const names = [one, two].flatMap(({ id }) =>
      ["ans104", "c2pa", "json"].map((extension) => `record-${id}.${extension}`),
    );
    expect(readdirSync(join(cwd, "records")).sort()).toEqual(names.sort());
    expect(io.lines()).toHaveLength(6);
    const read = (extension: string) =>
      readFileSync(join(cwd, "records", `record-${two.id}.${extension}`));
    expect(await verifyItem(parseItem(read("ans104")), { id: two.id })).toMatchObject({ ok: true });
    expect(read("c2pa").equals(two.item.data)).toBe(true);
    expect(JSON.parse(read("json").toString())).toMatchObject({
      id: two.id,
      signatureType: 2,
      tags: two.item.tags,
    });
  });

  it("names the files after -o", async () => {
    const { cwd } = await run(["export", one.id, "-o", "mine.ans104"]);
    expect(readdirSync(cwd).sort()).toEqual(["mine.ans104", "mine.c2pa", "mine.json"]);
    const { cwd: other } = await run(["export", one.id, "-o", "mine.json"]);
    expect(readdirSync(other).sort()).toEqual(["mine.c2pa", "mine.json", "mine.json.json"]);
  });

  it("leaves every file that exists alone, and writes none of the others", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, `record-${two.id}.json`), "mine");
    expect(await failing(["export", one.id, two.id], cwd)).toMatchObject({ code: "OUTPUT_EXISTS" });
    expect(readdirSync(cwd)).toEqual([`record-${two.id}.json`]);
    expect(readFileSync(join(cwd, `record-${two.id}.json`), "utf8")).toBe("mine");
    expect((await run(["export", one.id, two.id, "--force"], cwd)).exit).toBe(0);
    expect(readdirSync(cwd)).toHaveLength(6);
  });

  it("writes nothing when one of the records isn't there", async () => {
    const cwd = temporaryFolder();
    const error = await failing(["export", one.id, "A".repeat(43), "--out", "records"], cwd);
    expect(error).toMatchObject({ code: "RECORD_NOT_FOUND" });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("colophon archive", () => {
  it.each([
    [[]],
    [["burn"]],
    [["constructor"]],
    [["list", "extra"]],
    [["list", "--limit", "many"]],
    [["show"]],
    [["show", "a", "b"]],
    [["find"]],
    [["export"]],
    [["export", "a", "b", "-o", "file"]],
    [["list", "--unknown"]],
  ])("%j is a mistake in usage", async (args) => {
    expect(await failing(args)).toMatchObject({ code: "USAGE" });
  });
});
