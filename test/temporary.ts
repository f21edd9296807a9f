// One folder for all that a run puts into the system's temporary folder, removed when the run ends: tests, and browsers and
// programs that they start, leave hundreds of folders each time. What the next run can use has its place beside it.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where programs are told about it, on any system. */
const NAMES = ["TMPDIR", "TEMP", "TMP"];
const KEPT = "COLOPHON_TEST_KEPT";

let own: string | undefined;

/** Before any test: what is started from here on has the folder for its own. */
export function setup(): void {
  process.env[KEPT] = tmpdir();
  own = mkdtempSync(join(tmpdir(), "colophon-run-"));
  chmodSync(own, 0o711); // some tests start programs as another user
  for (const name of NAMES) process.env[name] = own;
}

/** After all of them. */
export function teardown(): void {
  if (own === undefined) return;
  try {
    rmSync(own, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 });
  } catch (cause) {
    console.warn(`${own} could not be removed: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** The temporary folder that outlasts the run: for what takes long to make, and for turns between runs. */
export function keptFolder(): string {
  return process.env[KEPT] ?? tmpdir();
}
