// A receipt as a file: FILE.colophon.json beside the file that it is about, or in a folder for receipts.
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  MAX_RECEIPT,
  type Receipt,
  ReceiptFault,
  readReceipt,
  writeReceipt,
} from "../../src/archive/index.js";
import { sha256, utf8Text } from "../../src/encoding/index.js";
import { storeFacts, type VerifyMeans } from "../../src/examine/index.js";
import { ColophonError } from "../../src/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import { openFile } from "../adapter/file-source.js";

export const RECEIPT_SUFFIX = ".colophon.json";

/** Where the receipt of a file goes: into `folder`, or beside the file. */
export function receiptPath(file: string, folder?: string): string {
  return join(folder ?? dirname(file), `${basename(file)}${RECEIPT_SUFFIX}`);
}

/** @throws ColophonError OUTPUT_EXISTS; before anything is signed or archived for it */
export async function refuseTaken(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there)
    throw new ColophonError("OUTPUT_EXISTS", `the receipt ${path} exists already`, {
      hint: "nothing was changed; name another folder with --receipts, or add --force to replace it",
    });
}

/** What a receipt is made of: a file, the manifest that it carries or has beside it, and a data item. */
export interface ReceiptParts extends Pick<Receipt, "file" | "record" | "batch" | "proof"> {
  readonly store: Uint8Array;
}

/** @throws ColophonError RECEIPT_INVALID for a file that no receipt can name; as storeFacts */
export async function composeReceipt({ store, ...parts }: ReceiptParts): Promise<Receipt> {
  const facts = storeFacts(store);
  return {
    ...parts,
    manifest: { id: facts.manifest, sha256: await sha256(store) },
    signature: await sha256(facts.signature),
    signer: { name: facts.signer, certificate: await sha256(facts.certificate) },
  };
}

/** @throws ColophonError RECEIPT_INVALID, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL; nothing is left behind */
export async function saveReceipt(
  path: string,
  receipt: Receipt,
  options: { replace?: boolean } = {},
): Promise<number> {
  const text = writeReceipt(receipt);
  await writeFileAtomically(path, text, options);
  return Buffer.byteLength(text);
}

/** A receipt as verification takes one: read when it is needed. */
export function receiptAt(path: string): NonNullable<VerifyMeans["receipt"]> {
  return { name: path, load: () => loadReceipt(path) };
}

/** @throws ColophonError FILE_*, RECEIPT_INVALID naming the field */
export async function loadReceipt(path: string): Promise<Receipt> {
  const file = await openFile(path);
  try {
    if (file.size > MAX_RECEIPT) throw new ReceiptFault("text", `is longer than ${MAX_RECEIPT}`);
    const text = utf8Text(await readFile(file.handle));
    if (text === undefined) throw new ReceiptFault("text", "is not UTF-8");
    return readReceipt(text);
  } finally {
    await file.close();
  }
}
