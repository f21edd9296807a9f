// Where the engine lives: an offscreen document in Chrome, whose service worker has no workers; this very page in Firefox.
import { browser } from "../browser.js";
import { onChange, settings } from "../settings.js";
import { reachOf } from "./reach.js";

interface Offscreen {
  hasDocument(): Promise<boolean>;
  createDocument(what: { url: string; reasons: string[]; justification: string }): Promise<void>;
}

let listening: Promise<void> | undefined;
let opening: Promise<void> | undefined;

/** Makes sure that somebody listens on the engine's port. */
export async function ensureEngine(): Promise<void> {
  if (__TARGET__ === "firefox") {
    listening ??= import("../engine/engine.js").then(({ listen }) =>
      listen({ settings, onChange, reach: reachOf }),
    );
    return listening;
  }
  const { offscreen } = browser as unknown as { offscreen: Offscreen };
  // The document is there before it listens: who asks meanwhile waits for whoever opens it.
  if (!opening && (await offscreen.hasDocument())) return;
  opening ??= offscreen
    .createDocument({
      url: "engine.html",
      reasons: ["WORKERS"],
      justification: "reads Content Credentials in a worker",
    })
    .finally(() => {
      opening = undefined;
    });
  await opening;
}
