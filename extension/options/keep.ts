// What every section of the options page has: the settings as they are, a way to change them that can be undone, and a line
// that says what was done.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Settings, settings } from "../settings.js";

/** What was said last; `undo` where it can be taken back. */
export interface Said {
  readonly words: string;
  readonly bad?: boolean;
  readonly undo?: () => Promise<void>;
}

export interface Keep {
  readonly settings: Settings;
  /** Stores a part of the settings, says so, and offers to undo it. */
  change(part: Partial<Settings>, words: string): Promise<void>;
  /** Says something without changing anything. */
  say(words: string): void;
  /** Says what went wrong. */
  fail(error: unknown): void;
}

export const Kept = createContext<Keep | undefined>(undefined);

/** For the sections of the options page. */
export function useKeep(): Keep {
  const keep = useContext(Kept);
  if (!keep) throw new Error("a section outside of the options page");
  return keep;
}

/** The parts that `part` names, as they are now. */
export async function before(part: Partial<Settings>): Promise<Partial<Settings>> {
  const now = await settings();
  return Object.fromEntries(
    (Object.keys(part) as (keyof Settings)[]).map((key) => [key, now[key]]),
  ) as Partial<Settings>;
}
