// Asking a gateway in tests, over real HTTP.
import { request } from "node:http";
import { createItem } from "../../../src/archive/index.js";
import { utf8 } from "../../../src/encoding/index.js";
import { fakeOwner } from "../../fake/archive-owner.js";

export const post = (
  url: string,
  body: Uint8Array | string = "",
  headers: Record<string, string> = {},
): Promise<Response> => fetch(url, { method: "POST", body: body as BodyInit, headers });

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
export const json = async (answer: Response | Promise<Response>): Promise<any> =>
  (await answer).json();

/** An item of the owner with this seed. */
export async function itemOf(
  seed: number,
  name: string,
  about: { tags?: readonly (readonly [string, string])[]; data?: Uint8Array; type?: string } = {},
) {
  const tags = [["Name", name] as const, ...(about.tags ?? [])];
  if (about.type !== undefined) tags.push(["Content-Type", about.type]);
  return createItem({
    ...(await fakeOwner(seed)),
    tags: tags.map(([tag, value]) => ({ name: tag, value })),
    data: about.data ?? utf8(`data of ${name}`),
  });
}

export async function upload(url: string, ...items: readonly { bytes: Uint8Array }[]) {
  for (const { bytes } of items) {
    const answer = await post(`${url}/v1/tx`, bytes);
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

export interface Page {
  readonly ids: string[];
  readonly cursors: string[];
  readonly more: boolean;
}

/** A page of `transactions(...)`; `filter` is what stands between the parentheses. */
export async function page(url: string, filter: string): Promise<Page> {
  const query = `{ transactions(${filter}) { pageInfo { hasNextPage } edges { cursor node { id } } } }`;
  const answer = await json(post(`${url}/graphql`, JSON.stringify({ query })));
  if (!answer.data) throw new Error(JSON.stringify(answer));
  const { edges, pageInfo } = answer.data.transactions;
  return {
    ids: edges.map((edge: { node: { id: string } }) => edge.node.id),
    cursors: edges.map((edge: { cursor: string }) => edge.cursor),
    more: pageInfo.hasNextPage,
  };
}

/** With headers that fetch doesn't let one choose. */
export function raw(
  url: string,
  headers: Record<string, string>,
  options: { method?: string; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method: options.method ?? "GET" }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on("error", reject);
    asked.end(options.body);
  });
}
