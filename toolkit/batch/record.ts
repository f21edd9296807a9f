// The archive's part of a batch: one record for all that no record covers yet, and the receipts that were asked for. One
// record is one write to the disk, where a record of each file would be several for each.
import { basename, dirname, join } from "node:path";
import { MAX_BATCH } from "../../src/archive/index.js";
import { fromBase64Url } from "../../src/encoding/index.js";
import { makeFolder, syncFolder } from "../adapter/atomic-file.js";
import type { LocalArchive } from "../adapter/local-archive.js";
import { type Batched, batchOwner, sealBatch } from "../receipt/batch.js";
import { receiptPath, saveReceipt } from "../receipt/receipt-file.js";
import type { OpenIdentity } from "../sign/signer.js";
import type { Entry, Journal } from "./journal.js";

/** A batch record that went into the archive. */
export interface Recorded {
  readonly id: string;
  readonly files: number;
  readonly receipts: number;
}

/**
 * Archives what the journal has without a record: usually one record, one more for every 100,000 files. A run that is cut
 * off before the journal knows of it is made up for by the next, with the same record.
 * @param receiptFolder for receipts of files that are not on this computer
 * @throws ColophonError ARCHIVE_UNAVAILABLE, DISK_FULL, OUTPUT_UNWRITABLE, KEY_MISMATCH
 */
export async function recordBatch(
  journal: Journal,
  archive: LocalArchive,
  identity: OpenIdentity,
  receiptFolder?: string,
): Promise<readonly Recorded[]> {
  const owner = await batchOwner(identity);
  const names = [...journal.unrecorded].filter((name) => journal.done.has(name)).sort();
  const recorded: Recorded[] = [];
  for (let at = 0; at < names.length; at += MAX_BATCH) {
    const covered = names.slice(at, at + MAX_BATCH);
    const entries = covered.flatMap((name) => journal.done.get(name) ?? []);
    const parts = entries.map(batched);
    const sealed = await sealBatch(parts, owner);
    const id = await archive.put(sealed.item);
    const folders = new Set<string>();
    for (const [i, entry] of entries.entries()) {
      const part = parts[i];
      if (!entry.receipt || !part) continue;
      const beside = entry.output.replace(entry.sidecar ? /\.c2pa$/ : /$^/, "");
      const path = receiptPath(
        receiptFolder === undefined ? beside : join(receiptFolder, covered[i] ?? ""),
      );
      if (receiptFolder !== undefined) await makeFolder(dirname(path));
      await saveReceipt(path, sealed.receipt(part), { replace: true });
      folders.add(dirname(path));
    }
    await Promise.all([...folders].map(syncFolder));
    const receipts = entries.filter(({ receipt }) => receipt).length;
    recorded.push({ id, files: entries.length, receipts });
  }
  const [first] = recorded;
  if (first) await journal.addRecord(first.id, names.length);
  return recorded;
}

/** As much of a receipt as is known; without --receipt only the leaf counts. */
function batched({ input, output, sidecar, mediaType, manifest, store, receipt }: Entry): Batched {
  const bytes = (text: string | undefined) => fromBase64Url(text ?? "");
  return {
    file: { name: basename(sidecar ? input : output), sha256: bytes(receipt?.sha256), mediaType },
    manifest: { id: manifest, sha256: bytes(store) },
    signature: bytes(receipt?.signature),
    signer: { name: receipt?.signer ?? "", certificate: bytes(receipt?.certificate) },
  };
}
