// The fragments of a movie as people name them: one by one, with a pattern, or spread out by their shell. They are put
// into the order of the numbers in their names, `seg-2` before `seg-10`, which is how they are signed and verified.
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { glob } from "../batch/pattern.js";
import { at, type Io } from "./command.js";

const MOST = 100_000;
const ORDER = new Intl.Collator("en", { numeric: true });

/** What was named, as paths in order. @throws ColophonError FILE_NOT_FOUND, USAGE */
export async function fragmentPaths(names: readonly string[], io: Io): Promise<string[]> {
  const paths = new Set<string>();
  for (const name of names) for (const path of await named(name, io)) paths.add(path);
  if (paths.size > MOST) throw new ColophonError("USAGE", `more than ${MOST} fragments were named`);
  return [...paths].sort((a, b) => ORDER.compare(basename(a), basename(b)) || ORDER.compare(a, b));
}

async function named(name: string, io: Io): Promise<readonly string[]> {
  const pattern = glob(name);
  const literal = pattern && (await stat(at(io, name)).catch(() => undefined));
  if (!pattern || literal) return [at(io, name)];
  const folder = at(io, pattern.folder);
  const files = await readdir(folder).catch(() => []);
  const fitting = files.filter((file) => pattern.fits(file)).map((file) => join(folder, file));
  if (fitting.length > 0) return fitting;
  throw new ColophonError("FILE_NOT_FOUND", `no fragment fits ${name}`, {
    hint: "nothing was written; check the folder and the names of the fragments",
  });
}
