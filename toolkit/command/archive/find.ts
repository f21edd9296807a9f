// colophon archive find: records of a file, of a manifest or of a signer, here and at gateways that are named.
import { MANIFEST_URN } from "../../../src/archive/index.js";
import { isReading } from "../../../src/credential/index.js";
import { toBase64Url } from "../../../src/encoding/index.js";
import {
  localEvidence,
  openCredential,
  type Search,
  searchGateways,
  storeJudge,
} from "../../../src/examine/index.js";
import { type ArchiveEvidence, ColophonError } from "../../../src/index.js";
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
  gateway: { type: "strings" },
  private: { type: "boolean" },
  archive: { type: "string" },
  json: { type: "boolean" },
} as const;

/** @throws ColophonError USAGE, FILE_*, RECORD_NOT_FOUND, ARCHIVE_UNAVAILABLE, URL_REFUSED, TRUST_LIST_INVALID */
export async function find(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, OPTIONS);
  const [path, ...more] = positionals;
  const { manifest, signer } = values;
  const named = [path, manifest, signer].filter((one) => one !== undefined);
  if (named.length !== 1 || more.length > 0) throw usage("find takes one file, manifest or signer");
  if (manifest !== undefined && !MANIFEST_URN.test(manifest))
    throw usage("--manifest takes the URN of a manifest, urn:c2pa:...");
  if (signer !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(signer))
    throw usage("--signer takes the owner address of records, 43 characters");
  if (values.private && path === undefined)
    throw usage("--private hides the hash of a file, and none was named");
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
  const here = await findHere(archive, search, shown, io);
  const there = gateways ? await searchGateways(search, gateways) : undefined;
  for (const { kind, ...evidence } of there?.counted ?? [])
    if (kind !== "other")
      printer.record({ kind, ...lineOf(evidence, path), ...(path !== undefined && { path }) });
  for (const { id, owner, kind, gateway } of there?.listed ?? [])
    if (kind !== "other") printer.record({ id, owner, kind, level: "listed", archivedIn: gateway });
  for (const { explanation } of there?.findings ?? []) printer.note(explanation);
  const found = here.found + (there ? there.counted.length + there.listed.length : 0);
  if (found === 0)
    throw new ColophonError(
      "RECORD_NOT_FOUND",
      `no record in ${archive.folder}${there ? " or at these gateways" : ""} names ${named[0]}`,
      { hint: "a copy with a single byte changed has another hash; see: colophon archive list" },
    );
  if (path !== undefined)
    printer.note(`what these records say about the file is told by: colophon verify ${path}`);
  return here.damaged === 0 ? EXIT.done : here.damaged === found ? EXIT.failed : EXIT.partly;
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
