// Signs a movie that is kept in parts for streaming: an initialization segment, which gets the manifest, and fragments
// (.m4s), each of which gets its place in the manifest's Merkle tree. All parts are written apart first, and get their
// names when all are complete; the first part last, since without it nothing is signed.
import { mkdir, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  bmffMerkleData,
  containerFor,
  type MerklePlace,
  merkleProof,
  merkleRows,
  openFragment,
  placeBox,
} from "../../src/container/index.js";
import { sha256 } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { giveName, refuseStanding, syncFolder, writeError } from "../adapter/atomic-file.js";
import { type FileSource, openFile } from "../adapter/file-source.js";
import { sweepUnfinished, unfinishedName } from "../adapter/unfinished.js";
import { leavesRecord } from "./archive-record.js";
import { draftManifest, trueMediaType } from "./draft.js";
import { inspector } from "./inspect-output.js";
import type { Drafted, Signed, SignJob, SignMeans } from "./job.js";
import { runPieces, writeAll } from "./pump.js";
import { unsteady } from "./splice-bytes.js";
import { signStore } from "./store.js";

/** A path of five hashes in each fragment makes the manifest's row a thirty-second of their number. */
const PATH = 5;
const IDS = { uniqueId: 1, localId: 1 };
const ZERO = new Uint8Array(32);

/** A part as it waits for its name. */
interface Part {
  readonly temporary: string;
  readonly output: string;
}

/** @throws ColophonError FILE_*, FORMAT_UNSUPPORTED, CONTAINER_MALFORMED, OUTPUT_*, DISK_FULL, ...: then nothing was written */
export async function signFragments(
  job: SignJob & { readonly fragments: readonly string[] },
  file: FileSource,
  means: SignMeans,
): Promise<Signed & Omit<Drafted, "draft">> {
  const folder = dirname(job.output);
  const outputs = job.fragments.map((path) => join(folder, basename(path)));
  await refuseTaken([job.output, ...outputs], [job.input, ...job.fragments], job.replace === true);
  const mediaType = await trueMediaType(file);
  const layout = await containerFor(mediaType)?.open(file, mediaType);
  if (!layout?.coveredStart) throw noStart(job.input);
  if (layout.manifestSpans.length > 0) throw signedAlready(job.input);
  const content = { ...file, name: basename(job.input) };
  const { release, draft, ...drafted } = await draftManifest(job, content, mediaType, false, means);
  const { engine, signer } = means;
  await sweepUnfinished(folder);
  const work = join(folder, unfinishedName("colophon"));
  await mkdir(work, { mode: 0o700 }).catch((cause) => {
    throw writeError(folder, cause);
  });
  try {
    const shape = await merkleRows(new Array(outputs.length).fill(ZERO), async () => ZERO);
    const height = Math.min(PATH, shape.length - 1);
    const place = (rows: typeof shape, location: number): MerklePlace => ({
      ...IDS,
      location,
      proof: merkleProof(rows, location, height),
    });
    const parts: (Part & { readonly placeAt: number })[] = [];
    const leaves: Uint8Array[] = [];
    let grown = 0;
    for (const [i, path] of job.fragments.entries()) {
      means.signal?.throwIfAborted();
      means.progress?.(i, job.fragments.length);
      const temporary = join(work, String(i));
      const length = placeBox(place(shape, i)).length;
      const made = await copyPart(path, temporary, length, means);
      parts.push({ temporary, output: outputs[i]!, placeAt: made.manifestAt });
      leaves.push(made.digest);
      grown += made.length - made.size;
    }
    const rows = await merkleRows(leaves, sha256);
    const binding = (initHash: Uint8Array) => ({
      label: "c2pa.hash.bmff.v3",
      kind: "Cbor",
      created: true,
      data: bmffMerkleData({ ...IDS, count: leaves.length, initHash, hashes: rows[height]! }),
    });
    const size = (await signStore(engine, draft, binding(ZERO), signer, true)).length;
    const splice = await layout.splice(size);
    if (!splice) throw noStart(job.input);
    const first: Part = { temporary: join(work, "first"), output: job.output };
    const signed = await written(first.temporary, async (handle) => {
      const started = await runPieces(file.handle, splice.pieces, { handle, hashOriginal: false });
      const store = await signStore(engine, draft, binding(started.digest), signer);
      if (store.length !== size) throw unsteady();
      await writeAll(handle, splice.wrap(store), started.manifestAt);
      const originalHash = leavesRecord(means) && { originalHash: await file.sha256() };
      return { store, ...originalHash, overheadBytes: grown + started.length - file.size };
    });
    await inspector(job, mediaType, means)(signed, undefined);
    for (const [i, { temporary, placeAt }] of parts.entries())
      await written(temporary, (handle) => writeAll(handle, placeBox(place(rows, i)), placeAt));
    await giveNames([...parts, first], job.replace === true);
    return { ...drafted, ...signed };
  } catch (cause) {
    throw writeError(job.output, cause);
  } finally {
    await rm(work, { recursive: true, force: true });
    await release();
  }
}

/** Copies and hashes a fragment, its place left open. */
async function copyPart(path: string, to: string, length: number, means: SignMeans) {
  const source = await openFile(path);
  try {
    const pieces = await (await openFragment(source)).splice(length);
    const made = await written(to, (handle) =>
      runPieces(source.handle, pieces, { handle, hashOriginal: false, signal: means.signal }),
    );
    return { ...made, size: source.size };
  } catch (cause) {
    if (!(cause instanceof ColophonError) || cause.message.startsWith(path)) throw cause;
    const { code, message, hint } = cause;
    throw new ColophonError(code, `${path}: ${message}`, { ...(hint && { hint }), cause });
  } finally {
    await source.close();
  }
}

/** Opens a file of ours, new or to be completed, and has it on the disk before it is closed. */
async function written<T>(path: string, fill: (handle: FileSource["handle"]) => Promise<T>) {
  const there = await stat(path).catch(() => undefined);
  const handle = await open(path, there ? "r+" : "wx+", 0o644);
  try {
    const result = await fill(handle);
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}

/** What got its name goes again when another cannot: a set with holes is worth nothing. */
async function giveNames(parts: readonly Part[], replace: boolean): Promise<void> {
  const given: string[] = [];
  try {
    for (const { temporary, output } of parts) {
      await giveName(temporary, output, replace);
      given.push(output);
    }
    await syncFolder(dirname(parts[0]!.output));
  } catch (cause) {
    if (!replace) for (const path of given) await rm(path, { force: true });
    throw cause;
  }
}

/** Two parts of one name, a part that exists, and originals, which are never replaced. */
async function refuseTaken(
  outputs: readonly string[],
  inputs: readonly string[],
  replace: boolean,
): Promise<void> {
  const names = new Set<string>();
  const originals = new Set<string>();
  for (const input of inputs) originals.add(await identityOf(input));
  for (const output of outputs) {
    if (names.has(output))
      throw new ColophonError("USAGE", `two parts would be written to ${output}`, {
        hint: "nothing was written; sign parts of the same name into folders of their own",
      });
    names.add(output);
    const there = await identityOf(output);
    if (there !== "" && originals.has(there))
      throw new ColophonError(
        "OUTPUT_EXISTS",
        `${output} is an original, which is never replaced`,
        {
          hint: "nothing was changed; choose another folder with --out",
        },
      );
    await refuseStanding(output, replace);
  }
}

async function identityOf(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  return status ? `${status.dev} ${status.ino}` : "";
}

function noStart(path: string): ColophonError {
  return new ColophonError("FORMAT_UNSUPPORTED", `${path} is not the first part of a movie`, {
    hint: "nothing was written; name the initialization segment, then its fragments with --fragments",
  });
}

function signedAlready(path: string): ColophonError {
  return new ColophonError("FORMAT_UNSUPPORTED", `${path} and its fragments are signed already`, {
    hint: "nothing was written; sign the parts as they were before",
  });
}
