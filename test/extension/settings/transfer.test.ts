// Settings as a file: what is taken from one is whole and sound, or nothing is taken.
import { beforeAll, describe, expect, it } from "vitest";
import { exported, imported } from "../../../extension/options/transfer.js";
import type { Settings } from "../../../extension/settings.js";
import { DEFAULTS } from "../../../extension/settings-form.js";
import { freeName, isPublished, pemText, storedList } from "../../../extension/trust-entry.js";
import { parsePem } from "../../../src/trust/index.js";
import { workshop } from "../../toolkit/sign/workshop.js";

const AT = new Date("2026-11-20T10:00:00Z");
let pem = "";
let settings: Settings = DEFAULTS;
beforeAll(async () => {
  pem = (await workshop()).root;
  const list = await storedList({ name: "ada", use: "signers", pem, source: "ada.pem" }, AT);
  settings = { ...DEFAULTS, mode: "off", sites: { "example.com": "click" }, lists: [list] };
});
const fileWith = (part: object, whole: object = {}) =>
  JSON.stringify({
    ...JSON.parse(exported(settings)),
    settings: { ...settings, ...part },
    ...whole,
  });

describe("settings in a file", () => {
  it("come back as they were", async () => {
    expect(await imported(exported(settings))).toEqual(settings);
  });

  it("that are not named are as they are at first", async () => {
    const file = JSON.stringify({ ...JSON.parse(exported(DEFAULTS)), settings: { mode: "click" } });
    expect(await imported(file)).toEqual({ ...DEFAULTS, mode: "click" });
  });

  it.each([
    ["no JSON", () => "mode: off"],
    ["another kind of file", () => '{"kind":"other","version":1,"settings":{}}'],
    ["a list of things", () => "[]"],
    ["another version", () => fileWith({}, { version: 2 })],
    ["a field more", () => fileWith({}, { more: 1 })],
    ["a setting that there is not", () => fileWith({ telemetry: true })],
    ["a setting of another kind", () => fileWith({ mode: "always" })],
    [
      "one gateway of many without encryption",
      () => fileWith({ gateways: ["https://a.example", "http://b.example"] }),
    ],
    ["one site that is none", () => fileWith({ sites: { "a.example": "off", "x/y": "off" } })],
    ["a list twice", () => fileWith({ lists: [settings.lists[0], settings.lists[0]] })],
    ["more than fits", () => exported(settings) + " ".repeat(8 * 1024 * 1024)],
  ])("are refused in %s", async (_, file) => {
    await expect(imported(file())).rejects.toMatchObject({ code: "ENCODING_INVALID" });
  });

  it("are refused with a list that was changed after it was saved", async () => {
    const [list] = settings.lists;
    const other = (await workshop()).root;
    await expect(imported(fileWith({ lists: [{ ...list, pem: other }] }))).rejects.toMatchObject({
      code: "TRUST_LIST_INVALID",
    });
    const broken = pem.replace("\nMII", "\nAII");
    await expect(imported(fileWith({ lists: [{ ...list, pem: broken }] }))).rejects.toMatchObject({
      code: "TRUST_LIST_INVALID",
    });
  });
});

describe("an entry", () => {
  it("is made of certificates that can be read, and of nothing else", async () => {
    await expect(
      storedList({ name: "x", use: "signers", pem: "hello", source: "x" }, AT),
    ).rejects.toMatchObject({ code: "TRUST_LIST_INVALID" });
    expect(settings.lists[0]).toMatchObject({ anchors: 1, at: AT.toISOString() });
  });

  it("may come as DER", async () => {
    const [der] = parsePem(pem);
    expect(parsePem(pemText(der!))).toEqual([der]);
    expect(pemText(new TextEncoder().encode(pem))).toBe(pem);
  });

  it("of the reader's own never takes a published list's name, nor another's", () => {
    expect(freeName("c2pa", [])).toBe("c2pa (2)");
    expect(freeName("ada", settings.lists)).toBe("ada (2)");
    expect(freeName("  ", [])).toBe("?");
    expect(isPublished({ name: freeName("c2pa-time-stamp", []) })).toBe(false);
  });
});
