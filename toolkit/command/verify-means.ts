// Brings together what verification needs: trust, archive, and files or addresses.

import { basename, resolve } from "node:path";
import type { GatewayMeans, VerifyMeans } from "../../src/examine/index.js";
import { examine } from "../../src/examine/index.js";
import { ColophonError, type Verdict } from "../../src/index.js";
import { textBlocks } from "../../src/sign/index.js";
import { hostEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { loadTrust } from "../adapter/trust-store.js";
import { userFolders } from "../adapter/user-folders.js";
import { receiptAt } from "../receipt/receipt-file.js";
import { bytesSubject, fileSubject, type OpenSubject } from "../verify/subject.js";
import { at, type Io, PIPE } from "./command.js";

export interface VerifierOptions {
  readonly trust?: readonly string[];
  readonly offline?: boolean;
  readonly "no-archive"?: boolean;
  readonly archive?: string;
  readonly gateway?: readonly string[];
  readonly private?: boolean;
  readonly receipt?: string;
  /** Paths of the rest of a movie whose first part is verified. */
  readonly fragments?: readonly string[] | undefined;
  /** Media type of text, where its name does not say. */
  readonly type?: string;
}

/** @param name path, address or PIPE; with `content` only what it is called */
export type Verifier = (
  name: string,
  look?: NonNullable<VerifyMeans["look"]>,
  content?: Uint8Array,
) => Promise<Verdict>;

/** A function that verifies one path or address. @throws ColophonError USAGE, URL_REFUSED, TRUST_LIST_INVALID, FILE_* */
export async function verifier(options: VerifierOptions, io: Io): Promise<Verifier> {
  const gateways = await gatewayMeans(options, io);
  const trust = await loadTrust({
    env: io.env,
    files: (options.trust ?? []).map((path) => at(io, path)),
  });
  const archive = options["no-archive"] ? undefined : await archiveOf(options, io);
  const receipt = options.receipt === undefined ? undefined : receiptAt(at(io, options.receipt));
  return async (name, look, content) => {
    const subject = content
      ? bytesSubject(name, name, content)
      : await subjectOf(name, options, io);
    const { type } = options;
    try {
      return await examine(type === undefined ? subject : { ...subject, mediaType: type }, {
        engine: hostEngine,
        trust,
        now: io.now,
        blocksOf: textBlocks,
        ...(archive && { archive }),
        ...(gateways && { gateways }),
        ...(receipt && { receipt }),
        ...(look && { look }),
      });
    } finally {
      await subject.close();
    }
  };
}

/** The user's own may not have been begun yet. @throws ColophonError ARCHIVE_UNAVAILABLE */
function archiveOf({ archive }: VerifierOptions, io: Io): Promise<LocalArchive> {
  if (archive === undefined) return LocalArchive.open(userFolders(io.env).archive);
  return LocalArchive.openNamed(resolve(io.cwd, archive));
}

/** What `--gateway` and `--private` ask for. @throws ColophonError USAGE, URL_REFUSED */
export async function gatewayMeans(
  options: Pick<VerifierOptions, "gateway" | "private" | "offline">,
  io: Io,
): Promise<GatewayMeans | undefined> {
  const { gateway: names, offline } = options;
  if (!names) {
    if (!options.private) return undefined;
    throw new ColophonError("USAGE", "--private is about gateways, and none was named", {
      hint: "add --gateway URL, or --gateway public",
    });
  }
  if (offline)
    throw new ColophonError("USAGE", "--gateway asks the network, and --offline forbids it", {
      hint: "leave out one of the two",
    });
  const { gatewaysOf } = await import("../adapter/gateways.js");
  gatewaysOf(names, io); // names that are none are said before any file is read
  return {
    open: (signal) => gatewaysOf(names, { signal }),
    private: options.private === true,
    signal: io.signal,
  };
}

const LIMIT = 256 * 1024 * 1024;
const TIMEOUT = 60_000;

async function subjectOf(
  name: string,
  { offline, fragments }: VerifierOptions,
  io: Io,
): Promise<OpenSubject> {
  if (name === PIPE) return bytesSubject(name, "standard input", await io.stdin());
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return fileSubject(at(io, name), fragments);
  if (offline)
    throw new ColophonError("URL_REFUSED", `${name} was not fetched: --offline`, {
      hint: "download the file and verify the copy, or leave out --offline",
    });
  const { guardedFetch } = await import("../adapter/guarded-fetch.js");
  const { status, bytes, url } = await guardedFetch(name, {
    maxBytes: LIMIT,
    timeoutMs: TIMEOUT,
    signal: io.signal,
  });
  if (status < 200 || status > 299 || bytes.length === 0)
    throw new ColophonError("URL_UNREACHABLE", `${url} answered ${status}, without a file`, {
      hint: "check the address in a browser",
    });
  return bytesSubject(name, basename(new URL(url).pathname) || url, bytes);
}
