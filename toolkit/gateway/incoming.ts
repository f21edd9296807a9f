// Transactions whose head comes first and whose data follow in chunks (POST /tx, then POST /chunk). Each chunk is proven to
// belong where it says before it is kept, and what was kept outlasts a restart: a sender may go on where it stopped.
import { chunkData, walkPath } from "../../src/archive/index.js";
import {
  asObject,
  asString,
  concat,
  equal,
  fromBase64Url,
  parseJson,
  sha256,
  utf8Text,
} from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { TransactionHead } from "../adapter/arweave.js";
import type { Store } from "./store.js";
import { headHolds, readHead } from "./transaction.js";

const MAX_CHUNK = 256 * 1024;
/** Most transactions whose data may be missing at a time. */
const MOST_OPEN = 200;

interface Open {
  readonly head: TransactionHead;
  /** End of each chunk that is here, by its start. */
  readonly chunks: Map<number, number>;
}

interface Means {
  readonly store: Store;
  /** Takes a transaction that is complete. */
  readonly submit: (head: TransactionHead, data: Uint8Array) => Promise<void>;
  readonly isKnown: (id: string) => boolean;
}

export class Incoming {
  readonly #means: Means;
  readonly #open = new Map<string, Open>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(means: Means) {
    this.#means = means;
  }

  /** Finds what was open when the gateway stopped. */
  async load(): Promise<void> {
    const { store, isKnown } = this.#means;
    const names = await store.names("incoming"); // sorted: a head comes before its chunks
    for (const name of names) {
      const [id = "", start] = name.split(".");
      const open = this.#open.get(id);
      if (isKnown(id)) await store.remove([store.path("incoming", name)]);
      else if (start === undefined) await this.#loadHead(id);
      else if (open) {
        const bytes = await store.read("incoming", name);
        if (bytes) open.chunks.set(Number(start), Number(start) + bytes.length);
      } else await store.setAside("incoming", name, "it is a chunk of nothing");
    }
    for (const id of [...this.#open.keys()]) await this.#finish(id);
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Waits for the data of a head that was verified. @throws ColophonError PUBLISH_REFUSED, DISK_FULL, OUTPUT_UNWRITABLE */
  async expect(head: TransactionHead): Promise<void> {
    if (this.#open.size >= MOST_OPEN)
      throw new ColophonError("PUBLISH_REFUSED", "too many transactions wait for their data");
    await this.#means.store.write("incoming", head.id, JSON.stringify(head));
    this.#open.set(head.id, { head, chunks: new Map() });
  }

  /**
   * Takes a chunk as `POST /chunk` has it; it is on disk when this returns.
   * @throws ColophonError ITEM_MALFORMED with the word that a node of Arweave has for it, DISK_FULL, OUTPUT_UNWRITABLE
   */
  async chunk(json: unknown): Promise<void> {
    const found = asObject(json);
    const [dataRoot, dataPath, bytes] = ["data_root", "data_path", "chunk"].map((field) =>
      decoded(found?.[field]),
    );
    const size = Number(found?.["data_size"]);
    const offset = Number(found?.["offset"]);
    if (!dataRoot || !dataPath || !bytes) refuse("invalid_json");
    if (bytes.length > MAX_CHUNK) refuse("chunk_too_big");
    const open = [...this.#open.values()].filter(
      ({ head }) =>
        equal(fromBase64Url(head.data_root), dataRoot) && Number(head.data_size) === size,
    );
    if (open.length === 0) refuse("data_root_not_found");
    const proven = await walkPath(dataRoot, size, offset, dataPath);
    if (!proven || !equal(proven.leaf, await sha256(bytes))) refuse("invalid_proof");
    const { start, end } = proven;
    if (end - start !== bytes.length) refuse("invalid_proof");
    for (const { head, chunks } of open) {
      await this.#means.store.write("incoming", `${head.id}.${start}`, bytes);
      chunks.set(start, end);
      await this.#finish(head.id);
    }
  }

  async #loadHead(id: string): Promise<void> {
    const { store } = this.#means;
    const bytes = await store.read("incoming", id);
    try {
      const head = readHead(parseJson(utf8Text(bytes ?? new Uint8Array()) ?? ""));
      if (head.id !== id || !(await headHolds(head))) throw new Error("not the head it was");
      this.#open.set(id, { head, chunks: new Map() });
    } catch {
      if (bytes) await store.setAside("incoming", id, "it is not the head of a transaction");
    }
  }

  /** Hands a transaction on once its data are complete; one at a time, for two last chunks may come together. */
  #finish(id: string): Promise<void> {
    const done = this.#last.then(() => this.#tryFinish(id));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #tryFinish(id: string): Promise<void> {
    const open = this.#open.get(id);
    const starts = open && rowOf(open);
    if (!open || !starts) return;
    const { store, submit } = this.#means;
    const parts: Uint8Array[] = [];
    for (const start of starts)
      parts.push((await store.read("incoming", `${id}.${start}`)) ?? new Uint8Array(0));
    const data = concat(...parts);
    const paths = starts.map((start) => store.path("incoming", `${id}.${start}`));
    if (!equal((await chunkData(data)).dataRoot, fromBase64Url(open.head.data_root))) {
      open.chunks.clear(); // damaged since it was kept: it has to be sent again
      await store.remove(paths);
      return;
    }
    await submit(open.head, data);
    this.#open.delete(id);
    await store.remove([...paths, store.path("incoming", id)]);
  }
}

/** Starts of chunks that follow on each other from the first byte to the last; undefined while one is missing. */
function rowOf({ head, chunks }: Open): number[] | undefined {
  const starts: number[] = [];
  let at = 0;
  while (at < Number(head.data_size)) {
    const end = chunks.get(at);
    if (end === undefined || end <= at) return undefined;
    starts.push(at);
    at = end;
  }
  return starts;
}

function decoded(value: unknown): Uint8Array | undefined {
  try {
    const text = asString(value);
    return text === undefined ? undefined : fromBase64Url(text);
  } catch {
    return undefined;
  }
}

function refuse(word: string): never {
  throw new ColophonError("ITEM_MALFORMED", word);
}
