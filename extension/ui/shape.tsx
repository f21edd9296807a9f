// Drawings of our own: the mark and a shape for each state, so that none is told by colour alone. They take the colour
// of the text around them and are hidden from screen readers: a word always stands beside.
import type { ComponentChildren } from "preact";
import type { ProvenanceNode, State } from "../../src/index.js";

/** How something looks in a list: a state, or a stripped copy that the archive knows. */
export type Look = State | "Found";

/** Our mark: the last page of a book, its lines running to a point. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M8.5 2.25h15a2 2 0 0 1 2 2v23.5a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V4.25a2 2 0 0 1 2-2zM10.5 7.5h11M10.5 10.75h11M12 14h8M13.5 17.25h5M15 20.5h2"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
      />
      <path d="M16 23.1l1.7 1.7-1.7 1.7-1.7-1.7z" fill="currentColor" />
    </svg>
  );
}

const TICK = "M5.2 8.3l2 2 3.8-4.4";
const CROSS = "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6";
const BAR = "M5.6 8h4.8";
const NOTE = "M8 7.4v3.6M8 4.9v.1";

const RING = <circle cx="8" cy="8" r="7" />;
const DOUBLE_RING = (
  <>
    <circle cx="8" cy="8" r="7.2" />
    <circle cx="8" cy="8" r="5.4" />
  </>
);
const OCTAGON = <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />;
const DASHES = <circle cx="8" cy="8" r="7" stroke-dasharray="2.4 2" />;
const TRIANGLE = <path d="M8 1.4L15.2 14H.8z" stroke-linejoin="round" />;
const BOX = <path d="M1.5 2h13v4h-13zM2.6 6v8h10.8V6" stroke-linejoin="round" />;

function Shape({ outline, sign }: { outline: ComponentChildren; sign: string }) {
  return (
    <svg
      class="shape"
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      stroke-width="1.2"
    >
      {outline}
      <path d={sign} stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

const LOOKS: Readonly<Record<Look, readonly [outline: ComponentChildren, sign: string]>> = {
  Trusted: [DOUBLE_RING, TICK],
  Valid: [RING, TICK],
  Invalid: [OCTAGON, CROSS],
  None: [DASHES, BAR],
  NotChecked: [TRIANGLE, "M8 6v3.6M8 11.7v.1"],
  Found: [BOX, "M6 9h4"],
};

/** A double ring, a ring, an octagon, a dashed ring, a triangle; a box for what the archive found. */
export function StateShape({ look }: { look: Look }) {
  const [outline, sign] = LOOKS[look];
  return <Shape outline={outline} sign={sign} />;
}

/** What an ingredient's own credential was worth. */
export function NodeShape({ state }: { state: ProvenanceNode["state"] }) {
  if (state === "self") return null;
  return <StateShape look={NODE_LOOKS[state]} />;
}

const NODE_LOOKS = { valid: "Valid", invalid: "Invalid", "no-credential": "None" } as const;

/** A shape for a finding: what failed, what held, and what is neither. */
export function FindingShape({ as }: { as: "failed" | "noted" | "held" }) {
  if (as === "failed") return <Shape outline={OCTAGON} sign={CROSS} />;
  return <Shape outline={RING} sign={as === "held" ? TICK : NOTE} />;
}
