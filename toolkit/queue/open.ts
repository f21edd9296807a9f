// From the address of a queue to an executor on it, for the command line and the library.
import type { Setting } from "../batch/task.js";
import type { OpenIdentity } from "../sign/signer.js";
import type { QueueAddress } from "./address.js";
import { QueueExecutor } from "./queue-executor.js";
import { RedisLink } from "./redis.js";
import { ownerOf, termsOf } from "./terms.js";

export interface QueueRequest {
  readonly address: QueueAddress;
  readonly setting: Setting;
  /** The batch's output folder. */
  readonly out: string;
  readonly identity: OpenIdentity;
  readonly timeStampUrl?: string;
  readonly signal?: AbortSignal;
  /** Called with what there is to say meanwhile. */
  readonly note: (text: string) => void;
}

/** @throws ColophonError QUEUE_UNAVAILABLE */
export async function openQueue(request: QueueRequest): Promise<QueueExecutor> {
  const { address, setting, out, identity, timeStampUrl, signal, note } = request;
  const link = await RedisLink.open(address, linkNotes(address, note), signal);
  const owner = ownerOf(identity);
  return new QueueExecutor({
    link,
    setting,
    out,
    terms: termsOf(identity, timeStampUrl),
    signer: identity.name,
    note,
    ...(owner !== undefined && { owner }),
    ...(signal && { signal }),
  });
}

/** What is said of a Redis that isn't ready, or is lost, and when it is back. */
export function linkNotes({ shown }: QueueAddress, note: (text: string) => void) {
  return {
    loading: () => note(`the Redis at ${shown} is still loading its data: everything waits for it`),
    refuses: (word: string) =>
      note(
        `the Redis at ${shown} takes nothing now${word && ` (${word})`}: everything waits for it`,
      ),
    ready: () => note(`the Redis at ${shown} is ready`),
    lost: () => note(`the Redis at ${shown} is gone: everything waits until it is back`),
    back: () => note(`the Redis at ${shown} is back`),
  };
}
