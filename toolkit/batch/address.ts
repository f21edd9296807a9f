// Addresses of files elsewhere: told from paths, shown without their secrets, and turned into names. What a server or a key
// says is a stranger's text: no part of it may lead out of the output folder.
import { ColophonError } from "../../src/index.js";

/** Whether a text names a file elsewhere; anything else is a path on this computer. */
export function isAddress(text: string): boolean {
  return /^(https?|s3):\/\//i.test(text);
}

/** An object of a store, or with a key that ends in "/" or is empty, all below it. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/;

/** @throws ColophonError USAGE */
export function objectAddress(address: string): ObjectAddress {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(address) ?? [];
  if (!BUCKET.test(bucket))
    throw new ColophonError("USAGE", `${address} does not name a bucket`, {
      hint: "an object is written s3://BUCKET/KEY, all below a part of its key s3://BUCKET/PREFIX/",
    });
  if (/\p{Surrogate}/u.test(key))
    throw new ColophonError("USAGE", `${address} has half a character in it`);
  if (key.split("/").some((part) => part === "." || part === ".."))
    throw new ColophonError("USAGE", `${address} has a part "." or ".."`, {
      hint: "it was left out: on its way such a key would become another",
    });
  return { bucket, key };
}

/** @throws ColophonError USAGE; the message holds nothing of the text, which may be secret */
export function webAddress(address: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new ColophonError("USAGE", "an address can't be read", {
    hint: "write it out: https://HOST/PATH",
  });
}

/** An address as it is shown and kept: without user, password, query and fragment, which may be secrets. Paths stay. */
export function shownAddress(address: string): string {
  if (!isAddress(address) || /^s3:/i.test(address)) return address;
  if (!URL.canParse(address)) return "an address that can't be read";
  const { protocol, host, pathname, search } = new URL(address);
  return `${protocol}//${host}${pathname}${search === "" ? "" : "?…"}`;
}

/** The same for all ways to write the address of a file, query and login aside; what can't be read is its own. */
export function identityOf(address: string): string {
  try {
    const path = pathOf(address).split("/").map(encodeURIComponent).join("/");
    return `${hostOf(address)}/${path}`;
  } catch {
    return address;
  }
}

/** Whether everything below it is meant. */
export function isPrefix(address: string): boolean {
  if (/^s3:/i.test(address)) return /^$|\/$/.test(objectAddress(address).key);
  return webAddress(address).pathname.endsWith("/");
}

/**
 * The path that an address has in its bucket or on its host, as it is written there.
 * @throws ColophonError FILE_UNREADABLE for one whose name is not UTF-8
 */
export function pathOf(address: string): string {
  if (/^s3:/i.test(address)) return objectAddress(address).key;
  try {
    const parts = webAddress(address).pathname.slice(1).split("/");
    // a slash that is written %2F is a part of a name, and no file here can have that
    return parts.map((part) => decodeURIComponent(part).replaceAll("/", "\\")).join("/");
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    throw new ColophonError("FILE_UNREADABLE", `the name in ${shownAddress(address)} is not UTF-8`);
  }
}

/**
 * The path of an address from another that it lies below; undefined when it doesn't.
 * @throws ColophonError FILE_UNREADABLE, USAGE
 */
export function pathBelow(address: string, base: string): string | undefined {
  if (hostOf(address) !== hostOf(base)) return undefined;
  const [path, above] = [pathOf(address), pathOf(base)];
  const folder = above === "" || above.endsWith("/") ? above : `${above}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : undefined;
}

/** Its bucket or its origin. @throws ColophonError USAGE */
export function hostOf(address: string): string {
  if (/^s3:/i.test(address)) return `s3://${objectAddress(address).bucket}`;
  return webAddress(address).origin;
}

/** The address of a name below an output address. @param name with "/" between its parts */
export function addressBelow(out: string, name: string): string {
  if (/^s3:/i.test(out)) {
    const { bucket, key } = objectAddress(out);
    return `s3://${bucket}/${key === "" || key.endsWith("/") ? key : `${key}/`}${name}`;
  }
  const url = webAddress(out);
  const folder = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
  url.pathname = `${folder}${name.split("/").map(encodeURIComponent).join("/")}`;
  return url.href;
}

/** Bytes, as most file systems and S3 have it. */
const LONGEST_PART = 255;
const LONGEST_NAME = 1024;

/** Why a name that came from elsewhere can't be a file's name here, as the end of a sentence; undefined when it can. */
export function whyNotAName(name: string): string | undefined {
  const parts = name.split("/");
  if (Buffer.byteLength(name) > LONGEST_NAME || parts.some(isLong)) return "is too long";
  if (parts.includes("")) return "has an empty part";
  if (parts.some((part) => part === "." || part === "..")) return 'has a part "." or ".."';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(name)) return "has characters that no file name should have";
  return undefined;
}

function isLong(part: string): boolean {
  return Buffer.byteLength(part) > LONGEST_PART;
}

/** Where the manifest of a file goes that has no place for it: a path or an address. */
export function besideOf(output: string): string {
  return `${output}.c2pa`;
}
