// docs/format/receipt.md and batch-record.md: their examples are what the code makes, and their tables what it takes.
import { createHash, hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  batchRecord,
  batchTree,
  checkBatchPath,
  checkReceipt,
  createItem,
  MAX_RECEIPT,
  ownerAddress,
  readReceipt,
  type Tag,
  withdrawalRecord,
  writeReceipt,
} from "../../../../src/archive/index.js";
import { fromHex, sha256, toBase64Url, toHex, utf8 } from "../../../../src/encoding/index.js";
import { ed25519PublicKey, signEd25519 } from "../../../../src/signature/index.js";

const read = (path: string) =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
const tagNames = (page: string, heading: string) =>
  [
    ...(page.split(`| ${heading} |`)[1]?.split("\n\n")[0] ?? "").matchAll(/^\| (`.*?`) \|/gm),
  ].flatMap(([, names = ""]) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
const printed = (tags: readonly Tag[]) =>
  tags.map(({ name, value }) => `| \`${name}\` | \`${value}\` |`).join("\n");

interface Batch {
  readonly seed: string;
  readonly stores: readonly string[];
  readonly sorted: readonly string[];
  readonly leaves: readonly string[];
  readonly node: string;
  readonly root: string;
  readonly count: number;
  readonly paths: readonly { index: number; path: readonly string[] }[];
  readonly tags: readonly Tag[];
  readonly payload: string;
  readonly id: string;
  readonly bytes: string;
}
const batch = JSON.parse(read("test/vector/batch-record.json")) as Batch;
const batchPage = read("docs/format/batch-record.md");

describe("the worked example of a batch", async () => {
  const digests = await Promise.all(batch.stores.map((store) => sha256(utf8(store))));
  const tree = batchTree(digests, (bytes) => new Uint8Array(hash("sha256", bytes, "buffer")));
  const content = batchRecord(tree);
  const seed = fromHex(batch.seed);
  const owner = await ed25519PublicKey(seed);
  const { id, bytes } = await createItem({
    ...content,
    owner,
    sign: (message) => signEd25519(seed, message),
  });

  it("is what the code makes", async () => {
    expect([toHex(tree.root), tree.count, id, toHex(bytes)]).toEqual([
      batch.root,
      batch.count,
      batch.id,
      batch.bytes,
    ]);
    expect(content.tags).toEqual(batch.tags);
    expect(toHex(content.data)).toBe(batch.payload);
    for (const [i, digest] of digests.entries()) {
      const path = tree.path(digest)!;
      expect({ index: path.index, path: path.hashes.map(toBase64Url) }).toEqual(batch.paths[i]);
      expect(await checkBatchPath(digest, path, tree)).toBe(true);
    }
  });

  it("is what RFC 6962 says, step by step", () => {
    const h = (prefix: number, ...parts: string[]) =>
      createHash("sha256")
        .update(Buffer.concat([Buffer.of(prefix), ...parts.map((hex) => Buffer.from(hex, "hex"))]))
        .digest("hex");
    expect(batch.sorted).toEqual(digests.map(toHex).sort());
    expect(batch.leaves).toEqual(batch.sorted.map((digest) => h(0, digest)));
    expect(batch.node).toBe(h(1, batch.leaves[0]!, batch.leaves[1]!));
    expect(batch.root).toBe(h(1, batch.node, batch.leaves[2]!));
  });

  it("is printed on the page", () => {
    for (const [i, digest] of batch.sorted.entries())
      expect(batchPage).toContain(`| ${i} | \`${digest}\` | \`${batch.leaves[i]}\` |`);
    for (const text of [batch.node, batch.root, batch.payload, ...batch.paths[0]!.path])
      expect(batchPage).toContain(`    ${text}\n`);
    expect(batchPage).toContain(printed(batch.tags));
    expect(batchPage).toContain(`\`${batch.id}\`. It takes ${bytes.length} bytes.`);
    expect(tagNames(batchPage, "tag of a batch | times | value")).toEqual(
      batch.tags.map(({ name }) => name),
    );
  });
});

interface Example {
  readonly seed: string;
  readonly manifest: string;
  readonly store: string;
  readonly signedFile: string;
  readonly originalFile: string;
  readonly signer: string;
  readonly signature: string;
  readonly certificate: string;
  readonly receipt: unknown;
}
const example = JSON.parse(read("test/vector/receipt.json")) as Example;
const page = read("docs/format/receipt.md");
const receipt = readReceipt(JSON.stringify(example.receipt));

describe("the worked example of a receipt", () => {
  it("is about the record of the archive record's example", () => {
    const archived = JSON.parse(read("test/vector/archive-record.json")) as {
      id: string;
      bytes: string;
    };
    expect(receipt.record.id).toBe(archived.id);
    expect(toHex(receipt.record.item)).toBe(archived.bytes);
  });

  it("counts for its file", async () => {
    const store = utf8(example.store);
    const owner = await ownerAddress(await ed25519PublicKey(fromHex(example.seed)));
    const { manifest, signer } = example;
    const { evidence } = await checkReceipt(receipt, {
      sha256: await sha256(utf8(example.signedFile)),
      store,
      archivedIn: "receipt.json",
      factsOf: () => ({
        manifest,
        signer,
        signature: utf8(example.signature),
        certificate: utf8(example.certificate),
      }),
      judge: async () => ({ state: "Valid", manifest, archiveOwner: owner, findings: [] }),
    });
    expect(evidence).toMatchObject({ level: "authentic", match: "signed-file", owner });
  });

  it("is printed on the page as it is written", () => {
    expect(page).toContain(`\`\`\`json\n${writeReceipt(receipt)}\`\`\`\n`);
    for (const text of [example.signature, example.certificate])
      expect(page).toContain(`\`${text}\``);
  });
});

describe("the pages", () => {
  it("list every field of a receipt, in the order in which they are written", () => {
    const tree = { batch: { index: 0, count: 1, hashes: [] } };
    const flat = (value: object, at = ""): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? flat(inner, `${at}${name}.`)
          : [`${at}${name}`],
      );
    const written = JSON.parse(writeReceipt({ ...receipt, ...tree })) as object;
    expect(tagNames(page, "field | value")).toEqual([...flat(written), "proof"]);
    expect(page).toContain(`at most ${MAX_RECEIPT / 1024 / 1024} MiB`);
  });

  it("list every tag of a withdrawal, in the order in which they are written", () => {
    const { tags } = withdrawalRecord({
      withdraws: receipt.record.id,
      hashes: [receipt.file.sha256],
      manifest: receipt.manifest.id,
      at: "2026-08-21T10:00:00Z",
    });
    const listed = tagNames(
      read("docs/format/archive-record.md"),
      "tag of a withdrawal | times | value",
    );
    expect(listed).toEqual(tags.map(({ name }) => name));
  });
});
