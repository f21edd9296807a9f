// Takes over a key and a certificate from elsewhere, after checking that every engine will accept what they sign.
import { X509Certificate } from "node:crypto";
import { equal } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { parseCertificate, parsePem } from "../../src/trust/index.js";
import { algorithmOf, generateKey } from "./algorithm.js";
import { keyArchive, keySigner } from "./key-signer.js";
import { lintChain } from "./lint.js";
import type { LintFinding } from "./lint-rule.js";
import { type SecretSource, unlockKey } from "./passphrase.js";
import type { NewChain, UnsavedIdentity } from "./save.js";

/** PEM texts, and what their files are called in messages. */
export interface ImportRequest {
  readonly key: string;
  readonly keyName: string;
  /** The signer's certificate first; a root at the end is kept apart. */
  readonly chain: string;
  readonly root?: string;
  readonly now: Date;
}

export interface ImportedIdentity {
  readonly identity: UnsavedIdentity;
  /** What the key was locked with; undefined when it was not. */
  readonly passphrase: string | undefined;
  /** What works, with a drawback. */
  readonly warnings: readonly LintFinding[];
}

/**
 * An identity of an existing key and chain. A key that isn't Ed25519 gets an archive key beside it.
 * @throws ColophonError CERTIFICATE_REFUSED naming the rule and the remedy, CERTIFICATE_EXPIRED,
 *   CERTIFICATE_UNREADABLE, KEY_MISMATCH, KEY_UNREADABLE, PASSPHRASE_NEEDED, PASSPHRASE_WRONG
 */
export async function importIdentity(
  request: ImportRequest,
  secrets: SecretSource,
): Promise<ImportedIdentity> {
  const { chain, root, subject, warnings } = checkChain(request);
  const { key, passphrase } = await unlockKey(request.key, request.keyName, secrets);
  const [leaf] = chain;
  const algorithm = algorithmOf(key);
  if (!leaf || !new X509Certificate(leaf).checkPrivateKey(key)) throw mismatch(request.keyName);
  if (!algorithm)
    throw new ColophonError("CERTIFICATE_REFUSED", "C2PA has no algorithm for keys of this kind", {
      hint: "make a new key: Ed25519, EC (P-256, P-384, P-521) or RSA",
    });
  const archive = algorithm === "ed25519" ? undefined : await generateKey("ed25519");
  const identity = {
    name: subject.commonName,
    subject,
    created: request.now,
    ...(root && { root }),
    signer: keySigner(algorithm, key, chain),
    archiveKey: keyArchive(archive ?? key),
    keys: { claim: key, ...(archive && { archive }) },
  };
  return { identity, passphrase, warnings };
}

export interface CheckedChain extends NewChain {
  readonly warnings: readonly LintFinding[];
}

/**
 * A chain that every engine accepts, with its root apart and the names of its subject.
 * @throws ColophonError CERTIFICATE_REFUSED, CERTIFICATE_EXPIRED, CERTIFICATE_UNREADABLE
 */
export function checkChain(request: {
  readonly chain: string;
  readonly root?: string;
  readonly now: Date;
}): CheckedChain {
  const all = parsePem(request.chain);
  const last = all.at(-1);
  const included = all.length > 1 && last && isSelfIssued(last) ? last : undefined;
  const root = request.root === undefined ? included : parsePem(request.root)[0];
  if (request.root !== undefined && !root)
    throw new ColophonError("CERTIFICATE_UNREADABLE", "the root file holds no certificate");
  const chain = included ? all.slice(0, -1) : all;
  const findings = lintChain(chain, { now: request.now, ...(root && { root }) });
  const [worst] = findings;
  if (worst?.severity === "refused")
    throw new ColophonError(
      worst.rule === "expired" ? "CERTIFICATE_EXPIRED" : "CERTIFICATE_REFUSED",
      `certificate ${worst.certificate + 1} of the chain breaks the rule ${worst.rule}: ${worst.what}`,
      { hint: `nothing was imported; ${worst.remedy}` },
    );
  const { subject } = parseCertificate(chain[0] ?? new Uint8Array());
  const commonName = subject.commonName ?? subject.organisation ?? subject.text;
  return {
    chain,
    root,
    subject: { commonName, organisation: subject.organisation ?? commonName },
    warnings: findings,
  };
}

/** Whether two certificates are for the same key: a renewed or exchanged chain has to be. */
export function sameKey(a: Uint8Array, b: Uint8Array): boolean {
  return equal(parseCertificate(a).publicKey.spki, parseCertificate(b).publicKey.spki);
}

function isSelfIssued(der: Uint8Array): boolean {
  const { subjectDer, issuerDer } = parseCertificate(der);
  return equal(subjectDer, issuerDer);
}

function mismatch(keyName: string): ColophonError {
  return new ColophonError("KEY_MISMATCH", `${keyName} is not the key of the first certificate`, {
    hint: "nothing was imported; name the key that the certificate was asked for with",
  });
}
