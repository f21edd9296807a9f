// The one element of ours in a page: it holds a closed shadow root and lies in the top layer, over everything. A page may
// remove it, close it, change it or open something over it; it comes back a few times, and then leaves the field: what
// the page holds is still in the toolbar, which no page reaches.
import { Input } from "./mark-input.js";
import { STYLE } from "./mark-style.js";

const HTML = "http://www.w3.org/1999/xhtml";
/** So often within a minute it is put back after the page removed or changed it. */
const MOST_REPAIRS = 5;
const MINUTE_MS = 60_000;
/** So many times at once, and then once a second, it is raised over what the page opens. */
const MOST_RAISES = 8;
const RAISE_MS = 1000;

interface HostCalls {
  readonly act: ConstructorParameters<typeof Input>[2];
  readonly onChange: () => void;
  readonly isGone: () => boolean;
}

export class Host {
  readonly element: HTMLElement;
  readonly layer: HTMLElement;
  /** The page doesn't want it: it is not put back any more. */
  #givenUp = false;
  #isOurs = false;
  #repairs: number[] = [];
  #raises = MOST_RAISES;
  #raisedAt = 0;
  #zoom = 1;
  readonly input: Input;
  readonly #onChange: () => void;
  readonly #isGone: () => boolean;
  readonly #watcher = new MutationObserver(() => this.#repair());
  readonly #parents = new MutationObserver(() => this.#repair());

  /**
   * `act` is called for what people do on the marks, `onChange` after it was put back, or was given up; `isGone` says that
   * the extension is: then it goes, too.
   */
  constructor(direction: "ltr" | "rtl", { act, onChange, isGone }: HostCalls) {
    this.#onChange = onChange;
    this.#isGone = isGone;
    this.element = document.createElementNS(HTML, "div") as HTMLElement;
    this.element.popover = "manual";
    const root = this.element.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.layer = document.createElementNS(HTML, "div") as HTMLElement;
    this.layer.className = "layer";
    this.layer.style.setProperty("--direction", direction);
    root.append(this.layer);
    this.input = new Input(this.element, root, act);
    this.element.addEventListener("toggle", () => this.#repair());
  }

  get isGivenUp(): boolean {
    return this.#givenUp;
  }

  /** Puts it into the page and on top. */
  put(): void {
    if (this.#givenUp) return;
    const home = homeOf();
    this.#watcher.disconnect();
    this.#parents.disconnect();
    this.#isOurs = true;
    try {
      for (const { name } of [...this.element.attributes])
        if (name !== "popover") this.element.removeAttribute(name);
      if (this.element.popover !== "manual") this.element.popover = "manual";
      if (this.element.parentNode !== home) home.append(this.element);
      else if (this.isOpen) this.element.hidePopover();
      if (!this.isOpen) this.element.showPopover();
    } catch {
      this.#givenUp = true; // a document that can show nothing of ours
      this.element.remove();
      return;
    }
    this.#isOurs = false;
    this.#watcher.observe(this.element, { attributes: true });
    this.#parents.observe(home, { childList: true });
    if (home !== document.documentElement)
      this.#parents.observe(document.documentElement, { childList: true });
  }

  /** Takes it out of the page. */
  take(): void {
    this.#watcher.disconnect();
    this.#parents.disconnect();
    this.element.remove();
  }

  /** Brings it over what the page opened since; seldom, where a page does so again and again. */
  raise(): boolean {
    const now = performance.now();
    this.#raises = Math.min(MOST_RAISES, this.#raises + (now - this.#raisedAt) / RAISE_MS);
    this.#raisedAt = now;
    if (this.#raises < 1 || this.#givenUp) return false;
    this.#raises--;
    this.put();
    return !this.#givenUp;
  }

  /** The page's `zoom` is undone, so that our pixels are the viewport's; says whether it was another. */
  zoom(zoom: number): boolean {
    if (zoom === this.#zoom) return false;
    this.#zoom = zoom;
    this.layer.style.setProperty("zoom", String(1 / zoom));
    return true;
  }

  /** It is in the tree of the modal dialog that is open, if one is. */
  get isHome(): boolean {
    return this.element.parentNode === homeOf();
  }

  get isOpen(): boolean {
    return this.element.matches(":popover-open");
  }

  #repair(): void {
    if (this.#isOurs || this.#givenUp) return;
    const clean = [...this.element.attributes].every(({ name }) => name === "popover");
    if (this.element.isConnected && this.isOpen && clean && this.element.popover === "manual")
      return;
    const now = performance.now();
    this.#repairs = [...this.#repairs.filter((at) => at > now - MINUTE_MS), now];
    if (this.#repairs.length > MOST_REPAIRS || this.#isGone()) {
      this.#givenUp = true;
      this.take();
    } else this.put();
    this.#onChange();
  }
}

/** What is outside an open modal dialog takes no clicks, so the host moves in. */
function homeOf(): Element {
  return [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.documentElement;
}
