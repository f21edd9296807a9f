// What X.509 writes and what WebCrypto takes: ECDSA signatures and RSA keys in each other's form.
import { concat } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { expect, parseAsn1 } from "./asn1.js";

const FIELD_BYTES: Readonly<Record<string, number>> = { "P-256": 32, "P-384": 48, "P-521": 66 };

/** DER `SEQUENCE { r, s }` (RFC 3279 §2.2.3) to r||s (IEEE P1363). @throws ColophonError ENCODING_INVALID */
export function ecdsaRaw(signature: Uint8Array, curve: string): Uint8Array {
  const size = FIELD_BYTES[curve] ?? 0;
  const parts = expect(parseAsn1(signature), "sequence").children;
  if (parts.length !== 2) throw notEcdsa();
  return concat(
    ...parts.map((part) => {
      const { content } = expect(part, "integer");
      const bytes = content[0] === 0 ? content.subarray(1) : content;
      if (content[0] === 0 && content.length > 1 && !((bytes[0] ?? 0) & 0x80)) throw notEcdsa(); // one form each
      if (bytes.length > size || (content[0] ?? 0x80) & 0x80) throw notEcdsa();
      return concat(new Uint8Array(size - bytes.length), bytes);
    }),
  );
}

function notEcdsa(): ColophonError {
  return new ColophonError("ENCODING_INVALID", "not an ECDSA signature");
}

/** `SEQUENCE { rsaEncryption, NULL }` */
const RSA_IDENTIFIER = Uint8Array.of(
  ...[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00],
);

/** SubjectPublicKeyInfo with the plain RSA identifier: WebCrypto knows no id-RSASSA-PSS keys. */
export function rsaSpki(rawKey: Uint8Array): Uint8Array {
  const bits = concat(header(0x03, rawKey.length + 1), Uint8Array.of(0), rawKey);
  return concat(header(0x30, RSA_IDENTIFIER.length + bits.length), RSA_IDENTIFIER, bits);
}

function header(tag: number, length: number): Uint8Array {
  return length < 0x80
    ? Uint8Array.of(tag, length)
    : length < 0x100
      ? Uint8Array.of(tag, 0x81, length)
      : Uint8Array.of(tag, 0x82, length >> 8, length & 0xff);
}
