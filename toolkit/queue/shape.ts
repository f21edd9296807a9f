// What a value out of a queue has to look like. Anybody may have put it there, so it is taken only when all of it is known.

/** Whether a value is as it should be. */
export type Check = (value: unknown) => boolean;

/** A check for every field that T can have: a field that is added to T and forgotten here doesn't compile. */
export type Shape<T> = { readonly [K in keyof Required<T>]: Check };

const DEEPEST = 32;

/** An object with these fields and no others; what isn't in `needed` may be missing. */
export function object<T>(shape: Shape<T>, needed: readonly (keyof T & string)[] = []): Check {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    needed.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(
      ([name, field]) => Object.hasOwn(shape, name) && shape[name as keyof T](field),
    );
}

/** A text of at most so many UTF-16 units. */
export function text(most: number): Check {
  return (value) => typeof value === "string" && value.length <= most;
}

/** A text that fits a pattern, which has to bound its length. */
export function like(pattern: RegExp): Check {
  return (value) => typeof value === "string" && pattern.test(value);
}

export function oneOf(words: readonly string[]): Check {
  return (value) => typeof value === "string" && words.includes(value);
}

export function list(most: number, check: Check): Check {
  return (value) => Array.isArray(value) && value.length <= most && value.every(check);
}

export const yesNo: Check = (value) => typeof value === "boolean";

/** Zero or more, without fractions. */
export const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** Any finite number. */
export const number: Check = (value) => Number.isFinite(value);

/** Any JSON object that isn't nested too deeply. */
export const json: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && isShallow(value, DEEPEST);

function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return left > 0 && Object.values(value).every((one) => isShallow(one, left - 1));
}
