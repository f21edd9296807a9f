// How much a page is read without anybody asking: each reading costs the page a little, and few pages carry anything.

/** So many at once, */
const MOST = 64;
/** and so many more each second. */
const A_SECOND = 8;
/** Kept for what comes into view. */
const RESERVE = 40;

export class Allowance {
  readonly #now: () => number;
  #left = MOST;
  #at: number;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  /** Takes one, if there is one for what is in view, or for what isn't. */
  take(isInView: boolean): boolean {
    const now = this.#now();
    this.#left = Math.min(MOST, this.#left + ((now - this.#at) / 1000) * A_SECOND);
    this.#at = now;
    if (this.#left < (isInView ? 1 : RESERVE + 1)) return false;
    this.#left--;
    return true;
  }
}
