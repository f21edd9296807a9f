// What is asked in every runtime: items and records, sound ones and forged ones, by arbundles and by us.
import { createHash, generateKeyPairSync, sign as nodeSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Point, utils } from "@noble/ed25519";
import {
  ArweaveSigner,
  bundleAndSignData,
  createData,
  EthereumSigner,
  HexSolanaSigner,
  type Signer,
  SolanaSigner,
} from "arbundles";
import {
  type Copy,
  createItem,
  manifestRecord,
  proofRecord,
  type RecordInput,
} from "../../src/archive/index.js";
import { concat, fromHex, sha256, toBase64Url, toHex, utf8 } from "../../src/encoding/index.js";
import { fakeOwner } from "../fake/archive-owner.js";
import { base58 } from "../fake/base58.js";
import { fakeStore } from "../fake/judge-store.js";
import { newRsaKey } from "../fixture/rsa-key.js";
import type { Question } from "./answer.js";
import { gatewayQuestions } from "./gateway-questions.js";

const ada = await fakeOwner(1);
const eve = await fakeOwner(2);
const smallOrder = JSON.parse(
  readFileSync(new URL("../vector/ed25519-small-order.json", import.meta.url), "utf8"),
) as { forgesAnything: { signature: string }; publicKeys: readonly string[] };

export async function questions(): Promise<Question[]> {
  const parts = [theirItems(), forgedItems(), bundles(), records(), proofs(), gatewayQuestions()];
  return (await Promise.all(parts)).flat();
}

const TAGS = [
  { name: "Content-Type", value: "application/c2pa" },
  { name: "Titel", value: "\ufeffÜberschrift 😀" },
];
const FULL = {
  tags: TAGS,
  target: toBase64Url(new Uint8Array(32).fill(0xfb)),
  anchor: "thirty-two characters of anchor.",
};

/** Items of types 1 to 4 as arbundles makes them, each also with a byte changed in each of its parts. */
async function theirItems(): Promise<Question[]> {
  const keyPair = base58(Buffer.concat([Buffer.alloc(32, 1), ada.owner]));
  const rsa = newRsaKey();
  const jwk = rsa.export({ format: "jwk" }) as ConstructorParameters<typeof ArweaveSigner>[0];
  const signers: [string, Signer][] = [
    ["RSA", new ArweaveSigner(jwk)],
    ["Ed25519", new SolanaSigner(keyPair)],
    ["Ethereum", new EthereumSigner("11".repeat(32))],
    ["Solana", new HexSolanaSigner(keyPair)],
  ];
  const asked: Question[] = [];
  for (const [title, signer] of signers)
    for (const [shape, options] of [
      ["bare", {}],
      ["full", FULL],
    ] as const) {
      const made = createData("a manifest", signer, {
        ...options,
        tags: [...(options.tags ?? [])],
      });
      await made.sign(signer);
      const bytes = new Uint8Array(made.getRaw());
      const head = 2 + signer.signatureLength + signer.ownerLength;
      asked.push({
        title: `${title}, ${shape}`,
        item: toHex(bytes),
        id: made.id,
        holds: title !== "Ethereum",
      });
      for (const [part, at] of [
        ["type", 0],
        ["signature", 2],
        ["S", 2 + signer.signatureLength - 1],
        ["owner", 2 + signer.signatureLength],
        ["presence", head],
        ["tags", bytes.length - 20],
        ["data", bytes.length - 1],
      ] as const) {
        const changed = bytes.slice();
        changed[at]! ^= 1;
        asked.push({
          title: `${title}, ${shape}, other ${part}`,
          item: toHex(changed),
          holds: false,
        });
      }
      asked.push({
        title: `${title}, ${shape}, torn`,
        item: toHex(bytes.subarray(0, head + 5)),
        holds: false,
      });
    }
  return asked;
}

/** Keys and signatures on which implementations of Ed25519 are known to differ. */
async function forgedItems(): Promise<Question[]> {
  const content = { tags: TAGS, data: utf8("a manifest") };
  const asked: Question[] = [];
  const forge = async (
    title: string,
    owner: Uint8Array,
    sign: (message: Uint8Array) => Promise<Uint8Array>,
  ) => {
    const { bytes } = await createItem({ ...content, owner, sign });
    asked.push({ title, item: toHex(bytes), holds: false });
  };
  const forged = fromHex(smallOrder.forgesAnything.signature);
  for (const key of smallOrder.publicKeys) {
    await forge(`key ${key}`, fromHex(key), async () => forged);
    await forge(`R ${key}`, ada.owner, async () => concat(fromHex(key), new Uint8Array(32)));
  }
  const order = Point.CURVE().n;
  await forge("S above the order", ada.owner, async (message) => {
    const signature = await ada.sign(message);
    return concat(signature.subarray(0, 32), encoded(decoded(signature.subarray(32)) + order));
  });
  const { scalar } = await utils.getExtendedPublicKeyAsync(new Uint8Array(32).fill(1));
  await forge("holds only times eight", ada.owner, async (message) => {
    const nonce = 12345n;
    const r = Point.BASE.multiply(nonce).add(Point.fromHex(smallOrder.publicKeys[4]!)).toBytes();
    const k = createHash("sha512").update(r).update(ada.owner).update(message).digest();
    return concat(r, encoded((nonce + (decoded(k) % order) * scalar) % order));
  });
  const noPoint = new Uint8Array(32).fill(2); // y = 0x0202… has no x
  await forge("a key that is no point", noPoint, async () => forged);
  return asked;
}

async function bundles(): Promise<Question[]> {
  const signer = new SolanaSigner(base58(Buffer.concat([Buffer.alloc(32, 1), ada.owner])));
  const items = ["one", "two"].map((data) => createData(data, signer, { tags: TAGS }));
  const bytes = new Uint8Array((await bundleAndSignData(items, signer)).getRaw());
  return [
    { title: "a bundle", bundle: toHex(bytes) },
    { title: "a torn bundle", bundle: toHex(bytes.subarray(0, bytes.length - 1)) },
  ];
}

const MANIFEST = "urn:c2pa:11111111-2222-4333-8444-555555555555";
const STRIPPED = utf8("the signed file without its manifest");
const hardBinding = { label: "c2pa.hash.data", algorithm: "sha256", hash: await sha256(STRIPPED) };
const JUDGED = { manifest: MANIFEST, signer: "Ada Reyes", archiveOwner: ada.address, hardBinding };
const STORE = fakeStore(JUDGED);

const inputFor = async (store: Uint8Array): Promise<RecordInput> => ({
  manifest: MANIFEST,
  store,
  mediaType: "image/jpeg",
  assetHash: await sha256(utf8("the original file")),
  signedHash: await sha256(concat(STRIPPED, STORE)),
  hardBinding,
});
const hexOf = ({ sha256, store }: Copy) => ({
  sha256: toHex(sha256),
  ...(store && { store: toHex(store) }),
});

async function records(): Promise<Question[]> {
  const asked: Question[] = [];
  const stripped = { sha256: await sha256(STRIPPED) };
  const stores: [string, Uint8Array][] = [
    ["sound", STORE],
    ["Trusted", fakeStore({ ...JUDGED, state: "Trusted" })],
    ["Invalid", fakeStore({ ...JUDGED, state: "Invalid" })],
    ["NotChecked", fakeStore({ ...JUDGED, state: "NotChecked" })],
    ["unreadable", utf8("unreadable")],
    ["no manifest", utf8("none")],
    ["of another id", fakeStore({ ...JUDGED, manifest: "urn:c2pa:another" })],
  ];
  for (const [title, store] of stores)
    for (const [name, by] of Object.entries({ ada, eve })) {
      const { bytes, id } = await createItem({
        ...by,
        ...(await manifestRecord(await inputFor(store))),
      });
      const item = toHex(bytes);
      const record = `record of ${name}, ${title}`;
      asked.push({ title: `${record}, stripped copy`, item, id, copy: hexOf(stripped) });
      const other = { sha256: new Uint8Array(32), store };
      asked.push({ title: `${record}, edited copy`, item, copy: hexOf(other) });
      const changed = bytes.slice();
      changed[changed.length - 1]! ^= 1;
      asked.push({
        title: `${record}, changed`,
        item: toHex(changed),
        copy: hexOf(stripped),
        holds: false,
      });
    }
  asked.push({ title: "HTML", item: toHex(utf8("<html>404</html>")), copy: hexOf(stripped) });
  return asked;
}

/** Statements signed with every algorithm of C2PA, each also with a bit of the signature changed. */
async function proofs(): Promise<Question[]> {
  const asked: Question[] = [];
  const ec = (namedCurve: string, hash: string) => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
    const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
    return { publicKey, sign: async (bytes: Uint8Array) => nodeSign(hash, bytes, key) };
  };
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pss = (hash: string, saltLength: number) => ({
    publicKey,
    sign: async (bytes: Uint8Array) =>
      nodeSign(hash, bytes, { key: privateKey, padding: 6, saltLength }),
  });
  const algorithms = {
    es256: ec("P-256", "sha256"),
    es384: ec("P-384", "sha384"),
    es512: ec("P-521", "sha512"),
    ps256: pss("sha256", 32),
    ps384: pss("sha384", 48),
    ps512: pss("sha512", 64),
    ed25519: { publicKey: undefined, sign: ada.sign },
  } as const;
  for (const [algorithm, { publicKey, sign }] of Object.entries(algorithms)) {
    const key = publicKey
      ? { signerSpki: publicKey.export({ type: "spki", format: "der" }) }
      : { signerKey: ada.owner };
    const store = fakeStore({ ...JUDGED, ...key });
    const signer = { algorithm: algorithm as keyof typeof algorithms, chain: [utf8("leaf")], sign };
    const input = { ...(await inputFor(store)), hardBinding, signedAt: "2026-08-21T10:00:00Z" };
    const content = await proofRecord(input, signer);
    const copy = hexOf({ sha256: new Uint8Array(32), store });
    const forged = content.data.slice();
    forged[forged.length - 1]! ^= 1;
    for (const [title, data] of [
      ["signed", content.data],
      ["forged", forged],
      ["torn", forged.subarray(0, 100)],
    ] as const) {
      const { bytes } = await createItem({ ...ada, ...content, data });
      asked.push({
        title: `proof ${title} with ${algorithm}`,
        item: toHex(bytes),
        copy,
        holds: title === "signed",
      });
    }
  }
  return asked;
}

function decoded(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

function encoded(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, "0")).reverse();
}
