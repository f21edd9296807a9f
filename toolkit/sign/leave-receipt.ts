// The receipt of a file that was just signed and archived (--receipt).
import { basename } from "node:path";
import { ColophonError } from "../../src/index.js";
import { openFile } from "../adapter/file-source.js";
import { composeReceipt, refuseTaken, saveReceipt } from "../receipt/receipt-file.js";
import { type Archived, leavesRecord } from "./archive-record.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";

/** Before anything is signed. @throws ColophonError USAGE when there will be no record; OUTPUT_EXISTS */
export async function refuseWithoutReceipt(
  { receipt, replace }: SignJob,
  means: SignMeans,
): Promise<void> {
  if (receipt === undefined) return;
  if (!leavesRecord(means))
    throw new ColophonError("USAGE", "a receipt is about an archive record, and none is kept", {
      hint: "nothing was signed; keep a record (an archive, an Ed25519 archive key), or ask for no receipt",
    });
  if (!replace) await refuseTaken(receipt);
}

/** @throws ColophonError RECEIPT_INVALID, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL */
export async function leaveReceipt(
  path: string,
  signed: Signed & Pick<Drafted, "mediaType">,
  record: Archived,
  { input, output, sidecar, replace }: SignJob,
): Promise<void> {
  const file = sidecar ? input : output;
  const known = sidecar ? signed.originalHash : signed.signedHash;
  const receipt = await composeReceipt({
    file: {
      name: basename(file),
      sha256: known ?? (await hashOf(file)),
      mediaType: signed.mediaType,
    },
    store: signed.store,
    record,
  });
  await saveReceipt(path, receipt, { replace: replace === true });
}

async function hashOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    return await file.sha256();
  } finally {
    await file.close();
  }
}
