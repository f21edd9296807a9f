// Judges a manifest store by itself, without its asset, for the archive: does the manifest hold, who signed it,
// whose archive records does it bind, and what is its hard binding.
import {
  type HardBinding,
  type JudgedStore,
  type JudgeStore,
  ownerAddress,
  readTextAssertion,
  TEXT_ASSERTION,
  type TextAssertion,
} from "../archive/index.js";
import {
  activeManifestLabel,
  assertionCbor,
  hardBindingAssertion,
  isReading,
  signatureBytes,
  summarize,
  withoutBinding,
} from "../credential/index.js";
import { asObject, asString } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type ParsedCoseSign1, parseCoseSign1 } from "../signature/index.js";
import { engineTrust, judge, parseCertificate } from "../trust/index.js";
import type { VerifyMeans } from "./means.js";
import { named } from "./signer-names.js";
import { signingTime } from "./signing-time.js";

const MANIFEST_ONLY = "application/c2pa";

/** The judge of a verification: same engine, same trust, same time. */
export function storeJudge(means: Pick<VerifyMeans, "engine" | "trust" | "now">): JudgeStore {
  return async (store) => {
    const engine = await means.engine();
    const read = await engine.read(MANIFEST_ONLY, store, engineTrust(means.trust));
    if (!isReading(read))
      throw new ColophonError(
        "RECORD_INVALID",
        `the archived manifest can't be read (${read.kind})`,
      );
    try {
      return await judged(store, summarize(withoutBinding(read.store)), means);
    } finally {
      read.free();
    }
  };
}

async function judged(
  store: Uint8Array,
  summary: ReturnType<typeof summarize>,
  means: Pick<VerifyMeans, "trust" | "now">,
): Promise<JudgedStore> {
  const manifest = activeManifestLabel(store) ?? "";
  const cose = parseCoseSign1(signatureBytes(store, manifest) ?? new Uint8Array(0));
  const { state, findings, timeStamp } = await judge({
    engineState: summary.engineState,
    findings: summary.findings,
    chain: cose.chain,
    timeStamps: cose.timeStampTokens,
    lists: means.trust,
    now: means.now(),
  });
  const when = signingTime(summary.when, timeStamp?.at);
  return {
    state,
    findings,
    ...(summary.signer && { signer: named(summary.signer, cose.chain[0]).name }),
    ...(when && { when }),
    ...bindings(store, manifest, cose),
  };
}

/** What a manifest says about its own archive records, whether or not it holds. */
export interface StoreBindings {
  /** The owners that it names or has the key of: nobody else's records of it could count. */
  readonly owners: readonly string[];
  readonly hardBinding?: HardBinding;
  /** What it says of a text. */
  readonly text?: TextAssertion;
}

/** Reads a manifest store without the engine and without judging it: what is no store binds nobody. */
export async function storeBindings(store: Uint8Array): Promise<StoreBindings> {
  try {
    const manifest = activeManifestLabel(store) ?? "";
    const cose = parseCoseSign1(signatureBytes(store, manifest) ?? new Uint8Array(0));
    const { archiveOwner, signerKey, hardBinding, text } = bindings(store, manifest, cose);
    const owners = [
      ...(archiveOwner === undefined ? [] : [archiveOwner]),
      ...(signerKey ? [await ownerAddress(signerKey)] : []),
    ];
    const said = { ...(hardBinding && { hardBinding }), ...(text && { text }) };
    return { owners: [...new Set(owners)], ...said };
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    return { owners: [] };
  }
}

function bindings(
  store: Uint8Array,
  manifest: string,
  { chain }: Pick<ParsedCoseSign1, "chain">,
): Omit<JudgedStore, "state" | "findings"> {
  const archiveOwner = asString(
    asObject(assertionCbor(store, manifest, "app.colophon.archive"))?.["owner"],
  );
  const binding = hardBindingAssertion(store, manifest);
  const text = readTextAssertion(assertionCbor(store, manifest, TEXT_ASSERTION));
  const { alg, hash } = asObject(binding?.data) ?? {};
  const key = chain[0] && parseCertificate(chain[0]).publicKey;
  return {
    manifest,
    ...(key?.algorithm === "Ed25519" && key.raw && { signerKey: key.raw }),
    ...(key && { signerSpki: key.spki }),
    ...(archiveOwner !== undefined && { archiveOwner }),
    ...(text && { text }),
    ...(binding &&
      hash instanceof Uint8Array && {
        hardBinding: { label: binding.label, algorithm: asString(alg) ?? "sha256", hash },
      }),
  };
}
