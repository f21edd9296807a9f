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

type Replace = (value: Free) => unknown;

/** @returns undefined when more is asked than words can say: files, pictures, a place elsewhere */
export function askedOf(what: EngineSigning): Asked | undefined {
  if (!what.detached || what.remoteUrl !== undefined || what.thumbnail || what.resources)
    return undefined;
  if (what.ingredients?.some((one) => one.blob ?? one.resources)) return undefined;
  const free: Free[] = [];
  const parts = [
    what.signer.algorithm,
    what.signer.reserveSize,
    ...replaced(what, (value) => {
      free.push(value);
      return `a ${typeof value}`;
    }),
  ];
  return { kind: JSON.stringify(parts), free };
}

/** The same asked with other free values, one after the other. */
export function askedAgain(what: EngineSigning, free: readonly Free[]): EngineSigning {
  let at = 0;
  const [definition, ingredients] = replaced(what, () => {
    const value = free[at++];
    return value instanceof Uint8Array ? [...value] : value;
  });
  return { ...what, definition, ingredients } as EngineSigning;
}

function replaced({ definition, ingredients = [] }: EngineSigning, replace: Replace): unknown[] {
  const past = ingredients.map((one) => ({ ...one, definition: copy(one.definition, replace) }));
  return [copy(definition, replace), past];
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

function copy(value: unknown, replace: Replace, key = "", binding = false): unknown {
  if (typeof value === "string") return isFree(key, value) ? replace(value) : value;
  if (typeof value === "number")
    return binding && (key === "start" || key === "length") ? replace(value) : value;
  if (Array.isArray(value)) {
    if (binding && (key === "hash" || key === "pad")) return replace(Uint8Array.from(value));
    return value.map((item) => copy(item, replace, key, binding));
  }
  if (typeof value !== "object" || value === null) return value;
  const within = binding || HARD_BINDING.test(String((value as { label?: unknown }).label));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, copy(item, replace, name, within)]),
  );
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
