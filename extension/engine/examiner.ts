// One check from request to answer: from memory where the result is known, from the network only what is needed, and
// each file once, however many pages ask for it at a time.
import { sha256, toHex } from "../../src/encoding/index.js";
import { examine } from "../../src/examine/index.js";
import { ColophonError, NO_TRUST, type Verdict } from "../../src/index.js";
import { hostOf } from "../guarded-http.js";
import type { Checked, CheckRequest, Reach } from "../messages.js";
import { unwrapped } from "../result.js";
import type { Settings } from "../settings.js";
import { bytesAt } from "./bytes-at.js";
import { Lane, type Wanted } from "./lane.js";
import { isAnother, pictureSize } from "./picture-size.js";
import type { RemoteFile } from "./remote-file.js";
import { manifestAt } from "./remote-manifest.js";
import { type Kept, Results, type Size } from "./results.js";
import type { Task, Workshop } from "./workshop.js";

/** Files that are fetched at once, as many as a browser has connections to one host; and files that wait for the worker, too. */
const MOST_FILES = 6;
const MOST_HELD = 16;

type Bytes = Exclude<CheckRequest["source"], { from: "address" | "digest" }>;
type Address = Extract<CheckRequest["source"], { from: "address" }>;
type Read = Omit<Checked, "of" | "fetched">;

/** A check that is under way, and whether those who asked for it still wait. */
interface Running {
  readonly begun: Promise<Kept & { fetched: number }>;
  readonly wanted: Wanted[];
}

/** What the reader has chosen, and how far the browser lets us ask for the file at an address. */
export interface ExaminerSource {
  settings(): Promise<Settings>;
  reach(url: string): Promise<Reach>;
}

export class Examiner {
  readonly #workshop: Workshop;
  readonly #source: ExaminerSource;
  readonly #results = new Results();
  readonly #lane = new Lane(MOST_FILES);
  /** The worker takes its time for a file: meanwhile the next ones are fetched. */
  readonly #held = new Lane(MOST_HELD);
  /** Checks that are under way and could be answered from memory, by what they are about. */
  readonly #running = new Map<string, Running>();
  /** Counts the changes of settings: what was begun before one is not kept. */
  #era = 0;

  constructor(workshop: Workshop, source: ExaminerSource) {
    this.#workshop = workshop;
    this.#source = source;
  }

  /**
   * @param isWanted what nobody waits for when it is its turn is left
   * @throws ColophonError when there are no bytes to judge, or the engine failed on them; CANCELLED
   */
  async check(request: CheckRequest, isWanted: Wanted = () => true): Promise<Checked> {
    const { source } = request;
    if (source.from === "digest") return this.#remembered(source.sha256);
    return source.from === "address"
      ? this.#checkAddress(request, source, isWanted)
      : this.#checkBlob(request, source, isWanted);
  }

  /** What is known was judged by other settings. */
  forget(): void {
    this.#era++;
    this.#results.clear();
    this.#running.clear();
  }

  #remembered(digest: string): Checked {
    const known = this.#results.get(keyOf(digest));
    if (known) return { verdict: known.verdict, of: "page", fetched: 0 };
    throw new ColophonError("FILE_NOT_FOUND", "nothing is known of these bytes");
  }

  async #checkBlob(
    request: CheckRequest,
    { blob, name, from }: Bytes,
    isWanted: Wanted,
  ): Promise<Checked> {
    const of = from === "words" ? "page" : from;
    // What is known of words is kept where the words are: in their frame.
    if (from === "words" || isSpecial(request))
      return { ...(await this.#read(request, name, blob, isWanted)), of, fetched: 0 };
    const key = keyOf(toHex(await sha256(new Uint8Array(await blob.arrayBuffer()))));
    const known = this.#results.get(key);
    if (known) return { verdict: known.verdict, of, fetched: 0 };
    const { verdict } = await this.#once(key, isWanted, async (isWanted) => {
      const read = await this.#read(request, name, blob, isWanted);
      return { kept: { verdict: read.verdict, at: Date.now() }, fetched: 0 };
    });
    return { verdict, of, fetched: 0 };
  }

  async #checkAddress(
    request: CheckRequest,
    { url, shown }: Address,
    isWanted: Wanted,
  ): Promise<Checked> {
    if (isSpecial(request)) {
      const { read, size, fetched } = await this.#held.run(
        () => this.#fetched(request, url, isWanted),
        request.asked,
        isWanted,
      );
      return { ...read, ...differing(size, shown), of: "address", fetched };
    }
    const known = this.#results.get(url);
    if (known?.fresh)
      return { verdict: known.verdict, ...differing(known.size, shown), of: "address", fetched: 0 };
    const fetch = async (isWanted: Wanted) => {
      const { read, size, fetched, file } = await this.#fetched(request, url, isWanted, known);
      const at = known && isSame(known, file) ? known.at : Date.now();
      const kept = { verdict: read.verdict, at, ...(size && { size }) };
      return { kept, fetched, version: file.version, headers: file.headers };
    };
    const { verdict, size, fetched } = await this.#once(url, isWanted, (isWanted) =>
      this.#held.run(() => fetch(isWanted), false, isWanted),
    );
    return { verdict, ...differing(size, shown), of: "address", fetched };
  }

  /** Runs the work unless it is running already, and keeps what comes of it. */
  #once(
    key: string,
    isWanted: Wanted,
    work: (isWanted: Wanted) => Promise<{
      kept: Kept;
      fetched: number;
      version?: string | undefined;
      headers?: ReadonlyMap<string, string>;
    }>,
  ): Promise<Kept & { fetched: number }> {
    const running = this.#running.get(key);
    if (running?.wanted.some((is) => is())) {
      running.wanted.push(isWanted);
      return running.begun.then((kept) => ({ ...kept, fetched: 0 }));
    }
    const era = this.#era;
    const wanted = [isWanted];
    const begun = work(() => wanted.some((is) => is()))
      .then(({ kept, fetched, version, headers }) => {
        if (era === this.#era) this.#results.put(key, kept, version, headers);
        return { ...kept, fetched };
      })
      .finally(() => {
        if (this.#running.get(key)?.begun === begun) this.#running.delete(key);
      });
    this.#running.set(key, { begun, wanted });
    return begun;
  }

  async #fetched(
    request: CheckRequest,
    url: string,
    isWanted: Wanted,
    known?: Kept & { readonly version?: string },
  ): Promise<{ read: Read; size?: Size; fetched: number; file: RemoteFile }> {
    const host = hostOf(url);
    const wanted = {
      redirect: redirectOf(host, await this.#source.reach(url)),
      asked: request.asked ?? false,
      all: request.archive ?? false,
      ...(known?.version !== undefined && { known: known.version }),
    };
    const { file, blob } = await this.#lane.run(
      () => bytesAt(url, wanted),
      request.asked,
      isWanted,
    );
    if (blob) {
      const read = await this.#read(request, url, blob, isWanted);
      const size = await pictureSize(blob);
      return { read, ...(size && { size }), fetched: file.fetched, file };
    }
    if (known && isSame(known, file)) {
      const { verdict, size } = known;
      return { read: { verdict }, ...(size && { size }), fetched: file.fetched, file };
    }
    return { read: { verdict: await nothing(url, file) }, fetched: file.fetched, file };
  }

  /** What the worker says of it; with the manifest that is kept elsewhere, where the reader agreed to fetch that. */
  async #read(request: CheckRequest, name: string, blob: Blob, isWanted: Wanted): Promise<Read> {
    const { gateways, privateLookup } = await this.#source.settings();
    const { asked = false, pictures = false, archive, remoteHost } = request;
    const task: Task = {
      blob,
      name,
      ...(request.source.from === "words" && { words: true }),
      pictures,
      ...(archive && { archive: { gateways, private: privateLookup } }),
    };
    const read = unwrapped(await this.#workshop.check(task, asked, isWanted));
    const { remoteManifest } = read.verdict;
    if (remoteHost === undefined || remoteManifest === undefined) return read;
    const sidecar = await manifestAt(remoteManifest, remoteHost);
    return unwrapped(await this.#workshop.check({ ...task, sidecar }, asked, isWanted));
  }
}

/**
 * The firewall sees granted hosts alone: where a redirect may lead out of its sight, none is followed.
 * @throws ColophonError URL_REFUSED where the host isn't granted
 */
function redirectOf(host: string, reach: Reach): "follow" | "error" {
  if (reach !== "none") return reach === "all" ? "follow" : "error";
  throw new ColophonError("URL_REFUSED", `${host} was not asked for this file`, {
    hint: "allow Colophon on that site, or on all sites, in its options",
  });
}

/** It is answered for itself: memory neither answers nor learns. */
function isSpecial({ asked, pictures, archive, remoteHost }: CheckRequest): boolean {
  return asked === true || pictures === true || archive === true || remoteHost !== undefined;
}

/** A server that gives its versions no names may send another file each time. */
function isSame(known: { readonly version?: string }, { version }: RemoteFile): boolean {
  return version !== undefined && known.version === version;
}

function differing(size: Size | undefined, shown: Size | undefined): { differs?: true } {
  return size && shown && isAnother(size, shown) ? { differs: true } : {};
}

function keyOf(digest: string): string {
  return `sha256 ${digest}`;
}

/** The verdict of a file that was seen to carry nothing: as the command line has it, without the engine. */
function nothing(name: string, file: RemoteFile): Promise<Verdict> {
  const unread = async () => {
    throw new ColophonError("INTERNAL", "a file that carries nothing was to be read");
  };
  return examine(
    { name, source: file, content: unread, hash: unread, mentions: async () => false },
    { engine: unread, trust: NO_TRUST, now: () => new Date() },
  );
}
