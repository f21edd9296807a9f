// One process for one folder: two gateways would each go on with a chain of their own, two batches sign everything twice.
// The lock is a file that says who has it. A process that is gone has let go, however it ended; its number alone doesn't
// say that it is gone, for numbers come again, so the moment of its start stands beside it where the system tells (Linux),
// and the name of its computer, whose processes nobody elsewhere can see.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { asObject, asString, parseJson } from "../../src/encoding/index.js";
import type { ColophonError } from "../../src/index.js";
import { isCode, writeError } from "./atomic-file.js";

/** What this process holds: without the moment of its start, a process may find its own number in an old lock. */
const held = new Set<string>();

/** How often an old lock is cleared away, while others do the same. */
const TRIES = 3;

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
  for (let tries = 0; ; tries++) {
    if (await take(path, mine)) {
      held.add(path);
      return async () => {
        held.delete(path);
        if ((await contentOf(path)) === mine) await rm(path, { force: true });
      };
    }
    const content = await settled(path);
    const holder = holderOf(content ?? "");
    if (content === undefined || tries >= TRIES || !hasLetGo(holder, path))
      throw inUse(path, wordsFor(holder));
    await clear(path, content);
  }
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
async function settled(path: string): Promise<string | undefined> {
  for (let i = 0; i < 20; i++) {
    const content = await contentOf(path);
    if (content !== "") return content;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return "";
}

/** Takes an old lock away, and no other: somebody may have done so already, and have a new one in its place. */
async function clear(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return;
    throw writeError(path, cause);
  }
  if ((await contentOf(aside)) !== content) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Of a lock that was let go meanwhile nothing; undefined when it may not be read. */
function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((cause) => (isCode(cause, "ENOENT") ? "" : undefined));
}

/** The number stands in a line of its own, as earlier versions have it. */
function written({ pid, ...rest }: Holder): string {
  return `${pid}\n${JSON.stringify(rest)}\n`;
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

function hasLetGo(holder: Holder, path: string): boolean {
  const me = self();
  const { pid, host, boot, started } = holder;
  const sameBoot = boot !== undefined && boot === me.boot;
  if (!sameBoot && host !== undefined && host !== me.host) return false; // nobody sees its processes from here
  if (boot !== undefined && me.boot !== undefined && !sameBoot) return true; // restarted since
  if (pid === me.pid) return !held.has(path);
  if (!isRunning(pid)) return true;
  return started !== undefined && startOf(pid) !== undefined && startOf(pid) !== started;
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
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

/** Linux draws it anew each time that it is started. */
function bootId(): string | undefined {
  return systemFile("/proc/sys/kernel/random/boot_id")?.trim();
}

/** In ticks since the start of the computer: the 22nd field, and the second, a name in brackets, may hold anything. */
function startOf(pid: number): string | undefined {
  const status = systemFile(`/proc/${pid}/stat`);
  return status?.slice(status.lastIndexOf(")") + 2).split(" ")[19];
}

function systemFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function wordsFor({ pid, host }: Holder): string {
  const who = pid > 0 ? `process ${pid}` : "another process";
  return host === undefined || host === hostname() ? who : `${who} on the computer ${host}`;
}
