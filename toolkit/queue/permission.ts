// Where a worker may read and write. What is in a queue could have been put there by anybody who reaches the Redis, so a job's
// files have to lie in the places that the worker's owner named, with all links followed, and on a disk nothing is written but
// in a folder where a batch keeps its journal: a job can't put a file over one that is no batch's.
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { isAddress, shownAddress } from "../batch/address.js";
import { forbiddenFile, isAllowed } from "../batch/allowed.js";
import type { QueuedJob } from "./job.js";

/** Folder of workers' unfinished files, in the output folder of a batch. */
export function workersFolder(out: string): string {
  return join(out, ".colophon", "workers");
}

/** The places as they were named, folders as what they lead to. @throws ColophonError FILE_NOT_FOUND */
export function placesOf(named: readonly string[]): Promise<string[]> {
  return Promise.all(named.map(placeOf));
}

/** @throws ColophonError FILE_UNREADABLE, OUTPUT_UNWRITABLE for a job that would lead elsewhere */
export async function refuseForbidden(job: QueuedJob, places: readonly string[]): Promise<void> {
  const { input, output, out, size, replace, what } = job;
  const setting = { what, staging: workersFolder(out) };
  const forbidden = forbiddenFile({ number: 0, input, output, size, replace }, setting, places);
  if (forbidden !== undefined) throw outside(forbidden, forbidden === shownAddress(input));
  if (!isAllowed(output, [out])) throw noBatch(output);
  if (isAddress(out)) return;
  if (isAllowed(output, [join(out, ".colophon")])) throw noBatch(output);
  await stat(join(out, ".colophon", "journal.ndjson")).catch((cause: unknown) => {
    throw noBatch(output, cause);
  });
}

async function placeOf(named: string): Promise<string> {
  if (isAddress(named)) return named;
  try {
    const real = await realpath(named);
    if ((await stat(real)).isDirectory()) return real;
  } catch {
    // said below
  }
  throw new ColophonError("FILE_NOT_FOUND", `there is no folder ${named}`, {
    hint: "--files names a folder in which files and their signed copies are",
  });
}

function outside(path: string, isInput: boolean): ColophonError {
  return new ColophonError(
    isInput ? "FILE_UNREADABLE" : "OUTPUT_UNWRITABLE",
    `${path} lies outside the places that this worker may use`,
    { hint: "nothing was done; start the worker with --files DIR, a folder that it lies in" },
  );
}

function noBatch(output: string, cause?: unknown): ColophonError {
  return new ColophonError(
    "OUTPUT_UNWRITABLE",
    `${shownAddress(output)} is in no folder of a batch`,
    {
      hint: "nothing was done; does this worker see the same files as the batch?",
      ...(cause !== undefined && { cause }),
    },
  );
}
