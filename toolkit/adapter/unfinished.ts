// Names of unfinished files and folders, which say whose they are, so that those of a process that was killed can be told from those
// that are being written: `.NAME.PLACE-PID-STARTED-NONCE.part`. PLACE is a hash of the computer, its boot and the space of
// its process numbers; about another's processes nothing is known from here, and theirs are left for a long time.
import { randomBytes } from "node:crypto";
import { opendir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { sha256Now, toHex, utf8 } from "../../src/encoding/index.js";
import { bootId, isRunning, numberSpace, startOf } from "./running.js";

const NAME = /^\..{1,160}\.([0-9a-f]{12})-([0-9]{1,10})-([0-9]{0,20})-[0-9a-f]{12}\.part$/su;
/** Nobody writes a file for so long without a byte going into it. */
const FORGOTTEN_MS = 7 * 86_400_000;

let ours: { readonly place: string; readonly started: string } | undefined;

function here() {
  ours ??= {
    place: toHex(
      sha256Now(utf8(JSON.stringify([hostname(), bootId() ?? "", numberSpace() ?? ""]))),
    ).slice(0, 12),
    started: startOf(process.pid) ?? "",
  };
  return ours;
}

/** A name beside `name` that no other unfinished file has. */
export function unfinishedName(name: string): string {
  const { place, started } = here();
  // 40 characters are at most 160 bytes: a long name in any script leaves room for the rest
  const begin = [...name].slice(0, 40).join("");
  return `.${begin}.${place}-${process.pid}-${started}-${randomBytes(6).toString("hex")}.part`;
}

/** Folders that this process has looked through: what it leaves itself it takes away itself. */
const swept = new Set<string>();
const MOST_SWEPT = 10_000;

/** Takes away what killed processes left unfinished in a folder. Once for each folder, as it may be large; never fails. */
export async function sweepUnfinished(folder: string): Promise<void> {
  const path = resolve(folder);
  if (swept.has(path)) return;
  if (swept.size >= MOST_SWEPT) swept.clear();
  swept.add(path);
  try {
    for await (const entry of await opendir(path, { bufferSize: 1024 }))
      if ((entry.isFile() || entry.isDirectory()) && (await isLeft(path, entry.name)))
        await rm(join(path, entry.name), { force: true, recursive: true }).catch(() => undefined);
  } catch {
    // whoever writes there says what is wrong with it
  }
}

async function isLeft(folder: string, name: string): Promise<boolean> {
  const [whole, place, number, started] = NAME.exec(name) ?? [];
  if (whole === undefined) return false;
  if (place === here().place) {
    const pid = Number(number);
    if (!isRunning(pid)) return true;
    const now = startOf(pid);
    return started !== "" && now !== undefined && now !== started;
  }
  const status = await stat(join(folder, name)).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > FORGOTTEN_MS;
}
