import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColophonError, type State } from "../../../src/index.js";
import { widthOf } from "../../../toolkit/report/layout.js";
import type { Printer } from "../../../toolkit/report/printer.js";
import { textPrinter } from "../../../toolkit/report/text.js";
import { STATES } from "../../../toolkit/report/words.js";
import { fakeScreen } from "./fake-screen.js";
import { ARCHIVE, HOSTILE, hostileVerdict, MANIFEST, VERDICTS } from "./sample.js";

function printed(
  say: (printer: Printer) => void,
  options: { verbose?: boolean; terminal?: boolean; env?: Record<string, string> } = {},
) {
  const stdout = fakeScreen({ isTerminal: options.terminal ?? false });
  const stderr = fakeScreen({ isTerminal: options.terminal ?? false });
  say(
    textPrinter({
      stdout,
      stderr,
      env: options.env ?? {},
      ...(options.verbose && { verbose: true }),
    }),
  );
  return { out: stdout.text(), err: stderr.text() };
}

const verdict = (state: State, options = {}) =>
  printed((printer) => printer.verdict("photo.jpg", VERDICTS[state]), options).out;

describe("a verdict as text", () => {
  it.each(STATES)("%s reads as it should, word for word", async (state) => {
    await expect(verdict(state)).toMatchFileSnapshot(`golden/${state}.txt`);
  });

  it("with --verbose every finding, the chain and the URIs are there", async () => {
    const text = verdict("Valid", { verbose: true });
    for (const finding of VERDICTS.Valid.findings) expect(text).toContain(finding.code);
    await expect(text).toMatchFileSnapshot("golden/Valid-verbose.txt");
  });

  it.each(STATES)("%s fits into 80 columns", (state) => {
    for (const line of verdict(state, { verbose: true }).split("\n"))
      expect(widthOf(line), line).toBeLessThanOrEqual(80);
  });

  it("the words never speak of truth", () => {
    const all = STATES.map((state) => verdict(state, { verbose: true })).join("\n");
    expect(all.replace(/^ *authentic: /gm, "")).not.toMatch(
      /\b(authentic|genuine|fake|real|true|truth|trustworthy|verified)\b/i,
    );
  });

  it("after a withdrawal it is the missing credential that says nothing, not the withdrawal", () => {
    const archive = { ...ARCHIVE, withdrawn: { id: ARCHIVE.id, at: "2026-03-05T10:00:00Z" } };
    const summary = "Found. Its signer has withdrawn the archive record.";
    const none = { state: "None", summary, findings: [], archive } as const;
    expect(printed((p) => p.verdict("a", none)).out.replace(/\s+/g, " ")).toContain(
      "A missing credential says nothing about how it was made.",
    );
  });

  it("an unknown signer is no failure, and None says nothing about how it was made", () => {
    expect(verdict("Valid")).not.toMatch(/failed\n/);
    expect(printed((p) => p.verdict("a", { state: "None", summary: "", findings: [] })).out).toBe(
      "a\n  None: no Content Credentials found; that says nothing about how it was made\n",
    );
  });

  it("“changed since” is said for a hash mismatch only", () => {
    const broken = {
      ...VERDICTS.Invalid,
      summary: "",
      findings: [
        { ...VERDICTS.Invalid.findings[0]!, kind: "failure" as const, code: "claim.malformed" },
      ],
    };
    const text = printed((p) => p.verdict("a", { ...broken, tree: undefined } as never)).out;
    expect(verdict("Invalid")).toContain("Invalid: Changed since signing");
    expect(text).toContain("Invalid: a credential is there, but it does not check out");
    expect(text).not.toContain("changed since");
  });

  it("a code that nobody knows is shown verbatim, with the words that came with it", () => {
    const strange = {
      code: "vendor.made.up",
      kind: "failure",
      explanation: "odd",
      source: "engine",
    } as const;
    const text = printed((p) =>
      p.verdict("a", { ...VERDICTS.None, state: "Invalid", findings: [strange] }),
    ).out;
    expect(text).toContain("  What failed\n    odd\n      vendor.made.up\n");
  });

  it("a huge history is drawn in part and counted whole", () => {
    const leaf = {
      ...VERDICTS.Valid.tree!,
      title: "leaf",
      relationship: "componentOf" as const,
      ingredients: [],
      actions: [],
    };
    let deep = leaf;
    for (let i = 0; i < 20_000; i++) deep = { ...leaf, ingredients: [deep as never] };
    const tree = {
      ...leaf,
      relationship: "self" as const,
      ingredients: [deep, ...Array<typeof leaf>(5000).fill(leaf)],
    };
    const text = printed((p) => p.verdict("a", { ...VERDICTS.Valid, tree })).out;
    expect(text.split("\n").length).toBeLessThan(250);
    const hidden = [...text.matchAll(/and (\d+) earlier/g)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
    const drawn = text.match(/[├└]─ /g)?.length ?? 0;
    expect(hidden + drawn).toBe(25_001);
  });
});

describe("colours", () => {
  it("are used on a terminal and nowhere else", () => {
    expect(verdict("Invalid")).not.toContain("\u001b");
    expect(verdict("Invalid", { terminal: true })).toContain("\u001b[1;31mInvalid\u001b[0m");
  });

  it.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("are left out with %j", (env) => {
    expect(verdict("Invalid", { terminal: true, env })).not.toContain("\u001b");
  });

  it("only repeat what the words say", () => {
    const colour = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
    for (const state of STATES)
      expect(verdict(state, { terminal: true }).replace(colour, "")).toBe(verdict(state));
  });
});

describe("hostile text", () => {
  it("reaches a terminal inert, in every field of a verdict", () => {
    for (let shift = 0; shift < HOSTILE.length; shift++) {
      const evil = hostileVerdict((at) => HOSTILE[(at + shift) % HOSTILE.length]!);
      const { out } = printed((p) => p.verdict(HOSTILE[shift]!, evil), { verbose: true });
      expect(out).not.toMatch(/[^\P{C}\n]/u);
      expect(out.length).toBeLessThan(200_000);
    }
  });

  it("can't begin a line of ours: whatever it is, every line is indented", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 90 }), { minLength: 1 }),
        (texts) => {
          const evil = hostileVerdict((at) => texts[at % texts.length]!);
          const { out } = printed((p) => p.verdict("photo.jpg", evil));
          for (const line of out.trimEnd().split("\n").slice(1))
            expect(line === "" || line.startsWith("  ")).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("in paths, errors, hints and causes is inert as well", () => {
    for (const evil of HOSTILE) {
      const error = new ColophonError("FILE_NOT_FOUND", `there is no ${evil}`, {
        hint: evil,
        cause: new Error(evil),
      });
      const { out, err } = printed(
        (p) => {
          p.error(evil, error);
          p.note(evil);
          p.signed({ ...SIGNED, input: evil, output: evil, signer: evil, mediaType: evil });
          p.store({ path: evil, form: "crjson", store: { [evil]: evil } });
          p.written({ path: evil, what: "thumbnail", bytes: 1 });
        },
        { verbose: true },
      );
      expect(out + err).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

const SIGNED = {
  input: "photo.jpg",
  output: "photo.signed.jpg",
  mediaType: "image/jpeg",
  manifest: MANIFEST,
  signer: "The Daily Record (Ada Reyes)",
  at: "2026-03-04T12:33:20Z",
  overheadBytes: 2431,
};

describe("other results", () => {
  it("a signed file tells who, what, when and the record's id", () => {
    expect(
      printed((p) => p.signed({ ...SIGNED, generated: true, record: ARCHIVE.id })).out,
    ).toBe(`photo.signed.jpg
  Signed by    The Daily Record (Ada Reyes)
  When         4 March 2026, 12:33:20 UTC, by this computer's clock
  What         photo.jpg (image/jpeg), which stays as it was; 2.4 KB added
  AI           declared as AI-generated
  Archived as  ${ARCHIVE.id}
`);
  });

  it("a sidecar is the result when there is one", () => {
    const { out } = printed((p) =>
      p.signed({ ...SIGNED, output: "notes.odt", input: "notes.odt", sidecar: "notes.odt.c2pa" }),
    );
    expect(out).toMatch(/^notes\.odt\.c2pa\n/);
    expect(out).toContain("Archived     no");
  });

  it("an error says what happened and what to do next, on stderr alone", () => {
    expect(
      printed((p) =>
        p.error("a.jpg", new ColophonError("FILE_NOT_FOUND", "there is no file a.jpg")),
      ),
    ).toEqual({
      out: "",
      err: "colophon: there is no file a.jpg\n  check the spelling, and the folder you are in\n",
    });
  });

  it("an error about a file that its message doesn't name gets the name", () => {
    const error = new ColophonError("CONTAINER_MALFORMED", "the file is cut off", {
      hint: "get it again",
    });
    expect(printed((p) => p.error("a.jpg", error)).err).toBe(
      "colophon: a.jpg: the file is cut off\n  get it again\n",
    );
  });

  it("with --verbose an error shows its code and its causes", () => {
    const error = new ColophonError("INTERNAL", "something broke", {
      cause: new TypeError("x is y"),
    });
    const { err } = printed((p) => p.error(undefined, error), { verbose: true });
    expect(err).toContain("  code: INTERNAL\n");
    expect(err).toContain("  cause: TypeError: x is y\n");
  });

  it("a broken rule comes with its remedy, one that holds without", () => {
    const rule = {
      path: "leaf.pem",
      rule: "key-usage",
      message: "it may not sign",
      remedy: "make a new one",
    };
    expect(printed((p) => p.rule({ ...rule, holds: false })).out).toBe(
      "  BROKEN       it may not sign\n               remedy: make a new one\n               rule: key-usage\n",
    );
    expect(printed((p) => p.rule({ ...rule, holds: true })).out).toBe(
      "  holds        it may not sign\n",
    );
  });

  it("a run over several files ends with the count of each state", () => {
    expect(
      printed((p) => p.end({ done: 4, failed: 1, states: { Valid: 3, Trusted: 1 }, exitCode: 1 }))
        .out,
    ).toBe(`4 files done: 1 Trusted, 3 Valid; 1 failed\n`);
  });
});
