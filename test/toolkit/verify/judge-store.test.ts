// Reading whom a manifest store binds without judging it: it is done to whatever strangers have archived.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ownerAddress, parseItem, readRecord } from "../../../src/archive/index.js";
import { storeBindings } from "../../../src/examine/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { sign } from "../../../toolkit/index.js";
import { fixture, workshop } from "../sign/workshop.js";

let store: Uint8Array;
let owner: string;
beforeAll(async () => {
  const shop = await workshop();
  const input = shop.put("a.jpg", await fixture("jpeg-baseline"));
  const { record } = await sign(input, { identity: shop.identity, archive: shop.folder });
  const archive = await LocalArchive.open(shop.folder);
  const read = readRecord(parseItem(new Uint8Array(await archive.get(record!))));
  store = read.kind === "manifest" ? read.store : new Uint8Array(0);
  owner = await ownerAddress(shop.identity.archiveKey!.publicKey);
});

describe("the bindings of a manifest store", () => {
  it("are its owner and its hard binding", async () => {
    expect(await storeBindings(store)).toEqual({
      owners: [owner],
      hardBinding: expect.objectContaining({ label: "c2pa.hash.data", algorithm: "sha256" }),
    });
  });

  it("of what is no store are none, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await storeBindings(bytes)).owners).toEqual([]);
      }),
    );
  });

  it("of a damaged store are read or not, but never an exception", async () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(), async (changes, cut) => {
        const bytes = store.slice(0, store.length - (cut % 3 === 0 ? cut % store.length : 0));
        for (const { at, to } of changes) if (bytes.length > 0) bytes[at % bytes.length] = to;
        expect(Array.isArray((await storeBindings(bytes)).owners)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
