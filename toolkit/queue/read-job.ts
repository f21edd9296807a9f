// How jobs and answers look, field by field. Whoever reaches the Redis can write them, so nothing else passes.
import { isAbsolute, resolve } from "node:path";
import { ColophonError } from "../../src/index.js";
import { isAddress } from "../batch/address.js";
import type { Done, Fault, Mark, ReceiptPart } from "../batch/task.js";
import { ERROR_CODES } from "../report/hints.js";
import type { Assignment, TextChoices } from "../sign/job.js";
import { type Generated, OVERSIGHT, SOURCES, type Statement, TRAINING } from "../sign/options.js";
import { type Answer, LONGEST, type QueuedJob, withBytes } from "./job.js";
import { count, json, like, list, number, object, oneOf, text, yesNo } from "./shape.js";

const words = text(1 << 16);
const hash = like(/^[\w-]{43}$/);
const file = (value: unknown) =>
  typeof value === "string" &&
  value.length <= 16_384 &&
  !value.includes("\0") &&
  (isAddress(value) || (isAbsolute(value) && resolve(value) === value));

const generated = object<Generated>({
  model: words,
  modelVersion: words,
  provider: words,
  prompt: (value) => typeof value === "string" && /^[\w-]*$/.test(value),
  includePrompt: yesNo,
  oversight: oneOf(OVERSIGHT),
});

const statement = object<Statement>({
  title: words,
  creator: words,
  rights: words,
  source: oneOf(SOURCES),
  generated,
  training: oneOf(TRAINING),
  manifest: json,
});

const textChoices = object<TextChoices>({
  type: text(256),
  embedding: text(32),
  canonicalUrl: words,
  language: text(256),
  archiveText: yesNo,
});

const assignment = object<Assignment>(
  {
    statement,
    parent: file,
    ingredients: list(1000, file),
    thumbnail: yesNo,
    remoteUrl: words,
    check: yesNo,
    text: textChoices,
  },
  ["statement"],
);

const mark = object<Mark>({ size: count, modified: number, tag: text(1024) }, ["size", "modified"]);
const base64Url = like(/^[\w-]{1,65536}$/);
const receipt = object<ReceiptPart>(
  { sha256: hash, signature: base64Url, certificate: base64Url, signer: words },
  ["sha256", "signature", "certificate", "signer"],
);

const never = () => false;
const done = object<Done>(
  {
    output: file,
    sidecar: yesNo,
    mediaType: text(256),
    manifest: text(256),
    at: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    overheadBytes: number,
    source: mark,
    target: mark,
    store: hash,
    record: never, // workers have no archive
    textRecord: never,
    composed: yesNo,
    receipt,
  },
  [
    "output",
    "sidecar",
    "mediaType",
    "manifest",
    "at",
    "overheadBytes",
    "source",
    "target",
    "store",
  ],
);

const fault = object<Fault>({ code: oneOf(ERROR_CODES), message: text(8192), hint: text(8192) }, [
  "code",
  "message",
]);

const isJob = object<QueuedJob>(
  {
    form: (value) => value === 1,
    batch: hash,
    certificate: hash,
    timeStampUrl: words,
    owner: hash,
    asked: hash,
    input: file,
    output: file,
    size: count,
    replace: yesNo,
    replaceSidecar: yesNo,
    sidecar: yesNo,
    out: file,
    receipts: yesNo,
    what: assignment,
    noted: done,
  },
  [
    "form",
    "batch",
    "certificate",
    "asked",
    "input",
    "output",
    "size",
    "replace",
    "sidecar",
    "out",
    "receipts",
    "what",
  ],
);

const isAnswer = (value: unknown) =>
  object<{ done: Done }>({ done }, ["done"])(value) ||
  object<{ fault: Fault }>({ fault }, ["fault"])(value);

/** @throws ColophonError ENCODING_INVALID for anything that isn't a job of ours */
export function readJob(data: unknown): QueuedJob {
  if (!isJob(data) || JSON.stringify(data).length > 2 * LONGEST)
    throw new ColophonError("ENCODING_INVALID", "the queue holds a job that is not one of ours", {
      hint: "nothing was done; is every Colophon on this queue of the same version?",
    });
  const job = data as QueuedJob;
  return { ...job, what: withBytes(job.what) };
}

/** What a worker said; undefined for anything that isn't an answer. */
export function readAnswer(value: unknown): Answer | undefined {
  return isAnswer(value) ? (value as Answer) : undefined;
}
