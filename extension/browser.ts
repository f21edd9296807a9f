// The one door to the browser's extension API. Chrome (from 148 on) and Firefox both have it under this name, with promises
// for every call and for what a listener answers.
import type { Browser, Runtime } from "webextension-polyfill";

export const browser: Browser = (globalThis as unknown as { browser: Browser }).browser;
export type { Runtime };
