// The mark's drawing: one ring with a symbol in it. Pages can draw marks of their own, so every installation has another
// ring (colour, notches, turn), which no page can read: a mark with a strange ring isn't ours. States differ by shape,
// the fill of the disc and the words beside it, never by colour alone.

/** What a mark can say. `Found` is a copy without credentials whose record is in the archive. */
export type MarkState = "Trusted" | "Valid" | "Invalid" | "Found";

/** A drawing for `viewBox="0 0 24 24"`: SVG path data and a colour. */
export interface Glyph {
  /** A CSS colour; dark enough for white symbols. */
  readonly colour: string;
  /** Stroked around the disc. */
  readonly ring: string;
  /** Stroked in the middle. */
  readonly symbol: string;
  /** A full disc with a light symbol, or a light disc with a dark one. */
  readonly full: boolean;
}

/** How many drawings there are: a glyph number is taken modulo this. */
export const GLYPHS = 144;

/** No red, amber or green: a ring says whose mark it is, not what was found. */
const COLOURS = ["#0b6e75", "#1f4fb4", "#5b34b5", "#93278f", "#43505e", "#6b4a2b"] as const;

const SYMBOLS: Readonly<Record<MarkState, string>> = {
  Trusted: "M7.6 12.4 10.7 15.4 16.4 9", // a tick
  Valid: "M7.5 14.5c1.5-5 3-5 3.2-2.2s1.2 2.6 2.2.2 1.7-1.2 1.7.4 1 1 1.9.2", // a signature
  Invalid: "M8.6 8.6 15.4 15.4M15.4 8.6 8.6 15.4", // a cross
  Found: "M7.5 9h9M8.5 9v6.6h7V9M10.7 11.6h2.6", // an archive box
};

const FULL: Readonly<Record<MarkState, boolean>> = {
  Trusted: true,
  Valid: false,
  Invalid: true,
  Found: false,
};

const RADIUS = 10.2;
/** Of a turn, left open at each notch. */
const GAP = 0.035;

/** The drawing of a state for an installation. `variant` is any whole number. */
export function glyphOf(state: MarkState, variant: number): Glyph {
  const number = Math.abs(Math.trunc(variant)) % GLYPHS;
  const notches = 3 + (Math.floor(number / COLOURS.length) % 6);
  const turn = Math.floor(number / (COLOURS.length * 6)) / (4 * notches);
  return {
    colour: COLOURS[number % COLOURS.length] ?? COLOURS[0],
    ring: Array.from({ length: notches }, (_, at) =>
      arc(at / notches + turn + GAP, (at + 1) / notches + turn - GAP),
    ).join(""),
    symbol: SYMBOLS[state],
    full: FULL[state],
  };
}

function arc(from: number, to: number): string {
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 0 1 ${point(to)}`;
}

function point(turn: number): string {
  const angle = turn * 2 * Math.PI;
  const x = 12 + RADIUS * Math.cos(angle);
  const y = 12 + RADIUS * Math.sin(angle);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}
