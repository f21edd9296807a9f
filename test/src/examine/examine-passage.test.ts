// Words of a page with a credential: what is said when the bytes are there, when only the words are, and when neither.
import { beforeAll, describe, expect, it } from "vitest";
import { examinePassage, readPassage } from "../../../src/examine/index.js";
import { NO_TRUST, trustLists } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { createIdentity, type NewIdentity } from "../../../toolkit/index.js";
import { bytesSubject } from "../../../toolkit/verify/subject.js";
import { signedText } from "../../fixture/signed-text.js";
import { passageOf } from "./passage-pieces.js";

const ARTICLE = [
  "The harbour wall",
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places.",
  "“We have waited long enough,” said the harbour master — and nobody on the quay disagreed with her.",
];
const TEXT = `${ARTICLE.join("\n\n")}\n`;

let identity: NewIdentity;
let run = "";
let foreign = "";

beforeAll(async () => {
  identity = await createIdentity({ name: "Ada Reyes" });
  const signed = await signedText(TEXT, identity);
  run = signed.slice(TEXT.length);
  foreign = (await signedText(TEXT, identity, { words: false })).slice(TEXT.length);
});

const means = {
  engine: hostEngine,
  trust: NO_TRUST,
  now: () => new Date(),
  subject: (bytes: Uint8Array) => bytesSubject("", "", bytes),
};

async function told(html: string, ending = run) {
  const { verdict, first } = await examinePassage(passageOf(html, ending), means);
  const codes = verdict.findings
    .map(({ code }) => code)
    .filter((code) => /dataHash|colophon\.text|manifest\.text/.test(code));
  return { state: verdict.state, codes, first };
}

const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${line}</p>`).join("\n");
const MATCH = "assertion.dataHash.match";
const SAME = "colophon.text.sameWords";

describe("a text with its credential on a page", () => {
  it("is the file itself where the page has it as it was signed", async () => {
    expect(await told(`<pre>${TEXT}</pre>`)).toMatchObject({ state: "Valid", codes: [MATCH] });
  });

  it("is the file itself in paragraphs, whose blank lines are gone", async () => {
    const html = `<nav>Home</nav><article>${paragraphs(ARTICLE)}</article>`;
    const { state, codes, first } = await told(html);
    expect({ state, codes }).toEqual({ state: "Valid", codes: [MATCH] });
    expect(passageOf(html).markup[first ?? -1]).toBe(`"${ARTICLE[0]}`);
  });

  it("is the file itself in lines of one paragraph", async () => {
    expect(await told(`<div>${TEXT.trimEnd().replaceAll("\n", "<br>")}</div>`)).toMatchObject({
      codes: [MATCH],
    });
  });

  it("is the file itself behind text that is somebody else's", async () => {
    expect(await told(`<p>Read this:</p><pre>Shared by me. ${TEXT}</pre>`)).toMatchObject({
      codes: [MATCH],
    });
  });

  it("has the signed words where the page has set them anew", async () => {
    const other = ARTICLE.map((line) => line.replace(/[“”]/g, '"').replace(" — ", "--"));
    const html = `<h1>News</h1><main>${paragraphs(other)}</main>`;
    const { state, codes, first } = await told(html);
    expect({ state, codes }).toEqual({ state: "Valid", codes: [SAME] });
    expect(passageOf(html).markup[first ?? -1]).toBe(`"${ARTICLE[0]}`);
  });

  it("is not what was signed once a word is another", async () => {
    const other = ARTICLE.map((line) => line.replace("repair", "remove"));
    expect(await told(paragraphs(other))).toEqual({
      state: "Invalid",
      codes: ["assertion.dataHash.mismatch"],
      first: undefined,
    });
  });

  it("is not what was signed when only a part of it stands there", async () => {
    expect(await told(paragraphs(ARTICLE.slice(1)))).toMatchObject({ state: "Invalid" });
    expect(await told("")).toMatchObject({ state: "Invalid" });
  });

  it("is not what was signed with a look-alike letter in it", async () => {
    const other = ARTICLE.map((line) => line.replace("council", "c\u043euncil"));
    expect(await told(paragraphs(other))).toMatchObject({ state: "Invalid" });
  });

  it("has the signed words where only line feeds stand between its paragraphs", async () => {
    const lines = TEXT.replaceAll("\n\n", "\n").replaceAll("“", '"');
    expect(await told(`<pre>${lines}</pre>`)).toMatchObject({
      state: "Valid",
      codes: [SAME],
    });
  });

  it("is read without its marker, and that is told", async () => {
    const bare = run.slice(1);
    expect(await told(`<pre>${TEXT}</pre>`, bare)).toMatchObject({
      state: "Valid",
      codes: [MATCH, "colophon.text.markerStripped"],
    });
  });

  it("can't be compared where the credential names no words and the page has other bytes", async () => {
    expect(await told(`<pre>${TEXT}</pre>`, foreign)).toMatchObject({ codes: [MATCH] });
    expect(await told(paragraphs(["Something else altogether."]), foreign)).toEqual({
      state: "NotChecked",
      codes: ["colophon.text.notComparable"],
      first: undefined,
    });
  });

  it("is Trusted with the signer's root on a list", async () => {
    const { toPem } = await import("../../../src/trust/index.js");
    const list = { name: "ours", pem: toPem([identity.root]) };
    const trust = trustLists({ signers: [list], user: [], timeStamps: [] } as never);
    const { verdict } = await examinePassage(passageOf(`<pre>${TEXT}</pre>`, run), {
      ...means,
      trust,
    });
    expect(verdict.state).toBe("Trusted");
  });
});

describe("words of a page in a message", () => {
  it("are refused when they are no passage", () => {
    expect(() => readPassage("{}")).toThrow(/did not arrive whole/);
    expect(readPassage('{"markup":["<p",1,"\\"a"],"skipped":2,"run":""}')).toEqual({
      markup: ["<p", "", '"a'],
      skipped: 2,
      run: "",
    });
  });
});
