// Names every rule that a certificate chain breaks and what to do about it, before a signature is wasted on it:
// C2PA 2.4 §14.5.1 (certificate profiles), RFC 5280 §6 (paths), and what existing engines insist on beyond them.
import { equal } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { type Certificate, parseCertificate } from "../../src/trust/index.js";
import { lintAuthority } from "./lint-authority.js";
import { lintLeaf } from "./lint-leaf.js";
import { lintPath } from "./lint-path.js";
import type { Broken, LintFinding } from "./lint-rule.js";

export interface LintOptions {
  /** The moment to judge validity at. */
  readonly now: Date;
  /** The root certificate, DER, when it is known: some rules, such as the path length, are about it. */
  readonly root?: Uint8Array;
}

/**
 * Every broken rule of a claim signer's chain (DER, leaf first), refusals first; empty when all is well.
 * @throws ColophonError CERTIFICATE_UNREADABLE when there is no certificate or one cannot be parsed
 */
export function lintChain(chain: readonly Uint8Array[], options: LintOptions): LintFinding[] {
  const [leaf, ...issuers] = chain.map(parseCertificate);
  if (!leaf)
    throw new ColophonError("CERTIFICATE_UNREADABLE", "there is no certificate in the chain", {
      hint: "give PEM certificates, the signer's own first, the root left out",
    });
  const path = [leaf, ...issuers, ...anchor(chain, options.root)];
  const findings = [
    ...placed(0, lintLeaf(leaf, options.now)),
    ...path
      .slice(1)
      .flatMap((certificate, i) => placed(i + 1, lintAuthority(certificate, options.now))),
    ...lintPath(path, chain.length),
  ];
  const refused = findings.filter(({ severity }) => severity === "refused");
  return [...refused, ...findings.filter(({ severity }) => severity === "warning")];
}

/** The root, unless the chain ends with it already. */
function anchor(chain: readonly Uint8Array[], root: Uint8Array | undefined): Certificate[] {
  return !root || chain.some((der) => equal(der, root)) ? [] : [parseCertificate(root)];
}

function placed(certificate: number, broken: readonly Broken[]): LintFinding[] {
  return broken.map((finding) => ({ ...finding, certificate }));
}
