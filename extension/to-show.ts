// Which item the panel is to show. A panel that opens only now has missed every message, so the wish is kept for it:
// in storage.session, where whoever opens the panel puts it, and the panel takes it.
import { browser } from "./browser.js";

/** An item on the page of a tab. */
export interface ToShow {
  readonly tab: number;
  readonly frame: number;
  readonly item: number;
}

const KEY = "toShow";

/** Has the panel show this item: now, or when it opens. */
export async function askToShow(what: ToShow): Promise<void> {
  await browser.storage.session.set({ [KEY]: what });
}

/** Calls back with what there is to be shown in this tab, once for each wish. */
export function onToShow(tab: () => number | undefined, show: (what: ToShow) => void): void {
  const take = async () => {
    const wish = (await browser.storage.session.get(KEY))[KEY] as ToShow | undefined;
    if (wish === undefined || wish.tab !== tab()) return;
    await browser.storage.session.remove(KEY);
    show(wish);
  };
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === "session" && changes[KEY]?.newValue !== undefined) void take();
  });
  void take();
}
