// What may be said of a text: forms that the command line, tables and programs have in common.
import { isTextType } from "../../src/container/index.js";

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** A language tag (BCP 47) by its form. */
export function isLanguageTag(tag: string): boolean {
  return tag.length <= 35 && LANGUAGE.test(tag);
}

/** An http or https address of a length that fits into a record. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && url.length <= 2048 && URL.canParse(url);
}

/** A media type, with its parameters if it has any, of a kind of text that can be signed as one. */
export function isTextKind(type: string): boolean {
  return isTextType((type.split(";")[0] ?? "").trim().toLowerCase());
}
