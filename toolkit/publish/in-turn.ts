// One process at a time, on one computer: whoever comes later waits. A process that was killed holds nobody up.
//   <folder>/<n>: who holds, or held, the n-th turn.     The highest n counts.
// To take a turn is to make the file n + 1, which only one can. A number that was taken is gone only once a higher one is
// there, so whoever was asleep meanwhile and makes an old number again sees the higher one, and steps back.
import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asObject, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { makeFolder, writeFileAtomically } from "../adapter/atomic-file.js";

const PATIENCE = 120_000;
const OVER = "over\n";
/** Names of this process's turns: it may have the number that a process which was killed had before it. */
const mine = new Set<string>();

/**
 * Runs `run` while no other process is in its turn in this folder.
 * @throws ColophonError ARCHIVE_UNAVAILABLE after two minutes; CANCELLED; whatever `run` throws
 */
export async function inTurn<T>(
  folder: string,
  run: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  await makeFolder(folder, 0o700);
  const turn = randomUUID();
  mine.add(turn);
  try {
    const path = await takeTurn(folder, turn, signal);
    try {
      return await run();
    } finally {
      await writeFileAtomically(path, OVER, { replace: true });
    }
  } finally {
    mine.delete(turn);
  }
}

async function takeTurn(
  folder: string,
  turn: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const me = JSON.stringify({ host: hostname(), process: process.pid, turn });
  for (const start = performance.now(); ; await sleep(20)) {
    if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled");
    const top = Math.max(0, ...(await turns(folder)));
    const last = join(folder, String(top));
    const holder = top === 0 ? OVER : await readFile(last, "utf8").catch(gone);
    if (holder === undefined) continue;
    if (isHeld(holder)) {
      if (performance.now() - start > PATIENCE) throw stuck(folder, holder);
      continue;
    }
    const next = join(folder, String(top + 1));
    if (!(await make(next, me))) continue;
    const now = await turns(folder);
    if (Math.max(...now) > top + 1) {
      await rm(next, { force: true });
      continue;
    }
    for (const old of now) if (old <= top) await rm(join(folder, String(old)), { force: true });
    return next;
  }
}

async function turns(folder: string): Promise<number[]> {
  return (await readdir(folder)).filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
}

async function make(path: string, content: string): Promise<boolean> {
  try {
    await writeFileAtomically(path, content);
    return true;
  } catch (error) {
    if (error instanceof ColophonError && error.code === "OUTPUT_EXISTS") return false;
    throw error;
  }
}

/** Whether its holder is still at it. Of a process on another computer that can't be known: then it is. */
function isHeld(holder: string): boolean {
  if (holder === OVER) return false;
  const { host, process: id, turn } = asObject(jsonOf(holder)) ?? {};
  if (host !== hostname() || typeof id !== "number" || !Number.isSafeInteger(id) || id < 1)
    return true;
  if (id === process.pid) return mine.has(String(turn));
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function gone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function stuck(folder: string, holder: string): ColophonError {
  const { host, process: id } = asObject(jsonOf(holder)) ?? {};
  return new ColophonError(
    "ARCHIVE_UNAVAILABLE",
    `another process prepares a payment for the same archive: ${String(id)} on ${String(host)}`,
    { hint: `nothing was sent; wait for it, or, when there is no such process, delete ${folder}` },
  );
}
