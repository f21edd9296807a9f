// Mozilla's linter of extensions, installed on first use in test/peer/web-ext and kept until its lock changes: nobody who
// works on something else has to wait for it.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inTurn } from "../../toolkit/publish/in-turn.js";
import { keptFolder } from "../temporary.js";

const FOLDER = fileURLToPath(new URL("../peer/web-ext", import.meta.url));
const MARK = join(FOLDER, "node_modules/.installed-from");
const PROGRAM = join(FOLDER, "node_modules/web-ext/bin/web-ext.js");

/** What the linter says about one thing. */
interface Remark {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
}

export interface LintReport {
  readonly errors: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** Lints an extension; undefined, with one line on stderr, when the linter can't be installed. */
export async function lintExtension(folder: string): Promise<LintReport | undefined> {
  if (!(await isReady())) return undefined;
  const args = [PROGRAM, "lint", "--no-config-discovery", "--output", "json", "-s", folder];
  const options = { maxBuffer: 2 ** 26, env: { ...process.env, NO_UPDATE_NOTIFIER: "1" } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch(
    (failed: { stdout: string }) => failed, // it ends with 1 when it finds errors
  );
  return JSON.parse(stdout) as LintReport;
}

async function isReady(): Promise<boolean> {
  const lock = createHash("sha256")
    .update(readFileSync(join(FOLDER, "package-lock.json")))
    .digest("hex");
  if (isInstalled(lock)) return true;
  try {
    await inTurn(join(keptFolder(), `colophon-web-ext-${lock.slice(0, 12)}`), async () => {
      if (isInstalled(lock)) return; // another test file was quicker
      const args = ["ci", "--ignore-scripts", "--no-audit", "--fetch-retries=1"];
      await promisify(execFile)("npm", args, { cwd: FOLDER, timeout: 180_000 });
      writeFileSync(MARK, lock);
    });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.warn(`web-ext: its test is skipped, it could not be installed: ${why}`);
    return false;
  }
}

function isInstalled(lock: string): boolean {
  try {
    return readFileSync(MARK, "utf8") === lock;
  } catch {
    return false;
  }
}
