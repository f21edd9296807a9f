// From a worker's answer to a task's outcome: a file on a disk counts as
// signed when it is seen here as the worker says that it left it.
import { stat } from "node:fs/promises";
import { besideOf, isAddress, shownAddress } from "../batch/address.js";
import type { Done, Fault, Outcome, Task } from "../batch/task.js";
import type { Answer, QueuedJob } from "./job.js";

/** How long another computer's file may take to be seen here, and how far the two clocks of one disk may differ. */
const TRIES = 10;
const PAUSE_MS = 200;
const SPREAD_MS = 2000;

export async function outcomeOf(task: Task, job: QueuedJob, answer: Answer): Promise<Outcome> {
  const { number } = task;
  if ("fault" in answer) return { number, fault: answer.fault };
  const { done } = answer;
  const named = (output: string) => (done.sidecar ? besideOf(output) : output);
  const output = shownAddress(named(task.output));
  const isIt = done.output === shownAddress(named(job.output));
  const target = isIt ? await seen(output, done) : undefined;
  return target
    ? { number, done: { ...done, output, target } }
    : { number, fault: notSeen(output) };
}

async function seen(output: string, { target }: Done): Promise<Done["target"] | undefined> {
  if (isAddress(output)) return target;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await new Promise((wake) => setTimeout(wake, PAUSE_MS));
    const there = await stat(output).catch(() => undefined);
    if (there?.size === target.size && Math.abs(there.mtimeMs - target.modified) < SPREAD_MS)
      return { size: there.size, modified: there.mtimeMs };
  }
  return undefined;
}

/** For a job that was in the hands of several workers when they ended. */
export function deserted(): Fault {
  return {
    code: "ENGINE_FAILED",
    message: "several workers stopped while they signed it",
    hint: "the others were signed; please report this with the file, if you can",
  };
}

/** For an answer that is none. */
export function unclear(): Fault {
  return {
    code: "ENCODING_INVALID",
    message: "a worker answered what is no answer",
    hint: "is every Colophon on this queue of the same version?",
  };
}

function notSeen(output: string): Fault {
  return {
    code: "OUTPUT_UNWRITABLE",
    message: `${output} is not here as a worker says that it wrote it`,
    hint: "do workers and batch see the same folder? run the same command again when they do",
  };
}
