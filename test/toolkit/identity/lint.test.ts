import { describe, expect, it } from "vitest";
import { lintChain } from "../../../toolkit/identity/lint.js";
import type { LintFinding } from "../../../toolkit/identity/lint-rule.js";
import { issue, makeKeys } from "../../fixture/certificate.js";
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyId,
} from "../../fixture/certificate-extension.js";
import {
  chainOf,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  VARIANTS,
  type VariantName,
} from "../../fixture/certificates.js";

const now = new Date();

/** What each variant breaks: `!` is a refusal, `~` a warning, the number is the place in the chain. */
const EXPECTED: Record<VariantName, string> = {
  ok_es256: "~0 purpose-claim",
  ok_es384: "~0 purpose-claim",
  ok_es512: "~0 purpose-claim",
  ok_ed25519: "~0 purpose-claim",
  ok_ed25519_leaf_ecroot: "~0 purpose-claim",
  ok_ps256_rsa2048: "~0 purpose-claim",
  ok_rsa_root: "~0 purpose-claim",
  ok_rsa_pss_root: "~0 purpose-claim",
  rsa1024: "!0 key-size, ~0 purpose-claim",
  secp256k1: "!0 key-curve, ~0 purpose-claim",
  no_O: "~0 purpose-claim, ~0 organisation",
  no_AKI: "!0 authority-key-id, ~0 purpose-claim",
  no_SKI: "~0 purpose-claim, ~0 subject-key-id",
  no_BC: "~0 purpose-claim, ~0 basic-constraints",
  no_KU: "!0 key-usage-missing, ~0 purpose-claim",
  no_EKU: "!0 purpose-missing",
  ku_nonRep_only: "!0 digital-signature, ~0 purpose-claim",
  ku_keyEnc_only: "!0 digital-signature, ~0 purpose-claim",
  ku_noncritical: "~0 purpose-claim, ~0 key-usage-critical",
  ku_ds_certsign: "!0 leaf-may-issue, ~0 purpose-claim",
  ku_ds_nonrep: "~0 purpose-claim",
  eku_any: "!0 purpose-any, ~0 purpose-claim",
  eku_clientAuth: "!0 purpose-other",
  eku_codeSigning: "!0 purpose-other",
  eku_docSigning: "~0 purpose-email, ~0 purpose-claim",
  eku_claimSigning: "~0 purpose-email",
  eku_claim_email: "",
  eku_timestamping: "!0 purpose-other",
  eku_ocsp: "!0 purpose-other",
  eku_email_ts: "!0 purpose-mixed, ~0 purpose-claim",
  leaf_is_CA: "!0 leaf-is-authority, ~0 purpose-claim",
  unknown_critical: "!0 critical-extension, ~0 purpose-claim",
  conforming_like: "~0 purpose-email",
  v1_cert:
    "!0 version, !0 authority-key-id, !0 key-usage-missing, !0 purpose-missing, ~0 basic-constraints, ~0 subject-key-id",
  expired: "!0 expired, ~0 purpose-claim",
  not_yet_valid: "!0 not-yet-valid, ~0 purpose-claim",
  selfsigned_aki: "~0 purpose-claim, ~0 self-signed",
  selfsigned_noaki: "!0 authority-key-id, ~0 purpose-claim, ~0 self-signed",
  chain_with_root: "~0 purpose-claim, ~1 root-included",
  inter_ok: "~0 purpose-claim",
  inter_missing: "!0 intermediate-missing, ~0 purpose-claim",
  inter_reversed: "",
  inter_is_leaf_CAFALSE: "!1 issuer-not-authority, !1 issuer-key-usage, ~0 purpose-claim",
  inter_no_BC: "!1 issuer-not-authority, !1 issuer-key-usage, ~0 purpose-claim",
  inter_CA_no_certSign: "!1 issuer-key-usage, ~0 purpose-claim",
  inter_no_KU: "!1 issuer-key-usage, ~0 purpose-claim",
  inter_pathlen_violation: "!2 path-length, ~0 purpose-claim",
  inter_pathlen_sub0: "!2 path-length, ~0 purpose-claim",
  inter_expired: "!1 expired, ~0 purpose-claim",
  inter_unknown_critical: "!1 critical-extension, ~0 purpose-claim",
  inter_eku_tsa_only: "~0 purpose-claim",
  inter_wrong_signature: "!1 chain-signature, ~0 purpose-claim",
};

function short(findings: readonly LintFinding[]): string {
  return findings
    .map(
      ({ severity, certificate, rule }) =>
        `${severity === "refused" ? "!" : "~"}${certificate} ${rule}`,
    )
    .join(", ");
}

describe("lintChain", () => {
  const names = Object.keys(VARIANTS) as VariantName[];
  it.each(names.filter((name) => name !== "inter_reversed"))("names what %s breaks", (name) => {
    const { chain, root } = VARIANTS[name]();
    expect(short(lintChain(chain, { now, root }))).toBe(EXPECTED[name]);
  });

  it("says that a reversed chain is out of order, and that its first certificate is no signer's", () => {
    const { chain, root } = VARIANTS.inter_reversed();
    const found = short(lintChain(chain, { now, root }));
    expect(found).toContain("!0 leaf-is-authority");
    expect(found).toContain("!0 chain-order");
  });

  it("can't see a missing intermediate or the root's path length without the root", () => {
    for (const name of ["inter_missing", "inter_pathlen_violation"] as const)
      expect(short(lintChain(VARIANTS[name]().chain, { now }))).toBe("~0 purpose-claim");
  });

  it("doesn't take the root of somebody else for the issuer", () => {
    const { chain } = VARIANTS.ok_es256();
    const other = makeRoot().der; // same name, another key
    expect(short(lintChain(chain, { now, root: other }))).toBe(
      "!0 chain-signature, ~0 purpose-claim",
    );
  });

  it("judges validity at the given moment", () => {
    const { chain, root } = VARIANTS.ok_es256();
    const later = new Date(now.getTime() + 400 * 86_400_000);
    expect(short(lintChain(chain, { now: later, root }))).toBe("!0 expired, ~0 purpose-claim");
  });

  it("requires key identifiers of intermediates", () => {
    const root = makeRoot();
    const keys = makeKeys("P-256");
    const usage = [basicConstraints(true), keyUsage(["keyCertSign"])];
    const inter = issue({ keys, subject: { CN: "Bare" }, issuer: root, extensions: usage });
    const { chain } = chainOf(makeLeaf(inter), [inter], root);
    expect(short(lintChain(chain, { now, root: root.der }))).toBe(
      "!1 issuer-subject-key-id, !1 issuer-authority-key-id, ~0 purpose-claim",
    );
  });

  it("doesn't count a self-issued authority towards the path length (RFC 5280 §6.1.4 l)", () => {
    const root = makeRoot("P-256", basicConstraints(true, 1));
    const upper = makeIntermediate(root, [basicConstraints(true), keyUsage(["keyCertSign"])]);
    const rollover = makeIntermediate(upper, [basicConstraints(true), keyUsage(["keyCertSign"])]);
    const { chain } = chainOf(makeLeaf(rollover), [rollover, upper], root);
    expect(short(lintChain(chain, { now, root: root.der }))).toBe("~0 purpose-claim");
  });

  it("refuses RSASSA-PSS with parameters other than one SHA-2 hash", () => {
    const { chain } = VARIANTS.ok_rsa_pss_root();
    const [leaf] = chain as [Uint8Array];
    const sha1 = Buffer.from(leaf);
    const sha256 = Buffer.from("0609608648016503040201", "hex");
    // The last of four: hash and mask of the inner, then of the outer algorithm.
    const places: number[] = [];
    for (let at = sha1.indexOf(sha256); at >= 0; at = sha1.indexOf(sha256, at + 1)) places.push(at);
    expect(places).toHaveLength(4);
    for (const at of [places[1], places[3]]) sha1[(at ?? 0) + 10] = 2; // MGF1 with SHA-384
    expect(short(lintChain([new Uint8Array(sha1)], { now }))).toBe(
      "!0 signature-algorithm, ~0 purpose-claim",
    );
  });

  it("refuses unique identifiers", () => {
    const keys = makeKeys("Ed25519");
    const made = issue({
      keys,
      subject: { O: "A", CN: "B" },
      extensions: [
        basicConstraints(false),
        keyUsage(["digitalSignature"]),
        extendedKeyUsage(["claimSigning", "emailProtection"]),
        subjectKeyId(keys),
        authorityKeyId(keys),
      ],
    });
    expect(short(lintChain([made.der], { now }))).toBe("~0 self-signed");
    expect(short(lintChain([withUniqueId(made.der)], { now }))).toBe(
      "!0 unique-id, ~0 self-signed",
    );
  });

  it("says what is wrong and what to do for every finding, in sentences without full stop", () => {
    for (const make of Object.values(VARIANTS)) {
      const { chain, root } = make();
      for (const { rule, what, remedy } of lintChain(chain, { now, root })) {
        expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
        for (const text of [what, remedy]) expect(text).toMatch(/^\p{Ll}.{15,}[^.]$/u);
      }
    }
  });

  it("has no opinion on an empty chain or on what is no certificate", () => {
    expect(() => lintChain([], { now })).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_UNREADABLE" }),
    );
    expect(() => lintChain([new Uint8Array([0x30, 0])], { now })).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_UNREADABLE" }),
    );
  });
});

/** Puts an issuerUniqueID `[1]` before the extensions `[3]` and mends the lengths around it. */
function withUniqueId(certificate: Uint8Array): Uint8Array {
  const bytes = Buffer.from(certificate);
  const extensions = bytes.indexOf(Buffer.from([0xa3, 0x81]));
  const out = Buffer.concat([
    bytes.subarray(0, extensions),
    Buffer.from([0x81, 0x02, 0x00, 0x01]),
    bytes.subarray(extensions),
  ]);
  for (const at of [2, 6]) out.writeUInt16BE(out.readUInt16BE(at) + 4, at); // 30 82 LL LL, twice
  return new Uint8Array(out);
}
