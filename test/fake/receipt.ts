// A file, its manifest, its record and its receipt, for tests: one for each number, all by the owner of that number.

import { createHash } from "node:crypto";
import {
  batchRecord,
  batchTree,
  createItem,
  manifestRecord,
  type Receipt,
} from "../../src/archive/index.js";
import { concat, sha256, utf8 } from "../../src/encoding/index.js";
import { fakeOwner } from "./archive-owner.js";
import { manifestUrn } from "./archived-item.js";
import { fakeStore } from "./judge-store.js";
import { fakeFacts } from "./store-facts.js";

export { fakeFacts };

export interface Signed {
  readonly content: Uint8Array;
  readonly sha256: Uint8Array;
  readonly store: Uint8Array;
}

/** Signed file number `n` by owner `by`; another `name` makes it another file. */
export async function fakeSigned(n: number, by = 1): Promise<Signed> {
  const { address } = await fakeOwner(by);
  const said = { manifest: manifestUrn(n), archiveOwner: address, title: `file ${n}` };
  const store = fakeStore(said as Parameters<typeof fakeStore>[0]);
  const content = concat(utf8(`content ${n} `), store);
  return { content, store, sha256: await sha256(content) };
}

/** The receipt of a signed file with a record of its own. */
export async function fakeReceipt(n: number, by = 1): Promise<Receipt> {
  const { store, sha256: signedHash } = await fakeSigned(n, by);
  const { manifest } = fakeFacts(store);
  const assetHash = await sha256(utf8(`content ${n} `));
  const mediaType = "image/jpeg";
  const record = await manifestRecord({ manifest, store, mediaType, assetHash, signedHash });
  const owner = await fakeOwner(by);
  const { id, bytes } = await createItem({ ...record, ...owner });
  return receiptOver(n, by, { id, owner: owner.address, item: bytes });
}

/** The receipts of several signed files in one batch. */
export async function fakeBatch(numbers: readonly number[], by = 1): Promise<Receipt[]> {
  const owner = await fakeOwner(by);
  const stores = await Promise.all(numbers.map(async (n) => (await fakeSigned(n, by)).store));
  const digests = await Promise.all(stores.map(sha256));
  const tree = batchTree(
    digests,
    (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  );
  const { id, bytes } = await createItem({ ...batchRecord(tree), ...owner });
  const receipts = numbers.map(async (n, i) => {
    const batch = tree.path(digests[i] ?? new Uint8Array());
    const receipt = await receiptOver(n, by, { id, owner: owner.address, item: bytes });
    return { ...receipt, ...(batch && { batch }) };
  });
  return Promise.all(receipts);
}

async function receiptOver(n: number, by: number, record: Receipt["record"]): Promise<Receipt> {
  const { store, sha256: hash } = await fakeSigned(n, by);
  const facts = fakeFacts(store);
  return {
    file: { name: `${n}.jpg`, sha256: hash, mediaType: "image/jpeg" },
    manifest: { id: facts.manifest, sha256: await sha256(store) },
    signature: await sha256(facts.signature),
    signer: { name: facts.signer, certificate: await sha256(facts.certificate) },
    record,
  };
}
