// Trust lists and anchors on disk: one PEM file each, in a folder that says what it is for. The lists of the C2PA and
// the user's own anchors never share a folder, so neither can be taken for the other.
import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { asObject, asString, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { type PemList, readAnchors, type TrustLists, trustLists } from "../../src/trust/index.js";
import { makeFolder, writeFileAtomically } from "./atomic-file.js";
import { openFile } from "./file-source.js";
import { userFolders } from "./user-folders.js";

type Use = "signers" | "time-stamps";

/** A list or an anchor file that is kept. */
export interface StoredList extends PemList {
  readonly use: Use;
  /** True for the user's own anchors, false for a published list. */
  readonly own: boolean;
  /** Lower-case hex of the file. */
  readonly sha256: string;
  /** Where it came from: an address or a path. */
  readonly source?: string;
  /** ISO 8601. */
  readonly updatedAt?: string;
}

const FOLDER: Readonly<Record<`${"own" | "list"} ${Use}`, string>> = {
  "list signers": "list",
  "list time-stamps": "time-stamp-list",
  "own signers": "anchor",
  "own time-stamps": "time-stamp-anchor",
};

/** No list comes near this; a larger file is a mistake or an attack. */
export const MAX_LIST_BYTES = 4 * 1024 * 1024;

export interface TrustOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PEM or DER files of signer anchors for this run alone. */
  readonly files?: readonly string[];
}

/**
 * The lists in use; empty when nothing is kept. What is kept is parsed when first asked for, `files` at once.
 * @throws ColophonError TRUST_LIST_INVALID, FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_EMPTY, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function loadTrust({ env, files = [] }: TrustOptions): Promise<TrustLists> {
  const { trust } = userFolders(env);
  const [signers, timeStamps, own, ownTimeStamps, extra] = await Promise.all([
    pemFiles(trust, "list signers"),
    pemFiles(trust, "list time-stamps"),
    pemFiles(trust, "own signers"),
    pemFiles(trust, "own time-stamps"),
    Promise.all(files.map(readPemFile)),
  ]);
  return trustLists({
    signers,
    timeStamps: [...timeStamps, ...ownTimeStamps],
    user: [...own, ...extra],
  });
}

/** Everything that is kept, the published lists first. @throws ColophonError FILE_UNREADABLE */
export async function storedLists(env: TrustOptions["env"]): Promise<StoredList[]> {
  const { trust } = userFolders(env);
  const lists: StoredList[] = [];
  for (const kind of Object.keys(FOLDER) as (keyof typeof FOLDER)[]) {
    const [whose, use] = kind.split(" ") as ["own" | "list", Use];
    for (const list of await pemFiles(trust, kind))
      lists.push(
        listOf({
          ...list,
          ...(await origin(join(trust, FOLDER[kind], `${list.name}.json`))),
          use,
          own: whose === "own",
        }),
      );
  }
  return lists;
}

/** A list with its fingerprint. */
export function listOf(list: Omit<StoredList, "sha256">): StoredList {
  return { ...list, sha256: createHash("sha256").update(list.pem).digest("hex") };
}

/** Keeps a list under its name. @throws ColophonError OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL */
export async function saveList(
  env: TrustOptions["env"],
  list: StoredList,
  options: { replace?: boolean } = {},
): Promise<void> {
  const folder = join(userFolders(env).trust, FOLDER[`${list.own ? "own" : "list"} ${list.use}`]);
  await makeFolder(folder);
  await writeFileAtomically(join(folder, `${list.name}.pem`), list.pem, options);
  const { source, updatedAt } = list;
  const about = `${JSON.stringify({ source, updatedAt }, undefined, 2)}\n`;
  await writeFileAtomically(join(folder, `${list.name}.json`), about, { replace: true });
}

/** Stops using a list. @throws ColophonError OUTPUT_UNWRITABLE */
export async function removeList(env: TrustOptions["env"], list: StoredList): Promise<void> {
  const folder = join(userFolders(env).trust, FOLDER[`${list.own ? "own" : "list"} ${list.use}`]);
  try {
    await rm(join(folder, `${list.name}.pem`));
    await rm(join(folder, `${list.name}.json`), { force: true });
  } catch (cause) {
    throw new ColophonError("OUTPUT_UNWRITABLE", `${list.name} could not be removed`, {
      hint: `check that you may write to ${folder}`,
      cause,
    });
  }
}

/** Anchors from a file that the user named, PEM or DER, read and checked. */
export async function readPemFile(path: string): Promise<PemList> {
  const file = await openFile(path);
  try {
    if (file.size > MAX_LIST_BYTES)
      throw new ColophonError("FILE_TOO_LARGE", `${path} is too large for a trust list`, {
        hint: "name a PEM file with certificates",
      });
    const bytes = Buffer.from(await file.read(0, file.size));
    const list = { name: path, pem: pemText(bytes) };
    readAnchors(list);
    return list;
  } finally {
    await file.close();
  }
}

function pemText(bytes: Buffer): string {
  if (bytes[0] !== 0x30 || bytes.includes("-----BEGIN")) return bytes.toString("utf8");
  const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

async function pemFiles(trust: string, kind: keyof typeof FOLDER): Promise<PemList[]> {
  const folder = join(trust, FOLDER[kind]);
  try {
    const names = (await readdir(folder)).filter((name) => /^[^.].*\.pem$/.test(name)).sort();
    return await Promise.all(
      names.map(async (name) => ({
        name: name.slice(0, -4),
        pem: await readFile(join(folder, name), "utf8"),
      })),
    );
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ENOENT") return [];
    throw new ColophonError("FILE_UNREADABLE", `the trust lists in ${folder} could not be read`, {
      hint: "check that you may read that folder; without it, no signer can be called Trusted",
      cause,
    });
  }
}

async function origin(path: string): Promise<Pick<StoredList, "source" | "updatedAt">> {
  try {
    const about = asObject(parseJson(await readFile(path, "utf8")));
    const source = asString(about?.["source"]);
    const updatedAt = asString(about?.["updatedAt"]);
    return { ...(source && { source }), ...(updatedAt && { updatedAt }) };
  } catch {
    return {}; // only for show
  }
}
