// Signs content in memory: looks at it, drafts the manifest, splices it in natively or through the engine.
import { createHash } from "node:crypto";
import { containerFor, isTextType, memorySource } from "../../src/container/index.js";
import { isReading } from "../../src/credential/index.js";
import { ColophonError } from "../../src/index.js";
import { MemoryBlob } from "../adapter/file-blob.js";
import { leavesRecord } from "./archive-record.js";
import { draftManifest, trueMediaType } from "./draft.js";
import { holdsAlike, type Original } from "./inspect-alike.js";
import { type Inspect, inspector } from "./inspect-output.js";
import type { Assignment, Drafted, Signed, SignedBytes, SignMeans, SignSource } from "./job.js";
import { isJudged, kindOf, setJudged } from "./judged-kinds.js";
import { refuseMisnamed } from "./name-ending.js";
import { signTextBytes } from "./sign-text.js";
import { type SplicedBytes, spliceBytes } from "./splice-bytes.js";
import { canEmbed, signWhole } from "./whole.js";

/** @throws ColophonError CONTAINER_MALFORMED, FORMAT_UNSUPPORTED, ENCODING_INVALID, RECORD_INVALID, SIGNER_FAILED, TIMESTAMP_FAILED, CHECK_FAILED, ENGINE_FAILED */
export async function signBytes(
  name: string,
  bytes: Uint8Array,
  what: Assignment,
  means: SignMeans,
): Promise<SignedBytes> {
  const content = { ...memorySource(bytes), name, blob: () => new MemoryBlob(bytes) };
  const type = what.text?.type;
  const mediaType = await trueMediaType(content, { name, ...(type !== undefined && { type }) });
  refuseMisnamed(name, mediaType);
  if (isTextType(mediaType)) return signTextBytes(name, bytes, mediaType, what, means);
  if (!canEmbed(mediaType)) throw cannotEmbed(name);
  const layout = await containerFor(mediaType)?.open(content, mediaType);
  const history = layout
    ? layout.manifestSpans.length > 0
    : await carries(content, mediaType, means);
  const { release, ...drafted } = await draftManifest(what, content, mediaType, history, means);
  try {
    // A remote URL goes into the asset's XMP, which only the engine writes.
    const native = what.remoteUrl === undefined && layout;
    const made: SplicedBytes =
      (native && (await spliceBytes(bytes, native, drafted, means))) ||
      (await signWhole(what, content, drafted, means));
    const signed: Signed = {
      store: made.store,
      ...(leavesRecord(means) && {
        originalHash: made.originalHash ?? sha256(bytes),
        signedHash: sha256(made.output),
      }),
      overheadBytes: made.output.length - bytes.length,
    };
    const original = made.originalHash && { bytes, digest: made.originalHash };
    await inspected(what, drafted, means, original)(signed, made.output);
    const { manifestId, at } = drafted;
    return { ...signed, output: made.output, mediaType, manifestId, at };
  } finally {
    await release();
  }
}

/** Of a catalogue, one of a kind is held against the rubrics, and each of those like it by what differs. */
function inspected(
  what: Assignment,
  { draft, mediaType }: Drafted,
  means: SignMeans,
  original: Original | undefined,
): Inspect {
  const inspect = inspector(what, mediaType, means);
  const kind = what.check ? kindOf(mediaType, draft, means.signer) : undefined;
  if (kind === undefined) return inspect;
  return async (signed, content) => {
    const alike = content && isJudged(means.signer, kind);
    if (alike && (await holdsAlike(mediaType, content, signed.store, means, original))) return;
    await inspect(signed, content);
    setJudged(means.signer, kind);
  };
}

/** Whether content without a container of ours carries Content Credentials already. */
export async function carries(
  content: SignSource,
  mediaType: string,
  { engine }: Pick<SignMeans, "engine">,
): Promise<boolean> {
  if (!canEmbed(mediaType)) return false;
  const reading = await engine.read(mediaType, content.blob());
  if (!isReading(reading)) return false;
  reading.free();
  return true;
}

export function cannotEmbed(name: string): ColophonError {
  return new ColophonError("FORMAT_UNSUPPORTED", `a manifest cannot be put into ${name}`, {
    hint: "its kind of file has no place for one: sign it with --sidecar",
  });
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}
