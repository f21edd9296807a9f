// Service worker in Chrome, event page in Firefox: wires the contexts together. No media passes through here.
// Listeners are registered at once, before anything is awaited: an event page that wakes up loses the event else.
import { browser, type Runtime } from "../browser.js";
import type { PageMode, ToBackground, ToEngine } from "../messages.js";
import { modeOf, onChange, settings } from "../settings.js";
import { chosenMessages } from "../text.js";
import { registerContentScript } from "./content-script.js";
import { ensureEngine } from "./engine-home.js";
import { raiseFirewall } from "./firewall.js";
import { framesOf, tellFound } from "./toolbar.js";

browser.permissions.onAdded.addListener(() => void registerContentScript());
browser.permissions.onRemoved.addListener(() => void registerContentScript());
browser.runtime.onInstalled.addListener(() => void ready());
browser.runtime.onStartup.addListener(() => void ready());

onChange(() => {
  if (__TARGET__ === "chrome")
    browser.runtime
      .sendMessage({ to: "engine", tell: "settings-changed" } satisfies ToEngine)
      .catch(() => undefined); // nobody is listening, so nobody has old settings
});
browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  const said = message as ToBackground;
  if (said.to !== "background") return undefined;
  if ("ask" in said)
    switch (said.ask) {
      case "engine":
        return ensureEngine().then(() => true);
      case "settings":
        return settings();
      case "messages":
        return chosenMessages();
      case "page-mode":
        return pageMode(sender.tab?.url ?? sender.url ?? "");
      case "frames":
        return Promise.resolve(framesOf(said.tab));
    }
  if (said.tell === "found") tellFound(sender, said);
  return undefined;
});

async function pageMode(url: string): Promise<PageMode> {
  return modeOf(url);
}

/** Neither outlasts a session; both are safe to do again. */
async function ready(): Promise<void> {
  await raiseFirewall();
  await registerContentScript();
}
