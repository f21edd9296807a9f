// How the extension asks the network: http and https, no cookies, no referrer, no private network (the session rule of
// background/firewall.ts sees redirects, too), bounded in bytes and time.
import { ColophonError, type HttpAnswer, type HttpQuestion } from "../src/index.js";

/** One request whose answer is read piece by piece. */
export interface GuardedQuestion extends Omit<HttpQuestion, "maxBytes"> {
  /** `error`: the reader agreed to this very host, and to no other. */
  readonly redirect?: "follow" | "error";
  /** `no-store`: as it is now, not as the browser remembers it. */
  readonly cache?: "no-store";
}

/** An answer as it comes in. */
export interface GuardedAnswer extends Omit<HttpAnswer, "bytes"> {
  /** For people. */
  readonly host: string;
  /** The next bytes; undefined at the end. @throws ColophonError URL_UNREACHABLE, CANCELLED */
  next(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** No more is wanted. */
  stop(): void;
}

/** @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED */
export async function guardedHttp(
  url: string,
  { maxBytes, ...question }: HttpQuestion & GuardedQuestion,
): Promise<HttpAnswer> {
  const answer = await guardedRequest(url, question);
  const { status, headers, mediaType } = answer;
  const bytes = await allOf(answer, maxBytes);
  return { status, headers, ...(mediaType && { mediaType }), bytes };
}

/** Everything that is still to come. @throws ColophonError URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED */
export async function allOf(
  answer: Pick<GuardedAnswer, "host" | "next" | "stop">,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let part = await answer.next(); part; part = await answer.next()) {
    length += part.length;
    if (length > maxBytes) {
      answer.stop();
      throw tooLarge(answer.host, maxBytes);
    }
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export function tooLarge(host: string, maxBytes: number): ColophonError {
  return new ColophonError("FILE_TOO_LARGE", `what ${host} sends is larger than ${maxBytes} bytes`);
}

/** @throws ColophonError URL_REFUSED, URL_UNREACHABLE, CANCELLED */
export async function guardedRequest(
  url: string,
  { method = "GET", body, headers, timeoutMs, signal, redirect = "follow", cache }: GuardedQuestion,
): Promise<GuardedAnswer> {
  const host = hostOf(url);
  const limit = AbortSignal.timeout(timeoutMs);
  const failed = (cause: unknown) => {
    if (cause instanceof ColophonError) return cause;
    if (signal?.aborted) return new ColophonError("CANCELLED", "stopped", { cause });
    const why = limit.aborted ? `no complete answer within ${timeoutMs / 1000} s` : "no answer";
    return new ColophonError("URL_UNREACHABLE", `${host} could not be reached: ${why}`, { cause });
  };
  try {
    const response = await fetch(url, {
      method,
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
      ...(headers && { headers: { ...headers } }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect,
      ...(cache && { cache }),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    hostOf(response.url || url);
    const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    const reader = response.body?.getReader();
    return {
      host,
      status: response.status,
      headers: new Map(response.headers),
      ...(mediaType && { mediaType }),
      next: async () => {
        try {
          return (await reader?.read())?.value as Uint8Array<ArrayBuffer> | undefined;
        } catch (cause) {
          throw failed(cause);
        }
      },
      stop: () => void reader?.cancel().catch(() => undefined),
    };
  } catch (cause) {
    throw failed(cause);
  }
}

/** The host of an address that may be asked at all. @throws ColophonError URL_REFUSED */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) throw new ColophonError("URL_REFUSED", "this is no address");
  const { protocol, host, username, password } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:")
    throw new ColophonError("URL_REFUSED", `${protocol} addresses are not fetched`);
  if (username !== "" || password !== "")
    throw new ColophonError(
      "URL_REFUSED",
      `the address at ${host} carries a user name or password`,
    );
  return host;
}
