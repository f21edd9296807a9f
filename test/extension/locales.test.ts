// Every language says everything, with the same values in it, in words that promise no more than was checked.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../extension", import.meta.url));
const LOCALES = join(ROOT, "_locales");
const STORE = { name: 75, description: 132 };
/** The specification's terms for states, which are the same everywhere. */
const TERMS = ["Trusted", "Valid", "Invalid", "None", "NotChecked"];
/** Every form of a count in any language; which of them a language has is Intl's to say. */
const FORMS = ["Zero", "One", "Two", "Few", "Many", "Other"];

/** Words that judge content instead of telling what was checked. */
const PROMISES: Readonly<Record<string, RegExp>> = {
  en: /\b(?:authentic\w*|genuine|fake\w*|real|truthful|trustworthy|tampered|permanent\w*|forever)\b/i,
  de: /\b(?:echt\w*|authentisch\w*|gefälscht\w*|fälschung\w*|glaubwürdig\w*|manipuliert\w*|dauerhaft\w*)\b/iu,
  es: /\b(?:auténtic\w*|genuin\w*|fals[oa]s?|falsificad\w*|fiables?|manipulad\w*|permanente\w*)\b/iu,
  fr: /\b(?:authentiques?|faux|fausses?|falsifié\w*|fiables?|truqué\w*|permanent\w*)\b/iu,
  pt: /\b(?:autêntic\w*|genuín\w*|fals[oa]s?|falsificad\w*|confiáve\w*|adulterad\w*|permanente\w*)\b/iu,
  ja: /本物|偽物|偽造|真正|フェイク|捏造|永久/,
  zh_CN: /真实|真品|伪造|假的|可信的|篡改|永久/,
  ar: /أصيل|حقيقي|مزيف|مزوَّر|زائف|موثوق|دائم/,
};

const languages = readdirSync(LOCALES).sort();
const english = messagesOf("en");

function messagesOf(language: string): Map<string, string> {
  const folder = join(LOCALES, language);
  const all = new Map<string, string>();
  for (const file of readdirSync(folder))
    for (const [key, { message }] of Object.entries(
      JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, { message: string }>,
    ))
      all.set(key, message);
  return all;
}

/** The counted texts: those with a form for one and a form for others. */
const counted = [...english.keys()]
  .filter((key) => key.endsWith("Other") && english.has(key.replace(/Other$/, "One")))
  .map((key) => key.replace(/Other$/, ""));

/** The keys that a language has to have. */
function expectedKeys(language: string): string[] {
  const { pluralCategories } = new Intl.PluralRules(language.replace("_", "-")).resolvedOptions();
  const forms = pluralCategories.map((form) => form.charAt(0).toUpperCase() + form.slice(1));
  const isForm = (key: string) => counted.some((one) => FORMS.some((form) => key === one + form));
  return [
    ...[...english.keys()].filter((key) => !isForm(key)),
    ...counted.flatMap((key) => forms.filter((form) => isNeeded(form)).map((form) => key + form)),
  ].sort();
}

/** Forms for millions (es, fr, pt) and for zero fall back on the general one. */
function isNeeded(form: string): boolean {
  return form === "One" || form === "Other";
}

const placeholders = (text: string) => [...new Set(text.match(/\$\d/g) ?? [])].sort();

describe.each(languages)("the texts in %s", (language) => {
  const own = messagesOf(language);
  const isOptional = (key: string) =>
    counted.some((one) => FORMS.some((form) => !isNeeded(form) && key === one + form));

  it("are there for every key, and for no other", () => {
    expect([...own.keys()].filter((key) => !isOptional(key)).sort()).toEqual(
      expectedKeys(language),
    );
    expect([...own.values()].filter((text) => text.trim() === "")).toEqual([]);
  });

  it("put in the same values", () => {
    for (const [key, text] of own) {
      const model = english.get(key) ?? english.get(key.replace(/(?:Zero|Two|Few|Many)$/, "Other"));
      expect(placeholders(text), key).toEqual(placeholders(model ?? ""));
    }
  });

  it("fit into the stores", () => {
    for (const [key, longest] of Object.entries(STORE))
      expect([...(own.get(key) ?? "")].length, key).toBeLessThanOrEqual(longest);
  });

  it("keep the specification's terms", () => {
    for (const term of TERMS) expect(own.get(`state${term}`)).toBe(term);
  });

  it("promise no more than was checked", () => {
    const judging = [...own].filter(([, text]) => PROMISES[language]?.test(text));
    expect(PROMISES[language]).toBeDefined();
    expect(judging).toEqual([]);
  });

  it("are no English left standing", () => {
    const left = [...own].filter(([key, text]) => text.length > 20 && text === english.get(key));
    expect(language === "en" ? [] : left).toEqual([]);
  });
});

describe("the words for numbers in Arabic", () => {
  it("have the forms that Arabic counts in", () => {
    const own = messagesOf("ar");
    for (const key of counted.filter((one) =>
      /^(?:confirmations|batch|panelIngredients)$/.test(one),
    ))
      for (const form of ["One", "Two", "Few", "Other"]) expect(own.has(key + form)).toBe(true);
  });
});

describe("the source", () => {
  const files = readdirSync(ROOT, { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name));
  const source = files.map((name) => readFileSync(join(ROOT, name), "utf8")).join("\n");

  it("asks for no text that isn't there", () => {
    const asked = [...source.matchAll(/\btext\(\s*"(\w+)"/g)].map(([, key]) => key ?? "");
    const askedCounted = [...source.matchAll(/\bplural\(\s*"(\w+)"/g)].map(([, key]) => key ?? "");
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !english.has(key))).toEqual([]);
    expect(askedCounted.filter((key) => !english.has(`${key}Other`))).toEqual([]);
  });

  it("uses every text", () => {
    const manifest = readFileSync(join(ROOT, "../manifest.json"), "utf8");
    const names = new Set(
      [...`${source}${manifest}`.matchAll(/["'`](?:__MSG_)?([a-z]\w+?)(?:__)?["'`]/g)].map(
        ([, name]) => name,
      ),
    );
    const unused = [...english.keys()].filter((key) => {
      const isMade = /^(?:finding_|remark_|notProven\d|optionsMode\w+Words)/.test(key); // put together
      const base = key.replace(/(?:One|Other)$/, "");
      return !isMade && !names.has(key) && !(counted.includes(base) && names.has(base));
    });
    expect(unused).toEqual([]);
  });
});
