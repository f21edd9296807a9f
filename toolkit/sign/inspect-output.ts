// --check: what would be written is read back and held against the official asset rubrics, before it gets its name.
import { checkConformance, isReading } from "../../src/credential/index.js";
import { ColophonError } from "../../src/index.js";
import type { Assignment, Signed, SignMeans } from "./job.js";

/** Sees a signed file before it gets its name; content is left out for streamed files. @throws ColophonError CHECK_FAILED */
export type Inspect = (signed: Signed, content: Uint8Array | undefined) => Promise<void>;

const MANIFEST_ONLY = "application/c2pa";

/** An inspector for one job: does nothing without --check. The inspector @throws ColophonError CHECK_FAILED naming the rules */
export function inspector(
  { check }: Assignment,
  mediaType: string,
  { engine }: Pick<SignMeans, "engine">,
): Inspect {
  if (!check) return async () => undefined;
  return async ({ store }, content) => {
    const reading = content
      ? await engine.read(mediaType, content)
      : await engine.read(MANIFEST_ONLY, store);
    if (!isReading(reading)) throw refused([`it cannot be read back (${reading.kind})`]);
    try {
      // Without the asset at hand its hash cannot be judged here; the manifest's structure can.
      const sets = content ? (["structure", "integrity"] as const) : (["structure"] as const);
      const failed = checkConformance(reading.crJson(), { sets }).filter(
        (rule) => !rule.passed && rule.severity === "error",
      );
      if (failed.length > 0)
        throw refused(failed.map(({ id, explanation }) => `${id}: ${explanation}`));
    } finally {
      reading.free();
    }
  };
}

function refused(reasons: readonly string[]): ColophonError {
  return new ColophonError(
    "CHECK_FAILED",
    `the signed file would break ${reasons.length === 1 ? "a rule" : `${reasons.length} rules`} of the C2PA asset rubrics: ${reasons.join("; ")}`,
    { hint: "nothing was written; correct the options or the --manifest file" },
  );
}
