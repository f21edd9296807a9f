// Signs one file on disk and archives the record. The original is never touched, and the signed file appears
// complete or not at all.
import { rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { containerFor } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import { type FileSource, openFile } from "../adapter/file-source.js";
import { archiveRecord, leavesRecord } from "./archive-record.js";
import { draftManifest, trueMediaType } from "./draft.js";
import { inspector } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans, SignResult } from "./job.js";
import { leaveReceipt, refuseWithoutReceipt } from "./leave-receipt.js";
import { layoutIfSound, signBeside } from "./sidecar.js";
import { cannotEmbed, carries, signBytes } from "./sign-bytes.js";
import { signStream } from "./sign-stream.js";
import { canEmbed, signWhole } from "./whole.js";

/** Larger files are streamed, where their format allows it. */
const IN_MEMORY = 32 * 1024 * 1024;

/**
 * @throws ColophonError FILE_*, CONTAINER_MALFORMED, FORMAT_UNSUPPORTED, OUTPUT_*, DISK_FULL, SIGNER_FAILED,
 * TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED, ARCHIVE_UNAVAILABLE: in every case nothing was written
 */
export async function signMedia(job: SignJob, means: SignMeans): Promise<SignResult> {
  const file = await openFile(job.input);
  try {
    await refuseOriginal(job.output, file);
    await refuseWithoutReceipt(job, means);
    const streamed = job.sidecar === true || file.size > IN_MEMORY;
    const signed = await (streamed ? signLarge : signSmall)(job, file, means);
    const record = await archived(signed, job, means);
    const { mediaType, manifestId, at, overheadBytes } = signed;
    return {
      input: job.input,
      output: job.output,
      sidecar: job.sidecar === true,
      mediaType,
      manifestId,
      at,
      overheadBytes,
      ...(record !== undefined && { record }),
      ...(record !== undefined && job.receipt !== undefined && { receipt: job.receipt }),
    };
  } finally {
    await file.close();
  }
}

/** The manifest speaks of a record, so a file that could not be archived, or have its receipt, does not stay. */
async function archived(signed: Done, job: SignJob, means: SignMeans): Promise<string | undefined> {
  try {
    const record = means.archive && (await archiveRecord(signed, means, means.archive));
    if (record && job.receipt !== undefined) await leaveReceipt(job.receipt, signed, record, job);
    return record?.id;
  } catch (cause) {
    if (!job.replace) await rm(job.output, { force: true }); // what it replaced is gone: better signed than nothing
    throw cause;
  }
}

/** Not even when replacing was asked for: what was there before signing would be gone. */
async function refuseOriginal(output: string, { handle }: FileSource): Promise<void> {
  const [there, original] = [await stat(output).catch(() => undefined), await handle.stat()];
  if (there?.ino === original.ino && there.dev === original.dev)
    throw new ColophonError("OUTPUT_EXISTS", `${output} is the original, which is never replaced`, {
      hint: "nothing was changed; choose another name with -o or --out",
    });
}

type Done = Signed & Omit<Drafted, "draft">;

async function signSmall(job: SignJob, file: FileSource, means: SignMeans): Promise<Done> {
  const bytes = await file.read(0, file.size);
  const signed = await signBytes(basename(job.input), bytes, job, means);
  await write(job, signed.output);
  return signed;
}

async function signLarge(job: SignJob, file: FileSource, means: SignMeans): Promise<Done> {
  const name = basename(job.input);
  const content = { ...file, name };
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
  const inspect = inspector(job, mediaType, means);
  try {
    if (job.sidecar)
      return { ...drafted, ...(await signBeside(job, file, layout, drafted, means, inspect)) };
    const native = job.remoteUrl === undefined && layout;
    const streamed = native && (await signStream(job, file, native, drafted, means, inspect));
    if (streamed) return { ...drafted, ...streamed };
    const { output, store } = await signWhole(job, content, drafted, means);
    const signed: Signed = {
      store,
      ...(leavesRecord(means) && { originalHash: await file.sha256() }),
      overheadBytes: output.length - file.size,
    };
    await inspect(signed, output);
    await write(job, output);
    return { ...drafted, ...signed };
  } finally {
    await release();
  }
}

function write(job: SignJob, content: Uint8Array): Promise<void> {
  return writeFileAtomically(job.output, content, { ...(job.replace && { replace: true }) });
}
