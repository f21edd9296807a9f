// A lane: so many pieces of work at a time, the most urgent ones first.

interface Job {
  readonly urgency: () => number;
  readonly start: () => void;
}

export class Lane {
  readonly #most: number;
  readonly #waiting: Job[] = [];
  #running = 0;

  /** @param most that run at the same time */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Runs `work` when it is its turn.
   * @param urgency asked whenever there is a place: the highest goes first, and of those the one that waits longest
   */
  async run<T>(work: () => Promise<T>, urgency: () => number): Promise<T> {
    if (this.#running >= this.#most)
      await new Promise<void>((start) => this.#waiting.push({ urgency, start }));
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** The place goes on to the next one, who needn't count it again. */
  #next(): void {
    let most = Number.NEGATIVE_INFINITY;
    let at = 0;
    for (const [i, { urgency }] of this.#waiting.entries()) {
      const now = urgency();
      if (now > most) [most, at] = [now, i];
    }
    const [job] = this.#waiting.splice(at, 1);
    if (job) job.start();
    else this.#running--;
  }
}
