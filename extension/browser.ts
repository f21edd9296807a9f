// The one door to the browser's extension API. Chrome (from 148 on) and Firefox both have it under this name, with promises
// for every call and for what a listener answers; the polyfill hands over the very same object there, so only its types are
// used.
import type { Browser, Runtime } from "webextension-polyfill";

export const browser: Browser = (globalThis as unknown as { browser: Browser }).browser;
export type { Runtime };
