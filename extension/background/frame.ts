// The content script of a tab's frames: whether it is there, how it gets there, what it is told.
import { browser } from "../browser.js";
import type { Result, ToContent } from "../messages.js";
import { failure } from "../result.js";

/** A frame by its number, or, in Chrome, a document by its name. */
export type Place = { readonly frameId: number } | { readonly documentId: string };

/** Whether a content script of ours listens there. */
export async function isThere(tab: number, place: Place): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tab, { to: "nobody" }, place as { frameId: number });
    return true;
  } catch (error) {
    return !/receiving end/i.test(String(error));
  }
}

/**
 * Brings the content script into every frame of a tab that may be entered: those of granted hosts have it already, and
 * activeTab lets it into the others after the reader's click. Where it is, it isn't brought again.
 * @throws Error of the browser's where no script may go: its own pages, its store
 */
export async function bringContent(tab: number): Promise<void> {
  if (await isThere(tab, { frameId: 0 })) return;
  await browser.scripting.executeScript({
    target: { tabId: tab, allFrames: true },
    files: ["content.js"],
  });
}

/** Tells every frame of a tab. Nobody may listen: then nothing happens. */
export async function tellPage(tab: number, message: ToContent): Promise<void> {
  await browser.tabs.sendMessage(tab, message).catch(() => undefined);
}

/** Asks one frame. */
export function askFrame(tab: number, frame: number, message: ToContent): Promise<unknown> {
  return browser.tabs.sendMessage(tab, message, { frameId: frame });
}

/** Looks at a page because the reader asked. */
export async function scan(tab: number): Promise<Result<true>> {
  try {
    await bringContent(tab);
    await tellPage(tab, { to: "content", ask: "scan" });
    return { ok: true, value: true };
  } catch (error) {
    return failure(error);
  }
}
