// Signing for programs: the same path as `colophon sign`, with everything an argument.
import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import { hostEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { receiptPath } from "../receipt/receipt-file.js";
import { type ClaimSigner, claimSigner } from "../sign/claim-signer.js";
import type { Assignment, SignMeans, SignResult } from "../sign/job.js";
import type { Statement } from "../sign/options.js";
import { signBytes as signInMemory } from "../sign/sign-bytes.js";
import { signMedia } from "../sign/sign-media.js";
import type { OpenIdentity } from "../sign/signer.js";
import { openNamedTimeStamper } from "../sign/time-stamp.js";
import {
  checkBytes,
  checkPath,
  checkSigning,
  checkText,
  type Names,
  STATEMENT,
  usage,
} from "./argument.js";

/** What is said about the content, and how it is signed. */
export interface SignOptions extends Statement, Omit<Assignment, "statement"> {
  /** From openIdentity or createIdentity. */
  readonly identity: OpenIdentity;
  /** RFC 3161 service to get a time-stamp from. */
  readonly timeStampUrl?: string;
  /** Folder of the archive that gets a record; nothing is archived without. */
  readonly archive?: string;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}

/** Names of what every kind of signing takes. */
export const SIGN_OPTIONS: Names<SignOptions> = {
  identity: true,
  ...STATEMENT,
  timeStampUrl: true,
  archive: true,
  now: true,
  signal: true,
};

/** Where the result goes. */
export interface SignFileOptions extends SignOptions {
  /** `NAME.signed.EXT` beside the input unless told; with `sidecar`, `NAME.EXT.c2pa`. */
  readonly output?: string;
  /** Replace an existing output. */
  readonly replace?: boolean;
  /** Keep the manifest in a file of its own: for any kind of file. */
  readonly sidecar?: boolean;
  /** Change the input itself, where its format has room, and write no other file. Undone when it is interrupted. */
  readonly inPlace?: boolean;
  /**
   * Paths of the rest of a movie whose first part the input is (an initialization segment), in the order in which they
   * are played. Signed, they go beside `output`, which is then not to be left out, under their own names.
   */
  readonly fragments?: readonly string[];
  /** Write a receipt of the archive record: `true` for beside the signed file, or the path of its file. */
  readonly receipt?: boolean | string;
}

const FILE_OPTIONS: Names<SignFileOptions> = {
  ...SIGN_OPTIONS,
  output: true,
  replace: true,
  sidecar: true,
  inPlace: true,
  fragments: true,
  receipt: true,
};

/**
 * Signs a file; the original stays as it is, and the output appears complete or not at all.
 *
 * @returns where the signed file is, its manifest's URN, its media type, by how many bytes it grew, and where its
 * receipt is, if one was asked for
 * @throws ColophonError USAGE (an argument is none), CANCELLED, FILE_*, CONTAINER_MALFORMED, FORMAT_UNSUPPORTED, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL,
 * DEFINITION_INVALID, SIGNER_FAILED, TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED
 */
export async function sign(input: string, options: SignFileOptions): Promise<SignResult> {
  checkPath(input, "input", "give it as a string; bytes are signed with signBytes");
  checkSigning(options, "sign", FILE_OPTIONS);
  const { replace, sidecar, receipt, fragments, inPlace } = options;
  if (inPlace && options.output !== undefined)
    throw usage("inPlace writes no other file", "leave out inPlace, or output");
  if (typeof receipt !== "boolean") checkText(receipt, "receipt");
  const output = inPlace ? input : (options.output ?? beside(input, sidecar === true));
  const where = {
    input,
    output,
    ...(replace && { replace }),
    ...(sidecar && { sidecar }),
    ...(fragments && { fragments }),
    ...(inPlace && { inPlace }),
    ...(receipt && { receipt: receipt === true ? receiptPath(sidecar ? input : output) : receipt }),
  };
  return signMedia({ ...assignment(options), ...where }, await means(options));
}

/** Content signed in memory. */
export interface SignedContent {
  readonly bytes: Uint8Array;
  /** The manifest store (JUMBF) that was put into it. */
  readonly store: Uint8Array;
  readonly mediaType: string;
  readonly manifestId: string;
  readonly at: Date;
}

const { archive: _, ...MEMORY_OPTIONS } = SIGN_OPTIONS;

/**
 * Signs content held in memory. `name` titles the manifest; nothing is written and nothing archived.
 *
 * @throws ColophonError USAGE (an argument is none), CANCELLED, CONTAINER_MALFORMED, FORMAT_UNSUPPORTED,
 * DEFINITION_INVALID, SIGNER_FAILED, TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED
 */
export async function signBytes(
  name: string,
  bytes: Uint8Array,
  options: Omit<SignOptions, "archive">,
): Promise<SignedContent> {
  checkPath(name, "name", "the file name that the bytes have, or would have");
  checkBytes(bytes, "bytes");
  checkSigning(options, "signBytes", MEMORY_OPTIONS);
  const signed = await signInMemory(name, bytes, assignment(options), await means(options));
  const { output, store, mediaType, manifestId, at } = signed;
  return { bytes: output, store, mediaType, manifestId, at };
}

/** What is asked for, without who signs and where. */
export function assignment(options: SignOptions): Assignment {
  const {
    identity: _,
    timeStampUrl: __,
    archive: ___,
    now: ____,
    signal: _____,
    ...rest
  } = options;
  const { parent, ingredients, thumbnail, remoteUrl, check, text, ...statement } = rest;
  return {
    statement,
    ...(parent !== undefined && { parent }),
    ...(ingredients && { ingredients }),
    ...(thumbnail && { thumbnail }),
    ...(remoteUrl !== undefined && { remoteUrl }),
    ...(check && { check }),
    ...(text && { text }),
  };
}

/** Prepared once per identity: a catalogue is signed with one. */
const signers = new WeakMap<OpenIdentity, Promise<ClaimSigner>>();

async function means(options: SignOptions): Promise<SignMeans> {
  const { identity, archive, signal } = options;
  const now = options.now ?? (() => new Date());
  const url = options.timeStampUrl ?? identity.signer.timeStampUrl;
  const signer =
    url === undefined ? signers.get(identity) : stampedSigner(url, identity, now, signal);
  const prepared = signer ?? claimSigner(identity.signer);
  if (url === undefined) signers.set(identity, prepared);
  return {
    engine: await hostEngine(),
    identity,
    signer: await prepared,
    ...(archive !== undefined && { archive: await LocalArchive.open(archive) }),
    now,
    uuid: randomUUID,
    ...(signal && { signal }),
  };
}

async function stampedSigner(
  url: string,
  identity: OpenIdentity,
  now: () => Date,
  signal: AbortSignal | undefined,
): Promise<ClaimSigner> {
  const stamper = await openNamedTimeStamper({ url, now, signal });
  return claimSigner(identity.signer, stamper);
}

function beside(input: string, sidecar: boolean): string {
  if (sidecar) return `${input}.c2pa`;
  const extension = extname(input);
  return `${extension ? input.slice(0, -extension.length) : input}.signed${extension}`;
}
