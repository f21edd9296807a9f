// What the engine remembers of the very bytes that a page has, by their hash: to hand the bytes over takes far longer.
import { sha256, toHex } from "../../src/encoding/index.js";
import { check } from "../checker.js";
import type { Checked, Result } from "../messages.js";

/** Undefined where it knows nothing of them, and on a page that can't hash, as one that came without encryption. */
export async function remembered(
  bytes: Uint8Array | undefined,
): Promise<Extract<Result<Checked>, { ok: true }> | undefined> {
  if (!bytes || !isSecureContext) return undefined;
  const digest = toHex(await sha256(bytes));
  const checked = await check({ source: { from: "digest", sha256: digest } });
  return checked.ok ? checked : undefined;
}
