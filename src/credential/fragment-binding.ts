// Checks the hard binding of a movie whose fragments are files of their own: the first part by its hash, each fragment
// by its place in the Merkle tree (C2PA 2.4 §15.12.2). What one fragment fails, the movie fails.
import {
  type Fragment,
  isInMerkleTree,
  type MerklePlace,
  type MerkleRow,
  type Piece,
} from "../container/index.js";
import { asArray, asObject, asString, digest, equal } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { BindingOutcome } from "./binding-result.js";

/** Algorithm as C2PA names it. */
export type HashPieces = (
  algorithm: string,
  pieces: readonly Piece[],
) => Promise<Uint8Array | undefined>;

/** One fragment, opened only while it is looked at: there can be thousands. */
export interface FragmentAsset {
  readonly name: string;
  use<T>(look: (fragment: Fragment, hash: HashPieces) => Promise<T>): Promise<T>;
}

/** How much of a movie was at hand. */
export interface FragmentCount {
  readonly checked: number;
  /** Fragments that the manifest speaks of, at least. */
  readonly of: number;
  /** Whether they came in the order in which they were signed. */
  readonly inOrder: boolean;
  /** Bytes in them that no hash covers, and the first fragment that has any. */
  readonly uncovered?: { readonly bytes: number; readonly first: string };
}

export interface FragmentsOutcome {
  readonly outcome: BindingOutcome;
  readonly count: FragmentCount;
}

interface Tree extends MerkleRow {
  readonly algorithm: string;
}

/** Whether a binding is one over fragments: trees and no hash of the whole. */
export function bindsFragments(data: unknown): boolean {
  const { merkle, hash } = asObject(data) ?? {};
  return asArray(merkle).length > 0 && hash == null;
}

/** What is wrong with the binding, or with a file that it is about; undefined when its exclusions are beyond us. */
export async function checkFragments(
  { label, data }: { readonly label: string; readonly data: unknown },
  start: readonly Piece[] | undefined,
  hash: HashPieces,
  fragments: readonly FragmentAsset[],
): Promise<FragmentsOutcome | undefined> {
  const trees = treesOf(data);
  const locations: number[] = [];
  let uncovered: FragmentCount["uncovered"];
  const result = (explanation?: string): FragmentsOutcome => ({
    outcome: { label, matches: explanation === undefined, ...(explanation && { explanation }) },
    count: {
      checked: fragments.length,
      of: trees?.reduce((most, { count }) => Math.max(most, count), 0) ?? 0,
      inOrder: locations.every((location, i) => i === 0 || location > locations[i - 1]!),
      ...(uncovered && { uncovered }),
    },
  });
  if (!start) return undefined;
  if (!trees) return result("the manifest's tree of fragments is malformed");
  for (const { algorithm, initHash } of trees) {
    const found = await hash(algorithm, start);
    if (!found || !equal(found, initHash))
      return result("the hash of the first part does not match: it was changed since signing");
  }
  for (const { name, use } of fragments) {
    const wrong = await use(async (fragment, hashOf) => {
      const more = await fragment.uncovered(data);
      if (more > 0)
        uncovered = { bytes: (uncovered?.bytes ?? 0) + more, first: uncovered?.first ?? name };
      return fault(fragment, hashOf, trees, data);
    }).catch(refusedFragment);
    if (wrong === BEYOND) return undefined;
    if (typeof wrong === "string") return result(`${name}: ${wrong}`);
    locations.push(wrong);
  }
  return result();
}

const BEYOND = Symbol("exclusions that only the engine could apply");

/** Where the fragment is, or what is wrong with it. */
async function fault(
  fragment: Fragment,
  hash: HashPieces,
  trees: readonly Tree[],
  data: unknown,
): Promise<number | string | typeof BEYOND> {
  const [first] = fragment.places;
  if (!first) return "it has no place in what was signed";
  const pieces = fragment.covered(data);
  if (!pieces) return BEYOND;
  for (const place of fragment.places) {
    const tree = trees.find(
      ({ uniqueId, localId }) => uniqueId === place.uniqueId && localId === place.localId,
    );
    if (!tree) return "it belongs to another movie";
    const leaf = await hash(tree.algorithm, pieces);
    if (!leaf || !(await isAt(place, leaf, tree)))
      return "its hash does not match: it was changed since signing, or belongs elsewhere";
  }
  return first.location;
}

function isAt({ location, proof }: MerklePlace, hash: Uint8Array, tree: Tree): Promise<boolean> {
  const name = NAMES[tree.algorithm]!;
  return isInMerkleTree({ hash, location, proof, count: tree.count, row: tree.hashes }, (pair) =>
    digest(name, pair),
  );
}

const NAMES: Readonly<Record<string, Parameters<typeof digest>[0]>> = {
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

function refusedFragment(cause: unknown): string {
  if (cause instanceof ColophonError && /^(CONTAINER_|FORMAT_|ENCODING_)/.test(cause.code))
    return cause.message;
  throw cause;
}

function treesOf(data: unknown): readonly Tree[] | undefined {
  const whole = asObject(data);
  const trees = asArray(whole?.["merkle"]).map((value) => {
    const entry = asObject(value);
    const { uniqueId, localId, count, initHash } = entry ?? {};
    const algorithm = asString(entry?.["alg"]) ?? asString(whole?.["alg"]) ?? "sha256";
    const hashes = asArray(entry?.["hashes"]);
    const sound =
      [uniqueId, localId, count].every((number) => Number.isSafeInteger(number)) &&
      algorithm in NAMES &&
      initHash instanceof Uint8Array &&
      hashes.every((hash) => hash instanceof Uint8Array);
    return sound ? ({ uniqueId, localId, count, initHash, hashes, algorithm } as Tree) : undefined;
  });
  return trees.every((tree) => tree !== undefined) ? trees : undefined;
}
