// Turbo by plain HTTP: POST of the bytes that were signed here, as ar.io's upload services take them. No package, no account
// to log in to, and no key in any request. Prices come from the payment service, and are the most it can come to.
import type { Http, HttpAnswer } from "../../src/archive/index.js";
import { asObject, asString, parseJson, utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { failureOf, failureOfNetwork } from "../publish/answer.js";
import type { Acceptance, FundedPublisher, OutgoingItem } from "../publish/publisher.js";
import { turboAccount } from "../publish/turbo-account.js";

export const TURBO = {
  upload: "https://upload.ardrive.io",
  payment: "https://payment.ardrive.io",
  topUp: "https://turbo-topup.com",
} as const;

/** Bytes of an answer: receipts and prices are a few hundred. */
const LARGEST_ANSWER = 64 * 1024;
const TIMEOUT = 60_000;
/** Owners whose allowances are asked for; the records of any more are taken as charged. */
const MOST_OWNERS = 20;

export interface TurboMeans {
  /** Addresses without a slash at the end. */
  readonly uploadUrl: string;
  readonly paymentUrl: string;
  readonly http: Http;
}

export function turboPublisher({ uploadUrl, paymentUrl, http }: TurboMeans): FundedPublisher {
  const service = `turbo ${uploadUrl}`;
  const ask = (url: string) =>
    http(url, { maxBytes: LARGEST_ANSWER, timeoutMs: TIMEOUT }).catch((cause: unknown) => {
      if (cause instanceof ColophonError && cause.code === "CANCELLED") throw cause;
      throw unusable(url, cause instanceof Error ? cause.message : "no answer", cause);
    });
  return {
    service,
    groupSize: 1,

    async quote(items) {
      const total = sum(items.map(({ bytes }) => bytes));
      const { uncharged, left } = await allowances(items, ask, { uploadUrl, paymentUrl });
      const charged = total - uncharged;
      const freeBytesLeft = left === undefined ? {} : { freeBytesLeft: left };
      const cost = charged === 0 ? 0n : await price(`${paymentUrl}/v1/price/bytes/${charged}`, ask);
      return { cost, unit: "Turbo credits", ...freeBytesLeft };
    },

    async deliver(items, signal) {
      const taken: Acceptance[] = [];
      for (const item of items) taken.push(await upload(item, service, http, uploadUrl, signal));
      return taken;
    },

    async balance(owner) {
      const { token, address } = await turboAccount(owner);
      const url = `${paymentUrl}/v1/account/balance/${token}?address=${encodeURIComponent(address)}`;
      const answer = await ask(url);
      const unknown = answer.status === 404; // it has never heard of this owner, so it holds nothing
      return {
        balance: unknown ? 0n : winc(objectIn(answer)?.["winc"], url),
        unit: "Turbo credits",
        ...(paymentUrl === TURBO.payment && { topUp: TURBO.topUp }),
      };
    },
  };
}

async function upload(
  { id, bytes }: OutgoingItem,
  service: string,
  http: Http,
  uploadUrl: string,
  signal: AbortSignal | undefined,
): Promise<Acceptance> {
  const answer = await http(`${uploadUrl}/v1/tx`, {
    method: "POST",
    body: bytes,
    headers: { "content-type": "application/octet-stream", accept: "application/json" },
    maxBytes: LARGEST_ANSWER,
    timeoutMs: TIMEOUT + bytes.length / 50, // 50 KB/s at least
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw failureOfNetwork(cause);
  });
  if (answer.status === 202) return { id, already: true };
  if (answer.status !== 200 && answer.status !== 201) throw failureOf(service, answer);
  const receipt = objectIn(answer);
  const named = asString(receipt?.["id"]);
  if (named === undefined)
    throw new ColophonError("GATEWAY_FAILED", `${service} answered without a receipt`, {
      hint: "nothing counts as accepted by it; check its address, and whether this network asks you to log in",
    });
  const charged = asString(receipt?.["winc"]) ?? "";
  return { id: named, already: false, ...(WINC.test(charged) && { charged: BigInt(charged) }) };
}

type Ask = (url: string) => Promise<HttpAnswer>;
type Priced = Parameters<FundedPublisher["quote"]>[0];

/**
 * Bytes that surely aren't charged, whichever come first. A service that says nothing of an allowance gives none.
 * `left` is what a single owner still has.
 */
async function allowances(
  items: Priced,
  ask: Ask,
  { uploadUrl, paymentUrl }: Pick<TurboMeans, "uploadUrl" | "paymentUrl">,
): Promise<{ uncharged: number; left?: number }> {
  const largest = objectIn(await ask(`${uploadUrl}/v1/info`).catch(stopped))?.[
    "freeUploadLimitBytes"
  ];
  const owners = [...new Set(items.map(({ owner }) => owner))];
  const lefts: number[] = [];
  let uncharged = 0;
  for (const owner of owners.slice(0, MOST_OWNERS)) {
    const { address } = await turboAccount(owner);
    const url = `${paymentUrl}/v1/account/free?address=${encodeURIComponent(address)}`;
    const answer = await ask(url).catch(stopped);
    const said = answer?.status === 200 ? objectIn(answer)?.["bytesRemaining"] : undefined;
    const left = said === null ? Number.MAX_SAFE_INTEGER : said; // null: without limit
    if (!isSize(left)) continue;
    if (said !== null) lefts.push(left);
    const sizes = items.flatMap((one) =>
      one.owner === owner && isSize(largest) && one.bytes <= largest ? [one.bytes] : [],
    );
    const all = sum(sizes);
    // What comes last may not fit into what is left, and which comes last isn't known.
    uncharged += all <= left ? all : Math.max(0, left - Math.max(...sizes));
  }
  const [only] = lefts;
  return { uncharged, ...(owners.length === 1 && only !== undefined && { left: only }) };
}

async function price(url: string, ask: Ask): Promise<bigint> {
  const answer = await ask(url);
  if (answer.status !== 200) throw unusable(url, `it answered ${answer.status}`);
  return winc(objectIn(answer)?.["winc"], url);
}

const WINC = /^\d{1,30}$/;

function winc(value: unknown, url: string): bigint {
  const text = asString(value) ?? "";
  if (!WINC.test(text)) throw unusable(url, "its answer names no amount");
  return BigInt(text);
}

function objectIn(answer: HttpAnswer | undefined) {
  try {
    return asObject(parseJson(utf8Text(answer?.bytes ?? new Uint8Array(0)) ?? ""));
  } catch {
    return undefined;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, one) => total + one, 0);
}

/** No answer is no allowance; but who stops isn't kept waiting. */
function stopped(cause: unknown): undefined {
  if (cause instanceof ColophonError && cause.code === "CANCELLED") throw cause;
}

function unusable(url: string, why: string, cause?: unknown): ColophonError {
  const { host } = new URL(url);
  return new ColophonError("GATEWAY_FAILED", `${host} names no price and no balance: ${why}`, {
    hint: "nothing was sent, for what isn't known can't be agreed to; try again later, or name its payment service with --payment-url",
    cause,
  });
}
