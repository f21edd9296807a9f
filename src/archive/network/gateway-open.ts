// A gateway by its address, over whatever Http the caller has.
import { ColophonError } from "../../errors.js";
import type { Gateway } from "./gateway.js";
import { asId, type Connection } from "./gateway-answer.js";
import { findItems } from "./gateway-index.js";
import { itemPayload, itemPlace } from "./gateway-item.js";
import type { Http } from "./http.js";

/** What only proofs ask for: looking records up goes without. */
const chain = () => import("../chain/proofs.js");

/**
 * Opens nothing yet: the first question does. What can't be an id is not asked for; nothing has it.
 * @param url http or https, with a path if the gateway has one, nothing else
 * @param options `signal` ends every question of this gateway
 * @throws ColophonError URL_REFUSED when `url` is no such address
 */
export function openGateway(
  url: string,
  http: Http,
  options: { readonly signal?: AbortSignal } = {},
): Gateway {
  const connection: Connection = { url: gatewayUrl(url), http, ...options };
  return {
    url: connection.url,
    find: (query) => findItems(connection, query),
    payload: async (id, maxBytes) => (asId(id) ? itemPayload(connection, id, maxBytes) : undefined),
    place: async (id) => (asId(id) ? itemPlace(connection, id) : undefined),
    transaction: async (id) =>
      asId(id) ? (await chain()).transactionPlace(connection, id) : undefined,
    chunk: async (offset) => (await chain()).chunkAt(connection, offset),
    block: async (height) => (await chain()).blockAt(connection, height),
    height: async () => (await chain()).chainHeight(connection),
  };
}

function gatewayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && !url.username && !url.password && !/[?#]/.test(text);
  if (!plain || !/^https?:$/.test(url.protocol))
    throw new ColophonError("URL_REFUSED", `${text} is not the address of a gateway`, {
      hint: "give it as https://host or http://127.0.0.1:port",
    });
  return url.origin + url.pathname.replace(/\/+$/, "");
}
