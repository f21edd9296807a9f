// What to do next, for each error that doesn't say so itself. Exhaustive: a new code doesn't compile without one.
import type { ColophonError, ErrorCode } from "../../src/index.js";

const HINTS: Readonly<Record<ErrorCode, string>> = {
  USAGE: "run: colophon --help",
  CANCELLED: "stopped as asked; no half-written file was left behind",
  FILE_NOT_FOUND: "check the spelling, and the folder you are in",
  FILE_IS_DIRECTORY: "name the files in it, for example with a pattern such as folder/*.jpg",
  FILE_EMPTY: "the file holds no bytes; it may not have been copied or downloaded completely",
  FILE_UNREADABLE: "check that you may read the file and that its disk is connected",
  FILE_TOO_LARGE: "nothing was changed; use a smaller file",
  FILE_CHANGED: "nothing was written; wait until nobody writes to the file, and try again",
  CONTAINER_MALFORMED: "the file is cut off or damaged; get a fresh copy, or export it again",
  FORMAT_UNSUPPORTED: "any file can be signed beside itself: colophon sign FILE --sidecar",
  CREDENTIAL_NOT_FOUND: "the file carries no credential to show; see: colophon verify FILE",
  OUTPUT_EXISTS: "choose another name with -o or --out, or add --force to replace it",
  OUTPUT_UNWRITABLE:
    "nothing was changed; check that the folder exists and that you may write there",
  DISK_FULL: "nothing was changed; free some space and run the same command again",
  IDENTITY_NOT_FOUND:
    'see: colophon identity list; make one: colophon identity create --name "Your Name"',
  IDENTITY_EXISTS: "choose another name, or remove the old one: colophon identity remove NAME",
  IDENTITY_INVALID: "see what is wrong with it: colophon identity lint NAME",
  KEY_UNREADABLE: "nothing was changed; a private key is expected as PKCS#8 in PEM",
  KEY_MISMATCH:
    "the key and the certificate belong to different pairs; name the two that go together",
  PASSPHRASE_NEEDED: "type it when asked, or set COLOPHON_PASSPHRASE",
  PASSPHRASE_WRONG: "nothing was changed; try again (capital letters and keyboard layout matter)",
  CERTIFICATE_UNREADABLE:
    "certificates are expected in PEM, the signer's own first, the root left out",
  CERTIFICATE_EXPIRED: "make a new identity, or import a renewed certificate",
  CERTIFICATE_REFUSED: "see which rule it breaks and the remedy: colophon identity lint",
  SIGNER_FAILED: "nothing was written; run the signer command by itself to see what it says",
  DEFINITION_INVALID:
    "nothing was written; correct the manifest definition and run the command again",
  CHECK_FAILED: "nothing was written; the rule that was broken is named above",
  TIMESTAMP_FAILED:
    "nothing was written; try again later, name another service, or sign without --tsa",
  ENGINE_FAILED: "nothing was changed; run again with --verbose to see what the engine said",
  ENCODING_INVALID: "the data is damaged, or not what its name says",
  ITEM_MALFORMED: "the record's bytes are damaged; get them again from another source",
  RECORD_INVALID: "this record proves nothing; don't rely on it",
  RECORD_NOT_FOUND: "see what there is: colophon archive list",
  ARCHIVE_UNAVAILABLE:
    "nothing was lost; run the same command again later, or sign with --no-archive",
  RECEIPT_INVALID:
    "rely on the file and its own credential; ask who gave you the receipt for another",
  GATEWAY_FAILED: "nothing was changed; try again later, or name another gateway",
  RECORD_UNPROVEN: "the record itself may be sound; try again later, or with other gateways",
  PUBLISH_REFUSED: "the record is still in your archive; the service says why it won't take it",
  PAYMENT_NEEDED:
    "nothing was lost; see the price: colophon archive cost, and top up: colophon archive balance",
  PUBLISHER_MISSING: "nothing was sent; the plain way needs no package: --to turbo",
  WALLET_INVALID: "nothing was sent; an Arweave wallet is a JWK file with an RSA key of 4,096 bits",
  PORT_UNAVAILABLE: "choose another port, or 0 for any that is free: colophon gateway --port 0",
  QUEUE_UNAVAILABLE:
    "nothing was lost; check the address and that a redis-server runs there, and run it again",
  TRUST_LIST_INVALID: "your trust lists stay as they were; a list is a file of PEM certificates",
  URL_REFUSED:
    "only public http and https addresses are opened; download the file and name it instead",
  URL_UNREACHABLE:
    "check the address and your connection, or download the file and name it instead",
  INTERNAL: "this is a defect of Colophon; please report it with what --verbose prints",
};

/** Every error code there is. */
export const ERROR_CODES = Object.keys(HINTS) as readonly ErrorCode[];

/** What to do next: the error's own hint, else the one of its code. */
export function hintOf(error: ColophonError): string {
  return error.hint ?? HINTS[error.code];
}
