// A file opened for reading, as bytes for the core, as a Blob for the engine, and as a stream for hashing.
import { constants, type Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { type ByteSource, truncated } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { disk } from "./disk.js";
import { FileBlob } from "./file-blob.js";
import { hashPieces } from "./hash-pieces.js";

/** An open file. Close it when done. */
export interface FileSource extends ByteSource {
  readonly path: string;
  readonly handle: FileHandle;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Fills a buffer with the start of the file. @throws ColophonError CONTAINER_MALFORMED when the file is shorter */
  fill(bytes: Uint8Array): Promise<Uint8Array>;
  blob(): FileBlob;
  /** SHA-256 of the whole file. */
  sha256(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @throws ColophonError FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_EMPTY, FILE_UNREADABLE */
export async function openFile(path: string): Promise<FileSource> {
  let handle: FileHandle;
  try {
    handle = await disk.open(path, constants.O_RDONLY | constants.O_NONBLOCK); // a named pipe must not hang us
  } catch (cause) {
    throw openError(path, cause);
  }
  try {
    const status = await handle.stat();
    const fault = noContent(path, status);
    if (fault) throw fault;
    return source(path, handle, status.size, status.mtimeMs);
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** Why what has this status is no file with something in it; undefined when it is one. */
export function noContent(path: string, status: Stats): ColophonError | undefined {
  if (status.isDirectory()) return isDirectory(path);
  if (!status.isFile())
    return new ColophonError("FILE_UNREADABLE", `${path} is not a regular file`, {
      hint: "name a file on disk; pipes and devices cannot be signed or checked",
    });
  if (status.size > 0) return undefined;
  return new ColophonError("FILE_EMPTY", `${path} is empty (0 bytes)`, {
    hint: "nothing was changed; check that the file was saved or copied completely",
  });
}

/** To be asked when all was read, and before anything made of it gets a name. @throws ColophonError FILE_CHANGED */
export async function refuseChanged({ path, handle, size, modified }: FileSource): Promise<void> {
  const now = await handle.stat();
  if (now.size !== size || now.mtimeMs !== modified)
    throw new ColophonError("FILE_CHANGED", `${path} was changed while it was read`);
}

function source(path: string, handle: FileHandle, size: number, modified: number): FileSource {
  const fill = async (bytes: Uint8Array, start: number) => {
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw truncated(start + bytes.length, start + at);
      at += bytesRead;
    }
    return bytes;
  };
  return {
    path,
    handle,
    size,
    modified,
    async read(start, end) {
      if (start < 0 || end < start || end > size) throw truncated(end, size);
      return fill(Buffer.allocUnsafe(end - start), start);
    },
    fill: (bytes) => fill(bytes, 0),
    blob: () => new FileBlob(handle.fd, 0, size),
    sha256: () =>
      hashPieces(handle, "sha256", [{ kind: "copy", start: 0, end: size, hashed: true }]),
    close: () => handle.close(),
  };
}

function isDirectory(path: string): ColophonError {
  return new ColophonError("FILE_IS_DIRECTORY", `${path} is a folder, not a file`, {
    hint: "name the files in it, for example with a pattern of your shell such as folder/*.jpg",
  });
}

function openError(path: string, cause: unknown): ColophonError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new ColophonError("FILE_NOT_FOUND", `there is no file ${path}`, {
      hint: "check the name and the folder you are in",
      cause,
    });
  if (code === "EISDIR") return isDirectory(path);
  return new ColophonError("FILE_UNREADABLE", `${path} could not be read (${String(code)})`, {
    hint: "check that you may read it",
    cause,
  });
}
