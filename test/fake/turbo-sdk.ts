// The real turbo-sdk for tests, installed on first use in test/peer/turbo-sdk and kept until its lock changes: nobody who
// works on something else has to wait for it.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inTurn } from "../../toolkit/publish/in-turn.js";
import { keptFolder } from "../temporary.js";

const FOLDER = fileURLToPath(new URL("../peer/turbo-sdk", import.meta.url));
const MODULES = join(FOLDER, "node_modules");
const MARK = join(MODULES, ".installed-from");

/** What NODE_PATH has to be; undefined, with one line on stderr, when the package can't be installed. */
export async function turboSdkFolder(): Promise<string | undefined> {
  const lock = createHash("sha256")
    .update(readFileSync(join(FOLDER, "package-lock.json")))
    .digest("hex");
  if (isInstalled(lock)) return MODULES;
  const turn = join(keptFolder(), `colophon-turbo-sdk-${lock.slice(0, 12)}`);
  try {
    await inTurn(turn, async () => {
      if (isInstalled(lock)) return; // another test file was quicker
      const args = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=1000",
      ];
      await promisify(execFile)("npm", args, { cwd: FOLDER, timeout: 120_000 });
      writeFileSync(MARK, lock);
    });
    return MODULES;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.warn(`turbo-sdk: its tests are skipped, it could not be installed: ${why}`);
    return undefined;
  }
}

function isInstalled(lock: string): boolean {
  try {
    return readFileSync(MARK, "utf8") === lock;
  } catch {
    return false;
  }
}
