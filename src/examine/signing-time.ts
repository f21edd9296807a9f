// When it was signed, and on whose word.
import type { SigningTime } from "../verdict.js";

/** A time-stamp whose authority is on a list in use is better than anybody's word. */
export function signingTime(
  when: SigningTime | undefined,
  stamped: Date | undefined,
): SigningTime | undefined {
  return stamped
    ? { at: stamped.toISOString(), source: "time-stamp", trusted: true }
    : when && { ...when, trusted: false };
}
