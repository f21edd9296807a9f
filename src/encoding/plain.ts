// Untrusted text (file names, manifest strings, certificate names) made inert for a terminal or a page.
// Nothing that moves a cursor, reorders a line or hides from the eye survives: it is shown as an escape.
// Attack: terminal escapes, bidi overrides ("Trojan Source") and invisible characters in manifest strings.

/**
 * What is shown as an escape: controls (Cc), format characters (Cf: bidi, zero-width, tags), lone surrogates (Cs),
 * line and paragraph separators (Zl, Zp), noncharacters, everything else that draws nothing (Default_Ignorable),
 * and combining marks past the sixth in a row, which would climb over the lines above.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{6})\p{M}/gu;

/** A variation selector that chooses the shape of an emoji or of a Han character, as names and titles use them. */
const SHAPE_OF = /[\p{Extended_Pictographic}\p{Ideographic}]$/u;
const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;

/** How many characters of a text are shown unless told. */
const LONGEST = 1000;

/**
 * The text with every unsafe character as `\u202e` or `\u{e0001}`, cut to `max` characters (1000 unless told)
 * with an ellipsis. The result is well-formed, stays on one line, and is itself left alone by a second pass.
 */
export function plain(text: string, max = LONGEST): string {
  // Two UTF-16 units a character at most: what lies behind can't be shown and isn't looked at.
  const head = text.length > 2 * max + 2 ? text.slice(0, 2 * max + 2) : text;
  return cut(head.replace(UNSAFE, shownAs), max);
}

function shownAs(character: string, at: number, whole: string): string {
  if (SELECTOR.test(character) && SHAPE_OF.test(whole.slice(Math.max(0, at - 2), at)))
    return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text];
  if (characters.length <= max) return text;
  const kept = characters.slice(0, Math.max(0, max - 1)).join("");
  return `${kept.replace(/\\(?:u(?:\{[0-9a-f]*|[0-9a-f]{0,3}))?$/, "")}…`; // never half an escape
}
