// A self-made identity: a root of one's own and a claim signing certificate under it, made in memory, offline.
// Whoever adds the root to their anchors sees the signatures as Trusted; everybody else sees them as Valid.
import { type KeyObject, randomBytes, X509Certificate } from "node:crypto";
import { ColophonError } from "../../src/index.js";
import { CREATABLE, type CreatableAlgorithm, generateKey } from "./algorithm.js";
import { keyArchive, keySigner } from "./key-signer.js";
import type { UnsavedIdentity } from "./save.js";
import { rootName, type SubjectName, subjectOf } from "./subject.js";
import type { CertificateTerms } from "./x509.js";

/** Who it is, and how the identity is made. */
export interface IdentityRequest {
  /** What readers see as the signer's name; it becomes public with every signed file. The organisation when absent. */
  readonly name?: string;
  /** The name when absent: some engines refuse certificates without an organisation. */
  readonly organisation?: string;
  /** Ed25519 unless told. */
  readonly algorithm?: CreatableAlgorithm;
  /** How long the certificate lasts, 1826 (five years) unless told. */
  readonly days?: number;
  /** When it is made; the computer's clock unless told. */
  readonly now?: Date;
}

const REQUEST: Readonly<Record<keyof IdentityRequest, true>> = {
  name: true,
  organisation: true,
  algorithm: true,
  days: true,
  now: true,
};

/** An identity that can sign at once; its keys exist nowhere else until save.ts writes them. */
export interface NewIdentity extends UnsavedIdentity {
  /** The root certificate, DER: what others add to their anchors. */
  readonly root: Uint8Array;
}

// A signature without time-stamp is judged by the reader's clock, so it holds as long as its certificate. The
// conformance programme's 366 days would spoil a self-signing journalist's archive within a year; five years is
// what it allows an issuing CA. The root outlasts it, so that a renewed certificate keeps the trust in the root.
const DAYS = 1826;
const ROOT_DAYS = 3652;
/** That a certificate may last. */
export const LONGEST_DAYS = 36_500;
const DAY = 86_400_000;
const CLOCK_SKEW = 3_600_000; // a reader's clock may be an hour behind the signer's

/**
 * Makes keys, root and certificate; nothing is written or sent.
 * @throws ColophonError IDENTITY_INVALID for a name, algorithm or number of days that a certificate cannot carry
 */
export async function createIdentity(request: IdentityRequest): Promise<NewIdentity> {
  const stray = Object.keys(request ?? {}).find((name) => !Object.hasOwn(REQUEST, name));
  if (stray !== undefined)
    throw invalid(
      `createIdentity has no option "${stray}"`,
      `it has ${Object.keys(REQUEST).join(", ")}`,
    );
  for (const part of ["name", "organisation"] as const) {
    const value: unknown = request?.[part];
    if (value !== undefined && typeof value !== "string")
      throw invalid(`${part} is no string`, "write it in quotes");
  }
  const subject = subjectOf(request ?? {});
  const algorithm = request.algorithm ?? "ed25519";
  if (!CREATABLE.includes(algorithm))
    throw invalid(`no identity can be made for ${algorithm}`, `choose ${CREATABLE.join(", ")}`);
  const days = checkedDays(request.days);
  const created = request.now ?? new Date();
  const { makeRoot, makeLeaf } = await import("./x509.js");
  const [claim, root] = await Promise.all([generateKey(algorithm), generateKey(algorithm)]);
  const rootCertificate = await makeRoot(root, {
    ...terms(created, Math.max(days, ROOT_DAYS)),
    subject: rootName(subject),
  });
  const leaf = await makeLeaf(
    claim,
    { certificate: rootCertificate, key: root },
    { ...terms(created, days), subject },
  );
  const archive = algorithm === "ed25519" ? undefined : await generateKey("ed25519");
  return {
    name: subject.commonName,
    subject,
    created,
    root: rootCertificate,
    signer: keySigner(algorithm, claim, [leaf]),
    archiveKey: keyArchive(archive ?? claim),
    keys: { claim, root, ...(archive && { archive }) },
  };
}

/**
 * A new certificate for the same key, name and root, for what will be signed from now on: who trusts the root
 * trusts it. It never outlasts the root.
 * @throws ColophonError IDENTITY_INVALID; CERTIFICATE_EXPIRED when the root itself has run out
 */
export async function renewCertificate(
  key: KeyObject,
  root: { readonly certificate: Uint8Array; readonly key: KeyObject },
  subject: SubjectName,
  options: { days?: number; now: Date },
): Promise<Uint8Array> {
  const end = new Date(new X509Certificate(root.certificate).validTo);
  if (end <= options.now)
    throw new ColophonError("CERTIFICATE_EXPIRED", "the root certificate has expired itself", {
      hint: "make a new identity; people who trusted this one need its root: colophon identity export-root",
    });
  const wanted = terms(options.now, checkedDays(options.days));
  const notAfter = wanted.notAfter < end ? wanted.notAfter : end;
  const { makeLeaf } = await import("./x509.js");
  return makeLeaf(key, root, { ...wanted, notAfter, subject });
}

function terms(now: Date, days: number): Omit<CertificateTerms, "subject"> {
  const second = Math.floor(now.getTime() / 1000) * 1000; // certificates count whole seconds
  return {
    notBefore: new Date(second - CLOCK_SKEW),
    notAfter: new Date(second + days * DAY),
    serial: randomBytes(16),
  };
}

function checkedDays(days: number = DAYS): number {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS)
    throw invalid(
      `a certificate cannot last ${days} days`,
      `choose a whole number from 1 to ${LONGEST_DAYS}`,
    );
  return days;
}

function invalid(message: string, hint: string): ColophonError {
  return new ColophonError("IDENTITY_INVALID", message, { hint });
}
