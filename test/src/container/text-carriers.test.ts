// The three ways in which a text carries its manifest: what is written, what is read, what is refused.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  containerFor,
  encodeWrapper,
  memorySource,
  type TextCarrier,
  wrappedLength,
} from "../../../src/container/index.js";
import { concat, equal, fromHex, toHex, utf8, utf8Text } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { fakeStore, hashedBytes } from "./spliced.js";
import { carried } from "./text-carried.js";

const STORE = fakeStore(301, 0x07);

/** A text with a store in it, and what its binding covers. */
async function put(text: Uint8Array, mediaType: string, carrier?: TextCarrier) {
  const layout = await containerFor(mediaType, carrier)!.open(memorySource(text), mediaType);
  const splice = (await layout.splice(
    STORE.length,
    carrier === "wrapper" ? wrappedLength(STORE) : undefined,
  ))!;
  const parts = splice.pieces.map((piece) => {
    if (piece.kind === "manifest") return splice.wrap(STORE);
    return piece.kind === "copy" ? text.subarray(piece.start, piece.end) : piece.bytes;
  });
  return {
    output: concat(...parts),
    binding: splice.binding,
    hashed: hashedBytes(text, splice.pieces),
  };
}

const joined = (text: Uint8Array, pieces: Parameters<typeof hashedBytes>[1]) =>
  hashedBytes(text, pieces);

const KINDS: readonly (readonly [string, TextCarrier, string])[] = [
  ["text/plain", "wrapper", "The lake is back.\n"],
  ["text/markdown", "wrapper", "\ufeff# The lake\r\n\r\nis back"],
  ["text/markdown", "structured", "---\ntitle: x\n---\nbody\n"],
  ["text/x-python", "structured", "print(1)\n"],
  ["text/x-python", "structured", "#!/usr/bin/python3\r\nprint(1)\r\n"],
  ["text/css", "structured", "p { color: teal }"],
  ["text/x-tex", "structured", "% !TEX root\n\\bye\n"],
  ["application/xml", "structured", "<?xml version='1.0'?>\n<lake/>\n"],
  ["application/yaml", "structured", "---\na: 1\n"],
  ["text/html", "html", "<!doctype html><html><head><title>x</title></head><body>y</body></html>"],
  ["text/html", "html", "<p>no head at all"],
  ["text/html", "html", "<!doctype html><meta charset=utf-8><title></head></title> text"],
  ["text/html", "html", "<!doctype html>"],
  ["text/html", "html", "<title>x</title><noscript>never closed <p>x"],
  ["text/html", "html", "<title>x</title><script>var s = '</head>'"],
  ["text/html", "html", "<title>x</title><!-- never closed > <p>x"],
  ["text/html", "html", "<title>x</title><template><p>never closed</head>"],
  ["text/html", "html", "<title>x</title><template><style></style></head></template>"],
  ["text/html", "html", "<title>x</title><link rel=icon"],
  ["application/toml", "structured", "#!lake\na = 1\r"],
  [
    "application/xhtml+xml",
    "html",
    '<?xml version="1.0"?><html><head><title>x</title></head><body/></html>',
  ],
];

describe("what is written", () => {
  for (const [mediaType, carrier, text] of KINDS)
    it(`${carrier} in ${mediaType} (${JSON.stringify(text.slice(0, 40))}) reads back, covers the text, and comes out byte for byte`, async () => {
      const source = utf8(text);
      const { output, binding, hashed } = await put(source, mediaType, carrier);
      const { layout, store, failures, notes } = await carried(output, mediaType);
      expect({ failures, notes }).toEqual({ failures: [], notes: [] });
      expect(equal(store!, STORE)).toBe(true);
      expect(equal(hashed, source)).toBe(true);
      const exclusions = [
        {
          start: (binding as { start: number }).start,
          length: (binding as { length: number }).length,
        },
      ];
      const covered = await layout.covered("c2pa.hash.data", { exclusions });
      expect(equal(joined(output, covered!), source)).toBe(true);
      expect(equal(joined(output, layout.stripped!()), source)).toBe(true);
      const wider = [{ start: exclusions[0]!.start, length: exclusions[0]!.length + 1 }];
      if (wider[0]!.start + wider[0]!.length <= output.length)
        expect(await layout.covered("c2pa.hash.data", { exclusions: wider })).toBeUndefined();
      const again = await put(output, mediaType, carrier);
      expect(equal(again.output, output)).toBe(true); // the earlier one is taken out
    });

  it("decomposed text is composed first, and the wrapper comes behind it", async () => {
    const { output, hashed } = await put(utf8("cafe\u0301"), "text/plain", "wrapper");
    expect(utf8Text(hashed)).toBe("caf\u00e9");
    expect(equal(output, concat(utf8("caf\u00e9"), encodeWrapper(STORE)))).toBe(true);
  });

  it("a store that wraps to another length than was planned is refused", async () => {
    const layout = await containerFor("text/plain")!.open(memorySource(utf8("x")), "text/plain");
    const splice = (await layout.splice(STORE.length, wrappedLength(STORE) + 1))!;
    expect(() => splice.wrap(STORE)).toThrow(ColophonError);
  });

  it("data without comments takes no manifest", async () => {
    const layout = await containerFor("application/json")!.open(
      memorySource(utf8("{}")),
      "application/json",
    );
    await expect(layout.splice(10)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
  });
});

const AT = "https://fabrikam.com/manifests/a1b2c3.c2pa";
const block = (reference: string, [before, after] = ["# ", ""]) =>
  `${before}-----BEGIN C2PA MANIFEST----- ${reference} -----END C2PA MANIFEST-----${after}`;
const structured = (text: string, mediaType = "text/x-python") => carried(utf8(text), mediaType);

describe("structured text", () => {
  it.each([
    ["", "manifest.structuredText.emptyReference"],
    ["not an address", "manifest.structuredText.malformedReference"],
    ["data:application/c2pa;base64,@@@", "manifest.structuredText.malformedReference"],
    ["data:text/plain;base64,AAAA", "manifest.structuredText.malformedReference"],
    ["ftp://example.org/x.c2pa", "manifest.structuredText.noResolutionPath"],
  ])("the reference %j is %s", async (reference, code) => {
    expect((await structured(`${block(reference)}\n`)).failures).toEqual([code]);
  });

  it("two blocks are refused, one delimiter is no block", async () => {
    const two = `${block(AT)}\n${block(AT)}\n`;
    expect((await structured(two)).failures).toEqual([
      "manifest.structuredText.multipleReferences",
    ]);
    const torn = "# -----BEGIN C2PA MANIFEST----- data:application/c2pa;base64,AAAA\n";
    expect((await structured(torn)).failures).toEqual(["manifest.structuredText.noManifest"]);
    const words = await structured("# -----BEGIN C2PA MANIFEST-----\n");
    expect(words).toMatchObject({ failures: [], notes: ["manifest.structuredText.noManifest"] });
  });

  it("nothing but a comment of its language may stand on the line: it is not hashed", async () => {
    const none = async (text: string, mediaType: string) => {
      const { failures, notes, store, layout } = await carried(utf8(text), mediaType);
      expect({ failures, notes, store, remote: layout.remote }).toEqual({
        failures: [],
        notes: [],
      });
    };
    await none(`${block(AT, ["evil(); # ", ""])}\n`, "text/x-python");
    await none(`${block(AT, ["# ", " */ evil()"])}\n`, "text/javascript");
    await none(`${block(AT, ["/* ", ""])}\nhidden()\n`, "text/javascript");
    await none(`${block(AT, ["# ", ""])}\nbody { color: red }\n`, "text/css");
    await none(`${block(AT, ["", ""])}\nbody { color: red }\n`, "text/css");
    await none(`const x = "${block(AT, ["", ""])}";\n`, "text/javascript");
  });

  it("a reference can't end the comment that it stands in", async () => {
    for (const reference of [`${AT}*/evil()/*`, `https://x/--><script>`, `https://x/\u2028evil()`])
      expect(
        (await structured(`${block(reference, ["/* ", " */"])}\n`, "text/javascript")).failures,
      ).toEqual(["manifest.structuredText.malformedReference"]);
  });

  it("its line ending may be left out on one side, and nothing else", async () => {
    const text = utf8(`a\r\n${block(AT)}\r\nb\r\n`);
    const { layout } = await carried(text, "text/x-python");
    const covered = (start: number, length: number) =>
      layout.covered("c2pa.hash.data", { exclusions: [{ start, length }] });
    const length = block(AT).length;
    for (const [start, size] of [
      [3, length],
      [3, length + 2],
      [1, length + 2],
    ] as const)
      expect(await covered(start, size)).toBeDefined();
    for (const [start, size] of [
      [1, length + 4],
      [0, length + 3],
      [3, length + 3],
      [4, length],
    ] as const)
      expect(await covered(start, size)).toBeUndefined();
    expect(layout.remote).toBe(AT);
  });
});

const page = (head: string) => `<!doctype html><html><head>${head}</head><body>x</body></html>`;
const SCRIPT = '<script type="application/c2pa">3q2+7w==</script>';
const LINK = '<link rel="c2pa-manifest" href="https://example.org/a.c2pa">';

describe("pages", () => {
  it.each([
    ["quoted in any way", "<SCRIPT  TYPE='Application/C2PA' >3q2+\n7w==</SCRIPT >"],
    ["without quotes", "<script type=application/c2pa>3q2+7w==</script>"],
    ["behind a comment with one in it", `<!-- ${SCRIPT} -->${SCRIPT}`],
    [
      "behind a script with one in a string",
      `<script>"${SCRIPT.replace("</script>", "")}"</script>${SCRIPT}`,
    ],
    [
      "behind a script that hides an end tag",
      `<script><!-- <script> </script> ${LINK} --></script>${SCRIPT}`,
    ],
    ["behind a title with one in it", `<title>${LINK}</title>${SCRIPT}`],
    ["behind a template with one in it", `<template>${LINK}</template>${SCRIPT}`],
    ["behind an attribute with one in it", `<meta content='${LINK}'>${SCRIPT}`],
  ])("a script is found %s", async (_, head) => {
    const { store, failures } = await carried(utf8(page(head)), "text/html");
    expect({ store: store && toHex(store), failures }).toEqual({ store: "deadbeef", failures: [] });
  });

  it.each([
    ["in the body", `<!doctype html><head></head><body>${SCRIPT}`],
    ["behind words, which start the body", `<!doctype html>words ${SCRIPT}`],
    ["in a comment that never ends", `<!doctype html><!-- ${SCRIPT}`],
    ["under another name", page(SCRIPT.replace("<script", "<scripture"))],
    ["under another attribute", page(SCRIPT.replace("type=", "data-type="))],
  ])("one %s is none", async (_, text) => {
    const { store, failures, layout } = await carried(utf8(text), "text/html");
    expect({ store, failures, remote: layout.remote }).toEqual({ failures: [] });
  });

  it("two of them are refused, of whichever kind", async () => {
    for (const head of [SCRIPT + SCRIPT, SCRIPT + LINK, LINK + LINK])
      expect((await carried(utf8(page(head)), "text/html")).failures).toEqual([
        "manifest.html.multipleManifests",
      ]);
  });

  it("one that holds nothing of use is damaged", async () => {
    for (const head of [
      SCRIPT.replace("3q2+7w==", ""),
      SCRIPT.replace("3q2+7w==", "?"),
      '<link rel="c2pa-manifest" href="javascript:alert(1)">',
      '<link rel="c2pa-manifest">',
    ])
      expect((await carried(utf8(page(head)), "text/html")).failures).toEqual([
        "colophon.html.malformedManifest",
      ]);
    const cut = `<!doctype html><head>${SCRIPT.slice(0, -9)}`;
    expect((await carried(utf8(cut), "text/html")).failures).toHaveLength(1);
  });

  it("attributes of the element that the hash leaves out are told", async () => {
    const text = utf8(page(SCRIPT.replace("<script", "<script class=x")));
    const { layout } = await carried(text, "text/html");
    expect(await layout.uncovered()).toHaveLength(1);
    expect(await (await carried(utf8(page(SCRIPT)), "text/html")).layout.uncovered()).toEqual([]);
  });
});

const golden = fileURLToPath(
  new URL("../../../../shared/corpus/text-a8/encypher-golden-rederived.json", import.meta.url),
);
const present = existsSync(golden);
if (!present) console.warn("text-carriers: skipped, ../shared/corpus/text-a8 is absent");

describe.skipIf(!present)("Encypher's golden vectors", () => {
  const vectors = present ? JSON.parse(readFileSync(golden, "utf8")) : {};
  const KIND: Readonly<Record<string, string>> = {
    "#": "text/x-python",
    "//": "text/x-c",
    "--": "text/x-sql",
    "/*": "text/css",
    "<!--": "application/xml",
  };

  it("invisible wrappers are the same, byte for byte", () => {
    for (const { text, manifest_hex, hex } of vectors.unstructured)
      expect(toHex(concat(utf8(text), encodeWrapper(fromHex(manifest_hex))))).toBe(hex);
  });

  it("blocks in comments of five kinds are read", async () => {
    for (const { prefix, block: line } of vectors.structured_block)
      expect((await carried(utf8(line), KIND[prefix]!)).layout.remote).toBe(AT);
  });

  it("exclusions of structured text are accepted where they put them", async () => {
    for (const { name, hex, start, length } of vectors.structured_embed) {
      const kind = name.startsWith("xml")
        ? "application/xml"
        : name.startsWith("url")
          ? "text/x-python"
          : "text/x-c";
      const { layout, failures } = await carried(fromHex(hex), kind);
      expect(failures).toEqual([]);
      expect(
        await layout.covered("c2pa.hash.data", { exclusions: [{ start, length }] }),
      ).toBeDefined();
    }
    const front = await carried(utf8(vectors.front_matter), "text/markdown");
    expect(front.layout.remote).toBe(AT);
  });

  it("pages are read, and the exclusion is where they put it", async () => {
    const { out, exclusion } = vectors.html_inline;
    const { layout, store } = await carried(utf8(out), "text/html");
    expect(toHex(store!)).toBe("deadbeef");
    expect(layout.manifestSpans).toEqual([exclusion]);
    const reference = await carried(utf8(vectors.html_reference.out), "text/html");
    expect(reference.layout.remote).toBe("https://fabrikam.com/manifest.c2pa");
  });
});
