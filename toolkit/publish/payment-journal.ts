// What was signed to be paid for, before any of it is sent: so that no run, however it ends, pays a second time.
//   <folder>/<id>.json    the signed transaction and the records in it; once there, it is never changed
//   <folder>/<id>.data    its data; there before the .json, and gone when all of it was taken
//   <folder>/<id>.sent    how many chunks were taken: 0 as soon as the head was
//   <folder>/turn/        see in-turn.ts
// An entry that can't be read stops everything: whoever ignored it could pay twice.
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  asArray,
  asObject,
  asString,
  fromBase64Url,
  parseJson,
  sha256,
  toBase64Url,
} from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { isKey, isMissing } from "../adapter/archive-index.js";
import {
  type SignedTransaction,
  type TransactionHead,
  transactionVerifies,
} from "../adapter/arweave.js";
import { makeFolder, writeFileAtomically } from "../adapter/atomic-file.js";
import { inTurn } from "./in-turn.js";

/** A transaction that was signed, and what is in it. */
export interface Payment {
  readonly head: TransactionHead;
  /** Ids of the records. */
  readonly items: readonly string[];
  /** Number of the newest block when it was signed. */
  readonly height: number;
  /** When it was signed: the clock of this computer, ISO 8601. */
  readonly at: string;
}

export class PaymentJournal {
  readonly #folder: string;
  /** Entries never change, and reading one means verifying a signature. */
  readonly #known = new Map<string, Payment>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Every payment, in no order. @throws ColophonError ARCHIVE_UNAVAILABLE when one can't be read */
  async all(): Promise<Payment[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw damaged(this.#folder, error);
    });
    const ids = names.flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));
    return Promise.all(ids.filter(isKey).map((id) => this.#read(id)));
  }

  /** Decides alone: no other run adds a payment meanwhile. */
  alone<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return inTurn(join(this.#folder, "turn"), run, signal);
  }

  /** Keeps a payment; when this returns it is on the disk. To be called in alone(). */
  async add(signed: SignedTransaction, payment: Payment): Promise<void> {
    await makeFolder(this.#folder, 0o700);
    await writeFileAtomically(this.#path(signed.id, "data"), signed.data, { replace: true });
    const text = `${JSON.stringify({ version: 1, ...payment })}\n`;
    await writeFileAtomically(this.#path(signed.id, "json"), text);
  }

  /** The data of a payment; none once all of it was taken. */
  async data(id: string): Promise<Uint8Array | undefined> {
    const path = this.#path(id, "data");
    const bytes = await readFile(path).catch((error: unknown) => absent(path, error));
    return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** How many chunks were taken; undefined when not even the head was. */
  async sent(id: string): Promise<number | undefined> {
    const path = this.#path(id, "sent");
    const text = await readFile(path, "utf8").catch((error: unknown) => absent(path, error));
    return text !== undefined && /^\d{1,9}\n$/.test(text) ? Number(text) : undefined;
  }

  async keepSent(id: string, chunks: number): Promise<void> {
    await writeFileAtomically(this.#path(id, "sent"), `${chunks}\n`, { replace: true });
  }

  /** Everything was taken: its data need not be kept twice. */
  async finish(id: string): Promise<void> {
    await rm(this.#path(id, "data"), { force: true });
  }

  /** What to delete to have a payment forgotten. */
  entry(id: string): string {
    return this.#path(id, "json");
  }

  async #read(id: string): Promise<Payment> {
    const known = this.#known.get(id);
    if (known) return known;
    const path = this.#path(id, "json");
    const payment = paymentOf(
      await readFile(path, "utf8").catch((e) => Promise.reject(damaged(path, e))),
    );
    if (payment?.head.id !== id || !(await holds(payment.head))) throw damaged(path);
    this.#known.set(id, payment);
    return payment;
  }

  #path(id: string, kind: "json" | "data" | "sent"): string {
    return join(this.#folder, `${id}.${kind}`);
  }
}

async function holds(head: TransactionHead): Promise<boolean> {
  const id = toBase64Url(await sha256(fromBase64Url(head.signature)));
  return id === head.id && (await transactionVerifies(head));
}

function paymentOf(text: string): Payment | undefined {
  try {
    const { version, head, items, height, at } = asObject(parseJson(text)) ?? {};
    const ids = asArray(items).map(asString);
    const time = asString(at);
    if (version !== 1 || typeof height !== "number" || time === undefined) return undefined;
    if (!ids.every((id) => id !== undefined && isKey(id))) return undefined;
    return { head: headOf(asObject(head)), items: ids as string[], height, at: time };
  } catch {
    return undefined;
  }
}

/** @throws Error when a field is missing; whether they are right shows when the signature is verified */
function headOf(found: Readonly<Record<string, unknown>> | undefined): TransactionHead {
  const text = (from: Readonly<Record<string, unknown>> | undefined, name: string) => {
    const value = asString(from?.[name]);
    if (value === undefined) throw new Error(`no ${name}`);
    return value;
  };
  return {
    format: 2,
    id: text(found, "id"),
    last_tx: text(found, "last_tx"),
    owner: text(found, "owner"),
    tags: asArray(found?.["tags"]).map((tag) => ({
      name: text(asObject(tag), "name"),
      value: text(asObject(tag), "value"),
    })),
    target: text(found, "target"),
    quantity: text(found, "quantity"),
    data_size: text(found, "data_size"),
    data_root: text(found, "data_root"),
    reward: text(found, "reward"),
    signature: text(found, "signature"),
  };
}

function absent(path: string, error: unknown): undefined {
  if (!isMissing(error)) throw damaged(path, error);
}

function damaged(path: string, cause?: unknown): ColophonError {
  return new ColophonError(
    "ARCHIVE_UNAVAILABLE",
    `what is known of a payment is damaged: ${path}`,
    {
      hint: "nothing was sent, so as not to pay twice; bring the file back, or delete it when its records were never paid for",
      cause,
    },
  );
}
