// Sees what appears, changes and goes on a page: in the document, in open shadow roots, and whether it is on the screen.
// Costs nothing while nothing happens; what happens is looked at once for many changes.
import { MEDIA, noteLoaded } from "./finder.js";
import { Slices } from "./slices.js";

export interface Watcher {
  /** This element may show something else than before. `background`: its style may have changed, too. */
  look(element: Element, background: boolean): void;
  /** Some elements have gone. */
  gone(): void;
  /** The document, or an open shadow root, met for the first time. */
  enter(root: Document | ShadowRoot): void;
  /** Everything that changed in one of them. */
  changed(records: readonly MutationRecord[]): void;
}

const ATTRIBUTES = ["src", "srcset", "poster", "href", "data", "type", "style", "class"];
const ON_STYLE = new Set(["style", "class"]);
/** Events of media that have come or gone; none of them bubbles, and none leaves a shadow root. */
const EVENTS = ["loadstart", "loadedmetadata", "emptied"];
/** As long as a page loads, a thousand events cost more than to look whether pictures are complete. */
const LOADING_MS = 100;
/** Elements that are looked at between two looks at the clock. */
const AT_ONCE = 40;
/** Media that have come are looked at soon; changes of a page come in bursts. */
const EVENT_MS = 40;
const PAUSE_MS = 150;

export class Watch {
  readonly #watcher: Watcher;
  readonly #slices = new Slices();
  readonly #observer = new MutationObserver((records) => this.#changed(records));
  readonly #roots = new Set<Document | ShadowRoot>();
  readonly #media = new Set<Element>();
  readonly #incomplete = new Set<HTMLImageElement>();
  readonly #styled = new Set<Element>();
  readonly #added = new Set<Element>();
  #gone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerOf = 0;
  #isLoaded = false;
  #isStopped = false;
  #poll: ReturnType<typeof setTimeout> | undefined;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Looks at everything there is, and from now on at everything that changes. */
  start(document: Document): void {
    this.#enter(document);
    if (document.readyState === "complete") this.#loaded(document);
    else {
      this.#slices.add(this.#walk(document, false));
      // Backgrounds are loaded by then, and late shadow roots there.
      addEventListener("load", () => this.#loaded(document), { once: true });
    }
  }

  #loaded(document: Document): void {
    if (this.#isStopped) return;
    this.#isLoaded = true;
    this.#lookAtComplete();
    this.#incomplete.clear();
    for (const root of this.#roots) root.addEventListener("load", this.#event, true);
    this.#slices.add(this.#walk(document, true));
  }

  #lookAtComplete(): void {
    clearTimeout(this.#poll);
    this.#poll = undefined;
    for (const image of this.#incomplete)
      if (image.complete) {
        this.#incomplete.delete(image);
        this.#watcher.look(image, false);
      }
    this.#pollSoon();
  }

  #pollSoon(): void {
    if (!this.#isLoaded && this.#incomplete.size > 0)
      this.#poll ??= setTimeout(() => this.#lookAtComplete(), LOADING_MS);
  }

  #look(element: Element): void {
    this.#watcher.look(element, false);
    if (this.#isLoaded || !(element instanceof HTMLImageElement) || element.complete) return;
    this.#incomplete.add(element);
    this.#pollSoon();
  }

  stop(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    clearTimeout(this.#poll);
    this.#isStopped = true;
    for (const root of this.#roots)
      for (const event of ["load", ...EVENTS]) root.removeEventListener(event, this.#event, true);
    this.#roots.clear();
  }

  #enter(root: Document | ShadowRoot): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    this.#watcher.enter(root);
    this.#observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
    for (const event of EVENTS) root.addEventListener(event, this.#event, true);
    if (this.#isLoaded) root.addEventListener("load", this.#event, true);
    for (const element of root.querySelectorAll(MEDIA)) this.#look(element);
  }

  /** Every element below: for its shadow root, and for its background where asked. */
  *#walk(root: ParentNode, background: boolean): Generator<undefined> {
    let count = 0;
    for (const element of root.querySelectorAll("*")) {
      const { shadowRoot } = element;
      if (shadowRoot) {
        this.#enter(shadowRoot);
        yield* this.#walk(shadowRoot, background);
      }
      if (background) this.#watcher.look(element, true);
      if (++count % AT_ONCE === 0) yield;
    }
  }

  readonly #event = (event: Event): void => {
    const { target, type } = event;
    if (!(target instanceof Element)) return;
    if (type === "load") noteLoaded(target);
    this.#media.add(target);
    this.#soon(EVENT_MS);
  };

  #changed(records: readonly MutationRecord[]): void {
    this.#watcher.changed(records);
    for (const { type, target, attributeName, addedNodes, removedNodes } of records)
      if (type === "attributes")
        (ON_STYLE.has(attributeName ?? "") ? this.#styled : this.#media).add(target as Element);
      else {
        for (const node of addedNodes)
          if (node.nodeType === Node.ELEMENT_NODE) this.#added.add(node as Element);
        if (removedNodes.length > 0) this.#gone = true;
      }
    if (this.#media.size + this.#styled.size + this.#added.size > 0 || this.#gone) this.#soon();
  }

  #soon(milliseconds = PAUSE_MS): void {
    if (this.#timer !== undefined && milliseconds >= this.#timerOf) return;
    clearTimeout(this.#timer);
    this.#timerOf = milliseconds;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const changes = this.#lookAtChanges();
      if (this.#media.size > 0)
        this.#slices.start(changes); // not behind the backgrounds of a long page
      else this.#slices.add(changes);
    }, milliseconds);
  }

  *#lookAtChanges(): Generator<undefined> {
    const take = (set: Set<Element>) => {
      const all = [...set].filter((element) => element.isConnected);
      set.clear();
      return all;
    };
    if (this.#gone) this.#watcher.gone();
    this.#gone = false;
    const added = take(this.#added);
    for (const element of take(this.#media)) this.#look(element);
    for (const element of added) {
      for (const one of [element, ...element.querySelectorAll(MEDIA)])
        if (one.matches(MEDIA)) this.#look(one);
    }
    yield;
    for (const [i, element] of take(this.#styled).entries()) {
      this.#watcher.look(element, true);
      if (i % AT_ONCE === 0) yield;
    }
    for (const element of added) {
      if (element.shadowRoot) this.#enter(element.shadowRoot);
      this.#watcher.look(element, true);
      yield* this.#walk(element, true);
    }
  }
}
