// What the engine needs of the browser's file API, over a file descriptor or bytes in memory: a duck-typed Blob
// whose slices are read only when the engine asks, so that big files are never held whole.
import { readSync } from "node:fs";
import type { EngineBlob } from "../../src/credential/index.js";

/** A Blob over part of an open file. The descriptor must stay open while it is in use. */
export class FileBlob implements EngineBlob {
  readonly size: number;
  readonly #fd: number;
  readonly #start: number;

  constructor(fd: number, start: number, end: number) {
    this.#fd = fd;
    this.#start = start;
    this.size = end - start;
  }

  slice(start = 0, end = this.size): FileBlob {
    const from = Math.min(start, this.size);
    const to = Math.max(from, Math.min(end, this.size));
    return new FileBlob(this.#fd, this.#start + from, this.#start + to);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.size);
    let read = 0;
    while (read < out.length) {
      const count = readSync(this.#fd, out, read, out.length - read, this.#start + read);
      if (count === 0) break; // the file shrank: the engine sees a short read and says so
      read += count;
    }
    return read === out.length ? out : out.slice(0, read);
  }
}

/** A Blob over bytes in memory; slices share them. */
export class MemoryBlob implements EngineBlob {
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  slice(start = 0, end = this.size): MemoryBlob {
    return new MemoryBlob(this.#bytes.subarray(start, end));
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes); // slice() of a Buffer is a view of a larger ArrayBuffer
  }
}

/** The one method of FileReaderSync that the engine calls. */
class ReaderOverBlob {
  readAsArrayBuffer(blob: FileBlob | MemoryBlob): ArrayBuffer {
    return blob.bytes().buffer;
  }
}

/** Makes FileReaderSync known to the engine. Node has none. */
export function installFileReader(): void {
  const world = globalThis as { FileReaderSync?: unknown };
  world.FileReaderSync ??= ReaderOverBlob;
}
