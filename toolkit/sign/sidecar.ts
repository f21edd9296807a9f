// A manifest in a file of its own (`NAME.EXT.c2pa`), for any kind of file: the asset stays as it is, byte for byte.
import { containerFor, type Layout } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { dataBinding } from "../../src/sign/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import type { FileSource } from "../adapter/file-source.js";
import { hashPieces } from "../adapter/hash-pieces.js";
import type { Inspect } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { placing } from "./placing.js";
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
  const originalHash = await file.sha256();
  const covered = layout?.detached();
  const binding =
    covered?.kind === "bmff"
      ? bmffBinding(await hashPieces(file.handle, "sha256", covered.pieces))
      : dataBinding(originalHash, undefined);
  const store = await signStore(means.engine, draft, binding, means.signer);
  const signed: Signed = { store, originalHash, overheadBytes: store.length };
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
