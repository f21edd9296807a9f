// Walks the head of a page as browsers do (WHATWG HTML §13.2.5, the states that matter here), over bytes: comments, raw text,
// quoted attributes, whatever case. Stops where the body starts, so most of a page is never looked at. Each byte is passed
// at most twice: no input makes it slow.
import { utf8 } from "../encoding/index.js";
import { find } from "./find.js";
import { latin1, markLength } from "./structured-block.js";

/** An element of the head. Offsets in bytes. */
export interface HeadElement {
  readonly name: string;
  /** Names in lower case (XHTML: as written); the first of a name counts. Values without character references. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly start: number;
  /** Behind its start tag. */
  readonly inside: number;
  /** Where its raw text ends; `inside` for an element without any. */
  readonly textEnd: number;
  /** Behind its end tag. */
  readonly end: number;
  /** It has all the tags that it needs. */
  readonly closed: boolean;
}

/** What the head of a page holds. */
export interface PageHead {
  /** All `script` and `link` elements. */
  readonly elements: readonly HeadElement[];
  /** Where another element can be put last into the head. */
  readonly end: number;
}

const HEAD_ELEMENTS = new Set(
  "html head base basefont bgsound link meta title style script noscript template noframes".split(
    " ",
  ),
);
/** End tags that start the body when they stand in the head. */
const BODY_ENDS = new Set(["body", "html", "br"]);
const RAW = new Set("title style script noscript noframes".split(" "));

const OPEN = 0x3c;
const CLOSE = 0x3e;

/** @param xml a page in XHTML: names keep their case, and no element has raw text but script */
export function scanHead(page: Uint8Array, xml: boolean): PageHead {
  const elements: HeadElement[] = [];
  let templates = 0;
  let outermost = 0;
  let headEnd: number | undefined;
  const result = (end: number): PageHead => ({
    elements,
    end: headEnd ?? (templates > 0 ? outermost : end), // in a template nothing is an element of the head
  });
  let at = markLength(page);
  for (;;) {
    const open = page.indexOf(OPEN, at);
    if (!xml && hasText(page, at, open < 0 ? page.length : open) && templates === 0)
      return result(firstText(page, at));
    if (open < 0) return result(page.length);
    at = open;
    const second = page[at + 1] ?? 0;
    if (second === 0x21 || second === 0x3f) {
      const end =
        second === 0x21 ? afterDeclaration(page, at, xml) : afterInstruction(page, at, xml);
      if (end === undefined) return result(at);
      at = end;
    } else if (second === 0x2f) {
      const { name, end, closed } = tag(page, at + 2, xml);
      if (!closed) return result(at);
      if (BODY_ENDS.has(name) && templates === 0) return result(at);
      if (name === "head" && templates === 0) headEnd ??= at; // what follows it, before the body, still belongs to it
      if (name === "template" && templates > 0) templates--;
      at = end;
    } else if (isLetter(second)) {
      const start = tag(page, at + 1, xml);
      if (!HEAD_ELEMENTS.has(start.name) && templates === 0 && (!xml || start.name === "body"))
        return result(at);
      if (start.name === "template" && !start.selfClosing) {
        if (templates === 0) outermost = at;
        templates++;
      }
      const element = elementFrom(page, at, start, xml);
      if (templates === 0 && (element.name === "script" || element.name === "link"))
        elements.push(element);
      if (!element.closed) return result(at); // it takes the rest of the page
      at = element.end;
    } else if (xml || templates > 0) at += 1;
    else return result(at); // a lone < is text
    if (at >= page.length) return result(page.length);
  }
}

function elementFrom(page: Uint8Array, start: number, from: Tag, xml: boolean): HeadElement {
  const { name, attributes, end: inside, closed, selfClosing } = from;
  const hasRaw = xml ? name === "script" && !selfClosing : RAW.has(name);
  if (!hasRaw) return { name, attributes, start, inside, textEnd: inside, end: inside, closed };
  const textEnd = name === "script" && !xml ? scriptEnd(page, inside) : endTag(page, name, inside);
  const last = textEnd < page.length ? tag(page, textEnd + 2, xml) : undefined;
  const end = last?.end ?? page.length;
  return { name, attributes, start, inside, textEnd, end, closed: closed && last?.closed === true };
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Behind its `>`. */
  readonly end: number;
  readonly closed: boolean;
  readonly selfClosing: boolean;
}

/** Only their attributes are asked for. */
const CARRIERS = new Set(["script", "link"]);
const MAX_ATTRIBUTES = 64;

/** A tag from its name on. An unclosed one takes the rest of the page. */
function tag(page: Uint8Array, from: number, xml: boolean): Tag {
  let at = from;
  while (at < page.length && !isSpace(page[at]!) && page[at] !== 0x2f && page[at] !== CLOSE) at++;
  const name = word(page, from, Math.min(at, from + 64), xml);
  const attributes = new Map<string, string>();
  while (at < page.length && page[at] !== CLOSE) {
    if (isSpace(page[at]!) || page[at] === 0x2f) {
      at++;
      continue;
    }
    const attribute = attributeAt(page, at);
    at = attribute.end;
    if (!CARRIERS.has(name) || attributes.size >= MAX_ATTRIBUTES) continue;
    const key = word(page, attribute.start, Math.min(attribute.nameEnd, attribute.start + 64), xml);
    if (!attributes.has(key))
      attributes.set(key, latin1(page, attribute.valueStart, attribute.valueEnd));
  }
  const selfClosing = page[at - 1] === 0x2f;
  return {
    name,
    attributes,
    end: Math.min(at + 1, page.length),
    closed: at < page.length,
    selfClosing,
  };
}

function attributeAt(page: Uint8Array, start: number) {
  let at = start + 1; // an = here belongs to the name
  while (at < page.length && !isSpace(page[at]!) && !NAME_END.has(page[at]!)) at++;
  const nameEnd = at;
  while (at < page.length && isSpace(page[at]!)) at++;
  if (page[at] !== 0x3d)
    return { start, nameEnd, valueStart: at, valueEnd: at, end: Math.max(nameEnd, start + 1) };
  at++;
  while (at < page.length && isSpace(page[at]!)) at++;
  const quote = page[at];
  if (quote === 0x22 || quote === 0x27) {
    const close = page.indexOf(quote, at + 1);
    const valueEnd = close < 0 ? page.length : close;
    return {
      start,
      nameEnd,
      valueStart: at + 1,
      valueEnd,
      end: Math.min(valueEnd + 1, page.length),
    };
  }
  const valueStart = at;
  while (at < page.length && !isSpace(page[at]!) && page[at] !== CLOSE) at++;
  return { start, nameEnd, valueStart, valueEnd: at, end: at };
}

const NAME_END = new Set([0x2f, CLOSE, 0x3d]);
const GREATER = utf8(">");
const PI_END = utf8("?>");
const CDATA = utf8("<![CDATA[");
const CDATA_END = utf8("]]>");
const COMMENT = utf8("<!--");
const COMMENT_END = utf8("-->");
const COMMENT_END_BANG = utf8("--!>");

function afterInstruction(page: Uint8Array, at: number, xml: boolean): number | undefined {
  return after(page, xml ? PI_END : GREATER, at + 2);
}

/** Behind a comment, a CDATA section, a document type or what browsers take for a comment; undefined when it never ends. */
function afterDeclaration(page: Uint8Array, at: number, xml: boolean): number | undefined {
  if (find(page, COMMENT, at, at + COMMENT.length) === at) return afterComment(page, at + 4, xml);
  if (xml && find(page, CDATA, at, at + CDATA.length) === at) return after(page, CDATA_END, at);
  return after(page, GREATER, at);
}

function afterComment(page: Uint8Array, at: number, xml: boolean): number | undefined {
  if (!xml && page[at] === CLOSE) return at + 1; // <!-->
  if (!xml && page[at] === 0x2d && page[at + 1] === CLOSE) return at + 2; // <!--->
  const end = after(page, COMMENT_END, at);
  if (xml) return end;
  const bang = find(page, COMMENT_END_BANG, at, end);
  return bang < 0 ? end : bang + COMMENT_END_BANG.length;
}

function after(page: Uint8Array, mark: Uint8Array, from: number): number | undefined {
  const at = find(page, mark, from);
  return at < 0 ? undefined : at + mark.length;
}

/** Where the end tag of an element of raw text starts. */
function endTag(page: Uint8Array, name: string, from: number): number {
  for (let at = page.indexOf(OPEN, from); at >= 0; at = page.indexOf(OPEN, at + 1))
    if (page[at + 1] === 0x2f && isTagName(page, at + 2, name)) return at;
  return page.length;
}

/** As endTag, for a script: between <!-- and -->, a second start tag of a script hides the next end tag. */
function scriptEnd(page: Uint8Array, from: number): number {
  let state: "text" | "escaped" | "double" = "text";
  for (let at = from; at < page.length; at++) {
    const byte = page[at]!;
    if (byte === CLOSE) {
      if (state !== "text" && page[at - 1] === 0x2d && page[at - 2] === 0x2d) state = "text";
    } else if (byte === OPEN) {
      const ends = page[at + 1] === 0x2f && isTagName(page, at + 2, "script");
      if (ends && state !== "double") return at;
      if (ends) state = "escaped";
      else if (state === "escaped" && isTagName(page, at + 1, "script")) state = "double";
      else if (state === "text" && find(page, COMMENT, at, at + 4) === at) state = "escaped";
    }
  }
  return page.length;
}

function isTagName(page: Uint8Array, at: number, name: string): boolean {
  const behind = page[at + name.length] ?? 0;
  if (!isSpace(behind) && behind !== 0x2f && behind !== CLOSE) return false;
  for (let i = 0; i < name.length; i++)
    if (((page[at + i] ?? 0) | 0x20) !== name.charCodeAt(i)) return false;
  return true;
}

function word(page: Uint8Array, start: number, end: number, xml: boolean): string {
  const text = latin1(page, start, end);
  return xml ? text : text.toLowerCase();
}

function hasText(page: Uint8Array, start: number, end: number): boolean {
  return firstText(page, start) < end;
}

function firstText(page: Uint8Array, start: number): number {
  let at = start;
  while (at < page.length && isSpace(page[at]!)) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d || byte === 0x0c;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
