// Every vector of others for invisible wrappers in text (C2PA 2.4 §A.8), with what this project says of it. Where readers
// disagree: docs/decisions/0006-text-carriers.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { encodeWrapper, wrappedLength } from "../../../src/container/index.js";
import { fromHex, toHex } from "../../../src/encoding/index.js";
import { carried } from "./text-carried.js";

const corpus = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const folder = `${corpus}/text-a8`;
const present = existsSync(folder);
if (!present) console.warn("text-vectors: skipped, ../shared/corpus/text-a8 is absent");

/** `OK` with the payload, `NONE`, or a code. */
const said = async (text: Uint8Array) => {
  const { store, failures } = await carried(text, "text/plain");
  return failures[0] ?? (store ? "OK" : "NONE");
};

describe.skipIf(!present)("the 29 records of c2patxt", () => {
  const lines = present
    ? readFileSync(`${folder}/A8ConformanceTest-2.0.0.rederived.txt`, "utf8").split("\n")
    : [];
  const records = lines.filter((line) => line !== "" && !line.startsWith("#"));

  it("are 29", () => expect(records).toHaveLength(29));

  for (const record of records) {
    const [id, does, text = "", payload = "", expected = "", status, flags] = record.split(";");
    it(`${id} (${flags}): ${status}`, async () => {
      if (does === "embed") {
        const wrapped = encodeWrapper(fromHex(payload));
        expect(wrapped.length).toBe(wrappedLength(fromHex(payload)));
        expect(text + toHex(wrapped)).toBe(expected);
        const { store } = await carried(fromHex(expected), "text/plain");
        expect(toHex(store!)).toBe(payload);
      } else {
        expect(await said(fromHex(text))).toBe(status);
        const { store } = await carried(fromHex(text), "text/plain");
        if (status === "OK") expect(toHex(store!)).toBe(expected);
      }
    });
  }
});

describe.skipIf(!present)("our own files beside them", () => {
  const index = present ? readFileSync(`${corpus}/INDEX.csv`, "utf8").split("\n") : [];
  const files = index.filter((line) => line.startsWith("text-a8/X-"));

  it("are 20", () => expect(files).toHaveLength(20));

  for (const line of files) {
    const [path = "", , , , , expected] = line.split(",");
    it(`${path}: ${expected}`, async () => {
      const status = line.split(",")[5];
      expect(await said(readFileSync(`${corpus}/${path}`))).toBe(status);
    });
  }
});

describe.skipIf(!present)("the public test files of C2PA (pull request 33)", () => {
  const EXPECTED: Readonly<Record<string, string>> = {
    "bad-length": "manifest.text.corruptedWrapper",
    "bad-magic": "NONE",
    "bad-version": "manifest.text.corruptedWrapper",
    "no-wrapper": "NONE",
    "two-wrappers": "manifest.text.multipleWrappers",
    "wrapper-padded": "OK",
    wrapper: "OK",
  };
  const files = present
    ? readdirSync(`${folder}/public-testfiles-2.4`).filter((name) => name.endsWith(".txt"))
    : [];

  it("are seven", () => expect(files).toHaveLength(7));

  for (const name of files)
    it(name, async () => {
      const text = readFileSync(`${folder}/public-testfiles-2.4/${name}`);
      const expected = EXPECTED[name.replace(/^.*-a8-|\.txt$/g, "")];
      expect(await said(text)).toBe(expected);
      const { store } = await carried(text, "text/plain");
      if (expected === "OK") expect(Buffer.from(store!).toString()).toBe("c2pa-manifest-01");
    });
});
