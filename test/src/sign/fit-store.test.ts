import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { activeManifestLabel, claim, signatureBytes } from "../../../src/credential/index.js";
import { fitStore, lengthToSignFor } from "../../../src/sign/fit-store.js";
import { dataBinding } from "../../../src/sign/index.js";
import { parseCoseSign1 } from "../../../src/signature/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { createIdentity } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { manifestDefinition } from "../../../toolkit/sign/definition.js";
import { signStore } from "../../../toolkit/sign/store.js";

/** As A.8 carries a store: three bytes of UTF-8 for a byte below 16, four for any other. */
function carried(store: Uint8Array): number {
  let length = 0;
  for (const byte of store) length += byte < 16 ? 3 : 4;
  return length;
}

let one: Uint8Array;
/** Where two stores of one draft differ: salts, hashes and the signature. */
let random: number[];

beforeAll(async () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const identity = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
  const definition = manifestDefinition(
    { source: "drawn" },
    {
      mediaType: "text/plain",
      name: "article.txt",
      now: identity.created,
      manifestId: `urn:c2pa:${id}`,
      instanceId: `xmp:iid:${id}`,
      parent: "none",
    },
  );
  const binding = dataBinding(new Uint8Array(32).fill(7), { start: 6000, length: 7000 });
  const [engine, signer] = [await hostEngine(), await claimSigner(identity.signer)];
  const sign = () => signStore(engine, { definition, ingredients: [] }, binding, signer);
  one = await sign();
  const other = await sign();
  random = [...one.keys()].filter((at) => one[at] !== other[at]);
});

/** A store as the engine might have signed it another time, or one for practice. */
function another(signature: "random" | "probe"): Uint8Array {
  const store = Uint8Array.from(one);
  const values = randomBytes(random.length);
  for (const [i, at] of random.entries()) store[at] = values[i] as number;
  store.set(
    signature === "probe" ? new Uint8Array(64).fill(0xff) : randomBytes(64),
    one.length - 64,
  );
  return store;
}

describe("fitting a store to the length that was signed for", () => {
  it("signs once: hundreds of pairs of random stores all fit, with little to fill", () => {
    expect(random.length).toBeGreaterThan(120);
    const filled: number[] = [];
    for (let i = 0; i < 400; i++) {
      const length = lengthToSignFor(another("probe"), carried);
      const real = another("random");
      const fitted = fitStore(real, length, carried);
      expect(fitted && carried(fitted)).toBe(length);
      filled.push(length - carried(real));
    }
    expect(Math.max(...filled)).toBeLessThan(160);
  });

  it("leaves what is signed as it is, and fills with zeroes alone", () => {
    const real = another("random");
    const label = activeManifestLabel(real) ?? "";
    const fitted = fitStore(real, carried(real) + 120, carried) as Uint8Array;
    expect(claim(fitted, label)).toEqual(claim(real, label));
    const [before, after] = [real, fitted].map((store) =>
      parseCoseSign1(signatureBytes(store, label) as Uint8Array),
    );
    expect(after?.signature).toEqual(before?.signature);
    expect(after?.protectedHeader).toEqual(before?.protectedHeader);
  });

  it("says so where a length can't be reached", () => {
    expect(fitStore(one, carried(one) - 1, carried)).toBeUndefined();
    expect(fitStore(one, carried(one) + 1, carried)).toBeUndefined();
  });
});
