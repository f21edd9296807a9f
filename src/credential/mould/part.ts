// A manifest's boxes as parts: bytes that are the same in all manifests of a kind, and between them what each has of its own.
// Only lengths follow from values here; a CBOR map or list has as many entries in one manifest of a kind as in another.
import { equal, utf8, utf8Text, view } from "../../encoding/index.js";
import type { Free } from "./asked.js";
import { Pen } from "./pen.js";

/** Words with free values in them, by their place among the free values. */
type Words = readonly (string | number)[];

/** What a box is made of. */
export type Part =
  | Uint8Array
  /** A text string or a text of CBOR, of JSON, or as it is. */
  | { readonly is: "cbor" | "json" | "plain"; readonly words: Words }
  /** A free byte string or whole number of CBOR. */
  | { readonly is: "value"; readonly at: number }
  /** SHA-256 of an assertion, as a byte string of CBOR. */
  | { readonly is: "hash"; readonly of: number }
  /** Random bytes that keep an assertion's hash from telling what it says. */
  | { readonly is: "salt"; readonly of: number }
  /** What is made before the rest. */
  | { readonly is: "assertion"; readonly of: number }
  | { readonly is: "claim" | "signature" }
  | Box;

/** A JUMBF box. */
export interface Box {
  readonly is: "box";
  /** Four-character code. */
  readonly type: string;
  readonly parts: readonly Part[];
}

/** By what free values are found again: each is unlike anything else in the manifest. */
export interface Marks {
  readonly free: readonly Free[];
  /** SHA-256 of each assertion. */
  readonly hashes: readonly Uint8Array[];
}

/** The parts of one CBOR value; undefined for what the engine doesn't write: lengths left open, numbers of 64 bits. */
export function cborParts(bytes: Uint8Array, marks: Marks): Part[] | undefined {
  const parts: Part[] = [];
  const data = view(bytes);
  let kept = 0; // bytes before it are in parts
  let at = 0;
  const put = (from: number, part: Part) => {
    if (from > kept) parts.push(bytes.subarray(kept, from));
    parts.push(part);
    kept = at;
  };
  while (at < bytes.length) {
    const from = at;
    const major = data.getUint8(at) >> 5;
    const minor = data.getUint8(at++) & 31;
    if (minor > 27) return undefined;
    const size = minor < 24 ? 0 : 1 << (minor - 24);
    if (size > bytes.length - at) return undefined;
    let argument = minor;
    for (let i = 0; i < size; i++) argument = (i === 0 ? 0 : argument * 256) + data.getUint8(at++);
    if (major === 0 && size === 4) {
      const place = marks.free.indexOf(argument);
      if (place >= 0) put(from, { is: "value", at: place });
    }
    if (major !== 2 && major !== 3) continue;
    if (argument > bytes.length - at) return undefined;
    const content = bytes.subarray(at, at + argument);
    at += argument;
    if (major === 2) {
      const hash = marks.hashes.findIndex((one) => equal(one, content));
      const place = marks.free.findIndex((one) => one instanceof Uint8Array && equal(one, content));
      if (hash >= 0) put(from, { is: "hash", of: hash });
      else if (place >= 0) put(from, { is: "value", at: place });
    } else {
      const words = marked(utf8Text(content) ?? "", marks, (text) => text);
      if (words) put(from, { is: "cbor", words });
    }
  }
  if (kept < bytes.length) parts.push(bytes.subarray(kept));
  return parts;
}

/** The parts of a JSON text. */
export function jsonParts(bytes: Uint8Array, marks: Marks): Part[] {
  const words = marked(utf8Text(bytes) ?? "", marks, inJson);
  return [words ? { is: "json", words } : bytes];
}

/** The parts of a text that stands as it is. */
export function plainParts(bytes: Uint8Array, marks: Marks): Part[] {
  const words = marked(utf8Text(bytes) ?? "", marks, (text) => text);
  return [words ? { is: "plain", words } : bytes];
}

/** A text cut at its free values; undefined when there are none. */
function marked(text: string, { free }: Marks, spelt: (text: string) => string): Words | undefined {
  let words: (string | number)[] = [text];
  for (const [place, mark] of free.entries()) {
    if (typeof mark !== "string") continue;
    words = words.flatMap((word) =>
      typeof word === "number"
        ? [word]
        : word.split(spelt(mark)).flatMap((piece, i) => (i === 0 ? [piece] : [place, piece])),
    );
  }
  return words.length > 1 ? words.filter((word) => word !== "") : undefined;
}

/** A string as it stands between the quotes of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What fills the parts of one manifest. */
export interface Filling {
  readonly free: readonly Free[];
  /** One for each assertion. */
  readonly salts: readonly Uint8Array[];
  /** Content of an assertion's superbox in this manifest, and its SHA-256. */
  assertion(of: number): { readonly content: Uint8Array; readonly hash: Uint8Array };
  /** The claim of this manifest, and its COSE_Sign1. */
  readonly claim?: Uint8Array;
  readonly signature?: Uint8Array;
}

/** The bytes of filled parts. */
export function filled(parts: readonly Part[], filling: Filling): Uint8Array {
  const pen = new Pen();
  for (const part of parts) write(part, filling, pen);
  return pen.written;
}

const NOTHING = new Uint8Array(0);

function write(part: Part, filling: Filling, pen: Pen): void {
  if (part instanceof Uint8Array) pen.put(part);
  else if (part.is === "box")
    pen.box(part.type, () => {
      for (const inner of part.parts) write(inner, filling, pen);
    });
  else if (part.is === "hash") byteString(filling.assertion(part.of).hash, pen);
  else if (part.is === "value") {
    const value = filling.free[part.at];
    if (value instanceof Uint8Array) byteString(value, pen);
    else pen.head(0, Number(value));
  } else if ("words" in part) {
    const text = utf8(wordsOf(part, filling.free));
    if (part.is === "cbor") pen.head(3, text.length);
    pen.put(text);
  } else pen.put(readyOf(part, filling) ?? NOTHING);
}

type Ready = Extract<Part, { is: "assertion" | "claim" | "signature" | "salt" }>;

function readyOf(part: Ready, { assertion, claim, signature, salts }: Filling) {
  if (part.is === "assertion") return assertion(part.of).content;
  if (part.is === "salt") return salts[part.of];
  return part.is === "claim" ? claim : signature;
}

function wordsOf({ is, words }: Extract<Part, { words: Words }>, free: readonly Free[]): string {
  const spelt = is === "json" ? inJson : String;
  return words.map((one) => (typeof one === "number" ? spelt(String(free[one])) : one)).join("");
}

function byteString(bytes: Uint8Array, pen: Pen): void {
  pen.head(2, bytes.length);
  pen.put(bytes);
}
