// When a page's text is looked at: once, and where text came or changed that may hold a credential. Idle time only, and
// a root that changes all the time is looked at for a small part of the time.
import { Slices } from "./slices.js";
import { mayHoldRun, SIGN } from "./text-finder.js";

type Root = Document | ShadowRoot;

const PAUSE_MS = 300;
/** Of all the time, for a page that never rests. */
const SHARE = 1 / 25;

export class TextWatch {
  readonly #look: (root: Root, holds: boolean) => void;
  readonly #slices = new Slices();
  /** Roots that hold texts: any change in them may be one of a text. */
  readonly #holding = new WeakSet<Root>();
  readonly #due = new Map<Root, ReturnType<typeof setTimeout>>();
  readonly #notBefore = new WeakMap<Root, number>();
  readonly #entered = new Set<Root>();
  #stopped = false;

  /** @param look called for roots that may hold a text, and for those that did */
  constructor(look: (root: Root, holds: boolean) => void) {
    this.#look = look;
    // While style sheets are on their way, Firefox shows nothing, and what isn't shown is no text of the page.
    if (document.readyState !== "complete")
      addEventListener("load", () => this.#again(), { once: true });
  }

  /** A document or an open shadow root that wasn't known before. */
  enter(root: Root): void {
    this.#entered.add(root);
    root.addEventListener("focusout", this.#left, true);
    this.#slices.add(this.#scan(root));
  }

  /** The page has loaded: roots that may hold a text are looked at as they are now. */
  #again(): void {
    for (const root of this.#entered)
      if (this.#holding.has(root)) this.#slices.add(this.#scan(root));
  }

  /** What has changed since. */
  changed(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type === "attributes" || !target.isConnected) continue;
      const root = target.getRootNode() as Root;
      if (this.#due.has(root)) continue;
      const come = type === "characterData" ? [target] : [...addedNodes];
      if (this.#holding.has(root)) {
        if (come.length + removedNodes.length > 0) this.#soon(root);
      } else if (come.length > 0) this.#slices.add(this.#compare(root, come));
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const root of this.#entered) root.removeEventListener("focusout", this.#left, true);
    this.#entered.clear();
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }

  /** What was pasted into an editor is the page's as soon as the reader has left it, and no change tells of that. */
  readonly #left = ({ target, currentTarget }: Event): void => {
    const root = currentTarget as Root;
    if (this.#holding.has(root) && (target as HTMLElement).isContentEditable) this.#soon(root);
  };

  /** A part of a run is enough: the rest of it may come with another change. */
  *#compare(root: Root, come: readonly Node[]): Generator<undefined> {
    for (const node of come) {
      if (this.#due.has(root)) return;
      if (node.textContent?.includes(SIGN)) this.#soon(root);
      yield;
    }
  }

  #soon(root: Root): void {
    if (this.#stopped || this.#due.has(root)) return;
    const wait = Math.max(PAUSE_MS, (this.#notBefore.get(root) ?? 0) - performance.now());
    this.#due.set(
      root,
      setTimeout(() => {
        this.#due.delete(root);
        this.#slices.add(this.#scan(root));
      }, wait),
    );
  }

  *#scan(root: Root): Generator<undefined> {
    if (this.#stopped) return;
    yield; // in idle time, not before
    const began = performance.now();
    const holds = mayHoldRun(root instanceof Document ? (root.body ?? root.documentElement) : root);
    yield;
    if (holds || this.#holding.has(root)) this.#look(root, holds);
    if (holds) this.#holding.add(root);
    else this.#holding.delete(root);
    const end = performance.now();
    this.#notBefore.set(root, end + (end - began) / SHARE);
  }
}
