// What tells that marks may have to move: scrolling, resizing, a changed tree, and a trap around every medium that
// springs when it moves for whatever reason. While nothing moves, nothing of ours runs.

/** Changes of a page come in bursts; scrolling is followed at once. */
const BURST_MS = 100;
const CHANGES = ["class", "style", "open", "hidden", "width", "height", "dir"];

export class Watch {
  readonly #moved: () => void;
  readonly #tree: MutationObserver;
  readonly #sizes: ResizeObserver;
  readonly #traps = new Map<Element, IntersectionObserver>();
  readonly #roots = new Set<Node>();
  #burst: ReturnType<typeof setTimeout> | undefined;

  /** `moved` is called when something may have moved, as often as it does. */
  constructor(moved: () => void) {
    this.#moved = moved;
    this.#tree = new MutationObserver(() => {
      this.#burst ??= setTimeout(() => {
        this.#burst = undefined;
        this.#moved();
      }, BURST_MS);
    });
    this.#sizes = new ResizeObserver(() => this.#moved());
  }

  start(): void {
    this.#root(document);
    for (const kind of ["resize", "pageshow"]) addEventListener(kind, this.#moved);
    for (const kind of ["toggle", "fullscreenchange", "close"])
      document.addEventListener(kind, this.#moved, true);
    visualViewport?.addEventListener("resize", this.#moved);
  }

  stop(): void {
    for (const kind of ["resize", "pageshow"]) removeEventListener(kind, this.#moved);
    for (const kind of ["toggle", "fullscreenchange", "close"])
      document.removeEventListener(kind, this.#moved, true);
    visualViewport?.removeEventListener("resize", this.#moved);
    for (const root of this.#roots) root.removeEventListener("scroll", this.#moved, true);
    this.#roots.clear();
    this.#tree.disconnect();
    this.#sizes.disconnect();
    this.spring();
    clearTimeout(this.#burst);
    this.#burst = undefined;
  }

  /** Follows the size of a medium and what happens in its tree. */
  follow(medium: Element): void {
    this.#sizes.observe(medium);
    for (
      let root = medium.getRootNode();
      root instanceof ShadowRoot;
      root = root.host.getRootNode()
    )
      this.#root(root);
  }

  unfollow(medium: Element): void {
    this.#sizes.unobserve(medium);
    this.#traps.get(medium)?.disconnect();
    this.#traps.delete(medium);
  }

  /** Takes all traps away: they spring while things move. */
  spring(): void {
    for (const trap of this.#traps.values()) trap.disconnect();
    this.#traps.clear();
  }

  /** Lays a trap around a medium where it is now: it springs when a pixel of it leaves. */
  trap(medium: Element): void {
    this.#traps.get(medium)?.disconnect();
    const { top, left, bottom, right } = medium.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const inset = [top, clientWidth - right, clientHeight - bottom, left].map(
      (edge) => `${-Math.floor(edge)}px`,
    );
    let first: number | undefined;
    const sprung = ([entry]: IntersectionObserverEntry[]) => {
      if (first === undefined) first = entry?.intersectionRatio;
      else this.#moved();
    };
    const thresholds = Array.from({ length: 51 }, (_, at) => at / 50);
    const trap = new IntersectionObserver(sprung, {
      root: document,
      rootMargin: inset.join(" "),
      threshold: thresholds,
    });
    trap.observe(medium);
    this.#traps.set(medium, trap);
  }

  #root(root: Node): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    root.addEventListener("scroll", this.#moved, { capture: true, passive: true });
    this.#tree.observe(root, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: CHANGES,
    });
  }
}
