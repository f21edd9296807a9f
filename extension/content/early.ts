// In Chrome, what carried credentials on this site before is read while the page still loads: afterwards the page is busy
// with drawing, and the mark would be late. What the engine remembers of those bytes holds for a picture only after the page
// has got the very same: its own request was under way when this was read, and was answered from the cache, too, with as many
// bytes, and by no service worker. Else the picture is read again. (Firefox has most pictures of a page that is loaded again
// in memory, and tells nothing of how they came: there, all would be read twice.)
import { shortOf } from "../carried.js";
import { Lane } from "./lane.js";
import { cachedBytes } from "./reader.js";
import { remembered } from "./remembered.js";

interface Known {
  readonly checked: NonNullable<Awaited<ReturnType<typeof remembered>>>;
  readonly size: number;
  /** When it had been read, on the page's clock. */
  readonly at: number;
}

/** At once: each waits for the browser's cache among the page's own, and costs little. */
const AT_ONCE = 32;
const MOST = 100;

export class Early {
  readonly #begun = new Map<string, Promise<Known | undefined>>();
  /** The page's own requests: what was asked for once and came from the cache alone has a size. */
  readonly #own = new Map<string, { readonly size: number; readonly from: number }>();
  readonly #observer = new PerformanceObserver((list) => this.#note(list.getEntries()));
  readonly #lane = new Lane(AT_ONCE);

  /** Begins with the pictures that are in the page's markup. @param carried short numbers of addresses */
  constructor(page: Document, carried: readonly number[]) {
    if (carried.length === 0 || !isSecureContext || page.readyState === "complete") return;
    const known = new Set(carried);
    this.#observer.observe({ type: "resource", buffered: true });
    for (const { currentSrc, src } of page.images) {
      const url = (currentSrc || src).split("#")[0] ?? "";
      const isOurs = url.startsWith(`${self.origin}/`) && known.has(shortOf(url));
      if (isOurs && this.#begun.size < MOST && !this.#begun.has(url))
        this.#begun.set(
          url,
          this.#lane.run(
            () => readEarly(url),
            () => 0,
          ),
        );
    }
  }

  /** What is known of the picture that the page has loaded from there. */
  async take(url: string): Promise<Known["checked"] | undefined> {
    const known = await this.#begun.get(url);
    this.#note(this.#observer.takeRecords());
    this.#begun.delete(url);
    const own = this.#own.get(url);
    return own && known && own.size === known.size && own.from <= known.at
      ? known.checked
      : undefined;
  }

  end(): void {
    this.#observer.disconnect();
    this.#begun.clear();
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const one of entries as readonly PerformanceResourceTiming[]) {
      if (one.initiatorType === "fetch" || !this.#begun.has(one.name)) continue;
      const { transferSize, workerStart, decodedBodySize, initiatorType, startTime } = one;
      const isCached = transferSize === 0 && workerStart === 0 && initiatorType === "img";
      const isFirst = !this.#own.has(one.name); // of several, nothing tells which one is shown
      const size = isCached && isFirst ? decodedBodySize : Number.NaN;
      this.#own.set(one.name, { size, from: startTime });
    }
  }
}

async function readEarly(url: string): Promise<Known | undefined> {
  const bytes = await cachedBytes(url);
  const at = performance.now();
  const checked = await remembered(bytes);
  return checked && bytes ? { checked, size: bytes.length, at } : undefined;
}
