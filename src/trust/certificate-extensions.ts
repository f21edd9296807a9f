// The X.509 extensions that decide what a certificate may do (RFC 5280 §4.2.1); the others stay bytes.
import { toHex } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Asn1, expect, isContext, parseAsn1, TAG } from "./asn1.js";
import { bitString, boolean, oid, smallInteger } from "./asn1-value.js";

interface Extension {
  readonly critical: boolean;
  /** DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

export interface CertificateExtensions {
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Object identifiers of the extensions that a reader must understand or refuse. */
  readonly criticalExtensions: readonly string[];
  /** Undefined without basicConstraints. */
  readonly isCa?: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: ReadonlySet<string>;
  readonly keyUsageCritical: boolean;
  /** Object identifiers; undefined without the extension. */
  readonly extendedKeyUsage?: readonly string[];
  /** Lower-case hex; empty when the extension names its issuer in another way. Undefined without the extension. */
  readonly authorityKeyId?: string;
  /** Lower-case hex. */
  readonly subjectKeyId?: string;
}

const KEY_USAGE = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];
/** Object identifiers of the extensions read here. */
export const EXTENSION = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

/** Reads `[3] EXPLICIT Extensions`, or nothing. @throws ColophonError ENCODING_INVALID */
export function certificateExtensions(node: Asn1 | undefined): CertificateExtensions {
  const extensions = new Map<string, Extension>();
  for (const item of node ? expect(node.children[0], "sequence").children : []) {
    const parts = expect(item, "sequence").children;
    const id = oid(parts[0]);
    const flag = parts.length === 3 ? parts[1] : undefined;
    if (extensions.has(id)) throw invalid(`extension ${id} twice`); // §4.2: readers would differ on which counts
    extensions.set(id, {
      critical: flag ? boolean(flag) : false,
      value: expect(parts.at(-1), "octetString").content,
    });
  }
  const of = (id: string): Asn1 | undefined => {
    const extension = extensions.get(id);
    return extension && parseAsn1(extension.value);
  };
  const usage = of(EXTENSION.keyUsage);
  const purposes = of(EXTENSION.extendedKeyUsage);
  const authority = of(EXTENSION.authorityKeyId);
  const subject = of(EXTENSION.subjectKeyId);
  return {
    extensions,
    criticalExtensions: [...extensions].filter(([, { critical }]) => critical).map(([id]) => id),
    ...basicConstraints(of(EXTENSION.basicConstraints)),
    ...(usage && { keyUsage: keyUsage(bitString(usage)) }),
    keyUsageCritical: extensions.get(EXTENSION.keyUsage)?.critical ?? false,
    ...(purposes && { extendedKeyUsage: expect(purposes, "sequence").children.map(oid) }),
    ...(authority && { authorityKeyId: keyIdentifier(authority) }),
    ...(subject && { subjectKeyId: toHex(expect(subject, "octetString").content) }),
  };
}

function basicConstraints(node: Asn1 | undefined): { isCa?: boolean; pathLength?: number } {
  if (!node) return {};
  const parts = [...expect(node, "sequence").children];
  const isCa = parts[0]?.tag === TAG.boolean && boolean(parts.shift() as Asn1);
  const length = parts.shift();
  if (parts.length) throw invalid("basicConstraints");
  return { isCa, ...(length && { pathLength: smallInteger(length) }) };
}

function keyUsage(bits: Uint8Array): Set<string> {
  return new Set(KEY_USAGE.filter((_, i) => ((bits[i >> 3] ?? 0) << (i & 7)) & 0x80));
}

function keyIdentifier(node: Asn1): string {
  const [first] = expect(node, "sequence").children;
  return isContext(first, 0) ? toHex(first.content) : "";
}

function invalid(what: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not valid X.509: ${what}`);
}
