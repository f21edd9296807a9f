// A mould of a manifest: taken from one that the engine made for marked values, it gives others of its kind, byte for byte
// what the engine would have made for theirs. It knows nothing of what a manifest means: it has the engine's bytes, the
// places of free values in them, and the hashes and lengths that follow from those.
import { sha256Now, view } from "../../encoding/index.js";
import { type JumbfBox, parseJumbf } from "../jumbf-box.js";
import type { Free } from "./asked.js";
import {
  type Box,
  cborParts,
  type Filling,
  filled,
  jsonParts,
  type Marks,
  type Part,
  plainParts,
} from "./part.js";

const ASSERTIONS = "c2pa.assertions";
const CLAIM = "c2pa.claim.v2";
const SIGNATURE = "c2pa.signature";
/** Size and type of a box. */
const HEADER = 8;
/** Type UUID and toggles of a description, before its label. */
const BEFORE_LABEL = 17;

/** A manifest but for its signature. */
export interface Poured {
  /** Bytes of the claim, to be signed. */
  readonly claim: Uint8Array;
  /** The manifest store. @param signature COSE_Sign1 */
  store(signature: Uint8Array): Uint8Array;
}

interface Assertion {
  readonly parts: readonly Part[];
  /** Length of its salt in bytes; 0 for none. */
  readonly salt: number;
}

export class Mould {
  readonly #store: Box;
  readonly #claim: readonly Part[];
  readonly #assertions: readonly Assertion[];

  private constructor(store: Box, claim: readonly Part[], assertions: readonly Assertion[]) {
    this.#store = store;
    this.#claim = claim;
    this.#assertions = assertions;
  }

  /**
   * Takes a mould.
   * @param store what the engine made: one manifest without history
   * @param free its free values, each unlike anything else in it
   * @returns undefined for a store that is built otherwise than this file knows
   * @throws ColophonError CONTAINER_MALFORMED
   */
  static of(store: Uint8Array, free: readonly Free[]): Mould | undefined {
    const root = parseJumbf(store);
    const [manifest, second] = root.children;
    const said = within(manifest, CLAIM);
    if (!said || second) return undefined;
    const boxes = within(manifest, ASSERTIONS)?.children ?? [];
    const marks = { free, hashes: boxes.map(({ bytes }) => sha256Now(bytes)) };
    const assertions = boxes.map((box, of) => {
      const parts = partsOf(box, marks, of);
      return parts && { parts, salt: salted(box).salt?.length ?? 0 };
    });
    const claim = contentOf(said, marks);
    const whole = outline(root, marks, boxes);
    if (!whole || !claim || !assertions.every((one) => one !== undefined)) return undefined;
    return new Mould(whole, claim, assertions);
  }

  /**
   * A manifest with these free values.
   * @param salt random bytes for an assertion: its place among them, and how many
   */
  pour(free: readonly Free[], salt: (of: number, length: number) => Uint8Array): Poured {
    const made: { content: Uint8Array; hash: Uint8Array }[] = [];
    const salts = this.#assertions.map(({ salt: length }, of) => salt(of, length));
    const assertion = (of: number) => {
      made[of] ??= this.#assertion(of, filling);
      return made[of];
    };
    const filling: Filling = { free, salts, assertion };
    const claim = filled(this.#claim, filling);
    return {
      claim,
      store: (signature) => filled([this.#store], { ...filling, claim, signature }),
    };
  }

  #assertion(of: number, filling: Filling) {
    const content = filled(this.#assertions[of]?.parts ?? [], filling);
    return { content, hash: sha256Now(content) };
  }
}

/** The salt of each assertion of a store; empty where it has none. @throws ColophonError CONTAINER_MALFORMED */
export function saltsOf(store: Uint8Array): Uint8Array[] {
  const [manifest] = parseJumbf(store).children;
  const assertions = within(manifest, ASSERTIONS)?.children ?? [];
  return assertions.map((one) => salted(one).salt ?? new Uint8Array(0));
}

function within(box: JumbfBox | undefined, label: string): JumbfBox | undefined {
  return box?.children.find((child) => child.label === label);
}

/** The store with places for what is made before it. */
function outline(box: JumbfBox, marks: Marks, assertions: readonly JumbfBox[]): Box | undefined {
  const of = assertions.indexOf(box);
  if (of >= 0) return superbox([{ is: "assertion", of }]);
  const description = described(box, marks);
  if (box.label === CLAIM || box.label === SIGNATURE) {
    const is = box.label === CLAIM ? "claim" : "signature";
    return superbox([description, { is: "box", type: "cbor", parts: [{ is }] }]);
  }
  const inner = box.children.map((child) => outline(child, marks, assertions));
  if (box.content.length > 0 || !inner.every((one) => one !== undefined)) return undefined;
  return superbox([description, ...inner]);
}

function superbox(parts: readonly Part[]): Box {
  return { is: "box", type: "jumb", parts };
}

/** What is in an assertion's superbox. */
function partsOf(box: JumbfBox, marks: Marks, of: number): Part[] | undefined {
  const [first, second] = box.content;
  const parts = contentOf(box, marks);
  if (!first || second || !parts || box.children.length > 0) return undefined;
  return [described(box, marks, of), { is: "box", type: first.type, parts }];
}

function contentOf({ content: [first] }: JumbfBox, marks: Marks): Part[] | undefined {
  if (first?.type === "cbor") return cborParts(first.bytes, marks);
  return first?.type === "json" ? jsonParts(first.bytes, marks) : undefined;
}

/** The description box, with the place of an assertion's salt. */
function described(box: JumbfBox, marks: Marks, of?: number): Box {
  const { before, head, salt } = salted(box);
  const name = plainParts(before.subarray(BEFORE_LABEL), marks);
  const parts: Part[] = [before.subarray(0, BEFORE_LABEL), ...name, head];
  if (salt) parts.push(of === undefined ? salt : { is: "salt", of });
  return { is: "box", type: "jumd", parts };
}

/** A box's description, cut where the box with its salt (`c2sh`) begins, and that at its content. */
function salted({ bytes }: JumbfBox): { before: Uint8Array; head: Uint8Array; salt?: Uint8Array } {
  const description = bytes.subarray(HEADER, view(bytes).getUint32(0));
  const end = description.indexOf(0, BEFORE_LABEL) + 1;
  const [before, box] = [description.subarray(0, end), description.subarray(end)];
  const salt = box.subarray(HEADER);
  return { before, head: box.subarray(0, HEADER), ...(salt.length > 0 && { salt }) };
}
