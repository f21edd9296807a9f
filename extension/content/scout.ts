// While a page has its time, a few of the pictures that it has loaded and shows are looked at. Where one of them carries a
// credential, the wait is over, and the engine gets it at once: beside a page that loads, Firefox takes a second to start it.
import { mayCarry, memorySource } from "../../src/container/index.js";
import { check, prepare } from "../checker.js";
import { isLargeEnough } from "./finder.js";
import { cachedBytes } from "./reader.js";

const MOST = 6;
const AT_ONCE = 3;
/** Of a page's pictures, from the top: what comes later is hardly in view. */
const LOOKED_AT = 200;
/** Until more of the page has been loaded. */
const PAUSE_MS = 40;

/**
 * Looks until one is found, enough were read, or `isOver` says that the page has had its time.
 * @returns whether one of the pictures carries a credential
 */
export async function scout(page: Document, isOver: () => boolean): Promise<boolean> {
  const seen = new Set<string>();
  while (seen.size < MOST && !isOver()) {
    const next = [...page.images]
      .slice(0, LOOKED_AT)
      .filter((one) => !seen.has(one.currentSrc) && isShown(one))
      .slice(0, Math.min(AT_ONCE, MOST - seen.size));
    if (next.length === 0) {
      await new Promise((later) => setTimeout(later, PAUSE_MS));
      continue;
    }
    if (seen.size === 0) prepare();
    for (const { currentSrc } of next) seen.add(currentSrc);
    const found = await Promise.all(next.map(({ currentSrc }) => carries(currentSrc)));
    if (found.includes(true)) return true;
  }
  return false;
}

function isShown(image: HTMLImageElement): boolean {
  if (!image.complete || !image.currentSrc.startsWith(`${self.origin}/`)) return false;
  const rect = image.getBoundingClientRect();
  return rect.bottom > 0 && rect.top < innerHeight && isLargeEnough(image, rect);
}

async function carries(url: string): Promise<boolean> {
  const bytes = await cachedBytes(url);
  if (!bytes || !(await mayCarry(memorySource(bytes)).catch(() => false))) return false;
  void check({ source: { from: "page", blob: new Blob([bytes]), name: url } }); // which is asked again, and known then
  return true;
}
