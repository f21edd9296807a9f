// Texts with a time-stamp from a real authority (openssl ts) on loopback, whose tokens vary in size from one to the next.
import { describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { isReading, readCredential } from "../../../src/credential/index.js";
import { asArray, asObject, utf8, utf8Text } from "../../../src/encoding/index.js";
import { openText } from "../../../src/sign/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { guardedFetch } from "../../../toolkit/adapter/guarded-fetch.js";
import { createIdentity } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { signBytes } from "../../../toolkit/sign/sign-bytes.js";
import { openTimeStamper } from "../../../toolkit/sign/time-stamp.js";
import { bytesSubject } from "../../../toolkit/verify/subject.js";
import { hasOpenssl, startTimeStampAuthority } from "../../fake/time-stamp-authority.js";

const TEXT = "The lake is back at last year's height, and the boats are out on it again.\n";

/** Codes that a reader finds about the active manifest. */
async function codesOf(bytes: Uint8Array, mediaType: string): Promise<string[]> {
  const layout = await containerFor(mediaType)?.open(memorySource(bytes), mediaType);
  const { hash } = bytesSubject("it", "it", bytes);
  const read = await readCredential(
    { mediaType, size: bytes.length, content: bytes, ...(layout && { layout }) },
    { engine: await hostEngine(), hash, nativeAbove: 0 },
  );
  if (!isReading(read)) return [read.kind];
  const results = asObject(asObject(read.store)?.["validation_results"])?.["activeManifest"];
  read.free();
  const lists = Object.values(asObject(results) ?? {}).flatMap(asArray);
  return lists.map((item) => String(asObject(item)?.["code"]));
}

describe.skipIf(!hasOpenssl)("a text with a time-stamp", () => {
  it("verifies with it however long the token came out, each stamped once and a little longer than without", async () => {
    const authority = await startTimeStampAuthority({ key: "ec", precision: 6 });
    try {
      const identity = await createIdentity({ name: "Ada Reyes" });
      let asked = 0;
      const stamper = await openTimeStamper({
        now: () => new Date(),
        url: authority.url,
        fetch: (address, options) => {
          asked++;
          return guardedFetch(address, { ...options, allowLoopback: true });
        },
      });
      asked = 0;
      const means = {
        engine: await hostEngine(),
        identity,
        now: () => new Date(),
        uuid: () => crypto.randomUUID(),
      };
      const signed = async (name: string, isStamped: boolean) =>
        signBytes(
          name,
          utf8(TEXT),
          { statement: { source: "drawn" } },
          {
            ...means,
            signer: await claimSigner(identity.signer, isStamped ? stamper : undefined),
          },
        );
      for (const name of ["a.txt", "a.md", "a.html", "a.py"]) {
        const bare = await signed(name, false);
        for (let i = 0; i < 4; i++) {
          const { output, store, mediaType } = await signed(name, true);
          const codes = await codesOf(output, mediaType);
          expect(codes).toContain("timeStamp.validated");
          expect(codes).toContain("assertion.dataHash.match");
          expect(codes).not.toContain("assertion.dataHash.mismatch");
          const { plain } = await openText(output, mediaType);
          expect(utf8Text(plain)).toBe(TEXT);
          const slack = store.length - bare.store.length - stamper.maxSize;
          expect(slack, `${name}: bytes beyond the largest token`).toBeLessThan(200);
        }
      }
      expect(asked).toBe(16);
    } finally {
      authority.close();
    }
  });
});
