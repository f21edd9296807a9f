// Signs one file on disk and archives the record. The original is never touched, and the signed file appears
// complete or not at all.
import { rm } from "node:fs/promises";
import { basename, extname } from "node:path";
import { containerFor, isTextType } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { isSignableText } from "../../src/sign/index.js";
import { type FileMark, writeFileAtomically } from "../adapter/atomic-file.js";
import { disk } from "../adapter/disk.js";
import { type FileSource, openFile, refuseChanged } from "../adapter/file-source.js";
import { fileHash } from "../verify/subject.js";
import { type Archived, archiveRecord, leavesRecord } from "./archive-record.js";
import { draftManifest, trueMediaType } from "./draft.js";
import { type Inspect, inspector } from "./inspect-output.js";
import type { Drafted, Signed, SignedFile, SignJob, SignMeans, SignResult } from "./job.js";
import { leaveReceipt, refuseWithoutReceipt } from "./leave-receipt.js";
import { refuseOtherKind } from "./name-ending.js";
import { placing } from "./placing.js";
import { layoutIfSound, signBeside } from "./sidecar.js";
import { cannotEmbed, carries, signBytes } from "./sign-bytes.js";
import { signFragments } from "./sign-fragments.js";
import { signInPlace } from "./sign-in-place.js";
import { signStream } from "./sign-stream.js";
import { LONGEST_TEXT, signTextBytes } from "./sign-text.js";
import { undoInterrupted } from "./undo-journal.js";
import { canEmbed, signWhole } from "./whole.js";

/** Larger files are streamed, where their format allows it. */
const IN_MEMORY = 32 * 1024 * 1024;

/**
 * @throws ColophonError FILE_*, CONTAINER_MALFORMED, FORMAT_UNSUPPORTED, OUTPUT_*, DISK_FULL, SIGNER_FAILED,
 * TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED, ARCHIVE_UNAVAILABLE: in every case nothing was written
 */
export async function signMedia(job: SignJob, means: SignMeans): Promise<SignResult> {
  if (job.inPlace) {
    await refuseWithoutReceipt(job, means);
    const kept = (signed: Done) => recorded(signed, job, means);
    const { signed, after } = await signInPlace(job, means, kept);
    return resultOf(signed, after, job);
  }
  await undoInterrupted(job.input);
  return (await signFile(job, means)).result;
}

async function signFile(job: SignJob, means: SignMeans): Promise<SignedFile> {
  const file = await openFile(job.input);
  try {
    return await signOpenFile(job, file, means);
  } finally {
    await file.close();
  }
}

/** As signMedia, for whoever keeps account of what was signed: the input is open already, and stays so. @throws as signMedia */
export async function signOpenFile(
  job: SignJob,
  file: FileSource,
  means: SignMeans,
): Promise<SignedFile> {
  await refuseOriginal(job.output, file);
  await refuseMisplaced(job, file);
  await refuseWithoutReceipt(job, means);
  const signed = await (await wayOf(job, file))(job, file, means).catch(async (cause: unknown) => {
    await refuseChanged(file); // half of one version and half of another look like a damaged file
    throw cause;
  });
  return fileOf(signed, await archived(signed, job, means), job, file);
}

/** A text that gets another ending. @throws ColophonError USAGE */
async function refuseMisplaced(
  { output, sidecar, text }: SignJob,
  file: FileSource,
): Promise<void> {
  if (sidecar || extname(output).toLowerCase() === extname(file.path).toLowerCase()) return;
  const said = { name: file.path, ...(text?.type !== undefined && { type: text.type }) };
  const mediaType = await trueMediaType(file, said);
  if (!isTextType(mediaType)) return;
  const named = await trueMediaType(file, { name: output });
  refuseOtherKind(output, mediaType, named, text?.embedding);
}

function fileOf(
  signed: Done,
  record: Archived | undefined,
  job: SignJob,
  { size, modified }: FileSource,
): SignedFile {
  return { result: resultOf(signed, record, job), store: signed.store, source: { size, modified } };
}

/** The job with its announcement made ready for whoever writes the file. */
function announcing(job: SignJob, file: FileSource, signed: () => Done | undefined): SignJob {
  const { announce } = job;
  if (!announce) return job;
  const beforeNamed = async (mark: FileMark) => {
    const known = signed();
    if (known) await announce(fileOf(known, undefined, job, file), mark);
  };
  return { ...job, beforeNamed };
}

/**
 * Signs what came through a pipe. With `-` for an output it is written nowhere, and the caller has it from `content`.
 * @throws ColophonError as signMedia
 */
export async function signPiped(
  name: string,
  bytes: Uint8Array,
  job: SignJob,
  means: SignMeans,
): Promise<SignResult & { readonly content: Uint8Array }> {
  await refuseWithoutReceipt(job, means);
  const signed = await signBytes(name, bytes, job, means);
  if (job.output !== "-") await write(job, signed.output);
  const result = resultOf(signed, await archived(signed, job, means), job);
  return { ...result, content: signed.output };
}

function resultOf(signed: Done, record: Archived | undefined, job: SignJob): SignResult {
  const { mediaType, manifestId, at, overheadBytes, text } = signed;
  return {
    input: job.input,
    output: job.output,
    sidecar: job.sidecar === true,
    mediaType,
    manifestId,
    at,
    overheadBytes,
    ...(record && { record: record.id }),
    ...(record?.textRecord !== undefined && { textRecord: record.textRecord }),
    ...(text?.composed && { composed: true }),
    ...(job.fragments && { fragments: job.fragments.length }),
    ...(record && job.receipt !== undefined && { receipt: job.receipt }),
  };
}

type Way = (job: SignJob, file: FileSource, means: SignMeans) => Promise<Done>;

/** Texts and small files in memory, large ones streamed; a manifest beside a file needs nothing but the file's hash. */
async function wayOf(job: SignJob, file: FileSource): Promise<Way> {
  const { fragments } = job;
  if (fragments) return (_, first, means) => signFragments({ ...job, fragments }, first, means);
  const type = job.text?.type;
  const said = { name: job.input, ...(type !== undefined && { type }) };
  if (file.size <= LONGEST_TEXT && isTextType(await trueMediaType(file, said))) {
    if (!job.sidecar) return signSmall;
    if (isSignableText(await file.read(0, file.size))) return signTextBeside;
  }
  return job.sidecar || file.size > IN_MEMORY ? signLarge : signSmall;
}

async function signTextBeside(job: SignJob, file: FileSource, means: SignMeans): Promise<Done> {
  const type = job.text?.type;
  const said = { name: job.input, ...(type !== undefined && { type }) };
  const [bytes, mediaType] = [await file.read(0, file.size), await trueMediaType(file, said)];
  const signed = await signTextBytes(basename(job.input), bytes, mediaType, job, means, true);
  await refuseChanged(file);
  await write(
    announcing(job, file, () => signed),
    signed.store,
  );
  return signed;
}

/** The manifest speaks of a record, so a file that could not be archived, or have its receipt, does not stay. */
async function archived(
  signed: Done,
  job: SignJob,
  means: SignMeans,
): Promise<Archived | undefined> {
  try {
    return await recorded(signed, job, means);
  } catch (cause) {
    if (!job.replace && job.output !== "-") await rm(job.output, { force: true }); // what it replaced is gone: better signed than nothing
    throw cause;
  }
}

async function recorded(
  signed: Done,
  job: SignJob,
  means: SignMeans,
): Promise<Archived | undefined> {
  const record = means.archive && (await archiveRecord(signed, means, means.archive));
  if (record && job.receipt !== undefined) await leaveReceipt(job.receipt, signed, record, job);
  return record;
}

/** Not even when replacing was asked for: what was there before signing would be gone. */
async function refuseOriginal(output: string, { handle }: FileSource): Promise<void> {
  const [there, original] = [await disk.stat(output).catch(() => undefined), await handle.stat()];
  if (there?.ino === original.ino && there.dev === original.dev)
    throw new ColophonError("OUTPUT_EXISTS", `${output} is the original, which is never replaced`, {
      hint: "nothing was changed; choose another name with -o or --out",
    });
}

type Done = Signed & Omit<Drafted, "draft">;

async function signSmall(job: SignJob, file: FileSource, means: SignMeans): Promise<Done> {
  const { buffers } = means;
  const whole = buffers && (await file.fill(buffers.take(file.size)));
  const bytes = whole ?? (await file.read(0, file.size));
  const signed = await signBytes(basename(job.input), bytes, job, means);
  await refuseChanged(file);
  await write(
    announcing(job, file, () => signed),
    signed.output,
  );
  buffers?.give(bytes, signed.output);
  return signed;
}

async function signLarge(job: SignJob, file: FileSource, means: SignMeans): Promise<Done> {
  const name = basename(job.input);
  const content = { ...file, name, hash: fileHash(file) };
  const mediaType = await trueMediaType(file);
  if (!job.sidecar && !canEmbed(mediaType)) throw cannotEmbed(name);
  const container = containerFor(mediaType);
  const layout = job.sidecar
    ? await layoutIfSound(file, mediaType)
    : await container?.open(file, mediaType);
  // Beside a file, damaged credentials are content like any other; in a file they would be lost.
  const marked = layout ? layout.manifestSpans.length > 0 : !container;
  const sure = layout !== undefined && !job.sidecar;
  const history = marked && (sure || (await carries(content, mediaType, means)));
  const { release, ...drafted } = await draftManifest(job, content, mediaType, history, means);
  const check = inspector(job, mediaType, means);
  const inspect: Inspect = async (signed, content) => {
    await check(signed, content);
    await refuseChanged(file);
    complete = { ...drafted, ...signed };
  };
  let complete: Done | undefined;
  const told = announcing(job, file, () => complete);
  try {
    if (job.sidecar)
      return { ...drafted, ...(await signBeside(told, file, layout, drafted, means, inspect)) };
    const native = job.remoteUrl === undefined && layout;
    const streamed = native && (await signStream(told, file, native, drafted, means, inspect));
    if (streamed) return { ...drafted, ...streamed };
    const { output, store } = await signWhole(job, content, drafted, means);
    const signed: Signed = {
      store,
      ...(leavesRecord(means) && { originalHash: await file.sha256() }),
      overheadBytes: output.length - file.size,
    };
    await inspect(signed, output);
    await write(told, output);
    return { ...drafted, ...signed };
  } finally {
    await release();
  }
}

function write(job: SignJob, content: Uint8Array): Promise<void> {
  return writeFileAtomically(job.output, content, placing(job));
}
