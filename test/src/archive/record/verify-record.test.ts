// The life of a record, and what squatters, hijackers and thieves can do to it: nothing.
import { generateKeyPairSync, sign as nodeSign } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Copy,
  createItem,
  type JudgedStore,
  manifestRecord,
  proofRecord,
  type RecordAnswer,
  type RecordInput,
  type Tag,
  verifyRecord,
} from "../../../../src/archive/index.js";
import { concat, sha256, utf8 } from "../../../../src/encoding/index.js";
import { type FakeOwner, fakeOwner } from "../../../fake/archive-owner.js";
import { fakeJudge, fakeStore } from "../../../fake/judge-store.js";

const ada = await fakeOwner(1);
const eve = await fakeOwner(2);
const ORIGINAL = utf8("the original file");
const STRIPPED = utf8("the signed file without its manifest");
const MANIFEST = "urn:c2pa:11111111-2222-4333-8444-555555555555";
const hardBinding = {
  label: "c2pa.hash.data",
  algorithm: "sha256",
  hash: await sha256(STRIPPED),
};
const JUDGED = { manifest: MANIFEST, signer: "Ada Reyes", archiveOwner: ada.address, hardBinding };
const STORE = fakeStore(JUDGED);
const SIGNED = concat(STRIPPED, STORE);

const inputFor = async (store: Uint8Array, change: Partial<RecordInput> = {}) => ({
  manifest: MANIFEST,
  store,
  mediaType: "image/jpeg",
  assetHash: await sha256(ORIGINAL),
  signedHash: await sha256(SIGNED),
  hardBinding,
  ...change,
});
const copyOf = async (file: Uint8Array, store?: Uint8Array): Promise<Copy> => ({
  sha256: await sha256(file),
  ...(store && { store }),
});

/** A record of `store` as `by` would archive it; `edit` changes tags and payload before they are signed. */
async function archived(
  by: FakeOwner,
  store: Uint8Array,
  edit: {
    tags?: (tags: readonly Tag[]) => Tag[];
    data?: Uint8Array;
    input?: Partial<RecordInput>;
  } = {},
) {
  const content = await manifestRecord(await inputFor(store, edit.input));
  return createItem({
    ...by,
    tags: edit.tags ? edit.tags(content.tags) : content.tags,
    data: edit.data ?? content.data,
  });
}
const replaced = (name: string, value: string) => (tags: readonly Tag[]) =>
  tags.map((tag) => (tag.name === name ? { name, value } : tag));

const ask = (bytes: Uint8Array, copy: Copy, id?: string) =>
  verifyRecord(bytes, { judge: fakeJudge, copy, archivedIn: "here", ...(id && { id }) });
const codes = ({ findings }: RecordAnswer) => findings.map(({ code }) => code);
/** The record is refused with this code, and nothing about it can weigh on the file. */
function expectRefused(answer: RecordAnswer, code: string) {
  expect(codes(answer)).toEqual([`colophon.archive.${code}`]);
  expect(answer.evidence).toBeUndefined();
  expect(answer.findings.every(({ kind }) => kind === "informational")).toBe(true);
}

const record = await archived(ada, STORE);
const stripped = await copyOf(STRIPPED);

describe("a record that counts", () => {
  it("is evidence with its level, its owner and its signer", async () => {
    const answer = await ask(record.bytes, stripped, record.id);
    expect(answer.evidence).toMatchObject({
      id: record.id,
      level: "authentic",
      manifest: MANIFEST,
      match: "hard-binding",
      owner: ada.address,
      signer: "Ada Reyes",
      archivedIn: "here",
    });
    expect(codes(answer)).toEqual(["colophon.archive.recordHolds"]);
    expect(answer.evidence?.findings.map(({ code }) => code)).toEqual([
      "colophon.archive.recordHolds",
      "claimSignature.validated",
    ]);
  });

  it.each([
    ["hard-binding", "a stripped copy", copyOf(STRIPPED)],
    ["original-file", "the original", copyOf(ORIGINAL)],
    ["original-file", "an original with an earlier manifest", copyOf(ORIGINAL, utf8("earlier"))],
    ["signed-file", "the signed file", copyOf(SIGNED, STORE)],
    ["signed-file", "the signed file, its manifest not looked for", copyOf(SIGNED)],
    ["manifest", "an edited copy that kept the manifest", copyOf(utf8("edited"), STORE)],
  ])("matches by %s: %s", async (match, _, copy) => {
    expect((await ask(record.bytes, await copy)).evidence?.match).toBe(match);
  });

  it("may be owned by the manifest's own key without being named in it", async () => {
    const store = fakeStore({ manifest: MANIFEST, signerKey: ada.owner, hardBinding });
    const own = await archived(ada, store);
    expect((await ask(own.bytes, stripped)).evidence?.owner).toBe(ada.address);
  });

  it("may be signed by somebody on no list: Valid is not Trusted, and neither is refused", async () => {
    for (const state of ["Valid", "Trusted"] as const) {
      const item = await archived(ada, fakeStore({ ...JUDGED, state }));
      expect((await ask(item.bytes, stripped)).evidence?.match).toBe("hard-binding");
    }
  });
});

describe("a stranger's record", () => {
  it("squatting on the manifest id and hashes is refused: its owner isn't in the manifest", async () => {
    expectRefused(await ask((await archived(eve, STORE)).bytes, stripped), "ownerUnbound");
  });

  it("with a manifest of its own under the victim's id is refused: the id is the payload's", async () => {
    const own = fakeStore({ ...JUDGED, manifest: "urn:c2pa:eve", archiveOwner: eve.address });
    const item = await archived(eve, own, { tags: replaced("C2PA-Manifest-ID", MANIFEST) });
    expectRefused(await ask(item.bytes, stripped), "manifestIdMismatch");
  });

  it("with the victim's tags over another payload is refused", async () => {
    const own = fakeStore({ ...JUDGED, archiveOwner: eve.address });
    for (const copy of [stripped, await copyOf(SIGNED, STORE)]) {
      const victims = (await archived(ada, STORE)).item.tags;
      const item = await createItem({ ...eve, tags: victims, data: own });
      expectRefused(await ask(item.bytes, copy), "storeHashMismatch");
    }
  });

  it("claiming the victim's signed file as its own is refused: that file carries another manifest", async () => {
    const own = fakeStore({ manifest: "urn:c2pa:eve", archiveOwner: eve.address });
    const item = await archived(eve, own, { input: { manifest: "urn:c2pa:eve" } });
    expectRefused(await ask(item.bytes, await copyOf(SIGNED, STORE)), "copyMismatch");
  });

  it("that repeats the victim's signature under its own key is refused", async () => {
    const bytes = record.bytes.slice();
    bytes.set(eve.owner, 2 + 64);
    expectRefused(await ask(bytes, stripped, record.id), "itemSignatureInvalid");
  });

  it("put in the place of another is refused by its id", async () => {
    const other = await archived(ada, STORE, { input: { mediaType: "image/png" } });
    expectRefused(await ask(other.bytes, stripped, record.id), "itemIdMismatch");
  });

  it("in the victim's name with a key of small order is refused", async () => {
    const owner = new Uint8Array(32);
    owner[0] = 1;
    const signature = concat(owner, new Uint8Array(32));
    const content = await manifestRecord(
      await inputFor(fakeStore({ ...JUDGED, signerKey: owner })),
    );
    const item = await createItem({ ...content, owner, sign: async () => signature });
    expectRefused(await ask(item.bytes, stripped), "itemSignatureInvalid");
  });
});

describe("a record is refused", () => {
  it("when it is no item, or a torn one", async () => {
    expectRefused(await ask(utf8("<html>404</html>"), stripped), "itemMalformed");
    expectRefused(await ask(record.bytes.subarray(0, 200), stripped), "itemMalformed");
    expectRefused(await ask(new Uint8Array(0), stripped), "itemMalformed");
  });

  it("when a tag is wrong, and the tag is named", async () => {
    const item = await archived(ada, STORE, { tags: replaced("Colophon-Version", "2") });
    const answer = await ask(item.bytes, stripped);
    expectRefused(answer, "recordInvalid");
    expect(answer.findings[0]?.explanation).toContain("Colophon-Version");
  });

  it("when a bit of the payload changed", async () => {
    const bytes = record.bytes.slice();
    bytes[bytes.length - 1]! ^= 1;
    expectRefused(await ask(bytes, stripped), "itemSignatureInvalid");
  });

  it("when the archived manifest doesn't hold, and its code is named", async () => {
    const item = await archived(ada, fakeStore({ ...JUDGED, state: "Invalid" }));
    const answer = await ask(item.bytes, stripped);
    expectRefused(answer, "manifestInvalid");
    expect(answer.findings[0]?.explanation).toContain("claimSignature.mismatch");
  });

  it("when the payload is no manifest at all", async () => {
    expectRefused(
      await ask((await archived(ada, utf8("none"))).bytes, stripped),
      "manifestInvalid",
    );
  });

  it("when the manifest could not be checked, without an exception", async () => {
    const unchecked = await archived(ada, fakeStore({ ...JUDGED, state: "NotChecked" }));
    expectRefused(await ask(unchecked.bytes, stripped), "manifestNotChecked");
    const unreadable = await archived(ada, utf8("unreadable"));
    expectRefused(await ask(unreadable.bytes, stripped), "manifestNotChecked");
  });

  it("when the copy in hand is another file", async () => {
    expectRefused(await ask(record.bytes, await copyOf(utf8("other"))), "copyMismatch");
    expectRefused(await ask(record.bytes, await copyOf(utf8("a"), utf8("b"))), "copyMismatch");
  });

  it("when a copy matches a hash that is not of plain bytes, though a key of the record says so", async () => {
    for (const change of [{ label: "c2pa.hash.bmff.v3" }, { label: "c2pa.hash.data.part" }]) {
      const store = fakeStore({ ...JUDGED, hardBinding: { ...hardBinding, ...change } });
      expectRefused(await ask((await archived(ada, store)).bytes, stripped), "copyMismatch");
    }
  });

  it("but a defect of ours is not hidden as one of the record", async () => {
    const judge = async () => {
      throw new TypeError("defect");
    };
    const question = { judge, copy: stripped, archivedIn: "here" };
    await expect(verifyRecord(record.bytes, question)).rejects.toBeInstanceOf(TypeError);
  });
});

describe("a proof record", () => {
  const signedAt = "2026-08-21T10:00:00Z";
  const chain = [utf8("leaf")];
  const judged = { ...JUDGED, signerKey: ada.owner };
  const store = fakeStore(judged);
  const signer = { algorithm: "ed25519", chain, sign: ada.sign } as const;
  const carrying = copyOf(concat(STRIPPED, store), store);

  async function proof(change: object = {}, by = signer, of = store, owner = ada) {
    const input = await inputFor(of, { signedHash: await sha256(concat(STRIPPED, store)) });
    const content = await proofRecord({ ...input, hardBinding, signedAt, ...change }, by);
    return createItem({ ...owner, ...content });
  }

  it("counts for a copy that has the manifest", async () => {
    const answer = await ask((await proof()).bytes, await carrying);
    expect(answer.evidence).toMatchObject({ match: "signed-file", signer: "Ada Reyes" });
    const edited = await copyOf(utf8("edited"), store);
    expect((await ask((await proof()).bytes, edited)).evidence?.match).toBe("manifest");
  });

  it("counts for nothing without the manifest: nobody could say who signed", async () => {
    expectRefused(await ask((await proof()).bytes, stripped), "manifestNeeded");
    const other = await copyOf(STRIPPED, utf8("another manifest"));
    expectRefused(await ask((await proof()).bytes, other), "manifestNeeded");
  });

  it("signed by another key than the manifest's is refused", async () => {
    const item = await proof({}, { ...signer, sign: eve.sign });
    expectRefused(await ask(item.bytes, await carrying), "proofSignatureInvalid");
  });

  it("with another hard binding than the manifest's is refused", async () => {
    for (const binding of [{ hash: new Uint8Array(32) }, { label: "c2pa.hash.bmff.v3" }]) {
      const item = await proof({ hardBinding: { ...hardBinding, ...binding } });
      expectRefused(await ask(item.bytes, await carrying), "hardBindingMismatch");
    }
  });

  it("republished by a stranger is refused", async () => {
    const item = await proof({}, signer, store, eve);
    expectRefused(await ask(item.bytes, await carrying), "ownerUnbound");
  });

  it.each([
    ["es256", "P-256", "sha256"],
    ["es384", "P-384", "sha384"],
    ["es512", "P-521", "sha512"],
  ] as const)("may be signed with %s", async (algorithm, namedCurve, hash) => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
    const sign = async (bytes: Uint8Array) =>
      nodeSign(hash, bytes, { key: privateKey, dsaEncoding: "ieee-p1363" });
    await expectSigned(algorithm, sign, publicKey.export({ type: "spki", format: "der" }));
  });

  it.each([
    ["ps256", "sha256", 32],
    ["ps384", "sha384", 48],
    ["ps512", "sha512", 64],
  ] as const)("may be signed with %s", async (algorithm, hash, saltLength) => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const sign = async (bytes: Uint8Array) =>
      nodeSign(hash, bytes, {
        key: privateKey,
        padding: 6 /* RSA_PKCS1_PSS_PADDING */,
        saltLength,
      });
    await expectSigned(algorithm, sign, publicKey.export({ type: "spki", format: "der" }));
  });

  async function expectSigned(
    algorithm: "es256" | "es384" | "es512" | "ps256" | "ps384" | "ps512",
    sign: (bytes: Uint8Array) => Promise<Uint8Array>,
    spki: Uint8Array,
  ) {
    const own: Partial<JudgedStore> & { manifest: string } = { ...JUDGED, signerSpki: spki };
    const of = fakeStore(own);
    const content = await proofRecord(
      { ...(await inputFor(of)), hardBinding, signedAt },
      { algorithm, chain, sign },
    );
    const copy = await copyOf(utf8("edited"), of);
    const item = await createItem({ ...ada, ...content });
    expect((await ask(item.bytes, copy)).evidence?.match).toBe("manifest");
    const bytes = content.data.slice();
    bytes[bytes.length - 1]! ^= 1;
    const forged = await createItem({ ...ada, ...content, data: bytes });
    expectRefused(await ask(forged.bytes, copy), "proofSignatureInvalid");
  }
});
