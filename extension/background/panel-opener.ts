// Opens the panel. A browser opens it only while it handles what the reader did: so nothing is awaited before, and where it
// doesn't count a click in a page as theirs (Firefox), the panel comes in a small window of its own.
import { browser } from "../browser.js";
import type { ToPanel, ToShow } from "../messages.js";

interface SidePanel {
  open(where: { tabId: number }): Promise<void>;
}

const WIDTH = 420;
const HEIGHT = 760;
/** A panel that opens later than this was opened for something else. */
const OPENING_MS = 15_000;
const keyOf = (tab: number) => `to-show:${tab}`;
const WINDOW = "panel-window";

/** Opens the panel for a tab. To be called before anything is awaited. */
export async function openPanel(tab: number): Promise<void> {
  try {
    if (__TARGET__ === "chrome")
      await (browser as unknown as { sidePanel: SidePanel }).sidePanel.open({ tabId: tab });
    else await browser.sidebarAction.open();
  } catch {
    await openWindow(tab);
  }
}

/** Tells a panel that is open to show an item, and one that is just opening when it asks. */
export async function showItem(tab: number, what: ToShow): Promise<void> {
  await browser.storage.session.set({ [keyOf(tab)]: { ...what, at: Date.now() } });
  await tellPanel({ to: "panel", tell: "show", tab, ...what });
}

/** What the panel of a tab was opened for just now; once. */
export async function toShow(tab: number): Promise<ToShow | undefined> {
  const key = keyOf(tab);
  const stored = await browser.storage.session.get(key);
  await browser.storage.session.remove(key);
  const asked = stored[key] as (ToShow & { readonly at: number }) | undefined;
  if (!asked || Date.now() - asked.at > OPENING_MS) return undefined;
  return { frame: asked.frame, item: asked.item };
}

/** Tells every open panel. */
export async function tellPanel(message: ToPanel): Promise<void> {
  await browser.runtime.sendMessage(message).catch(() => undefined); // none is open
}

/** In a window of its own; the one that is open already is used again. */
async function openWindow(tab: number): Promise<void> {
  const url = browser.runtime.getURL(`panel.html?tab=${tab}`);
  if (!browser.windows) {
    await browser.tabs.create({ url }); // Firefox for Android
    return;
  }
  const stored = (await browser.storage.session.get(WINDOW)) as { [WINDOW]?: number };
  const known = stored[WINDOW];
  try {
    if (known === undefined) throw new Error("none yet");
    const [page] = await browser.tabs.query({ windowId: known });
    if (page?.id === undefined) throw new Error("closed");
    await browser.tabs.update(page.id, { url });
    await browser.windows.update(known, { focused: true });
  } catch {
    const { id } = await browser.windows.create({
      url,
      type: "popup",
      width: WIDTH,
      height: HEIGHT,
    });
    await browser.storage.session.set({ [WINDOW]: id });
  }
}
