import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createItem,
  type DataItem,
  parseItem,
  serializeItem,
  verifyItem,
} from "../../../../src/archive/index.js";
import { concat, fromHex, sha256, toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";

const smallOrder = JSON.parse(
  readFileSync(new URL("../../../vector/ed25519-small-order.json", import.meta.url), "utf8"),
) as { forgesAnything: { publicKey: string; signature: string } };
const malformed = expect.objectContaining({ code: "ITEM_MALFORMED" });
const ada = await fakeOwner(1);
const content = {
  data: utf8("a manifest"),
  tags: [{ name: "Content-Type", value: "application/c2pa" }],
};
const { id, bytes, item } = await createItem({ ...ada, ...content });
const target = new Uint8Array(32).fill(3);
const anchor = new Uint8Array(32).fill(4);
const full = await createItem({ ...ada, ...content, target, anchor });

describe("a data item", () => {
  it("is laid out as ANS-104 says", () => {
    const rawTags = concat(
      Uint8Array.of(2, 24),
      utf8("Content-Type"),
      Uint8Array.of(32),
      utf8("application/c2pa"),
      Uint8Array.of(0),
    );
    const expected = concat(
      Uint8Array.of(2, 0),
      item.signature,
      ada.owner,
      Uint8Array.of(0, 0),
      Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0),
      Uint8Array.of(rawTags.length, 0, 0, 0, 0, 0, 0, 0),
      rawTags,
      utf8("a manifest"),
    );
    expect(bytes).toEqual(expected);
  });

  it("has the SHA-256 of its signature as id, and the same content has the same id", async () => {
    expect(id).toBe(toBase64Url(await sha256(item.signature)));
    expect((await createItem({ ...ada, ...content })).bytes).toEqual(bytes);
    expect(full.id).not.toBe(id);
  });

  it("reads back as it was made, with and without target and anchor", () => {
    expect(parseItem(bytes)).toEqual(item);
    expect(parseItem(full.bytes)).toEqual(full.item);
    expect(parseItem(full.bytes)).toMatchObject({ target, anchor });
    expect(serializeItem(parseItem(full.bytes))).toEqual(full.bytes);
  });

  it("verifies, and names its owner's address", async () => {
    const answer = { ok: true, id, ownerAddress: toBase64Url(await sha256(ada.owner)) };
    expect(await verifyItem(parseItem(bytes))).toEqual(answer);
    expect(await verifyItem(parseItem(bytes), { id })).toEqual(answer);
    expect(await verifyItem(parseItem(bytes), { id: full.id })).toEqual({
      ok: false,
      reason: "id-mismatch",
    });
  });

  it("round-trips, whatever is in it", async () => {
    const field = fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }), { nil: undefined });
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    const input = fc.record({
      data: fc.uint8Array({ maxLength: 200 }),
      tags: fc.array(fc.record({ name: text, value: text }), { maxLength: 6 }),
      target: field,
      anchor: field,
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ data, tags, target, anchor }) => {
        const made = await createItem({
          ...ada,
          data,
          tags,
          ...(target && { target }),
          ...(anchor && { anchor }),
        });
        const parsed = parseItem(made.bytes);
        expect(parsed).toEqual(made.item);
        expect(serializeItem(parsed)).toEqual(made.bytes);
        expect(await verifyItem(parsed, { id: made.id })).toMatchObject({ ok: true });
      }),
      { numRuns: 40 },
    );
  });
});

describe("a changed data item", () => {
  const SIGNED_FROM = 2 + 64; // before it: type and signature

  it("never verifies under its id, whichever byte changes", async () => {
    for (let at = 0; at < full.bytes.length; at++) {
      const changed = full.bytes.slice();
      changed[at]! ^= 1;
      let read: DataItem;
      try {
        read = parseItem(changed);
      } catch (error) {
        expect(error).toEqual(malformed);
        continue;
      }
      const check = await verifyItem(read, { id: full.id });
      expect(check.ok, `byte ${at}`).toBe(false);
    }
  });

  it("is parsed or refused by code, and has no second serialisation", async () => {
    const change = fc.tuple(fc.nat(full.bytes.length - 1), fc.nat(255));
    const cut = fc.nat(full.bytes.length);
    await fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), cut, (changes, length) => {
        const changed = full.bytes.slice(0, length);
        for (const [at, byte] of changes) if (at < length) changed[at] = byte;
        try {
          expect(serializeItem(parseItem(changed))).toEqual(changed);
        } catch (error) {
          expect(error).toEqual(malformed);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("any bytes at all are parsed or refused by code", async () => {
    await fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.uint8Array({ maxLength: 1400 }),
        (type, rest) => {
          try {
            parseItem(concat(Uint8Array.of(type, 0), rest));
          } catch (error) {
            expect(error).toEqual(malformed);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["an unknown signature type", 0, [9, 0]],
    ["a presence byte that is neither 0 nor 1", SIGNED_FROM + 32, [2]],
    ["more tags than there are", SIGNED_FROM + 34, [2]],
    ["fewer tags than there are", SIGNED_FROM + 34, [0]],
    ["2^64-1 tags", SIGNED_FROM + 34, new Array<number>(8).fill(255)],
    ["tags longer than the item", SIGNED_FROM + 42, [255, 15]],
    ["2^56 bytes of tags", SIGNED_FROM + 49, [1]],
    ["tags cut short", SIGNED_FROM + 42, [30]],
  ])("with %s is malformed", (_, at, patch) => {
    const changed = bytes.slice();
    changed.set(patch, at);
    expect(() => parseItem(changed)).toThrow(malformed);
  });

  it("with 4,097 bytes of tags is malformed", () => {
    const tags = new Uint8Array(4097);
    const counts = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 16, 0, 0, 0, 0, 0, 0);
    const head = bytes.subarray(0, SIGNED_FROM + 34);
    expect(() => parseItem(concat(head, counts, tags))).toThrow(malformed);
  });
});

describe("making a data item", () => {
  it.each([
    ["an owner of 31 bytes", { owner: ada.owner.subarray(1) }],
    ["a target of 31 bytes", { target: target.subarray(1) }],
    ["an anchor of 33 bytes", { anchor: new Uint8Array(33) }],
    ["a signature of 63 bytes", { sign: async () => new Uint8Array(63) }],
    ["an empty tag", { tags: [{ name: "a", value: "" }] }],
  ])("with %s is refused", async (_, change) => {
    await expect(createItem({ ...ada, ...content, ...change })).rejects.toEqual(malformed);
  });
});

describe("a forged data item", () => {
  it("owned by a key of small order does not verify, though its signature would fit anything", async () => {
    const owner = fromHex(smallOrder.forgesAnything.publicKey);
    const signature = fromHex(smallOrder.forgesAnything.signature);
    for (const data of [utf8("I said this"), utf8("I never said this")]) {
      const forged = await createItem({ ...content, data, owner, sign: async () => signature });
      expect(await verifyItem(parseItem(forged.bytes))).toEqual({
        ok: false,
        reason: "signature-invalid",
      });
    }
  });

  it("signed with the key of another does not verify", async () => {
    const eve = await fakeOwner(2);
    const forged = await createItem({ ...content, owner: ada.owner, sign: eve.sign });
    expect(await verifyItem(forged.item)).toEqual({ ok: false, reason: "signature-invalid" });
  });

  it("showing other tags than were signed does not verify", async () => {
    const tags = [{ name: "Content-Type", value: "text/html" }];
    expect(await verifyItem({ ...item, tags })).toEqual({ ok: false, reason: "tags-mismatch" });
  });

  it("of the Ethereum kind can be read but is never taken as verified", async () => {
    const foreign = {
      ...item,
      signatureType: 3,
      signature: new Uint8Array(65),
      owner: new Uint8Array(65),
    };
    const read = parseItem(serializeItem(foreign));
    expect(await verifyItem(read)).toEqual({ ok: false, reason: "signature-type-unsupported" });
  });
});
