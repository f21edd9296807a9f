import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/credential/sentence.js";
import { type Summary, summarize } from "../../../src/credential/summarize.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { signedStore } from "./signed-store.js";
import { storeJson } from "./store-json.js";

const signatureUrl = (manifest: string): string => `self#jumbf=/c2pa/${manifest}/c2pa.signature`;

function summary(
  extra: Readonly<Record<string, unknown>> = {},
  success: readonly Readonly<Record<string, unknown>>[] = [],
): Summary {
  const validation_results = { activeManifest: { success } };
  return summarize(storeJson({ root: { extra } }, { validation_results }));
}

describe("a summary", () => {
  it("of a store that the engine made says what was put into it", async () => {
    const { store } = await signedStore();
    const reading = await (await hostEngine()).read("application/c2pa", store);
    if (!("store" in reading)) throw new Error(`not read: ${reading.kind}`);
    const found = summarize(reading.store);
    reading.free();
    expect(found).toMatchObject({
      title: "sunset.jpg",
      creator: "Ada Reyes",
      signer: { name: "Colophon Test", commonName: "throw-away", algorithm: "Es256", chain: [] },
      when: { at: "2026-01-02T03:04:05Z", source: "claimed", trusted: false },
      generator: { name: "Colophon test", version: "1" },
      ai: { kind: "generated", model: "Painter", inherited: false },
      tree: { ingredients: [{ title: "sketch.jpg", relationship: "componentOf" }] },
    });
    expect(found.manifest).toMatch(/^urn:c2pa:/);
    expect(found.findings.map(({ code }) => code)).toContain("claimSignature.validated");
  });

  it.each([
    ["Trusted", "Trusted"],
    ["Valid", "Valid"],
    ["Invalid", "Invalid"],
    ["SomethingNew", "Invalid"],
    [undefined, "Invalid"],
  ])("takes the engine's state %s for %s", (said, state) => {
    expect(summarize({ validation_state: said }).engineState).toBe(state);
  });

  it("without an active manifest has findings and nothing else", () => {
    expect(summarize({ active_manifest: "gone", validation_state: "Valid" })).toEqual({
      engineState: "Valid",
      findings: [],
      manifest: "gone",
    });
  });
});

describe("the signing time", () => {
  const signature_info = { issuer: "O", time: "2026-01-02T03:04:05+00:00" };
  const validated = { code: "timeStamp.validated", url: signatureUrl("root") };
  const trusted = {
    code: "timeStamp.trusted",
    url: signatureUrl("root"),
    explanation: "timestamp cert trusted: T",
  };

  it("is a time-stamp's when that was validated, and trusted when its authority is", () => {
    const at = "2026-01-02T03:04:05+00:00";
    expect(summary({ signature_info }, [validated]).when).toEqual({
      at,
      source: "time-stamp",
      trusted: false,
    });
    expect(summary({ signature_info }, [validated, trusted]).when).toEqual({
      at,
      source: "time-stamp",
      trusted: true,
    });
  });

  it("is not trusted when no list was asked", () => {
    const legacy = { ...trusted, explanation: "legacy timestamp cert trusted: T" };
    expect(summary({ signature_info }, [validated, legacy]).when?.trusted).toBe(false);
  });

  it("is not taken from a stamp that was not validated, or validated for another manifest", () => {
    expect(summary({ signature_info }).when).toBeUndefined();
    const other = { ...validated, url: signatureUrl("root2") };
    expect(summary({ signature_info }, [other]).when).toBeUndefined();
  });

  it.each([
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"],
    ["2015-06-26T16:43:23+0200", "2015-06-26T16:43:23+02:00"],
    ["2026-01-02", "2026-01-02"],
    ["2026-01-02T03:04:05", "2026-01-02T03:04:05"],
    ["2026-02-30T03:04:05Z", undefined],
    ["2026-13-41T99:99:99Z", undefined],
    ["yesterday", undefined],
    [1767323045, undefined],
  ])("claimed as %j is %j", (when, at) => {
    const assertions = [
      { label: "c2pa.actions.v2", data: { actions: [{ action: "c2pa.created", when }] } },
    ];
    expect(summary({ assertions }).when).toEqual(at && { at, source: "claimed", trusted: false });
  });
});

describe("the names in a summary", () => {
  const metadata = (label: string, data: unknown) => ({ assertions: [{ label, data }] });

  it.each([
    ["c2pa.metadata", { "dc:creator": "Ada" }, "Ada"],
    ["c2pa.metadata", { "dc:creator": ["Ada", "Bo", "Ada"] }, "Ada, Bo"],
    ["cawg.metadata__1", { "dc:creator": { "@list": ["Ada", { "@value": "Bo" }] } }, "Ada, Bo"],
    ["stds.schema-org.CreativeWork", { author: [{ "@type": "Person", name: "Ada" }] }, "Ada"],
    ["stds.schema-org.CreativeWork", { author: "Ada" }, "Ada"],
    ["c2pa.metadata", { "dc:creator": 7 }, undefined],
    ["com.example", { "dc:creator": "Ada" }, undefined],
  ])("take the creator from %s %j", (label, data, creator) => {
    expect(summary(metadata(label, data)).creator).toBe(creator);
  });

  it("take the title from the claim, else from the metadata", () => {
    const data = { "dc:title": { "x-default": "Sunset" } };
    expect(summary(metadata("c2pa.metadata", data)).title).toBe("Sunset");
    expect(summary({ ...metadata("c2pa.metadata", data), title: "a.jpg" }).title).toBe("a.jpg");
  });

  it("take the signer's from the organisation, else from the common name", () => {
    const name = (signature_info: unknown) => summary({ signature_info }).signer?.name;
    expect(name({ issuer: "Org", common_name: "Ada" })).toBe("Org");
    expect(name({ common_name: "Ada" })).toBe("Ada");
    expect(name({})).toBe("a certificate without a name");
    expect(name(undefined)).toBeUndefined();
  });

  it.each([
    [
      { claim_generator_info: [{ name: "X", version: "1" }], claim_generator: "Y/2" },
      { name: "X", version: "1" },
    ],
    [{ claim_generator: "Adobe_Firefly adobe_c2pa/0.5.0" }, { name: "Adobe Firefly" }],
    [{ claim_generator: "make_test/0.1 c2pa-rs/0.1" }, { name: "make test", version: "0.1" }],
    [{ claim_generator: "adobe unit test" }, { name: "adobe unit test" }],
    [{ claim_generator_info: [{}, 7] }, undefined],
  ])("take the generator from %j", (fields, generator) => {
    expect(summary(fields).generator).toEqual(generator);
  });
});

// Random JSON rarely hits a field that is read, so keys and strings are mostly those that are.
const KEYS = [
  "active_manifest",
  "manifests",
  "root",
  "validation_results",
  "validation_status",
  "validation_state",
  "activeManifest",
  "ingredientDeltas",
  "ingredientAssertionURI",
  "validationDeltas",
  "success",
  "failure",
  "code",
  "url",
  "ingredients",
  "relationship",
  "assertions",
  "label",
  "data",
  "actions",
  "action",
  "templates",
  "softwareAgents",
  "softwareAgentIndex",
  "digitalSourceType",
  "when",
  "contentProfile",
  "dc:creator",
  "author",
  "@list",
  "signature_info",
  "time",
  "thumbnail",
  "claim_generator",
  "claim_generator_info",
  "data_types",
  "__proto__",
  "constructor",
];
const TEXTS = [
  "root",
  "parentOf",
  "c2pa.actions.v2",
  "c2pa.metadata",
  "c2pa.created",
  "*",
  "c2pa.ai-disclosure",
];

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    fc.oneof(fc.constantFrom(...TEXTS), fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie("json"), { maxKeys: 6 }),
  ),
}));

describe("hostile JSON", () => {
  it("of any shape is summarised without an exception", () => {
    fc.assert(
      fc.property(json, (value) => {
        const { engineState: state, ...parts } = summarize(value);
        expect(sentence({ state, ...parts })).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });

  it("in place of any field of a manifest is summarised without an exception", () => {
    const fields = [
      "title",
      "thumbnail",
      "ingredients",
      "assertions",
      "signature_info",
      "claim_generator",
      "claim_generator_info",
    ];
    const manifest = fc.dictionary(fc.constantFrom(...fields), json);
    const statuses = fc.array(fc.record({ code: fc.string(), url: json, explanation: json }));
    fc.assert(
      fc.property(manifest, manifest, json, statuses, (root, other, assertionData, failure) => {
        const assertions = [
          {
            label: "c2pa.actions.v2",
            data: { actions: [{ action: "c2pa.created" }, assertionData] },
          },
          { label: "c2pa.ai-disclosure", data: assertionData },
          { label: "c2pa.metadata", data: { "dc:creator": assertionData } },
        ];
        const found = summarize({
          active_manifest: "root",
          manifests: {
            root: { assertions, ingredients: [{ active_manifest: "other" }], ...root },
            other: {
              ingredients: [{ active_manifest: "root", validation_results: assertionData }],
              ...other,
            },
          },
          validation_results: { activeManifest: { failure } },
        });
        expect(found.engineState).toBe("Invalid");
        expect(found.tree?.relationship).toBe("self");
      }),
      { numRuns: 500 },
    );
  });
});
