// Gets a manifest store from the engine around a hard binding that we computed: the engine builds and signs,
// and never sees the file (docs/decisions/0002-native-hard-binding.md).
import { bmffHashData, type Splice } from "../../src/container/index.js";
import type { Engine, EngineIngredient, EngineSigning } from "../../src/credential/index.js";
import { dataBinding, type HardBinding } from "../../src/sign/index.js";
import { MemoryBlob } from "../adapter/file-blob.js";
import type { ClaimSigner } from "./claim-signer.js";

const MANIFEST_ONLY = "application/c2pa";

/** Everything a manifest is made of but its hard binding. */
export interface Draft {
  readonly definition: Readonly<Record<string, unknown>> & {
    readonly assertions: readonly unknown[];
  };
  readonly ingredients: readonly EngineIngredient[];
  readonly thumbnail?: NonNullable<EngineSigning["thumbnail"]>;
  readonly resources?: NonNullable<EngineSigning["resources"]>;
}

/** Signs a manifest store for a ready hard binding; with `probe`, only its size is worth anything. */
export async function signStore(
  engine: Engine,
  draft: Draft,
  binding: HardBinding,
  signer: ClaimSigner,
  probe = false,
): Promise<Uint8Array> {
  const { definition, ...rest } = draft;
  const { store } = await engine.sign(MANIFEST_ONLY, new MemoryBlob(new Uint8Array(0)), {
    ...rest,
    definition: { ...definition, assertions: [...definition.assertions, binding] },
    detached: true,
    signer: probe ? signer.probe : signer.real,
  });
  return store;
}

/** How large the store will be. It does not depend on the hash, nor (thanks to `pad`) on where the manifest sits. */
export async function storeSize(
  engine: Engine,
  draft: Draft,
  kind: Splice["binding"]["kind"],
  signer: ClaimSigner,
): Promise<number> {
  const zero = new Uint8Array(32);
  const binding = kind === "bmff" ? bmffBinding(zero) : dataBinding(zero, { start: 0, length: 0 });
  return (await signStore(engine, draft, binding, signer, true)).length;
}

/** c2pa.hash.bmff.v3 for a digest. */
export function bmffBinding(hash: Uint8Array): HardBinding {
  return { label: "c2pa.hash.bmff.v3", kind: "Cbor", created: true, data: bmffHashData(hash) };
}
