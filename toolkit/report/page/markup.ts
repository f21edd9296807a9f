// HTML that can't be injected into: whatever goes into a template is made inert and escaped, unless it is Markup,
// and Markup comes from templates alone. Attack: markup, attributes and invisible characters in manifest strings.
import { plain } from "../plain.js";

/** HTML that is safe to print. Only this file makes it. */
export class Markup {
  readonly #html: string;

  constructor(html: string, key: typeof KEY) {
    if (key !== KEY) throw new TypeError("markup comes from html`...` only");
    this.#html = html;
  }

  toString(): string {
    return this.#html;
  }
}

const KEY = Symbol("markup");

export type Insert = Markup | string | number | undefined | false | readonly Insert[];

/**
 * A piece of HTML. Strings are made inert by plain() and escaped for text and for quoted attributes; undefined and
 * false are nothing; arrays are joined. Attributes are always written in double quotes.
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  let out = parts[0] ?? "";
  for (const [i, insert] of inserts.entries()) out += shown(insert) + (parts[i + 1] ?? "");
  return new Markup(out, KEY);
}

/** Untrusted text in a direction of its own, so that right-to-left writing can't reorder what stands around it. */
export function bdi(text: string, longest = 300): Markup {
  return html`<bdi>${plain(text, longest)}</bdi>`;
}

/** Bytes as a data: URL, for an attribute. Base64 and the media type's own alphabet hold nothing to escape. */
export function dataUrl(
  mediaType: `image/${"jpeg" | "png" | "gif" | "webp" | "avif"}`,
  bytes: Uint8Array,
): Markup {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
  return new Markup(`data:${mediaType};base64,${base64}`, KEY);
}

/** Text of our own that is not HTML (a style sheet). Never for anything that comes from outside. */
export function ownText(text: string): Markup {
  return new Markup(text, KEY);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

function shown(insert: Insert): string {
  if (insert === undefined || insert === false) return "";
  if (insert instanceof Markup) return insert.toString();
  if (typeof insert === "number") return String(insert);
  if (typeof insert === "string")
    return plain(insert).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
  return insert.map(shown).join("");
}
