// Whether two manifest stores say the same in the same bytes. One thing may differ: the engine writes the members of some JSON
// assertions in an order of its own each time, and what names such an assertion by its hash differs with it.
import { parseJson, sha256Now, toHex, utf8Text, view } from "../../encoding/index.js";
import { type JumbfBox, parseJumbf } from "../jumbf-box.js";
import { cborParts } from "./part.js";

/** @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID */
export function sameStore(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && spelt(a) === spelt(b);
}

/** A store as text, with hashes of its assertions by number, and JSON with its members in order. */
function spelt(store: Uint8Array): string {
  const root = parseJumbf(store);
  const leaves = all(root);
  const hashes = leaves.map(({ bytes }) => sha256Now(bytes));
  const lines = leaves.map(({ bytes, content }) => [
    toHex(bytes.subarray(0, view(bytes).getUint32(0))), // the description
    ...content.map(({ type, bytes: inner }) => `${type} ${contentText(type, inner, hashes)}`),
  ]);
  return lines.flat().join("\n");
}

function all(box: JumbfBox): JumbfBox[] {
  return [box, ...box.children.flatMap(all)];
}

function contentText(type: string, bytes: Uint8Array, hashes: readonly Uint8Array[]): string {
  if (type === "json") return JSON.stringify(inOrder(parseJson(utf8Text(bytes) ?? "")));
  const parts = type === "cbor" ? cborParts(bytes, { free: [], hashes }) : undefined;
  if (!parts) return toHex(bytes);
  return parts
    .map((part) => (part instanceof Uint8Array ? toHex(part) : JSON.stringify(part)))
    .join(" ");
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([name, item]) => [name, inOrder(item)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
