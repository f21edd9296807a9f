// Which media carried credentials on the pages of an origin: pages that are opened again look at those first. Short numbers
// in the session's memory, never on disk, told to pages of that origin alone, and none of private windows.
import { browser, type Runtime } from "../browser.js";
import { turns } from "./turn.js";

type Kept = Readonly<Record<string, readonly number[]>>;

const KEY = "carriers";
const MOST_ORIGINS = 30;
const MOST = 300;
const inTurn = turns();

/** Of the origin of the frame that asks. */
export async function carriedBefore(sender: Runtime.MessageSender): Promise<readonly number[]> {
  const origin = originOf(sender);
  return (origin && (await kept())[origin]) || [];
}

/** Notes some more; those of old are forgotten. */
export function noteCarriers(
  sender: Runtime.MessageSender,
  carriers: readonly number[] = [],
): Promise<void> {
  const origin = originOf(sender);
  if (!origin || carriers.length === 0) return Promise.resolve();
  return inTurn(async () => {
    const { [origin]: before = [], ...others } = await kept();
    const now = [...new Set([...carriers, ...before])].slice(0, MOST);
    const all = [[origin, now] as const, ...Object.entries(others)].slice(0, MOST_ORIGINS);
    known = Promise.resolve(Object.fromEntries(all));
    await browser.storage.session.set({ [KEY]: await known });
  });
}

/** Nobody else writes it, so it is read once after each start of the background: every page waits for it. */
let known: Promise<Kept> | undefined;

function kept(): Promise<Kept> {
  known ??= browser.storage.session.get(KEY).then(({ [KEY]: stored = {} }) => stored as Kept);
  known.catch(() => {
    known = undefined;
  });
  return known;
}

function originOf({ url, tab }: Runtime.MessageSender): string | undefined {
  if (url === undefined || tab?.incognito !== false || !URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  return origin === "null" ? undefined : origin;
}
