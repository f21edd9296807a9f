// The records that a run would send, each read and checked, and what they cost: shared by publish and cost.
import { parseItem, verifyItem } from "../../../src/archive/index.js";
import { toBase64Url } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { amountWords } from "../../publish/amount.js";
import type { QueuedItem } from "../../publish/deliver.js";
import type { Outbox } from "../../publish/outbox.js";
import type { Publisher, Quote } from "../../publish/publisher.js";
import type { PriceLine } from "../../report/line.js";
import type { Of, Printer } from "../../report/printer.js";
import type { Io } from "../command.js";
import { recordsNamed } from "./named.js";

export interface OutgoingItem extends QueuedItem {
  /** Public key, base64url. */
  readonly owner: string;
}

export interface Outgoing {
  readonly items: readonly OutgoingItem[];
  /** Left out because the service has accepted them before. */
  readonly accepted: number;
  /** Left out because the service has refused them before. */
  readonly refused: number;
  /** Left out because they are damaged; each was reported. */
  readonly damaged: number;
}

/**
 * The records that are named, else all that the service has neither accepted nor refused, the oldest first.
 * @throws ColophonError RECORD_NOT_FOUND, FILE_*, ARCHIVE_UNAVAILABLE
 */
export async function outgoing(
  archive: LocalArchive,
  outbox: Outbox,
  names: readonly string[],
  printer: Printer,
  io: Io,
): Promise<Outgoing> {
  const named = names.length > 0;
  const ids = named
    ? await recordsNamed(archive, names, io)
    : (await archive.list()).map(({ id }) => id).reverse();
  const items: OutgoingItem[] = [];
  const left = { accepted: 0, refused: 0, damaged: 0 };
  for (const id of ids) {
    io.signal.throwIfAborted();
    const state = await outbox.get(id);
    if (!named && state.status !== "queued") left[state.status]++;
    else
      try {
        const bytes = await soundRecord(archive, id);
        items.push({ id, bytes: bytes.length, owner: toBase64Url(parseItem(bytes).owner), state });
      } catch (error) {
        if (!(error instanceof ColophonError)) throw error;
        printer.error(id, error);
        left.damaged++;
      }
  }
  return { items, ...left };
}

/** The bytes of a record that is what its id says. @throws ColophonError RECORD_NOT_FOUND, RECORD_INVALID, ITEM_MALFORMED */
export async function soundRecord(archive: LocalArchive, id: string): Promise<Uint8Array> {
  const bytes = await archive.get(id);
  const check = await verifyItem(parseItem(bytes), { id });
  if (check.ok) return bytes;
  throw new ColophonError("RECORD_INVALID", `record ${id} is damaged: ${check.reason}`, {
    hint: "it was not sent; to archive it again, sign again or restore a copy",
  });
}

/** What the records cost with a service, as it is shown. */
export function priceLine(
  { service }: Publisher,
  items: readonly OutgoingItem[],
  { cost, unit, freeBytesLeft }: Quote,
): Of<PriceLine> {
  return {
    service,
    records: items.length,
    bytes: items.reduce((total, { bytes }) => total + bytes, 0),
    cost: amountWords(cost),
    unit,
    ...(freeBytesLeft !== undefined && { freeBytesLeft }),
  };
}
