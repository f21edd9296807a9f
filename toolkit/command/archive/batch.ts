// colophon archive batch: one record for many signed files, and a receipt for each that leads to it.
import { stat } from "node:fs/promises";
import { ColophonError } from "../../../src/index.js";
import { makeFolder } from "../../adapter/atomic-file.js";
import { hostEngine } from "../../adapter/engine-host.js";
import { filesIn } from "../../adapter/folder.js";
import { openIdentity } from "../../identity/open.js";
import { type Batched, batchOwner, collectBatch, sealBatch } from "../../receipt/batch.js";
import {
  RECEIPT_SUFFIX,
  receiptPath,
  refuseTaken,
  saveReceipt,
} from "../../receipt/receipt-file.js";
import { signedFile } from "../../receipt/signed-file.js";
import { EXIT } from "../../report/exit-code.js";
import { showProgress } from "../../report/progress.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { eachFile } from "./each-file.js";
import { kept, openArchive } from "./kept.js";

/**
 * Every file is looked at, and every receipt's name, before anything is written. The record goes into the archive
 * before the first receipt; made again over the same files it is the same record.
 * @throws ColophonError USAGE, FILE_*, OUTPUT_EXISTS, IDENTITY_*, PASSPHRASE_*, ARCHIVE_UNAVAILABLE, DISK_FULL; errors of
 *   single files are printed
 */
export async function batch(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, {
    identity: { type: "string" },
    receipts: { type: "string" },
    force: { type: "boolean" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals.length === 0)
    throw new ColophonError("USAGE", "name the signed files, or the folders that they are in", {
      hint: "run: colophon archive batch DIR --receipts RECEIPTS",
    });
  const progress = showProgress(io.stderr, () => performance.now());
  const printer = printerFor(io, { json: values.json, progress });
  const archive = await openArchive(io, values.archive);
  const folder = values.receipts === undefined ? undefined : at(io, values.receipts);
  const named = await expand(positionals, io);
  const receipts = await placesOf(named, folder, values.force === true, io);
  const owner = await batchOwner(await openIdentity(values.identity, io));

  const collected: { name: string; part: Batched }[] = [];
  let bare = 0;
  const looked = await eachFile([...named.keys()], printer, io, async (name, i) => {
    progress.update(i, named.size, name);
    const signed = await signedFile(at(io, name), hostEngine).catch((error: unknown) => {
      if (!named.get(name) && isBare(error)) return undefined;
      throw error;
    });
    if (signed) collected.push({ name, part: await collectBatch(signed, owner) });
    else bare++;
  });
  progress.clear();
  if (looked.cancelled) return EXIT.cancelled;
  if (bare > 0)
    printer.note(
      bare === 1
        ? "1 file in the folders carries no credential and was left out"
        : `${bare} files in the folders carry no credential and were left out`,
    );
  if (collected.length === 0) return nothing(looked.failed, printer);

  const sealed = await sealBatch(
    collected.map(({ part }) => part),
    owner,
  );
  const id = await archive.put(sealed.item);
  printer.record((await kept(archive, id)).line);
  if (folder !== undefined) await makeFolder(folder);
  const parts = new Map(collected.map(({ name, part }) => [name, part]));
  const written = await eachFile([...parts.keys()], printer, io, async (name, i) => {
    const [part, path] = [parts.get(name), receipts.get(name)];
    if (!part || path === undefined) return;
    progress.update(i, parts.size, path);
    const bytes = await saveReceipt(path, sealed.receipt(part), { replace: values.force === true });
    printer.written({ path, what: "receipt", bytes, mediaType: "application/json" });
  });
  progress.clear();
  if (written.cancelled) return EXIT.cancelled;
  const failed = looked.failed + written.failed;
  const exitCode = failed === 0 ? EXIT.done : EXIT.partly;
  printer.end({ done: collected.length - written.failed, failed, exitCode });
  return exitCode;
}

/** Files by name, and whether each was named itself: what merely lies in a folder need not carry a credential. */
async function expand(names: readonly string[], io: Io): Promise<Map<string, boolean>> {
  const files = new Map<string, boolean>();
  for (const name of names) {
    const status = await stat(at(io, name)).catch(() => undefined);
    if (!status?.isDirectory()) files.set(name, true);
    else
      for (const file of await filesIn(at(io, name)))
        if (!file.endsWith(RECEIPT_SUFFIX) && !files.has(file)) files.set(file, false);
  }
  return files;
}

/** Where each receipt goes. @throws ColophonError OUTPUT_EXISTS when two files, or an earlier receipt, want one place */
async function placesOf(
  names: ReadonlyMap<string, boolean>,
  folder: string | undefined,
  force: boolean,
  io: Io,
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const name of names.keys()) {
    const path = receiptPath(at(io, name), folder);
    const other = owners.get(path);
    if (other !== undefined)
      throw new ColophonError("OUTPUT_EXISTS", `${other} and ${name} would have one receipt`, {
        hint: "nothing was written; leave out --receipts, or make a batch for each folder",
      });
    if (!force) await refuseTaken(path);
    owners.set(path, name);
    places.set(name, path);
  }
  return places;
}

function isBare(error: unknown): boolean {
  return error instanceof ColophonError && error.code === "CREDENTIAL_NOT_FOUND";
}

function nothing(failed: number, printer: ReturnType<typeof printerFor>): number {
  if (failed > 0) return EXIT.failed;
  printer.error(
    undefined,
    new ColophonError("CREDENTIAL_NOT_FOUND", "none of the files carries a credential", {
      hint: "nothing was written; sign the files first: colophon sign",
    }),
  );
  return EXIT.failed;
}
