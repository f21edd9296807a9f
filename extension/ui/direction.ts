// Which way words of others are written. `dir="auto"` doesn't tell it here: it looks past what is set apart by <bdi>, as all
// words of others are, and finds our own beside them, which are in the reader's language.

/** By the first letter that has a direction; from left to right where there is none. */
export function directionOf(words: string): "ltr" | "rtl" {
  const [first = ""] = /\p{L}/u.exec(words) ?? [];
  return RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}

/** Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours, with their presentation forms, and the old scripts. */
const RIGHT_TO_LEFT =
  /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
