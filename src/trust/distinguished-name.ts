// A distinguished name in words. For people only: names are compared as bytes (path.ts), never as text.
import { type Asn1, expect } from "./asn1.js";
import { directoryString, oid } from "./asn1-value.js";

/** The name in a certificate: as one text, and the parts that people know it by. */
export interface DistinguishedName {
  /** As encoded, first part first: `C=DE, O=Example, CN=Signer`. Separators inside a value are escaped. */
  readonly text: string;
  readonly organisation?: string;
  readonly commonName?: string;
}

const SHORT_NAME: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.97": "organizationIdentifier",
  "1.2.840.113549.1.9.1": "emailAddress",
  "0.9.2342.19200300.100.1.25": "DC",
};

/** @throws ColophonError ENCODING_INVALID */
export function distinguishedName(node: Asn1 | undefined): DistinguishedName {
  const parts: { name: string; value: string }[] = [];
  for (const set of expect(node, "sequence").children)
    for (const pair of expect(set, "set").children) {
      const [type, value] = expect(pair, "sequence").children;
      const id = oid(type);
      parts.push({ name: SHORT_NAME[id] ?? id, value: value ? directoryString(value) : "" });
    }
  // Of several the last one counts, the most specific and the one that the engine shows.
  const find = (name: string): string | undefined =>
    parts.findLast((part) => part.name === name)?.value;
  const organisation = find("O");
  const commonName = find("CN");
  return {
    text: parts.map(({ name, value }) => `${name}=${escaped(value)}`).join(", "),
    ...(organisation !== undefined && { organisation }),
    ...(commonName !== undefined && { commonName }),
  };
}

/** RFC 4514 §2.4, so that a value cannot pretend to be two parts. */
function escaped(value: string): string {
  return value.replace(/[\\,+=]/g, "\\$&");
}
