// All that this frame knows of its media: what shows them, what came of each, and who is to hear of it.
import { isFoundByWords } from "../found-by-words.js";
import type { Checked, MediaKind, PageItem, PageMode, Result } from "../messages.js";
import { Cache, type Outcome } from "./cache.js";
import { checkAsked, checkQuietly, type ItemTarget, pictureOf, targetOf } from "./check-one.js";
import { Early } from "./early.js";
import {
  backgroundsOf,
  documentShown,
  isLargeEnough,
  type Shown,
  SMALLEST,
  shownBy,
} from "./finder.js";
import { type Item, Items } from "./items.js";
import { elementOfPiece, PageTexts, pageText, signedPage } from "./text-page.js";
import { selectedText } from "./text-selection.js";
import { TextWatch } from "./text-watch.js";
import { Watch } from "./watch.js";

/** Who hears of what is found. */
export interface Listener {
  /** Something is known of this item now, or something else than before. */
  known(item: Item, outcome: Outcome): void;
  /** It is no longer on the page. */
  gone(item: Item): void;
  /** For now, nothing more is under way. */
  settled(): void;
}

export class Frame {
  readonly #listener: Listener;
  readonly #archive: boolean;
  readonly #ready: Promise<unknown>;
  readonly #items = new Items(Math.floor(Math.random() * 2 ** 40));
  readonly #cache: Cache;
  /** Items that are large enough to be seen: the others are not spoken of. */
  readonly #listed = new Map<number, Item>();
  readonly #hidden = new Set<Element>();
  readonly #watch: Watch;
  readonly #texts = new PageTexts((element, shown) =>
    this.#note(element, shown, (kind) => kind === "text"),
  );
  readonly #textWatch = new TextWatch((root, holds) => this.#texts.look(root, holds));
  readonly #sight = new IntersectionObserver((seen) => this.#see(seen));
  readonly #carried: readonly number[];
  #early: Early | undefined;
  #started = false;
  /** So many in a row were out of view, the last one then. */
  #out = 0;
  #outAt = 0;
  /** Only the last selection is of interest. */
  #selection: number | undefined;

  /**
   * @param archive look everything up in the archive, too
   * @param carried see PageMode
   * @param ready what is found can be told from then on; it is read before that
   */
  constructor(
    listener: Listener,
    { archive, carried, ready }: Omit<PageMode, "mode"> & { readonly ready: Promise<unknown> },
  ) {
    this.#listener = listener;
    this.#archive = archive;
    this.#ready = ready;
    this.#carried = carried;
    this.#cache = new Cache(
      {
        check: async (target, lanes, urgency, carried) => {
          const checked = carried && !archive && (await this.#early?.take(target.url));
          const outcome = checked
            ? { checked }
            : await checkQuietly(target as ItemTarget, archive, lanes, urgency, carried);
          await ready;
          return outcome;
        },
        known: (url) => this.#tell(url),
        settled: () => listener.settled(),
      },
      carried,
      AT_ONCE,
    );
    this.#watch = new Watch({
      look: (element, background) => this.#look(element, background),
      gone: () => this.#drop(this.#items.sweep()),
      enter: (root) => this.#textWatch.enter(root),
      changed: (records) => this.#textWatch.changed(records),
    });
  }

  /** Looks at the page, and goes on looking. Asked a second time: at what was left out because it was too much. */
  start(asked = false): void {
    if (asked || (this.#archive && !this.#started)) void this.#lookUpPage();
    if (this.#started) {
      if (asked) this.#cache.wantMore();
      return;
    }
    this.#started = true;
    if (__TARGET__ === "chrome") this.#early = new Early(document, this.#carried);
    if (asked) this.#cache.wantAll();
    document.addEventListener("pointerover", this.#point, POINTING);
    const alone = documentShown(document);
    if (alone) this.#note(alone[0], [alone[1]], () => true);
    else this.#watch.start(document);
    const page = signedPage(document);
    if (page !== undefined) this.#noteAddress("document", page);
  }

  /** Looks for signed texts that have the words of this page. What has none is not spoken of. */
  async #lookUpPage(): Promise<void> {
    const page = pageText(document);
    if (!page || [...this.#listed.values()].some(({ url }) => url === page.url)) return;
    const checked = await checkAsked(page, { archive: true });
    await this.#ready;
    const { verdict, words } = checked.ok ? checked.value : {};
    if (!verdict || !isFoundByWords(verdict)) return;
    const item = this.#items.noteText(page, elementOfPiece(document, words?.first));
    this.#listed.set(item.id, item);
    this.#cache.put(item.url, { checked: withoutPictures(checked) });
  }

  /** The page has had its time: see Cache. */
  release(): void {
    this.#cache.release();
  }

  #noteAddress(kind: MediaKind, url: string): void {
    const item = this.#items.noteAddress(kind, url);
    this.#listed.set(item.id, item);
    this.#cache.want(targetOf(item), true);
  }

  stop(): void {
    this.#watch.stop();
    this.#textWatch.stop();
    this.#sight.disconnect();
    this.#cache.stop();
    this.#early?.end();
    document.removeEventListener("pointerover", this.#point, POINTING);
  }

  /** What is large enough to be seen. Who asks looks at all of it, so nothing of it waits any longer. */
  list(): PageItem[] {
    this.#cache.wantAll();
    return [...this.#listed.values()].map((item) => this.#asPageItem(item));
  }

  /** Checks one item again, with everything. */
  async detail(
    id: number,
    extra: { readonly archive?: boolean; readonly remoteHost?: string },
  ): Promise<Result<Checked>> {
    const item = this.#items.get(id);
    if (!item) return GONE;
    const archive = extra.archive ?? (this.#archive || item.chosen === true);
    const checked = await checkAsked(targetOf(item), {
      pictures: true,
      ...(archive && { archive }),
      ...(extra.remoteHost !== undefined && { remoteHost: extra.remoteHost }),
    });
    this.#cache.put(item.url, { checked: withoutPictures(checked) });
    return checked;
  }

  /** The bytes of an item as the page has them. */
  async picture(id: number): Promise<Blob | undefined> {
    const item = this.#items.get(id);
    return item && pictureOf(targetOf(item));
  }

  /** Checks what is at an address that the reader pointed at, however small it is. */
  async checkAddress(kind: MediaKind, url: string): Promise<PageItem | undefined> {
    if (!URL.canParse(url)) return undefined;
    const item = this.#at(url) ?? this.#items.noteAddress(kind, url);
    this.#listed.set(item.id, item);
    const known = this.#cache.get(item.url)?.checked;
    if (!known?.ok)
      this.#cache.put(item.url, { checked: withoutPictures(await checkAsked(targetOf(item), {})) });
    return this.#asPageItem(item);
  }

  /** The words that the reader has selected, as an item; checked when the panel asks for all about it. */
  noteSelection(): PageItem | undefined {
    const one = selectedText();
    if (!one) return undefined;
    if (this.#selection !== undefined) this.#listed.delete(this.#selection);
    const item = this.#items.noteText(one.shown, one.element);
    this.#selection = item.id;
    this.#listed.set(item.id, item);
    this.#cache.put(item.url, {});
    return this.#asPageItem(item);
  }

  /** The element of an item. */
  elementOf(id: number): Element | undefined {
    return this.#items.get(id)?.element;
  }

  #at(url: string): Item | undefined {
    const isIt = (one: Shown) => one.url === url;
    const [noted] = this.#items.at(url);
    if (noted) return noted;
    for (const element of document.querySelectorAll("img,video,audio,input,image")) {
      const shown = shownBy(element);
      if (shown.some(isIt)) return this.#items.note(element, shown, () => true).come.find(isIt);
    }
    return undefined;
  }

  #look(element: Element, background: boolean): void {
    if (!background) {
      this.#note(element, shownBy(element), (kind) => kind !== "background" && kind !== "text");
      return;
    }
    this.#lookAgain();
    const { offsetWidth, offsetHeight } = element as HTMLElement;
    const isLarge = offsetWidth >= SMALLEST && offsetHeight >= SMALLEST;
    const backgrounds = isLarge ? backgroundsOf(element) : NO_BACKGROUND;
    if (element.localName !== "img")
      this.#note(element, [...shownBy(element), ...backgrounds], (kind) => kind !== "text");
    else if (backgrounds.length > 0 || this.#items.of(element).some(isBehind))
      this.#note(element, backgrounds, (kind) => kind === "background");
  }

  #note(element: Element, shown: readonly Shown[], kinds: (kind: MediaKind) => boolean): void {
    if (shown.length === 0 && this.#items.of(element).length === 0) return;
    const { come, gone } = this.#items.note(element, shown, kinds);
    this.#drop(gone);
    if (come.length > 0 && !this.#seeNow(element, come)) this.#observe(element);
  }

  /** An observer tells with the next frame, which on a page full of pictures may be a second away. */
  #seeNow(element: Element, come: readonly Item[]): boolean {
    const now = performance.now();
    if (now - this.#outAt > OUT_MS) this.#out = 0;
    if (this.#out >= MOST_OUT) return false;
    const rect = element.getBoundingClientRect();
    const { top, left, bottom, right } = rect;
    const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    this.#out = isInView ? 0 : this.#out + 1;
    this.#outAt = now;
    if (!isInView || !isLargeEnough(element, rect)) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    for (const item of come) this.#want(item, true);
    return !this.#isWaiting(come);
  }

  /** It is followed until it is read: of many, what is in view goes first. */
  #isWaiting(items: readonly Item[]): boolean {
    return items.some(({ url }) => this.#cache.waits(url));
  }

  #observe(element: Element): void {
    this.#sight.unobserve(element); // to hear of it anew
    this.#sight.observe(element);
  }

  /** What the reader points at waits no longer, whatever lies over it. */
  readonly #point = (event: PointerEvent): void => {
    if (!this.#cache.isWaiting) return;
    const [inner] = event.composedPath();
    const stack = document.elementsFromPoint(event.clientX, event.clientY);
    for (const one of new Set([inner, ...stack]))
      if (one instanceof Element) for (const { url } of this.#items.of(one)) this.#cache.hurry(url);
  };

  /** A style has changed: what was hidden may be seen now. */
  #lookAgain(): void {
    for (const element of this.#hidden) this.#observe(element);
    this.#hidden.clear();
  }

  #see(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      const items = this.#items.of(target);
      const isText = items.some(({ kind }) => kind === "text");
      if (!isText && !isLargeEnough(target, boundingClientRect)) continue;
      if (!target.checkVisibility({ visibilityProperty: true })) {
        this.#hidden.add(target);
        continue;
      }
      for (const item of items) this.#want(item, isIntersecting);
      if (isIntersecting ? !this.#isWaiting(items) : items.length === 0)
        this.#sight.unobserve(target);
    }
  }

  #want(item: Item, isInView: boolean): void {
    const isNew = !this.#listed.has(item.id);
    this.#listed.set(item.id, item);
    const known = this.#cache.get(item.url);
    if (known && isNew) this.#listener.known(item, known);
    this.#cache.want(targetOf(item), isInView);
  }

  #tell(url: string): void {
    const outcome = this.#cache.get(url) ?? {};
    const { checked } = outcome;
    const first = checked?.ok ? checked.value.words?.first : undefined;
    if (first !== undefined) this.#texts.settle(url, first);
    for (const item of this.#items.at(url))
      if (this.#listed.has(item.id)) this.#listener.known(item, outcome);
  }

  #drop(items: readonly Item[]): void {
    for (const item of items) {
      if (item.element && this.#items.of(item.element).length === 0) {
        this.#sight.unobserve(item.element);
        this.#hidden.delete(item.element);
      }
      if (this.#listed.delete(item.id)) this.#listener.gone(item);
    }
  }

  #asPageItem({ id, kind, url, excerpt }: Item): PageItem {
    return {
      ...{ id, kind, url: shortened(url) },
      ...(excerpt !== undefined && { excerpt }),
      ...this.#cache.get(url),
    };
  }
}

/** After so many out of view in a row, what follows most often is, too: the observer tells of it, at less cost. */
const MOST_OUT = 16;
const OUT_MS = 16;

/** In Chrome, each answer by itself wakes the page's thread, and costs less among many; Firefox answers one after the other. */
const AT_ONCE = __TARGET__ === "chrome" ? 32 : 8;

const POINTING = { capture: true, passive: true };
const isBehind = ({ kind }: Item) => kind === "background";
const NO_BACKGROUND: readonly Shown[] = [];

/** An address that is the picture itself need not be sent around. */
function shortened(url: string): string {
  return url.startsWith("data:") ? url.slice(0, LONGEST_DATA) : url;
}

const LONGEST_DATA = 200;

function withoutPictures(result: Result<Checked>): NonNullable<PageItem["checked"]> {
  if (!result.ok) return result;
  const { pictures: _, certificates: __, ...value } = result.value;
  return { ok: true, value };
}

const GONE: Result<Checked> = {
  ok: false,
  code: "FILE_NOT_FOUND",
  message: "it is no longer on the page",
};
