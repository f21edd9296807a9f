import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Evidence, type Judgement, judge, NO_TRUST } from "../../../src/trust/index.js";
import { type Chain, VARIANTS, type VariantName } from "../../fixture/certificates.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";
import { codes, judged, listsWith } from "./judged.js";

/** What C2PA 2.4 §14.5.1 and RFC 5280 §6.1 want with the root as an anchor, and our code where a rule is ours. */
const EXPECTED: Record<VariantName, "Trusted" | "Invalid" | "Valid" | `Valid ${string}`> = {
  ok_es256: "Trusted",
  ok_es384: "Trusted",
  ok_es512: "Trusted",
  ok_ed25519: "Trusted",
  ok_ed25519_leaf_ecroot: "Trusted",
  ok_ps256_rsa2048: "Trusted",
  ok_rsa_root: "Trusted",
  ok_rsa_pss_root: "Trusted",
  rsa1024: "Invalid",
  secp256k1: "Invalid",
  no_O: "Trusted",
  no_AKI: "Invalid",
  no_SKI: "Trusted",
  no_BC: "Trusted",
  no_KU: "Invalid",
  no_EKU: "Invalid",
  ku_nonRep_only: "Valid keyUsage",
  ku_keyEnc_only: "Invalid",
  ku_noncritical: "Trusted",
  ku_ds_certsign: "Invalid",
  ku_ds_nonrep: "Trusted",
  eku_any: "Invalid",
  eku_clientAuth: "Invalid",
  eku_codeSigning: "Invalid",
  eku_docSigning: "Trusted",
  eku_claimSigning: "Trusted",
  eku_claim_email: "Trusted",
  eku_timestamping: "Valid extendedKeyUsage",
  eku_ocsp: "Valid extendedKeyUsage",
  eku_email_ts: "Invalid",
  leaf_is_CA: "Invalid",
  unknown_critical: "Invalid",
  conforming_like: "Trusted",
  v1_cert: "Invalid",
  expired: "Invalid",
  not_yet_valid: "Invalid",
  selfsigned_aki: "Trusted",
  selfsigned_noaki: "Invalid",
  chain_with_root: "Trusted",
  inter_ok: "Trusted",
  inter_missing: "Valid",
  inter_reversed: "Invalid",
  inter_is_leaf_CAFALSE: "Valid basicConstraints",
  inter_no_BC: "Valid basicConstraints",
  inter_CA_no_certSign: "Valid keyCertSign",
  inter_no_KU: "Trusted",
  inter_pathlen_violation: "Valid pathLength",
  inter_pathlen_sub0: "Valid pathLength",
  inter_expired: "Valid validity",
  inter_unknown_critical: "Valid criticalExtension",
  inter_eku_tsa_only: "Trusted",
  inter_wrong_signature: "Valid signature",
};

describe.each(Object.entries(EXPECTED))("%s is %s", (name, expected) => {
  const [state, rule] = expected.split(" ") as [Judgement["state"], string | undefined];
  let chain: Chain;
  let jpeg: Uint8Array;
  beforeAll(async () => {
    chain = VARIANTS[name as VariantName]();
    jpeg = await signedJpeg(chain);
  });

  test.each(["user", "signers"] as const)("with its root among the %s anchors", async (kind) => {
    const judgement = await judged(jpeg, listsWith({ [kind]: chain.root }));
    expect(judgement.state).toBe(state);
    expect(judgement.chain).toHaveLength(chain.chain.length);
    if (state === "Trusted") {
      expect(judgement.signerAnchor?.list).toBe(kind);
      expect(codes(judgement)).toEqual([]);
    } else expect(judgement.signerAnchor).toBeUndefined();
    if (rule) expect(codes(judgement)).toContain(`colophon.chain.${rule}`);
    if (state === "Valid") {
      expect(codes(judgement)).toContain("signingCredential.untrusted");
      expect(codes(judgement, "success")).not.toContain("signingCredential.trusted");
    }
  });

  test.each(["user", "signers"] as const)(
    "with the signer's own certificate among the %s anchors: its own faults count, those above it don't",
    async (kind) => {
      const [own = new Uint8Array(0)] = chain.chain;
      const judgement = await judged(jpeg, listsWith({ [kind]: own }));
      const isAbove = state === "Valid" && name.startsWith("inter_");
      expect(judgement.state).toBe(isAbove ? "Trusted" : state);
      expect(judgement.signerAnchor?.list).toBe(judgement.state === "Trusted" ? kind : undefined);
    },
  );

  test("without its root on any list: never Trusted, and no more Invalid than with it", async () => {
    const judgement = await judged(jpeg, NO_TRUST);
    expect(judgement.state).toBe(state === "Invalid" ? "Invalid" : "Valid");
  });

  test("with its root among the time-stamp anchors alone: never Trusted", async () => {
    const judgement = await judged(jpeg, listsWith({ timeStamps: chain.root }));
    expect(judgement.state).toBe(state === "Invalid" ? "Invalid" : "Valid");
    if (state === "Trusted")
      expect(codes(judgement)).toEqual([
        "signingCredential.untrusted",
        "colophon.chain.timeStampAnchor",
      ]);
  });
});

test("the engine's word is only ever lowered: nothing makes Trusted of Valid, or Valid of Invalid", async () => {
  const { chain, root } = VARIANTS.ok_es256();
  const lists = listsWith({ user: root });
  const finding = fc.record({
    code: fc.constantFrom(
      "signingCredential.trusted",
      "signingCredential.untrusted",
      "timeStamp.trusted",
      "timeStamp.validated",
      "claimSignature.mismatch",
    ),
    kind: fc.constantFrom("success", "informational", "failure"),
    explanation: fc.string(),
    source: fc.constant("engine" as const),
    ingredient: fc.option(fc.constant("self#jumbf=/c2pa/other"), { nil: undefined }),
  });
  const chains = [chain, [], [root], chain.slice(1), [Uint8Array.of(0)]];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("Trusted", "Valid", "Invalid"),
      fc.array(finding, { maxLength: 4 }),
      fc.constantFrom(...chains),
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 2 }),
      async (engineState, findings, presented, timeStamps) => {
        const evidence = { engineState, findings, chain: presented, timeStamps, lists };
        const { state } = await judge({ ...evidence, now: new Date() } as Evidence);
        if (engineState === "Trusted")
          expect(state).toBe(presented === chain ? "Trusted" : "Valid");
        else expect(state).toBe(engineState);
      },
    ),
    { numRuns: 100 },
  );
});

const certlab = fileURLToPath(new URL("../../../../shared/corpus/certlab/", import.meta.url));
describe.skipIf(!existsSync(certlab))("certlab of the test corpus, without anchors", () => {
  const names = existsSync(certlab) ? readdirSync(certlab) : [];
  const signed = names.filter((name) => existsSync(`${certlab}${name}/signed.jpg`));

  test.each(signed)("%s is Valid: signed, and nobody vouches for the signer", async (name) => {
    const jpeg = new Uint8Array(readFileSync(`${certlab}${name}/signed.jpg`));
    const judgement = await judged(jpeg, NO_TRUST);
    expect(judgement.state).toBe("Valid");
    expect(codes(judgement)).toContain("signingCredential.untrusted");
  });
});
