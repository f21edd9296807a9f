// What was found out about files, in memory: the same picture on the next page is answered at once. Nothing is kept that
// was made with other trust, and nothing for longer than an hour, because certificates end.
import type { Verdict } from "../../src/index.js";

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Kept {
  readonly verdict: Verdict;
  /** Of a raster picture that carries a credential. */
  readonly size?: Size;
  /** When it was judged, ms since 1970. */
  readonly at: number;
}

interface Entry extends Kept {
  readonly version: string | undefined;
  readonly freshUntil: number;
}

const MOST = 500;
const KEPT_MS = 3_600_000;
/** For servers that say nothing: a page that is opened again a moment later. */
const FRESH_MS = 60_000;

export class Results {
  readonly #entries = new Map<string, Entry>();

  /** What is known of an address, or of a hash. `fresh`: nobody has to be asked whether it changed. */
  get(key: string): (Kept & { readonly version?: string; readonly fresh: boolean }) | undefined {
    const entry = this.#entries.get(key);
    const now = Date.now();
    if (!entry) return undefined;
    this.#entries.delete(key);
    if (entry.at + KEPT_MS <= now) return undefined;
    this.#entries.set(key, entry); // the one used last is forgotten last
    const { verdict, at, size, version, freshUntil } = entry;
    return {
      verdict,
      at,
      ...(size && { size }),
      ...(version !== undefined && { version }),
      fresh: now < freshUntil,
    };
  }

  /** @param headers of the answer that it came with; without them it holds for good, as a hash does */
  put(key: string, kept: Kept, version?: string, headers?: ReadonlyMap<string, string>): void {
    const freshUntil = Date.now() + (headers ? freshness(headers) : KEPT_MS);
    this.#entries.delete(key);
    this.#entries.set(key, { ...kept, version, freshUntil });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** How long an answer may be used without asking again (RFC 9111 §4.2). Milliseconds. */
export function freshness(headers: ReadonlyMap<string, string>): number {
  const control = headers.get("cache-control")?.toLowerCase() ?? "";
  if (/\bno-(store|cache)\b/.test(control)) return 0;
  const [, age] = /\bmax-age="?(\d{1,9})/.exec(control) ?? [];
  const spent = Number(headers.get("age") ?? 0) || 0;
  return age === undefined ? FRESH_MS : Math.max(0, Number(age) - spent) * 1000;
}
