// What a passage has to do with a record: each label by the text that deserves it, with and without the archived words,
// and no favourable one for a passage with as much as a word changed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchText, type TextMatch, type TextRecord, textRecord } from "../../../src/text/index.js";
import { ARTICLE, OTHER, SCRIPTS } from "./sample.js";

const withWords = textRecord(ARTICLE, { keepWords: true });
const hashesOnly = textRecord(ARTICLE);
const [title = "", first = "", second = "", third = "", fourth = ""] = ARTICLE;
const both = [
  ["with the words", withWords],
  ["by hashes alone", hashesOnly],
] as const;
const shown = (match: TextMatch) =>
  match.differences.map((runs) =>
    runs
      .map(({ kind, text }) => ({ same: text, passage: `+${text}+`, signed: `-${text}-` })[kind])
      .join(" "),
  );

describe.each(both)("%s,", (_, record) => {
  const keeps = record.text !== undefined;

  it("the whole text is exact, whatever its typography and however it is cut into blocks", () => {
    expect(matchText(ARTICLE, record)).toMatchObject({
      label: "exact",
      blocks: { found: 7, of: 7 },
      share: { found: record.sentences.length, of: record.sentences.length },
      differences: [],
      cut: { start: false, end: false },
    });
    const typeset = ARTICLE.map((block) =>
      block
        .replace(/"([^"]*)"/g, "“$1”")
        .replace(" - ", "—")
        .replaceAll("'", "’"),
    );
    expect(typeset.join()).not.toBe(ARTICLE.join());
    expect(matchText(typeset, record).label).toBe("exact");
    const [one, two, ...rest] = ARTICLE.slice(1);
    const joined = textRecord(ARTICLE.slice(1), { keepWords: keeps });
    expect(matchText([`${one} ${two}`, ...rest], joined).label).toBe("exact");
  });

  it("the whole text is exact with all its blocks run together, a heading into the sentence behind it", () => {
    expect(matchText([ARTICLE.join(" ")], record).label).toBe("exact");
    expect(matchText([`${title} ${first}`, second], record).label).toBe("partial-quote");
    const changed = ARTICLE.join(" ").replace(title, title.replace(/\w+$/, "Another"));
    expect(matchText([changed], record).label).toBe("edited");
    const elsewhere = matchText([`${title} ${third}`], record);
    expect(elsewhere.sentences.found).toBeLessThan(elsewhere.sentences.of);
    expect(["exact", "partial-quote", "omissions"]).not.toContain(elsewhere.label);
  });

  it("some of it, contiguous and whole sentences, is a partial quote", () => {
    expect(matchText([second, third], record)).toMatchObject({
      label: "partial-quote",
      share: { found: 8, of: record.sentences.length },
      each: [
        { label: "exact", block: 2 },
        { label: "exact", block: 3 },
      ],
      cut: { start: false, end: false },
    });
    const inMarks = `“${third.slice(0, third.indexOf(" It promised"))}”`;
    expect(matchText([inMarks], record).label).toBe("partial-quote");
    expect(matchText([`[…] ${inMarks} (…)`], record).label).toBe("partial-quote");
  });

  it("sentences left out or put elsewhere are omissions", () => {
    const sentences = [
      third.slice(third.indexOf("The council"), third.indexOf("It promised")),
      second.slice(0, second.indexOf("The pier")),
    ];
    expect(matchText([sentences.join("")], record).label).toBe("omissions");
    expect(matchText([third, first], record).label).toBe("omissions");
  });

  it("a page with the article and something else is never exact", () => {
    const page = matchText([...OTHER, ...ARTICLE], record);
    expect(page).toMatchObject({ label: "edited", blocks: { found: 7, of: 9 } });
    expect(page.share).toEqual({ found: record.sentences.length, of: record.sentences.length });
    expect(page.each.slice(0, 2)).toEqual([{ label: "none" }, { label: "none" }]);
  });

  it("a changed word makes it edited, and is shown", () => {
    const altered = [
      second,
      third.replace("did not promise", "did promise"),
      fourth.replace("seventy-one", "sixty-one"),
    ];
    const match = matchText(altered, record);
    expect(match.label).toBe("edited");
    expect(match.each[0]?.label).toBe("exact");
    expect(shown(match)).toEqual(
      keeps
        ? [
            "The council did -not- promise money for a new pier, although two newspapers reported that it had.",
            '"We asked nobody," says Henrik Aas, who is +sixty-one+ -seventy-one- and has the hands of a man who has not asked often.',
          ]
        : [
            "+The council did promise money for a new pier, although two newspapers reported that it had.+",
            '+"We asked nobody," says Henrik Aas, who is sixty-one and has the hands of a man who has not asked often.+',
          ],
    );
  });

  it("half a page from elsewhere is at most based on it", () => {
    const match = matchText(
      [...OTHER, ...OTHER.map((block) => block.toUpperCase()), second],
      record,
    );
    expect(match.label).toBe("based-on");
    expect(match.each.at(-1)?.label).toBe("exact");
  });

  it("another text, and no text, are none", () => {
    expect(matchText(OTHER, record)).toMatchObject({
      label: "none",
      share: { found: 0 },
      blocks: { found: 0 },
    });
    expect(matchText([], record)).toMatchObject({ label: "none", words: 0 });
    expect(matchText(["— … —"], record).label).toBe("none");
  });

  it("under fifteen words nothing favourable is said, of a whole text neither", () => {
    expect(matchText([title], record)).toMatchObject({
      label: "too-short",
      each: [{ label: "too-short" }],
    });
    expect(matchText(["The first kind drink their coffee slowly."], record).label).toBe(
      "too-short",
    );
    const short = textRecord(["A text of five words."], { keepWords: keeps });
    expect(matchText(["A text of five words."], short).label).toBe("too-short");
  });

  it("a look-alike letter makes a quote none of theirs", () => {
    const swapped = second.replace("harbour", "h\u0430rbour");
    expect(matchText([swapped], record).label).toBe("edited");
    expect(matchText([...ARTICLE.slice(0, 2), swapped, ...ARTICLE.slice(3)], record).label).toBe(
      "edited",
    );
  });

  it("a question made a statement is no quote", () => {
    const text = [
      "The minister took the money that had been set aside for the repair of the old harbour wall?",
    ];
    const stated = text.map((block) => block.replace("?", "."));
    expect(matchText(stated, textRecord(text, { keepWords: keeps })).label).not.toMatch(
      /exact|partial|omissions/,
    );
  });

  it.each(Object.entries(SCRIPTS))(
    "a text in this script is exact, and not with a letter changed (%s)",
    (language, text) => {
      const one = textRecord([text, text.slice(0, 20)], { keepWords: keeps });
      expect(matchText([text, text.slice(0, 20)], one).label).toBe("exact");
      if (language !== "marks")
        expect(matchText([`${text.slice(0, 30)}Ω${text.slice(31)}`], one).label).not.toMatch(
          /exact|partial|omissions/,
        );
    },
  );
});

describe("a quote that is cut short", () => {
  const words = third.split(" ");
  const cutQuote = words.slice(4, 24).join(" ");

  it("is a partial quote where the words can be proven, with what stands around it", () => {
    const match = matchText([`"... ${cutQuote} [...]"`], withWords);
    expect(match).toMatchObject({
      label: "partial-quote",
      cut: { start: true, end: true },
      sentences: { found: 2, of: 2 },
    });
    expect(match.context?.before).toBe(words.slice(0, 4).join(" "));
    expect(match.context?.after).toBe(words.slice(24).join(" "));
  });

  it("is possibly based on the text where they can't", () => {
    expect(matchText([cutQuote], hashesOnly).label).toBe("based-on");
  });

  it("of fifteen words is found wherever it is cut, by words or by fingerprints", () => {
    const all = ARTICLE.flatMap((block) => block.split(" ").filter((word) => /\w/.test(word)));
    for (let at = 0; at + 15 <= all.length; at++) {
      const quote = all.slice(at, at + 15).join(" ");
      expect(matchText([quote], hashesOnly).label, quote).not.toBe("none");
    }
    for (const block of ARTICLE.slice(1)) {
      const tokens = block.split(" ");
      for (let at = 0; at + 16 <= tokens.length; at++)
        expect(matchText([tokens.slice(at, at + 16).join(" ")], withWords).label).toBe(
          "partial-quote",
        );
    }
  });
});

describe("no favourable label is reached", () => {
  const favourable = /exact|partial-quote|omissions/;
  const tokens = ARTICLE.slice(1).flatMap((block) => block.split(" "));
  const span = fc
    .tuple(fc.nat(tokens.length - 40), fc.integer({ min: 15, max: 40 }))
    .map(([at, length]) => tokens.slice(at, at + length));
  const record = fc.constantFrom<TextRecord>(withWords, hashesOnly);

  it("with a word replaced, anywhere", () => {
    fc.assert(
      fc.property(
        span,
        fc.nat(),
        fc.constantFrom("not", "never", "a", "MARTA", "1", "x"),
        record,
        (quote, place, word, signed) => {
          const i = place % quote.length;
          fc.pre(quote[i]?.replace(/\W/g, "") !== word && /\w/.test(quote[i] ?? ""));
          const changed = quote.with(i, word);
          expect(matchText([changed.join(" ")], signed).label).not.toMatch(/exact|partial-quote/);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("with a word left out or put in, but at an end", () => {
    fc.assert(
      fc.property(span, fc.nat(), fc.boolean(), record, (quote, place, out, signed) => {
        const i = 1 + (place % (quote.length - 2));
        fc.pre(
          quote.length > 16 &&
            quote[i] !== quote[i - 1] &&
            quote[i] !== quote[i + 1] &&
            /\w/.test(quote[i] ?? ""),
        );
        const changed = out ? quote.toSpliced(i, 1) : quote.toSpliced(i, 0, "not");
        expect(matchText([changed.join(" ")], signed).label).not.toMatch(/exact|partial-quote/);
      }),
      { numRuns: 400 },
    );
  });

  it("by putting words of it together anew", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...tokens.filter((token) => /^\w+$/.test(token))), {
          minLength: 15,
          maxLength: 30,
        }),
        record,
        (quote, signed) => {
          expect(matchText([quote.join(" ")], signed).label).not.toMatch(favourable);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("hostile input", () => {
  /** Milliseconds of the processor's time: what others do on this machine doesn't count. */
  const timed = (run: () => unknown) => {
    const began = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  const MOST = 4000; // hashing as many different words takes a fourth of it

  it.each(both)(
    "of equal sentences takes no longer than any other of its size (%s)",
    (_, { text }) => {
      const same = ["a b c. ".repeat(20_000)];
      const record = textRecord(same, { keepWords: text !== undefined });
      const passages = [
        same,
        [`${"a b c. ".repeat(9000)}d e f.`],
        [`d e f. ${"a b c. a b d. ".repeat(5000)}`],
        Array.from({ length: 1500 }, () => "a b c. a b c. a b c. a b c. a b c. d"),
      ];
      for (const passage of passages)
        expect(timed(() => matchText(passage, record))).toBeLessThan(MOST);
    },
  );

  it("of very many fingerprints is looked at once", () => {
    const print = (i: number) =>
      Uint8Array.of(i & 255, (i >> 8) & 255, i >> 16, ...new Uint8Array(13));
    const record = { ...hashesOnly, prints: Array.from({ length: 300_000 }, (_, i) => print(i)) };
    expect(timed(() => matchText(ARTICLE, record))).toBeLessThan(MOST);
  });
});
