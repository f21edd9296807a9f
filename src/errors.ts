// The one error class. An error is the failure to reach a verdict; a verdict (even "Invalid") is never thrown.

/** Stable error codes: adding one is a minor release, removing one is a major release. */
export type ErrorCode =
  // what the user typed
  | "USAGE"
  | "CANCELLED"
  // the file that was named
  | "FILE_NOT_FOUND"
  | "FILE_IS_DIRECTORY"
  | "FILE_EMPTY"
  | "FILE_UNREADABLE"
  | "FILE_TOO_LARGE"
  | "FILE_CHANGED"
  | "CONTAINER_MALFORMED"
  | "FORMAT_UNSUPPORTED"
  | "CREDENTIAL_NOT_FOUND"
  // where the result goes
  | "OUTPUT_EXISTS"
  | "OUTPUT_UNWRITABLE"
  | "DISK_FULL"
  // identity, key, certificate
  | "IDENTITY_NOT_FOUND"
  | "IDENTITY_EXISTS"
  | "IDENTITY_INVALID"
  | "KEY_UNREADABLE"
  | "KEY_MISMATCH"
  | "PASSPHRASE_NEEDED"
  | "PASSPHRASE_WRONG"
  | "CERTIFICATE_UNREADABLE"
  | "CERTIFICATE_EXPIRED"
  | "CERTIFICATE_REFUSED"
  | "SIGNER_FAILED"
  // what goes into a manifest
  | "DEFINITION_INVALID"
  | "CHECK_FAILED"
  | "TIMESTAMP_FAILED"
  | "ENGINE_FAILED"
  // encodings and records
  | "ENCODING_INVALID"
  | "ITEM_MALFORMED"
  | "RECORD_INVALID"
  | "RECORD_NOT_FOUND"
  | "ARCHIVE_UNAVAILABLE"
  | "RECEIPT_INVALID"
  // the archive beyond this computer
  | "GATEWAY_FAILED"
  | "RECORD_UNPROVEN"
  | "PUBLISH_REFUSED"
  | "PAYMENT_NEEDED"
  | "PUBLISHER_MISSING"
  | "WALLET_INVALID"
  | "PORT_UNAVAILABLE"
  // the queue between machines
  | "QUEUE_UNAVAILABLE"
  // trust and network
  | "TRUST_LIST_INVALID"
  | "URL_REFUSED"
  | "URL_UNREACHABLE"
  // a defect of ours
  | "INTERNAL";

/**
 * Failure to reach a result. `message` says what happened (lower case, no full stop),
 * `hint` what to do next, `cause` keeps the original error for `--verbose` and bug reports.
 */
export class ColophonError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ColophonError";
    this.code = code;
    this.hint = options.hint;
  }
}
