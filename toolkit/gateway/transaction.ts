// Transactions of format 2, as they come in: every field is looked at before anything is believed, and the signature holds
// over the head alone, which names the data by their root.
import { isDeepStrictEqual } from "node:util";
import type { Tag } from "../../src/archive/index.js";
import { ownerAddress } from "../../src/archive/index.js";
import {
  asArray,
  asObject,
  asString,
  fromBase64Url,
  sha256,
  toBase64Url,
  utf8Text,
} from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { type TransactionHead, transactionVerifies } from "../adapter/arweave.js";

/** Most bytes of data in one transaction: what a chain of one computer puts up with. */
const MAX_TRANSACTION = 64 * 1024 * 1024;

/** As Arweave's nodes have it (2 KB of tags); bundles of our own have two short ones. */
const MAX_TAG_BYTES = 2048;

/** A head whose fields have the forms they must have. @throws ColophonError ITEM_MALFORMED */
export function readHead(json: unknown): TransactionHead {
  const found = asObject(json) ?? refuse("it is no JSON object");
  if (Number(found["format"]) !== 2) refuse("only format 2 is taken");
  const head: TransactionHead = {
    format: 2,
    id: base64Url(found, "id", [32]),
    last_tx: base64Url(found, "last_tx", [48, 32, 0]),
    owner: base64Url(found, "owner", [512]),
    tags: asArray(found["tags"]).map((tag) => ({
      name: base64Url(asObject(tag), "name"),
      value: base64Url(asObject(tag), "value"),
    })),
    target: base64Url(found, "target", [32, 0]),
    quantity: decimal(found, "quantity"),
    data_size: decimal(found, "data_size"),
    data_root: base64Url(found, "data_root", [32]),
    reward: decimal(found, "reward"),
    signature: base64Url(found, "signature", [512]),
  };
  const size = Number(head.data_size);
  if (size < 1 || size > MAX_TRANSACTION)
    refuse(`it has ${head.data_size} bytes of data; from 1 to ${MAX_TRANSACTION} are taken here`);
  const tagBytes = head.tags.reduce((sum, tag) => sum + tag.name.length + tag.value.length, 0);
  if (tagBytes * 0.75 > MAX_TAG_BYTES || head.tags.length > 128) refuse("it has too many tags");
  readTags(head);
  return head;
}

/** Whether the id and the signature are those of this head. */
export async function headHolds(head: TransactionHead): Promise<boolean> {
  return (
    (await sha256(fromBase64Url(head.signature)).then(toBase64Url)) === head.id &&
    (await transactionVerifies(head))
  );
}

/** @throws ColophonError ITEM_MALFORMED when a tag is not text */
export function readTags({ tags }: TransactionHead): Tag[] {
  const decode = (field: string) =>
    utf8Text(fromBase64Url(field)) ?? refuse("a tag of it is not UTF-8 text");
  return tags.map(({ name, value }) => ({ name: decode(name), value: decode(value) }));
}

/** Whether its tags say that it carries an ANS-104 bundle. */
export function carriesBundle(tags: readonly Tag[]): boolean {
  return BUNDLE_TAGS.every((wanted) => tags.some((tag) => isDeepStrictEqual(tag, wanted)));
}

/** The tags of a transaction that carries a bundle (ANS-104 §1.2). */
export const BUNDLE_TAGS: readonly Tag[] = [
  { name: "Bundle-Format", value: "binary" },
  { name: "Bundle-Version", value: "2.0.0" },
];

export async function headOwner({ owner }: TransactionHead): Promise<string> {
  return ownerAddress(fromBase64Url(owner));
}

function base64Url(
  found: Readonly<Record<string, unknown>> | undefined,
  field: string,
  lengths?: readonly number[],
): string {
  const text = asString(found?.[field]) ?? refuse(`its field "${field}" is missing`);
  let bytes: Uint8Array;
  try {
    bytes = fromBase64Url(text);
  } catch {
    refuse(`its field "${field}" is not base64url`);
  }
  if (lengths && !lengths.includes(bytes.length))
    refuse(`its field "${field}" has ${bytes.length} bytes`);
  return text;
}

function decimal(found: Readonly<Record<string, unknown>>, field: string): string {
  const text = asString(found[field]) ?? "";
  if (!/^(?:0|[1-9]\d{0,19})$/.test(text)) refuse(`its field "${field}" is not a decimal number`);
  return text;
}

function refuse(why: string): never {
  throw new ColophonError("ITEM_MALFORMED", `this is not a transaction: ${why}`);
}
