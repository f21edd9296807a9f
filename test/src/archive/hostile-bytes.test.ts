// Everything that reads what strangers wrote, on random bytes and on sound ones with a few bytes changed: it is read, or
// refused with an error of ours, soon and within little memory. avro-tags, bundle and data-item have their own such tests.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkBatchPath,
  checkInclusion,
  checkReceipt,
  createItem,
  decodeInclusion,
  encodeInclusion,
  type Gateway,
  lookup,
  openGateway,
  parseBundle,
  parseItem,
  proofRecord,
  proveInclusion,
  readAnyRecord,
  readReceipt,
  verifyItem,
  verifyRecord,
  withdrawalRecord,
  writeReceipt,
} from "../../../src/archive/index.js";
import { parseProof } from "../../../src/archive/record/proof.js";
import { concat, equal, parseJson, toBase64Url, utf8 } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { manifestUrn } from "../../fake/archived-item.js";
import { FakeChain } from "../../fake/chain.js";
import { fakeJudge } from "../../fake/judge-store.js";
import { fakeBatch, fakeFacts, fakeReceipt, fakeSigned } from "../../fake/receipt.js";

const ada = await fakeOwner(1);
const hash = new Uint8Array(32).fill(7);
const receipt = await fakeReceipt(1);
const signed = await fakeSigned(1);
const [inBatch] = await fakeBatch([1, 2, 3]);
if (!inBatch) throw new Error("no batch");
const proof = await proofRecord(
  {
    manifest: manifestUrn(1),
    store: utf8("a manifest"),
    mediaType: "image/jpeg",
    assetHash: hash,
    hardBinding: { label: "c2pa.hash.data", algorithm: "sha256", hash },
    signedAt: "2026-08-21T10:00:00Z",
  },
  { algorithm: "ed25519", chain: [utf8("leaf")], sign: ada.sign },
);
const withdrawal = withdrawalRecord({
  withdraws: receipt.record.id,
  manifest: manifestUrn(1),
  hashes: [hash],
  at: "2026-08-21T10:00:00Z",
  reason: "wrong caption",
});

let chain: FakeChain;
let inclusion: unknown;
beforeAll(async () => {
  chain = await FakeChain.start();
  const item = { id: receipt.record.id, bytes: receipt.record.item };
  await chain.mine([item]);
  const made = await proveInclusion(item, [chain.gateway("https://a.example").gateway]);
  inclusion = JSON.parse(JSON.stringify(encodeInclusion(made.proof)));
});

/** Sound bytes with up to four of them changed, some taken out or put in, or cut off; or any bytes at all. */
function damaged(sound: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(
    fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255), take: fc.nat(3), put: fc.nat(3) }),
    { minLength: 1, maxLength: 4 },
  );
  const changed = edits.map((list) => {
    let bytes = sound;
    for (const { at, byte, take, put } of list)
      bytes = concat(
        bytes.subarray(0, at),
        new Uint8Array(put).fill(byte),
        bytes.subarray(Math.min(bytes.length, at + take)),
      );
    return bytes;
  });
  const cut = fc.nat(sound.length).map((length) => sound.slice(0, length));
  return fc.oneof({ weight: 6, arbitrary: changed }, cut, fc.uint8Array({ maxLength: 400 }));
}

/** Runs it and lets only errors of ours pass. */
async function orOurs<T>(run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ColophonError && error.code !== "INTERNAL") return undefined;
    throw error;
  }
}

async function holdsFor<T>(input: fc.Arbitrary<T>, run: (value: T) => unknown, numRuns = 300) {
  await fc.assert(
    fc.asyncProperty(input, async (value) => {
      await orOurs(() => run(value));
    }),
    { numRuns },
  );
}

describe("damaged bytes are read or refused with an error of ours", () => {
  const own = receipt.record.item;
  const batch = inBatch.record.item;

  it.each([
    ["a record of one file", own],
    ["a batch", batch],
  ])("as %s", async (_, sound) => {
    const copy = { sha256: signed.sha256, store: signed.store };
    await holdsFor(damaged(sound), async (bytes) => {
      const answer = await verifyRecord(bytes, { judge: fakeJudge, copy, archivedIn: "here" });
      if (equal(bytes, sound)) return;
      expect(answer.evidence).toBeUndefined(); // every byte of an item is signed
      const item = parseItem(bytes);
      expect((await verifyItem(item)).ok).toBe(false);
      readAnyRecord(item);
    });
  });

  it.each([
    ["a proof", proof.data],
    ["any COSE_Sign1", utf8("\u00d2\u0084")],
  ])("as %s", async (_, sound) => {
    await holdsFor(damaged(sound), parseProof, 2000);
  });

  it.each([
    ["a proof record", proof],
    ["a withdrawal", withdrawal],
  ])("as the payload of %s", async (_, { tags, data }) => {
    await holdsFor(damaged(data), (bytes) => readAnyRecord({ tags, data: bytes }), 1000);
  });

  const text = fc.string({ unit: "binary", maxLength: 60 });
  it("as the tags of a record", async () => {
    const { tags, data } = proof;
    const edits = fc.array(fc.tuple(fc.nat(tags.length - 1), fc.nat(3), text), { maxLength: 3 });
    await holdsFor(
      edits,
      (list) => {
        const edited = tags.map((tag) => ({ ...tag }));
        for (const [at, how, words] of list) {
          const tag = edited[at];
          if (!tag) continue;
          if (how === 0) tag.value = words;
          else if (how === 1) tag.name = words;
          else if (how === 2) edited.push({ ...tag, value: words });
          else edited.splice(at, 1);
        }
        readAnyRecord({ tags: edited, data });
      },
      1000,
    );
  });

  it("as a bundle", async () => {
    const { bytes } = await createItem({ ...ada, tags: [], data: utf8("x") });
    const table = concat(
      Uint8Array.of(1),
      new Uint8Array(31),
      Uint8Array.of(bytes.length),
      new Uint8Array(31),
    );
    await holdsFor(damaged(concat(table, hash, bytes)), (bundle) => parseBundle(bundle), 1000);
  });

  it.each([
    ["a receipt", receipt],
    ["a receipt of a batch", inBatch],
  ])("as %s", async (_, sound) => {
    const question = {
      sha256: signed.sha256,
      store: signed.store,
      factsOf: fakeFacts,
      judge: fakeJudge,
      archivedIn: "here",
    };
    await holdsFor(damaged(utf8(writeReceipt(sound))), (bytes) =>
      checkReceipt(readReceipt(new TextDecoder().decode(bytes)), question),
    );
  });

  it("as a path in a batch", async () => {
    const path = fc.record({
      index: fc.oneof(fc.nat(4), fc.double(), fc.integer()),
      count: fc.oneof(fc.constant(3), fc.double(), fc.integer()),
      hashes: fc.array(fc.uint8Array({ minLength: 31, maxLength: 33 }), { maxLength: 40 }),
    });
    await holdsFor(path, async (value) => {
      expect(await checkBatchPath(hash, value, { root: hash, count: value.count })).toBe(false);
    });
  });

  it("as a proof of inclusion, with any JSON in it", async () => {
    const item = { id: receipt.record.id, bytes: own };
    const sound = inclusion as Record<string, unknown>;
    const edit = fc.tuple(fc.constantFrom(...Object.keys(sound)), fc.jsonValue());
    await holdsFor(edit, ([name, value]) =>
      checkInclusion(decodeInclusion({ ...sound, [name]: value }), item),
    );
    await holdsFor(damaged(utf8(JSON.stringify(sound))), (bytes) =>
      checkInclusion(decodeInclusion(parseJson(new TextDecoder().decode(bytes))), item),
    );
  });
});

describe("a gateway that answers anything", () => {
  const questions: ((gateway: Gateway) => unknown)[] = [
    (gateway) => gateway.find({ order: "newest", limit: 10, ids: [receipt.record.id] }),
    (gateway) => gateway.payload(receipt.record.id, 1000),
    (gateway) => gateway.place(receipt.record.id),
    (gateway) => gateway.transaction(receipt.record.id),
    (gateway) => gateway.chunk(7),
    (gateway) => gateway.block(1),
    (gateway) => gateway.height(),
    (gateway) => lookup({ hashes: [toBase64Url(hash)] }, [gateway], { ownersOf: () => [] }),
    (gateway) => proveInclusion({ id: receipt.record.id, bytes: receipt.record.item }, [gateway]),
  ];
  const header = fc.constantFrom("x-ar-io-root-transaction-id", "x-ar-io-root-item-offset");
  const answers = fc.record({
    status: fc.constantFrom(200, 200, 200, 202, 206, 301, 404, 429, 500, 0, -1),
    headers: fc.dictionary(header, fc.string()),
    body: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8)),
  });

  it("is never believed and crashes nothing", async () => {
    const input = fc.tuple(answers, fc.constantFrom(...questions));
    await holdsFor(input, async ([{ status, headers, body }, ask]) => {
      const answer = { status, headers: new Map(Object.entries(headers)), bytes: body };
      await ask(openGateway("https://a.example", async () => answer));
    });
  });

  it("with true answers that were damaged, proves nothing but the truth", async () => {
    const item = { id: receipt.record.id, bytes: receipt.record.item };
    const truth = await proveInclusion(item, [chain.gateway("https://a.example").gateway]);
    const edits = fc.infiniteStream(fc.tuple(fc.nat(), fc.nat(255), fc.nat(9)));
    await holdsFor(
      edits,
      async (stream) => {
        const { gateway } = chain.gateway("https://a.example", (answer) => {
          const bytes = answer.bytes ?? utf8(JSON.stringify(answer.json ?? {}));
          const [at, byte, now] = stream.next().value as [number, number, number];
          if (now > 1) return answer;
          const changed = bytes.slice();
          changed[at % bytes.length] = byte;
          return { ...answer, bytes: changed };
        });
        const { proof: made } = await proveInclusion(item, [gateway]);
        expect(await checkInclusion(made, item)).toBeUndefined();
        expect(made.dataRoot).toEqual(truth.proof.dataRoot);
      },
      100,
    );
  });
});

describe("bytes that ask for a lot", () => {
  const memory = () => process.memoryUsage().rss;

  it.each([
    ["lists in lists", "81".repeat(200_000)],
    ["a list of 2^32 values", `9affffffff${"00".repeat(1000)}`],
    ["a map of 2^32 pairs", `baffffffff${"00".repeat(1000)}`],
    ["a text of 2^52 bytes", "7b0010000000000000"],
  ])("as %s in a payload are refused at once", (_, hex) => {
    const held = memory();
    const started = performance.now();
    const data = concat(Uint8Array.of(0xd2), Buffer.from(hex, "hex"));
    expect(() => parseProof(data)).toThrow(expect.objectContaining({ code: "RECORD_INVALID" }));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(memory() - held).toBeLessThan(64 * 2 ** 20);
  });

  it("as JSON that is nested a million deep are refused by receipts and gateways", async () => {
    const nested = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    expect(() => readReceipt(nested)).toThrow(expect.objectContaining({ code: "RECEIPT_INVALID" }));
    const answer = { status: 200, headers: new Map<string, string>(), bytes: utf8(nested) };
    const gateway = openGateway("https://a.example", async () => answer);
    await expect(gateway.height()).rejects.toMatchObject({ code: "GATEWAY_FAILED" });
  });

  it("as a table of 2^53 items are refused as a bundle", () => {
    const count = concat(new Uint8Array(6).fill(255), Uint8Array.of(31), new Uint8Array(25));
    expect(() => parseBundle(concat(count, new Uint8Array(6400)))).toThrow(
      expect.objectContaining({ code: "ITEM_MALFORMED" }),
    );
  });
});
