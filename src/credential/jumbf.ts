// Finds manifests, claims, assertions and signatures in a manifest store's boxes (C2PA 2.4 §11.1.4).
// Two boxes of one name are an error, never a choice: whoever picks the first can be shown another than whoever
// picks the last. Compressed manifests (§11.2.4) have a label but count as absent.
import { asObject, decodeCbor, parseJson, utf8Text } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type JumbfBox, malformed, parseJumbf } from "./jumbf-box.js";

/** A manifest store, as bytes or already taken apart by parseJumbf. */
export type StoreBoxes = Uint8Array | JumbfBox;

/** Type UUIDs: a four-character code in front of ISO's common tail. */
const TAIL = "00110010800000aa00389b71";
const STORE = `63327061${TAIL}`; // c2pa
const MANIFEST = `63326d61${TAIL}`; // c2ma
const UPDATE_MANIFEST = `6332756d${TAIL}`; // c2um
const COMPRESSED_MANIFEST = `6332636d${TAIL}`; // c2cm, holding one `brob`
const MANIFESTS: readonly string[] = [MANIFEST, UPDATE_MANIFEST, COMPRESSED_MANIFEST];

const ASSERTION_STORE = "c2pa.assertions";
const SIGNATURE = "c2pa.signature";
const CLAIMS = ["c2pa.claim.v2", "c2pa.claim"];

/** Assertions that bind a manifest to its asset's bytes (C2PA 2.4 §9.2), with an instance number or without. */
const HARD_BINDING = /^c2pa\.hash\.(?:data|boxes|collection\.data|bmff(?:\.v[23])?)(?:__\d+)?$/;

/** Labels of all manifests in store order, compressed ones included. @throws ColophonError CONTAINER_MALFORMED */
export function manifestLabels(store: StoreBoxes): string[] {
  return manifests(store).map((box) => box.label ?? "");
}

/** The active manifest is the last one in the store (C2PA 2.4 §11.1.4.2). @throws ColophonError CONTAINER_MALFORMED */
export function activeManifestLabel(store: StoreBoxes): string | undefined {
  return manifestLabels(store).at(-1);
}

/** A manifest's superbox; undefined when absent or compressed. @throws ColophonError CONTAINER_MALFORMED */
export function manifestBox(store: StoreBoxes, label: string): JumbfBox | undefined {
  const box = only(manifests(store), label);
  return isCompressed(box) ? undefined : box;
}

/**
 * An assertion's decoded CBOR or JSON; undefined when absent or of another content type.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID
 */
export function assertionCbor(store: StoreBoxes, manifestLabel: string, label: string): unknown {
  return decoded(only(assertions(store, manifestLabel), label));
}

/**
 * The claim, version 2 or 1. Two claims in one manifest are refused.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID
 */
export function claim(store: StoreBoxes, manifestLabel: string): unknown {
  return decoded(claimBox(store, manifestLabel));
}

/** The claim's box. Two claims in one manifest are refused. @throws ColophonError CONTAINER_MALFORMED */
export function claimBox(store: StoreBoxes, manifestLabel: string): JumbfBox | undefined {
  const boxes = manifestBox(store, manifestLabel)?.children ?? [];
  const [box, second] = boxes.filter(({ label }) => CLAIMS.includes(label ?? ""));
  if (second) throw malformed("a manifest has two claims");
  return box;
}

/** The claim's COSE_Sign1, for parseCoseSign1; undefined when absent. @throws ColophonError CONTAINER_MALFORMED */
export function signatureBytes(store: StoreBoxes, manifestLabel: string): Uint8Array | undefined {
  const box = only(manifestBox(store, manifestLabel)?.children ?? [], SIGNATURE);
  return box?.content.find(({ type }) => type === "cbor")?.bytes;
}

/**
 * The one assertion that binds the manifest to bytes. Undefined for an update manifest, whose parent has the
 * binding, and for a compressed one. Two bindings are refused: they could name different bytes.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID
 */
export function hardBindingAssertion(
  store: StoreBoxes,
  manifestLabel: string,
): { readonly label: string; readonly data: unknown } | undefined {
  const bindings = assertions(store, manifestLabel).filter(({ label }) =>
    HARD_BINDING.test(label ?? ""),
  );
  const [box, second] = bindings;
  if (second) throw malformed("a manifest has two hard bindings");
  return box && { label: box.label ?? "", data: decoded(box) };
}

/**
 * The active manifest's hard binding and the map in it; none for an update manifest, nor where the engine has to say
 * what is wrong.
 */
export function soleBinding(
  store: StoreBoxes,
): { readonly label: string; readonly data: Readonly<Record<string, unknown>> } | undefined {
  try {
    const boxes = store instanceof Uint8Array ? parseJumbf(store) : store;
    const active = activeManifestLabel(boxes);
    const found = active === undefined ? undefined : hardBindingAssertion(boxes, active);
    const data = asObject(found?.data);
    return found && data && { label: found.label, data };
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

function manifests(store: StoreBoxes): readonly JumbfBox[] {
  const root = store instanceof Uint8Array ? parseJumbf(store) : store;
  if (root.type !== STORE) throw malformed("it is not a C2PA store");
  return root.children.filter(({ type }) => MANIFESTS.includes(type));
}

function isCompressed(box: JumbfBox | undefined): boolean {
  return box?.type === COMPRESSED_MANIFEST || !!box?.content.some(({ type }) => type === "brob");
}

/** The assertions' boxes. @throws ColophonError CONTAINER_MALFORMED */
export function assertions(store: StoreBoxes, manifestLabel: string): readonly JumbfBox[] {
  const boxes = manifestBox(store, manifestLabel)?.children ?? [];
  return only(boxes, ASSERTION_STORE)?.children ?? [];
}

function only(boxes: readonly JumbfBox[], label: string): JumbfBox | undefined {
  const [box, second] = boxes.filter((candidate) => candidate.label === label);
  if (second) throw malformed(`two boxes have the label ${label}`);
  return box;
}

function decoded(box: JumbfBox | undefined): unknown {
  for (const { type, bytes } of box?.content ?? []) {
    if (type === "cbor") return decodeCbor(bytes);
    if (type === "json") return parseJson(utf8Text(bytes) ?? "");
  }
  return undefined;
}
