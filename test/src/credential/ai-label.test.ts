import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { aiLabel } from "../../../src/credential/ai-label.js";
import { manifestStore } from "../../../src/credential/manifest-store.js";
import { sourceKind } from "../../../src/credential/source-type.js";
import { parseJson } from "../../../src/encoding/index.js";
import type { AiLabel } from "../../../src/verdict.js";
import { type ManifestVector, storeJson } from "./store-json.js";

interface Case {
  readonly title: string;
  readonly manifests: Readonly<Record<string, ManifestVector>>;
  readonly label: AiLabel;
}

const file = new URL("../../vector/ai-label.json", import.meta.url);
const { cases } = parseJson(readFileSync(file, "utf8")) as { cases: readonly Case[] };

describe("the AI label", () => {
  it.each(cases)("$title", ({ manifests, label }) => {
    expect(aiLabel(manifestStore(storeJson(manifests)), "root")).toEqual(label);
  });

  it("reads source types from templates and tools from the shared list of agents", () => {
    const data = {
      actions: [{ action: "c2pa.created", softwareAgentIndex: 0 }, { action: "c2pa.edited" }],
      templates: [
        {
          action: "*",
          digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits",
        },
        {
          action: "c2pa.created",
          digitalSourceType:
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        },
      ],
      softwareAgents: [{ name: "Painter" }],
    };
    const assertions = [{ label: "c2pa.actions.v2__1", data }];
    const store = manifestStore(storeJson({ root: { extra: { assertions } } }));
    expect(aiLabel(store, "root")).toMatchObject({ kind: "generated", model: "Painter" });
  });

  it("of a manifest that is not there is not declared", () => {
    expect(aiLabel(manifestStore({}), "root").kind).toBe("not-declared");
  });

  it("of a line of ten thousand parents is found without exhausting the stack", () => {
    const manifests: Record<string, ManifestVector> = {};
    const name = (i: number): string => (i === 0 ? "root" : `m${i}`);
    for (let i = 0; i < 10_000; i++)
      manifests[name(i)] = { ingredients: [["parentOf", name(i + 1)]] };
    expect(aiLabel(manifestStore(storeJson(manifests)), "root").kind).toBe("not-declared");
  });

  it("of a history that doubles at each of 60 steps is found at once", () => {
    const manifests: Record<string, ManifestVector> = {
      m60: { sources: [["c2pa.created", "iptc:trainedAlgorithmicMedia"]] },
    };
    for (let i = 0; i < 60; i++)
      manifests[i === 0 ? "root" : `m${i}`] = {
        ingredients: [
          ["componentOf", `m${i + 1}`],
          ["componentOf", `m${i + 1}`],
        ],
      };
    expect(aiLabel(manifestStore(storeJson(manifests)), "root")).toMatchObject({
      kind: "edited",
      inherited: true,
    });
  });
});

describe("a source type", () => {
  it.each(["", undefined, "digitalcapture", "x/digitalCapture", "toString", "__proto__"])(
    "%j says nothing",
    (value) => {
      expect(sourceKind(value)).toBeUndefined();
    },
  );
});
