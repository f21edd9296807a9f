// The credentials that a large file carries, as history for a new manifest. Given the file, the engine would hold most of
// it in memory and hash it at a fifth of the speed: it gets the manifest store and what we found out about its binding.
import { containerFor } from "../../src/container/index.js";
import {
  type Credential,
  type EngineIngredient,
  isReading,
  readCredential,
} from "../../src/credential/index.js";
import { asObject } from "../../src/encoding/index.js";
import { MemoryBlob } from "../adapter/file-blob.js";
import { PARENT } from "./definition.js";
import type { SignMeans, SignSource } from "./job.js";

/** Smaller files are left to the engine. Bytes. */
const LARGE = 8 << 20;

/** The ingredient; undefined for a file that the engine can be given: any without credentials, or with damaged ones. */
export async function mediaPast(
  source: SignSource,
  mediaType: string,
  relationship: Relationship,
  { engine, uuid }: Pick<SignMeans, "engine" | "uuid">,
): Promise<EngineIngredient | undefined> {
  const { hash, name, size } = source;
  if (!hash || size <= LARGE) return undefined;
  const layout = await containerFor(mediaType)?.open(source, mediaType);
  if (!layout || layout.manifestSpans.length === 0) return undefined;
  const asset = { mediaType, size, content: source.blob(), layout };
  const read = await readCredential(asset, { engine, hash, nativeAbove: 0 });
  if (!isReading(read)) return undefined;
  return readPast(read, { name, mediaType, relationship, uuid });
}

export type Relationship = "parentOf" | "componentOf";

/** What an ingredient is called and what it is. */
export interface PastNaming {
  readonly name: string;
  readonly mediaType: string;
  readonly relationship: Relationship;
  readonly uuid: () => string;
}

/** What was read, as an ingredient, with the results in the engine's words unless others are given. Frees the reading. */
export function readPast(
  read: Credential,
  { name, mediaType, relationship, uuid }: PastNaming,
  results: unknown = asObject(read.store)?.["validation_results"],
): EngineIngredient {
  try {
    const manifest = `${uuid()}.c2pa`;
    return {
      definition: {
        title: name,
        format: mediaType,
        instance_id: `xmp:iid:${uuid()}`,
        relationship,
        ...(relationship === "parentOf" && { label: PARENT }),
        manifest_data: { format: "application/c2pa", identifier: manifest },
        validation_results: results,
      },
      mediaType,
      resources: new Map([[manifest, new MemoryBlob(read.storeBytes())]]),
    };
  } finally {
    read.free();
  }
}
