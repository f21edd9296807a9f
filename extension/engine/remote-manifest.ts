// A manifest that a file names, fetched because the reader agreed to ask that very host. Without that nobody is asked:
// any picture could make a browser call any address.
import { startsManifestStore } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { allOf, guardedRequest } from "../guarded-http.js";

const LIMIT = 64 * 1024 * 1024;
const TIME_MS = 30_000;

/**
 * @param host the one that the reader agreed to, with its port where it has one
 * @throws ColophonError URL_REFUSED for another host; URL_UNREACHABLE, FILE_TOO_LARGE, FORMAT_UNSUPPORTED
 */
export async function manifestAt(url: string, host: string): Promise<Blob> {
  if (!URL.canParse(url) || new URL(url).host !== host)
    throw new ColophonError("URL_REFUSED", `the manifest is not kept at ${host}`);
  const answer = await guardedRequest(url, { timeoutMs: TIME_MS, redirect: "error" });
  if (answer.status !== 200) {
    answer.stop();
    throw new ColophonError("URL_UNREACHABLE", `${host} answered ${answer.status}`);
  }
  const bytes = await allOf(answer, LIMIT);
  if (!startsManifestStore(bytes))
    throw new ColophonError("FORMAT_UNSUPPORTED", `what ${host} sent is no manifest`);
  return new Blob([bytes]);
}
