// Signed requests to S3 and to what speaks like it (MinIO, R2, Garage, Ceph). Sole importer of aws4fetch, of which it takes
// the signature alone: its own client keeps whole bodies in memory and follows redirects. The sum over each body is part
// of the signature, so that a store refuses what was damaged on the way.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { AwsV4Signer } from "aws4fetch";
import { ColophonError } from "../../src/index.js";
import { objectAddress } from "../batch/address.js";
import { checkUrl } from "./address-policy.js";
import { type Exchange, exchange, type FilePart, readText } from "./remote-exchange.js";
import { Passing, type Patience, throwIfBusy } from "./remote-retry.js";

/** Who asks, and where. */
export interface S3Settings {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** us-east-1 unless told. */
  readonly region?: string;
  /** URL of another store than Amazon's. */
  readonly endpoint?: string;
}

export interface S3Request extends Pick<Exchange, "method" | "body"> {
  /** `s3://BUCKET/KEY` */
  readonly address: string;
  /** Without an object: about the bucket. */
  readonly about?: "bucket";
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface S3Options extends Patience {
  /** Milliseconds of silence after which a connection is given up. */
  readonly patience?: number;
  readonly now?: () => Date;
}

/** What a store says when it can't do what was asked. */
export class S3Fault extends Error {
  readonly status: number;
  /** A word of S3's, such as NoSuchKey; empty when none was said. */
  readonly code: string;
  /** Region of the bucket, where the store says that it is another. */
  readonly region: string | undefined;

  constructor(status: number, code: string, region: string | undefined) {
    super(`status ${status}${code === "" ? "" : `, ${code}`}`);
    [this.status, this.code, this.region] = [status, code, region];
  }
}

/** Keys that are derived from a secret for a day, as the algorithm has it. */
const keys = new Map<string, ArrayBuffer>();

/** Words of a store that may be others next time. */
const BUSY: ReadonlySet<string> = new Set([
  "RequestTimeout",
  "InternalError",
  "SlowDown",
  "ServiceUnavailable",
  "OperationAborted",
  "ConditionalRequestConflict",
]);

/**
 * Sends one request and resolves with the head of an answer that says yes.
 * @throws S3Fault for one that says no; Passing; ColophonError URL_REFUSED, URL_UNREACHABLE
 */
export async function askS3(
  request: S3Request,
  settings: S3Settings,
  options: S3Options,
): Promise<IncomingMessage> {
  const { method, body } = request;
  const url = urlOf(request, settings);
  const { accessKeyId, secretAccessKey, sessionToken, region = "us-east-1" } = settings;
  const signed = await new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...request.headers, "x-amz-content-sha256": await hexSum(body) },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: "s3",
    region,
    cache: keys,
    datetime: (options.now?.() ?? new Date()).toISOString().replace(/[:-]|\.\d{3}/g, ""),
  }).sign();
  const { signal, patience } = options;
  const response = await exchange({
    url,
    method,
    headers: Object.fromEntries(signed.headers),
    ...(body && { body }),
    signal,
    ...(patience !== undefined && { patience }),
  });
  const { statusCode: status = 0 } = response;
  if (status >= 200 && status < 300) return response;
  const fault = await faultOf(response, method);
  if (BUSY.has(fault.code)) throw new Passing(`it answers ${fault.message}`);
  throwIfBusy(response);
  throw fault;
}

/** With an endpoint of one's own the bucket is a part of the path, as everybody understands that. */
function urlOf(
  { address, about, query }: S3Request,
  { endpoint, region = "us-east-1" }: S3Settings,
): URL {
  const { bucket, key } = objectAddress(address);
  const path = about === "bucket" ? "" : `/${key.split("/").map(encodePart).join("/")}`;
  const isHostName = /^[a-z0-9-]+$/.test(bucket); // a dot would not fit the certificate
  const amazon = isHostName
    ? `https://${bucket}.s3.${region}.amazonaws.com`
    : `https://s3.${region}.amazonaws.com`;
  const base = checkUrl(endpoint ?? amazon).href.replace(/\/+$/, "");
  const url = new URL(`${base}${endpoint === undefined && isHostName ? "" : `/${bucket}`}${path}`);
  url.search = Object.entries(query ?? {})
    .map((pair) => pair.map(encodePart).join("="))
    .join("&");
  return url;
}

/** As the signature has it: everything but letters, digits and `-._~`. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function hexSum(body: FilePart | Uint8Array | undefined): Promise<string> {
  const hash = createHash("sha256");
  if (body instanceof Uint8Array) hash.update(body);
  else if (body && body.end > body.start)
    await pipeline(createReadStream(body.path, { start: body.start, end: body.end - 1 }), hash);
  return hash.digest("hex");
}

async function faultOf(response: IncomingMessage, method: string): Promise<S3Fault> {
  const { statusCode = 0, headers } = response;
  const text = method === "HEAD" ? "" : await readText(response);
  if (method === "HEAD") response.resume();
  const said = headers["x-amz-bucket-region"];
  const region = typeof said === "string" ? said : elementOf(text, "Region");
  return new S3Fault(
    statusCode,
    /^<?[A-Za-z]{1,64}$/.exec(elementOf(text, "Code") ?? "")?.[0] ?? "",
    region !== undefined && /^[a-z0-9-]{1,40}$/.test(region) ? region : undefined,
  );
}

/** The text of the first element of a name that has no attributes. */
export function elementOf(xml: string, name: string, from = 0): string | undefined {
  const start = xml.indexOf(`<${name}>`, from);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? undefined : plain(xml.slice(start + name.length + 2, end));
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function plain(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (all, name, decimal, hex) => {
      const entity = ENTITIES[String(name)];
      if (entity !== undefined) return entity;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

/**
 * Who asks, from the environment that the field's own tools use.
 * @throws ColophonError USAGE without credentials, or for an endpoint that is no URL
 */
export function s3Settings(env: Readonly<Record<string, string | undefined>>): S3Settings {
  const set = (...names: readonly string[]) =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  const accessKeyId = set("AWS_ACCESS_KEY_ID");
  const secretAccessKey = set("AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new ColophonError("USAGE", "there are no credentials for s3:// addresses", {
      hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (aws configure export-credentials prints them), and AWS_ENDPOINT_URL for a store that is not Amazon's",
    });
  const sessionToken = set("AWS_SESSION_TOKEN");
  const region = set("AWS_REGION", "AWS_DEFAULT_REGION");
  const endpoint = set("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  if (endpoint !== undefined && !(/^https?:\/\//i.test(endpoint) && URL.canParse(endpoint)))
    throw new ColophonError("USAGE", "AWS_ENDPOINT_URL is not a complete URL", {
      hint: "write it out: https://HOST, with its port where that is another than 443",
    });
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  };
}
