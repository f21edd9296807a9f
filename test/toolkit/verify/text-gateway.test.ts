// Texts looked up by their words at a real gateway over HTTP: what is found, on whose word, and what nobody can forge.
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createItem,
  type Gateway,
  openGateway,
  parseItem,
  type Tag,
  textPrintsItems,
  textRecordItem,
} from "../../../src/archive/index.js";
import { sha256, toBase64Url, utf8, utf8Text } from "../../../src/encoding/index.js";
import { examineWords, type TextMeans } from "../../../src/examine/index.js";
import { ColophonError } from "../../../src/index.js";
import { encodeTextRecord, plainBlocks, textRecord } from "../../../src/text/index.js";
import { trustLists } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { createIdentity, type NewIdentity, sign, verify } from "../../../toolkit/index.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { article } from "../../fake/text-place.js";
import { upload } from "../gateway/ask.js";
import { type Workshop, workshop } from "../sign/workshop.js";

const TEXT = article(1000);
const BLOCKS = plainBlocks(TEXT);
const WORDS = TEXT.split(/\s+/);

let shop: Workshop;
let gateway: TestGateway;
let archive: LocalArchive;
/** Everything that the gateway was told: paths and bodies. */
const log: string[] = [];

/** Signs a text and returns the items of its archive, the manifest's, the text's and its index. */
async function signedText(name: string, text: string, identity: NewIdentity) {
  const folder = join(shop.folder, `records-${name}`);
  await sign(shop.put(`${name}.txt`, text), { identity, archive: folder });
  const kept = await LocalArchive.open(folder);
  const ids = (await kept.list()).map(({ id }) => id).reverse();
  const items = await Promise.all(
    ids.map(async (id) => ({ id, bytes: new Uint8Array(await kept.get(id)) })),
  );
  const of = (kind: string) => items.filter(({ bytes }) => kindOf(bytes) === kind);
  return { archive: kept, items, manifest: of("manifest")[0]!, text: of("text")[0]!, of };
}

const kindOf = (bytes: Uint8Array) => tagOf(parseItem(bytes).tags, "Colophon-Kind");
const tagOf = (tags: readonly Tag[], name: string) =>
  tags.find((tag) => tag.name === name)?.value ?? "";

const means = (
  change: { readonly private?: boolean; readonly gateways?: readonly Gateway[] } = {},
): TextMeans => ({
  engine: hostEngine,
  trust: trustLists({ signers: [{ name: "mine", pem: shop.root }] }),
  now: () => new Date(),
  gateways: {
    open: (signal) => change.gateways ?? [logged(gateway.url, signal)],
    private: change.private ?? false,
  },
});

function logged(url: string, signal: AbortSignal): Gateway {
  const http = httpTo(url, signal);
  return openGateway(url, (address, question) => {
    log.push(`${address} ${utf8Text(question.body ?? new Uint8Array(0))}`);
    return http(address, question);
  });
}

let ada: Awaited<ReturnType<typeof signedText>>;
beforeAll(async () => {
  shop = await workshop();
  gateway = await startGateway();
  ada = await signedText("article", TEXT, shop.identity);
  archive = ada.archive;
  await upload(gateway.url, ...ada.items);
  await gateway.mine();
});

describe("a text at a gateway", () => {
  it("is found whole, with its signer, and the state stays what it was", async () => {
    const bare = shop.put("bare.txt", TEXT.replaceAll("a", "a\u00ad"));
    const verdict = await verify(bare, { gateways: [gateway.url], anchors: [shop.root] });
    const { state } = await verify(bare, { anchors: [shop.root] });
    expect(verdict).toMatchObject({
      state,
      text: {
        label: "exact",
        texts: [{ label: "exact", state: "Trusted", archive: { id: ada.text.id, match: "words" } }],
      },
    });
    expect(verdict.text?.texts[0]?.archive).toMatchObject({
      level: "in block",
      signer: "The Daily Record",
    });
    expect(verdict.summary).toContain("The same words stand in a text signed by The Daily Record");
  });

  it("is found after edits, by its smallest fingerprints", async () => {
    const edited = BLOCKS.map((block, i) => (i % 3 ? block : block.replace(/\. /, " indeed. ")));
    const { text } = await examineWords(edited, means());
    expect(text).toMatchObject({ label: "edited", texts: [{ archive: { id: ada.text.id } }] });
  });

  it.each([0, 100, 333, 612, 900])("is found by 15 words, from word %i on", async (at) => {
    const quote = plainBlocks(WORDS.slice(at, at + 15).join(" "));
    const { text } = await examineWords(quote, means());
    expect(text?.texts[0]?.archive.id).toBe(ada.text.id);
  });

  it("is found by a quote in the midst of 3,000 other words", async () => {
    const other = plainBlocks(article(3000, 9));
    const page = [...other.slice(0, 20), WORDS.slice(40, 70).join(" "), ...other.slice(20)];
    expect((await examineWords(page, means())).text?.texts[0]?.archive.id).toBe(ada.text.id);
  });

  it("is found in the archive on this computer with nobody asked, whole and quoted", async () => {
    const here = { ...means(), gateways: undefined };
    const { gateways: _, ...local } = here;
    for (const blocks of [BLOCKS, plainBlocks(WORDS.slice(200, 220).join(" "))]) {
      const { text, findings } = await examineWords(blocks, { ...local, archive });
      expect(text?.texts[0]?.archive).toMatchObject({ id: ada.text.id, level: "authentic" });
      expect(findings.some(({ code }) => code === "colophon.archive.asked")).toBe(false);
    }
  });

  it("is nothing where nobody signed the words", async () => {
    expect((await examineWords(plainBlocks(article(300, 77)), means())).text).toBeUndefined();
  });
});

describe("a private look-up of a text", () => {
  it("finds it, and the gateway never sees a hash or a fingerprint", async () => {
    log.length = 0;
    const { text, findings } = await examineWords(BLOCKS, means({ private: true }));
    expect(text?.label).toBe("exact");
    const record = textRecord(BLOCKS);
    const said = log.join("\n");
    expect(said).toContain("Colophon-Text-Prefix");
    for (const hash of [record.article, ...record.prints])
      expect(said).not.toContain(toBase64Url(hash));
    expect(findings.map(({ explanation }) => explanation).join()).toContain("they list 1 text");
    expect(said.match(/Colophon-Text-Prefix","values":\["[0-9a-f]{4}"\]/g)?.length).toBe(2);
  });
});

describe("what doesn't count", () => {
  /** Puts a text record and index under a key, about whatever manifest. */
  async function planted(
    seed: number,
    about: { words: string; manifest: string; store: Uint8Array; indexed?: boolean },
  ) {
    const { words, manifest, store, indexed = true } = about;
    const owner = await fakeOwner(seed);
    const record = textRecord(plainBlocks(words));
    const item = await createItem({
      ...owner,
      ...(await textRecordItem({ record, manifest, store })),
    });
    const recordHash = await sha256(encodeTextRecord(record));
    const { prints } = record;
    const index = indexed ? textPrintsItems({ prints, manifest, record: item.id, recordHash }) : [];
    const indexes = await Promise.all(index.map((one) => createItem({ ...owner, ...one })));
    await upload(gateway.url, item, ...indexes);
    return item.id;
  }
  const OTHER = article(400, 5);

  it("is a record by another key over the signer's manifest", async () => {
    const { data, tags } = parseItem(ada.manifest.bytes);
    const manifest = tagOf(tags, "C2PA-Manifest-ID");
    await planted(3, { words: OTHER, manifest, store: data });
    const { text } = await examineWords(plainBlocks(OTHER), means());
    expect(text).toBeUndefined();
  });

  it("is a record whose hash the manifest of its own owner doesn't have", async () => {
    const eve = await createIdentity({ name: "Eve" });
    const other = await signedText("eve", article(300, 6), eve);
    await upload(gateway.url, ...other.items);
    const { data, tags } = parseItem(other.manifest.bytes);
    const record = textRecord(plainBlocks(OTHER));
    const manifest = tagOf(tags, "C2PA-Manifest-ID");
    const { publicKey: owner, sign: by } = eve.archiveKey!;
    const item = await createItem({
      owner,
      sign: by,
      ...(await textRecordItem({ record, manifest, store: data })),
    });
    await upload(gateway.url, item);
    const { text, findings } = await examineWords(plainBlocks(OTHER), means());
    expect(text).toBeUndefined();
    expect(findings.map(({ code }) => code)).toContain("colophon.archive.textIgnored");
  });

  it("is an index item that lies: it leads to a record that has none of the words", async () => {
    const { publicKey: owner, sign: by } = shop.identity.archiveKey!;
    const words = plainBlocks(article(200, 8));
    const [lie] = textPrintsItems({
      prints: textRecord(words).prints,
      manifest: tagOf(parseItem(ada.text.bytes).tags, "C2PA-Manifest-ID"),
      record: ada.text.id,
      recordHash: new Uint8Array(32),
    });
    await upload(gateway.url, await createItem({ owner, sign: by, ...lie! }));
    expect((await examineWords(words, means())).text).toBeUndefined();
  });

  it("is shown with its own name, when a stranger signs the same words", async () => {
    const mallory = await createIdentity({ name: "Mallory" });
    const copy = await signedText("mallory", article(120, 11), mallory);
    const first = await signedText("first", article(120, 11), shop.identity);
    await upload(gateway.url, ...first.items, ...copy.items);
    const { text } = await examineWords(plainBlocks(article(120, 11)), means());
    expect(text?.label).toBe("exact");
    const signers = text?.texts.map(({ archive: { signer }, state }) => [signer, state]);
    expect(signers).toHaveLength(2);
    expect(signers).toContainEqual(["Mallory", "Valid"]);
    expect(signers).toContainEqual(["The Daily Record", "Trusted"]);
  });

  it("hides nothing, 300 records of strangers in front of it", async () => {
    const hidden = article(250, 21);
    const strangers = Array.from({ length: 300 }, (_, seed) => seed);
    for (let i = 0; i < strangers.length; i += 20)
      await Promise.all(
        strangers.slice(i, i + 20).map((seed) =>
          planted(seed % 200, {
            words: `${hidden}\n\n${article(20, 1000 + seed)}`,
            manifest: `urn:c2pa:00000000-0000-4000-8000-${String(seed).padStart(12, "0")}`,
            store: utf8(`store ${seed}`),
            indexed: seed < 60,
          }),
        ),
      );
    const signed = await signedText("hidden", hidden, shop.identity);
    await upload(gateway.url, ...signed.items);
    const quote = plainBlocks(hidden.split(/\s+/).slice(30, 60).join(" "));
    for (const blocks of [plainBlocks(hidden), quote])
      expect((await examineWords(blocks, means())).text?.texts[0]?.archive.id).toBe(signed.text.id);
  }, 60_000);
});

describe("a gateway that fails", () => {
  it("or lies about items costs its own answers and no more", async () => {
    const honest = logged(gateway.url, AbortSignal.timeout(30_000));
    const dead: Gateway = {
      ...honest,
      url: "http://127.0.0.1:9",
      find: async () => {
        throw new ColophonError("GATEWAY_FAILED", "http://127.0.0.1:9 is of no use");
      },
    };
    const liar: Gateway = {
      ...honest,
      url: "http://127.0.0.1:8",
      find: async (query) =>
        (await honest.find(query)).map((item) => ({
          ...item,
          tags: item.tags.map(({ name, value }) => ({ name, value: `${value}x` })),
        })),
      payload: async () => utf8("something else"),
    };
    const { text, findings } = await examineWords(
      BLOCKS,
      means({ gateways: [dead, liar, honest] }),
    );
    expect(text?.texts[0]?.archive.id).toBe(ada.text.id);
    expect(findings.map(({ code }) => code)).toContain("colophon.archive.gatewayFailed");
  });
});
