// For `npm run dev` alone, never in a build that is shipped: loads the extension anew after each build.
import { browser } from "../browser.js";

const EVERY_MS = 1000;

/** Looks at the stamp of the build again and again. */
export async function reloadAfterBuild(): Promise<void> {
  const first = await stamp();
  setInterval(async () => {
    await browser.runtime.getPlatformInfo(); // keeps this worker from being put to sleep
    const now = await stamp();
    if (first !== undefined && now !== undefined && now !== first) browser.runtime.reload();
  }, EVERY_MS);
}

/** Undefined while a build is being written. */
async function stamp(): Promise<string | undefined> {
  try {
    const answer = await fetch(browser.runtime.getURL("stamp.txt"), { cache: "no-store" });
    return await answer.text();
  } catch {
    return undefined;
  }
}
