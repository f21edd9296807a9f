// Which process of which computer something belongs to, and whether that one still runs. A process's number alone doesn't
// say, for numbers come again: the moment of its start stands beside it where the system tells (Linux).
import { readFileSync, readlinkSync } from "node:fs";

/** Whether a process of this number runs on this computer, whoever's it is. */
export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Linux draws it anew each time that it is started. */
export function bootId(): string | undefined {
  return systemFile("/proc/sys/kernel/random/boot_id")?.trim();
}

/** Within which this process's number is its own: a container counts its processes for itself. */
export function numberSpace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}

/** In ticks since the start of the computer: the 22nd field, and the second, a name in brackets, may hold anything. */
export function startOf(pid: number): string | undefined {
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
