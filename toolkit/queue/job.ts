// What lies in the queue: a file to be signed, and what came of it. There is one job for each output of a batch, whoever asks
// and however often, so that two workers never write the same file. Keys and passphrases are never part of it.
import { createHash } from "node:crypto";
import { fromBase64Url, toBase64Url } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { Done, Fault, Mark, Setting, Task } from "../batch/task.js";
import type { Assignment } from "../sign/job.js";

/** Whose signature, and what else has to be the same for the batch and for all its workers. */
export interface Terms {
  /** SHA-256 of the signing certificate, base64url. */
  readonly certificate: string;
  readonly timeStampUrl?: string;
}

/** One file, as it waits in the queue. Paths are absolute; files elsewhere have addresses. */
export interface QueuedJob {
  readonly form: 1;
  /** Whose it is (batchName). */
  readonly batch: string;
  readonly certificate: string;
  readonly timeStampUrl?: string;
  /** Public key of who owns the records, base64url, when the manifests name it. */
  readonly owner?: string;
  /** SHA-256 of all that is asked for and of what the source was, base64url. */
  readonly asked: string;
  readonly input: string;
  readonly output: string;
  /** Bytes. */
  readonly size: number;
  readonly replace: boolean;
  readonly replaceSidecar?: boolean;
  readonly sidecar: boolean;
  /** The batch's output folder, where its journal is, or the address of its output. */
  readonly out: string;
  readonly receipts: boolean;
  readonly what: Assignment;
  /** What a worker was about to put under the output's name. */
  readonly noted?: Done;
}

/** What a worker answers. */
export type Answer = { readonly done: Done } | { readonly fault: Fault };

/** Of the JSON of a job. Characters. */
export const LONGEST = 1 << 20;

/** The same for every run of a batch into this folder. */
export function batchName(out: string): string {
  return sha256(`batch\0${out}`);
}

/** The queue for which only workers with these terms take work. */
export function queueName({ certificate, timeStampUrl = "" }: Terms): string {
  return `sign-1-${sha256(`${certificate}\0${timeStampUrl}`)}`;
}

/** Name of the job for an output. */
export function jobId({ batch, output }: Pick<QueuedJob, "batch" | "output">): string {
  return sha256(`${batch}\0${output}`);
}

/** A task as a job; paths have to be absolute already. @throws ColophonError FILE_TOO_LARGE when too much is said of it */
export function queued(
  { input, output, size, replace, replaceSidecar, what }: Task,
  setting: Setting,
  source: Mark,
  of: Terms & Pick<QueuedJob, "batch" | "out" | "owner">,
): QueuedJob {
  const { sidecar, receipts, recordLater } = setting;
  const { owner, ...rest } = of;
  const job = {
    form: 1 as const,
    ...rest,
    ...(recordLater && owner !== undefined && { owner }),
    input,
    output,
    size,
    sidecar,
    receipts,
    what: withText(what ?? setting.what),
  };
  const said = JSON.stringify(job);
  if (said.length > LONGEST)
    throw new ColophonError("FILE_TOO_LARGE", `what is said of ${input} is too long for a queue`, {
      hint: "nothing was written; say less of it, or sign it without --queue",
    });
  return {
    ...job,
    replace,
    ...(replaceSidecar !== undefined && { replaceSidecar }),
    asked: sha256(JSON.stringify([said, source])),
  };
}

/** A prompt is bytes, which JSON doesn't have. */
function withText(what: Assignment): Assignment {
  return mapPrompt(what, (prompt) => toBase64Url(prompt) as unknown as Uint8Array);
}

/** As it was before it was queued. */
export function withBytes(what: Assignment): Assignment {
  return mapPrompt(what, (prompt) => fromBase64Url(prompt as unknown as string));
}

function mapPrompt(what: Assignment, map: (prompt: Uint8Array) => Uint8Array): Assignment {
  const { generated } = what.statement;
  if (generated?.prompt === undefined) return what;
  const prompt = map(generated.prompt);
  return { ...what, statement: { ...what.statement, generated: { ...generated, prompt } } };
}

function sha256(said: string): string {
  return createHash("sha256").update(said).digest("base64url");
}
