// One question to a gateway and its answer, taken apart with distrust: it is JSON or it is refused, every field has a type, a
// form and a bound, and whatever is wrong is GATEWAY_FAILED with the gateway and the question named.
import { asBase64Url, asObject, asString, parseJson, utf8Text } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { Http, HttpAnswer, HttpQuestion } from "./http.js";

/** A gateway to ask; see openGateway. */
export interface Connection {
  readonly url: string;
  readonly http: Http;
  readonly signal?: AbortSignal;
}

type Question = Omit<HttpQuestion, "timeoutMs" | "signal">;

/** An answer's object, and what to call it when a field of it is wrong. */
export interface Answer {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly fail: (what: string, cause?: unknown) => ColophonError;
}

const TIMEOUT_MS = 15_000;
/** Of what a gateway says about itself. */
const MAX_QUOTE = 200;

/** Whatever the gateway says, a 404 too. @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function ask(
  { url, http, signal }: Connection,
  path: string,
  question: Question,
): Promise<HttpAnswer> {
  try {
    return await http(url + path, {
      ...question,
      timeoutMs: TIMEOUT_MS,
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    if (cause.code === "FILE_TOO_LARGE")
      throw failed(url, `${path} answered with more than ${question.maxBytes} bytes`, cause);
    if (cause.code === "URL_UNREACHABLE") throw failed(url, cause.message, cause);
    throw cause;
  }
}

/** The object of a JSON answer; undefined when the gateway doesn't have it (404), or not yet (202). */
export async function askJson(
  connection: Connection,
  path: string,
  question: Question,
): Promise<Answer | undefined> {
  const { status, bytes } = await ask(connection, path, question);
  const fail = (what: string, cause?: unknown) =>
    failed(connection.url, `${path} answered ${what}`, cause);
  if (status === 404 || status === 202) return undefined;
  if (status !== 200) throw fail(`with status ${status}`);
  return { fields: jsonObject(bytes, fail), fail };
}

/** As askJson, of what every gateway has. @throws ColophonError GATEWAY_FAILED, URL_REFUSED, CANCELLED */
export async function needJson(
  connection: Connection,
  path: string,
  question: Question,
): Promise<Answer> {
  const answer = await askJson(connection, path, question);
  if (!answer) throw failed(connection.url, `it does not have ${path}`);
  return answer;
}

function jsonObject(bytes: Uint8Array, fail: Answer["fail"]): Answer["fields"] {
  const text = utf8Text(bytes);
  if (text === undefined) throw fail("with bytes that are no text");
  if (/^\s*</.test(text)) throw fail("with a web page, not with JSON");
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    throw fail("with what is not JSON, or not all of it", cause);
  }
  const fields = asObject(json);
  if (!fields) throw fail("with JSON that is not an object");
  return fields;
}

/** True for a failure that the same gateway would answer any other question with, too. */
export function isUnreachable(cause: unknown): boolean {
  const reason = cause instanceof ColophonError ? cause.cause : undefined;
  return reason instanceof ColophonError && reason.code === "URL_UNREACHABLE";
}

/** A field that is a whole number of 0 to `most`, or says one in decimal. @throws ColophonError GATEWAY_FAILED */
export function count({ fields, fail }: Answer, name: string, most: number): number {
  const value = asCount(fields[name], most);
  if (value === undefined) throw fail(`with no ${name} of sense`);
  return value;
}

/** A whole number of 0 to `most`, also in decimal; undefined for anything else. */
export function asCount(value: unknown, most: number): number | undefined {
  const text = typeof value === "number" ? String(value) : asString(value);
  if (text === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) && number <= most ? number : undefined;
}

/** A field that is base64url of one of these numbers of bytes. @throws ColophonError GATEWAY_FAILED */
export function bytesOf(
  { fields, fail }: Answer,
  name: string,
  allowed: (length: number) => boolean,
): Uint8Array {
  const value = asBytes(fields[name], allowed);
  if (value === undefined) throw fail(`with no ${name} of sense`);
  return value;
}

/** The bytes of base64url text; undefined for anything else, `<not-found>` among it. */
export function asBytes(
  value: unknown,
  allowed: (length: number) => boolean,
): Uint8Array | undefined {
  const text = asString(value);
  if (text === undefined || !allowed(Math.floor((text.length * 3) / 4))) return undefined;
  return asBase64Url(text);
}

/** The id of a transaction or an item: base64url of 32 bytes. */
export function asId(value: unknown): string | undefined {
  return asBytes(value, (length) => length === 32) && asString(value);
}

/** What every fault of a gateway is reported as. */
export function failed(url: string, what: string, cause?: unknown): ColophonError {
  const said = what.length > MAX_QUOTE ? `${what.slice(0, MAX_QUOTE)}…` : what;
  return new ColophonError("GATEWAY_FAILED", `the gateway ${url} is of no use: ${said}`, {
    hint: "nothing was lost: ask again later, or name another gateway",
    cause,
  });
}
