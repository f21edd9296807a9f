// What a text says about where its manifest is: in the text itself as a data: URI, or at an address.
import { fromBase64, toBase64 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";

const PREFIX = "data:application/c2pa;base64,";

/** A store as a data: URI. */
export function dataUri(store: Uint8Array): string {
  return PREFIX + toBase64(store);
}

/** Length of the data: URI of a store of that many bytes. */
export function dataUriLength(storeLength: number): number {
  return PREFIX.length + base64Length(storeLength);
}

/** Length of padded base64. */
export function base64Length(length: number): number {
  return 4 * Math.ceil(length / 3);
}

/** Characters of addresses. The hash covers no reference: one that ends a comment or a line could be followed by code. */
const INERT = /^[A-Za-z0-9._~:/?#@!$&'()*+,;=%[\]-]+$/;
const CLOSES = /\*\/|\*\)/;

/** What a reference comes to, or what is wrong with it in the specification's words. */
export type Reference =
  | { readonly kind: "store"; readonly store: Uint8Array }
  | { readonly kind: "remote"; readonly url: string }
  | { readonly kind: "emptyReference" | "malformedReference" | "noResolutionPath" };

/** An address is reported and never asked. Only https and http lead anywhere; other addresses have no path. */
export function readReference(reference: string): Reference {
  if (reference === "") return { kind: "emptyReference" };
  if (/^data:/i.test(reference)) {
    if (reference.slice(0, PREFIX.length).toLowerCase() !== PREFIX)
      return { kind: "malformedReference" };
    const store = base64(reference.slice(PREFIX.length));
    return store && store.length > 0 ? { kind: "store", store } : { kind: "malformedReference" };
  }
  if (!INERT.test(reference) || CLOSES.test(reference) || !URL.canParse(reference))
    return { kind: "malformedReference" };
  const { protocol } = new URL(reference);
  return protocol === "https:" || protocol === "http:"
    ? { kind: "remote", url: reference }
    : { kind: "noResolutionPath" };
}

/** Bytes of base64; undefined for anything else. */
function base64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return fromBase64(text);
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}
