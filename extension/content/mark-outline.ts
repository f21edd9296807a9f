// A line around the medium that the panel points at, for a moment.

const SHOWN_MS = 2500;
const HTML = "http://www.w3.org/1999/xhtml";

export class Outline {
  readonly #onShown: () => void;
  readonly #box = document.createElementNS(HTML, "div") as HTMLElement;
  #target: Element | undefined;
  #gone: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = "";

  /** `onShown` is called when it appears. */
  constructor(onShown: () => void) {
    this.#onShown = onShown;
    this.#box.className = "frame";
  }

  get isShown(): boolean {
    return this.#target !== undefined;
  }

  get target(): Element | undefined {
    return this.#target;
  }

  /** Draws it in `layer`; `gone` is called when it is taken away. */
  around(target: Element, layer: Element, gone: () => void): void {
    clearTimeout(this.#timer);
    this.#target = target;
    this.#gone = gone;
    layer.prepend(this.#box);
    this.#timer = setTimeout(() => this.end(), SHOWN_MS);
    this.#onShown();
  }

  /** Takes it away, if it is there. */
  end(): void {
    if (!this.#target) return;
    clearTimeout(this.#timer);
    this.#target = undefined;
    this.#at = "";
    this.#box.remove();
    this.#gone();
  }

  /** Puts it where its medium is; says whether that was somewhere else. */
  follow(): boolean {
    if (!this.#target) return false;
    const { left, top, width, height } = this.#target.getBoundingClientRect();
    const at = `translate(${left}px,${top}px) ${width} ${height}`;
    if (at === this.#at) return false;
    this.#at = at;
    this.#box.style.transform = `translate(${left}px,${top}px)`;
    this.#box.style.width = `${width}px`;
    this.#box.style.height = `${height}px`;
    return true;
  }
}
