// The extension built for a test: every host granted, loopback allowed (extension/build/config.ts).
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const BUILDING = join(ROOT, "dist/.extension-building");
/** A build takes seconds; one that was killed must not stop the next run. */
const STALE_MS = 60_000;

/** Folder of the extension, built by the first test of a run that asks for it. */
export async function builtExtension(target: "chrome" | "firefox"): Promise<string> {
  const folder = join(ROOT, "dist/extension", `${target}-granted`);
  const done = join(folder, "content.js"); // written last
  while (!isSinceStart(done))
    if (tookTurn()) {
      try {
        if (!isSinceStart(done)) build(target);
      } finally {
        rmSync(BUILDING, { recursive: true, force: true });
      }
    } else await new Promise((again) => setTimeout(again, 200));
  return folder;
}

function build(target: string): void {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  execFileSync(process.execPath, [vite, "build", "--app"], {
    cwd: ROOT,
    env: { ...process.env, VITEST: "", DEV: "", TARGET: target, GRANTED: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function isSinceStart(path: string): boolean {
  return modified(path) >= Number(process.env["COLOPHON_TEST_BEGAN"] ?? Number.POSITIVE_INFINITY);
}

/** Two test files may start at once, and a folder can be made only once. */
function tookTurn(): boolean {
  if (modified(BUILDING) < Date.now() - STALE_MS)
    rmSync(BUILDING, { recursive: true, force: true });
  try {
    mkdirSync(BUILDING);
    return true;
  } catch {
    return false;
  }
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
