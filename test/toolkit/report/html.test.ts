import { createHash } from "node:crypto";
import fc from "fast-check";
import { type Document, type Element, Window } from "happy-dom";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../src/index.js";
import { htmlReport, type ReportEntry } from "../../../toolkit/report/html.js";
import { bdi, html } from "../../../toolkit/report/page/markup.js";
import { plain } from "../../../toolkit/report/plain.js";
import { NOT_PROVEN, STATES } from "../../../toolkit/report/words.js";
import { HOSTILE, hostileVerdict, THUMBNAIL, VERDICTS } from "./sample.js";

/** No scripts run and nothing is loaded: this only parses. */
function parse(page: string): Document {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(page, "text/html");
}

const OPTIONS = { title: "What these files say", at: "2026-03-05T09:10:11Z", version: "0.1.0" };

function entry(verdict: Verdict, path = "photo.jpg"): ReportEntry {
  return { path, verdict, thumbnails: new Map() };
}

function all(document: Document): Element[] {
  return [...document.querySelectorAll("*")];
}

/** Elements and names of attributes, in order and with their depth: what injection would change. */
function skeleton(document: Document): string[] {
  return all(document).map((element) => {
    let depth = 0;
    for (let up = element.parentElement; up; up = up.parentElement) depth++;
    return `${depth} ${element.tagName} ${[...element.attributes].map(({ name }) => name).join(" ")}`;
  });
}

const STRANGE = HOSTILE.map(
  (_, shift) =>
    [shift, hostileVerdict((at) => `${HOSTILE[(at + shift) % HOSTILE.length]}${at}`)] as const,
);

const TINY_GIF = Uint8Array.from(
  Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64"),
);

describe("hostile strings in a report", () => {
  const neutral = skeleton(
    parse(htmlReport([entry(hostileVerdict((at) => `word ${at}`))], OPTIONS)),
  );

  it.each(STRANGE)("make no element and no attribute (rotation %i)", (_, verdict) => {
    const document = parse(htmlReport([entry(verdict)], OPTIONS));
    expect(skeleton(document)).toEqual(neutral);
  });

  it.each(STRANGE)(
    "leave no control, bidi or invisible character in the page (rotation %i)",
    (shift, verdict) => {
      const page = htmlReport([entry(verdict, HOSTILE[shift]), entry(verdict)], {
        ...OPTIONS,
        title: HOSTILE[shift]!,
      });
      expect(page).not.toMatch(/[^\P{C}\n]/u);
    },
  );

  it("in a path make no element either", () => {
    const files = (paths: readonly string[]) =>
      skeleton(
        parse(
          htmlReport(
            paths.map((path) => entry(VERDICTS.None, path)),
            OPTIONS,
          ),
        ),
      );
    const paths = HOSTILE.map((text) => text.replaceAll("/", "").replaceAll("\\", ""));
    expect(files(paths)).toEqual(files(paths.map((_, i) => `photo ${i}.jpg`)));
  });

  it("are shown as they are, with what can't be seen made visible", () => {
    const evil = "<b>\u202eevil</b>";
    const text = parse(htmlReport([entry({ ...VERDICTS.None, title: evil })], OPTIONS)).body
      .textContent;
    expect(text).toContain("<b>\\u202eevil</b>");
  });

  it("each stand in a direction of their own", () => {
    const document = parse(
      htmlReport([entry({ ...VERDICTS.Valid, title: "الميناء", creator: "أدا" })], OPTIONS),
    );
    const isolated = [...document.querySelectorAll("bdi")].map((element) => element.textContent);
    expect(isolated).toEqual(expect.arrayContaining(["الميناء", "أدا", "photo.jpg"]));
  });

  it("a template makes any string the text or the attribute that it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const element = parse(`${html`<p title="${text}">${text}</p><p>${bdi(text)}</p>`}`).body
          .firstElementChild;
        expect(element?.textContent).toBe(plain(text));
        expect(element?.getAttribute("title")).toBe(plain(text));
        expect(element?.nextElementSibling?.textContent).toBe(plain(text, 300));
      }),
      { numRuns: 60 },
    );
  });

  it("a huge history or a flood of findings makes a page of bounded size", () => {
    const tree = VERDICTS.Valid.tree!;
    const wide = { ...tree, ingredients: Array(20_000).fill(tree.ingredients[0]) };
    const findings = Array.from({ length: 20_000 }, (_, i) => ({
      code: `made.up.${i}`,
      kind: "failure" as const,
      explanation: "x".repeat(5000),
      source: "engine" as const,
    }));
    const page = htmlReport([entry({ ...VERDICTS.Valid, tree: wide, findings })], OPTIONS);
    expect(page.length).toBeLessThan(1_000_000);
    expect(page).toContain("and 19801 earlier ingredients");
    expect(page).toContain("and 19900 more");
  });
});

describe("the page stands alone", () => {
  const entries = [...STATES.map((state) => VERDICTS[state]), STRANGE[0]![1]].map((verdict) => ({
    ...entry(verdict),
    thumbnails: new Map([[THUMBNAIL, { mediaType: "image/gif", bytes: TINY_GIF }]]),
  }));
  const page = htmlReport(entries, OPTIONS);
  const document = parse(page);

  it("no script, no style attribute, nothing that loads or navigates away", () => {
    const allowed =
      /^(?:html|head|meta|title|style|body|header|main|footer|nav|article|section|figure|figcaption|img|div|span|p|h[123]|ul|ol|li|dl|dt|dd|strong|small|code|bdi|time|table|caption|thead|tbody|tr|th|td|details|summary|a|svg|g|path|rect|circle)$/i;
    for (const element of all(document)) {
      expect(element.tagName).toMatch(allowed);
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^style$|^srcset$|^action$|^formaction$/i);
        if (name === "src")
          expect(value).toMatch(/^data:image\/(?:jpeg|png|gif|webp|avif);base64,[\w+/=]+$/);
        else if (name === "href") expect(value).toMatch(/^#file-\d+$/);
        else if (name !== "content")
          expect(`${name}=${value}`).not.toMatch(/(?:https?|javascript|file|data):|url\(/i);
      }
    }
    expect(document.querySelector("style")?.textContent).not.toMatch(/url\(|@import|expression/i);
  });

  it("its policy forbids everything but data: pictures and the one style sheet, by its hash", () => {
    const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]");
    const style = document.querySelector("style")?.textContent ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy?.getAttribute("content")).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<style"));
  });

  it("every state is told by its word and by a shape of its own", () => {
    const shapes = STATES.map((state) => {
      const badge = document.querySelector(`article p.state-${state}`);
      expect(badge?.textContent.trim()).toBe(state);
      return badge?.querySelector("svg")?.innerHTML;
    });
    expect(new Set(shapes).size).toBe(STATES.length);
  });

  it("says what it does not prove", () => {
    const footer = document.querySelector("footer")?.textContent ?? "";
    expect(footer).toContain("What this does not prove");
    for (const line of NOT_PROVEN) expect(footer).toContain(line);
  });

  it("can be read aloud: language, headings in order, captions, alternatives, names", () => {
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    const levels = [...document.querySelectorAll("h1,h2,h3")].map(({ tagName }) =>
      Number(tagName[1]),
    );
    expect(levels[0]).toBe(1);
    for (const [i, level] of levels.entries())
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    for (const table of document.querySelectorAll("table"))
      expect(table.querySelector("caption")).not.toBeNull();
    for (const image of document.querySelectorAll("img"))
      expect(image.hasAttribute("alt")).toBe(true);
    for (const svg of document.querySelectorAll("svg"))
      expect(svg.getAttribute("aria-hidden")).toBe("true");
    const ids = all(document)
      .map(({ id }) => id)
      .filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    for (const named of document.querySelectorAll("[aria-labelledby]"))
      expect(ids).toContain(named.getAttribute("aria-labelledby"));
    for (const link of document.querySelectorAll("a"))
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
  });

  it("shows who, when, with what, AI, history, findings, chain and record", () => {
    const text = document.querySelector("#file-2")?.textContent ?? "";
    for (const part of [
      "The Daily Record",
      "Ada Reyes",
      "4 March 2026, 12:33:20 UTC",
      "by the signer's own clock",
      "Colophon 0.1.0",
      "AI-edited",
      "DSC_0412.NEF",
      "its own credential did not check out",
      "cropped: left edge",
      "102,400 bytes at 18,220 are not covered by the signature",
      "signingCredential.untrusted",
      "CN=The Daily Record root",
      "the record's bytes, id and signature check",
    ])
      expect(text).toContain(part);
  });

  it("AI is labelled in one neutral way, whatever the label", () => {
    const labels = (["generated", "edited", "captured", "human-made", "not-declared"] as const).map(
      (kind) => {
        const ai = { kind, words: "label", inherited: false };
        return parse(htmlReport([entry({ ...VERDICTS.Valid, ai })], OPTIONS)).querySelector(
          ".label",
        )?.outerHTML;
      },
    );
    expect(new Set(labels).size).toBe(1);
  });

  it("the words never speak of truth; the level of an archive record is a name", () => {
    const copy = parse(page);
    for (const level of copy.querySelectorAll(".levels, .facts strong")) level.remove();
    const text = STATES.map((_, i) => copy.querySelector(`#file-${i + 1}`)?.textContent).join(" ");
    expect(text).not.toMatch(/\b(authentic|genuine|fake|real|true|truth|trustworthy|verified)\b/i);
  });

  it("an archive record tells its block on whose word, its batch, its withdrawal and its successor", () => {
    const record = (file: number) =>
      [...document.querySelectorAll(`#file-${file} dl.facts > div`)].map(({ textContent }) =>
        textContent?.replace(/\s+/g, " "),
      );
    const trusted = record(1).join("\n");
    expect(trusted).toContain("Block1700011, 4 March 2026, 12:40:00 UTC, 52 confirmations");
    expect(trusted).toContain(
      "as reported by https://one.example.com, https://two.example.org; aY0j3",
    );
    expect(trusted).toContain("as one of 1,200 files in a batch record");
    const invalid = record(3).join("\n");
    expect(invalid).toContain(
      "Withdrawnby its signer on 5 March 2026, 10:00:00 UTCthe caption was wrong",
    );
    expect(invalid).toContain("Replaced byqY4kR1p7f8Kc2S3t4U5v6W7x8Y9z0A1b2C3d4E5f6G7");
    expect(record(2).join()).not.toMatch(/Withdrawn|Replaced|Block/);
  });

  it("an AI label of an Invalid file is called a claim, and one of a Valid file is not", () => {
    const label = (state: "Invalid" | "Valid") => {
      const { ai } = VERDICTS.Invalid;
      const page = parse(htmlReport([entry({ ...VERDICTS[state], ...(ai && { ai }) })], OPTIONS));
      return [...page.querySelectorAll("dd")].find((fact) => fact.querySelector(".label"))
        ?.textContent;
    };
    expect(label("Invalid")).toContain("what the file claims, not to be relied on");
    expect(label("Valid")).toContain("AI-edited");
    expect(label("Valid")).not.toContain("claims");
  });

  it("the history of an Invalid file is called a claim", () => {
    expect(document.querySelector("#file-3")?.textContent).toContain(
      "What the file claims (not to be relied on)",
    );
    expect(document.querySelector("#file-2")?.textContent).not.toContain("not to be relied on");
  });

  it("one file needs no table of files, and none at all is said", () => {
    expect(parse(htmlReport([entry(VERDICTS.None)], OPTIONS)).querySelector("nav")).toBeNull();
    expect(parse(htmlReport([], OPTIONS)).querySelector("main")?.textContent).toContain(
      "No file was checked.",
    );
  });
});
