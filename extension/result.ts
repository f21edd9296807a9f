// Errors as values: what a message can carry.
import { ColophonError } from "../src/index.js";
import type { Result } from "./messages.js";

/** Code of what only a page has: a drawing in its own text. No error of the library, and with words of its own. */
export const INLINE_DRAWING = "INLINE_DRAWING";

/** What `work` comes to; an error of ours, or anything else that is thrown, as a Result. */
export async function resultOf<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return failure(error);
  }
}

/** A thrown value as a Result. */
export function failure(error: unknown): Extract<Result<never>, { ok: false }> {
  if (!(error instanceof ColophonError))
    return {
      ok: false,
      code: "INTERNAL",
      message: error instanceof Error ? error.message : String(error),
    };
  const { code, message, hint } = error;
  return { ok: false, code, message, ...(hint !== undefined && { hint }) };
}

/** The value, or the error thrown as it was. */
export function unwrapped<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, hint } = result;
  throw new ColophonError(
    code as ColophonError["code"],
    message,
    hint === undefined ? {} : { hint },
  );
}
