// Bytes as text: lower-case hex and unpadded base64url (RFC 4648 §5), both strict on the way in.
import { ColophonError } from "../errors.js";

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

/** @throws ColophonError ENCODING_INVALID when `hex` is not an even run of hex digits. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex))
    throw new ColophonError("ENCODING_INVALID", "not hexadecimal");
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

const CHUNK = 0x8000; // String.fromCharCode(...bytes) overflows the stack beyond about 100 KB

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}

/** Unpadded base64url. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @throws ColophonError ENCODING_INVALID for anything but canonical unpadded base64url. */
export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1)
    throw new ColophonError("ENCODING_INVALID", "not base64url");
  const out = fromBase64(text.replace(/-/g, "+").replace(/_/g, "/"));
  if (toBase64Url(out) !== text)
    throw new ColophonError("ENCODING_INVALID", "base64url with stray bits");
  return out;
}

/** As fromBase64Url, with undefined for anything else. */
export function asBase64Url(text: string): Uint8Array | undefined {
  try {
    return fromBase64Url(text);
  } catch {
    return undefined;
  }
}

/** Standard base64, padding optional, white space ignored. @throws ColophonError ENCODING_INVALID */
export function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text.replace(/\s+/g, ""));
  } catch (cause) {
    throw new ColophonError("ENCODING_INVALID", "not base64", { cause });
  }
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}
