// Whether a transaction of the chain is what its owner signed. That binds its id to its data_root: without it, a gateway
// could name any transaction at all as the one that holds an item. Format 2 only, as everything since 2020 has it: format 1
// signs the data themselves, and keys other than RSA came later; neither is judged here.
import {
  asObject,
  asString,
  fromBase64Url,
  sha256,
  toBase64Url,
  utf8,
} from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { type DeepHashInput, deepHash } from "../item/deep-hash.js";
import { verifyRsaPss } from "../item/rsa-pss.js";

type TransactionFault =
  /** Not the fields and forms of a transaction. */
  | "malformed"
  /** Format 1, or another kind of key: nothing is said about it. */
  | "format-unsupported"
  /** The signature hashes to another id. */
  | "id-mismatch"
  | "signature-invalid";

type TransactionCheck =
  | {
      readonly ok: true;
      readonly id: string;
      /** 32 bytes; none when there are no data. */
      readonly dataRoot: Uint8Array;
      /** Bytes of data. */
      readonly size: number;
    }
  | { readonly ok: false; readonly reason: TransactionFault };

const RSA_BYTES = 512;
/** The network allows 2,048 bytes of tags in all. */
const MAX_TAGS = 2048;

/**
 * Verifies a transaction as `GET /tx/:id` has it: id = SHA-256 of the signature, RSA-PSS over the deep hash.
 * @param value parsed JSON; never an exception for what is in it
 */
export async function verifyTransaction(value: unknown): Promise<TransactionCheck> {
  let read: ReturnType<typeof readTransaction>;
  try {
    read = readTransaction(value);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    return { ok: false, reason: "malformed" };
  }
  if (!read) return { ok: false, reason: "format-unsupported" };
  const { id, owner, signature, signed, dataRoot, size } = read;
  if (toBase64Url(await sha256(signature)) !== id) return { ok: false, reason: "id-mismatch" };
  if (!(await verifyRsaPss(owner, signature, await deepHash(signed))))
    return { ok: false, reason: "signature-invalid" };
  return { ok: true, id, dataRoot, size };
}

/** Undefined for what isn't judged. @throws ColophonError ENCODING_INVALID */
function readTransaction(value: unknown) {
  const json = asObject(value);
  if (!json) throw malformed();
  if (json["format"] === 1) return undefined;
  if (json["format"] !== 2) throw malformed();
  const bytes = (name: string, ...lengths: readonly number[]): Uint8Array => {
    const found = fromBase64Url(text(json[name]));
    if (!lengths.includes(found.length)) throw malformed();
    return found;
  };
  const id = toBase64Url(bytes("id", 32));
  const signature = fromBase64Url(text(json["signature"]));
  const owner = fromBase64Url(text(json["owner"]));
  if (owner.length !== RSA_BYTES || signature.length !== RSA_BYTES) return undefined;
  const dataSize = decimal(json["data_size"]);
  const size = Number(dataSize);
  const dataRoot = bytes("data_root", size === 0 ? 0 : 32);
  if (!Number.isSafeInteger(size)) throw malformed();
  const signed: DeepHashInput = [
    utf8("2"),
    owner,
    bytes("target", 0, 32),
    utf8(decimal(json["quantity"])),
    utf8(decimal(json["reward"])),
    bytes("last_tx", 0, 32, 48),
    tags(json["tags"]),
    utf8(dataSize),
    dataRoot,
  ];
  return { id, owner, signature, signed, dataRoot, size };
}

function tags(value: unknown): DeepHashInput {
  if (!Array.isArray(value) || value.length > MAX_TAGS) throw malformed();
  return value.map((tag: unknown) => {
    const pair = asObject(tag);
    return [fromBase64Url(text(pair?.["name"])), fromBase64Url(text(pair?.["value"]))];
  });
}

function text(value: unknown): string {
  const found = asString(value);
  if (found === undefined) throw malformed();
  return found;
}

/** A whole number as text, in its one spelling. */
function decimal(value: unknown): string {
  const found = text(value);
  if (!/^(0|[1-9][0-9]{0,29})$/.test(found)) throw malformed();
  return found;
}

function malformed(): ColophonError {
  return new ColophonError("ENCODING_INVALID", "not a transaction");
}
