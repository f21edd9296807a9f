// ASN.1 as a tree of byte ranges: DER on the way in (X.690 §10), BER only for CMS. Sole importer of asn1js.
// The library lets a child run past its parent and accepts lengths in needless long form; both would let two
// readers see two different certificates in the same bytes, so every range is checked here again.
import { type BaseBlock, fromBER } from "asn1js";
import { ColophonError } from "../errors.js";

export interface Asn1 {
  readonly tagClass: "universal" | "application" | "context" | "private";
  readonly tag: number;
  readonly constructed: boolean;
  /** Tag, length and content: what signatures and names are compared over. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  readonly children: readonly Asn1[];
}

/** Largest input: the library decodes object identifiers eagerly, 3 ms per KB of hostile bytes. */
const MAX_LENGTH = 1 << 16;
const LIMITS = {
  maxDepth: 32,
  maxNodes: 10_000,
  maxContentLength: MAX_LENGTH,
  parseEmbedded: false,
  copyInput: false,
};
const CLASSES = ["universal", "application", "context", "private"] as const;

/**
 * One value with nothing behind it; `ber` admits indefinite and needlessly long lengths.
 * @throws ColophonError ENCODING_INVALID
 */
export function parseAsn1(bytes: Uint8Array, options: { ber?: boolean } = {}): Asn1 {
  if (bytes.length > MAX_LENGTH) throw invalid("longer than any certificate or token");
  const plain = Uint8Array.from(bytes); // a Buffer would hand out subclasses of Uint8Array
  let block: BaseBlock;
  try {
    const { offset, result } = fromBER(plain as Uint8Array<ArrayBuffer>, LIMITS);
    if (offset === -1) throw invalid(result.error || "malformed");
    block = result;
  } catch (cause) {
    throw cause instanceof ColophonError ? cause : invalid("malformed", cause); // it throws plain errors, too
  }
  const node = tree(block, plain, 0, plain.length, options.ber ?? false);
  if (node.raw.length !== plain.length) throw invalid("bytes behind its end");
  return node;
}

function tree(block: BaseBlock, bytes: Uint8Array, at: number, limit: number, ber: boolean): Asn1 {
  const { idBlock, lenBlock } = block;
  if (idBlock.isHexOnly) throw invalid("a tag number without end");
  if (!ber && (lenBlock.isIndefiniteForm || lenBlock.warnings.length > 0))
    throw invalid("not DER: a length in a longer form than needed");
  const start = at + idBlock.blockLength + lenBlock.blockLength;
  let end = lenBlock.isIndefiniteForm ? limit : start + lenBlock.length;
  if (start > limit || end > limit) throw invalid("a value that runs past the one it is part of");
  const children: Asn1[] = [];
  let next = start;
  if (idBlock.isConstructed) {
    for (const child of childBlocks(block)) {
      const node = tree(child, bytes, next, end, ber);
      next += node.raw.length;
      children.push(node);
    }
    if (lenBlock.isIndefiniteForm) end = next + 2; // the end-of-contents octets 00 00
    if (end > limit || next !== (lenBlock.isIndefiniteForm ? end - 2 : end))
      throw invalid("parts that do not fill the whole");
  }
  return {
    tagClass: CLASSES[idBlock.tagClass - 1] ?? "private",
    tag: idBlock.tagNumber,
    constructed: idBlock.isConstructed,
    raw: bytes.subarray(at, end),
    content: bytes.subarray(start, lenBlock.isIndefiniteForm ? end - 2 : end),
    children,
  };
}

function childBlocks(block: BaseBlock): readonly BaseBlock[] {
  const value: unknown = (block.valueBlock as { value?: unknown }).value;
  if (!Array.isArray(value)) throw invalid("a primitive value in parts");
  return value as BaseBlock[];
}

function invalid(reason: string, cause?: unknown): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not valid ASN.1: ${reason}`, { cause });
}

/** Tag numbers of the universal class that X.509 and CMS use. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const;

/** The node if it is of this universal type. @throws ColophonError ENCODING_INVALID */
export function expect(node: Asn1 | undefined, type: keyof typeof TAG): Asn1 {
  if (node?.tagClass !== "universal" || node.tag !== TAG[type])
    throw invalid(`${type} expected, ${node ? `tag ${node.tag}` : "nothing"} found`);
  return node;
}

/** Whether it is context-specific tag `[number]`. */
export function isContext(node: Asn1 | undefined, number: number): node is Asn1 {
  return node?.tagClass === "context" && node.tag === number;
}
