// One task of a batch, signed here: whoever carries out tasks, a thread or a process on another machine, does it so.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { isTextType } from "../../src/container/index.js";
import { toBase64Url } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { embeddingFor } from "../../src/sign/index.js";
import { disk } from "../adapter/disk.js";
import { type FileSource, openFile } from "../adapter/file-source.js";
import { composeReceipt } from "../receipt/receipt-file.js";
import { trueMediaType } from "../sign/draft.js";
import type { Assignment, SignedFile, SignJob, SignMeans } from "../sign/job.js";
import { refuseMisnamed } from "../sign/name-ending.js";
import { signOpenFile } from "../sign/sign-media.js";
import { undoInterrupted } from "../sign/undo-journal.js";
import { canEmbed } from "../sign/whole.js";
import { besideOf } from "./address.js";
import type { Places } from "./place.js";
import { isElsewhere, signElsewhere } from "./sign-elsewhere.js";
import type { Done, Fault, Mark, Outcome, ReceiptPart, Setting, Task } from "./task.js";

/** Hears of a file right before it gets its name; when this fails, it doesn't get it. */
type Announce = (done: Done) => Promise<void>;

/** What a task may need around it. */
export interface Surroundings {
  readonly announce?: Announce | undefined;
  /** For files elsewhere. */
  readonly places?: Places | undefined;
}

/** Never throws: what goes wrong with a file is its outcome. */
export async function signTask(
  task: Task,
  setting: Setting,
  means: SignMeans,
  around: Surroundings = {},
): Promise<Outcome> {
  const { number } = task;
  const asked = { ...means, recordLater: setting.recordLater };
  try {
    return { number, done: await signAnywhere(task, setting, asked, around) };
  } catch (cause) {
    if (!(cause instanceof ColophonError && cause.code === "FILE_CHANGED"))
      return { number, fault: faultOf(cause) };
  }
  try {
    return { number, done: await signAnywhere(task, setting, asked, around) }; // whoever wrote to it may be done by now
  } catch (cause) {
    return { number, fault: faultOf(cause) };
  }
}

async function signAnywhere(
  task: Task,
  setting: Setting,
  means: SignMeans,
  { announce, places }: Surroundings,
): Promise<Done> {
  if (!isElsewhere(task, setting)) return sign(task, setting, means, announce);
  if (!places) throw new ColophonError("INTERNAL", "nobody can reach these addresses");
  return signElsewhere(task, setting, { places, announce }, (here, stagedAt, told) =>
    sign(here, stagedAt, means, told),
  );
}

async function sign(
  task: Task,
  setting: Setting,
  means: SignMeans,
  announce: Announce | undefined,
): Promise<Done> {
  await undoInterrupted(task.input);
  const file = await openFile(task.input);
  try {
    return await signOpen(file, task, setting, means, announce);
  } finally {
    await file.close();
  }
}

async function signOpen(
  file: FileSource,
  task: Task,
  setting: Setting,
  means: SignMeans,
  announce: Announce | undefined,
): Promise<Done> {
  const what = task.what ?? setting.what;
  const sidecar = setting.sidecar || !(await hasPlace(file, what));
  const output = sidecar ? besideOf(task.output) : task.output;
  const job: SignJob = {
    ...what,
    input: task.input,
    output,
    staging: setting.staging,
    ...(sidecar && { sidecar: true }),
    ...((sidecar ? task.replaceSidecar : task.replace) && { replace: true }),
    ...(announce && { announce: (signed, target) => announce(doneOf(signed, target)) }),
  };
  const signed = await signOpenFile(job, file, means);
  const { size, mtimeMs: modified } = await disk.stat(output);
  const receipt = setting.receipts ? await receiptPart(signed) : undefined;
  return { ...doneOf(signed, { size, modified }), ...(receipt && { receipt }) };
}

function doneOf({ result, source, store }: SignedFile, target: Mark): Done {
  return {
    output: result.output,
    sidecar: result.sidecar,
    mediaType: result.mediaType,
    manifest: result.manifestId,
    at: result.at.toISOString(),
    overheadBytes: result.overheadBytes,
    source,
    target,
    store: createHash("sha256").update(store).digest("base64url"),
    ...(result.record !== undefined && { record: result.record }),
    ...(result.textRecord !== undefined && { textRecord: result.textRecord }),
    ...(result.composed && { composed: true }),
  };
}

/** Whether a manifest goes into the file itself. @throws ColophonError FORMAT_UNSUPPORTED */
async function hasPlace(file: FileSource, { text }: Assignment): Promise<boolean> {
  const said = { name: file.path, ...(text?.type !== undefined && { type: text.type }) };
  const mediaType = await trueMediaType(file, said);
  refuseMisnamed(file.path, mediaType);
  if (!isTextType(mediaType)) return canEmbed(mediaType);
  return text?.embedding !== undefined || embeddingFor(mediaType) !== "sidecar";
}

async function receiptPart({ result, store }: SignedFile): Promise<ReceiptPart> {
  const path = result.sidecar ? result.input : result.output;
  const file = await openFile(path);
  const sha256 = await file.sha256().finally(() => file.close());
  const { signature, signer } = await composeReceipt({
    file: { name: basename(path), sha256, mediaType: result.mediaType },
    store,
    record: { id: "", owner: "", item: new Uint8Array(0) },
  });
  return {
    sha256: toBase64Url(sha256),
    signature: toBase64Url(signature),
    certificate: toBase64Url(signer.certificate),
    signer: signer.name,
  };
}

/** Any thrown value as what is told of it. */
export function faultOf(cause: unknown): Fault {
  if (cause instanceof ColophonError) {
    const { code, message, hint } = cause;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  const said = cause instanceof Error ? cause.message : String(cause);
  return { code: "INTERNAL", message: `something went wrong that should not: ${said}` };
}
