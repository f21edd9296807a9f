// Opens the side panel or sidebar from a click, with an item in it. Nothing may be awaited before the browser is asked:
// it takes the request only while the click is fresh.
import { askBackground } from "../ask-background.js";
import { browser } from "../browser.js";
import type { Listed } from "./listing.js";

interface SidePanel {
  open(where: { tabId: number }): Promise<void>;
}

/** Opens the panel beside a tab, and closes the popup that it was asked from. */
export async function openPanel(tab: number | undefined, listed?: Listed): Promise<void> {
  if (tab === undefined) return;
  const opened =
    __TARGET__ === "firefox"
      ? browser.sidebarAction.open()
      : (browser as unknown as { sidePanel: SidePanel }).sidePanel.open({ tabId: tab });
  if (listed) {
    const { frame, item } = listed;
    const tell = { to: "background", tell: "show", tab, frame, item: item.id } as const;
    await askBackground(tell).catch(() => undefined);
  }
  await opened;
  window.close();
}
