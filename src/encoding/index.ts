// Encoding room: bytes, text, CBOR, JSON and digests. Knows nothing of credentials or archives.
export { concat, equal, exactText, fourCC, utf8, utf8Text, view } from "./bytes.js";
export { decodeCbor, decodeCborFirst, decodeCborMap, encodeCbor } from "./cbor.js";
export { digest, sha256 } from "./digest.js";
export { inertJson } from "./inert-json.js";
export { asArray, asObject, asString, parseJson } from "./json.js";
export { plain } from "./plain.js";
export { sha256Now } from "./sha256-now.js";
export { decodeStrictCbor, encodeByteString } from "./strict-cbor.js";
export {
  asBase64Url,
  fromBase64,
  fromBase64Url,
  fromHex,
  toBase64,
  toBase64Url,
  toHex,
} from "./text.js";
