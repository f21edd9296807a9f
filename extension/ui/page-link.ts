// What a page of ours asks of the background and of the content scripts in a tab. A frame that has gone, or never
// answered, is left out: the panel shows what there is.
import { browser } from "../browser.js";
import type { Checked, PageItem, Result, ToBackground, ToContent } from "../messages.js";

/** The tab that a panel stands beside, or that `?tab=` names. */
export async function currentTab(): Promise<number | undefined> {
  const named = Number(new URLSearchParams(location.search).get("tab"));
  if (named > 0) return named;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** Frames of a tab that have a content script. */
export async function framesOf(tab: number): Promise<number[]> {
  const ask = { to: "background", ask: "frames", tab } satisfies ToBackground;
  const frames: unknown = await browser.runtime.sendMessage(ask).catch(() => []);
  return Array.isArray(frames) ? frames.filter((frame) => typeof frame === "number") : [];
}

/** What a frame has found; undefined when nobody answers there. */
export async function itemsOf(tab: number, frame: number): Promise<PageItem[] | undefined> {
  const items = await inFrame(tab, frame, { to: "content", ask: "list" });
  return Array.isArray(items) ? (items as PageItem[]) : undefined;
}

export interface DetailOptions {
  readonly archive?: boolean;
  readonly remoteHost?: string;
}

/** One item checked again, with everything. */
export async function detailOf(
  tab: number,
  frame: number,
  item: number,
  options: DetailOptions = {},
): Promise<Result<Checked>> {
  const answer = await inFrame(tab, frame, { to: "content", ask: "detail", item, ...options });
  return (
    (answer as Result<Checked> | undefined) ?? {
      ok: false,
      code: "CANCELLED",
      message: "the page has gone",
    }
  );
}

/** An item's own bytes, as the page has them. */
export async function pictureOf(
  tab: number,
  frame: number,
  item: number,
): Promise<Blob | undefined> {
  const answer = await inFrame(tab, frame, { to: "content", ask: "picture", item });
  return answer instanceof Blob ? answer : undefined;
}

/** Scrolls to an item and outlines it. */
export function reveal(tab: number, frame: number, item: number): void {
  void inFrame(tab, frame, { to: "content", tell: "reveal", item });
}

/** Has the page looked at now, bringing the content script in where it isn't. False where the browser doesn't let us. */
export async function scan(tab: number): Promise<boolean> {
  try {
    const known = await framesOf(tab);
    if (known.length === 0)
      await browser.scripting.executeScript({
        target: { tabId: tab, allFrames: true },
        files: ["content.js"],
      });
    const ask = { to: "content", ask: "scan" } satisfies ToContent;
    await browser.tabs.sendMessage(tab, ask).catch(() => undefined);
    return true;
  } catch {
    return false;
  }
}

async function inFrame(tab: number, frame: number, message: ToContent): Promise<unknown> {
  try {
    return await browser.tabs.sendMessage(tab, message, { frameId: frame });
  } catch {
    return undefined; // the frame has gone
  }
}
