// The index of the embedded archive: one empty file for each key of each record, and its name is all it says.
//   index/<first two characters of the key>/<key>.<id>          index/complete: everything archived is in here
// No content, so nothing to tear and nothing that two writers could fight over. An entry is made before the item it
// names: a crash leaves an entry too many, never one too few. Lost or doubted: delete `index`, it is made again.
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { makeFolder, syncFolder, writeError, writeFileAtomically } from "./atomic-file.js";
import { makeFolders } from "./folders.js";

/** A hash or an id: 32 bytes in base64url. Nothing else becomes part of a path. */
const KEY = /^[A-Za-z0-9_-]{43}$/;
const LAYOUT = "1\n";

/** Whether a text is a hash or an id. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

export class ArchiveIndex {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Files `id` under each key. Durable after sync. @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL */
  async add(keys: readonly string[], id: string): Promise<void> {
    await Promise.all(keys.filter(isKey).map((key) => enter(this.#bucket(key), `${key}.${id}`)));
  }

  /** Makes what was added under these keys outlast a power cut. */
  async sync(keys: Iterable<string>): Promise<void> {
    const buckets = new Set([...keys].filter(isKey).map((key) => this.#bucket(key)));
    const folders = [...buckets, this.#folder]; // several at a time: a text has some hundred keys
    for (let i = 0; i < folders.length; i += 64)
      await Promise.all(folders.slice(i, i + 64).map(syncFolder));
  }

  /** Ids filed under a key, in no order; some may name items that were never finished. */
  async find(key: string): Promise<string[]> {
    if (!isKey(key)) return [];
    const names = await readdir(this.#bucket(key)).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw unavailable(error);
    });
    const start = `${key}.`;
    return names
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length))
      .filter(isKey);
  }

  /** Whether everything that was archived before now has been filed. */
  async isComplete(): Promise<boolean> {
    const layout = await readFile(join(this.#folder, "complete"), "utf8").catch(() => undefined);
    return layout === LAYOUT;
  }

  /** @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL */
  async markComplete(): Promise<void> {
    await makeFolder(this.#folder, 0o700);
    await writeFileAtomically(join(this.#folder, "complete"), LAYOUT, {
      replace: true,
      sweep: false,
    });
  }

  #bucket(key: string): string {
    return join(this.#folder, key.slice(0, 2));
  }
}

async function enter(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  try {
    const handle = await open(path, "a").catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      await makeFolders(folder, 0o700);
      return open(path, "a");
    });
    await handle.close();
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/** Whether a file system error says that there is nothing of that name. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

const READ_WORDS: Readonly<Record<string, string>> = {
  ENOTDIR: ": a part of its path is a file, not a folder",
  EACCES: ": you may not read its folder",
};

/** Any other file system error, as one of ours. */
export function unavailable(cause: unknown): ColophonError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why = READ_WORDS[code] ?? (code && ` (${code})`);
  return new ColophonError("ARCHIVE_UNAVAILABLE", `the archive could not be read${why}`, {
    hint: "check that you may read its folder, or name another with --archive",
    cause,
  });
}
