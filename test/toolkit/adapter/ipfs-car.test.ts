import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { CarBufferReader, CarWriter } from "@ipld/car";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createItem, parseItem, verifyItem } from "../../../src/archive/index.js";
import { utf8 } from "../../../src/encoding/index.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { ipfsPublisher } from "../../../toolkit/adapter/ipfs-car.js";
import type { OutgoingItem } from "../../../toolkit/publish/publisher.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { archivedItem } from "../../fake/archived-item.js";
import { temporaryFolder } from "../../fake/io.js";
import { type FakeKubo, startKubo } from "../../fake/kubo.js";

const nobody = async (): Promise<never> => {
  throw new Error("nobody is to be asked");
};
const cid = async (bytes: Uint8Array) => CID.createV1(raw.code, await sha256.digest(bytes));

/** The same CAR as made by IPFS's own libraries. */
async function theirCar(item: OutgoingItem) {
  const blocks = await Promise.all(
    [parseItem(item.bytes).data, item.bytes].map(async (bytes) => ({
      cid: await cid(bytes),
      bytes,
    })),
  );
  const { writer, out } = CarWriter.create(blocks.map((block) => block.cid));
  const written = (async () => {
    const parts: Uint8Array[] = [];
    for await (const part of out) parts.push(part);
    return Buffer.concat(parts);
  })();
  for (const block of blocks) await writer.put(block);
  await writer.close();
  return { name: `${blocks[0]!.cid}.car`, bytes: await written };
}

describe("a record as a CAR file", () => {
  it.each([0, 1, 55, 200, 20_000, 1_048_000])(
    "of %i bytes of payload is byte for byte what @ipld/car writes",
    async (length) => {
      const data = new Uint8Array(length).map((_, i) => i % 251);
      const item = await createItem({ ...(await fakeOwner(1)), data, tags: [] });
      const folder = join(temporaryFolder(), "car");
      const [accepted] = await ipfsPublisher({ folder, http: nobody }).deliver([item]);
      const theirs = await theirCar(item);
      expect(accepted).toEqual({
        id: item.id,
        reference: theirs.name.replace(".car", ""),
        already: false,
      });
      expect(readdirSync(folder)).toEqual([theirs.name]);
      expect(readFileSync(join(folder, theirs.name)).equals(theirs.bytes)).toBe(true);
    },
  );

  it("holds all it takes to rebuild the record and see who signed it", async () => {
    const folder = temporaryFolder();
    const item = await archivedItem(1);
    const [accepted] = await ipfsPublisher({ folder, http: nobody }).deliver([item]);
    const car = CarBufferReader.fromBytes(readFileSync(join(folder, `${accepted!.reference}.car`)));
    const [payload, whole] = car.getRoots().map((root) => car.get(root)!.bytes);
    expect(Buffer.from(payload!).toString()).toBe("manifest 1");
    const rebuilt = parseItem(new Uint8Array(whole!));
    expect(await verifyItem(rebuilt, { id: item.id })).toMatchObject({ ok: true });
  });

  it("costs nothing, and is written once", async () => {
    const folder = temporaryFolder();
    const publisher = ipfsPublisher({ folder, http: nobody });
    expect(await publisher.quote([])).toEqual({ cost: 0n, unit: "none" });
    expect(publisher.service).toBe(`ipfs ${folder}`);
    const item = await archivedItem(1);
    await publisher.deliver([item]);
    const path = join(folder, readdirSync(folder)[0]!);
    const { ino } = statSync(path);
    expect((await publisher.deliver([item]))[0]).toMatchObject({ already: true });
    expect(statSync(path).ino).toBe(ino);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect((await publisher.deliver([item]))[0]).toMatchObject({ already: false });
    expect(readFileSync(path).equals((await theirCar(item)).bytes)).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("of another record with the same payload gets a name of its own", async () => {
    const folder = temporaryFolder();
    const publisher = ipfsPublisher({ folder, http: nobody });
    const items = await Promise.all(
      [1, 2].map(async (seed) =>
        createItem({ ...(await fakeOwner(seed)), data: utf8("the same"), tags: [] }),
      ),
    );
    for (const already of [false, true])
      for (const item of items) {
        const [accepted] = await publisher.deliver([item]);
        expect(accepted).toMatchObject({ already });
      }
    const [first, second] = items;
    const shared = `${await cid(utf8("the same"))}`;
    expect(readdirSync(folder).sort()).toEqual(
      [`${shared}.car`, `${shared}.${await cid(second!.bytes)}.car`].sort(),
    );
    const car = readFileSync(join(folder, `${shared}.car`));
    expect(car.equals((await theirCar(first!)).bytes)).toBe(true);
  });

  it("is refused beyond a block of 1 MiB, and for bytes that are not the record", async () => {
    const folder = join(temporaryFolder(), "car");
    const publisher = ipfsPublisher({ folder, http: nobody });
    const data = new Uint8Array(2 ** 20 - 100);
    const large = await createItem({ ...(await fakeOwner(1)), data, tags: [] });
    await expect(publisher.deliver([large])).rejects.toMatchObject({
      kind: "refused",
      message: `the record has ${large.bytes.length} bytes and IPFS takes up to 1048576 in one block`,
    });
    const { id } = await archivedItem(1);
    const { bytes } = await archivedItem(2);
    for (const wrong of [bytes, utf8("rubbish")])
      await expect(publisher.deliver([{ id, bytes: wrong }])).rejects.toMatchObject({
        kind: "refused",
      });
    expect(() => readdirSync(folder)).toThrow("ENOENT");
  });

  it("stops when asked to, and says when it can't be written", async () => {
    const folder = temporaryFolder();
    const item = await archivedItem(1);
    const publisher = ipfsPublisher({ folder, http: nobody });
    await expect(publisher.deliver([item], AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELLED",
    });
    mkdirSync(join(folder, (await theirCar(item)).name));
    await expect(publisher.deliver([item])).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
  });
});

describe("a Kubo node", () => {
  let kubo: FakeKubo;
  beforeAll(async () => {
    kubo = await startKubo();
  });
  afterEach(() => {
    kubo.interrupt = undefined;
    kubo.pinError = () => "";
  });
  afterAll(() => kubo.stop());

  const publisher = (apiUrl = kubo.url) =>
    ipfsPublisher({
      folder: temporaryFolder(),
      apiUrl,
      http: httpTo(apiUrl, new AbortController().signal),
    });

  it("imports both blocks and pins both roots, again without harm", async () => {
    const item = await archivedItem(1);
    expect(publisher().service).toBe(`ipfs ${kubo.url}`);
    for (const _ of [1, 2]) await publisher().deliver([item]);
    const cids = [`${await cid(utf8("manifest 1"))}`, `${await cid(item.bytes)}`];
    expect([...kubo.pinned]).toEqual(cids);
    expect(Buffer.from(kubo.blocks.get(cids[1]!)!).equals(item.bytes)).toBe(true);
  });

  const answer = (status: number, body: string) => (_: IncomingMessage, to: ServerResponse) => {
    to.writeHead(status, { "content-type": "application/json" }).end(body);
    return true;
  };
  const broken = '{"Message":"disk full","Code":0,"Type":"error"}';
  it.each([
    ["an error", 500, broken, { kind: "try again" }],
    ["no roots", 200, "", { kind: "try again" }],
    [
      "another root",
      200,
      '{"Root":{"Cid":{"/":"bafk"},"PinErrorMsg":""}}\n',
      { kind: "try again" },
    ],
    ["rubbish", 200, "<html>\n[]\nnull\n", { kind: "try again" }],
    ["a ban on us", 403, "403 - Forbidden", { kind: "refused" }],
    ["no such call", 404, "404 page not found", { code: "GATEWAY_FAILED" }],
    ["1 MiB of answer", 200, " ".repeat(2 ** 20), { kind: "try again" }],
  ])("that answers with %s has not taken the record", async (_, status, body, error) => {
    kubo.interrupt = answer(status, body);
    await expect(publisher().deliver([await archivedItem(2)])).rejects.toMatchObject(error);
  });

  it("that could not pin is told apart by its reason, and the next try succeeds", async () => {
    kubo.pinError = () => "out of space";
    const item = await archivedItem(3);
    await expect(publisher().deliver([item])).rejects.toMatchObject({
      kind: "try again",
      message: expect.stringMatching(/has not pinned bafkrei\w+: out of space$/),
    });
    kubo.pinError = () => "";
    await publisher().deliver([item]);
    expect(kubo.pinned).toContain(`${await cid(item.bytes)}`);
  });

  it("that isn't there leaves the CAR on disk, and the record to be tried again", async () => {
    const gone = await startKubo();
    await gone.stop();
    await expect(publisher(gone.url).deliver([await archivedItem(1)])).rejects.toMatchObject({
      kind: "try again",
    });
  });

  it("on another computer's private address is not asked", async () => {
    await expect(
      publisher("http://10.0.0.1:5001").deliver([await archivedItem(1)]),
    ).rejects.toMatchObject({ code: "URL_REFUSED" });
  });
});
