import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RECEIPT, readReceipt, writeReceipt } from "../../../../src/archive/index.js";
import { toBase64Url } from "../../../../src/encoding/index.js";
import { fakeBatch, fakeReceipt } from "../../../fake/receipt.js";

const receipt = await fakeReceipt(1);
const [batched] = await fakeBatch([1, 2, 3]);
const text = writeReceipt(receipt);

type Json = Record<string, unknown>;
const json = () => JSON.parse(text) as Record<string, Json>;
const batchJson = () => JSON.parse(writeReceipt(batched!)) as Record<string, Json>;
const faulty = (field: string) =>
  expect.objectContaining({
    code: "RECEIPT_INVALID",
    field,
    message: expect.stringContaining(field),
  });

describe("a receipt", () => {
  it("reads back as it was written, with a record of its own or in a batch", () => {
    expect(readReceipt(text)).toEqual(receipt);
    expect(readReceipt(writeReceipt(batched!))).toEqual(batched);
  });

  it("is the same text for the same receipt, one field a line", () => {
    expect(writeReceipt(readReceipt(text))).toBe(text);
    expect(text).toMatch(
      /^\{\n {2}"type": "colophon-receipt",\n {2}"version": 1,\n {2}"file": \{\n/,
    );
    expect(text.endsWith("\n}\n")).toBe(true);
  });

  it("may hold fields that nobody knows yet", () => {
    const more = { ...json(), later: { a: [1] }, record: { ...json()["record"], note: "x" } };
    expect(readReceipt(JSON.stringify(more))).toEqual(receipt);
  });

  it("is not poisoned by __proto__, and takes nothing from a prototype", () => {
    const poisoned = text.replace("{", '{"__proto__": {"batch": {"index": 0}, "polluted": 1},');
    expect(readReceipt(poisoned)).toEqual(receipt);
    expect(({} as Json)["polluted"]).toBeUndefined();
    const { file: _, ...rest } = json();
    const inherited = `{"__proto__": ${JSON.stringify({ file: json()["file"] })},${JSON.stringify(rest).slice(1)}`;
    expect(() => readReceipt(inherited)).toThrow(faulty("file"));
  });

  it("keeps a file's name with brackets and quotes", () => {
    const odd = { ...receipt, file: { ...receipt.file, name: '[[[[[[[[[["\\{.jpg' } };
    expect(readReceipt(writeReceipt(odd))).toEqual(odd);
  });
});

describe("a receipt is refused, with the field named,", () => {
  const hash = toBase64Url(receipt.file.sha256);

  it.each<[string, unknown]>([
    ["type", "receipt"],
    ["version", 2],
    ["version", "1"],
    ["file", []],
    ["file.name", ""],
    ["file.name", ".."],
    ["file.name", "../../etc/passwd"],
    ["file.name", "a\u0000b"],
    ["file.name", "x".repeat(256)],
    ["file.sha256", hash.slice(1)],
    ["file.sha256", `${hash}=`],
    ["file.sha256", `${hash.slice(0, 42)}_`], // stray bits: another spelling
    ["file.sha256", 7],
    ["file.mediaType", "jpeg"],
    ["manifest.id", "javascript:alert(1)"],
    ["manifest.sha256", "00".repeat(32)],
    ["signature", null],
    ["signer.name", ""],
    ["signer.name", "x".repeat(1001)],
    ["signer.certificate", "AB".repeat(32)],
    ["signer.certificate", "ab".repeat(31)],
    ["record.id", "abc"],
    ["record.owner", ["x"]],
    ["record.item", "not base64url!"],
    ["record.item", {}],
    ["batch.index", -1],
    ["batch.index", 0.5],
    ["batch.index", 100_000],
    ["batch.count", 0],
    ["batch.count", 100_001],
    ["batch.count", "3"],
    ["batch.path", "abc"],
    ["batch.path", Array.from({ length: 18 }, () => hash)],
    ["batch.path", [hash, hash.slice(1)]],
    ["batch.path", [hash, null]],
    ["batch.path", { length: 1, 0: hash }],
  ])("when %s is %j", (field, value) => {
    const changed = field.startsWith("batch") ? batchJson() : json();
    const [outer = "", inner] = field.split(".");
    if (inner === undefined) (changed as Json)[outer] = value;
    else changed[outer]![inner] = value;
    expect(() => readReceipt(JSON.stringify(changed))).toThrow(faulty(field));
  });

  it.each(
    [
      ["type", "version", "file", "manifest", "signature", "signer", "record"],
      ["file.name", "file.sha256", "file.mediaType", "manifest.id", "manifest.sha256"],
      ["signer.name", "signer.certificate", "record.id", "record.owner", "record.item"],
    ].flat(),
  )("when %s is missing", (field) => {
    const changed = json();
    const [outer = "", inner] = field.split(".");
    if (inner === undefined) delete changed[outer];
    else delete changed[outer]![inner];
    expect(() => readReceipt(JSON.stringify(changed))).toThrow(faulty(field));
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["a text", '"receipt"'],
    ["deep nesting", "[".repeat(5_000_000)],
    ["deep nesting in a field", text.replace("{", `{"x": ${"[".repeat(9)}${"]".repeat(9)},`)],
    ["too much", " ".repeat(MAX_RECEIPT + 1)],
  ])("when it is %s", (_, what) => {
    expect(() => readReceipt(what)).toThrow(faulty("text"));
  });

  it("and whatever a byte of it is changed to, it is read, or refused as RECEIPT_INVALID", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
        try {
          readReceipt(text.slice(0, at) + put + text.slice(at + 1));
        } catch (error) {
          expect(error).toMatchObject({ code: "RECEIPT_INVALID" });
        }
      }),
      { numRuns: 500 },
    );
  });
});
