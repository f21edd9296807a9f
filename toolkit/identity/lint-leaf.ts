// Rules for the signer's own certificate: C2PA 2.4 §14.5.1.1, and what engines insist on beyond it.
import type { Certificate } from "../../src/trust/index.js";
import { EVERY } from "./lint-every.js";
import { type Broken, brokenRules, REISSUE, type Rule } from "./lint-rule.js";

/** Broken rules of a signer's own certificate. */
export function lintLeaf(leaf: Certificate, now: Date): Broken[] {
  return brokenRules([...EVERY, ...LEAF], leaf, now);
}

const PURPOSE = {
  any: "2.5.29.37.0",
  claimSigning: "1.3.6.1.4.1.62558.2.1",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  documentSigning: "1.3.6.1.5.5.7.3.36",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
} as const;

const LEAF: readonly Rule[] = [
  {
    rule: "leaf-is-authority",
    broken: ({ isCa }) => isCa === true,
    what: "the first certificate is an authority (CA:TRUE), not a signer's own",
    remedy: "put the signer's own certificate first, or ask for one with CA:FALSE",
  },
  {
    rule: "authority-key-id",
    broken: ({ authorityKeyId }) => authorityKeyId === undefined,
    what: "it lacks the authority key identifier, which every engine requires",
    remedy: `${REISSUE} with the extension authorityKeyIdentifier`,
  },
  {
    rule: "key-usage-missing",
    broken: ({ keyUsage }) => keyUsage === undefined,
    what: "it doesn't say what its key may be used for (no key usage)",
    remedy: `${REISSUE} with keyUsage=critical,digitalSignature`,
  },
  {
    rule: "digital-signature",
    broken: ({ keyUsage }) => keyUsage?.has("digitalSignature") === false,
    what: "its key usage doesn't include digital signatures",
    remedy: `${REISSUE} with keyUsage=critical,digitalSignature`,
  },
  {
    rule: "leaf-may-issue",
    broken: ({ keyUsage, isCa }) => isCa !== true && keyUsage?.has("keyCertSign") === true,
    what: "its key usage lets it issue certificates though it isn't an authority",
    remedy: `${REISSUE} without keyCertSign`,
  },
  {
    rule: "purpose-missing",
    broken: ({ extendedKeyUsage }) => !extendedKeyUsage?.length,
    what: "it names no purpose (no extended key usage)",
    remedy: `${REISSUE} with the purposes ${PURPOSE.claimSigning} (C2PA claim signing) and emailProtection`,
  },
  {
    rule: "purpose-any",
    broken: (leaf) => has(leaf, PURPOSE.any),
    what: "it claims to be good for any purpose, which C2PA forbids",
    remedy: `${REISSUE} without anyExtendedKeyUsage`,
  },
  {
    rule: "purpose-mixed",
    broken: ({ extendedKeyUsage = [] }) =>
      extendedKeyUsage.length > 1 && extendedKeyUsage.some(isService),
    what: "it mixes time-stamping or OCSP signing with other purposes",
    remedy: `${REISSUE} of its own for each of these purposes`,
  },
  {
    rule: "purpose-other",
    broken: (leaf) => {
      const { extendedKeyUsage: purposes = [] } = leaf;
      return purposes.length > 0 && !has(leaf, PURPOSE.any) && !purposes.some(signsClaims);
    },
    what: "none of its purposes lets it sign content credentials",
    remedy: `${REISSUE} with the purposes ${PURPOSE.claimSigning} (C2PA claim signing) and emailProtection`,
  },
  {
    rule: "purpose-email",
    severity: "warning",
    broken: (leaf) =>
      !has(leaf, PURPOSE.emailProtection) &&
      (has(leaf, PURPOSE.claimSigning) || has(leaf, PURPOSE.documentSigning)),
    what: "without the purpose emailProtection some engines call its signatures invalid",
    remedy: `${REISSUE} with emailProtection beside the C2PA purpose`,
  },
  {
    rule: "purpose-claim",
    severity: "warning",
    broken: (leaf) => !has(leaf, PURPOSE.claimSigning) && purposeFits(leaf),
    what: "it lacks C2PA's own purpose, claim signing, which the conformance programme requires",
    remedy: `${REISSUE} with the purpose ${PURPOSE.claimSigning} added`,
  },
  {
    rule: "key-usage-critical",
    severity: "warning",
    broken: ({ keyUsage, keyUsageCritical }) => keyUsage !== undefined && !keyUsageCritical,
    what: "its key usage isn't marked critical, as it should be",
    remedy: `${REISSUE} with keyUsage=critical,digitalSignature`,
  },
  {
    rule: "basic-constraints",
    severity: "warning",
    broken: ({ isCa }) => isCa === undefined,
    what: "it doesn't say that it is no authority (no basic constraints)",
    remedy: `${REISSUE} with basicConstraints=critical,CA:FALSE`,
  },
  {
    rule: "subject-key-id",
    severity: "warning",
    broken: ({ subjectKeyId }) => subjectKeyId === undefined,
    what: "it lacks the subject key identifier, which it should have",
    remedy: `${REISSUE} with the extension subjectKeyIdentifier`,
  },
  {
    rule: "organisation",
    severity: "warning",
    broken: ({ subject }) => !subject.organisation,
    what: "its subject has no organisation (O=): engines before c2pa-rs 0.91 call its signatures invalid",
    remedy: `${REISSUE} with O= in the subject`,
  },
];

function has({ extendedKeyUsage }: Certificate, purpose: string): boolean {
  return extendedKeyUsage?.includes(purpose) ?? false;
}

function isService(purpose: string): boolean {
  return purpose === PURPOSE.timeStamping || purpose === PURPOSE.ocspSigning;
}

function signsClaims(purpose: string): boolean {
  const fit: readonly string[] = [
    PURPOSE.claimSigning,
    PURPOSE.emailProtection,
    PURPOSE.documentSigning,
  ];
  return fit.includes(purpose);
}

function purposeFits({ extendedKeyUsage = [] }: Certificate): boolean {
  return extendedKeyUsage.some(signsClaims);
}
