import { describe, expect, it } from "vitest";
import { manifestStore } from "../../../src/credential/manifest-store.js";
import { provenanceTree } from "../../../src/credential/provenance-tree.js";
import type { ProvenanceNode } from "../../../src/verdict.js";
import { ingredientUri, type ManifestVector, storeJson } from "./store-json.js";

function tree(
  manifests: Readonly<Record<string, ManifestVector>>,
  extra?: Readonly<Record<string, unknown>>,
): ProvenanceNode {
  const root = provenanceTree(manifestStore(storeJson(manifests, extra)), "root");
  if (!root) throw new Error("no tree");
  return root;
}

const codes = (node: ProvenanceNode | undefined): string[] =>
  node?.findings.map(({ code }) => code) ?? [];
const size = (node: ProvenanceNode): number =>
  node.ingredients.reduce((sum, child) => sum + size(child), 1);
const depth = (node: ProvenanceNode): number =>
  1 + Math.max(0, ...node.ingredients.map((child) => depth(child)));
const failing = (code: string) => ({ activeManifest: { failure: [{ code, explanation: "x" }] } });

describe("the provenance tree", () => {
  it("says of each asset what it is, who signed it, when, with what and what was done", () => {
    const thumbnail = { format: "image/jpeg", identifier: "self#jumbf=/c2pa/root/thumb" };
    const root = tree({
      root: {
        generator: "Editor",
        sources: [["c2pa.opened", null, "Brush"]],
        ingredients: [
          ["parentOf", "photo", { title: "photo.jpg", format: "image/jpeg", thumbnail }],
          ["componentOf", null, { title: "logo.png", format: "image/png" }],
          ["somethingElse"],
        ],
        extra: { title: "cover.jpg", format: "image/jpeg", thumbnail },
      },
      photo: {
        sources: [["c2pa.created", "iptc:digitalCapture"]],
        extra: {
          claim_generator: "Nikon_Z9/1.0 c2pa-rs/0.14.0",
          signature_info: { issuer: "Nikon", common_name: "Z9", time: "2026-01-02T03:04:05+00:00" },
        },
      },
    });
    const expected: ProvenanceNode = {
      title: "cover.jpg",
      relationship: "self",
      mediaType: "image/jpeg",
      manifest: "root",
      generator: { name: "Editor", version: "1" },
      actions: [{ action: "c2pa.opened", tool: { name: "Brush" } }],
      state: "self",
      findings: [],
      thumbnail: { mediaType: "image/jpeg", uri: "self#jumbf=/c2pa/root/thumb" },
      ingredients: [
        {
          title: "photo.jpg",
          relationship: "parentOf",
          mediaType: "image/jpeg",
          manifest: "photo",
          signer: "Nikon",
          at: "2026-01-02T03:04:05+00:00",
          generator: { name: "Nikon Z9", version: "1.0" },
          actions: [
            {
              action: "c2pa.created",
              digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            },
          ],
          state: "valid",
          findings: [],
          thumbnail: { mediaType: "image/jpeg", uri: "self#jumbf=/c2pa/root/thumb" },
          ingredients: [],
        },
        {
          title: "logo.png",
          relationship: "componentOf",
          mediaType: "image/png",
          actions: [],
          state: "no-credential",
          findings: [],
          ingredients: [],
        },
        {
          title: "untitled",
          relationship: "unknown",
          actions: [],
          state: "no-credential",
          findings: [],
          ingredients: [],
        },
      ],
    };
    expect(root).toEqual(expected);
  });

  it.each([
    [
      "recorded by version 3",
      { validation_results: failing("claimSignature.mismatch") },
      "invalid",
    ],
    [
      "recorded by version 1",
      { validation_status: [{ code: "assertion.hashedURI.mismatch" }] },
      "invalid",
    ],
    [
      "recorded as untrusted",
      { validation_results: failing("signingCredential.untrusted") },
      "valid",
    ],
    [
      "recorded as stamped wrongly",
      { validation_status: [{ code: "timeStamp.mismatch" }] },
      "valid",
    ],
  ])("of an ingredient %s has the state that follows", (_, fields, state) => {
    const root = tree({ root: { ingredients: [["parentOf", "a", fields]] }, a: {} });
    expect(root.ingredients[0]?.state).toBe(state);
    expect(codes(root.ingredients[0])).toHaveLength(1);
    expect(root.ingredients[0]?.findings[0]?.ingredient).toBe(ingredientUri("root", 0));
  });

  it("believes what is re-checked now, for that ingredient alone", () => {
    const delta = {
      ingredientAssertionURI: ingredientUri("root", 1),
      validationDeltas: { failure: [{ code: "assertion.hashedURI.mismatch", explanation: "x" }] },
    };
    const root = tree(
      {
        root: {
          ingredients: [
            ["parentOf", "a"],
            ["componentOf", "b"],
          ],
        },
        a: {},
        b: {},
      },
      { validation_results: { ingredientDeltas: [delta] } },
    );
    expect(root.ingredients.map(({ state }) => state)).toEqual(["valid", "invalid"]);
  });

  it("does not blame an ingredient for what was recorded about its own ingredients", () => {
    const ingredientDeltas = [
      {
        ingredientAssertionURI: ingredientUri("a", 0),
        validationDeltas: { failure: [{ code: "claimSignature.mismatch", explanation: "x" }] },
      },
    ];
    const fields = { validation_results: { ingredientDeltas } };
    const root = tree({ root: { ingredients: [["parentOf", "a", fields]] }, a: {} });
    expect(root.ingredients[0]?.state).toBe("valid");
  });

  it("marks a manifest that is named but not there as one that does not hold", () => {
    const root = tree({ root: { ingredients: [["parentOf", "gone"]] } });
    expect(root.ingredients[0]).toMatchObject({ state: "invalid", manifest: "gone", actions: [] });
    expect(codes(root.ingredients[0])).toEqual(["colophon.ingredient.manifestMissing"]);
  });

  it("ends a cycle and says so", () => {
    const root = tree({
      root: { ingredients: [["parentOf", "a"]] },
      a: { ingredients: [["parentOf", "root"]] },
    });
    expect(size(root)).toBe(3);
    expect(codes(root.ingredients[0]?.ingredients[0])).toEqual(["colophon.tree.cycle"]);
  });

  it("opens a history that is used twice once, and says so the second time", () => {
    const root = tree({
      root: {
        ingredients: [
          ["parentOf", "a"],
          ["componentOf", "a"],
        ],
      },
      a: { ingredients: [["parentOf", null]] },
    });
    expect(root.ingredients.map((child) => child.ingredients.length)).toEqual([1, 0]);
    expect(codes(root.ingredients[0])).toEqual([]);
    expect(codes(root.ingredients[1])).toEqual(["colophon.tree.repeated"]);
  });

  it("of a history that doubles at each of 60 steps stays small", () => {
    const manifests: Record<string, ManifestVector> = {};
    for (let i = 0; i < 60; i++)
      manifests[i === 0 ? "root" : `m${i}`] = {
        ingredients: [
          ["componentOf", `m${i + 1}`],
          ["componentOf", `m${i + 1}`],
        ],
      };
    manifests["m60"] = {};
    expect(size(tree(manifests))).toBe(121);
  });

  it("is cut at 1000 nodes and says how many are missing, without starving the siblings", () => {
    const many = (prefix: string, count: number): ManifestVector["ingredients"] =>
      Array.from({ length: count }, (_, i) => ["componentOf", null, { title: `${prefix}${i}` }]);
    const root = tree({
      root: {
        ingredients: [
          ["parentOf", "a"],
          ["componentOf", "b"],
        ],
      },
      a: { ingredients: many("a", 5000) ?? [] },
      b: { ingredients: many("b", 3) ?? [] },
    });
    expect(size(root)).toBe(1000);
    expect(root.ingredients).toHaveLength(2);
    expect(root.ingredients[0]?.findings[0]).toMatchObject({
      code: "colophon.tree.truncated",
      explanation: "its history is too large: 4003 of its ingredients are not shown",
    });
    expect(codes(root.ingredients[1])).toEqual(["colophon.tree.truncated"]);
  });

  it("is cut at a depth of 101 and says so", () => {
    const manifests: Record<string, ManifestVector> = {};
    for (let i = 0; i < 5000; i++)
      manifests[i === 0 ? "root" : `m${i}`] = { ingredients: [["parentOf", `m${i + 1}`]] };
    const root = tree(manifests);
    expect(depth(root)).toBe(101);
    expect(JSON.stringify(root)).toContain("colophon.tree.truncated");
  });

  it("of a manifest that is not there does not exist", () => {
    expect(provenanceTree(manifestStore({}), "root")).toBeUndefined();
  });
});
