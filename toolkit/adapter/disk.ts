// What is asked of the disk for each single file. A program that does other things meanwhile is told when it is done; a thread
// that does nothing else waits for it, which takes a quarter of the processor time. What can take long (a sync, a large
// block) is never waited for.
import * as fs from "node:fs";
import { type FileHandle, link, open, rename, stat, unlink } from "node:fs/promises";
import { promisify } from "node:util";
import { isMainThread } from "node:worker_threads";

/** Longer reads and writes at a place are left to the system, so that others go on meanwhile. Bytes. */
const SHORT = 1 << 18;

const read = promisify(fs.read);
const write = promisify(fs.write);
const fsync = promisify(fs.fsync);
const fdatasync = promisify(fs.fdatasync);

/**
 * A FileHandle that waits, as far as one is used here. As with one, it may be closed twice and is closed when what was begun
 * has ended: the number of a file that is closed is soon another's, who must not be written to or closed.
 */
class WaitingHandle {
  #fd: number;
  readonly #begun = new Set<Promise<unknown>>();

  constructor(fd: number) {
    this.#fd = fd;
  }

  get fd(): number {
    return this.#fd;
  }

  async stat() {
    return fs.fstatSync(this.#open());
  }

  async read(buffer: Uint8Array, offset: number, length: number, position: number) {
    const fd = this.#open();
    if (length > SHORT) return this.#later(read(fd, buffer, offset, length, position));
    return { bytesRead: fs.readSync(fd, buffer, offset, length, position), buffer };
  }

  async write(buffer: Uint8Array, offset = 0, length = buffer.length - offset, position?: number) {
    const fd = this.#open();
    if (length > SHORT) return this.#later(write(fd, buffer, offset, length, position ?? null));
    return { bytesWritten: fs.writeSync(fd, buffer, offset, length, position), buffer };
  }

  async writeFile(content: Uint8Array | string) {
    fs.writeFileSync(this.#open(), content);
  }

  async sync() {
    await this.#later(fsync(this.#open()));
  }

  async datasync() {
    await this.#later(fdatasync(this.#open()));
  }

  async truncate(length: number) {
    fs.ftruncateSync(this.#open(), length);
  }

  async close() {
    if (this.#fd === CLOSED) return;
    const fd = this.#fd;
    this.#fd = CLOSED;
    await Promise.allSettled(this.#begun);
    fs.closeSync(fd);
  }

  #open(): number {
    if (this.#fd !== CLOSED) return this.#fd;
    throw Object.assign(new Error("EBADF: the file is closed"), { code: "EBADF" });
  }

  async #later<T>(begun: Promise<T>): Promise<T> {
    this.#begun.add(begun);
    try {
      return await begun;
    } finally {
      this.#begun.delete(begun);
    }
  }
}

const CLOSED = -1;

/** These throw what the file system throws. */
interface Disk {
  readonly open: (path: string, flags: string | number, mode?: number) => Promise<FileHandle>;
  readonly stat: (path: string) => Promise<fs.Stats>;
  readonly link: (path: string, to: string) => Promise<void>;
  readonly rename: (path: string, to: string) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
}

/** For threads. */
export const waitingDisk: Disk = {
  open: async (path, flags, mode) =>
    new WaitingHandle(fs.openSync(path, flags, mode)) as unknown as FileHandle, // nothing else of it is used in threads
  stat: async (path) => fs.statSync(path),
  link: async (path, to) => fs.linkSync(path, to),
  rename: async (path, to) => fs.renameSync(path, to),
  unlink: async (path) => fs.unlinkSync(path),
};

/** The disk, as it is best asked from here. */
export const disk: Disk = isMainThread ? { open, stat, link, rename, unlink } : waitingDisk;
