import { beforeAll, describe, expect, it } from "vitest";
import {
  activeManifestLabel,
  claim,
  hardBindingAssertion,
  isReading,
  signatureBytes,
  signaturePlace,
} from "../../../src/credential/index.js";
import { asArray, asObject } from "../../../src/encoding/index.js";
import { repadCoseSign1 } from "../../../src/signature/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { signedStore } from "./signed-store.js";

let store: Uint8Array;
let label: string;
let cose: Uint8Array;

beforeAll(async () => {
  ({ store } = await signedStore());
  label = activeManifestLabel(store) ?? "";
  cose = signatureBytes(store, label) ?? new Uint8Array(0);
});

describe("a signature in its box", () => {
  it("is replaced by a larger or a smaller one, and every length around it follows", () => {
    for (const [pad, pad2] of [
      [0, undefined],
      [23, 7],
      [24, undefined],
      [300, 40],
    ] as const) {
      const padded = repadCoseSign1(cose)(pad, pad2);
      const other = signaturePlace(store).with(padded);
      expect(other.length - store.length).toBe(padded.length - cose.length);
      expect(signatureBytes(other, label)).toEqual(padded);
      expect(claim(other, label)).toEqual(claim(store, label));
      expect(hardBindingAssertion(other, label)).toEqual(hardBindingAssertion(store, label));
      expect(signaturePlace(other).with(cose)).toEqual(store);
    }
  });

  it("holds with zero-filled padding, for the engine as for us", async () => {
    const engine = await hostEngine();
    for (const [pad, pad2] of [
      [5, undefined],
      [undefined, 30],
      [23, 25],
    ] as const) {
      const other = signaturePlace(store).with(repadCoseSign1(cose)(pad, pad2));
      const read = await engine.read("application/c2pa", other);
      if (!isReading(read)) throw new Error(read.kind);
      const results = asObject(asObject(read.store)?.["validation_results"]);
      const active = asObject(results?.["activeManifest"]);
      const codes = asArray(active?.["success"]).map((one) => asObject(one)?.["code"]);
      expect(codes).toContain("claimSignature.validated");
      read.free();
    }
  });

  it("is not to be had from a manifest without one", () => {
    const unsigned = Buffer.from(store)
      .toString("latin1")
      .replaceAll("c2pa.signature", "c2pa.signaturf");
    expect(() => signaturePlace(Buffer.from(unsigned, "latin1"))).toThrow("no signature");
  });
});
