// What a manifest says about training and mining, in both of its forms, and whatever else stands in its place.
import { describe, expect, it } from "vitest";
import { summarize } from "../../../src/credential/summarize.js";
import { groupTraining } from "../../../src/credential/training.js";

const said = (...assertions: readonly { readonly label: string; readonly data: unknown }[]) =>
  summarize({ active_manifest: "m", manifests: { m: { label: "m", assertions } } }).training;

describe("training and mining", () => {
  it("is absent where nothing is said, or nothing that makes sense", () => {
    expect(said()).toBeUndefined();
    for (const data of [null, 1, [], {}, { entries: [] }, { entries: { "cawg.data_mining": 1 } }])
      expect(said({ label: "cawg.training-mining", data })).toBeUndefined();
    const entries = { "cawg.data_mining": { use: "maybe" }, "cawg.other": { use: "allowed" } };
    expect(said({ label: "cawg.training-mining", data: { entries } })).toBeUndefined();
  });

  it("is told by purpose, with conditions, in one order", () => {
    const entries = {
      "cawg.data_mining": { use: "constrained", constraint_info: "ask us" },
      "cawg.ai_training": { use: "allowed" },
      "cawg.ai_generative_training": { use: "notAllowed", constraint_info: 7 },
    };
    expect(said({ label: "cawg.training-mining", data: { entries } })).toEqual([
      { purpose: "ai_generative_training", use: "notAllowed" },
      { purpose: "ai_training", use: "allowed" },
      { purpose: "data_mining", use: "constrained", info: "ask us" },
    ]);
  });

  it("is read from the older assertion where the newer says nothing", () => {
    const old = {
      label: "c2pa.training-mining",
      data: { entries: { "c2pa.ai_inference": { use: "allowed" } } },
    };
    const now = {
      label: "cawg.training-mining__1",
      data: { entries: { "cawg.ai_inference": { use: "notAllowed" } } },
    };
    expect(said(old)).toEqual([{ purpose: "ai_inference", use: "allowed" }]);
    expect(said(old, now)).toEqual([{ purpose: "ai_inference", use: "notAllowed" }]);
    expect(said(old, { ...now, data: {} })).toEqual([{ purpose: "ai_inference", use: "allowed" }]);
  });

  it("is grouped by what is said, the forbidden first", () => {
    expect(
      groupTraining([
        { purpose: "ai_generative_training", use: "allowed" },
        { purpose: "ai_training", use: "notAllowed" },
        { purpose: "ai_inference", use: "constrained", info: "ask" },
        { purpose: "data_mining", use: "notAllowed" },
      ]),
    ).toEqual([
      { use: "notAllowed", purposes: ["ai_training", "data_mining"] },
      { use: "constrained", purposes: ["ai_inference"], info: "ask" },
      { use: "allowed", purposes: ["ai_generative_training"] },
    ]);
  });
});
