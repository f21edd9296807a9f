// colophon archive withdraw: a signer takes a record back. Nothing is deleted: a notice is added that names it.
import {
  createItem,
  MAX_REASON,
  ownerAddress,
  withdrawalRecord,
} from "../../../src/archive/index.js";
import { ColophonError } from "../../../src/index.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { openIdentity } from "../../identity/open.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, type Kept, kept, openArchive } from "./kept.js";

/**
 * @throws ColophonError USAGE, RECORD_NOT_FOUND, RECORD_INVALID; KEY_MISMATCH for a record of another owner;
 *   IDENTITY_*, PASSPHRASE_*, ARCHIVE_UNAVAILABLE, OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function withdraw(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    reason: { type: "string" },
    identity: { type: "string" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const [id, second] = positionals;
  const { reason } = values;
  if (id === undefined || second !== undefined) throw usage("withdraw takes the id of one record");
  if (reason !== undefined && (reason === "" || [...reason].length > MAX_REASON))
    throw usage(`--reason takes a text of 1 to ${MAX_REASON} characters`);
  const archive = await openArchive(io, values.archive);
  const found = await kept(archive, id);
  if (found.record.kind === "withdrawal")
    throw new ColophonError("RECORD_INVALID", `${id} is a withdrawal itself, which stands`, {
      hint: "nothing was changed; sign and archive the file again instead",
    });
  const printer = printerFor(io, { json: values.json });
  if (found.record.kind === "text-prints")
    throw new ColophonError("RECORD_INVALID", `${id} is part of the index of a text`, {
      hint: `nothing was changed; withdraw the text's record instead: ${found.record.record}`,
    });
  const before = await earlier(archive, id, found.line.owner);
  if (before !== undefined) {
    printer.record((await kept(archive, before)).line);
    printer.note("it was taken back before; nothing was added");
    return EXIT.done;
  }
  const notice = await sign(found, values.identity, reason, io);
  await archive.put(notice.bytes);
  printer.record((await kept(archive, notice.id)).line);
  printer.note(
    `nothing is deleted: the notice is in your archive, and who checks the record there is told. To tell others, publish it: colophon archive publish ${notice.id}`,
  );
  return EXIT.done;
}

/** Only the owner's key can: a notice by anybody else would count for nothing. */
async function sign(
  { line, record }: Kept,
  identity: string | undefined,
  reason: string | undefined,
  io: Io,
) {
  const { name, archiveKey } = await openIdentity(identity, io);
  const address = archiveKey && (await ownerAddress(archiveKey.publicKey));
  if (!archiveKey || address !== line.owner)
    throw new ColophonError(
      "KEY_MISMATCH",
      `record ${line.id} belongs to ${line.owner}, and ${name} is not that owner`,
      {
        hint: "nothing was changed; name the identity that owns it with --identity (colophon identity list, Records by)",
      },
    );
  const { manifest } = line;
  const content = withdrawalRecord({
    withdraws: line.id,
    hashes: record.kind === "text-prints" ? [] : record.hashes,
    ...(manifest !== undefined && { manifest }),
    at: io.now().toISOString(),
    ...(reason !== undefined && { reason }),
  });
  return createItem({
    ...content,
    owner: archiveKey.publicKey,
    sign: (message) => archiveKey.sign(message),
  });
}

/** A withdrawal of this record by its owner that is in the archive already. */
async function earlier(
  archive: LocalArchive,
  id: string,
  owner: string,
): Promise<string | undefined> {
  for (const candidate of await archive.findSuccessors(id)) {
    const notice = await kept(archive, candidate).catch(damaged);
    if (notice?.line.owner !== owner || notice.record.kind !== "withdrawal") continue;
    if (notice.record.withdraws === id) return candidate;
  }
  return undefined;
}

function damaged(error: unknown): undefined {
  if (!(error instanceof ColophonError)) throw error;
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, {
    hint: 'run: colophon archive withdraw ID --reason "the caption names the wrong person"',
  });
}
