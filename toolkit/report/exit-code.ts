// What the process says when it ends: the exit codes of docs/cli.md, all of them, in one place.
import type { ErrorCode, State } from "../../src/index.js";

/** Exit codes that are about the run. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Several files: some were done, some failed. */
  partly: 3,
  cancelled: 130,
  /** Whoever read the output went away: what a shell says of a program that ended by SIGPIPE. */
  unread: 141,
} as const;

const STATE_EXIT: Readonly<Record<State, number>> = {
  Trusted: 0,
  None: 10,
  Invalid: 11,
  Valid: 12,
  NotChecked: 13,
};

const ERROR_EXIT: Readonly<Record<ErrorCode, number>> = {
  USAGE: EXIT.usage,
  CANCELLED: EXIT.cancelled,
  FILE_NOT_FOUND: EXIT.failed,
  FILE_IS_DIRECTORY: EXIT.failed,
  FILE_EMPTY: EXIT.failed,
  FILE_UNREADABLE: EXIT.failed,
  FILE_TOO_LARGE: EXIT.failed,
  FILE_CHANGED: EXIT.failed,
  CONTAINER_MALFORMED: EXIT.failed,
  FORMAT_UNSUPPORTED: EXIT.failed,
  CREDENTIAL_NOT_FOUND: EXIT.failed,
  OUTPUT_EXISTS: EXIT.failed,
  OUTPUT_UNWRITABLE: EXIT.failed,
  DISK_FULL: EXIT.failed,
  IDENTITY_NOT_FOUND: EXIT.failed,
  IDENTITY_EXISTS: EXIT.failed,
  IDENTITY_INVALID: EXIT.failed,
  KEY_UNREADABLE: EXIT.failed,
  KEY_MISMATCH: EXIT.failed,
  PASSPHRASE_NEEDED: EXIT.failed,
  PASSPHRASE_WRONG: EXIT.failed,
  CERTIFICATE_UNREADABLE: EXIT.failed,
  CERTIFICATE_EXPIRED: EXIT.failed,
  CERTIFICATE_REFUSED: EXIT.failed,
  SIGNER_FAILED: EXIT.failed,
  DEFINITION_INVALID: EXIT.failed,
  CHECK_FAILED: EXIT.failed,
  TIMESTAMP_FAILED: EXIT.failed,
  ENGINE_FAILED: EXIT.failed,
  ENCODING_INVALID: EXIT.failed,
  ITEM_MALFORMED: EXIT.failed,
  RECORD_INVALID: EXIT.failed,
  RECORD_NOT_FOUND: EXIT.failed,
  ARCHIVE_UNAVAILABLE: EXIT.failed,
  RECEIPT_INVALID: EXIT.failed,
  GATEWAY_FAILED: EXIT.failed,
  RECORD_UNPROVEN: EXIT.failed,
  PUBLISH_REFUSED: EXIT.failed,
  PAYMENT_NEEDED: EXIT.failed,
  PUBLISHER_MISSING: EXIT.failed,
  WALLET_INVALID: EXIT.failed,
  PORT_UNAVAILABLE: EXIT.failed,
  QUEUE_UNAVAILABLE: EXIT.failed,
  TRUST_LIST_INVALID: EXIT.failed,
  URL_REFUSED: EXIT.failed,
  URL_UNREACHABLE: EXIT.failed,
  INTERNAL: EXIT.failed,
};

/** Every exit code there is, the weightiest first. An error outweighs all states but Invalid, and hides none. */
export const EXIT_CODES: readonly number[] = [
  EXIT.cancelled,
  EXIT.usage,
  STATE_EXIT.Invalid,
  EXIT.failed,
  EXIT.partly,
  STATE_EXIT.NotChecked,
  STATE_EXIT.Valid,
  STATE_EXIT.None,
  EXIT.done,
];

/** What `verify` exits with for one file: 0, 10, 11, 12 or 13. */
export function exitCodeOfState(state: State): number {
  return STATE_EXIT[state];
}

/** What a command exits with when this error ends it. */
export function exitCodeOfError(code: ErrorCode): number {
  return ERROR_EXIT[code];
}

/** The weightiest of several exit codes (11 > 13 > 12 > 10 > 0); 0 for none, 1 for one that isn't ours. */
export function worstExitCode(codes: readonly number[]): number {
  const known = codes.map((code) => (EXIT_CODES.includes(code) ? code : EXIT.failed));
  return EXIT_CODES.find((code) => known.includes(code)) ?? EXIT.done;
}
