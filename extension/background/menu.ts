// The context menu: one entry for each kind of medium, and "Check this page" on the toolbar button. A click on an entry is
// the reader's word for this one page (activeTab), and it opens the panel, which says what came of it.
import { browser } from "../browser.js";
import type { MediaKind, PageItem, ToContent } from "../messages.js";
import { readLanguage, text } from "../text.js";
import { askFrame, bringContent, scan } from "./frame.js";
import { openPanel, showItem } from "./panel-opener.js";
import { turns } from "./turn.js";

const MEDIA = { image: "menuImage", video: "menuVideo", audio: "menuAudio" } as const;
const PAGE = "page";
const SELECTION = "selection";

const inTurn = turns();

type Clicked = Parameters<Parameters<typeof browser.contextMenus.onClicked.addListener>[0]>[0];

/** Makes the entries anew: after an installation, and when the language changes. */
export function makeMenu(): Promise<void> {
  return inTurn(make);
}

async function make(): Promise<void> {
  await readLanguage();
  const { contextMenus } = browser;
  if (!contextMenus) return; // Firefox for Android
  await contextMenus.removeAll();
  for (const [kind, key] of Object.entries(MEDIA))
    contextMenus.create({ id: kind, title: text(key), contexts: [kind as keyof typeof MEDIA] });
  contextMenus.create({
    id: SELECTION,
    title: text("menuSelection"),
    contexts: ["selection"],
  });
  contextMenus.create({ id: PAGE, title: text("menuPage"), contexts: ["action"] });
}

/** What a click on an entry does. */
export async function menuClicked(clicked: Clicked, tab: number): Promise<void> {
  const opened = openPanel(tab); // first: the browser allows it only now
  const { menuItemId, srcUrl, frameId = 0 } = clicked;
  if (menuItemId === PAGE) await scan(tab);
  else {
    const item = await checked(tab, frameId, asked(menuItemId, srcUrl));
    if (item) await showItem(tab, { frame: frameId, item: item.id });
  }
  await opened;
}

function asked(entry: string | number, url: string | undefined): ToContent | undefined {
  if (entry === SELECTION) return { to: "content", ask: "check-selection" };
  const kind = entry as MediaKind;
  return url === undefined ? undefined : { to: "content", ask: "check-address", url, kind };
}

async function checked(
  tab: number,
  frame: number,
  message: ToContent | undefined,
): Promise<PageItem | undefined> {
  if (!message) return undefined;
  await bringContent(tab);
  return (await askFrame(tab, frame, message)) as PageItem | undefined;
}
