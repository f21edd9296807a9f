// Identities on disk: one folder each, 0700, its files 0600, complete or absent. Private keys are read by
// open.ts alone. identity.json names the owner; everything else is PEM, which other tools read as well.
import { chmod, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { makeFolder, writeFileAtomically } from "../adapter/atomic-file.js";
import { sweepUnfinished, unfinishedName } from "../adapter/unfinished.js";
import { userFolders } from "../adapter/user-folders.js";
import { cardText, type IdentityCard, parseCard } from "./identity-card.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a folder holds. `root-key.pem` renews a self-made certificate; `archive-key.pem` is there unless the claim key is Ed25519. */
export type IdentityFile =
  | "identity.json"
  | "key.pem"
  | "chain.pem"
  | "root.pem"
  | "root-key.pem"
  | "archive-key.pem";

/** An identity without its secrets. */
export interface StoredIdentity extends IdentityCard {
  /** Its name on this computer, and of its folder. */
  readonly id: string;
  readonly folder: string;
}

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A folder name made of somebody's name: "Ada Reyes" becomes `ada-reyes`. */
export function idOf(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const id = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return id.slice(0, 64) || "identity";
}

/** @throws ColophonError USAGE for a name that a folder may not have */
function checkId(id: string): string {
  if (ID.test(id)) return id;
  throw new ColophonError("USAGE", `${id} cannot be the name of an identity`, {
    hint: "use small letters, digits, dots and dashes, at most 64, for example ada-reyes",
  });
}

/** Names of all identities, sorted; empty when there is none. @throws ColophonError FILE_UNREADABLE */
export async function identityIds(env: Environment): Promise<string[]> {
  const { identities } = userFolders(env);
  const entries = await readdir(identities, { withFileTypes: true }).catch((cause: unknown) => {
    if (errorCode(cause) === "ENOENT") return [];
    throw unreadable(identities, cause);
  });
  return entries
    .filter((entry) => entry.isDirectory() && ID.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** @throws ColophonError IDENTITY_NOT_FOUND, IDENTITY_INVALID */
export async function loadIdentity(env: Environment, id: string): Promise<StoredIdentity> {
  const ids = await identityIds(env);
  if (!ids.includes(id)) throw notFound(`there is no identity called ${id}`, ids);
  const folder = join(userFolders(env).identities, id);
  const card = parseCard(await readFile(join(folder, "identity.json"), "utf8").catch(() => ""));
  if (!card)
    throw new ColophonError("IDENTITY_INVALID", `identity.json of ${id} is missing or damaged`, {
      hint: `restore ${folder} from a backup; its keys and certificates may still be there`,
    });
  return { id, folder, ...card };
}

/** Before anybody is asked for a passphrase. @throws ColophonError USAGE, IDENTITY_EXISTS */
export async function checkFree(env: Environment, id: string): Promise<void> {
  if ((await identityIds(env)).includes(checkId(id))) throw exists(id);
}

/**
 * Writes a whole identity: into a temporary folder first, which then gets its name.
 * @throws ColophonError IDENTITY_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL. Nothing is left behind.
 */
export async function storeIdentity(
  env: Environment,
  id: string,
  card: IdentityCard,
  files: ReadonlyMap<Exclude<IdentityFile, "identity.json">, string>,
): Promise<StoredIdentity> {
  const { identities } = userFolders(env);
  await checkFree(env, id);
  const folder = join(identities, id);
  await sweepUnfinished(identities);
  const temporary = join(identities, unfinishedName(id));
  try {
    await makeFolder(temporary, 0o700);
    await chmod(temporary, 0o700); // whatever the umask
    for (const [name, content] of [...files, ["identity.json", cardText(card)] as const])
      await writeFileAtomically(join(temporary, name), content, { mode: 0o600 });
    await rename(temporary, folder);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (["ENOTEMPTY", "EEXIST"].includes(errorCode(cause))) throw exists(id, cause); // made meanwhile
    if (!(cause instanceof ColophonError)) throw cause;
    const message = cause.message.replace(temporary, folder); // the name that the user knows
    throw new ColophonError(cause.code, message, {
      ...(cause.hint && { hint: cause.hint }),
      cause,
    });
  }
  return { id, folder, ...card };
}

/** Replaces one file of an identity, as a whole. @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL */
export async function replaceFile(
  identity: StoredIdentity,
  name: IdentityFile,
  content: string,
): Promise<void> {
  await writeFileAtomically(join(identity.folder, name), content, { replace: true, mode: 0o600 });
}

/** Content of a file, undefined when it isn't there. @throws ColophonError FILE_UNREADABLE */
export async function readIdentityFile(
  identity: StoredIdentity,
  name: IdentityFile,
): Promise<string | undefined> {
  try {
    return await readFile(join(identity.folder, name), "utf8");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw unreadable(join(identity.folder, name), cause);
  }
}

/** Removes an identity with its keys, for good. @throws ColophonError OUTPUT_UNWRITABLE */
export async function removeIdentity(env: Environment, identity: StoredIdentity): Promise<void> {
  const { identities } = userFolders(env);
  await sweepUnfinished(identities);
  const doomed = join(identities, unfinishedName(identity.id));
  try {
    await rename(identity.folder, doomed); // gone at once, even if deleting the files is interrupted
    await rm(doomed, { recursive: true, force: true });
  } catch (cause) {
    throw new ColophonError("OUTPUT_UNWRITABLE", `${identity.folder} could not be removed`, {
      hint: "check that the folder belongs to you",
      cause,
    });
  }
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function unreadable(path: string, cause: unknown): ColophonError {
  return new ColophonError("FILE_UNREADABLE", `${path} cannot be read`, {
    hint: "check that it belongs to you",
    cause,
  });
}

function exists(id: string, cause?: unknown): ColophonError {
  return new ColophonError("IDENTITY_EXISTS", `there is an identity called ${id} already`, {
    hint: "choose another name with --id, or remove the old one: colophon identity remove",
    cause,
  });
}

/** With what to choose from. */
export function notFound(message: string, ids: readonly string[]): ColophonError {
  return new ColophonError("IDENTITY_NOT_FOUND", message, {
    hint: ids.length
      ? `choose one of ${ids.join(", ")}: with --identity or COLOPHON_IDENTITY, or for good: colophon identity default NAME`
      : 'make one: colophon identity create --name "Your Name"',
  });
}
