// The only door to marked: Markdown (CommonMark with GitHub's tables) as HTML, of which nothing but the words is used. It is
// run on files of strangers when they are verified, and some of its rules take time that grows with the square of a
// paragraph, or overflow the stack: whatever would cost more than articles do is not read as Markdown at all.
import { Lexer, Parser, type Token, type TokensList } from "marked";

/** HTML of a Markdown text; undefined for one that would take too long, which no article does. */
export function markdownToHtml(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    return Parser.parse(new ThriftyLexer(text.length).lex(text));
  } catch (cause) {
    if (cause instanceof TooHard) return undefined;
    throw cause;
  }
}

/** UTF-16 code units: a long book. */
const LONGEST = 1024 * 1024;
/** Quotes and lists in one another, and emphasis in emphasis. */
const DEEPEST = 24;
/** Steps for each code unit, and to begin with; an article takes ten or twenty for each. */
const STEPS_EACH = 160;
const STEPS = 4_000_000;
/** What a paragraph or an item of a list costs, however short. */
const STEPS_PER_CALL = 1500;

class TooHard extends Error {}

/** Counts what reading costs before it is paid for. */
class ThriftyLexer extends Lexer {
  private depth = 0;
  private left: number;

  constructor(length: number) {
    super({ gfm: true });
    this.left = STEPS + STEPS_EACH * length;
  }

  override blockTokens(src: string, tokens?: Token[], clipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, clipped?: boolean): TokensList;
  override blockTokens(src: string, tokens?: TokensList, clipped?: boolean): TokensList {
    this.enter(src.length);
    const made = super.blockTokens(src, tokens, clipped) as TokensList;
    this.depth--;
    return made;
  }

  override inlineTokens(src: string, tokens?: Token[]): Token[] {
    this.enter(src.length * (1 + delimiters(src)));
    const made = super.inlineTokens(src, tokens);
    this.depth--;
    return made;
  }

  private enter(steps: number): void {
    this.left -= STEPS_PER_CALL + steps;
    if (++this.depth > DEEPEST || this.left < 0) throw new TooHard();
  }
}

/** Characters from each of which marked may look through the rest of a paragraph. */
function delimiters(src: string): number {
  let count = 0;
  for (let i = 0; i < src.length; i++) if (DELIMITERS.has(src.charCodeAt(i))) count++;
  return count;
}

const DELIMITERS = new Set([..."*_~[]<`!\\@"].map((char) => char.charCodeAt(0)));
