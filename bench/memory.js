// The most memory that this process has held, KiB. Linux counts what a parent held before it started the process into
// resourceUsage().maxRSS, but not into VmHWM.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function peakKiB() {
  try {
    const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    return Number(peak);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

// Run by itself it is a Node with nothing to do.
if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(String(peakKiB()));
