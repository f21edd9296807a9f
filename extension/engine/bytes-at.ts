// The file at an address, when nobody has its bytes: asked for without cookies, and only as much of it as is needed to
// see whether it carries a credential; all of it only then.
import { mayCarry, sniffMediaType } from "../../src/container/index.js";
import { Changed, RemoteFile } from "./remote-file.js";

const LIMIT = 32 * 1024 * 1024;
const LIMIT_WHEN_ASKED = 256 * 1024 * 1024;
const TIME_MS = 30_000;
const TIME_WHEN_ASKED_MS = 120_000;

export interface Wanted {
  /** `error` where a redirect may lead to a host that the firewall doesn't see. */
  readonly redirect: "follow" | "error";
  /** The reader waits for this very one. */
  readonly asked: boolean;
  /** All of it is needed, whatever it holds. */
  readonly all: boolean;
  /** A version whose result is known: nothing more is fetched of it. */
  readonly known?: string;
}

/** What there is at an address. */
export interface Found {
  /** Undefined for a version that is known, and for a file that carries nothing. */
  readonly blob?: Blob;
  /** What was read of it answers every question about its kind. */
  readonly file: RemoteFile;
}

/**
 * @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_EMPTY, FILE_TOO_LARGE (it may carry a credential, and is
 * larger than what is fetched without being asked for: 32 MB, or 256 MB then)
 */
export async function bytesAt(url: string, wanted: Wanted): Promise<Found> {
  const { redirect } = wanted;
  const options = wanted.asked
    ? { limit: LIMIT_WHEN_ASKED, timeoutMs: TIME_WHEN_ASKED_MS, redirect }
    : { limit: LIMIT, timeoutMs: TIME_MS, redirect };
  const file = await RemoteFile.open(url, options);
  try {
    return await found(file, wanted);
  } catch (cause) {
    if (!(cause instanceof Changed)) throw cause;
  }
  const again = await RemoteFile.open(url, { ...options, whole: true });
  again.fetched += file.fetched;
  return found(again, wanted);
}

async function found(file: RemoteFile, { all, known }: Wanted): Promise<Found> {
  try {
    if (known !== undefined && known === file.version) return { file };
    if (!all && !(await mayCarry(file))) {
      await sniffMediaType(file); // so that it can be asked again when the file is closed
      return { file };
    }
    return { file, blob: await file.whole() };
  } finally {
    file.close();
  }
}
