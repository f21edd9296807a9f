// How the options page asks the network, always after a click: without cookies and referrer, bounded in bytes and time.
// The session rules of background/firewall.ts hold for it as for everything else of ours.
import { ColophonError, type HttpAnswer, type HttpQuestion } from "../../src/index.js";

/** @throws ColophonError URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED */
export async function ask(
  url: string,
  { method = "GET", body, headers, maxBytes, timeoutMs, signal }: HttpQuestion,
): Promise<HttpAnswer> {
  const { host } = new URL(url);
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
      ...(headers && { headers: { ...headers } }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    const bytes = await bounded(response, maxBytes, host);
    return { status: response.status, headers: new Map(response.headers), bytes };
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    if (signal?.aborted) throw new ColophonError("CANCELLED", "stopped", { cause });
    throw new ColophonError("URL_UNREACHABLE", `${host} gave no complete answer`, { cause });
  }
}

async function bounded(response: Response, most: number, host: string): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > most)
      throw new ColophonError("FILE_TOO_LARGE", `${host} sends more than ${most} bytes`);
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
