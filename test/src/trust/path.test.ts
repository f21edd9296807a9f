import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chainFindings,
  NO_TRUST,
  type TrustLists,
  toPem,
  trustLists,
} from "../../../src/trust/index.js";
import { type Issued, issue, makeKeys } from "../../fixture/certificate.js";
import {
  authorityKeyId,
  basicConstraints,
  keyUsage,
  subjectKeyId,
} from "../../fixture/certificate-extension.js";
import {
  chainOf,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  VARIANTS,
} from "../../fixture/certificates.js";

const anchoredIn = (...roots: Uint8Array[]): TrustLists =>
  trustLists({ user: [{ name: "mine", pem: toPem(roots) }] });
const CA = [basicConstraints(true), keyUsage(["keyCertSign"])];
const codes = async (chain: readonly Uint8Array[], lists: TrustLists, at = new Date()) => {
  const { anchor, findings } = await chainFindings(chain, lists, at);
  return { anchor: anchor?.list, codes: findings.map(({ code }) => code) };
};

describe("a chain", () => {
  test("is sound at the times when all of its certificates are valid, and only then", async () => {
    const { chain, root } = VARIANTS.inter_ok();
    const day = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    const lists = anchoredIn(root);
    expect(await codes(chain, lists)).toEqual({ anchor: "mine", codes: [] });
    for (const at of [day(-5), day(400), day(-20), day(5000)])
      expect((await codes(chain, lists, at)).codes).toContain("colophon.chain.validity");
  });

  test("finds its way over intermediates in any order", async () => {
    const root = makeRoot();
    const upper = makeIntermediate(root, CA, { subject: { CN: "Upper" } });
    const lower = makeIntermediate(upper, CA, { subject: { CN: "Lower" } });
    const leaf = makeLeaf(lower);
    for (const rest of [
      [lower, upper],
      [upper, lower],
      [upper, root, lower],
    ])
      expect(await codes(chainOf(leaf, rest, root).chain, anchoredIn(root.der))).toEqual({
        anchor: "mine",
        codes: [],
      });
  });

  test("ends at an intermediate that is itself an anchor, as on the official list", async () => {
    const root = makeRoot();
    const inter = makeIntermediate(root, CA);
    const leaf = makeLeaf(inter);
    expect((await codes([leaf.der], anchoredIn(inter.der))).anchor).toBe("mine");
    expect((await codes([leaf.der, inter.der], anchoredIn(inter.der))).anchor).toBe("mine");
  });

  test("that reaches no anchor breaks no rule: nobody vouches for it, that is all", async () => {
    const { chain } = VARIANTS.inter_ok();
    expect(await codes(chain, NO_TRUST)).toEqual({ anchor: undefined, codes: [] });
    expect(await codes(chain, anchoredIn(makeRoot().der))).toEqual({
      anchor: undefined,
      codes: [],
    });
  });

  test("is not sound below an anchor that is no authority", async () => {
    const root = makeRoot();
    const notCa = makeLeaf(root);
    const leaf = makeLeaf(notCa);
    const result = await codes([leaf.der], anchoredIn(notCa.der));
    expect(result.anchor).toBeUndefined();
    expect(result.codes).toContain("colophon.chain.basicConstraints");
  });

  test("takes the sound one of two anchors with the same name and no key identifiers", async () => {
    const named = (): Issued => {
      const keys = makeKeys("P-256");
      return issue({ keys, subject: { CN: "Same" }, extensions: CA });
    };
    const [one, other] = [named(), named()];
    const leaf = makeLeaf(other, { withoutAuthorityKeyId: true });
    expect(await codes([leaf.der], anchoredIn(one.der, other.der))).toEqual({
      anchor: "mine",
      codes: [],
    });
    expect((await codes([leaf.der], anchoredIn(one.der))).codes).toEqual([
      "colophon.chain.signature",
    ]);
  });

  test("of authorities that all issued each other ends, and soon", async () => {
    const keys = Array.from({ length: 15 }, () => makeKeys("Ed25519"));
    const same = { CN: "Ring" };
    const ring = keys.map((own, i) => {
      const issuer: Issued = { ...makeRoot("Ed25519"), keys: keys[(i + 1) % keys.length]! };
      const name = issue({ keys: own, subject: same, extensions: [] }).name;
      return issue({ keys: own, subject: same, issuer: { ...issuer, name }, extensions: CA });
    });
    const leaf = makeLeaf(ring[0]!, { withoutAuthorityKeyId: true });
    const stranger = issue({ keys: makeKeys("Ed25519"), subject: same, extensions: CA });
    const started = performance.now();
    const chain = [leaf.der, ...ring.map(({ der }) => der)];
    expect((await codes(chain, anchoredIn(stranger.der))).anchor).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("whose self-issued certificates do not count keeps its path length (RFC 5280 §6.1.4 l)", async () => {
    const root = makeRoot("P-256", basicConstraints(true, 0));
    const keys = makeKeys("P-256");
    const rollover = issue({
      keys,
      subject: { C: "US", O: "Dev Root Org", CN: "Dev Root" },
      issuer: root,
      extensions: [...CA, subjectKeyId(keys), authorityKeyId(root)],
    });
    const leaf = makeLeaf(rollover);
    expect(await codes([leaf.der, rollover.der], anchoredIn(root.der))).toEqual({
      anchor: "mine",
      codes: [],
    });
  });

  test("of garbage is a finding, never an error", async () => {
    const lists = anchoredIn(makeRoot().der);
    expect((await codes([], lists)).codes).toEqual(["colophon.chain.unreadable"]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 64 }), { minLength: 1, maxLength: 20 }),
        async (chain) => {
          expect((await codes(chain, lists)).codes).toEqual(["colophon.chain.unreadable"]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("with a flipped bit anywhere in it is never sound", async () => {
    const { chain, root } = VARIANTS.inter_ok();
    const lists = anchoredIn(root);
    const [leaf, inter] = chain as [Uint8Array, Uint8Array];
    // Every one of them: a certificate with two forms would have two fingerprints.
    for (let bit = 0; bit < inter.length * 8; bit++) {
      const forged = inter.slice();
      forged[bit >> 3] = forged[bit >> 3]! ^ (1 << (bit & 7));
      expect((await codes([leaf, forged], lists)).anchor, `bit ${bit}`).toBeUndefined();
    }
  });
});
