// The fast way for content in memory: hash natively, have the engine sign a manifest for the ready hard binding,
// splice it in ourselves. Measured in docs/decisions/0002-native-hard-binding.md.
import type { Layout, Splice } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { dataBinding } from "../../src/sign/index.js";
import type { Drafted, SignMeans } from "./job.js";
import { SizeMemory } from "./size-memory.js";
import { assemble, hashesSource } from "./splice.js";
import { bmffBinding, signStore, storeSize } from "./store.js";

const sizes = new SizeMemory();
const ATTEMPTS = 4;
const ANY_SIZE = 4096;

/** Signed content, with the SHA-256 of what it was made from where that came about anyway. */
export interface SplicedBytes {
  readonly output: Uint8Array;
  readonly store: Uint8Array;
  readonly originalHash?: Uint8Array;
}

/**
 * The signed content; undefined when only the engine can place a manifest.
 * The store's size decides the layout, and the layout goes into the store: sign for the size that the last content
 * of this shape had, and once more when that was wrong.
 */
export async function spliceBytes(
  bytes: Uint8Array,
  layout: Layout,
  { draft, mediaType }: Drafted,
  { engine, signer, buffers }: Pick<SignMeans, "engine" | "signer" | "buffers">,
): Promise<SplicedBytes | undefined> {
  const shape = sizes.shape(mediaType, draft, signer.real);
  let size = sizes.recall(shape);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const trial = await layout.splice(size ?? ANY_SIZE);
    if (!trial) return undefined;
    const known = size !== undefined;
    size ??= await storeSize(engine, draft, trial.binding.kind, signer);
    const splice = known ? trial : await layout.splice(size);
    if (!splice) return undefined;
    const { digest, manifestAt, output } = assemble(bytes, splice.pieces, buffers?.take);
    const store = await signStore(engine, draft, bindingOf(splice, digest), signer);
    sizes.remember(shape, store.length);
    if (store.length === size) {
      output.set(splice.wrap(store), manifestAt);
      const original = hashesSource(splice.pieces, bytes.length) && { originalHash: digest };
      return { output, store, ...original };
    }
    size = store.length;
  }
  throw unsteady();
}

/** The hard binding that a splice asks for. */
export function bindingOf({ binding }: Pick<Splice, "binding">, digest: Uint8Array) {
  return binding.kind === "bmff" ? bmffBinding(digest) : dataBinding(digest, binding);
}

export function unsteady(): ColophonError {
  return new ColophonError("INTERNAL", "the manifest's size changed while it was signed", {
    hint: "nothing was written; please report this with the command you used",
  });
}
