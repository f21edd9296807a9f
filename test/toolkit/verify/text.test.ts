// Text files from end to end: signed by this project, damaged by hand, and verified as anybody would.
import { beforeAll, describe, expect, it } from "vitest";
import { encodeWrapper } from "../../../src/container/index.js";
import { concat, utf8, utf8Text } from "../../../src/encoding/index.js";
import { sign, signBytes, verify } from "../../../toolkit/index.js";
import { fakeStore } from "../../src/container/spliced.js";
import { type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});

const TEXTS: Readonly<Record<string, string>> = {
  "notes.txt": "The lake is back at the height of last spring.\nThe ferry runs again.\n",
  "article.md": "# The lake\n\nThe lake is *back* at last spring's height — nearly.\n",
  "page.html":
    "<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>The lake</title></head>\n<body><p>The lake is back.</p></body></html>\n",
  "lake.py": "#!/usr/bin/env python3\nprint('the lake is back')\n",
  "lake.ts": "export const lake = 'back';\r\n",
  "lake.css": "p { background: teal }\n",
  "lake.yaml": "lake: back\n",
  "lake.xml": '<?xml version="1.0"?>\n<lake>back</lake>\n',
};

const signed = async (name: string, text = TEXTS[name]!) =>
  (await signBytes(name, utf8(text), { identity: shop.identity })).bytes;
const check = (name: string, bytes: Uint8Array) => verify(bytes, { name, anchors: [shop.root] });
const codes = ({ findings }: { findings: readonly { code: string }[] }) =>
  findings.map(({ code }) => code);

describe("a signed text", () => {
  for (const name of Object.keys(TEXTS)) {
    it(`${name} is Trusted as it is, and Invalid with one word changed or one line more`, async () => {
      const bytes = await signed(name);
      expect(await check(name, bytes)).toMatchObject({
        state: "Trusted",
        signer: { name: "The Daily Record" },
      });
      const changed = utf8(utf8Text(bytes)!.replace("back", "gone"));
      expect(changed).not.toEqual(bytes);
      for (const other of [changed, concat(bytes, utf8("x\n")), concat(utf8("x\n"), bytes)]) {
        const verdict = await check(name, other);
        expect(["Invalid", "None"]).toContain(verdict.state);
        if (verdict.state === "Invalid")
          expect(codes(verdict)).toContain("assertion.dataHash.mismatch");
      }
      const edited = await check(name, changed);
      expect(edited.state).toBe("Invalid");
      expect(edited.summary).toMatch(/^Changed since signing/);
    });
  }

  it("is told by what it is said to be, where its name says nothing", async () => {
    const bytes = await signed("page.html");
    expect((await check("download", bytes)).state).toBe("Trusted"); // by its first tag
    const code = await signed("lake.css");
    expect((await check("lake.css?v=3", code)).state).toBe("Trusted");
  });

  it("without its marker is None, with a word about what was left of it", async () => {
    const text = utf8Text(await signed("notes.txt"))!;
    const verdict = await check("notes.txt", utf8(text.replaceAll("\ufeff", "")));
    expect(verdict.state).toBe("None");
    expect(codes(verdict)).toContain("colophon.text.markerStripped");
    expect(verdict.summary).toMatch(/words can be checked/);
  });

  it("followed by more text says so, besides being changed", async () => {
    const verdict = await check("notes.txt", concat(await signed("notes.txt"), utf8("\n")));
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toContain("colophon.text.notLast");
  });

  it("with the remains of another credential in front is read, if they were there when it was signed", async () => {
    const torn = encodeWrapper(fakeStore(40)).subarray(0, 60);
    const remains = concat(utf8("Said before."), torn, utf8(" And now this.\n"));
    const verdict = await check("notes.txt", remains);
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toEqual(["manifest.text.corruptedWrapper"]);
  });

  it("that has other line breaks, line endings or no marker still has its words, and says so", async () => {
    const SAME = "colophon.text.sameWords";
    const prose = "The lake is back.\n\nThe ferry — at last — runs again.\n";
    const text = utf8Text(await signed("notes.txt", prose))!;
    for (const [change, state] of [
      [(from: string) => from.replaceAll("\n", "\r\n"), "Invalid"],
      [(from: string) => from.replace("ferry ", "ferry\n"), "Invalid"],
      [(from: string) => from.replaceAll("\n\n", "\n"), "Invalid"],
      [(from: string) => from.replaceAll("—", "--"), "Invalid"],
      [(from: string) => from.replaceAll("\ufeff", ""), "None"],
    ] as const) {
      const verdict = await check("notes.txt", utf8(change(text)));
      expect(verdict.state).toBe(state);
      expect(codes(verdict)).toContain(SAME);
      expect(verdict.summary).toMatch(/Its words are those that were signed by The Daily/);
      expect(verdict.words).toMatchObject({
        state: "Trusted",
        signer: { name: "The Daily Record" },
      });
    }
    for (const other of ["ferry", "again."])
      expect(codes(await check("notes.txt", utf8(text.replace(other, "boat"))))).not.toContain(
        SAME,
      );
    const page = utf8Text(await signed("page.html"))!;
    const framed = utf8(page.replace("<title>", "<title >"));
    expect(codes(await check("page.html", framed))).not.toContain(SAME);
  });

  it("says nothing of its words where the credential itself does not hold", async () => {
    const bytes = await signed("notes.txt", "The lake is back.\n\nThe ferry runs again.\n");
    const text = utf8Text(bytes)!;
    const run = [...text.slice(text.indexOf("\ufeff"))];
    const at = run.length - 30; // in the signature, which comes last
    run[at] = run[at] === "\u{e0110}" ? "\u{e0111}" : "\u{e0110}";
    const torn = `${text.slice(0, text.indexOf("\ufeff"))}`.replaceAll("\n", "\r\n");
    const verdict = await check("notes.txt", utf8(torn + run.join("")));
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).not.toContain("colophon.text.sameWords");
  });

  it("twice in one text is Invalid: none says which one counts", async () => {
    const bytes = await signed("notes.txt");
    const verdict = await check("notes.txt", concat(bytes, utf8("\n"), bytes));
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toEqual(["manifest.text.multipleWrappers"]);
    expect(verdict.summary).toMatch(/more than one/);
  });

  it("has a manifest that is none in its wrapper: Invalid, and the engine was never asked", async () => {
    const verdict = await check("notes.txt", concat(utf8("x"), encodeWrapper(utf8("no manifest"))));
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toEqual(["colophon.text.noManifest"]);
  });

  it("in decomposed characters is no longer where it was signed", async () => {
    const bytes = await signed("notes.txt", "café crème\n");
    expect((await check("notes.txt", bytes)).state).toBe("Trusted");
    const verdict = await check("notes.txt", utf8(utf8Text(bytes)!.normalize("NFD")));
    expect(verdict.state).toBe("Invalid");
  });

  it("with a byte that is no UTF-8 was changed since it was signed", async () => {
    const bytes = await signed("notes.txt");
    for (const at of [4, 44]) {
      const verdict = await check("notes.txt", bytes.with(at, 0xff));
      expect(codes(verdict)).toContain("assertion.dataHash.mismatch");
      expect(verdict.summary).toMatch(/^Changed since signing/);
    }
  });
});

describe("a text without a credential", () => {
  it("is None, whatever kind of text it is", async () => {
    for (const [name, text] of Object.entries(TEXTS))
      expect(await check(name, utf8(text))).toMatchObject({ state: "None", findings: [] });
  });

  it("in UTF-16 was not checked, and one sentence says why", async () => {
    const wide = new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x62, 0x00]);
    const verdict = await check("notes.txt", wide);
    expect(verdict.state).toBe("NotChecked");
    expect(verdict.findings[0]?.explanation).toMatch(/UTF-16/);
  });

  it("that is about C2PA is no credential", async () => {
    const page =
      "# How it works\n\nA line `# -----BEGIN C2PA MANIFEST----- URL -----END C2PA MANIFEST-----` is put in:\n\n<!-- -----BEGIN C2PA MANIFEST----- URL -----END C2PA MANIFEST----- -->\n\nMore.\n";
    expect(await check("how.md", utf8(page))).toMatchObject({ state: "None", findings: [] });
    const program = 'const BEGIN = "-----BEGIN C2PA MANIFEST-----";\n';
    expect(await check("how.ts", utf8(program))).toMatchObject({ state: "None", findings: [] });
  });

  it("that names an address is None: the address is told, and nothing fetched", async () => {
    const url = "https://example.org/lake.c2pa";
    const line = `# -----BEGIN C2PA MANIFEST----- ${url} -----END C2PA MANIFEST-----\nprint(1)\n`;
    expect(await check("lake.py", utf8(line))).toMatchObject({
      state: "None",
      remoteManifest: url,
    });
    const page = `<!doctype html><head><link rel="c2pa-manifest" href="lake.c2pa"></head><p>x`;
    expect(await check("lake.html", utf8(page))).toMatchObject({
      state: "None",
      remoteManifest: "lake.c2pa",
    });
  });
});

describe("a manifest beside a text", () => {
  it("holds for the bytes as they are, in any encoding", async () => {
    const wide = new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x62, 0x00]);
    for (const [name, bytes] of [
      ["wide.txt", wide],
      ["latin.txt", new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a])],
      ["open.txt", utf8("cafe\u0301\n")],
    ] as const) {
      const path = shop.put(name, bytes);
      await sign(path, { identity: shop.identity, sidecar: true });
      expect((await verify(path, { anchors: [shop.root] })).state).toBe("Trusted");
    }
  });
});
