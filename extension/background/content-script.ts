// Where the content script runs: on pages of hosts that the reader granted. activeTab brings it in for one click elsewhere.
import { browser } from "../browser.js";
import { EVERYWHERE } from "../everywhere.js";
import { bringContent } from "./frame.js";
import { turns } from "./turn.js";

const ID = "content";

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

async function register(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const matches = pagesOf(origins);
  const { scripting } = browser;
  const [known] = await scripting.getRegisteredContentScripts({ ids: [ID] });
  if (matches.length === 0) {
    if (known) await scripting.unregisterContentScripts({ ids: [ID] });
    return;
  }
  const script = {
    id: ID,
    js: ["content.js"],
    matches,
    allFrames: true,
    persistAcrossSessions: true,
  };
  if (!known) await scripting.registerContentScripts([{ ...script, runAt: "document_idle" }]);
  else if (known.matches?.slice().sort().join() !== matches.slice().sort().join())
    await scripting.updateContentScripts([script]);
}

function pagesOf(origins: readonly string[]): string[] {
  if (origins.includes("<all_urls>")) return EVERYWHERE;
  return origins.filter((origin) => /^(https?|\*):\/\//.test(origin));
}
