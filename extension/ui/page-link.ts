// What a page of ours asks of the background and of the content scripts in a tab. A frame that has gone, or never
// answered, is left out: the panel shows what there is.
import { askBackground } from "../ask-background.js";
import { browser } from "../browser.js";
import type { Checked, PageItem, Result, ToBackground, ToContent, ToShow } from "../messages.js";

/** A frame that is being left may have heard the question and never answer; a busy one may take a while. */
const LIST_MS = 5000;

/** The tab that a panel stands beside, or that `?tab=` names. */
export async function currentTab(): Promise<number | undefined> {
  const named = Number(new URLSearchParams(location.search).get("tab"));
  if (named > 0) return named;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** What every frame of a tab with a content script has found; a frame where nobody answers is left out. */
export async function foundIn(tab: number): Promise<ReadonlyMap<number, readonly PageItem[]>> {
  const ask = { to: "background", ask: "frames", tab } satisfies ToBackground;
  const frames: unknown = await askBackground(ask).catch(() => []);
  const numbers = Array.isArray(frames) ? frames.filter((one) => typeof one === "number") : [];
  const lists = await Promise.all(
    numbers.map(async (frame) => [frame, await itemsOf(tab, frame)] as const),
  );
  return new Map(lists.filter((list): list is [number, PageItem[]] => list[1] !== undefined));
}

async function itemsOf(tab: number, frame: number): Promise<PageItem[] | undefined> {
  const items = await Promise.race([
    inFrame(tab, frame, { to: "content", ask: "list" }),
    new Promise((late) => setTimeout(late, LIST_MS)),
  ]);
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

/** Has the page looked at now. False where the browser doesn't let us. */
export async function scan(tab: number): Promise<boolean> {
  const ask = { to: "background", ask: "scan", tab } satisfies ToBackground;
  const done = (await askBackground(ask).catch(() => undefined)) as Result<true> | undefined;
  return done?.ok === true;
}

/** What the panel was opened for, if it was opened for an item. */
export async function toShow(tab: number | undefined): Promise<ToShow | undefined> {
  if (tab === undefined) return undefined;
  const ask = { to: "background", ask: "to-show", tab } satisfies ToBackground;
  const wish = await askBackground(ask).catch(() => undefined);
  return (wish as ToShow | null | undefined) ?? undefined;
}

async function inFrame(tab: number, frame: number, message: ToContent): Promise<unknown> {
  try {
    return await browser.tabs.sendMessage(tab, message, { frameId: frame });
  } catch {
    return undefined; // the frame has gone
  }
}
