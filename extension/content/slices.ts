// Work in slices while the page has nothing better to do: a long page is looked at without anybody noticing.

/** Runs steps in idle time, in the order they were given. */
export class Slices {
  readonly #work: Iterator<unknown>[] = [];
  #asked = false;

  /** @param steps each `yield` is a place where the work can be interrupted */
  add(steps: Iterable<unknown>): void {
    this.#work.push(steps[Symbol.iterator]());
    this.#ask();
  }

  /** Does the first slice of it at once. */
  start(steps: Iterable<unknown>): void {
    this.#work.unshift(steps[Symbol.iterator]());
    this.#run(LEAST_MS);
  }

  #ask(): void {
    if (this.#asked || this.#work.length === 0) return;
    this.#asked = true;
    requestIdleCallback(
      (idle) => {
        this.#asked = false;
        this.#run(Math.min(MOST_MS, Math.max(LEAST_MS, idle.timeRemaining())));
      },
      { timeout: LATEST_MS },
    );
  }

  #run(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    try {
      for (let work = this.#work[0]; work; work = this.#work[0]) {
        if (work.next().done) this.#work.splice(this.#work.indexOf(work), 1);
        if (performance.now() >= end) break;
      }
    } finally {
      this.#ask(); // steps that throw are over; the others go on
    }
  }
}

/** On a page that is never idle. */
const LATEST_MS = 100;
const MOST_MS = 10;
const LEAST_MS = 4;
