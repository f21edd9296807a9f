// Carries out a container's plan from file to file in constant memory: one block is read and one written while another
// is hashed, and the disk starts on what is written before all of it is there.
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Piece } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { hashesSource, type Spliced } from "./splice.js";

const BLOCK = 1 << 20; // fits a processor's cache; larger ones are slower
const WRITE_BACK = 16 << 20;

/** Where the bytes go. */
export interface Target {
  readonly handle: FileHandle;
  /** Take the SHA-256 of the source as it is, too. */
  readonly hashOriginal: boolean;
  /** Called between blocks with the number of source bytes done. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes and hashes pieces.
 * @throws ColophonError CONTAINER_MALFORMED when the source shrank; CANCELLED; what the file system throws
 */
export async function runPieces(
  source: FileHandle,
  pieces: readonly Piece[],
  target: Target,
): Promise<Spliced & { readonly originalDigest?: Uint8Array }> {
  const { size } = await source.stat();
  const same = hashesSource(pieces, size);
  const hash = createHash("sha256");
  const original = target.hashOriginal && !same ? new OriginalHash(source, size) : undefined;
  const pump = new Pump(source, target, original);
  let at = 0;
  let manifestAt = 0;
  for (const piece of pieces) {
    if (piece.kind === "hash-only") hash.update(piece.bytes);
    else if (piece.kind === "bytes") {
      if (piece.hashed) hash.update(piece.bytes);
      await writeAll(target.handle, piece.bytes, at);
      at += piece.bytes.length;
    } else if (piece.kind === "manifest") {
      manifestAt = at;
      at += piece.length;
    } else {
      await pump.run(piece.start, piece.end, at, piece.hashed ? hash : undefined);
      at += piece.end - piece.start;
    }
  }
  await pump.finish();
  const digest = hash.digest();
  const originalDigest = same ? digest : await original?.digest();
  return { digest, manifestAt, length: at, ...(originalDigest && { originalDigest }) };
}

/** Three blocks in turn: one being read, one being hashed, one being written. */
class Pump {
  readonly #blocks = [0, 1, 2].map(() => Buffer.allocUnsafeSlow(BLOCK));
  readonly #source: FileHandle;
  readonly #target: Target;
  readonly #original: OriginalHash | undefined;
  #done = 0;
  #unsynced = 0;
  #syncing: Promise<void> | undefined;

  constructor(source: FileHandle, target: Target, original: OriginalHash | undefined) {
    this.#source = source;
    this.#target = target;
    this.#original = original;
  }

  async run(
    start: number,
    end: number,
    to: number,
    hash: { update(bytes: Uint8Array): unknown } | undefined,
  ): Promise<void> {
    await this.#original?.skipTo(start);
    const { handle, progress, signal } = this.#target;
    const writes: (Promise<void> | undefined)[] = [undefined, undefined, undefined];
    const read = (turn: number, from: number) =>
      heard(this.#source.read(this.#blocks[turn]!, 0, Math.min(BLOCK, end - from), from));
    let next = start < end ? read(0, start) : undefined;
    for (let from = start, turn = 0; next; turn = (turn + 1) % 3) {
      const { bytesRead } = await next;
      if (bytesRead === 0) throw shrank();
      const block = this.#blocks[turn]!.subarray(0, bytesRead);
      const at = to + from - start;
      from += bytesRead;
      const following = (turn + 1) % 3;
      await writes[following];
      next = from < end ? read(following, from) : undefined;
      writes[turn] = heard(writeAll(handle, block, at));
      hash?.update(block);
      this.#original?.update(block);
      this.#done += bytesRead;
      this.#writeBack(bytesRead);
      progress?.(this.#done);
      signal?.throwIfAborted();
    }
    await Promise.all(writes);
  }

  /** Has the disk start on what was written, so that the sync before the rename finds little left to do. */
  #writeBack(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#syncing || this.#unsynced < WRITE_BACK) return;
    this.#unsynced = 0;
    this.#syncing = heard(
      this.#target.handle.datasync().then(() => {
        this.#syncing = undefined;
      }),
    );
  }

  /** A disk tells of a failed write once: what an early sync was told must not get lost. */
  async finish(): Promise<void> {
    await this.#syncing;
  }
}

/** Hash of the source as it is. Copies pass through; what lies between them (an index that was changed) is read again. */
class OriginalHash {
  readonly #hash = createHash("sha256");
  readonly #source: FileHandle;
  readonly #size: number;
  #at = 0;

  constructor(source: FileHandle, size: number) {
    this.#source = source;
    this.#size = size;
  }

  update(block: Uint8Array): void {
    this.#hash.update(block);
    this.#at += block.length;
  }

  async skipTo(end: number): Promise<void> {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(0, end - this.#at)));
    while (this.#at < end) {
      const length = Math.min(block.length, end - this.#at);
      const { bytesRead } = await this.#source.read(block, 0, length, this.#at);
      if (bytesRead === 0) throw shrank();
      this.update(block.subarray(0, bytesRead));
    }
  }

  async digest(): Promise<Uint8Array> {
    await this.skipTo(this.#size);
    return this.#hash.digest();
  }
}

/** Writes all of `bytes` at an offset; one write call may take only part. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

/** Marks a promise as one whose failure is looked at later, when its turn comes; Node would end the process. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function shrank(): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", "the file became shorter while it was read", {
    hint: "nothing was written; wait until it is complete and try again",
  });
}
