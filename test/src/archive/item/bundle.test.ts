import { existsSync, readFileSync } from "node:fs";
import { bundleAndSignData, DataItem, type Signer } from "arbundles";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseBundle,
  parseItem,
  serializeBundle,
  serializeItem,
  verifyItem,
} from "../../../../src/archive/index.js";
import { encodeTags } from "../../../../src/archive/item/avro-tags.js";
import { concat } from "../../../../src/encoding/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { archivedItem } from "../../../fake/archived-item.js";

const malformed = expect.objectContaining({ code: "ITEM_MALFORMED" });
const number = (value: number) => Uint8Array.of(value & 255, value >> 8, ...new Uint8Array(30));
const ID = new Uint8Array(32).fill(5);

describe("a bundle", () => {
  it("is a table of sizes and ids, and then the items", () => {
    const bundle = concat(number(2), number(3), ID, number(1), ID, Uint8Array.of(1, 2, 3, 4));
    const id = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU";
    expect(parseBundle(bundle)).toEqual([
      { id, offset: 160, size: 3 },
      { id, offset: 163, size: 1 },
    ]);
  });

  it.each([
    ["nothing at all", new Uint8Array(0)],
    ["a table longer than the bundle", concat(number(2), number(0), ID)],
    ["2^248 items", concat(new Uint8Array(31), Uint8Array.of(1))],
    ["an item past the end", concat(number(1), number(3), ID, Uint8Array.of(1, 2))],
    ["bytes behind the last item", concat(number(1), number(1), ID, Uint8Array.of(1, 2))],
    ["an item of 2^248 bytes", concat(number(1), new Uint8Array(31), Uint8Array.of(1), ID)],
  ])("with %s is malformed", (_, bytes) => {
    expect(() => parseBundle(bytes)).toThrow(malformed);
  });

  it("of any bytes is read or refused by code", async () => {
    await fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.uint8Array({ maxLength: 400 }),
        (count, rest) => {
          try {
            const entries = parseBundle(concat(number(count), rest));
            expect(entries).toHaveLength(count);
          } catch (error) {
            expect(error).toEqual(malformed);
          }
        },
      ),
    );
  });
});

describe("a bundle that is put together", () => {
  it("is what arbundles makes of the same items, and reads back as them", async () => {
    const items = await Promise.all([1, 2, 3].map((n) => archivedItem(n)));
    const bundle = serializeBundle(items);
    const { sign } = await fakeOwner(1); // it signs every item anew, to the same bytes
    const theirs = await bundleAndSignData(
      items.map(({ bytes }) => new DataItem(Buffer.from(bytes))),
      { sign } as Signer,
    );
    expect(Buffer.from(bundle).equals(theirs.getRaw())).toBe(true);
    const read = parseBundle(bundle).map(({ id, offset, size }) => ({
      id,
      bytes: bundle.slice(offset, offset + size),
    }));
    expect(read).toEqual(items.map(({ id, bytes }) => ({ id, bytes })));
  });

  const id = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU";
  const bytes = Uint8Array.of(1);
  it.each([
    ["no items", []],
    [
      "an item twice",
      [
        { id, bytes },
        { id, bytes },
      ],
    ],
    ["an id that is too short", [{ id: id.slice(1), bytes }]],
    ["an id with characters of a path", [{ id: `../${id.slice(3)}`, bytes }]],
  ])("of %s is refused", (_, items) => {
    expect(() => serializeBundle(items)).toThrow(malformed);
  });
});

const MAINNET = "../shared/corpus/arweave-mainnet";

describe.skipIf(!existsSync(MAINNET))("a bundle from the Arweave main net", () => {
  const bundle = existsSync(MAINNET)
    ? new Uint8Array(readFileSync(`${MAINNET}/bundle.bin`))
    : new Uint8Array(0);

  it("has two items that verify under their ids and encode to the same bytes", async () => {
    const entries = parseBundle(bundle);
    expect(entries.map(({ id }) => id)).toEqual([
      "o3SqlL0lJaX2qImNQPLwutUO5KZPFoZAK9R9wBvmsOQ",
      "l46BnqlXmMou44StMSCmkNa62z-8iuj0TAvzBU6o_0g",
    ]);
    for (const { id, offset, size } of entries) {
      const bytes = bundle.slice(offset, offset + size);
      const item = parseItem(bytes);
      expect(await verifyItem(item, { id })).toEqual({
        ok: true,
        id,
        ownerAddress: "1e0OXZV5r0s4e4iQwMb0Hpye2OS0BHpzrg9Uh09XCAk",
      });
      expect(encodeTags(item.tags)).toEqual(item.rawTags);
      expect(serializeItem(item)).toEqual(bytes);
      const edited = item.tags.map((tag) =>
        tag.name === "Unix-Time" ? { ...tag, value: "1655219214" } : tag,
      );
      const forged = { ...item, tags: edited, rawTags: encodeTags(edited) };
      expect(await verifyItem(forged)).toEqual({ ok: false, reason: "signature-invalid" });
    }
  });
});
