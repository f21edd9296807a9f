// What is verified: a file on disk or bytes from a URL, behind one face.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type ByteSource, memorySource, openFragment } from "../../src/container/index.js";
import type { FragmentAsset } from "../../src/credential/index.js";
import type { Subject } from "../../src/examine/index.js";
import { type FileSource, openFile } from "../adapter/file-source.js";
import { hashPieces } from "../adapter/hash-pieces.js";
import type { HashName } from "../adapter/running-digest.js";
import { findSidecar } from "./sidecar.js";

/** A subject with what only a file or an address has. */
export interface OpenSubject extends Subject {
  /** File name alone. */
  readonly title: string;
  close(): Promise<void>;
}

/** Files up to this size are read at one go. */
const READ_WHOLE = 50 * 1024 * 1024;

/**
 * @param fragments paths of the rest of a movie whose first part the file is
 * @throws ColophonError FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_EMPTY, FILE_UNREADABLE
 */
export async function fileSubject(
  path: string,
  fragments?: readonly string[],
): Promise<OpenSubject> {
  const file = await openFile(path);
  const source = file.size <= READ_WHOLE ? onceRead(file) : file;
  return {
    name: path,
    title: basename(path),
    source,
    mentions: (marks) => mentions(source, marks),
    ...(fragments && { fragments: fragments.map(fragmentAt) }),
    sidecar: () => findSidecar(path),
    content: async () => (file.size <= READ_WHOLE ? source.read(0, file.size) : file.blob()),
    hash: fileHash(file),
    close: () => file.close(),
  };
}

/** Hashes pieces of an open file. */
export function fileHash({ handle }: FileSource): Subject["hash"] {
  return async (algorithm, pieces) =>
    isHashName(algorithm) ? hashPieces(handle, algorithm, pieces) : undefined;
}

function fragmentAt(path: string): FragmentAsset {
  return {
    name: basename(path),
    use: async (look) => {
      const file = await openFile(path);
      try {
        return await look(await openFragment(file), fileHash(file));
      } finally {
        await file.close();
      }
    },
  };
}

/** Bytes that came from somewhere else than a file. */
export function bytesSubject(name: string, title: string, bytes: Uint8Array): OpenSubject {
  const source = memorySource(bytes);
  return {
    name,
    title,
    source,
    mentions: (marks) => mentions(source, marks),
    content: async () => bytes,
    hash: async (algorithm, pieces) => {
      if (!isHashName(algorithm)) return undefined;
      const hash = createHash(algorithm);
      for (const piece of pieces) {
        if (piece.kind === "copy") hash.update(bytes.subarray(piece.start, piece.end));
        if (piece.kind === "hash-only") hash.update(piece.bytes);
      }
      return hash.digest();
    },
    close: async () => undefined,
  };
}

/** Keeps the bytes of a small file after the first read of all of it. */
function onceRead(file: FileSource): ByteSource {
  let whole: Promise<Uint8Array> | undefined;
  return {
    size: file.size,
    read: async (start, end) => {
      if (start < 0 || end > file.size) return file.read(start, end);
      whole ??= file.read(0, file.size);
      return (await whole).subarray(start, end);
    },
  };
}

function isHashName(name: string): name is HashName {
  return name === "sha256" || name === "sha384" || name === "sha512";
}

const SCAN = 4 * 1024 * 1024;

/** In blocks that overlap by more than the longest of the marks. */
async function mentions(source: ByteSource, marks: readonly Uint8Array[]): Promise<boolean> {
  const wanted = marks.map((mark) => Buffer.from(mark));
  for (let at = 0; at < source.size; at += SCAN - 32) {
    const bytes = await source.read(at, Math.min(at + SCAN, source.size));
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (wanted.some((mark) => block.includes(mark))) return true;
  }
  return false;
}
