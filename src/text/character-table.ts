// Which characters the canonical form treats apart. The tables stand here, and are no property escapes (\p{Cf}), because
// those follow the version of Unicode that an engine has: two browsers would make two hashes of one text.
// From UnicodeData 17.0; characters of a later version are ordinary ones, for ever.

/**
 * Draws nothing: format characters, variation selectors, soft hyphen, fillers, controls (a category that Unicode has closed).
 * With them a wrapper of C2PA A.8 disappears. The visible signs among the format characters (Arabic number signs) stay.
 */
export const INVISIBLE = new RegExp(
  `[\\p{Cc}${[
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164",
    "\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb",
    "\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}",
  ].join("")}]+`,
  "gu",
);

/** Superscripts, subscripts and fractions, which NFKC would make ordinary: x² is not x2. */
export const RAISED =
  /([\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u02b0-\u02b8\u02e0-\u02e4\u10fc\u1d2c-\u1d2e\u1d30-\u1d3a\u1d3c-\u1d4d\u1d4f-\u1d6a\u1d78\u1d9b-\u1dbf\u2070\u2071\u2074-\u208e\u2090-\u209c\u2120\u2122\u2150-\u215f\u2189\u2c7c\u2c7d\u2d6f\u3192-\u319f\ua69c\ua69d\ua770\ua7f1-\ua7f4\ua7f8\ua7f9\uab5c-\uab5f\uab69\u{10781}-\u{10785}\u{10787}-\u{107b0}\u{107b2}-\u{107ba}\u{1e030}-\u{1e06d}\u{1f16a}-\u{1f16c}]+)/u;

/** White space of Unicode: what is left of it after NFKC is one space. */
export const WHITE_SPACE =
  /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/** Apostrophes, single quotation marks, and what is typed for them. */
export const APOSTROPHE =
  /[`\u00b4\u02b9\u02bb-\u02bd\u02ca\u02cb\u05f3\u1fef\u1ffd\u2018-\u201b\u2032\u2035\u2039\u203a\u275b\u275c\uff07\uff40]/gu;

/** Double quotation marks, and what is typed for them. */
export const QUOTE =
  /["\u00ab\u00bb\u05f4\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\uff02]/gu;

/** Dashes that stand for a pause. */
export const LONG_DASH = /[\u2014\u2015\u2e3a\u2e3b\ufe31\ufe58]/gu;

/** Hyphens, the minus sign and the dashes of a range. */
export const SHORT_DASH = /[\u05be\u2010-\u2013\u2212\ufe32\ufe63\uff0d]/gu;

const HAN =
  "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const KANA =
  "\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u{1aff0}-\\u{1b16f}";
const THAI_LAO_MYANMAR_KHMER =
  "\\u0e01-\\u0e3a\\u0e40-\\u0e59\\u0e81-\\u0edf\\u1000-\\u1049\\u1050-\\u109f\\u1780-\\u17d3\\u17dc-\\u17e9\\ua9e0-\\ua9fe\\uaa60-\\uaa7f";

/** A character of Han, Hiragana or Katakana: scripts that put no space between words. */
export const IDEOGRAPH = `[${HAN}${KANA}]`;

/** A character of Thai, Lao, Myanmar or Khmer: letters and vowel signs, without space between words, too. */
export const UNSPACED_LETTER = `[${THAI_LAO_MYANMAR_KHMER}]`;

/** One token: a character of a script without spaces, or what stands between spaces. For canonical text. */
export const TOKEN = new RegExp(
  `[${HAN}${KANA}${THAI_LAO_MYANMAR_KHMER}]|[^ ${HAN}${KANA}${THAI_LAO_MYANMAR_KHMER}]+`,
  "gu",
);

/** A line break in the middle of Chinese or Japanese is no word boundary; the marks of these scripts count as theirs. */
export const SPACE_AMONG_IDEOGRAPHS = new RegExp(
  `(?<=[${HAN}${KANA}\\u3001-\\u3003\\u3008-\\u3011\\u3014-\\u301b]) (?=[${HAN}${KANA}\\u3001-\\u3003\\u3008-\\u3011\\u3014-\\u301b])`,
  "gu",
);

/** Punctuation, as it stands at the ends of words in the scripts of the world. */
const PUNCTUATION =
  "!-/:-@\\[-`{-~\\u00a1-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf\\u037e\\u055a-\\u055f\\u0589\\u058a\\u05be\\u05c0\\u05c3\\u05f3\\u05f4\\u0609-\\u060d\\u061b\\u061d-\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u0970\\u0e2f\\u0e5a\\u0e5b\\u0f08\\u0f0b-\\u0f12\\u104a-\\u104f\\u1361-\\u1368\\u166e\\u17d4-\\u17da\\u1802\\u1803\\u1808\\u1809\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u23ff\\u2500-\\u27bf\\u2e00-\\u2e7f\\u3001-\\u3003\\u3008-\\u3020\\u3030\\u303d\\u30fb";

/** Punctuation with which a token begins or ends. Two expressions: each is tried at one place only. */
export const LEADING = new RegExp(`^[${PUNCTUATION}]+`, "u");
export const TRAILING = new RegExp(`(?<![${PUNCTUATION}])[${PUNCTUATION}]+$`, "u");
