// The first to hear what a person does in this frame. Listeners on the window are called in the order in which they came,
// whatever world they live in: this one comes before the page has any, so that no page can swallow a click on a mark, or
// hear of it. A build of its own brings it in at the start of a document, because the rest of the content script waits
// until the page is there; where a page is entered later, it is as late as the rest, and the panel is what counts.

import type { PageMode } from "../messages.js";

/** Shared by the two scripts of a frame, which live in one world. */
interface Ear {
  /** Says whether the event was for us alone. */
  hear?: (event: Event) => boolean;
  /** How the page is to be treated, asked for at its start; undefined where nobody answered. */
  mode?: Promise<PageMode | undefined>;
}

const EAR = Symbol.for("colophon.ear");
const KINDS = [
  ...["click", "auxclick", "dblclick", "contextmenu", "keydown", "keyup", "keypress"],
  ...["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"],
  "securitypolicyviolation",
];

/** The ear of this frame; it listens from the first call on. */
export function ear(): Ear {
  const scope = globalThis as { [EAR]?: Ear };
  const known = scope[EAR];
  if (known) return known;
  const made: Ear = {};
  scope[EAR] = made;
  const listen = (event: Event) => {
    if (event.isTrusted && made.hear?.(event)) event.stopImmediatePropagation();
  };
  for (const kind of KINDS)
    addEventListener(kind, listen, { capture: true, passive: kind.startsWith("touch") });
  return made;
}
