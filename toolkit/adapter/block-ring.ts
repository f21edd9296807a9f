// Reads a file in blocks, several ahead of whoever takes them: while one is hashed the next ones come, and a disk that
// hesitates for a moment holds nobody up. Blocks lie in shared memory, so that another thread can hash them where they are.
import type { FileHandle } from "node:fs/promises";
import { ColophonError } from "../../src/index.js";

/** Larger ones are written more slowly: the system then looks for pages of 2 MiB to keep them in. */
const BLOCK = 1 << 20;
/** Sixteen megabytes of slack between the fastest and the slowest of reading, hashing and writing. */
const COUNT = 16;
const AHEAD = 3;

/** A block that was read: `bytes` is the part of `ring.blocks[slot]` that was filled. */
export interface FilledBlock {
  readonly slot: number;
  readonly bytes: Uint8Array;
  /** Offset in the file. */
  readonly at: number;
}

/** Blocks of one file, used in turn. */
export class BlockRing {
  readonly blocks: readonly Uint8Array[];
  readonly #file: FileHandle;
  readonly #size: number;
  readonly #held: (Promise<unknown> | undefined)[] = [];
  #turn = 0;

  /** @param expected about how many bytes will be read: a small file takes fewer and smaller blocks */
  constructor(file: FileHandle, expected: number) {
    this.#file = file;
    this.#size = Math.max(1, Math.min(BLOCK, expected));
    const length = Math.max(1, Math.min(COUNT, Math.ceil(expected / BLOCK)));
    const block = () => new Uint8Array(new SharedArrayBuffer(this.#size));
    this.blocks = Array.from({ length }, block);
  }

  /**
   * The bytes from `start` to `end` (exclusive), in order. A block is read over again after it was taken, unless `hold`
   * says until when it is in use.
   * @throws ColophonError CONTAINER_MALFORMED when the file became shorter; what the file system throws; what a hold throws
   */
  async *run(start: number, end: number): AsyncGenerator<FilledBlock> {
    const count = this.blocks.length;
    const ahead = Math.min(AHEAD, count - 1);
    const reads: { slot: number; from: number; wanted: number; done: Promise<number> }[] = [];
    let next = start;
    while (next < end || reads.length > 0) {
      while (next < end && reads.length <= ahead) {
        const slot = this.#turn;
        this.#turn = (slot + 1) % count;
        await this.#held[slot];
        this.#held[slot] = undefined;
        const wanted = Math.min(this.#size, end - next);
        reads.push({ slot, from: next, wanted, done: heard(this.#fill(slot, next, wanted)) });
        next += wanted;
      }
      const read = reads.shift();
      if (!read) return;
      const { slot, from, wanted } = read;
      if ((await read.done) < wanted) throw shrank();
      yield { slot, bytes: this.blocks[slot]!.subarray(0, wanted), at: from };
    }
  }

  /** Keeps a block from being read over until `use` is done. What it throws, the next reading or `settled` throws. */
  hold(slot: number, use: Promise<unknown>): void {
    this.#held[slot] = heard(use);
  }

  /** All that was held is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#held);
  }

  /** One read call may give only part. */
  async #fill(slot: number, from: number, wanted: number): Promise<number> {
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await this.#file.read(
        this.blocks[slot]!,
        done,
        wanted - done,
        from + done,
      );
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }
}

/** Marks a promise as one whose failure is looked at later, when its turn comes; Node would end the process. */
export function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function shrank(): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", "the file became shorter while it was read", {
    hint: "nothing was written; wait until it is complete and try again",
  });
}
