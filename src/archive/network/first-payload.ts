// One payload from several gateways, within what is left of a budget. A gateway's word counts for nothing: what comes is
// looked at before it is taken, and the next one may have what this one lacks, or made up.
import type { Gateway } from "./gateway.js";
import type { Budget } from "./lookup-budget.js";

/** Items that are fetched at the same time. */
export const AT_A_TIME = 8;
/** First everything up to this size, then a few larger ones: huge payloads can't use up what all share. Bytes. */
export const SMALL = 256 * 1024;
/** The largest manifest store. Bytes. */
export const LARGE = 8 * 1024 * 1024;
export const MOST_LARGE = 8;

/** Where and how a payload is asked for. */
export interface PayloadQuestion<T> {
  /** Id of the item. */
  readonly id: string;
  readonly maxBytes: number;
  /** In this order. */
  readonly gateways: Iterable<Gateway>;
  readonly budget: Budget;
  /** What the payload is, when it is what it should be. */
  accept(bytes: Uint8Array): Promise<T | undefined>;
}

/** The first payload that is accepted; undefined when there is none, or nothing left to ask with. */
export async function firstPayload<T>(question: PayloadQuestion<T>): Promise<T | undefined> {
  const { id, maxBytes, gateways, budget, accept } = question;
  for (const gateway of gateways) {
    if (budget.isSpent) return undefined;
    try {
      const ask = () => gateway.payload(id, maxBytes);
      const bytes = await budget.ask(ask, maxBytes, (got) => got?.length ?? 0);
      const accepted = bytes && (await accept(bytes));
      if (accepted !== undefined) return accepted;
    } catch (cause) {
      budget.failure(cause); // the next gateway may have it
    }
  }
  return undefined;
}
