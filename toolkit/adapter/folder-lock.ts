// One process for one folder: two gateways would each go on with a chain of their own, two batches sign everything twice.
// The lock is a file with the process's number; a process that is gone has let go, however it ended.
import { open, readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { ColophonError } from "../../src/index.js";
import { writeError } from "./atomic-file.js";

/** What this process holds: after a restart in a container, a process may find its own number in an old lock. */
const held = new Set<string>();

/**
 * @param inUse what is said when another process has the folder
 * @returns lets go of the folder
 * @throws ColophonError of `inUse`; OUTPUT_UNWRITABLE, DISK_FULL
 */
export function lockFolder(
  folder: string,
  inUse: (lock: string, holder: number) => ColophonError,
): Promise<() => Promise<void>> {
  return lockAt(resolve(folder, "lock"), inUse);
}

/** As lockFolder, with a lock of that path, which is absolute. @throws ColophonError of `inUse`; OUTPUT_UNWRITABLE, DISK_FULL */
export async function lockAt(
  path: string,
  inUse: (lock: string, holder: number) => ColophonError,
): Promise<() => Promise<void>> {
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
