// What a manifest store says, as the parts of a verdict: everything but the verdict itself, which is trust's to give.
import type { Finding, Signer, SigningTime, Verdict } from "../verdict.js";
import { actions } from "./action.js";
import { aiLabel } from "./ai-label.js";
import { creator, title } from "./creator.js";
import { findings } from "./findings.js";
import {
  manifestStore,
  type StoredManifest,
  type StoredSignature,
  some,
} from "./manifest-store.js";
import { provenanceTree } from "./provenance-tree.js";
import { trainingRules } from "./training.js";

/** The parts of a Verdict that a manifest store alone can give. */
export interface Summary
  extends Pick<
    Verdict,
    | "findings"
    | "manifest"
    | "title"
    | "creator"
    | "signer"
    | "when"
    | "generator"
    | "ai"
    | "training"
    | "tree"
  > {
  /** The engine's own view, under the trust material it was given; anything it did not say is Invalid. */
  readonly engineState: "Trusted" | "Valid" | "Invalid";
}

/** Summarises the engine's manifest store JSON. Total: whatever comes in, it does not throw. */
export function summarize(storeJson: unknown): Summary {
  const store = manifestStore(storeJson);
  const found = findings(store);
  const active = store.active === undefined ? undefined : store.manifests.get(store.active);
  return {
    engineState: store.state,
    findings: found,
    ...some("manifest", store.active),
    ...(active && {
      ...some("title", title(active)),
      ...some("creator", creator(active)),
      ...some("signer", active.signature && signer(active.signature)),
      ...some("when", signingTime(active, found)),
      ...some("generator", active.generator),
      ai: aiLabel(store, active.label),
      ...some("training", trainingRules(active)),
      ...some("tree", provenanceTree(store, active.label)),
    }),
  };
}

function signer(signature: StoredSignature): Signer {
  const { organisation, commonName, algorithm } = signature;
  return {
    name: organisation ?? commonName ?? "a certificate without a name",
    ...some("organisation", organisation),
    ...some("commonName", commonName),
    ...some("algorithm", algorithm),
    chain: [], // the engine's JSON has no certificates: they are in the signature box
  };
}

function signingTime(manifest: StoredManifest, found: readonly Finding[]): SigningTime | undefined {
  const stamps = found.filter((finding) => isStamp(finding, manifest.label));
  const stamped = manifest.signature?.time;
  if (stamped && stamps.some(({ code }) => code === "timeStamp.validated"))
    return { at: stamped, source: "time-stamp", trusted: stamps.some(isTrustedStamp) };
  const claimed = actions(manifest).find(({ when }) => when)?.when;
  return claimed ? { at: claimed, source: "claimed", trusted: false } : undefined;
}

/** About the stamp on this manifest's signature; an ingredient's stamp says nothing about this file. */
function isStamp({ kind, ingredient, url }: Finding, manifest: string): boolean {
  const elsewhere = url?.startsWith("self#jumbf=/c2pa/") && !url.includes(`/${manifest}/`);
  return kind === "success" && ingredient === undefined && !elsewhere;
}

/**
 * For claims of version 1 the engine says "trusted" without asking any list, and only its explanation tells
 * (`legacy timestamp cert trusted: ...`). Trust in a time-stamp authority comes from a list (C2PA 2.4 §14.6.1).
 */
function isTrustedStamp({ code, explanation }: Finding): boolean {
  return code === "timeStamp.trusted" && !explanation.startsWith("legacy ");
}
