// A manifest kept beside a file: NAME.EXT.c2pa (what Colophon writes) or NAME.c2pa (what c2patool writes).
import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { startsManifestStore } from "../../src/container/index.js";

const LIMIT = 64 * 1024 * 1024;

/** The sidecar's bytes; undefined when there is none. A file with embedded credentials is judged by those first. */
export async function findSidecar(path: string): Promise<Uint8Array | undefined> {
  if (path.endsWith(".c2pa")) return undefined;
  const extension = extname(path);
  const bare = extension ? path.slice(0, -extension.length) : path;
  for (const candidate of [`${path}.c2pa`, `${bare}.c2pa`]) {
    const status = await stat(candidate).catch(() => undefined);
    if (!status?.isFile() || status.size > LIMIT) continue;
    const bytes = await readFile(candidate);
    if (startsManifestStore(bytes)) return bytes;
  }
  return undefined;
}
