// The file at an address, when nobody has its bytes: asked for without cookies, and only as much as is needed to see
// whether it carries a credential; all of it only then.
import { ColophonError } from "../../src/index.js";
import { guardedHttp } from "./guarded-http.js";

interface Address {
  readonly url: string;
  readonly shown?: { readonly width: number; readonly height: number };
}

const LIMIT = 32 * 1024 * 1024;
const LIMIT_WHEN_ASKED = 256 * 1024 * 1024;

/** @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE */
export async function bytesAt(
  { url }: Address,
  asked: boolean,
): Promise<{ blob: Blob; name: string; fetched: number }> {
  const { status, bytes } = await guardedHttp(url, {
    maxBytes: asked ? LIMIT_WHEN_ASKED : LIMIT,
    timeoutMs: 30_000,
  });
  if (status < 200 || status > 299)
    throw new ColophonError("URL_UNREACHABLE", `the server answered ${status}`);
  return { blob: new Blob([bytes as Uint8Array<ArrayBuffer>]), name: url, fetched: bytes.length };
}
