// colophon archive receipt: receipts for files that were signed and archived before.
import { checkReceipt, type Receipt } from "../../../src/archive/index.js";
import { storeFacts, storeJudge } from "../../../src/examine/index.js";
import { ColophonError } from "../../../src/index.js";
import { makeFolder } from "../../adapter/atomic-file.js";
import { hostEngine } from "../../adapter/engine-host.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { loadTrust } from "../../adapter/trust-store.js";
import {
  composeReceipt,
  receiptPath,
  refuseTaken,
  saveReceipt,
} from "../../receipt/receipt-file.js";
import { type SignedFile, signedFile } from "../../receipt/signed-file.js";
import { EXIT } from "../../report/exit-code.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { eachFile } from "./each-file.js";
import { kept, openArchive } from "./kept.js";

/** @throws ColophonError USAGE, ARCHIVE_UNAVAILABLE, OUTPUT_UNWRITABLE; errors of single files are printed */
export async function receipt(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, {
    receipts: { type: "string" },
    force: { type: "boolean" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals.length === 0)
    throw new ColophonError("USAGE", "name the signed files that want a receipt", {
      hint: "run: colophon archive receipt photo.signed.jpg",
    });
  const archive = await openArchive(io, values.archive);
  const folder = values.receipts === undefined ? undefined : at(io, values.receipts);
  if (folder !== undefined) await makeFolder(folder);
  const printer = printerFor(io, { json: values.json });
  const judge = await judgeFor(io);
  const { failed, cancelled } = await eachFile(positionals, printer, io, async (name) => {
    const file = at(io, name);
    const path = receiptPath(file, folder);
    if (!values.force) await refuseTaken(path);
    const signed = await signedFile(file, hostEngine);
    const written = await receiptOf(signed, archive, judge);
    const bytes = await saveReceipt(path, written, { replace: values.force === true });
    printer.written({ path, what: "receipt", bytes, mediaType: "application/json" });
  });
  if (cancelled) return EXIT.cancelled;
  return failed === 0 ? EXIT.done : failed === positionals.length ? EXIT.failed : EXIT.partly;
}

type Judge = ReturnType<typeof storeJudge>;

export async function judgeFor(io: Io): Promise<Judge> {
  return storeJudge({
    engine: hostEngine,
    trust: await loadTrust({ env: io.env, files: [] }),
    now: io.now,
  });
}

/** Anybody may archive rubbish under a known name: look at no more than this. */
const CANDIDATES = 16;

/**
 * The receipt of the oldest record that counts for the file: it is checked as `verify --receipt` will check it.
 * @throws ColophonError RECORD_NOT_FOUND; RECEIPT_INVALID saying why the record that there is doesn't count
 */
export async function receiptOf(
  signed: SignedFile,
  archive: LocalArchive,
  judge: Judge,
): Promise<Receipt> {
  const { name, sha256, mediaType, store } = signed;
  const ids = await archive.findManifest(signed.manifest);
  let refused: unknown;
  for (const id of ids.slice(0, CANDIDATES)) {
    try {
      const { bytes, record, line } = await kept(archive, id);
      if (record.kind !== "manifest" && record.kind !== "proof") continue;
      const receipt = await composeReceipt({
        file: { name, sha256, mediaType },
        store,
        record: { id, owner: line.owner, item: bytes },
      });
      await checkReceipt(receipt, { sha256, store, judge, factsOf: storeFacts, archivedIn: "" });
      return receipt;
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      refused ??= error;
    }
  }
  throw (
    refused ??
    new ColophonError("RECORD_NOT_FOUND", `no record in ${archive.folder} is about ${name}`, {
      hint: "sign it with an archive, or put it into a batch: colophon archive batch",
    })
  );
}
