// A batch in the making: what is kept of each file until all have been looked at, and the record and receipts that come
// of it. About a kilobyte stays in memory for each file, whatever its size.
import { hash } from "node:crypto";
import {
  batchRecord,
  batchTree,
  createItem,
  ownerAddress,
  type Receipt,
} from "../../src/archive/index.js";
import { storeBindings } from "../../src/examine/index.js";
import { ColophonError } from "../../src/index.js";
import type { ArchiveKey, OpenIdentity } from "../sign/signer.js";
import { composeReceipt } from "./receipt-file.js";
import type { SignedFile } from "./signed-file.js";

interface BatchOwner {
  readonly name: string;
  readonly key: ArchiveKey;
  readonly publicKey: Uint8Array;
  readonly address: string;
}

/** @throws ColophonError KEY_MISMATCH for an identity that owns no records */
export async function batchOwner({ name, archiveKey }: OpenIdentity): Promise<BatchOwner> {
  if (!archiveKey)
    throw new ColophonError("KEY_MISMATCH", `${name} has no Ed25519 key to own records with`, {
      hint: "nothing was written; name another identity with --identity",
    });
  const { publicKey } = archiveKey;
  return { name, key: archiveKey, publicKey, address: await ownerAddress(publicKey) };
}

/** A file's receipt but for the record. */
export type Batched = Omit<Receipt, "record">;

/** @throws ColophonError RECORD_INVALID for a file of another owner; RECEIPT_INVALID, CREDENTIAL_NOT_FOUND */
export async function collectBatch(signed: SignedFile, owner: BatchOwner): Promise<Batched> {
  const { name, sha256, mediaType, store } = signed;
  if (!(await storeBindings(store)).owners.includes(owner.address))
    throw new ColophonError("RECORD_INVALID", `the manifest of ${name} names another owner`, {
      hint: `${owner.name} can't keep records of it; name its signer with --identity`,
    });
  const record = { id: "", owner: "", item: new Uint8Array(0) };
  const { record: _, ...receipt } = await composeReceipt({
    file: { name, sha256, mediaType },
    store,
    record,
  });
  return receipt;
}

export interface SealedBatch {
  /** The data item. */
  readonly item: Uint8Array;
  /** The receipt of one of its files. */
  receipt(part: Batched): Receipt;
}

/** Deterministic: the same files make the same item. @throws ColophonError RECORD_INVALID for more than MAX_BATCH */
export async function sealBatch(
  parts: readonly Batched[],
  owner: BatchOwner,
): Promise<SealedBatch> {
  const tree = batchTree(
    parts.map(({ manifest }) => manifest.sha256),
    (bytes) => hash("sha256", bytes, "buffer"), // at one go: half the time of createHash
  );
  const { id, bytes } = await createItem({
    ...batchRecord(tree),
    owner: owner.publicKey,
    sign: (message) => owner.key.sign(message),
  });
  const record = { id, owner: owner.address, item: bytes };
  return {
    item: bytes,
    receipt: (part) => {
      const batch = tree.path(part.manifest.sha256);
      return { ...part, record, ...(batch && { batch }) };
    },
  };
}
