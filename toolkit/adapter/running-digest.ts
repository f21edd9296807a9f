// A digest of what is read block by block. Of gigabytes each has a thread of its own, because one processor core hashes
// about as fast as a disk writes: then a copy takes no longer for being hashed, nor for being hashed twice.
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { FilledBlock } from "./block-ring.js";

/** Hash algorithms of C2PA 2.4 §13.1. */
export type HashName = "sha256" | "sha384" | "sha512";

/** Less is hashed before a thread has started. */
const WORTH_A_THREAD = 128 << 20;

export interface RunningDigest {
  /** Hashes a block of the ring, which must not change before that is done. */
  take(block: FilledBlock): Promise<void>;
  /** Hashes other bytes, which may change afterwards. */
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
  /** To be called whatever happened. */
  end(): Promise<void>;
}

/**
 * @param blocks those of the ring that `take` is given blocks of
 * @param expected about how many bytes will come
 */
export function runningDigest(
  algorithm: HashName,
  blocks: readonly Uint8Array[],
  expected: number,
): RunningDigest {
  if (expected >= WORTH_A_THREAD) return new ThreadDigest(algorithm, blocks);
  const hash = createHash(algorithm);
  return {
    take: async ({ bytes }) => void hash.update(bytes),
    update: (bytes) => void hash.update(bytes),
    digest: async () => hash.digest(),
    end: async () => undefined,
  };
}

/** Text, not a file: a bundle of the program and a test's own loader would look for a file in different places. */
const PROGRAM = `
const { parentPort, workerData } = require("node:worker_threads");
const hash = require("node:crypto").createHash(workerData.algorithm);
parentPort.on("message", ({ slot, length, bytes }) => {
  if (bytes) hash.update(bytes);
  else if (slot === undefined) parentPort.postMessage({ digest: hash.digest() });
  else {
    hash.update(workerData.blocks[slot].subarray(0, length));
    parentPort.postMessage({ slot });
  }
});`;

interface Waiting {
  readonly done: (digest: Uint8Array) => void;
  readonly failed: (error: Error) => void;
}

const DIGEST = -1;

class ThreadDigest implements RunningDigest {
  readonly #worker: Worker;
  /** By the slot of the block. */
  readonly #waiting = new Map<number, Waiting>();
  #broken: Error | undefined;

  constructor(algorithm: HashName, blocks: readonly Uint8Array[]) {
    this.#worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      workerData: { algorithm, blocks },
    });
    this.#worker.on("message", ({ slot = DIGEST, digest = new Uint8Array(0) }) => {
      const waiting = this.#waiting.get(slot);
      this.#waiting.delete(slot);
      waiting?.done(digest);
    });
    this.#worker.on("error", (error) => {
      this.#broken = error;
      for (const { failed } of this.#waiting.values()) failed(error);
    });
  }

  async take({ slot, bytes }: FilledBlock): Promise<void> {
    await this.#ask(slot, { slot, length: bytes.length });
  }

  update(bytes: Uint8Array): void {
    this.#worker.postMessage({ bytes });
  }

  digest(): Promise<Uint8Array> {
    return this.#ask(DIGEST, {});
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(key: number, message: object): Promise<Uint8Array> {
    return new Promise((done, failed) => {
      if (this.#broken) return failed(this.#broken);
      this.#waiting.set(key, { done, failed });
      this.#worker.postMessage(message);
    });
  }
}
