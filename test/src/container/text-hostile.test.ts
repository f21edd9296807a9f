// The three readers of text against input made to break them: they answer or refuse, in time linear in its length.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containerFor, encodeWrapper, memorySource } from "../../../src/container/index.js";
import { concat, utf8 } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { fakeStore } from "./spliced.js";

const TYPES = [
  "text/plain",
  "text/markdown",
  "text/javascript",
  "text/css",
  "text/html",
  "application/xhtml+xml",
] as const;
const EXCLUSION = { exclusions: [{ start: 3, length: 40 }] };

/** Everything a reader does with a text. */
async function work(text: Uint8Array, mediaType: string): Promise<void> {
  try {
    const layout = await containerFor(mediaType)!.open(memorySource(text), mediaType);
    const store = await layout.readStore();
    expect(store === undefined || store.length <= text.length).toBe(true);
    await layout.covered("c2pa.hash.data", EXCLUSION);
    await layout.uncovered();
    let at = 0;
    for (const piece of layout.stripped?.() ?? []) {
      if (piece.kind !== "copy") throw new Error("taking it out makes nothing new");
      expect(piece.start).toBeGreaterThanOrEqual(at);
      expect(piece.end).toBeLessThanOrEqual(text.length);
      at = piece.end;
    }
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    expect(cause.code).toMatch(/^(CONTAINER_MALFORMED|FORMAT_UNSUPPORTED)$/);
  }
}

const STORE = fakeStore(60);
const LINE =
  "-----BEGIN C2PA MANIFEST----- data:application/c2pa;base64,3q2+7w== -----END C2PA MANIFEST-----";
const SCRIPT = '<script type="application/c2pa">3q2+7w==</script>';
const SOUND = [
  concat(utf8("Some words."), encodeWrapper(STORE)),
  utf8(`// ${LINE}\nx()\n`),
  utf8(`/* ${LINE} */\np { }\n`),
  utf8(`---\n${LINE.replaceAll(" data", "\ndata").replace("== -", "==\n-")}\n---\nx\n`),
  utf8(`<!doctype html><html><head><title>x</title>${SCRIPT}</head><body>y</body></html>`),
];
const TOKENS = [
  "\ufeff",
  "\ufe00",
  "\u{e0133}",
  "\u{e01ef}",
  LINE,
  "-----BEGIN C2PA MANIFEST-----",
  "-----END C2PA MANIFEST-----",
  "\n",
  "\r\n",
  "---\n",
  "# ",
  "// ",
  "/* ",
  " */",
  "<!-- ",
  " -->",
  "<![CDATA[",
  "<script",
  "</script",
  "<head>",
  "</head>",
  "<template>",
  "</template>",
  "<link rel=c2pa-manifest href=",
  "<?xml ",
  "?>",
  ">",
  "'",
  '"',
  "=",
  "/",
  "x",
  " ",
  "\u0301",
];

describe("hostile text", () => {
  it("random bytes and random tokens are answered or refused", async () => {
    const tokens = fc
      .array(fc.constantFrom(...TOKENS, SCRIPT, new TextDecoder().decode(encodeWrapper(STORE))), {
        maxLength: 60,
      })
      .map((parts) => utf8(parts.join("")));
    const any = fc.oneof(tokens, fc.uint8Array({ maxLength: 400 }));
    await fc.assert(fc.asyncProperty(any, fc.constantFrom(...TYPES), work), { numRuns: 3000 });
  });

  it("sound texts with bytes changed, cut or doubled are answered or refused", async () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...SOUND),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.nat(),
        fc.boolean(),
      )
      .map(([sound, changes, cut, twice]) => {
        const bytes = sound.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const kept = bytes.subarray(0, bytes.length - (cut % 8 === 0 ? cut % bytes.length : 0));
        return twice ? concat(kept, kept) : kept;
      });
    await fc.assert(fc.asyncProperty(mutated, fc.constantFrom(...TYPES), work), { numRuns: 3000 });
  });

  const SIZE = 1_000_000;
  const many = (text: string) => utf8(text.repeat(Math.ceil(SIZE / utf8(text).length)));
  const magic = new TextDecoder().decode(encodeWrapper(new Uint8Array(0)));
  const claimed = concat(utf8("x"), encodeWrapper(STORE));
  const FLOODS: Readonly<Record<string, Uint8Array>> = {
    "nothing but selectors": many("\u{e0133}"),
    "nothing but markers": many("\ufeff"),
    "empty wrappers": many(magic),
    "the magic without marker": many(magic.slice(1, 16)),
    "first delimiters on one line": many("-----BEGIN C2PA MANIFEST-----"),
    "first delimiters on lines": many("# -----BEGIN C2PA MANIFEST-----\n"),
    "bare delimiters on lines": many("-----BEGIN C2PA MANIFEST-----\n"),
    "whole blocks in front matter": utf8(`---\n${`<!-- ${LINE} -->\n`.repeat(SIZE / 100)}---\n`),
    hyphens: many("-"),
    "comments that never end": many("<!--"),
    "tags that never end": many("<a "),
    "links without end": many("<link rel='c2pa-manifest' "),
    "attributes without end": concat(utf8("<link "), many("a=")),
    "quotes without end": many("<link a='"),
    "scripts in scripts": concat(utf8("<script><!--"), many("<script ")),
    "end tags": many("</script>"),
    "less-than signs": many("<"),
    templates: many("<template>"),
    "sections of XML": many("<![CDATA["),
    "sound text": claimed,
  };
  for (const [name, flood] of Object.entries(FLOODS))
    it(`1 MB of ${name}: no kind of text takes longer than reading takes`, async () => {
      for (const type of TYPES) {
        const began = performance.now();
        await work(flood, type);
        expect(performance.now() - began, type).toBeLessThan(2000);
      }
    });
});
