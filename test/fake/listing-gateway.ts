// A gateway in memory: items in the order in which they came, and nothing behind it but a list. It answers as the
// index of a real one does, and remembers what it was asked; `change` makes it fail or lie.
import {
  type Gateway,
  type GatewayQuery,
  type ListedItem,
  ownerAddress,
  parseItem,
} from "../../src/archive/index.js";
import { ColophonError } from "../../src/index.js";

export interface KeptItem {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface ListingGateway extends Gateway {
  /** What it was asked, one entry a request. */
  readonly asked: (GatewayQuery | { readonly payload: string })[];
}

/** A gateway that has `items`, the oldest first. */
export async function listingGateway(
  items: readonly KeptItem[],
  change: Partial<Gateway> = {},
): Promise<ListingGateway> {
  const listed = await Promise.all(items.map(listedItem));
  const payloads = new Map(items.map(({ id, bytes }) => [id, parseItem(bytes).data]));
  const asked: ListingGateway["asked"] = [];
  const url = change.url ?? "http://127.0.0.1:1";
  const failing = async () => {
    throw new ColophonError("GATEWAY_FAILED", `${url} has no chain`);
  };
  const gateway: Gateway = {
    url,
    find: async (query) => {
      const all = listed.filter((item) => fits(item, query));
      if (query.order === "newest") all.reverse();
      const start = query.after === undefined ? 0 : Number(query.after);
      const end = start + Math.min(query.limit, 100);
      return all.slice(start, end).map((item, i) => {
        const at = start + i + 1;
        return at < all.length ? { ...item, cursor: String(at) } : item;
      });
    },
    payload: async (id, maxBytes) => {
      const payload = payloads.get(id);
      if (payload && payload.length > maxBytes)
        throw new ColophonError("GATEWAY_FAILED", `${url} sent more than ${maxBytes} bytes`);
      return payload;
    },
    place: async () => undefined,
    transaction: async () => undefined,
    chunk: failing,
    block: failing,
    height: async () => items.length,
    ...change,
  };
  return {
    ...gateway,
    asked,
    find: (query) => {
      asked.push(query);
      return gateway.find(query);
    },
    payload: (id, maxBytes) => {
      asked.push({ payload: id });
      return gateway.payload(id, maxBytes);
    },
  };
}

export async function listedItem({ id, bytes }: KeptItem, height = 0): Promise<ListedItem> {
  const { signature, owner, target, anchor, tags } = parseItem(bytes);
  const address = await ownerAddress(owner);
  return { id, signature, owner, ownerAddress: address, target, anchor, tags, height };
}

function fits(item: ListedItem, { tags, owners, ids }: GatewayQuery): boolean {
  return (
    (tags ?? []).every(({ name, values }) =>
      item.tags.some((tag) => tag.name === name && values.includes(tag.value)),
    ) &&
    (!owners || owners.includes(item.ownerAddress ?? "")) &&
    (!ids || ids.includes(item.id))
  );
}
