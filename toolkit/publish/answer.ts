// What an answer over HTTP means for a delivery: who should try again and when, who should pay, what is no use at all.
import type { HttpAnswer } from "../../src/archive/index.js";
import { asObject, asString, parseJson, utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { DeliveryFailed } from "./publisher.js";

/** Longer than a day is a mistake or an attack. */
const LONGEST_WAIT = 86_400_000;
/** Not found, wrong method, not implemented: whatever is there, it isn't a service that takes records. */
const NO_SUCH_SERVICE: ReadonlySet<number> = new Set([404, 405, 501]);
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/** The error for an answer that takes nothing: DeliveryFailed, or GATEWAY_FAILED when asking again makes no sense. */
export function failureOf(service: string, answer: HttpAnswer): DeliveryFailed | ColophonError {
  const { status } = answer;
  const why = `it answered ${status}${wordsIn(answer)}`;
  if (status === 402) return new DeliveryFailed("payment", why);
  if (TRY_AGAIN.has(status) || (status >= 500 && status !== 501)) {
    const wait = retryAfter(answer.headers.get("retry-after"));
    return new DeliveryFailed("try again", why, wait === undefined ? {} : { retryAfter: wait });
  }
  if (status >= 400 && !NO_SUCH_SERVICE.has(status)) return new DeliveryFailed("refused", why);
  return new ColophonError("GATEWAY_FAILED", `${service} takes no records: ${why}`, {
    hint: "what was not taken stays queued; check the address of the service",
  });
}

/**
 * The error for a question that got no answer. An answer that was too large may have been to a delivery that succeeded.
 * @returns what to throw: errors that asking again can't mend come back as they are
 */
export function failureOfNetwork(cause: unknown): unknown {
  const again =
    cause instanceof ColophonError &&
    (cause.code === "URL_UNREACHABLE" || cause.code === "FILE_TOO_LARGE");
  return again ? new DeliveryFailed("try again", cause.message, { cause }) : cause;
}

/** Milliseconds that Retry-After asks for, as seconds or as a date (RFC 9110 §10.2.3). */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim() ?? "";
  const date = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text);
  const until = date ? Date.parse(text) - now : Number.NaN;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : until;
  if (Number.isNaN(wait)) return undefined;
  return Math.min(Math.max(wait, 0), LONGEST_WAIT);
}

/** What a service says about its refusal, when it says it in a way that is meant to be read. */
function wordsIn({ mediaType, bytes }: HttpAnswer): string {
  const text = utf8Text(bytes.subarray(0, 2000))?.trim() ?? "";
  if (mediaType === "text/plain") return said(text);
  try {
    const json = parseJson(text);
    const { message, error, code } = asObject(json) ?? {};
    return said(asString(message) ?? asString(error) ?? asString(code) ?? asString(json));
  } catch {
    return "";
  }
}

function said(text: string | undefined): string {
  return text ? `: ${text.slice(0, 200)}` : "";
}
