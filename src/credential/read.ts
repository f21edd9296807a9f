// Reads the credential of one file. The engine judges manifests; for large files and manifests kept apart, the hard
// binding is checked natively and put into the engine's results, so that both ways give the same verdict.
import { type Layout, type Piece, startsManifestStore } from "../container/index.js";
import { asArray, asObject, equal } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type BindingOutcome, withBinding, withoutBinding } from "./binding-result.js";
import type { Engine, EngineBlob, EngineReading, EngineRefusal, EngineTrust } from "./engine.js";
import { ENGINE_LIMIT, isReading } from "./engine.js";
import {
  bindsFragments,
  checkFragments,
  type FragmentAsset,
  type FragmentCount,
  type HashPieces,
} from "./fragment-binding.js";
import { type StoreBoxes, soleBinding } from "./jumbf.js";
import { manifestStore } from "./manifest-store.js";

const MANIFEST_ONLY = "application/c2pa";

/** The file whose credential is read. */
export interface Asset {
  readonly mediaType: string;
  readonly size: number;
  /** The whole file, in memory or as a Blob. */
  readonly content: Uint8Array | EngineBlob;
  /** Its layout, for kinds of file with a container of ours. */
  readonly layout?: Layout;
  /** A manifest store kept apart from the file. */
  readonly sidecar?: Uint8Array;
  /** The rest of a movie whose first part this is, in the order of their names. */
  readonly fragments?: readonly FragmentAsset[];
}

/** What reading takes: the engine, trust for it, and a hash over pieces of the file. */
export interface ReadMeans {
  readonly engine: Engine;
  readonly trust?: EngineTrust;
  /** Hashes pieces of the file; algorithm as C2PA names it (`sha256`, `sha384`, `sha512`). */
  readonly hash: HashPieces;
  /** Files larger than this have their hard binding checked natively. Bytes. */
  readonly nativeAbove: number;
}

/** A reading whose results are complete: `store` is the engine's JSON, with our binding result where we checked it. */
export type Credential = EngineReading & {
  /** How the hard binding was checked. */
  readonly binding: "engine" | "native";
  /** For a movie whose fragments are files of their own: how many of them were checked. */
  readonly fragments?: FragmentCount;
};

/** Reads the embedded manifest, or the sidecar when there is one. Never fetches anything. */
export async function readCredential(
  asset: Asset,
  means: ReadMeans,
): Promise<Credential | EngineRefusal> {
  const { engine, trust } = means;
  if (asset.sidecar) return readApart(asset.sidecar, asset, means);
  if (asset.layout?.apart) {
    const carried = await asset.layout.readStore();
    return carried ? readApart(carried, asset, means) : { kind: "none" };
  }
  const parts = asset.layout?.coveredStart && (await readParts(asset, asset.layout, means));
  if (parts) return parts;
  if (asset.layout && asset.size > means.nativeAbove) {
    const store = await attempt(() => asset.layout?.readStore());
    const read = store && (await readApart(store, asset, means));
    if (read && !isUndecided(read)) return read;
  }
  if (asset.size > ENGINE_LIMIT)
    return { kind: "unsupported", reason: asset.layout ? BOUND_TOO_LARGE : TOO_LARGE };
  const read = await engine.read(asset.mediaType, asset.content, trust);
  return isReading(read) ? { ...read, binding: "engine" } : read;
}

const TOO_LARGE = "this kind of file can be checked up to 1 GiB only";
const BOUND_TOO_LARGE =
  "the way this credential is bound to its file can be checked up to 1 GiB only";

/** Judges a store by itself and checks natively that it is bound to this file. */
async function readApart(
  store: Uint8Array,
  asset: Asset,
  { engine, trust, hash }: ReadMeans,
): Promise<Credential | EngineRefusal> {
  if (!startsManifestStore(store)) return { kind: "malformed", reason: "not a manifest store" };
  const outcome = await checkBinding(store, asset, hash);
  const undecided: BindingOutcome = {
    matches: false,
    label: "",
    unbound: asset.sidecar ? "apart" : "elsewhere",
  };
  if (outcome === undefined && !asset.sidecar && !asset.layout?.apart) return UNDECIDED;
  const read = await engine.read(MANIFEST_ONLY, store, trust);
  if (!isReading(read)) return read;
  if (outcome === undefined && asset.sidecar && isBoundElsewise(store)) {
    const alone = withoutBinding(read.store);
    if (manifestStore(alone).state !== "Invalid") {
      read.free();
      return { kind: "unsupported", reason: BOUND_ELSEWISE };
    }
    return { ...read, store: alone, storeBytes: () => store, binding: "native" };
  }
  return {
    ...read,
    store: withBinding(read.store, outcome ?? undecided),
    storeBytes: () => store,
    binding: "native",
  };
}

const BOUND_ELSEWISE =
  "the way this manifest is bound to a file kept apart from it can't be checked here";

/** True where nothing is known to be wrong: an update manifest, whose parent is bound, or a list of hashed boxes. */
function isBoundElsewise(store: StoreBoxes): boolean {
  const binding = soleBinding(store);
  return !binding || /^c2pa\.hash\.(?:boxes|collection)/.test(binding.label);
}

/** A movie whose fragments are files of their own; undefined when its manifest is not bound to any. */
async function readParts(
  asset: Asset,
  layout: Layout,
  { engine, trust, hash }: ReadMeans,
): Promise<Credential | EngineRefusal | undefined> {
  const store = await attempt(() => layout.readStore());
  const binding = store && soleBinding(store);
  if (!binding || !bindsFragments(binding.data)) return undefined;
  const fragments = asset.fragments ?? [];
  const start = HASHED_WITH_OFFSETS.test(binding.label)
    ? layout.coveredStart?.(binding.data)
    : undefined;
  const checked = await checkFragments(binding, start, hash, fragments);
  if (!checked) return { kind: "unsupported", reason: BEYOND };
  const { outcome, count } = checked;
  if (outcome.matches && fragments.length === 0) return { kind: "unsupported", reason: ALONE };
  const read = await engine.read(MANIFEST_ONLY, store, trust);
  if (!isReading(read)) return read;
  const result = withBinding(read.store, outcome);
  return { ...read, store: result, storeBytes: () => store, binding: "native", fragments: count };
}

const HASHED_WITH_OFFSETS = /^c2pa\.hash\.bmff\.v[23](?:__|$)/;
const ALONE =
  "this is the first part of a movie, and says nothing alone: verify it with its fragments";
const BEYOND = "the way this manifest is bound to fragments can't be checked here";

/** Only the engine can tell: nested exclusions, Merkle trees, update manifests. */
const UNDECIDED: EngineRefusal = { kind: "unsupported", reason: "binding" };

function isUndecided(read: Credential | EngineRefusal): boolean {
  return read === UNDECIDED;
}

/** Whether a store's hard binding fits the file; undefined where only the engine can tell. */
export async function checkBinding(
  store: StoreBoxes,
  asset: Asset,
  hash: ReadMeans["hash"],
): Promise<BindingOutcome | undefined> {
  const binding = soleBinding(store);
  if (!binding) return undefined;
  const { label, data } = binding;
  const pieces =
    asset.layout && !asset.sidecar
      ? await asset.layout.covered(label, data)
      : await coveredApart(label, data, asset);
  const { alg, hash: expected } = data;
  if (!pieces || !(expected instanceof Uint8Array)) return undefined;
  const digest = await hash(typeof alg === "string" ? alg : "sha256", pieces);
  return digest && { label, matches: equal(digest, expected) };
}

/** With the manifest kept apart, c2pa.hash.data without exclusions covers the file as it is; of a text, all but its address. */
async function coveredApart(
  label: string,
  data: Readonly<Record<string, unknown>>,
  asset: Asset,
): Promise<readonly Piece[] | undefined> {
  const none = asArray(data["exclusions"]).every((span) => asObject(span)?.["length"] === 0);
  if (label.split("__")[0] === "c2pa.hash.data") {
    if (none) return [{ kind: "copy", start: 0, end: asset.size, hashed: true }];
    if (!asset.layout?.apart) return undefined;
  }
  return asset.layout?.covered(label, data);
}

/** Undefined for a carrier that cannot be read: the engine says what is wrong with it. */
async function attempt<T>(run: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}
