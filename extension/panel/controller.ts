// What the panel does: asks the page and the engine, and tells the store what came of it. What it asks through is an
// argument, so that all of this runs without a browser.
import type { Checked, CheckRequest, PageItem, Result } from "../messages.js";
import type { DetailOptions } from "../ui/page-link.js";
import type { Site } from "../ui/site.js";
import type { Store } from "../ui/store.js";
import { isThere, type PanelEvent, type PanelState, type Subject } from "./panel-state.js";

/** The panel's ways out. */
export interface PanelMeans {
  tab(): Promise<number | undefined>;
  site(tab: number): Promise<Site>;
  /** Of every frame that answers. */
  found(tab: number): Promise<ReadonlyMap<number, readonly PageItem[]>>;
  detail(
    tab: number,
    frame: number,
    item: number,
    options: DetailOptions,
  ): Promise<Result<Checked>>;
  picture(tab: number, frame: number, item: number): Promise<Blob | undefined>;
  check(request: Omit<CheckRequest, "number">): Promise<Result<Checked>>;
}

export class PanelController {
  readonly #means: PanelMeans;
  readonly #store: Store<PanelState, PanelEvent>;
  /** Files that the reader brought, while one is in view. */
  #file: { readonly number: number; readonly file: File } | undefined;
  #files = 0;
  #tab: number | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;

  constructor(means: PanelMeans, store: Store<PanelState, PanelEvent>) {
    this.#means = means;
    this.#store = store;
  }

  /** The tab that the panel is about, once it is known. */
  get tab(): number | undefined {
    return this.#tab;
  }

  /** Another tab is in front, or another page in it. */
  async follow(): Promise<void> {
    const tab = await this.#means.tab();
    this.#tab = tab;
    this.#store.tell({ is: "another-page" });
    await this.refresh();
  }

  /** A tab came to the front somewhere: this panel's own window may show the same one as before. */
  async activated(): Promise<void> {
    if (this.#tab !== undefined && (await this.#means.tab()) === this.#tab) await this.refresh();
    else await this.follow();
  }

  /** The page's address changed, or another page is loading: what is in view stays while it is on the page. */
  async moved(): Promise<void> {
    if (this.#store.state.detail?.subject.from === "page") {
      await this.refresh();
      if (isThere(this.#store.state)) return;
    }
    await this.follow();
  }

  /** Asks all frames what they have found. A call during another one makes it run once more. */
  refresh(): Promise<void> {
    this.#again = true;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const tab = this.#tab;
      if (tab === undefined) {
        this.#store.tell({ is: "listed", frames: new Map() });
        return;
      }
      const [site, frames] = await Promise.all([this.#means.site(tab), this.#means.found(tab)]);
      if (tab !== this.#tab) continue;
      this.#store.tell({ is: "site", site });
      this.#store.tell({ is: "listed", frames });
    }
  }

  /** Shows an item of the page: first what the page's list says, then everything. */
  async show(frame: number, item: number): Promise<void> {
    const tab = this.#tab;
    if (tab === undefined) return;
    const subject: Subject = { from: "page", frame, item };
    const known = this.#store.state.frames.get(frame)?.find(({ id }) => id === item);
    this.#file = undefined;
    this.#store.tell({
      is: "shown",
      subject,
      name: known?.excerpt ?? known?.url ?? "",
      ...(known?.kind === "text" && { isText: true }),
      ...(known?.checked && { result: known.checked }),
    });
    const picture = this.#means.picture(tab, frame, item).then((blob) => {
      if (blob) this.#store.tell({ is: "pictured", subject, picture: blob });
    });
    await Promise.all([this.#ask(subject, {}), picture]);
  }

  /** Shows a file that the reader brought. */
  async inspect(file: File): Promise<void> {
    const number = ++this.#files;
    const subject: Subject = { from: "file", number };
    this.#file = { number, file };
    this.#store.tell({ is: "shown", subject, name: file.name });
    this.#store.tell({ is: "pictured", subject, picture: file });
    await this.#ask(subject, {});
  }

  /** Looks the subject in view up in the archive. */
  async lookUp(): Promise<void> {
    await this.#askMore("archive", { archive: true });
  }

  /** Fetches the manifest that the file names; the reader agreed to this host. */
  async fetchRemote(host: string): Promise<void> {
    await this.#askMore("remote", { remoteHost: host });
  }

  /** Checks the subject in view once more: trust has changed. */
  async again(): Promise<void> {
    const { detail } = this.#store.state;
    if (detail) await this.#ask(detail.subject, { archive: detail.lookedUp ?? false });
  }

  close(): void {
    this.#file = undefined;
    this.#store.tell({ is: "closed" });
  }

  async #askMore(what: "archive" | "remote", options: DetailOptions): Promise<void> {
    const { detail } = this.#store.state;
    if (!detail || detail.asking) return;
    this.#store.tell({ is: "asking", subject: detail.subject, what });
    await this.#ask(detail.subject, options);
  }

  async #ask(subject: Subject, options: DetailOptions): Promise<void> {
    const result = await this.#answer(subject, options);
    this.#store.tell({
      is: "answered",
      subject,
      result,
      ...(options.archive && { lookedUp: true }),
    });
  }

  async #answer(subject: Subject, options: DetailOptions): Promise<Result<Checked>> {
    if (subject.from === "page")
      return this.#means.detail(this.#tab ?? -1, subject.frame, subject.item, options);
    const { number, file } = this.#file ?? {};
    if (!file || number !== subject.number)
      return { ok: false, code: "CANCELLED", message: "another file was chosen" };
    const source = { from: "file", blob: file, name: file.name } as const;
    return this.#means.check({ source, asked: true, pictures: true, ...options });
  }
}
