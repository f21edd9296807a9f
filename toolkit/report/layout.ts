// Text in columns: how wide it is on a terminal, and how it breaks into lines. All text is plain() before it gets here.

/** Scripts and signs that take two columns (the wide ones of Unicode's UAX #11, near enough for layout). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /[\p{M}]/u;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  return NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/** The text, or as much of it as fits into `columns` with an ellipsis. */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `${splitAt(text, columns - 1)[0]}…`;
}

/** Breaks at spaces into lines of at most `columns`; a word longer than a line is broken anywhere. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    let rest = word;
    while (widthOf(rest) > columns) {
      const [head, tail] = splitAt(rest, columns);
      lines.push(head);
      rest = tail;
    }
    line = rest;
  }
  return [...lines, line];
}

/** As many characters as fit into `columns`, at least one, and the rest. */
function splitAt(text: string, columns: number): [string, string] {
  let width = 0;
  let at = 0;
  for (const character of text) {
    width += columnsOf(character);
    if (width > columns && at > 0) break;
    at += character.length;
  }
  return [text.slice(0, at), text.slice(at)];
}
