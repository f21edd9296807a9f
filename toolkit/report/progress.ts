// One line on stderr that says how far a run is. Only on a terminal, and gone when the run ends.
import { fitted } from "./layout.js";
import { plain } from "./plain.js";
import type { Screen } from "./screen.js";

export interface Progress {
  /** `done` of `total`, both in the same unit; `label` is what is being worked on. */
  update(done: number, total: number, label: string): void;
  /** Removes the line; the next update draws it again. Call it at the end, also after an error. */
  clear(): void;
}

const BAR = 20;
const REDRAW_MS = 80;
const ERASE = "\r\u001b[2K";

/** A progress line on `screen`; silent when that is no terminal. `now` gives milliseconds. */
export function showProgress(screen: Screen, now: () => number): Progress {
  let drawn = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(done, total, label) {
      const late = now() - drawnAt >= REDRAW_MS;
      if (!screen.isTerminal || (!late && done < total)) return;
      const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
      const length = Math.min(BAR, Math.floor(screen.columns / 4)); // figures matter more
      const bar = "█".repeat(Math.round(share * length)).padEnd(length, "░");
      const line = `${bar} ${done}/${total} ${plain(label)}`;
      screen.write(ERASE + fitted(line, Math.max(20, screen.columns - 1)));
      drawn = true;
      drawnAt = now();
    },
    clear() {
      if (!drawn) return;
      screen.write(ERASE);
      drawn = false;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}
