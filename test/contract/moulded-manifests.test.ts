// Manifests poured from a mould and manifests made by the engine: the same bytes, for every kind of manifest and any words.
import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Engine, EngineSigning } from "../../src/credential/index.js";
import { activeManifestLabel, mouldingEngine, signatureBytes } from "../../src/credential/index.js";
import { askedAgain, askedOf, type Free, markFor } from "../../src/credential/mould/asked.js";
import { Mould, saltsOf } from "../../src/credential/mould/mould.js";
import { sameStore } from "../../src/credential/mould/same-store.js";
import { dataBinding } from "../../src/sign/index.js";
import { hostEngine } from "../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../toolkit/adapter/file-blob.js";
import { verify } from "../../toolkit/index.js";
import { manifestDefinition } from "../../toolkit/sign/definition.js";
import type { Statement } from "../../toolkit/sign/options.js";
import { signBytes } from "../../toolkit/sign/sign-bytes.js";
import { bmffBinding } from "../../toolkit/sign/store.js";
import { mediaFixtures } from "../fixture/media/index.js";
import { means, root } from "./workshop.js";

const chance = {
  uuid: randomUUID,
  random: (length: number) => new Uint8Array(randomBytes(length)),
};
const engine = await hostEngine();
const { signer } = await means();

const generated = { model: "picture-1", modelVersion: "3", provider: "Paintworks" } as const;
const OUTSIDE = { title: "map.png", format: "image/png", relationship: "componentOf" };
const ORIGINAL = { ...OUTSIDE, title: "a.jpg", relationship: "parentOf", label: "parent" };

const PROMPT = {
  title: "prompt",
  format: "text/plain",
  relationship: "inputTo",
  description: "SHA-256 0123",
  data_types: [{ type: "c2pa.types.generator.prompt" }],
};

interface Kind {
  readonly name: string;
  readonly statement: Statement;
  readonly parent?: boolean;
  readonly part?: boolean;
  readonly prompt?: boolean;
  readonly binding?: "bmff" | "beside";
}

const KINDS: readonly Kind[] = [
  { name: "a photograph", statement: { source: "camera" } },
  { name: "a photograph with a title", statement: { source: "camera", title: "Noon" } },
  { name: "a film", statement: { source: "camera" }, binding: "bmff" },
  { name: "beside its file", statement: { source: "scan" }, binding: "beside" },
  { name: "made by AI", statement: { generated: { ...generated, oversight: "prompt_guided" } } },
  { name: "made by AI from a prompt", statement: { generated }, prompt: true },
  { name: "nothing said", statement: {}, parent: true },
  { name: "edited with AI", statement: { generated }, parent: true },
  { name: "with parts", statement: { source: "composite" }, part: true },
  { name: "with a parent and a part", statement: { source: "drawn" }, parent: true, part: true },
  {
    name: "with all that can be said",
    statement: {
      source: "camera",
      title: "Noon",
      creator: "Ada Reyes",
      rights: "The Daily Record",
      training: "notAllowed",
    },
  },
  {
    name: "an expert's",
    statement: {
      manifest: {
        title: "Expert's",
        assertions: [
          { label: "org.example.numbers", data: { half: 0.5, less: -7, big: 2 ** 40, none: null } },
          { label: "org.example.words", kind: "Json", data: { list: ["a", { b: true }] } },
        ],
      },
    },
    parent: true,
  },
];

function asked({ statement, parent, part, prompt, binding }: Kind): EngineSigning {
  const definition = manifestDefinition(statement, {
    mediaType: binding === "bmff" ? "video/mp4" : "image/jpeg",
    name: "5.jpg",
    now: new Date(),
    manifestId: `urn:c2pa:${randomUUID()}`,
    instanceId: `xmp:iid:${randomUUID()}`,
    parent: parent ? "itself" : "none",
    archiveOwner: "G58te1kZtkHVrVzhWPskIrlKM4X6nsfpGHO1qQZxRdo",
  });
  const hash = randomBytes(32);
  const span = binding === "beside" ? undefined : { start: 20, length: 1958 };
  const hard = binding === "bmff" ? bmffBinding(hash) : dataBinding(hash, span);
  const past = [
    ...(parent ? [ORIGINAL] : []),
    ...(part ? [OUTSIDE] : []),
    ...(prompt ? [PROMPT] : []),
  ];
  return {
    definition: { ...definition, assertions: [...definition.assertions, hard] },
    ingredients: past.map((one) => ({
      definition: { ...one, instance_id: `xmp:iid:${randomUUID()}` },
      mediaType: one.format,
    })),
    detached: true,
    signer: signer.probe,
  };
}

const byEngine = async (what: EngineSigning, by: Engine = engine) =>
  (await by.sign("application/c2pa", new MemoryBlob(new Uint8Array(0)), what)).store;

/** Words of every length that changes how they are written, and of every character that does. */
const WORDS = [
  "x",
  ...[23, 24, 255, 256, 65535, 65536].map((length) => "l".repeat(length)),
  'a "quoted" \\ back/slash',
  "\u0000\u0001\b\t\n\u000b\f\r\u001f\u007f\u0080\u2028\u2029\ufeff",
  "mañana \u00e9 e\u0301 日本語 עברית 🏳️‍🌈 \u{10ffff}",
  "  spaces before and behind  ",
  "<script>alert(1)</script>&amp;",
  "__proto__",
  "urn:c2pa:not-a-number",
];
const NUMBERS = [0, 23, 24, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40];

function another(value: Free, turn: number, at: number): Free {
  if (typeof value === "number") return NUMBERS[(turn + at) % NUMBERS.length] as number;
  if (typeof value !== "string") return chance.random(value.length === 32 ? 32 : turn % 17);
  if (!/^mark /.test(String(markFor(value, 1, chance))))
    return markFor(value, 86_400 * turn + at, chance);
  return WORDS[(turn + at) % WORDS.length] as string;
}

describe("a manifest from a mould is the engine's, byte for byte", () => {
  it.each(KINDS)("$name", async (kind) => {
    const what = asked(kind);
    const { free } = askedOf(what) ?? { free: [] };
    expect(free.length).toBeGreaterThan(3);
    const marks = free.map((value, at) => markFor(value, at, chance));
    const mould = Mould.of(await byEngine(askedAgain(what, marks)), marks);
    for (let turn = 0; turn < WORDS.length * 2; turn++) {
      const values = free.map((value, at) => another(value, turn, at));
      const store = await byEngine(askedAgain(what, values));
      const salts = saltsOf(store);
      const signature = signatureBytes(store, activeManifestLabel(store) ?? "");
      const poured = mould?.pour(values, (of) => salts[of] ?? new Uint8Array(0));
      const ours = poured?.store(signature as Uint8Array) ?? new Uint8Array(0);
      // The engine writes the members of this JSON in another order each time.
      if (kind.statement.creator) expect(sameStore(ours, store)).toBe(true);
      else expect(Buffer.compare(ours, store)).toBe(0);
    }
  });
});

describe("two stores are the same", () => {
  it("only with the same words, numbers, hashes and salts", async () => {
    const said: Kind = { name: "", statement: { source: "camera", creator: "Ada Reyes" } };
    const store = await byEngine(asked(said));
    expect(sameStore(store, Uint8Array.from(store))).toBe(true);
    for (let at = 0; at < store.length; at += 7) {
      const changed = Uint8Array.from(store);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(attempt(() => sameStore(changed, store))).not.toBe(true);
    }
  });
});

function attempt(run: () => boolean): boolean {
  try {
    return run();
  } catch {
    return false;
  }
}

/** The engine with account of what it signs; `change` is what it makes of the asking from a certain time on. */
function counting(change: (what: EngineSigning, times: number) => EngineSigning = (what) => what) {
  const seen = { times: 0 };
  const by: Engine = {
    ...engine,
    sign: (mediaType, asset, what) => engine.sign(mediaType, asset, change(what, ++seen.times)),
  };
  return { by, seen };
}

async function jpeg(): Promise<Uint8Array> {
  const found = (await mediaFixtures()).find(({ mediaType }) => mediaType === "image/jpeg");
  return found?.bytes ?? new Uint8Array(0);
}

describe("an engine that pours", () => {
  it("is asked for few of many files alike, and each of them holds", async () => {
    const { by, seen } = counting();
    const pouring = { ...(await means()), engine: mouldingEngine(by, chance), uuid: randomUUID };
    const picture = await jpeg();
    for (let i = 0; i < 130; i++) {
      const what = { statement: { title: `${"n".repeat(i % 40)}${i}`, creator: `Somebody ${i}` } };
      const { output } = await signBytes("a.jpg", picture, what, pouring);
      if (i % 10 !== 0) continue;
      const verdict = await verify(output, { anchors: [root] });
      expect([verdict.state, verdict.tree?.title]).toEqual(["Trusted", what.statement.title]);
    }
    expect(seen.times).toBeLessThan(12);
  });

  it("goes back to the engine for good when the two differ once", async () => {
    const kind = KINDS[0] as Kind;
    const { by, seen } = counting((what, times) =>
      times > 4 ? { ...what, definition: { ...what.definition, title: "another" } } : what,
    );
    const pouring = mouldingEngine(by, chance);
    for (let i = 0; i < 80; i++) await byEngine(asked(kind), pouring);
    const before = seen.times;
    for (let i = 0; i < 20; i++) await byEngine(asked(kind), pouring);
    expect(seen.times - before).toBe(20);
  });

  it("leaves to the engine what brings files, pictures or more than a page of its own", async () => {
    const { by, seen } = counting();
    const pouring = mouldingEngine(by, chance);
    const what = asked(KINDS[0] as Kind);
    const blob = new MemoryBlob(new Uint8Array(await jpeg()));
    const long = { label: "org.example.long", data: { text: "l".repeat(40_000) } };
    const assertions = [...(what.definition["assertions"] as unknown[]), long];
    const others: EngineSigning[] = [
      { ...what, thumbnail: { mediaType: "image/jpeg", blob } },
      { ...what, ingredients: [{ definition: OUTSIDE, mediaType: "image/jpeg", blob }] },
      { ...what, definition: { ...what.definition, assertions } },
    ];
    for (const other of others) {
      seen.times = 0;
      for (let i = 0; i < 5; i++) await byEngine(other, pouring);
      expect(seen.times).toBe(5);
    }
  });
});

describe("a kind", () => {
  it("is told from one that has words where the other has a free value", () => {
    const said = (ref: string) =>
      askedOf({
        ...asked(KINDS[0] as Kind),
        definition: { assertions: [{ label: "org.example.ref", data: { ref } }] },
      });
    const [number, words] = [said(`urn:c2pa:${randomUUID()}`), said("string")];
    expect([number?.free.length, words?.free.length]).toEqual([1, 0]);
    expect(number?.kind).not.toBe(words?.kind);
  });
});
