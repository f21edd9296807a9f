import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  activeManifestLabel,
  assertionCbor,
  claim,
  hardBindingAssertion,
  manifestBox,
  manifestLabels,
  signatureBytes,
} from "../../../src/credential/jumbf.js";
import { type JumbfBox, parseJumbf } from "../../../src/credential/jumbf-box.js";
import { concat, encodeCbor, fromHex, sha256, toHex, utf8 } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { parseCoseSign1 } from "../../../src/signature/index.js";
import { CONTENT, type SignedStore, signedStore } from "./signed-store.js";

const TAIL = "00110010800000aa00389b71";
const uuid = (code: string): string => toHex(utf8(code)) + TAIL;

function box(type: string, ...payload: Uint8Array[]): Uint8Array {
  const body = concat(...payload);
  const header = new Uint8Array(8);
  new DataView(header.buffer).setUint32(0, body.length + 8);
  header.set(utf8(type), 4);
  return concat(header, body);
}

function jumb(code: string, label: string, ...payload: Uint8Array[]): Uint8Array {
  const description = concat(fromHex(uuid(code)), Uint8Array.of(3), utf8(label), Uint8Array.of(0));
  return box("jumb", box("jumd", description), ...payload);
}

const binding = (label: string): Uint8Array =>
  jumb("cbor", label, box("cbor", encodeCbor({ alg: "sha256" })));
const manifest = (label: string, ...assertions: Uint8Array[]): Uint8Array =>
  jumb("c2ma", label, jumb("c2as", "c2pa.assertions", ...assertions));
const storeOf = (...manifests: Uint8Array[]): Uint8Array => jumb("c2pa", "c2pa", ...manifests);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof ColophonError ? error.code : `not ours: ${String(error)}`;
  }
  return "no error";
}

describe("a manifest store made by the engine", () => {
  let made: SignedStore;
  let label: string;
  beforeAll(async () => {
    made = await signedStore();
    label = activeManifestLabel(made.store) ?? "";
  });

  it("has one manifest, which is the active one", () => {
    expect(manifestLabels(made.store)).toEqual([label]);
    expect(label).toMatch(/^urn:c2pa:/);
    expect(manifestBox(made.store, label)?.type).toBe(uuid("c2ma"));
  });

  it("gives its claim, and hashes in the claim cover the boxes as this walker sees them", async () => {
    const said = claim(made.store, label) as {
      created_assertions?: { url: string; hash: Uint8Array }[];
      gathered_assertions?: { url: string; hash: Uint8Array }[];
    };
    const listed = [...(said.created_assertions ?? []), ...(said.gathered_assertions ?? [])];
    const assertions = manifestBox(made.store, label)?.children.find(
      (child) => child.label === "c2pa.assertions",
    )?.children;
    expect(listed.length).toBeGreaterThanOrEqual(4);
    for (const { url, hash } of listed) {
      const found = assertions?.find((child) => url.endsWith(`/${child.label}`));
      expect(toHex(await sha256(found?.bytes ?? new Uint8Array()))).toBe(toHex(hash));
    }
  });

  it("gives assertions in CBOR and in JSON", () => {
    expect(assertionCbor(made.store, label, "c2pa.actions.v2")).toMatchObject({
      actions: [{ action: "c2pa.created", softwareAgent: { name: "Painter" } }],
    });
    expect(assertionCbor(made.store, label, "c2pa.metadata")).toMatchObject({
      "dc:creator": ["Ada Reyes"],
    });
    expect(assertionCbor(made.store, label, "c2pa.absent")).toBeUndefined();
    expect(assertionCbor(made.store, "urn:c2pa:absent", "c2pa.actions.v2")).toBeUndefined();
  });

  it("gives its one hard binding", async () => {
    const found = hardBindingAssertion(made.store, label);
    expect(found?.label).toBe("c2pa.hash.data");
    expect(found?.data).toMatchObject({ hash: await sha256(CONTENT) });
  });

  it("gives the signature, and in it the certificate that signed", () => {
    const cose = parseCoseSign1(signatureBytes(made.store, label) ?? new Uint8Array());
    expect(cose.chain).toEqual([made.certificate]);
    expect(signatureBytes(made.store, "urn:c2pa:absent")).toBeUndefined();
  });

  it("may be handed over already taken apart", () => {
    expect(activeManifestLabel(parseJumbf(made.store))).toBe(label);
  });

  it("cut short anywhere is malformed, never a shorter store", () => {
    fc.assert(
      fc.property(fc.nat(made.store.length - 1), (length) => {
        expect(codeOf(() => parseJumbf(made.store.subarray(0, length)))).toBe(
          "CONTAINER_MALFORMED",
        );
      }),
    );
  });

  it("with bytes behind it is malformed", () => {
    const longer = concat(made.store, Uint8Array.of(0));
    expect(codeOf(() => parseJumbf(longer))).toBe("CONTAINER_MALFORMED");
  });

  it("with bytes changed is walked or refused with our code, and never grows", () => {
    const change = fc.tuple(fc.nat(made.store.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const mutant = made.store.slice();
        for (const [at, value] of changes) mutant[at] = value;
        const code = codeOf(() => {
          const root = parseJumbf(mutant);
          expect(contentBytes(root)).toBeLessThan(mutant.length);
          for (const each of manifestLabels(root)) {
            claim(root, each);
            hardBindingAssertion(root, each);
            signatureBytes(root, each);
          }
        });
        expect(["no error", "CONTAINER_MALFORMED", "ENCODING_INVALID"]).toContain(code);
      }),
      { numRuns: 1000 },
    );
  });
});

function contentBytes({ content, children }: JumbfBox): number {
  const own = content.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return children.reduce((sum, child) => sum + contentBytes(child), own);
}

describe("a JUMBF walker", () => {
  it("answers any bytes with a tree or with our error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(codeOf(() => parseJumbf(bytes))).toBe("CONTAINER_MALFORMED");
      }),
    );
  });

  it("reads boxes with a 64-bit length", () => {
    const description = box("jumd", concat(fromHex(uuid("c2pa")), Uint8Array.of(0)));
    const header = new Uint8Array(16);
    const data = new DataView(header.buffer);
    data.setUint32(0, 1);
    header.set(utf8("jumb"), 4);
    data.setBigUint64(8, BigInt(16 + description.length));
    expect(parseJumbf(concat(header, description))).toMatchObject({ type: uuid("c2pa") });
    data.setBigUint64(8, 2n ** 63n);
    expect(codeOf(() => parseJumbf(concat(header, description)))).toBe("CONTAINER_MALFORMED");
  });

  it("skips id, hash and salt of a description", () => {
    const salt = box("c2sh", new Uint8Array(16));
    const body = concat(
      fromHex(uuid("cbor")),
      Uint8Array.of(0x1f),
      utf8("x\0"),
      new Uint8Array(4 + 32),
      salt,
    );
    expect(parseJumbf(box("jumb", box("jumd", body)))).toMatchObject({ label: "x" });
  });

  const description = concat(fromHex(uuid("c2pa")), Uint8Array.of(3), utf8("c2pa\0"));
  it.each([
    ["a length of zero", Uint8Array.of(0, 0, 0, 0, ...utf8("jumb"))],
    ["a length that runs past its parent", box("jumb", box("jumd", description).fill(0xff, 0, 4))],
    ["no description", box("jumb", box("cbor", Uint8Array.of(0xa0)))],
    ["nothing in it", box("jumb")],
    ["another first box", box("free")],
    ["a label without end", box("jumb", box("jumd", description.subarray(0, -1)))],
    [
      "a label that is not UTF-8",
      box("jumb", box("jumd", concat(description.subarray(0, 17), Uint8Array.of(0xff, 0)))),
    ],
    ["bytes behind the label", box("jumb", box("jumd", concat(description, new Uint8Array(4))))],
  ])("refuses %s", (_, bytes) => {
    expect(codeOf(() => parseJumbf(bytes))).toBe("CONTAINER_MALFORMED");
  });

  it("refuses a nesting bomb and a box bomb", () => {
    let nested = jumb("c2pa", "x");
    for (let i = 0; i < 1000; i++) nested = jumb("c2pa", "x", nested);
    expect(codeOf(() => parseJumbf(nested))).toBe("CONTAINER_MALFORMED");
    const many = new Uint8Array(70_000 * 8);
    for (let at = 0; at < many.length; at += 8) many.set(box("free"), at);
    expect(codeOf(() => parseJumbf(jumb("c2pa", "c2pa", many)))).toBe("CONTAINER_MALFORMED");
  });
});

describe("a manifest store", () => {
  it("of another type than C2PA's is refused", () => {
    expect(codeOf(() => manifestLabels(jumb("c2xx", "c2pa")))).toBe("CONTAINER_MALFORMED");
  });

  it("without manifests has no active one", () => {
    expect(activeManifestLabel(storeOf())).toBeUndefined();
  });

  it("has its last manifest as the active one", () => {
    expect(activeManifestLabel(storeOf(manifest("a"), manifest("b")))).toBe("b");
  });

  it("with two manifests of one name is refused when that name is asked for", () => {
    const store = storeOf(manifest("a"), manifest("b"), manifest("a"));
    expect(codeOf(() => manifestBox(store, "a"))).toBe("CONTAINER_MALFORMED");
    expect(manifestBox(store, "b")?.label).toBe("b");
  });

  it("reports a compressed manifest as absent, but still as the active one", () => {
    const compressed = jumb("c2cm", "b", box("brob", Uint8Array.of(1, 2, 3)));
    const store = storeOf(manifest("a", binding("c2pa.hash.data")), compressed);
    expect(activeManifestLabel(store)).toBe("b");
    expect(manifestBox(store, "b")).toBeUndefined();
    expect(hardBindingAssertion(store, "b")).toBeUndefined();
    expect(claim(store, "b")).toBeUndefined();
    expect(hardBindingAssertion(storeOf(jumb("c2ma", "b", box("brob"))), "b")).toBeUndefined();
  });

  it.each([
    "c2pa.hash.data",
    "c2pa.hash.boxes",
    "c2pa.hash.bmff",
    "c2pa.hash.bmff.v2",
    "c2pa.hash.bmff.v3",
    "c2pa.hash.bmff.v3__1",
    "c2pa.hash.collection.data",
  ])("knows %s as a hard binding", (label) => {
    const store = storeOf(manifest("a", binding("c2pa.actions"), binding(label)));
    expect(hardBindingAssertion(store, "a")).toEqual({ label, data: { alg: "sha256" } });
  });

  it.each(["c2pa.hash.multi-asset", "c2pa.hash.data.part", "c2pa.soft-binding"])(
    "does not take %s for a hard binding",
    (label) => {
      expect(hardBindingAssertion(storeOf(manifest("a", binding(label))), "a")).toBeUndefined();
    },
  );

  it.each([
    ["c2pa.hash.data", "c2pa.hash.data__1"],
    ["c2pa.hash.data", "c2pa.hash.bmff.v3"],
    ["c2pa.hash.data", "c2pa.hash.data"],
  ])("with the hard bindings %s and %s is refused", (first, second) => {
    const store = storeOf(manifest("a", binding(first), binding(second)));
    expect(codeOf(() => hardBindingAssertion(store, "a"))).toBe("CONTAINER_MALFORMED");
  });

  it("with two claims is refused", () => {
    const claims = [binding("c2pa.claim"), binding("c2pa.claim.v2")];
    const store = storeOf(jumb("c2ma", "a", ...claims));
    expect(codeOf(() => claim(store, "a"))).toBe("CONTAINER_MALFORMED");
  });
});
