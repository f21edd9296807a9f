// What a printer writes to, how wide its lines are, and whether they may be coloured.
import type { State } from "../../src/index.js";

/** `Io.stdout` and `Io.stderr` are such. */
export interface Screen {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** Columns for text on this screen: at most 80, which reads best, at least 40. */
export function columnsOn(screen: Screen): number {
  return screen.isTerminal ? Math.min(80, Math.max(40, screen.columns)) : 80;
}

/** Emphasis. Colour repeats what a word says already and never says anything alone. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  state(state: State, text: string): string;
}

const NONE: Paint = { strong: same, faint: same, state: (_, text) => text };

const STATE_COLOUR: Readonly<Record<State, number>> = {
  Trusted: 32, // green
  Valid: 36, // cyan
  Invalid: 31, // red
  None: 39, // as all text
  NotChecked: 33, // yellow
};

const ANSI: Paint = {
  strong: (text) => `\u001b[1m${text}\u001b[22m`,
  faint: (text) => `\u001b[2m${text}\u001b[22m`,
  state: (state, text) => `\u001b[1;${STATE_COLOUR[state]}m${text}\u001b[0m`,
};

/** Colours on a terminal that has them, unless NO_COLOR (no-color.org) is set to anything but the empty string. */
export function paintFor(screen: Screen, env: Readonly<Record<string, string | undefined>>): Paint {
  return screen.isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb" ? ANSI : NONE;
}

function same(text: string): string {
  return text;
}
