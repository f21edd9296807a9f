// Turbo through its own package, for those who have it: @ardrive/turbo-sdk, an optional peer of 782 packages and 898 MB,
// loaded when it is asked for and never before. It gets items that are signed already, and so sees no key. It brings a
// network client of its own: the guard of guarded-fetch.ts stands before the addresses that it is given, not before these.
import { createRequire } from "node:module";
import type { Http } from "../../src/archive/index.js";
import { asArray, asObject, asString, utf8 } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { failureOf } from "../publish/answer.js";
import {
  type Acceptance,
  type Balance,
  DeliveryFailed,
  type FundedPublisher,
  type OutgoingItem,
} from "../publish/publisher.js";
import { turboAccount } from "../publish/turbo-account.js";
import { TURBO } from "./turbo.js";

const PACKAGE = "@ardrive/turbo-sdk";
const TIMEOUT = 60_000;
/** What a payment page is opened for, US dollars; whoever pays may choose another amount there. */
const TOP_UP = 10;
const WINC = /^\d{1,30}$/;

/** As much of the package as is used here; all that comes back is looked at. */
interface TurboModule {
  readonly TurboFactory: {
    setLogLevel(level: "none"): void;
    unauthenticated(options: {
      readonly token?: string;
      readonly uploadServiceConfig: ServiceOptions;
      readonly paymentServiceConfig: ServiceOptions;
    }): TurboClient;
  };
  USD(dollars: number): unknown;
}

interface ServiceOptions {
  readonly url: string;
  /** It waits up to 31 seconds for a service that fails; the outbox knows better when to come back. */
  readonly retryConfig: {
    readonly retries: number;
    readonly retryDelay: () => number;
    readonly onRetry: () => void;
  };
}

interface TurboClient {
  uploadSignedDataItem(item: {
    readonly dataItemStreamFactory: () => Buffer;
    readonly dataItemSizeFactory: () => number;
    readonly signal: AbortSignal;
  }): Promise<unknown>;
  getUploadCosts(sizes: { readonly bytes: readonly number[] }): Promise<unknown>;
  getBalance(address: string): Promise<unknown>;
  createCheckoutSession(session: {
    readonly amount: unknown;
    readonly owner: string;
  }): Promise<unknown>;
}

/** @param means addresses without a slash at the end; `http` asks the upload service about items in doubt */
export function turboSdkPublisher(means: {
  readonly uploadUrl: string;
  readonly paymentUrl: string;
  readonly http: Http;
}): FundedPublisher {
  const service = `turbo-sdk ${means.uploadUrl}`;
  let loaded: TurboModule | undefined;
  const load = () => {
    loaded ??= loadPackage();
    return loaded;
  };
  const client = (token?: string) => {
    const { TurboFactory } = load();
    const retryConfig = { retries: 1, retryDelay: () => 0, onRetry: () => undefined };
    return TurboFactory.unauthenticated({
      ...(token !== undefined && { token }),
      uploadServiceConfig: { url: means.uploadUrl, retryConfig },
      paymentServiceConfig: { url: means.paymentUrl, retryConfig },
    });
  };
  return {
    service,
    groupSize: 1,

    async quote(items) {
      const turbo = client();
      if (items.length === 0) return { cost: 0n, unit: "Turbo credits" };
      const bytes = items.reduce((sum, one) => sum + one.bytes, 0);
      const costs = await amounts(means.paymentUrl, () => turbo.getUploadCosts({ bytes: [bytes] }));
      return { cost: winc(asArray(costs)[0], means.paymentUrl), unit: "Turbo credits" };
    },

    async deliver(items, signal) {
      const turbo = client();
      const taken: Acceptance[] = [];
      for (const item of items) taken.push(await upload(turbo, item, service, means, signal));
      return taken;
    },

    async balance(owner) {
      const { token, address } = await turboAccount(owner);
      const turbo = client(token);
      const held = await amounts(means.paymentUrl, () => turbo.getBalance(address));
      const { USD } = load();
      const topUp = await payingPage(means.paymentUrl, () =>
        turbo.createCheckoutSession({ amount: USD(TOP_UP), owner: address }),
      );
      const balance: Balance = { balance: winc(held, means.paymentUrl), unit: "Turbo credits" };
      return topUp === undefined ? balance : { ...balance, topUp };
    },
  };
}

/** @throws ColophonError PUBLISHER_MISSING */
function loadPackage(): TurboModule {
  const installed = createRequire(import.meta.url); // unlike import, it knows of NODE_PATH
  let path: string;
  try {
    path = installed.resolve(PACKAGE);
  } catch (cause) {
    throw missing(`${PACKAGE} is not installed`, cause);
  }
  let module: Readonly<Record<string, unknown>> | undefined;
  try {
    module = asObject(installed(path));
  } catch (cause) {
    throw missing(`${PACKAGE} could not be loaded`, cause);
  }
  if (!module?.["TurboFactory"] || !module["USD"])
    throw missing(`${PACKAGE} is of a version that is not known here`);
  const turbo = module as unknown as TurboModule;
  turbo.TurboFactory.setLogLevel("none"); // stdout is ours
  return turbo;
}

async function upload(
  turbo: TurboClient,
  item: OutgoingItem,
  service: string,
  { uploadUrl, http }: { readonly uploadUrl: string; readonly http: Http },
  signal: AbortSignal | undefined,
): Promise<Acceptance> {
  const { id } = item;
  const bytes = Buffer.from(item.bytes.buffer, item.bytes.byteOffset, item.bytes.length);
  const timeout = AbortSignal.timeout(TIMEOUT + Math.ceil(bytes.length / 50)); // 50 KB/s at least
  let said: unknown;
  try {
    said = await turbo.uploadSignedDataItem({
      dataItemStreamFactory: () => bytes,
      dataItemSizeFactory: () => bytes.length,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled", { cause });
    throw failureIn(cause, service);
  }
  const receipt = asObject(said);
  const named = asString(receipt?.["id"]);
  if (named !== undefined) {
    const charged = receipt?.["winc"]; // what was there already has no price
    const already = charged === undefined;
    const cost = asString(charged) ?? "";
    return { id: named, already, ...(WINC.test(cost) && { charged: BigInt(cost) }) };
  }
  // For 202, "I have it already", the package gives back the text of the answer; and so it does for any web page.
  const answer = await http(`${uploadUrl}/v1/tx/${id}/status`, {
    maxBytes: 64 * 1024,
    timeoutMs: TIMEOUT,
    ...(signal && { signal }),
  });
  if (answer.status === 200 && answer.mediaType === "application/json")
    return { id, already: true };
  throw new ColophonError("GATEWAY_FAILED", `${service} answered without a receipt`, {
    hint: "nothing counts as accepted by it; check its address, and whether this network asks you to log in",
  });
}

/** The package throws errors with the status of an answer that it didn't expect, and whatever fetch throws. */
function failureIn(cause: unknown, service: string): Error {
  const { status, message = String(cause) } = cause instanceof Error ? statusIn(cause) : {};
  if (status === undefined)
    return new DeliveryFailed("try again", `${service} gave no answer: ${message}`, { cause });
  const bytes = utf8(message.replace(/^Failed request \(Status \d+\): /, ""));
  return failureOf(service, { status, headers: new Map(), mediaType: "text/plain", bytes });
}

function statusIn(error: Error): { status?: number; message: string } {
  const { message } = error.cause instanceof Error ? error.cause : error; // fetch hides its reasons
  const status = "status" in error ? error.status : undefined;
  return typeof status === "number" ? { status, message: error.message } : { message };
}

async function amounts(url: string, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (cause) {
    throw unusable(url, cause instanceof Error ? statusIn(cause).message : "no answer", cause);
  }
}

function winc(answer: unknown, url: string): bigint {
  const text = asString(asObject(answer)?.["winc"]) ?? "";
  if (!WINC.test(text)) throw unusable(url, "its answer names no amount");
  return BigInt(text);
}

/** A page for paying in, where the service opens one; its public page where that is the service. */
async function payingPage(url: string, ask: () => Promise<unknown>): Promise<string | undefined> {
  const session = asObject(await ask().catch(() => undefined));
  const page = asString(session?.["url"]) ?? "";
  if (page.length <= 2000 && URL.canParse(page) && new URL(page).protocol === "https:") return page;
  return url === TURBO.payment ? TURBO.topUp : undefined;
}

function missing(why: string, cause?: unknown): ColophonError {
  return new ColophonError("PUBLISHER_MISSING", why, {
    hint: `nothing was sent; use --to turbo, which needs no package, or run: npm install ${PACKAGE}`,
    cause,
  });
}

function unusable(url: string, why: string, cause?: unknown): ColophonError {
  const { host } = new URL(url);
  return new ColophonError("GATEWAY_FAILED", `${host} names no price and no balance: ${why}`, {
    hint: "nothing was sent; try again later, or name its payment service with --payment-url",
    cause,
  });
}
