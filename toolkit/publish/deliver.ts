// Gives records to a service: a few at once, again after a growing wait when that may help, and no further when the service
// wants to be paid, asks for a long wait, or takes nothing at all. Each result is on the disk before it is reported, so
// a run may be killed at any point; the next one sends again what has no result, and the service has it once.
import { ColophonError } from "../../src/index.js";
import type { DeliveryState } from "./delivery-state.js";
import type { Outbox } from "./outbox.js";
import { type Acceptance, DeliveryFailed, type Publisher } from "./publisher.js";

const AT_ONCE = 4;
const TRIES = 12;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;
/** Milliseconds that a run waits when a service asks for it; for longer, another run is better. */
const PATIENCE = 300_000;
const DAY = 86_400_000;

/** A record to send, and how far it came before. */
export interface QueuedItem {
  readonly id: string;
  /** Size. */
  readonly bytes: number;
  readonly state: DeliveryState;
}

export interface DeliveryMeans {
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  /** The bytes of a record, checked. */
  readonly load: (id: string) => Promise<Uint8Array>;
  /** Most that may be charged in all, in the smallest unit. */
  readonly limit: bigint;
  /** Stops at once; what was sent meanwhile may have arrived. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Milliseconds; ends early, by whatever means, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Called once for each record, when this run has done with it. */
  readonly onResult: (item: QueuedItem, state: DeliveryState) => void;
}

/** Milliseconds to wait after the n-th failure in a row: from half of to all of 500, 1000, 2000, ... 60,000. */
export function backoff(failures: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  return wait / 2 + (random() * wait) / 2;
}

/**
 * @returns why the run ended early, when it did: PAYMENT_NEEDED, GATEWAY_FAILED, or what kept the results from the disk
 * @throws ColophonError CANCELLED
 */
export async function deliver(
  items: readonly QueuedItem[],
  means: DeliveryMeans,
): Promise<ColophonError | undefined> {
  await means.outbox.sweep();
  const run = new DeliveryRun(means);
  run.respect(items);
  const { groupSize } = means.publisher;
  const groups: QueuedItem[][] = [];
  for (let i = 0; i < items.length; i += groupSize) groups.push(items.slice(i, i + groupSize));
  const queue = groups.values();
  const worker = async () => {
    for (const group of queue) await run.send(group);
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  if (means.signal.aborted) throw new ColophonError("CANCELLED", "stopped", { hint: LATER });
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await means.outbox.sweep();
  return run.stopped;
}

const LATER = "nothing is lost; run the same command again to go on";

class DeliveryRun {
  stopped: ColophonError | undefined;
  readonly #means: DeliveryMeans;
  readonly #halt = new AbortController();
  /** What the service asked everybody to wait for. */
  #pause: Promise<unknown> = Promise.resolve();
  #arrived = 0;
  #charged = 0n;

  constructor(means: DeliveryMeans) {
    this.#means = means;
  }

  /** Waits as an earlier run was asked to. A time that is more than a day away was never asked for. */
  respect(items: readonly QueuedItem[]): void {
    const now = this.#means.now().getTime();
    const waits = items.map(({ state }) => Date.parse(state.next ?? "") - now);
    const longest = waits.reduce((most, one) => (one > most && one <= DAY ? one : most), 0);
    if (longest > 0) this.#wait(longest);
  }

  async send(group: readonly QueuedItem[]): Promise<void> {
    const { publisher, signal, random } = this.#means;
    const before = this.#arrived;
    for (let tries = 1; ; tries++) {
      await this.#pause;
      signal.throwIfAborted();
      if (this.stopped) return this.#leave(group, tries - 1, this.stopped.message);
      try {
        return await this.#accept(group, tries, await this.#deliver(group));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof DeliveryFailed) && !(error instanceof ColophonError)) throw error;
        if (!(error instanceof DeliveryFailed)) {
          this.#stop(error);
          return this.#leave(group, tries, error.message);
        }
        if (!(await this.#mayTryAgain(group, tries, error))) return;
        if (tries === TRIES) {
          if (this.#arrived === before) this.#stop(tookNothing(publisher.service, error));
          return this.#leave(group, tries, error.message);
        }
        await this.#sleep(backoff(tries, random));
      }
    }
  }

  async #deliver(group: readonly QueuedItem[]): Promise<readonly Acceptance[]> {
    const { publisher, load, signal } = this.#means;
    const items = await Promise.all(group.map(async ({ id }) => ({ id, bytes: await load(id) })));
    const accepted = await publisher.deliver(items, signal);
    const ids = new Set(accepted.map(({ id }) => id));
    if (accepted.length === group.length && group.every(({ id }) => ids.has(id))) return accepted;
    throw new ColophonError("GATEWAY_FAILED", `${publisher.service} answered for another record`, {
      hint: "nothing counts as accepted by it; check that it is what you think it is",
    });
  }

  async #accept(
    group: readonly QueuedItem[],
    tries: number,
    accepted: readonly Acceptance[],
  ): Promise<void> {
    const at = this.#means.now().toISOString();
    this.#arrived++;
    for (const { id, charged = 0n, reference } of accepted) {
      this.#charged += charged;
      const item = group.find((one) => one.id === id);
      if (item)
        await this.#settle(item, tries, {
          status: "accepted",
          at,
          ...(reference !== undefined && { reference }),
        });
    }
    if (this.#charged > this.#means.limit) this.#stop(overcharged(this.#means.publisher.service));
  }

  /** Keeps why it failed. False when this run is done with these records. */
  async #mayTryAgain(
    group: readonly QueuedItem[],
    tries: number,
    { kind, message: reason, retryAfter }: DeliveryFailed,
  ): Promise<boolean> {
    const { outbox, now, publisher } = this.#means;
    if (kind === "refused") {
      const at = now().toISOString();
      for (const item of group) await this.#settle(item, tries, { status: "refused", at, reason });
      return false;
    }
    const next = retryAfter && { next: new Date(now().getTime() + retryAfter).toISOString() };
    for (const { id, state } of group)
      await outbox.put(id, { status: "queued", tries: state.tries + tries, reason, ...next });
    if (retryAfter) this.#wait(retryAfter);
    if (kind === "payment") this.#stop(paymentNeeded(publisher.service, reason));
    if (!this.stopped) return true;
    this.#leave(group, tries, reason);
    return false;
  }

  async #settle(
    item: QueuedItem,
    tries: number,
    outcome: Omit<DeliveryState, "tries">,
  ): Promise<void> {
    const state = { ...outcome, tries: item.state.tries + tries };
    try {
      await this.#means.outbox.put(item.id, state);
    } catch (error) {
      throw outcome.status === "accepted" ? unnoted(this.#means.publisher.service, error) : error;
    }
    this.#means.onResult(item, state);
  }

  /** Reports records that stay queued. */
  #leave(group: readonly QueuedItem[], tries: number, reason: string): void {
    for (const item of group)
      this.#means.onResult(item, {
        status: "queued",
        tries: item.state.tries + tries,
        reason,
      });
  }

  /** Nobody sends meanwhile; and not everybody's programs at the same moment after it. */
  #wait(ms: number): void {
    const { random } = this.#means;
    if (ms > PATIENCE) this.#stop(asksToWait(this.#means, ms));
    else this.#pause = Promise.all([this.#pause, this.#sleep(ms + random() * FIRST_WAIT)]);
  }

  async #sleep(ms: number): Promise<void> {
    const either = AbortSignal.any([this.#means.signal, this.#halt.signal]);
    await this.#means.sleep(ms, either).catch(() => undefined);
  }

  #stop(why: ColophonError): void {
    this.stopped ??= why;
    this.#halt.abort();
  }
}

/** A service has taken records, and the disk didn't take the note: to say that nothing was changed would be wrong. */
function unnoted(service: string, error: unknown): unknown {
  if (!(error instanceof ColophonError)) return error;
  return new ColophonError(error.code, `accepted by ${service}, but not noted: ${error.message}`, {
    hint: "nothing is lost; once there is room to write, run the same command again: what is sent twice is there once",
    cause: error,
  });
}

function paymentNeeded(service: string, reason: string): ColophonError {
  return new ColophonError("PAYMENT_NEEDED", `${service} wants to be paid: ${reason}`, {
    hint: "what was not taken stays queued; see: colophon archive balance, and run the same command again",
  });
}

function overcharged(service: string): ColophonError {
  return new ColophonError("PAYMENT_NEEDED", `${service} has charged more than was agreed to`, {
    hint: "nothing more was sent, the rest stays queued; see: colophon archive cost",
  });
}

function tookNothing(service: string, { message, cause }: DeliveryFailed): ColophonError {
  return new ColophonError("GATEWAY_FAILED", `${service} takes nothing now: ${message}`, {
    hint: LATER,
    cause,
  });
}

function asksToWait({ publisher, now }: DeliveryMeans, ms: number): ColophonError {
  const until = new Date(now().getTime() + ms).toISOString();
  const message = `${publisher.service} takes nothing before ${until}, as it says`;
  return new ColophonError("GATEWAY_FAILED", message, { hint: LATER });
}
