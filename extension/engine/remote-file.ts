// A file at an address, read in pieces: its beginning first, then what is asked for, by ranges where the server has them
// and from the running answer where it hasn't. All pieces are of one version, or the file is Changed.
import { type ByteSource, truncated } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { allOf, type GuardedAnswer, guardedRequest, tooLarge } from "../guarded-http.js";

/** Most files tell within this whether they carry a credential. */
const FIRST = 16 * 1024;
/** A request costs more than a few bytes more. */
const AHEAD = 8 * 1024;

/** The pieces belong to different versions: it has to be read at one go. */
export class Changed extends Error {}

export interface RemoteFileOptions {
  readonly redirect?: "follow" | "error";
  /** Most bytes that are fetched and held. */
  readonly limit: number;
  /** For each request. */
  readonly timeoutMs: number;
  /** Read at one go. */
  readonly whole?: boolean;
}

export class RemoteFile implements ByteSource {
  readonly size: number;
  /** Tells versions apart: ETag or Last-Modified, and the size; undefined where the server gives neither. */
  readonly version: string | undefined;
  /** What the server said first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes that came from the network. */
  fetched = 0;
  readonly #url: string;
  readonly #options: RemoteFileOptions;
  readonly #answer: GuardedAnswer;
  /** Bytes from the start on; more room than bytes. */
  #room = new Uint8Array(2 * FIRST);
  #length = 0;
  readonly #pieces: { readonly start: number; readonly bytes: Uint8Array }[] = [];

  private constructor(
    url: string,
    options: RemoteFileOptions,
    answer: GuardedAnswer,
    size: number,
  ) {
    this.#url = url;
    this.#options = options;
    this.#answer = answer;
    this.size = size;
    this.headers = answer.headers;
    const validator = validatorOf(answer.headers);
    this.version = validator && `${validator} ${size}`;
  }

  /** @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE, FILE_EMPTY, CANCELLED */
  static async open(url: string, options: RemoteFileOptions): Promise<RemoteFile> {
    const { whole = false, limit, timeoutMs, redirect = "follow" } = options;
    const headers = whole ? {} : { range: `bytes=0-${FIRST - 1}` };
    const answer = await guardedRequest(url, { headers, timeoutMs, redirect });
    const { status } = answer;
    const range = status === 206 ? rangeOf(answer) : undefined;
    if (range?.start === 0) {
      const file = new RemoteFile(url, options, answer, range.total);
      file.#append(await allOf(answer, FIRST));
      file.fetched = file.#length;
      if (file.#length !== Math.min(FIRST, file.size)) throw cutShort(answer.host);
      return file;
    }
    if (status === 206 || status === 416) {
      answer.stop();
      if (answer.headers.get("content-range") === "bytes */0") throw empty();
      if (!whole) return RemoteFile.open(url, { ...options, whole: true });
    }
    if (status !== 200)
      throw new ColophonError("URL_UNREACHABLE", `${answer.host} answered ${status}`);
    const length = answer.headers.has("content-encoding")
      ? Number.NaN
      : Number(answer.headers.get("content-length") ?? Number.NaN);
    if (length === 0) throw empty();
    if (length > 0) return new RemoteFile(url, options, answer, length);
    const bytes = await allOf(answer, limit);
    if (bytes.length === 0) throw empty();
    const file = new RemoteFile(url, options, answer, bytes.length);
    file.#append(bytes);
    file.fetched = bytes.length;
    return file;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (start < 0 || end < start || end > this.size) throw truncated(end, this.size);
    if (end > this.#length && this.#ranged) {
      const piece = this.#pieces.find(
        ({ start: from, bytes }) => from <= start && end <= from + bytes.length,
      );
      if (piece) return piece.bytes.subarray(start - piece.start, end - piece.start);
      const from = start <= this.#length ? this.#length : start;
      const bytes = await this.#fetch(from, Math.min(this.size, Math.max(end, from + AHEAD)));
      if (from === this.#length) this.#append(bytes);
      else {
        this.#pieces.push({ start: from, bytes });
        return bytes.subarray(0, end - from);
      }
    } else await this.#pull(end);
    return this.#room.subarray(start, end);
  }

  /** All of it. @throws ColophonError FILE_TOO_LARGE, URL_UNREACHABLE; Changed */
  async whole(): Promise<Blob> {
    const { limit } = this.#options;
    if (this.size > limit) throw tooLarge(this.#answer.host, limit);
    if (this.#ranged && this.#length < this.size) {
      if (this.version === undefined) throw new Changed();
      const rest = await this.#fetch(this.#length, this.size);
      return new Blob([this.#room.slice(0, this.#length), rest]);
    }
    await this.#pull(this.size);
    return new Blob([this.#room.slice(0, this.#length)]);
  }

  /** Nothing more is wanted of it. */
  close(): void {
    this.#answer.stop();
  }

  get #ranged(): boolean {
    return this.#answer.status === 206;
  }

  async #fetch(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { limit, timeoutMs, redirect = "follow" } = this.#options;
    if (this.fetched > limit || end - start > limit) throw tooLarge(this.#answer.host, limit);
    const validator = validatorOf(this.headers);
    const answer = await guardedRequest(this.#url, {
      headers: { range: `bytes=${start}-${end - 1}`, ...(validator && { "if-range": validator }) },
      timeoutMs,
      redirect,
    });
    const range = answer.status === 206 ? rangeOf(answer) : undefined;
    const same = range?.start === start && range.total === this.size;
    if (!same || validatorOf(answer.headers) !== validator) {
      answer.stop();
      if (answer.status >= 400)
        throw new ColophonError("URL_UNREACHABLE", `${answer.host} answered ${answer.status}`);
      throw new Changed();
    }
    const bytes = await allOf(answer, end - start);
    if (bytes.length !== end - start) throw cutShort(answer.host);
    this.fetched += bytes.length;
    return bytes;
  }

  /** Takes from the running answer until that many bytes from the start are there. */
  async #pull(end: number): Promise<void> {
    while (this.#length < end) {
      const part = await this.#answer.next();
      if (!part) throw cutShort(this.#answer.host);
      if (this.#length + part.length > this.#options.limit) {
        this.close();
        throw tooLarge(this.#answer.host, this.#options.limit);
      }
      this.#append(part);
      this.fetched += part.length;
    }
    if (this.#length > this.size) throw cutShort(this.#answer.host);
  }

  #append(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#room.length) {
      const room = new Uint8Array(Math.max(length, Math.min(2 * length, this.size)));
      room.set(this.#room.subarray(0, this.#length));
      this.#room = room;
    }
    this.#room.set(part, this.#length);
    this.#length = length;
  }
}

/** What If-Range takes: a strong ETag, else the date. */
function validatorOf(headers: ReadonlyMap<string, string>): string | undefined {
  const tag = headers.get("etag");
  return tag?.startsWith('"') ? tag : headers.get("last-modified");
}

function rangeOf({ headers }: GuardedAnswer): { start: number; total: number } | undefined {
  const [, start, total] =
    /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(headers.get("content-range") ?? "") ?? [];
  return start === undefined ? undefined : { start: Number(start), total: Number(total) };
}

function cutShort(host: string): ColophonError {
  return new ColophonError("URL_UNREACHABLE", `${host} did not send what it announced`);
}

function empty(): ColophonError {
  return new ColophonError("FILE_EMPTY", "the file at this address is empty");
}
