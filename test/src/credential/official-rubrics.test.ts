// Our rules against the official asset rubrics themselves, over every crJSON that the corpus yields, over our own
// documents, over every label that either side knows, and over random documents.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  MALFORMED,
  MISMATCHED,
  UNTRUSTED,
} from "../../../src/credential/conformance/validation-codes.js";
import {
  ACTION_PARAMETERS,
  ACTIONS,
  ASSERTIONS,
  DEPRECATED_ACTIONS,
  DEPRECATED_ASSERTIONS,
  INCEPTION_ACTIONS,
  NON_EDITORIAL_ACTIONS,
} from "../../../src/credential/conformance/vocabulary.js";
import {
  type ConformanceOptions,
  checkConformance,
  isReading,
  loadEngine,
  localSignals,
} from "../../../src/credential/index.js";
import { asArray, asObject, parseJson } from "../../../src/encoding/index.js";
import { baseDocument, crJsonCases, editAt } from "./cr-json-vector.js";
import { loadRubric, type Rubric } from "./official-rubric.js";

/** Beside the repository; absent for most people. */
const corpus = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const folder = `${corpus}c2pa-org_conformance-public/asset-rubrics/`;

const rubricNames = [
  ["conformance0.1-spec2.2", { program: "0.1", spec: "2.2" }],
  ["conformance0.2-spec2.2", { program: "0.2", spec: "2.2" }],
  ["conformance0.2-spec2.4", {}],
  ["integrity", { sets: ["integrity", "trust"] }],
  ["text-conformance", { sets: ["text"] }],
] as const satisfies [string, ConformanceOptions][];

const SHAPE = "colophon:cr_json_shape";
const M = "/manifests/0";
const ACTION_LIST = `${M}/assertions/c2pa.actions.v2/actions`;

/** Rules whose official matches are whole actions, where ours give the action's name. */
const MATCH_ACTIONS = [
  "validation:all_actions_included_opened",
  "validation:opened_action_ingredient_reference",
];

/** A match of the official evaluator as ours names it: a map or list by its type. */
function shown(match: unknown, id: string): string {
  if (MATCH_ACTIONS.includes(id)) return String(asObject(match)?.["action"]);
  if (Array.isArray(match)) return "array";
  return asObject(match) === undefined ? String(match) : "object";
}

/** Where the two differ about one document; nothing when they agree on every rule. */
function differences(rubric: Rubric, options: ConformanceOptions, crJson: unknown): unknown[] {
  const results = new Map(checkConformance(crJson, options).map((result) => [result.id, result]));
  // Where types are wrong the official expressions fail or guess; ours refuses the document.
  if (results.get(SHAPE)?.passed !== true) return [];
  return rubric.ids.flatMap((id) => {
    const official = rubric.evaluate(id, crJson);
    const ours = results.get(id);
    const value = ours?.passed ? "passed" : "failed";
    const matches = official.matches.map((match) => shown(match, id));
    const same =
      official.value === value &&
      (matches.length === 0 || JSON.stringify(matches) === JSON.stringify(ours?.matches));
    return same ? [] : [{ id, official: { ...official, matches }, ours }];
  });
}

/** As differences, for the signals of one manifest. */
function signalDifferences(rubric: Rubric, crJson: unknown, index: number): string[] {
  const manifest = asArray(asObject(crJson)?.["manifests"])[index];
  const official = rubric.ids
    .filter((id) => rubric.evaluate(id, manifest).value === "passed")
    .map((id) => id.replace(/^.*signal_/, ""));
  const ours: readonly string[] = localSignals(crJson, index);
  return [
    ...official.filter((signal) => !ours.includes(signal)).map((signal) => `missing ${signal}`),
    ...ours.filter((signal) => !official.includes(signal)).map((signal) => `extra ${signal}`),
  ];
}

const mediaTypes: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  heic: "image/heic",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  pdf: "application/pdf",
  c2pa: "application/c2pa",
};

/** crJSON of every corpus file that has a manifest, by path. */
async function corpusDocuments(): Promise<ReadonlyMap<string, unknown>> {
  const wasm = readFileSync(fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm")));
  const engine = (await loadEngine()).startEngine(wasm);
  const documents = new Map<string, unknown>();
  for (const line of readFileSync(`${corpus}INDEX.csv`, "utf8").split("\n").slice(1)) {
    const path = line.split(",")[0] ?? "";
    const mediaType = mediaTypes[path.split(".").pop()?.toLowerCase() ?? ""];
    if (mediaType === undefined || !existsSync(corpus + path)) continue;
    const reading = await engine.read(mediaType, new Uint8Array(readFileSync(corpus + path)));
    if (!isReading(reading)) continue;
    documents.set(path, reading.crJson());
    reading.free();
  }
  return documents;
}

describe.skipIf(!existsSync(folder))("the official asset rubrics", () => {
  let documents: ReadonlyMap<string, unknown>;
  const rubrics = new Map<string, Rubric>();
  const official = (name: string) => rubrics.get(name)!;

  beforeAll(async () => {
    for (const name of [...rubricNames.map(([name]) => name), "signals-local"])
      rubrics.set(name, loadRubric(`${folder}asset-rubric-${name}.yml`));
    documents = await corpusDocuments();
  });

  describe.each(rubricNames)("%s", (name, options) => {
    test("has the rules that ours has, and no others", () => {
      const ours = checkConformance(undefined, options).map(({ id }) => id);
      expect(new Set(ours)).toEqual(new Set([SHAPE, ...official(name).ids]));
    });

    test("agrees with ours on every signed file of the corpus", () => {
      expect(documents.size).toBeGreaterThan(70);
      const differing = [...documents].flatMap(([path, crJson]) =>
        differences(official(name), options, crJson).map((difference) => ({ path, difference })),
      );
      expect(differing).toEqual([]);
    });

    test("agrees with ours on our own documents", () => {
      for (const { name: title, crJson } of crJsonCases)
        expect(differences(official(name), options, crJson), title).toEqual([]);
    });

    test("agrees with ours on every label, action, parameter and code that it lists", () => {
      const edits = [
        ...listed(official(name), "assertion").flatMap((label) => [
          [`${M}/assertions/${label}`, {}],
          [`${M}/assertions/${label}__1`, {}],
          [`${M}/assertions/c2pa.external-reference`, { label, url: "https://example.org/" }],
        ]),
        ...listed(official(name), "action").map((action) => [`${ACTION_LIST}/-`, { action }]),
        ...official(name)
          .variable("standard_parameters")
          .map((parameter) => [`${ACTION_LIST}/0/parameters`, { [parameter]: [] }]),
        ...listed(official(name), "code").map((code) => [
          `${M}/validationResults/failure/-`,
          { code },
        ]),
      ] as [string, unknown][];
      for (const [at, put] of edits) {
        const crJson = baseDocument("created");
        editAt(crJson, at, put);
        expect(differences(official(name), options, crJson), at).toEqual([]);
      }
    });

    test("agrees with ours on random edits", () => {
      fc.assert(
        fc.property(editedDocument.filter(wellShaped), (crJson) => {
          expect(differences(official(name), options, crJson)).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });
  });

  test.each(["2.2", "2.4"] as const)("know for %s the words that ours know", (spec) => {
    const rubric = official(`conformance0.2-spec${spec}`);
    const words = (name: string) => new Set(rubric.variable(name));
    expect(ASSERTIONS[spec]).toEqual(words("allowed_assertions"));
    expect(DEPRECATED_ASSERTIONS).toEqual(words("deprecated_assertion_labels"));
    expect(ACTIONS[spec]).toEqual(words("allowed_actions"));
    expect(DEPRECATED_ACTIONS[spec]).toEqual(words("deprecated_action_labels"));
    expect(ACTION_PARAMETERS[spec]).toEqual(words("standard_parameters"));
    expect(INCEPTION_ACTIONS).toEqual(words("inception_actions"));
    expect(NON_EDITORIAL_ACTIONS).toEqual(words("non_editorial_actions"));
    expect(MALFORMED).toEqual(words("well_formed_error_codes"));
    expect(MISMATCHED).toEqual(words("valid_error_codes"));
    expect(UNTRUSTED).toEqual(new Set(official("integrity").variable("trust_error_codes")));
  });

  test("read every document of the engine: nothing in them has an unexpected type", () => {
    const misshapen = [...documents].filter(
      ([, crJson]) => !checkConformance(crJson).some(({ id, passed }) => id === SHAPE && passed),
    );
    expect(misshapen.map(([path]) => path)).toEqual([]);
  });

  test("for local signals agree with ours on every manifest of every file and on random edits", () => {
    const rubric = official("signals-local");
    const sources = [...documents.values(), ...crJsonCases.map(({ crJson }) => crJson)];
    for (const crJson of sources)
      asArray(asObject(crJson)?.["manifests"]).forEach((_, index) => {
        if (wellShaped(crJson)) expect(signalDifferences(rubric, crJson, index)).toEqual([]);
      });
    fc.assert(
      fc.property(editedDocument.filter(wellShaped), (crJson) => {
        expect(signalDifferences(rubric, crJson, 0)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

function wellShaped(crJson: unknown): boolean {
  return checkConformance(crJson).some(({ id, passed }) => id === SHAPE && passed);
}

/** Every name in the variables of a rubric that is about assertions, actions or validation codes. */
function listed(rubric: Rubric, kind: "assertion" | "action" | "code"): readonly string[] {
  const variables = {
    assertion: ["allowed_assertions", "deprecated_assertion_labels"],
    action: [
      "allowed_actions",
      "deprecated_action_labels",
      "inception_actions",
      "non_editorial_actions",
      "dst_exempt_perceptible_actions",
    ],
    code: ["well_formed_error_codes", "valid_error_codes", "trust_error_codes"],
  }[kind];
  return variables.flatMap((name) => rubric.variable(name));
}

// Values and places that the rules look at, so that random edits meet them often.
const scalar = fc.constantFrom<unknown>(
  ...[null, true, false, 0, 2.4, "", "2.4", "2.4.1", "2.2", "2.40", "x", "a.b", "c2pa.x"],
  ...["c2pa.created", "c2pa.opened", "c2pa.placed", "c2pa.watermarked", "c2pa.actions.v2"],
  ...["c2pa.edited", "c2pa.unknown", "c2pa.resized.proportional", "c2pa.hash.data", "parentOf"],
  ...["http://cv.iptc.org/newscodes/digitalsourcetype/composite", "text/plain", "image/tiff"],
  ...["http://c2pa.org/digitalsourcetype/empty", "humanEntry.credentialed", "claim.malformed"],
  ...["exif.originalPreservationImage", "assertion.dataHash.mismatch", "urn:c2pa:1", "urn:x"],
);
const fieldName = fc.constantFrom(
  ...["action", "actions", "activeManifest", "allActionsIncluded", "code", "dataSource", "label"],
  ...["dc:format", "description", "digitalSourceType", "embeddedOriginalPreservationImage"],
  ...["exclusions", "failure", "ingredient", "ingredients", "multiAssetPartIndex", "parameters"],
  ...["relationship", "reviewRatings", "specVersion", "type", "url", "validationResults", "x.y"],
);
const assertionName = fc.constantFrom(
  ...["c2pa.actions", "c2pa.actions.v2", "c2pa.actions.v2__1", "c2pa.asset-type.v2", "font.info"],
  ...["c2pa.external-reference", "c2pa.hash.bmff.v3", "c2pa.hash.boxes", "c2pa.hash.data", "note"],
  ...["c2pa.ingredient", "c2pa.ingredient.v3", "c2pa.ingredient.v3__1", "c2pa.new", "stds.exif"],
);
const action = fc.record(
  {
    action: scalar,
    digitalSourceType: scalar,
    parameters: fc.dictionary(
      fieldName,
      fc.oneof(scalar, fc.array(fc.constant({ url: "u" }), { maxLength: 2 })),
    ),
  },
  { requiredKeys: ["action"] },
);
const value: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(action, { maxLength: 3 }),
    fc.dictionary(fieldName, tie("any"), { maxKeys: 5 }),
    fc.array(tie("any"), { maxLength: 2 }),
  ),
})).any;
const place = fc.oneof(
  assertionName.map((label) => `/assertions/${label}`),
  fc.tuple(assertionName, fieldName).map(([label, field]) => `/assertions/${label}/${field}`),
  fc.constantFrom(
    ...["/label", "/claim.v2", "/assertions", "/validationResults", "/validationResults/failure"],
    ...["/claim.v2/specVersion", "/claim.v2/claim_generator_info", "/claim.v2/created_assertions"],
    ...["/claim.v2/claim_generator_info/specVersion", "/claim.v2/created_assertions/0/url"],
    ...["/claim.v2/gathered_assertions", "/claim.v2/dc_format", "/claim.v2/created_assertions/0"],
    ...["/assertions/c2pa.actions.v2/actions/0", "/assertions/c2pa.actions.v2/actions/-"],
  ),
  fieldName.map((field) => `/assertions/c2pa.actions.v2/actions/0/${field}`),
  fieldName.map((field) => `/assertions/c2pa.actions.v2/actions/0/parameters/${field}`),
);
const edit = fc.tuple(place, fc.oneof(value, fc.constant(undefined), action));
const editedDocument = fc
  .tuple(fc.constantFrom("created", "opened", "text"), fc.array(edit, { maxLength: 6 }))
  .map(([base, edits]) => {
    const document = baseDocument(base);
    for (const [at, put] of edits) {
      try {
        editAt(document, M + at, put);
      } catch {
        // an earlier edit took away the place of this one
      }
    }
    return parseJson(JSON.stringify(document)); // drops names that an edit gave to an array
  });
