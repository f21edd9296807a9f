// Collects the pictures that a manifest store holds, for a report, while the credential is open.
import type { Credential } from "../credential/index.js";
import { summarize } from "../credential/index.js";
import type { ProvenanceNode } from "../verdict.js";

/** By JUMBF URI. */
export type Gathered = Map<string, { mediaType: string; bytes: Uint8Array }>;

const MOST = 200;

/** Adds the thumbnails of the whole tree to `into`; one that is missing is left out. */
export function gatherThumbnails(credential: Credential, into: Gathered): void {
  const visit = (node: ProvenanceNode): void => {
    const { thumbnail } = node;
    if (thumbnail && into.size < MOST && !into.has(thumbnail.uri)) {
      try {
        const bytes = credential.resource(thumbnail.uri);
        into.set(thumbnail.uri, { mediaType: thumbnail.mediaType, bytes });
      } catch {
        // the manifest names a picture that it does not hold
      }
    }
    node.ingredients.forEach(visit);
  };
  const { tree } = summarize(credential.store);
  if (tree) visit(tree);
}
