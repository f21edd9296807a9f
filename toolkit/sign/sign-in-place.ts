// Signs a file in its own place, without a copy: into a `free` box before all media (ISO BMFF), or behind the last chunk
// (RIFF). Until the archive has the record, a journal can put everything back (undo-journal.ts).
import { open, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { containerFor, isTextType } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { writeError } from "../adapter/atomic-file.js";
import { type FileSource, openFile, refuseChanged } from "../adapter/file-source.js";
import { leavesRecord } from "./archive-record.js";
import { draftManifest, trueMediaType } from "./draft.js";
import { inspector } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { runPieces, writeAll } from "./pump.js";
import { bindingOf, unsteady } from "./splice-bytes.js";
import { signStore, storeSize } from "./store.js";
import { dropUndo, keepUndo, lockFile, undo } from "./undo-journal.js";

type Done = Signed & Omit<Drafted, "draft">;

/**
 * @param then what has to succeed as well, such as archiving the record; when it fails, the file is put back
 * @throws ColophonError FILE_*, CONTAINER_MALFORMED, FORMAT_UNSUPPORTED, OUTPUT_UNWRITABLE, DISK_FULL, ...: in every case
 * the file is as it was
 */
export async function signInPlace<T>(
  job: SignJob,
  means: SignMeans,
  then: (signed: Done) => Promise<T>,
): Promise<{ readonly signed: Done; readonly after: T }> {
  const path = await realpath(job.input).catch(() => job.input);
  const release = await lockFile(path);
  try {
    await undo(path);
    const file = await openFile(path);
    try {
      const { signed, edits } = await prepare(job, file, means);
      await refuseChanged(file);
      await keepUndo(path, file.handle, edits);
      try {
        await edit(path, edits);
        const after = await then(signed);
        await dropUndo(path);
        return { signed, after };
      } catch (cause) {
        await undo(path);
        throw writeError(path, cause);
      }
    } finally {
      await file.close();
    }
  } finally {
    await release();
  }
}

async function prepare(job: SignJob, file: FileSource, means: SignMeans) {
  const { engine, signer } = means;
  const name = basename(job.input);
  const mediaType = await trueMediaType(file, { name });
  const container = isTextType(mediaType) ? undefined : containerFor(mediaType);
  const layout = await container?.open(file, mediaType);
  if (layout && layout.manifestSpans.length > 0)
    throw noRoom(`${name} carries credentials already, which would have to be moved`);
  const content = { ...file, name };
  if (!layout?.inPlace)
    throw noRoom(`${name} is of a kind that has no room for a manifest in place`);
  const { release, draft, ...drafted } = await draftManifest(job, content, mediaType, false, means);
  try {
    const trial = await layout.inPlace(0);
    const size = trial && (await storeSize(engine, draft, trial.binding.kind, signer));
    const plan = size === undefined ? undefined : await layout.inPlace(size);
    if (!plan)
      throw noRoom(`${name} has no room for a manifest that nothing would have to move for`);
    const { progress, signal } = means;
    const { digest, originalDigest } = await runPieces(file.handle, plan.pieces, {
      hashOriginal: leavesRecord(means),
      signal,
      progress: progress && ((done) => progress(done, file.size)),
    });
    const store = await signStore(engine, draft, bindingOf(plan, digest), signer);
    if (store.length !== size) throw unsteady();
    const edits = plan.edits(store);
    const end = edits.reduce((most, { at, bytes }) => Math.max(most, at + bytes.length), file.size);
    const originalHash = originalDigest && { originalHash: originalDigest };
    const signed: Done = { ...drafted, store, ...originalHash, overheadBytes: end - file.size };
    await inspector(job, mediaType, means)(signed, undefined);
    return { signed, edits };
  } finally {
    await release();
  }
}

/** Each edit is on the disk before the next begins. */
async function edit(
  path: string,
  edits: Awaited<ReturnType<typeof prepare>>["edits"],
): Promise<void> {
  const handle = await open(path, "r+");
  try {
    for (const { at, bytes } of edits) {
      await writeAll(handle, bytes, at);
      await handle.sync();
    }
  } finally {
    await handle.close();
  }
}

function noRoom(message: string): ColophonError {
  return new ColophonError("FORMAT_UNSUPPORTED", message, {
    hint: "nothing was changed; sign it without --in-place",
  });
}
