// The fields of a receipt's JSON, read strictly and within bounds; a fault is named by the way to the field.
import {
  asArray,
  asBase64Url,
  asObject,
  asString,
  parseJson,
  toBase64Url,
} from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";

/** Most bytes of a receipt. Nearly all of it is the data item, and of that the manifest store. */
export const MAX_RECEIPT = 32 * 1024 * 1024;
/** Deeper than this nothing in a receipt lies. */
const MAX_DEPTH = 8;
/** A receipt that is refused, with the field that is to blame. */
export class ReceiptFault extends ColophonError {
  readonly field: string;

  constructor(field: string, fault: string) {
    super("RECEIPT_INVALID", `the receipt's ${field} ${fault}`);
    this.field = field;
  }
}

/** The outermost object of a receipt. @throws ReceiptFault */
export function openReceipt(text: string): Part {
  return new Part(parsed(text), "");
}

/** An object of the receipt that is parsed already, with the way to it. @throws ReceiptFault when it is none */
export function partOf(value: unknown, at: string): Part {
  const fields = asObject(value);
  if (!fields) throw new ReceiptFault(at, "is missing, or no object");
  return new Part(fields, `${at}.`);
}

/** An object of the receipt; a fault is named by the way to it, as in `record.item`. */
export class Part {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #at: string;

  constructor(fields: Readonly<Record<string, unknown>>, at: string) {
    this.#fields = fields;
    this.#at = at;
  }

  /** Only what stands in the text: nothing that every object has. */
  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  value(name: string): unknown {
    return this.has(name) ? this.#fields[name] : undefined;
  }

  part(name: string): Part {
    return partOf(this.value(name), this.#at + name);
  }

  /** The objects of a list that isn't empty. */
  parts(name: string, most: number): Part[] {
    const list = asArray(this.value(name));
    if (list.length < 1 || list.length > most)
      throw this.#fault(name, `is not a list of 1 to ${most}`);
    return list.map((value, i) => partOf(value, `${this.#at}${name}[${i}]`));
  }

  /** Refuses fields that `known` does not have. */
  hasOnly(known: object): void {
    const strange = Object.keys(this.#fields).find((name) => !Object.hasOwn(known, name));
    if (strange !== undefined)
      throw new ReceiptFault(this.#at.slice(0, -1), "says more than it may");
  }

  text(name: string, form: RegExp): string {
    const text = asString(this.value(name));
    if (text === undefined) throw this.#fault(name, "is missing");
    if (!form.test(text)) throw this.#fault(name, "does not have the form of one");
    return text;
  }

  bytes(name: string, least = 0, most = MAX_RECEIPT): Uint8Array {
    const text = this.text(name, /^/);
    const bytes = text.length <= 2 * most ? asBase64Url(text) : undefined;
    if (!bytes || bytes.length < least || bytes.length > most)
      throw this.#fault(name, `is not ${sized(least, most)} in base64url`);
    return bytes;
  }

  hash(name: string): Uint8Array {
    return this.bytes(name, 32, 32);
  }

  /** Bytes that stay text. */
  id(name: string, length: number): string {
    return toBase64Url(this.bytes(name, length, length));
  }

  count(name: string): number {
    return this.integer(name, 0, Number.MAX_SAFE_INTEGER);
  }

  integer(name: string, least: number, most: number): number {
    const value = this.value(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
      throw this.#fault(name, `is not a number from ${least} to ${most}`);
    return value;
  }

  hashes(name: string, most: number): Uint8Array[] {
    const list = this.value(name);
    if (!Array.isArray(list) || list.length > most)
      throw this.#fault(name, `is not a list of at most ${most} hashes`);
    return asArray(list).map((entry) => {
      const bytes = typeof entry === "string" ? asBase64Url(entry) : undefined;
      if (bytes?.length !== 32) throw this.#fault(name, "holds what is not 32 bytes in base64url");
      return bytes;
    });
  }

  #fault(name: string, fault: string): ReceiptFault {
    return new ReceiptFault(`${this.#at}${name}`, fault);
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  if (text.length > MAX_RECEIPT)
    throw new ReceiptFault("text", `is longer than ${MAX_RECEIPT} characters`);
  if (depth(text) > MAX_DEPTH) throw new ReceiptFault("text", "is nested too deeply");
  try {
    const fields = asObject(parseJson(text));
    if (fields) return fields;
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
  }
  throw new ReceiptFault("text", "is not a JSON object");
}

/** How deep the brackets outside of strings are nested: asked before JSON.parse makes an object for each. */
function depth(text: string): number {
  let [open, most, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === BACKSLASH) i++;
    else if (code === QUOTE) quoted = !quoted;
    else if (!quoted && (code | 0x20) === OPEN) most = Math.max(most, ++open);
    else if (!quoted && (code | 0x20) === CLOSE) open--;
  }
  return most;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `{` and, but for one bit, `[`. */
const OPEN = 0x7b;
/** `}` and `]`. */
const CLOSE = 0x7d;

function sized(least: number, most: number): string {
  return least === most ? `${least} bytes` : `${least} to ${most} bytes`;
}
