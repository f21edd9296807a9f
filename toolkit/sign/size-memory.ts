// Remembers how large manifests of one shape get, so that signing many similar files takes one pass each.
// A wrong memory costs one more pass, never a wrong file.
import type { EngineSigner } from "../../src/credential/index.js";
import type { Draft } from "./store.js";

const LIMIT = 256;

export class SizeMemory {
  readonly #sizes = new Map<string, number>();

  /** What a manifest's size depends on; undefined when it depends on more than we look at (ingredients with history). */
  shape(mediaType: string, draft: Draft, signer: EngineSigner): string | undefined {
    if (
      draft.thumbnail ||
      draft.resources ||
      draft.ingredients.some((one) => one.blob ?? one.resources)
    )
      return undefined;
    const text = JSON.stringify([draft.definition, draft.ingredients.map((one) => one.definition)]);
    return `${mediaType} ${signer.algorithm} ${signer.reserveSize} ${new TextEncoder().encode(text).length}`;
  }

  recall(shape: string | undefined): number | undefined {
    return shape === undefined ? undefined : this.#sizes.get(shape);
  }

  remember(shape: string | undefined, size: number): void {
    if (shape === undefined) return;
    if (this.#sizes.size >= LIMIT) this.#sizes.clear();
    this.#sizes.set(shape, size);
  }
}
