// What a batch and all its workers have to have in common, and what is said when they don't.
import { createHash } from "node:crypto";
import { ColophonError } from "../../src/index.js";
import type { OpenIdentity } from "../sign/signer.js";
import type { Terms } from "./job.js";
import { notices } from "./notice.js";
import type { RedisLink } from "./redis.js";

/** The terms of whoever signs with this identity, time-stamped there. */
export function termsOf({ signer }: OpenIdentity, timeStampUrl: string | undefined): Terms {
  const certificate = createHash("sha256")
    .update(signer.chain[0] ?? "")
    .digest("base64url");
  return { certificate, ...(timeStampUrl !== undefined && { timeStampUrl }) };
}

/** Public key of who owns the records, base64url. */
export function ownerOf({ archiveKey }: OpenIdentity): string | undefined {
  return archiveKey && Buffer.from(archiveKey.publicKey).toString("base64url");
}

/**
 * Why no batch that is at work on this queue can use a worker with these terms; undefined when one can, or none is there.
 */
export async function misfit(
  link: RedisLink,
  { certificate, timeStampUrl }: Terms,
  name: string,
): Promise<ColophonError | undefined> {
  const there = await notices(link);
  const same = there.filter((notice) => notice.certificate === certificate);
  if (there.length === 0 || same.some((notice) => notice.timeStampUrl === timeStampUrl))
    return undefined;
  const [other] = same;
  if (!other)
    return new ColophonError(
      "KEY_MISMATCH",
      `the batch at ${link.shown} is signed by another identity (${there[0]?.signer ?? ""}) than this worker's (${name})`,
      { hint: "nothing was signed; start the worker with --identity and the batch's identity" },
    );
  const asked = other.timeStampUrl;
  return new ColophonError(
    "USAGE",
    asked === undefined
      ? `the batch at ${link.shown} wants no time-stamps, and this worker would get some`
      : `the batch at ${link.shown} wants time-stamps from ${asked}`,
    {
      hint:
        asked === undefined
          ? "start the worker without --tsa, or the batch with the same"
          : `start the worker with --tsa ${asked}`,
    },
  );
}
