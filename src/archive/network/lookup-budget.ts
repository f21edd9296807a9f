// What a look-up may cost, whoever answers it: requests, bytes and time. Used up is not an error; what was found until
// then is the answer.
import { ColophonError } from "../../errors.js";

/** Ceilings of one look-up. */
export interface LookupLimits {
  /** Requests to all gateways together. */
  readonly requests: number;
  /** Bytes of payloads together. */
  readonly bytes: number;
}

const LIMITS: LookupLimits = { requests: 600, bytes: 32 * 1024 * 1024 };

export class Budget {
  #requests: number;
  #bytes: number;
  readonly #deadline: AbortSignal | undefined;

  /** @param deadline aborted when the time is up */
  constructor(limits: Partial<LookupLimits> = {}, deadline?: AbortSignal) {
    this.#requests = limits.requests ?? LIMITS.requests;
    this.#bytes = limits.bytes ?? LIMITS.bytes;
    this.#deadline = deadline;
  }

  get isSpent(): boolean {
    return this.#requests <= 0 || this.#bytes <= 0 || this.#deadline?.aborted === true;
  }

  /** Counts the request, and what it may bring until it is known what it brought. */
  async ask<T>(request: () => Promise<T>, maxBytes: number, size: (answer: T) => number) {
    this.#requests--;
    this.#bytes -= maxBytes;
    const answer = await request();
    this.#bytes += maxBytes - size(answer);
    return answer;
  }

  /** Why a gateway gave no answer. @throws whatever is not a gateway's failure: a cancellation, a defect */
  failure(cause: unknown): string {
    if (!(cause instanceof ColophonError)) throw cause;
    if (cause.code !== "CANCELLED") return cause.message;
    if (!this.#deadline?.aborted) throw cause;
    return "it did not answer in time";
  }
}
