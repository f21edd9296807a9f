// Asks a time-stamping authority (RFC 3161 over HTTP, §3.4) for a token over a signature, and believes nothing it sends:
// the answer must be granted, about our imprint, to our question (nonce), about now, and signed by the authority it names.
import { createHash, randomBytes } from "node:crypto";
import { equal, toHex } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import {
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampToken,
} from "../../src/trust/index.js";
import {
  type GuardedFetchOptions,
  type GuardedResponse,
  guardedFetch,
} from "../adapter/guarded-fetch.js";
import type { TimeStamper } from "./claim-signer.js";
import { positiveNonce, timeStampQuery } from "./time-stamp-query.js";
import { timeStampFault } from "./time-stamp-signature.js";

export interface TimeStampOptions {
  /** The authority's address. */
  readonly url: string;
  /** A token that is more than a day off this clock is refused. */
  readonly now: () => Date;
  /** guardedFetch unless told; a caller whose user chose a service on this machine allows loopback here. */
  readonly fetch?: (url: string, options: GuardedFetchOptions) => Promise<GuardedResponse>;
  /** Up to 20 bytes; 8 random ones unless told. */
  readonly nonce?: Uint8Array;
  /** 30 seconds unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Bytes by which a token may outgrow an earlier one of the same service. Of 250 by openssl's, with a P-256 key, the largest
 * and the smallest are 3 bytes apart (ECDSA in DER), 6 with fractions of a second; serial numbers may add 19 elsewhere.
 * What is left goes into the COSE `pad`, which takes up neither fewer than 5 bytes nor 29 (its own header grows).
 */
const SPREAD = 34;
const SMALLEST_PAD = 30;
const MAX_RESPONSE = 1 << 16;
const TOLERANCE_MS = 24 * 3600 * 1000;
const SHA256 = "2.16.840.1.101.3.4.2.1";

/**
 * A TimeStampToken (DER, as `sigTst2` holds it) over SHA-256 of `imprintData`, the CBOR of `timeStampImprint`.
 * @throws ColophonError TIMESTAMP_FAILED with what the service said; URL_REFUSED, CANCELLED
 */
export async function requestTimeStamp(
  imprintData: Uint8Array,
  options: TimeStampOptions,
): Promise<Uint8Array> {
  const imprint = createHash("sha256").update(imprintData).digest();
  const nonce = positiveNonce(options.nonce ?? randomBytes(8));
  const answer = await ask(timeStampQuery(imprint, nonce), options);
  try {
    const { token, refusal } = grantedToken(answer);
    if (!token) throw failed(options, refusal);
    const fault = faultOf(parseTimeStampToken(token), imprint, nonce, options.now());
    if (fault) throw failed(options, fault);
    return token;
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "TIMESTAMP_FAILED") throw cause;
    throw failed(options, "what it sent is not a readable time-stamp", cause);
  }
}

/**
 * A time-stamper for any number of signatures. How much room a token needs must be known before there is a signature to
 * stamp, so the service is asked for one over nothing first.
 * @throws ColophonError as requestTimeStamp; `token` throws TIMESTAMP_FAILED, too, for a token that outgrows `maxSize`
 */
export async function openTimeStamper(options: TimeStampOptions): Promise<TimeStamper> {
  const probe = await requestTimeStamp(new Uint8Array(32), options);
  const maxSize = probe.length + SPREAD + SMALLEST_PAD;
  return {
    maxSize,
    sample: probe,
    async token(imprintData) {
      const token = await requestTimeStamp(imprintData, options);
      if (token.length + SMALLEST_PAD > maxSize)
        throw failed(
          options,
          `its token takes ${token.length} bytes, the one before ${probe.length}`,
        );
      return token;
    },
  };
}

/**
 * As openTimeStamper, for a service that the user named: it may well run on the same machine.
 * @throws ColophonError as openTimeStamper
 */
export function openNamedTimeStamper(
  options: Pick<TimeStampOptions, "url" | "now"> & { readonly signal?: AbortSignal | undefined },
): Promise<TimeStamper> {
  const { url, now, signal } = options;
  return openTimeStamper({
    url,
    now,
    ...(signal && { signal }),
    fetch: (address, how) => guardedFetch(address, { ...how, allowLoopback: true }),
  });
}

async function ask(query: Uint8Array, options: TimeStampOptions): Promise<Uint8Array> {
  const { url, signal, timeoutMs = 30_000, fetch = guardedFetch } = options;
  try {
    const { status, bytes } = await fetch(url, {
      body: query,
      headers: { "content-type": "application/timestamp-query" },
      maxBytes: MAX_RESPONSE,
      timeoutMs,
      ...(signal && { signal }),
    });
    if (status !== 200) throw failed(options, `it answered with HTTP status ${status}`);
    return bytes;
  } catch (cause) {
    const code = cause instanceof ColophonError ? cause.code : undefined;
    if (code !== "URL_UNREACHABLE" && code !== "FILE_TOO_LARGE") throw cause;
    throw failed(options, (cause as ColophonError).message, cause);
  }
}

const STATUS = ["granted", "granted with changes", "rejection", "waiting", "revocation warning"];
/** PKIFailureInfo (RFC 3161 §2.4.2) by bit. */
const FAILURES: Readonly<Record<number, string>> = {
  0: "badAlg: it does not take SHA-256",
  2: "badRequest",
  5: "badDataFormat",
  14: "timeNotAvailable: its clock is out of order",
  15: "unacceptedPolicy",
  16: "unacceptedExtension",
  17: "addInfoNotAvailable",
  25: "systemFailure",
};

function grantedToken(answer: Uint8Array): { token?: Uint8Array; refusal: string } {
  const { status, text, failures, token } = parseTimeStampResponse(answer);
  const granted = status === 0 || status === 1;
  if (granted && token) return { token, refusal: "" };
  const words = [
    STATUS[status] ?? `status ${status}`,
    ...failures.map((bit) => FAILURES[bit] ?? `failure ${bit}`),
    ...(text ? [`"${text.slice(0, 200)}"`] : []),
    ...(granted ? ["no token was sent"] : []),
  ];
  return { refusal: `it answered ${words.join(", ")}` };
}

/** What keeps the token from being the answer to our request; undefined when nothing does. */
function faultOf(
  token: TimeStampToken,
  imprint: Uint8Array,
  nonce: Uint8Array,
  now: Date,
): string | undefined {
  if (token.imprintAlgorithm !== SHA256 || !equal(token.imprint, imprint))
    return "the time-stamp is over something else";
  if (token.nonce !== toHex(nonce)) return "the time-stamp answers another request";
  if (Math.abs(token.at.getTime() - now.getTime()) > TOLERANCE_MS)
    return `the time-stamp says ${token.at.toISOString()}, more than a day from this computer's clock`;
  return timeStampFault(token);
}

function failed({ url }: TimeStampOptions, why: string, cause?: unknown): ColophonError {
  const host = URL.canParse(url) ? new URL(url).host : url;
  return new ColophonError("TIMESTAMP_FAILED", `no time-stamp from ${host}: ${why}`, {
    hint: "nothing was written; try again, name another service with --tsa, or sign without a time-stamp",
    cause,
  });
}
