// What a worker may open and write: tasks reach it through a queue, and whoever can write to that could otherwise have any
// file of this computer signed and sent away.
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { isAddress, pathBelow, shownAddress } from "./address.js";
import type { Setting, Task } from "./task.js";

/**
 * The first file of a task that lies in none of the places that a worker was told of; undefined when all do.
 * @param places folders (absolute), and addresses such as `https://host/path/` and `s3://bucket/prefix/`
 * @returns as it may be shown
 */
export function forbiddenFile(
  { input, output, what }: Task,
  { what: all, staging }: Pick<Setting, "what" | "staging">,
  places: readonly string[],
): string | undefined {
  const { parent, ingredients = [] } = what ?? all;
  // who delivers elsewhere keeps what is unfinished in a folder of its own
  const here = isAddress(output) ? [] : [staging];
  const named = [input, output, ...here, ...(parent === undefined ? [] : [parent]), ...ingredients];
  const found = named.find((file) => !isAllowed(file, places));
  return found === undefined ? undefined : shownAddress(found);
}

/**
 * Whether a path or an address lies in one of the places. Links are followed; a path with ".." in it, which means one thing
 * to us and another to the system where links are, is not allowed, and neither is what can't be read.
 */
export function isAllowed(file: string, places: readonly string[]): boolean {
  if (file.split(/[/\\]/).includes("..")) return false;
  return places.some((place) => {
    try {
      if (isAddress(file)) return isAddress(place) && isBelow(file, place);
      return !isAddress(place) && isAbsolute(file) && isIn(truePath(file), realpathSync(place));
    } catch {
      return false;
    }
  });
}

function isBelow(address: string, place: string): boolean {
  const path = pathBelow(address, place);
  return path !== undefined && !path.split(/[/\\]/).some((part) => part === "." || part === "..");
}

function isIn(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(isAbsolute(way) || way === ".." || way.startsWith(`..${sep}`));
}

/** With the links of what exists resolved; the rest of the path is not there yet. */
function truePath(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (dirname(path) === path) throw cause;
    return join(truePath(dirname(path)), basename(path));
  }
}
