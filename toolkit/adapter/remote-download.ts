// A file elsewhere, copied to this disk piece by piece. A connection that breaks off is taken up where it broke, as long as
// the server says that it is still the same file.
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { ColophonError } from "../../src/index.js";
import { UNKNOWN_SIZE } from "../batch/place.js";
import type { Mark } from "../batch/task.js";
import { writeError } from "./atomic-file.js";
import { connectionFault, Passing, type Patience, persistently } from "./remote-retry.js";

/** Where a copy goes on: `tag` is the entity tag, a strong one, of what is there already. */
export interface Rest {
  readonly from: number;
  readonly tag: string;
}

export interface Download extends Patience {
  /** As it may be shown. */
  readonly address: string;
  readonly host: string;
  /** Asks for the whole or for the rest; answers 200 with the whole or 206 with the rest. */
  readonly ask: (rest?: Rest) => Promise<IncomingMessage>;
  /** Largest file that is taken. Bytes. */
  readonly most?: number;
}

const MOST = 2 ** 40;
/** A server that keeps a connection busy with next to nothing is given up after this time. Milliseconds. */
const SLOW_AFTER = 600_000;
/** Bytes a millisecond. */
const SLOWEST = 1;

/**
 * Writes a new file.
 * @throws ColophonError FILE_EMPTY, FILE_CHANGED, FILE_TOO_LARGE, FORMAT_UNSUPPORTED, URL_UNREACHABLE, DISK_FULL,
 *   OUTPUT_UNWRITABLE, CANCELLED; whatever `ask` throws
 */
export async function download(path: string, what: Download): Promise<Mark> {
  const handle = await open(path, "wx").catch((cause: unknown) => {
    throw writeError(path, cause);
  });
  try {
    const copy = new Copy(handle, path, what);
    return await persistently(what.host, () => copy.goOn(), what);
  } finally {
    await handle.close();
  }
}

class Copy {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #what: Download;
  #at = 0;
  #mark: Mark | undefined;

  constructor(handle: FileHandle, path: string, what: Download) {
    this.#handle = handle;
    this.#path = path;
    this.#what = what;
  }

  async goOn(): Promise<Mark> {
    const tag = this.#mark?.tag ?? "";
    const rest = this.#at > 0 && this.#isTagged ? { from: this.#at, tag } : undefined;
    const response = await this.#what.ask(rest);
    try {
      const size = await this.#begin(response, rest);
      const before = this.#at;
      await this.#take(response, size).catch((cause: unknown) => {
        throw connectionFault(cause, this.#at > before && this.#isTagged);
      });
      if (this.#at < (size ?? 0)) throw new Passing("the connection broke off");
      if (this.#at === 0) throw empty(this.#what.address);
      return { modified: 0, ...this.#mark, size: this.#at };
    } finally {
      if (!response.complete) response.destroy();
    }
  }

  /** Whether it can be told that what is there is still the same: weak tags say too little. */
  get #isTagged(): boolean {
    return this.#mark?.tag?.startsWith('"') === true;
  }

  /** The size of the whole, where it is told. */
  async #begin(response: IncomingMessage, rest: Rest | undefined): Promise<number | undefined> {
    const { address, most = MOST } = this.#what;
    const { headers, statusCode } = response;
    if (/\S/.test(headers["content-encoding"] ?? "") && headers["content-encoding"] !== "identity")
      throw compressed(address);
    if (statusCode === 206 && rest) {
      const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers["content-range"] ?? "") ?? [];
      if (Number(from) !== rest.from || Number(size) !== this.#mark?.size) throw changed(address);
      return Number(size);
    }
    const length = headers["content-length"];
    const size = length === undefined ? undefined : Number(length);
    if (size !== undefined && size > most) throw tooLarge(address, most);
    if (this.#at > 0) await this.#handle.truncate(0);
    this.#at = 0;
    this.#mark = { ...markOf(headers), size: size ?? 0 };
    return size;
  }

  async #take(response: IncomingMessage, size: number | undefined): Promise<void> {
    const { address, most = MOST } = this.#what;
    const [before, from] = [this.#at, performance.now()];
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      const time = performance.now() - from;
      if (time > SLOW_AFTER && this.#at - before < time * SLOWEST)
        throw new Passing("it is too slow");
      if (this.#at + chunk.length > (size ?? most)) throw tooLarge(address, size ?? most);
      await this.#write(chunk);
      this.#at += chunk.length;
    }
  }

  async #write(chunk: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await this.#handle.write(
          chunk,
          done,
          chunk.length - done,
          this.#at + done,
        );
        done += bytesWritten;
      }
    } catch (cause) {
      const fault = writeError(this.#path, cause);
      if (fault instanceof ColophonError) throw fault;
      throw new ColophonError("OUTPUT_UNWRITABLE", `${this.#path} could not be written`, { cause });
    }
  }
}

/** Size, time and entity tag of what a server answers with. */
export function markOf(headers: IncomingHttpHeaders): Mark {
  const { etag, "last-modified": time = "", "content-length": length } = headers;
  const modified = Date.parse(time);
  return {
    size: length === undefined ? UNKNOWN_SIZE : Number(length),
    modified: Number.isNaN(modified) ? 0 : modified,
    ...(etag !== undefined && etag.length <= 256 && { tag: etag }),
  };
}

/** Nobody can go on with a file that is another one now. */
export function changed(address: string): ColophonError {
  return new ColophonError("FILE_CHANGED", `${address} was changed while it was read`);
}

function empty(address: string): ColophonError {
  return new ColophonError("FILE_EMPTY", `${address} is empty (0 bytes)`, {
    hint: "nothing was changed; check that the file was uploaded completely",
  });
}

function tooLarge(address: string, most: number): ColophonError {
  return new ColophonError("FILE_TOO_LARGE", `${address} is larger than ${most} bytes`);
}

function compressed(address: string): ColophonError {
  return new ColophonError("FORMAT_UNSUPPORTED", `${address} is stored compressed`, {
    hint: "it was left out: a signature holds for the file as it is opened; store it without Content-Encoding",
  });
}
