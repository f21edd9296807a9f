// A receipt: what it takes to check a record of one file later, offline, in a JSON file of its own (FILE.colophon.json).
// docs/format/receipt.md is the specification. A receipt is signed by nobody, so nothing in it is taken at its word:
// check-receipt.ts compares every field with the file, its manifest and the data item.
import { fromHex, toBase64Url, toHex } from "../../encoding/index.js";
import type { InclusionProof } from "../chain/inclusion.js";
import { decodeInclusion, encodeInclusion } from "../chain/inclusion-json.js";
import { MAX_BATCH } from "./batch.js";
import type { BatchPath } from "./batch-path.js";
import { openReceipt, ReceiptFault } from "./receipt-field.js";
import { MANIFEST_URN, MEDIA_TYPE } from "./tag-value.js";

const TYPE = "colophon-receipt";
const VERSION = 1;

/** Hashes on the way to the root of a batch of MAX_BATCH files. */
const MAX_PATH = Math.ceil(Math.log2(MAX_BATCH));

/** Hashes are SHA-256, 32 bytes. */
export interface Receipt {
  readonly file: {
    /** Its name alone, without folders. */
    readonly name: string;
    readonly sha256: Uint8Array;
    readonly mediaType: string;
  };
  readonly manifest: {
    /** URN of the active manifest. */
    readonly id: string;
    /** Of the manifest store. */
    readonly sha256: Uint8Array;
  };
  /** Hash of the claim's signature: the COSE_Sign1 as it stands in the manifest. */
  readonly signature: Uint8Array;
  readonly signer: {
    /** As the certificate has it: organisation, else common name. */
    readonly name: string;
    /** Hash of the signing certificate (DER). */
    readonly certificate: Uint8Array;
  };
  readonly record: {
    readonly id: string;
    /** Owner address. */
    readonly owner: string;
    /** The whole data item: of the file's own record, or of the batch that its manifest is in. */
    readonly item: Uint8Array;
  };
  /** From the manifest store's hash to the root of the batch. */
  readonly batch?: BatchPath;
  /** That the item is part of a block, by the word that gateways gave when it was made. */
  readonly proof?: InclusionProof;
}

/** The text of a receipt's file: the same receipt has one text. @throws ReceiptFault for what readReceipt would refuse */
export function writeReceipt(receipt: Receipt): string {
  const { file, manifest, signature, signer, record, batch, proof } = receipt;
  const text = `${JSON.stringify(
    {
      type: TYPE,
      version: VERSION,
      file: { name: file.name, sha256: toBase64Url(file.sha256), mediaType: file.mediaType },
      manifest: { id: manifest.id, sha256: toBase64Url(manifest.sha256) },
      signature: toBase64Url(signature),
      signer: { name: signer.name, certificate: toHex(signer.certificate) },
      record: { id: record.id, owner: record.owner, item: toBase64Url(record.item) },
      ...(batch && {
        batch: {
          index: batch.index,
          count: batch.count,
          path: batch.hashes.map(toBase64Url),
        },
      }),
      ...(proof && { proof: encodeInclusion(proof) }),
    },
    null,
    2,
  )}\n`;
  readReceipt(text);
  return text;
}

/** Reads a receipt; fields that it does not know are left alone. @throws ReceiptFault (RECEIPT_INVALID) naming the field */
export function readReceipt(text: string): Receipt {
  const receipt = openReceipt(text);
  if (receipt.text("type", /^/) !== TYPE) throw new ReceiptFault("type", `is not ${TYPE}`);
  if (receipt.value("version") !== VERSION) throw new ReceiptFault("version", `is not ${VERSION}`);
  const file = receipt.part("file");
  const manifest = receipt.part("manifest");
  const signer = receipt.part("signer");
  const record = receipt.part("record");
  const batch = receipt.has("batch") ? receipt.part("batch") : undefined;
  return {
    file: {
      name: file.text("name", NAME),
      sha256: file.hash("sha256"),
      mediaType: file.text("mediaType", MEDIA_TYPE),
    },
    manifest: { id: manifest.text("id", MANIFEST_URN), sha256: manifest.hash("sha256") },
    signature: receipt.hash("signature"),
    signer: {
      name: signer.text("name", /^.{1,1000}$/su),
      certificate: fromHex(signer.text("certificate", /^[0-9a-f]{64}$/)),
    },
    record: {
      id: toBase64Url(record.hash("id")),
      owner: toBase64Url(record.hash("owner")),
      item: record.bytes("item"),
    },
    ...(batch && {
      batch: {
        index: batch.integer("index", 0, MAX_BATCH - 1),
        count: batch.integer("count", 1, MAX_BATCH),
        hashes: batch.hashes("path", MAX_PATH),
      },
    }),
    ...(receipt.has("proof") && { proof: decodeInclusion(receipt.value("proof")) }),
  };
}

/** One name in one folder: nothing that leads elsewhere, nothing that can't be a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const NAME = /^(?!\.\.?$)[^\u0000-\u001f\u007f/]{1,255}$/u;
