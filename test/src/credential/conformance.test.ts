import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkConformance, localSignals, type RuleSet } from "../../../src/credential/index.js";
import { baseDocument, crJsonCases, editAt } from "./cr-json-vector.js";

const everySet: readonly RuleSet[] = ["structure", "integrity", "trust", "text"];

/** The rules that failed, with their matches. */
function broken(crJson: unknown, options = {}): Record<string, readonly string[]> {
  const failed = checkConformance(crJson, options).filter(({ passed }) => !passed);
  return Object.fromEntries(failed.map(({ id, matches }) => [id, matches]));
}

describe("a conforming manifest", () => {
  test.each(["created", "opened"])("that begins with c2pa.%s breaks no rule", (base) => {
    expect(broken(baseDocument(base))).toEqual({});
  });

  test("is checked by the 31 rules of programme 0.2 and specification 2.4, and by ours", () => {
    const results = checkConformance(baseDocument("created"));
    expect(new Set(results.map(({ id }) => id)).size).toBe(32);
    expect(results).toContainEqual({
      id: "validation:mandatory_dst_for_created_action",
      set: "structure",
      passed: true,
      severity: "error",
      matches: [],
      explanation: "every c2pa.created action says its digitalSourceType",
      spec: "C2PA 2.4 §18.15.4",
    });
  });
});

describe("the rules, over our own documents", () => {
  test.each(crJsonCases)("$name", ({ crJson, options, breaks }) => {
    expect(broken(crJson, options)).toEqual(breaks);
  });

  test("each of them is broken by at least one document", () => {
    const all = checkConformance(undefined, { sets: everySet }).map(({ id }) => id);
    const covered = new Set(crJsonCases.flatMap(({ breaks }) => Object.keys(breaks)));
    expect(all.filter((id) => !covered.has(id))).toEqual([]);
  });

  test("only the discouraged parameters are a warning", () => {
    const warnings = checkConformance(undefined, { sets: everySet })
      .filter(({ severity }) => severity === "warning")
      .map(({ id }) => id);
    expect(warnings).toEqual(["validation:discouraged_legacy_action_parameters"]);
  });

  test("an unknown signer fails nothing unless trust is asked about", () => {
    const untrusted = baseDocument("created");
    expect(broken(untrusted)).toEqual({});
    expect(Object.keys(broken(untrusted, { sets: ["trust"] }))).toEqual([
      "validation:trusted_success",
    ]);
  });
});

describe("a document of any shape", () => {
  test.each([[undefined], [null], [[]], [{}], [{ manifests: [] }], [{ manifests: [7] }], ["x"]])(
    "%j has no manifest to pass",
    (document) => {
      expect(broken(document)["colophon:cr_json_shape"]).toEqual(["/manifests/0"]);
    },
  );

  test("is judged, and nothing is thrown", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const crJson of [value, { manifests: [value] }]) {
          expect(checkConformance(crJson, { sets: everySet }).length).toBeGreaterThan(30);
          expect(Array.isArray(localSignals(crJson))).toBe(true);
        }
      }),
    );
  });

  test("a hundred thousand levels deep is judged without recursion", () => {
    let deep: unknown = "friendOf";
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const document = baseDocument("opened");
    editAt(document, "/manifests/0/assertions/c2pa.ingredient.v3/relationship", deep);
    expect(broken(document)).toEqual({ "validation:ingredient_relationship_values": ["array"] });
  });
});

describe("local signals", () => {
  test("of a generated picture say that it is generated", () => {
    expect(localSignals(baseDocument("created"))).toEqual(["fullyGenAIMedia"]);
  });

  test("of an edited picture are its own, and its parent's are the parent's", () => {
    const edited = baseDocument("opened");
    expect(localSignals(edited)).toEqual(["perceptibleNonGenAI"]);
    expect(localSignals(edited, 1)).toEqual(["capturedMedia"]);
    expect(localSignals(edited, 2)).toEqual(["ambiguousActions"]);
  });

  test("an edit that doesn't say how it was made gives none", () => {
    const document = baseDocument("opened");
    editAt(document, "/manifests/0/assertions/c2pa.actions.v2/actions/2/digitalSourceType", null);
    expect(localSignals(document)).toEqual([]);
  });

  test.each([false, undefined])(
    "a list of actions with allActionsIncluded %s is ambiguous",
    (all) => {
      const document = baseDocument("created");
      editAt(document, "/manifests/0/assertions/c2pa.actions.v2/allActionsIncluded", all);
      expect(localSignals(document)).toEqual(["fullyGenAIMedia", "ambiguousActions"]);
    },
  );
});
