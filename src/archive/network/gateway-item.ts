// An item at a gateway: its payload, and where it is said to be. Three sources know the place, none of them believed: the
// upload service's status, the headers of the data, and the index, which knows only the transaction.
import { ColophonError } from "../../errors.js";
import type { ItemPlace } from "./gateway.js";
import {
  asCount,
  asId,
  ask,
  askJson,
  type Connection,
  failed,
  isUnreachable,
} from "./gateway-answer.js";
import { findItems } from "./gateway-index.js";

const MAX_STATUS = 2 ** 16;
/** For the headers of an answer alone: one byte is asked for, and some servers send a little more. */
const MAX_PEEK = 2 ** 14;

/** @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function itemPayload(
  connection: Connection,
  id: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  let refusal: ColophonError | undefined;
  for (const path of [`/raw/${id}`, `/${id}`]) {
    const { status, bytes } = await ask(connection, path, { maxBytes });
    if (status === 200) return bytes;
    if (status !== 404)
      refusal ??= failed(connection.url, `${path} answered with status ${status}`);
  }
  if (refusal) throw refusal;
  return undefined;
}

/** @throws ColophonError GATEWAY_FAILED when no source answers; URL_REFUSED; CANCELLED */
export async function itemPlace(
  connection: Connection,
  id: string,
): Promise<ItemPlace | undefined> {
  let failure: unknown;
  let answered = false;
  for (const source of [fromStatus, fromHeaders, fromIndex])
    try {
      const place = await source(connection, id);
      if (place) return place;
      answered = true;
    } catch (cause) {
      if (!(cause instanceof ColophonError) || cause.code !== "GATEWAY_FAILED") throw cause;
      if (isUnreachable(cause)) throw cause;
      failure = cause;
    }
  if (!answered) throw failure;
  return undefined;
}

async function fromStatus(connection: Connection, id: string): Promise<ItemPlace | undefined> {
  const answer = await askJson(connection, `/v1/tx/${id}/status`, { maxBytes: MAX_STATUS });
  const fields = answer?.fields;
  return place(
    fields?.["bundleId"],
    fields?.["startOffsetInRootBundle"],
    fields?.["rawContentLength"],
  );
}

async function fromHeaders(connection: Connection, id: string): Promise<ItemPlace | undefined> {
  const question = { headers: { range: "bytes=0-0" }, maxBytes: MAX_PEEK };
  const { status, headers } = await ask(connection, `/raw/${id}`, question);
  if (status !== 200 && status !== 206) return undefined;
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => headers.get(`x-ar-io-${name}`)).find((value) => value !== undefined);
  return place(
    first("root-transaction-id"),
    first("root-item-offset", "root-data-item-offset", "data-item-offset"),
    first("root-item-size", "data-item-size"),
  );
}

async function fromIndex(connection: Connection, id: string): Promise<ItemPlace | undefined> {
  const [listed] = await findItems(connection, { ids: [id], order: "oldest", limit: 1 });
  return listed?.id === id ? place(listed.bundledIn) : undefined;
}

function place(transaction: unknown, offset?: unknown, size?: unknown): ItemPlace | undefined {
  const id = asId(transaction);
  if (id === undefined) return undefined;
  const from = asCount(offset, Number.MAX_SAFE_INTEGER);
  const length = asCount(size, Number.MAX_SAFE_INTEGER);
  return {
    transaction: id,
    ...(from !== undefined && { offset: from }),
    ...(length !== undefined && { size: length }),
  };
}
