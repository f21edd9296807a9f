// Certificates that a reader trusts, as an entry of the settings. An entry is made here and nowhere else, so that what is
// stored has been read to the last certificate.
import { sha256, toBase64Url, toHex, utf8 } from "../src/encoding/index.js";
import { ColophonError } from "../src/errors.js";
import { KNOWN_LISTS, readAnchors, toPem } from "../src/trust/index.js";
import type { StoredList } from "./settings.js";
import { MAX_PEM } from "./settings-form.js";

/** What an entry is made of. */
export interface TrustEntry {
  readonly name: string;
  readonly use: StoredList["use"];
  readonly pem: string;
  /** Where it came from: an address, or a file's name. */
  readonly source: string;
}

/**
 * An entry of the settings' `lists`, every certificate of it read.
 * @throws ColophonError TRUST_LIST_INVALID, FILE_TOO_LARGE, CERTIFICATE_UNREADABLE
 */
export async function storedList(
  { name, use, pem, source }: TrustEntry,
  at: Date,
): Promise<StoredList> {
  if (pem.length > MAX_PEM)
    throw new ColophonError("FILE_TOO_LARGE", "this is too large for a list of certificates");
  const anchors = readAnchors({ name, pem }).length;
  return {
    name: name.slice(0, 100),
    use,
    pem,
    source: source.slice(0, 1000),
    sha256: toHex(await sha256(utf8(pem))),
    at: at.toISOString(),
    anchors,
  };
}

/** Whether an entry is a published list; every other is the reader's own. */
export function isPublished({ name }: Pick<StoredList, "name">): boolean {
  return KNOWN_LISTS.some((known) => known.name === name);
}

/**
 * The entry of `lists` that holds the very certificates of `list`, for the same use; however its file writes them down.
 * Undefined where there is none.
 */
export function sameList(list: StoredList, lists: readonly StoredList[]): StoredList | undefined {
  const wanted = certificatesOf(list);
  return lists.find(
    (one) => one.use === list.use && (one.sha256 === list.sha256 || certificatesOf(one) === wanted),
  );
}

/** Each certificate of a list once, in an order of their own; a list that can't be read any more equals none. */
function certificatesOf(list: StoredList): string {
  try {
    const all = readAnchors(list).map(({ certificate }) => toBase64Url(certificate.der));
    return [...new Set(all)].sort().join();
  } catch {
    return list.sha256;
  }
}

/** A name that no entry of `lists` has: `wanted`, or `wanted (2)` ... */
export function freeName(wanted: string, lists: readonly StoredList[]): string {
  const name = wanted.trim().slice(0, 80) || "?";
  const isTaken = (one: string) =>
    isPublished({ name: one }) || lists.some((list) => list.name === one);
  for (let number = 2, one = name; ; number++) {
    if (!isTaken(one)) return one;
    one = `${name} (${number})`;
  }
}

/** The text of a file with certificates, PEM or DER. */
export function pemText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return bytes[0] === 0x30 && !text.includes("-----BEGIN") ? toPem([bytes]) : text;
}
