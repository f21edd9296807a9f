// A browser to test in: one that is installed, or Debian's own, put there with apt-get where this runs as root.
import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "./debian.js";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** No sandbox for root, and no word to anybody but the page under test. */
export const FLAGS = [
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
  return findBrowser("Chromium", PLACES, "chromium");
}

/** Close it when done. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
