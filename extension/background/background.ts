// Service worker in Chrome, event page in Firefox: wires the contexts together. No media passes through here.
// Listeners are registered at once, before anything is awaited: an event page that wakes up loses the event else. And it
// may end at any time: whatever has to be known longer is in storage.
import "../polyfill.js";
import { browser, type Runtime } from "../browser.js";
import type { PageMode, ToBackground, ToEngine } from "../messages.js";
import { modeOf, onChange, settings, settingsOf } from "../settings.js";
import { chosenMessages, readLanguage } from "../text.js";
import { carriedBefore, noteCarriers } from "./carriers.js";
import { enterAfterBreak, enterOpenPages, registerContentScript } from "./content-script.js";
import { ensureEngine } from "./engine-home.js";
import { raiseFirewall } from "./firewall.js";
import { scan } from "./frame.js";
import { makeMenu, menuClicked } from "./menu.js";
import { openPanel, showItem, tellPanel, toShow } from "./panel-opener.js";
import { reachOf } from "./reach.js";
import { rejudge } from "./rejudge.js";
import { reloadAfterBuild } from "./reload.js";
import { forgetGone, forgetTab, framesIn, tellFound } from "./toolbar.js";

type Told = Extract<ToBackground, { tell: string }>;
type Asked = Extract<ToBackground, { ask: string }>;

browser.permissions.onAdded.addListener(({ origins }) => {
  void registerContentScript().then(() => enterOpenPages(origins));
});
browser.permissions.onRemoved.addListener(() => void registerContentScript());
browser.runtime.onInstalled.addListener(() => void makeMenu());
browser.runtime.onStartup.addListener(() => undefined); // to be started: what follows is done at every start
browser.tabs.onRemoved.addListener((tab) => void forgetTab(tab));
browser.tabs.onUpdated.addListener((tab, { status }) => {
  if (status !== undefined) void forgetGone(tab);
});
// Firefox for Android has no context menu.
browser.contextMenus?.onClicked.addListener((clicked, tab) => {
  if (tab?.id !== undefined) void menuClicked(clicked, tab.id);
});
onChange(({ lists }) => {
  firewall = raise();
  void ready();
  void makeMenu();
  const told = tellEngine();
  if (lists) void told.then(rejudge);
});
browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  const said = message as ToBackground;
  if (said.to !== "background") return undefined;
  if ("ask" in said) return answer(said, sender);
  hear(said, sender);
  return undefined;
});

let firewall = raise();
void ready();
if (__DEV__) void reloadAfterBuild();

/** Does not outlast everything that ends a session, an update or a pause, and is safe to do again; as the firewall. */
async function ready(): Promise<void> {
  await registerContentScript();
  await readLanguage();
  await enterAfterBreak();
}

async function raise(): Promise<void> {
  await raiseFirewall((await settingsOf("gateways")).gateways);
}

/** The engine asks the network, so the firewall comes first: without it, nothing is checked. */
async function engine(): Promise<true> {
  await firewall.catch(() => {
    firewall = raise();
    return firewall;
  });
  await ensureEngine();
  return true;
}

/** In Firefox it lives here, and hears of changes itself. */
async function tellEngine(): Promise<void> {
  if (__TARGET__ === "chrome")
    await browser.runtime
      .sendMessage({ to: "engine", tell: "settings-changed" } satisfies ToEngine)
      .catch(() => undefined); // nobody is listening, so nobody has old settings
}

function answer(asked: Asked, sender: Runtime.MessageSender): Promise<unknown> {
  switch (asked.ask) {
    case "engine":
      return engine();
    case "settings":
      return settings();
    case "messages":
      return chosenMessages();
    case "page-mode":
      return pageMode(sender);
    case "frames":
      return framesIn(asked.tab);
    case "reach":
      return reachOf(asked.url);
    case "scan":
      return scan(asked.tab);
    case "to-show":
      return toShow(asked.tab);
  }
}

async function pageMode(sender: Runtime.MessageSender): Promise<PageMode> {
  const [mode, carried] = await Promise.all([modeOf(topUrlOf(sender)), carriedBefore(sender)]);
  return { ...mode, carried };
}

/** Of the page that a frame is in: a tab may still have its old address when a new page begins. */
function topUrlOf({ frameId, url, tab }: Runtime.MessageSender): string {
  return (frameId === 0 ? url : undefined) ?? tab?.url ?? url ?? "";
}

function hear(told: Told, sender: Runtime.MessageSender): void {
  const tab = told.tell === "show" ? told.tab : sender.tab?.id;
  if (tab === undefined) return;
  switch (told.tell) {
    case "found":
      void noteCarriers(sender, told.carriers);
      void tellFound(sender, told).then(() => tellPanel({ to: "panel", tell: "changed", tab }));
      return;
    case "open":
      void openPanel(tab);
      void showItem(tab, { frame: sender.frameId ?? 0, item: told.item });
      return;
    case "show":
      void showItem(tab, { frame: told.frame, item: told.item });
      return;
  }
}
