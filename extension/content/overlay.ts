// The marks of a frame. Media are followed by an IntersectionObserver; only those in view have a mark, and marks are used
// again for others. One placement pass per animation frame, as long as something moves; a page without marks has no
// element of ours at all.

import { Mark, type MarkOf } from "./mark.js";
import type { Act } from "./mark-input.js";
import { Outline } from "./mark-outline.js";
import { SIZE } from "./mark-style.js";
import { step } from "./overlay-keys.js";
import { Watch } from "./overlay-watch.js";
import { bubbleSide, type Size, type Spot, spots } from "./place.js";
import { isDrawn, sightOf } from "./place-sight.js";
import { Host } from "./raise.js";

export type { MarkOf } from "./mark.js";

export interface MarksOptions {
  /** A mark was used by a person: an item's number. */
  onOpen(item: number): void;
  /** Which ring this installation has: any whole number, drawn once and kept. */
  readonly glyph?: number;
  /** Of the language of the words, not of the page. */
  readonly direction?: "ltr" | "rtl";
  /** The extension has gone, as when it was loaded anew: whoever could open the panel is no more. */
  isGone(): boolean;
}

interface Item {
  readonly element: Element;
  readonly says: MarkOf;
  readonly direction: "ltr" | "rtl";
  mark?: Mark;
  /** Which of its spots was the best when it was last looked at; none where nothing of it was to be seen. */
  choice?: number;
  /** The move after which it was looked at. */
  lookedAt: number;
}

/** More than this many media in view, and the rest have to be scrolled to. */
const MOST_LIVE = 250;
/** A frame may take so long to look at media; the others follow in the next one, and meanwhile keep their spot. */
const BUDGET_MS = 5;
/** So many frames without a change, and the pass ends. */
const STILL_FRAMES = 2;

export class Marks {
  readonly #options: MarksOptions;
  readonly #items = new Map<number, Item>();
  readonly #byElement = new Map<Element, Set<number>>();
  readonly #inView = new Set<number>();
  readonly #spare: Mark[] = [];
  readonly #watch = new Watch(() => this.#wake());
  readonly #sight = new IntersectionObserver((seen) => this.#see(seen));
  readonly #outline = new Outline(() => this.#wake());
  #host: Host | undefined;
  #frameRequest = 0;
  #still = 0;
  /** Counts what may have moved things. */
  #moves = 1;
  #isSorted = true;

  constructor(options: MarksOptions) {
    this.#options = options;
  }

  /** How many items are marked, in view or not. */
  get count(): number {
    return this.#items.size;
  }

  /** Marks an item, or changes what its mark says. */
  show(id: number, element: Element, mark: MarkOf): void {
    const known = this.#items.get(id);
    if (known && known.element !== element) this.hide(id);
    const direction = getComputedStyle(element).direction === "rtl" ? "rtl" : "ltr";
    const live = known?.element === element ? known.mark : undefined;
    this.#items.set(id, {
      ...{ element, says: mark, direction, lookedAt: 0 },
      ...(live && { mark: live, choice: known?.choice ?? 0 }),
    });
    if (live) live.say(mark, this.#options.glyph ?? 0);
    else {
      const ids = this.#byElement.get(element) ?? new Set();
      this.#byElement.set(element, ids.add(id));
      this.#sight.observe(element);
    }
    this.#open();
  }

  /** Takes the mark of an item away. */
  hide(id: number): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#leave(id, item, true);
    this.#items.delete(id);
    const ids = this.#byElement.get(item.element);
    ids?.delete(id);
    if (ids?.size === 0) {
      this.#byElement.delete(item.element);
      this.#sight.unobserve(item.element);
    }
    this.#close();
  }

  /** Scrolls to an item and draws a frame around it for a moment; `element` where the item has no mark. */
  reveal(id: number, element?: Element): void {
    const target = this.#items.get(id)?.element ?? element;
    if (!target?.isConnected) return;
    target.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const host = this.#open();
    this.#outline.around(target, host.layer, () => this.#close());
    this.#wake();
  }

  /** An event of the frame, before the page has it; says whether it was ours alone. */
  hear(event: Event): boolean {
    return this.#host?.input.hear(event) ?? false;
  }

  /** Takes everything away. */
  end(): void {
    for (const id of [...this.#items.keys()]) this.hide(id);
    this.#outline.end();
    this.#sight.disconnect();
  }

  #open(): Host {
    if (this.#host) return this.#host;
    const host = new Host(this.#options.direction ?? "ltr", {
      act: (button, act) => this.#act(button, act),
      onChange: () => this.#wake(),
      isGone: this.#options.isGone,
    });
    this.#host = host;
    host.put();
    this.#watch.start();
    return host;
  }

  #close(): void {
    if (this.#items.size > 0 || this.#outline.isShown) return;
    cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = 0;
    this.#watch.stop();
    this.#host?.take();
    this.#host = undefined;
    this.#spare.length = 0;
  }

  #see(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen)
      for (const id of this.#byElement.get(target) ?? []) {
        if (isIntersecting) this.#inView.add(id);
        else {
          this.#inView.delete(id);
          const item = this.#items.get(id);
          if (item) this.#leave(id, item, false);
        }
      }
    this.#wake();
  }

  /** A mark goes back among the spare ones; one with the focus only when its item is gone. */
  #leave(id: number, item: Item, forGood: boolean): void {
    if (forGood) this.#inView.delete(id);
    const { mark } = item;
    if (!mark) return;
    if (mark.isFocused && !forGood) {
      mark.conceal();
      return;
    }
    this.#watch.unfollow(item.element);
    delete item.mark;
    mark.retire();
    this.#spare.push(mark);
  }

  #live(id: number, item: Item): Mark {
    if (item.mark) return item.mark;
    const mark = this.#spare.pop() ?? new Mark();
    mark.item = id;
    mark.say(item.says, this.#options.glyph ?? 0);
    item.mark = mark;
    this.#host?.layer.append(mark.button);
    this.#watch.follow(item.element);
    this.#isSorted = false;
    return mark;
  }

  #wake(): void {
    this.#still = 0;
    this.#moves++;
    if (this.#options.isGone()) this.end();
    if (!this.#host || this.#host.isGivenUp) return;
    this.#watch.spring();
    this.#frameRequest ||= requestAnimationFrame(() => this.#pass());
  }

  #pass(): void {
    this.#frameRequest = 0;
    const host = this.#host;
    if (!host) return;
    if (!host.isHome) host.raise();
    const changed = this.#place(host);
    this.#still = changed ? 0 : this.#still + 1;
    if (this.#still < STILL_FRAMES) {
      this.#frameRequest ||= requestAnimationFrame(() => this.#pass());
      return;
    }
    if (!this.#isSorted) this.#sort();
    for (const id of this.#inView) {
      const { element, mark } = this.#items.get(id) ?? {};
      if (element && mark) this.#watch.trap(element);
    }
    if (this.#outline.target) this.#watch.trap(this.#outline.target);
  }

  /** Reads everything first and writes afterwards, so that a page is laid out once. */
  #place(host: Host): boolean {
    const viewport = { width: innerWidth, height: innerHeight };
    const zoom = zoomOf(host.element);
    const found: [id: number, item: Item, spot: Spot | undefined][] = [];
    let isUnder = false;
    let isDone = true;
    const end = performance.now() + BUDGET_MS;
    for (const [id, item] of this.#waitingLongest()) {
      const isStale = item.lookedAt !== this.#moves;
      const isLate = performance.now() > end;
      if (isStale && isLate) isDone = false;
      const best = this.#spotOf(item, viewport, host, isStale && !isLate);
      if (best?.isUnder) isUnder = true;
      found.push([id, item, best?.spot]);
    }
    let changed = host.zoom(zoom);
    for (const [id, item, spot] of found)
      if (spot) {
        const mark = this.#live(id, item);
        const isShown = mark.unveil();
        const isMoved = mark.move(spot.x, spot.y, bubbleSide(spot, viewport));
        if (!isShown && !isMoved) continue;
        item.lookedAt = 0; // to see that it is on top there
        changed = true;
      } else if (item.mark?.isShown) {
        item.mark.conceal();
        changed = true;
      }
    changed = this.#outline.follow() || changed;
    if (isUnder && !changed && host.raise()) {
      this.#moves++;
      return true;
    }
    return changed || !isDone;
  }

  /** What is in view, that which was looked at longest ago first. */
  #waitingLongest(): [number, Item][] {
    const all: [number, Item][] = [];
    for (const id of this.#inView) {
      const item = this.#items.get(id);
      if (item && all.length < MOST_LIVE) all.push([id, item]);
    }
    return all.sort(([, a], [, b]) => a.lookedAt - b.lookedAt);
  }

  #spotOf(item: Item, viewport: Size, host: Host, isToLook: boolean) {
    const { element, direction, mark } = item;
    if (!isToLook && item.choice === undefined) return undefined;
    const isStrip = element.localName === "audio";
    const all = spots(element.getBoundingClientRect(), viewport, direction, isStrip);
    if (!isToLook) return pick(all[item.choice ?? 0]);
    item.lookedAt = this.#moves;
    delete item.choice;
    if (!element.isConnected || !isDrawn(element)) return undefined;
    for (const [choice, spot] of all.entries()) {
      const middle = SIZE / 2;
      const { seen, ours } = sightOf(element, spot.x + middle, spot.y + middle, host.element);
      // A mark that is where it was, and isn't hit there, lies under something in the top layer.
      if (seen) {
        item.choice = choice;
        return { spot, isUnder: !ours && mark?.isShown === true && mark.isAt(spot) };
      }
    }
    return undefined;
  }

  #act(button: Element, act: Act): boolean {
    const id = [...this.#inView].find((one) => this.#items.get(one)?.mark?.button === button);
    const at = id ?? [...this.#items].find(([, { mark }]) => mark?.button === button)?.[0];
    if (at === undefined) return false;
    if (act === "open") {
      this.#options.onOpen(at);
      return true;
    }
    const to = step(this.#items, at, act);
    if (to === undefined || this.#items.get(to)?.mark?.isShown) return false; // the browser goes there by itself
    const item = this.#items.get(to);
    if (!item?.element.isConnected) return false;
    item.element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    this.#inView.add(to);
    const mark = this.#live(to, item);
    this.#sort();
    mark.unveil();
    mark.button.focus();
    this.#wake();
    return true;
  }

  /** Tab goes through the marks as their media follow one another on the page. */
  #sort(): void {
    this.#isSorted = true;
    const layer = this.#host?.layer;
    const live = [...this.#items.values()].filter((item) => item.mark);
    live.sort((a, b) => order(a.element, b.element));
    const focused = live.findIndex((item) => item.mark?.isFocused);
    // The one with the focus stays where it is: moving it would take the focus away.
    const anchor = live[focused]?.mark?.button ?? null;
    for (const [at, { mark }] of live.entries())
      if (mark && at !== focused) layer?.insertBefore(mark.button, at < focused ? anchor : null);
  }
}

function pick(spot: Spot | undefined) {
  return spot && { spot, isUnder: false };
}

/** For sorting: as the document has them. */
function order(a: Element, b: Element): number {
  if (a === b) return 0;
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

/** What the page's own `zoom` makes of a pixel of ours. */
function zoomOf(element: Element): number {
  return (element as Element & { currentCSSZoom?: number }).currentCSSZoom ?? 1;
}
