// "colophon": the library for Node. This file is the table of contents; "colophon/core" is the part for browsers too.
export { ColophonError, type ErrorCode, type Verdict } from "../src/index.js";
export { createIdentity, type IdentityRequest, type NewIdentity } from "./identity/create.js";
export { openIdentity } from "./identity/open.js";
export {
  type SignedContent,
  type SignFileOptions,
  type SignOptions,
  sign,
  signBytes,
} from "./library/sign.js";
export {
  type AllSigned,
  type FileToSign,
  type SignAllOptions,
  type SignedOrNot,
  signAll,
} from "./library/sign-all.js";
export { type VerifyOptions, verify } from "./library/verify.js";
export type { SignResult, TextChoices } from "./sign/job.js";
export type { Generated, Source, Statement, TrainingUse } from "./sign/options.js";
export type { ArchiveKey, OpenIdentity, Signer } from "./sign/signer.js";
