import { fork } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  batchRecord,
  createItem,
  parseItem,
  verifyItem,
  withdrawalRecord,
} from "../../../src/archive/index.js";
import { toBase64Url, utf8 } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { archivedItem, manifestUrn, ORIGINAL_KEY } from "../../fake/archived-item.js";
import { temporaryFolder } from "../../fake/io.js";

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const key = (byte: number) => toBase64Url(hash(byte));
/** Everything under a folder. */
const tree = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];

describe("the embedded archive", () => {
  it("keeps an item and finds it by each of its hashes and by its manifest", async () => {
    const archive = await LocalArchive.open(temporaryFolder());
    const { id, bytes } = await archivedItem(1, {
      hardBinding: { label: "c2pa.hash.data", algorithm: "sha256", hash: hash(3) },
      signedHash: hash(2),
      assetHash: hash(1),
    });
    expect(await archive.put(bytes)).toBe(id);
    expect(Buffer.from(await archive.get(id)).equals(bytes)).toBe(true);
    for (const byte of [1, 2, 3]) expect(await archive.find([key(byte)])).toEqual([id]);
    expect(await archive.find([key(1), key(2), key(9)])).toEqual([id]);
    expect(await archive.findManifest(manifestUrn(1))).toEqual([id]);
    expect(await archive.find([key(9)])).toEqual([]);
    expect(await archive.findManifest(manifestUrn(2))).toEqual([]);
  });

  it("is an empty one where there is no folder, and makes none until something is archived", async () => {
    const folder = join(temporaryFolder(), "archive");
    const archive = await LocalArchive.open(folder);
    expect(await archive.isEmpty()).toBe(true);
    expect(await archive.list()).toEqual([]);
    expect(await archive.find([key(1)])).toEqual([]);
    await expect(archive.get(key(1))).rejects.toMatchObject({ code: "RECORD_NOT_FOUND" });
    expect(existsSync(folder)).toBe(false);
  });

  it("keeps the same item once", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const { id, bytes } = await archivedItem(1);
    await archive.put(bytes);
    const before = tree(folder);
    expect(await archive.put(bytes)).toBe(id);
    expect(tree(folder)).toEqual(before);
  });

  it("lists the newest first and finds the oldest first", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const ids: string[] = [];
    for (const n of [1, 2, 3]) {
      const { bytes, id } = await archivedItem(n);
      await archive.put(bytes);
      utimesSync(join(folder, "items", id), n, n);
      ids.push(id);
    }
    expect((await archive.list()).map(({ id }) => id)).toEqual([...ids].reverse());
    expect((await archive.list({ limit: 1 }))[0]).toEqual({
      id: ids[2],
      archivedAt: new Date(3000),
      size: statSync(join(folder, "items", ids[2]!)).size,
    });
    expect(await archive.find([ORIGINAL_KEY])).toEqual(ids);
    expect(await archive.find([ORIGINAL_KEY], { limit: 2 })).toEqual(ids.slice(0, 2));
  });

  it("finds what takes a record back or replaces it, and what is archived as a batch", async () => {
    const archive = await LocalArchive.open(temporaryFolder());
    const first = await archive.put((await archivedItem(1)).bytes);
    const second = await archive.put((await archivedItem(2, { supersedes: first })).bytes);
    const notice = { withdraws: first, hashes: [], at: "2026-08-21T10:00:00Z" };
    const owner = await fakeOwner(1);
    const { bytes } = await createItem({ ...owner, ...withdrawalRecord(notice) });
    const third = await archive.put(bytes);
    expect((await archive.findSuccessors(first)).sort()).toEqual([second, third].sort());
    expect(await archive.findSuccessors(second)).toEqual([]);
    const batch = batchRecord({ root: new Uint8Array(32).fill(9), count: 2 });
    const fourth = await archive.put((await createItem({ ...owner, ...batch })).bytes);
    expect((await archive.list()).map(({ id }) => id)).toContain(fourth);
  });

  it("takes nothing that its owner did not sign, or that is no record, and writes nothing", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const { bytes } = await archivedItem(1);
    const forged = bytes.slice();
    forged[forged.length - 1]! ^= 1;
    await expect(archive.put(forged)).rejects.toMatchObject({ code: "RECORD_INVALID" });
    await expect(archive.put(utf8("rubbish"))).rejects.toMatchObject({ code: "ITEM_MALFORMED" });
    const foreign = await createItem({ ...(await fakeOwner(1)), data: utf8("x"), tags: [] });
    await expect(archive.put(foreign.bytes)).rejects.toMatchObject({ code: "RECORD_INVALID" });
    expect(tree(folder)).toEqual([]);
  });

  it("lets no name but an id or a hash become part of a path", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(join(folder, "archive"));
    await archive.put((await archivedItem(1)).bytes);
    writeFileSync(join(folder, "secret"), "secret");
    for (const name of ["../../secret", "", ".", "..", `${key(1)}/../../secret`, `${key(1)}\n`]) {
      await expect(archive.get(name)).rejects.toMatchObject({ code: "RECORD_NOT_FOUND" });
      expect(await archive.entry(name)).toBeUndefined();
      expect(await archive.find([name])).toEqual([]);
    }
  });

  it("replaces an item that was damaged on the disk when it comes again", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const { id, bytes } = await archivedItem(1);
    await archive.put(bytes);
    writeFileSync(join(folder, "items", id), bytes.subarray(0, 300));
    await archive.put(bytes);
    expect(readFileSync(join(folder, "items", id)).equals(bytes)).toBe(true);
  });

  it("says so when its folder can't be used, and leaves nothing", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "archive"), "a file");
    await expect(LocalArchive.open(join(folder, "archive"))).rejects.toMatchObject({
      code: "ARCHIVE_UNAVAILABLE",
    });
    const archive = await LocalArchive.open(join(folder, "other"));
    writeFileSync(join(folder, "other"), "a file");
    const { bytes } = await archivedItem(1);
    await expect(archive.put(bytes)).rejects.toMatchObject({ code: "ARCHIVE_UNAVAILABLE" });
    expect(tree(folder).sort()).toEqual(["archive", "other"]);
  });
});

describe("the index of the embedded archive", () => {
  async function filled(count: number) {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const ids: string[] = [];
    for (let n = 0; n < count; n++) ids.push(await archive.put((await archivedItem(n)).bytes));
    await LocalArchive.open(folder);
    return { folder, ids: ids.sort() };
  }
  const foundIn = async (folder: string) =>
    (await (await LocalArchive.open(folder)).find([ORIGINAL_KEY])).sort();

  it("is made again when it is gone", async () => {
    const { folder, ids } = await filled(5);
    const before = tree(folder).sort();
    rmSync(join(folder, "index"), { recursive: true });
    expect(await foundIn(folder)).toEqual(ids);
    expect(tree(folder).sort()).toEqual(before);
  });

  it("is made again when making it was cut short, or its layout is another one", async () => {
    const { folder, ids } = await filled(5);
    for (const mark of [undefined, "", "99\n"]) {
      rmSync(join(folder, "index"), { recursive: true });
      mkdirSync(join(folder, "index"));
      if (mark !== undefined) writeFileSync(join(folder, "index", "complete"), mark);
      expect(await foundIn(folder)).toEqual(ids);
      expect(readFileSync(join(folder, "index", "complete"), "utf8")).toBe("1\n");
    }
  });

  it("is not read through when it is complete: finding opens one folder, however many items there are", async () => {
    const { folder, ids } = await filled(3);
    for (const id of ids) writeFileSync(join(folder, "items", id), ""); // opening would notice
    expect(await foundIn(folder)).toEqual(ids);
  });

  it("that is missing where nothing can be written is made in memory, and the folder stays as it is", async () => {
    const { folder, ids } = await filled(3);
    rmSync(join(folder, "index"), { recursive: true });
    writeFileSync(join(folder, "index"), "something in the way"); // what root, too, can't write into
    const before = tree(folder).sort();
    expect(await foundIn(folder)).toEqual(ids);
    const archive = await LocalArchive.open(folder);
    expect(await archive.findManifest(manifestUrn(2))).toHaveLength(1);
    expect(await archive.find([key(9)])).toEqual([]);
    expect(tree(folder).sort()).toEqual(before);
  });

  it("that names an item which was never finished finds nothing", async () => {
    const { folder, ids } = await filled(2);
    rmSync(join(folder, "items", ids[0]!));
    expect(await foundIn(folder)).toEqual([ids[1]]);
  });

  it("is made again around items that are damaged or unfinished", async () => {
    const { folder, ids } = await filled(3);
    writeFileSync(join(folder, "items", ids[0]!), "torn");
    writeFileSync(join(folder, "items", `.${ids[1]}.00ff.part`), "torn");
    rmSync(join(folder, "index"), { recursive: true });
    expect(await foundIn(folder)).toEqual(ids.slice(1));
  });
});

describe("the embedded archive under several processes", () => {
  const WRITER = fileURLToPath(new URL("../../fake/archive-writer.js", import.meta.url));

  /** A process that archives items `from` to `to`; resolves to the ids it told, even when `stop` had it killed. */
  function writer(folder: string, from: number, to: number, stop: (told: number) => boolean) {
    return new Promise<string[]>((resolve, reject) => {
      const told: string[] = [];
      const child = fork(WRITER, [folder, String(from), String(to)], { execArgv: [] });
      child.on("message", (id) => {
        told.push(String(id));
        if (stop(told.length)) child.kill("SIGKILL");
      });
      child.on("error", reject);
      child.on("exit", () => resolve(told));
    });
  }
  const never = () => false;

  it("keeps everything that three of them archive at once, the same items among them", async () => {
    const folder = temporaryFolder();
    const told = await Promise.all([
      writer(folder, 0, 40, never),
      writer(folder, 20, 60, never),
      writer(folder, 20, 60, never),
    ]);
    const ids = [...new Set(told.flat())].sort();
    expect(ids).toHaveLength(60);
    await expectWhole(folder, ids);
  });

  it("has every item that was reported kept, complete, after one of them was killed", async () => {
    const folder = temporaryFolder();
    const told: string[] = [];
    for (const after of [1, 3, 7]) {
      const from = told.length;
      told.push(...(await writer(folder, from, from + 1000, (count) => count === after)));
    }
    expect(told.length).toBeGreaterThanOrEqual(11);
    expect(told.length).toBeLessThan(3000);
    await expectWhole(folder, told);
  });

  /** Every item verifies under its name, and the index finds each of `ids`, as it is and made anew. */
  async function expectWhole(folder: string, ids: readonly string[]) {
    for (const made of ["as it is", "anew"]) {
      if (made === "anew") rmSync(join(folder, "index"), { recursive: true });
      const archive = await LocalArchive.open(folder);
      const found = await archive.find([ORIGINAL_KEY], { limit: 5000 });
      expect(found).toEqual(expect.arrayContaining([...ids]));
      for (const { id } of await archive.list())
        expect(await verifyItem(parseItem(await archive.get(id)), { id })).toMatchObject({
          ok: true,
        });
    }
  }
});
