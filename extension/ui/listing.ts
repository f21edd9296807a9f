// What was found on a page, in the order that people need: what carries credentials, what could not be checked, the rest.

import { isFoundByWords } from "../found-by-words.js";
import type { PageItem } from "../messages.js";
import type { Look } from "./shape.js";

/** An item and the frame that it is in. */
export interface Listed {
  readonly frame: number;
  readonly item: PageItem;
  readonly look: Look | "checking";
}

export interface Listing {
  /** Trusted, Valid, Invalid, and stripped copies that the archive knows. */
  readonly credentials: readonly Listed[];
  readonly notChecked: readonly Listed[];
  readonly checking: readonly Listed[];
  /** None. */
  readonly without: readonly Listed[];
}

/** Items of all frames in groups; within a group as they stand on the page, the page's own frame first. */
export function listing(frames: ReadonlyMap<number, readonly PageItem[]>): Listing {
  const groups = {
    credentials: [] as Listed[],
    notChecked: [] as Listed[],
    checking: [] as Listed[],
    without: [] as Listed[],
  };
  for (const [frame, items] of [...frames].sort(([a], [b]) => a - b))
    for (const item of items) {
      const look = lookOf(item);
      groups[GROUP[look]].push({ frame, item, look });
    }
  return groups;
}

const GROUP: Readonly<Record<Look | "checking", keyof Listing>> = {
  Trusted: "credentials",
  Valid: "credentials",
  Invalid: "credentials",
  Found: "credentials",
  NotChecked: "notChecked",
  None: "without",
  checking: "checking",
};

/** How an item looks in a list. An error is never None: nothing is known then. */
export function lookOf({ checked, waiting }: PageItem): Look | "checking" {
  if (!checked) return waiting ? "NotChecked" : "checking";
  if (!checked.ok) return "NotChecked";
  const { state, archive } = checked.value.verdict;
  if (isFoundByWords(checked.value.verdict)) return "Found";
  return state === "None" && archive && archive.level !== "listed" ? "Found" : state;
}

/** A file's name from its address: the last part of the path, decoded where that is possible. */
export function fileName(url: string): string {
  if (/^(data|blob):/i.test(url)) return "";
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
