// What the content scripts of a tab know, seen as the panel sees it: from a page of the extension, over messages.
import type { Checked, PageItem, Result, ToContent } from "../../../extension/messages.js";
import type { Extended } from "./browser.js";

/** An item, and the frame that has it. */
export type Seen = PageItem & { readonly frame: number };

export interface Eyes {
  /** Items of all frames of the tab at an address, sorted by address, once `enough` says so; after 8 s as they are. */
  list(page: string, enough?: (items: readonly Seen[]) => boolean): Promise<Seen[]>;
  /** Asks one frame. */
  ask<T>(page: string, frame: number, message: ToContent): Promise<T>;
  /** The browser's number of the tab at an address. */
  tab(page: string): Promise<number>;
  /** Has an open panel show an item of the page's own frame. */
  show(page: string, item: number): Promise<void>;
  /** Text on the toolbar button, once it is the one expected; after 3 s as it is. */
  badge(page: string, expected: string): Promise<string>;
  /** Chooses how pages are treated. */
  choose(settings: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** Everything that was found is checked or waits. */
export const settled = (items: readonly Seen[]): boolean =>
  items.every(({ checked, waiting }) => checked || waiting);

/** At least so many items, all of them settled. */
export const settledWith =
  (count: number) =>
  (items: readonly Seen[]): boolean =>
    items.length >= count && settled(items);

/** The state of an item: that of its verdict, why it waits, or the code of its error. */
export function stateOf({ checked, waiting }: PageItem): string {
  if (!checked) return waiting ?? "pending";
  return checked.ok ? checked.value.verdict.state : checked.code;
}

/** Which bytes were checked. */
export function ofWhich({ checked }: { readonly checked?: Result<Pick<Checked, "of">> }): string {
  return checked?.ok ? checked.value.of : "none";
}

const HANDS = `
  globalThis.api = globalThis.browser ?? globalThis.chrome;
  globalThis.tabAt = async (url) => (await api.tabs.query({})).find((tab) => (tab.url ?? "").split("#")[0] === url)?.id;
  globalThis.list = async (url) => {
    const tab = await tabAt(url);
    const frames = await api.runtime.sendMessage({ to: "background", ask: "frames", tab }).catch(() => []); // it may be waking up
    const all = await Promise.all(frames.map(async (frame) => {
      const items = await api.tabs.sendMessage(tab, { to: "content", ask: "list" }, { frameId: frame }).catch(() => []);
      return (items ?? []).map((item) => ({ ...item, frame }));
    }));
    return all.flat();
  };
`;

export async function eyes(browser: Extended): Promise<Eyes> {
  const own = await browser.own("options.html");
  const run = async <T>(script: string): Promise<T> =>
    JSON.parse(
      await own.evaluate<string>(
        `(async () => { ${HANDS}; const value = await (async () => { ${script} })(); return JSON.stringify(value ?? null); })()`,
      ),
    ) as T;
  const list = async (page: string) => {
    const items = await run<Seen[]>(`return await list(${JSON.stringify(page)})`);
    return items.sort((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0));
  };
  return {
    async list(page, enough = settledWith(1)) {
      let items: Seen[] = [];
      for (const end = Date.now() + 8000; Date.now() < end; ) {
        items = await list(page);
        if (enough(items)) return items;
        await new Promise((again) => setTimeout(again, 60));
      }
      return items;
    },
    ask: (page, frame, message) =>
      run(
        `return await api.tabs.sendMessage(await tabAt(${JSON.stringify(page)}), ${JSON.stringify(message)}, { frameId: ${frame} })`,
      ),
    tab: (page) => run(`return await tabAt(${JSON.stringify(page)})`),
    show: (page, item) =>
      run(
        `await api.runtime.sendMessage({ to: "background", tell: "show", tab: await tabAt(${JSON.stringify(page)}), frame: 0, item: ${item} })`,
      ),
    async badge(page, expected) {
      const get = `return await api.action.getBadgeText({ tabId: await tabAt(${JSON.stringify(page)}) })`;
      let text = "";
      for (const end = Date.now() + 3000; Date.now() < end && text !== expected; )
        text = await run<string>(get);
      return text;
    },
    choose: async (settings) => {
      await run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    },
    close: () => own.close(),
  };
}
