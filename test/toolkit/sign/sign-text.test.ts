import { beforeAll, describe, expect, it } from "vitest";
import { readTextAssertion } from "../../../src/archive/index.js";
import { containerFor, memorySource, wrappedLength } from "../../../src/container/index.js";
import {
  activeManifestLabel,
  assertionCbor,
  hardBindingAssertion,
  isReading,
  readCredential,
  summarize,
} from "../../../src/credential/index.js";
import { asObject, sha256, utf8, utf8Text } from "../../../src/encoding/index.js";
import { openText } from "../../../src/sign/index.js";
import { decodeTextRecord } from "../../../src/text/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { createIdentity } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import type { Assignment, SignMeans } from "../../../toolkit/sign/job.js";
import { signBytes } from "../../../toolkit/sign/sign-bytes.js";
import { bytesSubject } from "../../../toolkit/verify/subject.js";

const ARTICLE = `---
title: The lake
---
# The lake is back

The lake is *back* at the height of last spring, the water office says.

- It rose by two metres.
- The **ferry** runs again.
`;
const DRAWN: Assignment = { statement: { source: "drawn" } };

let means: SignMeans;
let count = 0;
beforeAll(async () => {
  const identity = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
  means = {
    engine: await hostEngine(),
    identity,
    signer: await claimSigner(identity.signer),
    now: () => identity.created,
    uuid: () => `00000000-0000-4000-8000-${String(count++).padStart(12, "0")}`,
  };
});

/** The engine on the manifest, our container on the binding. */
async function stateOf(bytes: Uint8Array, mediaType: string): Promise<string> {
  const layout = await containerFor(mediaType)?.open(memorySource(bytes), mediaType);
  const { hash } = bytesSubject("it", "it", bytes);
  const read = await readCredential(
    { mediaType, size: bytes.length, content: bytes, ...(layout && { layout }) },
    { engine: await hostEngine(), hash, nativeAbove: 0 },
  );
  if (!isReading(read)) return read.kind;
  const { engineState } = summarize(read.store);
  read.free();
  return engineState;
}

const sign = (name: string, text: string | Uint8Array, what = DRAWN) =>
  signBytes(name, typeof text === "string" ? utf8(text) : text, what, means);

describe("a signed article", () => {
  it("holds, and is its own text with an invisible wrapper behind it", async () => {
    for (const name of ["article.md", "article.txt"]) {
      const { output, store, mediaType } = await sign(name, ARTICLE);
      expect(utf8Text(output)?.startsWith(ARTICLE)).toBe(true);
      expect(output.length).toBe(utf8(ARTICLE).length + wrappedLength(store));
      expect(await stateOf(output, mediaType)).toBe("Valid");
      const { plain } = await openText(output, mediaType);
      expect(utf8Text(plain)).toBe(ARTICLE);
    }
  });

  it("has a small manifest that vouches for the record of its words", async () => {
    const { store, text } = await sign("article.md", ARTICLE);
    const label = activeManifestLabel(store) ?? "";
    const said = readTextAssertion(assertionCbor(store, label, "app.colophon.text"));
    const record = decodeTextRecord(text?.recordBytes ?? new Uint8Array(0));
    expect(said?.record).toEqual(await sha256(text?.recordBytes ?? new Uint8Array(0)));
    expect(said?.article).toEqual(record.article);
    expect(record).toMatchObject({ words: 27, blocks: { length: 4 } });
    expect(record.text).toBeUndefined();
    expect(store.length).toBeLessThan(2200);
    const { exclusions } = asObject(hardBindingAssertion(store, label)?.data) ?? {};
    expect(exclusions).toEqual([{ start: utf8(ARTICLE).length, length: wrappedLength(store) }]);
  });

  it("is Invalid once a letter of it changes", async () => {
    const { output, mediaType } = await sign("article.txt", ARTICLE);
    output[60] = (output[60] as number) ^ 1;
    expect(await stateOf(output, mediaType)).toBe("Invalid");
  });

  it("is composed first where it was not, and that is said", async () => {
    const { output, mediaType, text } = await sign("article.txt", "Cafe\u0301 by the lake.\n");
    expect(utf8Text(output)?.startsWith("Caf\u00e9 by the lake.\n\ufeff")).toBe(true);
    expect(text?.composed).toBe(true);
    expect(await stateOf(output, mediaType)).toBe("Valid");
    expect((await sign("article.txt", "Caf\u00e9.")).text?.composed).toBe(false);
  });

  it("signed again has its first credentials as history, and one wrapper", async () => {
    const first = await sign("article.md", ARTICLE);
    const again = await sign("article.md", first.output, { statement: {} });
    const { plain, store, fault } = await openText(again.output, "text/markdown");
    expect(utf8Text(plain)).toBe(ARTICLE);
    expect(fault).toBeUndefined();
    expect(store).toEqual(again.store);
    expect(await stateOf(again.output, again.mediaType)).toBe("Valid");
    expect(again.store.length).toBeGreaterThan(first.store.length + 1500);
  });

  it("that is damaged is not signed over", async () => {
    const { output } = await sign("article.md", ARTICLE);
    const cut = (utf8Text(output) ?? "").slice(0, -40);
    await expect(sign("article.md", cut)).rejects.toThrow("can't become its history");
  });
});

describe("what is no text to be signed", () => {
  it.each([
    ["UTF-16", Buffer.from("\ufeffThe lake", "utf16le"), "is in UTF-16"],
    ["Latin-1", Buffer.from("Café am See", "latin1"), "is not UTF-8"],
    ["NUL bytes in the middle", Buffer.from(`${"The lake ".repeat(900)}\0`), "holds NUL bytes"],
    ["white space", Buffer.from(" \n\n"), "there are no words"],
    ["punctuation", Buffer.from("!!! ..."), "no words"],
  ])("%s", async (_, bytes, message) => {
    await expect(sign("article.txt", bytes)).rejects.toThrow(message);
  });
});
