// PEM (RFC 7468): certificates in text, with anything between the blocks ignored, as in published trust lists.
import { fromBase64, toBase64 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/** DER of every CERTIFICATE block, in order; empty when there is none. @throws ColophonError CERTIFICATE_UNREADABLE */
export function parsePem(text: string): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = text.indexOf(BEGIN); at !== -1; at = text.indexOf(BEGIN, at)) {
    const start = at + BEGIN.length;
    at = text.indexOf(END, start);
    if (at === -1) throw unreadable(out.length, "has no end");
    try {
      out.push(fromBase64(text.slice(start, at)));
    } catch (cause) {
      throw unreadable(out.length, "is not base64", cause);
    }
  }
  return out;
}

/** One PEM block per certificate, 64 characters to a line. */
export function toPem(certificates: readonly Uint8Array[]): string {
  return certificates
    .map((der) => `${BEGIN}\n${toBase64(der).replace(/.{1,64}/g, "$&\n")}${END}\n`)
    .join("");
}

function unreadable(index: number, what: string, cause?: unknown): ColophonError {
  return new ColophonError(
    "CERTIFICATE_UNREADABLE",
    `PEM certificate number ${index + 1} ${what}`,
    { hint: "the file looks damaged: get it again from where it came", cause },
  );
}
