// Rules for certificates that issue others: RFC 5280 §4.2.1 and §6.1.4, C2PA 2.4 §14.5.1.2.
import { equal } from "../../src/encoding/index.js";
import type { Certificate } from "../../src/trust/index.js";
import { EVERY } from "./lint-every.js";
import { type Broken, brokenRules, type Rule } from "./lint-rule.js";

/** Broken rules of an intermediate or a root. */
export function lintAuthority(authority: Certificate, now: Date): Broken[] {
  return brokenRules([...EVERY, ...AUTHORITY], authority, now);
}

// An issuer's extended key usage is ignored on purpose: C2PA 2.4 §14.5.1.2.
const AUTHORITY: readonly Rule[] = [
  {
    rule: "issuer-not-authority",
    broken: ({ isCa }) => isCa !== true,
    what: "it issued a certificate without being an authority (no CA:TRUE)",
    remedy: "get a certificate from a real authority; with this one nothing is ever trusted",
  },
  {
    rule: "issuer-key-usage",
    broken: ({ keyUsage }) => keyUsage?.has("keyCertSign") !== true,
    what: "its key usage doesn't let it issue certificates (no keyCertSign)",
    remedy: "get a certificate from an authority whose own has keyUsage=critical,keyCertSign",
  },
  {
    rule: "issuer-subject-key-id",
    broken: ({ subjectKeyId }) => subjectKeyId === undefined,
    what: "it lacks the subject key identifier, which an authority must have",
    remedy: "tell the authority: RFC 5280 requires subjectKeyIdentifier in its certificate",
  },
  {
    rule: "issuer-authority-key-id",
    broken: ({ authorityKeyId, subjectDer, issuerDer }) =>
      authorityKeyId === undefined && !equal(subjectDer, issuerDer),
    what: "it lacks the authority key identifier, which an intermediate must have",
    remedy: "tell the authority: RFC 5280 requires authorityKeyIdentifier in its certificate",
  },
];
