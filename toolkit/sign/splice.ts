// Carries out a container's plan: copies, hashes and writes pieces in constant memory, reading ahead while it hashes.
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Piece } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";

const BLOCK = 4 << 20;

/** Where the bytes go. */
interface Target {
  readonly handle: FileHandle;
  /** Called between blocks with the number of source bytes done. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface Spliced {
  /** SHA-256 of the hashed pieces. */
  readonly digest: Uint8Array;
  /** Where the manifest piece starts in the output; its bytes are left for the caller to write. */
  readonly manifestAt: number;
  /** Length of the output. */
  readonly length: number;
}

/** Writes and hashes pieces, and the source as it is for the archive. @throws ColophonError CONTAINER_MALFORMED when the source shrank; CANCELLED */
export async function runPieces(
  source: FileHandle,
  pieces: readonly Piece[],
  target: Target,
): Promise<Spliced & { readonly originalDigest: Uint8Array }> {
  const hash = createHash("sha256");
  const original = new OriginalHash(source);
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
  const originalDigest = await original.digest();
  return {
    digest: hash.digest(),
    manifestAt,
    length: at,
    originalDigest,
  };
}

/** As runPieces for bytes in memory: the whole output, with the manifest's place left as zeroes. */
export function assemble(
  bytes: Uint8Array,
  pieces: readonly Piece[],
): Spliced & { output: Buffer } {
  const hash = createHash("sha256");
  const output = Buffer.alloc(pieces.reduce((sum, piece) => sum + outputLength(piece), 0));
  let at = 0;
  let manifestAt = 0;
  for (const piece of pieces) {
    if (piece.kind === "manifest") {
      manifestAt = at;
      at += piece.length;
      continue;
    }
    const part = piece.kind === "copy" ? bytes.subarray(piece.start, piece.end) : piece.bytes;
    if (piece.kind === "hash-only" || piece.hashed) hash.update(part);
    if (piece.kind === "hash-only") continue;
    output.set(part, at);
    at += part.length;
  }
  return { digest: hash.digest(), manifestAt, length: at, output };
}

function outputLength(piece: Piece): number {
  if (piece.kind === "hash-only") return 0;
  if (piece.kind === "manifest") return piece.length;
  return piece.kind === "copy" ? piece.end - piece.start : piece.bytes.length;
}

/** Three blocks in turn: one being read, one being hashed, one being written. */
class Pump {
  readonly #blocks = [0, 1, 2].map(() => Buffer.allocUnsafeSlow(BLOCK));
  readonly #source: FileHandle;
  readonly #target: Target;
  readonly #original: OriginalHash;
  #done = 0;

  constructor(source: FileHandle, target: Target, original: OriginalHash) {
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
    await this.#original.skipTo(start);
    const writes: (Promise<void> | undefined)[] = [undefined, undefined, undefined];
    const read = (turn: number, from: number) =>
      this.#source.read(this.#blocks[turn]!, 0, Math.min(BLOCK, end - from), from);
    let next = start < end ? read(0, start) : undefined;
    try {
      for (let from = start, turn = 0; next; turn = (turn + 1) % 3) {
        const { bytesRead } = await next;
        if (bytesRead === 0)
          throw new ColophonError(
            "CONTAINER_MALFORMED",
            "the file became shorter while it was read",
            {
              hint: "nothing was written; wait until it is complete and try again",
            },
          );
        const block = this.#blocks[turn]!.subarray(0, bytesRead);
        from += bytesRead;
        const following = (turn + 1) % 3;
        await writes[following];
        next = from < end ? read(following, from) : undefined;
        if (this.#target)
          writes[turn] = writeAll(this.#target.handle, block, to + from - bytesRead - start);
        hash?.update(block);
        this.#original.update(block);
        this.#done += bytesRead;
        this.#target.progress?.(this.#done);
        this.#target.signal?.throwIfAborted();
      }
    } finally {
      await Promise.all(writes);
    }
  }
}

/** Hash of the source as it is. Copies pass through; what lies between them (an index that was changed) is read again. */
class OriginalHash {
  readonly #hash = createHash("sha256");
  readonly #source: FileHandle;
  #at = 0;

  constructor(source: FileHandle) {
    this.#source = source;
  }

  update(block: Uint8Array): void {
    this.#hash.update(block);
    this.#at += block.length;
  }

  async skipTo(end: number): Promise<void> {
    const block = Buffer.allocUnsafe(Math.min(1 << 20, Math.max(0, end - this.#at)));
    while (this.#at < end) {
      const { bytesRead } = await this.#source.read(
        block,
        0,
        Math.min(block.length, end - this.#at),
        this.#at,
      );
      if (bytesRead === 0) return;
      this.update(block.subarray(0, bytesRead));
    }
  }

  async digest(): Promise<Uint8Array> {
    await this.skipTo((await this.#source.stat()).size);
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
