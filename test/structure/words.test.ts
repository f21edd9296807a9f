// What people read promises nothing that isn't proven: nothing lasts for ever, costs nothing or is what it seems.
// Read are all texts of two words or more in src and toolkit (messages, help, hints, page templates) and the pages of
// documentation, code left out.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const PROMISES =
  /\b(permanent|permanently|forever|for ever|eternal|immutable|free|authentic|authenticity|authenticated|genuine|real|really|true|truer|truly|truth|fake|fakes|faked|unalterable|tamper-?proof)\b/gi;

/** Phrases with such a word that promise nothing, and why. Each is in use somewhere. */
const ALLOWED: readonly (readonly [phrase: RegExp, why: string])[] = [
  [
    /(?:(?:does not|never|No state) (?:say|prove)s?|never|nothing about whether)(?: that)? (?:the|its) content\s+is true/g,
    "said to be not proven",
  ],
  [/not that it is true/g, "said to be not proven"],
  [/does not make the content any truer|makes the content no truer/g, "said to be not proven"],
  [/no "authentic", "real", "fake" about content/g, "this very rule"],
  [/free some space|any free port|any that is free|--free-bytes/g, "about room, not about prices"],
  [/any real file has|no real one has/g, "about how files are built"],
  [/a real authority/g, "about certificates, as opposed to one's own"],
  [/CA:TRUE/g, "a field of certificates"],
  [/\| true (?:when|for)|true or false|it is true \|/g, "a value in a table of fields"],
  [/(?:`code`|allActionsIncluded) (?:is|not) true/g, "a value of a field"],
];

interface Text {
  readonly where: string;
  readonly text: string;
}

const texts: readonly Text[] = [
  ...["src", "toolkit"].flatMap((folder) => filesIn(folder, ".ts").flatMap(stringsOf)),
  ...["README.md", "SECURITY.md", "CONTRIBUTING.md", ...filesIn("docs", ".md")].map(proseOf),
];

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
}

/** What a program may say: its strings and templates that are more than one word. */
function stringsOf(where: string): Text[] {
  const source = readFileSync(join(ROOT, where), "utf8");
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const text = node.text.replace(/<[^>]*>/g, " ").trim(); // page templates: what is between the tags
      if (/[a-z]\s+[a-z]/i.test(text)) found.push({ where, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(where, source, ts.ScriptTarget.ES2023));
  return found;
}

/** A page without its code: that is the program's own, and was read there. */
function proseOf(where: string): Text {
  const page = readFileSync(join(ROOT, where), "utf8");
  return { where, text: page.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "`code`") };
}

const promised = ({ where, text }: Text): string[] => {
  const rest = ALLOWED.reduce((left, [phrase]) => left.replaceAll(phrase, " "), text);
  return [...rest.matchAll(PROMISES)].map(
    ({ index, 0: word }) =>
      `${where}: ...${rest.slice(Math.max(0, index - 40), index + word.length + 30)}...`,
  );
};

it("there is something to read", () => {
  expect(texts.length).toBeGreaterThan(800);
  for (const needed of [
    "toolkit/report/words.ts",
    "toolkit/report/hints.ts",
    "toolkit/report/html.ts",
  ])
    expect(
      texts.some(({ where }) => where === needed),
      needed,
    ).toBe(true);
});

it("no text promises what isn't proven", () => {
  expect(texts.flatMap(promised)).toEqual([]);
});

it.each(ALLOWED)("%s is still said somewhere, for it is %s", (phrase) => {
  expect(texts.some(({ text }) => text.search(phrase) >= 0)).toBe(true);
});

it.each([
  "this photo is authentic",
  "your record is stored forever",
  "publishing is free",
  "the content is true",
  "Archived permanently on Arweave",
])("would notice: %s", (text) => {
  expect(promised({ where: "here", text })).toHaveLength(1);
});
