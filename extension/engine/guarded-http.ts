// How the extension asks the network: http and https, no cookies, no referrer, no private network (the session rule of
// background/firewall.ts sees redirects, too), bounded in bytes and time.
import { ColophonError, type HttpAnswer, type HttpQuestion } from "../../src/index.js";

/** @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED */
export async function guardedHttp(
  url: string,
  { method = "GET", body, headers, maxBytes, timeoutMs, signal }: HttpQuestion,
): Promise<HttpAnswer> {
  const { protocol, host, username, password } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:")
    throw new ColophonError("URL_REFUSED", `${protocol} addresses are not fetched`);
  if (username !== "" || password !== "")
    throw new ColophonError(
      "URL_REFUSED",
      `the address at ${host} carries a user name or password`,
    );
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
      ...(headers && { headers: { ...headers } }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "follow",
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    return {
      status: response.status,
      headers: new Map(response.headers),
      ...(mediaType && { mediaType }),
      bytes: await bounded(response, maxBytes, host),
    };
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    if (signal?.aborted) throw new ColophonError("CANCELLED", "stopped", { cause });
    const why = limit.aborted ? `no complete answer within ${timeoutMs / 1000} s` : "no answer";
    throw new ColophonError("URL_UNREACHABLE", `${host} could not be reached: ${why}`, { cause });
  }
}

async function bounded(response: Response, maxBytes: number, host: string): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new ColophonError(
        "FILE_TOO_LARGE",
        `what ${host} sends is larger than ${maxBytes} bytes`,
      );
    }
    parts.push(part.value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
