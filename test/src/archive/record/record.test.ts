import { describe, expect, it } from "vitest";
import {
  manifestRecord,
  proofRecord,
  type RecordInput,
  readRecord,
  type Tag,
} from "../../../../src/archive/index.js";
import { concat, encodeCbor, sha256, toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import {
  encodeCoseSign1,
  encodeProtectedHeader,
  parseCoseSign1,
} from "../../../../src/signature/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const text = (byte: number) => toBase64Url(hash(byte));
const ada = await fakeOwner(1);
const store = utf8("a manifest store");
const storeHash = await sha256(store);
const hardBinding = { label: "c2pa.hash.data", algorithm: "sha256", hash: hash(1) };
const input: RecordInput = {
  manifest: "urn:c2pa:11111111-2222-4333-8444-555555555555",
  store,
  mediaType: "image/jpeg",
  assetHash: hash(3),
  signedHash: hash(2),
  hardBinding,
};
const signer = { algorithm: "ed25519", chain: [utf8("leaf")], sign: ada.sign } as const;
const proofInput = { ...input, hardBinding, signedAt: "2026-08-21T10:00:00Z" };
const content = await manifestRecord(input);
const proof = await proofRecord(proofInput, signer);

/** The error of a record whose tag `name` says `value` instead, or is gone. */
const named = (name: string) =>
  expect.objectContaining({ code: "RECORD_INVALID", message: expect.stringContaining(name) });
const without = (name: string) => content.tags.filter((tag) => tag.name !== name);
const replaced = (name: string, value: string): Tag[] =>
  content.tags.map((tag) => (tag.name === name ? { name, value } : tag));

describe("a manifest record", () => {
  it("has exactly the tags of the specification, in its order", () => {
    expect(content.data).toBe(store);
    expect(content.tags.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "Protocol: C2PA-Manifest-Proof",
      "Protocol-Version: 1.0.0",
      "Content-Type: application/c2pa",
      "C2PA-Manifest-ID: urn:c2pa:11111111-2222-4333-8444-555555555555",
      "C2PA-Storage-Mode: manifest",
      `C2PA-Asset-Hash: ${text(3)}`,
      `C2PA-Manifest-Store-Hash: ${toBase64Url(storeHash)}`,
      "C2PA-Asset-Content-Type: image/jpeg",
      "Colophon-Version: 1",
      "Colophon-Kind: manifest",
      `Colophon-Hash: ${text(1)}`,
      "Colophon-Hash-Prefix: 0101",
      `Colophon-Hash: ${text(2)}`,
      "Colophon-Hash-Prefix: 0202",
      `Colophon-Hash: ${text(3)}`,
      "Colophon-Hash-Prefix: 0303",
    ]);
  });

  it("reads back as it was written", () => {
    expect(readRecord(content)).toEqual({
      kind: "manifest",
      manifest: input.manifest,
      storeHash,
      assetHash: hash(3),
      mediaType: "image/jpeg",
      hashes: [hash(1), hash(2), hash(3)],
      store,
    });
  });

  it("names each hash once, and only those that are SHA-256", async () => {
    const pure = await manifestRecord({ ...input, assetHash: hash(1) });
    expect(readRecord(pure).hashes).toEqual([hash(1), hash(2)]);
    const long = { label: "c2pa.hash.data", algorithm: "sha512", hash: new Uint8Array(64) };
    const sidecar = { ...input, hardBinding: long };
    expect(readRecord(await manifestRecord(sidecar)).hashes).toEqual([hash(2), hash(3)]);
  });

  it("names the record that it replaces", async () => {
    const record = readRecord(await manifestRecord({ ...input, supersedes: text(9) }));
    expect(record.supersedes).toBe(text(9));
  });

  it.each([
    ["C2PA-Manifest-ID", { manifest: "photo.jpg" }],
    ["C2PA-Manifest-ID", { manifest: "urn:c2pa:with space" }],
    ["C2PA-Asset-Content-Type", { mediaType: "image" }],
    ["C2PA-Asset-Content-Type", { mediaType: "text/html\u202e" }],
    ["C2PA-Asset-Hash", { assetHash: new Uint8Array(20) }],
    ["Colophon-Hash", { signedHash: new Uint8Array(20) }],
    ["Colophon-Supersedes", { supersedes: "the last one" }],
    ["payload", { store: new Uint8Array(0) }],
  ])("that could not be read again is not written: %s", async (name, change) => {
    await expect(manifestRecord({ ...input, ...change })).rejects.toEqual(named(name));
  });
});

describe("reading a record", () => {
  it.each(content.tags.slice(0, 10).map(({ name }) => name))("without %s is refused", (name) => {
    expect(() => readRecord({ ...content, tags: without(name) })).toThrow(named(name));
  });

  it.each(content.tags.slice(0, 10))("with $name twice is refused, even if both agree", (tag) => {
    const tags = [...content.tags, tag];
    expect(() => readRecord({ ...content, tags })).toThrow(named(tag.name));
  });

  it.each([
    ["Protocol", "Somebody-Else"],
    ["Protocol-Version", "2.0.0"],
    ["Content-Type", "text/html"],
    ["C2PA-Storage-Mode", "full"],
    ["Colophon-Version", "2"],
    ["Colophon-Kind", "batch"],
    ["C2PA-Manifest-ID", "javascript:alert(1)"],
    ["C2PA-Asset-Hash", text(3).slice(1)],
    ["C2PA-Asset-Hash", `${text(3).slice(0, 42)}N`], // stray bits: another spelling of the same hash
    ["C2PA-Manifest-Store-Hash", `${text(3)}=`],
    ["Colophon-Hash-Prefix", "0102"],
  ])("with %s: %s is refused", (name, value) => {
    expect(() => readRecord({ ...content, tags: replaced(name, value) })).toThrow(named(name));
  });

  it.each([
    ["five hashes", [5, 6].flatMap(key)],
    ["one hash twice", key(1)],
    ["a hash without prefix", key(5).slice(0, 1)],
    ["a prefix without hash", key(5).slice(1)],
  ])("with %s is refused", (_, extra) => {
    const tags = [...content.tags, ...extra];
    expect(() => readRecord({ ...content, tags })).toThrow(named("Colophon-Hash"));
  });

  it("with a tag in other case is refused: other readers ignore case and might take that one", () => {
    const lower = { name: "c2pa-manifest-id", value: "urn:c2pa:another" };
    for (const tags of [
      [...content.tags, lower],
      [...without("C2PA-Manifest-ID"), lower],
    ])
      expect(() => readRecord({ ...content, tags })).toThrow(named("C2PA-Manifest-ID is spelt"));
  });

  it("leaves tags that it does not know alone", () => {
    const tags = [
      { name: "C2PA-Soft-Binding-Alg", value: "org.ar-io.phash" },
      ...content.tags,
      { name: "App-Name", value: "one" },
      { name: "App-Name", value: "two" },
    ];
    expect(readRecord({ ...content, tags })).toEqual(readRecord(content));
  });
});

describe("a proof record", () => {
  it("reads back as it was written", () => {
    const record = readRecord(proof);
    expect(record).toMatchObject({
      kind: "proof",
      manifest: input.manifest,
      storeHash,
      proof: {
        manifest: input.manifest,
        assetHash: hash(3),
        storeHash,
        hardBinding,
        signedAt: "2026-08-21T10:00:00Z",
      },
    });
    expect(proof.tags).toContainEqual({ name: "Content-Type", value: "application/cbor" });
    expect(proof.tags).toContainEqual({ name: "C2PA-Storage-Mode", value: "proof" });
  });

  it("is the same for the same input, so that it has one id", async () => {
    expect(await proofRecord(proofInput, signer)).toEqual(proof);
  });

  it.each([
    ["C2PA-Manifest-ID", "urn:c2pa:another"],
    ["C2PA-Asset-Hash", text(7)],
    ["C2PA-Manifest-Store-Hash", text(7)],
  ])("whose %s differs from the statement is refused", (name, value) => {
    const tags = proof.tags.map((tag) => (tag.name === name ? { name, value } : tag));
    expect(() => readRecord({ ...proof, tags })).toThrow(named(name));
  });

  const { protectedHeader, signature, payload } = parseCoseSign1(proof.data);
  const statement = {
    manifestId: input.manifest,
    assetHash: hash(3),
    manifestStoreHash: storeHash,
    hardBinding: { label: "c2pa.hash.data", alg: "sha256", hash: hash(1) },
    signedAt: "2026-08-21T10:00:00Z",
  };
  const enveloped = (value: unknown) =>
    encodeCoseSign1(protectedHeader, signature, { payload: encodeCbor(value) });

  it("carries the statement of the specification", () => {
    expect(payload).toEqual(encodeCbor(statement));
    expect(protectedHeader).toEqual(encodeProtectedHeader("ed25519", signer.chain));
    expect(enveloped(statement)).toEqual(proof.data);
  });

  /** The proof with this byte where its empty unsigned header is. */
  function unsigned(byte: number): Uint8Array {
    const bytes = proof.data.slice();
    bytes[2 + encodeCbor(protectedHeader).length] = byte;
    return bytes;
  }
  /** The algorithm in two bytes where one is enough. */
  function spelt(header: Uint8Array, content: Uint8Array): Uint8Array {
    const longer = concat(header.subarray(0, 2), Uint8Array.of(0x38, 0x07), header.subarray(3));
    return encodeCoseSign1(longer, signature, { payload: content });
  }

  const pairs = Object.entries(statement).map(([key, value]) =>
    concat(encodeCbor(key), encodeCbor(value)),
  );
  const shuffled = concat(Uint8Array.of(0xa5), ...pairs); // a map of five, not in the order of RFC 8949 §4.2.1
  it.each([
    [
      "a statement in another order",
      encodeCoseSign1(protectedHeader, signature, { payload: shuffled }),
    ],
    ["no statement", encodeCoseSign1(protectedHeader, signature)],
    ["bytes that are no CBOR", utf8("nothing")],
    ["a byte behind its end", Uint8Array.of(...proof.data, 0)],
    ["no tag for COSE_Sign1", proof.data.subarray(1)],
    [
      "something unsigned in its header",
      encodeCoseSign1(protectedHeader, signature, { payload: payload!, timeStampToken: hash(1) }),
    ],
    ["an empty byte string for its unsigned header", unsigned(0x40)],
    ["nothing for its unsigned header", unsigned(0xf6)],
    ["an empty list for its unsigned header", unsigned(0x80)],
    ["a protected header that is not deterministic", spelt(protectedHeader, payload!)],
    ["a hash of 31 bytes", enveloped({ ...statement, assetHash: hash(3).subarray(1) })],
    ["a hash as text", enveloped({ ...statement, assetHash: text(3) })],
    ["no manifest id", enveloped({ ...statement, manifestId: undefined })],
    ["no hard binding", enveloped({ ...statement, hardBinding: undefined })],
    ["a time that is none", enveloped({ ...statement, signedAt: "yesterday" })],
    ["a time that cannot be", enveloped({ ...statement, signedAt: "2026-13-41T10:00:00Z" })],
    ["a list for a statement", enveloped([statement])],
  ])("with %s is refused", (_, data) => {
    expect(() => readRecord({ ...proof, data })).toThrow(
      expect.objectContaining({ code: "RECORD_INVALID" }),
    );
  });
});

function key(byte: number): Tag[] {
  const hex = byte.toString(16).padStart(2, "0");
  return [
    { name: "Colophon-Hash", value: text(byte) },
    { name: "Colophon-Hash-Prefix", value: hex + hex },
  ];
}
