// Receipts of files that were really signed: checked offline, and with gateways once their block is in question.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createItem,
  proveInclusion,
  type Receipt,
  readReceipt,
  withdrawalRecord,
  writeReceipt,
} from "../../../src/archive/index.js";
import type { Verdict } from "../../../src/index.js";
import { gatewaysOf } from "../../../toolkit/adapter/gateways.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { createIdentity, sign, verify } from "../../../toolkit/index.js";
import { startGateway, twoFaces } from "../../fake/gateway.js";
import { temporaryFolder } from "../../fake/io.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let photo: Awaited<ReturnType<typeof sign>>;
let receipt: Receipt;
/** Of another file by another signer. */
let other: Receipt;

beforeAll(async () => {
  shop = await workshop();
  const jpeg = await fixture("jpeg-baseline");
  const options = { archive: join(shop.folder, "archive"), receipt: true };
  photo = await sign(shop.put("photo.jpg", jpeg), { ...options, identity: shop.identity });
  receipt = readReceipt(readFileSync(photo.receipt!, "utf8"));
  const eve = await createIdentity({ name: "Eve", organisation: "Elsewhere", algorithm: "es256" });
  const theirs = await sign(shop.put("other.png", await fixture("png")), {
    ...options,
    identity: eve,
    source: "drawn",
  });
  other = readReceipt(readFileSync(theirs.receipt!, "utf8"));
});

/** The verdict on the signed photo with a receipt changed like this. */
async function verdictWith(changed: Receipt, options: object = {}): Promise<Verdict> {
  const path = join(temporaryFolder(), "receipt.json");
  writeFileSync(path, writeReceipt(changed));
  return verify(photo.output, { receipt: path, ...options });
}
const ours = ({ findings }: Verdict) =>
  findings.filter(({ code }) => code.startsWith("colophon.archive."));

describe("a receipt", () => {
  it("is written beside the signed file, and checks offline without any archive", async () => {
    expect(photo.receipt).toBe(`${photo.output}.colophon.json`);
    expect(receipt).toMatchObject({
      file: { name: "photo.signed.jpg", mediaType: "image/jpeg" },
      manifest: { id: photo.manifestId },
      signer: { name: "The Daily Record" },
      record: { id: photo.record },
    });
    const verdict = await verify(photo.output, { receipt: photo.receipt! });
    expect(verdict).toMatchObject({
      state: "Valid",
      archive: {
        id: photo.record,
        level: "authentic",
        match: "signed-file",
        signer: "The Daily Record",
        archivedIn: photo.receipt,
      },
    });
    expect(ours(verdict).map(({ code }) => code)).toEqual(["colophon.archive.recordHolds"]);
  });

  it("of a manifest kept beside the file is about the file itself", async () => {
    const input = shop.put("notes.bin", "whatever this is");
    const { archive } = { archive: join(shop.folder, "archive") };
    const path = join(shop.folder, "notes.receipt.json");
    const options = { identity: shop.identity, archive, sidecar: true, receipt: path };
    const signed = await sign(input, options);
    expect(signed.receipt).toBe(path);
    expect(readReceipt(readFileSync(path, "utf8")).file.name).toBe("notes.bin");
    const verdict = await verify(input, { receipt: path });
    expect(verdict.archive).toMatchObject({ id: signed.record, match: "hard-binding" });
  });

  it("says nothing for a copy with a byte changed, nor for one without its credential", async () => {
    const bytes = shop.read("photo.signed.jpg");
    for (const copy of [bytes.with(bytes.length - 9, 7), await fixture("jpeg-baseline")]) {
      const path = shop.put("copy.jpg", copy);
      const verdict = await verify(path, { receipt: photo.receipt! });
      expect(verdict.archive).toBeUndefined();
      expect(ours(verdict)[0]).toMatchObject({
        code: "colophon.archive.receiptRejected",
        explanation: expect.stringContaining("file.sha256"),
      });
    }
  });
});

describe("a receipt transplanted from another", () => {
  it.each<[string, (mine: Receipt) => Receipt]>([
    ["file.sha256", (mine) => ({ ...mine, file: other.file })],
    ["manifest.id", (mine) => ({ ...mine, manifest: other.manifest })],
    [
      "manifest.sha256",
      (mine) => ({ ...mine, manifest: { ...mine.manifest, sha256: other.manifest.sha256 } }),
    ],
    ["signature", (mine) => ({ ...mine, signature: other.signature })],
    ["signer.certificate", (mine) => ({ ...mine, signer: other.signer })],
    ["signer.name", (mine) => ({ ...mine, signer: { ...mine.signer, name: "Eve" } })],
    ["record.id", (mine) => ({ ...mine, record: { ...mine.record, id: other.record.id } })],
    [
      "record.owner",
      (mine) => ({ ...mine, record: { ...mine.record, owner: other.record.owner } }),
    ],
    ["record.item", (mine) => ({ ...mine, record: other.record })],
  ])(
    "%s is rejected with that field named, and the file's own verdict stays",
    async (field, change) => {
      const verdict = await verdictWith(change(receipt));
      expect(verdict.state).toBe("Valid");
      expect(verdict.archive).toBeUndefined();
      expect(ours(verdict)).toEqual([
        {
          code: "colophon.archive.receiptRejected",
          kind: "informational",
          explanation: expect.stringContaining(`the receipt's ${field} `),
          source: "colophon",
        },
      ]);
    },
  );

  it("leaves the archive to speak for the file", async () => {
    const archive = join(shop.folder, "archive");
    const verdict = await verdictWith({ ...receipt, signature: other.signature }, { archive });
    expect(verdict.archive).toMatchObject({ id: photo.record, archivedIn: archive });
    expect(ours(verdict)[0]?.code).toBe("colophon.archive.receiptRejected");
  });
});

describe("a receipt and what came later", () => {
  it("tells of a withdrawal by its signer that the archive has, and of nobody else's", async () => {
    const folder = temporaryFolder();
    const archive = await LocalArchive.open(folder);
    const content = withdrawalRecord({
      withdraws: receipt.record.id,
      hashes: [],
      at: "2026-08-21T10:00:00Z",
      reason: "wrong caption",
    });
    const eve = (await createIdentity({ name: "Eve" })).archiveKey!;
    await archive.put(
      (await createItem({ ...content, owner: eve.publicKey, sign: (m) => eve.sign(m) })).bytes,
    );
    const before = await verify(photo.output, { receipt: photo.receipt!, archive: folder });
    expect(before.archive?.withdrawn).toBeUndefined();
    const ada = shop.identity.archiveKey!;
    await archive.put(
      (await createItem({ ...content, owner: ada.publicKey, sign: (m) => ada.sign(m) })).bytes,
    );
    const after = await verify(photo.output, { receipt: photo.receipt!, archive: folder });
    expect(after.archive).toMatchObject({
      archivedIn: photo.receipt,
      withdrawn: { reason: "wrong caption" },
    });
  });

  it("leads to a block that counts only once gateways were asked about it", async () => {
    const chain = await twoFaces();
    const { id, item } = receipt.record;
    await fetch(`${chain.url}/v1/tx`, { method: "POST", body: item as Uint8Array<ArrayBuffer> });
    await chain.mine(2);
    const { signal } = new AbortController();
    const { proof } = await proveInclusion(
      { id, bytes: item },
      gatewaysOf([chain.url], { signal }),
    );
    const proven = { ...receipt, proof };

    const offline = await verdictWith(proven);
    expect(offline.archive?.level).toBe("authentic");
    expect(offline.archive?.block).toBeUndefined();
    expect(ours(offline).map(({ code }) => code)).toContain("colophon.archive.receiptProof");

    const one = await verdictWith(proven, { gateways: [chain.url] });
    expect(one.archive?.level).toBe("in block");
    expect(ours(one).map(({ code }) => code)).not.toContain("colophon.archive.receiptProof");
    const two = await verdictWith(proven, { gateways: [...chain.urls] });
    expect(two.archive).toMatchObject({ level: "agreed", block: { height: proof.block.height } });

    const elsewhere = await startGateway();
    await elsewhere.mine(1);
    const none = await verdictWith(proven, { gateways: [elsewhere.url] });
    expect(none.archive?.level).toBe("authentic");
    expect(ours(none).map(({ code }) => code)).toContain("colophon.archive.notProven");

    const made = { ...proof, block: { ...proof.block, id: proof.block.id.replace(/^./, "_") } };
    const forged = await verdictWith({ ...receipt, proof: made }, { gateways: [...chain.urls] });
    expect(forged.archive?.level).toBe("authentic");
  });
});
