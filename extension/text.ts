// What people read, in their language: a key of _locales/en and what is put into it.
import { browser } from "./browser.js";

/** The text of a key, with `$1`, `$2` ... replaced. A key without a text shows itself, so that it is found. */
export function text(key: string, ...values: readonly (string | number)[]): string {
  return browser.i18n.getMessage(key, values.map(String)) || key;
}
