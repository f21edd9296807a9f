// The number on the toolbar button: how many media of a tab carry credentials, over all its frames. Kept for the session,
// so that an end of this worker loses none of it. The colour is the same for every state: a number is no verdict.
import { browser, type Runtime } from "../browser.js";
import type { ToBackground } from "../messages.js";
import { text } from "../text.js";
import { isThere, tellPage } from "./frame.js";
import { turns } from "./turn.js";

type Found = Extract<ToBackground, { tell: "found" }>;

/** What a frame of a tab has told. */
interface Told {
  readonly marked: number;
  readonly invalid: boolean;
  /** Chrome's name of the document that told it. */
  readonly document?: string;
}
type Frames = Readonly<Record<string, Told>>;

const COLOUR = "#4a5568";
const FULL = 99;

const keyOf = (tab: number) => `found:${tab}`;
/** Two frames that tell at once must not undo each other. */
const inTurn = turns();

/** Notes what a frame has found, and shows the sum. */
export function tellFound(
  sender: Runtime.MessageSender,
  { marked, invalid }: Found,
): Promise<void> {
  const tab = sender.tab?.id;
  if (tab === undefined) return Promise.resolve();
  const frame = sender.frameId ?? 0;
  const { documentId: document } = sender as { readonly documentId?: string };
  return inTurn(async () => {
    const before = await framesOf(tab);
    const isNewPage = frame === 0 && before[0]?.document !== document;
    const told = { marked, invalid, ...(document !== undefined && { document }) };
    await show(tab, { ...(isNewPage ? {} : before), [frame]: told });
    if (isNewPage) askAgain(tab);
  });
}

/** The frames of a tab that have told what they found. */
export function framesIn(tab: number): Promise<number[]> {
  return inTurn(async () => Object.keys(await framesOf(tab)).map(Number));
}

/** Those of them that have marks. */
export function markedFrames(tab: number): Promise<number[]> {
  return inTurn(async () =>
    Object.entries(await framesOf(tab)).flatMap(([frame, { marked }]) =>
      marked > 0 ? [Number(frame)] : [],
    ),
  );
}

/** A tab loads: frames of the page that it leaves don't count any more; where only the address changed, all still do. */
export function forgetGone(tab: number): Promise<void> {
  return inTurn(async () => {
    const before = await framesOf(tab);
    const kept: Record<string, Told> = {};
    for (const [frame, told] of Object.entries(before))
      if (told.document !== undefined && (await isThere(tab, { documentId: told.document })))
        kept[frame] = told;
    if (Object.keys(kept).length === Object.keys(before).length) return;
    await show(tab, kept);
    askAgain(tab);
  });
}

/**
 * Frames may tell before their page does, and be forgotten with the page before it. Nobody waits for them: a page that is
 * just being left may never answer, and everything else would wait with it.
 */
function askAgain(tab: number): void {
  void tellPage(tab, { to: "content", tell: "report" });
}

/** Forgets a tab that was closed. */
export function forgetTab(tab: number): Promise<void> {
  return inTurn(() => browser.storage.session.remove(keyOf(tab)));
}

async function framesOf(tab: number): Promise<Frames> {
  const key = keyOf(tab);
  const stored = (await browser.storage.session.get(key)) as Readonly<Record<string, Frames>>;
  return stored[key] ?? {};
}

async function show(tab: number, frames: Frames): Promise<void> {
  await browser.storage.session.set({ [keyOf(tab)]: frames });
  const all = Object.values(frames);
  const marked = all.reduce((sum, one) => sum + one.marked, 0);
  const invalid = all.some((one) => one.invalid);
  const count = marked > FULL ? `${FULL}+` : String(marked);
  const title = marked === 0 ? "" : text(invalid ? "toolbarInvalid" : "toolbarFound", marked);
  const { action } = browser;
  await Promise.all([
    action.setBadgeText({ tabId: tab, text: marked === 0 ? "" : `${count}${invalid ? "!" : ""}` }),
    action.setBadgeBackgroundColor({ tabId: tab, color: COLOUR }),
    action.setBadgeTextColor({ tabId: tab, color: "#ffffff" }),
    action.setTitle({ tabId: tab, title: title || text("name") }),
  ]).catch(() => undefined); // the tab has been closed meanwhile
}
