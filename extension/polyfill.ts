// The extension API under one name, with promises, in browsers that are older than those we name: everywhere else the
// polyfill hands over what is there. First import of every page of ours; the content script, which every page of the web
// pays for, does without.
import polyfill from "webextension-polyfill";

const scope = globalThis as { browser?: typeof polyfill };
scope.browser ??= polyfill;
