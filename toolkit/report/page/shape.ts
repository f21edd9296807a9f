// Drawings of our own: the mark (a colophon's tapering lines) and a shape for each state, so that no state is told
// by colour alone. All take the colour of the text around them and are hidden from screen readers: a word stands beside.
import type { ProvenanceNode, State } from "../../../src/index.js";
import { html, type Markup } from "./markup.js";

/** Our mark: the last page of a book, its lines running to a point. */
export const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M8.5 2.25h15a2 2 0 0 1 2 2v23.5a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V4.25a2 2 0 0 1 2-2z" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M10.5 7.5h11M10.5 10.75h11M12 14h8M13.5 17.25h5M15 20.5h2" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/><path d="M16 23.1l1.7 1.7-1.7 1.7-1.7-1.7z" fill="currentColor"/></svg>`;

const TICK = "M5.2 8.3l2 2 3.8-4.4";
const CROSS = "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6";

function shape(outline: Markup, sign: string): Markup {
  return html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${outline}<path d="${sign}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

const DOUBLE_RING = html`<circle cx="8" cy="8" r="7.2" fill="none" stroke="currentColor" stroke-width="1.1"/><circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1"/>`;
const RING = html`<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.3"/>`;
const OCTAGON = html`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="none" stroke="currentColor" stroke-width="1.3"/>`;
const DASHES = html`<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.3" stroke-dasharray="2.4 2"/>`;
const TRIANGLE = html`<path d="M8 1.4L15.2 14H.8z" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`;

/** A shape for each state: double ring, ring, octagon, dashed ring, triangle. */
export const STATE_SHAPE: Readonly<Record<State, Markup>> = {
  Trusted: shape(DOUBLE_RING, TICK),
  Valid: shape(RING, TICK),
  Invalid: shape(OCTAGON, CROSS),
  None: shape(DASHES, "M5.6 8h4.8"),
  NotChecked: shape(TRIANGLE, "M8 6v3.6M8 11.7v.1"),
};

/** What an ingredient's own credential was worth. */
export const NODE_SHAPE: Readonly<Record<ProvenanceNode["state"], Markup | undefined>> = {
  valid: shape(RING, TICK),
  invalid: shape(OCTAGON, CROSS),
  "no-credential": shape(DASHES, "M5.6 8h4.8"),
  self: undefined,
};

/** A shape for a finding: what failed, what held, and what is neither. */
export const FINDING_SHAPE = {
  failed: shape(OCTAGON, CROSS),
  noted: shape(RING, "M8 7.4v3.6M8 4.9v.1"),
  held: shape(RING, TICK),
} as const satisfies Record<string, Markup>;
