// Certification path validation (RFC 5280 §6.1) from a leaf over the certificates it brought along to an anchor.
// Independent of the engine, which lets a path length of the anchor and unknown critical extensions pass.
import { equal } from "../encoding/index.js";
import type { Certificate } from "./certificate.js";
import { EXTENSION } from "./certificate-extensions.js";
import { checkSignature } from "./certificate-signature.js";
import type { Anchor } from "./trust-list.js";

/** The rule of a path that was broken, and by which certificate. */
export interface Breach {
  readonly rule:
    | "signature"
    | "algorithm"
    | "validity"
    | "basicConstraints"
    | "keyCertSign"
    | "pathLength"
    | "criticalExtension";
  readonly explanation: string;
}

export interface PathResult {
  /** The anchor of a path that broke no rule. */
  readonly anchor?: Anchor;
  /** Rules broken by the first path that reaches an anchor, when none is sound; empty when none reaches one. */
  readonly breaches: readonly Breach[];
}

/** Certificates above the leaf, and steps of the search: names can be made to lead in circles. */
const MAX_DEPTH = 8;
const MAX_STEPS = 100;

/** Looks for a sound path at a point in time. Never throws for hostile certificates. */
export async function validatePath(
  leaf: Certificate,
  others: readonly Certificate[],
  anchors: readonly Anchor[],
  at: Date,
): Promise<PathResult> {
  let first: readonly Breach[] = [];
  for (const { path, anchor } of candidates(leaf, others, anchors)) {
    const breaches = await check(path, anchor.certificate, at);
    if (breaches.length === 0) return { anchor, breaches };
    if (first.length === 0) first = breaches;
  }
  return { breaches: first };
}

interface Candidate {
  /** Leaf first; the anchor is not part of it, unless the leaf is the anchor itself. */
  readonly path: readonly Certificate[];
  readonly anchor: Anchor;
}

/** Paths whose names and key identifiers fit, the shortest first at each turn. */
function* candidates(
  leaf: Certificate,
  others: readonly Certificate[],
  anchors: readonly Anchor[],
): Generator<Candidate> {
  let steps = 0;
  const itself = anchors.find(({ der }) => equal(der, leaf.der));
  if (itself) yield { path: [leaf], anchor: itself };
  const queue: (readonly Certificate[])[] = [[leaf]];
  for (let path = queue.shift(); path; path = queue.shift()) {
    const top = path.at(-1) as Certificate;
    for (const anchor of anchors)
      if (contains(anchor.der, top.issuerDer) && mayHaveIssued(anchor.certificate, top))
        yield { path, anchor };
    if (path.length > MAX_DEPTH) continue;
    for (const issuer of others) {
      if (!mayHaveIssued(issuer, top) || path.some(({ der }) => equal(der, issuer.der))) continue;
      if (++steps > MAX_STEPS) return;
      queue.push([...path, issuer]);
    }
  }
}

/** Names are compared as bytes, like every engine does, although RFC 5280 §7.1 would fold case. */
function mayHaveIssued(issuer: Certificate, subject: Certificate): boolean {
  const { authorityKeyId } = subject;
  return (
    equal(issuer.subjectDer, subject.issuerDer) &&
    (!authorityKeyId || !issuer.subjectKeyId || authorityKeyId === issuer.subjectKeyId)
  );
}

/** Spares parsing the anchors of others. */
function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  const first = part[0] ?? -1;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1))
    if (part.every((byte, i) => byte === bytes[at + i])) return true;
  return false;
}

async function check(
  path: readonly Certificate[],
  anchor: Certificate,
  at: Date,
): Promise<Breach[]> {
  const itself = equal(path[0]?.der ?? new Uint8Array(0), anchor.der);
  const all = itself ? path : [...path, anchor];
  const breaches: Breach[] = [];
  let below = 0; // intermediates between the leaf and the certificate at hand, self-issued ones not counted
  for (const [i, certificate] of all.entries()) {
    breaches.push(...own(certificate, at));
    if (i > 0) breaches.push(...asIssuer(certificate, below));
    const subject = all[i - 1];
    if (subject) breaches.push(...(await link(subject, certificate)));
    if (i > 0 && !equal(certificate.subjectDer, certificate.issuerDer)) below++;
  }
  return breaches;
}

/** Extensions that this code acts on, or that ask for nothing: policies without a required one, other names. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...Object.values(EXTENSION),
  "2.5.29.17", // subjectAltName
  "2.5.29.18", // issuerAltName
  "2.5.29.32", // certificatePolicies
]);

function* own(certificate: Certificate, at: Date): Generator<Breach> {
  const name = certificate.subject.text;
  if (at < certificate.notBefore || at > certificate.notAfter)
    yield breach("validity", `${name} is not valid on ${day(at)}: ${period(certificate)}`);
  for (const id of certificate.criticalExtensions)
    if (!UNDERSTOOD.has(id))
      yield breach("criticalExtension", `${name} has a critical extension nobody knows: ${id}`);
}

function* asIssuer(issuer: Certificate, below: number): Generator<Breach> {
  const name = issuer.subject.text;
  if (issuer.isCa !== true)
    yield breach("basicConstraints", `${name} issued a certificate but is no authority (CA:TRUE)`);
  if (issuer.keyUsage && !issuer.keyUsage.has("keyCertSign"))
    yield breach("keyCertSign", `${name} issued a certificate but its key may not (keyCertSign)`);
  if (issuer.pathLength !== undefined && below > issuer.pathLength)
    yield breach(
      "pathLength",
      `${name} allows ${issuer.pathLength} authorities below it, the chain has ${below}`,
    );
}

async function link(subject: Certificate, issuer: Certificate): Promise<Breach[]> {
  const checked = await checkSignature(
    issuer.publicKey,
    subject.signatureAlgorithmDer,
    subject.signature,
    subject.tbs,
  );
  if (checked === "right") return [];
  const by = `${subject.subject.text} by ${issuer.subject.text}`;
  return checked === "wrong"
    ? [breach("signature", `the signature on ${by} does not hold`)]
    : [breach("algorithm", `the signature on ${by} is of a kind that C2PA does not admit`)];
}

function breach(rule: Breach["rule"], explanation: string): Breach {
  return { rule, explanation };
}

function period({ notBefore, notAfter }: Certificate): string {
  return `${day(notBefore)} to ${day(notAfter)}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
