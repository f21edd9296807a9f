// archive find over gateways: what counts is shown with what it matches, what doesn't as listed and no more.
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createItem, manifestRecord } from "../../../src/archive/index.js";
import { sha256, utf8 } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { archive } from "../../../toolkit/command/archive.js";
import { sign, verify } from "../../../toolkit/index.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";
import { article } from "../../fake/text-place.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let gateway: TestGateway;
let record: string;
let stranger: string;
let owner: string;
let manifest: string;

beforeAll(async () => {
  shop = await workshop();
  gateway = await startGateway();
  const folder = join(shop.folder, "records");
  const input = shop.put("photo.jpg", await fixture("jpeg-baseline"));
  const made = await sign(input, {
    identity: shop.identity,
    archive: folder,
    output: join(shop.folder, "signed.jpg"),
  });
  record = made.record!;
  manifest = made.manifestId;
  owner = (await verify(made.output, { archive: folder })).archive!.owner;
  const spam = await manifestRecord({
    manifest,
    store: utf8("no manifest at all"),
    mediaType: "image/jpeg",
    assetHash: await sha256(shop.read("photo.jpg")),
  });
  const item = await createItem({ ...(await fakeOwner(2)), ...spam });
  stranger = item.id;
  for (const bytes of [await (await LocalArchive.open(folder)).get(record), item.bytes]) {
    const body = new Uint8Array(bytes);
    expect((await fetch(`${gateway.url}/v1/tx`, { method: "POST", body })).status).toBe(200);
  }
  await gateway.mine();
});

async function find(...args: readonly string[]) {
  const io = fakeIo(temporaryFolder(), { cwd: shop.folder });
  const exit = await archive.run(["find", ...args, "--gateway", gateway.url, "--json"], io);
  const lines = io.lines();
  return {
    exit,
    records: lines.filter(({ type }) => type === "record"),
    notes: lines.filter(({ type }) => type === "note").map(({ text }) => String(text)),
  };
}

describe("colophon archive find --gateway", () => {
  it("shows the record that counts for a file with its match and its block, and the others as listed", async () => {
    const { exit, records, notes } = await find("photo.jpg");
    expect(exit).toBe(0);
    expect(records).toEqual([
      expect.objectContaining({
        id: record,
        kind: "manifest",
        level: "in block",
        match: "hard-binding",
        path: "photo.jpg",
        signer: "The Daily Record",
        archivedIn: gateway.url,
        block: expect.objectContaining({ height: 1 }),
      }),
      {
        type: "record",
        id: stranger,
        kind: "manifest",
        level: "listed",
        archivedIn: gateway.url,
        owner: (await fakeOwner(2)).address,
      },
    ]);
    expect(notes).toContain("asked 1 gateway by the file's hash");
  });

  it("in private finds the same, and says what the gateway heard", async () => {
    const { records, notes } = await find("photo.jpg", "--private");
    expect(records[0]).toMatchObject({ id: record, level: "authentic", match: "hard-binding" });
    expect(notes).toContain("asked 1 gateway by the first 16 bits of the file's hash");
  });

  it("finds by a manifest and by a signer, without a match", async () => {
    for (const args of [
      ["--manifest", manifest],
      ["--signer", owner],
    ]) {
      const [first] = (await find(...args)).records;
      expect(first).toMatchObject({ id: record, level: "in block", signer: "The Daily Record" });
      expect(first).not.toHaveProperty("match");
      expect(first).not.toHaveProperty("path");
    }
    const strangers = (await find("--signer", (await fakeOwner(2)).address)).records;
    expect(strangers).toEqual([expect.objectContaining({ id: stranger, level: "listed" })]);
  });

  it("shows a record that is here and there with both places", async () => {
    const { records } = await find("photo.jpg", "--archive", "records");
    expect(records.filter(({ id }) => id === record).map(({ archivedIn }) => archivedIn)).toEqual([
      join(shop.folder, "records"),
      gateway.url,
    ]);
  });

  it("ends with RECORD_NOT_FOUND when nobody knows anything", async () => {
    shop.put("other.jpg", "nobody signed this");
    await expect(find("other.jpg")).rejects.toMatchObject({ code: "RECORD_NOT_FOUND" });
  });

  it.each([
    [["photo.jpg", "--manifest", "urn:c2pa:1"]],
    [["--manifest", "photo.jpg"]],
    [["--signer", "Ada"]],
    [["--signer", "A".repeat(43), "--private"]],
  ])("%j is a mistake in usage", async (args) => {
    await expect(find(...args)).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("colophon archive find by words", () => {
  it("shows the signed text that a quote or a file is from, and what they have in common", async () => {
    const text = article(300, 3);
    const folder = join(shop.folder, "texts");
    await sign(shop.put("river.txt", text), { identity: shop.identity, archive: folder });
    const kept = await LocalArchive.open(folder);
    for (const { id } of await kept.list()) {
      const body = new Uint8Array(await kept.get(id));
      expect((await fetch(`${gateway.url}/v1/tx`, { method: "POST", body })).status).toBe(200);
    }
    shop.put("copy.txt", `${text}\n`);
    const whole = (await find("copy.txt")).records.find(({ kind }) => kind === "text");
    expect(whole).toMatchObject({ match: "words", path: "copy.txt", text: { label: "exact" } });
    const quote = text.split(/\s+/).slice(20, 60).join(" ");
    const { exit, records, notes } = await find("--text", quote);
    expect(exit).toBe(0);
    expect(records).toMatchObject([
      { kind: "text", signer: "The Daily Record", archivedIn: gateway.url },
    ]);
    expect(notes.join()).toContain("the hash and fingerprints of its words");
  });

  it("says that nothing was found, and not what that would mean", async () => {
    await expect(find("--text", article(40, 99))).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
      message: expect.stringContaining("has these words"),
    });
  });
});
