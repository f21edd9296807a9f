// Where the content script runs: on pages of hosts that the reader granted. activeTab brings it in for one click elsewhere.
import { browser } from "../browser.js";

const ID = "content";
const EVERYWHERE = ["https://*/*", "http://*/*"];

/** Registers the content script for the granted hosts; takes it back when there are none. */
export async function registerContentScript(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const matches = origins.filter(
    (origin) => /^(https?|\*):\/\//.test(origin) || origin === "<all_urls>",
  );
  const registered = await browser.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [ID] });
  if (matches.length === 0) return;
  await browser.scripting.registerContentScripts([
    {
      id: ID,
      js: ["content.js"],
      matches: matches.includes("<all_urls>") ? EVERYWHERE : matches,
      allFrames: true,
      runAt: "document_idle",
      persistAcrossSessions: false,
    },
  ]);
}
