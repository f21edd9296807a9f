// How many requests are out at once. Those that the reader waits for go first.

export class Lane {
  readonly #most: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs the work as soon as there is room for it. */
  async run<T>(work: () => Promise<T>, first = false): Promise<T> {
    if (this.#running >= this.#most)
      await new Promise<void>((go) => {
        if (first) this.#queue.unshift(go);
        else this.#queue.push(go);
      });
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
