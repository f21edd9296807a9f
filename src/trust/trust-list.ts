// Trust lists as a value: whose word counts is an argument of every judgement, never a global.
// C2PA 2.4 §14.4.1 and §14.4.2: anchors for signers and anchors for time-stamps are two lists and stay two.
import { ColophonError } from "../errors.js";
import { type Certificate, parseCertificate } from "./certificate.js";
import { parsePem } from "./pem.js";

/** A certificate whose word is taken, and the list that says so. */
export interface Anchor {
  readonly list: string;
  readonly der: Uint8Array;
  /** Parsed when first asked for: of fifty anchors, a chain concerns one or two. @throws ColophonError TRUST_LIST_INVALID */
  readonly certificate: Certificate;
}

/** A list as published or kept: PEM text under a name. */
export interface PemList {
  readonly name: string;
  readonly pem: string;
}

/** The lists in use, by what they are trusted for. */
export interface TrustSources {
  /** Published lists of signer anchors. */
  readonly signers?: readonly PemList[];
  /** Lists of anchors for time-stamping authorities. */
  readonly timeStamps?: readonly PemList[];
  /** Signer anchors that the user added. */
  readonly user?: readonly PemList[];
}

/** Anchors are read from PEM when first asked for: a verdict that needs none pays for none. */
export interface TrustLists {
  readonly sources: TrustSources;
  /** @throws ColophonError TRUST_LIST_INVALID */
  readonly signerAnchors: readonly Anchor[];
  /** @throws ColophonError TRUST_LIST_INVALID */
  readonly timeStampAnchors: readonly Anchor[];
  /** @throws ColophonError TRUST_LIST_INVALID */
  readonly userAnchors: readonly Anchor[];
}

/** Lists in use, from PEM texts. */
export function trustLists(sources: TrustSources): TrustLists {
  const read = new Map<readonly PemList[], readonly Anchor[]>();
  const anchors = (lists: readonly PemList[] = []): readonly Anchor[] => {
    const known = read.get(lists) ?? lists.flatMap(anchorsOf);
    read.set(lists, known);
    return known;
  };
  return {
    sources,
    get signerAnchors() {
      return anchors(sources.signers);
    },
    get timeStampAnchors() {
      return anchors(sources.timeStamps);
    },
    get userAnchors() {
      return anchors(sources.user);
    },
  };
}

/** Nobody's word counts: signatures can hold, signers are never Trusted. */
export const NO_TRUST: TrustLists = trustLists({});

/** Reads one list, every certificate of it. @throws ColophonError TRUST_LIST_INVALID with the place in it */
export function readAnchors(list: PemList): readonly Anchor[] {
  const anchors = anchorsOf(list);
  for (const anchor of anchors) void anchor.certificate;
  return anchors;
}

function anchorsOf({ name, pem }: PemList): Anchor[] {
  const blocks = attempt(name, "", () => parsePem(pem));
  if (blocks.length === 0)
    throw new ColophonError("TRUST_LIST_INVALID", `${name} holds no certificate`, {
      hint: "a trust list is PEM text: -----BEGIN CERTIFICATE----- ...",
    });
  return blocks.map((der, i) => {
    let certificate: Certificate | undefined;
    return {
      list: name,
      der,
      get certificate() {
        const place = `certificate ${i + 1} of ${blocks.length}: `;
        certificate ??= attempt(name, place, () => parseCertificate(der));
        return certificate;
      },
    };
  });
}

function attempt<T>(name: string, place: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof ColophonError ? cause.message : "unreadable";
    throw new ColophonError("TRUST_LIST_INVALID", `${name} is no trust list: ${place}${reason}`, {
      hint: "get the file again from where it came; nothing of it was used",
      cause,
    });
  }
}
