// Texts for tests: sentences of many words, the same for the same seed and unlike those of another.

const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split(" ");

/** A text of about so many words in paragraphs of some sentences each. */
export function article(words: number, seed = 1): string {
  let state = seed * 2654435761 + 12345;
  const next = (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  const word = () => Array.from({ length: 1 + next(4) }, () => SYLLABLES[next(20)]).join("");
  const paragraphs: string[] = [];
  for (let made = 0; made < words; ) {
    const sentences: string[] = [];
    for (let i = 0; i < 3 + next(3) && made < words; i++) {
      const length = 8 + next(14);
      const text = Array.from({ length }, word).join(" ");
      sentences.push(`${text[0]?.toUpperCase()}${text.slice(1)}.`);
      made += length;
    }
    paragraphs.push(sentences.join(" "));
  }
  return paragraphs.join("\n\n");
}
