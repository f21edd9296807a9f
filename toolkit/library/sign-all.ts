// Signing many files for programs: `colophon batch` as an async iterator, with the same journal, guarantees and reports.
import { resolve } from "node:path";
import { asObject } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { openPlaces } from "../adapter/places.js";
import { addressBelow, isAddress, isPrefix } from "../batch/address.js";
import { Planner } from "../batch/plan.js";
import { addAddress } from "../batch/plan-elsewhere.js";
import { type BatchNews, signBatch } from "../batch/sign-batch.js";
import { queueAddress } from "../queue/address.js";
import type { Assignment, SignResult } from "../sign/job.js";
import { openNamedTimeStamper } from "../sign/time-stamp.js";
import {
  checkFunction,
  checkNames,
  checkOptions,
  checkPath,
  checkSigning,
  checkStatement,
  checkText,
  type Names,
  usage,
} from "./argument.js";
import { assignment, SIGN_OPTIONS, type SignOptions } from "./sign.js";

/** One file, with what is said of it and not of all. */
export interface FileToSign
  extends Partial<Omit<SignOptions, "identity" | "archive" | "timeStampUrl">> {
  readonly input: string;
}

/** What is said of all files, who signs, and where they go. */
export interface SignAllOptions extends SignOptions {
  /** Folder, or address such as `s3://BUCKET/PREFIX/`, for the signed files; its journal lets the next call go on. */
  readonly out: string;
  /** Folder for journal and reports, needed when `out` is an address. */
  readonly state?: string;
  /** Names in `out` are paths from here; the working folder unless told. */
  readonly base?: string;
  /** Has the credentials for `s3://` addresses, AWS_ACCESS_KEY_ID and so on: such as process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Keep each manifest in a file of its own. */
  readonly sidecar?: boolean;
  /** Replace files in `out` that were not signed by it; never an original. */
  readonly replace?: boolean;
  /** The archive gets a record of each file besides that of the batch. */
  readonly recordEach?: boolean;
  /** Write a receipt beside each signed file. */
  readonly receipts?: boolean;
  /** As many as there are processor cores unless told. */
  readonly threads?: number;
  /** Address of a Redis, `redis://[USER:PASSWORD@]HOST[:PORT]`: then `colophon worker` signs, wherever it runs. */
  readonly queue?: string;
  /** Called with what there is to say while workers sign: that nobody takes the work, that the Redis is gone or back. */
  readonly onNote?: (text: string) => void;
}

const OPTIONS: Names<SignAllOptions> = {
  ...SIGN_OPTIONS,
  out: true,
  state: true,
  base: true,
  environment: true,
  sidecar: true,
  replace: true,
  recordEach: true,
  receipts: true,
  threads: true,
  queue: true,
  onNote: true,
};

const { identity: _, archive: __, timeStampUrl: ___, ...OF_ONE } = SIGN_OPTIONS;
const FILE_OPTIONS: Names<FileToSign> = { input: true, ...OF_ONE };

/** What became of one file. */
export type SignedOrNot =
  | ({ readonly status: "signed" } & Pick<
      SignResult,
      "input" | "output" | "sidecar" | "mediaType" | "manifestId" | "at"
    >)
  | { readonly status: "failed"; readonly input: string; readonly error: ColophonError };

/** What the whole came to. */
export interface AllSigned {
  readonly signed: number;
  /** Signed by an earlier call, and left as they were. */
  readonly kept: number;
  readonly failed: number;
  /** Not tried: it was stopped, or the disk was full. */
  readonly left: number;
  /** Id of the batch record. */
  readonly record?: string;
}

/**
 * Signs files into a folder or to an address, several at a time, and tells of each as it is on disk, in no order; what an earlier call has
 * signed and nobody changed since is left and not told. `check` is on unless it is false. Who stops listening stops it;
 * the next call goes on from there. The generator returns what the whole came to.
 *
 * @throws ColophonError OUTPUT_UNWRITABLE (also: another process is at it), DISK_FULL, FILE_UNREADABLE, ENGINE_FAILED,
 * KEY_MISMATCH, TIMESTAMP_FAILED, ARCHIVE_UNAVAILABLE, QUEUE_UNAVAILABLE, USAGE (an argument is none, or what a queue can't do): what stops everything; what is wrong with a file is told
 */
export async function* signAll(
  files: Iterable<string | FileToSign> | AsyncIterable<string | FileToSign>,
  options: SignAllOptions,
): AsyncGenerator<SignedOrNot, AllSigned> {
  checkSigningAll(files, options);
  const { identity, out, base, archive, signal, replace, sidecar, recordEach, receipts, threads } =
    options;
  const { state, environment = {}, queue, onNote = () => undefined } = options;
  const address = queue === undefined ? undefined : queueAddress(queue);
  if (address && (threads !== undefined || recordEach))
    throw new ColophonError(
      "USAGE",
      "with a queue there are no threads here, and no record of each",
      {
        hint: "leave out threads and recordEach: workers sign, and the archive gets one record of all",
      },
    );
  const now = options.now ?? (() => new Date());
  const what = assignmentOf(options);
  const isFar = base !== undefined && isAddress(base);
  const planner = new Planner({ out, cwd: ".", base: isFar ? base : resolve(base ?? ".") });
  const places = openPlaces(environment, signal);
  for await (const file of files) {
    const one = typeof file === "string" ? { input: file } : file;
    checkPath(asObject(one)?.["input"], "a file's input");
    checkNames({ ...one }, FILE_OPTIONS, "a file");
    checkStatement({ ...one });
    const said = file === one && { what: assignmentOf({ ...options, ...one }) };
    if (isAddress(one.input) && isPrefix(one.input))
      await addAddress(planner, { address: one.input, ...said }, places, out);
    else planner.addNamed({ path: one.input, ...said });
  }
  const url = options.timeStampUrl ?? identity.signer.timeStampUrl;
  const whole = isAddress(out) ? addressBelow(out, "") : out;
  const news = signBatch({
    plan: planner.plan(),
    out: whole,
    ...(state !== undefined && { state }),
    environment,
    what,
    identity,
    now,
    ...(archive !== undefined && { archive: await LocalArchive.open(archive) }),
    ...(url !== undefined && { timeStampUrl: url }),
    ...(url !== undefined &&
      !address && { stamper: await openNamedTimeStamper({ url, now, signal }) }),
    ...(address && {
      executor: async (setting) => {
        const { openQueue } = await import("../queue/open.js");
        const by = { ...(url !== undefined && { timeStampUrl: url }), ...(signal && { signal }) };
        return openQueue({ address, setting, out: whole, identity, note: onNote, ...by });
      },
    }),
    ...(signal && { signal }),
    ...(replace && { force: true }),
    ...(sidecar && { sidecar }),
    ...(recordEach && { recordEach }),
    ...(receipts && { receipts }),
    ...(threads !== undefined && { threads }),
  });
  let record: string | undefined;
  for await (const one of news) {
    const told = toldOf(one);
    if (told) yield told;
    if (one.type === "recorded") record = one.id;
    if (one.type === "end") {
      const { signed, kept, failed, left } = one;
      return { signed, kept, failed, left, ...(record !== undefined && { record }) };
    }
  }
  throw new ColophonError("INTERNAL", "a batch ended without an end");
}

/** A string is iterable, too: it would be taken for the names of as many files as it has letters. */
function checkSigningAll(files: unknown, options: unknown): void {
  const list = Object(files) as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
  if (typeof files === "string" || !(list[Symbol.iterator] || list[Symbol.asyncIterator]))
    throw usage("files is no list of files", 'write signAll(["a.jpg"], ...)');
  const { signal: _, ...rest } = checkOptions(options, "signAll");
  checkSigning(rest, "signAll", OPTIONS); // what is stopped before it begins ends as what is stopped later: nothing is signed, all is left
  checkPath(rest["out"], "out");
  for (const name of ["state", "base", "queue"]) checkText(rest[name], name);
  checkFunction(rest["onNote"], "onNote", "write onNote: (text) => console.error(text)");
  if (rest["state"] !== undefined && !isAddress(`${rest["out"]}`))
    throw usage("state is for an output at an address", "a folder keeps its own journal");
  const { threads } = rest;
  if (threads !== undefined && !(Number.isInteger(threads) && Number(threads) > 0))
    throw usage(
      "threads is no whole number above 0",
      "leave it out for as many as there are cores",
    );
}

function toldOf(news: BatchNews): SignedOrNot | undefined {
  if (news.type === "failed") {
    const { code, message, hint } = news.fault;
    const error = new ColophonError(code, message, hint === undefined ? {} : { hint });
    return { status: "failed", input: news.input, error };
  }
  if (news.type !== "signed") return undefined;
  const { input, output, sidecar, mediaType, manifest, at } = news.entry;
  return {
    status: "signed",
    input,
    output,
    sidecar,
    mediaType,
    manifestId: manifest,
    at: new Date(at),
  };
}

/** A check is the rule for many files, as it is on the command line. */
function assignmentOf(options: SignAllOptions & { input?: string }): Assignment {
  const {
    out: _,
    base: __,
    sidecar: ___,
    replace: ____,
    state: _________,
    environment: __________,
    queue: ___________,
    onNote: ____________,
    recordEach: _____,
    input: ______,
    ...rest
  } = options;
  const { receipts: _______, threads: ________, check = true, ...said } = rest;
  return assignment({ ...said, check });
}
