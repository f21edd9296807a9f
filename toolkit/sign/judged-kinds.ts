// Which kinds of manifest were held against the rubrics, so that of a thousand alike not each has to be: what the rules are
// about is the same in all, and what differs (names, numbers, times, hashes) is checked natively in each (inspect-alike.ts).
// Every so often one is judged whole all the same.
import { askedOf } from "../../src/credential/index.js";
import type { ClaimSigner } from "./claim-signer.js";
import type { Draft } from "./store.js";

const MOST = 256;
/** One in so many of a kind is judged again. */
const AGAIN = 64;

/** What a manifest is but for names, numbers and times; undefined when it brings more than a definition. */
export function kindOf(mediaType: string, draft: Draft, { real }: ClaimSigner): string | undefined {
  const asked = askedOf({ ...draft, detached: true, signer: real });
  return asked && `${mediaType} ${asked.kind}`;
}

const judged = new WeakMap<ClaimSigner, Map<string, number>>();

/** Whether a manifest of this kind, by this signer, was judged and found good, and it isn't time to look again. */
export function isJudged(signer: ClaimSigner, kind: string): boolean {
  const kinds = judged.get(signer);
  const times = kinds?.get(kind);
  if (!kinds || times === undefined) return false;
  kinds.set(kind, times + 1);
  return times % AGAIN !== 0;
}

/** A manifest of this kind was judged and found good. */
export function setJudged(signer: ClaimSigner, kind: string): void {
  const kinds = judged.get(signer) ?? new Map<string, number>();
  judged.set(signer, kinds);
  if (kinds.size >= MOST) kinds.clear();
  if (!kinds.has(kind)) kinds.set(kind, 1);
}
