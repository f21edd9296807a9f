// The lists that the C2PA publishes, got by a click. What is the very file that was pinned is taken; anything else is shown
// first, with what it adds and removes, because whoever can change a trust list decides who is trusted.
import { sha256, toHex } from "../../src/encoding/index.js";
import { ColophonError, type KnownList } from "../../src/index.js";
import { readAnchors } from "../../src/trust/index.js";
import { guardedHttp } from "../guarded-http.js";
import type { StoredList } from "../settings.js";
import { MAX_PEM } from "../settings-form.js";
import { pemText, storedList } from "../trust-entry.js";

const TIMEOUT_MS = 30_000;

/** A certificate of a list, as far as a reader can judge it. */
export interface Entry {
  readonly subject: string;
  /** ISO 8601. */
  readonly notAfter: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What a list would change. */
export interface Change {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

/** What a known list is trusted for. */
export function useOf({ kind }: KnownList): StoredList["use"] {
  return kind === "signer" ? "signers" : "time-stamps";
}

/**
 * The list as it is published now.
 * @throws ColophonError URL_UNREACHABLE, FILE_TOO_LARGE, TRUST_LIST_INVALID: the list in use stays as it is
 */
export async function download(known: KnownList, now: Date): Promise<StoredList> {
  const url = addressOf(known);
  const { status, bytes } = await guardedHttp(url, {
    maxBytes: MAX_PEM,
    timeoutMs: TIMEOUT_MS,
    cache: "no-store",
  });
  if (status !== 200)
    throw new ColophonError("URL_UNREACHABLE", `${new URL(url).host} answered ${status}`);
  const { name } = known;
  return storedList({ name, use: useOf(known), pem: pemText(bytes), source: url }, now);
}

/** Tests serve lists of their own. */
function addressOf({ name, url }: KnownList): string {
  return (__GRANTED__ && new URLSearchParams(location.search).get(name)) || url;
}

/** What would be different with `after`. */
export async function changeOf(before: StoredList | undefined, after: StoredList): Promise<Change> {
  const then = before ? await entriesOf(before) : [];
  const now = await entriesOf(after);
  const without = (some: readonly Entry[], others: readonly Entry[]) => {
    const known = new Set(others.map((entry) => entry.sha256));
    return some.filter((entry) => !known.has(entry.sha256));
  };
  return { added: without(now, then), removed: without(then, now) };
}

/** The certificates of a list. @throws ColophonError TRUST_LIST_INVALID */
export function entriesOf(list: StoredList): Promise<Entry[]> {
  return Promise.all(
    readAnchors(list).map(async ({ certificate: { subject, notAfter, der } }) => ({
      subject: subject.text,
      notAfter: notAfter.toISOString(),
      sha256: toHex(await sha256(der)),
    })),
  );
}
