// Arweave itself, paid from one's own wallet: many records in one bundle, in one transaction that is signed here and sent
// in chunks. Money is at stake, so the order of things is fixed: what is signed is on the disk before any of it is sent
// (payment-journal.ts); whatever happens then, the same transaction is sent on, and a record that is in one gets no second.
import { chunkData, type Http, ownerAddress, serializeBundle } from "../../src/archive/index.js";
import { fromBase64Url, toBase64Url } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { amountWords } from "../publish/amount.js";
import { type Payment, PaymentJournal } from "../publish/payment-journal.js";
import { DeliveryFailed, type FundedPublisher, type OutgoingItem } from "../publish/publisher.js";
import { type Jwk, signedTransaction, walletAddress } from "./arweave.js";
import { ArweaveNode } from "./arweave-node.js";

const GROUP = 500;
/** A transaction names one of the newest 50 blocks; with as many again no fork brings it back. */
const LIFE = 100;
const TAGS = [
  { name: "Bundle-Format", value: "binary" },
  { name: "Bundle-Version", value: "2.0.0" },
  { name: "App-Name", value: "Colophon" },
];

/**
 * @param means `url`: a node or gateway, without a slash at the end; `journal`: a folder of its own, best in the archive
 */
export function arweavePublisher(means: {
  readonly url: string;
  readonly wallet: Jwk;
  readonly journal: string;
  readonly http: Http;
}): FundedPublisher {
  const { url, wallet, http } = means;
  const run = new ArweaveRun(new ArweaveNode(url, http), wallet, new PaymentJournal(means.journal));
  return {
    service: `arweave ${url}`,
    groupSize: GROUP,
    quote: async (items) => ({ cost: await run.quote(items), unit: "AR" }),
    deliver: (items, signal) => run.deliver(items, signal),
    balance: async () => ({ balance: await run.balance(), unit: "AR" }),
  };
}

type Quoted = Parameters<FundedPublisher["quote"]>[0];

class ArweaveRun {
  readonly #node: ArweaveNode;
  readonly #wallet: Jwk;
  readonly #journal: PaymentJournal;
  /** What may still be signed for: the price that was shown. Without a quote nobody was shown one, and nobody asked. */
  #agreed: bigint | undefined;

  constructor(node: ArweaveNode, wallet: Jwk, journal: PaymentJournal) {
    this.#node = node;
    this.#wallet = wallet;
    this.#journal = journal;
  }

  async balance(): Promise<bigint> {
    return this.#priced(async () => this.#node.balance(await walletAddress(this.#wallet)));
  }

  /** For new transactions what the node says; for signed ones what they say, unless they were sent already. */
  async quote(items: Quoted): Promise<bigint> {
    const payments = await this.#journal.all();
    const paid = new Set(payments.flatMap((payment) => payment.items));
    let fresh = 0n;
    for (let i = 0; i < items.length; i += GROUP) {
      const group = items.slice(i, i + GROUP).filter(({ id }) => id === undefined || !paid.has(id));
      if (group.length === 0) continue;
      const bytes = group.reduce((sum, one) => sum + 64 + one.bytes, 32);
      fresh += await this.#priced(() => this.#node.price(bytes));
    }
    this.#agreed = fresh;
    const ids = new Set(items.map(({ id }) => id));
    const unsent = payments.filter((payment) => payment.items.some((id) => ids.has(id)));
    return fresh + (await this.#unsent(unsent));
  }

  async deliver(items: readonly OutgoingItem[], signal?: AbortSignal) {
    const payments = await this.#payments(items, signal);
    const accepted = new Map<string, { reference: string; already: boolean; charged: bigint }>();
    for (const payment of payments) {
      const { id } = payment.head;
      const outcome = await this.#send(payment, signal);
      for (const item of payment.items) accepted.set(item, { reference: id, ...outcome });
    }
    const charged = new Set<string>();
    return items.map(({ id }) => {
      const found = accepted.get(id);
      if (!found) throw new ColophonError("INTERNAL", `${id} is in no transaction`);
      const first = !charged.has(found.reference);
      charged.add(found.reference);
      return { id, ...found, charged: first ? found.charged : 0n };
    });
  }

  /** The transactions that hold these records, with one that is signed now for those which are in none. */
  async #payments(items: readonly OutgoingItem[], signal?: AbortSignal): Promise<Payment[]> {
    const missing = async () => {
      const all = await this.#journal.all();
      const ids = new Set(items.map(({ id }) => id));
      const found = all.filter((payment) => payment.items.some((id) => ids.has(id)));
      const held = new Set(found.flatMap((payment) => payment.items));
      return { all, found, left: items.filter(({ id }) => !held.has(id)) };
    };
    const { found, left } = await missing();
    if (left.length === 0) return found;
    return this.#journal.alone(async () => {
      const now = await missing(); // another run may have been quicker
      if (now.left.length === 0) return now.found;
      return [...now.found, await this.#sign(now.left, now.all, signal)];
    }, signal);
  }

  async #sign(
    items: readonly OutgoingItem[],
    payments: readonly Payment[],
    signal: AbortSignal | undefined,
  ): Promise<Payment> {
    const data = serializeBundle(items);
    const reward = await this.#node.price(data.length, signal);
    if (this.#agreed !== undefined && reward > this.#agreed)
      throw new DeliveryFailed(
        "payment",
        `the price has gone up to ${amountWords(reward)} AR since it was shown; nothing was signed`,
      );
    await this.#afford(reward, payments, signal);
    const [anchor, height] = [await this.#node.anchor(signal), await this.#node.height(signal)];
    const means = { data, tags: TAGS, anchor, reward: String(reward) };
    const signed = await signedTransaction(means, this.#wallet);
    const { data: _, ...head } = signed.head;
    const at = new Date().toISOString();
    const payment = { head, items: items.map(({ id }) => id), height, at };
    await this.#journal.add(signed, payment);
    if (this.#agreed !== undefined) this.#agreed -= reward;
    return payment;
  }

  /** @throws DeliveryFailed when the wallet can't pay for this, and for what it has signed and not sent yet */
  async #afford(
    reward: bigint,
    payments: readonly Payment[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const address = await walletAddress(this.#wallet);
    const balance = await this.#node.balance(address, signal);
    const own = payments.filter(({ head }) => head.owner === this.#wallet.n);
    const needed = reward + (await this.#unsent(own));
    if (balance >= needed) return;
    throw new DeliveryFailed(
      "payment",
      `the wallet ${address} holds ${amountWords(balance)} AR, and this takes ${amountWords(needed)} AR`,
    );
  }

  async #unsent(payments: readonly Payment[]): Promise<bigint> {
    let sum = 0n;
    for (const { head } of payments)
      if ((await this.#journal.sent(head.id)) === undefined) sum += BigInt(head.reward);
    return sum;
  }

  /** Sends what was not taken yet of a transaction: its head, then chunk by chunk. */
  async #send(
    payment: Payment,
    signal?: AbortSignal,
  ): Promise<{ already: boolean; charged: bigint }> {
    const { id, data_root: dataRoot, reward } = payment.head;
    const data = await this.#journal.data(id);
    if (!data) {
      if (await this.#node.knows(id, signal)) return { already: true, charged: 0n };
      throw await this.#dropped(payment, "it is not known there any more", signal);
    }
    const { dataRoot: root, chunks } = await chunkData(data);
    if (toBase64Url(root) !== dataRoot) throw this.#spoilt(id);
    const before = await this.#journal.sent(id);
    if (before === undefined) {
      await this.#sendHead(payment, signal);
      await this.#journal.keepSent(id, 0);
    }
    for (const [i, { start, end, dataPath }] of chunks.entries()) {
      if (i < (before ?? 0)) continue;
      const bytes = data.subarray(start, end);
      const place = { dataRoot, dataSize: data.length, dataPath, offset: end - 1 };
      const taken = await this.#node.postChunk({ ...place, bytes }, signal);
      if (!taken.taken) {
        await this.#sendHead(payment, signal); // it may have forgotten the transaction
        throw new DeliveryFailed("try again", taken.why);
      }
      await this.#journal.keepSent(id, i + 1);
    }
    await this.#journal.finish(id);
    return { already: false, charged: before === undefined ? BigInt(reward) : 0n };
  }

  /** A node may refuse what it has already, in many words; what counts is whether it knows the transaction. */
  async #sendHead(payment: Payment, signal?: AbortSignal): Promise<void> {
    const { id } = payment.head;
    const head = await this.#node.postHead(payment.head, signal);
    if (head.taken || (await this.#node.knows(id, signal))) return;
    throw await this.#dropped(payment, head.why, signal);
  }

  /** Why a transaction that was signed is not known: too late, too little money, or something that may pass. */
  async #dropped({ head, height, at }: Payment, why: string, signal?: AbortSignal): Promise<Error> {
    const { id, reward, owner } = head;
    const age = (await this.#node.height(signal)) - height;
    if (age > LIFE)
      return new ColophonError(
        "PUBLISH_REFUSED",
        `the transaction ${id}, signed ${at}, came into no block in time, and ${age} blocks later none can take it (${why})`,
        {
          hint: `nothing was paid for it. To sign another one, which is paid for anew, delete ${this.#journal.entry(id)} and run the same command again`,
        },
      );
    const address = await ownerAddress(fromBase64Url(owner));
    const balance = await this.#node.balance(address, signal);
    if (balance < BigInt(reward))
      return new DeliveryFailed(
        "payment",
        `the wallet ${address} holds ${amountWords(balance)} AR, and the transaction ${id} takes ${amountWords(BigInt(reward))} AR`,
      );
    return new DeliveryFailed("try again", `${this.#node.url} does not take ${id} now: ${why}`);
  }

  #spoilt(id: string): ColophonError {
    return new ColophonError(
      "ARCHIVE_UNAVAILABLE",
      `the data of the transaction ${id} are damaged`,
      {
        hint: `nothing more was sent, so as not to pay twice; they are beside ${this.#journal.entry(id)}`,
      },
    );
  }

  /** A price or a balance that can't be learned ends a command, whatever a delivery would do about it. */
  async #priced(ask: () => Promise<bigint>): Promise<bigint> {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof DeliveryFailed)) throw cause;
      throw new ColophonError("GATEWAY_FAILED", cause.message, {
        hint: "nothing was sent; try again later, or name another node with --arweave-url",
        cause,
      });
    }
  }
}
