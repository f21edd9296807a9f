// What a path leads to. A route gets one exchange and answers it, or throws a Refusal or a ColophonError.
import type { ErrorCode } from "../../src/index.js";
import { ColophonError } from "../../src/index.js";
import { type Exchange, Refusal } from "./exchange.js";
import type { Incoming } from "./incoming.js";
import type { LocalChain } from "./local-chain.js";

export interface Means {
  readonly chain: LocalChain;
  readonly incoming: Incoming;
}

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  /** Whether it writes: pages of other origins may not, and nobody may while the gateway stops. */
  readonly writes?: true;
  /** @param parts what the groups of `path` matched */
  readonly run: (exchange: Exchange, means: Means, ...parts: string[]) => Promise<void> | void;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  ITEM_MALFORMED: 400,
  RECORD_INVALID: 400,
  PAYMENT_NEEDED: 402,
  PUBLISH_REFUSED: 503,
  DISK_FULL: 503,
  OUTPUT_UNWRITABLE: 503,
};

/** What a route threw, as an answer; undefined for a defect of ours. */
export function refusalFor(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const status = error instanceof ColophonError ? STATUS[error.code] : undefined;
  if (!(error instanceof ColophonError) || status === undefined) return undefined;
  if (error.code === "PAYMENT_NEEDED")
    return new Refusal(402, error.message, { code: "FREE_TIER_EXHAUSTED" });
  if (status === 400) return new Refusal(400, error.message);
  // Which file on whose disk is not for the asker to know.
  const why =
    status === 503 && error.code !== "PUBLISH_REFUSED" ? "it can't be kept now" : undefined;
  return new Refusal(status, why ?? error.message, { code: error.code, retryAfter: 60 });
}
