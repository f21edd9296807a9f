// Another archive folder as a place to publish to: a disk that goes elsewhere, a share of an organisation. It costs
// nothing and keeps nothing but what the embedded archive keeps.
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { type Acceptance, DeliveryFailed, type OutgoingItem, type Publisher } from "./publisher.js";

/** @param folder of the other archive, made when the first record is put into it */
export function localPublisher(folder: string): Publisher {
  let opened: Promise<LocalArchive> | undefined;
  return {
    service: `local ${folder}`,
    groupSize: 1,
    quote: async () => ({ cost: 0n, unit: "none" }),
    async deliver(items, signal) {
      const acceptances: Acceptance[] = [];
      for (const item of items) {
        if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled");
        opened ??= LocalArchive.open(folder);
        acceptances.push(await put(await opened, item));
      }
      return acceptances;
    },
  };
}

async function put(archive: LocalArchive, { id, bytes }: OutgoingItem): Promise<Acceptance> {
  const before = await archive.entry(id);
  try {
    const kept = await archive.put(bytes);
    if (kept !== id) throw new DeliveryFailed("refused", `these are the bytes of ${kept}`);
  } catch (cause) {
    const unfit =
      cause instanceof ColophonError && ["ITEM_MALFORMED", "RECORD_INVALID"].includes(cause.code);
    throw unfit ? new DeliveryFailed("refused", cause.message, { cause }) : cause;
  }
  return { id, reference: join(archive.folder, "items", id), already: before !== undefined };
}
