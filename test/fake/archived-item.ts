// Records to archive in tests, one for each number; all name the same original file.
import { createItem, manifestRecord, type RecordInput } from "../../src/archive/index.js";
import { sha256, toBase64Url, utf8 } from "../../src/encoding/index.js";
import { fakeOwner } from "./archive-owner.js";

/** SHA-256 of the original file that every record names; as a lookup key, ORIGINAL_KEY. */
const ORIGINAL = new Uint8Array(32).fill(200);
export const ORIGINAL_KEY = toBase64Url(ORIGINAL);

export const manifestUrn = (n: number): string =>
  `urn:c2pa:00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export async function archivedItem(n: number, change: Partial<RecordInput> = {}) {
  const record = await manifestRecord({
    manifest: manifestUrn(n),
    store: utf8(`manifest ${n}`),
    mediaType: "image/jpeg",
    assetHash: ORIGINAL,
    signedHash: await sha256(utf8(`signed ${n}`)),
    ...change,
  });
  return createItem({ ...(await fakeOwner(1)), ...record });
}
