// What people read, in their language: the browser's, or the one that they chose, which browser.i18n can't switch to.
// A key of _locales/en, what is put into it, and numbers, days and sizes as they are written in that language.
import { asObject, asString, parseJson } from "../src/encoding/index.js";
import { askBackground } from "./ask-background.js";
import { browser } from "./browser.js";
import type { ToBackground } from "./messages.js";
import { storedLanguage } from "./settings.js";

/** Folders of _locales, with what each language calls itself. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português",
  ja: "日本語",
  zh_CN: "简体中文",
  ar: "العربية",
} as const;

type Language = keyof typeof LANGUAGES;

/** Text by key. */
export type Messages = Readonly<Record<string, string>>;

let chosen: Messages | undefined;

/** Takes the language of the settings. To be awaited before the first text, and again when the settings change. */
export async function readLanguage(): Promise<void> {
  const language = await storedLanguage();
  if (!isLanguage(language)) chosen = undefined;
  else if (/^(chrome|moz)-extension:$/.test(location.protocol)) chosen = await messagesOf(language);
  else {
    // A page may not read our files, and neither may a content script in it.
    const ask: ToBackground = { to: "background", ask: "messages" };
    chosen = (await askBackground(ask).catch(() => undefined)) as Messages | undefined;
  }
}

/** For the background, which answers content scripts: the texts of the language that was chosen, if one was. */
export async function chosenMessages(): Promise<Messages | undefined> {
  const language = await storedLanguage();
  return isLanguage(language) ? messagesOf(language) : undefined;
}

async function messagesOf(language: Language): Promise<Messages> {
  const file = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`));
  const all = asObject(parseJson(await file.text())) ?? {};
  return Object.fromEntries(
    Object.entries(all).map(([key, entry]) => [key, asString(asObject(entry)?.["message"]) ?? ""]),
  );
}

function isLanguage(text: unknown): text is Language {
  return typeof text === "string" && Object.hasOwn(LANGUAGES, text);
}

/** The text of a key, with `$1`, `$2` ... replaced. A key without a text shows itself, so that it is found. */
export function text(key: string, ...values: readonly (string | number)[]): string {
  return found(key, values.map(String)) || key;
}

/** As `text`, from the keys `itemsOne`, `itemsOther` ... of `items`; `$1` is the count, written out in digits. */
export function plural(
  key: string,
  count: number,
  ...values: readonly (string | number)[]
): string {
  const category = new Intl.PluralRules(languageTag()).select(count);
  const all = [number(count), ...values.map(String)];
  const form = `${key}${category.charAt(0).toUpperCase()}${category.slice(1)}`;
  return found(form, all) || text(`${key}Other`, ...all);
}

function found(key: string, values: readonly string[]): string {
  if (!chosen) return browser.i18n.getMessage(key, [...values]);
  const message = Object.hasOwn(chosen, key) ? (chosen[key] ?? "") : "";
  return message.replace(/\$(?:\$|(\d))/g, (_, place?: string) =>
    place === undefined ? "$" : (values[Number(place) - 1] ?? ""),
  );
}

/** BCP 47 tag of the language of all texts. */
function languageTag(): string {
  return text("languageTag");
}

/** Sets language and direction of a page of ours. */
export function setLanguage(document: Document): void {
  document.documentElement.lang = languageTag();
  document.documentElement.dir = direction();
}

/** The direction of the language of all texts. */
export function direction(): "ltr" | "rtl" {
  return languageTag().split("-")[0] === "ar" ? "rtl" : "ltr";
}

/** Things side by side, with the commas of the language. */
export function listed(things: readonly string[]): string {
  return new Intl.ListFormat(languageTag(), { type: "unit", style: "short" }).format(things);
}

/** Phrases one after the other, with the semicolons of the language. */
export function clauses(phrases: readonly string[]): string {
  const [first = "", ...more] = phrases;
  return more.reduce((before, after) => text("clauses", before, after), first);
}

/** A number in digits. */
export function number(value: number): string {
  return new Intl.NumberFormat(languageTag()).format(value);
}

/**
 * An ISO 8601 time in words and UTC; what is none is shown as it stands. A day stays a day, and a time without a zone is
 * said to have none: it is neither UTC nor this computer's.
 */
export function moment(iso: string): string {
  if (!iso.includes("T")) return day(iso);
  if (ZONE.test(iso)) return dated(iso, { dateStyle: "long", timeStyle: "long" });
  return text("timeWithoutZone", dated(`${iso}Z`, { dateStyle: "long", timeStyle: "medium" }));
}

const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/** The day of an ISO 8601 time, in UTC; what is none is shown as it stands. */
export function day(iso: string): string {
  return dated(iso, { dateStyle: "long" });
}

function dated(iso: string, style: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  if (!/^\d{4}-\d\d-\d\d/.test(iso) || Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(languageTag(), { ...style, timeZone: "UTC" }).format(date);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A number of bytes in words, in thousands. */
export function size(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(languageTag(), {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: amount < 100 && unit > 0 ? 1 : 0,
  }).format(amount);
}
