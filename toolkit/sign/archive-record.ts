// Archives what was signed: a data item owned by the identity that signed, put into the embedded archive.
import {
  createItem,
  manifestRecord,
  ownerAddress,
  type Tag,
  textPrintsItems,
  textRecordItem,
} from "../../src/archive/index.js";
import { hardBindingAssertion } from "../../src/credential/index.js";
import { asObject, asString, sha256 } from "../../src/encoding/index.js";
import type { LocalArchive } from "../adapter/local-archive.js";
import type { Drafted, Signed, SignMeans } from "./job.js";
import type { ArchiveKey } from "./signer.js";

/** Whether a signed file gets a record, for which its hashes are needed. */
export function leavesRecord({ archive, identity }: SignMeans): boolean {
  return archive !== undefined && identity.archiveKey !== undefined;
}

/** The data item of a record that is in the archive. */
export interface Archived {
  readonly id: string;
  readonly owner: string;
  readonly item: Uint8Array;
  /** Id of the record of a text's words. */
  readonly textRecord?: string;
}

/** The record; undefined for a signer without an archive key. @throws ColophonError ARCHIVE_UNAVAILABLE, DISK_FULL */
export async function archiveRecord(
  signed: Signed & Pick<Drafted, "manifestId" | "mediaType">,
  { identity }: Pick<SignMeans, "identity">,
  archive: LocalArchive,
): Promise<Archived | undefined> {
  const { manifestId, mediaType, store, originalHash, signedHash } = signed;
  const key = identity.archiveKey;
  if (!key || !originalHash) return undefined;
  const binding = hardBindingAssertion(store, manifestId);
  const { alg, hash } = asObject(binding?.data) ?? {};
  const record = await manifestRecord({
    manifest: manifestId,
    store,
    mediaType,
    assetHash: originalHash,
    ...(signedHash && { signedHash }),
    ...(binding &&
      hash instanceof Uint8Array && {
        hardBinding: { label: binding.label, algorithm: asString(alg) ?? "sha256", hash },
      }),
  });
  const item = await createItem({
    ...record,
    owner: key.publicKey,
    sign: (message) => key.sign(message),
  });
  await archive.put(item.bytes);
  const textRecord = await archiveText(signed, key, archive);
  return {
    id: item.id,
    owner: await ownerAddress(key.publicKey),
    item: item.bytes,
    ...(textRecord !== undefined && { textRecord }),
  };
}

/** The record of a text's words, and the index by which a quote from it is found. */
async function archiveText(
  { manifestId, store, text }: Signed & Pick<Drafted, "manifestId">,
  key: ArchiveKey,
  archive: LocalArchive,
): Promise<string | undefined> {
  const { record, recordBytes } = text ?? {};
  if (!record || !recordBytes) return undefined;
  const put = async (content: { tags: readonly Tag[]; data: Uint8Array }) => {
    const sign = (message: Uint8Array) => key.sign(message);
    const { id, bytes } = await createItem({ ...content, owner: key.publicKey, sign });
    await archive.put(bytes);
    return id;
  };
  const id = await put(await textRecordItem({ record, manifest: manifestId, store }));
  const recordHash = await sha256(recordBytes);
  const { prints } = record;
  for (const index of textPrintsItems({ prints, manifest: manifestId, record: id, recordHash }))
    await put(index);
  return id;
}
