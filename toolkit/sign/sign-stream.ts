// The fast way for large files: copied and hashed at one go in constant memory, the manifest written last into the
// place that was kept for it.
import type { Layout } from "../../src/container/index.js";
import { writeAtomically } from "../adapter/atomic-file.js";
import type { FileSource } from "../adapter/file-source.js";
import { leavesRecord } from "./archive-record.js";
import type { Inspect } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { placing } from "./placing.js";
import { runPieces, writeAll } from "./pump.js";
import { bindingOf, unsteady } from "./splice-bytes.js";
import { signStore, storeSize } from "./store.js";

/** Writes the signed file; undefined when only the engine can place a manifest. */
export async function signStream(
  job: SignJob,
  file: FileSource,
  layout: Layout,
  { draft }: Drafted,
  means: SignMeans,
  inspect: Inspect,
): Promise<Signed | undefined> {
  const { engine, signer, progress, signal } = means;
  const size = await storeSize(engine, draft, layout.detached().kind, signer);
  const splice = await layout.splice(size);
  if (!splice) return undefined;
  const write = async (handle: FileSource["handle"]): Promise<Signed> => {
    const spliced = await runPieces(file.handle, splice.pieces, {
      handle,
      hashOriginal: leavesRecord(means),
      signal,
      progress: progress && ((done) => progress(done, file.size)),
    });
    const store = await signStore(engine, draft, bindingOf(splice, spliced.digest), signer);
    if (store.length !== size) throw unsteady();
    await writeAll(handle, splice.wrap(store), spliced.manifestAt);
    const signed: Signed = {
      store,
      overheadBytes: spliced.length - file.size,
      ...(spliced.originalDigest && { originalHash: spliced.originalDigest }),
    };
    await inspect(signed, undefined);
    return signed;
  };
  return writeAtomically(job.output, write, placing(job));
}
