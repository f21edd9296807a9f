// What is stored is read as if a stranger had written it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  gatewayAddress,
  isHost,
  isThisComputer,
  MAX_GATEWAYS,
  MAX_PEM,
  refusedParts,
  soundParts,
} from "../../../extension/settings-form.js";

const LIST = {
  name: "c2pa",
  use: "signers",
  pem: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
  source: "https://example.com/list.pem",
  sha256: "0".repeat(64),
  at: "2026-11-20T10:00:00.000Z",
  anchors: 3,
};
const WHOLE = {
  mode: "click",
  sites: { "example.com": "off", "[2001:db8::1]": "automatic", localhost: "click" },
  lists: [LIST, { ...LIST, use: "time-stamps" }],
  gateways: ["https://arweave.net", "http://127.0.0.1:1984", "https://example.com/path"],
  privateLookup: false,
  lookupSites: ["example.com"],
  language: "zh_CN",
};

describe("settings", () => {
  it("that are sound are read as they are", () => {
    expect(soundParts(WHOLE)).toEqual(WHOLE);
    expect(refusedParts(WHOLE)).toEqual([]);
  });

  it.each([
    ["mode", ["always", "", null, 1, true, ["off"], { off: 1 }]],
    ["sites", [null, [], "off", 3]],
    ["lists", [null, {}, "x", { length: 1 }]],
    ["gateways", [null, {}, "https://arweave.net"]],
    ["privateLookup", [0, "true", null, []]],
    ["lookupSites", [null, {}, "example.com"]],
    ["language", [null, "english", "../de", "de_de", 1, "de\n"]],
  ] as const)("with a %s of another kind are read without it", (key, values) => {
    for (const value of values) {
      expect(soundParts({ [key]: value }), JSON.stringify(value)).toEqual({});
      expect(refusedParts({ [key]: value })).toEqual([key]);
    }
  });

  it("with names that no setting has are read without them", () => {
    const stored = JSON.parse('{"__proto__":{"mode":"off"},"constructor":1,"toString":"x","x":1}');
    expect(soundParts(stored)).toEqual({});
    expect(refusedParts({ constructor: 1, toString: 2, x: 3 })).toEqual([
      "constructor",
      "toString",
      "x",
    ]);
  });

  it("lose the entries that are unsound, and only those", () => {
    const sites = JSON.parse(
      '{"example.com":"off","a.example":"never","https://x":"off","__proto__":"off"}',
    );
    const read = soundParts({
      sites,
      lookupSites: ["b.example", 1, "", "b.example", "B.example", "c.example/"],
      gateways: ["https://a.example", "https://a.example/", "http://b.example", "ftp://c", {}],
    });
    expect(Object.entries(read.sites ?? {})).toContainEqual(["example.com", "off"]);
    expect(Object.keys(read.sites ?? {})).not.toContain("a.example");
    expect(Object.keys(read.sites ?? {})).not.toContain("https://x");
    expect(Object.getPrototypeOf(read.sites)).toBe(Object.prototype);
    expect(read.lookupSites).toEqual(["b.example"]);
    expect(read.gateways).toEqual(["https://a.example"]);
  });

  it.each([
    ["a name that is too long", { name: "x".repeat(101) }],
    ["no name", { name: "" }],
    ["another use", { use: "everything" }],
    ["a PEM text that is too long", { pem: LIST.pem + "x".repeat(MAX_PEM) }],
    ["no PEM text", { pem: "hello" }],
    ["a digest in capitals", { sha256: "A".repeat(64) }],
    ["a digest that is too short", { sha256: "0".repeat(63) }],
    ["a day that is none", { at: "2026-13-45T10:00:00Z" }],
    ["a day in words", { at: "yesterday" }],
    ["no anchors", { anchors: 0 }],
    ["half an anchor", { anchors: 1.5 }],
    ["a source of another kind", { source: { toString: "x" } }],
    ["a field more", { trusted: true }],
  ])("lose a list with %s", (_, part) => {
    expect(soundParts({ lists: [LIST, { ...LIST, name: "b", ...part }] })).toEqual({
      lists: [LIST],
    });
    expect(refusedParts({ lists: [{ ...LIST, ...part }] })).toEqual(["lists"]);
  });

  it("are bounded in number and in size", () => {
    const many = Array.from({ length: 5000 }, (_, i) => `s${i}.example`);
    const read = soundParts({
      sites: Object.fromEntries(many.map((host) => [host, "off"])),
      lookupSites: many,
      gateways: many.map((host) => `https://${host}`),
      lists: Array.from({ length: 500 }, (_, i) => ({ ...LIST, name: `l${i}` })),
    });
    expect(Object.keys(read.sites ?? {})).toHaveLength(2000);
    expect(read.lookupSites).toHaveLength(2000);
    expect(read.gateways).toHaveLength(MAX_GATEWAYS);
    expect(read.lists).toHaveLength(64);
    const large = { ...LIST, pem: LIST.pem + "x".repeat(900_000) };
    const lists = Array.from({ length: 20 }, (_, i) => ({ ...large, name: `l${i}` }));
    expect(soundParts({ lists }).lists).toHaveLength(6);
    expect(refusedParts({ lists })).toEqual(["lists"]);
  });

  it("keep two lists of one name and one use apart from none", () => {
    expect(soundParts({ lists: [LIST, { ...LIST, anchors: 9 }] })).toEqual({ lists: [LIST] });
  });

  it("are read without a fault whatever is stored, and what is read is sound", () => {
    const keys = fc.constantFrom(...Object.keys(WHOLE));
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), (stored) => {
        expect(refusedParts({ ...soundParts(stored) })).toEqual([]);
      }),
    );
  });
});

describe("a host", () => {
  it.each([
    "example.com",
    "xn--bcher-kva.example",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "a_b.example",
    "com.",
  ])("may be %s", (host) => {
    expect(isHost(host)).toBe(true);
  });
  it.each([
    "",
    "Example.com",
    "bücher.example",
    "a/b",
    "a:80",
    "a@b",
    "a?b",
    "a#b",
    "a\\b",
    " a",
    "a b",
    "::1",
    "[::1",
    "127.1",
    "a%2fb",
    "a%20b",
    "*.example.org",
    "a".repeat(300),
    3,
    null,
    ["a"],
  ])("is not %j", (host) => {
    expect(isHost(host)).toBe(false);
  });
});

describe("the address of a gateway", () => {
  it.each([
    ["https://arweave.net/", "https://arweave.net"],
    ["HTTPS://Arweave.NET", "https://arweave.net"],
    ["https://example.com:8443/a/", "https://example.com:8443/a"],
    ["http://localhost:1984", "http://localhost:1984"],
    ["http://127.0.0.1:1984/", "http://127.0.0.1:1984"],
    ["http://[::1]:1984", "http://[::1]:1984"],
  ])("%s is kept as %s", (typed, kept) => {
    expect(gatewayAddress(typed)).toBe(kept);
  });
  it.each([
    "http://arweave.net",
    "http://127.0.0.1.example.com",
    "http://10.0.0.1",
    "ftp://a.example",
    "https://u@a.example",
    "https://:p@a.example",
    "https://a.example/?q",
    "https://a.example/?",
    "https://a.example/#",
    "javascript:alert(1)",
    "file:///etc",
    "arweave.net",
    "",
    `https://a.example/${"x".repeat(200)}`,
  ])("is not %s", (typed) => {
    expect(gatewayAddress(typed)).toBeUndefined();
  });
  it("on this computer is told by its host", () => {
    expect(["localhost", "127.0.0.1", "127.9.9.9", "[::1]"].every(isThisComputer)).toBe(true);
    expect(
      ["localhost.example", "128.0.0.1", "127.0.0.1.nip.io", "10.0.0.1"].some(isThisComputer),
    ).toBe(false);
  });
});
