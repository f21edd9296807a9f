// The read side as it is bundled for a page, in Chromium and in Firefox: every answer is the one that Node gives, value
// by value, and sound and forged ones alike. Without Ed25519 in the platform, too.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer } from "./answer.js";
import * as chromium from "./chromium.js";
import * as firefox from "./firefox.js";
import { servePage, type World } from "./page.js";
import { questions } from "./questions.js";
import * as readSide from "./read-side.js";
import type { Served } from "./serve.js";

const asked = await questions();
const expected: string[] = [];
for (const question of asked) expected.push(await answer(readSide, question));
const paired = (answers: readonly string[]) =>
  Object.fromEntries(asked.map(({ title }, i) => [title, answers[i]]));

describe("the answers of Node", () => {
  const said = (part: string) => expected.filter((text) => text.includes(part)).length;

  it("are to questions of every kind, each asked once", () => {
    expect(new Set(asked.map(({ title }) => title)).size).toBe(asked.length);
    for (const part of [
      '"ok":true',
      "signature-invalid",
      "signature-type-unsupported",
      "ITEM_MALFORMED",
      '"level":"authentic"',
      "ownerUnbound",
      "proofSignatureInvalid",
      "recordInvalid",
      "RECEIPT_INVALID",
      "RECORD_UNPROVEN",
      "is of no use",
      '"batch":{"files":3}',
      '"level":"in block"',
      '"level":"agreed"',
    ])
      expect(said(part), part).toBeGreaterThan(0);
    expect(expected.filter((text) => text.startsWith("not one of our errors"))).toEqual([]);
  });

  it("hold what is sound, and nothing that is forged", () => {
    const holds = /"ok":true|"level":"|"holds"/;
    for (const [i, question] of asked.entries())
      if (question.holds !== undefined)
        expect(holds.test(expected[i] ?? ""), `${question.title}: ${expected[i]}`).toBe(
          question.holds,
        );
    expect(asked.filter((question) => question.holds === false).length).toBeGreaterThan(100);
    expect(asked.filter((question) => question.holds).length).toBeGreaterThan(20);
  });
});

/** What the test needs of a page, whoever drives it. */
interface Driven {
  answers(): Promise<string[]>;
  withoutEd25519(): Promise<void>;
  close(): Promise<void>;
}

async function openChromium(path: string, url: string): Promise<Driven> {
  const browser = await chromium.launch(path);
  const page = await browser.newPage();
  await page.goto(url);
  return {
    answers: () => page.evaluate((all) => (globalThis as unknown as World).answers(all), asked),
    withoutEd25519: () => page.evaluate(() => (globalThis as unknown as World).withoutEd25519()),
    close: () => browser.close(),
  };
}

async function openFirefox(path: string, url: string): Promise<Driven> {
  const browser = await firefox.launch(path);
  const page = await browser.newPage();
  await page.goto(url);
  return {
    answers: () => page.evaluate((all) => (globalThis as unknown as World).answers(all), asked),
    withoutEd25519: () => page.evaluate(() => (globalThis as unknown as World).withoutEd25519()),
    close: () => browser.close(),
  };
}

describe.each([
  ["Chromium", chromium.findChromium(), openChromium],
  ["Firefox", firefox.findFirefox(), openFirefox],
] as const)("in %s", (_, path, open) => {
  let server: Served;
  let page: Driven;
  beforeAll(async () => {
    if (!path) return;
    server = await servePage();
    page = await open(path, `${server.url}/`);
  });
  afterAll(async () => {
    await page?.close();
    server?.close();
  });
  const fallback = () => [...server.asked].filter((name) => name.startsWith("/ed25519"));

  it.skipIf(!path)("every answer is the same, and no library for Ed25519 is loaded", async () => {
    expect(paired(await page.answers())).toEqual(paired(expected));
    expect(fallback()).toEqual([]);
  });

  it.skipIf(!path)("every answer is the same without Ed25519 in the platform", async () => {
    await page.withoutEd25519();
    expect(paired(await page.answers())).toEqual(paired(expected));
    expect(fallback()).toHaveLength(1);
  });
});
