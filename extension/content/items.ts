// The media of a frame: one item for each place that shows one, with a number by which panel and marks speak of it.
import type { MediaKind } from "../messages.js";
import type { Shown } from "./finder.js";

/** One medium in one place. Another address in the same place is another item. */
export interface Item extends Shown {
  readonly id: number;
  /** Absent when the reader named an address that no element in reach shows. */
  readonly element?: Element;
}

interface Noted {
  readonly come: readonly Item[];
  readonly gone: readonly Item[];
}

const UNCHANGED: Noted = { come: [], gone: [] };

export class Items {
  readonly #all = new Map<number, Item>();
  readonly #of = new Map<Element, Item[]>();
  readonly #at = new Map<string, Set<Item>>();
  #next: number;

  /** @param first number of the first item: the panel knows by it whether what it shows is of this document */
  constructor(first = 1) {
    this.#next = first;
  }

  /**
   * Notes what an element shows now.
   * @param kinds only items of these kinds are compared, the others stay
   * @returns what came, and what has gone
   */
  note(element: Element, shown: readonly Shown[], kinds: (kind: MediaKind) => boolean): Noted {
    const before = this.of(element);
    if (before.length + shown.length === 0) return UNCHANGED;
    const [is, was] = [shown[0], before[0]];
    if (before.length === 1 && shown.length === 1 && is?.url === was?.url && is?.kind === was?.kind)
      return UNCHANGED;
    const isSame = (a: Shown) => (b: Shown) => a.kind === b.kind && a.url === b.url;
    const gone = before.filter((item) => kinds(item.kind) && !shown.some(isSame(item)));
    const come = shown
      .filter((one) => !before.some(isSame(one)))
      .map((one): Item => ({ ...one, id: this.#next++, element }));
    for (const item of gone) this.#remove(item);
    for (const item of come) this.#add(item);
    const now = [...before.filter((item) => !gone.includes(item)), ...come];
    if (now.length > 0) this.#of.set(element, now);
    else this.#of.delete(element);
    return { come, gone };
  }

  /** Notes an address that no element in reach shows. */
  noteAddress(kind: MediaKind, url: string): Item {
    const item = { id: this.#next++, kind, url };
    this.#add(item);
    return item;
  }

  /** Notes words that the reader selected; what holds them is pointed at, and not marked. */
  noteText(shown: Shown, element: Element | undefined): Item {
    const item = { ...shown, id: this.#next++, ...(element && { element }) };
    this.#add(item);
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
    for (const item of gone) this.#remove(item);
    return gone;
  }

  /** Of one element. */
  of(element: Element): readonly Item[] {
    return this.#of.get(element) ?? [];
  }

  get(id: number): Item | undefined {
    return this.#all.get(id);
  }

  /** That show what is at an address. */
  at(url: string): Iterable<Item> {
    return this.#at.get(url) ?? [];
  }

  #add(item: Item): void {
    this.#all.set(item.id, item);
    const there = this.#at.get(item.url);
    if (there) there.add(item);
    else this.#at.set(item.url, new Set([item]));
  }

  #remove(item: Item): void {
    this.#all.delete(item.id);
    const there = this.#at.get(item.url);
    there?.delete(item);
    if (there?.size === 0) this.#at.delete(item.url);
  }
}
