// docs/format/archive-record.md is the specification: its example is what the code makes, and its codes are all there are.
import { readFileSync } from "node:fs";
import { createData, SolanaSigner } from "arbundles";
import { describe, expect, it } from "vitest";
import {
  createItem,
  manifestRecord,
  ownerAddress,
  type Tag,
} from "../../../../src/archive/index.js";
import { itemMessage } from "../../../../src/archive/item/data-item.js";
import { REFUSALS } from "../../../../src/archive/record/judge-item.js";
import { TAG } from "../../../../src/archive/record/record-tag.js";
import { fromHex, sha256, toHex, utf8 } from "../../../../src/encoding/index.js";
import { ed25519PublicKey, signEd25519 } from "../../../../src/signature/index.js";
import { base58 } from "../../../fake/base58.js";

interface Example {
  readonly seed: string;
  readonly manifest: string;
  readonly store: string;
  readonly signedFile: string;
  readonly originalFile: string;
  readonly mediaType: string;
  readonly ownerAddress: string;
  readonly tags: readonly Tag[];
  readonly message: string;
  readonly id: string;
  readonly bytes: string;
}
const read = (path: string) =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
const example = JSON.parse(read("test/vector/archive-record.json")) as Example;
const page = read("docs/format/archive-record.md");

const seed = fromHex(example.seed);
const owner = await ed25519PublicKey(seed);
const original = await sha256(utf8(example.originalFile));
const record = await manifestRecord({
  manifest: example.manifest,
  store: utf8(example.store),
  mediaType: example.mediaType,
  assetHash: original,
  signedHash: await sha256(utf8(example.signedFile)),
  hardBinding: { label: "c2pa.hash.data", algorithm: "sha256", hash: original },
});
const { id, bytes, item } = await createItem({
  ...record,
  owner,
  sign: (message) => signEd25519(seed, message),
});

describe("the worked example", () => {
  it("is what the code makes", async () => {
    expect(item.tags).toEqual(example.tags);
    expect(toHex(await itemMessage(item))).toBe(example.message);
    expect(id).toBe(example.id);
    expect(toHex(bytes)).toBe(example.bytes);
    expect(await ownerAddress(owner)).toBe(example.ownerAddress);
  });

  it("is what arbundles makes of the same tags and payload", async () => {
    const signer = new SolanaSigner(base58(Buffer.concat([seed, owner])));
    const theirs = createData(Buffer.from(item.data), signer, { tags: [...example.tags] });
    await theirs.sign(signer);
    expect(theirs.getRaw().toString("hex")).toBe(example.bytes);
  });

  it("is printed on the page", () => {
    const rows = example.tags.map(({ name, value }) => `| \`${name}\` | \`${value}\` |`).join("\n");
    expect(page).toContain(`| tag | value |\n|---|---|\n${rows}\n`);
    for (const text of [toHex(owner), example.ownerAddress, example.message, example.id])
      expect(page).toContain(text);
    expect(page).toContain(toHex(item.signature));
    expect(page).toContain(`They take ${item.rawTags.length} bytes.`);
    expect(page).toContain(
      `takes ${bytes.length} bytes: ${bytes.length - item.data.length} more than its payload`,
    );
  });
});

describe("the page", () => {
  const table = (first: string) => page.split(`| ${first} |`)[1]?.split("\n\n")[0] ?? "";

  it("lists every tag, in the order in which they are written", () => {
    const listed = [...table("tag | times | value").matchAll(/^\| `([^`]+)`/gm)].map(
      ([, tag]) => tag,
    );
    expect(listed).toEqual(Object.values(TAG));
  });

  it("lists every code with which a record is refused, and no other", () => {
    const steps = page.split("| step | finding when it fails")[1]?.split("\n\n")[0] ?? "";
    const listed = [...steps.matchAll(/`([a-z]+[A-Z]\w+)`/g)].map(([, code]) => code);
    expect(listed).toEqual(REFUSALS);
    expect(page).toContain("`recordHolds`");
  });
});
