// colophon batch: signs a whole catalogue, and goes on where it was stopped.
import { availableParallelism } from "node:os";
import { ColophonError } from "../../src/index.js";
import { parseCertificate } from "../../src/trust/index.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { threadsOf } from "../batch/pool.js";
import { type BatchPlace, isBegun } from "../batch/run.js";
import { type BatchNews, signBatch, tryBatch } from "../batch/sign-batch.js";
import { prepareThreads } from "../batch/spare-threads.js";
import { findIdentity } from "../identity/default-identity.js";
import { storedChain } from "../identity/stored-certificates.js";
import { EXIT, exitCodeOfError } from "../report/exit-code.js";
import type { Printer } from "../report/printer.js";
import { showProgress } from "../report/progress.js";
import type { Assignment } from "../sign/job.js";
import type { OpenIdentity } from "../sign/signer.js";
import { openNamedTimeStamper } from "../sign/time-stamp.js";
import { kept } from "./archive/kept.js";
import { BATCH_OPTIONS, type BatchValues } from "./batch-options.js";
import { assignmentOf, placeOf, planOf } from "./batch-plan.js";
import { throughQueue } from "./batch-queue.js";
import { BatchView } from "./batch-view.js";
import { type Command, type Io, parseOptions } from "./command.js";
import { printerFor } from "./printer.js";
import { archiveFolder, signerOf } from "./sign-means.js";
import { STATEMENT_USAGE } from "./sign-options.js";
import { wantsSidecar } from "./sign-text-options.js";

const usage = `usage: colophon batch INPUT... --out DIR|URL [OPTIONS]

Signs many files into DIR, under the names and in the folders that they have.
Stop it and run it again, as often as you like: what is done is not done twice,
and a file that changed is signed again. INPUT is a file, a folder, a pattern in
quotes such as 'spring/**/*.jpg', or - for a list of files that is piped in.
It can also be https://HOST/FILE, s3://BUCKET/KEY or, for all below it,
s3://BUCKET/PREFIX/.

which files
  --out DIR                folder for the signed files
  --out URL --state DIR    s3://BUCKET/PREFIX/, or https://HOST/PATH/ that takes
                           PUT; the journal and the reports stay here, in DIR
  --table FILE             a row for each file: FILE.csv or FILE.jsonl
  --null                   the entries of the list end in NUL, not in line feed
  --base DIR               names in the output are paths from here
  --include PATTERN        of what is in folders, only what fits it
  --exclude PATTERN        nothing that fits it (both may be repeated)
  --dry-run                say what would be done, and do nothing
  --force                  replace files that exist, but never an original
  --sidecar                keep each manifest in NAME.EXT.c2pa
  --remote URL             also name URL as the place of the manifests

what you say about each of them; a table can say other things about each
${STATEMENT_USAGE}
  --type TYPE  --embed WORD  --canonical-url URL  --language TAG  --archive-text
                           about texts, as for sign

how
  --jobs N                 threads; as many as there are processor cores
  --queue URL              have it done by "colophon worker", anywhere; URL is
                           redis://HOST[:PORT], or rediss:// (encrypted)
  --identity NAME          which of your identities signs
  --signer-command CMD     a program that signs (c2patool's protocol)
  --tsa URL                get a time-stamp for each from an RFC 3161 service
  --no-check               do not hold each manifest against the C2PA rubrics
  --no-archive             do not keep a record in the archive
  --archive DIR            keep the record there
  --record-each            keep a record of each file besides that of the batch
  --receipt                write a receipt beside each signed file
  --json                   one JSON object per file on stdout
  --verbose                more detail
`;

export const batch: Command = {
  name: "batch",
  summary: "sign a whole catalogue, and go on where it was stopped",
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions("batch", args, BATCH_OPTIONS);
    const place = placeOf(values, io);
    const cores = availableParallelism();
    const threads = threadsOf(values.jobs) ?? cores;
    const queue = await throughQueue(values, io);
    if (!queue && !values["dry-run"] && !(await isBegun(place)))
      prepareThreads(Math.min(threads, cores)); // more are started when there is work for them
    const what = await assignmentOf(values, io);
    const progress = showProgress(io.stderr, () => performance.now());
    const printer = printerFor(io, { json: values.json, verbose: values.verbose, progress });
    if (values["dry-run"]) return dryRun(positionals, values, place, what, printer, io);
    const identity = await signerOf(values, io);
    const plan = await planOf(positionals, values, place.out, what, io);
    for (const note of plan.notes) printer.note(note);
    const archive = await archiveOf(values, identity, printer, io);
    const url = values.tsa ?? identity.signer.timeStampUrl;
    const isStampedHere = url !== undefined && !queue;
    const stamper = isStampedHere ? await openNamedTimeStamper({ ...io, url }) : undefined;
    const note = (text: string) => printer.note(text);
    const organisation = organisationOf(identity);
    const view = new BatchView({
      printer,
      progress,
      isTerminal: io.stderr.isTerminal,
      json: values.json === true,
      verbose: values.verbose === true,
      signer: { name: identity.name, ...(organisation !== undefined && { organisation }) },
      timeStamped: url !== undefined,
      clock: () => performance.now(),
    });
    const news = signBatch({
      ...place,
      plan,
      what,
      identity,
      now: io.now,
      signal: io.signal,
      environment: io.env,
      ...(wantsSidecar(values) && { sidecar: true }),
      ...(values.force && { force: true }),
      ...(archive && { archive }),
      ...(values["record-each"] && { recordEach: true }),
      ...(values.receipt && { receipts: true }),
      threads,
      ...(stamper && { stamper }),
      ...(queue && { executor: queue(identity, url, place.out, note) }),
      ...(url !== undefined && { timeStampUrl: url }),
    });
    let exitCode: number = EXIT.failed;
    for await (const one of news) {
      view.show(one);
      if (one.type === "recorded" && archive) printer.record((await kept(archive, one.id)).line);
      if (one.type === "written") printer.written({ ...one, what: "report" });
      if (one.type === "end") exitCode = ended(one, view, progress.clear, printer);
    }
    return exitCode;
  },
};

type End = Extract<BatchNews, { type: "end" }>;

function ended(
  { signed, kept, failed, left, stopped }: End,
  view: BatchView,
  clear: () => void,
  printer: Printer,
): number {
  clear();
  const done = signed + kept;
  const partly = done > 0 ? EXIT.partly : EXIT.failed;
  const code =
    stopped?.code === "CANCELLED" ? EXIT.cancelled : failed + left > 0 ? partly : EXIT.done;
  if (stopped) {
    const { code: why, message, hint } = stopped;
    const again = why === "CANCELLED" ? "run the same command again to go on" : hint;
    printer.error(
      undefined,
      new ColophonError(why, message, again === undefined ? {} : { hint: again }),
    );
  }
  const seconds = Math.round(view.seconds * 10) / 10;
  printer.end({
    done,
    failed,
    ...(kept > 0 && { kept }),
    ...(left > 0 && { left }),
    seconds,
    exitCode: code,
  });
  return code;
}

async function dryRun(
  inputs: readonly string[],
  values: BatchValues,
  place: BatchPlace,
  what: Assignment,
  printer: Printer,
  io: Io,
): Promise<number> {
  const plan = await planOf(inputs, values, place.out, what, io);
  for (const note of plan.notes) printer.note(note);
  const { chain, ownsRecords, timeStampUrl } = await whoWouldSign(values, io);
  keepsRecords(values, ownsRecords);
  const url = values.tsa ?? timeStampUrl;
  const asked = {
    what,
    chain,
    namesOwner: !values["no-archive"] && ownsRecords,
    ...(wantsSidecar(values) && { sidecar: true }),
    ...(url !== undefined && { timeStampUrl: url }),
  };
  const { env: environment, signal } = io;
  const where = { ...place, environment, signal, ...(values.force && { force: true }) };
  const { work, kept, refused } = await tryBatch(plan, where, asked);
  for (const { input, fault } of refused) printer.error(input, fault);
  for (const { input, output, why } of work) printer.planned({ input, output, why });
  const exitCode = refused.length === 0 ? EXIT.done : exitCodeOfError("FILE_NOT_FOUND");
  printer.note(
    `would sign ${work.length}, leave ${kept.length} as they are, fail on ${refused.length}; nothing was done`,
  );
  return exitCode;
}

/** For a dry run the key stays locked. */
async function whoWouldSign(values: BatchValues, io: Io) {
  const command = values["signer-command"];
  if (command === undefined) {
    const chain = await storedChain(await findIdentity(io.env, values.identity));
    return {
      chain: chain.map(({ raw }) => new Uint8Array(raw)),
      ownsRecords: true,
      timeStampUrl: undefined,
    };
  }
  const identity = await signerOf(values, io);
  const { chain, timeStampUrl } = identity.signer;
  return { chain, ownsRecords: identity.archiveKey !== undefined, timeStampUrl };
}

/** @throws ColophonError USAGE for receipts of records that nobody keeps */
function keepsRecords(values: BatchValues, ownsRecords: boolean): boolean {
  const none = values["no-archive"] || !ownsRecords;
  if (none && (values.receipt || values["record-each"]))
    throw new ColophonError("USAGE", "receipts and records need an archive, and none is kept", {
      hint: "leave out --no-archive; only an Ed25519 key can own the records of an outside signer",
    });
  return !none;
}

/** @throws ColophonError USAGE, ARCHIVE_UNAVAILABLE */
async function archiveOf(
  values: BatchValues,
  identity: OpenIdentity,
  printer: Printer,
  io: Io,
): Promise<LocalArchive | undefined> {
  if (keepsRecords(values, identity.archiveKey !== undefined))
    return LocalArchive.open(archiveFolder(values, io));
  if (!values["no-archive"])
    printer.note(
      "nothing is archived: only an Ed25519 key can own the records of an outside signer",
    );
  return undefined;
}

function organisationOf({ signer }: OpenIdentity): string | undefined {
  const [leaf] = signer.chain;
  return leaf && parseCertificate(leaf).subject.organisation;
}
