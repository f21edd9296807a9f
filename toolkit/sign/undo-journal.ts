// What an edit of a file in its place takes away, kept beside it until all is done: a process that dies between two
// steps leaves this journal, and the next signing puts the file back as it was. The journal is complete on the disk
// before the first byte of the file changes, and goes only when the last one is on the disk.
import { existsSync, realpathSync } from "node:fs";
import { type FileHandle, open, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Edit } from "../../src/container/index.js";
import {
  asArray,
  asObject,
  concat,
  decodeCbor,
  encodeCbor,
  sha256Now,
  toHex,
  utf8,
} from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { syncFolder, writeError, writeFileAtomically } from "../adapter/atomic-file.js";
import { lockAt } from "../adapter/folder-lock.js";
import { writeAll } from "./pump.js";

const VERSION = 1;
const DIGEST = 32;
const LIMIT = 1 << 30;

interface Change {
  readonly at: number;
  /** What was there, shorter than `after` where the file ended. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

interface Journal {
  readonly size: number;
  readonly changes: readonly Change[];
}

/** Of constant length: a file's own name may be as long as names get. */
function beside(path: string, what: "undo" | "lock"): string {
  const name = toHex(sha256Now(utf8(basename(path)))).slice(0, 16);
  return join(dirname(path), `.colophon-${what}-${name}`);
}

/** Only one process at a time edits a file. @param path real path @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL */
export function lockFile(path: string): Promise<() => Promise<void>> {
  return lockAt(beside(path, "lock"), (lock, holder) => {
    return new ColophonError("OUTPUT_UNWRITABLE", `${path} is being signed in place by ${holder}`, {
      hint: `nothing was changed; wait until it is done, or remove ${lock} if there is no such process`,
    });
  });
}

/** Keeps what `edits` will take away. @throws ColophonError OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL */
export async function keepUndo(
  path: string,
  file: FileHandle,
  edits: readonly Edit[],
): Promise<void> {
  const { size } = await file.stat();
  const changes: Change[] = [];
  for (const { at, bytes } of edits) {
    const before = await read(file, at, Math.max(0, Math.min(bytes.length, size - at)));
    changes.push({ at, before, after: bytes });
  }
  const body = encodeCbor({ version: VERSION, size, changes });
  await writeFileAtomically(beside(path, "undo"), concat(sha256Now(body), body), {
    mode: 0o600,
  });
}

/** The edits hold: nothing is to be undone any more. */
export async function dropUndo(path: string): Promise<void> {
  await rm(beside(path, "undo"), { force: true });
  await syncFolder(dirname(path));
}

/**
 * Puts a file back as it was before an edit that was not finished; nothing where there was none. The caller has the lock.
 * @returns whether there was something to undo
 * @throws ColophonError OUTPUT_UNWRITABLE when somebody else has changed the file since; nothing is changed then
 */
export async function undo(path: string): Promise<boolean> {
  const kept = beside(path, "undo");
  const journal = await load(kept, path);
  if (!journal) return false;
  let file: FileHandle;
  try {
    file = await open(path, "r+");
  } catch (cause) {
    throw writeError(path, cause);
  }
  try {
    if (!(await isHalfEdited(file, journal))) throw foreign(path, kept);
    for (const { at, before } of journal.changes) await writeAll(file, before, at);
    await file.truncate(journal.size);
    await file.sync();
  } catch (cause) {
    throw writeError(path, cause);
  } finally {
    await file.close();
  }
  await dropUndo(path);
  return true;
}

/** Whether a signing of this file in its place was cut off, or is under way. @param input may be a link to it */
export function wasInterrupted(input: string): boolean {
  return existsSync(beside(real(input), "undo"));
}

/**
 * As undo, with a lock of its own: for those who only want to read the file.
 * @param input may be a link to it
 */
export async function undoInterrupted(input: string): Promise<boolean> {
  if (!wasInterrupted(input)) return false;
  const path = real(input);
  const release = await lockFile(path);
  try {
    return await undo(path);
  } finally {
    await release();
  }
}

function real(input: string): string {
  try {
    return realpathSync.native(input);
  } catch {
    return input;
  }
}

async function load(kept: string, path: string): Promise<Journal | undefined> {
  const status = await stat(kept).catch(() => undefined);
  if (!status) return undefined;
  if (status.size > LIMIT) throw foreign(path, kept);
  const bytes = new Uint8Array(await readFile(kept));
  const body = bytes.subarray(DIGEST);
  if (toHex(sha256Now(body)) !== toHex(bytes.subarray(0, DIGEST))) throw foreign(path, kept);
  const { version, size, changes } = asObject(decodeCbor(body)) ?? {};
  const sound = asArray(changes).every((value) => {
    const { at, before, after } = asObject(value) ?? {};
    return Number.isSafeInteger(at) && before instanceof Uint8Array && after instanceof Uint8Array;
  });
  if (version !== VERSION || !Number.isSafeInteger(size) || !sound) throw foreign(path, kept);
  return { size, changes } as Journal;
}

/** Every byte in question is as before or as after; what was appended may be zeroes, which a power cut leaves. */
async function isHalfEdited(file: FileHandle, { size, changes }: Journal): Promise<boolean> {
  const now = (await file.stat()).size;
  const most = changes.reduce((end, { at, after }) => Math.max(end, at + after.length), size);
  if (now < size || now > most) return false;
  for (const { at, before, after } of changes) {
    const found = await read(file, at, Math.max(0, Math.min(after.length, now - at)));
    const fits = found.every((byte, i) => byte === after[i] || byte === (before[i] ?? 0));
    if (!fits) return false;
  }
  return true;
}

async function read(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}

function foreign(path: string, kept: string): ColophonError {
  return new ColophonError(
    "OUTPUT_UNWRITABLE",
    `${path} was changed by somebody else after a signing in place was interrupted`,
    { hint: `nothing was changed; if the file is as it should be, remove ${kept}` },
  );
}
