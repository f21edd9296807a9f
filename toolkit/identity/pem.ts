// PEM (RFC 7468) for what only identities have: keys and certificate requests. Certificates go through src/trust.
import { toBase64 } from "../../src/encoding/index.js";

/** One block with lines of 64 characters and a final newline. */
export function pemBlock(label: string, der: Uint8Array): string {
  const lines = toBase64(der).replace(/.{1,64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}
