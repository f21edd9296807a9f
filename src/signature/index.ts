// Signature room: Ed25519 and COSE_Sign1 (RFC 9052), no policy.
export {
  type CoseAlgorithm,
  coseAlgorithmId,
  encodeCoseSign1,
  encodeProtectedHeader,
  type ParsedCoseSign1,
  parseCoseSign1,
  repadCoseSign1,
  signatureStructure,
  timeStampImprint,
} from "./cose-sign1.js";
export { ed25519PublicKey, signEd25519, verifyEd25519 } from "./ed25519.js";
