// Verifying for programs: the same path as `colophon verify`, with trust, archive and time as arguments.

import type { GatewayMeans } from "../../src/examine/index.js";
import { examine } from "../../src/examine/index.js";
import type { Verdict } from "../../src/index.js";
import { textBlocks } from "../../src/sign/index.js";
import { trustLists } from "../../src/trust/index.js";
import { hostEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { receiptAt } from "../receipt/receipt-file.js";
import { bytesSubject, fileSubject } from "../verify/subject.js";
import {
  checkBytes,
  checkFunction,
  checkNames,
  checkOptions,
  checkPath,
  checkStrings,
  checkText,
  type Names,
  usage,
} from "./argument.js";

/** Whose word counts, where to look a file up, and what time it is. */
export interface VerifyOptions {
  /** Certificates (PEM) of authorities whose signers count as Trusted. Nobody is trusted unless named. */
  readonly anchors?: readonly string[];
  /** Certificates (PEM) of time-stamping authorities. */
  readonly timeStampAnchors?: readonly string[];
  /** Folder of an archive to look into. */
  readonly archive?: string;
  /** Addresses of gateways to look the file up at; `public` stands for well-known ones. Nobody is asked unless named. */
  readonly gateways?: readonly string[];
  /** Tells gateways only the first 16 bits of a file's hash. */
  readonly privateLookup?: boolean;
  /** Path of a receipt that is said to be about the file. One that isn't is the finding `colophon.archive.receiptRejected`. */
  readonly receipt?: string;
  /** Paths of the rest of a movie whose first part the file is (an initialization segment). */
  readonly fragments?: readonly string[];
  readonly now?: () => Date;
  /** Name of content given as bytes. */
  readonly name?: string;
}

const OPTIONS: Names<VerifyOptions> = {
  anchors: true,
  timeStampAnchors: true,
  archive: true,
  gateways: true,
  privateLookup: true,
  receipt: true,
  fragments: true,
  now: true,
  name: true,
};

/**
 * Says who signed a file, when, with what, and whether that still holds. Offline, unless `gateways` are named.
 *
 * @param input path of a file, or its bytes
 * @returns a verdict, whatever the file holds; "Invalid" is a verdict, not an exception
 * @throws ColophonError USAGE (an argument is none), FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_EMPTY, FILE_UNREADABLE, TRUST_LIST_INVALID, ENGINE_FAILED, ARCHIVE_UNAVAILABLE, URL_REFUSED
 */
export async function verify(
  input: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<Verdict> {
  if (typeof input === "string") checkPath(input, "input");
  else checkBytes(input, "input", "input is neither a path nor bytes");
  checkNames(checkOptions(options, "verify"), OPTIONS, "verify");
  for (const list of LISTS) checkStrings(options[list], list);
  for (const text of ["archive", "receipt", "name"] as const) checkText(options[text], text);
  checkFunction(options.now, "now", "write now: () => new Date()");
  if (options.privateLookup && !options.gateways)
    throw usage(
      "privateLookup is about gateways, and none was named",
      'add gateways: ["https://..."]',
    );
  const { anchors = [], timeStampAnchors = [], archive, name = "content", now } = options;
  const { gateways, privateLookup = false, receipt, fragments } = options;
  const subject =
    typeof input === "string"
      ? await fileSubject(input, fragments)
      : bytesSubject(name, name, input);
  try {
    return await examine(subject, {
      engine: hostEngine,
      trust: trustLists({
        signers: anchors.map((pem, i) => ({ name: `anchors[${i}]`, pem })),
        timeStamps: timeStampAnchors.map((pem, i) => ({ name: `timeStampAnchors[${i}]`, pem })),
      }),
      now: now ?? (() => new Date()),
      blocksOf: textBlocks,
      ...(archive !== undefined && { archive: await LocalArchive.openNamed(archive) }),
      ...(receipt !== undefined && { receipt: receiptAt(receipt) }),
      ...(gateways && { gateways: await asked(gateways, privateLookup) }),
    });
  } finally {
    await subject.close();
  }
}

const LISTS = ["anchors", "timeStampAnchors", "gateways", "fragments"] as const;

async function asked(names: readonly string[], only16Bits: boolean): Promise<GatewayMeans> {
  const { gatewaysOf } = await import("../adapter/gateways.js");
  return { open: (signal) => gatewaysOf(names, { signal }), private: only16Bits };
}
