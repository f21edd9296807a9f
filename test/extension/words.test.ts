// The extension says in English what the command says, and never runs out of words.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type {
  AiLabel,
  EvidenceLevel,
  Finding,
  State,
  TextEvidence,
  Verdict,
} from "../../src/index.js";
import { sentence } from "../../src/index.js";
import * as command from "../../toolkit/report/words.js";

const LANGUAGES = ["en", "de", "es", "fr", "pt", "ja", "zh_CN", "ar"];
const CONTEXTS = ["common", "background", "content", "panel", "options"];

type Entries = Record<string, { message: string }>;

function messages(language: string): Entries {
  const all: Entries = {};
  for (const context of CONTEXTS) {
    const path = new URL(`../../extension/_locales/${language}/${context}.json`, import.meta.url);
    Object.assign(all, JSON.parse(readFileSync(path, "utf8")));
  }
  return all;
}

const stored: Record<string, unknown> = {};

/** As the browser has it: English, from the file that the build makes. */
vi.mock("../../extension/browser.js", () => ({
  browser: {
    i18n: {
      getMessage: (key: string, values: string[]) =>
        (messages("en")[key]?.message ?? "").replace(
          /\$(\d)/g,
          (_, place: string) => values[Number(place) - 1] ?? "",
        ),
    },
    runtime: {
      getURL: (path: string) => `chrome-extension://colophon/${path}`,
      sendMessage: async () => undefined,
    },
    storage: { local: { get: async () => stored }, onChanged: { addListener: () => undefined } },
  },
}));

const words = await import("../../extension/words.js");
const { summaryWords } = await import("../../extension/verdict-words.js");
const { actionWords, doneWords } = await import("../../extension/action-words.js");
const speech = await import("../../extension/text.js");

/** As the reader chooses a language in the options. */
async function choose(language: string): Promise<void> {
  stored["language"] = language;
  await speech.readLanguage();
}

beforeEach(() => {
  vi.stubGlobal("location", { protocol: "chrome-extension:" });
  vi.stubGlobal("fetch", async (url: string) => {
    const [, language = ""] = /_locales\/(\w+)\/messages\.json$/.exec(url) ?? [];
    return new Response(JSON.stringify(messages(language)));
  });
});
afterEach(async () => {
  await choose("");
  vi.unstubAllGlobals();
});

const STATES: readonly State[] = ["Trusted", "Valid", "Invalid", "None", "NotChecked"];

function failure(code: string, ingredient?: string): Finding {
  const about = ingredient === undefined ? {} : { ingredient };
  return { code, kind: "failure", explanation: "", source: "engine", ...about };
}

const stripped: Finding = {
  ...failure("colophon.text.markerStripped"),
  kind: "informational",
};

const RECORD: NonNullable<Verdict["archive"]> = {
  id: "r",
  level: "authentic",
  manifest: "urn:c2pa:m",
  match: "signed-file",
  owner: "o",
  archivedIn: "https://gateway.example",
  findings: [],
};
const SIGNER = { name: "The Daily Record", chain: [] };

/** Signed texts that have the words, of so many signers. */
function found(label: TextEvidence["label"], ...signers: readonly string[]): TextEvidence {
  const [some, archive] = [
    { found: 1, of: 1 },
    { ...RECORD, match: "words" as const },
  ];
  const texts = signers.map((signer, i) => ({
    ...{ label, state: "Valid" as const, blocks: some, sentences: some, share: some },
    archive: { ...archive, owner: `${i}`, ...(signer !== "" && { signer }) },
    differences: [],
  }));
  return { label, words: 40, texts };
}

const TOO_WIDE = {
  ...failure("assertion.dataHash.mismatch"),
  explanation: "data hash exclusion does not match the manifest location in the asset",
};

const VERDICTS: readonly Omit<Verdict, "summary">[] = [
  ...(["Trusted", "Valid"] as const).flatMap((state): Omit<Verdict, "summary">[] => [
    { state: "Invalid", findings: [], signer: SIGNER, words: { state, signer: SIGNER } },
    { state: "None", findings: [stripped], words: { state } },
  ]),
  ...(["exact", "partial-quote", "edited"] as const).flatMap((label): Omit<Verdict, "summary">[] =>
    [["Ada"], ["Ada", "Bo"], [""]].map((signers) => ({
      state: "None",
      findings: [],
      text: found(label, ...signers),
    })),
  ),
  ...STATES.map((state) => ({ state, findings: [] })),
  ...STATES.map((state) => ({ state, findings: [], signer: SIGNER })),
  { state: "Trusted", findings: [], signer: { name: "n".repeat(300), chain: [] } },
  { state: "None", findings: [], archive: RECORD },
  { state: "None", findings: [], archive: { ...RECORD, signer: "Ada Reyes" } },
  { state: "None", findings: [], archive: { ...RECORD, level: "listed" } },
  { state: "None", findings: [], remoteManifest: "https://example.org/m.c2pa" },
  {
    state: "Valid",
    findings: [],
    signer: SIGNER,
    archive: { ...RECORD, withdrawn: { id: "w", at: "2026-03-04T12:00:00Z" } },
  },
  ...[
    "claimSignature.mismatch",
    "claimSignature.missing",
    "claimSignature.outsideValidity",
    "signingCredential.expired",
    "signingCredential.revoked",
    "signingCredential.ocsp.revoked",
    "signingCredential.invalid",
    "signingCredential.untrusted",
    "assertion.dataHash.mismatch",
    "assertion.hashedURI.mismatch",
    "manifest.text.multipleWrappers",
    "manifest.text.corruptedWrapper",
    "colophon.html.malformedManifest",
    "assertion.missing",
    "assertion.multipleHardBindings",
    "claim.hardBindings.missing",
    "claim.malformed",
    "ingredient.manifest.mismatch",
    "colophon.ingredient.manifestMissing",
    "assertion.json.invalid",
    "algorithm.unsupported",
    "timeStamp.mismatch",
    "something.new",
  ].flatMap((code): Omit<Verdict, "summary">[] => [
    { state: "Invalid", findings: [failure(code)] },
    { state: "Invalid", findings: [failure(code)], signer: SIGNER },
    { state: "Invalid", findings: [failure(code, "self#jumbf=x")], signer: SIGNER },
  ]),
  { state: "Invalid", findings: [TOO_WIDE], signer: SIGNER },
];

describe("the sentence of a verdict", () => {
  it("is in English the verdict's own, word for word", () => {
    for (const verdict of VERDICTS) expect(summaryWords(verdict)).toBe(sentence(verdict));
  });

  it.each(LANGUAGES)("is whole in %s for every verdict", async (language) => {
    await choose(language);
    for (const verdict of VERDICTS) {
      const said = summaryWords(verdict);
      expect(said.length).toBeGreaterThan(5);
      expect(said).not.toMatch(/\$\d|summary[A-Z]|reason[A-Z]|undefined/);
      if (verdict.signer?.name === SIGNER.name && verdict.state === "Trusted")
        expect(said).toContain(SIGNER.name);
    }
  });
});

describe("the words for the parts of a verdict", () => {
  it("are in English those of the command line", () => {
    for (const state of STATES) {
      expect(words.signerWords(state)).toBe(command.signerWords(state));
      expect(words.historyHeading(state)).toBe(command.historyHeading(state));
    }
    for (const level of ["listed", "authentic", "in block", "agreed"] as EvidenceLevel[])
      expect(words.evidenceWords(level)).toBe(command.evidenceWords(level));
    for (const match of ["hard-binding", "signed-file", "original-file", "manifest"] as const)
      expect(words.matchWords(match)).toBe(command.matchWords(match));
    for (const relation of ["self", "parentOf", "componentOf", "inputTo", "unknown"] as const)
      expect(words.relationshipWords(relation)).toBe(command.relationshipWords(relation));
    for (const state of ["valid", "invalid", "no-credential", "self"] as const)
      expect(words.ingredientWords(state)).toBe(command.ingredientWords(state));
    for (const source of ["time-stamp", "claimed"] as const)
      for (const trusted of [true, false]) {
        const time = { at: "2026-03-04T12:00:00Z", source, trusted };
        expect(words.timeWords(time)).toBe(command.timeWords(time));
      }
    expect(words.notProven()).toEqual(command.NOT_PROVEN);
  });

  it("name a record's level in every language, in English by its term but where that would promise more", async () => {
    const levels = ["listed", "authentic", "in block", "agreed"] as const;
    for (const language of LANGUAGES) {
      await choose(language);
      const names = levels.map(words.levelName);
      expect(new Set(names).size).toBe(levels.length);
      const left = names.filter((name, i) => name === levels[i]);
      expect(left).toEqual(language === "en" ? ["listed", "in block", "agreed"] : []);
    }
  });

  it("tell of AI what the signer declared, and that silence is no answer", () => {
    const named = {
      generated: "AI-generated",
      edited: "AI-edited",
      captured: "Camera-captured",
      "human-made": "Made by a person",
      "not-declared": "AI use not declared",
    };
    for (const [kind, label] of Object.entries(named) as [AiLabel["kind"], string][]) {
      const ai = { kind, words: label, model: "M", oversight: "full", inherited: true };
      expect(words.aiName(ai)).toBe(label);
      expect(words.aiDetails(ai).join("; ")).toBe(command.aiDetails(ai));
    }
  });

  it("tell of human oversight in words, in every language, and pass on what has none", async () => {
    const ai = { kind: "generated", words: "", inherited: false } as const;
    for (const language of LANGUAGES) {
      await choose(language);
      for (const oversight of ["fully_autonomous", "prompt_guided", "human_validated"])
        expect(words.aiDetails({ ...ai, oversight })[0]).not.toMatch(/_|oversight[A-Z]/);
    }
    await choose("en");
    expect(words.aiDetails({ ...ai, oversight: "moonlit" })).toEqual(["human oversight: moonlit"]);
    expect(words.aiDetails({ ...ai, oversight: "prompt_guided" })).toEqual([
      "human oversight: a person gave the prompts",
    ]);
  });

  it("name what was done once each, in the order in which it was done", () => {
    const done = ["c2pa.opened", "c2pa.edited", "c2pa.opened", "c2pa.cropped"];
    expect(doneWords(done.map((action) => ({ action })))).toBe("opened, edited, cropped");
  });

  it("have a sentence for an error that nobody has heard of", () => {
    expect(words.errorWords("FILE_TOO_LARGE")).toBe("The file is larger than what is read here.");
    expect(words.errorWords("NEVER_HEARD_OF")).toBe(words.errorWords("INTERNAL"));
    expect(words.errorWords("constructor")).toBe(words.errorWords("INTERNAL"));
  });

  it("show an action that they don't know as it stands", () => {
    const source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    const action = { action: "c2pa.created", digitalSourceType: source, tool: { name: "Studio" } };
    expect(actionWords(action)).toBe("created (made by generative AI); Studio");
    expect(actionWords({ action: "org.example.blessed" })).toBe("org.example.blessed");
  });
});

describe("a language that the reader chose", () => {
  it("is spoken instead of the browser's, until it is taken back", async () => {
    await choose("de");
    expect(speech.text("summaryTrusted", "Ada $2")).toContain("Signiert von Ada $2,");
    expect(speech.number(1234.5)).toBe("1.234,5");
    await choose("");
    expect(speech.text("summaryTrusted", "Ada")).toContain("Signed by Ada,");
  });

  it("has plural forms, days and sizes of its own", async () => {
    await choose("ar");
    expect(speech.plural("confirmations", 2)).toContain("تأكيدان");
    expect(speech.plural("confirmations", 5)).toContain("تأكيدات");
    expect(speech.direction()).toBe("rtl");
    await choose("fr");
    expect(speech.plural("confirmations", 0)).toBe("0 confirmation");
    expect(speech.day("2026-03-04T12:00:00Z")).toBe("4 mars 2026");
    expect(speech.day("soon")).toBe("soon");
    expect(speech.moment("2026-03-04T12:00:00+02:00")).toMatch(/^4 mars 2026.*10:00:00.UTC$/);
    expect(speech.moment("2026-03-04")).toBe("4 mars 2026");
    expect(speech.moment("2026-03-04T12:00:00")).toMatch(
      /12:00:00 \(fuseau horaire non indiqué\)$/,
    );
    expect(speech.size(24_500_000)).toMatch(/^24,5\sMo$/u);
    expect(speech.direction()).toBe("ltr");
  });

  it("is no other than those that are there", async () => {
    await choose("../../../secret");
    expect(speech.text("languageTag")).toBe("en");
    await choose("constructor");
    expect(speech.text("languageTag")).toBe("en");
  });
});
