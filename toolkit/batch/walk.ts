// The files of a folder and its folders, in the order of their names: links are followed, a folder that was seen is not
// entered again, and hidden files, sidecars and receipts are left out. Names that are no UTF-8 are told, never guessed.
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";

export interface Walked {
  /** A path that can be opened. */
  readonly path: string;
  /** From the folder, with "/". */
  readonly name: string;
  readonly fault?: ColophonError;
}

export interface WalkOptions {
  /** Folders that are not entered, by identity(): what was entered is added. */
  readonly seen: Set<string>;
  /** Says that a folder is not entered. */
  readonly passed: (name: string) => boolean;
  /** Told of folders that were seen already, with their identity(). */
  readonly again: (folder: string, identity: string) => void;
}

/** One file system object, whatever it is called; undefined when it isn't there, or can't be asked for. */
export function identity(path: string): string | undefined {
  try {
    const status = statSync(path, { bigint: true, throwIfNoEntry: false });
    return status && `${status.dev}:${status.ino}`;
  } catch {
    return undefined; // opening it says why
  }
}

/** Whether a folder, or a link to one, has this path. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false; // a link to itself, or below what can't be entered: opening it says so
  }
}

/** Deepest tree that is followed: paths end at 4,096 bytes anyway. */
const DEEPEST = 200;

export function* walk(
  folder: string,
  options: WalkOptions,
  name = "",
  depth = 0,
): Generator<Walked> {
  const here = identity(folder);
  if (here === undefined && name !== "") yield { path: folder, name, fault: unreadable(folder) };
  if (here === undefined || depth > DEEPEST) return;
  if (options.seen.has(here)) {
    if (name !== "") options.again(folder, here);
    return;
  }
  options.seen.add(here);
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(folder, { withFileTypes: true, encoding: "buffer" });
  } catch (cause) {
    yield { path: folder, name, fault: unreadable(folder, cause) };
    return;
  }
  entries.sort((a, b) => Buffer.compare(a.name, b.name));
  for (const entry of entries) yield* visit(folder, name, entry, options, depth);
}

function* visit(
  folder: string,
  name: string,
  entry: Dirent<Buffer>,
  options: WalkOptions,
  depth: number,
): Generator<Walked> {
  const text = utf8Text(entry.name);
  if (text === undefined) {
    const shown = join(folder, entry.name.toString());
    yield { path: shown, name: shown, fault: notUtf8(shown) };
    return;
  }
  if (text.startsWith(".")) return;
  const [path, below] = [join(folder, text), name === "" ? text : `${name}/${text}`];
  if (entry.isSymbolicLink() ? isFolder(path) : entry.isDirectory()) {
    if (!options.passed(below)) yield* walk(path, options, below, depth + 1);
  } else if (!isOurs(text)) yield { path, name: below };
}

/** Sidecars and receipts stand beside files that are signed, and are not signed themselves. */
export function isOurs(name: string): boolean {
  return name.endsWith(".c2pa") || name.endsWith(".colophon.json");
}

/** For a name whose bytes are no UTF-8; shown with a mark in their place. */
export function notUtf8(shown: string): ColophonError {
  return new ColophonError("FILE_UNREADABLE", `the name of ${shown} is not UTF-8`, {
    hint: "it was left out; give it another name and run the same command again",
  });
}

function unreadable(folder: string, cause?: unknown): ColophonError {
  return new ColophonError("FILE_UNREADABLE", `the folder ${folder} could not be read`, {
    hint: "its files were left out; check that you may read it",
    cause,
  });
}
