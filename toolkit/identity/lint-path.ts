// Rules about how the certificates of a chain hang together (RFC 5280 §6.1): order, signatures, path length.
import { X509Certificate } from "node:crypto";
import { equal } from "../../src/encoding/index.js";
import type { Certificate } from "../../src/trust/index.js";
import type { LintFinding } from "./lint-rule.js";

/** `path` is the chain, leaf first, and the root behind it when that was given apart; `given` counts the chain alone. */
export function lintPath(path: readonly Certificate[], given: number): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [i, certificate] of path.entries()) {
    const issuer = path[i + 1];
    if (issuer) findings.push(...lintLink(path, i, certificate, issuer));
    else if (!isSelfIssued(certificate))
      continue; // the root was left out, as it should be
    else if (i === 0) findings.push(selfSigned());
    else if (i < given) findings.push(rootIncluded(i));
  }
  return [...findings, ...lintPathLength(path)];
}

function lintLink(
  path: readonly Certificate[],
  i: number,
  certificate: Certificate,
  issuer: Certificate,
): LintFinding[] {
  if (equal(certificate.issuerDer, issuer.subjectDer))
    return isSignedBy(certificate, issuer)
      ? []
      : [
          {
            rule: "chain-signature",
            severity: "refused",
            certificate: i,
            what: "it names the next certificate as its issuer, but was not signed by that one's key",
            remedy:
              "get the issuer's certificate again; an authority may have several with one name",
          },
        ];
  const elsewhere = path.some((other) => equal(certificate.issuerDer, other.subjectDer));
  return [
    elsewhere
      ? {
          rule: "chain-order",
          severity: "refused",
          certificate: i,
          what: "the certificates are not in order: the next one isn't its issuer",
          remedy:
            "order the file: the signer's own first, then its issuer, then the issuer of that",
        }
      : {
          rule: "intermediate-missing",
          severity: "refused",
          certificate: i,
          what: `its issuer is missing: ${certificate.issuer.text}`,
          remedy:
            "add that certificate behind it, or give the root that it is; the authority publishes it",
        },
  ];
}

/** An authority with pathlen N may have at most N intermediates below it; self-issued ones don't count (§6.1.4 l). */
function lintPathLength(path: readonly Certificate[]): LintFinding[] {
  return path.flatMap(({ pathLength }, i): LintFinding[] => {
    const below = path.slice(1, i).filter((authority) => !isSelfIssued(authority)).length;
    if (i === 0 || pathLength === undefined || below <= pathLength) return [];
    return [
      {
        rule: "path-length",
        severity: "refused",
        certificate: i,
        what: `it allows ${pathLength} authorities below it and has ${below}`,
        remedy: "get a certificate issued by this authority directly",
      },
    ];
  });
}

function selfSigned(): LintFinding {
  return {
    rule: "self-signed",
    severity: "warning",
    certificate: 0,
    what: "it was signed by its own key, so it is trusted only where it is itself an anchor",
    remedy: "make an identity with a root of its own: colophon identity create",
  };
}

function rootIncluded(certificate: number): LintFinding {
  return {
    rule: "root-included",
    severity: "warning",
    certificate,
    what: "the root is part of the chain, where it proves nothing and takes room in every file",
    remedy: "leave the root out; identity import keeps it apart by itself",
  };
}

function isSelfIssued({ subjectDer, issuerDer }: Certificate): boolean {
  return equal(subjectDer, issuerDer);
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  try {
    const { publicKey } = new X509Certificate(issuer.der);
    return new X509Certificate(certificate.der).verify(publicKey);
  } catch {
    return false; // OpenSSL cannot even load one of them
  }
}
