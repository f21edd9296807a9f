// Fetching in the page, where its own bytes are: without cookies and referrer; to no other host than the address names,
// since no rule of our firewall sees a redirect of what is asked here; and into no private network, unless the page is on
// that very host. What can't be had so is asked for by the engine, behind the firewall. In Firefox the page's own policy (`connect-src`) holds for content scripts, too, and every
// attempt that it forbids is an event on the page and perhaps a report to its server. Nothing tells a policy beforehand
// (measured in 153), so an origin is tried once: after a refusal it is not asked again, and the page doesn't hear of it.
// In Chrome no policy of a page holds for us.
import { PRIVATE_HOSTS, SERVED_IN_TESTS } from "../private-hosts.js";
import { ear } from "./ear.js";

const forbidden = new Set<string>();
/** The first attempt at an origin: the others wait for what comes of it. */
const first = new Map<string, Promise<unknown>>();
const underway = new Map<string, number>();

const GUARDED: RequestInit = {
  credentials: "omit",
  referrerPolicy: "no-referrer",
  redirect: "error",
};

/** As `fetch`. @throws TypeError where the guard or the page's policy forbids it, too */
export async function pageFetch(url: string, how: RequestInit = {}): Promise<Response> {
  const isFromCache = how.cache === "only-if-cached"; // nobody is asked, and it is found with what the page sent
  if (!isFromCache && new URL(url).origin !== self.origin && isPrivate(url))
    throw new TypeError("a private network is not asked");
  return throughPolicy(url, isFromCache ? how : { ...how, ...GUARDED });
}

function isPrivate(url: string): boolean {
  if (__GRANTED__ && new RegExp(SERVED_IN_TESTS).test(url)) return false;
  return PRIVATE_HOSTS.some((rule) => new RegExp(rule, "i").test(url));
}

async function throughPolicy(url: string, how: RequestInit): Promise<Response> {
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

async function counted(url: string, how: RequestInit): Promise<Response> {
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
