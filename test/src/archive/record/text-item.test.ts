// The record of a text and its index as data items: what they say, and that nothing else can be said with them.
import { describe, expect, it } from "vitest";
import {
  createItem,
  readKeptRecord,
  type Tag,
  textPrintsItems,
  textRecordItem,
} from "../../../../src/archive/index.js";
import { sha256, toBase64Url, toHex, utf8 } from "../../../../src/encoding/index.js";
import { encodeTextRecord, plainBlocks, textRecord } from "../../../../src/text/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { article } from "../../../fake/text-place.js";

const URN = "urn:c2pa:00000000-0000-4000-8000-000000000001";
const store = utf8("the manifest store");
const record = textRecord(plainBlocks(article(1000)), { title: "The river" });
const content = await textRecordItem({ record, manifest: URN, store });
const recordHash = await sha256(encodeTextRecord(record));
const indexes = textPrintsItems({
  prints: record.prints,
  manifest: URN,
  record: toBase64Url(recordHash),
  recordHash,
});

const values = (tags: readonly Tag[], name: string) =>
  tags.filter((tag) => tag.name === name).map(({ value }) => value);
const changed = (name: string, change: (value: string) => string | undefined) => ({
  ...content,
  tags: content.tags.flatMap((tag) => {
    const value = tag.name === name ? change(tag.value) : tag.value;
    return value === undefined ? [] : [{ name: tag.name, value }];
  }),
});

describe("the item of a text", () => {
  it("carries the text record, its article hash and its 16 smallest fingerprints in order", () => {
    const read = readKeptRecord(content);
    if (read.kind !== "text") throw new Error(read.kind);
    expect(read.text).toEqual(record);
    expect(read.hashes).toEqual([record.article]);
    const prints = values(content.tags, "Colophon-Text-Print");
    const hex = record.prints.map(toHex).sort().slice(0, 16);
    expect(prints.map((print) => Buffer.from(print, "base64url").toString("hex"))).toEqual(hex);
    expect(values(content.tags, "Colophon-Text-Prefix")).toEqual([hex[0]!.slice(0, 4)]);
  });

  it("fits into a data item, as does each of its index items", async () => {
    expect(indexes.length).toBe(Math.ceil(record.prints.length / 88));
    for (const one of [content, ...indexes])
      await expect(createItem({ ...(await fakeOwner(1)), ...one })).resolves.toBeDefined();
  });

  it("is one of a text without fingerprints, too", async () => {
    const few = textRecord(["Seven words are too few for one."]);
    const read = readKeptRecord(await textRecordItem({ record: few, manifest: URN, store }));
    expect(read).toMatchObject({ kind: "text", text: few });
  });

  it.each([
    ["another article hash", changed("Colophon-Hash", () => toBase64Url(new Uint8Array(32)))],
    [
      "a fingerprint that isn't the text's",
      changed("Colophon-Text-Print", (v) => `A${v.slice(1)}`),
    ],
    ["no fingerprints", changed("Colophon-Text-Print", () => undefined)],
    ["another prefix", changed("Colophon-Text-Prefix", () => "0000")],
    ["no prefix", changed("Colophon-Text-Prefix", () => undefined)],
    ["no manifest", changed("C2PA-Manifest-ID", () => undefined)],
    ["no store hash", changed("C2PA-Manifest-Store-Hash", () => undefined)],
    ["the protocol of records of manifests", changed("Protocol", () => "C2PA-Manifest-Proof")],
    ["fingerprints in reverse", { ...content, tags: [...content.tags].reverse() }],
    ["a payload that is none", { ...content, data: utf8("no record") }],
    [
      "a tag in other case",
      { ...content, tags: [...content.tags, { name: "colophon-text-print", value: "x" }] },
    ],
  ])("is refused with %s", (_, wrong) => {
    expect(() => readKeptRecord(wrong)).toThrow(
      expect.objectContaining({ code: "RECORD_INVALID" }),
    );
  });
});

describe("the index of a text", () => {
  it("has every fingerprint once, and leads to the record", () => {
    const all = indexes.map(readKeptRecord).flatMap((one) => {
      if (one.kind !== "text-prints") throw new Error(one.kind);
      expect(one).toMatchObject({ manifest: URN, record: toBase64Url(recordHash), recordHash });
      return one.prints;
    });
    expect(all.length).toBe(record.prints.length);
    expect(new Set(all)).toEqual(new Set(record.prints.map(toBase64Url)));
  });

  it("stops at 46 items, whatever the text", () => {
    const prints = Array.from({ length: 5000 }, (_, i) =>
      Uint8Array.from({ length: 16 }, (_, at) => (at === 0 ? i >> 8 : at === 1 ? i & 255 : 7)),
    );
    const input = { prints, manifest: URN, record: toBase64Url(recordHash), recordHash };
    expect(textPrintsItems(input)).toHaveLength(46);
  });
});
