// A file into an object store: at once when it is small, else in parts, which nobody sees until all of them are there and
// which are taken back when one of them fails. Each part is read from the file when it is sent.
import type { IncomingMessage } from "node:http";
import type { Delivery } from "../batch/place.js";
import { letGo, readText } from "./remote-exchange.js";
import { elementOf, S3Fault, type S3Request } from "./s3-request.js";

/** Sends a request, again when that helps, and looks at the answer with `read`. */
export type AskS3 = <T>(
  request: S3Request,
  read: (response: IncomingMessage) => Promise<T> | T,
) => Promise<T>;

export interface Upload extends Delivery {
  readonly path: string;
  readonly size: number;
  readonly address: string;
  /** Bytes of a part; more where a file would have more than 10,000 of them. */
  readonly partBytes: number;
}

const MOST_PARTS = 10_000;
const AT_ONCE = 3;
/** Bytes; the next is asked for in whole megabytes. */
const MEGABYTE = 1 << 20;

/**
 * @returns the entity tag of what is there now, where the store tells it
 * @throws S3Fault; whatever `ask` throws
 */
export async function upload(file: Upload, ask: AskS3): Promise<string | undefined> {
  try {
    return await uploadOnce(file, ask);
  } catch (cause) {
    // not every store knows conditions; whoever calls has looked at what is there
    if (!(cause instanceof S3Fault && cause.status === 501) || file.replace) throw cause;
    return uploadOnce({ ...file, replace: true }, ask);
  }
}

async function uploadOnce(file: Upload, ask: AskS3): Promise<string | undefined> {
  const { path, size, address, mediaType, partBytes } = file;
  if (size > partBytes) return uploadParts(file, ask);
  const headers = { "content-type": mediaType, ...condition(file) };
  const body = { path, start: 0, end: size };
  return ask({ method: "PUT", address, headers, body }, (response) => {
    letGo(response);
    return response.headers.etag;
  });
}

function condition({ replace }: Upload): Readonly<Record<string, string>> {
  return replace ? {} : { "if-none-match": "*" };
}

async function uploadParts(file: Upload, ask: AskS3): Promise<string | undefined> {
  const { path, size, address, mediaType } = file;
  const bytes = Math.max(file.partBytes, Math.ceil(size / MOST_PARTS / MEGABYTE) * MEGABYTE);
  const uploadId = await ask(
    { method: "POST", address, query: { uploads: "" }, headers: { "content-type": mediaType } },
    async (response) => elementOf(await readText(response), "UploadId") ?? "",
  );
  const tags: string[] = [];
  const count = Math.ceil(size / bytes);
  let next = 0;
  const send = async () => {
    for (let i = next++; i < count; i = next++) {
      const body = { path, start: i * bytes, end: Math.min((i + 1) * bytes, size) };
      const query = { partNumber: String(i + 1), uploadId };
      tags[i] = await ask({ method: "PUT", address, query, body }, (response) => {
        letGo(response);
        return String(response.headers.etag);
      });
    }
  };
  try {
    if (uploadId === "") throw new S3Fault(200, "NoUploadId", undefined);
    const sent = await Promise.allSettled(Array.from({ length: AT_ONCE }, send));
    for (const one of sent) if (one.status === "rejected") throw one.reason;
    const parts = tags.map(
      (tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
    );
    const body = Buffer.from(
      `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`,
    );
    const headers = { "content-type": "application/xml", ...condition(file) };
    return await ask({ method: "POST", address, query: { uploadId }, headers, body }, completed);
  } catch (cause) {
    next = count;
    if (uploadId !== "")
      await ask({ method: "DELETE", address, query: { uploadId } }, letGo).catch(() => undefined);
    throw cause;
  }
}

/** A store that takes its time to put parts together says yes first, and then perhaps no. */
async function completed(response: IncomingMessage): Promise<string | undefined> {
  const text = await readText(response);
  if (!text.includes("CompleteMultipartUploadResult"))
    throw new S3Fault(response.statusCode ?? 0, elementOf(text, "Code") ?? "", undefined);
  return elementOf(text, "ETag");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
