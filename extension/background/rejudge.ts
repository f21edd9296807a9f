// The reader's trust lists have changed: what open pages and panels show was judged by the lists before, and nobody may go on
// reading "Trusted" of a signer whom they took off.
import { browser } from "../browser.js";
import type { PageItem } from "../messages.js";
import { askFrame } from "./frame.js";
import { tellPanel } from "./panel-opener.js";
import { markedFrames } from "./toolbar.js";

/** Of a frame, as many as can be seen: each is read again. */
const MOST = 100;

let changes = 0;

/** Has open panels and the media with marks on every open page judged again. To be called when the engine knows of the change. */
export async function rejudge(): Promise<void> {
  const change = ++changes;
  await tellPanel({ to: "panel", tell: "trust-changed" });
  const tabs = await browser.tabs.query({});
  await Promise.all(tabs.map(({ id }) => (id === undefined ? undefined : rejudgeTab(id, change))));
}

async function rejudgeTab(tab: number, change: number): Promise<void> {
  for (const frame of await markedFrames(tab)) {
    const items = await askFrame(tab, frame, { to: "content", ask: "list" }).catch(() => []);
    for (const item of (Array.isArray(items) ? (items as PageItem[]) : [])
      .filter(isJudgedByLists)
      .slice(0, MOST)) {
      if (change !== changes) return; // the next change has everything judged again
      await askFrame(tab, frame, { to: "content", ask: "detail", item: item.id }).catch(
        () => undefined, // the page has gone
      );
    }
  }
}

function isJudgedByLists({ checked }: PageItem): boolean {
  return checked?.ok === true && /^(Trusted|Valid)$/.test(checked.value.verdict.state);
}
