// Tells what was found: the marks on the page, and the background, which tells toolbar and panel. What changes quickly is
// told once.
import { browser } from "../browser.js";
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

const PAUSE_MS = 200;

export class Teller implements Listener {
  readonly #marks: () => Drawing;
  readonly #marked = new Map<number, MarkOf>();
  readonly #orphaned: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
      if (item.element && allowsMarks(item.element.ownerDocument))
        this.#marks().show(item.id, item.element, mark);
    } else this.#unmark(item);
    this.soon();
  }

  gone(item: Item): void {
    this.#unmark(item);
    this.soon();
  }

  /** Tells the background how things are, in a moment. */
  soon(): void {
    this.#timer ??= setTimeout(() => void this.#tell(), PAUSE_MS);
  }

  #unmark({ id }: Item): void {
    if (this.#marked.delete(id)) this.#marks().hide(id);
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    const states = [...this.#marked.values()].map(({ state }) => state);
    const found: ToBackground = {
      to: "background",
      tell: "found",
      marked: states.length,
      invalid: states.includes("Invalid"),
    };
    try {
      await browser.runtime.sendMessage(found);
    } catch {
      if (browser.runtime.id === undefined) this.#orphaned();
    }
  }
}
