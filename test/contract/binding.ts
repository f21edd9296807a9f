// Signs a fixture with a hard binding of the test's own making, to see what readers make of it.
import { createHash } from "node:crypto";
import { bmffHashData, type Piece, type Splice } from "../../src/container/index.js";
import type { HardBinding } from "../../src/sign/index.js";
import { hostEngine } from "../../toolkit/adapter/engine-host.js";
import { claimSigner } from "../../toolkit/sign/claim-signer.js";
import { manifestDefinition } from "../../toolkit/sign/definition.js";
import { signStore } from "../../toolkit/sign/store.js";
import type { MediaFixture } from "../fixture/media/index.js";
import { hashedBytes } from "../src/container/spliced.js";
import { identity, layoutOf } from "./workshop.js";

/** How the binding differs from ours. */
export interface BindingOptions {
  readonly label?: string;
  /** Name of the algorithm in the assertion, or undefined for none there; hashes are SHA-256 unless it is another of SHA-2. */
  readonly alg?: string | undefined;
  /** By so many bytes the exclusion is longer than the manifest. */
  readonly wider?: number;
  /** A further exclusion, of places in the signed file. */
  readonly also?: { readonly start: number; readonly length: number };
  /** Further exclusions of boxes. */
  readonly boxes?: readonly object[];
}

/** The signed file, its binding true to what it says of itself. */
export async function signedWith(fixture: MediaFixture, options: BindingOptions) {
  const { bytes, mediaType, name } = fixture;
  const layout = await layoutOf(bytes, mediaType);
  let size = 2000;
  for (let attempt = 0; attempt < 5; attempt++) {
    const plan = (await layout.splice(size))!;
    const store = await storeWith(name, mediaType, assertion(bytes, plan, options));
    if (store.length === size) return assembled(bytes, plan, store);
    size = store.length;
  }
  throw new Error("the manifest's size does not settle");
}

/** A manifest store around any binding. */
export async function storeWith(name: string, mediaType: string, binding: HardBinding) {
  const definition = manifestDefinition(
    { source: "drawn" },
    {
      name,
      mediaType,
      now: identity.created,
      manifestId: "urn:c2pa:00000000-0000-4000-8000-000000000000",
      instanceId: "xmp:iid:00000000-0000-4000-8000-000000000001",
      parent: "none",
    },
  );
  const signer = await claimSigner(identity.signer);
  return signStore(await hostEngine(), { definition, ingredients: [] }, binding, signer);
}

function assembled(bytes: Uint8Array, plan: Splice, store: Uint8Array): Uint8Array {
  const parts = plan.pieces.map((piece) => {
    if (piece.kind === "hash-only") return new Uint8Array(0);
    if (piece.kind === "manifest") return plan.wrap(store);
    return piece.kind === "bytes" ? piece.bytes : bytes.subarray(piece.start, piece.end);
  });
  return Buffer.concat(parts);
}

function assertion(bytes: Uint8Array, plan: Splice, options: BindingOptions) {
  const { label, wider = 0, also, boxes = [] } = options;
  const alg = "alg" in options ? options.alg : "sha256";
  const common = { ...(alg !== undefined && { alg }), name: "jumbf manifest" };
  const hash = (parts: readonly Uint8Array[]) => {
    const hasher = createHash(alg?.startsWith("sha") ? alg : "sha256");
    for (const part of parts) hasher.update(part);
    return [...hasher.digest()];
  };
  if (plan.binding.kind === "bmff") {
    const standard = bmffHashData(new Uint8Array(32));
    const exclusions = [...(standard["exclusions"] as object[]), ...boxes];
    const covered = hashedBytes(bytes, withoutBoxes(bytes, plan.pieces, boxes));
    const data = { ...common, exclusions, hash: hash([covered]) };
    return { label: label ?? "c2pa.hash.bmff.v3", kind: "Cbor", created: true, data };
  }
  const { start, length } = plan.binding;
  const blank = { ...plan, wrap: () => new Uint8Array(length) };
  const whole = assembled(bytes, blank, new Uint8Array(0));
  const exclusions = [{ start, length: length + wider }, ...(also ? [also] : [])];
  const ends = exclusions.map((gap) => gap.start + gap.length);
  const parts = [0, ...ends].map((at, i) => whole.subarray(at, exclusions[i]?.start));
  const data = { ...common, exclusions, hash: hash(parts), pad: [] };
  return { label: label ?? "c2pa.hash.data", kind: "Cbor", created: true, data };
}

/** Leaves out whole top-level boxes that the options exclude; what they exclude further in is left as it is. */
function withoutBoxes(bytes: Uint8Array, pieces: readonly Piece[], boxes: readonly object[]) {
  const excluded = boxes.map((entry) => (entry as { xpath: string }).xpath.slice(1));
  return pieces.filter((piece, i) => {
    const box = piece.kind === "hash-only" ? pieces[i + 1] : piece;
    if (box?.kind !== "copy" && box?.kind !== "bytes") return true;
    const head = box.kind === "copy" ? bytes.subarray(box.start, box.start + 8) : box.bytes;
    return !excluded.includes(String.fromCharCode(...head.subarray(4, 8)));
  });
}
