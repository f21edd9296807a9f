// What people do on a mark. Only what the browser itself reports counts: a script's clicks and keys are not trusted events.
// The page hears nothing of it, so that its shortcuts and light boxes stay quiet, and can't swallow it: the frame's ear has
// every event before the page does. What it can't place (a screen reader's click names no point) goes the usual way.

/** `next` and `previous` are Tab keys. */
export type Act = "open" | "next" | "previous";

/** Does something on a mark. A Tab key is the browser's again where the answer is false. */
type Doing = (button: Element, what: Act) => boolean;

const QUIET = [
  ...["click", "auxclick", "dblclick", "contextmenu", "keydown", "keyup", "keypress"],
  ...["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"],
];

export class Input {
  readonly #host: Element;
  readonly #root: ShadowRoot;
  readonly #act: Doing;
  #hovered: Element | null = null;

  constructor(host: Element, root: ShadowRoot, act: Doing) {
    this.#host = host;
    this.#root = root;
    this.#act = act;
    for (const kind of QUIET)
      root.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
    for (const kind of ["click", "keydown"])
      root.addEventListener(kind, (event) => this.#do(event, buttonOf(event)));
    root.addEventListener("pointerover", (event) => {
      this.#hovered = buttonOf(event);
    });
    for (const kind of ["pointerout", "focusout"])
      root.addEventListener(kind, (event) => {
        buttonOf(event)?.classList.remove("hushed");
        if (kind === "pointerout") this.#hovered = null;
      });
  }

  /** An event of the frame, before the page has it; says whether it was for a mark, and nobody else may have it. */
  hear(event: Event): boolean {
    // Escape takes a bubble away without moving the pointer, as WCAG 1.4.13 wants; it is back with the next visit.
    if (event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape")
      this.#hovered?.classList.add("hushed");
    if (event.target !== this.#host) return false;
    const button = this.#placed(event);
    if (button) this.#do(event, button);
    return button !== null;
  }

  #do(event: Event, button: Element | null): void {
    if (!event.isTrusted || !button) return;
    if (event.type === "click") this.#act(button, "open");
    if (!(event instanceof KeyboardEvent) || event.type !== "keydown") return;
    if (event.key === "Escape") button.classList.add("hushed");
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.#act(button, event.shiftKey ? "previous" : "next")) event.preventDefault();
  }

  /** The mark that an event is for, as far as the outside of a closed root can tell. */
  #placed(event: Event): Element | null {
    const isPointer =
      event instanceof MouseEvent && event.detail + event.clientX + event.clientY > 0;
    const at = isPointer
      ? this.#root.elementFromPoint(event.clientX, event.clientY)
      : this.#root.activeElement;
    return at?.closest("button") ?? null;
  }
}

function buttonOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest("button") : null;
}
