// What kind of text a file is. Text has no magic: that it is text is told by its bytes, which kind by what it is said to be
// (a server's or a user's word), else by its name, else by its first tag.
import { utf8 } from "../encoding/index.js";
import { isPage } from "./comment-style.js";
import { sniffMediaType } from "./media-type.js";
import type { ByteSource } from "./source.js";
import { BEGIN, END } from "./structured-block.js";
import { WRAPPER_MAGIC } from "./text-frame.js";

/** What is said of a file by others than its bytes. */
export interface Said {
  /** File name or address; its extension counts. */
  readonly name?: string;
  /** Media type as a server or a user has it; parameters are passed over. */
  readonly type?: string;
}

const HEAD = 4096;

/** The media type of a file: by its own bytes where they have a magic, else what kind of text it is. */
export async function mediaTypeOf(
  source: ByteSource,
  said: Said = {},
): Promise<string | undefined> {
  const sniffed = await sniffMediaType(source);
  if (sniffed !== undefined) return sniffed;
  return textType(await source.read(0, Math.min(HEAD, source.size)), said);
}

/** The kind of text that starts with these bytes; undefined for what is no text. Reads nothing but what it is given. */
function textType(head: Uint8Array, { name = "", type = "" }: Said): string | undefined {
  const declared = type.split(";")[0]!.trim().toLowerCase();
  const extension = /\.([a-z0-9]{1,12})$/.exec(baseName(name).toLowerCase())?.[1] ?? "";
  const known = isTextType(declared) ? declared : TYPES.get(extension);
  if (isText(head)) return known ?? byFirstTag(head);
  return known !== undefined && isOtherEncoding(head) ? known : undefined;
}

/** Whether this is a media type of text, to which the engine has nothing to say. */
export function isTextType(mediaType: string): boolean {
  return mediaType.startsWith("text/") || STRUCTURED.has(mediaType);
}

/** Byte strings one of which every text of that kind contains that carries or names a credential, or the remains of one. */
export function textMarks(mediaType: string): readonly Uint8Array[] {
  return isPage(mediaType) ? PAGE_MARKS : TEXT_MARKS;
}

const TEXT_MARKS: readonly Uint8Array[] = [WRAPPER_MAGIC, utf8(BEGIN), utf8(END)];

/** Types and relations are the same in any case; a page has few bytes, and few of these. */
const PAGE_MARKS: readonly Uint8Array[] = ["c", "C"].flatMap((c) =>
  ["p", "P"].flatMap((p) => ["a", "A"].map((a) => utf8(`${c}2${p}${a}`))),
);

function baseName(name: string): string {
  return (name.split(/[?#]/)[0] ?? "").split(/[/\\]/).at(-1) ?? "";
}

const BY_TYPE: Readonly<Record<string, string>> = {
  "text/plain": "txt text log",
  "text/markdown": "md markdown mdown",
  "text/html": "html htm",
  "application/xhtml+xml": "xhtml xht",
  "application/xml": "xml xsd xsl xslt",
  "application/yaml": "yaml yml",
  "application/toml": "toml",
  "application/json": "json jsonl geojson",
  "text/css": "css",
  "text/javascript": "js mjs cjs jsx",
  "text/x-typescript": "ts mts cts tsx",
  "text/x-python": "py pyi",
  "text/x-rust": "rs",
  "text/x-go": "go",
  "text/x-c": "c h cc cpp cxx hpp",
  "text/x-java": "java kt",
  "text/x-csharp": "cs",
  "text/x-swift": "swift",
  "text/x-shellscript": "sh bash zsh",
  "text/x-ruby": "rb",
  "text/x-perl": "pl pm",
  "text/x-r": "r",
  "text/x-sql": "sql",
  "text/x-lua": "lua",
  "text/x-tex": "tex bib",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "text/x-rst": "rst",
  "text/asciidoc": "adoc asciidoc",
};

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_TYPE).flatMap(([type, extensions]) =>
    extensions.split(" ").map((extension) => [extension, type] as const),
  ),
);

const STRUCTURED = new Set(Object.keys(BY_TYPE).filter((type) => !type.startsWith("text/")));

/** UTF-8 without control characters; the last character may be cut. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.some(isControl)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A name that says text, and bytes that may be: UTF-16 with its mark, or one byte for each character. */
function isOtherEncoding(head: Uint8Array): boolean {
  const [first, second] = head;
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    !head.some(isControl)
  );
}

function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b) || byte === 0x7f;
}

function byFirstTag(head: Uint8Array): string {
  const text = new TextDecoder().decode(head.subarray(0, 512)).toLowerCase();
  if (/^[\t\n\f\r ]*<(?:!doctype html|html)[\s>]/.test(text)) return "text/html";
  return /^\s*<\?xml/.test(text) ? "application/xml" : "text/plain";
}
