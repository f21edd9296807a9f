// What is asked of the engine, split into what makes a kind of manifest and what is free in it: names, numbers, times and
// the hash of the file. Two askings of one kind differ in nothing but their free values.
import type { EngineSigning } from "../engine.js";

/** A free value: words, a byte string (which the engine takes as a list of numbers), or a whole number. */
export type Free = string | Uint8Array | number;

/** Where chance comes from. */
export interface Chance {
  /** Random UUID, version 4. */
  readonly uuid: () => string;
  readonly random: (length: number) => Uint8Array;
}

export interface Asked {
  /** The same for all of a kind. */
  readonly kind: string;
  /** In the order in which they stand. */
  readonly free: readonly Free[];
}

/** @returns undefined when more is asked than words can say: files, pictures, a place elsewhere */
export function askedOf(what: EngineSigning): Asked | undefined {
  const { definition, ingredients = [], signer } = what;
  if (!what.detached || what.remoteUrl !== undefined || what.thumbnail || what.resources)
    return undefined;
  if (ingredients.some((one) => one.blob ?? one.resources)) return undefined;
  const speller = new Speller();
  speller.spell(definition);
  for (const { mediaType, definition: past } of ingredients) {
    speller.kind += ` ${mediaType} `;
    speller.spell(past);
  }
  const { kind, free } = speller;
  return { kind: `${signer.algorithm} ${signer.reserveSize} ${kind}`, free };
}

/** Writes what is asked as JSON is written, with free values left out: for thousands of files, so nothing is built for it. */
class Speller {
  kind = "";
  readonly free: Free[] = [];

  spell(value: unknown, key = "", binding = false): void {
    const free = freeOf(value, key, binding);
    if (free !== undefined) {
      this.free.push(free);
      this.kind += typeof free; // no JSON has words without quotes
    } else if (Array.isArray(value)) {
      this.kind += "[";
      for (const item of value) {
        this.spell(item, key, binding);
        this.kind += ",";
      }
      this.kind += "]";
    } else if (typeof value === "object" && value !== null) {
      const within = binding || isBinding(value);
      this.kind += "{";
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined) continue;
        this.kind += `${JSON.stringify(name)}:`;
        this.spell(item, name, within);
        this.kind += ",";
      }
      this.kind += "}";
    } else this.kind += JSON.stringify(value);
  }
}

/** The same asked with other free values, one after the other. */
export function askedAgain(what: EngineSigning, free: readonly Free[]): EngineSigning {
  let at = 0;
  const copy = (value: unknown, key = "", binding = false): unknown => {
    if (freeOf(value, key, binding) !== undefined) {
      const other = free[at++];
      return other instanceof Uint8Array ? [...other] : other;
    }
    if (Array.isArray(value)) return value.map((item) => copy(item, key, binding));
    if (typeof value !== "object" || value === null) return value;
    const within = binding || isBinding(value);
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, copy(item, name, within)]),
    );
  };
  const record = (value: unknown) => copy(value) as Record<string, unknown>;
  const definition = record(what.definition);
  const ingredients = what.ingredients?.map((one) => ({
    ...one,
    definition: record(one.definition),
  }));
  return { ...what, definition, ...(ingredients && { ingredients }) };
}

/** Keys of what people wrote. */
const WORDS: readonly string[] = [
  "title",
  "description",
  "dc:title",
  "dc:creator",
  "dc:rights",
  "modelName",
  "modelIdentifier",
];
const NUMBER = /^(?:urn:c2pa:|xmp:iid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const HARD_BINDING = /^c2pa\.hash\.(?:data|bmff\.v3)$/;

function isBinding(assertion: object): boolean {
  const label: unknown = Reflect.get(assertion, "label");
  return typeof label === "string" && HARD_BINDING.test(label);
}

/** The value that is free here, or undefined. */
function freeOf(value: unknown, key: string, binding: boolean): Free | undefined {
  if (typeof value === "string") return isFree(key, value) ? value : undefined;
  if (!binding) return undefined;
  if (key === "start" || key === "length")
    return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
  if ((key !== "hash" && key !== "pad") || !Array.isArray(value)) return undefined;
  return value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
    ? Uint8Array.from(value)
    : undefined;
}

function isFree(key: string, value: string): boolean {
  return value !== "" && (WORDS.includes(key) || NUMBER.test(value) || TIME.test(value));
}

/** Behind every number that a manifest of ours has, and below those that take eight bytes. */
const FIRST_NUMBER = 0xf0f1_0000;

/** A value of the same sort that stands nowhere else in a manifest, by which its places are found. */
export function markFor(value: Free, at: number, { uuid, random }: Chance): Free {
  if (typeof value === "number") return FIRST_NUMBER + at;
  if (typeof value !== "string") return random(Math.max(value.length, 8));
  if (TIME.test(value)) return new Date(at * 1000).toISOString().replace(".000", "");
  return NUMBER.test(value) ? value.slice(0, -36) + uuid() : `mark ${uuid()}`;
}
