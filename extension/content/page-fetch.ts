// Fetching as the page would. In Firefox the page's own policy (`connect-src`) holds for content scripts, too, and every
// attempt that it forbids is an event on the page and perhaps a report to its server. Nothing tells a policy beforehand
// (measured in 153), so an origin is tried once: after a refusal it is not asked again, and the page doesn't hear of it.
// In Chrome no policy of a page holds for us.
import { ear } from "./ear.js";

const forbidden = new Set<string>();
/** The first attempt at an origin: the others wait for what comes of it. */
const first = new Map<string, Promise<unknown>>();
const underway = new Map<string, number>();

/** As `fetch`. @throws TypeError where the page's policy forbids it, too */
export async function pageFetch(url: string, how?: RequestInit): Promise<Response> {
  if (__TARGET__ === "chrome") return fetch(url, how);
  const place = placeOf(url);
  const earlier = first.get(place);
  if (earlier !== undefined) await earlier;
  if (forbidden.has(place)) throw new TypeError("the page's policy forbids it");
  const answer = counted(url, how);
  if (!earlier)
    first.set(
      place,
      answer.then(() => undefined, soon),
    );
  return answer;
}

/** Whether an event of the page is about an attempt of ours; noted, if so. */
export function isOwnViolation(event: Event): boolean {
  if (!(event instanceof SecurityPolicyViolationEvent)) return false;
  const { blockedURI, effectiveDirective } = event;
  if (effectiveDirective !== "connect-src") return false;
  const mine = [...underway.keys()].filter((url) => url.split("#")[0]?.startsWith(blockedURI));
  for (const url of mine) forbidden.add(placeOf(url)); // reported only, and allowed: that is once too often, too
  return mine.length > 0;
}

async function counted(url: string, how?: RequestInit): Promise<Response> {
  ear();
  underway.set(url, (underway.get(url) ?? 0) + 1);
  try {
    return await fetch(url, how);
  } finally {
    void soon().then(() => {
      const left = (underway.get(url) ?? 1) - 1;
      if (left > 0) underway.set(url, left);
      else underway.delete(url);
    });
  }
}

/** The event comes a little later than the refusal. */
function soon(): Promise<void> {
  return new Promise((done) => setTimeout(done, EVENT_MS));
}

const EVENT_MS = 10;

function placeOf(url: string): string {
  const { protocol, origin } = new URL(url);
  return /^https?:$/.test(protocol) ? origin : protocol;
}
