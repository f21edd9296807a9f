// Chrome's offscreen document: there only to host the engine. It has no storage, so it asks the background for settings.
import "../polyfill.js";
import { browser } from "../browser.js";
import type { Reach, ToBackground, ToEngine } from "../messages.js";
import type { Settings } from "../settings.js";
import { listen } from "./engine.js";

listen({
  settings: async () =>
    (await browser.runtime.sendMessage({
      to: "background",
      ask: "settings",
    } satisfies ToBackground)) as Settings,
  reach: async (url) =>
    (await browser.runtime.sendMessage({
      to: "background",
      ask: "reach",
      url,
    } satisfies ToBackground)) as Reach,
  onChange: (changed) =>
    browser.runtime.onMessage.addListener((message: unknown) => {
      if ((message as ToEngine).to === "engine") changed();
      return undefined;
    }),
});
