// The one door to webextension-polyfill: promises for every call, the same names in Chrome and Firefox.
import polyfill, { type Browser, type Runtime } from "webextension-polyfill";

export const browser: Browser = polyfill;
export type { Runtime };
