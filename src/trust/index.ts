// Trust room: certificates, trust lists, the chain rules that the engine misses, and the judgement.
export { type Certificate, parseCertificate } from "./certificate.js";
export type { CertificateExtensions, Extension } from "./certificate-extensions.js";
export type { DistinguishedName } from "./distinguished-name.js";
export { parsePem, toPem } from "./pem.js";
export type { PublicKey } from "./public-key.js";
export {
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampResponse,
  type TimeStampSigner,
  type TimeStampToken,
} from "./time-stamp-token.js";
