// colophon archive prove: that a record is part of a block, compared over gateways, and kept in a receipt if wanted.
import { stat } from "node:fs/promises";
import {
  checkReceipt,
  proveInclusion,
  type Receipt,
  ReceiptFault,
} from "../../../src/archive/index.js";
import { storeFacts } from "../../../src/examine/index.js";
import { ColophonError } from "../../../src/index.js";
import { isKey } from "../../adapter/archive-index.js";
import { hostEngine } from "../../adapter/engine-host.js";
import { gatewaysOf } from "../../adapter/gateways.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { loadReceipt, receiptPath, saveReceipt } from "../../receipt/receipt-file.js";
import { signedFile } from "../../receipt/signed-file.js";
import { EXIT } from "../../report/exit-code.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, type Kept, kept, openArchive, readKept } from "./kept.js";
import { judgeFor, receiptOf } from "./receipt.js";

/**
 * @throws ColophonError USAGE, FILE_*, RECORD_NOT_FOUND, RECORD_INVALID, RECEIPT_INVALID, URL_REFUSED; RECORD_UNPROVEN when
 *   the hashes lead to no block, or gateways differ about it; OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function prove(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    gateway: { type: "strings" },
    receipt: { type: "boolean" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const [name, second] = positionals;
  if (name === undefined || second !== undefined) throw usage("prove takes one record or one file");
  if (!values.gateway) throw usage("a block is proven by asking gateways: name them");
  const gateways = gatewaysOf(values.gateway, { signal: io.signal });
  const archive = await openArchive(io, values.archive);
  const isId = isKey(name) && ((await archive.entry(name)) || !(await isFile(at(io, name))));
  if (isId && values.receipt)
    throw usage("--receipt keeps the proof in a file's receipt: name the file");
  const known = isId
    ? undefined
    : await receiptFor(at(io, name), archive, values.receipt === true, io);
  const { bytes, line } = known ? await keptBy(known) : await kept(archive, name);
  const { proof, block, level } = await proveInclusion({ id: line.id, bytes }, gateways);
  const printer = printerFor(io, { json: values.json });
  printer.record({ ...line, level, block, ...(known && { path: name }) });
  if (level === "in block")
    printer.note("only one gateway names this block; name a second one for the level agreed");
  if (values.receipt && known) {
    const size = await saveReceipt(known.path, { ...known.receipt, proof }, { replace: true });
    const { path } = known;
    printer.written({ path, what: "receipt", bytes: size, mediaType: "application/json" });
  }
  return EXIT.done;
}

interface FileReceipt {
  readonly path: string;
  readonly receipt: Receipt;
  /** Where the record was found. */
  readonly from: string;
}

/**
 * The receipt beside a file, which may be of a batch; else one made from the archive's record of it.
 * @param mustHold when it will be replaced: one that is about something else is somebody's, and stays
 */
async function receiptFor(
  file: string,
  archive: LocalArchive,
  mustHold: boolean,
  io: Io,
): Promise<FileReceipt> {
  const path = receiptPath(file);
  const signed = await signedFile(file, hostEngine);
  const { sha256, store } = signed;
  const judge = await judgeFor(io);
  if (await isFile(path))
    try {
      const receipt = await loadReceipt(path);
      await checkReceipt(receipt, { sha256, store, judge, factsOf: storeFacts, archivedIn: path });
      return { path, from: path, receipt };
    } catch (cause) {
      if (!(cause instanceof ReceiptFault)) throw cause;
      if (mustHold)
        throw new ColophonError(cause.code, `${path} was left as it is: ${cause.message}`, {
          hint: `for a new one: colophon archive receipt ${file} --force`,
          cause,
        });
    }
  return { path, from: archive.folder, receipt: await receiptOf(signed, archive, judge) };
}

function keptBy({ receipt, from }: FileReceipt): Promise<Kept> {
  return readKept(receipt.record.item, receipt.record.id, from);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, {
    hint: "run: colophon archive prove photo.signed.jpg --gateway public --receipt",
  });
}
