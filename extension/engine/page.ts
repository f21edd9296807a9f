// Chrome's offscreen document: there only to host the engine. It has no storage, so it asks the background for settings.
import "../polyfill.js";
import { askBackground } from "../ask-background.js";
import { browser } from "../browser.js";
import type { Reach, ToEngine } from "../messages.js";
import type { Settings } from "../settings.js";
import { listen } from "./engine.js";

listen({
  settings: async () => (await askBackground({ to: "background", ask: "settings" })) as Settings,
  reach: async (url) => (await askBackground({ to: "background", ask: "reach", url })) as Reach,
  onChange: (changed) =>
    browser.runtime.onMessage.addListener((message: unknown) => {
      if ((message as ToEngine).to === "engine") changed();
      return undefined;
    }),
});
