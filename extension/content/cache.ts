// What came of each address in this frame: the same medium in ten places is read once, and one that a page puts back
// again and again has its mark at once. What a page costs is decided here, too: what is looked at now, and what later.
import { shortOf } from "../carried.js";
import type { Checked, PageItem, Result } from "../messages.js";
import { failure } from "../result.js";
import { Allowance } from "./allowance.js";
import { Lane } from "./lane.js";
import type { Target } from "./reader.js";

/** What is known of an address: nothing while it is being checked. */
export type Outcome = Pick<PageItem, "checked" | "waiting">;

/** Ways to have something checked, and what may be in flight. */
export interface Means {
  /** Reads and checks; through these lanes. */
  check(target: Target, lanes: Lanes, urgency: () => number, carried: boolean): Promise<Outcome>;
  /** Something is known of this address now. */
  known(url: string): void;
  /** Nothing more is under way: of those that carried something before, or of the others. */
  settled(): void;
}

export interface Lanes {
  /** What carried something before: few, and the reader waits for them. */
  readonly carried: Lane;
  readonly page: Lane;
  readonly network: Lane;
  /** To the engine, which has a queue of its own, and answers at once what it knows. */
  readonly engine: Lane;
}

/** So often something of what waits may begin. */
const TURN_MS = 250;
/** Media of one frame that are checked without being asked for. */
const MOST = 500;
/** Of what carried something before; at most so many times. */
const HEAD_START_MS = 200;
const HEAD_STARTS = 5;
const MOST_CARRIED = 64;

export class Cache {
  readonly #means: Means;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #targets = new Map<string, Target>();
  readonly #urgent = new Set<string>();
  readonly #lanes: Lanes;
  readonly #carried: ReadonlySet<number>;
  /** Wanted, but not at once. */
  readonly #later = new Map<string, Target>();
  #places = MOST;
  readonly #allowance = new Allowance(() => performance.now());
  #isHeld: boolean;
  #isEager = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #underWay = { carried: 0, others: 0 };

  /**
   * @param carried short numbers of addresses that carried something before: they are looked at first, and read as all are;
   * where there are any, the others wait until `release`
   * @param atOnce of the page's own that are read at the same time
   */
  constructor(means: Means, carried: Iterable<number> = [], atOnce = 8) {
    this.#means = means;
    this.#lanes = {
      ...{ carried: new Lane(MOST_CARRIED), page: new Lane(atOnce) },
      ...{ network: new Lane(6), engine: new Lane(24) },
    };
    this.#carried = new Set(carried);
    this.#isHeld = this.#carried.size > 0;
  }

  /** What is known of an address; undefined when nobody asked for it. */
  get(url: string): Outcome | undefined {
    return this.#outcomes.get(url);
  }

  /**
   * Has it checked, if nobody has yet: what is in view at once, unless that is a wall of pictures. Reading costs the page,
   * and few pages have credentials: so the others take their time until the first one is found.
   */
  want(target: Target, isInView: boolean): void {
    const { url } = target;
    this.#urgent.delete(url); // what came into view last goes first, what left it again last
    if (isInView) this.#urgent.add(url);
    if (this.#outcomes.has(url) && !this.#later.has(url)) return;
    if (this.#isDue(url)) this.#begin(target);
    else {
      this.#outcomes.set(url, NOTHING_YET);
      this.#later.set(url, target);
      this.#goOn();
    }
  }

  /** Whether something waits for its turn. */
  get isWaiting(): boolean {
    return this.#later.size > 0 && !this.#isHeld;
  }

  /** Whether this one does: then its coming into view, or leaving it, makes a difference. */
  waits(url: string): boolean {
    return this.#later.has(url);
  }

  /** The reader points at it: it waits no longer. */
  hurry(url: string): void {
    const target = this.#later.get(url);
    if (target) this.#begin(target);
  }

  /** The page has had its time: what isn't known to carry anything may be looked at, after what is. */
  release(): void {
    if (this.#isHeld) this.#freeSoon(HEAD_STARTS);
  }

  /** Somebody wants to know of all that there is. */
  wantAll(): void {
    this.#isEager = true;
    this.#free();
  }

  /** What carried something is read, told and marked first: beside the others, each step of that takes longer. */
  #freeSoon(most: number, wasBusy = false): void {
    setTimeout(() => {
      const isBusy = this.#underWay.carried > 0;
      if ((isBusy || wasBusy) && most > 1) this.#freeSoon(most - 1, isBusy);
      else this.#free();
    }, HEAD_START_MS);
  }

  #free(): void {
    this.#isHeld = false;
    this.#beginDue([...this.#urgent]); // as the page has them: nobody has scrolled yet
    this.#goOn();
  }

  /** The reader asked for what is left: so many more. */
  wantMore(): void {
    this.#places += MOST;
    this.wantAll();
    for (const [url, target] of [...this.#targets].slice(0, this.#places)) {
      this.#targets.delete(url);
      this.#outcomes.delete(url);
      this.want(target, this.#urgent.has(url));
    }
  }

  /** Something is known from elsewhere, as when the reader asked for all about it. */
  put(url: string, outcome: Outcome): void {
    this.#later.delete(url);
    this.#outcomes.set(url, outcome);
    this.#means.known(url);
  }

  /** Begins nothing more by itself. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#later.clear();
  }

  #isDue(url: string): boolean {
    if (this.#hasCarried(url)) return true;
    if (this.#isHeld) return false;
    return this.#isEager || this.#allowance.take(this.#urgent.has(url));
  }

  #hasCarried(url: string): boolean {
    return this.#carried.size > 0 && this.#carried.has(shortOf(url));
  }

  #beginDue(inView: readonly string[] = [...this.#urgent].reverse()): void {
    const seen = inView.filter((url) => this.#later.has(url));
    for (const url of new Set([...seen, ...this.#later.keys()])) {
      if (!this.#isDue(url)) break; // those that follow are less urgent
      this.hurry(url);
    }
  }

  #goOn(): void {
    if (this.#timer !== undefined || this.#isHeld || this.#later.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#beginDue();
      this.#goOn();
    }, TURN_MS);
  }

  #begin(target: Target): void {
    const { url } = target;
    this.#later.delete(url);
    if (this.#places > 0) {
      this.#places--;
      void this.#check(target);
    } else {
      this.#targets.set(url, target);
      this.put(url, { waiting: "many" });
    }
  }

  async #check(target: Target): Promise<void> {
    const { url } = target;
    this.#outcomes.set(url, NOTHING_YET);
    const carried = this.#hasCarried(url);
    const urgency = () => (carried ? 2 : 0) + (this.#urgent.has(url) ? 1 : 0);
    const kind = carried ? "carried" : "others";
    this.#underWay[kind]++;
    let outcome: Outcome;
    try {
      outcome = await this.#means.check(target, this.#lanes, urgency, carried);
    } catch (error) {
      outcome = { checked: failure(error) satisfies Result<Checked> };
    }
    this.put(url, outcome);
    if (--this.#underWay[kind] === 0) this.#means.settled();
    const { checked } = outcome;
    if (this.#isEager || !checked?.ok || checked.value.verdict.state === "None") return;
    this.#isEager = true; // where there is one, there are more
    this.#beginDue();
  }
}

const NOTHING_YET: Outcome = {};
