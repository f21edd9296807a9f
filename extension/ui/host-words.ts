// A host for people. Hosts with letters beyond ASCII have two spellings; browsers tell us the one with `xn--`, which says
// nothing to a reader. The other is shown beside it, and only where it can't be taken for another site's: letters of
// Western and Central European languages, or of Chinese, Japanese and Korean, never several of these in one name.

/** `münchen.de (xn--mnchen-3ya.de)`; a host without another spelling that is safe to show, as it stands. */
export function hostWords(host: string): string {
  if (!host.includes("xn--")) return host;
  const labels = host.split(".").map(readable);
  const words = labels.join(".");
  if (labels.includes(undefined) || !URL.canParse(`https://${words}/`)) return host;
  // The browser has the last word on whether the two are the same host.
  return new URL(`https://${words}/`).hostname === host ? `${words} (${host})` : host;
}

/** Latin letters that no ASCII letter is mistaken for, but for their accents; or Asian ones. */
const SAFE = [
  /^(?!.*[ıĸŀŉ])[a-z0-9\u00df-\u00f6\u00f8-\u017e-]+$/,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}0-9]+$/u,
  /^[\p{Script=Hangul}0-9]+$/u,
];

function readable(label: string): string | undefined {
  const text = label.startsWith("xn--") ? decoded(label.slice(4)) : label;
  return text !== undefined && SAFE.some((letters) => letters.test(text)) ? text : undefined;
}

const BASE = 36;

/** Punycode (RFC 3492, 6.2). Undefined for what is none. */
function decoded(code: string): string | undefined {
  const basic = Math.max(0, code.lastIndexOf("-"));
  const letters = [...code.slice(0, basic)];
  let [point, at, bias] = [128, 0, 72];
  for (let next = basic > 0 ? basic + 1 : 0; next < code.length; ) {
    const before = at;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(code.charCodeAt(next++));
      if (digit === undefined) return undefined;
      at += digit * weight;
      const least = Math.min(26, Math.max(1, k - bias));
      if (digit < least) break;
      weight *= BASE - least;
    }
    const length = letters.length + 1;
    bias = adapted(at - before, length, before === 0);
    point += Math.floor(at / length);
    at %= length;
    if (point > 0x10ffff) return undefined;
    letters.splice(at++, 0, String.fromCodePoint(point));
  }
  return letters.join("");
}

/** Undefined at the end, too: what comes out then is not whole. */
function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

/** RFC 3492, 6.1. */
function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > 455; k += BASE) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
