import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { localPublisher } from "../../../toolkit/publish/local.js";
import { archivedItem, manifestUrn } from "../../fake/archived-item.js";
import { temporaryFolder } from "../../fake/io.js";

describe("publishing to another archive", () => {
  it("puts the very bytes there, where the record is found by its manifest", async () => {
    const folder = join(temporaryFolder(), "elsewhere");
    const publisher = localPublisher(folder);
    expect(publisher.service).toBe(`local ${folder}`);
    const item = await archivedItem(1);
    const [accepted] = await publisher.deliver([item]);
    expect(accepted).toEqual({
      id: item.id,
      reference: join(folder, "items", item.id),
      already: false,
    });
    expect(readFileSync(accepted!.reference!).equals(item.bytes)).toBe(true);
    const archive = await LocalArchive.open(folder);
    expect(await archive.findManifest(manifestUrn(1))).toEqual([item.id]);
  });

  it("costs nothing, and asking for the price makes no folder", async () => {
    const folder = join(temporaryFolder(), "elsewhere");
    const quote = await localPublisher(folder).quote([{ bytes: 1000, owner: "" }]);
    expect(quote).toEqual({ cost: 0n, unit: "none" });
    expect(existsSync(folder)).toBe(false);
  });

  it("of what is there already changes nothing and says so", async () => {
    const folder = temporaryFolder();
    const item = await archivedItem(1);
    await localPublisher(folder).deliver([item]);
    const items = join(folder, "items");
    const version = () => {
      const { ino, mtimeNs } = statSync(join(items, item.id), { bigint: true });
      return { ino, mtimeNs };
    };
    const before = version();
    const [again] = await localPublisher(folder).deliver([item]);
    expect(again).toMatchObject({ id: item.id, already: true });
    expect(readdirSync(items)).toEqual([item.id]);
    expect(version()).toEqual(before);
  });

  it("refuses an item that was edited, or that has another id", async () => {
    const folder = temporaryFolder();
    const publisher = localPublisher(folder);
    const [one, other] = [await archivedItem(1), await archivedItem(2)];
    const forged = one.bytes.slice();
    forged[forged.length - 1]! ^= 1;
    for (const bytes of [forged, new Uint8Array(10)])
      await expect(publisher.deliver([{ id: one.id, bytes }])).rejects.toMatchObject({
        name: "DeliveryFailed",
        kind: "refused",
      });
    await expect(publisher.deliver([{ id: one.id, bytes: other.bytes }])).rejects.toMatchObject({
      kind: "refused",
      message: `these are the bytes of ${other.id}`,
    });
  });

  it("stops when asked to, and names a folder that is a file", async () => {
    const folder = temporaryFolder();
    const item = await archivedItem(1);
    await expect(localPublisher(folder).deliver([item], AbortSignal.abort())).rejects.toMatchObject(
      { code: "CANCELLED" },
    );
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, "file"), "");
    await expect(localPublisher(join(folder, "file")).deliver([item])).rejects.toMatchObject({
      code: "ARCHIVE_UNAVAILABLE",
    });
  });
});
