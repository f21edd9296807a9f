// The folder of a gateway. Files are complete under their names or absent, and never changed afterwards, so a kill at any
// point leaves nothing worse than a file too many:
//   pending/<number>      items in the order in which they came, as an ANS-104 bundle; gone once they are in a block
//   transactions/<id>     see transaction-file.ts
//   incoming/<id>         head of a transaction whose data are still coming; incoming/<id>.<start>: its chunks
//   blocks/<height>.json  see block-file.ts
//   aside/                what was found damaged or foreign, kept for whoever wants to look at it
import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { makeFolder, syncFolder, writeFileAtomically } from "../adapter/atomic-file.js";

/** Some bytes of a file. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

export type Room = "pending" | "transactions" | "incoming" | "blocks";

/** What files of a room are called; anything else in it is foreign. */
const NAMES: Readonly<Record<Room, RegExp>> = {
  pending: /^\d{12}$/,
  transactions: /^[\w-]{43}$/,
  incoming: /^[\w-]{43}(?:\.\d{1,15})?$/,
  blocks: /^\d{9}\.json$/,
};

export class Store {
  readonly folder: string;
  readonly #warn: (text: string) => void;

  constructor(folder: string, warn: (text: string) => void) {
    this.folder = folder;
    this.#warn = warn;
  }

  /** Makes the folders and clears away what writers that were killed have left. @throws ColophonError */
  async prepare(): Promise<void> {
    for (const room of Object.keys(NAMES) as Room[]) {
      const folder = join(this.folder, room);
      await makeFolder(folder, 0o700);
      for (const name of await readdir(folder).catch(unavailable))
        if (name.startsWith(".") && name.endsWith(".part"))
          await rm(join(folder, name), { force: true });
        else if (!NAMES[room].test(name))
          await this.setAside(room, name, "it is not a file of this gateway");
    }
  }

  path(room: Room, name: string): string {
    return join(this.folder, room, name);
  }

  /** Names of the files in a room, sorted. */
  async names(room: Room): Promise<string[]> {
    const names = await readdir(join(this.folder, room)).catch(unavailable);
    return names.filter((name) => NAMES[room].test(name)).sort();
  }

  /** The whole file; undefined when a folder has its name. @throws ColophonError ARCHIVE_UNAVAILABLE */
  async read(room: Room, name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.path(room, name));
    } catch (error) {
      // A file that can't be read now may be sound, and what is in it was accepted: better not to start.
      if (!(error instanceof Error && "code" in error && error.code === "EISDIR"))
        unavailable(error);
      await this.setAside(room, name, "it is a folder");
      return undefined;
    }
  }

  /** Durable when it returns. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
  async write(room: Room, name: string, content: Uint8Array | string): Promise<void> {
    await writeFileAtomically(this.path(room, name), content, {
      replace: true,
      mode: 0o600,
      sweep: false, // prepare does
    });
  }

  /** What can't be removed now is removed by the next start. */
  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) await rm(path, { force: true }).catch(() => undefined);
  }

  /** Moves a file out of the way, where nothing reads it again. */
  async setAside(room: Room, name: string, why: string): Promise<void> {
    const aside = join(this.folder, "aside");
    await makeFolder(aside, 0o700);
    const kept = `${room}.${name.slice(0, 100)}.${randomBytes(4).toString("hex")}`;
    const moved = await rename(this.path(room, name), join(aside, kept)).then(
      () => true,
      () => false,
    );
    await syncFolder(join(this.folder, room));
    this.#warn(
      `${join(room, name)} was ${moved ? `set aside as ${join("aside", kept)}` : "passed over"}: ${why}`,
    );
  }
}

/** Bytes `from` up to, not including, `to` of a place. @throws the file system's own error, or one for a short file */
export async function readPlace(
  { path, start, size }: Place,
  from = 0,
  to = size,
): Promise<Uint8Array> {
  const bytes = Buffer.alloc(to - from);
  const handle = await open(path, "r");
  try {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start + from);
    if (bytesRead !== bytes.length) throw new Error(`${path} ends before byte ${start + to}`);
    return bytes;
  } finally {
    await handle.close();
  }
}

function unavailable(cause: unknown): never {
  throw new ColophonError("ARCHIVE_UNAVAILABLE", "the gateway's folder could not be read", {
    hint: "check that you may read it, or name another with --dir",
    cause,
  });
}
