// Writes what comes in together at once: a disk takes a batch about as fast as a single thing, and nobody is answered
// before what they sent is safe. One batch at a time, so the order of writing is the order of arrival.
import { setImmediate } from "node:timers/promises";

interface Waiting<T> {
  readonly value: T;
  readonly bytes: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const MOST = 256;
/** Less than a bundle of the miner's: so no two bundles begin in one file, and their numbers tell their order. */
const MOST_BYTES = 4 * 1024 * 1024;

export class GroupCommit<T> {
  readonly #write: (batch: readonly T[]) => Promise<void>;
  readonly #gatherMs: number;
  readonly #queue: Waiting<T>[] = [];
  #running: Promise<void> | undefined;
  #hurried = false;
  #wake = () => {};

  /**
   * @param write makes a batch durable, all or none
   * @param gatherMs how long the first of a batch waits for others: where nobody waits for a single one, fewer and larger
   *   batches take less of everything
   */
  constructor(write: (batch: readonly T[]) => Promise<void>, gatherMs = 0) {
    this.#write = write;
    this.#gatherMs = gatherMs;
  }

  /** Resolves once `value` is durable. @throws whatever `write` throws */
  put(value: T, bytes: number): Promise<void> {
    return new Promise((done, failed) => {
      this.#queue.push({ value, bytes, done, failed });
      this.#running ??= this.#run();
    });
  }

  /** Nobody else will come: nothing waits for others any more. */
  hurry(): void {
    this.#hurried = true;
    this.#wake();
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await this.#gather(); // who came in the same moment comes along
    while (this.#queue.length > 0) {
      const batch = this.#take();
      try {
        await this.#write(batch.map(({ value }) => value));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
      if (this.#gatherMs > 0 && this.#queue.length > 0) await this.#gather();
    }
    this.#running = undefined;
  }

  #gather(): Promise<void> {
    if (this.#gatherMs === 0 || this.#hurried) return setImmediate();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#gatherMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(): Waiting<T>[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      bytes += waiting.bytes;
      if (count > 0 && (count === MOST || bytes > MOST_BYTES)) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }
}
