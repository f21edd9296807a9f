// What a bucket holds below a prefix, a page of a thousand objects at a time. The few elements of the answer that matter are
// looked for in its text: it comes from whatever answers at an endpoint, and nothing else in it is believed.
import { ColophonError } from "../../src/index.js";
import { objectAddress } from "../batch/address.js";
import type { Listed } from "../batch/place.js";
import { readText } from "./remote-exchange.js";
import { Passing } from "./remote-retry.js";
import { elementOf } from "./s3-request.js";
import type { AskS3 } from "./s3-upload.js";

/** A thousand keys of 1,024 characters, each written with three, and as much again. Bytes. */
const LARGEST_PAGE = 8 << 20;
/** Ten million objects. */
const MOST_PAGES = 10_000;

/**
 * @param ask sends a request, again when that helps, and looks at the answer with `read`
 * @throws ColophonError FILE_UNREADABLE for an answer that is none; whatever `ask` throws
 */
export async function* listObjects(prefix: string, ask: AskS3): AsyncGenerator<Listed> {
  const { bucket, key } = objectAddress(prefix);
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = {
      "list-type": "2",
      "encoding-type": "url",
      prefix: key,
      ...(token !== undefined && { "continuation-token": token }),
    };
    const xml = await ask(
      { method: "GET", address: prefix, about: "bucket", query },
      async (response) => {
        const text = await readText(response, LARGEST_PAGE);
        if (!text.includes("</ListBucketResult>"))
          throw new Passing("its list of objects is cut off");
        return text;
      },
    );
    const isEncoded = elementOf(xml, "EncodingType") === "url";
    for (const one of objectsIn(xml)) {
      const found = decoded(one.key, isEncoded);
      if (found.startsWith(key)) yield { address: `s3://${bucket}/${found}`, mark: one.mark };
    }
    const next = elementOf(xml, "NextContinuationToken");
    if (elementOf(xml, "IsTruncated") !== "true") return;
    if (next === undefined || next === token) break;
    token = next;
  }
  throw new ColophonError("FILE_UNREADABLE", `the list of ${prefix} has no end`, {
    hint: "nothing was signed; name a longer prefix",
  });
}

/** Uploads in parts that were begun below a prefix and neither completed nor taken back: as many as fit on one page. */
export async function openUploads(
  prefix: string,
  ask: AskS3,
): Promise<readonly { readonly address: string; readonly uploadId: string }[]> {
  const { bucket, key } = objectAddress(prefix);
  const query = { uploads: "", "encoding-type": "url", prefix: key };
  const request = { method: "GET", address: prefix, about: "bucket", query } as const;
  const xml = await ask(request, (response) => readText(response, LARGEST_PAGE));
  const isEncoded = elementOf(xml, "EncodingType") === "url";
  return [...elementsOf(xml, "Upload")].flatMap((one) => {
    const found = decoded(elementOf(one, "Key") ?? "", isEncoded);
    const uploadId = elementOf(one, "UploadId");
    const isBelow = found !== "" && found.startsWith(key);
    return isBelow && uploadId ? [{ address: `s3://${bucket}/${found}`, uploadId }] : [];
  });
}

function* elementsOf(xml: string, name: string): Generator<string> {
  const [begin, finish] = [`<${name}>`, `</${name}>`];
  for (let at = xml.indexOf(begin); at >= 0; at = xml.indexOf(begin, at)) {
    const end = xml.indexOf(finish, at);
    if (end < 0) return;
    yield xml.slice(at, end);
    at = end;
  }
}

function* objectsIn(xml: string): Generator<{ key: string; mark: Listed["mark"] }> {
  for (const one of elementsOf(xml, "Contents")) {
    const key = elementOf(one, "Key");
    const size = Number(elementOf(one, "Size"));
    const time = Date.parse(elementOf(one, "LastModified") ?? "");
    const tag = elementOf(one, "ETag");
    if (key === undefined || !Number.isSafeInteger(size)) continue;
    yield {
      key,
      mark: {
        size,
        modified: Number.isNaN(time) ? 0 : Math.floor(time / 1000) * 1000, // a single object tells seconds
        ...(tag !== undefined && { tag: quoted(tag) }),
      },
    };
  }
}

/** An entity tag with its quotes, which it has in every header and not in every list. */
export function quoted(tag: string): string {
  return tag.endsWith('"') ? tag : `"${tag}"`;
}

function decoded(key: string, isEncoded: boolean): string {
  if (!isEncoded) return key;
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return `${key}\u0000`; // no such name can be a file's
  }
}
