// An object store on 127.0.0.1 that speaks as much S3 as Colophon does. It computes each signature itself, from the published
// description of the algorithm and not with the product's package, and refuses what doesn't match: wrong secrets, bodies that
// are not what was signed, headers that were added on the way.
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Stored {
  readonly bytes: Buffer;
  readonly tag: string;
  readonly mediaType: string;
}

interface Parts {
  readonly key: string;
  readonly mediaType: string;
  readonly parts: Map<number, Buffer>;
}

/** Takes a request instead of the store, when true. */
export type StoreTrouble = (
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
) => boolean;

const SMALLEST_PART = 5 << 20;

const ACCESS = {
  id: "AKIDPLACES",
  secret: "a/secret+that=nobody&knows",
  region: "eu-north-1",
};

export class ObjectStore {
  readonly bucket = "catalogue";
  /** By key. */
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, Parts>();
  /** METHOD, key and query of each request, in their order. */
  readonly asked: string[] = [];
  trouble: StoreTrouble = () => false;
  /** Objects in one answer to a list. */
  page = 1000;
  #uploads = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<ObjectStore> {
    const store = new ObjectStore();
    await new Promise<void>((resolve) => store.#server.listen(0, "127.0.0.1", resolve));
    return store;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For the environment of a command. */
  get env(): Record<string, string> {
    return {
      AWS_ACCESS_KEY_ID: ACCESS.id,
      AWS_SECRET_ACCESS_KEY: ACCESS.secret,
      AWS_REGION: ACCESS.region,
      AWS_ENDPOINT_URL: this.endpoint,
    };
  }

  put(key: string, bytes: Uint8Array, mediaType = "application/octet-stream"): void {
    this.objects.set(key, { bytes: Buffer.from(bytes), tag: `"${md5(bytes)}"`, mediaType });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.endpoint);
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    this.asked.push(`${request.method} ${key}${url.search}`);
    if (this.trouble(request, response, key)) return;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return; // cut off: nothing is kept
    }
    const body = Buffer.concat(chunks);
    const fault = faultOf(request, url, body);
    if (fault) refuse(response, 403, fault);
    else if (bucket !== this.bucket) refuse(response, 404, "NoSuchBucket");
    else this.#carryOut(request, response, { key, query: url.searchParams, body });
  }

  #carryOut(
    request: IncomingMessage,
    response: ServerResponse,
    { key, query, body }: { key: string; query: URLSearchParams; body: Buffer },
  ): void {
    const { method, headers } = request;
    const id = query.get("uploadId");
    const isTaken = headers["if-none-match"] === "*" && this.objects.has(key);
    if (method === "GET" && key === "" && query.has("uploads")) this.#listUploads(query, response);
    else if (method === "GET" && key === "") this.#list(query, response);
    else if (method === "GET" || method === "HEAD") this.#give(request, key, response);
    else if (method === "POST" && query.has("uploads")) {
      const upload = `upload-${++this.#uploads}`;
      const mediaType = String(headers["content-type"]);
      this.uploads.set(upload, { key, mediaType, parts: new Map() });
      say(
        response,
        `<InitiateMultipartUploadResult><UploadId>${upload}</UploadId></InitiateMultipartUploadResult>`,
      );
    } else if (id !== null && this.uploads.get(id)?.key !== key)
      refuse(response, 404, "NoSuchUpload");
    else if (method === "PUT" && id !== null) {
      this.uploads.get(id)?.parts.set(Number(query.get("partNumber")), body);
      response.writeHead(200, { etag: `"${md5(body)}"` }).end();
    } else if (method === "DELETE" && id !== null) {
      this.uploads.delete(id);
      response.writeHead(204).end();
    } else if (isTaken) refuse(response, 412, "PreconditionFailed");
    else if (method === "POST" && id !== null) this.#complete(id, body.toString(), response);
    else if (method === "PUT") {
      this.put(key, body, String(headers["content-type"]));
      response.writeHead(200, { etag: this.objects.get(key)?.tag }).end();
    } else refuse(response, 405, "MethodNotAllowed");
  }

  #complete(id: string, order: string, response: ServerResponse): void {
    const upload = this.uploads.get(id);
    const named = [...order.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;(\w+)&quot;</g)];
    const parts = named.map(([, number, tag]) => {
      const part = upload?.parts.get(Number(number));
      return part && md5(part) === tag ? part : undefined;
    });
    const whole = parts.filter((part) => part !== undefined);
    if (!upload || parts.length === 0 || whole.length < parts.length)
      refuse(response, 400, "InvalidPart");
    else if (whole.slice(0, -1).some((part) => part.length < SMALLEST_PART))
      refuse(response, 400, "EntityTooSmall");
    else {
      const tag = `"${md5(Buffer.concat(whole.map((part) => Buffer.from(md5(part), "hex"))))}-${whole.length}"`;
      const { key, mediaType } = upload;
      this.objects.set(key, { bytes: Buffer.concat(whole), tag, mediaType });
      this.uploads.delete(id);
      say(
        response,
        `<CompleteMultipartUploadResult><ETag>${tag.replaceAll('"', "&quot;")}</ETag></CompleteMultipartUploadResult>`,
      );
    }
  }

  #give({ method, headers }: IncomingMessage, key: string, response: ServerResponse): void {
    const object = this.objects.get(key);
    const isMeant = (headers["if-match"] ?? object?.tag) === object?.tag;
    if (!object || !isMeant) {
      refuse(response, object ? 412 : 404, object ? "PreconditionFailed" : "NoSuchKey");
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    const body = object.bytes.subarray(from);
    response.writeHead(headers.range === undefined ? 200 : 206, {
      etag: object.tag,
      "content-type": object.mediaType,
      "content-length": body.length,
      "last-modified": "Mon, 02 Nov 2026 10:00:00 GMT",
      ...(headers.range !== undefined && {
        "content-range": `bytes ${from}-${object.bytes.length - 1}/${object.bytes.length}`,
      }),
    });
    response.end(method === "HEAD" ? undefined : body);
  }

  #listUploads(query: URLSearchParams, response: ServerResponse): void {
    const found = [...this.uploads].filter(([, { key }]) =>
      key.startsWith(query.get("prefix") ?? ""),
    );
    const uploads = found.map(
      ([id, { key }]) =>
        `<Upload><Key>${encodeURIComponent(key)}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    say(
      response,
      `<ListMultipartUploadsResult><EncodingType>url</EncodingType>${uploads.join("")}</ListMultipartUploadsResult>`,
    );
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    const open = keys.filter((key) => key > after);
    const shown = open.slice(0, this.page);
    const written = (key: string) =>
      query.get("encoding-type") === "url" ? encodeURIComponent(key).replaceAll("%20", "+") : key;
    const contents = shown.map((key) => {
      const { bytes, tag } = this.objects.get(key) ?? { bytes: "", tag: "" };
      return `<Contents><Key>${written(key)}</Key><LastModified>2026-11-02T10:00:00.123Z</LastModified><ETag>${tag.replaceAll('"', "&quot;")}</ETag><Size>${bytes.length}</Size></Contents>`;
    });
    const isCut = open.length > shown.length;
    say(
      response,
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${
        isCut ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : ""
      }${contents.join("")}</ListBucketResult>`,
    );
  }
}

function say(response: ServerResponse, xml: string): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(xml);
}

export function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No &amp; never</Message></Error>`,
  );
}

/** The word of S3 for a request that is not signed as it should be. */
function faultOf(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
  const [, id, day, region, signed = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    ) ?? [];
  if (id !== ACCESS.id) return "InvalidAccessKeyId";
  const names = signed.split(";");
  const mustBe = Object.keys(request.headers).filter((name) => /^(host$|x-amz-|if-)/.test(name));
  if (mustBe.some((name) => !names.includes(name))) return "AccessDenied";
  if (request.headers["x-amz-content-sha256"] !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const expected = signatureOf({
    method: request.method ?? "",
    url,
    headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
    secret: ACCESS.secret,
    scope: { day: String(day), region: String(region) },
  });
  return expected === signature && region === ACCESS.region ? undefined : "SignatureDoesNotMatch";
}

/** AWS Signature Version 4 in a header, for S3: "Signature Calculations for the Authorization Header". */
export function signatureOf(request: {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  secret: string;
  scope: { day: string; region: string };
}): string {
  const { method, url, headers, secret, scope } = request;
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams].map((pair) => pair.map(encoded).join("=")).sort();
  const canonical = [
    method,
    url.pathname, // as it was written: not every store writes it anew
    query.join("&"),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    headers["x-amz-content-sha256"],
  ].join("\n");
  const where = `${scope.day}/${scope.region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], where, sha256(canonical)].join("\n");
  const key = [scope.day, scope.region, "s3", "aws4_request"].reduce<Buffer>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac("sha256", key).update(text).digest("hex");
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function md5(data: Uint8Array): string {
  return createHash("md5").update(data).digest("hex");
}
