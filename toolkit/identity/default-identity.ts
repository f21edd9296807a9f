// Which identity signs when none is named.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import { userFolders } from "../adapter/user-folders.js";
import {
  type Environment,
  identityIds,
  loadIdentity,
  notFound,
  type StoredIdentity,
} from "./keystore.js";

const DEFAULT = ".default"; // beside the folders; no identity can be called so

/**
 * The identity to use: the one named, else COLOPHON_IDENTITY, else the default, else the only one.
 * @throws ColophonError IDENTITY_NOT_FOUND, with the names to choose from, IDENTITY_INVALID
 */
export async function findIdentity(env: Environment, id?: string): Promise<StoredIdentity> {
  const chosen = id ?? (await usedWhenUnnamed(env));
  if (chosen !== undefined) return loadIdentity(env, chosen);
  const ids = await identityIds(env);
  throw notFound(
    ids.length ? "which identity to use is not clear" : "there is no identity yet",
    ids,
  );
}

/** The identity that is used when none is named; undefined when that isn't clear. */
export async function usedWhenUnnamed(env: Environment): Promise<string | undefined> {
  const set = env["COLOPHON_IDENTITY"];
  if (set) return set;
  const ids = await identityIds(env);
  const path = join(userFolders(env).identities, DEFAULT);
  const marked = (await readFile(path, "utf8").catch(() => "")).trim(); // it may be gone
  if (ids.includes(marked)) return marked;
  return ids.length === 1 ? ids[0] : undefined;
}

/** Marks an identity as the one to use when none is named. @throws ColophonError IDENTITY_NOT_FOUND, OUTPUT_UNWRITABLE */
export async function markDefault(env: Environment, id: string): Promise<void> {
  await loadIdentity(env, id);
  const path = join(userFolders(env).identities, DEFAULT);
  await writeFileAtomically(path, `${id}\n`, { replace: true, mode: 0o600 });
}
