// Trying again, for a while, what a network or a busy server may do better next time.
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ColophonError } from "../../src/index.js";

/** It may go well next time. The message is the end of a sentence. */
export class Passing extends Error {
  /** Milliseconds that the server asks to wait. */
  readonly wait: number;
  /** Something was achieved before it went wrong. */
  readonly hasMoved: boolean;

  constructor(why: string, { wait = 0, hasMoved = false } = {}) {
    super(why);
    this.wait = wait;
    this.hasMoved = hasMoved;
  }
}

export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before the second try, twice as long before each further one; a quarter of a second unless told. */
  readonly pause?: number | undefined;
}

const TRIES = 5;
const PAUSE = 250;
/** A server that asks for more time than this is not waited for. Milliseconds. */
const LONGEST_WAIT = 30_000;
/** However much every try achieves, what breaks off this often is given up. */
const MOST = 100;

/**
 * Runs until it succeeds, five times in a row at most without getting on.
 * @param host is named when it never succeeds
 * @throws ColophonError URL_UNREACHABLE, CANCELLED; whatever `run` throws that is not passing
 */
export async function persistently<T>(
  host: string,
  run: (attempt: number) => Promise<T>,
  { signal, pause = PAUSE }: Patience,
): Promise<T> {
  for (let attempt = 0, inVain = 0; ; attempt++) {
    throwIfCancelled(signal);
    try {
      return await run(attempt);
    } catch (cause) {
      throwIfCancelled(signal);
      if (!(cause instanceof Passing)) throw cause;
      inVain = cause.hasMoved ? 0 : inVain + 1;
      if (inVain >= TRIES || attempt >= MOST || cause.wait > LONGEST_WAIT)
        throw unreachable(`${host} could not be reached: ${cause.message}`, cause);
      const wait = pause * 2 ** Math.max(inVain - 1, 0) * (0.5 + Math.random() / 2);
      await sleep(Math.max(wait, cause.wait), undefined, signal && { signal }).catch(
        () => undefined,
      );
    }
  }
}

const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Answers that may be others next time. @throws Passing */
export function throwIfBusy(response: IncomingMessage): void {
  const { statusCode: status = 0, headers } = response;
  if (!BUSY.has(status)) return;
  response.destroy();
  const seconds = Number(headers["retry-after"] ?? 0);
  throw new Passing(`it answers with status ${status}`, {
    wait: Number.isFinite(seconds) ? seconds * 1000 : 0,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "no address was found for this name",
  EAI_AGAIN: "no address was found for this name",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection broke off",
  EPIPE: "the connection broke off",
  ETIMEDOUT: "it did not answer",
};

/** What is thrown for a connection that failed; a certificate that isn't accepted won't be next time either. */
export function connectionFault(cause: unknown, hasMoved = false): Error {
  if (cause instanceof ColophonError) return cause;
  if (!(cause instanceof Error)) return new Passing(String(cause), { hasMoved });
  const code = "code" in cause ? String(cause.code) : "";
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return new ColophonError(
      "URL_UNREACHABLE",
      `a server's certificate is not accepted (${code})`,
      {
        hint: "nothing was sent; name a certificate authority of your own in NODE_EXTRA_CA_CERTS",
        cause,
      },
    );
  if (cause instanceof AggregateError) return connectionFault(cause.errors[0], hasMoved);
  return new Passing(REASONS[code] ?? cause.message, { hasMoved });
}

/** @throws ColophonError CANCELLED, once the signal has come */
function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled");
}

function unreachable(message: string, cause: unknown): ColophonError {
  return new ColophonError("URL_UNREACHABLE", message, {
    hint: "nothing was lost; check the address and the connection, then run the same command again",
    cause,
  });
}
