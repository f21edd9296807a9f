// What a rule about certificates is, and what a broken one looks like.
import type { Certificate } from "../../src/trust/index.js";

export interface LintFinding {
  /** Stable name, kebab-case: docs/cli.md lists them. */
  readonly rule: string;
  /** `refused`: the specification or an engine turns it down. `warning`: it works, with a drawback. */
  readonly severity: "refused" | "warning";
  /** What is wrong, one plain sentence without full stop. */
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Place in the chain: 0 is the signer's own; the root, when it was given apart, comes after the last. */
  readonly certificate: number;
}

/** A finding without its place. */
export type Broken = Omit<LintFinding, "certificate">;

/** A rule that one certificate can break by itself. */
export interface Rule {
  readonly rule: string;
  readonly severity?: "warning";
  readonly broken: (certificate: Certificate, now: Date) => boolean;
  readonly what: string | ((certificate: Certificate) => string);
  readonly remedy: string;
}

/** How most remedies begin. */
export const REISSUE = "ask the authority for a certificate";

/** The rules that this certificate breaks. */
export function brokenRules(rules: readonly Rule[], certificate: Certificate, now: Date): Broken[] {
  return rules
    .filter((rule) => rule.broken(certificate, now))
    .map((rule) => ({
      rule: rule.rule,
      severity: rule.severity ?? "refused",
      what: typeof rule.what === "string" ? rule.what : rule.what(certificate),
      remedy: rule.remedy,
    }));
}
