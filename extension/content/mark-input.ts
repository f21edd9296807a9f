// What people do on a mark. Only what the browser itself reports counts: a script's clicks and keys are not trusted events.
// The page hears nothing of it while events bubble, so that its shortcuts and light boxes stay quiet.

/** `next` and `previous` are Tab keys. */
export type Act = "open" | "next" | "previous";

const QUIET = [
  ...["click", "auxclick", "dblclick", "contextmenu", "keydown", "keyup", "keypress"],
  ...["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"],
];

/** Calls `act` for what is done on the marks in `root`. A Tab key is the browser's again where the answer is false. */
export function listen(root: ShadowRoot, act: (button: Element, what: Act) => boolean): void {
  for (const kind of QUIET)
    root.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
  root.addEventListener("click", (event) => {
    const button = buttonOf(event);
    if (event.isTrusted && button) act(button, "open");
  });
  root.addEventListener("keydown", (event) => {
    const button = buttonOf(event);
    if (!(event instanceof KeyboardEvent) || !event.isTrusted || !button) return;
    if (event.key === "Escape") button.classList.add("hushed");
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (act(button, event.shiftKey ? "previous" : "next")) event.preventDefault();
  });
  hushOnEscape(root);
}

/** Escape takes a bubble away without moving the pointer, as WCAG 1.4.13 wants; it is back with the next visit. */
function hushOnEscape(root: ShadowRoot): void {
  let hovered: Element | null = null;
  const hush = (event: KeyboardEvent) => {
    if (event.key === "Escape") hovered?.classList.add("hushed");
  };
  root.addEventListener("pointerover", (event) => {
    hovered = buttonOf(event);
    addEventListener("keydown", hush, true);
  });
  const leave = (event: Event) => {
    buttonOf(event)?.classList.remove("hushed");
    hovered = null;
    removeEventListener("keydown", hush, true);
  };
  root.addEventListener("pointerout", leave);
  root.addEventListener("focusout", (event) => buttonOf(event)?.classList.remove("hushed"));
}

function buttonOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest("button") : null;
}
