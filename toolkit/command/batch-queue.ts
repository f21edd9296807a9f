// `--queue`: the batch's files are signed by workers elsewhere. What that can't do is refused before anything is begun.
import { ColophonError } from "../../src/index.js";
import type { Executor, Setting } from "../batch/task.js";
import type { OpenIdentity } from "../sign/signer.js";
import type { BatchValues } from "./batch-options.js";
import type { Io } from "./command.js";

/** Where the password of a queue is best kept: an address is seen by everybody who lists processes. */
export const QUEUE_PASSWORD = "COLOPHON_QUEUE_PASSWORD";

/** From what is known once there is something to sign to whoever signs it. */
export type ThroughQueue = (
  identity: OpenIdentity,
  timeStampUrl: string | undefined,
  out: string,
  note: (text: string) => void,
) => (setting: Setting) => Promise<Executor>;

/** @throws ColophonError USAGE for an address that is none, and for options that no queue can carry out */
export async function throughQueue(
  { queue, jobs, "record-each": recordEach }: BatchValues,
  { env, signal }: Io,
): Promise<ThroughQueue | undefined> {
  if (queue === undefined) return undefined;
  if (jobs !== undefined)
    throw new ColophonError("USAGE", "--jobs is about threads of this computer, --queue has none", {
      hint: "each worker says how many it has: colophon worker --concurrency N",
    });
  if (recordEach)
    throw new ColophonError("USAGE", "--record-each does not go with --queue", {
      hint: "workers have no part in your archive; it gets the record of the batch, as always",
    });
  const { queueAddress } = await import("../queue/address.js");
  const address = queueAddress(queue, env[QUEUE_PASSWORD]);
  return (identity, timeStampUrl, out, note) => async (setting) => {
    const { openQueue } = await import("../queue/open.js");
    const by = timeStampUrl === undefined ? {} : { timeStampUrl };
    return openQueue({ address, setting, out, identity, signal, note, ...by });
  };
}
