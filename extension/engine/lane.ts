// How many requests are out at once. Those that the reader waits for go first; what nobody wants any more isn't begun.
import { ColophonError } from "../../src/index.js";

/** Whether somebody still waits for the answer: pages are closed. */
export type Wanted = () => boolean;

/** For work that was not begun. */
export function unwanted(): ColophonError {
  return new ColophonError("CANCELLED", "nobody waits for this any more");
}

export class Lane {
  readonly #most: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Runs the work as soon as there is room for it.
   * @throws ColophonError CANCELLED where it isn't wanted any more by then
   */
  async run<T>(work: () => Promise<T>, first = false, isWanted: Wanted = () => true): Promise<T> {
    if (this.#running >= this.#most)
      await new Promise<void>((go) => {
        if (first) this.#queue.unshift(go);
        else this.#queue.push(go);
      });
    else this.#running++;
    try {
      if (!isWanted()) throw unwanted();
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
