// A receipt counts for one file, one manifest, one signature and one certificate. Everything else is named and refused.
import { describe, expect, it } from "vitest";
import {
  batchRecord,
  checkReceipt,
  createItem,
  parseItem,
  proveInclusion,
  type Receipt,
  readBatch,
  readReceipt,
  withdrawalRecord,
  writeReceipt,
} from "../../../../src/archive/index.js";
import { utf8 } from "../../../../src/encoding/index.js";
import { ColophonError } from "../../../../src/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { FakeChain } from "../../../fake/chain.js";
import { fakeJudge, fakeStore } from "../../../fake/judge-store.js";
import { fakeBatch, fakeFacts, fakeReceipt, fakeSigned } from "../../../fake/receipt.js";

const file = await fakeSigned(1);
const other = await fakeReceipt(2);
const own = await fakeReceipt(1);
const [batched, sibling] = (await fakeBatch([1, 2, 3, 4, 5])) as [Receipt, Receipt];

const question = {
  sha256: file.sha256,
  store: file.store,
  factsOf: fakeFacts,
  judge: fakeJudge,
  archivedIn: "1.jpg.colophon.json",
};
const check = (receipt: Receipt, change: object = {}) =>
  checkReceipt(receipt, { ...question, ...change });
const rejects = (receipt: Receipt, field: string, change: object = {}) =>
  expect(check(receipt, change)).rejects.toMatchObject({ code: "RECEIPT_INVALID", field });

describe("a receipt", () => {
  it("of a file with a record of its own gives evidence, level authentic", async () => {
    const { evidence, findings } = await check(own);
    expect(evidence).toMatchObject({
      id: own.record.id,
      level: "authentic",
      manifest: own.manifest.id,
      match: "signed-file",
      owner: own.record.owner,
      archivedIn: "1.jpg.colophon.json",
    });
    expect(findings.map(({ code }) => code)).toEqual(["colophon.archive.recordHolds"]);
  });

  it("of a file in a batch gives evidence that names the batch", async () => {
    expect((await check(batched)).evidence).toMatchObject({
      id: batched.record.id,
      level: "authentic",
      match: "manifest",
      owner: batched.record.owner,
      batch: { files: 5 },
    });
  });

  it("of a batch says so where every byte of the file was signed", async () => {
    const hardBinding = { label: "c2pa.hash.data", algorithm: "sha256", hash: file.sha256 };
    const judge: typeof fakeJudge = async (store) => ({ ...(await fakeJudge(store)), hardBinding });
    expect((await check(batched, { judge })).evidence?.match).toBe("hard-binding");
  });

  it("needs the manifest beside it only when its item is a batch", async () => {
    expect((await check(own, { store: undefined })).evidence?.match).toBe("signed-file");
    await rejects(batched, "manifest.sha256", { store: undefined });
  });
});

describe("a receipt is rejected when it comes from", () => {
  it("another file", () => rejects({ ...own, file: other.file }, "file.sha256"));
  it("another file, whole", () => rejects(other, "file.sha256"));
  it("another manifest", () => rejects({ ...own, manifest: other.manifest }, "manifest.id"));
  it("another manifest of the same id", () =>
    rejects(
      { ...own, manifest: { ...own.manifest, sha256: other.manifest.sha256 } },
      "manifest.sha256",
    ));
  it("another signature", () => rejects({ ...own, signature: other.signature }, "signature"));
  it("another certificate", () =>
    rejects(
      { ...own, signer: { ...own.signer, certificate: other.signer.certificate } },
      "signer.certificate",
    ));
  it("a signer of another name", () =>
    rejects({ ...own, signer: { ...own.signer, name: "The Daily Record" } }, "signer.name"));
  it("another id", () =>
    rejects({ ...own, record: { ...own.record, id: other.record.id } }, "record.id"));
  it("another owner", async () => {
    const eve = (await fakeOwner(9)).address;
    await rejects({ ...own, record: { ...own.record, owner: eve } }, "record.owner");
  });
  it("another record", () => rejects({ ...own, record: other.record }, "record.item"));
  it("another media type", () =>
    rejects({ ...own, file: { ...own.file, mediaType: "image/png" } }, "file.mediaType"));
  it("the same manifest by a stranger, who archived it, too", async () => {
    const stranger = await fakeOwner(9);
    const { tags, data } = parseItem(own.record.item);
    const { id, bytes } = await createItem({ tags, data, ...stranger });
    const record = { id, owner: stranger.address, item: bytes };
    await rejects({ ...own, record }, "record.item");
  });

  it("another place in the batch", async () => {
    await rejects({ ...batched, batch: sibling.batch! }, "batch.path");
    const batch = { ...batched.batch!, index: batched.batch!.index ^ 1 };
    await rejects({ ...batched, batch }, "batch.path");
    await rejects({ ...batched, batch: { ...batched.batch!, count: 6 } }, "batch.path");
  });
  it("another batch", async () => {
    const [elsewhere] = (await fakeBatch([6, 7, 8])) as [Receipt];
    await rejects({ ...batched, record: elsewhere.record }, "batch.path");
  });
  it("a stranger's batch, though the path leads to its root", async () => {
    const [theirs] = (await fakeBatch([1, 2, 3, 4, 5], 1)) as [Receipt];
    const stranger = await fakeOwner(9);
    const content = batchRecord(readBatch(parseItem(theirs.record.item)));
    const { id, bytes } = await createItem({ ...content, ...stranger });
    const record = { id, owner: stranger.address, item: bytes };
    await rejects({ ...theirs, record }, "record.owner");
  });
  it("a batch without its path, or a path without its batch", async () => {
    const { batch, ...without } = batched;
    await rejects(without, "batch");
    await rejects({ ...own, batch: batch! }, "batch");
  });
});

describe("a receipt is rejected when its item", () => {
  const withItem = (item: Uint8Array) => ({ ...own, record: { ...own.record, item } });

  it("has a bit flipped, wherever", async () => {
    for (let at = 0; at < own.record.item.length; at++) {
      const item = own.record.item.slice();
      item[at]! ^= 1 << (at % 8);
      await expect(check(withItem(item)), `byte ${at}`).rejects.toMatchObject({
        code: "RECEIPT_INVALID",
        field: expect.stringMatching(/^record\./),
      });
    }
  });

  it("is cut off, empty or something else", async () => {
    for (const item of [own.record.item.slice(0, -1), new Uint8Array(0), utf8("an item")])
      await rejects(withItem(item), "record.item");
  });

  it("is a withdrawal", async () => {
    const owner = await fakeOwner(1);
    const { id: withdraws } = own.record;
    const at = "2026-08-21T10:00:00Z";
    const { id, bytes } = await createItem({
      ...withdrawalRecord({ withdraws, at, hashes: [own.file.sha256] }),
      ...owner,
    });
    await rejects({ ...own, record: { id, owner: owner.address, item: bytes } }, "record.item");
  });
});

describe("a receipt is rejected when the manifest", () => {
  it("does not hold, or can't be judged", async () => {
    const judge: typeof fakeJudge = async (store) => ({
      ...(await fakeJudge(store)),
      state: "Invalid",
    });
    await rejects(batched, "manifest", { judge });
    await rejects(own, "record.item", { judge });
  });

  it("can't be read; but a defect of ours is not hidden as one of the receipt", async () => {
    const throwing = (error: Error) => ({
      factsOf: () => {
        throw error;
      },
      judge: () => Promise.reject(error),
    });
    await rejects(own, "manifest", throwing(new ColophonError("CONTAINER_MALFORMED", "cut off")));
    const unjudged = { judge: throwing(new ColophonError("ENGINE_FAILED", "gave up")).judge };
    await rejects(batched, "manifest", unjudged);
    await expect(check(own, throwing(new TypeError("defect")))).rejects.toBeInstanceOf(TypeError);
  });

  it("is another than the one the file carries", async () => {
    const carried = fakeStore({ manifest: "urn:c2pa:another" });
    await rejects(own, "manifest.id", { store: carried });
  });
});

describe("a receipt with a proof", async () => {
  const chain = await FakeChain.start();
  await chain.mine([
    { id: own.record.id, bytes: own.record.item },
    { id: other.record.id, bytes: other.record.item },
  ]);
  await chain.mine([{ id: batched.record.id, bytes: batched.record.item }]);
  const { gateway } = chain.gateway("https://one.example");
  const proofOf = async ({ record: { id, item } }: Receipt) =>
    (await proveInclusion({ id, bytes: item }, [gateway])).proof;
  const proof = await proofOf(own);

  it("is read back with it, and stays authentic: whoever wrote it may have made up the block", async () => {
    const read = readReceipt(writeReceipt({ ...own, proof }));
    expect(read).toEqual({ ...own, proof });
    const { evidence, findings } = await check(read);
    expect(evidence?.level).toBe("authentic");
    expect(evidence?.block).toBeUndefined();
    expect(findings).toContainEqual({
      code: "colophon.archive.receiptProof",
      kind: "informational",
      explanation: expect.stringMatching(
        /leads to block 1, as gateways reported it .* not asked again/,
      ),
      source: "colophon",
    });
  });

  it("of a batch carries both paths", async () => {
    const { findings } = await check({ ...batched, proof: await proofOf(batched) });
    expect(findings.map(({ code }) => code)).toContain("colophon.archive.receiptProof");
  });

  it("of another record is rejected", async () => {
    await rejects({ ...own, proof: await proofOf(other) }, "proof");
    await rejects({ ...batched, proof }, "proof");
  });

  it("that does not hold in itself is rejected", async () => {
    const flip = (bytes: Uint8Array) =>
      bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1);
    const [chunk] = proof.chunks;
    for (const change of [
      { offset: proof.offset + 1 },
      { dataSize: proof.dataSize + 1 },
      { dataRoot: flip(proof.dataRoot) },
      { txPath: flip(proof.txPath) },
      { block: { ...proof.block, txRoot: flip(proof.block.txRoot) } },
      { chunks: [{ ...chunk!, dataPath: flip(chunk!.dataPath) }] },
      { chunks: [{ ...chunk!, after: flip(chunk!.after) }] },
    ])
      await rejects({ ...own, proof: { ...proof, ...change } }, "proof");
  });

  it("that is spelt wrongly is refused by its field", () => {
    const text = JSON.parse(writeReceipt({ ...own, proof })) as { proof: object };
    for (const [field, change] of [
      ["proof.dataSize", { dataSize: "1" }],
      ["proof.block", { block: null }],
      ["proof.chunks", { chunks: [] }],
    ] as const)
      expect(() =>
        readReceipt(JSON.stringify({ ...text, proof: { ...text.proof, ...change } })),
      ).toThrow(
        expect.objectContaining({
          code: "RECEIPT_INVALID",
          message: expect.stringContaining(field),
        }),
      );
  });
});
