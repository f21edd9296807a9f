// colophon archive find: records of a file, of a manifest, of a signer or of words, here and at gateways that are named.
import { MANIFEST_URN } from "../../../src/archive/index.js";
import { isTextType, mediaTypeOf } from "../../../src/container/index.js";
import { isReading } from "../../../src/credential/index.js";
import { toBase64Url } from "../../../src/encoding/index.js";
import {
  examineWords,
  localEvidence,
  openCredential,
  type Search,
  searchGateways,
  storeJudge,
} from "../../../src/examine/index.js";
import { type ArchiveEvidence, ColophonError, type Finding } from "../../../src/index.js";
import { textBlocks } from "../../../src/sign/index.js";
import { plainBlocks } from "../../../src/text/index.js";
import { hostEngine } from "../../adapter/engine-host.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { loadTrust } from "../../adapter/trust-store.js";
import { EXIT } from "../../report/exit-code.js";
import type { RecordLine } from "../../report/line.js";
import type { Of, Printer } from "../../report/printer.js";
import { fileSubject } from "../../verify/subject.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { gatewayMeans } from "../verify-means.js";
import { type Kept, kept, openArchive } from "./kept.js";

const OPTIONS = {
  manifest: { type: "string" },
  signer: { type: "string" },
  text: { type: "string" },
  gateway: { type: "strings" },
  private: { type: "boolean" },
  archive: { type: "string" },
  json: { type: "boolean" },
} as const;

/** @throws ColophonError USAGE, FILE_*, RECORD_NOT_FOUND, ARCHIVE_UNAVAILABLE, URL_REFUSED, TRUST_LIST_INVALID */
export async function find(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, OPTIONS);
  const [path, ...more] = positionals;
  const { manifest, signer, text } = values;
  const named = [path, manifest, signer, text].filter((one) => one !== undefined);
  if (named.length !== 1 || more.length > 0)
    throw usage("find takes one file, manifest, signer or text");
  if (manifest !== undefined && !MANIFEST_URN.test(manifest))
    throw usage("--manifest takes the URN of a manifest, urn:c2pa:...");
  if (signer !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(signer))
    throw usage("--signer takes the owner address of records, 43 characters");
  if (values.private && path === undefined && text === undefined)
    throw usage("--private hides the hash of a file or its words, and none was named");
  const gateways = await gatewayMeans(values, io);
  const trust = await loadTrust({ env: io.env, files: [] });
  const search: Search = {
    judge: storeJudge({ engine: hostEngine, trust, now: io.now }),
    ...(path !== undefined && { copy: await copyAt(at(io, path)) }),
    ...(manifest !== undefined && { manifest }),
    ...(signer !== undefined && { owner: signer }),
  };
  const archive = await openArchive(io, values.archive);
  const printer = printerFor(io, { json: values.json });
  const shown = { printer, ...(path !== undefined && { path }) };
  const here =
    text === undefined ? await findHere(archive, search, shown, io) : { found: 0, damaged: 0 };
  const there = gateways && text === undefined ? await searchGateways(search, gateways) : undefined;
  const blocks = text === undefined ? await blocksAt(path, io) : plainBlocks(text);
  const words = await findWords(blocks, { archive, gateways, trust, path }, printer, io);
  for (const { kind, ...evidence } of there?.counted ?? [])
    if (kind !== "other")
      printer.record({ kind, ...lineOf(evidence, path), ...(path !== undefined && { path }) });
  for (const { id, owner, kind, gateway } of there?.listed ?? [])
    if (kind !== "other") printer.record({ id, owner, kind, level: "listed", archivedIn: gateway });
  for (const { explanation } of there?.findings ?? []) printer.note(explanation);
  const found = words + here.found + (there ? there.counted.length + there.listed.length : 0);
  if (found === 0)
    throw new ColophonError(
      "RECORD_NOT_FOUND",
      `no record in ${archive.folder}${gateways ? " or at these gateways" : ""} ${text === undefined ? `names ${named[0]}` : "has these words"}`,
      {
        hint:
          text === undefined
            ? "a copy with a single byte changed has another hash; see: colophon archive list"
            : "fifteen words in a row of a signed text are always found; that none was says nothing about these",
      },
    );
  if (path !== undefined)
    printer.note(`what these records say about the file is told by: colophon verify ${path}`);
  return here.damaged === 0 ? EXIT.done : here.damaged === found ? EXIT.failed : EXIT.partly;
}

/** The words of a file, where it is a text. */
async function blocksAt(path: string | undefined, io: Io): Promise<readonly string[]> {
  if (path === undefined) return [];
  const subject = await fileSubject(at(io, path));
  try {
    const { source, name } = subject;
    const mediaType = await mediaTypeOf(source, { name });
    const isArticle = mediaType !== undefined && isTextType(mediaType) && source.size <= LARGEST;
    return isArticle ? await textBlocks(await source.read(0, source.size), mediaType) : [];
  } finally {
    await subject.close();
  }
}

const LARGEST = 8 * 1024 * 1024;

/** Prints the texts that have these words, and says how many. */
async function findWords(
  blocks: readonly string[],
  where: {
    readonly archive: LocalArchive;
    readonly gateways: Awaited<ReturnType<typeof gatewayMeans>>;
    readonly trust: Awaited<ReturnType<typeof loadTrust>>;
    readonly path: string | undefined;
  },
  printer: Printer,
  io: Io,
): Promise<number> {
  const { archive, gateways, trust, path } = where;
  const { text, findings } = await examineWords(blocks, {
    engine: hostEngine,
    trust,
    now: io.now,
    archive,
    ...(gateways && { gateways }),
  });
  for (const { archive: evidence, ...words } of text?.texts ?? [])
    printer.record({
      kind: "text",
      ...lineOf(evidence, path),
      ...(path !== undefined && { path }),
      text: words,
    });
  if (text && text.texts.length > 1)
    printer.note("the earliest first; who archived a text first need not have written it");
  if (gateways) for (const { explanation } of findings.filter(isAsked)) printer.note(explanation);
  return text?.texts.length ?? 0;
}

/** What was asked of gateways: the rest is about the records that are shown. */
function isAsked({ code }: Finding): boolean {
  return /^colophon\.archive\.(asked|notAsked|gateway(s)?Failed|textIgnored)$/.test(code);
}

/** Prints the records of the local archive; those that count with what that means. */
async function findHere(
  archive: LocalArchive,
  search: Search,
  { printer, path }: { readonly printer: Printer; readonly path?: string },
  io: Io,
): Promise<{ found: number; damaged: number }> {
  const { copy, manifest, owner } = search;
  const ids = copy
    ? await archive.find([toBase64Url(copy.sha256)])
    : manifest !== undefined
      ? await archive.findManifest(manifest)
      : (await archive.list()).map(({ id }) => id);
  let found = 0;
  let damaged = 0;
  for (const id of ids) {
    io.signal.throwIfAborted();
    try {
      const one = await kept(archive, id);
      if (owner !== undefined && one.line.owner !== owner) continue;
      const evidence = isOfOneFile(one)
        ? await localEvidence(archive, { id, bytes: one.bytes }, search)
        : undefined;
      const counts = evidence && lineOf(evidence, path);
      printer.record({ ...one.line, ...counts, ...(path !== undefined && { path }) });
      found++;
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      printer.error(id, error);
      found++;
      damaged++;
    }
  }
  return { found, damaged };
}

function isOfOneFile({ record }: Kept): boolean {
  return record.kind === "manifest" || record.kind === "proof";
}

/** A record that counts. Without a file there is nothing that it could match. */
function lineOf(evidence: ArchiveEvidence, path: string | undefined): Omit<Of<RecordLine>, "kind"> {
  const { findings: _, batch: __, match, ...line } = evidence;
  return path === undefined ? line : { ...line, match };
}

/** The file's hash, and the manifest that it carries or has beside it. */
async function copyAt(path: string): Promise<NonNullable<Search["copy"]>> {
  const subject = await fileSubject(path);
  try {
    const { read } = await openCredential(subject, hostEngine);
    const store = isReading(read) ? read.storeBytes() : undefined;
    if (isReading(read)) read.free();
    const whole = [{ kind: "copy", start: 0, end: subject.source.size, hashed: true }] as const;
    const sha256 = await subject.hash("sha256", whole);
    return { sha256: sha256 ?? new Uint8Array(0), ...(store && { store }) };
  } finally {
    await subject.close();
  }
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon archive find photo.jpg" });
}
