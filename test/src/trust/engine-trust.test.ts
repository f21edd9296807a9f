// Holds the comment of src/trust/engine-trust.ts to the engine: when a new release changes one of these, we want to know.
import { beforeAll, describe, expect, test } from "vitest";
import { type EngineTrust, isReading, summarize } from "../../../src/credential/index.js";
import { toPem } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { type Chain, VARIANTS, type VariantName } from "../../fixture/certificates.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";

async function engineState(jpeg: Uint8Array, trust?: EngineTrust): Promise<string> {
  const reading = await (await hostEngine()).read("image/jpeg", jpeg, trust);
  return isReading(reading) ? summarize(reading.store).engineState : reading.kind;
}

async function signed(name: VariantName): Promise<{ chain: Chain; jpeg: Uint8Array; pem: string }> {
  const chain = VARIANTS[name]();
  return { chain, jpeg: await signedJpeg(chain), pem: toPem([chain.root]) };
}

describe("the engine", () => {
  let good: Awaited<ReturnType<typeof signed>>;
  beforeAll(async () => {
    good = await signed("ok_es256");
  });

  test.each(["anchors", "userAnchors", "timeStampAnchors"] as const)(
    "takes a signer's root from any list, %s too: there is one pool",
    async (list) => {
      expect(await engineState(good.jpeg)).toBe("Valid");
      expect(await engineState(good.jpeg, { [list]: good.pem })).toBe("Trusted");
    },
  );

  test("takes text between the certificates, as the official lists have it, and skips a broken one", async () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    const anchors = `Subject\tCN=Somebody\n${broken}\nSubject\tCN=Else\n${good.pem}`;
    expect(await engineState(good.jpeg, { anchors })).toBe("Trusted");
  });

  test.each(["eku_claimSigning", "eku_docSigning", "conforming_like"] as const)(
    "accepts a conforming certificate (%s) with its root and without, because it is told the purposes",
    async (name) => {
      const { jpeg, pem } = await signed(name);
      expect(await engineState(jpeg)).toBe("Valid");
      expect(await engineState(jpeg, { anchors: pem })).toBe("Trusted");
    },
  );

  test.each([
    "ku_nonRep_only",
    "eku_timestamping",
    "eku_ocsp",
    "inter_pathlen_violation",
    "inter_unknown_critical",
  ] as const)("calls %s Trusted, which is why src/trust judges again", async (name) => {
    const { jpeg, pem } = await signed(name);
    expect(await engineState(jpeg, { anchors: pem })).toBe("Trusted");
  });

  test("takes a signer's own certificate from a list of signers, and from no list of time-stamp authorities", async () => {
    const own = toPem([good.chain.chain[0]!]);
    expect(await engineState(good.jpeg, { userAnchors: own })).toBe("Trusted");
    expect(await engineState(good.jpeg, { anchors: own })).toBe("Trusted");
    expect(await engineState(good.jpeg, { timeStampAnchors: own })).toBe("Valid");
  });
});
