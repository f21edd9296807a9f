// A lane: so many pieces of work at a time, the urgent ones first.

interface Job {
  readonly isUrgent: () => boolean;
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

  /** Runs `work` when it is its turn. What is urgent is asked when there is a place. */
  async run<T>(work: () => Promise<T>, isUrgent: () => boolean): Promise<T> {
    if (this.#running >= this.#most)
      await new Promise<void>((start) => this.#waiting.push({ isUrgent, start }));
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** The place goes on to the next one, who needn't count it again. */
  #next(): void {
    const urgent = this.#waiting.findIndex(({ isUrgent }) => isUrgent());
    const [job] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (job) job.start();
    else this.#running--;
  }
}
