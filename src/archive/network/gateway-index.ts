// The index of a gateway: GraphQL in the part that Arweave's gateways have in common. Fields that only ar.io's know
// (signatureType and others) are never asked for: elsewhere one such field fails the whole question.
import { asArray, asObject, asString, utf8 } from "../../encoding/index.js";
import type { Tag } from "../item/avro-tags.js";
import type { GatewayQuery, ListedItem } from "./gateway.js";
import {
  type Answer,
  asBytes,
  asCount,
  asId,
  type Connection,
  needJson,
} from "./gateway-answer.js";

/** A hundred items with all the tags and the largest keys that there are take less than 2 MB. */
const MAX_ANSWER = 4 * 2 ** 20;
const MOST_ITEMS = 100;
const MAX_CURSOR = 1024;
const MAX_HEIGHT = 2 ** 31;
const FIELDS =
  "id anchor signature recipient owner{address key} tags{name value} block{height} bundledIn{id}";

/** What the index lists. @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function findItems(
  connection: Connection,
  query: GatewayQuery,
): Promise<readonly ListedItem[]> {
  const limit = Math.min(query.limit, MOST_ITEMS);
  const answer = await needJson(connection, "/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: utf8(JSON.stringify(request(query, limit))),
    maxBytes: MAX_ANSWER,
  });
  const { fields, fail } = answer;
  const complaint = asArray(fields["errors"])[0];
  if (complaint !== undefined)
    throw fail(`with an error: ${asString(asObject(complaint)?.["message"]) ?? "unnamed"}`);
  const found = asObject(asObject(fields["data"])?.["transactions"]);
  const edges = found?.["edges"];
  if (!found || !Array.isArray(edges)) throw fail("with no list of transactions");
  if (edges.length > limit) throw fail(`with ${edges.length} items where ${limit} were asked for`);
  const more = asObject(found["pageInfo"])?.["hasNextPage"] !== false;
  return edges.map((edge, i) => listedItem(edge, more || i + 1 < edges.length, answer));
}

/** Only the arguments that are used: not every index takes a null for one that isn't. */
function request(query: GatewayQuery, limit: number): object {
  const all: readonly (readonly [name: string, type: string, value: unknown])[] = [
    ["tags", "[TagFilter!]", query.tags],
    ["owners", "[String!]", query.owners],
    ["ids", "[ID!]", query.ids],
    ["after", "String", query.after],
    ["first", "Int", limit],
    ["sort", "SortOrder", query.order === "oldest" ? "HEIGHT_ASC" : "HEIGHT_DESC"],
  ];
  const used = all.filter(([, , value]) => value !== undefined);
  const declared = used.map(([name, type]) => `$${name}:${type}`).join(",");
  const passed = used.map(([name]) => `${name}:$${name}`).join(",");
  return {
    query: `query(${declared}){transactions(${passed}){pageInfo{hasNextPage} edges{cursor node{${FIELDS}}}}}`,
    variables: Object.fromEntries(used.map(([name, , value]) => [name, value])),
  };
}

function listedItem(edge: unknown, goesOn: boolean, { fail }: Answer): ListedItem {
  const node = asObject(asObject(edge)?.["node"]);
  const id = asId(node?.["id"]);
  if (!node || id === undefined) throw fail("with an item without an id");
  const owner = asObject(node["owner"]);
  const cursor = asString(asObject(edge)?.["cursor"]);
  return {
    id,
    ...present("signature", asBytes(node["signature"], atMost(4096))),
    ...present("owner", asBytes(owner?.["key"], atMost(4096))),
    ...present("ownerAddress", asId(owner?.["address"])),
    ...present("target", asBytes(node["recipient"] ?? "", noneOr32)),
    ...present("anchor", asBytes(node["anchor"] ?? "", noneOr32)),
    tags: tags(node["tags"], fail),
    ...present("height", asCount(asObject(node["block"])?.["height"], MAX_HEIGHT)),
    ...present("bundledIn", asId(asObject(node["bundledIn"])?.["id"])),
    ...present("cursor", goesOn && cursor && cursor.length <= MAX_CURSOR ? cursor : undefined),
  };
}

function tags(value: unknown, fail: Answer["fail"]): Tag[] {
  if (!Array.isArray(value)) throw fail("with an item without a list of tags");
  return value.map((tag: unknown) => {
    const [name, text] = [asString(asObject(tag)?.["name"]), asString(asObject(tag)?.["value"])];
    if (name === undefined || text === undefined) throw fail("with a tag that is none");
    return { name, value: text };
  });
}

function present<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]?: Value });
}

function atMost(most: number): (length: number) => boolean {
  return (length) => length > 0 && length <= most;
}

function noneOr32(length: number): boolean {
  return length === 0 || length === 32;
}
