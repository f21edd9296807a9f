// The number on the toolbar button: how many media of a tab carry credentials, over all its frames.
import { browser, type Runtime } from "../browser.js";
import type { ToBackground } from "../messages.js";

type Found = Extract<ToBackground, { tell: "found" }>;

const tabs = new Map<number, Map<number, Found>>();

browser.tabs.onRemoved.addListener((tab) => tabs.delete(tab));

/** Notes what a frame has found, and shows the sum. */
export function tellFound(sender: Runtime.MessageSender, found: Found): void {
  const tab = sender.tab?.id;
  const frame = sender.frameId ?? 0;
  if (tab === undefined) return;
  const frames = frame === 0 && found.marked === 0 ? new Map() : (tabs.get(tab) ?? new Map());
  frames.set(frame, found);
  tabs.set(tab, frames);
  const all: Found[] = [...frames.values()];
  const marked = all.reduce((sum, each) => sum + each.marked, 0);
  void browser.action.setBadgeText({ tabId: tab, text: marked === 0 ? "" : String(marked) });
}

/** The frames of a tab that have told what they found. */
export function framesOf(tab: number): number[] {
  return [...(tabs.get(tab)?.keys() ?? [])];
}
