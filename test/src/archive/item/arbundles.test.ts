// The codec against `arbundles`, the library that most of the network writes items with.
import { constants, type KeyObject, sign as nodeSign } from "node:crypto";
import {
  ArweaveSigner,
  bundleAndSignData,
  createData,
  DataItem,
  HexSolanaSigner,
  SolanaSigner,
} from "arbundles";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createItem,
  parseBundle,
  parseItem,
  serializeItem,
  verifyItem,
} from "../../../../src/archive/index.js";
import { itemMessage } from "../../../../src/archive/item/data-item.js";
import { toBase64Url, toHex, utf8 } from "../../../../src/encoding/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { base58 } from "../../../fake/base58.js";
import { newRsaKey } from "../../../fixture/rsa-key.js";

const ada = await fakeOwner(1);
const keyPair = base58(Buffer.concat([Buffer.alloc(32, 1), ada.owner]));
const ed25519 = new SolanaSigner(keyPair); // signature type 2, in spite of its name
const solana = new HexSolanaSigner(keyPair);
let rsa: ArweaveSigner;
let rsaKey: KeyObject;
beforeAll(() => {
  rsaKey = newRsaKey();
  rsa = new ArweaveSigner(
    rsaKey.export({ format: "jwk" }) as ConstructorParameters<typeof ArweaveSigner>[0],
  );
});

const TARGET = new Uint8Array(32).fill(0xfb);
const ANCHOR = "thirty-two characters of anchor.";
const TAGS = [
  { name: "Content-Type", value: "application/c2pa" },
  { name: "Titel", value: "Überschrift 😀" },
  { name: "Long", value: "v".repeat(3000) },
];
const shapes = [
  { title: "bare", target: undefined, anchor: undefined, tags: [] },
  { title: "with tags", target: undefined, anchor: undefined, tags: TAGS },
  { title: "with target", target: TARGET, anchor: undefined, tags: TAGS },
  { title: "with anchor", target: undefined, anchor: ANCHOR, tags: TAGS },
  { title: "with target alone", target: TARGET, anchor: undefined, tags: [] },
  { title: "with anchor alone", target: undefined, anchor: ANCHOR, tags: [] },
  { title: "with both and no tags", target: TARGET, anchor: ANCHOR, tags: [] },
  { title: "with everything", target: TARGET, anchor: ANCHOR, tags: TAGS },
  {
    title: "with 128 tags",
    target: TARGET,
    anchor: ANCHOR,
    tags: TAGS.slice(0, 1).concat(
      Array.from({ length: 127 }, (_, i) => ({ name: `n${i}`, value: "v" })),
    ),
  },
] as const;
const data = utf8("a manifest");

type Shape = (typeof shapes)[number];

async function theirs(shape: Shape, signer: SolanaSigner | ArweaveSigner) {
  const item = createData(data, signer, {
    tags: [...shape.tags],
    ...(shape.target && { target: toBase64Url(shape.target) }),
    ...(shape.anchor && { anchor: shape.anchor }),
  });
  await item.sign(signer);
  return { id: item.id, bytes: new Uint8Array(item.getRaw()) };
}

function ours(shape: Shape) {
  return createItem({
    ...ada,
    data,
    tags: shape.tags,
    ...(shape.target && { target: shape.target }),
    ...(shape.anchor && { anchor: utf8(shape.anchor) }),
  });
}

function pss(message: Uint8Array, saltLength: number | undefined): Uint8Array {
  const key = { key: rsaKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return new Uint8Array(nodeSign("sha256", message, key));
}

/** The fields of an item as arbundles reads them from its bytes, byte strings as base64url. */
function asTheyRead(bytes: Uint8Array) {
  const read = new DataItem(Buffer.from(bytes));
  return {
    id: read.id,
    signatureType: read.signatureType as number,
    signature: toBase64Url(read.rawSignature),
    owner: toBase64Url(read.rawOwner),
    target: toBase64Url(read.rawTarget),
    anchor: toBase64Url(read.rawAnchor),
    rawTags: toBase64Url(read.rawTags),
    tags: read.tags,
    data: toBase64Url(read.rawData),
  };
}

function asWritten({ signatureType, tags, ...fields }: ReturnType<typeof parseItem>) {
  const { signature, owner, target, anchor, rawTags, data } = fields;
  return {
    signatureType,
    signature: toBase64Url(signature),
    owner: toBase64Url(owner),
    target: toBase64Url(target),
    anchor: toBase64Url(anchor),
    rawTags: toBase64Url(rawTags),
    tags,
    data: toBase64Url(data),
  };
}

describe.each(shapes)("an item $title", (shape) => {
  it("is byte for byte what arbundles makes with the same key", async () => {
    const made = await ours(shape);
    const expected = await theirs(shape, ed25519);
    expect(Buffer.from(made.bytes).equals(expected.bytes)).toBe(true);
    expect(made.id).toBe(expected.id);
  });

  it("of ours verifies in arbundles, and not after a change", async () => {
    const { bytes } = await ours(shape);
    expect(await DataItem.verify(Buffer.from(bytes))).toBe(true);
    const changed = Buffer.from(bytes);
    changed[changed.length - 1]! ^= 1;
    expect(await DataItem.verify(changed)).toBe(false);
  });

  it("of ours says the same in arbundles", async () => {
    const { id, item, bytes } = await ours(shape);
    expect(asTheyRead(bytes)).toEqual({ ...asWritten(item), id });
  });

  it.each([
    ["RSA with a salt of 32 bytes, as browsers sign", 1, 32],
    ["RSA with the longest salt, as Node signs", 1, constants.RSA_PSS_SALTLEN_MAX_SIGN],
    ["RSA without a salt, as early items", 1, 0],
    ["Solana", 4, undefined],
  ] as const)(
    "of ours, signed with %s, reads and verifies here and there",
    async (_, type, salt) => {
      const unsigned = {
        ...(await ours(shape)).item,
        signatureType: type,
        owner: type === 1 ? new Uint8Array(rsa.publicKey) : ada.owner,
      };
      const message = await itemMessage(unsigned);
      const signature = type === 1 ? pss(message, salt) : await ada.sign(utf8(toHex(message)));
      const item = { ...unsigned, signature };
      const bytes = serializeItem(item);
      expect(parseItem(bytes)).toEqual(item);
      expect(await verifyItem(item)).toMatchObject({ ok: true });
      expect(await DataItem.verify(Buffer.from(bytes))).toBe(true);
      expect(asTheyRead(bytes)).toMatchObject(asWritten(item));
    },
  );

  it.each([
    ["RSA", 1, () => rsa],
    ["Ed25519", 2, () => ed25519],
    ["Solana", 4, () => solana],
  ] as const)(
    "of theirs, signed with %s, verifies here, and not after a change",
    async (_, signatureType, signer) => {
      const { id, bytes } = await theirs(shape, signer());
      const item = parseItem(bytes);
      expect(item).toMatchObject({ signatureType, tags: shape.tags });
      expect(serializeItem(item)).toEqual(bytes);
      expect(await verifyItem(item, { id })).toMatchObject({ ok: true, id });
      const changed = bytes.slice();
      changed[changed.length - 1]! ^= 1;
      expect(await verifyItem(parseItem(changed))).toEqual({
        ok: false,
        reason: "signature-invalid",
      });
    },
  );
});

it("their bundle is taken apart into the items that went in", async () => {
  const items = shapes.map((shape) =>
    createData(data, ed25519, {
      tags: [...shape.tags],
      ...(shape.anchor && { anchor: shape.anchor }),
    }),
  );
  const bundle = await bundleAndSignData(items, ed25519);
  const bytes = new Uint8Array(bundle.getRaw());
  const entries = parseBundle(bytes);
  expect(entries.map(({ id }) => id)).toEqual(bundle.items.map(({ id }) => id));
  for (const { id, offset, size } of entries)
    expect(
      await verifyItem(parseItem(bytes.subarray(offset, offset + size)), { id }),
    ).toMatchObject({ ok: true });
});
