// What came of each address in this frame: the same medium in ten places is read once, and one that a page puts back
// again and again has its mark at once.

import { shortOf } from "../carried.js";
import type { Checked, PageItem, Result } from "../messages.js";
import { failure } from "../result.js";
import { Lane } from "./lane.js";
import type { Target } from "./reader.js";

/** What is known of an address: nothing while it is being checked. */
export type Outcome = Pick<PageItem, "checked" | "waiting">;

/** Ways to have something checked, and what may be in flight. */
export interface Means {
  /** Reads and checks; through these lanes. */
  check(target: Target, lanes: Lanes, urgency: () => number): Promise<Outcome>;
  /** Something is known of this address now. */
  known(url: string): void;
}

export interface Lanes {
  readonly page: Lane;
  readonly network: Lane;
  /** To the engine, which has a queue of its own, and answers at once what it knows. */
  readonly engine: Lane;
}

/** Media of one frame that are checked without being asked for. */
const MOST = 500;

export class Cache {
  readonly #means: Means;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #targets = new Map<string, Target>();
  readonly #urgent = new Set<string>();
  readonly #lanes: Lanes = { page: new Lane(8), network: new Lane(6), engine: new Lane(24) };
  readonly #carried: ReadonlySet<number>;
  #places = MOST;

  /** @param carried short numbers of addresses that carried something before: they are looked at first, and read as all are */
  constructor(means: Means, carried: Iterable<number> = []) {
    this.#means = means;
    this.#carried = new Set(carried);
  }

  /** What is known of an address; undefined when nobody asked for it. */
  get(url: string): Outcome | undefined {
    return this.#outcomes.get(url);
  }

  /** Has it checked, if nobody has yet. */
  want(target: Target, isInView: boolean): void {
    const { url } = target;
    if (isInView) this.#urgent.add(url);
    if (this.#outcomes.has(url)) return;
    if (this.#places > 0) {
      this.#places--;
      void this.#check(target);
    } else {
      this.#targets.set(url, target);
      this.put(url, { waiting: "many" });
    }
  }

  /** The reader asked for what is left: so many more. */
  wantMore(): void {
    this.#places += MOST;
    for (const [url, target] of [...this.#targets].slice(0, this.#places)) {
      this.#targets.delete(url);
      this.#outcomes.delete(url);
      this.want(target, this.#urgent.has(url));
    }
  }

  /** Something is known from elsewhere, as when the reader asked for all about it. */
  put(url: string, outcome: Outcome): void {
    this.#outcomes.set(url, outcome);
    this.#means.known(url);
  }

  async #check(target: Target): Promise<void> {
    const { url } = target;
    this.#outcomes.set(url, {});
    const carried = this.#carried.size > 0 && this.#carried.has(shortOf(url)) ? 2 : 0;
    const urgency = () => carried + (this.#urgent.has(url) ? 1 : 0);
    let outcome: Outcome;
    try {
      outcome = await this.#means.check(target, this.#lanes, urgency);
    } catch (error) {
      outcome = { checked: failure(error) satisfies Result<Checked> };
    }
    this.put(url, outcome);
  }
}
