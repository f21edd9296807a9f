// One process for one folder: two gateways would each go on with a chain of their own, two batches sign everything twice.
// The lock is a file that says who has it. A process that is gone has let go, however it ended; its number alone doesn't
// say that it is gone, for numbers come again, so the moment of its start stands beside it where the system tells (Linux),
// and the name of its computer, whose processes nobody elsewhere can see.
//   <lock>           who has, or had, the folder
//   <lock>.<claim>   who is about to succeed the one whose words have that hash
// An old lock is never taken away: whoever alone could make the claim on it moves the claim into its place, in one step. A
// process that is killed before that leaves an old lock and an old claim, and the next one succeeds it in both.
import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asObject, asString, parseJson, sha256Now, toHex, utf8 } from "../../src/encoding/index.js";
import type { ColophonError } from "../../src/index.js";
import { isCode, writeError } from "./atomic-file.js";
import { bootId, isRunning, startOf } from "./running.js";

/** What this process's locks say: without the moment of its start, a process may find its own number in an old lock. */
const held = new Set<string>();

/** How often it is looked again while others come, go, or succeed the same old lock, and after how long. */
const TRIES = 50;
const PAUSE_MS = 10;
/** Claims on claims: each is of one more process that was killed in the same short moment. */
const DEEPEST = 8;

/** Who has a lock. */
interface Holder {
  readonly pid: number;
  readonly host?: string;
  /** Which boot of which computer, and when in it the process was started. */
  readonly boot?: string;
  readonly started?: string;
}

/**
 * What is said when somebody else has the folder.
 * @param lock path of the lock
 * @param holder such as "process 12" or "process 12 on the computer build-7"
 */
type InUse = (lock: string, holder: string) => ColophonError;

/**
 * @returns lets go of the folder
 * @throws ColophonError of `inUse`; OUTPUT_UNWRITABLE, DISK_FULL
 */
export function lockFolder(folder: string, inUse: InUse): Promise<() => Promise<void>> {
  return lockAt(resolve(folder, "lock"), inUse);
}

/** As lockFolder, with a lock of that path, which is absolute. @throws ColophonError of `inUse`; OUTPUT_UNWRITABLE, DISK_FULL */
export async function lockAt(path: string, inUse: InUse): Promise<() => Promise<void>> {
  const mine = written(self());
  const letGo = async (at: string) => {
    if ((await contentOf(at)) === mine) await rm(at, { force: true });
  };
  held.add(mine);
  try {
    const holder = await acquire({ lock: path, mine, letGo }, path);
    if (holder) throw inUse(path, wordsFor(holder));
  } catch (cause) {
    held.delete(mine);
    throw cause;
  }
  return async () => {
    await letGo(path);
    held.delete(mine);
  };
}

interface Wanted {
  readonly lock: string;
  readonly mine: string;
  readonly letGo: (path: string) => Promise<void>;
}

/** @param path the lock, or a claim on it @returns who has it; undefined once it is ours */
async function acquire(wanted: Wanted, path: string, depth = 0): Promise<Holder | undefined> {
  let last: Holder | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    if (await take(path, wanted.mine)) return undefined;
    const content = await settled(path);
    if (content === undefined) continue; // it was let go just now
    last = holderOf(content ?? "");
    if (content === null || depth === DEEPEST || !hasLetGo(last, content)) return last;
    const rival = await succeed(wanted, path, content, depth);
    if (rival === "ours") return undefined;
    if (rival) last = rival;
    await sleep(PAUSE_MS);
  }
  return last ?? { pid: Number.NaN };
}

/** Puts our claim on an old lock into its place. Else who has the claim; undefined when they are done already. */
async function succeed(
  wanted: Wanted,
  path: string,
  content: string,
  depth: number,
): Promise<Holder | "ours" | undefined> {
  const claim = claimOn(wanted.lock, path, content);
  const rival = await acquire(wanted, claim, depth + 1);
  if (rival) return rival;
  try {
    // Nobody but us may succeed it now. Of one that says nothing, somebody may be about to write what it will say.
    const now = content === "" ? await settled(path) : await contentOf(path);
    if (now !== content) return undefined;
    await rename(claim, path);
    return "ours";
  } catch (cause) {
    throw writeError(path, cause);
  } finally {
    await wanted.letGo(claim);
  }
}

/** Of constant length: a lock's own name may be long. */
function claimOn(lock: string, path: string, content: string): string {
  return `${lock}.${toHex(sha256Now(utf8(`${path}\n${content}`))).slice(0, 16)}`;
}

/** False when there is a lock already. */
async function take(path: string, mine: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx", 0o644);
    try {
      await handle.writeFile(mine);
    } catch (cause) {
      await rm(path, { force: true });
      throw cause;
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw writeError(path, cause);
  }
}

/** What a lock says, once whoever makes it has written it; one that stays empty is of somebody who died over it. */
async function settled(path: string): Promise<string | null | undefined> {
  for (let i = 0; i < 20; i++) {
    const content = await contentOf(path);
    if (content !== "") return content;
    await sleep(PAUSE_MS);
  }
  return "";
}

/** Undefined when there is none, null when it may not be read. */
function contentOf(path: string): Promise<string | null | undefined> {
  return readFile(path, "utf8").catch((cause) => (isCode(cause, "ENOENT") ? undefined : null));
}

/** The number stands in a line of its own, as earlier versions have it. No two locks ever say the same. */
function written({ pid, ...rest }: Holder): string {
  return `${pid}\n${JSON.stringify({ ...rest, nonce: randomBytes(12).toString("hex") })}\n`;
}

function holderOf(content: string): Holder {
  const [first = "", second = ""] = content.split("\n");
  const pid = Number.parseInt(first, 10);
  try {
    const said = asObject(parseJson(second)) ?? {};
    const part = (name: "host" | "boot" | "started") => {
      const text = asString(said[name]);
      return text !== undefined && { [name]: text };
    };
    return { pid, ...part("host"), ...part("boot"), ...part("started") };
  } catch {
    return { pid };
  }
}

function hasLetGo(holder: Holder, content: string): boolean {
  const me = self();
  const { pid, host, boot, started } = holder;
  const sameBoot = boot !== undefined && boot === me.boot;
  if (!sameBoot && host !== undefined && host !== me.host) return false; // nobody sees its processes from here
  if (boot !== undefined && me.boot !== undefined && !sameBoot) return true; // restarted since
  if (pid === me.pid) return !held.has(content);
  if (!isRunning(pid)) return true;
  return started !== undefined && startOf(pid) !== undefined && startOf(pid) !== started;
}

function self(): Holder {
  const [boot, started] = [bootId(), startOf(process.pid)];
  return {
    pid: process.pid,
    host: hostname(),
    ...(boot !== undefined && { boot }),
    ...(started !== undefined && { started }),
  };
}

function wordsFor({ pid, host }: Holder): string {
  const who = pid > 0 ? `process ${pid}` : "another process";
  return host === undefined || host === hostname() ? who : `${who} on the computer ${host}`;
}
