// The content script of a frame: finds media, has them checked, marks those that carry credentials.
import { browser } from "../browser.js";
import type { PageMode, ToBackground } from "../messages.js";
import { check } from "./checker.js";

void start();

async function start(): Promise<void> {
  const asked = { to: "background", ask: "page-mode" } satisfies ToBackground;
  const { mode } = (await browser.runtime.sendMessage(asked)) as PageMode;
  if (mode === "off") return;
  for (const image of document.images) {
    const response = await fetch(image.currentSrc, { cache: "force-cache" });
    const blob = await response.blob();
    const result = await check({ source: { from: "page", blob, name: image.currentSrc } });
    image.title = JSON.stringify(result);
  }
}
