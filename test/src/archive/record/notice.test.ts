// Records that are not about one manifest: a batch, and a withdrawal.
import { describe, expect, it } from "vitest";
import {
  batchRecord,
  lookupKeys,
  MAX_BATCH,
  MAX_REASON,
  readAnyRecord,
  readBatch,
  readRecord,
  readWithdrawal,
  type Tag,
  withdrawalRecord,
} from "../../../../src/archive/index.js";
import { concat, encodeCbor, toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import { archivedItem, manifestUrn } from "../../../fake/archived-item.js";

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const text = (byte: number) => toBase64Url(hash(byte));
const notice = {
  withdraws: text(9),
  hashes: [hash(1), hash(2)],
  manifest: manifestUrn(1),
  at: "2026-08-21T10:00:00Z",
  reason: "the caption names the wrong person",
};
const batch = batchRecord({ root: hash(7), count: 300 });
const withdrawal = withdrawalRecord(notice);
const named = (name: string) =>
  expect.objectContaining({ code: "RECORD_INVALID", message: expect.stringContaining(name) });
const lines = (tags: readonly Tag[]) => tags.map(({ name, value }) => `${name}: ${value}`);

describe("a batch record", () => {
  it("has exactly the tags of the specification, and does not claim to be about one manifest", () => {
    expect(lines(batch.tags)).toEqual([
      "Protocol: Colophon",
      "Protocol-Version: 1",
      "Content-Type: application/cbor",
      "Colophon-Version: 1",
      "Colophon-Kind: batch",
      `Colophon-Hash: ${text(7)}`,
      "Colophon-Hash-Prefix: 0707",
    ]);
    expect(batch.data).toEqual(encodeCbor({ root: hash(7), count: 300 }));
  });

  it("reads back as it was written", () => {
    const read = { kind: "batch", root: hash(7), count: 300, hashes: [hash(7)] };
    expect(readBatch(batch)).toEqual(read);
    expect(readAnyRecord(batch)).toEqual(read);
  });

  it.each([
    ["root", { root: hash(7).subarray(1), count: 3 }],
    ["root", { root: "root", count: 3 }],
    ["root", { count: 3 }],
    ["count", { root: hash(7) }],
    ["count", { root: hash(7), count: 0 }],
    ["count", { root: hash(7), count: -1 }],
    ["count", { root: hash(7), count: MAX_BATCH + 1 }],
    ["count", { root: hash(7), count: "3" }],
    ["Colophon-Hash", { root: hash(8), count: 3 }],
    ["payload", { root: hash(7), count: 3, more: 1 }],
  ])("with a wrong %s is refused", (name, payload) => {
    expect(() => readBatch({ ...batch, data: encodeCbor(payload) })).toThrow(named(name));
  });

  it("of a root or a count that could not be read again is not written", () => {
    expect(() => batchRecord({ root: hash(7), count: 0 })).toThrow(named("count"));
    expect(() => batchRecord({ root: new Uint8Array(20), count: 1 })).toThrow(
      named("Colophon-Hash"),
    );
  });
});

describe("a withdrawal", () => {
  it("has exactly the tags of the specification, and those by which its record is found", () => {
    expect(lines(withdrawal.tags)).toEqual([
      "Protocol: Colophon",
      "Protocol-Version: 1",
      "Content-Type: application/cbor",
      `C2PA-Manifest-ID: ${manifestUrn(1)}`,
      "Colophon-Version: 1",
      "Colophon-Kind: withdrawal",
      `Colophon-Hash: ${text(1)}`,
      "Colophon-Hash-Prefix: 0101",
      `Colophon-Hash: ${text(2)}`,
      "Colophon-Hash-Prefix: 0202",
      `Colophon-Supersedes: ${text(9)}`,
    ]);
    expect(lookupKeys(withdrawal.tags)).toMatchObject({
      hashes: [text(1), text(2)],
      manifest: manifestUrn(1),
    });
  });

  it("reads back as it was written, with a reason or without, of a manifest or of a batch", () => {
    expect(readWithdrawal(withdrawal)).toEqual({ kind: "withdrawal", ...notice });
    expect(readAnyRecord(withdrawal)).toEqual({ kind: "withdrawal", ...notice });
    const { reason: _, manifest: __, ...bare } = notice;
    expect(readWithdrawal(withdrawalRecord(bare))).toEqual({ kind: "withdrawal", ...bare });
  });

  it("takes a reason of 500 characters of any script, and no longer one", () => {
    const longest = { ...notice, reason: "𝓪".repeat(MAX_REASON) };
    expect(readWithdrawal(withdrawalRecord(longest)).reason).toBe(longest.reason);
    const longer = { ...notice, reason: "a".repeat(MAX_REASON + 1) };
    expect(() => withdrawalRecord(longer)).toThrow(named("reason"));
  });

  const payload = { withdraws: text(9), at: notice.at, reason: "r" };
  it.each<[string, object]>([
    ["withdraws", { ...payload, withdraws: undefined }],
    ["Colophon-Supersedes", { ...payload, withdraws: text(8) }],
    ["at", { ...payload, at: "2026-08-21T10:00:00+02:00" }],
    ["at", { ...payload, at: "yesterday" }],
    ["at", { ...payload, at: 5 }],
    ["reason", { ...payload, reason: "" }],
    ["reason", { ...payload, reason: null }],
    ["reason", { ...payload, reason: 5 }],
    ["payload", { ...payload, more: 1 }],
    ["payload", { ...payload, reason: "a".repeat(5000) }],
  ])("with a wrong %s is refused", (name, changed) => {
    const data = encodeCbor(changed);
    expect(() => readWithdrawal({ ...withdrawal, data })).toThrow(named(name));
  });

  it.each([
    ["Colophon-Supersedes", { withdraws: "the last one" }],
    ["C2PA-Manifest-ID", { manifest: "photo.jpg" }],
    ["Colophon-Hash", { hashes: [hash(1), hash(1)] }],
    ["Colophon-Hash", { hashes: [1, 2, 3, 4, 5].map(hash) }],
    ["at", { at: "2026-13-01T00:00:00Z" }],
  ])("that could not be read again is not written: %s", (name, change) => {
    expect(() => withdrawalRecord({ ...notice, ...change })).toThrow(named(name));
  });
});

describe.each([
  ["batch", batch],
  ["withdrawal", withdrawal],
])("a %s", (kind, content) => {
  const without = (name: string) => content.tags.filter((tag) => tag.name !== name);
  const frame = [
    "Protocol",
    "Protocol-Version",
    "Content-Type",
    "Colophon-Version",
    "Colophon-Kind",
  ];

  it.each([...frame, "Colophon-Hash-Prefix"])("without %s is refused", (name) => {
    expect(() => readAnyRecord({ ...content, tags: without(name) })).toThrow(named(name));
  });

  it.each(frame)("with %s twice is refused, even if both agree", (name) => {
    const tags = [...content.tags, ...content.tags.filter((tag) => tag.name === name)];
    expect(() => readAnyRecord({ ...content, tags })).toThrow(named(name));
  });

  it.each([
    ["Protocol", "C2PA-Manifest-Proof"],
    ["Protocol-Version", "1.0.0"],
    ["Content-Type", "application/c2pa"],
    ["Colophon-Version", "2"],
    ["Colophon-Hash-Prefix", "ffff"],
  ])("with %s: %s is refused", (name, value) => {
    const tags = content.tags.map((tag) => (tag.name === name ? { name, value } : tag));
    expect(() => readAnyRecord({ ...content, tags })).toThrow(named(name));
  });

  it("with a tag in other case, or one that has no place in it, is refused", () => {
    for (const name of ["colophon-kind", "C2PA-Asset-Hash", "C2PA-Storage-Mode"])
      expect(() =>
        readAnyRecord({ ...content, tags: [...content.tags, { name, value: text(3) }] }),
      ).toThrow(named(name === "colophon-kind" ? "Colophon-Kind" : name));
  });

  it("may have tags that nobody knows here", () => {
    const tags = [...content.tags, { name: "App-Name", value: "one" }];
    expect(readAnyRecord({ ...content, tags })).toEqual(readAnyRecord(content));
  });

  it("whose payload is another spelling of the same, or no CBOR, is refused", () => {
    const [first = 0, ...rest] = content.data;
    const padded = Uint8Array.from([0xb8, first & 31, ...rest]); // a map with its count in a byte of its own
    for (const data of [
      padded,
      concat(content.data, new Uint8Array(1)),
      utf8("{}"),
      new Uint8Array(),
    ])
      expect(() => readAnyRecord({ ...content, data })).toThrow(
        expect.objectContaining({ code: "RECORD_INVALID" }),
      );
  });

  it("is no record of a file", () => {
    expect(() => readRecord(content)).toThrow(named("Protocol"));
    expect(kind).toBe(readAnyRecord(content).kind);
  });
});

describe("any record", () => {
  it("of a manifest is read as readRecord reads it", async () => {
    const { item } = await archivedItem(1);
    expect(readAnyRecord(item)).toEqual(readRecord(item));
  });

  it.each(["text", "Batch", "", "constructor"])("of kind %j is refused by name", (value) => {
    const tags = [{ name: "Colophon-Kind", value }];
    expect(() => readAnyRecord({ tags, data: utf8("x") })).toThrow(
      expect.objectContaining({ code: "RECORD_INVALID" }),
    );
  });
});
