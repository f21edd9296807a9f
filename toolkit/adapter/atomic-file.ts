// Nothing half-written, ever: a file is complete under its name or absent.
// Temporary file beside the target, fsync, rename (or link, when an existing file must survive), fsync of the folder.
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { disk } from "./disk.js";
import { makeFolders } from "./folders.js";
import { sweepUnfinished, unfinishedName } from "./unfinished.js";

export interface AtomicOptions {
  /** Replace an existing file; otherwise it is left alone and the write fails. */
  readonly replace?: boolean;
  /** POSIX permission bits, 0o644 unless told. */
  readonly mode?: number;
  /**
   * Where the unfinished file is kept, on the same disk: its own folder unless told. Who tells syncs the folder that the
   * file ends up in, once for many files.
   */
  readonly staging?: string;
  /** Unless false, what killed processes left unfinished in the folder is taken away first: false for large folders of ours. */
  readonly sweep?: boolean;
  /** Called when the file is complete, with what it will be under its name; when this fails, it doesn't get it. */
  readonly beforeNamed?: (mark: FileMark) => Promise<void>;
}

/** Size in bytes and time of the last change, milliseconds since the epoch with what the system has of fractions. */
export interface FileMark {
  readonly size: number;
  readonly modified: number;
}

/**
 * Writes a file through `fill`, which gets an open handle of an empty temporary file.
 * @throws ColophonError OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL; whatever `fill` throws. Nothing is left behind.
 */
export async function writeAtomically<T>(
  path: string,
  fill: (handle: FileHandle) => Promise<T>,
  options: AtomicOptions = {},
): Promise<T> {
  await refuseStanding(path, options.replace === true);
  const { staging, sweep } = options;
  if (sweep !== false && staging === undefined) await sweepUnfinished(dirname(path));
  const temporary = join(staging ?? dirname(path), unfinishedName(basename(path)));
  let handle: FileHandle;
  try {
    handle = await disk.open(temporary, "wx+", options.mode ?? 0o644);
  } catch (cause) {
    throw writeError(path, cause);
  }
  try {
    const result = await fill(handle);
    await handle.sync();
    const { beforeNamed } = options;
    const status = beforeNamed && (await handle.stat());
    await handle.close();
    if (status) await beforeNamed({ size: status.size, modified: status.mtimeMs });
    await giveName(temporary, path, options.replace === true);
    if (staging === undefined) await syncFolder(dirname(path));
    return result;
  } catch (cause) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, cause);
  }
}

/**
 * Gives a complete file on the same disk its name. A link fails when somebody made `path` meanwhile, where rename would
 * replace it; not every file system has links. @throws ColophonError OUTPUT_EXISTS; what the file system throws
 */
export async function giveName(temporary: string, path: string, replace: boolean): Promise<void> {
  if (replace) return disk.rename(temporary, path);
  try {
    await disk.link(temporary, path);
    await disk.unlink(temporary);
  } catch (cause) {
    if (!isCode(cause, "EPERM", "ENOTSUP", "ENOSYS", "EMLINK")) throw cause;
    if (await exists(path)) throw outputExists(path);
    await disk.rename(temporary, path);
  }
}

/** Whether a thrown value is a system's error with one of these codes. */
export function isCode(cause: unknown, ...codes: readonly string[]): boolean {
  return cause instanceof Error && "code" in cause && codes.includes(String(cause.code));
}

/** As writeAtomically, for bytes or text at hand. */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string,
  options: AtomicOptions = {},
): Promise<void> {
  await writeAtomically(path, (handle) => handle.writeFile(content), options);
}

/** Makes a folder and its parents. @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL */
export async function makeFolder(path: string, mode = 0o755): Promise<void> {
  try {
    await makeFolders(path, mode);
  } catch (cause) {
    if (isCode(cause, "EEXIST"))
      throw new ColophonError("OUTPUT_UNWRITABLE", `${path} is a file, not a folder`, {
        hint: "nothing was changed; name another folder",
        cause,
      });
    throw writeError(path, await trueCause(path, cause));
  }
}

/** Node says ENOENT for a disk that is write-protected; what the first missing folder says is the reason. */
async function trueCause(path: string, first: unknown): Promise<unknown> {
  let cause = first;
  for (let at = path; isCode(cause, "ENOENT") && dirname(at) !== at; at = dirname(at))
    cause = await mkdir(at).catch((error: unknown) => error);
  return isCode(cause, "EROFS", "EACCES", "EPERM", "ENOSPC", "EDQUOT") ? cause : first;
}

/** @throws ColophonError OUTPUT_EXISTS; OUTPUT_UNWRITABLE for what no file may replace: a folder, a device, a pipe */
export async function refuseStanding(path: string, replace: boolean): Promise<void> {
  const there = await disk.stat(path).catch(() => undefined);
  if (!there) return;
  if (there.isDirectory()) throw unwritable(path, "a folder has that name");
  if (!there.isFile()) throw unwritable(path, "what has that name is no file");
  if (!replace) throw outputExists(path);
}

async function exists(path: string): Promise<boolean> {
  return disk.stat(path).then(
    () => true,
    () => false,
  );
}

/** Makes what was created in or renamed into a folder outlast a power cut, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined); // folders cannot be opened on Windows
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** The error for a name that is taken. */
export function outputExists(path: string): ColophonError {
  return new ColophonError("OUTPUT_EXISTS", `${path} exists already and was left as it is`, {
    hint: "choose another name with -o or --out, or add --force to replace it",
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EISDIR: "a folder has that name",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EPERM: "you may not write there",
  EXDEV: "it is on another disk than the folder for unfinished files",
  EROFS: "its disk is write-protected",
};

/** Turns a file system error into ours; a ColophonError passes through. */
export function writeError(path: string, cause: unknown): unknown {
  if (cause instanceof ColophonError) return cause;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EEXIST") return outputExists(path);
  if (code === "ENOSPC" || code === "EDQUOT")
    return new ColophonError("DISK_FULL", `no room left to write ${path}`, {
      hint: "nothing was changed; free some space and run the same command again",
      cause,
    });
  if (code === "ENAMETOOLONG")
    return new ColophonError(
      "OUTPUT_UNWRITABLE",
      `${path} could not be written: its name is too long`,
      {
        hint: "nothing was changed; give the file a shorter name",
        cause,
      },
    );
  if (typeof code === "string" && /^E[A-Z]+$/.test(code))
    return unwritable(path, REASONS[code] ?? code, cause);
  return cause;
}

function unwritable(path: string, why: string, cause?: unknown): ColophonError {
  return new ColophonError("OUTPUT_UNWRITABLE", `${path} could not be written: ${why}`, {
    hint: "nothing was changed; choose another place, or make it writable",
    cause,
  });
}
