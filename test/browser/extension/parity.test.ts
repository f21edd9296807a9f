// The engine in the extension and the library give the same verdict, for every fixture and for every file of the corpus.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signBytes, verify } from "../../../toolkit/index.js";
import { brokenFixtures, mediaFixtures, tampered } from "../../fixture/media/index.js";
import { workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { type EnginePort, enginePort, type Question } from "./engine-port.js";
import { openSite, type Site } from "./site.js";

// Test data under others' licences, kept beside the repository and never in it.
const corpus = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn("parity: corpus skipped, ../shared/corpus is absent");
const LARGEST = 8 * 1024 * 1024;
const BATCH = 20;

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const verdicts = new Map<string, string>();

/** What the library says; certificates that end between two readings are of no consequence within a test's time. */
async function expected({ name, bytes }: Sample): Promise<string> {
  const known = verdicts.get(name) ?? JSON.stringify(await verify(bytes, { name }));
  verdicts.set(name, known);
  return known;
}

async function generated(): Promise<Sample[]> {
  const { identity } = await workshop();
  const fixtures = (await mediaFixtures()).filter(({ bytes }) => bytes.length < LARGEST);
  const out: Sample[] = [];
  for (const fixture of fixtures) {
    const { name, bytes } = fixture;
    out.push({ name, bytes });
    const signed = await signBytes(name, bytes, { identity, source: "camera" });
    out.push({ name: `${name} signed`, bytes: signed.bytes });
    out.push({ name: `${name} changed`, bytes: tampered(signed.bytes, fixture) });
  }
  for (const { name, bytes } of await brokenFixtures()) out.push({ name, bytes });
  return out.filter(({ bytes }) => bytes.length > 0);
}

function kept(): Sample[] {
  if (!present) return [];
  return readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const { size } = statSync(path);
      return size > 0 && size < LARGEST;
    })
    .map((path) => ({ name: relative(corpus, path), bytes: new Uint8Array(readFileSync(path)) }));
}

/** Of a text, the name says of what kind it is. */
const pathOf = (i: number, name: string) => `/${i}${/\.\w+$/.exec(name)?.[0] ?? ""}`;

const samples = [...(await generated()), ...kept()];

describe.each(["chrome", "firefox"] as const)("the engine in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let port: EnginePort;
  beforeAll(async () => {
    if (!path) return;
    site = await openSite();
    for (const [i, { name, bytes }] of samples.entries())
      site.put(pathOf(i, name), { mediaType: "application/octet-stream", content: bytes });
    browser = await extended(kind, path);
    port = await enginePort(browser);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  const compare = async (ask: (i: number, name: string) => Question) => {
    const differences: string[] = [];
    for (let from = 0; from < samples.length; from += BATCH) {
      const batch = samples.slice(from, from + BATCH);
      const answers = await port.ask(...batch.map(({ name }, i) => ask(from + i, name)));
      for (const [i, answer] of answers.entries()) {
        const sample = batch[i]!;
        const said = answer.ok ? answer.value.verdict : answer;
        const wanted = JSON.parse(await expected(sample)) as unknown;
        if (JSON.stringify(said) !== JSON.stringify(wanted))
          differences.push(
            `${sample.name}\n  ${JSON.stringify(said).slice(0, 600)}\n  ${JSON.stringify(wanted).slice(0, 600)}`,
          );
      }
    }
    expect(differences.join("\n")).toBe("");
  };

  it.skipIf(!path)(
    "says of every file what the library says",
    () =>
      compare((i, name) => ({
        source: { from: "file", at: `${site.url}${pathOf(i, name)}`, name },
      })),
    120_000,
  );

  it.skipIf(!path)(
    "says the same of it at an address, of which only ranges may have been read",
    () =>
      compare((i, name) => ({
        source: { from: "address", url: `${site.url}${pathOf(i, name)}` },
      })),
    120_000,
  );
});
