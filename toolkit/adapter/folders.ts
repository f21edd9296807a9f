// A folder and its parents. mkdir of Node 20 tries for ever, and through SIGTERM, where a parent can't come into being: in a
// folder that was deleted, and below /proc (measured with 20.20).
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder, and its parents where they are missing.
 * @param mode of those that are made
 * @returns the first one that was made; undefined when it was there
 * @throws Error of Node's: EEXIST, ENOTDIR, EACCES, ENOENT ...
 */
export async function makeFolders(path: string, mode = 0o777): Promise<string | undefined> {
  const refused = await attempt(path, mode);
  if (refused === undefined) return path;
  if (await isFolder(path)) return undefined;
  const parent = dirname(path);
  if (!isMissing(refused) || parent === path) throw refused;
  const first = await makeFolders(parent, mode);
  const again = await attempt(path, mode);
  if (again !== undefined && !(await isFolder(path))) throw again; // somebody else may have made it meanwhile
  return first ?? path;
}

async function attempt(path: string, mode: number): Promise<Error | undefined> {
  try {
    await mkdir(path, { mode });
    return undefined;
  } catch (cause) {
    if (cause instanceof Error) return cause;
    throw cause;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isMissing(error: Error): boolean {
  return "code" in error && error.code === "ENOENT";
}
