// The style of everything in our shadow root. An `!important` rule of an inner tree wins over every rule of the page,
// even over inline `!important`, so no page can restyle or hide the host or a mark. Nothing moves and nothing fades:
// reduced motion needs no rules, and `document.getAnimations()` shows a page nothing. On paper nothing is where it was on the
// screen, so no mark is printed.

/** Of a mark, in CSS pixels: the least that WCAG 2.2 wants of a target (2.5.8). */
export const SIZE = 24;
/** The bubble's hover area is this large whatever it says. */
export const BUBBLE = { width: 280, height: 56 } as const;

export const STYLE = `
:host {
  all: initial !important; display: block !important; position: fixed !important; inset: 0 auto auto 0 !important;
  width: 0 !important; height: 0 !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
  overflow: visible !important; background: none !important; pointer-events: none !important; opacity: 1 !important;
  visibility: visible !important; transform: none !important; clip-path: none !important; filter: none !important;
  contain: none !important; content-visibility: visible !important; transition: none !important;
  animation: none !important; user-select: none !important; -webkit-user-select: none !important;
  color-scheme: light dark !important; z-index: 2147483647 !important;
}
:host::backdrop { display: none !important }
.layer { position: fixed; inset: 0 auto auto 0; width: 0; height: 0; direction: ltr }
button {
  all: unset; position: fixed; top: 0; left: 0; width: ${SIZE}px; height: ${SIZE}px; box-sizing: border-box;
  pointer-events: auto; cursor: pointer; will-change: transform; font: 13px/1.35 system-ui, sans-serif;
  user-select: none; -webkit-user-select: none; -webkit-tap-highlight-color: transparent;
}
button.off { display: none }
button.away { opacity: 0; pointer-events: none }
svg { display: block; width: 100%; height: 100%; pointer-events: none; overflow: visible }
.disc { fill: var(--colour); stroke: #fff; stroke-width: 1 }
.ring { fill: none; stroke: #fff; stroke-width: 1.4 }
.symbol { fill: none; stroke: #fff; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
.light .disc { fill: #fff; stroke: var(--colour) }
.light .ring, .light .symbol { stroke: var(--colour) }
button:focus-visible { outline: 3px solid #fff; outline-offset: 1px; border-radius: 50%; box-shadow: 0 0 0 6px #1f4fb4 }
button::before, button::after { position: absolute; display: none; box-sizing: border-box }
button:is(:hover, :focus-visible):not(.hushed) { z-index: 1 }
button:is(:hover, :focus-visible):not(.hushed)::before { display: block }
button:is(:hover, :focus-visible):not(.hushed)::after { display: -webkit-box }
button::before { content: ""; width: ${BUBBLE.width}px; height: ${BUBBLE.height}px }
button::after {
  content: attr(aria-label); pointer-events: none; max-width: ${BUBBLE.width}px; width: max-content;
  padding: 6px 10px; border-radius: 8px; direction: var(--direction, ltr); text-align: start;
  overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  background: light-dark(#fff, #1d2126); color: light-dark(#1d2126, #f3f4f6);
  border: 1px solid light-dark(#8a939d, #6c7681); box-shadow: 0 2px 8px #0006;
}
button[data-along="down"]::before { top: 100% }
button[data-along="up"]::before { bottom: 100% }
button[data-along="down"]::after { top: calc(100% + 4px) }
button[data-along="up"]::after { bottom: calc(100% + 4px) }
button[data-across="left"]::before, button[data-across="left"]::after { right: 0 }
button[data-across="right"]::before, button[data-across="right"]::after { left: 0 }
.frame {
  position: fixed; top: 0; left: 0; box-sizing: border-box; pointer-events: none; border-radius: 4px;
  border: 3px solid #1f4fb4; outline: 2px solid #fff;
}
@media print { .layer { display: none } }
@media (forced-colors: active) {
  .disc, .light .disc { fill: Canvas; stroke: CanvasText }
  .ring, .symbol, .light .ring, .light .symbol { stroke: CanvasText }
  .full .disc { fill: CanvasText; stroke: Canvas }
  .full .ring, .full .symbol { stroke: Canvas }
  button:focus-visible { outline-color: Highlight; box-shadow: none }
  button::after { background: Canvas; color: CanvasText; border-color: CanvasText; box-shadow: none }
  .frame { border-color: Highlight; outline-color: Canvas }
}
`;
