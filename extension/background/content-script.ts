// Where the content script runs: on pages of hosts that the reader granted. activeTab brings it in for one click elsewhere.
import { browser } from "../browser.js";
import { EVERYWHERE } from "../everywhere.js";
import { bringContent } from "./frame.js";
import { turns } from "./turn.js";

/** The ear comes before the page does (content/ear.ts), the rest when its markup is there. */
const SCRIPTS = [
  { id: "ear", js: ["ear.js"], runAt: "document_start" as const },
  { id: "content", js: ["content.js"], runAt: "document_end" as const },
];
const ENTERED = "entered";

const inTurn = turns();

/** Registers the content script for the granted hosts; takes it back when there are none. */
export function registerContentScript(): Promise<void> {
  return inTurn(register);
}

/** Pages that are open already, and were granted just now, need not be loaded again. */
export async function enterOpenPages(origins: readonly string[] = []): Promise<void> {
  const matches = pagesOf(origins);
  if (matches.length === 0) return;
  const tabs = await browser.tabs.query({ url: matches, discarded: false });
  await Promise.all(
    tabs.map(({ id }) => (id === undefined ? undefined : bringContent(id).catch(() => undefined))),
  );
}

/** After an installation, an update or a pause, pages are open that have no script of ours, or one of a version before. */
export async function enterAfterBreak(): Promise<void> {
  const { session } = browser.storage;
  const { [ENTERED]: entered } = await session.get(ENTERED);
  if (entered) return;
  await session.set({ [ENTERED]: true });
  await enterOpenPages((await browser.permissions.getAll()).origins);
}

async function register(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const matches = pagesOf(origins);
  const { scripting } = browser;
  const ids = SCRIPTS.map(({ id }) => id);
  const known = await scripting.getRegisteredContentScripts({ ids });
  const asWanted = known.filter((one) => one.matches?.slice().sort().join() === sorted(matches));
  if (asWanted.length === SCRIPTS.length) return;
  if (known.length > 0)
    await scripting.unregisterContentScripts({ ids: known.map(({ id }) => id) });
  if (matches.length === 0) return;
  const everywhere = { allFrames: true, matchOriginAsFallback: true, persistAcrossSessions: true };
  await scripting.registerContentScripts(
    SCRIPTS.map((script) => ({ ...script, ...everywhere, matches })),
  );
}

function sorted(matches: readonly string[]): string {
  return matches.slice().sort().join();
}

function pagesOf(origins: readonly string[]): string[] {
  if (origins.includes("<all_urls>")) return EVERYWHERE;
  return origins.filter((origin) => /^(https?|\*):\/\//.test(origin));
}
