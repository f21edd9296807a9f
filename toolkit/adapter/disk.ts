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

/** A FileHandle that waits, as far as one is used here. Nobody closes it but who opened it. */
class WaitingHandle {
  readonly fd: number;

  constructor(fd: number) {
    this.fd = fd;
  }

  async stat() {
    return fs.fstatSync(this.fd);
  }

  async read(buffer: Uint8Array, offset: number, length: number, position: number) {
    if (length > SHORT) return read(this.fd, buffer, offset, length, position);
    return { bytesRead: fs.readSync(this.fd, buffer, offset, length, position), buffer };
  }

  async write(buffer: Uint8Array, offset = 0, length = buffer.length - offset, position?: number) {
    if (length > SHORT) return write(this.fd, buffer, offset, length, position ?? null);
    return { bytesWritten: fs.writeSync(this.fd, buffer, offset, length, position), buffer };
  }

  async writeFile(content: Uint8Array | string) {
    fs.writeFileSync(this.fd, content);
  }

  async sync() {
    await fsync(this.fd);
  }

  async datasync() {
    await fdatasync(this.fd);
  }

  async truncate(length: number) {
    fs.ftruncateSync(this.fd, length);
  }

  async close() {
    fs.closeSync(this.fd);
  }
}

/** These throw what the file system throws. */
interface Disk {
  readonly open: (path: string, flags: string | number, mode?: number) => Promise<FileHandle>;
  readonly stat: (path: string) => Promise<fs.Stats>;
  readonly link: (path: string, to: string) => Promise<void>;
  readonly rename: (path: string, to: string) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
}

const waiting: Disk = {
  open: async (path, flags, mode) =>
    new WaitingHandle(fs.openSync(path, flags, mode)) as unknown as FileHandle, // nothing else of it is used in threads
  stat: async (path) => fs.statSync(path),
  link: async (path, to) => fs.linkSync(path, to),
  rename: async (path, to) => fs.renameSync(path, to),
  unlink: async (path) => fs.unlinkSync(path),
};

/** The disk, as it is best asked from here. */
export const disk: Disk = isMainThread ? { open, stat, link, rename, unlink } : waiting;
