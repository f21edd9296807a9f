import { describe, expect, it } from "vitest";
import { isReading } from "../../../src/credential/index.js";
import { asObject } from "../../../src/encoding/index.js";
import { toPem } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { lintChain } from "../../../toolkit/identity/lint.js";
import { VARIANTS, type VariantName } from "../../fixture/certificates.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";

/** The specification refuses these, the engine trusts them: src/trust/policy.ts closes the gap when reading. */
const ENGINE_IS_LAXER: readonly VariantName[] = [
  "ku_nonRep_only",
  "eku_timestamping",
  "eku_ocsp",
  "inter_pathlen_violation",
  "inter_no_KU",
  "inter_unknown_critical",
];

const names = Object.keys(VARIANTS) as VariantName[];

describe("lint and the engine agree", () => {
  it.each(names)("on %s, with its root as anchor", async (name) => {
    const made = VARIANTS[name]();
    const findings = lintChain(made.chain, { now: new Date(), root: made.root });
    const refused = findings.some(({ severity }) => severity === "refused");
    const engine = await hostEngine();
    const jpeg = await signedJpeg(made);
    const reading = await engine.read("image/jpeg", jpeg, { userAnchors: toPem([made.root]) });
    if (!isReading(reading)) throw new Error(`no reading: ${reading.kind}`);
    const state = asObject(reading.store)?.["validation_state"];
    reading.free();
    if (ENGINE_IS_LAXER.includes(name))
      expect({ refused, state }).toEqual({ refused: true, state: "Trusted" });
    else expect(state === "Trusted").toBe(!refused);
  });
});
