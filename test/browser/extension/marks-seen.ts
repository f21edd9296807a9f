// The marks of a page as a person meets them: where they are, how they are called, and what using one brings about.
import type { Tab } from "./browser.js";

export interface SeenMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
}

const READ = `(root) => [...root.querySelectorAll("button")]
  .filter((one) => getComputedStyle(one).display !== "none" && getComputedStyle(one).opacity !== "0")
  .map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10, width, height, name: one.getAttribute("aria-label") ?? "" };
  })`;

/** The marks that show, once there are `count`; as they are after `wait` milliseconds. */
export async function marksOn(tab: Tab, count: number, wait = 8000): Promise<SeenMark[]> {
  let seen: SeenMark[] = [];
  for (const end = Date.now() + wait; Date.now() < end; ) {
    seen = (await tab.inside<SeenMark[]>(READ)) ?? [];
    if (seen.length === count) return seen;
    await new Promise((again) => setTimeout(again, 50));
  }
  return seen;
}

/** The middle of a mark. */
export function at(mark: SeenMark | undefined): [x: number, y: number] {
  if (!mark) throw new Error("there is no mark");
  return [mark.x + mark.width / 2, mark.y + mark.height / 2];
}

/** From now on a page of the extension counts how often a mark was used. */
export async function recordOpened(own: Tab): Promise<void> {
  await own.evaluate(`globalThis.opened = 0;
    (globalThis.browser ?? chrome).runtime.onMessage.addListener((message) => {
      if (message.to === "background" && message.tell === "open") opened++;
    }); undefined`);
}

export function opened(own: Tab): Promise<number> {
  return own.evaluate<number>("opened");
}

/** Keys go to the tab again: the window of its own that the panel opened in (Firefox) comes a little later than the click. */
export async function backTo(tab: Tab, own: Tab): Promise<void> {
  await own.evaluate(`(async () => {
    const api = globalThis.browser;
    for (let tries = 0; api?.sidebarAction && tries < 60; tries++) {
      const [panel] = (await api.windows.getAll({ populate: true })).filter(({ type }) => type === "popup");
      if (panel?.tabs[0]?.status === "complete") return api.windows.remove(panel.id);
      await new Promise((again) => setTimeout(again, 50));
    }
  })()`);
  await tab.front();
}
