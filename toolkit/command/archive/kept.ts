// What the archive's verbs share: which archive, which ids, and a record as it is shown.
import { resolve } from "node:path";
import {
  type DataItem,
  type KeptRecord,
  parseItem,
  readKeptRecord,
  verifyItem,
} from "../../../src/archive/index.js";
import { claim } from "../../../src/credential/index.js";
import { asObject, asString } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { LocalArchive } from "../../adapter/local-archive.js";
import { userFolders } from "../../adapter/user-folders.js";
import type { RecordLine } from "../../report/line.js";
import type { Of } from "../../report/printer.js";
import type { Io } from "../command.js";

/** The archive that --archive names, else the user's own. @throws ColophonError ARCHIVE_UNAVAILABLE */
export function openArchive(io: Io, folder: string | undefined): Promise<LocalArchive> {
  return LocalArchive.open(
    folder === undefined ? userFolders(io.env).archive : resolve(io.cwd, folder),
  );
}

/** The arguments with ids that begin with a hyphen, as one in 64 does, kept from being taken for options. */
export function idsLast(args: readonly string[]): string[] {
  const isId = (arg: string) => /^-[A-Za-z0-9_-]{42}$/.test(arg);
  const ids = args.filter(isId);
  return ids.length === 0 ? [...args] : [...args.filter((arg) => !isId(arg)), "--", ...ids];
}

/** A record of the archive with the item it was read from. */
export interface Kept {
  readonly bytes: Uint8Array;
  readonly item: DataItem;
  readonly record: KeptRecord;
  readonly line: Of<RecordLine>;
}

/**
 * Reads and checks a record. Its manifest is not judged: that takes the file, and is what `verify` does.
 * @throws ColophonError RECORD_NOT_FOUND, RECORD_INVALID, ITEM_MALFORMED, ARCHIVE_UNAVAILABLE
 */
export async function kept(archive: LocalArchive, id: string): Promise<Kept> {
  const read = await readKept(await archive.get(id), id, archive.folder);
  const at = (await archive.entry(id))?.archivedAt.toISOString();
  return { ...read, line: { ...read.line, ...(at !== undefined && { at }) } };
}

/** As kept, for an item that is kept elsewhere. @throws ColophonError RECORD_INVALID, ITEM_MALFORMED */
export async function readKept(bytes: Uint8Array, id: string, archivedIn: string): Promise<Kept> {
  const item = parseItem(bytes);
  const check = await verifyItem(item, { id });
  if (!check.ok)
    throw new ColophonError("RECORD_INVALID", `record ${id} is damaged: ${check.reason}`, {
      hint: "it counts for nothing; to archive it again, sign again or restore a copy",
    });
  const record = readKeptRecord(item);
  return {
    bytes,
    item,
    record,
    line: {
      id,
      kind: record.kind,
      level: "authentic",
      archivedIn,
      owner: check.ownerAddress,
      ...said(record),
      bytes: bytes.length,
    },
  };
}

/** What a record says of itself, by its kind. */
function said(record: KeptRecord): Partial<Of<RecordLine>> {
  if (record.kind === "batch") return { files: record.count };
  if (record.kind === "withdrawal") {
    const { manifest, withdraws, reason } = record;
    return {
      supersedes: withdraws,
      ...(manifest !== undefined && { manifest }),
      ...(reason !== undefined && { reason }),
    };
  }
  if (record.kind === "text-prints") return { manifest: record.manifest };
  if (record.kind === "text") {
    const { manifest, supersedes } = record;
    const { title, words } = record.text;
    return {
      manifest,
      words,
      ...(title !== undefined && { title }),
      ...(supersedes !== undefined && { supersedes }),
    };
  }
  const { manifest, mediaType, supersedes } = record;
  const title = record.kind === "manifest" ? titleIn(record.store, manifest) : undefined;
  return {
    manifest,
    mediaType,
    ...(title !== undefined && { title }),
    ...(supersedes !== undefined && { supersedes }),
  };
}

/** What the manifest calls the file, so that people know which record is which. Nobody checked it. */
function titleIn(store: Uint8Array, manifest: string): string | undefined {
  try {
    return asString(asObject(claim(store, manifest))?.["dc:title"]);
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined; // whether it can be read at all is verify's to say
    throw cause;
  }
}
