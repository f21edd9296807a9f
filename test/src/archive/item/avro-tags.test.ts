import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTags, encodeTags } from "../../../../src/archive/item/avro-tags.js";
import { fromHex, toHex, utf8 } from "../../../../src/encoding/index.js";

const malformed = expect.objectContaining({ code: "ITEM_MALFORMED" });
const one = { name: "a", value: "b" };
const many = (count: number) => Array.from({ length: count }, () => one);

describe("tags of a data item", () => {
  it("are an Avro array: count, then length and text of each, then zero", () => {
    expect(toHex(encodeTags([{ name: "a", value: "bc" }]))).toBe("02" + "0261" + "046263" + "00");
  });

  it("none are no bytes, and a bare zero is none, too", () => {
    expect(encodeTags([])).toHaveLength(0);
    expect(decodeTags(Uint8Array.of(0))).toEqual([]);
  });

  it.each([
    ["128 tags", many(128)],
    ["a name of 1,024 bytes", [{ name: "n".repeat(1024), value: "v" }]],
    ["a value of 3,072 bytes", [{ name: "n", value: "v".repeat(3072) }]],
    ["a byte order mark, which is kept", [{ name: "\ufeffa", value: "\ufeff" }]],
    [
      "exactly 4,096 bytes",
      [
        { name: "n".repeat(1014), value: "v".repeat(3072) },
        { name: "n", value: "v" },
      ],
    ],
  ])("%s pass both ways", (_, tags) => {
    expect(decodeTags(encodeTags(tags))).toEqual(tags);
  });

  it.each([
    ["129 tags", many(129)],
    ["an empty name", [{ name: "", value: "v" }]],
    ["an empty value", [{ name: "n", value: "" }]],
    ["a name of 1,025 bytes", [{ name: "n".repeat(1025), value: "v" }]],
    ["a name of 513 characters in 1,026 bytes", [{ name: "é".repeat(513), value: "v" }]],
    ["a value of 3,073 bytes", [{ name: "n", value: "v".repeat(3073) }]],
    ["half a character", [{ name: "n", value: "\ud800" }]],
    [
      "4,097 bytes in all",
      [
        { name: "n".repeat(1014), value: "v".repeat(3072) },
        { name: "n", value: "vv" },
      ],
    ],
  ])("%s are not written", (_, tags) => {
    expect(() => encodeTags(tags)).toThrow(malformed);
  });

  const tag = "0261" + "0262"; // a: b
  it.each([
    ["129 tags", `8202${tag.repeat(129)}00`],
    ["129 tags in two blocks", `8002${tag.repeat(128)}02${tag}00`],
    ["a count of 2^40 that nothing follows", "80808080808001"],
    ["a count beyond 2^53", "ffffffffffffffff7f"],
    ["an empty name", "02" + "00" + "0262" + "00"],
    ["an empty value", "02" + "0261" + "00" + "00"],
    ["a negative length", "02" + "0161" + "0262" + "00"],
    ["a name of 1,025 bytes", `02${"8210"}${"61".repeat(1025)}026200`],
    ["a value of 3,073 bytes", `02${"0261"}${"8230"}${"61".repeat(3073)}00`],
    ["a length past the end", "02" + "0261" + "0a62" + "00"],
    ["a byte after the end", `02${tag}0000`],
    ["no end", `02${tag}`],
    ["an overlong count", `8200${tag}00`],
    ["an overlong length", "02" + "820061" + "0262" + "00"],
    ["an overlong end", `02${tag}8000`],
    ["a block that lies about its size", `01${"0a"}${tag}00`],
    ["bytes that are not UTF-8", "02" + "02ff" + "0262" + "00"],
    ["4,097 bytes", "00".repeat(4097)],
  ])("%s are rejected, not repaired", (_, hex) => {
    expect(() => decodeTags(fromHex(hex))).toThrow(malformed);
  });

  it("blocks are read as Avro defines them: several, and with their size announced", () => {
    expect(decodeTags(fromHex(`02${tag}02${tag}00`))).toEqual(many(2));
    expect(decodeTags(fromHex(`03${"10"}${tag}${tag}00`))).toEqual(many(2));
  });

  const text = (max: number) =>
    fc.string({ unit: "binary", minLength: 1, maxLength: max }).filter((t) => utf8(t).length <= 99);
  it("what is written is read back, whatever the text", async () => {
    const tags = fc.array(fc.record({ name: text(30), value: text(60) }), { maxLength: 20 });
    await fc.assert(
      fc.property(tags, (list) => {
        expect(decodeTags(encodeTags(list))).toEqual(list);
      }),
    );
  });

  it("any bytes are read or refused by code, and what is read can be written", async () => {
    const sample = encodeTags([one, { name: "Content-Type", value: "application/c2pa" }]);
    const change = fc.tuple(fc.nat(sample.length - 1), fc.nat(255));
    const mutated = fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
      const bytes = sample.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
    await fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        try {
          const tags = decodeTags(bytes);
          expect(decodeTags(encodeTags(tags))).toEqual(tags);
        } catch (error) {
          expect(error).toEqual(malformed);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
