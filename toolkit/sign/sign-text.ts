// Signs a text in memory: takes out the credentials that it carries and keeps them as its history, drafts the manifest, and
// hands both to the core, which needs no file and no key.
import { createHash } from "node:crypto";
import { memorySource } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { embeddingFor, openText, signText, sourceText } from "../../src/sign/index.js";
import { MemoryBlob } from "../adapter/file-blob.js";
import { leavesRecord } from "./archive-record.js";
import { draftManifest } from "./draft.js";
import { inspector } from "./inspect-output.js";
import type { Assignment, SignedBytes, SignMeans } from "./job.js";
import { type Draft, signStore } from "./store.js";
import { textPast } from "./text-past.js";

/** Longer texts are signed as bytes, beside themselves. */
export const LONGEST_TEXT = 16 * 1024 * 1024;

/**
 * The signed text; with `beside` the text as it is, and the manifest apart.
 * @throws ColophonError FILE_EMPTY, FILE_TOO_LARGE, ENCODING_INVALID, FORMAT_UNSUPPORTED, CONTAINER_MALFORMED, RECORD_INVALID,
 * SIGNER_FAILED, TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED
 */
export async function signTextBytes(
  name: string,
  bytes: Uint8Array,
  mediaType: string,
  what: Assignment,
  means: SignMeans,
  beside = false,
): Promise<SignedBytes> {
  if (bytes.length > LONGEST_TEXT) throw tooLong(name);
  sourceText(bytes, name);
  const embedding = beside ? "sidecar" : (what.text?.embedding ?? embeddingFor(mediaType));
  if (embedding === "sidecar" && !beside) throw needsSidecar(name);
  const past = beside ? undefined : await textPast(name, bytes, mediaType, "parentOf", means);
  const plain = past ? (await openText(bytes, mediaType)).plain : bytes;
  const content = { ...memorySource(plain), name, blob: () => new MemoryBlob(plain) };
  const { release, ...drafted } = await draftManifest(
    what,
    content,
    mediaType,
    past ?? false,
    means,
  );
  try {
    const { title } = what.statement;
    const { canonicalUrl, language, archiveText } = what.text ?? {};
    const made = await signText(plain, {
      name,
      mediaType,
      embedding,
      ...(canonicalUrl !== undefined && { canonicalUrl }),
      ...(title !== undefined && { title }),
      ...(language !== undefined && { language }),
      ...(archiveText && { keepWords: true }),
      makeStore: (assertions, practice) => signWith(drafted.draft, assertions, practice, means),
    });
    const { output, store, ...text } = made;
    const signed = {
      store,
      ...(leavesRecord(means) && { originalHash: sha256(bytes), signedHash: sha256(output) }),
      overheadBytes: beside ? store.length : output.length - bytes.length,
      text,
    };
    await inspector(what, mediaType, means)(signed, undefined);
    const { manifestId, at } = drafted;
    return { ...signed, output, mediaType, manifestId, at };
  } finally {
    await release();
  }
}

/** The last assertion is the hard binding. */
function signWith(
  draft: Draft,
  assertions: readonly Readonly<Record<string, unknown>>[],
  practice: boolean,
  { engine, signer }: SignMeans,
): Promise<Uint8Array> {
  const [binding = {}, ...others] = [...assertions].reverse();
  const { definition } = draft;
  const whole = { ...definition, assertions: [...definition.assertions, ...others] };
  return signStore(engine, { ...draft, definition: whole }, binding, signer, practice);
}

function tooLong(name: string): ColophonError {
  return new ColophonError(
    "FILE_TOO_LARGE",
    `${name} is too long to be signed as a text (16 MiB)`,
    {
      hint: "nothing was written; sign it with --sidecar, as bytes",
    },
  );
}

function needsSidecar(name: string): ColophonError {
  return new ColophonError(
    "FORMAT_UNSUPPORTED",
    `${name} has no comments that a manifest fits in`,
    {
      hint: "nothing was written; sign it with --sidecar",
    },
  );
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}
