// A browser to test in: one that is installed, or Debian's own, put there with apt-get where this runs as root.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** No sandbox for root, and no word to anybody but the page under test. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a browser; undefined, after one line that says so, where there is none. */
export function findChromium(): string | undefined {
  const installed = () => PLACES.find((path) => existsSync(path));
  const found = installed() ?? (installOnDebian() ? installed() : undefined);
  if (!found) console.warn("browser tests are skipped: no Chromium is installed here");
  return found;
}

function installOnDebian(): boolean {
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return false;
  const apt = (...words: readonly string[]) =>
    spawnSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: "ignore",
    }).status === 0;
  apt("update");
  return apt("install", "-y", "--no-install-recommends", "chromium");
}

/** Close it when done. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
