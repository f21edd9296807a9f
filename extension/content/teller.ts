// Tells what was found: the marks on the page, and the background, which tells toolbar and panel. The first is told at once;
// what changes quickly is told together, after pauses that grow as long as it goes on.
import { askBackground } from "../ask-background.js";
import { browser } from "../browser.js";
import { shortOf } from "../carried.js";
import type { ToBackground } from "../messages.js";
import { allowsMarks } from "./allowed.js";
import type { Outcome } from "./cache.js";
import type { Listener } from "./frame.js";
import type { Item } from "./items.js";
import { markFor } from "./line.js";
import type { MarkOf } from "./mark.js";

/** What draws marks over the page. */
export interface Drawing {
  show(id: number, element: Element, mark: MarkOf): void;
  hide(id: number): void;
}

const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 400;
/** So long without anything new, and the next is the first again. */
const QUIET_MS = 1000;

export class Teller implements Listener {
  readonly #marks: () => Drawing;
  readonly #marked = new Map<number, MarkOf>();
  readonly #orphaned: () => void;
  /** Carriers that the background has not been told of. */
  readonly #carriers = new Set<number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWatched = false;
  #pause = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  /**
   * @param marks asked for with the first mark: most pages have none
   * @param orphaned the extension that this script belonged to has gone
   */
  constructor(marks: () => Drawing, orphaned: () => void) {
    this.#marks = marks;
    this.#orphaned = orphaned;
  }

  known(item: Item, { checked }: Outcome): void {
    if (item.chosen) return; // the reader asked about it: the panel tells them
    const mark = markFor(checked);
    if (mark) {
      this.#marked.set(item.id, mark);
      if (mark.state !== "Found") this.#carriers.add(shortOf(item.url));
      if (item.element && allowsMarks(item.element.ownerDocument))
        this.#marks().show(item.id, item.element, mark);
    } else if (!this.#unmark(item) && !this.#isWatched) return; // most media: nobody wants to hear of it
    this.soon();
  }

  gone(item: Item): void {
    if (this.#unmark(item) || this.#isWatched) this.soon();
  }

  /** Somebody has asked what there is: from now on, what carries nothing is told, too. */
  watched(): void {
    this.#isWatched = true;
  }

  /** Tells the background how things are, in a moment. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const since = performance.now() - this.#toldAt;
    if (since > QUIET_MS) this.#pause = 0;
    this.#timer = setTimeout(() => void this.#tell(), Math.max(0, this.#pause - since));
    this.#pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 1.5 * this.#pause));
  }

  /** For now, nothing more will come: what waits to be told needn't wait for it. */
  settled(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    const since = performance.now() - this.#toldAt;
    this.#timer = setTimeout(() => void this.#tell(), Math.max(0, FIRST_PAUSE_MS - since));
  }

  #unmark({ id }: Item): boolean {
    const was = this.#marked.delete(id);
    if (was) this.#marks().hide(id);
    return was;
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    this.#toldAt = performance.now();
    const states = [...this.#marked.values()].map(({ state }) => state);
    const found: ToBackground = {
      to: "background",
      tell: "found",
      marked: states.length,
      invalid: states.includes("Invalid"),
      ...(this.#carriers.size > 0 && { carriers: [...this.#carriers] }),
    };
    this.#carriers.clear();
    try {
      await askBackground(found);
    } catch {
      if (browser.runtime.id === undefined) this.#orphaned();
    }
  }
}
