// What paying takes in tests: a node, an empty journal, and publishers that know of each other only what is on the disk.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Jwk } from "../../../toolkit/adapter/arweave.js";
import { arweavePublisher } from "../../../toolkit/adapter/arweave-l1.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { type FakeNode, startNode } from "../../fake/arweave-node.js";
import { temporaryFolder } from "../../fake/io.js";

export async function payment(wallet: Jwk) {
  const node = await startNode();
  const journal = join(temporaryFolder(), "journal");
  const http = httpTo(node.url, new AbortController().signal);
  const publisher = () => arweavePublisher({ url: node.url, wallet, journal, http });
  /** File names of what was signed. */
  const signed = () =>
    (existsSync(journal) ? readdirSync(journal) : []).filter((name) => name.endsWith(".json"));
  return { node, journal, publisher, signed };
}

export function posts(node: FakeNode, path: string) {
  return node.asked.filter((asked) => asked.method === "POST" && asked.path === path);
}

export function ids(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id);
}
