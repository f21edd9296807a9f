// A manifest in a file of its own (`NAME.EXT.c2pa`), for any kind of file: the asset stays as it is, byte for byte.
import { containerFor } from "../../src/container/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import type { FileSource } from "../adapter/file-source.js";
import { hashPieces } from "../adapter/hash-pieces.js";
import type { Inspect } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { bmffBinding, dataBinding, signStore } from "./store.js";

/** Signs with a hard binding over the file as it is: c2pa.hash.bmff.v3 for ISO BMFF, else c2pa.hash.data without exclusion. */
export async function signBeside(
  job: SignJob,
  file: FileSource,
  { draft, mediaType }: Drafted,
  means: SignMeans,
  inspect: Inspect,
): Promise<Signed> {
  const originalHash = await file.sha256();
  const layout = await containerFor(mediaType)?.open(file, mediaType);
  const covered = layout?.detached();
  const binding =
    covered?.kind === "bmff"
      ? bmffBinding(await hashPieces(file.handle, "sha256", covered.pieces))
      : dataBinding(originalHash, undefined);
  const store = await signStore(means.engine, draft, binding, means.signer);
  const signed: Signed = { store, originalHash, overheadBytes: store.length };
  await inspect(signed, undefined);
  await writeFileAtomically(job.output, store, { ...(job.replace && { replace: true }) });
  return signed;
}
