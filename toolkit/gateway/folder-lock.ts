// One gateway for one folder: two would each go on with a chain of their own. The lock is a file with the process's number;
// a process that is gone has let go, however it ended.
import { open, readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ColophonError } from "../../src/index.js";
import { writeError } from "../adapter/atomic-file.js";

/** What this process holds: after a restart in a container, a gateway may find its own number in an old lock. */
const held = new Set<string>();

/** @returns lets go of the folder @throws ColophonError ARCHIVE_UNAVAILABLE when another process has it */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = resolve(folder, "lock");
  for (let tries = 0; ; tries++) {
    try {
      const handle = await open(path, "wx", 0o600);
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!taken) throw writeError(path, error);
      const holder = Number.parseInt(await readFile(path, "utf8").catch(() => ""), 10);
      if (tries > 0 || (holder === process.pid ? held.has(path) : isRunning(holder)))
        throw inUse(path, holder);
      await rm(path, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function inUse(path: string, holder: number): ColophonError {
  return new ColophonError(
    "ARCHIVE_UNAVAILABLE",
    `another gateway (process ${holder}) has this folder`,
    {
      hint: `stop it, or name another folder with --dir; if there is none, delete ${path}`,
    },
  );
}
