// --check: what would be written is read back and held against the official asset rubrics, before it gets its name.
import { containerFor, memorySource } from "../../src/container/index.js";
import {
  type Credential,
  checkConformance,
  type Engine,
  type EngineRefusal,
  isReading,
  type RuleResult,
  readCredential,
} from "../../src/credential/index.js";
import { asObject } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { bytesSubject } from "../verify/subject.js";
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
      ? await readBack(mediaType, content, engine)
      : await engine.read(MANIFEST_ONLY, store);
    if (!isReading(reading)) throw refused([`it cannot be read back (${reading.kind})`]);
    try {
      // Without the asset at hand its hash cannot be judged here; the manifest's structure can.
      const sets = content ? (["structure", "integrity"] as const) : (["structure"] as const);
      const native = "binding" in reading && reading.binding === "native";
      const failed = checkConformance(reading.crJson(), { sets }).filter(
        (rule) => !rule.passed && rule.severity === "error" && !(native && isBinding(rule)),
      );
      const reasons = failed.map(({ id, explanation }) => `${id}: ${explanation}`);
      if (native && asObject(reading.store)?.["validation_state"] === "Invalid")
        reasons.push("validation:valid_success: the validator found that it does not hold");
      if (reasons.length > 0) throw refused(reasons);
    } finally {
      reading.free();
    }
  };
}

/** The binding is hashed natively, several times faster than by the engine, wherever the container is ours. */
async function readBack(
  mediaType: string,
  content: Uint8Array,
  engine: Engine,
): Promise<Credential | EngineRefusal> {
  const layout = await containerFor(mediaType)?.open(memorySource(content), mediaType);
  const asset = { mediaType, size: content.length, content, ...(layout && { layout }) };
  const { hash } = bytesSubject("", "", content);
  return readCredential(asset, { engine, hash, nativeAbove: 0 });
}

/** The engine, which saw the manifest alone, says of the binding only that it doesn't match. */
function isBinding({ id, matches }: RuleResult): boolean {
  return id === "validation:valid_success" && matches.every((code) => BINDING.test(code));
}

const BINDING = /^assertion\.(?:dataHash|bmffHash)\.mismatch$/;

function refused(reasons: readonly string[]): ColophonError {
  return new ColophonError(
    "CHECK_FAILED",
    `the signed file would break ${reasons.length === 1 ? "a rule" : `${reasons.length} rules`} of the C2PA asset rubrics: ${reasons.join("; ")}`,
    { hint: "nothing was written; correct the options or the --manifest file" },
  );
}
