// The media of a frame: one item for each place that shows one, with a number by which panel and marks speak of it.
import type { MediaKind } from "../messages.js";
import type { Shown } from "./finder.js";

/** One medium in one place. Another address in the same place is another item. */
export interface Item extends Shown {
  readonly id: number;
  /** Absent when the reader named an address that no element in reach shows. */
  readonly element?: Element;
}

export class Items {
  readonly #all = new Map<number, Item>();
  readonly #of = new Map<Element, Item[]>();
  #next = 1;

  /**
   * Notes what an element shows now.
   * @param kinds only items of these kinds are compared, the others stay
   * @returns what came, and what has gone
   */
  note(element: Element, shown: readonly Shown[], kinds: (kind: MediaKind) => boolean) {
    const before = this.of(element);
    const isSame = (a: Shown) => (b: Shown) => a.kind === b.kind && a.url === b.url;
    const gone = before.filter((item) => kinds(item.kind) && !shown.some(isSame(item)));
    const come = shown
      .filter((one) => !before.some(isSame(one)))
      .map((one): Item => ({ ...one, id: this.#next++, element }));
    for (const { id } of gone) this.#all.delete(id);
    for (const item of come) this.#all.set(item.id, item);
    const now = [...before.filter((item) => !gone.includes(item)), ...come];
    if (now.length > 0) this.#of.set(element, now);
    else this.#of.delete(element);
    return { come, gone };
  }

  /** Notes an address that no element in reach shows. */
  noteAddress(kind: MediaKind, url: string): Item {
    const item = { id: this.#next++, kind, url };
    this.#all.set(item.id, item);
    return item;
  }

  /** Notes words that the reader selected; what holds them is pointed at, and not marked. */
  noteText(shown: Shown, element: Element | undefined): Item {
    const item = { ...shown, id: this.#next++, ...(element && { element }) };
    this.#all.set(item.id, item);
    return item;
  }

  /** Takes out what is no longer on the page. */
  sweep(): Item[] {
    const gone: Item[] = [];
    for (const [element, items] of this.#of)
      if (!element.isConnected) {
        gone.push(...items);
        this.#of.delete(element);
      }
    for (const { id } of gone) this.#all.delete(id);
    return gone;
  }

  /** Of one element. */
  of(element: Element): readonly Item[] {
    return this.#of.get(element) ?? [];
  }

  get(id: number): Item | undefined {
    return this.#all.get(id);
  }

  all(): Item[] {
    return [...this.#all.values()];
  }
}
