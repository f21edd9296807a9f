// The embedded archive: a folder in which signed data items are kept and found again by hash, with no network.
//   items/<id>: the item's bytes, complete or absent, never changed      index/: see archive-index.ts
// Several processes may use it at once. What it returns is bytes, not belief: verifyRecord judges them.
import { createHash } from "node:crypto";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  lookupKeys,
  parseItem,
  readKeptRecord,
  type Tag,
  textKeys,
  verifyItem,
} from "../../src/archive/index.js";
import { ColophonError } from "../../src/index.js";
import { ArchiveIndex, isKey, isMissing, unavailable } from "./archive-index.js";
import { makeFolder, writeFileAtomically } from "./atomic-file.js";

export interface ArchivedItem {
  readonly id: string;
  /** When it came into this archive: the clock of this computer. */
  readonly archivedAt: Date;
  /** Bytes. */
  readonly size: number;
}

/** Items whose age is looked at, of those under most of the fingerprints. */
const MOST_COUNTED = 1000;

/** What a folder that can only be read answers to a write. */
const READ_ONLY: ReadonlySet<string> = new Set(["OUTPUT_UNWRITABLE", "DISK_FULL"]);

export class LocalArchive {
  readonly folder: string;
  readonly #items: string;
  readonly #index: ArchiveIndex;
  /** Ids by key, where the index is missing and the folder can't be written. */
  #scanned: Map<string, string[]> | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.#items = join(folder, "items");
    this.#index = new ArchiveIndex(join(folder, "index"));
  }

  /**
   * Opens the archive in `folder`. A folder that isn't there is an empty archive, and stays away until something is
   * put into it; an index that is gone or was never finished is made again, in memory where it can't be written.
   * @throws ColophonError ARCHIVE_UNAVAILABLE
   */
  static async open(folder: string): Promise<LocalArchive> {
    const archive = new LocalArchive(folder);
    if (!(await archive.#index.isComplete())) await archive.#rebuild();
    return archive;
  }

  /**
   * As open, for an archive that somebody named to look into: one that isn't there would say of every file that nobody
   * keeps a record of it.
   * @throws ColophonError ARCHIVE_UNAVAILABLE (also: no such folder, or one that is full of something else)
   */
  static async openNamed(folder: string): Promise<LocalArchive> {
    const names = await readdir(folder).catch(missing);
    if (!names) throw noArchive(`there is no archive in ${folder}: there is no such folder`);
    const isOther = names.length > 0 && !names.includes("items");
    if (isOther) throw noArchive(`there is no archive in ${folder}, which holds other things`);
    return LocalArchive.open(folder);
  }

  /**
   * Keeps an item for good and returns its id. The same item again changes nothing.
   * @throws ColophonError ITEM_MALFORMED, RECORD_INVALID (also: not signed by its owner), OUTPUT_UNWRITABLE, DISK_FULL
   */
  async put(bytes: Uint8Array): Promise<string> {
    const item = parseItem(bytes);
    readKeptRecord(item);
    const check = await verifyItem(item);
    if (!check.ok)
      throw new ColophonError("RECORD_INVALID", `the record was not archived: ${check.reason}`);
    const path = this.#path(check.id);
    const there = await readFile(path).catch(missing);
    if (there?.equals(bytes)) return check.id;
    if (there && (await holds(there)))
      throw new ColophonError("RECORD_INVALID", `the archive has another item with id ${check.id}`);
    await makeFolder(this.#items, 0o700);
    const keys = keysOf(item.tags);
    await this.#index.add(keys, check.id); // before the item: see archive-index.ts
    await this.#index.sync(keys);
    await writeFileAtomically(path, bytes, { replace: true, sweep: false });
    return check.id;
  }

  /** The bytes of an item. @throws ColophonError RECORD_NOT_FOUND, ARCHIVE_UNAVAILABLE */
  async get(id: string): Promise<Uint8Array> {
    const bytes = isKey(id) ? await readFile(this.#path(id)).catch(missing) : undefined;
    if (!bytes)
      throw new ColophonError("RECORD_NOT_FOUND", `this archive has no record ${id}`, {
        hint: "see what there is: colophon archive list",
      });
    return bytes;
  }

  /**
   * Ids of the records filed under any of these hashes (SHA-256 in base64url), the oldest first, so that what comes
   * later can't crowd out what was there before. At most `limit`, 100 unless told.
   * @throws ColophonError ARCHIVE_UNAVAILABLE
   */
  async find(hashes: readonly string[], options: { limit?: number } = {}): Promise<string[]> {
    const found = await Promise.all(hashes.map((hash) => this.#filed(hash)));
    const items = await this.#stat([...new Set(found.flat())]);
    return items.slice(0, options.limit ?? 100).map(({ id }) => id);
  }

  /**
   * Ids of text records and their index items that are filed under any of these fingerprints (base64url): those under
   * most of them first, and of those under as many the oldest. At most `limit`, 100 unless told.
   * @throws ColophonError ARCHIVE_UNAVAILABLE
   */
  async findPrints(prints: readonly string[], options: { limit?: number } = {}): Promise<string[]> {
    const counts = new Map<string, number>();
    await inTurn(prints, async (print) => {
      for (const id of await this.#filed(printKey(print)))
        counts.set(id, (counts.get(id) ?? 0) + 1);
    });
    const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_COUNTED);
    const items = await this.#stat(most.map(([id]) => id));
    return items
      .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
      .slice(0, options.limit ?? 100)
      .map(({ id }) => id);
  }

  /** As find, by the URN of a manifest. */
  findManifest(manifest: string, options: { limit?: number } = {}): Promise<string[]> {
    return this.find([manifestKey(manifest)], options);
  }

  /** As find: what names a record as replaced or taken back. */
  findSuccessors(id: string, options: { limit?: number } = {}): Promise<string[]> {
    return this.find([id], options);
  }

  /** Whether nothing was ever put in here: then nobody needs to hash a file to look it up. */
  async isEmpty(): Promise<boolean> {
    return (await stat(this.#items).catch(missing)) === undefined;
  }

  /** When an item was archived, and its size; undefined when it isn't here. @throws ColophonError ARCHIVE_UNAVAILABLE */
  async entry(id: string): Promise<ArchivedItem | undefined> {
    return isKey(id) ? (await this.#stat([id]))[0] : undefined;
  }

  /** What is in the archive, the newest first. @throws ColophonError ARCHIVE_UNAVAILABLE */
  async list(options: { limit?: number } = {}): Promise<ArchivedItem[]> {
    return (await this.#stat(await this.#ids())).reverse().slice(0, options.limit);
  }

  /** Ids filed under a key, in no order. */
  async #filed(key: string): Promise<string[]> {
    return this.#scanned ? (this.#scanned.get(key) ?? []) : this.#index.find(key);
  }

  /** Files every item; entries that are there already stay, so others may go on archiving meanwhile. */
  async #rebuild(): Promise<void> {
    const ids = await this.#ids();
    if (ids.length === 0) return;
    const filed = new Map<string, string[]>();
    await inTurn(ids, async (id) => {
      for (const key of await this.#keys(id)) {
        const there = filed.get(key);
        if (there) there.push(id);
        else filed.set(key, [id]);
      }
    });
    try {
      await inTurn([...filed], async ([key, all]) => {
        for (const id of all) await this.#index.add([key], id);
      });
      await this.#index.sync(filed.keys());
      await this.#index.markComplete();
    } catch (error) {
      if (!(error instanceof ColophonError) || !READ_ONLY.has(error.code)) throw error;
      this.#scanned = filed;
    }
  }

  /** Keys of an item in the archive, from its head alone; none for one that is damaged. */
  async #keys(id: string): Promise<string[]> {
    const handle = await open(this.#path(id), "r").catch(missing);
    try {
      const head = Buffer.alloc(8192); // signature, owner and tags take 5,204 bytes at most
      const { bytesRead = 0 } = (await handle?.read(head, 0, head.length, 0)) ?? {};
      return keysOf(parseItem(head.subarray(0, bytesRead)).tags);
    } catch (error) {
      if (error instanceof ColophonError) return [];
      throw unavailable(error);
    } finally {
      await handle?.close();
    }
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#items).catch(missing);
    return (names ?? []).filter(isKey); // also there: unfinished files of a process that was killed
  }

  /** Those that are there, the oldest first. */
  async #stat(ids: readonly string[]): Promise<ArchivedItem[]> {
    const items: ArchivedItem[] = [];
    await inTurn(ids, async (id) => {
      const found = await stat(this.#path(id)).catch(missing);
      if (found) items.push({ id, archivedAt: found.mtime, size: found.size });
    });
    return items.sort(
      (a, b) => Number(a.archivedAt) - Number(b.archivedAt) || (a.id < b.id ? -1 : 1),
    );
  }

  #path(id: string): string {
    return join(this.#items, id);
  }
}

/** Several at a time: enough to keep a disk busy, too few to run out of file handles. */
async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += 64) await Promise.all(all.slice(i, i + 64).map(run));
}

/** Lookup keys that look like ones, URN and fingerprints in the same form, and the record that it comes after. */
function keysOf(tags: readonly Tag[]): string[] {
  const { hashes, manifest, supersedes } = lookupKeys(tags);
  const urn = manifest === undefined ? [] : [manifestKey(manifest)];
  const prints = textKeys(tags).map(printKey);
  return [...hashes, ...urn, ...prints, ...(supersedes === undefined ? [] : [supersedes])].filter(
    isKey,
  );
}

function manifestKey(manifest: string): string {
  return createHash("sha256").update(manifest, "utf8").digest("base64url");
}

function printKey(print: string): string {
  return createHash("sha256").update(`print ${print}`, "utf8").digest("base64url");
}

/** Whether bytes in the archive are what they were when they came in. */
async function holds(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await verifyItem(parseItem(bytes))).ok;
  } catch {
    return false;
  }
}

function noArchive(message: string): ColophonError {
  return new ColophonError("ARCHIVE_UNAVAILABLE", message, {
    hint: "nothing was looked up; check the name of the folder, or leave it out",
  });
}

function missing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw unavailable(error);
}
