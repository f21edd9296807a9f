// A manifest in a file of its own (`NAME.EXT.c2pa`), for any kind of file: the asset stays as it is, byte for byte.
import { containerFor, type Layout } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { dataBinding } from "../../src/sign/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import type { FileSource } from "../adapter/file-source.js";
import { leavesRecord } from "./archive-record.js";
import type { Inspect } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { placing } from "./placing.js";
import { runPieces } from "./pump.js";
import { bmffBinding, signStore } from "./store.js";

/** Signs with a hard binding over the file as it is: c2pa.hash.bmff.v3 for ISO BMFF, else c2pa.hash.data without exclusion. */
export async function signBeside(
  job: SignJob,
  file: FileSource,
  layout: Layout | undefined,
  { draft }: Drafted,
  means: SignMeans,
  inspect: Inspect,
): Promise<Signed> {
  const covered = layout?.detached();
  const whole = [{ kind: "copy", start: 0, end: file.size, hashed: true }] as const;
  const { progress, signal } = means;
  const { digest, originalDigest } = await runPieces(file.handle, covered?.pieces ?? whole, {
    hashOriginal: leavesRecord(means),
    signal,
    progress: progress && ((done) => progress(done, file.size)),
  });
  const binding = covered?.kind === "bmff" ? bmffBinding(digest) : dataBinding(digest, undefined);
  const store = await signStore(means.engine, draft, binding, means.signer);
  const signed: Signed = {
    store,
    ...(originalDigest && { originalHash: originalDigest }),
    overheadBytes: store.length,
  };
  await inspect(signed, undefined);
  await writeFileAtomically(job.output, store, placing(job));
  return signed;
}

/** A file's layout; undefined where its structure is damaged: a manifest beside it then binds it as mere bytes. */
export async function layoutIfSound(
  file: FileSource,
  mediaType: string,
): Promise<Layout | undefined> {
  try {
    return await containerFor(mediaType)?.open(file, mediaType);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "CONTAINER_MALFORMED") return undefined;
    throw cause;
  }
}
